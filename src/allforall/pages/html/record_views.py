"""Entries on the record's pages, in plain words: bodies, refs, hashes and signatures as tables."""

import base64
import re
from collections.abc import Mapping, Sequence
from typing import Any

from allforall.account.said import EntryLine, LogLine, OfferLine, Ref
from allforall.offers.outcomes import State
from allforall.pages.code_texts import ERRORS, GROUPS
from allforall.pages.labels import category_label, heading
from allforall.pages.tables import Cell, Column, Row, Table, without_empty_columns
from allforall.pages.words import Words
from allforall.pages.writing import NOTHING, grouped, moment, written

#: A hash is shown by its first characters; two that agree in 48 bits by chance do not occur in practice.
_SHORT = 12
#: A text longer than this opens on demand.
_LONG = 160
_HEX = re.compile(r"[0-9a-f]{64}")
#: 32 bytes in the one canonical form of base64.
_BASE64 = re.compile(r"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=")
_VKEY = re.compile(r"[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+")
_AUTHORS_IN = frozenset({"to"})
_CODES_IN: Mapping[str, str] = {
    "kind": "list_kind",
    "outcome": "offer_state",
}


def author_label(words: Words, author: str) -> str:
    """Returns the words for an author of the record."""
    return words.code("author", author) if author in GROUPS["author"] else written(author)


def type_label(words: Words, kind: str) -> str:
    """Returns an entry's type in words, or unchanged where this program does not know it."""
    return words.code("entry_type", kind) if kind in GROUPS["entry_type"] else written(kind)


def type_heading(words: Words, kind: str) -> str:
    """Returns an entry's type as a heading; one that this program does not know is unchanged."""
    label = type_label(words, kind)
    return heading(words, label) if kind in GROUPS["entry_type"] else label


def ref_label(words: Words, ref: Ref) -> str:
    """Returns an entry's name: whose, and which."""
    number = str(ref.index)
    text = words.text("{author}, entry {entry}", author=author_label(words, ref.author), entry=number)
    return text.replace(f" {number}", f"\u00a0{number}")  # keeps the number from starting the next line


def entry_file(ref: Ref) -> str:
    """Returns the name of an entry's page."""
    return f"entry-{ref.author}-{ref.index}.html"


def log_file(author: str) -> str:
    """Returns the stem of the pages of a log."""
    return f"record-{author}"


def hash_cell(data: bytes) -> Cell:
    """Returns a hash by its first characters; the whole opens on demand."""
    whole = data.hex()
    return Cell(f"{whole[:_SHORT]}…", "h", whole=whole)


def lines_of(text: str) -> str:
    """Returns a text of several lines with hidden characters shown by their number, and its lines kept."""
    return "\n".join(written(line) for line in text.split("\n"))


def ref_cell(words: Words, ref: Ref, shown: Mapping[tuple[str, int], object], *, with_type: bool = True) -> Cell:
    """Returns an entry as a link to its page, where there is one."""
    href = entry_file(ref) if (ref.author, ref.index) in shown else ""
    note = type_label(words, ref.type) if with_type and ref.type else ""
    return Cell(ref_label(words, ref), "", href, note)


# the content of an entry


def body_tables(words: Words, line: EntryLine) -> list[Table]:
    """Returns the body: one table of single values, and one for each list of like items in it."""
    if line.entry is None:
        return []
    single: list[Row] = []
    tables: list[Table] = []
    for way, value in _flat(line.entry.body):
        if isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
            tables.append(_list_table(words, _name(words, way), value))
        else:
            single.append(Row((Cell(heading(words, _name(words, way)), "w"), value_cell(words, way[-1], value))))
    if single:
        columns = (Column(words.text("Field")), Column(words.text("Value")))
        tables.insert(0, Table(words.text("Content of the entry"), columns, single))
    return tables


def _flat(body: Mapping[str, Any], way: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    rows: list[tuple[tuple[str, ...], Any]] = []
    for key, value in body.items():
        within = (*way, key)
        if isinstance(value, Mapping):
            rows += _flat(value, within)
        else:
            rows.append((within, value))
    return rows


def _name(words: Words, way: Sequence[str]) -> str:
    return ": ".join(
        words.code("body_key", part) if part in GROUPS["body_key"] else type_label(words, part) for part in way
    )


def _list_table(words: Words, title: str, items: Sequence[Mapping[str, Any]]) -> Table:
    keys = list(dict.fromkeys(key for item in items for key in item))
    if "count" in keys:  # the figure comes last, as in other tables
        keys = [*(key for key in keys if key != "count"), "count"]
    columns = tuple(Column(heading(words, _name(words, (key,))), "n" if key == "count" else "") for key in keys)
    rows = [
        Row(tuple(value_cell(words, key, item[key]) if key in item else Cell(NOTHING) for key in keys))
        for item in items
    ]
    return without_empty_columns(Table(heading(words, title), columns, rows))


def value_cell(words: Words, name: str, value: Any) -> Cell:
    """Returns a value of a body in words: codes as their words, hashes shortened, long texts folded."""
    if value is None and name == "count":
        return Cell(words.text("not stated"))  # a dash would read as none
    if value is None or value in ("", []):
        return Cell(NOTHING)
    if isinstance(value, bool):
        return Cell(words.code("yes_no", "yes" if value else "no"))
    if isinstance(value, int):
        return Cell(grouped(value), "n" if name == "count" else "")
    if isinstance(value, list):
        cells = [value_cell(words, name, item) for item in value]
        whole = "\n".join(cell.whole or cell.text for cell in cells) if any(cell.whole for cell in cells) else ""
        return Cell("\n".join(cell.text for cell in cells), "w", whole=whole)
    return _text_cell(words, name, str(value))


def _text_cell(words: Words, name: str, value: str) -> Cell:
    if name in _AUTHORS_IN and value in GROUPS["author"]:
        return Cell(author_label(words, value))
    if name in _AUTHORS_IN and value in GROUPS["addressee"]:
        return Cell(words.code("addressee", value))
    group = _CODES_IN.get(name, "")
    if value in GROUPS.get(group, {}):
        return Cell(words.code(group, value))
    if name == "category" and value in GROUPS["category"]:
        return Cell(category_label(words, value))
    if value in ERRORS:
        return Cell(words.code("", value))
    if _HEX.fullmatch(value):
        return hash_cell(bytes.fromhex(value))
    if _BASE64.fullmatch(value):
        return hash_cell(base64.b64decode(value))
    if _VKEY.fullmatch(value):
        return key_cell(value)
    text = lines_of(value)
    if "\n" in text.strip() or len(text) > _LONG:
        first = next((line for line in text.split("\n") if line.strip()), "")[:60]
        return Cell(f"{first}…", "w", whole=text)
    return Cell(text, "w")


def key_cell(vkey: str) -> Cell:
    """Returns a public key by its key ID; the owner's name opens with the whole key."""
    _, mark, _ = vkey.split("+", 2)
    return Cell(mark, "h", whole=written(vkey))


# who signed, what was seen


def officers_said(words: Words, line: EntryLine) -> str:
    """Returns how many officers signed, of how many the type requires."""
    if line.asked is None:
        return words.text("{found} officers; this author may not append this type", found=len(line.officers))
    return words.text("{found} signed, {expected} required", found=len(line.officers), expected=line.asked)


def signers_table(words: Words, line: EntryLine, *, show_names: bool) -> Table:
    """Returns the officers' keys that signed: by key ID, and by name where names are shown."""
    columns = [Column(words.text("Key"), "k")]
    if show_names:
        columns.append(Column(words.text("Name of the key"), "w"))
    rows = []
    for key in line.officers:
        cells = [Cell(key.key_id.hex(), "h", whole=written(key.vkey) if show_names else "")]
        if show_names:
            cells.append(Cell(written(key.name), "w"))
        rows.append(Row(tuple(cells)))
    return Table(words.text("Who signed"), tuple(columns), rows)


def seen_table(words: Words, line: EntryLine) -> Table:
    """Returns how far its author had seen the other logs."""
    seen = line.entry.seen if line.entry else {}
    rows = [
        Row((Cell(author_label(words, log)), Cell(grouped(each.size), "n"), hash_cell(each.root)))
        for log, each in seen.items()
    ]
    columns = (Column(words.text("Log")), Column(words.text("Entries"), "n"), Column(words.text("Root"), "h"))
    return Table(words.text("What its author had seen of the other logs"), columns, rows)


def hashes_table(words: Words, title: str, hashes: Sequence[bytes]) -> Table:
    """Returns hashes, one a row."""
    return Table(title, (Column(words.text("Digest"), "h"),), [Row((hash_cell(each),)) for each in hashes])


def problem_texts(words: Words, line: EntryLine | LogLine) -> list[str]:
    """Returns what is wrong, in words."""
    return [words.code("", each.code, expected=each.expected, found=each.found) for each in line.problems]


# tables over many entries


def log_table(words: Words, lines: Sequence[EntryLine], caption: str) -> Table:
    """Returns one row per entry of a log."""
    _ = words.text
    columns = (
        Column(_("No."), "n"),
        Column(_("Type")),
        Column(_("Refers to")),
        Column(_("Officers")),
        Column(_("Valid until"), "d"),
        Column(_("To check")),
    )
    rows = []
    for line in lines:
        kind = line.entry.type if line.entry else ""
        rows.append(
            Row(
                (
                    Cell(grouped(line.ref.index), "n", entry_file(line.ref)),
                    Cell(type_heading(words, kind) if kind else _("No entry is readable here")),
                    Cell(
                        "\n".join(ref_label(words, ref) if ref else _("not here") for _leaf, ref in line.answers)
                        or NOTHING
                    ),
                    Cell(officers_said(words, line)),
                    Cell(expiry(line.entry.expires) if line.entry and line.entry.expires else NOTHING, "d"),
                    Cell(_look(words, line) or NOTHING),
                ),
                f"e{line.ref.index}",
            )
        )
    return without_empty_columns(Table(caption, columns, rows))


def _look(words: Words, line: EntryLine) -> str:
    said = [words.text("NOT VALID: {reason}", reason=text) for text in problem_texts(words, line)]
    if line.lost_signatures:
        said.append(lost_text(words))
    said += [f"{type_heading(words, ref.type)}: {ref_label(words, ref)}" for ref in line.contested_by]
    return "\n".join(said)


def lost_text(words: Words) -> str:
    """Returns the note for an entry that lost signatures by a revocation."""
    return words.text("A key that signed it was revoked later, from an earlier entry on: check it together.")


def expiry(text: str) -> str:
    """Returns a time in the record, written as elsewhere on the pages."""
    return f"{text[:10]} {text[11:16]} UTC" if len(text) == len("2025-06-10T09:00:00Z") else written(text)


def contested_table(words: Words, lines: Sequence[EntryLine], shown: Mapping[tuple[str, int], object]) -> Table:
    """Returns the entries that were objected to or corrected, each with the entries that did so."""
    _ = words.text
    rows = [
        Row(
            (
                ref_cell(words, line.ref, shown),
                Cell(type_heading(words, ref.type)),
                ref_cell(words, ref, shown, with_type=False),
            )
        )
        for line in lines
        for ref in line.contested_by
    ]
    columns = (Column(_("Entry")), Column(_("Entries that refer to it")), Column(_("Where")))
    return Table(_("Objections and corrections"), columns, rows)


def offers_table(
    words: Words, offers: Sequence[OfferLine], shown: Mapping[tuple[str, int], EntryLine], caption: str
) -> Table:
    """Returns one row per offer: what is offered to whom until when, its state, and why."""
    _ = words.text
    columns = (
        Column(_("Offer")),
        Column(_("To whom")),
        Column(_("Places"), "n"),
        Column(_("Deadline"), "d"),
        Column(_("State")),
        Column(_("Why")),
    )
    rows = []
    for offer in offers:
        line = shown.get((offer.ref.author, offer.ref.index))
        why = "\n".join(_why(words, offer))
        outcome = ref_label(words, offer.outcome) if offer.outcome else ""
        rows.append(
            Row(
                (
                    ref_cell(words, offer.ref, shown, with_type=False),
                    Cell(author_label(words, offer.to), "d"),
                    Cell(_places(line), "n"),
                    Cell(expiry(offer.expires) if offer.expires else NOTHING, "d"),
                    Cell(
                        heading(words, words.code("offer_state", offer.state)),
                        "",
                        "",
                        what_may_be_done(words, offer.state),
                    ),
                    Cell("\n".join(part for part in (outcome, why) if part) or NOTHING),
                )
            )
        )
    return without_empty_columns(Table(caption, columns, rows))


def _why(words: Words, offer: OfferLine) -> list[str]:
    """Every reason, the alarming ones first."""
    said = [
        words.text(
            "THE SAME CATEGORY was offered before, and that offer is undecided: {entry}", entry=ref_label(words, ref)
        )
        for ref in offer.twice
    ]
    if offer.accepted is not None:
        said.append(words.text("Acceptance: {entry}", entry=ref_label(words, offer.accepted)))
    if offer.in_time:
        said.append(words.text("Proof that it came in time: seen on {moment}", moment=expiry(offer.in_time)))
    said += [
        heading(words, words.code("", code)) + (f" ({ref_label(words, ref)})" if ref else "")
        for code, ref in offer.reasons
    ]
    return said


def _places(line: EntryLine | None) -> str:
    gives = line.entry.body.get("gives") if line and line.entry else None
    counts = [item.get("count") for item in gives if isinstance(item, Mapping)] if isinstance(gives, list) else []
    return grouped(sum(count for count in counts if isinstance(count, int))) if counts else NOTHING


def what_may_be_done(words: Words, state: str) -> str:
    """Returns what an offer's state means for people."""
    if state == State.ACCEPTED:
        return words.text("Binding for both. Those who wish to may travel.")
    if state == State.LAPSED:
        return words.text("The places are free again. Nobody travels on this offer.")
    return words.text("Nobody travels. The places stay taken.")


def cosigned_table(words: Words, log: LogLine) -> Table:
    """Returns who cosigned the latest checkpoint of a log and when, and who has not."""
    rows = [Row((Cell(author_label(words, name)), Cell(moment(time), "d"))) for name, time in log.cosigned]
    rows += [Row((Cell(author_label(words, name)), Cell(words.text("MISSING")))) for name in log.missing]
    columns = (Column(words.text("Cosigned by")), Column(words.text("When")))
    return Table(words.text("Cosignatures"), columns, rows)

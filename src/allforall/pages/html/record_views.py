"""What the pages of the record say of entries, in plain words: refs, hashes and signatures as tables."""

from collections.abc import Mapping, Sequence

from allforall.account.said import EntryLine, LogLine, OfferLine, Reading, Ref
from allforall.offers.outcomes import State
from allforall.pages.entry_words import author_label, moment_said, problem_said, type_heading, type_label
from allforall.pages.html.record_cells import entry_file, hash_cell, ref_label
from allforall.pages.labels import heading
from allforall.pages.tables import Cell, Column, Row, Table, without_empty_columns
from allforall.pages.words import Words
from allforall.pages.writing import NOTHING, grouped, moment, written


def ref_cell(words: Words, ref: Ref, shown: Mapping[tuple[str, int], object], *, with_type: bool = True) -> Cell:
    """Returns an entry as a link to its page, where there is one."""
    href = entry_file(ref) if (ref.author, ref.index) in shown else ""
    note = type_label(words, ref.type) if with_type and ref.type else ""
    return Cell(ref_label(words, ref), "", href, note)


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
    seen = line.entry.seen if line.entry and line.reading is Reading.READ else {}  # an unknown log may be a name
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
    return [problem_said(words, each.code, each.expected, each.found) for each in line.problems]


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
                    Cell(moment_said(line.entry.expires) if line.entry and line.entry.expires else NOTHING, "d"),
                    Cell(_look(words, line) or NOTHING),
                ),
                f"e{line.ref.index}",
            )
        )
    return without_empty_columns(Table(caption, columns, rows))


def _look(words: Words, line: EntryLine) -> str:
    said = [words.text("NOT VALID: {reason}", reason=text) for text in problem_texts(words, line)]
    if line.reading is Reading.UNKNOWN:
        said.append(unknown_text(words))
    if line.waits:
        said.append(words.text("The entry it answers has not arrived yet."))
    if line.lost_signatures:
        said.append(lost_text(words))
    said += [f"{type_heading(words, ref.type)}: {ref_label(words, ref)}" for ref in line.contested_by]
    return "\n".join(said)


def unknown_text(words: Words) -> str:
    """Returns what is said of an entry whose type this program does not know."""
    return words.text("This program does not know its type. It is kept and proved; it has no effect.")


def lost_text(words: Words) -> str:
    """Returns the note for an entry that lost signatures by a revocation."""
    return words.text("A key that signed it was revoked later, from an earlier entry on: check it together.")


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
                    Cell(moment_said(offer.expires) if offer.expires else NOTHING, "d"),
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
        said.append(words.text("Proof that it came in time: seen on {moment}", moment=moment_said(offer.in_time)))
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

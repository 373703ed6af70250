"""Writes the pages of a record: the logs side by side, each log, each entry, the state of offers, the genesis.

Each entry has its own page, to be cited and printed alone. Of a long log the account holds the latest entries;
the log's page says from which number on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from allforall.account.entry_types import ENTRY_TYPES
from allforall.account.said import AuthorLine, EntryLine, LogLine, OfferLine, Reading, RecordAccount, Ref
from allforall.offers.outcomes import State
from allforall.pages.entry_words import author_label, moment_said, type_heading
from allforall.pages.html.engine import render
from allforall.pages.html.entry_body import body_tables
from allforall.pages.html.paging import file_name, neighbours
from allforall.pages.html.record_cells import hash_cell, key_cell, lines_of, log_file, ref_label
from allforall.pages.html.record_views import (
    contested_table,
    cosigned_table,
    hashes_table,
    log_table,
    lost_text,
    offers_table,
    officers_said,
    problem_texts,
    ref_cell,
    seen_table,
    signers_table,
    unknown_text,
)
from allforall.pages.html.writer import ROWS_PER_PAGE, Out
from allforall.pages.labels import heading
from allforall.pages.tables import Cell, Column, Row, Table
from allforall.pages.words import Words, words
from allforall.pages.writing import NOTHING, grouped, spoken, written

RECORD, OFFERS, GENESIS = "record.html", "record-offers.html", "record-genesis.html"


@dataclass(frozen=True, slots=True)
class _Book:
    account: RecordAccount
    words: Words
    show_names: bool
    first: str  # the name of the overview
    summary: str  # where the node's summary is, if there is one
    out: Out
    shown: Mapping[tuple[str, int], EntryLine]

    def write(self, name: str, stem: str, template: str, title: str, **values: Any) -> None:
        """Draws one page and passes it on."""
        _ = self.words.text
        account = self.account
        nav = [(self.summary, _("Summary"), False, False)] if self.summary else []
        nav.append((self.first, _("Record"), stem == "record", name == self.first))
        nav += [
            (f"{stem_of}.html", author_label(self.words, log.author), stem == stem_of, name == f"{stem_of}.html")
            for log in account.logs
            for stem_of in [log_file(log.author)]
        ]
        nav.append((OFFERS, _("Offers"), stem == "offers", name == OFFERS))
        nav.append((GENESIS, _("Genesis"), stem == "genesis", name == GENESIS))
        own = author_label(self.words, account.own)
        made_by = " · ".join((own, account.made_on, _("case {case}", case=account.genesis.case)))
        page = render(
            template,
            self.words,
            {
                "title": title,
                "made_by": made_by,
                "party": own,
                "made_on": account.made_on,
                "show_names": self.show_names,
                "nav": nav,
                **values,
            },
        )
        self.out(name, page)


def write_record_pages(
    account: RecordAccount, lang: str, *, show_names: bool = False, first: str = RECORD, summary: str = "", out: Out
) -> None:
    """Passes every page of a record to `out` as its name and its bytes; the overview, named `first`, comes
    last.

    `summary` is the page of the node's summary, where there is one. No page contains an officer's name unless
    `show_names`: without it keys are shown by their key IDs, and an entry's signature lines are left out.
    """
    shown = {(line.ref.author, line.ref.index): line for line in account.entries}
    book = _Book(account, words(lang), show_names, first, summary, out, shown)
    for line in account.entries:
        _write_entry(book, line)
    for log in account.logs:
        _write_log(book, log)
    _write_offers(book)
    _write_genesis(book)
    _write_overview(book)


def _banners(book: _Book) -> list[str]:
    _ = book.words.text
    said = []
    if book.account.recovering:
        answered = [author_label(book.words, name) for name, has in book.account.recovering if has]
        waiting = [author_label(book.words, name) for name, has in book.account.recovering if not has]
        said.append(
            _(
                "READ-ONLY: this node may hold an older copy of its own log. It appends again when everyone has shown "
                "it their copy of that log. Answered: {answered}. Not yet: {waiting}.",
                answered=", ".join(answered) or NOTHING,
                waiting=", ".join(waiting) or NOTHING,
            )
        )
    elif book.account.closed:
        said.append(_("READ-ONLY: {reason}", reason=book.words.code("", book.account.closed)))
    said += [
        _(
            "TWO VERSIONS: the log of {author} was signed in two versions that cannot both be true. No more of its "
            "entries are applied. The evidence is in this node's folder: give it to everyone.",
            author=author_label(book.words, log.author),
        )
        for log in book.account.logs
        if log.frozen
    ]
    return said


def _write_overview(book: _Book) -> None:
    account, in_words = book.account, book.words
    undecided = [offer for offer in account.offers if offer.state in {State.OPEN, State.UNDECIDED}]
    book.write(
        book.first,
        "record",
        "record.html",
        in_words.text("What is in the record, and who signed it"),
        banners=_banners(book),
        logs=[_log_view(book, log) for log in account.logs],
        contested=contested_table(in_words, account.entries, book.shown),
        undecided=offers_table(in_words, undecided, book.shown, in_words.text("Offers without an outcome")),
        offers_href=OFFERS,
        digest=spoken(account.genesis.digest.hex()),
        genesis_href=GENESIS,
    )


def _log_view(book: _Book, log: LogLine) -> dict[str, Any]:
    in_words = book.words
    return {
        "title": author_label(in_words, log.author),
        "id": log.author,
        "own": log.author == book.account.own,
        "size": log.size,
        "href": f"{log_file(log.author)}.html",
        "root": hash_cell(log.root),
        "signed_size": log.signed_size,
        "covers_all": log.signed_size == log.size,
        "cosigned": cosigned_table(in_words, log),
        "found": len(log.cosigned),
        "asked": log.asked,
        "missing": [author_label(in_words, name) for name in log.missing],
        "frozen": log.frozen,
        "problems": len({each.index for each in log.problems}),
        "shown_from": log.shown_from,
    }


def _write_log(book: _Book, log: LogLine) -> None:
    in_words = book.words
    stem, title = log_file(log.author), author_label(in_words, log.author)
    lines = [line for line in book.account.entries if line.ref.author == log.author]
    parts = [lines[at : at + ROWS_PER_PAGE] for at in range(0, len(lines), ROWS_PER_PAGE)] or [[]]
    for number, part in enumerate(parts, 1):
        book.write(
            file_name(stem, number),
            stem,
            "record_log.html",
            in_words.text("The log of {author}", author=title),
            log=_log_view(book, log),
            table=log_table(in_words, part, in_words.text("Entries")),
            way=neighbours(stem, number, len(parts)),
            rows_per_page=ROWS_PER_PAGE,
        )


def _write_entry(book: _Book, line: EntryLine) -> None:
    in_words, ref = book.words, line.ref
    _ = in_words.text
    kind = line.entry.type if line.entry else ""
    name = f"{ref.author}:{ref.index}"
    said = type_heading(in_words, kind) if kind else _("No entry is readable here")
    facts = [
        (_("Author"), author_label(in_words, ref.author)),
        (_("Number in its log"), grouped(ref.index)),
        (_("Officers"), officers_said(in_words, line)),
        (
            _("Valid until"),
            moment_said(line.entry.expires) if line.entry and line.entry.expires else _("no end stated"),
        ),
    ]
    shown = book.show_names or line.reading is Reading.READ  # what nobody has read may be a person's name
    offer = next((each for each in book.account.offers if each.ref == ref), None)
    book.write(
        f"entry-{ref.author}-{ref.index}.html",
        log_file(ref.author),
        "record_entry.html",
        f"{ref_label(in_words, ref)}: {said}",
        facts=facts,
        kind=written(kind) if shown else "",
        is_read=line.reading is Reading.READ,
        unknown=unknown_text(in_words) if line.reading is Reading.UNKNOWN else "",
        not_here=line.waits,
        folded=not shown,
        explanation=lines_of(book.account.explanations.get((ref.author, ref.index), "")) if book.show_names else "",
        leaf=hash_cell(line.leaf),
        problems=problem_texts(in_words, line),
        lost=lost_text(in_words) if line.lost_signatures else "",
        offer=offers_table(in_words, [offer], book.shown, _("State")) if offer else None,
        body=body_tables(in_words, line),
        answers=_answers(book, line),
        answered_by=_answered_by(book, line),
        is_contested=bool(line.contested_by),
        signers=signers_table(in_words, line, show_names=book.show_names),
        seen=seen_table(in_words, line),
        commitments=hashes_table(in_words, _("Commitments"), line.entry.commitments if line.entry else ()),
        text=lines_of(line.text).rstrip("\n") if shown else "",
        signatures="\n".join(written(each) for each in line.signature_lines) if book.show_names else "",
        proof=line.proof.decode("utf-8", "replace") if line.proof else "",
        has_proof=line.proof is not None,
        previous=_neighbour(book, ref, -1),
        following=_neighbour(book, ref, 1),
        called=name,
        file=f"{ref.author}-{ref.index}",
    )


def _answers(book: _Book, line: EntryLine) -> Table:
    rows = [
        Row(
            (
                ref_cell(book.words, ref, book.shown)
                if ref
                else Cell(book.words.text("an entry that is not on this node")),
                hash_cell(leaf),
            )
        )
        for leaf, ref in line.answers
    ]
    columns = (Column(book.words.text("Entry")), Column(book.words.text("Hash of the entry"), "h"))
    return Table(book.words.text("Refers to"), columns, rows)


def _answered_by(book: _Book, line: EntryLine) -> Table:
    rows = [Row((ref_cell(book.words, ref, book.shown),)) for ref in line.answered_by]
    return Table(book.words.text("Entries that refer to it"), (Column(book.words.text("Entry")),), rows)


def _neighbour(book: _Book, ref: Ref, step: int) -> str:
    found = book.shown.get((ref.author, ref.index + step))
    return f"entry-{ref.author}-{ref.index + step}.html" if found else ""


def _write_offers(book: _Book) -> None:
    in_words = book.words
    _ = in_words.text
    order = [State.UNDECIDED, State.OPEN, State.ACCEPTED, State.LAPSED]
    titles = {
        State.UNDECIDED: _("Undecided: the deadline has passed or there is an acceptance, but no valid outcome"),
        State.OPEN: _("Open: the deadline has not passed"),
        State.ACCEPTED: _("Accepted"),
        State.LAPSED: _("Lapsed"),
    }
    groups: list[tuple[str, str, Sequence[OfferLine]]] = []
    for state in order:
        offers = [offer for offer in book.account.offers if offer.state == state]
        if offers:
            groups.append((state.value, titles[state], offers))
    decider = book.account.genesis.decider
    book.write(
        OFFERS,
        "offers",
        "record_offers.html",
        _("State of every offer"),
        groups=[(state, title, offers_table(in_words, offers, book.shown, title)) for state, title, offers in groups],
        decider=author_label(in_words, decider) if decider else "",
    )


def _write_genesis(book: _Book) -> None:
    in_words, genesis = book.words, book.account.genesis
    _ = in_words.text
    authors = [
        {
            "title": author_label(in_words, line.author),
            "id": f"keys-{line.author}",
            "rules": _rules_table(in_words, line),
            "officers": _officers_table(book, line),
            "log_key": key_cell(line.log_key),
            "epoch": grouped(line.epoch),
            "missing": ""
            if line.lacks is None
            else _("{found} of {expected} officers signed", found=line.lacks, expected=line.rotation),
        }
        for line in book.account.authors
    ]
    book.write(
        GENESIS,
        "genesis",
        "record_genesis.html",
        _("Who may append what, with how many signatures"),
        digest=spoken(genesis.digest.hex()),
        digest_whole=genesis.digest.hex(),
        authors=authors,
        decider=author_label(in_words, genesis.decider) if genesis.decider else "",
        text=lines_of(genesis.text).rstrip("\n") if book.show_names else "",
    )


def _rules_table(in_words: Words, line: AuthorLine) -> Table:
    _ = in_words.text
    rules = [(_ruled(in_words, kind), count) for kind, count in line.rules]
    if line.otherwise is not None:
        rules.append((heading(in_words, _("every other type")), line.otherwise))
    rules.append((heading(in_words, _("a change of keys, by old and new officers")), line.rotation))
    expected = len(line.officers)
    rows = [
        Row((Cell(what), Cell(_("{found} of {expected}", found=count, expected=expected)))) for what, count in rules
    ]
    return Table(_("What it may append"), (Column(_("What")), Column(_("Officers who must sign"))), rows)


def _ruled(words: Words, kind: str) -> str:
    """A type that a genesis names was agreed on by all, and is shown unchanged where this program does not know it."""
    return type_heading(words, kind) if kind in ENTRY_TYPES else written(kind)


def _officers_table(book: _Book, line: AuthorLine) -> Table:
    _ = book.words.text
    columns = [Column(_("Key"), "h")]
    if book.show_names:
        columns.append(Column(_("Name of the key"), "w"))
    rows = []
    for key in line.officers:
        cells = [Cell(key.key_id.hex(), "h", whole=written(key.vkey) if book.show_names else key.key.raw.hex())]
        if book.show_names:
            cells.append(Cell(written(key.name), "w"))
        rows.append(Row(tuple(cells)))
    return Table(_("Keys of its officers"), tuple(columns), rows)

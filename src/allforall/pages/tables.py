"""Tables as values: what the HTML pages and the PDF both draw.

A cell is its text with a kind: `n` a figure, `k` a key of a row, `d` a date, `w` text from outside. A table
that may carry names is made with `show_names`; without it no cell contains a value of a person.
"""

from collections.abc import Sequence
from typing import NamedTuple

from allforall.account.report import AnswerLine, DisclosedLine, FindingLine, ListLine, ProblemLine, Tally
from allforall.pages.code_texts import GROUPS
from allforall.pages.labels import (
    category_label,
    expected_label,
    fields_label,
    figure_label,
    party_label,
    reason_label,
    whose_label,
)
from allforall.pages.words import Words
from allforall.pages.writing import NOTHING, day, grouped, shape, share, written


class Cell(NamedTuple):
    """One cell: its text, its kind, where it leads, what is below in small letters, and the full form of the
    text, which opens on demand.
    """

    text: str
    kind: str = ""
    href: str = ""
    note: str = ""
    whole: str = ""


class Row(NamedTuple):
    """One row; the first cell is its head. `anchor` is where a link may point."""

    cells: tuple[Cell, ...]
    anchor: str = ""


class Column(NamedTuple):
    """A column's title and the kind of its cells."""

    title: str
    kind: str = ""


class Table(NamedTuple):
    """A table with what it is about."""

    caption: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]


def _text(text: str, kind: str = "") -> Cell:
    return Cell(text or NOTHING, kind)


def without_empty_columns(table: Table) -> Table:
    """Returns the table without the columns in which no row says anything."""
    kept = [
        number
        for number in range(len(table.columns))
        if number == 0 or any(row.cells[number].text != NOTHING for row in table.rows)
    ]
    if len(kept) == len(table.columns):
        return table
    return Table(
        table.caption,
        tuple(table.columns[number] for number in kept),
        [Row(tuple(row.cells[number] for number in kept), row.anchor) for row in table.rows],
    )


def lists_table(lists: Sequence[ListLine], words: Words, href: str = "") -> Table:
    """Returns one row per list: whose, of which day, how many rows were read and how many were left out."""
    _ = words.text
    return Table(
        _("Lists as imported"),
        (
            Column(_("List")),
            Column(_("Party")),
            Column(_("Contents")),
            Column(_("As of"), "d"),
            Column(_("Rows in the file"), "n"),
            Column(_("Read"), "n"),
            Column(_("Left out"), "n"),
            Column(_("Problems"), "n"),
        ),
        [
            Row(
                (
                    Cell(
                        written(line.title or line.key),
                        "w",
                        f"{href}#{anchor('list', line.key)}" if href else "",
                    ),
                    Cell(party_label(words, line.party)),
                    Cell(words.code("list_kind", line.kind)),
                    Cell(day(line.as_of), "d"),
                    Cell(grouped(line.rows_in_file), "n"),
                    Cell(grouped(line.rows_read), "n"),
                    Cell(grouped(line.rows_refused), "n"),
                    Cell(grouped(line.problem_count), "n"),
                )
            )
            for line in lists
        ],
    )


def tally_table(tally: Tally, title: str, words: Words, links: dict[str, str] | None = None) -> Table:
    """Returns the figures of a tally with their shares; each figure links to the rows behind it."""
    _ = words.text
    links = links or {}
    rows = [
        Row(
            (
                Cell(figure_label(words, figure.code)),
                Cell(grouped(figure.count), "n", links.get(figure.code, "") if figure.count else ""),
                Cell(share(figure.count, tally.total), "n"),
            )
        )
        for figure in tally.figures
    ]
    return Table(title, (Column(_("What")), Column(_("Rows"), "n"), Column(_("Share"), "n")), rows)


def adds_up(tally: Tally, words: Words) -> str:
    """Returns the line that says whether every row is in exactly one figure."""
    keys = [key for figure in tally.figures for key in figure.keys]
    if tally.adds_up:
        return words.text("Adds up: {found} of {total}.", found=len(keys), total=tally.total)
    twice = len(keys) - len(set(keys))
    return words.text(
        "DOES NOT ADD UP: {found} rows in the figures, {total} rows on the list, {twice} counted more than once. "
        "Do not use these figures until this is explained.",
        found=len(keys),
        total=tally.total,
        twice=twice,
    )


def problems_table(problems: Sequence[ProblemLine], words: Words, *, show_names: bool) -> Table:
    """Returns where a file could not be read; without names, what was found is shown only by its shape."""
    _ = words.text
    return Table(
        _("Problems of this list"),
        (
            Column(_("Line"), "n"),
            Column(_("Column"), "n"),
            Column(_("Heading")),
            Column(_("Problem")),
            Column(_("Expected")),
            Column(_("Found") if show_names else _("Found (shape only)"), "w"),
            Column(_("Consequence")),
        ),
        [
            Row(
                (
                    Cell(grouped(problem.line), "n"),
                    _text(grouped(problem.column) if problem.column else "", "n"),
                    _text(written(problem.heading), "w"),
                    Cell(
                        words.code(
                            "problem",
                            problem.code,
                            line=problem.line,
                            column=problem.column,
                            expected=expected_label(words, problem.expected),
                        )
                    ),
                    _text(expected_label(words, problem.expected)),
                    _text(written(problem.found) if show_names else shape(problem.found), "w"),
                    Cell(_("row left out") if problem.refused else _("cell kept as written, not read")),
                )
            )
            for problem in problems
        ],
    )


def answers_table(
    answers: Sequence[AnswerLine], caption: str, prefix: str, words: Words, *, show_names: bool, own: bool
) -> Table:
    """Returns one row per sought name with its answer's particulars.

    Who answered is an officer of this node (`own`), and so a person's name, or the other side's authority.
    """
    _ = words.text
    columns = [Column(_("Sought row"), "k"), Column(_("Reference"), "k")]
    if show_names:
        columns.append(Column(_("Name"), "w"))
    columns += [
        Column(_("State")),
        Column(_("Answered by")),
        Column(_("On"), "d"),
        Column(_("On the list"), "k"),
        Column(_("Held row"), "k"),
        Column(_("Particulars")),
    ]
    rows = []
    for line in answers:
        cells = [Cell(written(line.key), "k"), _text(written(line.reference), "k")]
        if show_names:
            cells.append(_text(written(line.name), "w"))
        listed = written(line.list_key)
        if line.list_date:
            listed = f"{listed}, {day(line.list_date)}" if listed else day(line.list_date)
        cells += [
            _text("" if line.state == "none" else words.code("answer_state", line.state)),
            _text(_by(line.by, words, show_names=show_names or not own)),
            _text(day(line.on) if line.on else "", "d"),
            _text(listed, "k"),
            _text(written(line.held_key), "k"),
            _text(_particulars(line, words, show_names=show_names)),
        ]
        rows.append(Row(tuple(cells), anchor(prefix, line.key)))
    return without_empty_columns(Table(caption, tuple(columns), rows))


def _by(by: str, words: Words, *, show_names: bool) -> str:
    """Returns who acted: a party, or the officers, who are named only with names shown."""
    if not by or show_names or by in GROUPS["party"]:
        return party_label(words, by) if by else ""
    return words.plural("{n} officer", "{n} officers", by.count(", ") + 1)


def _particulars(line: AnswerLine, words: Words, *, show_names: bool) -> str:
    if not line.particulars:
        return words.text("none given") if line.kind == "reported_dead" else ""
    if show_names:
        return "\n".join(f"{words.code('field', name)}: {written(value)}" for name, value in line.particulars)
    return words.text("given: {fields}", fields=", ".join(words.code("field", name) for name, _ in line.particulars))


def findings_table(
    findings: Sequence[FindingLine],
    caption: str,
    prefix: str,
    words: Words,
    *,
    show_names: bool,
    with_category: bool = False,
    with_outcome: bool = False,
) -> Table:
    """Returns one row per person: every reason, what is missing, and each wording's outcome."""
    _ = words.text
    columns = [Column(_("Row"), "k")]
    if show_names:
        columns.append(Column(_("Name"), "w"))
    if with_category:
        columns.append(Column(_("Category")))
    if with_outcome:
        columns.append(Column(_("Outcome")))
    columns += [Column(_("Reasons")), Column(_("Missing facts")), Column(_("By each wording"))]
    rows = []
    for line in findings:
        cells = [Cell(written(line.key), "k")]
        if show_names:
            cells.append(_text(written(line.name), "w"))
        if with_category:
            cells.append(Cell(category_label(words, line.category)))
        if with_outcome:
            cells.append(Cell(words.code("outcome", line.outcome)))
        cells += [
            _text("\n".join(reason_label(words, reason) for reason in line.reasons)),
            _text(fields_label(words, line.missing)),
            _text(
                "\n".join(
                    f"{whose_label(words, whose)}: {words.code('outcome', outcome)}" for whose, outcome in line.readings
                )
            ),
        ]
        rows.append(Row(tuple(cells), anchor(prefix, f"{line.category} {line.key}")))
    return without_empty_columns(Table(caption, tuple(columns), rows))


def disclosed_table(
    lines: Sequence[DisclosedLine], caption: str, prefix: str, words: Words, *, show_names: bool
) -> Table:
    """Returns one row per person of whom something was disclosed, with the fields."""
    _ = words.text
    columns = [Column(_("Row"), "k")]
    if show_names:
        columns.append(Column(_("Name"), "w"))
    columns += [Column(_("Disclosed fields")), Column(_("By whom"))]
    rows = []
    for line in lines:
        cells = [Cell(written(line.key), "k")]
        if show_names:
            cells.append(_text(written(line.name), "w"))
        cells += [_text(fields_label(words, line.fields)), _text(_by(", ".join(line.by), words, show_names=show_names))]
        rows.append(Row(tuple(cells), anchor(prefix, line.key)))
    return Table(caption, tuple(columns), rows)


def anchor(prefix: str, key: str) -> str:
    """Returns an anchor's name that needs no escaping in an address."""
    safe = "".join(char if char.isascii() and (char.isalnum() or char in ".-") else f"_{ord(char):x}_" for char in key)
    return f"{prefix}-{safe}"

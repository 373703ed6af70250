"""Finds the headings of a list: titles, an addressee or an approval may be above them."""

from collections.abc import Sequence
from dataclasses import dataclass

from allforall.errors import InputError
from allforall.people.fields import Field
from allforall.people.headings import find_field, find_fields, is_some_name
from allforall.people.persons import Problem
from allforall.people.tables.limits import HEADER_SEARCH_ROWS
from allforall.people.tables.table import Line, problem

#: One of these must be among the headings: a list of persons identifies them.
WHO = frozenset(
    {
        Field.FULL_NAME,
        Field.SURNAME,
        Field.GIVEN_NAME,
        Field.SERVICE_NUMBER,
        Field.PRISONER_NUMBER,
        Field.DOCUMENT_NUMBER,
    }
)


@dataclass(frozen=True, slots=True)
class Header:
    """The headings found, how many rows they take, and how many are understood (0: a guess).

    `index` is the position among the rows examined, `rows` is 2 if a second row names the parts of the first.
    """

    index: int
    line: int
    rows: int
    headings: tuple[str, ...]
    understood: int


def find_header(rows: Sequence[Line]) -> Header:
    """Returns the header among the first non-empty rows: the first with the most headings understood.

    One heading is enough if it identifies a person and everything in the row is understood; else two are needed. If
    nothing is understood, the first of the widest rows is returned as a guess, with `understood` 0.
    """
    best: tuple[int, int] = (0, -1)
    for index, (_, cells) in enumerate(rows[:HEADER_SEARCH_ROWS]):
        count = _count_understood(cells)
        if count > best[0]:
            best = (count, index)
    count, index = best
    if count == 0:
        return _guess(rows)
    line, cells = rows[index]
    headings, used = _with_second_row(cells, rows[index + 1 : index + 2], line)
    return Header(index=index, line=line, rows=used, headings=trim(headings), understood=count)


def _count_understood(cells: Sequence[str]) -> int:
    """Returns how many headings of a row are understood, 0 if it is not a header."""
    filled = [cell for cell in cells if cell.strip()]
    found = [field for field in find_fields(filled) if field is not None]
    unclear = sum(is_some_name(cell) for cell in filled)
    if not found or (not WHO & set(found) and not unclear):
        return 0
    # Data can sometimes look like a heading ("Мати", "Жетон"). A word for the whole name does not, except in prose.
    plain = not any(map(str.isdigit, "".join(filled)))
    enough = len(found) >= 2 or (Field.FULL_NAME in found and plain) or len(found) + unclear == len(filled)
    return len(found) if enough else 0


def _with_second_row(cells: tuple[str, ...], following: Sequence[Line], line: int) -> tuple[tuple[str, ...], int]:
    """Returns the headings, with those of the row below if it names the parts of a merged heading."""
    if not following or following[0][0] != line + 1:
        return cells, 1
    below = following[0][1]
    filled = [cell for cell in below if cell.strip()]
    fields = [find_field(cell) for cell in filled]
    # The names of the parts are all headings; a row of data is not.
    if len(filled) < 2 or None in fields or any(map(str.isdigit, "".join(filled))):
        return cells, 1
    width = max(len(cells), len(below))
    upper = cells + ("",) * (width - len(cells))
    lower = below + ("",) * (width - len(below))
    if [find_field(cell) for cell in upper] == [find_field(cell) for cell in lower]:
        # Repeated headings: left to the reader of rows, which refuses them as such.
        return cells, 1
    return tuple(low if low.strip() else up for up, low in zip(upper, lower, strict=True)), 2


def _guess(rows: Sequence[Line]) -> Header:
    if not rows:
        return Header(index=0, line=0, rows=1, headings=(), understood=0)
    counts = [sum(bool(cell.strip()) for cell in cells) for _, cells in rows[:HEADER_SEARCH_ROWS]]
    index = counts.index(max(counts))
    line, cells = rows[index]
    return Header(index=index, line=line, rows=1, headings=trim(cells), understood=0)


def trim(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Returns the cells without the empty ones at the end."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def describe_above(rows: Sequence[Line], header: Header) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Returns the texts above the header, and a problem if they look more like rows of the list than titles."""
    above = [(line, [cell.strip() for cell in cells if cell.strip()]) for line, cells in rows if line < header.line]
    wide = [line for line, filled in above if len(filled) >= max(3, len(header.headings) / 2)]
    found = (
        (problem(wide[0], "list:header:rows_above", expected=str(header.line), found=str(len(wide))),) if wide else ()
    )
    return tuple(" ".join(filled) for _, filled in above), found


def state_header(rows: Sequence[Line], line: int) -> Header:
    """Returns the header that a mapping file states; line 0 means that there is none, and columns are numbered."""
    if line == 0:
        width = max(len(trim(cells)) for _, cells in rows)
        return Header(index=-1, line=0, rows=1, headings=("",) * width, understood=0)
    for index, (number, cells) in enumerate(rows):
        if number == line:
            return Header(index=index, line=line, rows=1, headings=trim(cells), understood=0)
    raise InputError("list:header:no_such_line", line=line, expected=rows[-1][0])

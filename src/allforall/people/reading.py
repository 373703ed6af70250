"""Person rows from a table: the cells as written, with the readings of them beside."""

import re
from collections.abc import Iterator
from datetime import date

from allforall.people.cells import CellReader, CellReading
from allforall.people.columns import ColumnMapping
from allforall.people.edtf import ages_on, partial_date
from allforall.people.fields import SPEC, Basis, Field, Kind
from allforall.people.persons import Mark, PersonRow, Problem, Reading
from allforall.people.tables.limits import shorten
from allforall.people.tables.table import Table, problem

#: A row must have one of these to be a person at all.
KNOWN_BY = frozenset(
    {
        Field.FULL_NAME,
        Field.SURNAME,
        Field.GIVEN_NAME,
        Field.OTHER_NAMES,
        Field.CALL_SIGN,
        Field.SERVICE_NUMBER,
        Field.PRISONER_NUMBER,
        Field.DOCUMENT_NUMBER,
    }
)
#: The most distinct texts of one column that are cached (about 700 bytes each). An assumption; measured: ten times as
#: many make reading slower, since the garbage collector walks over them.
_REMEMBERED = 2_000
#: Kinds that are not worth caching: identifiers occur once, and free text is read quickly.
_FORGOTTEN = frozenset({Kind.NUMBER, Kind.TEXT})
#: How far a stated age may differ from the birth date's: a list does not say on which day it was counted.
_AGE_SLACK_YEARS = 1


def read_people(
    table: Table, mapping: ColumnMapping, *, list_key: str, as_of: date, basis: Basis
) -> Iterator[PersonRow | Problem]:
    """Yields every row of the table that identifies a person, each followed by what could not be read in it.

    A row that is left out yields only a problem with `refused`. `mapping` must have been settled
    by `find_mapping`. `as_of` is the date of the list: an age counts from it, and a later date is not accepted. `basis`
    is the source of the values unless a row states another (GC III art. 17).
    """
    yield from table.opening_problems
    yield from mapping.problems(table.header_line)
    reader = _RowReader(table.headings, mapping, as_of)
    ids = _RowIds()
    for entry in table.entries():
        if isinstance(entry, Problem):
            yield entry
            continue
        line, cells = entry
        readings, faults = reader.read(line, cells)
        found = {reading.field: reading for reading in reversed(readings) if reading.value}
        if KNOWN_BY.isdisjoint(found):
            yield problem(line, "list:row:nobody", found=shorten(" | ".join(filter(None, cells))), refused=True)
            continue
        said = found.get(Field.VALUE_BASIS)
        yield PersonRow(f"{list_key}:{line}", line, cells, readings, Basis(said.value) if said else basis)
        yield from faults
        if Field.AGE in found and Field.BIRTH_DATE in found:
            yield from _compare_age(line, found[Field.AGE], found[Field.BIRTH_DATE], table.headings, as_of)
        if Field.ROW_ID in found:
            yield from ids.check(line, found[Field.ROW_ID])


class _RowIds:
    """The list's own row numbers seen so far: two rows with the same number are both kept and both reported."""

    def __init__(self) -> None:
        # Hashes in place of texts: two million texts are some 200 MB. A 64-bit collision would report two rows wrongly.
        self._first: dict[int, int] = {}
        self._reported: set[int] = set()

    def check(self, line: int, row_id: Reading) -> Iterator[Problem]:
        """Yields a problem for this row and, once, for the first row with the same number."""
        digest = hash(row_id.value)
        first = self._first.setdefault(digest, line)
        if first == line:
            return
        found = shorten(row_id.value)
        if digest not in self._reported:
            self._reported.add(digest)
            yield problem(first, "list:row_id:twice", expected=str(line), found=found, column=row_id.column)
        yield problem(line, "list:row_id:twice", expected=str(first), found=found, column=row_id.column)


class _RowReader:
    """Reads the rows of one table, and caches the texts of each column."""

    def __init__(self, headings: tuple[str, ...], mapping: ColumnMapping, as_of: date) -> None:
        self._headings = headings
        self._cells = CellReader(mapping, as_of)
        self._columns: list[tuple[int, Field, dict[str, CellReading] | None]] = [
            (index, field, None if SPEC[field].kind in _FORGOTTEN else {})
            for index, field in enumerate(mapping.columns)
            if field is not None
        ]

    def read(self, line: int, cells: tuple[str, ...]) -> tuple[tuple[Reading, ...], list[Problem]]:
        """Returns the readings of a row, and the problems of its cells."""
        readings: list[Reading] = []
        derived: list[Reading] = []
        faults: list[Problem] = []
        width = len(cells)
        for index, field, known in self._columns:
            if index >= width:
                break
            text = cells[index]
            if not text:
                continue
            if known is None:
                own, others, fault = self._cells.read(field, index + 1, text)
            else:
                read = known.get(text)
                if read is None:
                    if len(known) >= _REMEMBERED:
                        known.clear()
                    read = known[text] = self._cells.read(field, index + 1, text)
                own, others, fault = read
            readings += own
            derived += others
            if fault is not None:
                code, expected = fault
                heading = self._headings[index]
                faults.append(
                    Problem(
                        line=line,
                        column=index + 1,
                        heading=heading,
                        code=code,
                        expected=expected,
                        found=shorten(text),
                        refused=False,
                    )
                )
        return tuple(_settle(readings, derived) if derived else readings), faults


def _settle(stated: list[Reading], derived: list[Reading]) -> list[Reading]:
    """Returns the readings with at most one derived reading for a field, and none if the row states a value itself.

    A derived value comes before a stated text that could not be read: `PersonRow.reading` returns the first.
    """
    taken = {reading.field for reading in stated if reading.value}
    kept: list[Reading] = []
    if len(derived) > 1:
        # A separate column takes precedence over a part of a full name.
        derived.sort(key=lambda reading: Mark.SPLIT_FROM_FULL_NAME in reading.marks)
    for reading in derived:
        if reading.field not in taken:
            taken.add(reading.field)
            kept.append(reading)
    filled = {reading.field for reading in kept}
    unread = [reading for reading in stated if reading.field in filled]
    if unread:
        stated = [reading for reading in stated if reading.field not in filled]
    return [*stated, *kept, *unread]


def _compare_age(line: int, age: Reading, birth: Reading, headings: tuple[str, ...], as_of: date) -> Iterator[Problem]:
    """Yields a problem if a stated age and a stated birth date cannot both be right."""
    years = re.search(r"\d{1,3}", age.value)
    if years is None or Mark.FROM_AGE in birth.marks:
        return
    youngest, oldest = ages_on(partial_date(birth.value, birth.marks), as_of)
    if not youngest - _AGE_SLACK_YEARS <= int(years.group()) <= oldest + _AGE_SLACK_YEARS:
        yield problem(
            line,
            "list:row:age_contradicts_birth_date",
            column=age.column,
            heading=headings[age.column - 1],
            expected=f"{youngest}-{oldest}",
            found=shorten(age.value),
        )

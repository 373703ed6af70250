"""Person rows from a table: the cells as written, with the readings of them beside.

Each distinct text of a column is read once; lists repeat ranks, units, places and given names thousands of
times.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from allforall.people.codes import code_set, is_not_known, members, read_code
from allforall.people.columns import ColumnMapping
from allforall.people.dates import read_age, read_date
from allforall.people.edtf import ages_on, partial_date
from allforall.people.fields import SPEC, Basis, Field, Kind
from allforall.people.headings import fold_words
from allforall.people.names.parts import father_from_patronymic, mend_name, split_full_name
from allforall.people.persons import Mark, PersonRow, Problem, Reading
from allforall.people.places import read_place
from allforall.people.ranks import read_rank
from allforall.people.tables.limits import shorten
from allforall.people.tables.table import Table, problem
from allforall.people.units import read_unit
from allforall.people.written import visible

#: A row must have one of these to be a person at all.
KNOWN_BY = (
    Field.FULL_NAME,
    Field.SURNAME,
    Field.GIVEN_NAME,
    Field.OTHER_NAMES,
    Field.CALL_SIGN,
    Field.SERVICE_NUMBER,
    Field.PRISONER_NUMBER,
    Field.DOCUMENT_NUMBER,
)
#: Distinct texts of one column that are remembered; names make up most of them. Bounds memory to some 20 MB a
#: column.
_REMEMBERED = 50_000
#: How far an age may be from the one that the birth date gives: lists say neither when it was counted nor
#: which of the two is older.
_AGE_SLACK_YEARS = 1

_EXCEL_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|Н/Д|ССЫЛКА!|ПОСИЛАННЯ!|ЗНАЧ!|ДЕЛ/0!|ДІЛ/0!|ИМЯ\?|ІМ'Я\?|ЧИСЛО!)")  # fmt: skip  # noqa: E501
_LOST_DIGITS = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE)
_WHOLE_FLOAT = re.compile(r"(\d+)\.0+")

#: Readings of one text, and the code and the expected word of what is wrong with it.
_Read = tuple[tuple[Reading, ...], tuple[str, str] | None]


def read_people(
    table: Table, mapping: ColumnMapping, *, list_key: str, as_of: date, basis: Basis
) -> Iterator[PersonRow | Problem]:
    """Yields every row of the table that says who somebody is, each followed by what could not be read in it.

    A row that is left out gives a problem with `refused`, and nothing else. `mapping` must have been settled
    by `find_mapping`. `as_of` is the date of the list: an age counts from it, and a date after it is not
    believed. `basis` is the source of the values where a row says nothing else (GC III art. 17).
    """
    yield from table.opening_problems
    yield from mapping.problems(table.header_line)
    reader = _RowReader(table.headings, mapping, as_of)
    ids = _RowIds(mapping)
    for entry in table.entries():
        if isinstance(entry, Problem):
            yield entry
            continue
        line, cells = entry
        readings, faults = reader.read(line, cells)
        if not any(reading.field in KNOWN_BY and reading.value for reading in readings):
            yield problem(
                line, "list:row:nobody", found=shorten(" | ".join(filter(None, cells))), refused=True
            )
            continue
        stated = next((r.value for r in readings if r.field is Field.VALUE_BASIS and r.value), "")
        yield PersonRow(f"{list_key}:{line}", line, cells, readings, Basis(stated) if stated else basis)
        yield from faults
        yield from ids.check(line, readings)


class _RowIds:
    """Which row numbers of the list's own have been met: two rows with one number are both kept and both
    reported.
    """

    def __init__(self, mapping: ColumnMapping) -> None:
        self._wanted = Field.ROW_ID in mapping.columns
        # Hashes instead of texts: two million rows are some 200 MB as texts. A collision (1 in 10^7 lists)
        # reports two rows in vain.
        self._first: dict[int, int] = {}
        self._reported: set[int] = set()

    def check(self, line: int, readings: tuple[Reading, ...]) -> Iterator[Problem]:
        """Yields a problem for this row and, once, for the first row with the same number."""
        if not self._wanted:
            return
        for reading in readings:
            if reading.field is Field.ROW_ID and reading.value:
                digest = hash(reading.value)
                first = self._first.setdefault(digest, line)
                if first != line:
                    found = shorten(reading.value)
                    if digest not in self._reported:
                        self._reported.add(digest)
                        yield problem(
                            first, "list:row_id:twice", expected=str(line), found=found, column=reading.column
                        )
                    yield problem(
                        line, "list:row_id:twice", expected=str(first), found=found, column=reading.column
                    )
                return


class _RowReader:
    """Reads the cells of one table's rows."""

    def __init__(self, headings: tuple[str, ...], mapping: ColumnMapping, as_of: date) -> None:
        self._headings = headings
        self._as_of = as_of
        self._mapping = mapping
        self._own_words = {(field, word): code for field, word, code in mapping.values}
        self._columns: list[tuple[int, Field, dict[str, _Read]]] = [
            (index, field, {}) for index, field in enumerate(mapping.columns) if field is not None
        ]
        self._has_age = Field.AGE in mapping.columns
        self._readers: dict[Kind, Callable[[Field, int, str], _Read]] = {
            Kind.NAME: _name,
            Kind.DATE: self._date,
            Kind.AGE: self._age,
            Kind.SEX: self._code,
            Kind.RANK: lambda field, column, text: _from_table(field, column, text, read_rank(text)),
            Kind.UNIT: lambda field, column, text: _from_table(field, column, text, read_unit(text)),
            Kind.PLACE: lambda field, column, text: _from_table(field, column, text, read_place(text)),
            Kind.NUMBER: _number,
            Kind.CODE: self._code,
            Kind.YES_NO: self._code,
            Kind.TEXT: _text,
        }

    def read(self, line: int, cells: tuple[str, ...]) -> tuple[tuple[Reading, ...], list[Problem]]:
        """Returns the readings of a row, and the problems of its cells."""
        readings: list[Reading] = []
        faults: list[Problem] = []
        width = len(cells)
        for index, field, known in self._columns:
            if index >= width:
                break
            text = cells[index]
            if not text:
                continue
            read = known.get(text)
            if read is None:
                if len(known) >= _REMEMBERED:
                    known.clear()
                read = known[text] = self._read_cell(field, index + 1, text)
            readings += read[0]
            fault = read[1]
            if fault is not None:
                code, expected = fault
                faults.append(
                    Problem(
                        line, index + 1, self._headings[index], code, expected, shorten(text), refused=False
                    )
                )
        derived = [reading for reading in readings if reading.marks and _is_derived(reading)]
        if derived:
            readings = _settle(readings, derived)
        if self._has_age:
            faults += self._compare_age(line, readings)
        return tuple(readings), faults

    def _read_cell(self, field: Field, column: int, text: str) -> _Read:
        """Returns the readings of one text. A text without a value keeps its mark, and says what was
        expected.
        """
        if not text.strip():
            return (), None
        if text[0] == "=" and len(text) > 1:
            return (Reading(field, text, "", (Mark.UNREAD, Mark.FORMULA), column),), ("list:cell:formula", "")
        if text[0] == "#" and _EXCEL_ERROR.match(text):
            return (Reading(field, text, "", (Mark.UNREAD,), column),), ("list:cell:excel_error", "")
        if SPEC[field].kind not in {Kind.DATE, Kind.AGE, Kind.CODE, Kind.SEX, Kind.YES_NO} and is_not_known(
            text
        ):
            return (), None
        return self._readers[SPEC[field].kind](field, column, text)

    def _date(self, field: Field, column: int, text: str) -> _Read:
        found = read_date(text, order=self._mapping.date_order, as_of=self._as_of)
        if not found.value and not found.marks:
            return (), None
        fault = ("list:cell:unread", found.expected) if Mark.UNREAD in found.marks else None
        return (Reading(field, text, found.value, found.marks, column),), fault

    def _age(self, field: Field, column: int, text: str) -> _Read:
        found = read_age(text, as_of=self._as_of)
        if not found.value:
            if Mark.UNREAD not in found.marks:
                return (), None
            return (Reading(field, text, "", found.marks, column),), ("list:cell:unread", found.expected)
        value, hidden = visible(text)
        return (
            Reading(field, text, value, (Mark.HIDDEN_CHARACTERS,) if hidden else (), column),
            Reading(Field.BIRTH_DATE, text, found.value, found.marks, column),
        ), None

    def _code(self, field: Field, column: int, text: str) -> _Read:
        seen, hidden = visible(text)
        marks = (Mark.HIDDEN_CHARACTERS,) if hidden else ()
        code = self._own_words.get((field, fold_words(seen)))
        if code is None:
            code = read_code(field, seen)
        if code is None:
            expected = f"{code_set(field)}: {', '.join(members(field))}"
            return (Reading(field, text, "", (*marks, Mark.UNREAD), column),), ("list:cell:unread", expected)
        return ((Reading(field, text, code, marks, column),) if code else ()), None

    def _compare_age(self, line: int, readings: list[Reading]) -> Iterator[Problem]:
        """Yields a problem where a stated age and a stated birth date cannot both be right."""
        age = next((r for r in readings if r.field is Field.AGE and r.value), None)
        birth = next((r for r in readings if r.field is Field.BIRTH_DATE and r.value), None)
        if age is None or birth is None or Mark.FROM_AGE in birth.marks:
            return
        years = re.search(r"\d{1,3}", age.value)
        if years is None:
            return
        youngest, oldest = ages_on(partial_date(birth.value, birth.marks), self._as_of)
        if not youngest - _AGE_SLACK_YEARS <= int(years.group()) <= oldest + _AGE_SLACK_YEARS:
            yield problem(
                line,
                "list:row:age_contradicts_birth_date",
                column=age.column,
                heading=self._headings[age.column - 1],
                expected=f"{youngest}-{oldest}",
                found=shorten(age.value),
            )


def _name(field: Field, column: int, text: str) -> _Read:
    value, marks = mend_name(text)
    reading = Reading(field, text, value, marks, column)
    if not value:
        return (_unread(reading),), ("list:cell:unread", "name")
    if field is Field.PATRONYMIC:
        return (reading, *_father_of(reading)), None
    if field is not Field.FULL_NAME:
        return (reading,), None
    # Capitals tell the surname, so the text is split as written, unless its letters themselves had to be
    # mended.
    mended = Mark.WRONG_KEYBOARD in marks or Mark.LOOKALIKE_LETTERS in marks
    parts = split_full_name(value if mended else text)
    words = (
        (Field.SURNAME, parts.surname),
        (Field.GIVEN_NAME, parts.given_name),
        (Field.PATRONYMIC, parts.patronymic),
        (Field.OTHER_NAMES, parts.other),
        (Field.CALL_SIGN, parts.call_sign),
    )
    split = [_part(part, text, word, marks, column) for part, word in words if word]
    fathers = [father for part in split if part.field is Field.PATRONYMIC for father in _father_of(part)]
    return (reading, *split, *fathers), None


def _number(field: Field, column: int, text: str) -> _Read:
    value, hidden = visible(text)
    marks = (Mark.HIDDEN_CHARACTERS,) if hidden else ()
    if _LOST_DIGITS.fullmatch(value):
        return (Reading(field, text, "", (*marks, Mark.UNREAD), column),), ("list:cell:digits_lost", "")
    whole = _WHOLE_FLOAT.fullmatch(value)
    value = whole.group(1) if whole else value
    if not any(map(str.isalnum, value)):
        return (), None
    return (Reading(field, text, value, marks, column),), None


def _text(field: Field, column: int, text: str) -> _Read:
    value, hidden = visible(text)
    if not value:
        return (), None
    return (Reading(field, text, value, (Mark.HIDDEN_CHARACTERS,) if hidden else (), column),), None


def _from_table(field: Field, column: int, text: str, found: tuple[str, tuple[Mark, ...]]) -> _Read:
    value, marks = found
    if not value:
        return (), None
    return (Reading(field, text, value, marks, column),), None


def _unread(reading: Reading) -> Reading:
    return reading if Mark.UNREAD in reading.marks else replace(reading, marks=(*reading.marks, Mark.UNREAD))


def _part(field: Field, text: str, word: str, marks: tuple[Mark, ...], column: int) -> Reading:
    """Returns the reading of one part of a full name; what was wrong with the whole may be wrong with the
    part.
    """
    value, own = mend_name(word)
    of_whole = [mark for mark in marks if mark not in {*own, Mark.VERY_LONG, Mark.ONE_LETTER}]
    return Reading(field, text, value, (*of_whole, *own, Mark.SPLIT_FROM_FULL_NAME), column)


def _father_of(patronymic: Reading) -> tuple[Reading, ...]:
    """Returns the father's name that a patronymic says, the likeliest where it may come from several."""
    names = father_from_patronymic(patronymic.value)
    marks = (*patronymic.marks, Mark.FROM_PATRONYMIC)
    return (Reading(Field.FATHER_NAME, patronymic.written, names[0], marks, 0),) if names else ()


def _is_derived(reading: Reading) -> bool:
    marks = reading.marks
    return Mark.SPLIT_FROM_FULL_NAME in marks or Mark.FROM_PATRONYMIC in marks or Mark.FROM_AGE in marks


def _settle(readings: list[Reading], derived: list[Reading]) -> list[Reading]:
    """Returns the readings with one derived reading at most for a field, none where the row states a value
    itself.

    A derived value stands before a stated text that could not be read: `PersonRow.reading` gives the first.
    """
    taken = {reading.field for reading in readings if reading.value and not _is_derived(reading)}
    kept: list[Reading] = []
    for reading in sorted(derived, key=lambda one: Mark.SPLIT_FROM_FULL_NAME in one.marks):
        if reading.field not in taken:
            taken.add(reading.field)
            kept.append(reading)
    filled = {reading.field for reading in kept}
    stated = [reading for reading in readings if not _is_derived(reading)]
    before = [reading for reading in stated if reading.field not in filled]
    return [*before, *kept, *(reading for reading in stated if reading.field in filled)]

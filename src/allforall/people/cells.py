"""One cell as readings: the meaning of its text for its own field, and what follows for others.

A reader remembers each distinct text of a column; lists repeat ranks, units, places and given names thousands
of times.
"""

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from allforall.errors import Word
from allforall.people.codes import code_set, is_not_known, members, read_code
from allforall.people.columns import ColumnMapping
from allforall.people.dates import read_age, read_date
from allforall.people.fields import SPEC, Field, Kind
from allforall.people.headings import fold_words
from allforall.people.names.parts import father_from_patronymic, mend_name, split_full_name
from allforall.people.persons import Mark, Reading
from allforall.people.places import read_place
from allforall.people.ranks import read_rank
from allforall.people.units import read_unit
from allforall.people.written import visible

if TYPE_CHECKING:
    from collections.abc import Callable

#: Excel's error texts for a failed formula, in English, Russian and Ukrainian (as in a saved sheet or a CSV).
_EXCEL_ERROR = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|Н/Д|ССЫЛКА!|ПОСИЛАННЯ!|ЗНАЧ!|ДЕЛ/0!|ДІЛ/0!|ИМЯ\?|ІМ'Я\?|ЧИСЛО!)"
)
_LOST_DIGITS = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE)
_WHOLE_FLOAT = re.compile(r"(\d+)\.0+")
#: Kinds whose readers handle words for "not known" themselves.
_KNOW_NOTHING_THEMSELVES = frozenset({Kind.DATE, Kind.AGE, Kind.CODE, Kind.SEX, Kind.YES_NO})
_UNREAD = "list:cell:unread"


class CellReading(NamedTuple):
    """The meaning of one text: readings of its own field, readings derived for other fields, and its fault.

    `fault` is a problem code and what was expected.
    """

    own: tuple[Reading, ...] = ()
    derived: tuple[Reading, ...] = ()
    fault: tuple[str, str] | None = None


_NOTHING = CellReading()


class CellReader:
    """Reads the cells of one list. Every `Reading` it returns applies to the text in any row, so it can be shared
    between rows.
    """

    def __init__(self, mapping: ColumnMapping, as_of: date) -> None:
        self._as_of = as_of
        self._order = mapping.date_order
        self._own_words = {(field, word): code for field, word, code in mapping.values}
        self._readers: dict[Kind, Callable[[Field, int, str], CellReading]] = {
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

    def read(self, field: Field, column: int, text: str) -> CellReading:
        """Returns the meaning of a text in a field. An unreadable text gives a reading without a value and a fault."""
        if not text.strip():
            return _NOTHING
        if text[0] == "=" and len(text) > 1:
            return _not_read(field, column, text, (Mark.FORMULA,), "list:cell:formula")
        if text[0] == "#" and _EXCEL_ERROR.match(text):
            return _not_read(field, column, text, (), "list:cell:excel_error")
        kind = SPEC[field].kind
        if kind not in _KNOW_NOTHING_THEMSELVES and is_not_known(text):
            return _NOTHING
        return self._readers[kind](field, column, text)

    def _date(self, field: Field, column: int, text: str) -> CellReading:
        found = read_date(text, order=self._order, as_of=self._as_of)
        if not found.value and Mark.UNREAD not in found.marks:
            return _NOTHING
        fault = (_UNREAD, Word("expected", found.expected)) if Mark.UNREAD in found.marks else None
        return CellReading((Reading(field, text, found.value, found.marks, column),), (), fault)

    def _age(self, field: Field, column: int, text: str) -> CellReading:
        found = read_age(text, as_of=self._as_of)
        if Mark.UNREAD in found.marks:
            return CellReading(
                (Reading(field, text, "", found.marks, column),), (), (_UNREAD, Word("expected", found.expected))
            )
        if not found.value:
            return _NOTHING
        value, marks = _visible(text)
        birth = Reading(Field.BIRTH_DATE, text, found.value, found.marks, column)
        return CellReading((Reading(field, text, value, marks, column),), (birth,))

    def _code(self, field: Field, column: int, text: str) -> CellReading:
        seen, marks = _visible(text)
        code = self._own_words.get((field, fold_words(seen)))
        if code is None:
            code = read_code(field, seen)
        if code is None:
            return _not_read(field, column, text, marks, _UNREAD, f"{code_set(field)}: {', '.join(members(field))}")
        return CellReading((Reading(field, text, code, marks, column),)) if code else _NOTHING


def _not_read(
    field: Field, column: int, text: str, marks: tuple[Mark, ...], code: str, expected: str = ""
) -> CellReading:
    return CellReading((Reading(field, text, "", (*marks, Mark.UNREAD), column),), (), (code, expected))


def _visible(text: str) -> tuple[str, tuple[Mark, ...]]:
    value, hidden = visible(text)
    return value, (Mark.HIDDEN_CHARACTERS,) if hidden else ()


def _name(field: Field, column: int, text: str) -> CellReading:
    # A single quote is left over from broken quoting; a pair may enclose a call sign.
    said = text.replace('"', " ") if text.count('"') == 1 else text
    value, marks = mend_name(said)
    reading = Reading(field, text, value, marks, column)
    if not value:
        marks = marks if Mark.UNREAD in marks else (*marks, Mark.UNREAD)
        return CellReading((replace(reading, marks=marks),), (), (_UNREAD, Word("kind", "name")))
    if field is Field.PATRONYMIC:
        return CellReading((reading,), _father_of(reading))
    if field is not Field.FULL_NAME:
        return CellReading((reading,))
    # Capitals mark the surname, so the text is split as written, unless its letters themselves had to be mended.
    mended = Mark.WRONG_KEYBOARD in marks or Mark.LOOKALIKE_LETTERS in marks
    parts = split_full_name(value if mended else said)
    words = (
        (Field.SURNAME, parts.surname),
        (Field.GIVEN_NAME, parts.given_name),
        (Field.PATRONYMIC, parts.patronymic),
        (Field.OTHER_NAMES, parts.other),
        (Field.CALL_SIGN, parts.call_sign),
    )
    split = [_part(part, text, word, marks, column) for part, word in words if word]
    fathers = [father for part in split if part.field is Field.PATRONYMIC for father in _father_of(part)]
    return CellReading((reading,), (*split, *fathers))


def _part(field: Field, text: str, word: str, marks: tuple[Mark, ...], column: int) -> Reading:
    """Returns the reading of one part of a full name; a fault of the whole may be a fault of the part."""
    value, own = mend_name(word)
    of_whole = [mark for mark in marks if mark not in {*own, Mark.VERY_LONG, Mark.ONE_LETTER}]
    return Reading(field, text, value, (*of_whole, *own, Mark.SPLIT_FROM_FULL_NAME), column)


def _father_of(patronymic: Reading) -> tuple[Reading, ...]:
    """Returns the father's name in a patronymic, the likeliest if there are several."""
    names = father_from_patronymic(patronymic.value)
    marks = (*patronymic.marks, Mark.FROM_PATRONYMIC)
    return (Reading(Field.FATHER_NAME, patronymic.written, names[0], marks, 0),) if names else ()


def _number(field: Field, column: int, text: str) -> CellReading:
    if text.isascii() and text.isalnum() and len(text) < 6:
        return CellReading((Reading(field, text, text, (), column),))
    value, marks = _visible(text)
    if _LOST_DIGITS.fullmatch(value):
        return _not_read(field, column, text, marks, "list:cell:digits_lost")
    whole = _WHOLE_FLOAT.fullmatch(value)
    value = whole.group(1) if whole else value
    if not any(map(str.isalnum, value)):
        return _NOTHING
    return CellReading((Reading(field, text, value, marks, column),))


def _text(field: Field, column: int, text: str) -> CellReading:
    value, marks = _visible(text)
    return CellReading((Reading(field, text, value, marks, column),)) if value else _NOTHING


def _from_table(field: Field, column: int, text: str, found: tuple[str, tuple[Mark, ...]]) -> CellReading:
    value, marks = found
    return CellReading((Reading(field, text, value, marks, column),)) if value else _NOTHING

"""What may be disclosed of a cell: its text if it contains its field and nothing else, or the reading, or nothing.

The other side should make its own readings, so a cell is disclosed as written. But real cells hold more than their
heading says ("Petrenko Ivan (at home, tel. ...)"). Under a default or a list-wide approval only what can be checked is
disclosed; a cell that cannot be checked is held back and listed, until an officer decides on that one person's field
and so has looked at it (`docs/decisions/0052-what-of-a-cell-goes.md`).
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from allforall.disclosure.decisions import Decisions, Verdict, verdicts
from allforall.people.fields import CODES, SPEC, Field, Kind
from allforall.people.persons import Mark, Party, PersonRow, Reading

#: Lengths and numbers of words beyond which a cell contains more than its field. Assumptions, from the longest compound
#: names and place names known to us; a longer cell is shown to an officer and not lost.
NAME_LETTERS_ASSUMED = 80
NAME_WORDS_ASSUMED = 3
FULL_NAME_WORDS_ASSUMED = 6
NUMBER_SIGNS_ASSUMED = 24
RANK_WORDS_ASSUMED = 5
PLACE_LETTERS_ASSUMED = 100
TEXT_LETTERS_ASSUMED = 120
#: Five digits, spaces and dashes between them or not, may be a telephone or a house; four may be a year.
DIGITS_TOGETHER_ASSUMED = 4

_JOINERS = frozenset(" .-'’ʼ`´‘‐‑‒–")
_DATE_SIGNS = frozenset("0123456789.-/ ~?%X[],")
_PARTS = frozenset(
    {Field.SURNAME, Field.GIVEN_NAME, Field.PATRONYMIC, Field.OTHER_NAMES, Field.CALL_SIGN, Field.FATHER_NAME}
)
_ORDER = {field: place for place, field in enumerate(SPEC)}
_DERIVED = frozenset({Mark.FROM_PATRONYMIC, Mark.FROM_AGE, Mark.SPLIT_FROM_FULL_NAME})


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A field of the row that is not disclosed, with every reason."""

    field: Field
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What is disclosed of one row, in the order of the field list, and what is not."""

    fields: tuple[tuple[Field, str], ...]
    held_back: tuple[HeldBack, ...]


def is_plain_text(text: str) -> bool:
    """Whether a text has no control, format (bidirectional, zero width), surrogate or private-use
    character.
    """
    if text.isprintable():  # none of those categories, and quick
        return True
    return all(unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"} for sign in text)


def tell(row: PersonRow, decisions: Decisions, to: Party) -> Told:
    """Returns what is disclosed of this row to that party; never the list's row number (a reference replaces it)."""
    may = verdicts(row, decisions, to)

    def verdict(field: Field) -> Verdict:
        found = may(field)
        if field is Field.OTHER_NAMES and not found.looked_at and _are_left_over(row):
            return Verdict(allowed=False, reasons=(*found.reasons, "cell:words_left_over"), by=found.by)
        return found

    going: dict[Field, str] = {}
    held: dict[Field, tuple[str, ...]] = {}
    allowed_names = [
        r.value
        for r in row.readings
        if r.field in _PARTS and Mark.FROM_PATRONYMIC not in r.marks and verdict(r.field).allowed
    ]
    for cell, readings in _cells(row):
        field, concerned = _field_of(readings)
        verdict_of_cell = [verdict(each) for each in concerned]
        if field is not None and all(each.allowed for each in verdict_of_cell):
            text = _as_written(field, cell, readings, allowed_names, looked_at=verdict(field).looked_at)
            if text:
                going.setdefault(field, text)
                continue
        for reading in readings:
            _tell_reading(reading, verdict(reading.field), going, held)
        if field is not None and not verdict(field).allowed:
            held.setdefault(field, verdict(field).reasons)
    return Told(
        tuple(sorted(going.items(), key=lambda item: _ORDER[item[0]])),
        tuple(HeldBack(f, held[f]) for f in sorted(held, key=_ORDER.__getitem__) if f not in going),
    )


def _are_left_over(row: PersonRow) -> bool:
    """Whether the row's other names are left over from splitting a full name, which is where remarks end up."""
    return any(r.field is Field.OTHER_NAMES and Mark.SPLIT_FROM_FULL_NAME in r.marks for r in row.readings)


def disclosed_row(row: PersonRow, decisions: Decisions, to: Party) -> dict[Field, str]:
    """Returns the texts of this row that may be disclosed to that party, by field."""
    return dict(tell(row, decisions, to).fields)


def _tell_reading(
    reading: Reading,
    verdict: Verdict,
    going: dict[Field, str],
    held: dict[Field, tuple[str, ...]],
) -> None:
    if Mark.FROM_PATRONYMIC in reading.marks:
        return  # the other side derives it itself, from the patronymic if that is disclosed
    if not verdict.allowed:
        held.setdefault(reading.field, verdict.reasons)
        return
    text = _as_read(reading)
    if text:
        going.setdefault(reading.field, text)
    else:
        held.setdefault(reading.field, ("cell:unread",) if not reading.value else ("cell:holds_more",))


def _cells(row: PersonRow) -> list[tuple[str, list[Reading]]]:
    """Groups the readings by the cell they were made from; a reading without a column forms its own group."""
    groups: dict[int, list[Reading]] = {}
    alone: list[tuple[str, list[Reading]]] = []
    for reading in row.readings:
        if reading.field is Field.ROW_ID:
            continue
        if reading.column > 0:
            groups.setdefault(reading.column, []).append(reading)
        elif not _DERIVED.isdisjoint(reading.marks):
            continue  # derived from readings that are themselves disclosed or not
        else:
            alone.append((reading.written, [reading]))
    made = []
    for column, readings in sorted(groups.items()):
        cell = row.cells[column - 1] if column <= len(row.cells) else readings[0].written
        made.append((cell, readings))
    return made + alone


def _field_of(readings: Sequence[Reading]) -> tuple[Field | None, tuple[Field, ...]]:
    """Returns the field of the cell (None if there are several) and the fields whose verdict concerns it."""
    fields = dict.fromkeys(r.field for r in readings if Mark.FROM_PATRONYMIC not in r.marks)
    marks = {mark for r in readings for mark in r.marks}
    if Mark.SPLIT_FROM_FULL_NAME in marks or Field.FULL_NAME in fields:
        return Field.FULL_NAME, tuple(dict.fromkeys((Field.FULL_NAME, *fields)))
    if Mark.FROM_AGE in marks or Field.AGE in fields:
        return Field.AGE, tuple(dict.fromkeys((Field.AGE, Field.BIRTH_DATE, *fields)))
    if len(fields) == 1:
        return next(iter(fields)), tuple(fields)
    return None, tuple(fields)


def _as_written(field: Field, cell: str, readings: Sequence[Reading], names: Sequence[str], *, looked_at: bool) -> str:
    """Returns the cell's text if it contains this field and nothing else, or an officer looked at it; else nothing."""
    text = unicodedata.normalize("NFC", " ".join(cell.split()))
    if not text or not is_plain_text(text):
        return ""
    kind = SPEC[field].kind
    if kind in {Kind.SEX, Kind.CODE, Kind.YES_NO}:
        return ""  # the value of a closed set has one reading; the cell may contain more
    if looked_at:
        return text
    if not any(r.value for r in readings):
        return ""
    if field is Field.FULL_NAME:
        return text if _is_covered(text, readings, names) else ""
    return text if _is_shaped(field, kind, text, readings[0].marks) else ""


def _as_read(reading: Reading) -> str:
    """Returns the reading's value if it can contain nothing but its field; else nothing."""
    value = unicodedata.normalize("NFC", reading.value.strip())
    kind = SPEC[reading.field].kind
    if not value or not is_plain_text(value):
        return ""
    if kind is Kind.CODE:
        return value if value in CODES[reading.field] else ""
    if kind is Kind.SEX:
        return value if value in {"m", "f"} else ""
    if kind is Kind.YES_NO:
        return value if value in {"yes", "no"} else ""
    if kind is Kind.DATE:
        return value  # EDTF
    if reading.field is Field.FULL_NAME:
        return ""  # its parts are disclosed, if they may be
    if kind in {Kind.RANK, Kind.PLACE} and Mark.NOT_IN_TABLE not in reading.marks:
        return value  # a word of the tables
    return value if _is_shaped(reading.field, kind, value, reading.marks) else ""


def _is_covered(text: str, readings: Sequence[Reading], names: Sequence[str]) -> bool:
    """Whether all words of a full-name cell are words of names that may be disclosed, and it looks like names."""
    if not _is_name(text.replace(",", " ", 1), FULL_NAME_WORDS_ASSUMED):
        return False
    known = {word for name in names for word in _words(name)}
    written = _words(text)
    if any(Mark.LOOKALIKE_LETTERS in r.marks or Mark.WRONG_KEYBOARD in r.marks for r in readings):
        # The names are spelt differently from the cell; the words can only be counted.
        return len(written) <= len(known)
    return all(word in known for word in written)


def _words(text: str) -> list[str]:
    made = "".join(sign if sign.isalpha() else " " for sign in unicodedata.normalize("NFC", text).casefold())
    return made.split()


def _is_name(text: str, words: int) -> bool:
    return (
        len(text) <= NAME_LETTERS_ASSUMED
        and len(text.split()) <= words
        and all(sign.isalpha() or unicodedata.combining(sign) or sign in _JOINERS for sign in text)
    )


def _is_shaped(field: Field, kind: Kind, text: str, marks: Sequence[Mark]) -> bool:
    if kind is Kind.NAME:
        plain = "".join(sign for sign in text if not sign.isdigit()) if field is Field.CALL_SIGN else text
        return _digits_together(text) <= DIGITS_TOGETHER_ASSUMED and _is_name(plain, NAME_WORDS_ASSUMED)
    if kind is Kind.DATE:
        return all(sign in _DATE_SIGNS for sign in text) and sum(sign.isdigit() for sign in text) <= 8
    if kind is Kind.AGE:
        return text.isascii() and text.isdigit() and len(text) <= 3
    if kind is Kind.NUMBER:
        signs = [sign for sign in text if sign.isalnum()]
        joined = all(sign.isalnum() or sign in " -./№" for sign in text)
        return 0 < len(signs) <= NUMBER_SIGNS_ASSUMED and joined and len(text.split()) <= 3
    if kind in {Kind.RANK, Kind.UNIT}:
        known = Mark.NOT_IN_TABLE not in marks
        return known and _is_name(text, RANK_WORDS_ASSUMED) and _digits_together(text) == 0
    if kind is Kind.PLACE:
        allowed = all(
            sign.isalpha() or unicodedata.combining(sign) or sign in _JOINERS or sign in ",()/" for sign in text
        )
        return allowed and len(text) <= PLACE_LETTERS_ASSUMED
    return len(text) <= TEXT_LETTERS_ASSUMED and _digits_together(text) <= DIGITS_TOGETHER_ASSUMED and "@" not in text


def _digits_together(text: str) -> int:
    """Returns the longest run of digits, ignoring the spaces and signs used in telephone numbers."""
    longest = run = 0
    for sign in text:
        if sign.isdigit():
            run += 1
            longest = max(longest, run)
        elif sign not in " -()+./":
            run = 0
    return longest

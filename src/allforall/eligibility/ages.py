"""What a birth date that may be partial says about age: under each party's wording, and whether a person is
a child.

Every possible day of birth is tested instead of guessing one: a rule is met if all of them meet it, not met if none
does, and cannot be decided otherwise. The days are split where a rule changes, so that one day of each piece is enough.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from allforall.arrangement import AgeReading, Border
from allforall.eligibility.findings import Outcome, Part, Reason, part
from allforall.errors import InputError
from allforall.people.edtf import PartialDate, births_of_age, partial_date
from allforall.people.fields import Field
from allforall.people.persons import Mark, Reading

#: Assumption: nobody on a list is older; it only limits a rule that names no last birthday.
_OLDEST = 150
_MARK_REASONS = {
    Mark.ABOUT: Reason.BIRTH_ABOUT,
    Mark.FROM_AGE: Reason.BIRTH_FROM_AGE,
    Mark.DAY_MONTH_AMBIGUOUS: Reason.BIRTH_DAY_OR_MONTH,
    Mark.PLACEHOLDER_DATE: Reason.BIRTH_PLACEHOLDER,
    Mark.TWO_DIGIT_YEAR: Reason.BIRTH_TWO_DIGITS,
    Mark.EXCEL_SERIAL: Reason.BIRTH_SERIAL,
}

Days = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Birth:
    """The possible days of birth (ordinals, both ends included), none if nothing is known, and what is
    uncertain.
    """

    days: Days
    reasons: tuple[Reason, ...]


def read_birth(reading: Reading | None) -> Birth:
    """Returns the possible days of birth of a row's birth date, stated or derived from an age."""
    if reading is None:
        return _birth("", (), False)
    return _birth(reading.value, reading.marks, bool(reading.written.strip()))


@lru_cache(maxsize=1 << 16)
def _birth(value: str, marks: tuple[Mark, ...], written: bool) -> Birth:
    days = _days(value, marks)
    if days is None:
        return Birth((), (Reason.BIRTH_DATE_UNREAD if written else Reason.BIRTH_DATE_MISSING,))
    return Birth(days.spans, _doubts(marks))


def _days(value: str, marks: tuple[Mark, ...]) -> PartialDate | None:
    if not value:
        return None
    try:
        return partial_date(value, marks)
    except InputError:  # a value from elsewhere in another date format: the cell counts as unread
        return None


def _doubts(marks: tuple[Mark, ...]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(_MARK_REASONS[mark] for mark in marks if mark in _MARK_REASONS))


@lru_cache(maxsize=64)
def _first_child(under: int, counts_on: date) -> int:
    """The first day of birth of those who have not completed so many years."""
    return births_of_age(0, under - 1, counts_on)[0].toordinal()


@lru_cache(maxsize=1 << 16)
def child_part(birth: Birth, under: int, counts_on: date) -> Part:
    """Returns whether a person was under an age on a date: eligible means a child."""
    if not birth.days:
        return part(Outcome.CANNOT_BE_DECIDED, birth.reasons, (Field.BIRTH_DATE,))
    # A birth after the day is a child's too, or a misreading; both are treated with care.
    first = _first_child(under, counts_on)
    if all(start >= first for start, _ in birth.days):
        return part(Outcome.ELIGIBLE, (Reason.UNDER_AGE, *birth.reasons))
    if all(end < first for _, end in birth.days):
        return part(Outcome.NOT_ELIGIBLE)
    return part(Outcome.CANNOT_BE_DECIDED, (Reason.PERHAPS_UNDER_AGE, *birth.reasons), (Field.BIRTH_DATE,))


@dataclass(frozen=True, slots=True, eq=False)
class AgeOutcome:
    """The outcome of every reading of an age rule for one birth date, and whether they differ.

    The same object for the same words, as `Part`.
    """

    by_reading: tuple[Part, ...]
    divide: Reason | None  # READINGS_DIVIDE for certain, READINGS_MAY_DIVIDE for some possible days of birth


@lru_cache(maxsize=1 << 16)
def _age_outcome(by_reading: tuple[Part, ...], divide: Reason | None) -> AgeOutcome:
    return AgeOutcome(by_reading, divide)


@lru_cache(maxsize=1 << 16)
def weigh_age(birth: Birth, readings: tuple[AgeReading, ...]) -> AgeOutcome:
    """Returns the outcome of each reading of an age rule for the possible days of birth."""
    if not birth.days:
        unknown = part(Outcome.CANNOT_BE_DECIDED, birth.reasons, (Field.BIRTH_DATE,))
        return _age_outcome((unknown,) * len(readings), None)
    windows = [_window(reading) for reading in readings]
    cuts = sorted({cut for window in windows for cut in (window.first, window.last + 1, window.counts_on + 1)})
    pieces = [day for start, end in birth.days for day in (start, *(cut for cut in cuts if start < cut <= end))]
    by_reading = [[window.answer(day) for day in pieces] for window in windows]
    parts = tuple(
        _reading_part(birth, window, pieces, answers) for window, answers in zip(windows, by_reading, strict=True)
    )
    mixed = [True in answers and False in answers for answers in zip(*by_reading, strict=True)]
    if all(mixed):
        return _age_outcome(parts, Reason.READINGS_DIVIDE)
    return _age_outcome(parts, Reason.READINGS_MAY_DIVIDE if any(mixed) else None)


@dataclass(frozen=True, slots=True)
class _Window:
    """One reading as days of birth (ordinals): the first and the last that fall under it.

    `assumed_from` and `assumed_until` are the days that an assumed border includes; they are out of order if the border
    is stated.
    """

    first: int
    last: int
    counts_on: int
    assumed_from: int
    assumed_until: int

    def answer(self, day: int) -> bool | None:
        """Whether one day of birth falls under the reading; None if it is after the date on which age counts."""
        return None if day > self.counts_on else self.first <= day <= self.last


@lru_cache(maxsize=1 << 10)
def _window(reading: AgeReading) -> _Window:
    until = reading.until_birthday
    oldest = _OLDEST if until is None else until - 1
    first, last = births_of_age(reading.from_birthday or 0, oldest, reading.counts_on)
    assumed_from, assumed_until = 1, 0
    if until is not None and reading.border is Border.ASSUMED:
        youngest, eldest = births_of_age(until - 1, until - 1, reading.counts_on)
        assumed_from, assumed_until = youngest.toordinal(), eldest.toordinal()
    return _Window(
        first=first.toordinal(),
        last=last.toordinal(),
        counts_on=reading.counts_on.toordinal(),
        assumed_from=assumed_from,
        assumed_until=assumed_until,
    )


def _reading_part(birth: Birth, window: _Window, pieces: list[int], answers: list[bool | None]) -> Part:
    reasons = birth.reasons
    if any(start <= window.assumed_until and end >= window.assumed_from for start, end in birth.days):
        reasons = (Reason.BORDER_ASSUMED, *reasons)
    found = set(answers)
    if found == {True}:
        return part(Outcome.ELIGIBLE, (Reason.WITHIN, *reasons))
    if found == {False}:
        if min(pieces) > window.last:
            return part(Outcome.NOT_ELIGIBLE, (Reason.TOO_YOUNG, *reasons))
        if max(pieces) < window.first:
            return part(Outcome.NOT_ELIGIBLE, (Reason.TOO_OLD, *reasons))
        return part(Outcome.NOT_ELIGIBLE, (Reason.OUTSIDE, *reasons))
    vague = (Reason.BIRTH_DATE_TOO_VAGUE,) if len(found) > 1 else ()
    after = (Reason.BIRTH_AFTER_THE_DATE,) if None in found else ()
    return part(Outcome.CANNOT_BE_DECIDED, (*vague, *after, *reasons), (Field.BIRTH_DATE,))

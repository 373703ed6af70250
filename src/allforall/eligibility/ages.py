"""What a birth date that may be partial says about age: under each party's wording, and whether a person is
a child.

Every possible day of birth is weighed, not a guess of one: a rule is met where it is met by all of them,
not met where by none, and cannot be decided otherwise. The days are cut where some rule changes, so that
one day of each piece answers for the whole piece.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from allforall.arrangement import AgeReading, Border
from allforall.eligibility.findings import Outcome, Part, Reason
from allforall.errors import InputError
from allforall.people.edtf import PartialDate, births_of_age, partial_date
from allforall.people.fields import Field
from allforall.people.persons import Mark, Reading

#: Assumption: nobody on a list is older; it only bounds a rule that names no last birthday.
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
    """The possible days of birth (ordinals, both ends included), none where nothing is known, and what is
    uncertain.
    """

    days: Days
    reasons: tuple[Reason, ...]


def read_birth(birth: Reading | None, age: Reading | None) -> Birth:
    """Returns the possible days of birth of a row's birth date, or of its stated age where the date says
    nothing.
    """
    return _birth(
        "" if birth is None else birth.value,
        () if birth is None else birth.marks,
        birth is not None and not birth.value and bool(birth.written.strip()),
        "" if age is None else age.value,
        () if age is None else age.marks,
    )


@lru_cache(maxsize=1 << 16)
def _birth(value: str, marks: tuple[Mark, ...], unread: bool, age: str, age_marks: tuple[Mark, ...]) -> Birth:
    stated = _days(value, marks)
    from_age = _days(age, age_marks)
    unread = unread or (bool(value) and stated is None)
    unread_reason = (Reason.BIRTH_DATE_UNREAD,) if unread else ()
    if stated is None:
        if from_age is None:
            return Birth((), unread_reason or (Reason.BIRTH_DATE_MISSING,))
        return Birth(from_age.spans, (*unread_reason, *_doubts((*age_marks, Mark.FROM_AGE))))
    reasons = _doubts(marks)
    if from_age is not None and not stated.matches(from_age):
        # Neither can be preferred here: what both leave possible is weighed, and the desk is told.
        return Birth(tuple(sorted((*stated.spans, *from_age.spans))), (Reason.AGE_DISAGREES, *reasons))
    return Birth(stated.spans, reasons)


def _days(value: str, marks: tuple[Mark, ...]) -> PartialDate | None:
    if not value:
        return None
    try:
        return partial_date(value, marks)
    except InputError:  # a reading that is no date (an age left as a number) says nothing about days
        return None


def _doubts(marks: tuple[Mark, ...]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(_MARK_REASONS[mark] for mark in marks if mark in _MARK_REASONS))


@lru_cache(maxsize=1 << 16)
def child_part(birth: Birth, under: int, counts_on: date) -> Part:
    """Returns whether a person was under an age on a date: eligible means a child."""
    if not birth.days:
        return Part(Outcome.CANNOT_BE_DECIDED, birth.reasons, (Field.BIRTH_DATE,))
    # Whoever is born after the day is a child too, or misread; both belong on the side of care.
    first = births_of_age(0, under - 1, counts_on)[0].toordinal()
    if all(start >= first for start, _ in birth.days):
        return Part(Outcome.ELIGIBLE, (Reason.UNDER_AGE, *birth.reasons))
    if all(end < first for _, end in birth.days):
        return Part(Outcome.NOT_ELIGIBLE)
    return Part(Outcome.CANNOT_BE_DECIDED, (Reason.PERHAPS_UNDER_AGE, *birth.reasons), (Field.BIRTH_DATE,))


@dataclass(frozen=True, slots=True)
class AgeOutcome:
    """What every reading of an age rule says of one birth date, and whether they divide its bearer."""

    by_reading: tuple[Part, ...]
    divide: Reason | None  # READINGS_DIVIDE for certain, READINGS_MAY_DIVIDE for some possible days of birth


@lru_cache(maxsize=1 << 16)
def weigh_age(birth: Birth, readings: tuple[AgeReading, ...]) -> AgeOutcome:
    """Returns what each reading of an age rule says of the possible days of birth."""
    if not birth.days:
        part = Part(Outcome.CANNOT_BE_DECIDED, birth.reasons, (Field.BIRTH_DATE,))
        return AgeOutcome((part,) * len(readings), None)
    windows = [_window(reading) for reading in readings]
    cuts = sorted({cut for first, last in windows for cut in (first, last + 1)} | _after(readings))
    pieces = [
        day for start, end in birth.days for day in (start, *(cut for cut in cuts if start < cut <= end))
    ]
    answers = [
        tuple(_answer(day, reading, window) for reading, window in zip(readings, windows, strict=True))
        for day in pieces
    ]
    parts = tuple(
        _reading_part(birth, reading, window, pieces, [answer[n] for answer in answers])
        for n, (reading, window) in enumerate(zip(readings, windows, strict=True))
    )
    mixed = [True in answer and False in answer for answer in answers]
    if all(mixed):
        return AgeOutcome(parts, Reason.READINGS_DIVIDE)
    return AgeOutcome(parts, Reason.READINGS_MAY_DIVIDE if any(mixed) else None)


def _after(readings: tuple[AgeReading, ...]) -> set[int]:
    return {reading.counts_on.toordinal() + 1 for reading in readings}


@lru_cache(maxsize=1 << 10)
def _window(reading: AgeReading) -> tuple[int, int]:
    """The first and the last day of birth of those who fall under a reading."""
    oldest = _OLDEST if reading.until_birthday is None else reading.until_birthday - 1
    first, last = births_of_age(reading.from_birthday or 0, oldest, reading.counts_on)
    return first.toordinal(), last.toordinal()


def _answer(day: int, reading: AgeReading, window: tuple[int, int]) -> bool | None:
    """Whether one day of birth falls under a reading; None where it lies after the date on which age
    counts.
    """
    if day > reading.counts_on.toordinal():
        return None
    return window[0] <= day <= window[1]


def _reading_part(
    birth: Birth, reading: AgeReading, window: tuple[int, int], pieces: list[int], answers: list[bool | None]
) -> Part:
    reasons = birth.reasons
    if (
        reading.border is Border.ASSUMED
        and reading.until_birthday is not None
        and _in_last_year(birth, reading)
    ):
        reasons = (Reason.BORDER_ASSUMED, *reasons)
    if all(answer is True for answer in answers):
        return Part(Outcome.ELIGIBLE, (Reason.WITHIN, *reasons))
    if all(answer is False for answer in answers):
        if all(day > window[1] for day in pieces):
            return Part(Outcome.NOT_ELIGIBLE, (Reason.TOO_YOUNG, *reasons))
        if all(day < window[0] for day in pieces):
            return Part(Outcome.NOT_ELIGIBLE, (Reason.TOO_OLD, *reasons))
        return Part(Outcome.NOT_ELIGIBLE, (Reason.OUTSIDE, *reasons))
    why = Reason.BIRTH_AFTER_THE_DATE if None in answers else Reason.BIRTH_DATE_TOO_VAGUE
    return Part(Outcome.CANNOT_BE_DECIDED, (why, *reasons), (Field.BIRTH_DATE,))


def _in_last_year(birth: Birth, reading: AgeReading) -> bool:
    """Whether some possible day of birth lies in the year of age that the assumed border takes in."""
    last_age = (reading.until_birthday or 1) - 1
    first, last = (day.toordinal() for day in births_of_age(last_age, last_age, reading.counts_on))
    return any(start <= last and end >= first for start, end in birth.days)

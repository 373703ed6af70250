"""Partial and uncertain dates: the possible days of a text in EDTF, and the ages that follow from them.

EDTF is the Extended Date/Time Format of ISO 8601-2:2019, as published by the Library of Congress
(https://www.loc.gov/standards/datetime/). The part that lists of persons need is read here: level 0 dates,
level 1 qualifiers and unspecified digits, level 2 one-of sets and unspecified digits anywhere, and intervals.
Seasons, times of day, years beyond four digits and all-of sets are not: a birth has one day.
"""

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from allforall.errors import InputError, Word, wanted
from allforall.people.persons import Mark

#: Assumption: no date on a list is outside these years. They limit what `XXXX` and an open interval may mean.
FIRST_YEAR, LAST_YEAR = 1900, 2100
#: Assumption: how far a date that is called "about" or doubted may be from the stated one, by its precision.
ABOUT_YEARS, ABOUT_MONTH_DAYS, ABOUT_DAY_DAYS = 2, 61, 31

_OPEN_FIRST = date(FIRST_YEAR, 1, 1).toordinal()
_OPEN_LAST = date(LAST_YEAR, 12, 31).toordinal()

Span = tuple[int, int]

_DATE = re.compile(
    r"(?P<q1>[?~%]?)(?P<year>[0-9X]{4})(?P<q2>[?~%]?)"
    r"(?:-(?P<q3>[?~%]?)(?P<month>[0-9X]{2})(?P<q4>[?~%]?)"
    r"(?:-(?P<q5>[?~%]?)(?P<day>[0-9X]{2})(?P<q6>[?~%]?))?)?"
)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """The possible days of a text, as proleptic ordinals (`date.toordinal`), both ends included.

    `spans` are the possible days, in order and not touching; `stated` are those stated, before "about" or a doubt
    widened them (`approximate`).
    """

    edtf: str
    earliest: int
    latest: int
    approximate: bool
    spans: tuple[Span, ...]
    stated: tuple[Span, ...]

    @property
    def is_day(self) -> bool:
        """Whether only one day is possible."""
        return self.earliest == self.latest

    @property
    def year(self) -> int | None:
        """The stated year, or None if more than one is possible."""
        first = date.fromordinal(self.stated[0][0]).year
        return first if date.fromordinal(self.stated[-1][1]).year == first else None

    def __contains__(self, ordinal: int) -> bool:
        """Returns whether a day is among the possible ones."""
        return any(first <= ordinal <= last for first, last in self.spans)

    def days(self) -> Iterator[int]:
        """Yields every possible day, in order."""
        for first, last in self.spans:
            yield from range(first, last + 1)

    def day_count(self) -> int:
        """Returns how many days are possible."""
        return sum(last - first + 1 for first, last in self.spans)

    def shared_days(self, other: "PartialDate") -> int:
        """Returns how many days are possible for both: none means that they contradict each other."""
        count, i, j = 0, 0, 0
        while i < len(self.spans) and j < len(other.spans):
            (a, b), (c, d) = self.spans[i], other.spans[j]
            count += max(0, min(b, d) - max(a, c) + 1)
            if b < d:
                i += 1
            else:
                j += 1
        return count

    def matches(self, other: "PartialDate") -> bool:
        """Returns whether one day is possible for both."""
        return self.shared_days(other) > 0


def _bad(text: str, expected: Word) -> InputError:
    return InputError("date:edtf:bad", where="edtf", expected=expected, found=text[:40])


def _fitting(pattern: str, first: int, last: int) -> list[int]:
    """The numbers from `first` to `last` whose digits fit a pattern in which X is any digit."""
    if "X" not in pattern:
        number = int(pattern)
        return [number] if first <= number <= last else []
    width = len(pattern)
    return [
        number
        for number in range(first, last + 1)
        if all(p in ("X", d) for p, d in zip(pattern, f"{number:0{width}d}", strict=True))
    ]


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same days in order, with touching spans joined."""
    joined: list[Span] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)


def _named_days(text: str, year: str, month: str | None, day: str | None) -> tuple[Span, ...]:
    # Unspecified years are those of living memory if the digits allow it, else all years of the calendar.
    years = _fitting(year, FIRST_YEAR, LAST_YEAR) or _fitting(year, 1, 9999)
    if not years:
        raise _bad(text, wanted("edtf_year"))
    spans: list[Span] = []
    for y in years:
        if month is None or (month == "XX" and day in (None, "XX")):
            spans.append((date(y, 1, 1).toordinal(), date(y, 12, 31).toordinal()))
            continue
        for m in _fitting(month, 1, 12):
            start, length = date(y, m, 1).toordinal(), calendar.monthrange(y, m)[1]
            if day in (None, "XX"):
                spans.append((start, start + length - 1))
            else:
                spans.extend((start + d - 1, start + d - 1) for d in _fitting(str(day), 1, length))
    if not spans:
        raise _bad(text, Word("expected", "date:day_that_exists"))
    return _joined(spans)


def _years_away(ordinal: int, years: int) -> int:
    day = date.fromordinal(ordinal)
    year = min(max(day.year + years, 1), 9999)
    # only first and last days of a year come here, so that the day exists in every year
    return day.replace(year=year).toordinal()


def _widened(spans: tuple[Span, ...], month: str | None, day: str | None) -> tuple[Span, ...]:
    if month in (None, "XX") and day in (None, "XX"):
        return _joined((_years_away(a, -ABOUT_YEARS), _years_away(b, ABOUT_YEARS)) for a, b in spans)
    reach = ABOUT_MONTH_DAYS if day in (None, "XX") else ABOUT_DAY_DAYS
    last = date.max.toordinal()
    return _joined((max(1, a - reach), min(last, b + reach)) for a, b in spans)


def _one_date(text: str) -> tuple[tuple[Span, ...], tuple[Span, ...], bool]:
    """Possible days, days as stated, and whether there is a qualifier."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise _bad(text, wanted("edtf"))
    month, day = match["month"], match["day"]
    stated = _named_days(text, match["year"], month, day)
    if any(match[f"q{n}"] for n in range(1, 7)):
        return _widened(stated, month, day), stated, True
    return stated, stated, False


def _one_of(text: str) -> tuple[tuple[Span, ...], tuple[Span, ...], bool]:
    possible: list[Span] = []
    stated: list[Span] = []
    approximate = False
    for item in text[1:-1].split(","):
        first, dots, last = item.strip().partition("..")
        ends = _between(first, last) if dots else _one_date(first)
        possible.extend(ends[0])
        stated.extend(ends[1])
        approximate = approximate or ends[2]
    return _joined(possible), _joined(stated), approximate


def _between(first: str, last: str) -> tuple[tuple[Span, ...], tuple[Span, ...], bool]:
    """The days from the first of one date to the last of another; an open end extends to the plausible years."""
    approximate = False
    low = low_stated = _OPEN_FIRST
    high = high_stated = _OPEN_LAST
    if first in ("", "..") and last in ("", ".."):
        raise _bad(f"{first}/{last}", wanted("edtf"))
    if first not in ("", ".."):
        possible, stated, approximate = _one_date(first)
        low, low_stated = possible[0][0], stated[0][0]
    if last not in ("", ".."):
        possible, stated, doubted = _one_date(last)
        high, high_stated = possible[-1][1], stated[-1][1]
        approximate = approximate or doubted
    if low_stated > high_stated:
        raise _bad(f"{first}/{last}", Word("expected", "date:first_before_last"))
    return ((low, high),), ((low_stated, high_stated),), approximate


@lru_cache(maxsize=1 << 16)
def parse_edtf(text: str) -> PartialDate:
    """Returns the possible days of a text in EDTF.

    A qualifier (`~` about, `?` doubted, `%` both) widens them: by `ABOUT_YEARS` years where a year is named,
    by `ABOUT_MONTH_DAYS` days where a month is, by `ABOUT_DAY_DAYS` days where a day is. An interval means
    one day within it. Raises InputError if the text is not EDTF of this part, or names a day that does not exist.
    """
    if "/" in text:
        first, _, last = text.partition("/")
        possible, stated, approximate = _between(first, last)
    elif text.startswith("[") and text.endswith("]"):
        possible, stated, approximate = _one_of(text)
    else:
        possible, stated, approximate = _one_date(text)
    return PartialDate(text, possible[0][0], possible[-1][1], approximate, possible, stated)


@lru_cache(maxsize=1 << 16)
def partial_date(value: str, marks: tuple[Mark, ...] = ()) -> PartialDate:
    """Returns the possible days of a reading, considering its marks.

    With `Mark.PLACEHOLDER_DATE` (1 January) every day of that year is possible: lists write the first day of the year
    if only the year was known, so the day may neither contradict another day of the year nor decide an age by itself.
    Comparisons and rules on age call this, with the reading's own marks; `parse_edtf` takes the text literally.
    """
    parsed = parse_edtf(value)
    if Mark.PLACEHOLDER_DATE not in marks or not parsed.is_day:
        return parsed
    year = date.fromordinal(parsed.earliest).year
    days = ((date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()),)
    return PartialDate(value, days[0][0], days[0][1], parsed.approximate, days, parsed.stated)


def completed_years(birth: date, on: date) -> int:
    """Returns the years of age completed on a date; below zero if the birth is later.

    Assumption: a person born on 29 February completes a year on 1 March of a common year (laws differ; some say 28
    February). It only matters for such persons, if the date on which age counts is a 28 February.
    """
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def ages_on(birth: PartialDate, on: date) -> tuple[int, int]:
    """Returns the youngest and the oldest possible age in completed years on a date.

    Some possible day of birth gives each. An age below zero means that the birth may be after `on`:
    no rule on age can be decided from such a date.
    """
    return (
        completed_years(date.fromordinal(birth.latest), on),
        completed_years(date.fromordinal(birth.earliest), on),
    )


def births_of_age(youngest: int, oldest: int, on: date) -> tuple[date, date]:
    """Returns the first and the last day of birth of persons who on a date are from `youngest` to `oldest`
    years old.
    """
    first = _latest_birth(oldest + 1, on).toordinal() + 1
    return date.fromordinal(first), _latest_birth(youngest, on)


def _latest_birth(age: int, on: date) -> date:
    """The last day of birth of a person who has completed `age` years on a date."""
    year = on.year - age
    if (on.month, on.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 2, 28)
    return on.replace(year=year)

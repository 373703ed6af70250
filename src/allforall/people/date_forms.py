"""One date as written, in digits or words, read into EDTF: the forms, and the checks that every date must pass.

The conventions are those of `dates`, which adds intervals, "about" and "before".
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from allforall.people.calendar_words import MONTHS, ROMAN_MONTHS
from allforall.people.persons import Mark

#: Assumption: years before or after these are mistakes on any list of persons of this war or the last one.
FIRST_READ_YEAR, LAST_READ_YEAR = 1900, 2050
#: Assumption: without `as_of`, two digits up to this are of this century.
PIVOT = 30
#: Assumption: the day counts that are read as dates, 18 May 1927 to 31 December 2099.
FIRST_SERIAL, LAST_SERIAL = 10_000, 73_050

#: What was expected where a text could not be read; `pages` has the words for it.
EXPECTED_DATE = "date:form"
EXPECTED_DAY = "date:day_that_exists"
EXPECTED_YEAR = "date:plausible_year"


class DateOrder(StrEnum):
    """Which of the first two numbers of 03/04/1995 is the day, if a list states it."""

    UNKNOWN = "unknown"
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date in EDTF with its marks; if unreadable, empty with `Mark.UNREAD` and what was `expected`.

    An empty value without a mark means that the text is empty, or means "not known".
    """

    value: str
    marks: tuple[Mark, ...] = ()
    expected: str = ""


def in_order(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    found = set(marks)
    return tuple(mark for mark in Mark if mark in found) if found else ()


class UnreadError(Exception):
    """The text could not be read, and what was expected instead. Never leaves the reading of dates."""

    def __init__(self, expected: str) -> None:
        self.expected = expected
        super().__init__(expected)


@dataclass(slots=True)
class Draft:
    """A reading in the making."""

    order: DateOrder
    as_of: date | None
    marks: set[Mark]

    def year(self, digits: str) -> int:
        """The year that two or four digits mean."""
        number = int(digits)
        if len(digits) <= 2:
            self.marks.add(Mark.TWO_DIGIT_YEAR)
            last = self.as_of.year - 2000 if self.as_of else PIVOT
            number += 2000 if number <= last else 1900
        if not FIRST_READ_YEAR <= number <= LAST_READ_YEAR:
            raise UnreadError(EXPECTED_YEAR)
        return number

    def day(self, year: int, month: int, day: int) -> str:
        """EDTF of a whole date, checked."""
        if not _exists(year, month, day):
            raise UnreadError(EXPECTED_DAY)
        if month == 1 and day == 1:
            self.marks.add(Mark.PLACEHOLDER_DATE)
        return f"{year:04d}-{month:02d}-{day:02d}"

    def partial(self, year: int | None, month: int | None, day: int | None) -> str:
        """EDTF of a date with possibly unknown parts, checked."""
        if year is not None and month is not None and day is not None:
            return self.day(year, month, day)
        if month is not None and not 1 <= month <= 12:
            raise UnreadError(EXPECTED_DAY)
        if day is not None and not _exists(year or 2000, month or 1, day):
            raise UnreadError(EXPECTED_DAY)
        if year is None and month is None:
            raise UnreadError(EXPECTED_DATE)
        self.marks.add(Mark.PARTIAL)
        y = "XXXX" if year is None else f"{year:04d}"
        if day is not None:
            return f"{y}-{'XX' if month is None else f'{month:02d}'}-{day:02d}"
        return y if month is None else f"{y}-{month:02d}"


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


#: Typographic dashes and slashes, as on the keyboard.
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("⁄∕", "/") | {"․": ".", "\u0307": None})
_UNKNOWN_PART = r"(?:0{1,2}|\?{1,2}|[xх]{1,2}|_{1,2}|\*{1,2}|-{2})"
_PART = rf"(?:\d{{1,2}}|{_UNKNOWN_PART})"
_YEAR = r"(?:\d{4}|\d{2})"
_CLOCK = r"(?:[t ]+(?P<hour>\d{1,2}):\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?P<zone>z|[+-]\d{2}:?\d{2})?)?"
_DAY_FIRST = re.compile(rf"(?P<a>{_PART})\s*(?P<sep>[./,\- ])\s*(?P<b>{_PART})\s*(?P=sep)\s*(?P<year>{_YEAR}){_CLOCK}")
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})\s*(?P<sep>[./,\- ])\s*(?P<a>{_PART})\s*(?P=sep)\s*(?P<b>{_PART}){_CLOCK}")
_NO_YEAR = re.compile(r"(?P<a>\d{1,2})\.(?P<b>\d{1,2})\.(?:0000|\?+|[xх]+|_+|\*+|-+)")
_MONTH_YEAR = re.compile(r"(?P<month>\d{1,2})\s*[./,-]\s*(?P<year>\d{4})")
_YEAR_MONTH = re.compile(rf"(?P<year>\d{{4}})\s*[./,-]\s*(?P<month>{_PART})")
_YEAR_ALONE = re.compile(r"\d{4}")
_DECADE = re.compile(
    r"(?P<tens>\d{3})(?:[?xх*_]|0-?\s*(?:ті|их|х|е|ые|s|'s|lar|ler))|(?P<two>\d0)-?\s*(?:ті|их|х|е|ые|s|'s)"
)
_CENTURY = re.compile(r"(?P<hundreds>\d{2})(?:\?\?|xx|хх|\*\*|__)")
_DIGITS = re.compile(r"(?P<first>\d{4})(?P<a>\d{2})(?P<b>\d{2})")
_SERIAL = re.compile(r"(?P<days>\d{5})(?:[.,]\d+)?")
_WORDS = re.compile(r"[^\W\d_]+|\d+")


def one_date(core: str, draft: Draft) -> str:
    """EDTF of one date."""
    value = date_in_numbers(core, draft)
    if value is None:
        value = _words(core, draft)
    if value is None:
        raise UnreadError(EXPECTED_DATE)
    return value


def date_in_numbers(core: str, draft: Draft) -> str | None:
    """EDTF of a date in digits, or None if the text has another form."""
    if match := _DAY_FIRST.fullmatch(core):
        if match["sep"] == "-" and len(match["year"]) == 2 and int(match["year"]) == 0:
            return None
        year = draft.year(match["year"])
        return _clock(_two_orders(match, year, draft, dotted=match["sep"] in ".,"), match, draft)
    if match := _YEAR_FIRST.fullmatch(core):
        year = draft.year(match["year"])
        return _clock(_month_then_day(year, match["a"], match["b"], draft), match, draft)
    if _YEAR_ALONE.fullmatch(core):
        return draft.partial(draft.year(core), None, None)
    if match := _SERIAL.fullmatch(core):
        return _serial(int(match["days"]), draft)
    if match := _MONTH_YEAR.fullmatch(core):
        return draft.partial(draft.year(match["year"]), int(match["month"]) or None, None)
    if match := _DIGITS.fullmatch(core):
        return _eight_digits(core, draft)
    return _half_known(core, draft)


def _half_known(core: str, draft: Draft) -> str | None:
    if match := _DECADE.fullmatch(core):
        draft.marks.add(Mark.PARTIAL)
        tens = match["tens"] or f"19{match['two'][0]}"
        draft.year(f"{tens}0")
        return f"{tens}X"
    if (match := _YEAR_MONTH.fullmatch(core)) and (_part(match["month"]) or 0) <= 12:
        return draft.partial(draft.year(match["year"]), _part(match["month"]), None)
    if match := _NO_YEAR.fullmatch(core):
        return draft.partial(None, int(match["b"]), int(match["a"]))
    if match := _CENTURY.fullmatch(core):
        draft.marks.add(Mark.PARTIAL)
        draft.year(f"{match['hundreds']}00")
        return f"{match['hundreds']}XX"
    return None


def _part(text: str) -> int | None:
    """A day or month, or None if the list says that it is not known."""
    return (int(text) or None) if text.isdigit() else None


def _two_orders(match: re.Match[str], year: int, draft: Draft, *, dotted: bool) -> str:
    a, b = _part(match["a"]), _part(match["b"])
    order = DateOrder.DAY_FIRST if dotted and draft.order is DateOrder.UNKNOWN else draft.order
    if a is None or b is None:
        # with one part unknown, only its position shows which part it is
        day, month = (b, a) if order is DateOrder.MONTH_FIRST else (a, b)
        return draft.partial(year, month, day)
    as_day_first, as_month_first = _exists(year, b, a), _exists(year, a, b)
    if not as_day_first and not as_month_first:
        raise UnreadError(EXPECTED_DAY)
    if order is DateOrder.UNKNOWN:
        if as_day_first and as_month_first and a != b:
            draft.marks.add(Mark.DAY_MONTH_AMBIGUOUS)
            return f"[{draft.day(year, b, a)},{draft.day(year, a, b)}]"
        return draft.day(year, b, a) if as_day_first else draft.day(year, a, b)
    fits = as_day_first if order is DateOrder.DAY_FIRST else as_month_first
    if not fits:
        # only one calendar day fits, against the stated order: read, and marked for review
        draft.marks.add(Mark.DAY_MONTH_AMBIGUOUS)
        return draft.day(year, a, b) if as_month_first else draft.day(year, b, a)
    return draft.day(year, b, a) if order is DateOrder.DAY_FIRST else draft.day(year, a, b)


def _month_then_day(year: int, first: str, second: str, draft: Draft) -> str:
    a, b = _part(first), _part(second)
    if a is not None and b is not None and not _exists(year, a, b) and _exists(year, b, a):
        draft.marks.add(Mark.DAY_MONTH_AMBIGUOUS)
        return draft.day(year, b, a)
    return draft.partial(year, a, b)


def _clock(value: str, match: re.Match[str], draft: Draft) -> str:
    """A time of day is dropped, but late in UTC it may mean the next day's midnight further east."""
    hour, zone = match["hour"], match["zone"]
    if hour is None:
        return value
    if int(hour) > 24:
        raise UnreadError(EXPECTED_DATE)
    if zone and int(hour) >= 12 and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        following = date.fromordinal(date.fromisoformat(value).toordinal() + 1)
        draft.marks.add(Mark.PARTIAL)
        return f"[{value},{following.isoformat()}]"
    return value


def _eight_digits(core: str, draft: Draft) -> str:
    if FIRST_READ_YEAR <= int(core[:4]) <= LAST_READ_YEAR and _exists(int(core[:4]), int(core[4:6]), int(core[6:])):
        return draft.day(int(core[:4]), int(core[4:6]), int(core[6:]))
    year = draft.year(core[4:])
    if not _exists(year, int(core[2:4]), int(core[:2])):
        raise UnreadError(EXPECTED_DAY)
    return draft.day(year, int(core[2:4]), int(core[:2]))


def date_of_serial(days: int) -> date | None:
    """Returns the day for a day count of Excel's 1900 system, or None for 0 and for 60.

    Excel counts 29 February 1900, which did not exist, as day 60 (ECMA-376 part 1, 18.17.4.1: a kept error), so that
    counts before it start from another day than those after it. The 1904 system cannot be distinguished: it gives days
    four years earlier.
    """
    if days <= 0 or days == 60:
        return None
    start = date(1899, 12, 31) if days < 60 else date(1899, 12, 30)
    try:
        return date.fromordinal(start.toordinal() + days)
    except (OverflowError, ValueError):
        return None


def _serial(days: int, draft: Draft) -> str:
    day = date_of_serial(days)
    if not FIRST_SERIAL <= days <= LAST_SERIAL or day is None or day.year > LAST_READ_YEAR:
        raise UnreadError(EXPECTED_DATE)
    draft.marks.add(Mark.EXCEL_SERIAL)
    return draft.day(day.year, day.month, day.day)


def _words(core: str, draft: Draft) -> str | None:
    """EDTF of a date with the month in words or Roman numerals, or None."""
    months: list[int] = []
    numbers: list[str] = []
    for token in _WORDS.findall(core):
        if token.isdigit():
            numbers.append(token)
        elif (month := MONTHS.get(token) or ROMAN_MONTHS.get(token)) is not None:
            months.append(month)
        elif token not in {"го", "е", "th", "st", "nd", "rd", "of", "the", "р", "г", "року", "года", "year"}:
            return None
    if len(months) != 1 or not 1 <= len(numbers) <= 2 or any(len(n) > 4 for n in numbers):
        return None
    month = months[0]
    if len(numbers) == 2:
        day, year = numbers if len(numbers[1]) in (2, 4) and len(numbers[0]) <= 2 else reversed(numbers)
        if len(year) not in (2, 4) or len(day) > 2:
            raise UnreadError(EXPECTED_DATE)
        if int(day) == 0:
            return draft.partial(draft.year(year), month, None)
        return draft.day(draft.year(year), month, int(day))
    (number,) = numbers
    if len(number) == 4:
        return draft.partial(draft.year(number), month, None)
    if len(number) > 2:
        raise UnreadError(EXPECTED_DATE)
    return draft.partial(None, month, int(number))

"""How far two dates, places, units, ranks or numbers agree: the level of every distinct pair of values."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from allforall.people.edtf import parse_edtf
from allforall.people.names.folding import fold_all
from allforall.people.ranks import ranks
from allforall.reconcile.columns import Bools, Ints
from allforall.reconcile.levels import (
    BIRTH_DATE,
    BIRTH_PLACE,
    DOCUMENT_NUMBER,
    RANK,
    SERVICE_NUMBER,
    SEX,
    UNIT,
    Compared,
)
from allforall.reconcile.name_levels import Levels, likeness

#: Assumption: spans of days up to these lengths count as "the month" and "the year" (an age leaves about a
#: year open).
MONTH_DAYS, YEAR_DAYS = 62, 740
#: Assumption: partial dates at most this far apart are near rather than in conflict.
NEAR_DAYS = 366
#: Assumption: places and units whose words are this alike are near.
NEAR_WORDS = 0.8


@dataclass(frozen=True, slots=True)
class Dates:
    """Every distinct date: its possible days, and up to two single days where it names them (a day-month
    doubt).
    """

    earliest: Ints
    latest: Ints
    first: Ints  # yyyymmdd, 0 where the text names no single day
    second: Ints
    partial: Bools  # whether it is also compared as a span: no single day, or a placeholder for a year


def _yyyymmdd(ordinal: int) -> int:
    day = date.fromordinal(ordinal)
    return day.year * 10000 + day.month * 100 + day.day


def read_dates(texts: Sequence[str]) -> Dates:
    """Returns the distinct dates of a list; a text that ends in ``!`` is a placeholder for its year."""
    count = len(texts)
    earliest, latest, first, second = (np.zeros(count, dtype=np.int32) for _ in range(4))
    partial = np.zeros(count, dtype=np.bool_)
    for i, text in enumerate(texts):
        placeholder = text.endswith("!")
        when = parse_edtf(text.rstrip("!"))
        days = [start for start, end in when.stated if start == end]
        earliest[i], latest[i] = when.earliest, when.latest
        if len(days) == len(when.stated) <= 2:
            first[i], second[i] = _yyyymmdd(days[0]), _yyyymmdd(days[-1])
        if placeholder and when.is_day:
            year = date.fromordinal(when.earliest).year
            earliest[i], latest[i] = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        partial[i] = placeholder or not first[i]
    return Dates(earliest, latest, first, second, partial)


def _day_levels(a: Ints, b: Ints) -> Levels:
    """Levels of two single days as yyyymmdd."""
    levels = np.full(len(a), BIRTH_DATE.number("different"), dtype=np.int8)
    year_a, year_b = a // 10000, b // 10000
    levels[year_a == year_b] = BIRTH_DATE.number("same_year")
    unequal = np.zeros(len(a), dtype=np.int8)
    for power in range(8):
        unequal += (a // 10**power % 10) != (b // 10**power % 10)
    levels[unequal == 1] = BIRTH_DATE.number("one_digit")
    levels[(abs(year_a - year_b) == 1) & (a % 10000 == b % 10000)] = BIRTH_DATE.number("year_off_by_one")
    swapped = (year_a == year_b) & (a // 100 % 100 == b % 100) & (a % 100 == b // 100 % 100)
    levels[swapped] = BIRTH_DATE.number("day_month_swapped")
    levels[a == b] = BIRTH_DATE.number("same_day")
    return levels


def _span_levels(dates: Dates, a: Ints, b: Ints) -> Levels:
    """Levels of two spans of possible days; the wider one says how much an overlap is worth."""
    widest = np.maximum(dates.latest[a] - dates.earliest[a], dates.latest[b] - dates.earliest[b]) + 1
    gap = np.maximum(dates.earliest[a], dates.earliest[b]) - np.minimum(dates.latest[a], dates.latest[b])
    overlap = gap <= 0
    levels = np.where(overlap, BIRTH_DATE.number("span_compatible"), BIRTH_DATE.number("span_conflicts"))
    year = widest <= YEAR_DAYS
    levels[year] = BIRTH_DATE.number("year_conflicts")
    levels[year & (gap <= NEAR_DAYS)] = BIRTH_DATE.number("year_near")
    levels[year & overlap] = BIRTH_DATE.number("year_compatible")
    month = widest <= MONTH_DAYS
    levels[month] = BIRTH_DATE.number("month_conflicts")
    levels[month & overlap] = BIRTH_DATE.number("month_compatible")
    return levels.astype(np.int8)


def date_levels(dates: Dates, a: Ints, b: Ints) -> Levels:
    """Returns the levels of pairs of dates. Where a day-month doubt leaves two days open, the better one
    counts.
    """
    best = np.full(len(a), BIRTH_DATE.number("different"), dtype=np.int8)
    for left in (dates.first, dates.second):
        for right in (dates.first, dates.second):
            best = np.minimum(best, _day_levels(left[a], right[b]))
    spans = dates.partial[a] | dates.partial[b]
    # A placeholder that meets the very same day has not contradicted it, yet says no more than its year.
    best[spans] = _span_levels(dates, a[spans], b[spans])
    return best


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _word_codes(texts: Sequence[str]) -> list[str]:
    digits = [" ".join(re.findall(r"\d+", text)) for text in texts]
    return [f"{code} {number}".strip() for code, number in zip(fold_all(texts), digits, strict=True)]


class Texts:
    """Distinct places, units, ranks or numbers with a function for the level of pairs of them."""

    def __init__(self, field: str, texts: list[str]) -> None:
        self.field = field
        self.texts = texts
        self.codes = _word_codes(texts) if field in (BIRTH_PLACE.field, UNIT.field) else texts
        self.term = np.array(
            [*map({c: i for i, c in enumerate(self.codes)}.__getitem__, self.codes)], dtype=np.int32
        )

    def levels(self, a: Ints, b: Ints) -> Levels:
        """Returns the levels of pairs of values, given as numbers of the vocabulary."""
        compared, near = _NEAR[self.field]
        levels = np.full(len(a), compared.number("different"), dtype=np.int8)
        same = self.term[a] == self.term[b]
        other = np.flatnonzero(~same)
        if near is not None and len(other):
            close = near([self.codes[i] for i in a[other]], [self.codes[i] for i in b[other]])
            levels[other[close]] = 2
        levels[same] = compared.number("same")
        return levels


def _near_places(a: Sequence[str], b: Sequence[str]) -> Bools:
    near = likeness(a, b) >= NEAR_WORDS
    for i in np.flatnonzero(~near):
        left, right = _words(a[int(i)]), _words(b[int(i)])
        near[i] = bool(left and right) and (left <= right or right <= left)
    return near


def _near_units(a: Sequence[str], b: Sequence[str]) -> Bools:
    near = likeness(a, b) >= NEAR_WORDS
    for i in range(len(a)):
        left = {word for word in a[i].split() if word.isdecimal()}
        right = {word for word in b[i].split() if word.isdecimal()}
        # The number of a unit is what tells it from others: 92nd and 93rd are not near, however alike the
        # words.
        near[i] = left == right if left and right else bool(near[i]) or not left.isdisjoint(right)
    return near


def _near_ranks(a: Sequence[str], b: Sequence[str]) -> Bools:
    """Whether two ranks are neighbours in seniority; words that the table does not know are never near."""
    order = {code: rank.order for code, rank in ranks().items()}
    found = [
        left in order and right in order and abs(order[left] - order[right]) <= 1
        for left, right in zip(a, b, strict=True)
    ]
    return np.array(found, dtype=np.bool_)


def _near_numbers(a: Sequence[str], b: Sequence[str]) -> Bools:
    lengths = np.array([max(len(x), len(y)) for x, y in zip(a, b, strict=True)], dtype=np.float32)
    return np.asarray((1 - likeness(a, b)) * lengths <= 1.01) & (lengths >= 5)


_NEAR: dict[str, tuple[Compared, Callable[[Sequence[str], Sequence[str]], Bools] | None]] = {
    BIRTH_PLACE.field: (BIRTH_PLACE, _near_places),
    UNIT.field: (UNIT, _near_units),
    RANK.field: (RANK, _near_ranks),
    SERVICE_NUMBER.field: (SERVICE_NUMBER, _near_numbers),
    DOCUMENT_NUMBER.field: (DOCUMENT_NUMBER, _near_numbers),
    SEX.field: (SEX, None),
}

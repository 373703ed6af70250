"""How far two dates, places, units, ranks or numbers agree: the level of every distinct pair of values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from allforall.people.edtf import parse_edtf
from allforall.people.names.folding import MAX_READINGS, fold_all, folds_all
from allforall.people.ranks import ranks
from allforall.reconcile.columns import Bools
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
from allforall.reconcile.name_levels import Levels, likeness, share
from allforall.reconcile.values import Ints

#: Assumption: spans of days up to these lengths count as "the month" and "the year" (an age leaves about a
#: year open).
MONTH_DAYS, YEAR_DAYS = 62, 740
#: Assumption: partial dates at most this far apart are near rather than in conflict.
NEAR_DAYS = 366
#: Assumption: places and units whose words are this similar are near.
NEAR_WORDS = 0.8


@dataclass(frozen=True, slots=True)
class Dates:
    """Every distinct date: its possible days, and up to two single days if it names them (a day-month doubt)."""

    earliest: Ints
    latest: Ints
    first: Ints  # yyyymmdd, 0 if the text names no single day
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
    return Dates(earliest=earliest, latest=latest, first=first, second=second, partial=partial)


def _digits(days: Ints) -> Ints:
    """Days as yyyymmdd with four bits a digit, so that two can be compared digit by digit at once."""
    packed = np.zeros(len(days), dtype=np.int64)
    for power in range(8):
        packed |= (days.astype(np.int64) // 10**power % 10) << (4 * power)
    return packed.astype(np.uint32).view(np.int32)


def _unequal_digits(a: Ints, b: Ints) -> Ints:
    """How many digits of two packed days differ."""
    apart = (a ^ b).view(np.uint32)
    apart |= apart >> np.uint32(1)
    apart |= apart >> np.uint32(2)
    return np.asarray(np.bitwise_count(apart & np.uint32(0x11111111)), dtype=np.int32)


def _day_levels(days: Ints, digits: Ints, a: Ints, b: Ints, other_days: Ints, other_digits: Ints) -> Levels:
    """Levels of two single days: `days[a]` as yyyymmdd, and `other_days[b]`."""
    one, two = days[a], other_days[b]
    levels = np.full(len(a), BIRTH_DATE.number("different"), dtype=np.int8)
    year_a, year_b = one // 10000, two // 10000
    levels[year_a == year_b] = BIRTH_DATE.number("same_year")
    levels[_unequal_digits(digits[a], other_digits[b]) == 1] = BIRTH_DATE.number("one_digit")
    near = np.flatnonzero(abs(year_a - year_b) <= 1)
    one, two, year_a, year_b = one[near], two[near], year_a[near], year_b[near]
    levels[near[(year_a != year_b) & (one % 10000 == two % 10000)]] = BIRTH_DATE.number("year_off_by_one")
    swapped = (year_a == year_b) & (one // 100 % 100 == two % 100) & (one % 100 == two // 100 % 100)
    levels[near[swapped]] = BIRTH_DATE.number("day_month_swapped")
    levels[near[one == two]] = BIRTH_DATE.number("same_day")
    return levels


def _span_levels(dates: Dates, a: Ints, b: Ints) -> Levels:
    """Levels of two spans of possible days; the wider one determines how much an overlap is worth."""
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
    readings = [(dates.first, _digits(dates.first)), (dates.second, _digits(dates.second))]
    best = _day_levels(*readings[0], a, b, *readings[0])
    doubt = dates.first != dates.second
    for i, j, which in ((0, 1, doubt[b]), (1, 0, doubt[a]), (1, 1, doubt[a] & doubt[b])):
        some = np.flatnonzero(which)
        best[some] = np.minimum(best[some], _day_levels(*readings[i], a[some], b[some], *readings[j]))
    spans = dates.partial[a] | dates.partial[b]
    # A placeholder equal to the other day does not contradict it, but shows only its year.
    best[spans] = _span_levels(dates, a[spans], b[spans])
    return best


def _word_codes(texts: Sequence[str]) -> list[str]:
    """Places and units by sound, their numbers kept."""
    digits = [" ".join(_DIGITS.findall(text)) for text in texts]
    return [f"{code} {number}".strip() for code, number in zip(fold_all(texts), digits, strict=True)]


def _reading_numbers(texts: Sequence[str]) -> Ints:
    """The readings of texts by sound as numbers, text by text, -1 padded."""
    readings = folds_all(texts)
    number = {code: i for i, code in enumerate(dict.fromkeys(code for codes in readings for code in codes if code))}
    found = np.full((len(texts), MAX_READINGS + 1), -1, dtype=np.int32)
    for i, codes in enumerate(readings):
        known = [number[code] for code in codes if code]
        found[i, : len(known)] = known
    return found


def _unit_numbers(codes: Sequence[str]) -> Ints:
    said = [tuple(_DIGITS.findall(code)) for code in codes]
    number: dict[tuple[str, ...], int] = {(): 0}
    either_way = (min(numbers, numbers[::-1]) for numbers in said)
    return np.array([number.setdefault(numbers, len(number)) for numbers in either_way], dtype=np.int32)


_DIGITS = re.compile(r"\d+")


class Texts:
    """Distinct places, units, ranks or numbers with a function for the levels of pairs.

    `term` treats what sounds the same as one value (Бахмут, Bakhmut).
    """

    def __init__(self, field: str, texts: list[str]) -> None:
        self.field = field
        self.codes = _word_codes(texts) if field in (BIRTH_PLACE.field, UNIT.field) else texts
        number = {code: i for i, code in enumerate(dict.fromkeys(self.codes))}
        self.term = np.array([number[code] for code in self.codes], dtype=np.int32)
        self._words = [frozenset(code.split()) for code in self.codes]
        #: Further readings of places that are in no table: Luzk as Луцк, Tschernihiw as Чернігів.
        self._readings = _reading_numbers(texts if field == BIRTH_PLACE.field else [])
        #: A code for the numbers of a unit in their order, from the largest body or to it; 0 if it has none.
        self._unit_numbers = _unit_numbers(self.codes) if field == UNIT.field else np.zeros(0, dtype=np.int32)

    def levels(self, a: Ints, b: Ints) -> Levels:
        """Returns the levels of pairs of values, given as numbers of the vocabulary."""
        compared = _COMPARED[self.field]
        levels = np.full(len(a), compared.number("different"), dtype=np.int8)
        same = self.term[a] == self.term[b]
        other = np.flatnonzero(~same)
        if len(other) and self.field != SEX.field:
            # the second level of each of these fields is the near one
            levels[other[self._near(a[other], b[other])]] = 2
        levels[same] = compared.number("same")
        return levels

    def _near(self, a: Ints, b: Ints) -> Bools:
        if self.field == BIRTH_PLACE.field:
            return self._near_places(a, b)
        if self.field == UNIT.field:
            return self._near_units(a, b)
        if self.field == RANK.field:
            return self._near_ranks(a, b)
        return self._near_numbers(a, b)

    def _likeness(self, a: Ints, b: Ints) -> npt.NDArray[np.float32]:
        return likeness([self.codes[i] for i in a.tolist()], [self.codes[i] for i in b.tolist()])

    def _near_places(self, a: Ints, b: Ints) -> Bools:
        """A slip, or one place inside the other's words (a village, and the same with its district)."""
        near = self._likeness(a, b) >= NEAR_WORDS
        near |= share(self._readings[a], self._readings[b])
        several = np.array([len(words) > 1 for words in self._words], dtype=np.bool_)
        for i in np.flatnonzero(~near & (several[a] | several[b])).tolist():
            left, right = self._words[int(a[i])], self._words[int(b[i])]
            near[i] = bool(left and right) and (left <= right or right <= left)
        return near

    def _near_units(self, a: Ints, b: Ints) -> Bools:
        """A unit's number distinguishes it from others: 92nd and 93rd are not near, however similar they look."""
        near = self._unit_numbers[a] == self._unit_numbers[b]
        # units without a number are distinguished by their words alone
        words = np.flatnonzero(near & (self._unit_numbers[a] == 0))
        near[words] = self._likeness(a[words], b[words]) >= NEAR_WORDS
        return np.asarray(near, dtype=np.bool_)

    def _near_ranks(self, a: Ints, b: Ints) -> Bools:
        """Neighbours in seniority; words that are not in the table are never near."""
        order = {code: rank.order for code, rank in ranks().items()}
        steps = np.array([order.get(code, -9) for code in self.codes], dtype=np.int32)
        return np.asarray((steps[a] >= 0) & (steps[b] >= 0) & (abs(steps[a] - steps[b]) <= 1), dtype=np.bool_)

    def _near_numbers(self, a: Ints, b: Ints) -> Bools:
        """One sign off, in numbers of five signs and more."""
        size = np.array([len(code) for code in self.codes], dtype=np.float32)
        longer = np.maximum(size[a], size[b])
        return np.asarray(((1 - self._likeness(a, b)) * longer <= 1.01) & (longer >= 5), dtype=np.bool_)


_COMPARED: dict[str, Compared] = {
    compared.field: compared for compared in (BIRTH_PLACE, UNIT, RANK, SERVICE_NUMBER, DOCUMENT_NUMBER, SEX)
}

"""The levels of candidate pairs as arrays: every distinct pair of values is compared once."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from allforall.reconcile import levels as lv
from allforall.reconcile.candidates import Longs
from allforall.reconcile.columns import Bools, Columns
from allforall.reconcile.name_levels import Levels, father_levels, given_name_levels, surname_levels
from allforall.reconcile.value_levels import Dates, Texts, date_levels, read_dates
from allforall.reconcile.values import Ints

Bits = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs of positions with the level of every compared field.

    `swapped`: the names were read crosswise; `by_right`: the right row then has them in the proper columns.
    """

    left: Longs
    right: Longs
    levels: npt.NDArray[np.int8]  # pairs x COMPARED
    swapped: Bools
    by_right: Bools

    def take(self, which: npt.NDArray[np.intp] | Bools) -> "Scored":
        """Returns some of the pairs."""
        return Scored(
            self.left[which], self.right[which], self.levels[which], self.swapped[which], self.by_right[which]
        )


@dataclass(frozen=True, slots=True)
class _Turned:
    """Names read crosswise, as numbers of distinct names; `by_right`: the right row has them in the proper columns."""

    by_right: Bools
    surname_left: Ints
    surname_right: Ints
    given_left: Ints
    given_right: Ints


def _assumed_bits(compared: lv.Compared) -> Bits:
    """The assumed weight of every level; unknown has none."""
    return np.array([0.0, *(np.log2(level.m / level.u) for level in compared.levels)])


_ASSUMED_SURNAME, _ASSUMED_GIVEN = _assumed_bits(lv.SURNAME), _assumed_bits(lv.GIVEN_NAME)
#: The cost of reading a pair with surname and given name swapped.
CROSSWISE_BITS = float(np.log2(lv.SWAPPED_RATE))


def _in_order(numbers: Longs) -> tuple[Longs, Longs]:
    """Numbers (none below 0) in order, and the original position of each."""
    places = (len(numbers) - 1).bit_length()
    if int(numbers.max()).bit_length() + places > 63:
        order = np.argsort(numbers, kind="stable")
        return numbers[order], order
    packed = numbers << places | np.arange(len(numbers), dtype=np.int64)  # with the positions packed into them they
    # sort fastest
    packed.sort()
    return packed >> places, packed & ((1 << places) - 1)


def _by_distinct(a: Ints, b: Ints, level: Callable[[Ints, Ints], Levels]) -> Levels:
    """Levels of pairs of numbers, computed once per distinct pair; 0 if either is unknown."""
    result = np.zeros(len(a), dtype=np.int8)
    known = np.flatnonzero((a >= 0) & (b >= 0))
    if len(known):
        wide = int(b.max()) + 1
        numbers, order = _in_order(a[known].astype(np.int64) * wide + b[known])
        first = np.r_[True, numbers[1:] != numbers[:-1]]
        found = level(*(part.astype(np.int32) for part in np.divmod(numbers[first], wide)))
        result[known[order]] = found[np.cumsum(first) - 1]
    return result


class Comparer:
    """Compares rows of `columns`, by position."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.dates: Dates = read_dates(columns.dates)
        self.texts = {field: Texts(field, texts) for field, texts in columns.texts.items()}
        self.terms = self._terms()

    def _terms(self) -> dict[str, Ints]:
        """The term of a field that is counted for its frequency, per row."""
        columns = self.columns

        def taken(array: Ints, at: Ints) -> Ints:
            return np.where(at >= 0, array[at], -1).astype(np.int32) if len(array) else at

        terms = {
            lv.SURNAME.field: taken(columns.names.family, columns.surname),
            lv.GIVEN_NAME.field: taken(columns.names.term, columns.given),
            lv.FATHER.field: taken(columns.fathers.term, columns.father),
            lv.BIRTH_DATE.field: columns.date,
        }
        terms.update({field: taken(text.term, columns.values[field]) for field, text in self.texts.items()})
        return terms

    def compare(self, left: Longs, right: Longs) -> Scored:
        """Returns the levels of these pairs; crosswise if the names agree only that way."""
        columns, names = self.columns, self.columns.names
        levels = np.zeros((len(left), len(lv.COMPARED)), dtype=np.int8)

        def surnames(a: Ints, b: Ints) -> Levels:
            return surname_levels(names, a, b)

        def given(a: Ints, b: Ints) -> Levels:
            return given_name_levels(names, a, b)

        def fathers(a: Ints, b: Ints) -> Levels:
            return father_levels(columns.fathers, a, b)

        def days(a: Ints, b: Ints) -> Levels:
            return date_levels(self.dates, a, b)

        levels[:, 0] = _by_distinct(columns.surname[left], columns.surname[right], surnames)
        levels[:, 1] = _by_distinct(columns.given[left], columns.given[right], given)
        levels[:, 2] = _by_distinct(columns.father[left], columns.father[right], fathers)
        levels[:, 3] = _by_distinct(columns.date[left], columns.date[right], days)
        for field, text in self.texts.items():
            values = columns.values[field]
            levels[:, lv.COLUMN[field]] = _by_distinct(values[left], values[right], text.levels)
        swapped = np.zeros(len(left), dtype=np.bool_)
        by_right = np.zeros(len(left), dtype=np.bool_)
        # Read crosswise only if the names as written agree badly.
        poor = np.flatnonzero(
            (levels[:, 0] > lv.SURNAME.number("similar")) & (levels[:, 1] > lv.GIVEN_NAME.number("similar"))
        )
        if len(poor):
            turned = self._crosswise(left[poor], right[poor])
            surname = _by_distinct(turned.surname_left, turned.surname_right, surnames)
            name = _by_distinct(turned.given_left, turned.given_right, given)
            better = _ASSUMED_SURNAME[surname] + _ASSUMED_GIVEN[name] + CROSSWISE_BITS
            better -= _ASSUMED_SURNAME[levels[poor, 0]] + _ASSUMED_GIVEN[levels[poor, 1]]
            agrees = (surname <= lv.SURNAME.number("near_sound")) | (name <= lv.GIVEN_NAME.number("near_sound"))
            good = np.flatnonzero((surname > 0) & (name > 0) & agrees & (better > 0))
            which = poor[good]
            swapped[which], by_right[which] = True, turned.by_right[good]
            levels[which, 0], levels[which, 1] = surname[good], name[good]
        return Scored(left, right, levels, swapped, by_right)

    def _crosswise(self, a: Longs, b: Longs) -> "_Turned":
        """The names of two rows of which one has its names swapped: the table and both rows together show which are the
        given names.
        """
        columns, names = self.columns, self.columns.names
        # how surely a text is a given name: one of the table, an initial, one slip away from one of the table
        known = np.where(names.near[:, 0] >= 0, 1, 0)
        known[names.initial] = 2
        known[(names.whole[:, 0] >= 0) | (names.short[:, 0] >= 0)] = 3
        straight = known[columns.given[a]] + known[columns.surname[b]]
        by_right = known[columns.surname[a]] + known[columns.given[b]] > straight
        return _Turned(
            by_right=by_right,
            surname_left=np.where(by_right, columns.given[a], columns.surname[a]),
            surname_right=np.where(by_right, columns.surname[b], columns.given[b]),
            given_left=np.where(by_right, columns.surname[a], columns.given[a]),
            given_right=np.where(by_right, columns.given[b], columns.surname[b]),
        )

"""Which readings of two values agree: the sounds compared, the one name that both are forms of, the days meant."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from allforall.people.names.given import given_names
from allforall.reconcile import levels as lv
from allforall.reconcile.columns import Names
from allforall.reconcile.scoring import Comparer


class Met(NamedTuple):
    """What was compared of the left and of the right value, and the given name of the table that both belong to."""

    left: str
    right: str
    group: str = ""


#: The number of forms shown to name a group of given names; the table has up to ten.
_SHOWN_FORMS = 3


@lru_cache(maxsize=1)
def group_labels() -> tuple[str, ...]:
    """Returns for each group of given names a few of its forms, as in the table."""
    return tuple(", ".join(line.forms[:_SHOWN_FORMS]) for line in given_names().lines)


class MetReadings:
    """The agreeing readings of rows by position; every distinct pair of values is compared once."""

    def __init__(self, comparer: Comparer) -> None:
        self._comparer = comparer
        self._known: dict[tuple[str, int, int], Met] = {}

    def of(self, field: str, left: int, right: int, *, left_crossed: bool, right_crossed: bool) -> Met:
        """Returns the agreeing readings in a field of two rows whose values are both known.

        `left_crossed`: the left row's surname is in the column of given names, and vice versa.
        """
        columns = self._comparer.columns
        if field in (lv.SURNAME.field, lv.GIVEN_NAME.field):
            straight, other = columns.surname, columns.given
            if field == lv.GIVEN_NAME.field:
                straight, other = other, straight
            a = int((other if left_crossed else straight)[left])
            b = int((other if right_crossed else straight)[right])
        elif field == lv.FATHER.field:
            a, b = int(columns.father[left]), int(columns.father[right])
        elif field == lv.BIRTH_DATE.field:
            a, b = int(columns.date[left]), int(columns.date[right])
        else:
            a, b = int(columns.values[field][left]), int(columns.values[field][right])
        if a < 0 or b < 0:
            return Met("", "")
        key = (field, a, b)
        if key not in self._known:
            self._known[key] = self._look(field, a, b)
        return self._known[key]

    def _look(self, field: str, a: int, b: int) -> Met:
        columns = self._comparer.columns
        if field == lv.SURNAME.field:
            return _names_met(columns.names, a, b, with_group=False)
        if field == lv.GIVEN_NAME.field:
            return _names_met(columns.names, a, b, with_group=True)
        if field == lv.FATHER.field:
            return _names_met(columns.fathers, a, b, with_group=True)
        if field == lv.BIRTH_DATE.field:
            return Met(self._days(a), self._days(b))
        codes = self._comparer.texts[field].codes
        return Met(codes[a], codes[b])

    def _days(self, at: int) -> str:
        """The days that a date leaves possible: one, one of two, or from the first to the last."""
        dates = self._comparer.dates
        if not dates.partial[at]:
            return " | ".join(dict.fromkeys(map(_written, (int(dates.first[at]), int(dates.second[at])))))
        first, last = (date.fromordinal(int(day)).isoformat() for day in (dates.earliest[at], dates.latest[at]))
        return first if first == last else f"{first} – {last}"


def _written(day: int) -> str:
    return f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}"


def _names_met(names: Names, a: int, b: int, *, with_group: bool) -> Met:
    """The two most similar readings, usual ones before rarer; the order of the sides does not matter."""
    _, _, _, left, right = max(
        (OSA.normalized_similarity(one, two), -(i + j), sorted((one, two)), one, two)
        for i, one in enumerate(names.folds[a])
        for j, two in enumerate(names.folds[b])
    )
    return Met(left, right, _group(names, a, b) if with_group else "")


def _group(names: Names, a: int, b: int) -> str:
    """The name of the table that both are forms of, in full, else short for, else one slip away from."""
    for one, two in (
        (names.whole, names.whole),
        (names.short, names.near),
        (names.near, names.short),
        (names.short, names.short),
        (names.near, names.near),
    ):
        common = sorted({int(n) for n in one[a] if n >= 0} & {int(n) for n in two[b] if n >= 0})
        if common:
            return group_labels()[common[0]]
    return ""

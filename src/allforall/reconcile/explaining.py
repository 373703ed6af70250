"""Pairs with the basis of their score: the values as written, what was compared of them, the level, the weight."""

from collections.abc import Iterable

from allforall.people.fields import Field
from allforall.reconcile import levels as lv
from allforall.reconcile.comparison import Agreement, FieldComparison, Pair
from allforall.reconcile.prepared import Rows
from allforall.reconcile.readings_met import MetReadings
from allforall.reconcile.scoring import Bits, Comparer, Scored
from allforall.reconcile.weights import Weights, order_bits

#: The source of a compared field's value: a field, and another one for rows without the first.
_FROM: dict[str, tuple[Field, Field | None]] = {
    lv.FATHER.field: (Field.PATRONYMIC, Field.FATHER_NAME),
    lv.BIRTH_DATE.field: (Field.BIRTH_DATE, Field.AGE),
}
_SOURCES = [_FROM.get(compared.field, (Field(compared.field), None)) for compared in lv.COMPARED]
#: Shown even if both lists are silent, since readers look for them.
_ALWAYS = frozenset({lv.SURNAME.field, lv.GIVEN_NAME.field, lv.FATHER.field, lv.BIRTH_DATE.field})
#: The name, the levels of every compared field, and whether it is always shown.
_COLUMNS = [(compared.field, compared.levels, compared.field in _ALWAYS) for compared in lv.COMPARED]


class Explainer:
    """Makes `Pair` values of scored pairs. `flipped`: the first list of the arrays is the right one."""

    def __init__(
        self,
        rows: Rows,
        comparer: Comparer,
        scored: Scored,
        fields: Bits,
        weights: Weights,
        probabilities: Bits,
        *,
        flipped: bool,
    ) -> None:
        self.rows, self.scored, self.fields = rows, scored, fields
        self.weights, self.probabilities, self.flipped = weights, probabilities, flipped
        self._met = MetReadings(comparer)
        self._written: dict[int, list[str]] = {}
        self._log_m = [[float(bits) for bits in column] for column in weights.log_m]
        self._by_term = [[bool(by) for by in column] for column in weights.by_term]

    def fetch(self, pairs: Iterable[int]) -> None:
        """Loads the rows of these pairs together."""
        which = list(pairs)
        self.rows.fetch([*self.scored.left[which].tolist(), *self.scored.right[which].tolist()])

    def _said(self, row: int) -> list[str]:
        """The content of each compared field of a row, as written; empty if the row has none."""
        if row not in self._written:
            said = {
                reading.field: reading.written or reading.value for reading in self.rows[row].readings if reading.value
            }
            known = said.get
            self._written[row] = [known(first) or (known(other) if other else None) or "" for first, other in _SOURCES]
        return self._written[row]

    def _sides(self, i: int) -> tuple[int, int]:
        left, right = int(self.scored.left[i]), int(self.scored.right[i])
        return (right, left) if self.flipped else (left, right)

    def pair(self, i: int) -> Pair:
        """Returns pair `i`. Its bits are the sum of the bits shown."""
        left, right = self._sides(i)
        said_left, said_right = self._said(left), self._said(right)
        swapped = bool(self.scored.swapped[i])
        # in a crosswise pair the first row of the arrays has its columns as named, unless the second one does
        left_crossed = swapped and bool(self.scored.by_right[i]) != self.flipped
        right_crossed = swapped and not left_crossed
        if left_crossed:
            said_left = _crosswise(said_left)
        if right_crossed:
            said_right = _crosswise(said_right)
        bits = self.weights.prior_bits
        shown: list[FieldComparison] = []
        levels, weights = self.scored.levels[i].tolist(), self.fields[i].tolist()
        for column, (field, its_levels, always) in enumerate(_COLUMNS):
            a, b = said_left[column], said_right[column]
            if not (a or b or always):
                continue
            number, weight = levels[column], weights[column]
            bits += weight
            if not number:
                shown.append(
                    FieldComparison(
                        field=field, level="unknown", agreement=Agreement.UNKNOWN, left=a, right=b, bits=weight
                    )
                )
                continue
            level = its_levels[number - 1]
            met = self._met.of(field, left, right, left_crossed=left_crossed, right_crossed=right_crossed)
            shown.append(
                FieldComparison(
                    field=field,
                    level=level.code,
                    agreement=level.agreement,
                    left=a,
                    right=b,
                    bits=weight,
                    left_reading=met.left,
                    right_reading=met.right,
                    group=met.group,
                    log_m=self._log_m[column][number],
                    by_frequency=self._by_term[column][number],
                )
            )
        if swapped:
            bits += order_bits()
            shown.append(
                FieldComparison(
                    field=lv.NAME_ORDER,
                    level="swapped",
                    agreement=Agreement.CLOSE,
                    left="",
                    right="",
                    bits=order_bits(),
                )
            )
        return Pair(
            self.rows.keys[left],
            self.rows.keys[right],
            tuple(shown),
            self.weights.prior_bits,
            bits,
            float(self.probabilities[i]),
        )

    def other_row(self, i: int, rival: int) -> str:
        """Returns the key of the row in pair `rival` that is not in its neighbour, pair `i`."""
        mine = set(self._sides(i))
        return next(self.rows.keys[row] for row in self._sides(rival) if row not in mine)


def _crosswise(said: list[str]) -> list[str]:
    """The content of a row with surname and given name swapped."""
    turned = said.copy()
    surname, given = lv.COLUMN[lv.SURNAME.field], lv.COLUMN[lv.GIVEN_NAME.field]
    turned[surname], turned[given] = said[given], said[surname]
    return turned

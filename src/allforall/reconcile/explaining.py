"""Pairs with what made their score: the values as written, what was compared of them, the level, the weight."""

from collections.abc import Iterable

from allforall.people.fields import Field
from allforall.reconcile import levels as lv
from allforall.reconcile.comparison import Agreement, FieldComparison, Pair
from allforall.reconcile.prepared import Rows
from allforall.reconcile.readings_met import Met, MetReadings
from allforall.reconcile.scoring import Bits, Comparer, Scored
from allforall.reconcile.weights import Weights, order_bits

#: Which readings a compared field is made from, the first that is known.
_FROM: dict[str, tuple[Field, ...]] = {
    **{compared.field: (Field(compared.field),) for compared in lv.COMPARED},
    lv.FATHER.field: (Field.PATRONYMIC, Field.FATHER_NAME),
    lv.BIRTH_DATE.field: (Field.BIRTH_DATE, Field.AGE),
}
#: Shown even where both lists are silent, since a reader looks for them.
_ALWAYS = frozenset({lv.SURNAME.field, lv.GIVEN_NAME.field, lv.FATHER.field, lv.BIRTH_DATE.field})
_NOTHING = Met("", "")


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
        self._written: dict[int, dict[Field, str]] = {}

    def fetch(self, pairs: Iterable[int]) -> None:
        """Loads the rows of these pairs together."""
        which = list(pairs)
        self.rows.fetch([*self.scored.left[which].tolist(), *self.scored.right[which].tolist()])

    def _said(self, row: int) -> dict[Field, str]:
        if row not in self._written:
            said: dict[Field, str] = {}
            for reading in self.rows[row].readings:
                if reading.value:
                    said[reading.field] = reading.written or reading.value
            self._written[row] = said
        return self._written[row]

    def _sides(self, i: int) -> tuple[int, int]:
        left, right = int(self.scored.left[i]), int(self.scored.right[i])
        return (right, left) if self.flipped else (left, right)

    def pair(self, i: int) -> Pair:
        """Returns pair `i`. Its bits are the sum of what it shows."""
        left, right = self._sides(i)
        said_left, said_right = self._said(left), self._said(right)
        swapped = bool(self.scored.swapped[i])
        # in the arrays' first row of a crosswise pair the columns stand as named unless the second has them
        # right
        left_crossed = swapped and bool(self.scored.by_right[i]) != self.flipped
        right_crossed = swapped and not left_crossed
        bits = self.weights.prior_bits
        shown: list[FieldComparison] = []
        for column, compared in enumerate(lv.COMPARED):
            field = compared.field
            crossed = field in _OTHER_NAME
            a = _first(said_left, _OTHER_NAME[field] if crossed and left_crossed else _FROM[field])
            b = _first(said_right, _OTHER_NAME[field] if crossed and right_crossed else _FROM[field])
            if not (a or b or field in _ALWAYS):
                continue
            number = int(self.scored.levels[i, column])
            weight = float(self.fields[i, column])
            bits += weight
            if not number:
                shown.append(FieldComparison(field, "unknown", Agreement.UNKNOWN, a, b, weight))
                continue
            level = compared.levels[number - 1]
            met = self._met.of(
                field, left, right, left_crossed=crossed and left_crossed, right_crossed=crossed and right_crossed
            )
            shown.append(
                FieldComparison(
                    field, level.code, level.agreement, a, b, weight, met.left, met.right, met.group,
                    float(self.weights.log_m[column][number]), bool(self.weights.by_term[column][number]),
                )
            )  # fmt: skip
        if swapped:
            bits += order_bits()
            shown.append(FieldComparison(lv.NAME_ORDER, "swapped", Agreement.CLOSE, "", "", order_bits()))
        return Pair(
            self.rows.keys[left], self.rows.keys[right], tuple(shown), self.weights.prior_bits, bits,
            float(self.probabilities[i]),
        )  # fmt: skip

    def other_row(self, i: int, rival: int) -> str:
        """Returns the key of the row that pair `rival` has and pair `i`, its neighbour, has not."""
        mine = set(self._sides(i))
        return next(self.rows.keys[row] for row in self._sides(rival) if row not in mine)


_OTHER_NAME: dict[str, tuple[Field, ...]] = {
    lv.SURNAME.field: (Field.GIVEN_NAME,),
    lv.GIVEN_NAME.field: (Field.SURNAME,),
}


def _first(said: dict[Field, str], sources: tuple[Field, ...]) -> str:
    return next((said[field] for field in sources if field in said), "")

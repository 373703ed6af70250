"""Pairs with what made their score: the values as they are written, the level, the weight, field by field."""

from collections.abc import Sequence

from allforall.people.fields import Field
from allforall.people.persons import PersonRow
from allforall.reconcile import levels as lv
from allforall.reconcile.comparison import Agreement, FieldComparison, Pair
from allforall.reconcile.scoring import Bits, Scored
from allforall.reconcile.weights import order_bits

#: Which readings a compared field is made from, the first that is known.
_FROM: dict[str, tuple[Field, ...]] = {
    **{compared.field: (Field(compared.field),) for compared in lv.COMPARED},
    lv.FATHER.field: (Field.PATRONYMIC, Field.FATHER_NAME),
    lv.BIRTH_DATE.field: (Field.BIRTH_DATE, Field.AGE),
}
#: Shown even where both lists are silent, since a reader looks for them.
_ALWAYS = frozenset({lv.SURNAME.field, lv.GIVEN_NAME.field, lv.FATHER.field, lv.BIRTH_DATE.field})


class Explainer:
    """Makes `Pair` values of scored pairs. `flipped`: the first list of the arrays is the right one."""

    def __init__(
        self, rows: Sequence[PersonRow], scored: Scored, fields: Bits, prior_bits: float, *, flipped: bool
    ) -> None:
        self.rows, self.scored, self.fields = rows, scored, fields
        self.prior_bits, self.flipped = prior_bits, flipped
        self._written: dict[int, dict[Field, str]] = {}

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
        bits = self.prior_bits
        shown: list[FieldComparison] = []
        for column, compared in enumerate(lv.COMPARED):
            sources_left = sources_right = _FROM[compared.field]
            if swapped and compared.field in _OTHER_NAME:
                if left_crossed:
                    sources_left = _OTHER_NAME[compared.field]
                else:
                    sources_right = _OTHER_NAME[compared.field]
            a, b = _first(said_left, sources_left), _first(said_right, sources_right)
            if not (a or b or compared.field in _ALWAYS):
                continue
            number = int(self.scored.levels[i, column])
            weight = float(self.fields[i, column])
            bits += weight
            if number:
                level = compared.levels[number - 1]
                shown.append(FieldComparison(compared.field, level.code, level.agreement, a, b, weight))
            else:
                shown.append(FieldComparison(compared.field, "unknown", Agreement.UNKNOWN, a, b, weight))
        if swapped:
            bits += order_bits()
            shown.append(FieldComparison(lv.NAME_ORDER, "swapped", Agreement.CLOSE, "", "", order_bits()))
        return Pair(self.rows[left].key, self.rows[right].key, tuple(shown), self.prior_bits, bits)

    def other_row(self, i: int, rival: int) -> str:
        """Returns the key of the row that pair `rival` has and pair `i`, its neighbour, has not."""
        mine = set(self._sides(i))
        return next(self.rows[row].key for row in self._sides(rival) if row not in mine)


_OTHER_NAME: dict[str, tuple[Field, ...]] = {
    lv.SURNAME.field: (Field.GIVEN_NAME,),
    lv.GIVEN_NAME.field: (Field.SURNAME,),
}


def _first(said: dict[Field, str], sources: tuple[Field, ...]) -> str:
    return next((said[field] for field in sources if field in said), "")

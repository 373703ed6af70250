"""Sum-product over small discrete variables: a plan made once per shape, then run on many families at a time.

A factor is an array with one axis per variable and the batch last (length 1: the same for every family). Variables
are summed out one after the other (variable elimination: Koller and Friedman, *Probabilistic Graphical Models*, 2009,
ch. 9; for pedigrees Lauritzen and Sheehan, *Graphical models for genetic analyses*, Statist. Sci. 18 (2003) 489-514).
The order is the cheaper of two greedy ones: min-fill, and the smallest result.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Variable = int

#: Doubles in the largest array of a step; families beyond it wait for the next round (64 MB, an assumption).
MAX_CELLS = 8_000_000
#: A factor that is the same for every family costs next to nothing beside the others: it is made once per batch.
SHARED_SHARE = 0.02
#: One letter per variable of a product, without the Z of the batch; more would be arrays of 2^50 cells.
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXY"
#: Steps from which every result is scaled: shorter products of chances stay far within a double (1e-308).
SCALED_FROM = 80
#: Below this many values of a variable a matrix product is slower than multiplying and adding.
MATRIX_FROM = 4


@dataclass(frozen=True, slots=True)
class Scope:
    """The variables of a factor and whether it differs from family to family."""

    variables: tuple[Variable, ...]
    batched: bool


@dataclass(frozen=True, slots=True)
class Step:
    """Multiply factor `left` by factor `right` (or nothing) and sum `summed` out (or nothing). How is determined once:
    `kind`, the axes of both (`stretch` adds axes of length one), and for a sum of products its einsum word.
    """

    left: int
    right: int
    summed: Variable | None
    result: Scope
    kind: str
    left_axes: tuple[int, ...] = ()
    right_axes: tuple[int, ...] = ()
    left_stretch: tuple[slice | None, ...] = ()
    right_stretch: tuple[slice | None, ...] = ()
    out_axes: tuple[int, ...] = ()
    word: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps for one shape: `kept` are the variables of the result, in this order; `cells` the largest array."""

    steps: tuple[Step, ...]
    kept: tuple[Variable, ...]
    cells: int
    cost: float
    last_axes: tuple[int, ...]


def make_plan(scopes: Sequence[Scope], sizes: Mapping[Variable, int], kept: tuple[Variable, ...]) -> Plan:
    """Returns the cheapest of the plans that the greedy orders give."""
    orders = [_order(scopes, sizes, kept, fill=fill) for fill in (False, True)]
    _, order = min(orders)
    return _in_order(scopes, sizes, kept, order)


def _order(
    scopes: Sequence[Scope], sizes: Mapping[Variable, int], kept: tuple[Variable, ...], *, fill: bool
) -> tuple[float, list[Variable]]:
    """Returns a greedy order and what it costs: the next variable is the one that links the fewest neighbours anew
    (`fill`), or whose result is the smallest.
    """
    near: dict[Variable, set[Variable]] = {}
    for scope in scopes:
        for variable in scope.variables:
            near.setdefault(variable, set()).update(scope.variables)
    for variable, others in near.items():
        others.discard(variable)

    def score(variable: Variable) -> tuple[float, float]:
        result = math.prod(sizes[other] for other in near[variable])
        if not fill:
            return result, sizes[variable]
        others = list(near[variable])
        missing = sum(b not in near[a] for n, a in enumerate(others) for b in others[n + 1 :])
        return missing, result

    scores = {variable: score(variable) for variable in near if variable not in kept}
    order: list[Variable] = []
    cost = 0.0
    while scores:
        variable = min(scores, key=scores.__getitem__)
        others = near[variable]
        cost += sizes[variable] * math.prod(sizes[other] for other in others)
        changed = set(others)
        for other in others:
            near[other] |= others
            near[other] -= {other, variable}
        if fill:
            # Links among the neighbours of a neighbour changed too.
            for other in others:
                changed |= near[other]
        del scores[variable], near[variable]
        order.append(variable)
        for other in changed:
            if other in scores:
                scores[other] = score(other)
    return cost, order


def run_plan(plan: Plan, factors: Sequence[Array]) -> tuple[Array, Array]:
    """Returns the product of the factors, summed over all variables but those kept, shape (kept..., batch), and what
    its numbers were divided by, as natural logarithms: shape (batch) or (1).
    """
    arrays: list[Array | None] = list(factors)
    scale: Array = np.zeros(1)
    for step in plan.steps:
        left = _taken(arrays, step.left)
        arrays[step.left] = None
        if step.kind == "sum":
            made: Array = left.sum(axis=step.left_axes[0])
        else:
            right = _taken(arrays, step.right)
            arrays[step.right] = None
            made = _apply(step, left, right)
        if len(plan.steps) > SCALED_FROM:
            # Hundreds of small chances multiplied would leave the range of a double.
            most = made.max(axis=tuple(range(made.ndim - 1)))
            most = np.where(most > 0, most, 1.0)
            made = made / most
            scale = scale + np.log(most)
        arrays.append(made)
    return _taken(arrays, len(arrays) - 1).transpose(plan.last_axes), scale


def _taken(arrays: Sequence[Array | None], place: int) -> Array:
    array = arrays[place]
    if array is None:
        raise AssertionError("a factor is used once")
    return array


def _apply(step: Step, left: Array, right: Array) -> Array:
    if step.kind == "multiply":
        product: Array = (
            left.transpose(step.left_axes)[step.left_stretch] * right.transpose(step.right_axes)[step.right_stretch]
        )
        return product
    if step.kind == "matrix":
        # One matrix for all families: (rest of right, summed) times (summed, rest of left and batch).
        front = left.transpose(step.left_axes)
        matrix = right[..., 0].transpose(step.right_axes)
        made = matrix.reshape(-1, matrix.shape[-1]) @ front.reshape(front.shape[0], -1)
        return made.reshape(matrix.shape[:-1] + front.shape[1:]).transpose(step.out_axes)
    summed: Array = np.einsum(
        step.word, left[..., 0] if "left" in step.kind else left, right[..., 0] if "right" in step.kind else right
    )
    return summed


def _make_step(
    places: tuple[int, int],
    scopes: tuple[Scope, Scope],
    sizes: Mapping[Variable, int],
    summed: Variable | None,
    out: Scope,
) -> Step:
    """Returns the step that makes `out` of two factors, with its way worked out."""
    left, right = scopes
    if summed is None:
        axes = [_aligning(scope, out.variables) for scope in scopes]
        return Step(*places, None, out, "multiply", axes[0][0], axes[1][0], axes[0][1], axes[1][1])
    for (a, b), (first, second) in ((scopes, places), (scopes[::-1], places[::-1])):
        if b.batched or set(a.variables) & set(b.variables) != {summed} or sizes[summed] < MATRIX_FROM:
            continue
        at, to = a.variables.index(summed), b.variables.index(summed)
        left_axes = (at, *(n for n in range(len(a.variables)) if n != at), len(a.variables))
        right_axes = (*(n for n in range(len(b.variables)) if n != to), to)
        names = [v for v in b.variables if v != summed] + [v for v in a.variables if v != summed]
        out_axes = (*(names.index(v) for v in out.variables), len(names))
        return Step(first, second, summed, out, "matrix", left_axes, right_axes, out_axes=out_axes)
    letters = {v: LETTERS[n] for n, v in enumerate(dict.fromkeys((*left.variables, *right.variables)))}

    def word(variables: Sequence[Variable], *, batched: bool) -> str:
        return "".join(letters[variable] for variable in variables) + ("Z" if batched else "")

    # einsum does not stretch a batch of one: that axis is left out of a factor that all families share.
    one, two = not left.batched and right.batched, not right.batched and left.batched
    text = f"{word(left.variables, batched=not one)},{word(right.variables, batched=not two)}"
    kind = "einsum-left" if one else "einsum-right" if two else "einsum"
    return Step(*places, summed, out, kind, word=f"{text}->{word(out.variables, batched=True)}")


def _aligning(scope: Scope, out: tuple[Variable, ...]) -> tuple[tuple[int, ...], tuple[slice | None, ...]]:
    """Returns the axes of a factor in the order of `out`, and where an axis of length one is added."""
    order = sorted(range(len(scope.variables)), key=lambda place: out.index(scope.variables[place]))
    held = set(scope.variables)
    stretch = tuple(slice(None) if variable in held else None for variable in out)
    return (*order, len(order)), (*stretch, slice(None))


class _Search:
    """A greedy elimination in progress."""

    def __init__(self, scopes: Sequence[Scope], sizes: Mapping[Variable, int]) -> None:
        self.scopes = dict(enumerate(scopes))
        self.sizes = sizes
        self.count = len(scopes)
        self.steps: list[Step] = []
        self.cost = 0.0
        self.cells = max((self.size(scope.variables) for scope in scopes), default=1)

    def size(self, variables: Sequence[Variable]) -> int:
        return math.prod(self.sizes[variable] for variable in variables)

    def holding(self, variable: Variable) -> list[int]:
        return [place for place, scope in self.scopes.items() if variable in scope.variables]

    def union(self, places: Sequence[int]) -> tuple[Variable, ...]:
        return tuple(dict.fromkeys(v for place in places for v in self.scopes[place].variables))

    def add(self, left: int, right: int | None, summed: Variable | None) -> int:
        places = [left] if right is None else [left, right]
        wide = self.union(places)
        batched = any(self.scopes[place].batched for place in places)
        result = Scope(tuple(v for v in wide if v != summed), batched)
        self.cost += self.size(wide) * (1.0 if batched else SHARED_SHARE)
        self.cells = max(self.cells, self.size(result.variables))
        if right is None:
            axis = wide.index(summed) if summed is not None else 0
            self.steps.append(Step(left, -1, summed, result, "sum", (axis,)))
        else:
            scopes = (self.scopes[left], self.scopes[right])
            self.steps.append(_make_step((left, right), scopes, self.sizes, summed, result))
        for place in places:
            del self.scopes[place]
        self.scopes[self.count] = result
        self.count += 1
        return self.count - 1

    def merge(self, places: list[int], summed: Variable | None) -> None:
        places = list(places)
        while len(places) > 2:
            pairs = [(a, b) for n, a in enumerate(places) for b in places[n + 1 :]]
            a, b = min(pairs, key=self.pair_cost)
            made = self.add(a, b, None)
            places = [place for place in places if place not in {a, b}] + [made]
        if len(places) == 2:
            self.add(places[0], places[1], summed)
        elif summed is not None:
            self.add(places[0], None, summed)

    def pair_cost(self, pair: tuple[int, int]) -> float:
        batched = any(self.scopes[place].batched for place in pair)
        return self.size(self.union(pair)) * (1.0 if batched else SHARED_SHARE)


def _in_order(
    scopes: Sequence[Scope], sizes: Mapping[Variable, int], kept: tuple[Variable, ...], order: Sequence[Variable]
) -> Plan:
    search = _Search(scopes, sizes)
    for variable in order:
        search.merge(search.holding(variable), variable)
    search.merge(list(search.scopes), None)
    (last,) = search.scopes.values()
    axes = (*(last.variables.index(variable) for variable in kept), len(kept))
    return Plan(tuple(search.steps), kept, search.cells, search.cost, axes)

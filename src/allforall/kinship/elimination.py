"""Sum-product over small discrete variables: a plan made once per shape, then run on many families at a time.

A factor is an array with one axis per variable and the batch last (length 1: the same for every family). Variables
are summed out one after the other (variable elimination: Koller and Friedman, *Probabilistic Graphical Models*, 2009,
ch. 9; for pedigrees Lauritzen and Sheehan, *Graphical models for genetic analyses*, Statist. Sci. 18 (2003) 489-514).
The order is the cheapest of three greedy ones: min-fill, smallest result, fewest multiplications.
"""

import math
from collections.abc import Callable, Mapping, Sequence
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
#: Below this many values of a variable a matrix product is slower than multiplying and adding.
MATRIX_FROM = 4


@dataclass(frozen=True, slots=True)
class Scope:
    """The variables of a factor and whether it differs from family to family."""

    variables: tuple[Variable, ...]
    batched: bool


@dataclass(frozen=True, slots=True)
class Step:
    """Multiply factor `left` by factor `right` (or nothing) and sum `summed` out (or nothing)."""

    left: int
    right: int | None
    summed: Variable | None
    result: Scope


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps for one shape: `kept` are the variables of the result, in this order; `cells` the largest array."""

    steps: tuple[Step, ...]
    kept: tuple[Variable, ...]
    cells: int
    cost: float


def make_plan(scopes: Sequence[Scope], sizes: Mapping[Variable, int], kept: tuple[Variable, ...]) -> Plan:
    """Returns the cheapest of the plans that the three greedy orders give."""
    rules: tuple[Callable[[_Search, Variable], float], ...] = (_fill, _result_size, _cost)
    return min((_greedy(scopes, sizes, kept, rule) for rule in rules), key=lambda plan: plan.cost)


def run_plan(plan: Plan, factors: Sequence[Array], scopes: Sequence[Scope]) -> Array:
    """Returns the product of the factors, summed over all variables but those kept: shape (kept..., batch)."""
    arrays: list[Array | None] = list(factors)
    names = [scope.variables for scope in scopes]
    for step in plan.steps:
        left = _taken(arrays, step.left)
        if step.right is None:
            axis = names[step.left].index(_given(step.summed))
            made = left.sum(axis=axis)
        else:
            right = _taken(arrays, step.right)
            made = _contract(left, names[step.left], right, names[step.right], step.result.variables, step.summed)
            arrays[step.right] = None
        arrays[step.left] = None
        arrays.append(made)
        names.append(step.result.variables)
    last = _taken(arrays, len(arrays) - 1)
    order = [names[-1].index(variable) for variable in plan.kept]
    return last.transpose(*order, last.ndim - 1)


def _given(variable: Variable | None) -> Variable:
    if variable is None:
        raise AssertionError("a step without a second factor sums a variable out")
    return variable


def _taken(arrays: Sequence[Array | None], place: int) -> Array:
    array = arrays[place]
    if array is None:
        raise AssertionError("a factor is used once")
    return array


def _contract(
    left: Array,
    left_names: tuple[Variable, ...],
    right: Array,
    right_names: tuple[Variable, ...],
    out: tuple[Variable, ...],
    summed: Variable | None,
) -> Array:
    if summed is None:
        return _aligned(left, left_names, out) * _aligned(right, right_names, out)
    for a, a_names, b, b_names in ((left, left_names, right, right_names), (right, right_names, left, left_names)):
        shared = set(a_names) & set(b_names)
        if b.shape[-1] == 1 and shared == {summed} and b.shape[b_names.index(summed)] >= MATRIX_FROM:
            # One matrix for all families: (rest of b, summed) times (summed, rest of a and batch).
            front = np.moveaxis(a, a_names.index(summed), 0)
            matrix = np.moveaxis(b[..., 0], b_names.index(summed), -1)
            shape = matrix.shape[:-1] + front.shape[1:]
            made = matrix.reshape(-1, matrix.shape[-1]) @ front.reshape(front.shape[0], -1)
            names = tuple(v for v in b_names if v != summed) + tuple(v for v in a_names if v != summed)
            return made.reshape(shape).transpose(*(names.index(v) for v in out), len(names))
    letters = {v: LETTERS[place] for place, v in enumerate(dict.fromkeys((*left_names, *right_names)))}

    def word(names: Sequence[Variable]) -> str:
        return "".join(letters[variable] for variable in names)

    # einsum does not stretch a batch of one: leave that axis out of the shared factor.
    one, two = (left.shape[-1] == 1 < right.shape[-1]), (right.shape[-1] == 1 < left.shape[-1])
    first, second = word(left_names) + ("" if one else "Z"), word(right_names) + ("" if two else "Z")
    a, b = left[..., 0] if one else left, right[..., 0] if two else right
    made_sum: Array = np.einsum(f"{first},{second}->{word(out)}Z", a, b)
    return made_sum


def _aligned(array: Array, names: tuple[Variable, ...], out: tuple[Variable, ...]) -> Array:
    """Returns the array with its axes in the order of `out`, length one where it lacks a variable."""
    order = sorted(range(len(names)), key=lambda place: out.index(names[place]))
    moved = array.transpose(*order, array.ndim - 1)
    lengths = {names[place]: array.shape[place] for place in order}
    return moved.reshape(*(lengths.get(variable, 1) for variable in out), array.shape[-1])


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
        self.steps.append(Step(left, right, summed, result))
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


def _fill(search: _Search, variable: Variable) -> float:
    """Returns how many pairs of neighbours become linked, with the result's size to decide between equals."""
    places = search.holding(variable)
    near = [v for v in search.union(places) if v != variable]
    linked = {frozenset((a, b)) for scope in search.scopes.values() for a in scope.variables for b in scope.variables}
    missing = sum(frozenset((a, b)) not in linked for n, a in enumerate(near) for b in near[n + 1 :])
    return missing + math.log(search.size(near) or 1) / 1000


def _result_size(search: _Search, variable: Variable) -> float:
    return search.size([v for v in search.union(search.holding(variable)) if v != variable])


def _cost(search: _Search, variable: Variable) -> float:
    places = search.holding(variable)
    batched = any(search.scopes[place].batched for place in places)
    return search.size(search.union(places)) * (1.0 if batched else SHARED_SHARE)


def _greedy(
    scopes: Sequence[Scope],
    sizes: Mapping[Variable, int],
    kept: tuple[Variable, ...],
    rule: Callable[[_Search, Variable], float],
) -> Plan:
    search = _Search(scopes, sizes)
    left = dict.fromkeys(v for scope in scopes for v in scope.variables if v not in kept)
    while left:
        variable = min(left, key=lambda v: rule(search, v))
        search.merge(search.holding(variable), variable)
        del left[variable]
    search.merge(list(search.scopes), None)
    return Plan(tuple(search.steps), kept, search.cells, search.cost)

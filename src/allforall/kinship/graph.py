"""From a pedigree's shape to factors: ordered alleles, transmissions with the parent's coin, observations.

Every untyped person has two variables, the allele from the father and the one from the mother; every typed person
has one, the phase (which observed allele came from whom). Every passage from an untyped parent has a coin: which of
the two alleles was passed. With the coin as a variable no factor holds both alleles of a parent and the child's,
so a locus with 55 alleles costs 55 squared and not cubed. Shapes are values: families that have one share its plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from allforall.errors import InputError
from allforall.kinship.elimination import MAX_CELLS, Plan, Scope, make_plan, run_plan
from allforall.kinship.loci import Locus

Array = NDArray[np.float64]
Places = NDArray[np.int64]

#: Numbers in the largest array of one family (2 GB): fifteen typed siblings at a locus of 55 alleles are refused.
MAX_WIDEST = 250_000_000
#: What is known of a person at the locus.
UNTYPED, TYPED, WEIGHED = "untyped", "typed", "weighed"
#: Several observations, one of which is taken at a time: which one is a variable that stays open.
CHOSEN = "chosen"
FATHER, MOTHER = 0, 1
SHARED, PER_FAMILY = False, True


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a shape: places of father and mother (-1: unknown), what is known at each of the loci, and for X
    the sex.
    """

    father: int
    mother: int
    known: tuple[str, ...]
    male_x: bool = False

    @property
    def sides(self) -> tuple[int, ...]:
        """Returns the sides from which this person has an allele: a male has one X, from his mother."""
        return (MOTHER,) if self.male_x else (FATHER, MOTHER)


@dataclass(frozen=True, slots=True)
class Shape:
    """A pedigree without labels: members with parents first, whose alleles are asked for, how many loci are linked,
    X or not, and with theta which founder alleles are one (`blocks`, a number per founder side; -1: known, see `urn`).
    """

    members: tuple[Member, ...]
    asked: tuple[int, ...] = ()
    loci: int = 1
    is_x: bool = False
    blocks: tuple[int, ...] = ()

    def founder_sides(self) -> list[tuple[int, int]]:
        """Returns every (member, side) whose allele comes from the population."""
        return [
            (place, side)
            for place, member in enumerate(self.members)
            for side in member.sides
            if (member.father, member.mother)[side] < 0
        ]

    def is_founder(self, place: int) -> bool:
        """Returns whether all of a member's alleles come from the population."""
        member = self.members[place]
        return all((member.father, member.mother)[side] < 0 for side in member.sides)


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What a batch of families shows of one member at one locus: for TYPED the places of both alleles per phase and
    their weight, shape (phases, batch); for WEIGHED the chance of the observation, shape (alleles, alleles, batch);
    for CHOSEN of each observation, shape (alleles, alleles, observations, 1).
    """

    from_father: Places | None = None
    from_mother: Places | None = None
    weight: Array | None = None


@dataclass(frozen=True, slots=True)
class _Factor:
    """A factor to be filled: its kind, the member and side it speaks of, its locus and its variables."""

    kind: str
    variables: tuple[int, ...]
    batched: bool
    member: int = -1
    side: int = -1
    parent: int = -1
    parent_side: int = -1
    locus: int = 0


@dataclass(slots=True)
class Graph:
    """The factors of a shape, and its variables by kind: an allele of locus n, a coin, or a member's phase."""

    factors: list[_Factor] = field(default_factory=list)
    kinds: list[tuple[str, int]] = field(default_factory=list)
    kept: tuple[int, ...] = ()

    def variable(self, kind: str, number: int = 0) -> int:
        """Returns a new variable."""
        self.kinds.append((kind, number))
        return len(self.kinds) - 1


@lru_cache(maxsize=4096)
def build_graph(shape: Shape) -> Graph:
    """Returns the factors of a shape, each still to be filled with numbers."""
    graph = Graph()
    coins: dict[tuple[int, int, int], int] = {}
    kept: list[int] = []
    for locus in range(shape.loci):
        alleles: dict[tuple[int, int], int] = {}
        phases: dict[int, int] = {}
        chosen: dict[int, int] = {}
        for place, member in enumerate(shape.members):
            if member.known[locus] == TYPED:
                phases[place] = graph.variable("phase", place)
            else:
                for side in member.sides:
                    alleles[place, side] = graph.variable("allele", locus)
        _add_founders(graph, shape, locus, alleles, phases)
        for place, member in enumerate(shape.members):
            for side in member.sides:
                parent = (member.father, member.mother)[side]
                if parent >= 0:
                    _add_passage(graph, shape, locus, place, side, alleles, phases, coins)
            if member.known[locus] == WEIGHED:
                names = tuple(alleles[place, side] for side in member.sides)
                graph.factors.append(_Factor("weighed", names, PER_FAMILY, place, locus=locus))
            if member.known[locus] == CHOSEN:
                chosen[place] = graph.variable("choice", place)
                names = (*(alleles[place, side] for side in member.sides), chosen[place])
                graph.factors.append(_Factor("weighed", names, SHARED, place, locus=locus))
        for place in shape.asked:
            if place in chosen:
                kept.append(chosen[place])
            else:
                kept += [alleles[place, side] for side in shape.members[place].sides]
    if shape.loci == 2:
        for (place, side, locus), coin in coins.items():
            if locus == 0:
                graph.factors.append(_Factor("recombine", (coin, coins[place, side, 1]), SHARED))
    graph.kept = tuple(kept)
    return graph


def _add_founders(
    graph: Graph, shape: Shape, locus: int, alleles: dict[tuple[int, int], int], phases: dict[int, int]
) -> None:
    """Adds what the population gives. With theta founder alleles of one block are one variable; a typed founder's
    phase is then tied to it.
    """
    if not shape.blocks:
        for place, side in shape.founder_sides():
            if (place, side) in alleles:
                graph.factors.append(_Factor("prior", (alleles[place, side],), SHARED, locus=locus))
        for place, phase in phases.items():
            graph.factors.append(_Factor("typed", (phase,), PER_FAMILY, place, locus=locus))
        return
    # The first variable of a block represents all of them.
    of_block: dict[int, int] = {}
    per_family = -1 in shape.blocks
    for (place, side), block in zip(shape.founder_sides(), shape.blocks, strict=True):
        if block < 0:
            continue
        if block not in of_block:
            of_block[block] = alleles.get((place, side), -1)
            if of_block[block] < 0:
                of_block[block] = graph.variable("allele", locus)
            graph.factors.append(_Factor("prior", (of_block[block],), per_family, locus=locus))
        if place in phases:
            graph.factors.append(_Factor("tie", (of_block[block], phases[place]), PER_FAMILY, place, side, locus=locus))
        elif alleles[place, side] != of_block[block] and (
            place in shape.asked or shape.members[place].known[locus] in {WEIGHED, CHOSEN}
        ):
            # What is asked for or weighed keeps a variable of its own: tie it.
            graph.factors.append(_Factor("same", (of_block[block], alleles[place, side]), SHARED, locus=locus))
        else:
            alleles[place, side] = of_block[block]
    for place, phase in phases.items():
        graph.factors.append(_Factor("weight", (phase,), PER_FAMILY, place, locus=locus))


def _add_passage(
    graph: Graph,
    shape: Shape,
    locus: int,
    place: int,
    side: int,
    alleles: dict[tuple[int, int], int],
    phases: dict[int, int],
    coins: dict[tuple[int, int, int], int],
) -> None:
    parent = (shape.members[place].father, shape.members[place].mother)[side]
    child = phases[place] if place in phases else alleles[place, side]
    batched = place in phases
    sides = shape.members[parent].sides
    linked = shape.loci == 2

    def coin() -> int:
        if (place, side, locus) not in coins:
            coins[place, side, locus] = graph.variable("coin")
        return coins[place, side, locus]

    if parent in phases:
        names: tuple[int, ...] = (phases[parent], child)
        if linked and len(sides) == 2:
            names = (coin(), *names)
            graph.factors.append(_Factor("pass-typed-coin", names, PER_FAMILY, place, side, parent, locus=locus))
        else:
            graph.factors.append(_Factor("pass-typed", names, PER_FAMILY, place, side, parent, locus=locus))
        return
    if len(sides) == 1:
        names = (alleles[parent, sides[0]], child)
        graph.factors.append(
            _Factor(
                kind="pass-only",
                variables=names,
                batched=batched,
                member=place,
                side=side,
                parent=parent,
                parent_side=sides[0],
                locus=locus,
            )
        )
        return
    for parent_side in sides:
        names = (coin(), alleles[parent, parent_side], child)
        if len(set(names)) < len(names):
            raise AssertionError("no person descends from itself")
        graph.factors.append(
            _Factor(
                kind="pass",
                variables=names,
                batched=batched,
                member=place,
                side=side,
                parent=parent,
                parent_side=parent_side,
                locus=locus,
            )
        )


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """What many families of one shape show at the same loci: `seen[locus][member]`, and how the loci are linked. `urn`
    is what founder alleles are drawn from where it differs from family to family: shape (alleles, batch).
    """

    loci: tuple[Locus, ...]
    seen: tuple[tuple[Seen, ...], ...]
    size: int
    recombination: float = 0.5
    urn: Array | None = None


def evaluate(shape: Shape, batch: Batch) -> tuple[Array, Array]:
    """Returns the likelihood of each family, summed over all but the alleles asked for, shape (alleles..., batch), and
    the natural logarithm of what it was divided by, shape (batch).
    """
    graph = build_graph(shape)
    sizes = [_size_of(kind, batch) for kind in graph.kinds]
    plan = _plan_for(shape, tuple(_rounded(size, kind) for size, kind in zip(sizes, graph.kinds, strict=True)))
    widest = _widest(plan, sizes)
    if widest > MAX_WIDEST:
        raise InputError("kinship:pedigree:wide", locus=batch.loci[0].name, found=widest, expected=MAX_WIDEST)
    step = max(1, MAX_CELLS // widest)
    parts, scales = [], []
    for start in range(0, batch.size, step):
        chosen = slice(start, min(start + step, batch.size))
        factors = [_fill(factor, shape, batch, chosen) for factor in graph.factors]
        made, scale = run_plan(plan, factors)
        parts.append(np.broadcast_to(made, (*made.shape[:-1], chosen.stop - chosen.start)))
        scales.append(np.broadcast_to(scale, (chosen.stop - chosen.start,)))
    return (parts[0], scales[0]) if len(parts) == 1 else (np.concatenate(parts, axis=-1), np.concatenate(scales))


def cells_of(shape: Shape, batch: Batch) -> int:
    """Returns the numbers in the largest array that evaluating one family of a batch asks for."""
    graph = build_graph(shape)
    sizes = [_size_of(kind, batch) for kind in graph.kinds]
    plan = _plan_for(shape, tuple(_rounded(size, kind) for size, kind in zip(sizes, graph.kinds, strict=True)))
    return _widest(plan, sizes)


def _scopes(graph: Graph) -> tuple[Scope, ...]:
    return tuple(Scope(factor.variables, factor.batched) for factor in graph.factors)


def _size_of(kind: tuple[str, int], batch: Batch) -> int:
    name, number = kind
    if name == "coin":
        return 2
    if name == "allele":
        return len(batch.loci[number].alleles)
    if name == "choice":
        return int(_given(batch.seen[0][number].weight).shape[-2])
    # A phase: the member's, at the locus for which it is largest; each variable belongs to one locus, but sizes agree.
    widths = [seen[number].weight for seen in batch.seen if seen[number].from_mother is not None]
    return max(int(weight.shape[0]) for weight in widths if weight is not None)


def _rounded(size: int, kind: tuple[str, int]) -> int:
    """Returns a size for planning: loci of about as many alleles share a plan."""
    if kind[0] != "allele" or size <= 2:
        return size
    return 5 if size <= 7 else 10 if size <= 14 else 20 if size <= 32 else 56 if size <= 90 else size


@lru_cache(maxsize=8192)
def _plan_for(shape: Shape, sizes: tuple[int, ...]) -> Plan:
    graph = build_graph(shape)
    return make_plan(_scopes(graph), dict(enumerate(sizes)), graph.kept)


def _widest(plan: Plan, sizes: Sequence[int]) -> int:
    widest = 1
    for step in plan.steps:
        cells = 1
        for variable in step.result.variables:
            cells *= sizes[variable]
        widest = max(widest, cells)
    return widest


def _fill(factor: _Factor, shape: Shape, batch: Batch, chosen: slice) -> Array:
    """Returns a factor's numbers for the chosen families: one axis per variable, the batch last."""
    locus = batch.loci[factor.locus]
    count = len(locus.alleles)
    if factor.kind == "prior":
        return locus.frequencies[:, None] if batch.urn is None else batch.urn[:, chosen]
    if factor.kind == "same":
        return np.eye(count)[:, :, None]
    if factor.kind == "recombine":
        rate = batch.recombination
        return np.array([[1 - rate, rate], [rate, 1 - rate]])[:, :, None] / 2
    seen = batch.seen[factor.locus]
    if factor.kind in {"typed", "weight"}:
        return _typed(factor, shape, locus, seen[factor.member], chosen)
    if factor.kind == "tie":
        return np.eye(count)[:, _places(seen[factor.member], factor.side, chosen)]
    if factor.kind == "weighed":
        weight = seen[factor.member].weight
        return _given(weight)[..., chosen if _given(weight).shape[-1] > 1 else slice(None)]
    matrix = locus.male if factor.side == FATHER else locus.female
    child = (
        _places(seen[factor.member], factor.side, chosen)
        if shape.members[factor.member].known[factor.locus] == TYPED
        else None
    )
    if factor.kind.startswith("pass-typed"):
        return _from_typed(factor, shape, matrix, seen[factor.parent], child, chosen)
    passed = matrix[:, :, None] if child is None else matrix[:, child]
    if factor.kind == "pass-only":
        return passed
    # The coin decides whether this side's allele was passed; the other side's factor says with which chance.
    half = 0.5 if factor.parent_side == FATHER and shape.loci == 1 else 1.0
    both = np.full((2, *passed.shape), half)
    both[factor.parent_side] = passed * half
    return both


def _typed(factor: _Factor, shape: Shape, locus: Locus, seen: Seen, chosen: slice) -> Array:
    weight = _given(seen.weight)[:, chosen]
    if factor.kind == "weight":
        return weight
    member = shape.members[factor.member]
    for side in member.sides:
        if (member.father, member.mother)[side] < 0:
            weight = weight * locus.frequencies[_places(seen, side, chosen)]
    return weight


def _from_typed(
    factor: _Factor, shape: Shape, matrix: Array, parent: Seen, child: Places | None, chosen: slice
) -> Array:
    rows = []
    for side in shape.members[factor.parent].sides:
        own = _places(parent, side, chosen)
        if child is None:
            rows.append(matrix[own].transpose(0, 2, 1))
        else:
            rows.append(matrix[own[:, None, :], child[None, :, :]])
    if factor.kind == "pass-typed-coin":
        return np.stack(rows)
    return rows[0] if len(rows) == 1 else (rows[0] + rows[1]) / 2


def _places(seen: Seen, side: int, chosen: slice) -> Places:
    places = seen.from_father if side == FATHER else seen.from_mother
    if places is None:
        raise AssertionError("a typed member has places for each of its sides")
    return places[:, chosen]


def _given(weight: Array | None) -> Array:
    if weight is None:
        raise AssertionError("a typed or weighed member has weights")
    return weight

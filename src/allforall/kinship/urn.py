"""Theta: founder alleles as draws from an urn in which each draw may repeat an earlier one.

Balding and Nichols, *DNA profile match probability calculation*, FSI 64 (1994) 125-140. The alleles of typed founders
are drawn first: its chance is a product, and it changes the urn for the others. The chance of the untyped founders'
alleles is a sum over the ways in which they may be copies of one another (set partitions, with the weights of the
Chinese restaurant process: Pitman, *Combinatorial Stochastic Processes*, 2006, ch. 3). Within one way copies are one
allele, drawn from the urn, so the result is exact for every mutation model.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from allforall.errors import InputError
from allforall.kinship.graph import FATHER, TYPED, Batch, Shape, evaluate

Array = NDArray[np.float64]

#: Alleles of untyped founders with theta: 10 can be copies of one another in 115,975 ways (Bell numbers); more are
#: refused.
MAX_FOUNDER_ALLELES = 10


def evaluate_urn(shape: Shape, batch: Batch, theta: float) -> tuple[Array, Array]:
    """Returns the likelihood of each family, with theta over all founders of the shape, (alleles asked..., batch), and
    the natural logarithm of what it was divided by, (batch).
    """
    if theta == 0:
        return evaluate(shape, batch)
    known = _known(shape, batch)
    drawn = sum(len(shape.members[place].sides) for place in known)
    unknown = len(shape.founder_sides()) - drawn
    if unknown > MAX_FOUNDER_ALLELES:
        raise InputError(
            "kinship:theta:founders", locus=batch.loci[0].name, found=unknown, expected=MAX_FOUNDER_ALLELES
        )
    chance, urn = _draw_known(shape, batch, known, theta)
    filled = Batch(batch.loci, batch.seen, batch.size, batch.recombination, urn if known else None)
    total: Array | None = None
    scale: Array = np.zeros(batch.size)
    for blocks, weight in _ways(shape, known, drawn, theta):
        made, other = evaluate(_with(shape, blocks), filled)
        if total is None:
            total, scale = weight * made, other
            continue
        both = np.maximum(scale, other)
        total = total * np.exp(scale - both) + weight * made * np.exp(other - both)
        scale = both
    if total is None:
        raise AssertionError("there is always one way")
    return total, scale + chance


def _known(shape: Shape, batch: Batch) -> tuple[int, ...]:
    """Returns the founders whose alleles are seen for certain, whichever came from whom."""
    if batch.loci[0].silent_index is not None:
        return ()
    return tuple(
        place
        for place, member in enumerate(shape.members)
        if member.known[0] == TYPED and shape.is_founder(place) and place not in shape.asked
    )


def _draw_known(shape: Shape, batch: Batch, known: Sequence[int], theta: float) -> tuple[Array, Array]:
    """Returns the natural logarithm of the chance of what typed founders show, (batch), and the urn that is left."""
    frequencies = batch.loci[0].frequencies
    counts = np.zeros((len(frequencies), batch.size))
    columns = np.arange(batch.size)
    chance = np.zeros(batch.size)
    drawn = 0
    for place in known:
        seen = batch.seen[0][place]
        for side in shape.members[place].sides:
            places = seen.from_father if side == FATHER else seen.from_mother
            if places is None:
                raise AssertionError("a typed member has places for each of its sides")
            own = places[0]
            chance += np.log(counts[own, columns] * theta + (1 - theta) * frequencies[own])
            chance -= np.log(1 + (drawn - 1) * theta)
            counts[own, columns] += 1
            drawn += 1
    urn = (counts * theta + (1 - theta) * frequencies[:, None]) / (1 + (drawn - 1) * theta)
    return chance, urn


def _with(shape: Shape, blocks: tuple[int, ...]) -> Shape:
    return Shape(shape.members, shape.asked, shape.loci, shape.is_x, blocks)


@lru_cache(maxsize=256)
def _ways(shape: Shape, known: tuple[int, ...], drawn: int, theta: float) -> tuple[tuple[tuple[int, ...], float], ...]:
    """Returns the ways in which the other founders' alleles are copies of one another, each with its chance after
    `drawn` known ones; -1 means the known. Ways that differ by an exchange of a founder's two sides are one (but
    for those asked for).
    """
    sides = shape.founder_sides()
    open_sides = [number for number, (place, _) in enumerate(sides) if place not in known]
    pairs: dict[int, list[int]] = {}
    for position, number in enumerate(open_sides):
        place = sides[number][0]
        if shape.is_founder(place) and place not in shape.asked:
            pairs.setdefault(place, []).append(position)
    swaps = [tuple(both) for both in pairs.values() if len(both) == 2]
    merged: dict[tuple[int, ...], float] = {}
    for blocks, weight in _partitions(len(open_sides), theta, drawn):
        key = _smallest(blocks, swaps)
        merged[key] = merged.get(key, 0.0) + weight
    ways = []
    for blocks, weight in merged.items():
        whole = [-1] * len(sides)
        for number, block in zip(open_sides, blocks, strict=True):
            whole[number] = block
        ways.append((tuple(whole), weight))
    return tuple(ways)


def _partitions(count: int, theta: float, before: int = 0) -> Iterator[tuple[tuple[int, ...], float]]:
    """Yields every way, as a block number per founder allele, with its chance: after `before` known draws and n others
    the next copies each of the n with chance theta / (1 + (before + n - 1) theta), or is new: (1 + (before - 1) theta)
    over the same.
    """
    stack: list[tuple[tuple[int, ...], float]] = [((), 1.0)]
    while stack:
        blocks, weight = stack.pop()
        drawn = len(blocks)
        if drawn == count:
            yield blocks, weight
            continue
        whole = 1 + (before + drawn - 1) * theta
        new = max(blocks, default=-1) + 1
        stack.extend(((*blocks, block), weight * blocks.count(block) * theta / whole) for block in range(new))
        stack.append(((*blocks, new), weight * (1 + (before - 1) * theta) / whole))


def _smallest(blocks: tuple[int, ...], swaps: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    best = blocks
    for choice in range(1 << len(swaps)):
        made = list(blocks)
        for bit, (first, second) in enumerate(swaps):
            if choice >> bit & 1:
                made[first], made[second] = made[second], made[first]
        numbers: dict[int, int] = {}
        best = min(best, tuple(numbers.setdefault(block, len(numbers)) for block in made))
    return best

"""Theta: founder alleles as draws from an urn in which each draw may repeat an earlier one.

Balding and Nichols, *DNA profile match probability calculation*, FSI 64 (1994) 125-140. The chance of the founder
alleles is a sum over the ways in which they may be copies of one another (set partitions, with the weights of the
Chinese restaurant process: Pitman, *Combinatorial Stochastic Processes*, 2006, ch. 3). Within one way copies are one
allele, drawn from the population, so the result is exact for every mutation model.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from allforall.errors import InputError
from allforall.kinship.graph import Batch, Shape, evaluate

Array = NDArray[np.float64]

#: Founder alleles with theta: 10 can be copies of one another in 115,975 ways (Bell numbers); more are refused.
MAX_FOUNDER_ALLELES = 10


def evaluate_urn(shape: Shape, batch: Batch, theta: float) -> tuple[Array, Array]:
    """Returns the likelihood of each family, with theta over all founders of the shape, (alleles asked..., batch), and
    the natural logarithm of what it was divided by, (batch).
    """
    if theta == 0:
        return evaluate(shape, batch)
    sides = len(shape.founder_sides())
    if sides > MAX_FOUNDER_ALLELES:
        raise InputError("kinship:theta:founders", locus=batch.loci[0].name, found=sides, expected=MAX_FOUNDER_ALLELES)
    ways = _ways(shape, theta)
    first, weight = ways[0]
    total, scale = evaluate(_with(shape, first), batch)
    total = weight * total
    for blocks, weight in ways[1:]:
        made, other = evaluate(_with(shape, blocks), batch)
        both = np.maximum(scale, other)
        total = total * np.exp(scale - both) + weight * made * np.exp(other - both)
        scale = both
    return total, scale


def _with(shape: Shape, blocks: tuple[int, ...]) -> Shape:
    return Shape(shape.members, shape.asked, shape.loci, shape.is_x, blocks)


@lru_cache(maxsize=256)
def _ways(shape: Shape, theta: float) -> tuple[tuple[tuple[int, ...], float], ...]:
    """Returns the ways in which founder alleles are copies of one another, each with its chance. Ways that differ by
    an exchange of a founder's two sides are one (but for those asked for).
    """
    pairs: dict[int, list[int]] = {}
    for number, (place, _) in enumerate(shape.founder_sides()):
        if shape.is_founder(place) and place not in shape.asked:
            pairs.setdefault(place, []).append(number)
    swaps = [tuple(both) for both in pairs.values() if len(both) == 2]
    merged: dict[tuple[int, ...], float] = {}
    for blocks, weight in _partitions(len(shape.founder_sides()), theta):
        key = _smallest(blocks, swaps)
        merged[key] = merged.get(key, 0.0) + weight
    return tuple(merged.items())


def _partitions(count: int, theta: float) -> Iterator[tuple[tuple[int, ...], float]]:
    """Yields every way, as a block number per founder allele, with its chance: after n draws the next copies each of
    them with chance theta / (1 + (n - 1) theta), or is new with (1 - theta) / (1 + (n - 1) theta).
    """
    stack: list[tuple[tuple[int, ...], float]] = [((), 1.0)]
    while stack:
        blocks, weight = stack.pop()
        drawn = len(blocks)
        if drawn == count:
            yield blocks, weight
            continue
        whole = 1 + (drawn - 1) * theta
        new = max(blocks, default=-1) + 1
        stack.extend(((*blocks, block), weight * blocks.count(block) * theta / whole) for block in range(new))
        stack.append(((*blocks, new), weight * (1 - theta) / whole))


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

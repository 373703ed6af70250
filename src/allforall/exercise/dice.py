"""Seeded random numbers: numpy's PCG64, drawn in blocks, so that one draw is cheap."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

import numpy as np

_T = TypeVar("_T")
_BLOCK = 1 << 15


def generator(seed: int, *path: int) -> np.random.Generator:
    """Returns the generator of one purpose: the same seed and path give the same draws on every machine."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy=seed, spawn_key=path)))


class Dice:
    """Single draws from a generator."""

    __slots__ = ("_block", "_rng")

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._block: list[float] = []

    def roll(self) -> float:
        """Returns a number from 0 up to, but not including, 1."""
        if not self._block:
            self._block = self._rng.random(_BLOCK).tolist()
        return self._block.pop()

    def hits(self, rate: float) -> bool:
        """Returns whether an event with this rate happens now."""
        return rate > 0.0 and self.roll() < rate

    def below(self, count: int) -> int:
        """Returns a whole number from 0 up to, but not including, `count`."""
        return int(self.roll() * count)

    def pick(self, choices: Sequence[_T]) -> _T:
        """Returns one of the choices, all equally likely."""
        return choices[int(self.roll() * len(choices))]


class Wheel:
    """Weighted choices: the i-th comes up in proportion to the i-th weight."""

    __slots__ = ("_bounds",)

    def __init__(self, weights: Sequence[float]) -> None:
        total = float(sum(weights))
        self._bounds = [value / total for value in accumulate(weights)]
        self._bounds[-1] = 1.0

    def turn(self, dice: Dice) -> int:
        """Returns the index that came up."""
        return bisect_right(self._bounds, dice.roll())

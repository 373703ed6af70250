"""How well probabilities agree with what is true: expected calibration error, Brier score, table."""

from dataclasses import dataclass

import numpy as np

#: Pairs of a lower probability are not candidates and are left out: they are countless and all but certain.
LEAST, BINS = 0.01, 20


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs of neighbouring probabilities: how many, what was said of them on average, how many are true."""

    pairs: int
    said: float
    true: float


def reliability(chance: np.ndarray, true: np.ndarray, *, bins: int = BINS, least: float = LEAST) -> list[Bin]:
    """Returns bins of equal numbers of pairs, from the least probable to the most."""
    chosen = chance > least
    chance, true = chance[chosen], true[chosen]
    order = np.argsort(chance, kind="stable")
    return [
        Bin(len(part), float(chance[part].mean()), float(true[part].mean()))
        for part in np.array_split(order, bins)
        if len(part)
    ]


def calibration_error(chance: np.ndarray, true: np.ndarray, *, bins: int = BINS, least: float = LEAST) -> float:
    """Returns the expected calibration error: the mean gap between said and true, bins of equal counts."""
    table = reliability(chance, true, bins=bins, least=least)
    return sum(part.pairs * abs(part.said - part.true) for part in table) / max(sum(part.pairs for part in table), 1)


def brier(chance: np.ndarray, true: np.ndarray, *, least: float = LEAST) -> float:
    """Returns the mean squared gap of the same pairs."""
    chosen = chance > least
    return float(np.mean((chance[chosen] - true[chosen]) ** 2)) if chosen.any() else 0.0

"""How probable it is that two rows are of one person: a calibrated probability for every pair of a run.

The bits of a pair are log odds under assumptions that real lists violate: that fields err independently, that what was
learnt from these lists is the truth, that only one pair is considered. This maps the bits, the bits of the best rivals
on either side, how often rows of a list seem to be doubled, how long the lists are, how many fields both rows fill and
whether two rows look like relatives or namesakes to a probability, by a logistic model whose part in bits is piecewise
linear and never falls (Platt 1999; Zadrozny and Elkan 2002 on calibrating scores). Its numbers are in
`calibration.toml`, which says what they were learnt on: invented lists, since no real pair of lists has a known answer.
It orders nothing and decides nothing.
"""

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from allforall.errors import CallError

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

#: The bits of a missing rival; below every pair that a run keeps.
NO_RIVAL = -20.0
#: Upper limits for a rival's bits and for a margin: nothing was learnt beyond them. Assumptions.
MOST_RIVAL, MOST_MARGIN = 30.0, 12.0
#: A pair with these bits is strong: a row with two strong partners suggests duplicate rows. An assumption.
STRONG_BITS = 8.0
#: The number of strong pairs assumed to have no second partner, so that a short list does not look duplicated by
#: chance.
ASSUMED_STRONG = 20.0
#: Lists shorter or longer than these count as this long: nothing was learnt beyond. Assumptions.
LEAST_SIZE, MOST_SIZE = 100, 50_000
#: The share of the shorter list that seems to be found is limited to between this and one minus this. An assumption.
LEAST_SHARE = 0.02
#: Pairs between these bits are nearly all of two persons: their number shows how similar persons are.
UNLIKE_BITS = (-12.0, -4.0)
#: Sizes, filled fields and the bits of a true pair are counted from here, so that the constant is that of an ordinary
#: pair.
USUAL_LOG_SIZE, USUAL_FIELDS, USUAL_BITS, MOST_USUAL = 10.0, 5.0, 25.0, 60.0

#: The terms of the model besides the bits themselves, in the order of `terms`.
TERMS = (
    "constant",
    "rivals_most",
    "rivals_least",
    "rivals_doubled",
    "behind",
    "ahead",
    "shorter_list",
    "longer_list",
    "share_found",
    "usual_bits",
    "unlike_pairs",
    "fields_filled",
    "relatives",
    "namesakes",
)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The numbers of one model.

    `slopes[0]` holds below `knots[0]`, `slopes[i]` from `knots[i - 1]` on; none is negative. `lowest` and `highest`
    bound every probability: what never failed among n pairs may fail in up to 3 of n (the rule of three).
    """

    knots: tuple[float, ...]
    slopes: tuple[float, ...]
    weights: tuple[float, ...]  # of TERMS
    lowest: float
    highest: float
    learnt_on: str

    def __post_init__(self) -> None:
        """Refuses a model that would fall with rising bits, or could reach 0 or 1."""
        numbers = (*self.knots, *self.slopes, *self.weights)
        rises = min(self.slopes, default=-1.0) >= 0 and list(self.knots) == sorted(set(self.knots))
        named = dict(zip(TERMS, self.weights, strict=False))
        rises &= min(named.get("behind", 0.0), named.get("ahead", 0.0)) >= 0
        shaped = len(self.slopes) == len(self.knots) + 1 and len(self.weights) == len(TERMS)
        if not (shaped and rises and 0 < self.lowest < self.highest < 1 and all(map(math.isfinite, numbers))):
            raise CallError("reconcile:calibration:wrong", expected="0 < lowest < highest < 1, slopes >= 0")


@cache
def calibrations() -> tuple[Calibration, Calibration]:
    """Returns the calibration of pairs of two lists, and that of pairs within one list."""
    stored = tomllib.loads((files("allforall.reconcile") / "calibration.toml").read_text("utf-8"))

    def made(name: str) -> Calibration:
        table = stored[name]
        return Calibration(
            knots=tuple(map(float, table["knots"])),
            slopes=tuple(map(float, table["slopes"])),
            weights=tuple(float(table["weights"][term]) for term in TERMS),
            lowest=float(table["lowest"]),
            highest=float(table["highest"]),
            learnt_on=str(table["learnt_on"]),
        )

    return made("two_lists"), made("one_list")


def probabilities(
    left: Longs,
    right: Longs,
    bits: Floats,
    *,
    sizes: tuple[int, int | None],
    filled: npt.NDArray[np.integer] | None = None,
    relatives: Bools | None = None,
    namesakes: Bools | None = None,
    alive: Bools | None = None,
    calibration: Calibration | None = None,
) -> Floats:
    """Returns for every pair the probability that its two rows are of one person, in the order of the pairs.

    `left`, `right`: the row (or the person, where rows are known to be one) on either side, as whole numbers that no
    two rows share. `sizes`: rows of either list; the second is None within one list. `filled`: how many compared
    fields both rows fill. `relatives`, `namesakes`: what pairs look like besides one person. `alive`: pairs that may be
    rivals of others; a rejected pair is not. Pass all pairs that were scored, not only those shown: a rival that is
    left out cannot count.

    A probability never falls when only the bits of its pair rise, and is always within the calibration's `lowest` and
    `highest`.

    Errors:
        CallError: arrays of different lengths, bits that are not numbers.
    """
    chosen = calibration or calibrations()[0 if sizes[1] is not None else 1]
    z = bit_parts(bits, chosen.knots) @ np.array(chosen.slopes)
    others = terms(left, right, bits, sizes=sizes, filled=filled, relatives=relatives, namesakes=namesakes, alive=alive)
    z += others @ np.array(chosen.weights)
    chance = 1.0 / (1.0 + np.exp(-np.clip(z, -60.0, 60.0)))
    return np.asarray(np.clip(chance, chosen.lowest, chosen.highest), dtype=np.float64)


def bit_parts(bits: Floats, knots: tuple[float, ...]) -> Floats:
    """Returns how many of each pair's bits lie below the first knot, between two knots, above the last."""
    edges = np.array(knots)
    parts = np.empty((len(bits), len(knots) + 1))
    parts[:, 0] = np.minimum(bits, edges[0]) - edges[0]
    for i, knot in enumerate(knots):
        above = edges[i + 1] - knot if i + 1 < len(knots) else np.inf
        parts[:, i + 1] = np.clip(bits - knot, 0.0, above)
    return parts


def terms(
    left: Longs,
    right: Longs,
    bits: Floats,
    *,
    sizes: tuple[int, int | None],
    filled: npt.NDArray[np.integer] | None = None,
    relatives: Bools | None = None,
    namesakes: Bools | None = None,
    alive: Bools | None = None,
) -> Floats:
    """Returns the terms of the model besides the bits, a row a pair, in the order of `TERMS`."""
    count = len(bits)
    if not len(left) == len(right) == count or not np.isfinite(bits).all():
        raise CallError("reconcile:calibration:pairs", expected=count, found=f"{len(left)}, {len(right)}")
    if not count:
        return np.zeros((0, len(TERMS)))
    first, second = sizes[0], sizes[1] if sizes[1] is not None else sizes[0]
    shorter, longer = (min(max(size, LEAST_SIZE), MOST_SIZE) for size in (min(first, second), max(first, second)))
    rival_bits = bits if alive is None else np.where(alive, bits, NO_RIVAL)
    by_left, by_right = best_rivals(left, right, rival_bits, one_list=sizes[1] is None)
    against_left, against_right = _strength(by_left), _strength(by_right)
    strong = bits >= STRONG_BITS
    doubled = [
        np.sqrt(np.count_nonzero(strong & (rival >= STRONG_BITS)) / (np.count_nonzero(strong) + ASSUMED_STRONG))
        for rival in (by_left, by_right)
    ]
    margin = bits - np.maximum(by_left, by_right)
    found = float((1.0 / (1.0 + np.exp2(-np.clip(rival_bits, -60.0, 60.0)))).sum())
    share = min(max(found / max(min(first, second), 1), LEAST_SHARE), 1 - LEAST_SHARE)
    chance = 1.0 / (1.0 + np.exp2(-np.clip(bits, -60.0, 60.0)))
    usual = float((chance * bits).sum() / max(chance.sum(), 1.0))
    unlike = np.count_nonzero((bits > UNLIKE_BITS[0]) & (bits < UNLIKE_BITS[1]))
    whole = np.ones(count)
    return np.stack(
        [
            whole,
            np.maximum(against_left, against_right),
            np.minimum(against_left, against_right),
            against_left * doubled[0] + against_right * doubled[1],
            np.clip(margin, -MOST_MARGIN, 0.0),
            np.clip(margin, 0.0, MOST_MARGIN),
            whole * (math.log2(shorter) - USUAL_LOG_SIZE),
            whole * (math.log2(longer) - USUAL_LOG_SIZE),
            whole * math.log2(share / (1 - share)),
            whole * (min(max(usual, 0.0), MOST_USUAL) - USUAL_BITS) / 10,
            whole * math.log2((unlike + 5) / (shorter + ASSUMED_STRONG)),
            whole * 0.0 if filled is None else filled.astype(np.float64) - USUAL_FIELDS,
            whole * 0.0 if relatives is None else relatives.astype(np.float64),
            whole * 0.0 if namesakes is None else namesakes.astype(np.float64),
        ],
        axis=1,
    )


def _strength(rival: Floats) -> Floats:
    """log2 of 1 plus the odds of a rival: near 0 if it is improbable, near its bits if it is probable."""
    return np.log2(1.0 + np.exp2(np.clip(rival, NO_RIVAL, MOST_RIVAL)))


def best_rivals(left: Longs, right: Longs, bits: Floats, *, one_list: bool = False) -> tuple[Floats, Floats]:
    """Returns for every pair the most bits of another pair with its left row, and with its right row.

    Pairs of the same two rows are not rivals of each other. Within one list a row's pairs are all that have it on
    either side. `NO_RIVAL` if there is none.
    """
    if not len(bits):
        return np.zeros(0), np.zeros(0)
    _, pair = np.unique(left * (int(right.max()) + 1) + right, return_inverse=True)
    pair = pair.astype(np.int64)
    best = np.full(int(pair.max()) + 1, NO_RIVAL)
    np.maximum.at(best, pair, bits)
    if one_list:
        sides, pairs = np.concatenate([left, right]), np.concatenate([pair, pair])
        found = _seconds(sides, pairs, best)
        return found[: len(left)], found[len(left) :]
    return _seconds(left, pair, best), _seconds(right, pair, best)


def _seconds(side: Longs, pair: Longs, best: Floats) -> Floats:
    """The most bits of another pair that has the same row on this side."""
    _, row = np.unique(side, return_inverse=True)
    _, once = np.unique(pair + (int(pair.max()) + 1) * row, return_index=True)
    order = once[np.lexsort((pair[once], -best[pair[once]], row[once]))]
    rows = row[order]
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    top = order[starts]
    after = np.minimum(starts + 1, len(order) - 1)
    second = np.where((after > starts) & (rows[after] == rows[starts]), best[pair[order[after]]], NO_RIVAL)
    return np.where(pair == pair[top[row]], second[row], best[pair[top[row]]])

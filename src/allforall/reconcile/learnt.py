"""The weights that a comparison learnt about its fields, without a value of any row, so that they can be kept.

A new list of 200 names is too short to learn from; it uses the weights of the longest earlier comparison
(`Weights.log_m` and `log_u`, and the prior). Frequencies of values are counted anew in every run, since they depend on
the lists' own values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from allforall.errors import InputError
from allforall.reconcile import levels as lv
from allforall.reconcile.scoring import Comparer
from allforall.reconcile.weights import Weights, default_weights


@dataclass(frozen=True, slots=True)
class LevelWeight:
    """log2 of m and of u of one level; `by_frequency`: u is the frequency of the agreeing value itself, not this u."""

    log_m: float
    log_u: float
    by_frequency: bool


@dataclass(frozen=True, slots=True)
class Learnt:
    """The weights of every level by field and level, the prior, and the lengths of the lists they were learnt from."""

    levels: Mapping[str, Mapping[str, LevelWeight]]
    prior_bits: float
    rows: tuple[int, int]

    @property
    def size(self) -> int:
        """The most rows it could be learnt from: the length of the shorter list."""
        return min(self.rows)


def learnt_of(weights: Weights, rows: tuple[int, int]) -> Learnt:
    """Returns these weights by the names of fields and levels."""
    levels = {
        str(compared.field): {
            level.code: LevelWeight(
                float(weights.log_m[i][number]), float(weights.log_u[i][number]), bool(weights.by_term[i][number])
            )
            for number, level in enumerate(compared.levels, 1)
        }
        for i, compared in enumerate(lv.COMPARED)
    }
    return Learnt(levels, float(weights.prior_bits), rows)


def is_usable(learnt: Learnt) -> bool:
    """Whether it has a weight for exactly the levels that this program compares."""
    return {field: set(levels) for field, levels in learnt.levels.items()} == {
        str(compared.field): {level.code for level in compared.levels} for compared in lv.COMPARED
    }


def weights_of(learnt: Learnt, comparer: Comparer) -> Weights:
    """Returns these weights for the lists of `comparer`, with the frequencies of their own values."""
    log_m, log_u = [], []
    for compared in lv.COMPARED:
        known = learnt.levels[str(compared.field)]
        log_m.append(np.array([0.0, *(known[level.code].log_m for level in compared.levels)]))
        log_u.append(np.array([0.0, *(known[level.code].log_u for level in compared.levels)]))
    return replace(default_weights(comparer, learnt.prior_bits), log_m=tuple(log_m), log_u=tuple(log_u))


def learnt_as_data(learnt: Learnt) -> dict[str, Any]:
    """Returns the learnt weights as plain data."""
    return {
        "prior_bits": learnt.prior_bits,
        "rows": list(learnt.rows),
        "levels": {
            field: {code: [one.log_m, one.log_u, one.by_frequency] for code, one in levels.items()}
            for field, levels in learnt.levels.items()
        },
    }


def read_learnt(data: Mapping[str, Any]) -> Learnt:
    """Returns the learnt weights from plain data; raises InputError if they are not valid."""
    try:
        levels = {
            str(field): {str(code): LevelWeight(float(m), float(u), bool(by)) for code, (m, u, by) in one.items()}
            for field, one in data["levels"].items()
        }
        first, second = data["rows"]
        learnt = Learnt(levels, float(data["prior_bits"]), (int(first), int(second)))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise InputError("reconcile:weights:damaged") from None
    numbers = [learnt.prior_bits]
    numbers += [value for one in levels.values() for each in one.values() for value in (each.log_m, each.log_u)]
    if not np.isfinite(numbers).all():
        raise InputError("reconcile:weights:damaged")
    return learnt

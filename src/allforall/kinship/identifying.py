"""The whole of a joint identification: prune, part, weigh, and say for each remains what the DNA makes of it.

Pairs whose posterior odds are beyond any doubt nothing are left out, whatever else is found; what is left falls into
parts. A part is listed whole where it can be, else its best assignments are listed and its posterior is sampled.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allforall.errors import InputError
from allforall.kinship.conventions import DEFAULT, Conventions
from allforall.kinship.joint import (
    FamilyWays,
    Joint,
    SymmetricSet,
    combine,
    family_ways,
    generalised_ratio,
    symmetric_sets,
)
from allforall.kinship.loci import Locus
from allforall.kinship.matrix import blocks
from allforall.kinship.placing import log_alone
from allforall.kinship.priors import Prior, check_prior, posterior
from allforall.kinship.profiles import Profile
from allforall.kinship.searching import Part, best_assignments, parts, sample_assignments
from allforall.kinship.tables import Family, Tables, make_tables

Array = NDArray[np.float64]

#: Assignments that are listed where a part cannot be listed whole.
BEST = 1000
#: Log10 odds below which a pair is left out: a millionth after the DNA, under the most generous prior (assumption).
LEAST_LOG10_ODDS = -6.0
NOBODY = ("", "")


@dataclass(frozen=True, slots=True)
class UnderPrior:
    """What is thought of one remains under one prior: the likeliest of the missing, or nobody (empty), its chance, the
    runner-up and its chance, and the chance that it is none of these. Never to be shown without the prior.
    """

    prior: Prior
    likeliest: tuple[str, str]
    chance: float
    runner_up: tuple[str, str]
    runner_up_chance: float
    none_of_these: float


@dataclass(frozen=True, slots=True)
class Standing:
    """One remains after the joint weighing: the pair's own log10 ratio and the generalised one for the likeliest of the
    missing in the best assignment, what every prior makes of it, the set that it cannot be told apart in, and how it
    was weighed ("listed", "sampled", "no candidate").
    """

    sample: str
    family: str
    missing: str
    log10_lr: float
    log10_glr: float
    under: tuple[UnderPrior, ...]
    symmetric: SymmetricSet | None
    method: str


@dataclass(frozen=True, slots=True)
class Identified:
    """The standing of every remains, the parts, and how many pairs were left out before."""

    standings: tuple[Standing, ...]
    parts: tuple[Part, ...]
    kept: int
    left_out: int


def identify(
    families: Sequence[Family],
    remains: Sequence[Profile],
    loci: Sequence[Locus],
    priors: Sequence[Prior],
    *,
    conventions: Conventions = DEFAULT,
    least_log10_odds: float = LEAST_LOG10_ODDS,
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Identified:
    """Returns what all families and remains together say of each remains, under each of the priors.

    `progress` is told parts done and in all. The seed only matters for parts too large to list.
    """
    if not priors:
        raise InputError("kinship:prior:none")
    for prior in priors:
        check_prior(prior, len(remains), sum(len(family.missing) for family in families))
    tables = make_tables(families, loci, conventions)
    ratios = _linked(tables, remains, max(prior.odds for prior in priors), least_log10_odds)
    order = {family.name: number for number, family in enumerate(families)}
    family_of = [order[column.family] for column in tables.columns]
    found = parts(ratios, family_of)
    alone = log_alone(remains, loci, conventions)
    standings: dict[int, Standing] = {}
    for number, part in enumerate(found):
        standings |= _weigh_part(
            part, families, remains, loci, conventions, priors, tables, ratios, alone, seed + number
        )
        if progress is not None:
            progress(number + 1, len(found))
    for place, profile in enumerate(remains):
        if place not in standings:
            under = tuple(UnderPrior(prior, NOBODY, 1.0, NOBODY, 0.0, 1.0) for prior in priors)
            empty = float("-inf")
            standings[place] = Standing(profile.sample, "", "", empty, empty, under, None, "no candidate")
    every = len(remains) * len(tables.columns)
    return Identified(
        tuple(standings[place] for place in range(len(remains))), tuple(found), len(ratios), every - len(ratios)
    )


def _linked(tables: Tables, remains: Sequence[Profile], odds: float, least: float) -> dict[tuple[int, int], float]:
    """Returns the log10 ratio of every pair that is kept."""
    kept: dict[tuple[int, int], float] = {}
    for block in blocks(tables, remains):
        with np.errstate(invalid="ignore"):
            rows, columns = np.nonzero(block.log10_lr + np.log10(odds) >= least)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            kept[row, block.start + column] = float(block.log10_lr[row, column])
    return kept


def _weigh_part(
    part: Part,
    families: Sequence[Family],
    remains: Sequence[Profile],
    loci: Sequence[Locus],
    conventions: Conventions,
    priors: Sequence[Prior],
    tables: Tables,
    ratios: dict[tuple[int, int], float],
    alone: Array,
    seed: int,
) -> dict[int, Standing]:
    own = [remains[place] for place in part.remains]
    column_of = {(column.family, column.missing): number for number, column in enumerate(tables.columns)}
    weighed = []
    for number in part.families:
        family = families[number]
        allowed = [
            [row for row, place in enumerate(part.remains) if (place, column_of[family.name, label]) in ratios]
            for label in family.missing
        ]
        weighed.append(family_ways(family, own, loci, conventions, allowed=allowed, alone=alone[list(part.remains)]))
    joint, whole = _listed(weighed, own)
    sets = symmetric_sets(joint, weighed)
    chances = [
        posterior(joint, prior).pairs if whole else sample_assignments(weighed, own, prior, seed=seed).pairs
        for prior in priors
    ]
    found = {}
    for row, place in enumerate(part.remains):
        under = tuple(_under(prior, pairs[row], joint) for prior, pairs in zip(priors, chances, strict=True))
        column = int(joint.assigned[0, row])
        named, missing = joint.columns[column] if column >= 0 else NOBODY
        ratio = ratios.get((place, column_of.get((named, missing), -1)), float("-inf"))
        glr = generalised_ratio(joint, [(row, column)])
        symmetric = next((one for one in sets if own[row].sample in one.samples), None)
        method = "listed" if whole else "sampled"
        found[place] = Standing(own[row].sample, named, missing, ratio, glr, under, symmetric, method)
    return found


def _listed(weighed: Sequence[FamilyWays], own: Sequence[Profile]) -> tuple[Joint, bool]:
    """Returns all assignments and true, or where they are too many the best ones and false."""
    try:
        return combine(weighed, own), True
    except InputError as refused:
        if refused.code != "kinship:joint:assignments":
            raise
        return best_assignments(weighed, own, BEST), False


def _under(prior: Prior, chances: Array, joint: Joint) -> UnderPrior:
    order = np.argsort(-chances, kind="stable")
    names = [joint.columns[place] if place < len(joint.columns) else NOBODY for place in order[:2].tolist()]
    first, second = (float(chances[place]) for place in order[:2])
    return UnderPrior(prior, names[0], first, names[1], second, float(chances[-1]))

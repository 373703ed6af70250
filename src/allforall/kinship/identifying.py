"""A whole joint identification: prune, partition, weigh, and state the result for each remains.

Pairs whose posterior odds are low are left out; what is left falls into parts. The bar starts at a millionth and rises
only where parts would grow too large; every remains reports how much was left out for it, so that too high a bar is
noticed. A part is listed in full if possible; otherwise its best assignments are listed and its posterior is sampled.
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
from allforall.kinship.priors import Prior, check_prior, posterior, ranked
from allforall.kinship.profiles import Profile
from allforall.kinship.searching import Part, best_assignments, parts, sample_assignments
from allforall.kinship.tables import Family, Tables, make_tables

Array = NDArray[np.float64]
Places = NDArray[np.int64]

#: Assignments that are listed where a part cannot be listed whole, and up to how many a part is listed whole (seconds).
BEST, WHOLE = 1000, 200_000
#: Families and remains of a part together, pairs that are kept, and how high the bar may rise for them: at even odds
#: after the DNA a pair is always kept (assumptions: minutes of work).
MAX_PART, MAX_PAIRS, HIGHEST_BAR = 60, 1_000_000, 0.0
#: Log10 odds below which a pair is left out: a millionth after the DNA, under the most generous prior (assumption).
LEAST_LOG10_ODDS = -6.0
NOBODY = ("", "")


@dataclass(frozen=True, slots=True)
class UnderPrior:
    """The result for one remains under one prior: the likeliest missing person, or nobody (empty), its chance, the
    runner-up and its chance, the chance that it is none of these, and the chance that it is one whose pair was left out
    before. Never to be shown without the prior.
    """

    prior: Prior
    likeliest: tuple[str, str]
    chance: float
    runner_up: tuple[str, str]
    runner_up_chance: float
    none_of_these: float
    left_out: float


@dataclass(frozen=True, slots=True)
class Standing:
    """One remains after the joint weighing: the missing person (or nobody) of the most probable assignment under the
    first prior, with the pair's own log10 ratio and the generalised one; the result under every prior, the set within
    which it cannot be told apart, and how it was weighed ("listed", "sampled", "no candidate"). `left_out` is the sum
    of the odds of all pairs that were left out for it, under the most generous prior.
    """

    sample: str
    family: str
    missing: str
    log10_lr: float
    log10_glr: float
    under: tuple[UnderPrior, ...]
    symmetric: SymmetricSet | None
    method: str
    left_out: float


@dataclass(frozen=True, slots=True)
class Identified:
    """The standing of every remains, the parts, how many pairs were kept and left out, and the bar (log10 odds)."""

    standings: tuple[Standing, ...]
    parts: tuple[Part, ...]
    kept: int
    left_out: int
    bar: float


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
    """Returns the result for each remains, all families and remains weighed together, under each of the priors.

    `progress` gets the parts done and their total. The seed only matters for parts too large to list.
    """
    if not priors:
        raise InputError("kinship:prior:none")
    for prior in priors:
        check_prior(prior, len(remains), sum(len(family.missing) for family in families))
    tables = make_tables(families, loci, conventions)
    order = {family.name: number for number, family in enumerate(families)}
    family_of = [order[column.family] for column in tables.columns]
    linked = _linked(tables, remains, max(prior.odds for prior in priors), least_log10_odds)
    linked, found = _apart(linked, family_of)
    ratios = {
        (row, column): value
        for row, column, value in zip(
            linked.rows.tolist(), linked.columns.tolist(), linked.log10_lr.tolist(), strict=True
        )
    }
    left_out = np.maximum(linked.all_odds - linked.kept_odds(len(remains)), 0.0)
    alone = log_alone(remains, loci, conventions)
    standings: dict[int, Standing] = {}
    for number, part in enumerate(found):
        standings |= _weigh_part(
            part, families, remains, loci, conventions, priors, tables, ratios, alone, left_out, seed + number
        )
        if progress is not None:
            progress(number + 1, len(found))
    for place, profile in enumerate(remains):
        if place not in standings:
            out = float(left_out[place])
            nobody = np.ones(1)
            under = tuple(_under(prior, nobody, (), out * prior.odds / linked.prior_odds) for prior in priors)
            empty = float("-inf")
            standings[place] = Standing(
                sample=profile.sample,
                family="",
                missing="",
                log10_lr=empty,
                log10_glr=empty,
                under=under,
                symmetric=None,
                method="no candidate",
                left_out=out,
            )
    every = len(remains) * len(tables.columns)
    return Identified(
        tuple(standings[place] for place in range(len(remains))),
        tuple(found),
        len(ratios),
        every - len(ratios),
        linked.bar,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Linked:
    """Pairs that reach the bar, and for each remains the sum of all pairs' odds after the DNA."""

    rows: Places
    columns: Places
    log10_lr: Array
    all_odds: Array
    prior_odds: float
    bar: float

    def above(self, bar: float) -> "_Linked":
        """Returns the pairs that reach a higher bar."""
        kept = self.log10_lr + np.log10(self.prior_odds) >= bar
        return _Linked(self.rows[kept], self.columns[kept], self.log10_lr[kept], self.all_odds, self.prior_odds, bar)

    def kept_odds(self, remains: int) -> Array:
        """Returns for each remains the sum of the odds of its pairs."""
        made: Array = np.bincount(self.rows, 10**self.log10_lr * self.prior_odds, remains).astype(np.float64)
        return made


def _linked(tables: Tables, remains: Sequence[Profile], odds: float, least: float) -> _Linked:
    nothing = np.empty(0, dtype=np.int64)
    found = _Linked(nothing, nothing, np.empty(0), np.zeros(len(remains)), odds, least)
    for block in blocks(tables, remains):
        with np.errstate(invalid="ignore"):
            rows, columns = np.nonzero(block.log10_lr + np.log10(odds) >= found.bar)
        found = _Linked(
            np.append(found.rows, rows),
            np.append(found.columns, columns + block.start),
            np.append(found.log10_lr, block.log10_lr[rows, columns]),
            found.all_odds + np.nansum(10**block.log10_lr, axis=1) * odds,
            odds,
            found.bar,
        )
        while len(found.rows) > MAX_PAIRS and found.bar < HIGHEST_BAR:
            found = found.above(found.bar + 1)
    return found


def _apart(linked: _Linked, family_of: Sequence[int]) -> tuple[_Linked, list[Part]]:
    """Returns the parts, with the bar as low as their size allows."""
    while True:
        found = parts(zip(linked.rows.tolist(), linked.columns.tolist(), strict=True), family_of)
        largest = max((len(part.families) + len(part.remains) for part in found), default=0)
        if largest <= MAX_PART or linked.bar >= HIGHEST_BAR:
            return linked, found
        linked = linked.above(min(linked.bar + 0.5, HIGHEST_BAR))


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
    left_out: Array,
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
    joint, whole = _listed(weighed, own, priors[0])
    sets = symmetric_sets(joint, weighed)
    chances = [
        posterior(joint, prior).pairs if whole else sample_assignments(weighed, own, prior, seed=seed).pairs
        for prior in priors
    ]
    found = {}
    for row, place in enumerate(part.remains):
        out = float(left_out[place])
        most = max(prior.odds for prior in priors)
        under = tuple(
            _under(prior, pairs[row], joint.columns, out * prior.odds / most)
            for prior, pairs in zip(priors, chances, strict=True)
        )
        column = int(joint.assigned[0, row])
        named, missing = joint.columns[column] if column >= 0 else NOBODY
        ratio = ratios.get((place, column_of.get((named, missing), -1)), float("-inf"))
        glr = generalised_ratio(joint, [(row, column)])
        symmetric = next((one for one in sets if own[row].sample in one.samples), None)
        method = "listed" if whole else "sampled"
        found[place] = Standing(
            sample=own[row].sample,
            family=named,
            missing=missing,
            log10_lr=ratio,
            log10_glr=glr,
            under=under,
            symmetric=symmetric,
            method=method,
            left_out=out,
        )
    return found


def _listed(weighed: Sequence[FamilyWays], own: Sequence[Profile], prior: Prior) -> tuple[Joint, bool]:
    """Returns all assignments and true, or where they are too many the best ones and false; the most probable under
    the prior first, since the likeliest has a family for everybody.
    """
    try:
        return ranked(combine(weighed, own, WHOLE), prior), True
    except InputError as refused:
        if refused.code != "kinship:joint:assignments":
            raise
        return best_assignments(weighed, own, BEST, prior), False


def _under(prior: Prior, chances: Array, columns: Sequence[tuple[str, str]], odds_left_out: float) -> UnderPrior:
    """Returns the likeliest and the runner-up; pairs that were left out take their share of what is none of these, as
    if nobody else wanted those families (so their share is, if anything, too large).
    """
    out = odds_left_out * float(chances[-1])
    shares = chances / (1 + out)
    order = np.argsort(-shares, kind="stable").tolist()
    names = [columns[place] if place < len(columns) else NOBODY for place in order[:2]]
    second = float(shares[order[1]]) if len(order) > 1 else 0.0
    runner_up = names[1] if len(names) > 1 else NOBODY
    return UnderPrior(
        prior=prior,
        likeliest=names[0],
        chance=float(shares[order[0]]),
        runner_up=runner_up,
        runner_up_chance=second,
        none_of_these=float(shares[-1]),
        left_out=out / (1 + out),
    )

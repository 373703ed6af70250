"""Priors, declared: without one a posterior is a trap.

99.99987 % at even odds is a likelihood ratio near 770,000; at 1 in 10,000 it is 98.7 %, at 1 in 70,000 91.7 %. So a
posterior here always carries the prior that made it, three are shown side by side, and even odds are refused in every
search. Evidence that a prior used (place, date, sex of the list) is named and not counted again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allforall.errors import InputError
from allforall.kinship.joint import Joint

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prior:
    """A declared prior: the odds that one remains is one given missing person, before the DNA. `reason` says where they
    come from, `evidence` what was used for them.
    """

    name: str
    odds: float
    reason: str
    evidence: tuple[str, ...] = ()


def one_in(number: float, name: str, reason: str, evidence: Sequence[str] = ()) -> Prior:
    """Returns the prior "one in so many persons who might be these remains"."""
    if not np.isfinite(number) or number <= 1:
        raise InputError("kinship:prior:number", found=number, expected="above 1")
    return Prior(name, 1 / (number - 1), reason, tuple(evidence))


def three_priors(listed: int, at_stake: int, upper: int) -> tuple[Prior, Prior, Prior]:
    """Returns the three that are shown side by side: one in those listed by families, in those missing altogether, and
    in the highest number that anyone states.
    """
    if not 1 < listed <= at_stake <= upper:
        raise InputError("kinship:prior:numbers", found=f"{listed}, {at_stake}, {upper}", expected="rising, above 1")
    return (
        one_in(listed, "listed", f"{listed} persons are looked for by families that gave samples"),
        one_in(at_stake, "at stake", f"{at_stake} persons are missing altogether"),
        one_in(upper, "upper", f"{upper} is the highest number named"),
    )


#: The odds under which every assignment weighs the same, as the peer's table does; for comparing tables, no search.
EVEN = Prior("even", 1.0, "every assignment weighs the same")


def check_prior(prior: Prior, remains: int, missing: int) -> None:
    """Raises an error for even odds (or better) in a search: more than one remains or missing person."""
    if not np.isfinite(prior.odds) or prior.odds <= 0:
        raise InputError("kinship:prior:odds", prior=prior.name, found=prior.odds, expected="above 0")
    if prior.odds >= 1 and max(remains, missing) > 1:
        raise InputError("kinship:prior:even", prior=prior.name, found=prior.odds)


def check_evidence(prior: Prior, lines: Sequence[str]) -> None:
    """Raises an error if a line of evidence was already used in the prior: it would count twice."""
    twice = next((line for line in lines if line in prior.evidence), None)
    if twice is not None:
        raise InputError("kinship:prior:twice", prior=prior.name, found=twice)


def posterior_odds(log10_lr: float, prior: Prior) -> float:
    """Returns the log10 odds after the DNA that one remains is one missing person."""
    return log10_lr + float(np.log10(prior.odds))


def ranked(joint: Joint, prior: Prior) -> Joint:
    """Returns the assignments in falling order of their posterior instead of their likelihood."""
    placed = (joint.assigned >= 0).sum(axis=1)
    order = np.argsort(-(joint.log_lr + placed * np.log(prior.odds)), kind="stable")
    return Joint(joint.samples, joint.columns, joint.assigned[order], joint.log_lr[order], joint.complete)


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """The posterior under one declared prior: `pairs[r, c]` the chance that remains r is column c; the last column
    is "none of these". `assignments[a]` is the chance of each assignment of the joint table.
    """

    prior: Prior
    pairs: Array
    assignments: Array

    def runner_up(self, place: int) -> tuple[int, float]:
        """Returns the second likeliest column of a remains and its chance."""
        order = np.argsort(-self.pairs[place], kind="stable")
        return int(order[1]), float(self.pairs[place, order[1]])


def posterior(joint: Joint, prior: Prior, *, table_only: bool = False) -> Posterior:
    """Returns the posterior of every pair and assignment under a prior. Even odds are refused in a search;
    `table_only` admits them for comparing a table with a peer's.
    """
    if not table_only:
        check_prior(prior, len(joint.samples), len(joint.columns))
    placed = (joint.assigned >= 0).sum(axis=1)
    weight = joint.log_lr + placed * np.log(prior.odds)
    chance = np.exp(weight - weight.max())
    chance /= chance.sum()
    pairs = np.zeros((len(joint.samples), len(joint.columns) + 1))
    for place in range(len(joint.samples)):
        pairs[place] = np.bincount(joint.assigned[:, place] % (len(joint.columns) + 1), chance, pairs.shape[1])
    return Posterior(prior, pairs, chance)

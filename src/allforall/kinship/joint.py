"""Joint identification: who of the missing is who of the remains, all families at once.

An assignment gives each remains one missing person or nobody, and no missing person two remains. Its likelihood is a
product over families, so each family's ways are weighed once and combined (Vigeland and Egeland, *Joint DNA-based
disaster victim identification*, Sci. Rep. 11 (2021) 13661; there by enumeration). Nobody ("none of these") is always
among the ways. Likelihood ratios are against "none of the remains is any of the missing".
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allforall.errors import InputError
from allforall.kinship.conventions import DEFAULT, Conventions, ThetaRule
from allforall.kinship.loci import Locus
from allforall.kinship.matrix import check_samples
from allforall.kinship.pedigrees import Sex
from allforall.kinship.placing import log_alone, log_choices, log_ways
from allforall.kinship.profiles import Profile
from allforall.kinship.tables import Family

Array = NDArray[np.float64]
Places = NDArray[np.int64]

#: The most ways of one family that are weighed, and assignments that are listed; beyond that the search says so
#: (assumption: a minute of work).
MAX_WAYS = 300_000
MAX_ASSIGNMENTS = 3_000_000


@dataclass(frozen=True, slots=True, eq=False)
class FamilyWays:
    """Every way in which remains may be the missing persons of one family: `ways[w, k]` is the remains taken for
    missing person k, or -1; `log_lr[w]` its likelihood ratio against none, natural logarithm. The first way is none.
    """

    family: str
    missing: tuple[str, ...]
    ways: Places
    log_lr: Array


@dataclass(frozen=True, slots=True, eq=False)
class Joint:
    """Assignments in falling order of likelihood: `assigned[a, r]` is the column of remains r or -1 for none.

    `log_lr` is against the assignment of nobody, natural logarithm; `complete` tells whether all are listed.
    """

    samples: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    assigned: Places
    log_lr: Array
    complete: bool = True


def family_ways(
    family: Family,
    remains: Sequence[Profile],
    loci: Sequence[Locus],
    conventions: Conventions = DEFAULT,
    *,
    allowed: Sequence[Sequence[int]] | None = None,
    alone: Array | None = None,
) -> FamilyWays:
    """Returns the likelihood ratio of every way to place remains in a family. `allowed[k]` lists the remains that may
    be missing person k (else all whose sex does not forbid it). A way that contains an impossible one is impossible.
    """
    _check_rule(conventions)
    alone = log_alone(remains, loci, conventions) if alone is None else alone
    choices = [
        [r for r in (range(len(remains)) if allowed is None else allowed[k]) if _sexes_fit(family, label, remains[r])]
        for k, label in enumerate(family.missing)
    ]
    _leave_out_impossible(family, choices, remains, loci, conventions)
    weighed = log_choices(family.pedigree, family.profiles, family.missing, choices, remains, loci, conventions)
    chances, left = (np.zeros(()), loci) if weighed is None else weighed
    # The first of all choices is nobody: the relatives alone.
    relatives = float(chances.flat[0])
    rest = float(log_ways(family.pedigree, family.profiles, [], NO_WAY, remains, left, conventions)[0]) if left else 0.0
    if not np.isfinite(relatives + rest):
        raise InputError("kinship:family:impossible", family=family.name)
    if weighed is None:
        return _level_by_level(family, choices, remains, loci, conventions, alone, rest)
    found = _from_choices(family, choices, chances - relatives, alone)
    return _with_loci(found, family, remains, left, conventions, rest) if left else found


#: Ways of a family that are weighed together without leaving out what is impossible before.
FEW = 2000


def _leave_out_impossible(
    family: Family,
    choices: list[list[int]],
    remains: Sequence[Profile],
    loci: Sequence[Locus],
    conventions: Conventions,
) -> None:
    """Drops from the choices the remains that alone are impossible, locus by locus, until few ways are left: what is
    impossible alone is impossible together with others. With mutation nothing is impossible.
    """
    for locus in loci:
        if math.prod(len(own) + 1 for own in choices) <= FEW:
            return
        if locus.mutates:
            continue
        for k, label in enumerate(family.missing):
            if choices[k]:
                ways = np.array(choices[k], dtype=np.int64)[:, None]
                one = log_ways(family.pedigree, family.profiles, [label], ways, remains, [locus], conventions)
                choices[k] = [r for r, value in zip(choices[k], one.tolist(), strict=True) if np.isfinite(value)]


NO_WAY = np.empty((1, 0), dtype=np.int64)


def _from_choices(family: Family, choices: Sequence[Sequence[int]], log_lr: Array, alone: Array) -> FamilyWays:
    taken = [np.array([-1, *own], dtype=np.int64) for own in choices]
    ways = np.stack([own.reshape(-1) for own in np.meshgrid(*taken, indexing="ij")], axis=1)
    once = np.ones(len(ways), dtype=bool)
    for k in range(ways.shape[1]):
        for other in range(k):
            once &= (ways[:, k] != ways[:, other]) | (ways[:, k] < 0)
    ways, ratios = ways[once], log_lr.reshape(-1)[once]
    padded = np.append(alone, 0.0)
    return FamilyWays(family.name, family.missing, ways, ratios - padded[ways].sum(axis=1))


def _with_loci(
    found: FamilyWays,
    family: Family,
    remains: Sequence[Profile],
    loci: Sequence[Locus],
    conventions: Conventions,
    relatives: float,
) -> FamilyWays:
    """Returns the ways with further loci weighed, way by way; `relatives` is their chance alone at these loci."""
    log_lr = found.log_lr.copy()
    taken = found.ways >= 0
    for placed in np.unique(taken, axis=0):
        rows = np.flatnonzero(np.all(taken == placed, axis=1) & np.isfinite(log_lr))
        if rows.size:
            labels = [label for label, held in zip(family.missing, placed.tolist(), strict=True) if held]
            ways = found.ways[rows][:, placed]
            log_lr[rows] += log_ways(family.pedigree, family.profiles, labels, ways, remains, loci, conventions)
            log_lr[rows] -= relatives
    return FamilyWays(found.family, found.missing, found.ways, log_lr)


def _level_by_level(
    family: Family,
    choices: Sequence[Sequence[int]],
    remains: Sequence[Profile],
    loci: Sequence[Locus],
    conventions: Conventions,
    alone: Array,
    base: float,
) -> FamilyWays:
    """Returns the ways, each set of missing persons apart: a way of k remains extends a possible way of k - 1."""
    ways, ratios = [np.full((1, len(family.missing)), -1, dtype=np.int64)], [np.zeros(1)]
    level: dict[tuple[int, ...], Places] = {(): NO_WAY}
    count = 1
    while level:
        following: dict[tuple[int, ...], Places] = {}
        for placed, possible in level.items():
            for k in range(placed[-1] + 1 if placed else 0, len(family.missing)):
                extended = _extend(possible, choices[k])
                if not len(extended):
                    continue
                count += len(extended)
                if count > MAX_WAYS:
                    raise InputError("kinship:joint:ways", family=family.name, found=count, expected=MAX_WAYS)
                key = (*placed, k)
                labels = [family.missing[n] for n in key]
                weighed = log_ways(family.pedigree, family.profiles, labels, extended, remains, loci, conventions)
                log_lr = weighed - base - alone[extended].sum(axis=1)
                whole = np.full((len(extended), len(family.missing)), -1, dtype=np.int64)
                whole[:, list(key)] = extended
                ways.append(whole)
                ratios.append(log_lr)
                kept = extended[np.isfinite(log_lr)]
                if len(kept):
                    following[key] = kept
        level = following
    return FamilyWays(family.name, family.missing, np.concatenate(ways), np.concatenate(ratios))


def _check_rule(conventions: Conventions) -> None:
    if conventions.theta > 0 and conventions.theta_rule is ThetaRule.ALL_PERSONS:
        raise InputError("kinship:joint:theta", found=conventions.theta)


def _sexes_fit(family: Family, label: str, profile: Profile) -> bool:
    sex = family.pedigree.person(label).sex
    return Sex.UNKNOWN in {sex, profile.sex} or sex is profile.sex


def _extend(possible: Places, choices: Sequence[int]) -> Places:
    """Returns every way with one more remains, none of them twice."""
    if not choices:
        return np.empty((0, possible.shape[1] + 1), dtype=np.int64)
    added = np.array(choices, dtype=np.int64)
    left = np.repeat(possible, len(added), axis=0)
    right = np.tile(added, len(possible))
    fresh = ~np.any(left == right[:, None], axis=1)
    return np.concatenate([left[fresh], right[fresh, None]], axis=1)


def joint_table(
    families: Sequence[Family],
    remains: Sequence[Profile],
    loci: Sequence[Locus],
    conventions: Conventions = DEFAULT,
) -> Joint:
    """Returns every possible assignment with its likelihood ratio, the likeliest first; too many are an error that
    says how many, and `best_assignments` and `sample_assignments` go on from there.
    """
    check_samples(remains)
    alone = log_alone(remains, loci, conventions)
    return combine([family_ways(f, remains, loci, conventions, alone=alone) for f in families], remains)


def combine(weighed: Sequence[FamilyWays], remains: Sequence[Profile], most: int = MAX_ASSIGNMENTS) -> Joint:
    """Returns the assignments that the families' ways make together, no remains in two families; more than `most` are
    an error that says so.
    """
    columns = tuple((ways.family, label) for ways in weighed for label in ways.missing)
    assigned = np.full((1, len(remains)), -1, dtype=np.int16)
    log_lr = np.zeros(1)
    first = 0
    for ways in weighed:
        kept = np.isfinite(ways.log_lr)
        own = as_assignments(ways.ways[kept], len(remains), first)
        own_lr = ways.log_lr[kept]
        parts, ratios = [], []
        total = 0
        for row, value in zip(own, own_lr, strict=True):
            used = row >= 0
            free = np.all(assigned[:, used] < 0, axis=1)
            total += int(free.sum())
            if total > most:
                raise InputError("kinship:joint:assignments", found=total, expected=most)
            part = assigned[free]
            part[:, used] = row[used]
            parts.append(part)
            ratios.append(log_lr[free] + value)
        assigned, log_lr = np.concatenate(parts), np.concatenate(ratios)
        first += len(ways.missing)
    order = np.lexsort((*assigned.T[::-1], -log_lr))
    return Joint(tuple(p.sample for p in remains), columns, assigned[order].astype(np.int64), log_lr[order])


def as_assignments(ways: Places, remains: int, first: int) -> NDArray[np.int16]:
    """Returns ways (missing person to remains) as assignments (remains to column), columns from `first` on."""
    made = np.full((len(ways), remains), -1, dtype=np.int16)
    for k in range(ways.shape[1]):
        rows = np.flatnonzero(ways[:, k] >= 0)
        made[rows, ways[rows, k]] = first + k
    return made


def generalised_ratio(joint: Joint, pairs: Sequence[tuple[int, int]]) -> float:
    """Returns the log10 generalised likelihood ratio of pairs (remains, column) that hold together: the best assignment
    with all of them against the best without all of them.
    """
    holds = np.ones(len(joint.log_lr), dtype=bool)
    for place, column in pairs:
        holds &= joint.assigned[:, place] == column
    return ratio_of(joint, holds)


def ratio_of(joint: Joint, holds: NDArray[np.bool_]) -> float:
    """Returns the log10 ratio of the best assignment for which it holds to the best for which it does not."""
    best_with = joint.log_lr[holds].max() if holds.any() else -np.inf
    best_without = joint.log_lr[~holds].max() if (~holds).any() else -np.inf
    if not np.isfinite(best_with) and not np.isfinite(best_without):
        return float("nan")
    return float((best_with - best_without) / np.log(10))


@dataclass(frozen=True, slots=True)
class SymmetricSet:
    """Missing persons of one family whom no genotype in these samples tells apart, the remains assigned to them in the
    best assignments, and the log10 generalised ratio that the set is right as a set.
    """

    family: str
    missing: tuple[str, ...]
    samples: tuple[str, ...]
    log10_glr: float


#: Ratios that differ by less are equal but for rounding.
SAME = 1e-9


def symmetric_sets(joint: Joint, weighed: Sequence[FamilyWays]) -> list[SymmetricSet]:
    """Returns the sets that cannot be told apart ({V2, V3} = {M2, M3}): exchanging two of the missing changes no way's
    ratio. A set that no remains of the best assignment fills is left out.
    """
    found = []
    first = 0
    for ways in weighed:
        groups = _exchangeable(ways)
        for group in groups:
            columns = {first + k for k in group}
            best = joint.assigned[0]
            places = [r for r in range(len(joint.samples)) if int(best[r]) in columns]
            if not places:
                continue
            holds = np.ones(len(joint.log_lr), dtype=bool)
            for place in places:
                holds &= np.isin(joint.assigned[:, place], sorted(columns))
            samples = tuple(joint.samples[place] for place in places)
            missing = tuple(ways.missing[k] for k in group)
            found.append(SymmetricSet(ways.family, missing, samples, ratio_of(joint, holds)))
        first += len(ways.missing)
    return found


def _exchangeable(ways: FamilyWays) -> list[list[int]]:
    value = {tuple(way): ratio for way, ratio in zip(ways.ways.tolist(), ways.log_lr.tolist(), strict=True)}
    groups: list[list[int]] = []
    for k in range(len(ways.missing)):
        for group in groups:
            if _same_exchanged(value, group[0], k):
                group.append(k)
                break
        else:
            groups.append([k])
    return [group for group in groups if len(group) > 1]


def _same_exchanged(value: dict[tuple[int, ...], float], first: int, second: int) -> bool:
    some = False
    for way, ratio in value.items():
        other = list(way)
        other[first], other[second] = other[second], other[first]
        exchanged = value.get(tuple(other), -np.inf)
        if not (ratio == exchanged or abs(ratio - exchanged) <= SAME * max(1.0, abs(ratio))):
            return False
        some = some or (way[first] != way[second] and np.isfinite(ratio))
    return some

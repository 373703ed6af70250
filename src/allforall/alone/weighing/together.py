"""All families and remains at once, under declared priors."""

import math
from collections.abc import Callable, Sequence

from allforall.alone.weighing.deciding import deciding
from allforall.alone.weighing.siblings import against_siblings
from allforall.errors import InputError
from allforall.kinship import Family, Identified, Prior, Standing, Tables, blocks, identify, joint_table
from allforall.kinship.case import Case
from allforall.kinship.outcomes import Assignment, Deciding, Lowest, Together, expect, is_open, not_compared


def weigh_together(
    case: Case,
    every: Sequence[Tables],
    declared: Sequence[Prior],
    *,
    threshold: float,
    seed: int,
    decide: int = 0,
    assignments: int = 0,
    progress: Callable[[int, int], None],
) -> Together:
    """Returns the result for each remains, all families and remains weighed together; `every` are the tables of each
    population. It includes whose sample would decide for the first `decide` unclear missing persons, and the likeliest
    `assignments`.
    """
    spoilt = not_compared(*every)
    families = [family for family in case.families if family.name not in spoilt]
    if not families:
        raise InputError("kinship:family:impossible", family=spoilt[0])
    found = identify(
        families, case.remains, case.loci, declared, conventions=case.conventions, seed=seed, progress=progress
    )
    return Together(
        case=case,
        tables=every[0],
        spoilt=tuple(spoilt),
        found=found,
        lowest=_lowest_of(case, every, found),
        siblings=against_siblings(case, (one for one in found.standings if one.family)),
        expected=expect(every[0], case, threshold, seed),
        would_decide=_who_decides(case, found, decide, threshold, seed),
        assignments=_assignments(case, families, assignments) if assignments else None,
    )


def _lowest_of(case: Case, every: Sequence[Tables], found: Identified) -> dict[str, Lowest]:
    """Returns the lowest ratio of all populations for each remains that is named."""
    if len(every) == 1:
        (name,) = case.populations
        return {one.sample: (name, one.log10_lr) for one in found.standings if one.family}
    profiles = {profile.sample: profile for profile in case.remains}
    column = {(one.family, one.missing): place for place, one in enumerate(every[0].columns)}
    lowest: dict[str, Lowest] = {}
    for one in found.standings:
        if not one.family:
            continue
        place = column[one.family, one.missing]
        values = {
            name: float(next(blocks(tables, [profiles[one.sample]], start=place, families=1)).log10_lr[0, 0])
            for name, tables in zip(case.populations, every, strict=True)
        }
        name = min(values, key=lambda key: values[key])
        lowest[one.sample] = (name, values[name])
    return lowest


def _who_decides(
    case: Case, found: Identified, most: int, threshold: float, seed: int
) -> dict[str, tuple[str, tuple[Deciding, ...]]]:
    """Returns whose further sample would help for the first unclear missing persons, by the sample of the remains."""
    families = {family.name: family for family in case.families}
    done: dict[tuple[str, str], None] = {}
    told: dict[str, tuple[str, tuple[Deciding, ...]]] = {}
    for one in found.standings:
        if len(done) >= most:
            break
        who = _unclear(one)
        if who and who[0] and who not in done:
            done[who] = None
            told[one.sample] = (who[0], deciding(case, families[who[0]], who[1], threshold, seed))
    return told


def _unclear(one: Standing) -> tuple[str, str] | None:
    """Returns the missing person about whom more should be known, or None."""
    if not one.under or not (is_open(one) or (one.family and one.symmetric is not None)):
        return None
    return (one.family, one.missing) if one.family else one.under[0].runner_up


def _assignments(case: Case, families: Sequence[Family], most: int) -> tuple[Assignment, ...]:
    """Returns the likeliest assignments, likeliest first."""
    joint = joint_table(families, case.remains, case.loci, case.conventions)
    made = []
    for place in range(min(most, len(joint.log_lr))):
        given = {
            sample: joint.columns[column]
            for sample, column in zip(joint.samples, joint.assigned[place].tolist(), strict=True)
            if column >= 0
        }
        own, behind = float(joint.log_lr[place]), float(joint.log_lr[0] - joint.log_lr[place])
        made.append(Assignment(given, own / math.log(10), behind / math.log(10)))
    return tuple(made)

"""The alternative weighed besides "unrelated" wherever a person is named: a full sibling of the missing person."""

from collections.abc import Iterable

import numpy as np

from allforall.kinship import Candidate, Standing, blocks, make_tables
from allforall.kinship.case import Case
from allforall.kinship.outcomes import Named


def against_siblings(case: Case, pairs: Iterable[Candidate | Standing]) -> dict[Named, float]:
    """Returns for each pair its log10 ratio against a full sibling of the missing person: nan if both are impossible.
    Only the families named are weighed again.
    """
    ratios = {(one.sample, one.family, one.missing): one.log10_lr for one in pairs}
    families = {family for _, family, _ in ratios}
    chosen = [family for family in case.families if family.name in families]
    if not chosen:
        return {}
    tables = make_tables(chosen, case.loci, case.conventions, relation="sibling")
    profiles = {profile.sample: profile for profile in case.remains}
    by_column: dict[tuple[str, str], list[Named]] = {}
    for one in ratios:
        by_column.setdefault(one[1:], []).append(one)
    found: dict[Named, float] = {}
    for place, column in enumerate(tables.columns):
        rows = by_column.get((column.family, column.missing), [])
        if not rows:
            continue
        block = next(blocks(tables, [profiles[sample] for sample, _, _ in rows], start=place, families=1))
        for one, sibling in zip(rows, block.log10_lr[:, 0].tolist(), strict=True):
            with np.errstate(invalid="ignore"):
                found[one] = float(np.float64(ratios[one]) - np.float64(sibling))
    return found

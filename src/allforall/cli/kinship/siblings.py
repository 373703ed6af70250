"""The alternative that is weighed beside "unrelated" wherever somebody is named: a full sibling of the missing."""

from collections.abc import Iterable

import numpy as np

from allforall.cli.kinship.case import Case
from allforall.kinship import blocks, make_tables

#: Remains, family, missing person.
Named = tuple[str, str, str]


def against_siblings(case: Case, named: Iterable[tuple[Named, float]]) -> dict[Named, float]:
    """Returns for each pair, given with its log10 ratio against unrelated, that against a full sibling of the missing
    person: nothing where both are impossible. Only the families that are named are weighed again.
    """
    ratios = dict(named)
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

"""Finds whose further sample would help most to decide about a missing person."""

from allforall.kinship import Family, Inheritance, which_next
from allforall.kinship.case import Case
from allforall.kinship.outcomes import Deciding

#: The number of relatives tried, and of simulated families per relative (assumption: takes seconds).
_TRIED, _INVENTED = 8, 20


def deciding(case: Case, family: Family, missing: str, threshold: float, seed: int) -> tuple[Deciding, ...]:
    """Returns the relatives whose sample would help, most helpful first, at this threshold (log10)."""
    twin_of = {label for group in family.pedigree.twins if missing in group for label in group}
    tried = [
        label
        for label in family.pedigree.labels
        if label not in family.profiles and label not in family.missing and label not in twin_of
    ][:_TRIED]
    # Genes on X are not simulated: their inheritance depends on everyone's sex.
    loci = [locus for locus in case.loci if locus.inheritance is Inheritance.AUTOSOMAL]
    if not tried or not loci:
        return ()
    return tuple(which_next(family, missing, tried, loci, threshold, seed=seed, families=_INVENTED))

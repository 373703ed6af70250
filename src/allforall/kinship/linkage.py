"""Linked pairs: loci on one chromosome that pass together more often than not, with their recombination rates.

Rates: Kosambi fractions from HapMap positions as tabled in *An evaluation of the SureID 23comp Human Identification
Kit for kinship testing*, Sci. Rep. 9 (2019) 16859, table 3, after Phillips et al., FSI: Genetics 6 (2012) 354-365.
Budowle et al. (Int. J. Legal Med. 2012, PubMed 22542849) counted 0.089 (0.044 to 0.158) for vWA and D12S391.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from allforall.errors import InputError
from allforall.kinship.conventions import DEFAULT, Conventions
from allforall.kinship.likelihood import log_likelihood_linked, single
from allforall.kinship.loci import Locus
from allforall.kinship.markers import marker_name
from allforall.kinship.profiles import Profile
from allforall.kinship.tables import Family


@dataclass(frozen=True, slots=True)
class LinkedPair:
    """Two loci and the chance that a passage recombines between them; `source` says where the rate comes from."""

    first: str
    second: str
    rate: float
    source: str


KOSAMBI = "HapMap, Kosambi; Sci. Rep. 9 (2019) 16859, table 3"
LINKED = (
    LinkedPair("vWA", "D12S391", 0.1172, KOSAMBI),
    LinkedPair("D5S818", "CSF1PO", 0.2522, KOSAMBI),
)


def pairs_among(loci: Sequence[Locus], table: Sequence[LinkedPair] = LINKED) -> list[tuple[Locus, Locus, float]]:
    """Returns the linked pairs of a table whose loci are both here, each locus in one pair at most."""
    by_name = {marker_name(locus.name): locus for locus in loci}
    found, used = [], set[str]()
    for pair in table:
        names = (marker_name(pair.first), marker_name(pair.second))
        if not 0 <= pair.rate <= 0.5:
            raise InputError("kinship:linkage:rate", locus=pair.first, found=pair.rate, expected="0 to 0.5")
        if all(name in by_name and name not in used for name in names):
            used.update(names)
            found.append((by_name[names[0]], by_name[names[1]], pair.rate))
    return found


def linked_log10_lr(
    family: Family,
    missing: str,
    remains: Profile,
    pair: tuple[Locus, Locus, float],
    conventions: Conventions = DEFAULT,
) -> float:
    """Returns the log10 likelihood ratio of both loci together: the remains are the missing person, or unrelated."""
    first, second, rate = pair
    loci = (first, second)
    placed: Mapping[str, Profile] = {**family.profiles, missing: remains}
    together = log_likelihood_linked(family.pedigree, placed, loci, rate, conventions)
    relatives = log_likelihood_linked(family.pedigree, family.profiles, loci, rate, conventions)
    stranger = single(remains.sample, remains.sex)
    alone = log_likelihood_linked(stranger, {remains.sample: remains}, loci, rate, conventions)
    return float((together - relatives - alone) / np.log(10))

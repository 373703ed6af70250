"""One remains against one family, in full: every alternative, every population, every locus.

The alternatives are always weighed together: unrelated, and a close relative (a full sibling) of the missing person.
"Somebody unlisted" is the first of them for one family, and "none of these" in the joint table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from allforall.errors import InputError
from allforall.kinship.conventions import DEFAULT, Conventions
from allforall.kinship.linkage import LINKED, LinkedPair, linked_log10_lr, pairs_among
from allforall.kinship.loci import Locus
from allforall.kinship.matrix import lr_matrix
from allforall.kinship.priors import Prior, check_evidence, check_prior, posterior_odds
from allforall.kinship.profiles import Profile
from allforall.kinship.tables import Family, make_tables
from allforall.kinship.wording import SIBLING, UNRELATED, Sentence, say, say_posterior


@dataclass(frozen=True, slots=True)
class Weighed:
    """Log10 likelihood ratios with one population's frequencies: the remains are the missing person, against unrelated
    and against a full sibling of the missing person; per locus (a linked pair is one entry) against unrelated.
    """

    population: str
    unrelated: float
    sibling: float
    loci: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Weighing:
    """One remains against one missing person: a `Weighed` per population, the lowest named beside each, and how many
    loci were compared; `sentences` say it in words, posteriors with their priors.
    """

    sample: str
    family: str
    missing: str
    compared: int
    populations: tuple[Weighed, ...]
    sentences: tuple[Sentence, ...]

    @property
    def lowest(self) -> Weighed:
        """Returns the population under which the remains fit the family least."""
        return min(self.populations, key=lambda weighed: weighed.unrelated)


def weigh_pair(
    family: Family,
    missing: str,
    remains: Profile,
    populations: Mapping[str, Sequence[Locus]],
    *,
    conventions: Conventions = DEFAULT,
    linked: Sequence[LinkedPair] = LINKED,
    priors: Sequence[Prior] = (),
    pairs_searched: tuple[int, int] = (1, 1),
    evidence: Sequence[str] = (),
) -> Weighing:
    """Returns the full weighing of one remains against one missing person.

    `populations` holds the same loci with the frequencies of each population; `pairs_searched` how many remains and
    missing persons the search that led here went through (a prior of even odds is refused for a search); `evidence`
    what else is weighed, which no prior may have used. With theta linked pairs count as independent.
    """
    if missing not in family.missing:
        raise InputError("kinship:person:not_missing", family=family.name, person=missing)
    for prior in priors:
        check_prior(prior, *pairs_searched)
        check_evidence(prior, evidence)
    if not populations:
        raise InputError("kinship:population:none", family=family.name)
    weighed = tuple(
        _weigh(name, family, missing, remains, loci, conventions, linked) for name, loci in populations.items()
    )
    lowest = min(weighed, key=lambda one: one.unrelated)
    names = {name for profile in family.profiles.values() for name in profile.genotypes}
    sentences = [say(lowest.unrelated, family.name, UNRELATED)]
    if not np.isnan(lowest.sibling):
        # If neither the missing person nor a sibling explains the profile, there is nothing to compare.
        sentences.append(say(lowest.sibling, family.name, SIBLING))
    if np.isfinite(lowest.unrelated):  # a profile that cannot be explained has no odds to state
        sentences += [say_posterior(posterior_odds(lowest.unrelated, prior), family.name, prior) for prior in priors]
    return Weighing(
        remains.sample,
        family.name,
        missing,
        len(names & set(remains.genotypes)),
        weighed,
        tuple(sentences),
    )


def _weigh(
    name: str,
    family: Family,
    missing: str,
    remains: Profile,
    loci: Sequence[Locus],
    conventions: Conventions,
    linked: Sequence[LinkedPair],
) -> Weighed:
    alone = Family(family.name, family.pedigree, family.profiles, (missing,))
    own = [locus for locus in loci if locus.name in remains.genotypes]
    per_locus = {
        locus.name: float(lr_matrix(make_tables([alone], [locus], conventions), [remains])[0, 0]) for locus in own
    }
    siblings = {
        locus.name: float(lr_matrix(make_tables([alone], [locus], conventions, relation="sibling"), [remains])[0, 0])
        for locus in own
    }
    close = sum(siblings.values())
    apart = sum(per_locus.values())
    if not conventions.theta:
        for first, second, rate in pairs_among(own, linked):
            both = linked_log10_lr(alone, missing, remains, (first, second, rate), conventions)
            del per_locus[first.name], per_locus[second.name]
            per_locus[f"{first.name} + {second.name}"] = both
    total = float(sum(per_locus.values())) if per_locus else 0.0
    # The sibling's ratio is per locus too, so that both sides leave linkage out alike.
    with np.errstate(invalid="ignore"):
        sibling = float("inf") if close == -np.inf and apart > -np.inf else float(apart - close)
    return Weighed(name, total, sibling, per_locus)

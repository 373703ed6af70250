"""Before identification: which samples are of one person, which profiles are reliable, whose DNA is in the batch.

Two samples are weighed as of the same person, of full siblings, or of unrelated persons, each with its own dropout.
All against all costs one table per locus: rows are what samples show, so thousands of samples need a few hundred.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from allforall.errors import InputError
from allforall.kinship.conventions import DEFAULT, Conventions
from allforall.kinship.likelihood import join, log_likelihood, single
from allforall.kinship.loci import Inheritance, Locus
from allforall.kinship.matrix import LOG10, check_samples, observation
from allforall.kinship.pedigrees import Pedigree, Person, Sex, make_pedigree
from allforall.kinship.profiles import Profile, make_profile, seen_places
from allforall.kinship.tables import genotype_chances, genotype_place

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SamplePair:
    """Two samples: log10 likelihood ratios of the same person and of full siblings, both against unrelated, over the
    loci at which both show something.
    """

    first: str
    second: str
    same: float
    siblings: float
    loci: int


def compare_samples(
    first: Profile, second: Profile, loci: Sequence[Locus], conventions: Conventions = DEFAULT
) -> SamplePair:
    """Returns the comparison of two samples. The same person has one genotype: no mutation within a body."""
    check_samples([first, second])
    both = [locus for locus in loci if locus.name in first.genotypes and locus.name in second.genotypes]
    sex = first.sex if first.sex is not Sex.UNKNOWN else second.sex
    apart = [single("1", first.sex), single("2", second.sex)]
    family = make_pedigree(
        "siblings",
        [
            Person("F", sex=Sex.MALE),
            Person("M", sex=Sex.FEMALE),
            Person("1", "F", "M", first.sex),
            Person("2", "F", "M", second.sex),
        ],
    )
    twice = Pedigree("same", (Person("1", sex=sex), Person("2", sex=sex)), (("1", "2"),))
    same = siblings = 0.0
    if Sex.UNKNOWN not in {first.sex, second.sex} and first.sex is not second.sex:
        same = -np.inf
    profiles = {"1": first, "2": second}
    for locus in both:
        alone = log_likelihood(join(apart) if conventions.theta else apart, profiles, locus, conventions)
        if np.isfinite(same):
            same += log_likelihood(twice, profiles, locus, conventions) - alone
        siblings += log_likelihood(family, profiles, locus, conventions) - alone
    return SamplePair(first.sample, second.sample, float(same / LOG10), float(siblings / LOG10), len(both))


def associate(
    samples: Sequence[Profile],
    loci: Sequence[Locus],
    least_log10_lr: float,
    others: Sequence[Profile] | None = None,
    conventions: Conventions = DEFAULT,
) -> list[SamplePair]:
    """Returns every pair of samples (or of a sample and one of `others`: recovery, mortuary and laboratory staff,
    blanks) whose ratio of "same person" to unrelated reaches the threshold, the strongest first.
    """
    check_samples([*samples, *(others or ())])
    against = list(samples if others is None else others)
    together = [*samples, *(others or ())]
    matrix = same_matrix(together, loci)
    found = []
    for row in range(len(samples)):
        first = row + 1 if others is None else len(samples)
        with np.errstate(invalid="ignore"):
            hits = first + np.flatnonzero(matrix[row, first:] >= least_log10_lr)
        found += [compare_samples(samples[row], together[hit], loci, conventions) for hit in hits.tolist()]
    return sorted(found, key=lambda pair: (-pair.same, pair.first, pair.second)) if against else []


def same_matrix(samples: Sequence[Profile], loci: Sequence[Locus]) -> Array:
    """Returns log10 ratios of "same person" to unrelated for all pairs, theta 0: shape (samples, samples). Samples of
    different sex are not of one person: minus infinity. X loci are left out here.
    """
    total = np.zeros((len(samples), len(samples)))
    for locus in loci:
        if locus.inheritance is Inheritance.X:
            continue
        known: dict[tuple[tuple[int, ...], float, float], int] = {}
        of = np.zeros(len(samples), dtype=np.int64)
        for number, profile in enumerate(samples):
            if locus.name in profile.genotypes:
                key = (seen_places(profile, locus, profile.sex), *profile.losses(locus.name))
                of[number] = known.setdefault(key, len(known) + 1)
        if not known:
            continue
        shown = np.array([_over_genotypes(locus, *key) for key in known])
        chance = genotype_chances(locus)
        alone = shown @ chance
        together = (shown * chance) @ shown.T
        with np.errstate(divide="ignore"):
            ratio = np.log(together) - np.log(np.outer(alone, alone))
        table = np.zeros((len(known) + 1, len(known) + 1))
        table[1:, 1:] = ratio
        for row in range(len(samples)):
            total[row] += table[of[row], of]
    sexes = np.array([str(profile.sex) for profile in samples])
    differ = (sexes[:, None] != sexes[None]) & (sexes[:, None] != Sex.UNKNOWN) & (sexes[None] != Sex.UNKNOWN)
    total[differ] = -np.inf
    made: Array = total / LOG10
    return made


def _over_genotypes(locus: Locus, places: tuple[int, ...], loss: float, gain: float) -> Array:
    """Returns the chance of an observation given each unordered genotype."""
    count = len(locus.alleles)
    size = count * (count + 1) // 2
    weights = np.zeros(size)
    for place, value in observation(locus, places, loss, gain, male=False).items():
        if place < size:
            weights[place] += value
        elif place < size + count:
            allele = place - size
            for other in range(count):
                if other != allele:
                    weights[genotype_place(allele, other, count)] += value
        else:
            weights += value
    return weights


class Flag(StrEnum):
    """Something a profile shows that an ordinary person's does not."""

    MIXTURE = "more than two alleles at two or more loci: a possible mixture, not to be weighed"
    TRIALLELIC = "three alleles at one locus: a tri-allelic pattern or a trace of somebody else"
    XXY = "a male with two alleles at X loci: perhaps XXY"
    UNKNOWN_ALLELE = "an allele that the table does not know"


@dataclass(frozen=True, slots=True)
class ProfileFlag:
    """One finding on a profile: what, and at which loci."""

    sample: str
    flag: Flag
    loci: tuple[str, ...]


def check_profile(profile: Profile, loci: Sequence[Locus]) -> list[ProfileFlag]:
    """Returns findings on a profile that should be reviewed before it is weighed."""
    by_name = {locus.name: locus for locus in loci}
    many = tuple(name for name, alleles in profile.genotypes.items() if len(alleles) > 2)
    found = []
    if len(many) > 1:
        found.append(ProfileFlag(profile.sample, Flag.MIXTURE, many))
    elif many:
        found.append(ProfileFlag(profile.sample, Flag.TRIALLELIC, many))
    if profile.sex is Sex.MALE:
        double = tuple(
            name
            for name, alleles in profile.genotypes.items()
            if name in by_name and by_name[name].inheritance is Inheritance.X and len(alleles) == 2
        )
        if double:
            found.append(ProfileFlag(profile.sample, Flag.XXY, double))
    strange = tuple(
        name
        for name, alleles in profile.genotypes.items()
        if name in by_name and any(allele not in by_name[name].index for allele in alleles)
    )
    if strange:
        found.append(ProfileFlag(profile.sample, Flag.UNKNOWN_ALLELE, strange))
    return found


def refuse_mixture(profile: Profile, loci: Sequence[Locus]) -> None:
    """Raises an error if a profile may be a mixture."""
    for flag in check_profile(profile, loci):
        if flag.flag is Flag.MIXTURE:
            raise InputError("kinship:profile:mixture", sample=profile.sample, locus=", ".join(flag.loci))


@dataclass(frozen=True, slots=True)
class Consensus:
    """The alleles that repeated typings of one sample agree on, and those seen too rarely to be kept."""

    profile: Profile
    unconfirmed: tuple[tuple[str, str], ...]


def consensus(name: str, typings: Sequence[Profile], times: int = 2) -> Consensus:
    """Returns the consensus of repeated typings: an allele counts if it was seen `times` times or more (Taberlet et
    al., Nucleic Acids Res. 24 (1996) 3189-3194). What was seen less often is listed, and the consensus keeps the
    highest dropout of the typings: an allele may still be unseen.
    """
    if len(typings) < times:
        raise InputError("kinship:consensus:typings", sample=name, found=len(typings), expected=times)
    sexes = {profile.sex for profile in typings} - {Sex.UNKNOWN}
    if len(sexes) > 1:
        raise InputError("kinship:consensus:sexes", sample=name)
    kept: dict[str, list[str]] = {}
    rare = []
    for locus in dict.fromkeys(locus for profile in typings for locus in profile.genotypes):
        seen = Counter(allele for profile in typings for allele in profile.genotypes.get(locus, ()))
        kept[locus] = [allele for allele, number in seen.items() if number >= times]
        rare += [(locus, allele) for allele, number in seen.items() if number < times]
    dropout = max(profile.dropout for profile in typings)
    dropin = max(profile.dropin for profile in typings)
    sex = sexes.pop() if sexes else Sex.UNKNOWN
    return Consensus(make_profile(name, kept, sex, dropout=dropout, dropin=dropin), tuple(sorted(rare)))

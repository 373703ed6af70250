"""The likelihood of a family's profiles at a locus, exact for any pedigree: the reference for everything else."""

import math
from collections.abc import Mapping, Sequence

from allforall.errors import InputError
from allforall.kinship.arranging import make_batch, make_shape, make_skeleton, sexes_of, showings, typed_at
from allforall.kinship.conventions import DEFAULT, Conventions, ThetaRule
from allforall.kinship.loci import Locus, completed
from allforall.kinship.pedigrees import Pedigree, Person, Sex
from allforall.kinship.profiles import Profile
from allforall.kinship.urn import evaluate_urn


def log_likelihood(
    pedigrees: Pedigree | Sequence[Pedigree],
    profiles: Mapping[str, Profile],
    locus: Locus,
    conventions: Conventions = DEFAULT,
) -> float:
    """Returns the natural logarithm of the chance of the profiles at a locus, minus infinity where it is impossible.

    `profiles` is by label of a person. Several pedigrees are unrelated components of one hypothesis; a remains that
    belongs to nobody is a pedigree of one person (`single`).
    """
    return _total(pedigrees, profiles, (locus,), conventions, 0.5)


def log_likelihood_linked(
    pedigrees: Pedigree | Sequence[Pedigree],
    profiles: Mapping[str, Profile],
    loci: tuple[Locus, Locus],
    recombination: float,
    conventions: Conventions = DEFAULT,
) -> float:
    """Returns the natural logarithm of the chance of the profiles at two linked loci that recombine at this rate;
    founders are in linkage equilibrium.
    """
    if not 0 <= recombination <= 0.5:
        raise InputError("kinship:linkage:rate", locus=loci[0].name, found=recombination, expected="0 to 0.5")
    if conventions.theta:
        raise InputError("kinship:linkage:theta", locus=loci[0].name, other=loci[1].name)
    if loci[0].inheritance is not loci[1].inheritance:
        raise InputError("kinship:linkage:inheritance", locus=loci[0].name, other=loci[1].name)
    return _total(pedigrees, profiles, loci, conventions, recombination)


def single(label: str, sex: Sex = Sex.UNKNOWN) -> Pedigree:
    """Returns the pedigree of a person who is related to nobody."""
    return Pedigree(label, (Person(label, sex=sex),))


def _total(
    pedigrees: Pedigree | Sequence[Pedigree],
    profiles: Mapping[str, Profile],
    loci: tuple[Locus, ...],
    conventions: Conventions,
    recombination: float,
) -> float:
    given = [pedigrees] if isinstance(pedigrees, Pedigree) else list(pedigrees)
    loci = tuple(completed(locus) for locus in loci)
    if conventions.theta > 0 and conventions.theta_rule is ThetaRule.ALL_PERSONS and len(given) > 1:
        given = [join(given)]
    labels = {label for pedigree in given for label in pedigree.labels}
    stray = next((label for label in profiles if label not in labels), None)
    if stray is not None:
        raise InputError("kinship:person:unknown", family=given[0].family if given else "", person=stray)
    total = 0.0
    for pedigree in given:
        own = {label: profiles[label] for label in pedigree.labels if label in profiles}
        skeleton = make_skeleton(pedigree, typed_at(own, loci), (), conventions)
        if not skeleton.labels:
            continue
        sexes = sexes_of(pedigree, own, loci[0])
        shown = [showings(skeleton, own, locus, sexes) for locus in loci]
        shape = make_shape(skeleton, shown, loci)
        batch = make_batch(shape, [[row] for row in shown], loci, theta=conventions.theta, recombination=recombination)
        value, scale = evaluate_urn(shape, batch, conventions.theta)
        if value[0] <= 0:
            return -math.inf
        total += math.log(value[0]) + float(scale[0])
    return total


def join(pedigrees: Sequence[Pedigree]) -> Pedigree:
    """Returns unrelated pedigrees as one with several components; a label in two of them is an error."""
    persons = tuple(person for pedigree in pedigrees for person in pedigree.persons)
    labels = [person.label for person in persons]
    if len(set(labels)) < len(labels):
        twice = next(label for label in labels if labels.count(label) > 1)
        raise InputError("kinship:person:twice", family=pedigrees[0].family, person=twice)
    return Pedigree(pedigrees[0].family, persons, tuple(group for pedigree in pedigrees for group in pedigree.twins))

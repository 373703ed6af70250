"""Profiles: what a sample showed at each locus, and how sure it is that everything was seen.

An observation is the set of alleles seen. With dropout `d` each of a person's two alleles stays unseen with chance
`d`, independently, also where both are the same (seen 1 - d^2); with drop-in `c` one more allele, drawn from the
population, is seen in a share `c` of typings (at most one a locus). Gill et al., *DNA commission of the ISFG:
recommendations on the evaluation of STR typing results that may include drop-out and/or drop-in*, FSI: Genetics 6
(2012) 679-688, with the drop-in as stated here. A silent allele is never seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from allforall.errors import InputError
from allforall.kinship.loci import Inheritance, Locus
from allforall.kinship.pedigrees import Sex

Array = NDArray[np.float64]
Places = NDArray[np.int64]
Genotype = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What one sample showed: `genotypes` gives the alleles per locus, one for a homozygote; a locus that is missing
    was not typed. `dropout` and `dropin` hold for every locus but those in `dropout_at` and `dropin_at`.
    """

    sample: str
    sex: Sex = Sex.UNKNOWN
    genotypes: Mapping[str, Genotype] = field(default_factory=dict)
    dropout: float = 0.0
    dropin: float = 0.0
    dropout_at: Mapping[str, float] = field(default_factory=dict)
    dropin_at: Mapping[str, float] = field(default_factory=dict)

    def losses(self, locus: str) -> tuple[float, float]:
        """Returns the chances of dropout and of drop-in at a locus."""
        return self.dropout_at.get(locus, self.dropout), self.dropin_at.get(locus, self.dropin)


def make_profile(
    sample: str,
    genotypes: Mapping[str, Sequence[str]],
    sex: Sex = Sex.UNKNOWN,
    *,
    dropout: float = 0.0,
    dropin: float = 0.0,
    dropout_at: Mapping[str, float] | None = None,
    dropin_at: Mapping[str, float] | None = None,
) -> Profile:
    """Returns a checked profile: alleles once each, sorted; loci without any allele are left out.

    More than two alleles are kept, for `check_profile` to say what they may be; a likelihood refuses them.
    """
    for name, at, whole in (("dropout", dropout_at, dropout), ("dropin", dropin_at, dropin)):
        for value in (whole, *(at or {}).values()):
            if not np.isfinite(value) or not 0 <= value < 1:
                raise InputError("kinship:profile:rate", sample=sample, parameter=name, found=value, expected="0 to 1")
    kept = {locus: tuple(sorted({str(a) for a in alleles if str(a)})) for locus, alleles in genotypes.items()}
    if not any(kept.values()):
        raise InputError("kinship:profile:empty", sample=sample)
    seen = {locus: alleles for locus, alleles in kept.items() if alleles}
    return Profile(sample, sex, seen, dropout, dropin, dict(dropout_at or {}), dict(dropin_at or {}))


def seen_places(profile: Profile, locus: Locus, sex: Sex) -> tuple[int, ...]:
    """Returns the places of the alleles seen at a locus, none if it was not typed; what a person cannot show (three
    alleles, two X of a male, an allele that is not in the table) is an error that names sample and locus.
    """
    alleles = profile.genotypes.get(locus.name, ())
    if len(alleles) > 2:
        raise InputError(
            "kinship:profile:three_alleles", sample=profile.sample, locus=locus.name, found=", ".join(alleles)
        )
    if locus.inheritance is Inheritance.X and alleles:
        if sex is Sex.UNKNOWN:
            raise InputError("kinship:profile:sex", sample=profile.sample, locus=locus.name)
        if sex is Sex.MALE and len(alleles) == 2:
            raise InputError("kinship:profile:two_x", sample=profile.sample, locus=locus.name, found=", ".join(alleles))
    places = tuple(sorted(locus.allele_index(allele, profile.sample) for allele in alleles))
    if locus.silent_index is not None and locus.silent_index in places:
        raise InputError("kinship:profile:silent", sample=profile.sample, locus=locus.name)
    return places


def observation_weights(locus: Locus, places: Sequence[int], dropout: float, dropin: float) -> Array:
    """Returns the chance of seeing exactly these alleles given each ordered pair of alleles: shape (alleles, alleles).

    Summed over everything that can be seen, each pair's chances make one.
    """
    return _exactly(locus, places, dropout) * (1 - dropin) + (
        dropin * _with_dropin(locus, places, dropout) if dropin else 0.0
    )


def single_weights(locus: Locus, places: Sequence[int], dropout: float, dropin: float) -> Array:
    """Returns the chance of seeing exactly these alleles given each single allele (a male's X): shape (alleles,)."""
    both = np.diagonal(_exactly(locus, places, 0.0)) * (1 - dropout)
    gone = float(not places)
    silent = np.zeros(len(locus.alleles))
    if locus.silent_index is not None:
        silent[locus.silent_index] = 1.0
    kept = np.where(silent > 0, gone, both + gone * dropout)
    if not dropin:
        return kept
    more = np.zeros_like(kept)
    for place in places:
        rest = [p for p in places if p != place]
        more += locus.frequencies[place] * (
            single_weights(locus, rest, dropout, 0) + single_weights(locus, places, dropout, 0)
        )
    return kept * (1 - dropin) + dropin * more


def _exactly(locus: Locus, places: Sequence[int], dropout: float) -> Array:
    count = len(locus.alleles)
    weights = np.zeros((count, count))
    lost, kept = dropout, 1 - dropout
    if not places:
        weights[:] = lost * lost
    elif len(places) == 1:
        place = places[0]
        weights[place, :] = weights[:, place] = kept * lost
        weights[place, place] = 1 - lost * lost
    elif len(places) == 2:
        first, second = places
        weights[first, second] = weights[second, first] = kept * kept
    silent = locus.silent_index
    if silent is not None:
        # A silent allele is not seen: only the other one counts.
        weights[silent, :] = weights[:, silent] = 0.0
        if not places:
            weights[silent, :] = weights[:, silent] = lost
            weights[silent, silent] = 1.0
        elif len(places) == 1:
            weights[silent, places[0]] = weights[places[0], silent] = kept
    return weights


def _with_dropin(locus: Locus, places: Sequence[int], dropout: float) -> Array:
    """Returns the chance given that one more allele, drawn from the population, was added to what was seen."""
    total = np.zeros((len(locus.alleles), len(locus.alleles)))
    for place in places:
        rest = [p for p in places if p != place]
        total += locus.frequencies[place] * (_exactly(locus, rest, dropout) + _exactly(locus, places, dropout))
    return total


def phases(locus: Locus, places: Sequence[int], *, founder: bool) -> tuple[list[int], list[int], list[float]]:
    """Returns the ordered pairs that show exactly these alleles: places from the father, from the mother, weights.

    A founder's two sides are interchangeable, so one order with double weight represents both.
    """
    silent = locus.silent_index
    if len(places) == 2:
        first, second = places
        return ([first], [second], [2.0]) if founder else ([first, second], [second, first], [1.0, 1.0])
    place = places[0]
    if silent is None:
        return [place], [place], [1.0]
    if founder:
        return [place, place], [place, silent], [1.0, 2.0]
    return [place, place, silent], [place, silent, place], [1.0, 1.0, 1.0]

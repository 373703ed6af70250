"""What a family's references can decide, before any comparison: power, exclusion, and false hits to expect.

How rare a high ratio is among unrelated persons cannot be counted (one in millions); it is weighed instead: genotypes
are drawn as if the missing person's and each counts 1 / LR (importance sampling; the identity P(LR >= t | unrelated) =
E[1/LR; LR >= t | related] is exact: Slooten and Egeland, *Exclusion probabilities and likelihood ratios with
applications to kinship problems*, Int. J. Legal Med. 128 (2014) 415-425).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allforall.errors import InputError
from allforall.kinship.conventions import DEFAULT, Conventions
from allforall.kinship.loci import Inheritance, Locus
from allforall.kinship.pedigrees import Pedigree
from allforall.kinship.profiles import Profile, make_profile
from allforall.kinship.tables import Family, Tables, make_family, make_tables

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Power:
    """What references can decide: log10 ratios that the missing person's remains would reach (quantiles 5, 50, 95 %),
    the chance to reach the threshold, the chance that unrelated remains reach it too, and that unrelated remains are
    excluded at one locus at least (with loci that do not mutate; with mutation nothing is excluded).
    """

    threshold: float
    quantiles: tuple[float, float, float]
    reached: float
    false_rate: float
    excluded: float

    def false_hits(self, remains: int, families: int) -> float:
        """Returns how many unrelated pairs to expect at or above the threshold in a search of this size."""
        return self.false_rate * remains * families


def power_of(tables: Tables, threshold: float, *, seed: int, draws: int = 4000) -> Power:
    """Returns the power of all the columns of tables together (one family, or many of one kind), by `draws` genotypes
    per column. `threshold` is a log10 ratio.
    """
    if not tables.columns:
        raise InputError("kinship:power:nobody")
    dice = np.random.default_rng(seed)
    related, weights, excluded = [], [], []
    for place in range(len(tables.columns)):
        log_lr = np.zeros(draws)
        kept = 1.0
        for at in tables.loci:
            row = at.rows[at.place_of[place]]
            none = at.given_none[at.place_of[place] if at.given_none.shape[0] > 1 else 0]
            # Genotypes beyond a male's alleles have no chance in either.
            drawn = dice.choice(len(row), draws, p=row / row.sum())
            log_lr += np.log(row[drawn]) - np.log(none[drawn])
            kept *= float(none[row > 0].sum() / none.sum())
        related.append(log_lr / np.log(10))
        weights.append(np.exp(-log_lr) * (log_lr / np.log(10) >= threshold))
        excluded.append(1 - kept)
    values = np.concatenate(related)
    low, middle, high = (float(value) for value in np.quantile(values, (0.05, 0.5, 0.95)))
    return Power(
        threshold=threshold,
        quantiles=(low, middle, high),
        reached=float((values >= threshold).mean()),
        false_rate=float(np.concatenate(weights).mean()),
        excluded=float(np.mean(excluded)),
    )


def power_of_kind(
    pedigree: Pedigree,
    missing: str,
    typed: Sequence[str],
    loci: Sequence[Locus],
    threshold: float,
    *,
    seed: int,
    families: int = 200,
    conventions: Conventions = DEFAULT,
) -> Power:
    """Returns the power that references of these relatives would have, over invented families of this pedigree."""
    dice = np.random.default_rng(seed)
    genes = drop_genes(pedigree, loci, families, dice)
    made = []
    for number in range(families):
        profiles = {
            label: make_profile(f"{label}-{number}", _shown(genes[label], loci, number), pedigree.person(label).sex)
            for label in typed
        }
        own = Pedigree(f"{pedigree.family}-{number}", pedigree.persons, pedigree.twins)
        made.append(make_family(own.family, own, profiles, [missing]))
    return power_of(make_tables(made, loci, conventions), threshold, seed=seed + 1, draws=400)


def which_next(
    family: Family,
    missing: str,
    candidates: Sequence[str],
    loci: Sequence[Locus],
    threshold: float,
    *,
    seed: int,
    families: int = 50,
) -> list[tuple[str, Power]]:
    """Returns the untyped relatives in the order in which their sample would help, most helpful first: by the chance
    that the missing person's remains would then reach the threshold, given what the family's samples show.
    """
    dice = np.random.default_rng(seed)
    found = []
    for label in candidates:
        if label in family.profiles:
            raise InputError("kinship:power:typed", family=family.name, person=label)
        asked = Family(family.name, family.pedigree, family.profiles, (label,))
        rows = make_tables([asked], loci)
        made = []
        for number in range(families):
            profile = _drawn(rows, f"{label}:{number}", family, label, dice)
            own = Pedigree(f"{family.name}:{number}", family.pedigree.persons, family.pedigree.twins)
            made.append(Family(own.family, own, {**family.profiles, label: profile}, (missing,)))
        found.append((label, power_of(make_tables(made, loci), threshold, seed=seed + 1, draws=200)))
    return sorted(found, key=lambda entry: (-entry[1].reached, -entry[1].quantiles[1], entry[0]))


def _drawn(rows: Tables, sample: str, family: Family, label: str, dice: np.random.Generator) -> Profile:
    genotypes = {}
    for at in rows.loci:
        chance = at.rows[at.place_of[0]]
        place = int(dice.choice(len(chance), p=chance / chance.sum()))
        count = len(at.locus.alleles)
        if at.locus.inheritance is Inheritance.X:
            continue
        low, high = (int(axis[place]) for axis in np.triu_indices(count))
        genotypes[at.locus.name] = [at.locus.alleles[low], at.locus.alleles[high]]
    return make_profile(sample, genotypes, family.pedigree.person(label).sex)


def drop_genes(
    pedigree: Pedigree, loci: Sequence[Locus], count: int, dice: np.random.Generator
) -> Mapping[str, list[NDArray[np.int64]]]:
    """Returns simulated genes for everyone in a pedigree: per label and locus the places of both alleles, (count, 2).
    Autosomal loci only.
    """
    genes: dict[str, list[NDArray[np.int64]]] = {}
    for person in pedigree.persons:
        genes[person.label] = []
        for number, locus in enumerate(loci):
            if locus.inheritance is Inheritance.X:
                raise InputError("kinship:power:x", locus=locus.name)
            shares = locus.frequencies / locus.frequencies.sum()
            sides = []
            for parent, matrix in ((person.father, locus.male), (person.mother, locus.female)):
                if not parent:
                    sides.append(dice.choice(len(shares), count, p=shares))
                    continue
                passed = genes[parent][number][np.arange(count), dice.integers(0, 2, count)]
                edges = np.cumsum(matrix, axis=1)[passed]
                sides.append(np.minimum((dice.random(count)[:, None] > edges).sum(axis=1), len(shares) - 1))
            genes[person.label].append(np.stack(sides, axis=1).astype(np.int64))
    for group in pedigree.twins:
        for label in group[1:]:
            genes[label] = genes[group[0]]
    return genes


def _shown(genes: Sequence[NDArray[np.int64]], loci: Sequence[Locus], number: int) -> dict[str, list[str]]:
    return {locus.name: [locus.alleles[a] for a in of[number]] for locus, of in zip(loci, genes, strict=True)}

"""Invented families and remains for the kinship benchmarks: genes dropped through ten kinds of family.

Used by the other kinship benchmarks; takes a table of frequencies (locus, allele, freq), a seed and rates.
"""

import csv
from pathlib import Path

import numpy as np

from allforall.kinship import (
    Person,
    Sex,
    equal,
    extended_stepwise,
    make_family,
    make_locus,
    make_pedigree,
    make_profile,
    proportional,
)

FUSION = (
    *("D1S1656", "TPOX", "D2S441", "D2S1338", "D3S1358", "FGA", "D5S818", "CSF1PO", "SE33", "D7S820", "D8S1179"),
    *("D10S1248", "TH01", "vWA", "D12S391", "D13S317", "PENTA_E", "D16S539", "D18S51", "D19S433", "D21S11"),
    *("PENTA_D", "D22S1045"),
)

#: Kind of family: persons as (label, father, mother, sex), MP the missing one, and who gave a sample.
KINDS = {
    "parents": ("F,,,M M,,,F MP,F,M,M", "F M"),
    "mother": ("F,,,M M,,,F MP,F,M,M", "M"),
    "childsp": ("MP,,,M W,,,F C,MP,W,M", "W C"),
    "child": ("MP,,,M W,,,F C,MP,W,M", "C"),
    "sib1": ("F,,,M M,,,F MP,F,M,M S1,F,M,M", "S1"),
    "sib2": ("F,,,M M,,,F MP,F,M,M S1,F,M,M S2,F,M,F", "S1 S2"),
    "sib3": ("F,,,M M,,,F MP,F,M,M S1,F,M,M S2,F,M,F S3,F,M,M", "S1 S2 S3"),
    "mothsib": ("F,,,M M,,,F MP,F,M,M S1,F,M,M", "M S1"),
    "uncleaunt": ("GF,,,M GM,,,F F,GF,GM,M U,GF,GM,M A,GF,GM,F M,,,F MP,F,M,M", "U A M"),
    "halfsibM": ("F,,,M M,,,F F2,,,M MP,F,M,M H,F2,M,M", "M H"),
}


def read_loci(path: Path, names, model: str, rate: float, rate2: float = 1e-5, range_: float = 0.1):
    """Returns loci with the frequencies of a table and one mutation model; the male rate is three times the female."""
    found = {}
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(plain(row["locus"]), []).append((row["allele"], float(row["freq"])))

    def of(sex_rate):
        if model == "none":
            return None
        return {
            "equal": lambda: equal(sex_rate),
            "proportional": lambda: proportional(sex_rate),
            "stepwise": lambda: extended_stepwise(sex_rate, rate2, range_),
        }[model]()

    loci = []
    for name in names:
        rows = found[plain(name)]
        total = sum(freq for _, freq in rows)
        loci.append(
            make_locus(
                name,
                [allele for allele, _ in rows],
                [freq / total for _, freq in rows],
                mutation=of(rate * 1.5),
                female_mutation=of(rate * 0.5),
            )
        )
    return loci


def plain(name: str) -> str:
    """Returns a locus name without the differences between tables."""
    return "".join(letter for letter in name.upper() if letter.isalnum())


def drop_genes(dice, persons, loci, count):
    """Returns for every person alleles per locus, shape (count, 2), dropped through `count` families at once."""
    genes = {}
    for label, father, mother, _sex in persons:
        genes[label] = []
        for number, locus in enumerate(loci):
            sides = []
            for parent, matrix in ((father, locus.male), (mother, locus.female)):
                if not parent:
                    sides.append(dice.choice(len(locus.alleles), count, p=locus.frequencies))
                    continue
                side = dice.integers(0, 2, count)
                passed = genes[parent][number][np.arange(count), side]
                edges = np.cumsum(matrix, axis=1)[passed]
                sides.append(np.minimum((dice.random(count)[:, None] > edges).sum(axis=1), len(locus.alleles) - 1))
            genes[label].append(np.stack(sides, axis=1))
    return genes


def make_case(seed, families, remains, loci, kinds=tuple(KINDS), members=0.5, dropout=0.0, lost=0.0):
    """Returns families of all kinds in turn, remains of which a share is a missing member, and the truth."""
    dice = np.random.default_rng(seed)
    made, truth, missing = [], {}, []
    for at, kind in enumerate(kinds):
        count = families // len(kinds) + (at < families % len(kinds))
        text, typed = KINDS[kind]
        persons = [person.split(",") for person in text.split()]
        genes = drop_genes(dice, persons, loci, count)
        for number in range(count):
            name = f"{kind}-{number}"
            pedigree = make_pedigree(
                name,
                [
                    Person(f"{name}:{label}", f"{name}:{f}" if f else "", f"{name}:{m}" if m else "", Sex(sex))
                    for label, f, m, sex in persons
                ],
            )
            profiles = {
                f"{name}:{label}": make_profile(f"{name}:{label}", shown(genes[label], loci, number), Sex(sex))
                for label, _, _, sex in persons
                if label in typed.split()
            }
            made.append(make_family(name, pedigree, profiles, [f"{name}:MP"]))
            missing.append((name, shown(genes["MP"], loci, number)))
    strangers = drop_genes(dice, [("X", "", "", "M")], loci, remains)["X"]
    chosen = dice.permutation(len(missing))[: int(min(len(missing), remains) * members)]
    samples = []
    for number in range(remains):
        name = f"R{number}"
        alleles = shown(strangers, loci, number)
        if number < len(chosen):
            truth[name], alleles = missing[chosen[number]]
        alleles = {locus: seen for locus, seen in alleles.items() if dice.random() >= lost}
        if dropout:
            alleles = {locus: [a for a in seen if dice.random() >= dropout] for locus, seen in alleles.items()}
        if any(alleles.values()):
            samples.append(make_profile(name, alleles, Sex.MALE, dropout=dropout))
    return made, samples, truth


def shown(genes, loci, number):
    """Returns the alleles that one person shows at every locus."""
    return {locus.name: [locus.alleles[a] for a in of[number]] for locus, of in zip(loci, genes, strict=True)}

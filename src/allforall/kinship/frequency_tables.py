"""Frequency tables before they become loci: the content of a file, and the stated rules for making loci from it.

A table that does not sum to one, a frequency of zero and an allele missing from the table are errors, unless a rule
says otherwise: `divide_by_sum` and `minimum` (`loci.rescale`, `loci.add_alleles`). What a rule added is listed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from allforall.errors import InputError
from allforall.kinship.loci import SILENT, Inheritance, Locus, add_alleles, make_locus, rescale
from allforall.kinship.markers import marker_name
from allforall.kinship.mutation import MutationModel, custom, no_mutation
from allforall.kinship.pedigrees import Sex

#: By locus, as the file spells it: alleles with their frequencies, in the order of the file.
Frequencies = Mapping[str, Sequence[tuple[str, float]]]
#: By name of the locus (`marker_name`) and sex of the parent: the rates from one allele to another.
Rates = Mapping[tuple[str, Sex], Mapping[tuple[str, str], float]]


@dataclass(frozen=True, slots=True)
class LociRules:
    """How loci are made from a table: the mutation models of fathers and mothers (`rates` are custom ones and take
    precedence), which loci are X-linked, and the rules for what a table lacks. `seen` are the alleles that samples
    showed.
    """

    mutation: MutationModel | None = None
    female_mutation: MutationModel | None = None
    x_loci: Sequence[str] = ()
    divide_by_sum: bool = False
    minimum: float | None = None
    seen: Mapping[str, Iterable[str]] = field(default_factory=dict)
    rates: Rates = field(default_factory=dict)


def make_loci(table: Frequencies, rules: LociRules) -> tuple[list[Locus], list[tuple[str, str]]]:
    """Returns the loci of one population, and every allele that `minimum` added or raised from zero."""
    on_x = {marker_name(name) for name in rules.x_loci}
    loci, added = [], []
    for name, rows in table.items():
        alleles, shares = [allele for allele, _ in rows], [share for _, share in rows]
        if rules.minimum is None and rules.divide_by_sum:
            kept = [(allele, share) for allele, share in rows if share != 0]
            alleles, shares = [allele for allele, _ in kept], [share for _, share in kept]
        if rules.divide_by_sum and sum(shares) > 0:
            shares = rescale(shares).tolist()
        if rules.minimum is not None:
            new = [allele for allele in sorted(set(rules.seen.get(name, ()))) if allele not in alleles]
            added += [(name, allele) for allele, share in zip(alleles, shares, strict=True) if share <= 0]
            added += [(name, allele) for allele in new]
            if new or min(shares, default=1.0) <= 0:
                more, made = add_alleles(alleles, shares, new, rules.minimum)
                alleles, shares = list(more), made.tolist()
        male = _model(name, alleles, Sex.MALE, rules.mutation, rules)
        female = _model(name, alleles, Sex.FEMALE, rules.female_mutation or rules.mutation, rules)
        loci.append(
            make_locus(
                name,
                alleles,
                shares,
                mutation=male,
                # Without their own model mothers would get that of the fathers.
                female_mutation=female or no_mutation(),
                inheritance=Inheritance.X if marker_name(name) in on_x else Inheritance.AUTOSOMAL,
                silent=SILENT if SILENT in alleles else None,
            )
        )
    return loci, added


def _model(
    name: str, alleles: Sequence[str], sex: Sex, model: MutationModel | None, rules: LociRules
) -> MutationModel | None:
    """Returns the custom model of the stated rates; an allele without stated rates is passed on unchanged."""
    rates = rules.rates.get((marker_name(name), sex))
    if rates is None:
        return model
    place = {allele: number for number, allele in enumerate(alleles)}
    matrix = np.zeros((len(alleles), len(alleles)))
    for (before, after), rate in rates.items():
        for allele in (before, after):
            if allele not in place:
                raise InputError(
                    "kinship:allele:unknown", person="", locus=name, found=allele, expected=", ".join(alleles)
                )
        if before != after:
            matrix[place[before], place[after]] = rate
    np.fill_diagonal(matrix, 1 - matrix.sum(axis=1))
    return custom(matrix)

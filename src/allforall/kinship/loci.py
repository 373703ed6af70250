"""Loci: the alleles of a table, how often each occurs, and how each changes from parent to child.

A locus is fixed once and used for every family: `index` gives an allele its place, `frequencies` its share in the
population, `male` and `female` the mutation matrices (row: the parent's allele, column: the child's).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from allforall.errors import InputError
from allforall.kinship.mutation import MutationModel, mutation_matrix

Array = NDArray[np.float64]

#: How far a table's frequencies may sum from one: published tables are rounded to five or six digits (assumption).
SUM_TOLERANCE = 1e-6
#: A mutation matrix is arithmetic, not measurement: its rows sum to one but for rounding in a file of 15 digits.
ROW_TOLERANCE = 1e-9
#: More alleles than any STR table has (SE33 has 50 to 90); a hostile table must not ask for a matrix of gigabytes.
MAX_ALLELES = 400
#: The name of the allele that no kit shows, as Familias writes it.
SILENT = "silent"


class Inheritance(StrEnum):
    """How a locus passes from parents to children."""

    AUTOSOMAL = "autosomal"
    X = "x"


@dataclass(frozen=True, slots=True, eq=False)
class Locus:
    """One locus: its name, alleles, frequencies, inheritance and mutation matrices.

    `frequencies` has shape (alleles,), `male` and `female` (alleles, alleles) with rows that sum to one.
    """

    name: str
    alleles: tuple[str, ...]
    frequencies: Array
    male: Array
    female: Array
    inheritance: Inheritance = Inheritance.AUTOSOMAL
    silent: str | None = None
    index: Mapping[str, int] = field(default_factory=dict)

    @property
    def mutates(self) -> bool:
        """Returns whether any allele may change from parent to child."""
        identity = np.eye(len(self.alleles))
        return not (np.array_equal(self.male, identity) and np.array_equal(self.female, identity))

    @property
    def silent_index(self) -> int | None:
        """Returns the position of the silent allele, or None if the locus has none."""
        return None if self.silent is None else self.index[self.silent]

    def allele_index(self, allele: str, person: str) -> int:
        """Returns the position of an allele in the table; an allele that is not in the table is an error."""
        place = self.index.get(allele)
        if place is None:
            raise InputError(
                "kinship:allele:unknown", person=person, locus=self.name, found=allele, expected=_shown(self.alleles)
            )
        return place


def make_locus(
    name: str,
    alleles: Sequence[str],
    frequencies: Sequence[float],
    *,
    mutation: MutationModel | None = None,
    female_mutation: MutationModel | None = None,
    inheritance: Inheritance = Inheritance.AUTOSOMAL,
    silent: str | None = None,
) -> Locus:
    """Returns a locus; `mutation` is the male model, and also the female one unless `female_mutation` is given.

    Frequencies are used as given if they sum to one within `SUM_TOLERANCE`; see `rescale` for a stated rule.
    """
    names = tuple(str(allele) for allele in alleles)
    shares = np.asarray(frequencies, dtype=np.float64)
    _check_table(name, names, shares)
    if silent is not None and silent not in names:
        raise InputError("kinship:locus:silent", locus=name, found=silent, expected=_shown(names))
    male = mutation_matrix(name, names, shares, mutation, silent)
    female = male if female_mutation is None else mutation_matrix(name, names, shares, female_mutation, silent)
    for matrix in (male, female):
        _check_rows(name, names, matrix)
    index = {allele: place for place, allele in enumerate(names)}
    return Locus(name, names, _frozen(shares), _frozen(male), _frozen(female), inheritance, silent, index)


#: Sums closer to one than this are arithmetic, not rounding of the table.
EXACT_SUM = 1e-13


def completed(locus: Locus) -> Locus:
    """Returns the locus with what rounding left over (a ten-billionth, of either sign) as an allele that nobody shows.

    So the chance of seeing any allele is exactly one, without changing a frequency.
    """
    left = 1 - float(locus.frequencies.sum())
    if abs(left) < EXACT_SUM:
        return locus
    count = len(locus.alleles)
    male, female = np.eye(count + 1), np.eye(count + 1)
    male[:count, :count], female[:count, :count] = locus.male, locus.female
    name = "rounding"
    while name in locus.index:
        name += "'"
    return Locus(
        locus.name,
        (*locus.alleles, name),
        np.append(locus.frequencies, left),
        male,
        female,
        locus.inheritance,
        locus.silent,
        {**locus.index, name: count},
    )


def rescale(frequencies: Sequence[float]) -> Array:
    """Returns the frequencies divided by their sum: the stated rule for a table that does not sum to one."""
    shares = np.asarray(frequencies, dtype=np.float64)
    made: Array = shares / shares.sum()
    return made


def add_alleles(
    alleles: Sequence[str], frequencies: Sequence[float], seen: Sequence[str], minimum: float
) -> tuple[tuple[str, ...], Array]:
    """Returns the table with every allele that was seen but is not in it, and every zero, at `minimum`; the rest
    shrinks so that the whole sums to one. The stated rule for alleles that are not in the table.
    """
    if not 0 < minimum < 1:
        raise InputError("kinship:frequency:minimum", found=minimum, expected="above 0 and below 1")
    new = tuple(dict.fromkeys(allele for allele in seen if allele not in set(alleles)))
    shares = np.asarray([*frequencies, *([minimum] * len(new))], dtype=np.float64)
    low = shares <= 0
    low[len(alleles) :] = True
    shares[low] = minimum
    rest = shares[~low].sum()
    shares[~low] *= (1 - minimum * low.sum()) / rest
    return (*alleles, *new), shares


def _check_table(name: str, alleles: tuple[str, ...], shares: Array) -> None:
    if not alleles or len(alleles) > MAX_ALLELES:
        raise InputError("kinship:locus:alleles", locus=name, found=len(alleles), expected=f"1 to {MAX_ALLELES}")
    if len(set(alleles)) != len(alleles):
        twice = next(allele for allele in alleles if alleles.count(allele) > 1)
        raise InputError("kinship:locus:allele_twice", locus=name, found=twice)
    if shares.shape != (len(alleles),):
        raise InputError("kinship:locus:frequencies", locus=name, found=int(shares.size), expected=len(alleles))
    for allele, share in zip(alleles, shares, strict=True):
        if not np.isfinite(share) or share < 0 or share > 1 + SUM_TOLERANCE:
            raise InputError("kinship:frequency:value", locus=name, allele=allele, found=float(share))
        if share == 0:
            raise InputError("kinship:frequency:zero", locus=name, allele=allele)
    total = float(shares.sum())
    if abs(total - 1) > SUM_TOLERANCE:
        raise InputError("kinship:frequency:sum", locus=name, found=total, expected=1)


def _check_rows(name: str, alleles: tuple[str, ...], matrix: Array) -> None:
    if matrix.shape != (len(alleles), len(alleles)):
        raise InputError("kinship:mutation:shape", locus=name, found=str(matrix.shape), expected=len(alleles))
    for allele, row in zip(alleles, matrix, strict=True):
        if not np.all(np.isfinite(row)) or row.min() < 0 or abs(float(row.sum()) - 1) > ROW_TOLERANCE:
            raise InputError("kinship:mutation:row", locus=name, allele=allele, found=float(row.sum()), expected=1)


def _frozen(values: Array) -> Array:
    copy = np.array(values, dtype=np.float64)
    copy.flags.writeable = False
    return copy


def _shown(alleles: Sequence[str]) -> str:
    return ", ".join(alleles)

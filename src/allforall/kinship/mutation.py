"""Mutation matrices: how likely a parent's allele reaches the child as another one.

Sources. Equal, proportional and stepwise models: Egeland, Kling, Mostad, *Relationship Inference with Familias and R*
(2016), ch. 5, and Dawid, Mortera, Pascali, *Non-fatherhood or mutation?*, FSI 124 (2001) 55-61. Microvariants (9.3
beside 9 and 10) are separate: steps are counted among alleles with the same fraction; the extended model lets an allele
reach those of another fraction at `rate2`, evenly. Every matrix has shape (alleles, alleles), row: from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from allforall.errors import InputError

Array = NDArray[np.float64]


class Model(StrEnum):
    """The kinds of mutation model, by the names that both peers use."""

    NONE = "none"
    EQUAL = "equal"
    PROPORTIONAL = "proportional"
    STEPWISE = "stepwise"
    EXTENDED_STEPWISE = "extended stepwise"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True, eq=False)
class MutationModel:
    """A mutation model for one parent's sex: `rate` per meiosis, `rate2` to other fractions, `range` the ratio of two
    steps to one; `matrix` for a custom one.
    """

    model: Model
    rate: float = 0.0
    rate2: float = 0.0
    range: float = 0.1
    matrix: Array | None = None


def no_mutation() -> MutationModel:
    """Returns the model in which every allele is passed on unchanged."""
    return MutationModel(Model.NONE)


def equal(rate: float) -> MutationModel:
    """Returns the model in which every other allele is equally likely."""
    return MutationModel(Model.EQUAL, rate)


def proportional(rate: float) -> MutationModel:
    """Returns the model in which an allele is reached in proportion to its frequency; `rate` is the mean rate."""
    return MutationModel(Model.PROPORTIONAL, rate)


def stepwise(rate: float, range_: float = 0.1) -> MutationModel:
    """Returns the model of whole steps; an allele with a fraction only reaches alleles with the same fraction."""
    return MutationModel(Model.STEPWISE, rate, 0.0, range_)


def extended_stepwise(rate: float, rate2: float, range_: float = 0.1) -> MutationModel:
    """Returns the model of whole steps in which alleles of other fractions are reached at `rate2` together.

    It is pedmut's "stepwise" with `rate2` and Familias' extended stepwise model.
    """
    return MutationModel(Model.EXTENDED_STEPWISE, rate, rate2, range_)


def custom(matrix: Array) -> MutationModel:
    """Returns the model that is the matrix itself; rows: the parent's allele, in the order of the table."""
    return MutationModel(Model.CUSTOM, matrix=np.asarray(matrix, dtype=np.float64))


def mutation_matrix(
    locus: str, alleles: Sequence[str], frequencies: Array, model: MutationModel | None, silent: str | None = None
) -> Array:
    """Returns the matrix of a model for these alleles. The silent allele neither arises nor is lost by mutation,
    but in a custom matrix.
    """
    count = len(alleles)
    if model is None or model.model is Model.NONE:
        return np.eye(count)
    if model.model is Model.CUSTOM:
        if model.matrix is None:
            raise InputError("kinship:mutation:shape", locus=locus, found="nothing", expected=count)
        return np.asarray(model.matrix, dtype=np.float64)
    for name, value in (("rate", model.rate), ("rate2", model.rate2)):
        if not np.isfinite(value) or not 0 <= value <= 1:
            raise InputError("kinship:mutation:rate", locus=locus, parameter=name, found=value, expected="0 to 1")
    seen = np.array([allele != silent for allele in alleles])
    matrix = np.eye(count)
    if seen.sum() < 2:
        return matrix
    matrix[np.ix_(seen, seen)] = _among(locus, [a for a in alleles if a != silent], frequencies[seen], model)
    if matrix.min() < 0:
        raise InputError("kinship:mutation:rate", locus=locus, parameter="rate", found=model.rate, expected="lower")
    return matrix


def _among(locus: str, alleles: Sequence[str], frequencies: Array, model: MutationModel) -> Array:
    count = len(alleles)
    if model.model is Model.EQUAL:
        matrix = np.full((count, count), model.rate / (count - 1))
        np.fill_diagonal(matrix, 1 - model.rate)
        return matrix
    if model.model is Model.PROPORTIONAL:
        shares = frequencies / frequencies.sum()
        share = model.rate / float(np.sum(shares * (1 - shares)))
        matrix = np.tile(share * shares, (count, 1))
        np.fill_diagonal(matrix, 1 - share * (1 - shares))
        return matrix
    return _steps(locus, alleles, model)


def _steps(locus: str, alleles: Sequence[str], model: MutationModel) -> Array:
    if not np.isfinite(model.range) or model.range <= 0:
        raise InputError("kinship:mutation:rate", locus=locus, parameter="range", found=model.range, expected="above 0")
    whole, fraction = _read(alleles)
    same = fraction[:, None] == fraction[None, :]
    away = ~np.eye(len(alleles), dtype=bool)
    steps = np.abs(whole[:, None] - whole[None, :]).astype(np.float64)
    within = np.where(same & away, np.power(model.range, steps), 0.0)
    totals = within.sum(axis=1, keepdims=True)
    matrix: Array = np.divide(model.rate * within, totals, out=np.zeros_like(within), where=totals > 0)
    others = (~same).sum(axis=1, keepdims=True)
    rate2 = model.rate2 if model.model is Model.EXTENDED_STEPWISE else 0.0
    matrix += np.where(same, 0.0, rate2 / np.maximum(others, 1))
    # From the parameters, not from the row: the peers give 1 - rate - rate2 exactly.
    stay = 1 - np.where(totals > 0, model.rate, 0.0) - np.where(others > 0, rate2, 0.0)
    np.fill_diagonal(matrix, stay[:, 0])
    return matrix


def _read(alleles: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Returns whole repeats and a number per fraction. An allele that is not a number (a rest class) counts as its own
    fraction: it is reached at `rate2` only.
    """
    whole, fraction = [], []
    groups: dict[str, int] = {}
    for allele in alleles:
        head, _, tail = allele.partition(".")
        if head.isdecimal() and (not tail or tail.isdecimal()):
            whole.append(int(head))
            key = tail.rstrip("0")
        else:
            whole.append(0)
            key = f"={allele}"
        fraction.append(groups.setdefault(key, len(groups)))
    return np.array(whole, dtype=np.int64), np.array(fraction, dtype=np.int64)

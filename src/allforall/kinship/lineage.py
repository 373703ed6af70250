"""Lineages: Y haplotypes and mitochondrial DNA. They exclude or support a line of descent, and prove nothing alone.

The chance that an unrelated person shows the haplotype is counted with the remains among the counted, Brenner,
*Fundamental problem of forensic mathematics*, FSI: Genetics 4 (2010) 281-291: at most (seen + 1) / (size + 1).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from allforall.errors import InputError
from allforall.kinship.pedigrees import Pedigree, Sex


class Line(StrEnum):
    """A line of descent: fathers to sons, or mothers to all children."""

    PATERNAL = "Y"
    MATERNAL = "mitochondrial"


class Finding(StrEnum):
    """What a haplotype shows about a line. None of them is an identification."""

    SUPPORTS = "supports the line"
    EXCLUDES = "excludes the line"
    UNDECIDED = "undecided: one or two differences may be mutations"
    NOT_COMPARED = "not compared"


@dataclass(frozen=True, slots=True)
class LineFinding:
    """What a haplotype shows: loci compared, those that differ, and for support the log10 ratio that counting
    allows.
    """

    line: Line
    finding: Finding
    compared: int
    differing: tuple[str, ...]
    log10_lr: float
    concludes: bool = False


def same_line(pedigree: Pedigree, first: str, second: str, line: Line) -> bool:
    """Returns whether two persons of a pedigree are on one line, so that their haplotypes should agree."""
    return _root(pedigree, first, line) == _root(pedigree, second, line) != ""


def _root(pedigree: Pedigree, label: str, line: Line) -> str:
    person = pedigree.person(label)
    if line is Line.PATERNAL:
        if person.sex is not Sex.MALE:
            return ""
        return _root(pedigree, person.father, line) if person.father else label
    return _root(pedigree, person.mother, line) if person.mother else label


def compare_lines(
    line: Line,
    remains: Mapping[str, Sequence[str]],
    reference: Mapping[str, Sequence[str]],
    *,
    seen: int,
    database: int,
    tolerated: int = 2,
) -> LineFinding:
    """Returns what two haplotypes show about a line. Up to `tolerated` differences are undecided (the usual caution for
    mutations, an assumption to be fixed beforehand); `seen` in a `database` of unrelated persons limits the support.
    """
    if database < 1 or not 0 <= seen <= database:
        raise InputError("kinship:line:database", found=seen, expected=f"0 to {database}")
    names = [name for name in remains if name in reference and remains[name] and reference[name]]
    if not names:
        return LineFinding(line, Finding.NOT_COMPARED, 0, (), 0.0)
    differing = tuple(name for name in names if set(remains[name]) != set(reference[name]))
    if len(differing) > tolerated:
        return LineFinding(line, Finding.EXCLUDES, len(names), differing, float("-inf"))
    if differing:
        return LineFinding(line, Finding.UNDECIDED, len(names), differing, 0.0)
    return LineFinding(line, Finding.SUPPORTS, len(names), (), math.log10((database + 1) / (seen + 1)))

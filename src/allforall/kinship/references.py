"""A family's own references: do they fit each other? The findings may break a family, so they stay sealed.

Only a geneticist opens them; everyone else learns whether the family's comparison is valid or waits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from allforall.errors import GateError
from allforall.kinship.conventions import DEFAULT, Conventions
from allforall.kinship.likelihood import log_likelihood, single
from allforall.kinship.loci import Locus
from allforall.kinship.matrix import LOG10
from allforall.kinship.tables import Family

#: A reference that fits unrelated this much better than its stated place (log10) makes the comparison wait; an
#: assumption, to be fixed by the board.
DOUBT = -2.0
#: Who may read the findings.
OPENS_FOR = "geneticist"


@dataclass(frozen=True, slots=True)
class ReferenceFinding:
    """How one reference fits: log10 ratio of its stated place among the others to unrelated, and the loci at which the
    family cannot be explained without mutation as long as this reference is in it.
    """

    person: str
    log10_lr: float
    impossible: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SealedCheck:
    """The check of one family. Only `stands` is shown; the findings open for a geneticist alone."""

    family: str
    stands: bool
    _findings: tuple[ReferenceFinding, ...] = field(repr=False)

    def open_as(self, role: str) -> tuple[ReferenceFinding, ...]:
        """Returns the findings to a geneticist; for any other role the gate is closed."""
        if role != OPENS_FOR:
            raise GateError("kinship:references:sealed", family=self.family, role=role)
        return self._findings


def check_references(family: Family, loci: Sequence[Locus], conventions: Conventions = DEFAULT) -> SealedCheck:
    """Returns whether a family's references fit each other, with the findings sealed. A single reference always
    does.
    """
    findings = []
    for label, profile in family.profiles.items():
        others = {other: p for other, p in family.profiles.items() if other != label}
        total, impossible = 0.0, []
        for locus in loci:
            if locus.name not in profile.genotypes or not others:
                continue
            stated = log_likelihood(family.pedigree, family.profiles, locus, conventions)
            rest = log_likelihood(family.pedigree, others, locus, conventions)
            stranger = family.pedigree.person(label)
            alone = log_likelihood(single(label, stranger.sex), {label: profile}, locus, conventions)
            plain = _without_mutation(locus)
            if np.isneginf(log_likelihood(family.pedigree, family.profiles, plain, conventions)) and not np.isneginf(
                log_likelihood(family.pedigree, others, plain, conventions)
            ):
                impossible.append(locus.name)
            if np.isfinite(rest):
                total += stated - rest - alone
        findings.append(ReferenceFinding(label, float(total / LOG10), tuple(impossible)))
    stands = all(finding.log10_lr > DOUBT for finding in findings)
    return SealedCheck(family.name, stands, tuple(findings))


def _without_mutation(locus: Locus) -> Locus:
    identity = np.eye(len(locus.alleles))
    return Locus(
        locus.name,
        locus.alleles,
        locus.frequencies,
        identity,
        identity,
        locus.inheritance,
        locus.silent,
        locus.index,
    )

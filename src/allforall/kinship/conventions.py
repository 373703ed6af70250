"""Where the two reference programs count differently: both rules by name, and the defaults with their reasons."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from allforall.errors import InputError
from allforall.kinship.pedigrees import Ancestors


class ThetaRule(StrEnum):
    """Whose alleles the correction counts: the two peers differ where two families or samples are unrelated."""

    #: As Familias: the alleles of all persons of the hypothesis come from one urn.
    ALL_PERSONS = "all persons"
    #: As multiplying the results of separate pedigrees: unrelated persons are independent.
    PER_COMPONENT = "per component"


@dataclass(frozen=True, slots=True)
class Conventions:
    """The counting rules. The defaults: theta 0 (to be stated if the population requires it), one urn for all
    persons (the population is one, whoever is related to whom), and untyped ancestors kept as drawn (the pedigree that
    people see is the model; the other rule changes it silently).
    """

    theta: float = 0.0
    theta_rule: ThetaRule = ThetaRule.ALL_PERSONS
    ancestors: Ancestors = Ancestors.KEEP

    def __post_init__(self) -> None:
        """Refuses a theta that is not a share between 0 and 1."""
        if not np.isfinite(self.theta) or not 0 <= self.theta < 1:
            raise InputError("kinship:theta:value", found=self.theta, expected="0 to below 1")


DEFAULT = Conventions()

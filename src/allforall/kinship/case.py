"""A case as it is weighed: loci by population, families, remains, and notes on the files."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from allforall.errors import CallError
from allforall.kinship.conventions import Conventions
from allforall.kinship.linkage import LinkedPair
from allforall.kinship.loci import Locus
from allforall.kinship.mutation import MutationModel
from allforall.kinship.profiles import Profile
from allforall.kinship.tables import Family


@dataclass(frozen=True, slots=True)
class Models:
    """The stated mutation models of fathers and mothers."""

    male: MutationModel | None
    female: MutationModel | None
    name: str
    rates: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Note:
    """A note on what was changed, added or left out of a file: a code of the group `kinship_note` and its
    parameters.
    """

    code: str
    params: Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case: loci by population (searches use the first), families, remains, and notes. `left_out` are remains that
    are not weighed; `digest` identifies everything that was read and stated.
    """

    populations: dict[str, list[Locus]]
    families: list[Family]
    remains: list[Profile]
    conventions: Conventions
    models: Models | None
    linked: tuple[LinkedPair, ...]
    notes: tuple[Note, ...]
    left_out: tuple[str, ...]
    digest: str

    @property
    def loci(self) -> list[Locus]:
        """Returns the loci of the first population."""
        return next(iter(self.populations.values()))

    @property
    def missing(self) -> int:
        """Returns the number of missing persons."""
        return sum(len(family.missing) for family in self.families)

    def chosen(self, names: Sequence[str]) -> list[Family]:
        """Returns the families with these names, or all; an unknown name is an error."""
        known = {family.name for family in self.families}
        for name in names:
            if name not in known:
                raise CallError("kinship:call:family", found=name)
        return [family for family in self.families if not names or family.name in names]

    def as_data(self) -> dict[str, Any]:
        """Returns how the case is weighed, for programs; its notes are texts in the reader's language."""
        rules, stated = self.conventions, self.models
        return {
            "mutation": "fam" if stated is None else stated.name,
            "rates": None if stated is None else {"male": stated.rates[0], "female": stated.rates[1]},
            "theta": rules.theta,
            "theta_rule": rules.theta_rule.value,
            "ancestors": rules.ancestors.value,
            "populations": list(self.populations),
            "left_out": list(self.left_out),
            "remains": len(self.remains),
            "families": len(self.families),
            "missing": self.missing,
        }


def picked(value: object, *names: str) -> dict[str, Any]:
    """Returns these fields of a value for programs, under their own names."""
    found = {name: getattr(value, name) for name in names}
    return {name: finite(one) if isinstance(one, float) else one for name, one in found.items()}


def finite(value: float) -> float | str | None:
    """Returns a number for JSON, which has no infinity: infinities become words, and NaN becomes null."""
    if math.isnan(value):
        return None
    return value if math.isfinite(value) else ("infinity" if value > 0 else "-infinity")

"""How a case is to be read and weighed, as the reader stated it: files, models, conventions, rules."""

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from allforall import __version__
from allforall.errors import CallError
from allforall.kinship import (
    Conventions,
    MutationModel,
    ThetaRule,
    equal,
    extended_stepwise,
    no_mutation,
    proportional,
    stepwise,
)
from allforall.kinship.case import Models
from allforall.kinship.mutation import Model
from allforall.kinship.pedigrees import Ancestors

#: The options that name a file: its content counts, not its path.
_FILES = ("fam", "frequencies", "remains", "relatives", "families", "rates", "linked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was stated about a case. An empty path means no file; `threshold` is None if the command uses none."""

    fam: str = ""
    frequencies: Sequence[str] = ()
    population: Sequence[str] = ()
    remains: str = ""
    relatives: str = ""
    families: str = ""
    markers: str = ""
    missing_person: Sequence[str] = ()
    mutation: str = ""
    rate: float | None = None
    rate_male: float | None = None
    rate_female: float | None = None
    rate2: float = 0.0
    range: float = 0.1
    rates: str = ""
    theta: float | None = None
    theta_rule: str = "all-persons"
    ancestors: str = "keep"
    dropout: float = 0.0
    dropin: float = 0.0
    reference_dropout: float = 0.0
    reference_dropin: float = 0.0
    x_loci: str = ""
    divide_by_sum: bool = False
    minimum: float | None = None
    linked: str = ""
    threshold: float | None = None

    @property
    def log10_threshold(self) -> float:
        """Returns the threshold as log10; a ratio not above 0 is an error in the call."""
        times = self.threshold
        if times is None or not math.isfinite(times) or times <= 0:
            raise CallError("kinship:call:threshold", found=times)
        return math.log10(times)

    @property
    def models(self) -> Models | None:
        """Returns the stated mutation models, or None."""
        if not self.mutation:
            return Models(None, None, Model.CUSTOM.value, (0.0, 0.0)) if self.rates else None
        male = self.rate_male if self.rate_male is not None else self.rate
        female = self.rate_female if self.rate_female is not None else self.rate
        if self.mutation == Model.NONE:
            if male or female:
                raise CallError("kinship:call:rate_without_model")
            return Models(no_mutation(), no_mutation(), Model.NONE.value, (0.0, 0.0))
        if male is None or female is None:
            raise CallError("kinship:call:rate", found=self.mutation)
        made: dict[str, Callable[[float], MutationModel]] = {
            "equal": equal,
            "proportional": proportional,
            "stepwise": lambda rate: stepwise(rate, self.range),
            "extended-stepwise": lambda rate: extended_stepwise(rate, self.rate2, self.range),
        }
        model = made[self.mutation]
        return Models(model(male), model(female), self.mutation.replace("-", " "), (male, female))

    def conventions(self, theta_of_file: float = 0.0) -> Conventions:
        """Returns the conventions; if no theta is stated, the file's is used."""
        theta = self.theta if self.theta is not None else theta_of_file
        return Conventions(theta, ThetaRule(self.theta_rule.replace("-", " ")), Ancestors(self.ancestors))

    def digest(self, contents: Sequence[bytes]) -> str:
        """Returns a digest of the files' contents, the stated options and the program: a search resumes only with the
        same.
        """
        told = hashlib.sha256(__version__.encode())
        for content in contents:
            told.update(hashlib.sha256(content).digest())
        stated = {name: getattr(self, name) for name in self.__slots__ if name not in _FILES}
        told.update(repr(sorted(stated.items())).encode())
        return told.hexdigest()

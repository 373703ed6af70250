"""What the options of `kinship` mean: mutation models, conventions, priors, and the digest of a search."""

import argparse
import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from allforall import __version__
from allforall.cli.call import Call
from allforall.errors import CallError
from allforall.kinship import (
    Conventions,
    MutationModel,
    Prior,
    ThetaRule,
    equal,
    extended_stepwise,
    no_mutation,
    one_in,
    proportional,
    stepwise,
    three_priors,
)
from allforall.kinship.mutation import Model
from allforall.kinship.pedigrees import Ancestors


def log10_threshold(args: argparse.Namespace) -> float:
    """Returns the threshold as log10; what is no ratio above nothing is an error in the call."""
    if not math.isfinite(args.threshold) or args.threshold <= 0:
        raise CallError("kinship:call:threshold", found=args.threshold)
    return math.log10(args.threshold)


#: What programs call the three priors, in the order in which they are shown.
PRIORS = ("listed", "at_stake", "upper")


@dataclass(frozen=True, slots=True)
class Models:
    """The mutation models of fathers and mothers that a call states, or nothing."""

    male: MutationModel | None
    female: MutationModel | None
    name: str
    rates: tuple[float, float]


def models(args: argparse.Namespace) -> Models | None:
    """Returns the mutation models of a call, or nothing where it states none."""
    if not args.mutation:
        if args.rates:
            return Models(None, None, Model.CUSTOM.value, (0.0, 0.0))
        return None
    male = args.rate_male if args.rate_male is not None else args.rate
    female = args.rate_female if args.rate_female is not None else args.rate
    if args.mutation == Model.NONE:
        if male or female:
            raise CallError("kinship:call:rate_without_model")
        return Models(no_mutation(), no_mutation(), Model.NONE.value, (0.0, 0.0))
    if male is None or female is None:
        raise CallError("kinship:call:rate", found=args.mutation)
    made: dict[str, Callable[[float], MutationModel]] = {
        "equal": equal,
        "proportional": proportional,
        "stepwise": lambda rate: stepwise(rate, args.range),
        "extended-stepwise": lambda rate: extended_stepwise(rate, args.rate2, args.range),
    }
    model = made[args.mutation]
    return Models(model(male), model(female), args.mutation.replace("-", " "), (male, female))


def conventions(args: argparse.Namespace, stated_theta: float = 0.0) -> Conventions:
    """Returns the conventions of a call; `stated_theta` is a file's, where the call gives none."""
    theta = args.theta if args.theta is not None else stated_theta
    return Conventions(theta, ThetaRule(args.theta_rule.replace("-", " ")), Ancestors(args.ancestors))


def priors(call: Call, *, needed: bool) -> tuple[Prior, ...]:
    """Returns the three priors of a call, or none; where a posterior has to be shown they must be declared."""
    args = call.arguments
    numbers = (args.listed, args.at_stake, args.upper)
    if all(number is None for number in numbers) and not needed:
        return ()
    if any(number is None for number in numbers):
        raise CallError("kinship:call:priors")
    three_priors(*numbers)  # refuses numbers that do not rise
    reasons = (
        call.text("{number} persons are looked for by families that gave samples", number=args.listed),
        call.text("{number} persons are missing altogether", number=args.at_stake),
        call.text("{number} is the highest number named", number=args.upper),
    )
    return tuple(
        one_in(number, call.text("one in {number}", number=number), reason, args.prior_evidence)
        for number, reason in zip(numbers, reasons, strict=True)
    )


def digest(parts: Sequence[bytes], args: argparse.Namespace, names: Sequence[str]) -> str:
    """Returns a digest of the files, of the named options and of the program: a search goes on only with the same."""
    told = hashlib.sha256(__version__.encode())
    for part in parts:
        told.update(hashlib.sha256(part).digest())
    values: dict[str, Any] = {name: getattr(args, name, None) for name in names}
    told.update(repr(sorted(values.items())).encode())
    return told.hexdigest()

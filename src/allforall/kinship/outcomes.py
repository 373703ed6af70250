"""The results of weighing a case, as values for pages, tables and programs alike (`as_data`).

They contain no chance without its prior, and no ratio without the one against a full sibling beside it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from allforall.kinship.association import Consensus, SamplePair
from allforall.kinship.case import Case, finite, picked
from allforall.kinship.identifying import Identified, Standing
from allforall.kinship.lineage import LineFinding
from allforall.kinship.matrix import Candidate
from allforall.kinship.pedigrees import Sex
from allforall.kinship.planning import Power, power_of
from allforall.kinship.priors import Prior
from allforall.kinship.references import SealedCheck
from allforall.kinship.tables import Tables
from allforall.kinship.weighing import Weighing

#: The names of the three priors for programs, in the order in which they are shown.
PRIORS = ("listed", "at_stake", "upper")
#: A standing is clear if the likeliest leads the rest by this under each prior (assumption: boards fix their own).
CLEAR = 0.999
#: Columns of large tables from which false hits are estimated, and genotypes that are drawn in all (assumptions).
_SAMPLED, _DRAWS = 200, 40_000

#: Remains, family, missing person.
Named = tuple[str, str, str]
#: The lowest ratio (log10) of all populations, with its population.
Lowest = tuple[str, float]
Pair = tuple[Candidate, Lowest]
#: A relative, and how often their further sample would bring the threshold within reach.
Deciding = tuple[str, Power]


def _deciding_data(found: Sequence[Deciding]) -> list[dict[str, Any]]:
    return [{"person": label, "reached": power.reached, "log10_median": power.quantiles[1]} for label, power in found]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a threshold implies in a search of this size."""

    power: Power
    pairs: int

    @property
    def hits(self) -> float:
        """Returns how many unrelated pairs will reach the threshold, on average."""
        return self.power.false_rate * self.pairs

    def as_data(self) -> dict[str, Any]:
        """Returns the same for programs."""
        return {
            "log10_threshold": self.power.threshold,
            "pairs": self.pairs,
            "false_hits": self.hits,
            **_power_data(self.power),
        }


def _power_data(power: Power) -> dict[str, Any]:
    return {"log10_quantiles": power.quantiles, **picked(power, "reached", "false_rate", "excluded")}


def expect(tables: Tables, case: Case, threshold: float, seed: int) -> Expected:
    """Returns what a threshold (log10) implies for the pairs that are compared here: columns evenly taken."""
    places = np.unique(np.linspace(0, len(tables.columns) - 1, min(_SAMPLED, len(tables.columns))).astype(int))
    spoilt = {family for family, _ in tables.impossible}
    places = np.array([place for place in places if tables.columns[place].family not in spoilt], dtype=np.int64)
    loci = tuple(replace(at, place_of=at.place_of[places]) for at in tables.loci)
    chosen = replace(tables, columns=tuple(tables.columns[place] for place in places), loci=loci)
    power = power_of(chosen, threshold, seed=seed, draws=max(200, _DRAWS // max(1, len(places))))
    sexes = [profile.sex for profile in case.remains]
    known = {sex: sexes.count(sex) for sex in Sex}
    fit = {sex: known[sex] + known[Sex.UNKNOWN] for sex in (Sex.MALE, Sex.FEMALE)} | {Sex.UNKNOWN: len(sexes)}
    return Expected(power, sum(fit[column.sex] for column in tables.columns if column.family not in spoilt))


@dataclass(frozen=True, slots=True)
class WeighedPair:
    """One remains against one missing person in full. `lines` are the findings of haplotypes, each with the relative
    who has one; `would_decide` is None if it was not computed.
    """

    weighing: Weighing
    lines: tuple[tuple[str, LineFinding], ...]
    would_decide: tuple[Deciding, ...] | None

    def as_data(self, declared: Sequence[Prior]) -> dict[str, Any]:
        """Returns a pair for programs; a posterior never without its prior."""
        weighing, lowest = self.weighing, self.weighing.lowest
        data: dict[str, Any] = {
            **picked(weighing, "sample", "family", "missing"),
            "loci_compared": weighing.compared,
            "log10_lr": finite(lowest.unrelated),
            "log10_lr_against_sibling": finite(lowest.sibling),
            "lowest_population": lowest.population,
            "populations": [
                {
                    "name": one.population,
                    "log10_lr": finite(one.unrelated),
                    "log10_lr_against_sibling": finite(one.sibling),
                    "loci": {name: finite(value) for name, value in one.loci.items()},
                }
                for one in weighing.populations
            ],
            "posteriors": [
                {
                    "prior": name,
                    "prior_odds": one.odds,
                    "reason": one.reason,
                    "log10_odds": finite(lowest.unrelated + math.log10(one.odds)),
                }
                for name, one in zip(PRIORS, declared, strict=False)
            ],
            "lines": [
                {
                    "line": one.line.value,
                    "reference": reference,
                    "finding": one.finding.name.lower(),
                    **picked(one, "compared", "differing", "log10_lr", "concludes"),
                }
                for reference, one in self.lines
            ],
        }
        return data if self.would_decide is None else data | {"would_decide": _deciding_data(self.would_decide)}


@dataclass(frozen=True, slots=True)
class WeighedPairs:
    """Pairs in full, under the declared priors, and what the threshold implies for the whole case."""

    pairs: tuple[WeighedPair, ...]
    declared: tuple[Prior, ...]
    expected: Expected

    def as_data(self) -> dict[str, Any]:
        """Returns the same for programs."""
        return {"pairs": [one.as_data(self.declared) for one in self.pairs], "expected": self.expected.as_data()}


@dataclass(frozen=True, slots=True)
class Hits:
    """The results of a search: the pairs that reach the threshold, strongest first, each also against a full
    sibling.
    """

    case: Case
    tables: Tables
    pairs: Sequence[Pair]
    siblings: Mapping[Named, float]
    expected: Expected

    def sibling(self, one: Candidate) -> float:
        """Returns the ratio (log10) of a pair against a full sibling of the missing person; NaN if there is none."""
        return self.siblings.get((one.sample, one.family, one.missing), math.nan)

    def as_data(self) -> dict[str, Any]:
        """Returns the same for programs."""
        return {
            "expected": self.expected.as_data(),
            "remains": len(self.case.remains),
            "columns": len(self.tables.columns),
            "not_compared": not_compared(self.tables),
            "pairs": [
                {
                    **picked(one, "sample", "family", "missing", "log10_lr"),
                    "log10_lr_against_sibling": finite(self.sibling(one)),
                    "lowest_log10_lr": finite(low[1]),
                    "lowest_population": low[0],
                }
                for one, low in self.pairs
            ],
        }


def not_compared(*tables: Tables) -> list[str]:
    """Returns the families whose own profiles do not fit the model; the reason is sealed."""
    return sorted({family for one in tables for family, _ in one.impossible})


@dataclass(frozen=True, slots=True)
class Assignment:
    """One joint assignment: its ratio (log10) against all remains being none of the missing, and how far it is behind
    the first.
    """

    given: Mapping[str, tuple[str, str]]
    against_none: float
    behind: float

    def as_data(self) -> dict[str, Any]:
        """Returns the same for programs."""
        return {
            "assigned": dict(self.given),
            "log10_lr_against_none": self.against_none,
            "log10_behind_the_first": self.behind,
        }


def is_open(standing: Standing) -> bool:
    """Whether a person has to review it: under some prior the likeliest does not lead clearly."""
    return any(under.chance < CLEAR for under in standing.under)


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """All families and remains together: the result for every remains under each prior, with the lowest ratio by
    sample. `would_decide` has by sample, in their order, whose samples would help most, with the missing person's
    family.
    """

    case: Case
    tables: Tables
    spoilt: tuple[str, ...]
    found: Identified
    lowest: Mapping[str, Lowest]
    siblings: Mapping[Named, float]
    expected: Expected
    would_decide: Mapping[str, tuple[str, tuple[Deciding, ...]]]
    assignments: tuple[Assignment, ...] | None

    @property
    def named(self) -> list[Standing]:
        """Returns the standings that name a person, or are open."""
        return [one for one in self.found.standings if one.under and (one.family or is_open(one))]

    def sibling(self, one: Standing) -> float:
        """Returns the ratio (log10) of the named person against a full sibling; NaN if nobody is named."""
        return self.siblings.get((one.sample, one.family, one.missing), math.nan)

    def low(self, one: Standing) -> Lowest:
        """Returns the lowest ratio of all populations; NaN without a population if nobody is named."""
        return self.lowest.get(one.sample, ("", math.nan))

    def as_data(self) -> dict[str, Any]:
        """Returns the same for programs."""
        data: dict[str, Any] = {
            "expected": self.expected.as_data(),
            "parts": len(self.found.parts),
            "pairs_kept": self.found.kept,
            "pairs_left_out": self.found.left_out,
            "log10_bar": finite(self.found.bar),
            "standings": [self._standing_data(one) for one in self.found.standings],
            "not_compared": list(self.spoilt),
        }
        if self.assignments is not None:
            data["assignments"] = [one.as_data() for one in self.assignments]
        return data

    def _standing_data(self, one: Standing) -> dict[str, Any]:
        low = self.low(one)
        data: dict[str, Any] = {
            **picked(one, "sample", "family", "missing", "log10_lr", "log10_glr", "method"),
            "log10_lr_against_sibling": finite(self.sibling(one)),
            "lowest_log10_lr": finite(low[1]),
            "lowest_population": low[0] or None,
            "clear": bool(one.under) and not is_open(one),
            "symmetric": one.symmetric and picked(one.symmetric, "family", "missing", "samples", "log10_glr"),
            "under": [
                {
                    "prior": name,
                    "prior_odds": under.prior.odds,
                    "reason": under.prior.reason,
                    **picked(under, "likeliest", "chance", "runner_up", "runner_up_chance"),
                    **picked(under, "none_of_these", "left_out"),
                }
                for name, under in zip(PRIORS, one.under, strict=False)
            ],
        }
        if one.sample in self.would_decide:
            data["would_decide"] = _deciding_data(self.would_decide[one.sample][1])
        return data


@dataclass(frozen=True, slots=True)
class Associated:
    """Samples of one person, of staff or blanks (`found`, by kind), and the consensus of repeated typings."""

    found: Mapping[str, Sequence[SamplePair]]
    pairs: int
    chance: float
    consensus: tuple[Consensus, ...] | None

    def as_data(self) -> dict[str, Any]:
        """Returns the same for programs."""
        data: dict[str, Any] = {"pairs": self.pairs, "false_hits_at_most": self.chance}
        for kind, pairs in self.found.items():
            data[kind] = [
                picked(one, "first", "second", "loci")
                | {"log10_same": finite(one.same), "log10_siblings": finite(one.siblings)}
                for one in pairs
            ]
        if self.consensus is not None:
            data["consensus"] = {
                "samples": [
                    {
                        "sample": one.profile.sample,
                        "genotypes": dict(one.profile.genotypes),
                        "unconfirmed": one.unconfirmed,
                    }
                    for one in self.consensus
                ]
            }
        return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Powers:
    """What references can decide: by family and missing person, and the false hits at these numbers of remains and of
    families like each.
    """

    threshold: float
    remains: int
    like_each: int
    found: tuple[tuple[str, str, Power], ...]
    would_decide: Mapping[str, tuple[Deciding, ...]] | None

    def hits(self, one: Power) -> float:
        """Returns how many unrelated pairs will reach the threshold, on average, with families like this one."""
        return one.false_hits(self.remains, self.like_each)

    @property
    def families(self) -> int:
        """Returns how many families there are."""
        return self.like_each * len(self.found)

    @property
    def false_hits(self) -> float:
        """Returns how many unrelated pairs will reach the threshold in all."""
        total = 0.0
        for _, _, one in self.found:
            total += self.hits(one)
        return total

    def as_data(self) -> dict[str, Any]:
        """Returns the same for programs."""
        data: dict[str, Any] = {
            "log10_threshold": self.threshold,
            **picked(self, "remains", "families", "false_hits"),
            "power": [{"family": name, "missing": label, **_power_data(one)} for name, label, one in self.found],
        }
        if self.would_decide is not None:
            data["would_decide"] = {name: _deciding_data(found) for name, found in self.would_decide.items()}
        return data


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether each family's own references fit; the findings themselves stay sealed."""

    case: Case
    families: tuple[SealedCheck, ...]

    @property
    def needs_a_look(self) -> bool:
        """Whether a family waits for the geneticist, or remains were left out."""
        return bool(self.case.left_out) or not all(one.stands for one in self.families)

    def as_data(self) -> dict[str, Any]:
        """Returns the same for programs."""
        return {
            "loci": [locus.name for locus in self.case.loci],
            "families": [picked(one, "family", "stands") for one in self.families],
        }

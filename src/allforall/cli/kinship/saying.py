"""What every command of `kinship` says about its case: how it is weighed, what was noted, what a threshold implies."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from allforall.cli.call import Call
from allforall.cli.kinship.case import Case
from allforall.kinship import Power, Sex, Tables, pairs_among, power_of
from allforall.pages.kinship_words import in_many, ratio
from allforall.pages.writing import grouped, written

#: Columns of large tables from which false hits are estimated, and genotypes that are drawn in all (assumptions).
_SAMPLED, _DRAWS = 200, 40_000


@dataclass(frozen=True, slots=True)
class Expected:
    """What a threshold implies in a search of this size."""

    power: Power
    pairs: int

    @property
    def hits(self) -> float:
        """Returns how many unrelated pairs will reach the threshold, on average."""
        return self.power.false_rate * self.pairs


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


def expected_lines(call: Call, expected: Expected) -> list[str]:
    """Returns the sentence that says what the threshold implies, hits of chance and real ones."""
    hits = expected.hits
    power = expected.power
    return [
        call.text(
            "At {threshold} times: of the {pairs} pairs compared here, {hits} unrelated ones on average will reach it"
            " by chance ({rate} each); of the true ones {reached} in 100 will.",
            threshold=ratio(power.threshold),
            pairs=expected.pairs,
            hits=about(hits),
            rate=in_many(power.false_rate),
            reached=_in_hundred(power.reached),
        )
    ]


def expected_data(expected: Expected) -> dict[str, Any]:
    """Returns the same for programs."""
    power = expected.power
    return {
        "log10_threshold": power.threshold,
        "pairs": expected.pairs,
        "false_hits": expected.hits,
        "false_rate": power.false_rate,
        "reached": power.reached,
        "log10_quantiles": list(power.quantiles),
        "excluded": power.excluded,
    }


def about(number: float) -> str:
    """Returns a number of hits as people say it: two digits, or fewer than one in so many."""
    if number <= 0:
        return "0"
    if number < 0.001:
        return "< 0.001"
    if number < 1:
        return f"{number:.1g}"
    if number < 10:
        return f"{number:.2g}"
    digits = 10 ** max(0, math.floor(math.log10(number)) - 1)
    return grouped(round(number / digits) * digits)


def _in_hundred(share: float) -> str:
    return "> 99" if share > 0.99 else "< 1" if share < 0.01 else str(round(100 * share))


def how_lines(call: Call, case: Case) -> list[str]:
    """Returns how the case is weighed and what was noted in its files."""
    stated = case.models
    mutation = call.text("as the .fam file states")
    if stated is not None:
        mutation = call.words.code("mutation_model", stated.name)
        if any(stated.rates):
            mutation = call.text(
                "{model}, fathers {male}, mothers {female}",
                model=mutation,
                male=str(stated.rates[0]),
                female=str(stated.rates[1]),
            )
    rules = case.conventions
    theta = f"{rules.theta:g}"
    if rules.theta:
        theta = f"{theta} ({call.words.code('theta_rule', rules.theta_rule.value)})"
    return [
        call.text(
            "Mutation: {mutation}. Theta: {theta}. Untyped ancestors: {ancestors}.",
            mutation=mutation,
            theta=theta,
            ancestors=call.words.code("ancestors", rules.ancestors.value),
        ),
        call.text("Frequencies: {populations}.", populations=", ".join(map(written, case.populations))),
        *(f"! {note}" for note in case.notes),
    ]


def how_data(case: Case) -> dict[str, Any]:
    """Returns the same for programs."""
    rules = case.conventions
    stated = case.models
    return {
        "mutation": "fam" if stated is None else stated.name,
        "rates": None if stated is None else {"male": stated.rates[0], "female": stated.rates[1]},
        "theta": rules.theta,
        "theta_rule": rules.theta_rule.value,
        "ancestors": rules.ancestors.value,
        "populations": list(case.populations),
        "notes": case.notes,
        "left_out": list(case.left_out),
        "remains": len(case.remains),
        "families": len(case.families),
        "missing": case.missing,
    }


def linkage_lines(call: Call, case: Case) -> list[str]:
    """Returns that linked pairs count as independent in a search, where there are some."""
    pairs = pairs_among(case.loci, case.linked)
    if not pairs:
        return []
    named = ", ".join(f"{first.name} + {second.name}" for first, second, _ in pairs)
    return [
        call.text(
            "Linked, but counted as independent in a search: {pairs}. “kinship lr” weighs them together.", pairs=named
        )
    ]


def braced(names: Sequence[str]) -> str:
    """Returns names as a set, such as {V2, V3}."""
    return "{" + ", ".join(map(written, names)) + "}"


def table_lines(rows: Sequence[Sequence[str]], *, left: int = 1) -> list[str]:
    """Returns rows of cells as lines with columns of one width each; the first `left` columns stand to the left."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))] if rows else []
    return [
        "  "
        + "  ".join(
            cell.ljust(width) if column < left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]

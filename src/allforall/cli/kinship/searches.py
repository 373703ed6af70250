"""`kinship matrix` and `kinship joint`: all remains against all families, pair by pair and all at once."""

import csv
import io
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from allforall.cli.call import NEEDS_A_LOOK, Call, Outcome
from allforall.cli.kinship.case import Case, read_case
from allforall.cli.kinship.folder import Search, number_text, write_file
from allforall.cli.kinship.options import PRIORS, log10_threshold, priors
from allforall.cli.kinship.pairs import deciding, finite
from allforall.cli.kinship.saying import (
    braced,
    expect,
    expected_data,
    expected_lines,
    how_data,
    how_lines,
    linkage_lines,
    table_lines,
)
from allforall.cli.kinship.siblings import Named, against_siblings
from allforall.errors import InputError
from allforall.kinship import (
    Family,
    Identified,
    Joint,
    Standing,
    Tables,
    UnderPrior,
    blocks,
    identify,
    joint_table,
    make_tables,
    say,
)
from allforall.kinship.priors import check_evidence
from allforall.kinship.wording import SIBLING
from allforall.pages.kinship_words import odds, ratio, sentence
from allforall.pages.writing import written

_SHOWN = 20
INTERRUPTED = 130
#: A standing is clear where the likeliest leads the rest by this under each prior (assumption: boards fix their own).
CLEAR = 0.999


def search(call: Call) -> Outcome:
    """Returns every pair from the threshold on, with the lowest ratio of all populations beside it."""
    args = call.arguments
    case = read_case(call)
    threshold = log10_threshold(args)
    every = _tables(call, case)
    first = every[0]
    work = Search.opened(Path(args.to) if args.to else None, case, first, whole=args.whole)
    try:
        with call.counting(call.text("comparing"), call.text("missing persons")) as bar:
            bar.of(work.done, len(first.columns))
            streams = [blocks(tables, case.remains, start=work.done) for tables in every]
            for parts in zip(*streams, strict=True):
                work.add(parts, threshold)
                bar.of(work.done, len(first.columns))
    except KeyboardInterrupt:
        if not args.to:
            raise
        line = call.text(
            "Stopped after {done} of {all} missing persons. The same command goes on from there.",
            done=work.done,
            all=len(first.columns),
        )
        return Outcome({"stopped": True, "done": work.done, "of": len(first.columns)}, [line], INTERRUPTED)
    pairs = work.ranked()
    siblings = against_siblings(case, (((one.sample, one.family, one.missing), one.log10_lr) for one, _ in pairs))
    work.finish(siblings)
    expected = expect(first, case, threshold, args.seed)
    lines = [*how_lines(call, case), *spoilt_lines(call, first), *linkage_lines(call, case), ""]
    lines += expected_lines(call, expected)
    lines.append(call.words.plural("{n} pair reaches it.", "{n} pairs reach it.", len(pairs)))
    if pairs:
        several = len(every) > 1
        rows = [
            [
                call.text("remains"),
                call.text("family"),
                call.text("missing person"),
                call.text("times more probable"),
                call.text("against a full sibling"),
                *([call.text("lowest")] if several else []),
            ]
        ]
        rows += [
            [
                written(one.sample),
                written(one.family),
                written(one.missing),
                ratio(one.log10_lr),
                ratio(siblings[one.sample, one.family, one.missing]),
                *([lowest_text(low)] if several else []),
            ]
            for one, low in pairs[:_SHOWN]
        ]
        lines += table_lines(rows, left=3)
        best = pairs[0][0]
        sibling = siblings[best.sample, best.family, best.missing]
        lines += ["", sentence(call.words, say(best.log10_lr, best.family))]
        if not math.isnan(sibling):
            lines.append(sentence(call.words, say(sibling, best.family, SIBLING)))
    data: dict[str, Any] = {
        "how": how_data(case),
        "expected": expected_data(expected),
        "remains": len(case.remains),
        "columns": len(first.columns),
        "not_compared": sorted({family for family, _ in first.impossible}),
        "pairs": [
            {
                "sample": one.sample,
                "family": one.family,
                "missing": one.missing,
                "log10_lr": one.log10_lr,
                "log10_lr_against_sibling": finite(siblings[one.sample, one.family, one.missing]),
                "lowest_log10_lr": finite(low[1]),
                "lowest_population": low[0],
            }
            for one, low in pairs
        ],
    }
    if work.files:
        data["files"] = [str(path) for path in work.files]
        lines.append(call.text("Written: {path}.", path=", ".join(map(str, work.files))))
    if args.html:
        from allforall.cli.kinship.pages import pages_of_matrix  # noqa: PLC0415 - loaded when pages are wanted

        data["pages"], more = pages_of_matrix(call, case, first, expected, pairs, siblings)
        lines += more
    return Outcome(data, lines, NEEDS_A_LOOK if case.left_out or first.impossible else 0)


def lowest_text(low: tuple[str, float]) -> str:
    """Returns the lowest ratio with the population whose it is."""
    return f"{ratio(low[1])} ({written(low[0])})"


def _tables(call: Call, case: Case) -> list[Tables]:
    made = []
    for name, loci in case.populations.items():
        with call.counting(call.text("tables, {population}", population=name), call.text("loci")) as bar:
            made.append(make_tables(case.families, loci, case.conventions, progress=bar.of))
    return made


def spoilt_lines(call: Call, tables: Tables) -> list[str]:
    """Returns which families are not compared; why is a finding that `kinship check` seals."""
    names = sorted({family for family, _ in tables.impossible})
    if not names:
        return []
    return [
        call.text(
            "! Not compared, since their own profiles do not fit the model: {families}. “kinship check” seals"
            " the findings for a geneticist.",
            families=", ".join(map(written, names)),
        )
    ]


def identify_all(call: Call) -> Outcome:
    """Returns what all families and remains together say of each remains, under three declared priors."""
    args = call.arguments
    declared = priors(call, needed=True)
    for prior in declared:
        check_evidence(prior, args.evidence)
    case = read_case(call)
    threshold = log10_threshold(args)
    every = _tables(call, case)
    spoilt = {family for tables in every for family, _ in tables.impossible}
    families = [family for family in case.families if family.name not in spoilt]
    if not families:
        raise InputError("kinship:family:impossible", family=min(spoilt))
    with call.counting(call.text("weighing together"), call.text("parts")) as bar:
        found = identify(
            families, case.remains, case.loci, declared, conventions=case.conventions, seed=args.seed, progress=bar.of
        )
    expected = expect(every[0], case, threshold, args.seed)
    lowest = _lowest_of(case, every, found)
    siblings = against_siblings(
        case, (((one.sample, one.family, one.missing), one.log10_lr) for one in found.standings if one.family)
    )
    named = [one for one in found.standings if one.under and (one.family or _is_open(one))]
    lines = [*how_lines(call, case), *spoilt_lines(call, every[0]), *linkage_lines(call, case)]
    lines += expected_lines(call, expected)
    lines += [call.text("Prior “{name}”: {reason}.", name=prior.name, reason=prior.reason) for prior in declared]
    left_over = len(found.standings) - len(named)
    for standing in named:
        lines += ["", *standing_lines(call, standing, lowest.get(standing.sample), siblings)]
    if left_over:
        lines += [
            "",
            call.words.plural(
                "{n} remains is none of these, clearly.", "{n} remains are none of these, clearly.", left_over
            ),
        ]
    told = {one.sample: standing_data(one, lowest.get(one.sample), siblings) for one in found.standings}
    lines += _say_who_decides(call, case, named, threshold, told)
    data: dict[str, Any] = {
        "how": how_data(case),
        "expected": expected_data(expected),
        "parts": len(found.parts),
        "pairs_kept": found.kept,
        "pairs_left_out": found.left_out,
        "log10_bar": finite(found.bar),
        "standings": list(told.values()),
        "not_compared": sorted(spoilt),
    }
    if args.assignments:
        data["assignments"], more = _assignments(call, case, families, args.assignments)
        lines += more
    if args.to:
        path = Path(args.to) / "standings.csv"
        write_file(path, _standings_csv(found.standings, lowest, siblings))
        data["files"] = [str(path)]
        lines.append(call.text("Written: {path}.", path=path))
    if args.html:
        from allforall.cli.kinship.pages import pages_of_joint  # noqa: PLC0415 - loaded when pages are wanted

        data["pages"], more = pages_of_joint(call, case, every[0], found, lowest, siblings, expected)
        lines += more
    look = case.left_out or spoilt or any(_is_open(one) for one in found.standings)
    return Outcome(data, lines, NEEDS_A_LOOK if look else 0)


def _is_open(standing: Standing) -> bool:
    """Whether somebody has to look: under some prior the likeliest does not lead clearly."""
    return any(under.chance < CLEAR for under in standing.under)


def _lowest_of(case: Case, every: Sequence[Tables], found: Identified) -> dict[str, tuple[str, float]]:
    """Returns for each remains that is named the lowest ratio of all populations."""
    if len(every) == 1:
        (name,) = case.populations
        return {one.sample: (name, one.log10_lr) for one in found.standings if one.family}
    number = {profile.sample: place for place, profile in enumerate(case.remains)}
    column = {(one.family, one.missing): place for place, one in enumerate(every[0].columns)}
    lowest: dict[str, tuple[str, float]] = {}
    for one in found.standings:
        if not one.family:
            continue
        place = column[one.family, one.missing]
        values = {
            name: float(
                next(blocks(tables, [case.remains[number[one.sample]]], start=place, families=1)).log10_lr[0, 0]
            )
            for name, tables in zip(case.populations, every, strict=True)
        }
        name = min(values, key=lambda key: values[key])
        lowest[one.sample] = (name, values[name])
    return lowest


def standing_lines(
    call: Call, one: Standing, lowest: tuple[str, float] | None, siblings: Mapping[Named, float]
) -> list[str]:
    """Returns one remains for people: who it most probably is, the runner-up, and what every prior makes of it."""
    words = call.words
    if one.family:
        head = call.text(
            "Remains {sample}: missing person {missing} of family {family}",
            sample=one.sample,
            missing=one.missing,
            family=one.family,
        )
        lines = [head, f"  {sentence(words, say(one.log10_lr, one.family))}"]
        sibling = siblings.get((one.sample, one.family, one.missing), math.nan)
        if not math.isnan(sibling):
            lines.append(f"  {sentence(words, say(sibling, one.family, SIBLING))}")
        if lowest is not None and lowest[1] < one.log10_lr:
            lines.append("  " + call.text("Lowest of the populations: {ratio}.", ratio=lowest_text(lowest)))
        lines.append(
            "  "
            + call.text(
                "With everybody weighed together: {ratio} times the best without this pair.", ratio=ratio(one.log10_glr)
            )
        )
    else:
        lines = [call.text("Remains {sample}: none of these, not clearly", sample=one.sample)]
    rows = [
        [
            call.text("prior"),
            call.text("likeliest"),
            call.text("odds"),
            call.text("runner-up"),
            call.text("odds"),
            call.text("none of these"),
        ]
    ]
    rows += [under_cells(call, under) for under in one.under]
    lines += table_lines(rows, left=2)
    if one.symmetric is not None:
        lines.append("  " + symmetric_text(call, one))
    if one.method == "sampled":
        lines.append("  " + call.text("Too many assignments to list: these odds are sampled."))
    return lines


def symmetric_text(call: Call, one: Standing) -> str:
    """Returns the sentence of a set that cannot be told apart."""
    held = one.symmetric
    if held is None:
        return ""
    return call.text(
        "{samples} belong among {missing} of family {family}; these samples cannot tell which is which.",
        samples=braced(held.samples),
        missing=braced(held.missing),
        family=held.family,
    )


def under_cells(call: Call, under: UnderPrior) -> list[str]:
    """Returns what one prior makes of a remains as cells."""
    return [
        under.prior.name,
        named_text(call, under.likeliest),
        odds(call.words, under.chance),
        named_text(call, under.runner_up),
        odds(call.words, under.runner_up_chance),
        odds(call.words, under.none_of_these),
    ]


def named_text(call: Call, who: tuple[str, str]) -> str:
    """Returns a missing person as family and label, or that it is nobody of these."""
    return f"{written(who[0])}/{written(who[1])}" if who[0] else call.text("none of these")


def _say_who_decides(
    call: Call, case: Case, named: Sequence[Standing], threshold: float, told: dict[str, dict[str, Any]]
) -> list[str]:
    """Returns for the first unclear families whose further sample would help."""
    families: dict[str, Family] = {family.name: family for family in case.families}
    done: set[tuple[str, str]] = set()
    lines = []
    for one in named:
        if len(done) >= call.arguments.decide:
            break
        if not (_is_open(one) or one.symmetric is not None):
            continue
        who = (one.family, one.missing) if one.family else one.under[0].runner_up
        if not who[0] or who in done:
            continue
        done.add(who)
        told[one.sample]["would_decide"], more = deciding(call, case, families[who[0]], who[1], threshold)
        lines += more
    return lines


def standing_data(one: Standing, lowest: tuple[str, float] | None, siblings: Mapping[Named, float]) -> dict[str, Any]:
    """Returns one remains for programs; no chance stands there without its prior."""
    return {
        "sample": one.sample,
        "family": one.family,
        "missing": one.missing,
        "log10_lr": finite(one.log10_lr),
        "log10_lr_against_sibling": finite(siblings.get((one.sample, one.family, one.missing), math.nan)),
        "lowest_log10_lr": None if lowest is None else finite(lowest[1]),
        "lowest_population": None if lowest is None else lowest[0],
        "log10_glr": finite(one.log10_glr),
        "method": one.method,
        "clear": bool(one.under) and not _is_open(one),
        "symmetric": None
        if one.symmetric is None
        else {
            "family": one.symmetric.family,
            "missing": list(one.symmetric.missing),
            "samples": list(one.symmetric.samples),
            "log10_glr": finite(one.symmetric.log10_glr),
        },
        "under": [
            {
                "prior": name,
                "prior_odds": under.prior.odds,
                "reason": under.prior.reason,
                "likeliest": list(under.likeliest),
                "chance": under.chance,
                "runner_up": list(under.runner_up),
                "runner_up_chance": under.runner_up_chance,
                "none_of_these": under.none_of_these,
                "left_out": under.left_out,
            }
            for name, under in zip(PRIORS, one.under, strict=False)
        ],
    }


def _standings_csv(
    standings: Sequence[Standing], lowest: dict[str, tuple[str, float]], siblings: Mapping[Named, float]
) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        [
            "sample",
            "family",
            "missing",
            "log10_lr",
            "log10_lr_against_sibling",
            "lowest_log10_lr",
            "lowest_population",
            "log10_glr",
            "prior",
            "prior_odds",
            "likeliest_family",
            "likeliest_missing",
            "log10_odds",
            "runner_up_family",
            "runner_up_missing",
            "runner_up_log10_odds",
            "none_log10_odds",
            "method",
        ]
    )
    for one in standings:
        low = lowest.get(one.sample, ("", math.nan))
        sibling = siblings.get((one.sample, one.family, one.missing), math.nan)
        for name, under in zip(PRIORS, one.under, strict=False):
            writer.writerow(
                [
                    one.sample,
                    one.family,
                    one.missing,
                    number_text(one.log10_lr),
                    number_text(sibling),
                    number_text(low[1]),
                    low[0],
                    number_text(one.log10_glr),
                    name,
                    under.prior.odds,
                    *under.likeliest,
                    _log10_odds(under.chance),
                    *under.runner_up,
                    _log10_odds(under.runner_up_chance),
                    _log10_odds(under.none_of_these),
                    one.method,
                ]
            )
    return out.getvalue()


def _log10_odds(chance: float) -> str:
    if chance <= 0 or chance >= 1:
        return "-inf" if chance <= 0 else "inf"
    return f"{math.log10(chance) - math.log1p(-chance) / math.log(10):.9g}"


def _assignments(
    call: Call, case: Case, families: Sequence[Family], most: int
) -> tuple[list[dict[str, Any]], list[str]]:
    """Returns the likeliest assignments, each with how many times less likely than the first it is."""
    joint: Joint = joint_table(families, case.remains, case.loci, case.conventions)
    lines = ["", call.text("The likeliest assignments, and how many times likelier the first is")]
    data = []
    rows = []
    for place in range(min(most, len(joint.log_lr))):
        given = {
            sample: joint.columns[column]
            for sample, column in zip(joint.samples, joint.assigned[place].tolist(), strict=True)
            if column >= 0
        }
        behind = float(joint.log_lr[0] - joint.log_lr[place]) / math.log(10)
        against_none = float(joint.log_lr[place]) / math.log(10)
        data.append(
            {
                "assigned": {sample: list(who) for sample, who in given.items()},
                "log10_lr_against_none": against_none,
                "log10_behind_the_first": behind,
            }
        )
        shown = ", ".join(f"{written(sample)} = {named_text(call, who)}" for sample, who in given.items())
        rows.append([shown or call.text("nobody"), ratio(behind)])
    return data, [*lines, *table_lines(rows)]

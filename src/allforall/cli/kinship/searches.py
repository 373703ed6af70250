"""`kinship matrix` and `kinship joint`: all remains against all families, pair by pair and all at once."""

import math
from pathlib import Path
from typing import Any

from allforall.alone.weighing.case import read_case
from allforall.alone.weighing.searches import Search
from allforall.alone.weighing.sheets import standings_csv
from allforall.alone.weighing.together import weigh_together
from allforall.cli.call import NEEDS_A_LOOK, Call, Outcome
from allforall.cli.kinship.asking import asked, priors, tables_of
from allforall.cli.kinship.saying import (
    add_pages,
    deciding_lines,
    how_data,
    lowest_text,
    table_lines,
    written_line,
)
from allforall.durable import write_file
from allforall.kinship import Standing, UnderPrior, say
from allforall.kinship.outcomes import Assignment, Hits, Together, is_open
from allforall.kinship.priors import check_evidence
from allforall.kinship.wording import SIBLING
from allforall.pages.kinship_words import (
    expected_lines,
    how_lines,
    linkage_lines,
    named,
    odds,
    ratio,
    sentence,
    spoilt_lines,
    symmetric_text,
)
from allforall.pages.writing import written

_SHOWN = 20
INTERRUPTED = 130


def search(call: Call) -> Outcome:
    """Returns every pair that reaches the threshold, with its lowest ratio over all populations."""
    args = call.arguments
    stated = asked(call)
    case = read_case(stated)
    threshold = stated.log10_threshold
    work = Search.opened(Path(args.to) if args.to else None, case, tables_of(call, case), whole=args.whole)
    try:
        with call.counting(call.text("comparing"), call.text("missing persons")) as bar:
            work.run(threshold, bar.of)
    except KeyboardInterrupt:
        if not args.to:
            raise
        columns = len(work.tables.columns)
        line = call.text(
            "Stopped after {done} of {all} missing persons. The same command resumes from there.",
            done=work.done,
            all=columns,
        )
        return Outcome({"stopped": True, "done": work.done, "of": columns}, [line], INTERRUPTED)
    hits = work.finish(threshold, args.seed)
    words, tables = call.words, hits.tables
    lines = [*how_lines(words, case), *spoilt_lines(words, tables), *linkage_lines(words, case), ""]
    lines += [*expected_lines(words, hits.expected), *_hit_lines(call, hits)]
    data = hits.as_data() | {"how": how_data(call, case)}
    if work.files:
        data["files"] = [str(path) for path in work.files]
        lines.append(written_line(call, work.files))
    if args.html:
        from allforall.pages.kinship_pages import hits_page  # noqa: PLC0415 - loaded when pages are wanted

        add_pages(call, data, lines, lambda words, day: hits_page(words, hits, day))
    return Outcome(data, lines, NEEDS_A_LOOK if case.left_out or tables.impossible else 0)


def _hit_lines(call: Call, hits: Hits) -> list[str]:
    """Returns the strongest pairs as a table, and the first of them in words."""
    lines = [call.words.plural("{n} pair reaches the threshold.", "{n} pairs reach the threshold.", len(hits.pairs))]
    if not hits.pairs:
        return lines
    several = len(hits.case.populations) > 1
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
            ratio(hits.sibling(one)),
            *([lowest_text(low)] if several else []),
        ]
        for one, low in hits.pairs[:_SHOWN]
    ]
    best = hits.pairs[0][0]
    sibling = hits.sibling(best)
    lines += [*table_lines(rows, left=3), "", sentence(call.words, say(best.log10_lr, best.family))]
    if not math.isnan(sibling):
        lines.append(sentence(call.words, say(sibling, best.family, SIBLING)))
    return lines


def identify_all(call: Call) -> Outcome:
    """Returns the result for each remains when all families and remains are weighed together, under three declared
    priors.
    """
    args, words = call.arguments, call.words
    declared = priors(call, needed=True)
    for prior in declared:
        check_evidence(prior, args.evidence)
    stated = asked(call)
    case = read_case(stated)
    threshold = stated.log10_threshold
    every = tables_of(call, case)
    with call.counting(call.text("weighing together"), call.text("parts")) as bar:
        found = weigh_together(
            case,
            every,
            declared,
            threshold=threshold,
            seed=args.seed,
            decide=args.decide,
            assignments=args.assignments,
            progress=bar.of,
        )
    lines = [*how_lines(words, case), *spoilt_lines(words, found.tables), *linkage_lines(words, case)]
    lines += expected_lines(words, found.expected)
    lines += [call.text("Prior “{name}”: {reason}.", name=prior.name, reason=prior.reason) for prior in declared]
    for standing in found.named:
        lines += ["", *_standing_lines(call, found, standing)]
    left_over = len(found.found.standings) - len(found.named)
    if left_over:
        lines += [
            "",
            words.plural("{n} remains is clearly none of these.", "{n} remains are clearly none of these.", left_over),
        ]
    for family, would in found.would_decide.values():
        lines += deciding_lines(call, family, would)
    if found.assignments is not None:
        lines += _assignment_lines(call, found.assignments)
    data: dict[str, Any] = found.as_data() | {"how": how_data(call, case)}
    if args.to:
        path = write_file(Path(args.to) / "standings.csv", standings_csv(found))
        data["files"] = [str(path)]
        lines.append(written_line(call, [path]))
    if args.html:
        from allforall.pages.kinship_pages import together_page  # noqa: PLC0415 - loaded when pages are wanted

        add_pages(call, data, lines, lambda words, day: together_page(words, found, day))
    look = case.left_out or found.spoilt or any(is_open(one) for one in found.found.standings)
    return Outcome(data, lines, NEEDS_A_LOOK if look else 0)


def _standing_lines(call: Call, found: Together, one: Standing) -> list[str]:
    """Returns one remains for people: the likeliest person, the runner-up, and the odds under every prior."""
    words = call.words
    if one.family:
        head = call.text(
            "Remains {sample}: missing person {missing} of family {family}",
            sample=one.sample,
            missing=one.missing,
            family=one.family,
        )
        lines = [head, f"  {sentence(words, say(one.log10_lr, one.family))}"]
        sibling, low = found.sibling(one), found.low(one)
        if not math.isnan(sibling):
            lines.append(f"  {sentence(words, say(sibling, one.family, SIBLING))}")
        if low[1] < one.log10_lr:
            lines.append("  " + call.text("Lowest of the populations: {ratio}.", ratio=lowest_text(low)))
        lines.append(
            "  "
            + call.text(
                "With everyone weighed together: {ratio} times the best result without this pair.",
                ratio=ratio(one.log10_glr),
            )
        )
    else:
        lines = [call.text("Remains {sample}: none of these, but not clearly", sample=one.sample)]
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
    rows += [_under_cells(call, under) for under in one.under]
    lines += table_lines(rows, left=2)
    if one.symmetric is not None:
        lines.append("  " + symmetric_text(words, one.symmetric))
    if one.method == "sampled":
        lines.append("  " + call.text("Too many assignments to list: these odds are sampled."))
    return lines


def _under_cells(call: Call, under: UnderPrior) -> list[str]:
    """Returns the odds of a remains under one prior, as cells."""
    return [
        under.prior.name,
        named(call.words, under.likeliest),
        odds(call.words, under.chance),
        named(call.words, under.runner_up),
        odds(call.words, under.runner_up_chance),
        odds(call.words, under.none_of_these),
    ]


def _assignment_lines(call: Call, assignments: tuple[Assignment, ...]) -> list[str]:
    lines = ["", call.text("The likeliest assignments, and how many times likelier the first is")]
    rows = []
    for one in assignments:
        shown = ", ".join(f"{written(sample)} = {named(call.words, who)}" for sample, who in one.given.items())
        rows.append([shown or call.text("nobody"), ratio(one.behind)])
    return [*lines, *table_lines(rows)]

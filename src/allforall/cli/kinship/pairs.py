"""`kinship lr`: remains against a missing person in full, with lines of descent, and whose sample would decide."""

from allforall.alone.weighing.case import read_case
from allforall.alone.weighing.pairs import Haplotypes, chosen_pairs, weigh_pairs
from allforall.cli.call import NEEDS_A_LOOK, Call, Outcome
from allforall.cli.kinship.asking import asked, priors
from allforall.cli.kinship.saying import add_pages, deciding_lines, how_data, table_lines
from allforall.kinship import Finding, Line, LineFinding
from allforall.kinship.outcomes import WeighedPair
from allforall.pages.kinship_words import expected_lines, how_lines, log10, ratio, sentence
from allforall.pages.writing import written


def weigh(call: Call) -> Outcome:
    """Returns what each pair of remains and missing person weighs, in full."""
    args = call.arguments
    stated = asked(call)
    case = read_case(stated)
    threshold = stated.log10_threshold
    declared = priors(call, needed=False)
    haplotypes = [
        Haplotypes.read(line, path, database=database, seen=seen)
        for line, path, database, seen in (
            (Line.PATERNAL, args.y, args.y_database, args.y_seen),
            (Line.MATERNAL, args.mt, args.mt_database, args.mt_seen),
        )
        if path
    ]
    pairs = chosen_pairs(case, args.sample, args.family)
    with call.counting(call.text("weighing"), call.text("pairs")) as bar:
        found = weigh_pairs(
            case,
            pairs,
            threshold=threshold,
            seed=args.seed,
            declared=declared,
            evidence=args.evidence,
            haplotypes=haplotypes,
            decide=args.decide,
            progress=bar.of,
        )
    lines = how_lines(call.words, case)
    for one in found.pairs:
        lines += ["", *_pair_lines(call, one), *deciding_lines(call, one.weighing.family, one.would_decide)]
    lines += ["", *expected_lines(call.words, found.expected)]
    data = found.as_data() | {"how": how_data(call, case)}
    if args.html:
        from allforall.pages.kinship_pages import pairs_page  # noqa: PLC0415 - loaded when pages are wanted

        add_pages(call, data, lines, lambda words, day: pairs_page(words, case, found, day))
    return Outcome(data, lines, NEEDS_A_LOOK if case.left_out else 0)


def _pair_lines(call: Call, one: WeighedPair) -> list[str]:
    """Returns a pair for people: the sentences, each population, each locus."""
    words, weighing = call.words, one.weighing
    lowest = weighing.lowest
    lines = [
        call.text(
            "Remains {sample}, missing person {missing} of family {family}; loci compared: {loci}",
            sample=weighing.sample,
            missing=weighing.missing,
            family=weighing.family,
            loci=weighing.compared,
        )
    ]
    lines += [f"  {sentence(words, said)}" for said in weighing.sentences]
    if len(weighing.populations) > 1:
        rows = [["", call.text("against unrelated"), call.text("against a full sibling"), ""]]
        rows += [
            [
                written(by.population),
                ratio(by.unrelated),
                ratio(by.sibling),
                call.text("the lowest") if by is lowest else "",
            ]
            for by in weighing.populations
        ]
        lines += table_lines(rows)
    lines += table_lines([[written(name), log10(value)] for name, value in lowest.loci.items()])
    lines += [f"  {_line_text(call, reference, finding)}" for reference, finding in one.lines]
    return lines


def _line_text(call: Call, reference: str, finding: LineFinding) -> str:
    """Returns what a haplotype shows, and that it proves nothing alone."""
    said = call.words.code("line_finding", finding.finding.value)
    text = call.text(
        "{line}, with {reference}: {finding} ({compared} loci compared).",
        line=call.words.code("descent_line", finding.line.value),
        reference=reference,
        finding=said,
        compared=finding.compared,
    )
    if finding.differing:
        text += " " + call.text("Different at {loci}.", loci=", ".join(finding.differing))
    if finding.finding is Finding.SUPPORTS:
        text += " " + call.text(
            "At most {times} times more probable than for an unrelated person; a line alone proves nothing.",
            times=ratio(finding.log10_lr),
        )
    return text

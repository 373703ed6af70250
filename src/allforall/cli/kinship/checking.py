"""`kinship associate`, `power` and `check`: before any comparison."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from allforall.alone.weighing.case import read_case
from allforall.alone.weighing.power import powers
from allforall.alone.weighing.references import check_families, make_key, open_findings, seal_findings
from allforall.alone.weighing.samples import associate_samples as weigh_samples
from allforall.alone.weighing.sheets import consensus_csv, samples_csv
from allforall.cli.call import NEEDS_A_LOOK, Call, Outcome
from allforall.cli.kinship.asking import asked
from allforall.cli.kinship.saying import deciding_lines, how_data, table_lines, written_line
from allforall.durable import write_file
from allforall.errors import CallError
from allforall.kinship import Consensus, SamplePair
from allforall.kinship.outcomes import Checked, Powers
from allforall.pages.kinship_words import about, how_lines, in_many, log10, ratio
from allforall.pages.writing import written

_SHOWN = 40


def associate_samples(call: Call) -> Outcome:
    """Returns which samples are of one person, which of staff or blanks, and the consensus of repeated typings."""
    args = call.arguments
    stated = asked(call)
    folder = Path(args.to) if args.to else None
    case = read_case(stated, needs_families=False, needs_remains=not args.typings)
    case, found = weigh_samples(stated, case, staff=args.staff, typings=args.typings, times=args.times)
    data: dict[str, Any] = found.as_data() | {"how": how_data(call, case)}
    lines = how_lines(call.words, case)
    files = []
    if found.consensus is not None:
        lines += _consensus_lines(call, found.consensus)
        if folder:
            files.append(write_file(folder / "consensus.csv", consensus_csv(found.consensus)))
            data["consensus"]["files"] = [str(path) for path in files]
            lines.append(written_line(call, files))
    lines += [
        "",
        call.text(
            "At {threshold} times: of the {pairs} pairs, at most {hits} unrelated ones will reach it by chance, "
            "on average.",
            threshold=ratio(stated.log10_threshold),
            pairs=found.pairs,
            hits=about(found.chance),
        ),
    ]
    for kind, title in (
        ("staff", call.text("Samples that fit the staff who handle samples, or a blank")),
        ("among", call.text("Samples that fit one person")),
    ):
        if kind in found.found:
            lines += ["", title, *_pair_lines(call, found.found[kind])]
    if folder:
        path = write_file(folder / "samples.csv", samples_csv(found.found))
        data["files"] = [str(one) for one in (path, *files)]
        lines.append(written_line(call, [path]))
    look = case.left_out or any(found.found.values())
    return Outcome(data, lines, NEEDS_A_LOOK if look else 0)


def _pair_lines(call: Call, pairs: Sequence[SamplePair]) -> list[str]:
    if not pairs:
        return ["  " + call.text("none")]
    rows = [
        [
            "",
            "",
            call.text("one person against unrelated"),
            call.text("one person against full siblings"),
            call.text("loci"),
        ]
    ]
    rows += [
        [written(one.first), written(one.second), ratio(one.same), ratio(one.same - one.siblings), str(one.loci)]
        for one in pairs[:_SHOWN]
    ]
    lines = table_lines(rows, left=2)
    if len(pairs) > _SHOWN:
        lines.append("  " + call.text("… and {n} more; --to writes them all.", n=len(pairs) - _SHOWN))
    return lines


def _consensus_lines(call: Call, made: Sequence[Consensus]) -> list[str]:
    """Returns the consensus of each sample's typings, and what was seen too rarely to be kept."""
    lines = [""]
    for one in made:
        rare = ", ".join(f"{locus} {allele}" for locus, allele in one.unconfirmed)
        lines.append(
            call.text(
                "{sample}: {loci} loci in the consensus; seen too rarely: {rare}",
                sample=one.profile.sample,
                loci=len(one.profile.genotypes),
                rare=rare or call.text("none"),
            )
        )
    return lines


def power(call: Call) -> Outcome:
    """Returns what references can decide, and how many false hits a threshold implies at this case's numbers."""
    args = call.arguments
    stated = asked(call)
    threshold = stated.log10_threshold
    case = read_case(stated, needs_remains=False, needs_families=not args.planned, typed=not args.planned)
    with call.counting(call.text("families"), call.text("families")) as bar:
        found = powers(
            case,
            args.family,
            threshold,
            planned=args.families if args.planned else None,
            remains=args.remains_number,
            like_each=args.families_number,
            decide=args.decide,
            seed=args.seed,
            progress=bar.of,
        )
    lines = [*how_lines(call.words, case), "", *_power_lines(call, found)]
    for family, would in (found.would_decide or {}).items():
        lines += deciding_lines(call, family, would)
    return Outcome(found.as_data() | {"how": how_data(call, case)}, lines)


def _power_lines(call: Call, found: Powers) -> list[str]:
    rows = [
        [
            call.text("family"),
            call.text("missing person"),
            call.text("true remains, log10: 5, 50, 95 in 100"),
            call.text("reach the threshold, in 100"),
            call.text("unrelated that reach it"),
            call.text("unrelated excluded, in 100"),
            call.text("false hits"),
        ]
    ]
    rows += [
        [
            written(name),
            written(label),
            " ".join(map(log10, one.quantiles)),
            str(round(100 * one.reached)),
            in_many(one.false_rate),
            str(round(100 * one.excluded)),
            about(found.hits(one)),
        ]
        for name, label, one in found.found
    ]
    return [
        *table_lines(rows, left=2),
        "",
        call.text(
            "At {threshold} times, {remains} remains and {families} families: {hits} unrelated pairs on average "
            "will reach it by chance.",
            threshold=ratio(found.threshold),
            remains=found.remains,
            families=found.families,
            hits=about(found.false_hits),
        ),
    ]


def check(call: Call) -> Outcome:
    """Returns what the files contain and whether each family's comparison is valid; findings are sealed or not
    shown.
    """
    args = call.arguments
    if args.make_key:
        return _make_key(call)
    if args.open:
        return _open_findings(call)
    if bool(args.geneticist) != bool(args.findings):
        raise CallError("kinship:call:seal")
    case = read_case(asked(call), needs_remains=False)
    with call.counting(call.text("families"), call.text("families")) as bar:
        found = check_families(case, args.family, progress=bar.of)
    lines = [*how_lines(call.words, case), *_check_lines(call, found)]
    data: dict[str, Any] = found.as_data() | {"how": how_data(call, case)}
    if args.findings:
        seal_findings(found.families, args.geneticist, args.findings)
        data["findings"] = args.findings
        lines += ["", call.text("Sealed for the geneticist: {path}.", path=args.findings)]
    elif not all(one.stands for one in found.families):
        lines += ["", call.text("The reason is not shown here: --geneticist and --findings seal it for a geneticist.")]
    return Outcome(data, lines, NEEDS_A_LOOK if found.needs_a_look else 0)


def _check_lines(call: Call, found: Checked) -> list[str]:
    case = found.case
    return [
        call.text(
            "Read: {remains} remains, {families} families, {missing} missing persons, {loci} loci.",
            remains=len(case.remains),
            families=len(case.families),
            missing=case.missing,
            loci=len(case.loci),
        ),
        "",
        *table_lines([[written(one.family), _state(call, stands=one.stands)] for one in found.families]),
    ]


def _state(call: Call, *, stands: bool) -> str:
    return call.text("valid") if stands else call.text("waits for the geneticist")


def _make_key(call: Call) -> Outcome:
    private, public = make_key(call.arguments.make_key)
    line = call.text(
        "Written: {path}. Only the geneticist may have it; hand out the other file, {public}.",
        path=private,
        public=public,
    )
    return Outcome({"key": str(private), "public": str(public)}, [line])


def _open_findings(call: Call) -> Outcome:
    found = open_findings(call.arguments.open, call.arguments.key)
    lines = []
    for one in found:
        lines.append(f"{written(one['family'])}: {_state(call, stands=one['stands'])}")
        lines += table_lines(
            [
                [
                    written(person),
                    log10(float(value)),
                    call.text("only with a mutation at {loci}", loci=", ".join(loci)) if loci else "",
                ]
                for person, value, loci in one["references"]
            ]
        )
    lines.append(
        call.text("The figure: log10 of how much better they fit in their stated place than a stranger would.")
    )
    return Outcome({"families": found}, lines)

"""`kinship lr`: remains against a missing person in full, with lines of descent, and whose sample would decide."""

import math
from collections.abc import Sequence
from typing import Any

from allforall.cli.call import NEEDS_A_LOOK, Call, Outcome
from allforall.cli.kinship.case import Case, decoded, read_bytes, read_case
from allforall.cli.kinship.options import PRIORS, log10_threshold, priors
from allforall.cli.kinship.saying import (
    expect,
    expected_data,
    expected_lines,
    how_data,
    how_lines,
    table_lines,
)
from allforall.errors import CallError, InputError
from allforall.kinship import (
    Family,
    Finding,
    Inheritance,
    Line,
    LineFinding,
    Prior,
    Profile,
    Sex,
    Weighing,
    compare_lines,
    make_tables,
    read_haplotypes,
    same_line,
    weigh_pair,
    which_next,
)
from allforall.pages.kinship_words import log10, ratio, sentence
from allforall.pages.writing import written

#: Pairs that are weighed in full in one call; a search of more is `kinship matrix` (assumption: minutes).
_MOST_PAIRS = 200
#: Relatives whose sample is tried, and invented families per relative (assumption: seconds).
_TRIED, _INVENTED = 8, 20
_LINES = (("y", Line.PATERNAL), ("mt", Line.MATERNAL))


def weigh(call: Call) -> Outcome:
    """Returns what each pair of remains and missing person weighs, in full."""
    args = call.arguments
    case = read_case(call)
    threshold = log10_threshold(args)
    declared = priors(call, needed=False)
    haplotypes = _haplotypes(call)
    pairs = chosen_pairs(case, args.sample, args.family)
    lines = how_lines(call, case)
    found: list[tuple[Family, Profile, Weighing]] = []
    told: list[dict[str, Any]] = []
    with call.counting(call.text("weighing"), call.text("pairs")) as bar:
        for number, (family, missing, remains) in enumerate(pairs, 1):
            found.append((family, remains, _weigh(case, family, missing, remains, declared, args.evidence)))
            bar.of(number, len(pairs))
    left = args.decide
    for family, remains, weighing in found:
        about_lines = _line_findings(haplotypes, family, weighing.missing, remains)
        lines += ["", *pair_lines(call, weighing, about_lines)]
        entry = pair_data(weighing, about_lines, declared)
        lowest = weighing.lowest.unrelated
        if left > 0 and math.isfinite(lowest) and lowest < threshold:
            left -= 1
            entry["would_decide"], more = deciding(call, case, family, weighing.missing, threshold)
            lines += more
        told.append(entry)
    expected = expect(make_tables(case.families, case.loci, case.conventions), case, threshold, args.seed)
    lines += ["", *expected_lines(call, expected)]
    data = {"pairs": told, "how": how_data(case), "expected": expected_data(expected)}
    if args.html:
        from allforall.cli.kinship.pages import pages_of_pairs  # noqa: PLC0415 - loaded when pages are wanted

        data["pages"], more = pages_of_pairs(call, case, found)
        lines += more
    return Outcome(data, lines, NEEDS_A_LOOK if case.left_out else 0)


def chosen_pairs(case: Case, samples: Sequence[str], families: Sequence[str]) -> list[tuple[Family, str, Profile]]:
    """Returns the pairs that are asked for; a name that is not there is an error, and so are too many pairs."""
    known = {profile.sample for profile in case.remains}
    for name in samples:
        if name not in known:
            raise CallError("kinship:call:sample", found=name)
    chosen = chosen_families(case, families)
    pairs = [
        (family, missing, profile)
        for profile in case.remains
        if not samples or profile.sample in samples
        for family in chosen
        for missing in family.missing
        if _sexes_fit(family, missing, profile)
    ]
    if len(pairs) > _MOST_PAIRS:
        raise CallError("kinship:call:many_pairs", found=len(pairs), expected=_MOST_PAIRS)
    if not pairs:
        raise InputError("kinship:call:no_pair")
    return pairs


def chosen_families(case: Case, names: Sequence[str]) -> list[Family]:
    """Returns the families that are asked for, or all."""
    known = {family.name for family in case.families}
    for name in names:
        if name not in known:
            raise CallError("kinship:call:family", found=name)
    return [family for family in case.families if not names or family.name in names]


def _sexes_fit(family: Family, label: str, profile: Profile) -> bool:
    sex = family.pedigree.person(label).sex
    return Sex.UNKNOWN in {sex, profile.sex} or sex is profile.sex


def _weigh(
    case: Case, family: Family, missing: str, remains: Profile, declared: Sequence[Prior], evidence: Sequence[str]
) -> Weighing:
    return weigh_pair(
        family,
        missing,
        remains,
        case.populations,
        conventions=case.conventions,
        linked=case.linked,
        priors=declared,
        pairs_searched=(len(case.remains), case.missing),
        evidence=evidence,
    )


def pair_lines(call: Call, weighing: Weighing, about_lines: Sequence[tuple[str, LineFinding]]) -> list[str]:
    """Returns a pair for people: the sentences, each population, each locus."""
    words = call.words
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
                written(one.population),
                ratio(one.unrelated),
                ratio(one.sibling),
                call.text("the lowest") if one is lowest else "",
            ]
            for one in weighing.populations
        ]
        lines += table_lines(rows)
    lines += table_lines([[written(name), log10(value)] for name, value in lowest.loci.items()])
    for reference, finding in about_lines:
        lines.append(f"  {line_text(call, reference, finding)}")
    return lines


def line_text(call: Call, reference: str, finding: LineFinding) -> str:
    """Returns what a haplotype says, and that it never concludes."""
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
            "At most {times} times more probable than of an unrelated person; a line alone concludes nothing.",
            times=ratio(finding.log10_lr),
        )
    return text


def pair_data(
    weighing: Weighing, about_lines: Sequence[tuple[str, LineFinding]], declared: Sequence[Prior]
) -> dict[str, Any]:
    """Returns a pair for programs; a posterior never without its prior."""
    lowest = weighing.lowest
    return {
        "sample": weighing.sample,
        "family": weighing.family,
        "missing": weighing.missing,
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
                "compared": one.compared,
                "differing": list(one.differing),
                "log10_lr": finite(one.log10_lr),
                "concludes": one.concludes,
            }
            for reference, one in about_lines
        ],
    }


def finite(value: float) -> float | str | None:
    """Returns a number for JSON, which knows no infinity: those are words there, and what is no number is null."""
    if math.isnan(value):
        return None
    return value if math.isfinite(value) else ("infinity" if value > 0 else "-infinity")


def deciding(
    call: Call, case: Case, family: Family, missing: str, threshold: float
) -> tuple[list[dict[str, Any]], list[str]]:
    """Returns whose further sample would help most to decide about a missing person, the first the most."""
    twin_of = {label for group in family.pedigree.twins if missing in group for label in group}
    tried = [
        label
        for label in family.pedigree.labels
        if label not in family.profiles and label not in family.missing and label not in twin_of
    ][:_TRIED]
    # Genes on X are not invented: they would have to pass by the sexes of everybody.
    loci = [locus for locus in case.loci if locus.inheritance is Inheritance.AUTOSOMAL]
    if not tried or not loci:
        return [], []
    found = which_next(family, missing, tried, loci, threshold, seed=call.arguments.seed, families=_INVENTED)
    data = [{"person": label, "reached": power.reached, "log10_median": power.quantiles[1]} for label, power in found]
    best = [f"{written(label)} ({round(100 * power.reached)})" for label, power in found[:3]]
    line = call.text(
        "  Samples that would help most for family {family}, with how often in 100 the threshold would then be"
        " reached: {persons}",
        family=family.name,
        persons=", ".join(best),
    )
    return data, [line]


def _haplotypes(call: Call) -> dict[str, tuple[dict[str, dict[str, tuple[str, ...]]], int, int]]:
    found = {}
    for option, _ in _LINES:
        path = getattr(call.arguments, option)
        if path:
            database = getattr(call.arguments, f"{option}_database")
            if database < 1:
                raise CallError("kinship:call:database", found=f"--{option}-database")
            table = read_haplotypes(decoded(path, read_bytes(path)))
            found[option] = (table, database, getattr(call.arguments, f"{option}_seen"))
    return found


def _line_findings(
    haplotypes: dict[str, tuple[dict[str, dict[str, tuple[str, ...]]], int, int]],
    family: Family,
    missing: str,
    remains: Profile,
) -> list[tuple[str, LineFinding]]:
    """Returns what haplotypes say: of every relative on the missing person's line who has one."""
    found = []
    for option, line in _LINES:
        table, database, seen = haplotypes.get(option, ({}, 0, 0))
        if remains.sample not in table:
            continue
        for label in family.pedigree.labels:
            if label != missing and label in table and same_line(family.pedigree, missing, label, line):
                finding = compare_lines(line, table[remains.sample], table[label], seen=seen, database=database)
                found.append((label, finding))
    return found

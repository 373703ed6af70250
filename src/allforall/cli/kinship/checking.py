"""`kinship associate`, `power` and `check`: before anybody is compared."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from allforall.cli.call import NEEDS_A_LOOK, Call, Outcome
from allforall.cli.kinship.case import Case, decoded, read_bytes, read_case, sheet_notes
from allforall.cli.kinship.folder import number_text, write_file
from allforall.cli.kinship.options import log10_threshold
from allforall.cli.kinship.pairs import chosen_families, deciding, finite
from allforall.cli.kinship.saying import about, how_data, how_lines, table_lines
from allforall.cli.kinship.sealing import make_key, open_findings, seal_findings
from allforall.errors import CallError
from allforall.kinship import (
    Consensus,
    Power,
    Profile,
    SamplePair,
    associate,
    check_references,
    consensus,
    make_tables,
    power_of,
    power_of_kind,
    read_pedigrees,
    read_profiles,
    read_typings,
)
from allforall.pages.kinship_words import in_many, log10, ratio
from allforall.pages.writing import written

_SHOWN = 40


def associate_samples(call: Call) -> Outcome:
    """Returns which samples are of one person, which of staff or blanks, and the consensus of repeated typings."""
    args = call.arguments
    case = read_case(call, needs_families=False, needs_remains=not args.typings)
    threshold = log10_threshold(args)
    made, of_typings = _consensus(call, case) if args.typings else ({}, [])
    staff = _staff(call, case) if args.staff else []
    lines = [*how_lines(call, case), *of_typings]
    data: dict[str, Any] = {"how": how_data(case)} | ({"consensus": made} if args.typings else {})
    found: dict[str, list[SamplePair]] = {}
    if case.remains:
        found["among"] = associate(case.remains, case.loci, threshold, conventions=case.conventions)
    if staff:
        found["staff"] = associate(case.remains, case.loci, threshold, staff, conventions=case.conventions)
    pairs = len(case.remains) * (len(case.remains) - 1) // 2 + len(case.remains) * len(staff)
    # The mean ratio of unrelated pairs is 1, so that at most one in t of them reaches t (Markov's inequality).
    chance = min(float(pairs), pairs / 10**threshold)
    lines += [
        "",
        call.text(
            "At {threshold} times: of the {pairs} pairs, {hits} unrelated ones at most will reach it by chance, on"
            " average.",
            threshold=ratio(threshold),
            pairs=pairs,
            hits=about(chance),
        ),
    ]
    for kind, title in (
        ("staff", call.text("Samples that fit whoever handles samples, or a blank")),
        ("among", call.text("Samples that fit one person")),
    ):
        if kind in found:
            lines += ["", title, *_pair_lines(call, found[kind])]
            data[kind] = [
                {
                    "first": one.first,
                    "second": one.second,
                    "log10_same": finite(one.same),
                    "log10_siblings": finite(one.siblings),
                    "loci": one.loci,
                }
                for one in found[kind]
            ]
    data |= {"pairs": pairs, "false_hits_at_most": chance}
    if args.to:
        path = Path(args.to) / "samples.csv"
        write_file(path, _pairs_table(found))
        data["files"] = [str(path), *data.get("consensus", {}).get("files", [])]
        lines.append(call.text("Written: {path}.", path=path))
    look = case.left_out or any(found.values())
    return Outcome(data, lines, NEEDS_A_LOOK if look else 0)


def _staff(call: Call, case: Case) -> list[Profile]:
    path = call.arguments.staff
    sheet = read_profiles(decoded(path, read_bytes(path)), case.loci)
    case.notes.extend(sheet_notes(call, Path(path).name, sheet))
    return list(sheet.profiles)


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


def _pairs_table(found: dict[str, list[SamplePair]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["kind", "first", "second", "log10_same", "log10_siblings", "loci"])
    for kind, pairs in found.items():
        for one in pairs:
            row = [kind, one.first, one.second, number_text(one.same), number_text(one.siblings), one.loci]
            writer.writerow(row)
    return out.getvalue()


def _consensus(call: Call, case: Case) -> tuple[dict[str, Any], list[str]]:
    """Returns the consensus of each sample's typings, and what was seen too rarely to be kept."""
    args = call.arguments
    text = decoded(args.typings, read_bytes(args.typings))
    sheet = read_typings(text, case.loci, dropout=args.dropout, dropin=args.dropin)
    case.notes.extend(sheet_notes(call, Path(args.typings).name, sheet))
    by_sample: dict[str, list[Profile]] = {}
    for profile in sheet.profiles:
        by_sample.setdefault(profile.sample, []).append(profile)
    made = [consensus(sample, typings, args.times) for sample, typings in by_sample.items()]
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
    data: dict[str, Any] = {
        "samples": [
            {
                "sample": one.profile.sample,
                "genotypes": {k: list(v) for k, v in one.profile.genotypes.items()},
                "unconfirmed": [list(pair) for pair in one.unconfirmed],
            }
            for one in made
        ]
    }
    if args.to:
        path = Path(args.to) / "consensus.csv"
        write_file(path, _profiles_table(made))
        data["files"] = [str(path)]
        lines.append(call.text("Written: {path}.", path=path))
    return data, lines


def _profiles_table(made: Sequence[Consensus]) -> str:
    loci = list(dict.fromkeys(locus for one in made for locus in one.profile.genotypes))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["sample", "sex", *(f"{locus}_{n}" for locus in loci for n in (1, 2))])
    for one in made:
        row = [one.profile.sample, one.profile.sex.value]
        for locus in loci:
            shown = one.profile.genotypes.get(locus, ())
            # One allele alone: a homozygote only if dropout is ruled out, so the second cell stays empty.
            row += [*shown, *[""] * (2 - len(shown))][:2] if len(shown) <= 2 else ["", ""]
        writer.writerow(row)
    return out.getvalue()


def power(call: Call) -> Outcome:
    """Returns what references can decide, and how many false hits a threshold implies at this case's numbers."""
    args = call.arguments
    threshold = log10_threshold(args)
    if args.planned:
        case = read_case(call, needs_remains=False, needs_families=False, typed=False)
        found = _planned(call, case, threshold)
    else:
        case = read_case(call, needs_remains=False)
        families = chosen_families(case, args.family)
        found = []
        with call.counting(call.text("families"), call.text("families")) as bar:
            for number, family in enumerate(families, 1):
                tables = make_tables([family], case.loci, case.conventions)
                if not tables.impossible:
                    label = ", ".join(family.missing)
                    found.append((family.name, label, power_of(tables, threshold, seed=args.seed, draws=1000)))
                bar.of(number, len(families))
    remains = args.remains_number if args.remains_number is not None else len(case.remains)
    each = args.families_number if args.families_number is not None else 1
    lines = [*how_lines(call, case), ""]
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
    total = 0.0
    for name, label, one in found:
        hits = one.false_hits(remains, each)
        total += hits
        rows.append(
            [
                written(name),
                written(label),
                " ".join(map(log10, one.quantiles)),
                str(round(100 * one.reached)),
                in_many(one.false_rate),
                str(round(100 * one.excluded)),
                about(hits),
            ]
        )
    lines += table_lines(rows, left=2)
    lines += [
        "",
        call.text(
            "At {threshold} times, {remains} remains and {families} families: {hits} unrelated pairs on average "
            "will reach it by chance.",
            threshold=ratio(threshold),
            remains=remains,
            families=each * len(found),
            hits=about(total),
        ),
    ]
    data: dict[str, Any] = {
        "how": how_data(case),
        "log10_threshold": threshold,
        "remains": remains,
        "families": each * len(found),
        "false_hits": total,
        "power": [{"family": name, "missing": label, **_power_data(one)} for name, label, one in found],
    }
    if not args.planned and args.decide:
        data["would_decide"] = {}
        for family in chosen_families(case, args.family)[: args.decide]:
            told, more = deciding(call, case, family, family.missing[0], threshold)
            data["would_decide"][family.name] = told
            lines += more
    return Outcome(data, lines)


def _planned(call: Call, case: Case, threshold: float) -> list[tuple[str, str, Power]]:
    args = call.arguments
    if not args.families:
        raise CallError("kinship:call:file", found="--families")
    found = []
    for drawn in read_pedigrees(decoded(args.families, read_bytes(args.families))):
        if args.family and drawn.name not in args.family:
            continue
        if not drawn.missing or not drawn.typed:
            raise CallError("kinship:call:planned", found=drawn.name)
        found.append(
            (
                drawn.name,
                drawn.missing[0],
                power_of_kind(
                    drawn.pedigree,
                    drawn.missing[0],
                    drawn.typed,
                    case.loci,
                    threshold,
                    seed=args.seed,
                    conventions=case.conventions,
                ),
            )
        )
    return found


def _power_data(one: Power) -> dict[str, Any]:
    return {
        "log10_quantiles": list(one.quantiles),
        "reached": one.reached,
        "false_rate": one.false_rate,
        "excluded": one.excluded,
    }


def check(call: Call) -> Outcome:
    """Returns what stood in the files and whether each family's comparison stands; findings go sealed, or nowhere."""
    args = call.arguments
    if args.make_key:
        return make_key(call, args.make_key)
    if args.open:
        return open_findings(call, args.open, args.key)
    if bool(args.geneticist) != bool(args.findings):
        raise CallError("kinship:call:seal")
    case = read_case(call, needs_remains=False)
    families = chosen_families(case, args.family)
    checked = []
    with call.counting(call.text("families"), call.text("families")) as bar:
        for number, family in enumerate(families, 1):
            checked.append(check_references(family, case.loci, case.conventions))
            bar.of(number, len(families))
    waiting = [one.family for one in checked if not one.stands]
    lines = how_lines(call, case)
    lines.append(
        call.text(
            "Read: {remains} remains, {families} families, {missing} missing persons, {loci} loci.",
            remains=len(case.remains),
            families=len(case.families),
            missing=case.missing,
            loci=len(case.loci),
        )
    )
    lines += [
        "",
        *table_lines(
            [
                [written(one.family), call.text("stands") if one.stands else call.text("waits for the geneticist")]
                for one in checked
            ]
        ),
    ]
    data: dict[str, Any] = {
        "how": how_data(case),
        "loci": [locus.name for locus in case.loci],
        "families": [{"family": one.family, "stands": one.stands} for one in checked],
    }
    if args.findings:
        seal_findings(checked, args.geneticist, args.findings)
        data["findings"] = args.findings
        lines += ["", call.text("Sealed for the geneticist: {path}.", path=args.findings)]
    elif waiting:
        lines += ["", call.text("Why is shown to nobody here: --geneticist and --findings seal it for a geneticist.")]
    return Outcome(data, lines, NEEDS_A_LOOK if waiting or case.left_out else 0)

"""Remains against families at the size of an exchange: tables, ratios, memory, growth.

    python benchmarks/kinship_search.py --frequencies norSTR_norway.csv [--families 10000 --remains 6000 --dropout 0.1]

Families of ten kinds in turn (uncle, aunt and mother among them), 23 loci with SE33, mutation by steps. The baseline
of the same run weighs single pairs one at a time (family with the remains, family alone, remains alone) and is
extrapolated; dvir's own seconds come from `--peer` (the folder kinship_stepwise of the ground truth: 39 pairs on a
loaded machine, an upper bound) and are extrapolated too. Prints the seed, processor and wall seconds, the largest
resident size, and what a search found of the truth.
"""

import argparse
import csv
import json
import resource
import time
from pathlib import Path

import numpy as np
from kinship_making import FUSION, KINDS, make_case, read_loci

from allforall.kinship import blocks, log_likelihood, make_tables, single


def main() -> None:
    """Runs tables and ratios once, then the baseline on a few pairs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--frequencies", type=Path, required=True)
    parser.add_argument("--families", type=int, default=10_000)
    parser.add_argument("--remains", type=int, default=6_000)
    parser.add_argument("--model", default="stepwise", choices=["none", "equal", "proportional", "stepwise"])
    parser.add_argument("--rate", type=float, default=0.002)
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--lost", type=float, default=0.15, help="share of loci at which remains show nothing")
    parser.add_argument("--seed", type=int, default=2025)
    parser.add_argument("--loci", nargs="*", default=list(FUSION))
    parser.add_argument("--least", type=float, default=4.0, help="log10 ratio from which a pair counts as found")
    parser.add_argument("--peer", type=Path)
    parser.add_argument("--growth", action="store_true", help="also curves: families, remains, loci, alleles")
    given = parser.parse_args()
    print(
        f"seed {given.seed}, {given.families} families, {given.remains} remains, {len(given.loci)} loci, {given.model}"
    )
    loci = read_loci(given.frequencies, given.loci, given.model, given.rate)
    families, remains, truth = make_case(
        given.seed, given.families, given.remains, loci, dropout=given.dropout, lost=given.lost
    )
    tables, made = timed("tables", lambda: make_tables(families, loci))
    print(f"  of them {sum(at.rows.nbytes for at in tables.loci) / 1e6:.0f} MB in memory")
    hits, ratios = timed("ratios", lambda: search(tables, remains, truth, given.least))
    right, wrong, missed = hits
    print(f"  at log10 ratio {given.least}: {right} of {len(truth)} true pairs, {missed} not reached, {wrong} others")
    print(f"largest resident size {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")
    baseline(families, remains, loci, made + ratios, given)
    if given.growth:
        growth(given, loci)


def timed(name, work):
    """Returns what the work gives and its processor seconds, and prints them."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    cpu = time.process_time() - cpu
    print(f"{name}: {time.perf_counter() - wall:.1f} s, {cpu:.1f} s of processor time")
    return found, cpu


def search(tables, remains, truth, least):
    """Returns pairs found that are true, pairs found that are not, and true pairs that were not reached."""
    place = {column.family: number for number, column in enumerate(tables.columns)}
    wanted = {(number, place[truth[p.sample]]) for number, p in enumerate(remains) if p.sample in truth}
    right = total = 0
    for block in blocks(tables, remains):
        with np.errstate(invalid="ignore"):
            rows, columns = np.nonzero(block.log10_lr >= least)
        total += len(rows)
        right += sum((r, block.start + c) in wanted for r, c in zip(rows.tolist(), columns.tolist(), strict=True))
    return right, total - right, len(wanted) - right


def baseline(families, remains, loci, ours, given):
    """Prints what the same search would take one pair at a time, from a pair of every kind."""
    cpu = time.process_time()
    pairs = 0
    step = max(1, len(families) // len(KINDS))
    for family in families[::step]:
        victim = remains[0]
        for locus in loci:
            log_likelihood(family.pedigree, {**family.profiles, family.missing[0]: victim}, locus)
            log_likelihood(family.pedigree, family.profiles, locus)
            log_likelihood(single("x"), {"x": victim}, locus)
        pairs += 1
    each = (time.process_time() - cpu) / pairs
    whole = each * len(families) * len(remains)
    print(
        f"one pair at a time: {each * 1000:.0f} ms a pair, {whole / 86400:.0f} days for all: {whole / ours:,.0f} times"
    )
    if given.peer:
        with (given.peer / "expected_perLocus.csv").open(newline="") as file:
            weighed = len({(row["victim"], row["missing"]) for row in csv.DictReader(file)})
        peer = json.loads((given.peer / "timings_seconds.json").read_text())["pairwiseLR"] / weighed
        years = peer * len(families) * len(remains) / 86400 / 365
        print(f"dvir, 22 loci without SE33, loaded machine: {peer:.2f} s a pair, {years:.1f} years for all")


def growth(given, loci):
    """Prints how tables and ratios grow; memory of a block does not grow with the remains."""
    for title, sizes in (
        ("families", [(500, 500), (1000, 500), (2000, 500)]),
        ("remains", [(500, 500), (500, 2000), (500, 8000)]),
    ):
        for families, remains in sizes:
            made, samples, _ = make_case(given.seed, families, remains, loci)
            tables, first = quiet(lambda made=made: make_tables(made, loci))
            block, second = quiet(
                lambda tables=tables, samples=samples: max(b.log10_lr.nbytes for b in blocks(tables, samples))
            )
            print(f"{title}: {families} x {remains}: {first:.2f} s and {second:.2f} s, block of {block / 1e6:.0f} MB")
    for count in (5, 10, 20):
        made, samples, _ = make_case(given.seed, 500, 500, loci[:count])
        tables, first = quiet(lambda made=made, count=count: make_tables(made, loci[:count]))
        _, second = quiet(lambda tables=tables, samples=samples: list(blocks(tables, samples)))
        print(f"loci: {count}: {first:.2f} s and {second:.2f} s")
    by_size = sorted(loci, key=lambda locus: len(locus.alleles))
    for locus in (*by_size[:-1:6], by_size[-1]):
        made, _, _ = make_case(given.seed, 500, 1, [locus])
        _, first = quiet(lambda made=made, locus=locus: make_tables(made, [locus]))
        print(f"alleles: {len(locus.alleles)} ({locus.name}): {first:.3f} s")


def quiet(work):
    """Returns what the work gives and its processor seconds."""
    cpu = time.process_time()
    return work(), time.process_time() - cpu


if __name__ == "__main__":
    main()

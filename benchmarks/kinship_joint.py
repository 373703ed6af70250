"""Joint identification at size: how many get their right family, and how sure the wrong ones were.

    python benchmarks/kinship_joint.py --frequencies norSTR_norway.csv [--families 1000 --remains 600 --seed 1]

Half of the remains are of a family, the others of strangers. The baseline of the same run names each remains by its
best pair alone, where that pair's posterior odds under the first prior are above one. Prints seconds, the bar, parts,
and for both how many were named rightly and wrongly; and whether chances mean what they say (calibration by bins).
"""

import argparse
import itertools
import resource
import time
from pathlib import Path

import numpy as np
from kinship_making import FUSION, make_case, read_loci

from allforall.kinship import blocks, identify, make_tables, three_priors


def main() -> None:
    """Runs both ways of naming on the same search."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--frequencies", type=Path, required=True)
    parser.add_argument("--families", type=int, default=1000)
    parser.add_argument("--remains", type=int, default=600)
    parser.add_argument("--model", default="stepwise", choices=["none", "equal", "proportional", "stepwise"])
    parser.add_argument("--rate", type=float, default=0.002)
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--lost", type=float, default=0.15)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(f"seed {given.seed}, {given.families} families, {given.remains} remains")
    loci = read_loci(given.frequencies, FUSION, given.model, given.rate)
    families, remains, truth = make_case(
        given.seed, given.families, given.remains, loci, dropout=given.dropout, lost=given.lost
    )
    priors = three_priors(given.families, 2 * given.families, 10 * given.families)
    cpu = time.process_time()
    alone = best_pairs(families, remains, loci, priors[0].odds)
    single = time.process_time() - cpu
    cpu = time.process_time()
    found = identify(families, remains, loci, priors)
    joint = time.process_time() - cpu
    print(f"best pair alone {single:.1f} s, jointly {joint:.1f} s of processor time: {joint / single:.1f} times")
    largest = max((len(part.families) + len(part.remains) for part in found.parts), default=0)
    print(f"bar {found.bar}, {found.kept} pairs kept, {len(found.parts)} parts, the largest of {largest}")
    print(f"largest resident size {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")
    named = {standing.sample: standing.family for standing in found.standings if standing.family}
    for title, names in (("best pair alone", alone), ("jointly", named)):
        right = sum(truth.get(sample) == family for sample, family in names.items())
        print(f"{title}: {right} of {len(truth)} rightly named, {len(names) - right} wrongly")
    calibration(found, truth)


def best_pairs(families, remains, loci, odds):
    """Returns for each remains the family of its best pair, where that is more probable than not."""
    tables = make_tables(families, loci)
    best = np.full(len(remains), -np.inf)
    column = np.zeros(len(remains), dtype=int)
    for block in blocks(tables, remains):
        values = np.nan_to_num(block.log10_lr, nan=-np.inf)
        place = values.argmax(axis=1)
        value = values[np.arange(len(remains)), place]
        better = value > best
        best[better], column[better] = value[better], block.start + place[better]
    return {
        profile.sample: tables.columns[column[n]].family
        for n, profile in enumerate(remains)
        if best[n] + np.log10(odds) > 0
    }


def calibration(found, truth):
    """Prints how often the likeliest was right, by what its chance said under the first prior."""
    edges = (0.0, 0.5, 0.8, 0.95, 0.99, 0.999, 1.1)
    for low, high in itertools.pairwise(edges):
        inside = [s for s in found.standings if low <= s.under[0].chance < high]
        if inside:
            right = sum(s.under[0].likeliest[0] == truth.get(s.sample, "") for s in inside)
            said = np.mean([s.under[0].chance for s in inside])
            print(f"  said {said:.4f} on average: right {right / len(inside):.4f} ({len(inside)} remains)")


if __name__ == "__main__":
    main()

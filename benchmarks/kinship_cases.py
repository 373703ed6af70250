"""Single ratios and the peers' cases: seconds, and what the peers needed for the same.

    python benchmarks/kinship_cases.py --data .../data/kinship [--repeat 5]

`--data` is the folder of the ground truth. Peers' seconds are those that its README and timings_seconds.json record
(R, a loaded machine with two cores: upper bounds), except the baseline of the same run: each pair of the 50 x 50 matrix
weighed one at a time. Prints wall and processor seconds of the first (cold) and the best of further (warm) runs.
"""

import argparse
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests/known"))

import numpy as np
from kinship_cases import case
from kinship_making import FUSION, make_case, read_loci

from allforall.kinship import combine, family_ways, log_likelihood, lr_matrix, make_tables, single

SMALL = ("example1", "example2", "KETPchap481", "KETPexer497", "symmetricSibs")
OPEN = ("KETPchap484", "KETPexer498", "fire", "icmp", "grave")
#: Seconds of forrel for one uncle-aunt-mother ratio with 23 loci and stepwise mutation, as the issue states.
FORREL = 27.7


def main() -> None:
    """Runs every case."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(f"seed {given.seed}; cold wall / warm wall / warm processor seconds")
    loci = read_loci(given.data / "frequencies/norSTR_norway.csv", FUSION, "stepwise", 0.002)
    families, remains, _ = make_case(given.seed, 1, 1, loci, kinds=("uncleaunt",))
    best = run("one ratio, uncle-aunt-mother", lambda: lr_matrix(make_tables(families, loci), remains), given.repeat)
    print(f"    forrel {FORREL} s: {FORREL / best:,.0f} times")
    matrix(given)
    stepwise, samples, nine = case(given.data / "kinship_stepwise")
    best = run("kinship_stepwise, all pairs", lambda: lr_matrix(make_tables(nine, stepwise), samples), given.repeat)
    peer = json.loads((given.data / "kinship_stepwise/timings_seconds.json").read_text())["pairwiseLR"]
    print(f"    dvir pairwiseLR {peer} s: {peer / best:,.0f} times")
    run("planecrash, all 19,081 with mutation", joint(given.data / "planecrash"), given.repeat)
    for name in SMALL:
        peer = json.loads((given.data / name / "timings_seconds.json").read_text())["jointDVI"]
        best = run(name, joint(given.data / name), given.repeat)
        print(f"    dvir jointDVI {peer} s: {peer / best:,.1f} times")
    for name in OPEN:
        run(name, joint(given.data / "cases_without_answers" / name), given.repeat)


def matrix(given) -> None:
    """Runs the 50 x 50 matrix, and a sample of its pairs one at a time."""
    loci, remains, families = case(given.data / "matrix50x50_none")
    best = run("50 x 50 matrix", lambda: lr_matrix(make_tables(families, loci), remains), given.repeat)
    cpu = time.perf_counter()
    whole = lr_matrix(make_tables(families, loci), remains)
    for n in range(10):
        family, victim = families[n], remains[n]
        total = 0.0
        for locus in loci:
            total += log_likelihood(family.pedigree, {**family.profiles, family.missing[0]: victim}, locus)
            total -= log_likelihood(family.pedigree, family.profiles, locus)
            total -= log_likelihood(single("x"), {"x": victim}, locus)
        with np.errstate(invalid="ignore"):
            assert total == whole[n, n] or abs(total / np.log(10) - whole[n, n]) < 1e-8
    each = (time.perf_counter() - cpu) / 10
    print(f"    one pair at a time {each * 2500:.0f} s: {each * 2500 / best:,.0f} times")


def joint(folder: Path):
    """Returns the work of a case: every assignment with its ratio."""
    loci, remains, families = case(folder)
    return lambda: combine([family_ways(family, remains, loci) for family in families], remains)


def run(name: str, work, repeat: int) -> float:
    """Returns the best wall seconds of the warm runs."""
    wall = time.perf_counter()
    work()
    cold = time.perf_counter() - wall
    walls, cpus = [], []
    for _ in range(repeat):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    print(f"{name}: {cold:.3f} / {min(walls):.3f} / {min(cpus):.3f}")
    return min(walls)


if __name__ == "__main__":
    main()

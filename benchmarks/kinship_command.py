"""`kinship matrix` and `kinship joint` as a user calls them: files in, pairs and pages out, at the size of an exchange.

    python benchmarks/kinship_command.py --frequencies norSTR_norway.csv [--families 10000 --remains 6000]

Writes the invented case as CSV, then runs the commands as processes of their own: wall seconds, processor seconds and
the largest resident size of each, for a search with and without the whole matrix on the disk. The search is broken off
with SIGINT once and gone on with. The ratio at the end is the command's wall time to the library's own search of the
same case (tables and ratios in memory, same run).
"""

import argparse
import csv
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kinship_making import FUSION, make_case, read_loci

from allforall.kinship import blocks, make_tables

PRIORS = ("--listed", "10000", "--at-stake", "20000", "--upper", "70000")


def main() -> None:
    """Makes the case, runs the commands, prints what they took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--frequencies", type=Path, required=True)
    parser.add_argument("--families", type=int, default=10_000)
    parser.add_argument("--remains", type=int, default=6_000)
    parser.add_argument("--joint", action="store_true", help="also kinship joint (minutes)")
    parser.add_argument("--seed", type=int, default=2025)
    given = parser.parse_args()
    loci = read_loci(given.frequencies, FUSION, "stepwise", 0.002)
    families, remains, _ = make_case(given.seed, given.families, given.remains, loci)
    print(f"seed {given.seed}, {given.families} families, {given.remains} remains, {len(loci)} loci, steps")
    start = time.perf_counter()
    for _block in blocks(make_tables(families, loci), remains):
        pass
    library = time.perf_counter() - start
    print(f"the library alone, in memory: {library:.1f} s")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_case(folder, loci, families, remains)
        size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        print(f"files of the case: {size:.0f} MB")
        call = [sys.executable, "-m", "allforall", "--json", "kinship"]
        files = [
            word
            for what in ("frequencies", "remains", "relatives", "families")
            for word in (f"--{what}", str(folder / f"{what}.csv"))
        ]
        model = ["--mutation", "extended-stepwise", "--rate-male", "0.003", "--rate-female", "0.001", "--rate2", "1e-5"]
        words = [*files, *model, "--divide-by-sum"]
        wall = run(
            "matrix, pairs and page",
            [*call, "matrix", *words, "--to", str(folder / "m"), "--html", str(folder / "pages")],
        )
        run("matrix, the whole of it", [*call, "matrix", *words, "--to", str(folder / "w"), "--whole"])
        print(f"  matrix.csv: {(folder / 'w/matrix.csv').stat().st_size / 1e6:.0f} MB")
        stopped([*call, "matrix", *words, "--to", str(folder / "s")], folder / "s")
        same = (folder / "s/pairs.csv").read_bytes() == (folder / "m/pairs.csv").read_bytes()
        print(f"  after a stop the same pairs: {same}")
        if given.joint:
            run("joint, three priors", [*call, "joint", *words, *PRIORS, "--to", str(folder / "j"), "--decide", "0"])
        print(f"command to library: {wall / library:.1f} times")


def run(what: str, call: list[str], codes: tuple[int, ...] = (0, 6)) -> float:
    """Runs a command and prints wall seconds, processor seconds and the largest resident size."""
    start = time.perf_counter()
    with subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        said = process.stderr.read().decode() if process.stderr else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode not in codes:
        raise SystemExit(f"{what}: exit code {process.returncode}: {said[-500:]}")
    print(
        f"{what}: {wall:.1f} s, {used.ru_utime + used.ru_stime:.1f} s of the processor, {used.ru_maxrss / 1e6:.2f} GB"
    )
    return wall


def stopped(call: list[str], folder: Path) -> None:
    """Breaks a search off after its first blocks and goes on with it."""
    # A shell that runs this in the background has SIGINT ignored, and its children would inherit that.
    listen = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # noqa: E731
    with subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=listen) as process:  # noqa: PLW1509
        while process.poll() is None and not (
            (folder / "search.json").exists() and b'"done": 0' not in (folder / "search.json").read_bytes()
        ):
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        process.wait()
    print(f"stopped with exit code {process.returncode}")
    run("  gone on with", call)


def write_case(folder: Path, loci, families, remains) -> None:
    """Writes the case as the four tables that the command reads."""
    with (folder / "frequencies.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["locus", "allele", "freq"])
        for locus in loci:
            writer.writerows([locus.name, a, f] for a, f in zip(locus.alleles, locus.frequencies.tolist(), strict=True))
    names = [locus.name for locus in loci]
    head = ["sample", "sex", *(f"{name}_{n}" for name in names for n in (1, 2))]
    people = {
        "remains": [(p.sample, p) for p in remains],
        "relatives": [(f"{f.name}:{label}", p) for f in families for label, p in f.profiles.items()],
    }
    for what, profiles in people.items():
        with (folder / f"{what}.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(head)
            for called, profile in profiles:
                shown = [profile.genotypes.get(name, ("", "")) for name in names]
                cells = [cell for two in shown for cell in (two[0], two[-1])]
                writer.writerow([called, profile.sex.value, *cells])
    with (folder / "families.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["family", "id", "father", "mother", "sex", "missing"])
        for family in families:
            for p in family.pedigree.persons:
                parents = [f"{family.name}:{label}" if label else "" for label in (p.father, p.mother)]
                asked = int(p.label in family.missing)
                writer.writerow([family.name, f"{family.name}:{p.label}", *parents, p.sex.value, asked])


if __name__ == "__main__":
    main()

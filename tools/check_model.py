"""Checks the models of offer and outcome with Spin and prints what was found, as a table for the README.

    python3 tools/check_model.py            # everything; minutes on one core
    python3 tools/check_model.py --small    # what a test run checks: seconds
    python3 tools/check_model.py NAME...    # single runs

Each run is a model with its bounds. Without a rule of `offers/outcomes.py` the model must find a violation, and with
all of them none: a run that ends otherwise, or does not end, makes the command fail. Needs `spin` and `gcc`.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

MODELS = Path(__file__).resolve().parents[1] / "docs" / "record-model"
#: What `reached` counts, by number: steps after which this held.
REACHED = {
    1: "a node holds accepted",
    2: "a node holds lapsed",
    3: "an outcome is held and does not count yet",
    4: "two honest nodes hold outcomes",
    5: "two differ, with evidence of a fork",
}


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the checker: a model, its bounds, and the expected result."""

    name: str
    defines: str
    violated: bool = False
    small: bool = False
    reaches: tuple[int, ...] = ()
    model: str = "outcome"


@dataclass(frozen=True, slots=True)
class Found:
    """The result of a run."""

    errors: int
    states: int
    seconds: float
    complete: bool
    reached: dict[int, int]


_NO_WITNESS = "DECIDER=A LEN_W=0"
_WITNESS = "LEN_A=0"
#: An acceptor that lies in two branches, and a witness that lies with it.
_TWO_LIE = f"{_WITNESS} LIAR=B WITNESS_TOO"

RUNS = (
    Run("naive", "", violated=True, small=True, model="naive"),
    # no witness: the offerer decides; the third node only reads
    Run("none-honest", f"{_NO_WITNESS} LEN_A=1 LEN_B=3", small=True, reaches=(1, 2, 3, 4)),
    Run("none-offerer-lies", f"{_NO_WITNESS} LEN_A=2 LEN_B=2 LIAR=A", small=True, reaches=(1, 2, 3, 4, 5)),
    Run("none-offerer-lies-long", f"{_NO_WITNESS} LEN_A=3 LEN_B=1 LIAR=A", reaches=(1, 2, 3, 4, 5)),
    Run("none-acceptor-lies", f"{_NO_WITNESS} LEN_A=1 LEN_B=3 LIAR=B", small=True, reaches=(1, 2, 3, 4)),
    # a witness
    Run("witness-honest", f"{_WITNESS} LEN_B=3", small=True, reaches=(1, 2, 3, 4)),
    Run("witness-lies", f"{_WITNESS} LEN_B=1 LEN_W=2 LIAR=W", small=True, reaches=(1, 2, 3, 4, 5)),
    Run("witness-lies-long", f"{_WITNESS} LEN_B=3 LEN_W=3 LIAR=W FORKS=false", reaches=(1, 2, 3, 4)),
    Run("witness-acceptor-lies", f"{_WITNESS} LEN_B=3 LIAR=B", small=True, reaches=(1, 2, 3, 4)),
    Run("both-lie", f"{_TWO_LIE} LEN_B=2 LEN_W=2", small=True, reaches=(1, 2, 3)),
    Run("both-lie-long", f"{_TWO_LIE} LEN_B=3 LEN_W=2", reaches=(1, 2, 3)),
    # each rule removed
    *(
        Run(f"without-{name}", defines, violated=True, small=True)
        for name, defines in (
            ("holding-back", f"NO_HOLDING_BACK {_WITNESS} LEN_B=1 LIAR=W"),
            ("first-counts", f"LAST_COUNTS {_WITNESS} LEN_B=1 LIAR=W"),
            ("checking", f"NO_CHECK {_WITNESS} LEN_B=1 LIAR=W"),
            ("long-stays", f"STALE_REPLACES {_WITNESS} LEN_B=3"),
            ("never-first", f"NEVER_LATE {_TWO_LIE} LEN_B=2 LEN_W=2"),
        )
    ),
)


def check(run: Run, *, limit: float = 3_600, memory: int = 8_000) -> Found:
    """Returns the result of a run; the model is copied, so that nothing is written beside it."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        shutil.copy(MODELS / f"{run.model}.pml", folder)
        defines = [f"-D{define}" for define in run.defines.split()]
        _call(["spin", "-a", "-o1", "-o2", *defines, f"{run.model}.pml"], folder)
        flags = ["-DSAFETY", "-DNOFAIR", "-DCOLLAPSE", "-DNOREDUCE", f"-DMEMLIM={memory}"]
        _call(["gcc", "-O2", "-w", *flags, "-o", "pan", "pan.c"], folder)
        start = time.monotonic()
        try:
            said = _call(["./pan", "-E", "-m200000", "-w22"], folder, limit)
        except subprocess.TimeoutExpired:
            return Found(0, 0, time.monotonic() - start, complete=False, reached={})
        return _read(said, time.monotonic() - start)


def _call(call: list[str], folder: Path, limit: float = 300) -> str:
    done = subprocess.run(call, cwd=folder, capture_output=True, text=True, timeout=limit, check=False)  # noqa: S603  own calls
    if done.returncode:
        raise SystemExit(f"{' '.join(call)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def _read(said: str, seconds: float) -> Found:
    errors, states = re.search(r"errors: (\d+)", said), re.search(r"(\d+(?:\.\d+)?(?:e\+\d+)?) states, stored", said)
    if not errors or not states:
        raise SystemExit(said[-2000:])
    cut = "max search depth too small" in said or "Search not completed" in said or "memory limit" in said
    reached = {int(number): int(count) for number, count in re.findall(r"^reached (\d+) (\d+)$", said, re.MULTILINE)}
    return Found(int(errors[1]), int(float(states[1])), seconds, complete=not cut, reached=reached)


def fault(run: Run, found: Found) -> str:
    """Returns what is wrong with a result; nothing where it is as expected."""
    if run.violated:
        return "" if found.errors else "no violation was found"
    if found.errors:
        return "VIOLATED"
    if not found.complete:
        return "did not end"
    missed = [str(number) for number in run.reaches if not found.reached.get(number)]
    return f"never reached: {' '.join(missed)}" if missed else ""


def row(run: Run, found: Found) -> str:
    """Returns a line of the table."""
    result = "violation found" if found.errors else "none" if found.complete else "did not end"
    reached = " / ".join(f"{found.reached.get(number, 0):,}" for number in REACHED)
    defines = run.defines.replace("|", "")
    return (
        f"| {run.name} | {f'`{defines}`' if defines else ''} | {result} | {found.states:,} | {found.seconds:.1f} |"
        f" {'' if found.errors else reached} |"
    )


def main(arguments: list[str]) -> int:
    """Runs what was asked for; returns 1 if any result is not as expected."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--small", action="store_true")
    asked = parser.parse_args(arguments)
    missing = [program for program in ("spin", "gcc") if not shutil.which(program)]
    if missing:
        sys.stderr.write(f"missing: {' '.join(missing)}\n")
        return 2
    runs = [run for run in RUNS if (run.name in asked.names if asked.names else run.small or not asked.small)]
    sys.stdout.write("| run | bounds | violation | states | seconds | reached 1 to 5 |\n|---|---|---|---:|---:|---|\n")
    failed = 0
    for run in runs:
        found = check(run)
        sys.stdout.write(f"{row(run, found)}\n")
        sys.stdout.flush()
        if wrong := fault(run, found):
            failed = 1
            sys.stderr.write(f"{run.name}: {wrong}\n")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

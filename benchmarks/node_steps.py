"""What each step of a node costs: every command in a process of its own, with its time and its peak memory.

    python benchmarks/node_steps.py --persons 100000 --seed 7

Two invented parties are made by `exercise`; party A's node reads its lists and party B's sought list, links, answers,
finds categories and writes its pages. Each step is compared, in the same run, with reading the same rows from the
node and doing nothing with them (`list rows`), so that what the database costs can be told from what the step costs.
"""

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from allforall.exercise import FileFormat, default_profile, make_exercise, read_rates, write_list

PASSPHRASES = '"One" = "invented passphrase one"\n"Two" = "invented passphrase two"\n'
STEPS = (
    ("list rows HA1", "list", "rows", "HA1"),
    ("reconcile --within SB1", "reconcile", "--within", "SB1"),
    ("reconcile --within HA1", "reconcile", "--within", "HA1"),
    ("reconcile", "reconcile"),
    ("answers propose", "answers", "propose"),
    ("answers confirm --clear", "answers", "confirm", "--clear"),
    ("eligibility show", "eligibility", "show"),
    ("report", "report", "--to", "pages"),
)


def run(folder: Path, *words: str) -> tuple[float, float, float]:
    """Returns seconds, processor seconds and peak megabytes of one command."""
    command = [sys.executable, "-m", "allforall", "--json", "--passphrases", str(folder / "passphrases.toml"), *words]
    started = time.perf_counter()
    process = os.posix_spawn(
        sys.executable,
        command,
        {**os.environ, "ALLFORALL_OFFICER": "One"},
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, used = os.wait4(process, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in {0, 6}:
        sys.exit(f"{' '.join(words)} ended with {code}")
    return time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def write_lists(folder: Path, profile: str, seed: int, persons: int, as_of: date) -> None:
    for one in make_exercise(seed=seed, persons=persons, rates=read_rates(profile), as_of=as_of).lists:
        (folder / f"{one.name}.csv").write_bytes(write_list(one, FileFormat.CSV_UTF8))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--persons", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rates", default="", help="a profile other than the shipped one")
    given = parser.parse_args()
    profile = Path(given.rates).read_text(encoding="utf-8") if given.rates else default_profile()
    as_of = date(2025, 6, 2)
    print(f"seed {given.seed}, {given.persons} persons sought by each party")
    print(f"{'step':<28}{'seconds':>9}{'cpu s':>9}{'peak MB':>9}{'to list rows':>14}")
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        (folder / "passphrases.toml").write_text(PASSPHRASES)
        (folder / "passphrases.toml").chmod(0o600)
        # In a process of its own: a child's peak memory counts from what its parent held.
        maker = multiprocessing.get_context("spawn").Process(
            target=write_lists, args=(folder, profile, given.seed, given.persons, as_of)
        )
        maker.start()
        maker.join()
        node = str(folder / "node")
        run(folder, "init", node, "--party", "party_a", "--rehearsal")
        run(folder, "--node", node, "officer", "add", "One")
        run(folder, "--node", node, "arrangement", "adopt", "istanbul")
        for party, kind in (("party_a", "sought"), ("party_a", "held"), ("party_b", "sought")):
            file = str(folder / f"{party}_{kind}.csv")
            words = ("list", "import", file, "--kind", kind, "--party", party, "--as-of", as_of.isoformat())
            seconds, cpu, peak = run(folder, "--node", node, *words)
            print(f"{f'list import {party} {kind}':<28}{seconds:>9.1f}{cpu:>9.1f}{peak:>9.0f}")
        base = 0.0
        for name, *words in STEPS:
            words = [str(folder / "pages") if word == "pages" else word for word in words]  # noqa: PLW2901
            seconds, cpu, peak = run(folder, "--node", node, *words)
            base = base or cpu
            print(f"{name:<28}{seconds:>9.1f}{cpu:>9.1f}{peak:>9.0f}{cpu / base:>14.1f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

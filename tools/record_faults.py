"""Campaigns of faults and bad input against the record. Results are kept in docs/record-faults.md.

    python tools/record_faults.py MODE [--count N] [--seed S] [--folder DIR]

    kills    N writers are killed at a random moment, and the log is opened again (1000)
    calls    every system call of the write path fails once, in each way (0: all of them)
    cuts     the last three entries are cut at every byte (0: all of them)
    bits     every bit of a bundle of at most 8 kB is flipped (0: all of them)
    forks    N random forks and replays are compared with what a node holds (10000)
    hostile  N bundles changed inside and signed again by a lying party are given to a node (10000)
    mutants  N changed inputs go to every parser (1000000)

Without N the full campaign runs; tests run small ones. The same seed does the same, except for the
moments of `kills`. Exits with 1 if anything was found, and prints the seed.
"""
# ruff: noqa: T201  it prints what it found

import argparse
import sys
import tempfile
import time
from pathlib import Path

import record_faults_bytes as of_bytes
import record_faults_disk as of_disk
import record_faults_views as of_views

_MODES = {
    "kills": (of_disk.kills, 1_000),
    "calls": (of_disk.calls, 0),
    "cuts": (of_disk.cuts, 0),
    "bits": (of_bytes.bits, 0),
    "forks": (of_views.forks, 10_000),
    "hostile": (of_views.hostile, 10_000),
    "mutants": (of_bytes.mutants, 1_000_000),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mode", choices=[*_MODES])
    parser.add_argument("--count", type=int)
    parser.add_argument("--seed", type=int, default=20261127)
    parser.add_argument("--folder", type=Path, help="where logs are made; else the system's place for such files")
    given = parser.parse_args()
    campaign, full = _MODES[given.mode]
    count = full if given.count is None else given.count
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        met, failures = campaign(count, given.seed, Path(folder))
    print(f"{given.mode}, count {count or 'all'}, seed {given.seed}: {time.perf_counter() - start:.0f} s")
    for what, times in sorted(met.items(), key=lambda item: -item[1]):
        print(f"  {times:>9,} {what}")
    print(f"  {len(failures):>9,} failures")
    for failure in failures[:20]:
        print(f"  {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

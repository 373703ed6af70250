"""How linking grows with the lists: seconds, peak memory and microseconds a row, each size in a process of its own.

    python benchmarks/growth.py [--persons 20000 50000 100000 200000] [--seed 1] [--rates FILE] [--peers]

The exponent is that of the seconds as a power of the rows, by least squares on logarithms: 1 is linear. Peak memory
is that of the whole process, the lists and all links included; the lists alone are shown beside. With `--peers` each
size is also linked by Splink as defined and with seven rules on plain transliteration (`splink_peer`), each in its own
process, one after the other. CPU seconds are those of all threads. The lists are invented.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from linking_20k import best_threshold, make_lists, measures, peak_mb, rates_file

from allforall.reconcile import compare_lists

PEERS = {"splink": "Splink", "plain": "Splink, 7 rules"}


def measure(engine: str, persons: int, seed: int, rates: Path) -> dict[str, Any]:
    """Returns what one run took and found; called in a process of its own."""
    sought, held, truth = make_lists(persons, seed, rates)
    lists_mb = peak_mb()
    if engine == "ours":
        start, busy = time.perf_counter(), time.process_time()
        linking = compare_lists(sought, held)
        seconds, busy = time.perf_counter() - start, time.process_time() - busy
        f1 = measures({(link.pair.left, link.pair.right) for link in linking.links}, truth)[2]
        return {"seconds": seconds, "cpu": busy, "peak": peak_mb(), "lists": lists_mb, "f1": f1}
    import splink_peer
    import splink_plain

    busy = time.process_time()
    found = (splink_peer.run_splink if engine == "splink" else splink_plain.run_plain)(sought, held, truth)
    busy = time.process_time() - busy
    f1 = best_threshold(found.links, truth)[3]
    seconds = found.seconds + found.columns_seconds
    return {"seconds": seconds, "cpu": busy, "peak": peak_mb(), "lists": lists_mb, "f1": f1}


def in_its_own_process(engine: str, persons: int, given: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, __file__, "--one", engine, "--persons", str(persons), "--seed", str(given.seed)]
    run = subprocess.run([*command, "--rates", str(given.rates)], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--persons", type=int, nargs="+", default=[20_000, 50_000, 100_000, 200_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rates", type=Path, default=rates_file())
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--one", choices=["ours", *PEERS], help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.one, given.persons[0], given.seed, given.rates)))
        return
    print(f"seed {given.seed}, rates {given.rates.name}; seconds of Splink with its columns")
    heads = f"{'seconds':>8} {'CPU s':>7} {'us/row':>7} {'peak MB':>8} {'lists MB':>8} {'F1':>6}"
    print(f"{'rows a side':>11}  {'':16} {heads}")
    sizes, seconds, busy = [], [], []
    for persons in given.persons:
        for engine in ("ours", *(PEERS if given.peers else ())):
            found = in_its_own_process(engine, persons, given)
            name = PEERS.get(engine, "allforall")
            print(
                f"{persons:11,}  {name:16} {found['seconds']:8.1f} {found['cpu']:7.1f} "
                f"{found['seconds'] / (2 * persons) * 1e6:7.0f} {found['peak']:8,} {found['lists']:8,} "
                f"{found['f1']:.4f}",
                flush=True,
            )
            if engine == "ours":
                sizes.append(persons)
                seconds.append(found["seconds"])
                busy.append(found["cpu"])
    if len(sizes) > 1:
        power = np.polyfit(np.log(sizes), np.log(seconds), 1)[0]
        power_busy = np.polyfit(np.log(sizes), np.log(busy), 1)[0]
        print(f"allforall grows with the power {power:.2f} of the rows by the clock, {power_busy:.2f} in CPU seconds")


if __name__ == "__main__":
    main()

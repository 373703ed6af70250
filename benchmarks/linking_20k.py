"""Two invented lists linked: one-to-one F1 beside Splink 5 in the same run.

    python benchmarks/linking_20k.py [--persons 20000] [--seed 1] [--rates FILE] [--without-splink]

Splink runs on DuckDB with plain transliteration (anyascii), Jaro-Winkler levels with term frequencies, 17
blocking rules, EM training, its best threshold (chosen on the truth, which favours it) and greedy one-to-one;
it gets the same readings of names, dates, places and units. It needs requirements/bench.txt. The lists are
invented (`allforall.exercise`): figures on them say nothing certain about real lists.
"""

import argparse
import os
import resource
import time
from datetime import date
from pathlib import Path

from allforall.exercise import make_exercise, person_rows, read_rates, row_ids
from allforall.people.persons import Party, PersonRow
from allforall.reconcile import Standing, compare_lists

AS_OF = date(2025, 6, 2)
Links = list[tuple[str, str, float]]


def rates_file() -> Path:
    data = os.environ.get("ALLFORALL_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(data) / "linkage" / "rates.toml"


def make_lists(persons: int, seed: int, rates: Path) -> tuple[list[PersonRow], list[PersonRow], set[tuple[str, str]]]:
    """Returns a sought list, the held list, and which rows are of one person, by key."""
    exercise = make_exercise(
        seed=seed, persons=persons, rates=read_rates(rates.read_text(encoding="utf-8")), as_of=AS_OF
    )
    party = Party.PARTY_A
    sought = list(person_rows(exercise.sought[party], list_key="s"))
    held = list(person_rows(exercise.held[party.other], list_key="h"))
    sought_key = {row_id: key for key, row_id in row_ids(sought).items()}
    held_key = {row_id: key for key, row_id in row_ids(held).items()}
    truth = {
        (sought_key[a.row_id], held_key[b.row_id])
        for line in exercise.truth
        if line.party is party
        for a in line.sought
        for b in line.held
        if a.row_id in sought_key and b.row_id in held_key
    }
    return sought, held, truth


def measures(links: set[tuple[str, str]], truth: set[tuple[str, str]]) -> tuple[float, float, float]:
    right = len(links & truth)
    precision, recall = right / max(len(links), 1), right / max(len(truth), 1)
    return precision, recall, 2 * right / max(len(links) + len(truth), 1)


def best_threshold(scored: Links, truth: set[tuple[str, str]]) -> tuple[float, float, float, float]:
    """The best F1 over all thresholds: (threshold, precision, recall, F1)."""
    best = (0.0, 0.0, 0.0, 0.0)
    right = 0
    for number, (left, held, bits) in enumerate(sorted(scored, key=lambda link: -link[2]), 1):
        right += (left, held) in truth
        f1 = 2 * right / (number + len(truth))
        if f1 > best[3]:
            best = (bits, right / number, right / len(truth), f1)
    return best


def peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def run_ours(sought: list[PersonRow], held: list[PersonRow], truth: set[tuple[str, str]]) -> tuple[float, float]:
    before, start = peak_mb(), time.perf_counter()
    linking = compare_lists(sought, held)
    seconds = time.perf_counter() - start
    links = {(link.pair.left, link.pair.right) for link in linking.links}
    clear = {(link.pair.left, link.pair.right) for link in linking.links if link.standing is Standing.CLEAR}
    precision, recall, f1 = measures(links, truth)
    print(f"allforall   F1 {f1:.4f}  precision {precision:.4f}  recall {recall:.4f}  {seconds:.1f} s")
    print(f"            peak memory {peak_mb()} MB (with the lists alone {before} MB)")
    scored = [(link.pair.left, link.pair.right, link.pair.bits) for link in linking.links]
    bits, *_, best = best_threshold(scored, truth)
    print(f"            best F1 {best:.4f}, at {bits:.1f} bits; links are proposed from 0 bits")
    shown = {(pair.left, pair.right) for pair in linking.candidates}
    print(f"            candidates shown {len(shown)}, of the true pairs {len(shown & truth) / len(truth):.4f}")
    print(
        f"            clear {len(clear)} of {len(links)} links, precision {measures(clear, truth)[0]:.5f}; "
        f"the others go to a person"
    )
    return f1, seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--persons", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rates", type=Path, default=rates_file())
    parser.add_argument("--without-splink", action="store_true")
    given = parser.parse_args()
    sought, held, truth = make_lists(given.persons, given.seed, given.rates)
    print(f"{len(sought)} x {len(held)} rows, {len(truth)} true pairs, seed {given.seed}, rates {given.rates.name}")
    f1, seconds = run_ours(sought, held, truth)
    if given.without_splink:
        return
    from splink_peer import run_splink

    start = time.perf_counter()
    scored = run_splink(sought, held)
    spent = time.perf_counter() - start
    bits, precision, recall, best = best_threshold(scored, truth)
    print(f"Splink      F1 {best:.4f}  precision {precision:.4f}  recall {recall:.4f}  {spent:.1f} s")
    print(f"            at its best threshold, {bits:.1f} bits")
    print(f"difference  F1 {f1 - best:+.4f}; time {seconds / spent:.2f} of Splink's")


if __name__ == "__main__":
    main()

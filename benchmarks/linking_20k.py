"""Two invented lists linked: one-to-one F1, recall, candidates and time beside Splink 5 in the same run.

    python benchmarks/linking_20k.py [--persons 20000] [--seed 1 [2 ...]] [--rates FILE] [--worse 2] [--errors 50]
                                     [--without-splink] [--without-plain] [--choose-rules]

Two peers (`splink_peer`): Splink given this project's folded columns, name groups, a level for swapped parts and 20
blocking rules; and Splink on plain transliteration with seven rules, whose speed is the goal. Both are given their
best threshold, chosen on the truth. `--worse 2` doubles the rates of all defects; `--errors 50` prints the worst
errors. Peers need requirements/bench.txt. The lists are invented (`allforall.exercise`): figures on them say nothing
certain about real lists. Seconds are wall time; run it alone.
"""

import argparse
import os
import resource
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from allforall.exercise import make_exercise, person_rows, read_rates, row_ids
from allforall.exercise.rates import DATE_DEFECTS, SWAPPABLE_DAYS, ListRates, Rates
from allforall.people.fields import Field
from allforall.people.persons import Party, PersonRow
from allforall.reconcile import Linking, Standing, compare_lists

AS_OF = date(2025, 6, 2)
Links = list[tuple[str, str, float]]
Truth = set[tuple[str, str]]

#: What `--worse` makes more frequent; what a list states at all (numbers, ranks) and its scripts stay as they are.
DEFECTS = (
    "typo",
    "no_patronymic",
    "diminutive",
    "surname_and_given_swapped",
    "lookalike_letters",
    "wrong_keyboard",
    "ocr_slip",
    "initials",
    "stray_spaces",
    "hidden_characters",
    "father_name_only",
    "former_surname",
    "no_place",
    "old_place",
    "no_unit",
    "service_number_slip",
    "rank_off_by_one",
    "incomplete",
    *DATE_DEFECTS,
)
#: No rate is made higher than this.
HIGHEST = 0.9


def rates_file() -> Path:
    data = os.environ.get("ALLFORALL_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(data) / "linkage" / "rates.toml"


def _worse(rates: ListRates, factor: float) -> ListRates:
    made = {
        name: min(rate * factor, max(HIGHEST, rate)) if name in DEFECTS else rate for name, rate in rates.rates.items()
    }
    made["day_month_swapped"] = min(made["day_month_swapped"], 0.3)
    dates = sum(made[name] / (SWAPPABLE_DAYS if name == "day_month_swapped" else 1) for name in DATE_DEFECTS)
    if dates > HIGHEST:
        made |= {name: made[name] * HIGHEST / dates for name in DATE_DEFECTS}
    return replace(rates, rates=made)


def worse(rates: Rates, factor: float) -> Rates:
    """Returns a profile whose defects are so many times as frequent, none above `HIGHEST`."""
    return replace(rates, sought=_worse(rates.sought, factor), held=_worse(rates.held, factor))


def make_lists(
    persons: int, seed: int, rates: Path, factor: float = 1.0
) -> tuple[list[PersonRow], list[PersonRow], Truth]:
    """Returns a sought list, the held list, and which rows are of one person, by key."""
    profile = worse(read_rates(rates.read_text(encoding="utf-8")), factor)
    exercise = make_exercise(seed=seed, persons=persons, rates=profile, as_of=AS_OF)
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


def measures(links: set[tuple[str, str]], truth: Truth) -> tuple[float, float, float]:
    right = len(links & truth)
    precision, recall = right / max(len(links), 1), right / max(len(truth), 1)
    return precision, recall, 2 * right / max(len(links) + len(truth), 1)


def best_threshold(scored: Links, truth: Truth) -> tuple[float, float, float, float]:
    """The best F1 over all thresholds: (threshold, precision, recall, F1)."""
    best = (0.0, 0.0, 0.0, 0.0)
    right = 0
    for number, (left, held, bits) in enumerate(sorted(scored, key=lambda link: -link[2]), 1):
        right += (left, held) in truth
        f1 = 2 * right / (number + len(truth))
        if f1 > best[3]:
            best = (bits, right / number, right / len(truth), f1)
    return best


def recall_at(scored: Links, truth: Truth, precision: float) -> float:
    """The greatest share of the true pairs among the best links, as long as so many of these are right."""
    best, right = 0.0, 0
    for number, (left, held, _) in enumerate(sorted(scored, key=lambda link: -link[2]), 1):
        right += (left, held) in truth
        if right >= precision * number:
            best = right / max(len(truth), 1)
    return best


def peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def run_ours(sought: list[PersonRow], held: list[PersonRow], truth: Truth) -> tuple[float, float, Linking]:
    before, start, busy = peak_mb(), time.perf_counter(), time.process_time()
    linking = compare_lists(sought, held)
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    links = {(link.pair.left, link.pair.right) for link in linking.links}
    clear = {(link.pair.left, link.pair.right) for link in linking.links if link.standing is Standing.CLEAR}
    precision, recall, f1 = measures(links, truth)
    print(
        f"allforall   F1 {f1:.4f}  precision {precision:.4f}  recall {recall:.4f}  {seconds:.1f} s ({busy:.1f} s CPU)"
    )
    print(f"            peak memory {peak_mb()} MB (with the lists alone {before} MB)")
    scored = [(link.pair.left, link.pair.right, link.pair.bits) for link in linking.links]
    bits, *_, best = best_threshold(scored, truth)
    print(f"            best F1 {best:.4f}, at {bits:.1f} bits; links are proposed from 0 bits")
    print(f"            recall at precision .99: {recall_at(scored, truth, 0.99):.4f}")
    shown = {(pair.left, pair.right) for pair in linking.candidates}
    print(f"            candidates shown {len(shown)}, of the true pairs {len(shown & truth) / max(len(truth), 1):.4f}")
    print(
        f"            clear {len(clear)} of {len(links)} links, precision {measures(clear, truth)[0]:.5f}; "
        f"the others go to a person"
    )
    return f1, seconds, linking


_SHOWN = (
    Field.SURNAME,
    Field.GIVEN_NAME,
    Field.PATRONYMIC,
    Field.FATHER_NAME,
    Field.BIRTH_DATE,
    Field.BIRTH_PLACE,
    Field.UNIT,
)


def print_errors(sought: list[PersonRow], held: list[PersonRow], truth: Truth, linking: Linking, count: int) -> None:
    """Prints the worst errors: the wrong links of most bits, then true pairs not linked, those of most bits first."""
    rows = {row.key: row for row in [*sought, *held]}
    bits = {(pair.left, pair.right): pair.bits for pair in linking.candidates}
    links = {(link.pair.left, link.pair.right): link for link in linking.links}
    wrong = sorted((pair for pair in links if pair not in truth), key=lambda pair: -bits[pair])
    lost = sorted((pair for pair in truth if pair not in links), key=lambda pair: (-bits.get(pair, -99.0), pair))
    half = max(count // 2, count - len(lost))
    print(f"{len(wrong)} wrong links and {len(lost)} true pairs that are not linked; the worst {count}:")
    for what, pairs in (("wrong", wrong[:half]), ("lost", lost[: count - min(half, len(wrong))])):
        for pair in pairs:
            known = f"{bits[pair]:6.1f}" if pair in bits else "     -"
            print(f"{what:5} {known} bits")
            for key in pair:
                print("      " + " | ".join(rows[key].value(field) for field in _SHOWN))


def compare(given: argparse.Namespace, seed: int) -> None:
    sought, held, truth = make_lists(given.persons, seed, given.rates, given.worse)
    print(
        f"{len(sought)} x {len(held)} rows, {len(truth)} true pairs, seed {seed}, rates {given.rates.name}, "
        f"times {given.worse:g}",
        flush=True,
    )
    f1, seconds, linking = run_ours(sought, held, truth)
    if given.errors:
        print_errors(sought, held, truth, linking, given.errors)
    peers = ([] if given.without_splink else ["splink"]) + ([] if given.without_plain else ["plain"])
    if given.without_splink and given.without_plain:
        return
    import splink_peer
    import splink_plain

    engines = {"splink": splink_peer.run_splink, "plain": splink_plain.run_plain}
    for peer in peers:
        found = engines[peer](sought, held, truth)
        bits, precision, recall, best = best_threshold(found.links, truth)
        name = "Splink     " if peer == "splink" else "Splink, 7  "
        print(f"{name} F1 {best:.4f}  precision {precision:.4f}  recall {recall:.4f}  {found.seconds:.1f} s", end="")
        print(f" and {found.columns_seconds:.1f} s for its columns")
        print(f"            at its best threshold, {bits:.1f} bits; recall at precision .99: ", end="")
        print(f"{recall_at(found.links, truth, 0.99):.4f}")
        print(f"            candidates {found.candidates}, of the true pairs {found.true_candidates / len(truth):.4f}")
        print(f"difference  F1 {f1 - best:+.4f}; time {seconds / found.seconds:.2f} of its own", end="")
        print(f", {seconds / (found.seconds + found.columns_seconds):.2f} of it with its columns", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--persons", type=int, default=20_000)
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--rates", type=Path, default=rates_file())
    parser.add_argument("--worse", type=float, default=1.0, help="how many times as frequent every defect is")
    parser.add_argument("--errors", type=int, default=0, help="how many of the worst errors to print")
    parser.add_argument("--without-splink", action="store_true")
    parser.add_argument("--without-plain", action="store_true")
    parser.add_argument("--choose-rules", action="store_true", help="choose the peer's blocking rules, on seed + 1000")
    given = parser.parse_args()
    if given.choose_rules:
        from splink_peer import choose_rules

        choose_rules(*make_lists(given.persons, given.seed[0] + 1000, given.rates, given.worse))
        return
    for seed in given.seed:
        compare(given, seed)


if __name__ == "__main__":
    main()

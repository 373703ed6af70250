"""Lists of another make than the exercise linked: F1, recall, candidates, clear links, calibration, beside Splink.

    python benchmarks/other_lists.py [--sizes 2000x2000 500x20000] [--overlap .05 .3 .9] [--worse 1 2] [--seed 501 502]
                                     [--latin .45] [--slavic .6] [--groups FILE] [--without-splink] [--errors 12]

Names come from the Wikidata groups (`other_make`): a Cyrillic form on one list and any form of the same group on the
other, so that many are in no rule and in no table; errors, places, patronymics and dates are of another make as well.
Whoever changes the linking looks here whether it was tuned to the exercise. Splink is the peer of `linking_20k.py`, at
its best threshold on the truth; without requirements/bench.txt it is left out. --errors prints true pairs missed.
"""

import argparse
import time
from dataclasses import dataclass, replace
from importlib.util import find_spec
from itertools import product
from pathlib import Path

from calibration_error import by_bits, chances, odds, ours
from linking_20k import Links, best_threshold, measures, recall_at
from other_make import Groups, OtherLists, OtherRates, groups_file, make_other_lists, read_groups
from reliability import calibration_error

from allforall.reconcile import Standing, compare_lists


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one pair of lists was linked; `clear_wrong` of `clear` links that need no look are of two persons."""

    f1: float
    precision: float
    recall: float
    recall_at_99: float
    candidates_recall: float
    clear: int
    clear_wrong: int
    error: float
    error_of_bits: float
    seconds: float
    missed: tuple[str, ...]


def outcome(lists: OtherLists) -> Outcome:
    """Returns how well these lists are linked."""
    start = time.perf_counter()
    linking = compare_lists(lists.sought, lists.held)
    seconds = time.perf_counter() - start
    links = [(link.pair.left, link.pair.right, link.pair.bits) for link in linking.links]
    found = {(left, right) for left, right, _ in links}
    # A person on one list twice has one partner: the links can find no more pairs than persons.
    truth = lists.truth
    precision, recall, f1 = measures(found, one_each(truth, found))
    clear = {(link.pair.left, link.pair.right) for link in linking.links if link.standing is Standing.CLEAR}
    shown = {(pair.left, pair.right) for pair in linking.candidates}
    written = {row.key: " ".join(filter(None, row.cells[1:])) for row in (*lists.sought, *lists.held)}
    missed = sorted(one_each(truth, found) - found)
    return Outcome(
        f1,
        precision,
        recall,
        recall_at(links, one_each(truth, found), 0.99),
        len(shown & truth) / max(len(truth), 1),
        len(clear),
        len(clear - truth),
        calibration_error(*chances(ours(linking), truth)),
        calibration_error(*chances(by_bits(linking), truth)),
        seconds,
        tuple(f"{'' if pair in shown else 'NOT SHOWN '}{written[pair[0]]}  ///  {written[pair[1]]}" for pair in missed),
    )


def one_each(truth: set[tuple[str, str]], found: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Returns one true pair of every person, one that was found where there is one."""
    left_of: dict[str, str] = {}
    person: dict[str, str] = {}
    for left, right in sorted(truth):
        person[right] = person[left] = left_of.setdefault(right, person.get(left, left))
    kept: dict[str, tuple[str, str]] = {}
    for pair in sorted(truth, key=lambda pair: (pair not in found, pair)):
        kept.setdefault(person[pair[0]], pair)
    return set(kept.values()) | (truth & found)


def peer(lists: OtherLists) -> None:
    """Prints what Splink finds in the same lists."""
    import splink_peer

    try:
        found = splink_peer.run_splink(lists.sought, lists.held, lists.truth)
    except ValueError as fault:  # its training stops where a level is never met between true pairs
        print(f"  Splink     could not be trained on these lists: {str(fault)[:60]}")
        return
    links = {(left, right) for left, right, _ in found.links}
    truth = one_each(lists.truth, links)
    bits, precision, recall, f1 = best_threshold(found.links, truth)
    pairs: Links = found.pairs
    error = calibration_error(*chances([(a, b, odds(weight)) for a, b, weight in pairs], lists.truth))
    print(
        f"  Splink     F1 {f1:.4f} at its best threshold ({bits:.1f} bits)  precision {precision:.4f}  recall "
        f"{recall:.4f}  at precision .99 {recall_at(found.links, truth, 0.99):.4f}  candidates "
        f"{found.true_candidates / max(len(lists.truth), 1):.4f}  calibration {error:.4f}  {found.seconds:.1f} s"
    )


def sizes_of(text: str) -> tuple[int, int]:
    """Returns the two numbers of a text such as 500x20000."""
    sought, _, held = text.partition("x")
    return int(sought), int(held or sought)


def run(groups: Groups, given: argparse.Namespace, sizes: tuple[int, int], overlap: float, seed: int) -> list[Outcome]:
    """Prints what was found at every factor; returns it."""
    outcomes = []
    for factor in given.worse:
        rates = replace(OtherRates(), overlap=overlap, latin=(0.0, given.latin), slavic=given.slavic).times(factor)
        lists = make_other_lists(groups, seed=seed, sizes=sizes, rates=rates)
        print(
            f"{len(lists.sought)} x {len(lists.held)} rows, {len(lists.truth)} true pairs, overlap {overlap:g}, ",
            end="",
        )
        print(f"errors x {factor:g}, seed {seed}")
        made = outcome(lists)
        outcomes.append(made)
        print(f"  allforall  F1 {made.f1:.4f}  precision {made.precision:.4f}  recall {made.recall:.4f}  ", end="")
        print(f"at precision .99 {made.recall_at_99:.4f}  candidates {made.candidates_recall:.4f}  ", end="")
        print(f"calibration {made.error:.4f} (bits alone {made.error_of_bits:.4f})  {made.seconds:.1f} s")
        print(f"             clear {made.clear}, wrong {made.clear_wrong}", flush=True)
        if not given.without_splink and find_spec("splink") is not None:
            peer(lists)
        for text in made.missed[: given.errors]:
            print(f"    {text}")
    return outcomes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", default=["2000x2000", "500x5000"], type=sizes_of)
    parser.add_argument("--overlap", type=float, nargs="+", default=[0.05, 0.5, 0.9])
    parser.add_argument("--worse", type=float, nargs="+", default=[1.0, 2.0])
    parser.add_argument("--seed", type=int, nargs="+", default=[501])
    parser.add_argument("--latin", type=float, default=0.45, help="share of the held rows in Latin letters")
    parser.add_argument("--slavic", type=float, default=0.6, help="share of surnames with a Slavic ending")
    parser.add_argument("--groups", type=Path, default=groups_file())
    parser.add_argument("--without-splink", action="store_true")
    parser.add_argument("--errors", type=int, default=0)
    given = parser.parse_args()
    groups = read_groups(given.groups)
    print(f"{len(groups.given)} groups of given names, {len(groups.surnames)} of surnames, from {given.groups.name}")
    made = [
        one
        for sizes, overlap, seed in product(given.sizes, given.overlap, given.seed)
        for one in run(groups, given, sizes, overlap, seed)
    ]
    clear, wrong = sum(one.clear for one in made), sum(one.clear_wrong for one in made)
    print(
        f"all: mean F1 {sum(one.f1 for one in made) / len(made):.4f}, mean calibration error "
        f"{sum(one.error for one in made) / len(made):.4f}, worst {max(one.error for one in made):.4f}; clear {clear}, "
        f"wrong {wrong}"
    )


if __name__ == "__main__":
    main()

"""How well the probabilities of pairs agree with the truth, beside the odds of the bits and Splink's own probability.

    python benchmarks/calibration_error.py [--persons 5000] [--seed 901 902 903] [--rates FILE ...] [--worse 1 2]
                                           [--bins 20] [--table] [--without-splink]

For every profile, factor and seed: the expected calibration error over candidates above p = .01 in bins of equal
counts, the Brier score of the same pairs, and with --table what was said and what was true bin by bin. `bits alone`
takes the bits for log odds, 2^bits to 1. Splink is the peer of `linking_20k.py` with its own match probability, on the
pairs that it predicts above -12 bits; without requirements/bench.txt it is left out. The calibration was learnt by
`calibrate.py` on other seeds and other rates.
"""

import argparse
from importlib.util import find_spec
from itertools import product
from pathlib import Path

import numpy as np
from linking_20k import Links, Truth, make_lists, rates_file
from reliability import BINS, LEAST, brier, calibration_error, reliability

from allforall.people.persons import PersonRow
from allforall.reconcile import Linking, compare_lists


def chances(pairs: Links, truth: Truth) -> tuple[np.ndarray, np.ndarray]:
    """Returns the probabilities of pairs, and which of them are true."""
    return (
        np.array([chance for _, _, chance in pairs], dtype=np.float64),
        np.array([(left, right) in truth for left, right, _ in pairs], dtype=np.bool_),
    )


def odds(bits: float) -> float:
    """Returns the probability that log2 odds say."""
    return 1.0 / (1.0 + 2.0 ** -max(min(bits, 60.0), -60.0))


def ours(linking: Linking) -> Links:
    """Returns every pair shown with its calibrated probability."""
    return [(pair.left, pair.right, pair.probability) for pair in linking.candidates]


def by_bits(linking: Linking) -> Links:
    """Returns every pair shown with the odds that its bits alone would say."""
    return [(pair.left, pair.right, odds(pair.bits)) for pair in linking.candidates]


def splink_pairs(sought: list[PersonRow], held: list[PersonRow], truth: Truth) -> Links | None:
    """Returns the peer's pairs with its match probability, None where it is not installed."""
    if find_spec("splink") is None:
        return None
    import splink_peer

    try:
        found = splink_peer.run_splink(sought, held, truth)
    except ValueError as fault:  # its training stops where a level is never met between true pairs
        print(f"  Splink       could not be trained on these lists: {str(fault)[:60]}")
        return None
    return [(left, right, odds(bits)) for left, right, bits in found.pairs]


def say(name: str, pairs: Links, truth: Truth, *, bins: int, table: bool) -> float:
    """Prints a line, and the table where it is asked for; returns the error."""
    chance, true = chances(pairs, truth)
    error = calibration_error(chance, true, bins=bins)
    several = ", ".join(f"{calibration_error(chance, true, bins=count):.4f} in {count}" for count in (10, 50))
    print(
        f"  {name:<12} error {error:.4f} in {bins} bins ({several})  Brier {brier(chance, true):.4f}  "
        f"{np.count_nonzero(chance > LEAST)} pairs"
    )
    if table:
        for part in reliability(chance, true, bins=bins):
            print(f"      {part.pairs:6d} pairs: said {part.said:.4f}, true {part.true:.4f}")
    return error


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--persons", type=int, default=5_000)
    parser.add_argument("--seed", type=int, nargs="+", default=[901, 902, 903])
    parser.add_argument("--rates", type=Path, nargs="+", default=[rates_file()])
    parser.add_argument("--worse", type=float, nargs="+", default=[1.0, 2.0])
    parser.add_argument("--bins", type=int, default=BINS)
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--without-splink", action="store_true")
    given = parser.parse_args()
    errors = []
    for rates, factor, seed in product(given.rates, given.worse, given.seed):
        sought, held, truth = make_lists(given.persons, seed, rates, factor)
        print(f"{rates.name} x {factor:g}, seed {seed}: {len(sought)} x {len(held)} rows, {len(truth)} true pairs")
        linking = compare_lists(sought, held)
        errors.append(say("allforall", ours(linking), truth, bins=given.bins, table=given.table))
        say("bits alone", by_bits(linking), truth, bins=given.bins, table=given.table)
        if not given.without_splink and (peer := splink_pairs(sought, held, truth)) is not None:
            say("Splink", peer, truth, bins=given.bins, table=given.table)
    print(f"allforall: mean error {np.mean(errors):.4f}, worst {max(errors):.4f}, of {len(errors)} pairs of lists")


if __name__ == "__main__":
    main()

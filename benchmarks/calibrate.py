"""Learns the calibration of `allforall.reconcile.calibration` and writes its `calibration.toml`.

    python benchmarks/calibrate.py [--runs 60] [--other-runs 48] [--groups FILE] [--seed 7] [--out FILE] [--pairs FILE]

Every run is a pair of invented lists with rates, sizes and overlap of its own: most from `allforall.exercise` at
rates drawn at random (`drawn_rates`), some of another make (`other_make`, if the groups are in place). A logistic
model is fitted on all their pairs; runs count by the root of their pairs, so that no long list rules. A tenth of the
runs is kept apart and the error on it printed. The same arguments and code give the same file.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from drawn_rates import draw_rates
from linking_20k import AS_OF
from other_make import OtherRates, groups_file, make_other_lists, read_groups
from reliability import calibration_error
from scipy.optimize import minimize

from allforall.errors import InputError
from allforall.exercise import Exercise, make_exercise, person_rows, read_rates, row_ids
from allforall.people.persons import Party, PersonRow
from allforall.reconcile.calibration import TERMS, Calibration, bit_parts, probabilities, terms
from allforall.reconcile.prepared import prepare
from allforall.reconcile.run import Run, no_progress

KNOTS = (-10.0, -6.0, -3.0, 0.0, 3.0, 6.0, 10.0, 16.0, 24.0)
#: Lists have up to so many rows, so that learning takes minutes; every twentieth has more.
LARGEST, LARGE = 3_000, 10_000
FOLDER = Path(__file__).resolve().parents[1] / "src" / "allforall" / "reconcile"
Links = set[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Learnt:
    """The pairs of one run: what the model is given, and which are true."""

    name: str
    apart: bool  # kept for the test
    sizes: tuple[int, int | None]
    left: np.ndarray
    right: np.ndarray
    bits: np.ndarray
    filled: np.ndarray
    relatives: np.ndarray
    namesakes: np.ndarray
    true: np.ndarray

    def known(self) -> dict[str, Any]:
        """Returns what else the model is given."""
        return {"sizes": self.sizes, "filled": self.filled, "relatives": self.relatives, "namesakes": self.namesakes}

    def terms(self) -> np.ndarray:
        """Returns bits and terms, a column each."""
        others = terms(self.left, self.right, self.bits, **self.known())
        return np.concatenate([bit_parts(self.bits, KNOTS), others], axis=1)


def pairs_of(name: str, sought: list[PersonRow], held: list[PersonRow] | None, truth: Links, *, apart: bool) -> Learnt:
    """Returns the pairs that a run scores, with the truth; within one list where `held` is None."""
    one, two = prepare(sought), None if held is None else prepare(held)
    if two is not None and len(two) < len(one):  # as compare_lists does
        one, two = two, one
    work = Run(one, two, np.zeros(0, dtype=np.int64), no_progress)
    either = truth | {(b, a) for a, b in truth}
    keys = one.keys if two is None else one.keys + two.keys
    scored = work.scored
    true = [(keys[a], keys[b]) in either for a, b in zip(scored.left.tolist(), scored.right.tolist(), strict=True)]
    return Learnt(
        name,
        apart,
        (len(one), None if held is None else len(two)),
        scored.left,
        scored.right,
        work.bits,
        (scored.levels > 0).sum(axis=1),
        work.relations.relatives,
        work.relations.namesake,
        np.array(true, dtype=np.bool_),
    )


def exercise_lists(made: Exercise) -> Iterator[tuple[list[PersonRow], list[PersonRow], Links, Links]]:
    """Yields sought rows, held rows, which of them are one person, and which sought rows are."""
    for party in Party:
        sought = list(person_rows(made.sought[party], list_key="s"))
        held = list(person_rows(made.held[party.other], list_key="h"))
        s_key = {row_id: key for key, row_id in row_ids(sought).items()}
        h_key = {row_id: key for key, row_id in row_ids(held).items()}
        between: Links = set()
        within: Links = set()
        for line in made.truth:
            if line.party is not party:
                continue
            ours = [s_key[row.row_id] for row in line.sought if row.row_id in s_key]
            theirs = [h_key[row.row_id] for row in line.held if row.row_id in h_key]
            between |= {(a, b) for a in ours for b in theirs}
            within |= {(a, b) for a in ours for b in ours if a < b}
        yield sought, held, between, within


def drawn_exercises(runs: int, seed: int) -> Iterator[tuple[str, bool, Exercise]]:
    """Yields exercises of many sizes at rates drawn at random; a draw that cannot be is drawn anew."""
    for number in range(runs):
        rng = np.random.default_rng([seed, number])
        persons = int(np.exp(rng.uniform(np.log(150), np.log(LARGEST)))) if number % 20 else LARGE
        while True:
            try:
                rates = read_rates(draw_rates(rng))
                made = make_exercise(seed=100_000 * seed + number, persons=persons, rates=rates, as_of=AS_OF)
            except InputError:
                continue
            yield f"drawn {number}", number % 10 == 9, made
            break


def drawn_others(
    groups: Path, runs: int, seed: int
) -> Iterator[tuple[str, bool, list[PersonRow], list[PersonRow], Links]]:
    """Yields pairs of lists of another make, as many as asked for."""
    known = read_groups(groups)
    for number in range(runs):
        rng = np.random.default_rng([seed, number, 2])
        sizes = [int(np.exp(rng.uniform(np.log(200), np.log(LARGEST)))) for _ in range(2)]
        doubled = (rng.uniform(0, 0.15), rng.uniform(0, 0.05)) if rng.random() < 0.5 else (0.0, 0.0)
        rates = OtherRates(
            overlap=float(rng.uniform(0.05, 0.9)),
            doubled=doubled,
            related=float(rng.uniform(0, 0.1)),
            latin=(0.0, float(rng.uniform(0, 1))),
            unit=(float(rng.uniform(0, 1)), float(rng.uniform(0, 1))),
            number=(float(rng.uniform(0, 0.6)), float(rng.uniform(0, 0.6))),
        ).times(float(rng.uniform(0.3, 2.0)))
        made = make_other_lists(known, seed=1000 * seed + number, sizes=(sizes[0], sizes[1]), rates=rates)
        yield f"other {number}", number % 10 == 9, made.sought, made.held, made.truth


def fit(runs: list[Learnt], learnt_on: str) -> Calibration:
    """Returns the model of least cross entropy on these runs; slopes are kept from falling."""
    inputs = np.concatenate([run.terms() for run in runs])
    true = np.concatenate([run.true for run in runs]).astype(np.float64)
    weight = np.concatenate([np.full(len(run.true), 1 / np.sqrt(max(len(run.true), 1))) for run in runs])
    weight /= weight.sum()
    scale = np.abs(inputs).mean(axis=0) + 1e-6
    scaled = inputs / scale
    lowest = {len(KNOTS) + 1 + TERMS.index(term): 0.0 for term in ("behind", "ahead")}
    lowest |= dict.fromkeys(range(len(KNOTS) + 1), 0.005)  # a little, so that more bits are always more probable
    bounds = [(lowest[i] * scale[i], None) if i in lowest else (None, None) for i in range(len(scale))]
    shrunk = np.full(len(scale), 1e-5)
    shrunk[len(KNOTS) + 1] = 0.0

    def loss(at: np.ndarray) -> tuple[float, np.ndarray]:
        z = scaled @ at
        chance = 1 / (1 + np.exp(-np.clip(z, -60, 60)))
        value = float((weight * (np.logaddexp(0, z) - true * z)).sum() + (shrunk * at**2).sum())
        return value, scaled.T @ (weight * (chance - true)) + 2 * shrunk * at

    found = minimize(loss, np.zeros(len(scale)), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 2000})
    numbers = [float(f"{value:.6g}") for value in found.x / scale]
    numbers[: len(KNOTS) + 1] = [max(value, 0.005) for value in numbers[: len(KNOTS) + 1]]
    slopes, weights = tuple(numbers[: len(KNOTS) + 1]), tuple(numbers[len(KNOTS) + 1 :])
    open_ended = Calibration(KNOTS, slopes, weights, 1e-9, 1 - 1e-9, learnt_on)
    return Calibration(KNOTS, slopes, weights, *_caps(open_ended, runs), learnt_on)


def _caps(model: Calibration, runs: list[Learnt]) -> tuple[float, float]:
    """The lowest and highest probability that the numbers of pairs bear out: the rule of three, and what did fail.

    Of the pairs that the model is surest of, most are right: with `wrong` of `n` beyond 0.999 (below 0.001), no more
    is claimed than 1 - (wrong + 3) / n.
    """
    chance = np.concatenate([given(model, run) for run in runs])
    true = np.concatenate([run.true for run in runs])
    high, low = chance > 0.9999, chance < 0.0001
    wrong_high, wrong_low = np.count_nonzero(high & ~true), np.count_nonzero(low & true)
    highest = 1 - (wrong_high + 3) / max(np.count_nonzero(high), 300)
    lowest = (wrong_low + 3) / max(np.count_nonzero(low), 300)
    return min(float(f"{lowest:.2g}"), 0.009), float(f"{highest:.6f}")


def given(model: Calibration, run: Learnt) -> np.ndarray:
    """Returns the probabilities of a run's pairs under a model."""
    return probabilities(run.left, run.right, run.bits, **run.known(), calibration=model)


def report(name: str, model: Calibration, runs: list[Learnt]) -> None:
    chance = np.concatenate([given(model, run) for run in runs])
    true = np.concatenate([run.true for run in runs])
    each = [calibration_error(given(model, run), run.true) for run in runs if np.count_nonzero(run.true) >= 500]
    print(
        f"  {name}: {len(runs)} runs, {len(true)} pairs, error of all {calibration_error(chance, true):.4f}; "
        f"of each run with 500 true pairs: mean {np.mean(each) if each else 0:.4f}, worst {max(each, default=0):.4f}"
    )


def written(name: str, model: Calibration) -> str:
    lines = [
        f"[{name}]",
        f'learnt_on = "{model.learnt_on}"',
        f"lowest = {model.lowest!r}",
        f"highest = {model.highest!r}",
        f"knots = {list(model.knots)!r}",
        f"slopes = {list(model.slopes)!r}",
        f"[{name}.weights]",
        *(f"{term} = {weight!r}" for term, weight in zip(TERMS, model.weights, strict=True)),
    ]
    return "\n".join(lines) + "\n"


_HEAD = """\
# Learnt by benchmarks/calibrate.py; do not edit by hand. What the numbers mean stands in calibration.py, what they were
# tested on in docs/calibration.md. All lists were invented: on real lists the probabilities are an estimate, no more.
"""


def collect(options: argparse.Namespace) -> tuple[list[Learnt], list[Learnt]]:
    """Returns the pairs between two lists and those within one list, run by run."""
    between: list[Learnt] = []
    within: list[Learnt] = []
    for name, apart, made in drawn_exercises(options.runs, options.seed):
        for sought, held, links, doubles in exercise_lists(made):
            between.append(pairs_of(name, sought, held, links, apart=apart))
            if doubles:  # a list without them teaches what is no duplicate, and there are enough of these pairs
                within.append(pairs_of(name, sought, None, doubles, apart=apart))
    if options.groups.is_file():
        for name, apart, sought, held, links in drawn_others(options.groups, options.other_runs, options.seed):
            between.append(pairs_of(name, sought, held, links, apart=apart))
    else:
        print(f"  no groups at {options.groups}: nothing of another make is learnt")
    return between, within


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=60)
    parser.add_argument("--other-runs", type=int, default=48)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--groups", type=Path, default=groups_file())
    parser.add_argument("--out", type=Path, default=FOLDER / "calibration.toml")
    parser.add_argument("--pairs", type=Path, help="keep the pairs here, or take them from here if the file is there")
    options = parser.parse_args()
    start = time.process_time()
    if options.pairs and options.pairs.is_file():
        kept = np.load(options.pairs, allow_pickle=True)
        between, within = list(kept["between"]), list(kept["within"])
    else:
        between, within = collect(options)
        if options.pairs:
            boxes = {"between": np.array(between, dtype=object), "within": np.array(within, dtype=object)}
            np.savez(options.pairs, **boxes)
    print(f"seed {options.seed}; pairs scored in {time.process_time() - start:.0f} s of one core")
    texts = []
    for name, runs in (("two_lists", between), ("one_list", within)):
        learning = [run for run in runs if not run.apart and len(run.bits)]
        tested = [run for run in runs if run.apart and len(run.bits)]
        pairs, true = sum(len(run.true) for run in learning), sum(int(run.true.sum()) for run in learning)
        learnt_on = (
            f"{len(learning)} runs on invented lists (seed {options.seed}), {pairs} pairs, {true} of them of one person"
        )
        model = fit(learning, learnt_on)
        print(name)
        for kind in ("drawn", "other"):
            for part, them in (("learnt", learning), ("kept apart", tested)):
                if some := [run for run in them if run.name.startswith(kind)]:
                    report(f"{kind}, {part}", model, some)
        texts.append(written(name, model))
    options.out.write_text(_HEAD + "\n" + "\n".join(texts), encoding="utf-8")
    print(f"written {options.out.name}")


if __name__ == "__main__":
    main()

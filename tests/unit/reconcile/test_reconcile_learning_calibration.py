"""What teaches and judges the calibration: the profiles drawn at random and the measures of `benchmarks/`."""

from pathlib import Path

import numpy as np
import pytest

from allforall.exercise import read_rates

BENCHMARKS = Path(__file__).resolve().parents[3] / "benchmarks"


@pytest.fixture(autouse=True)
def _benchmarks(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))


def test_drawn_profiles_can_be_read_and_differ():
    from drawn_rates import draw_rates

    read = []
    for seed in range(40):
        try:
            read.append(read_rates(draw_rates(np.random.default_rng(seed))))
        except Exception as error:  # noqa: BLE001  a draw may leave a list with fewer than no rows; it is drawn anew
            assert getattr(error, "code", "").startswith("exercise:")  # noqa: PT017
    assert len(read) > 35
    assert len({rates.overlap for rates in read}) == len(read)
    assert min(rates.overlap for rates in read) < 0.2
    assert max(rates.overlap for rates in read) > 0.7


def test_the_calibration_error_of_a_known_table():
    from reliability import calibration_error, reliability

    chance = np.array([0.2] * 10 + [0.8] * 10)
    true = np.array([True] * 3 + [False] * 7 + [True] * 7 + [False] * 3)
    assert calibration_error(chance, true, bins=2) == pytest.approx(0.1)
    assert [part.pairs for part in reliability(chance, true, bins=2)] == [10, 10]


def test_what_is_said_to_be_all_but_impossible_is_left_out():
    from reliability import brier, calibration_error

    chance, true = np.array([0.5, 0.005]), np.array([True, True])
    assert calibration_error(chance, true, bins=1) == pytest.approx(0.5)
    assert brier(chance, true) == pytest.approx(0.25)


def test_probabilities_that_are_right_have_hardly_any_error():
    from reliability import calibration_error

    rng = np.random.default_rng(5)
    chance = rng.random(40_000)
    true = rng.random(40_000) < chance
    assert calibration_error(chance, true) < 0.01
    assert calibration_error(chance**3, true) > 0.1


def test_learning_finds_the_truth_that_made_the_pairs():
    from calibrate import Learnt, fit, given
    from reliability import calibration_error

    rng = np.random.default_rng(3)
    runs = []
    for number in range(4):
        bits = rng.uniform(-12, 30, 3_000)
        true = rng.random(3_000) < 1 / (1 + np.exp(-(bits - 6) / 3))
        places = np.arange(3_000)
        no = places < 0
        runs.append(
            Learnt(
                f"made {number}",
                number == 3,
                (3_000, 3_000),
                places,
                places + 3_000,
                bits,
                places * 0 + 5,
                no,
                no,
                true,
            )
        )
    model = fit(runs[:3], "invented pairs")
    assert calibration_error(given(model, runs[3]), runs[3].true) < 0.03
    assert min(model.slopes) > 0


def test_nothing_surer_is_said_than_the_pairs_seen_bear_out():
    from calibrate import Learnt, fit

    places = np.arange(2_000)
    no = places < 0
    bits = np.where(places < 1_000, 30.0, -12.0)
    run = Learnt("made 0", False, (2_000, 2_000), places, places + 2_000, bits, places * 0 + 5, no, no, places < 1_000)
    model = fit([run], "invented pairs")
    assert model.highest <= 1 - 3 / 1_000
    assert model.lowest >= 3 / 1_000


def test_lists_of_another_make_are_the_same_for_the_same_seed(tmp_path):
    from other_make import OtherRates, make_other_lists, read_groups

    path = tmp_path / "groups.txt"
    names = ["шевченко, shevchenko => Q1", "бондар, bondar => Q2", "левченко, levchenko, lewczenko => Q3"]
    path.write_text("\n".join([*names, "іван, ivan, ایوان, איוון, イワン, 伊万 => Q4"]), encoding="utf-8")
    groups = read_groups(path)
    assert (len(groups.given), len(groups.surnames)) == (1, 3)
    rates = OtherRates(overlap=0.5)
    one, two = (make_other_lists(groups, seed=seed, sizes=(40, 60), rates=rates) for seed in (1, 1))
    assert [row.cells for row in one.sought] == [row.cells for row in two.sought]
    assert one.truth == two.truth
    assert len({left for left, _ in one.truth}) >= 20

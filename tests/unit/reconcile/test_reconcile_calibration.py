import tomllib
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allforall.errors import CallError
from allforall.reconcile.calibration import NO_RIVAL, TERMS, best_rivals, calibrations, probabilities

#: Pairs of few rows on either side, so that rivals are common; right positions follow the left ones, as in a run.
some_pairs = st.lists(
    st.tuples(st.integers(0, 5), st.integers(6, 11), st.floats(-14, 70, allow_nan=False)), min_size=1, max_size=15
)


def arrays(pairs):
    left, right, bits = zip(*pairs, strict=True)
    return np.array(left, dtype=np.int64), np.array(right, dtype=np.int64), np.array(bits)


@given(some_pairs, st.booleans())
def test_no_pair_is_ever_certain_nor_impossible(pairs, one_list):
    left, right, bits = arrays(pairs)
    found = probabilities(left, right, bits, sizes=(12, None) if one_list else (6, 6))
    of = calibrations()[one_list]
    assert ((found >= of.lowest) & (found <= of.highest)).all()
    assert of.lowest > 0
    assert of.highest < 1


@given(some_pairs, st.data(), st.floats(0.5, 20))
def test_more_bits_never_make_a_pair_less_probable(pairs, data, more):
    left, right, bits = arrays(pairs)
    which = data.draw(st.integers(0, len(pairs) - 1))
    # one entry per pair of rows, else the other entry of the same rows is raised in part only
    same = (left == left[which]) & (right == right[which])
    raised = np.where(same, bits[which] + more, bits)
    level = np.where(same, bits[which], bits)
    before = probabilities(left, right, level, sizes=(2_000, 3_000))
    after = probabilities(left, right, raised, sizes=(2_000, 3_000))
    assert after[which] >= before[which] - 1e-12


@given(some_pairs)
def test_it_does_not_matter_which_list_is_the_first(pairs):
    left, right, bits = arrays(pairs)
    one = probabilities(left, right, bits, sizes=(6, 9))
    other = probabilities(right, left, bits, sizes=(9, 6))
    assert np.allclose(one, other)


@given(some_pairs, st.randoms(use_true_random=False))
def test_the_order_of_the_pairs_does_not_matter(pairs, random):
    left, right, bits = arrays(pairs)
    order = list(range(len(pairs)))
    random.shuffle(order)
    one = probabilities(left, right, bits, sizes=(6, 6))
    other = probabilities(left[order], right[order], bits[order], sizes=(6, 6))
    assert np.allclose(one[order], other)


def test_a_rival_on_either_side_makes_a_pair_less_probable():
    bits = np.array([9.0, 8.0])
    alone = probabilities(np.array([0, 1]), np.array([2, 3]), bits, sizes=(900, 900))[0]
    for left, right in (([0, 0], [2, 3]), ([0, 1], [2, 2])):
        assert probabilities(np.array(left), np.array(right), bits, sizes=(900, 900))[0] < alone


def test_a_rejected_pair_is_no_rival():
    left, right, bits = np.array([0, 0]), np.array([2, 3]), np.array([9.0, 8.0])
    with_rival = probabilities(left, right, bits, sizes=(900, 900))
    without = probabilities(left, right, bits, sizes=(900, 900), alive=np.array([True, False]))
    assert without[0] > with_rival[0]


def test_two_rows_that_are_known_to_be_one_person_are_no_rivals():
    left, right, bits = np.array([0, 0]), np.array([2, 2]), np.array([9.0, 8.0])
    by_left, by_right = best_rivals(left, right, bits)
    assert by_left.tolist() == by_right.tolist() == [NO_RIVAL, NO_RIVAL]


def test_the_best_rival_is_found_on_either_side():
    left, right = np.array([0, 0, 1, 1]), np.array([5, 6, 5, 7])
    by_left, by_right = best_rivals(left, right, np.array([4.0, 3.0, 2.0, 1.0]))
    assert by_left.tolist() == [3.0, 4.0, 1.0, 2.0]
    assert by_right.tolist() == [2.0, NO_RIVAL, 4.0, NO_RIVAL]


def test_within_one_list_a_row_has_rivals_on_both_sides():
    by_left, by_right = best_rivals(np.array([0, 1]), np.array([1, 2]), np.array([4.0, 3.0]), one_list=True)
    assert by_left.tolist() == [NO_RIVAL, 4.0]
    assert by_right.tolist() == [3.0, NO_RIVAL]


def test_no_pairs_have_no_probabilities():
    nothing = np.zeros(0, dtype=np.int64)
    assert probabilities(nothing, nothing, np.zeros(0), sizes=(3, 3)).tolist() == []


@pytest.mark.parametrize("bits", [np.array([1.0, np.nan]), np.array([np.inf, 1.0]), np.array([1.0])])
def test_bits_that_are_no_numbers_or_too_few_are_refused(bits):
    with pytest.raises(CallError, match="calibration:pairs"):
        probabilities(np.array([0, 1]), np.array([2, 3]), bits, sizes=(2, 2))


@pytest.mark.parametrize("change", [{"highest": 1.0}, {"lowest": 0.0}, {"slopes": (-0.1,) * 10}, {"weights": (1.0,)}])
def test_a_calibration_that_could_say_never_or_always_or_fall_is_refused(change):
    with pytest.raises(CallError, match="calibration:wrong"):
        replace(calibrations()[0], **change)


def test_the_table_says_what_it_was_learnt_on():
    stored = tomllib.loads((files("allforall.reconcile") / "calibration.toml").read_text("utf-8"))
    for name in ("two_lists", "one_list"):
        assert "invented" in stored[name]["learnt_on"]
        assert set(stored[name]["weights"]) == set(TERMS)

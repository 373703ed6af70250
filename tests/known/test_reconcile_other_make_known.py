"""Lists of another make than the exercise: names from the Wikidata groups, other errors; withheld lists are of other
makes too. Bounds are loose: what is measured stands in docs/calibration.md.
"""

import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def linked(ground_truth):
    sys.path.insert(0, str(BENCHMARKS))
    try:
        from other_lists import outcome
        from other_make import OtherRates, make_other_lists, read_groups
    finally:
        sys.path.remove(str(BENCHMARKS))
    groups = read_groups(ground_truth / "linkage" / "wikidata_name_groups.txt.gz")
    return {
        overlap: outcome(
            make_other_lists(groups, seed=31, sizes=(500, 900), rates=OtherRates(overlap=overlap)),
        )
        for overlap in (0.1, 0.7)
    }


@pytest.mark.parametrize("overlap", [0.1, 0.7])
def test_a_clear_link_is_hardly_ever_wrong_on_lists_of_another_make(linked, overlap):
    assert linked[overlap].clear_wrong <= 0.005 * linked[overlap].clear


# Few on both lists: about 50 right links stand among as many chances to be wrong, all proposed only.
@pytest.mark.parametrize(("overlap", "precision"), [(0.1, 0.85), (0.7, 0.95)])
def test_most_persons_are_found_on_lists_of_another_make(linked, overlap, precision):
    found = linked[overlap]
    assert found.candidates_recall >= 0.93
    assert found.recall >= 0.85
    assert found.precision >= precision


def test_probabilities_are_near_the_truth_on_lists_of_another_make(linked):
    assert linked[0.7].error <= 0.06

"""Counts for anyone: no small cell, and none that a reader who knows the rule could compute."""

from collections import defaultdict
from itertools import product

import pytest

from allforall.account.public import PublicTally, suppress
from allforall.account.report import Figure, Tally
from allforall.errors import CallError


def tally(*counts: int) -> Tally:
    figures = tuple(Figure(f"code{n}", tuple(f"{n}:{each}" for each in range(count))) for n, count in enumerate(counts))
    return Tally("answers", "list", sum(counts), figures)


def shown(public: PublicTally) -> tuple:
    return public.total, tuple((figure.code, figure.count) for figure in public.figures)


@pytest.mark.parametrize(
    ("counts", "total", "figures"),
    [
        ((40, 60), 100, (40, 60)),
        ((40, 0, 60), 100, (40, 60)),
        ((3, 40, 60), 103, (None, None, 60)),
        ((60, 40, 3), 103, (None, 40, None)),
        ((3, 4, 40, 60), 107, (None, None, None, 60)),
        ((3, 11, 60), 74, ()),  # 14 hidden: three could be no more than four
        ((3, 4), None, ()),
        ((3, 9), 12, ()),
        ((), 0, ()),
    ],
)
def test_small_cells_are_hidden_with_another_one_or_with_all(counts, total, figures):
    public = suppress(tally(*counts), 10)
    assert public.total == total
    assert tuple(figure.count for figure in public.figures) == figures


@pytest.mark.parametrize("threshold", [3, 4])
def test_nobody_who_knows_the_rule_and_the_total_can_compute_a_small_cell(threshold):
    """Every table of three cells up to nine persons each is tried against all larger ones that look the same."""
    alike = defaultdict(list)
    for counts in product(range(19), repeat=3):
        # Also who knows the total where it is not shown learns nothing more.
        alike[sum(counts), shown(suppress(tally(*counts), threshold))].append(counts)
    tried = 0
    for (_, (_, figures)), tables in alike.items():
        visible = {code for code, count in figures if count is not None}
        for table in tables:
            for place, count in enumerate(table):
                if not 0 < count < threshold or max(table) > 9:
                    continue
                tried += 1
                assert f"code{place}" not in visible
                values = {other[place] for other in tables}
                if figures:  # hidden beside shown ones: anything a small cell can be
                    assert values >= set(range(1, threshold))
                else:
                    assert len(values) > 1, (table, tables)
    assert tried > 400


def test_a_public_tally_has_no_keys():
    assert "0:1" not in repr(suppress(tally(40, 60), 10))


def test_a_threshold_that_hides_nothing_is_refused():
    with pytest.raises(CallError, match="account:threshold:too_small"):
        suppress(tally(40), 2)


def test_a_tally_that_does_not_add_up_is_not_published():
    with pytest.raises(CallError, match="account:tally:does_not_add_up"):
        suppress(Tally("answers", "list", 3, tally(2).figures), 10)

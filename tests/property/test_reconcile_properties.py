"""What holds of every linking, whatever the lists."""

from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from allforall.people.fields import Field
from allforall.people.names.folding import fold, folds
from allforall.people.persons import PersonRow, Reading
from allforall.reconcile import (
    Agreement,
    Overlay,
    Pair,
    compare_lists,
    compare_prepared,
    decode_prepared,
    encode_prepared,
    find_duplicates,
    merge,
    prepare,
    rows_digest,
    total_bits,
    undo,
    unite,
)
from allforall.reconcile import assignment as assigning

FEW = settings(max_examples=25, deadline=None)
SURNAMES = st.sampled_from(["Шевченко", "Shevchenko", "Шевчук", "Мельник", "Melnyk", "Іваненко", "Ivanenko", "Ли", "Щ"])
GIVEN = st.sampled_from(["Іван", "Ivan", "Петро", "Пётр", "Микола", "Николай", "Саша", "О.", "-"])
FATHER = st.sampled_from(["Петрович", "Іванович", "Ivanovich", "Миколайович", "-"])
BORN = st.sampled_from(["", "1990-05-14", "1990", "1990-05", "1991-05-14", "[1990-04-05,1990-05-04]", "1985/1995"])
PLACE = st.sampled_from(["", "kyiv", "kharkiv"])


@st.composite
def lists(draw, prefix: str):
    rows = []
    for i in range(draw(st.integers(0, 7))):
        values = {
            Field.SURNAME: draw(SURNAMES),
            Field.GIVEN_NAME: draw(GIVEN),
            Field.PATRONYMIC: draw(FATHER),
            Field.BIRTH_DATE: draw(BORN),
            Field.BIRTH_PLACE: draw(PLACE),
        }
        readings = tuple(Reading(f, v, v) for f, v in values.items() if v and v != "-")
        rows.append(PersonRow(f"{prefix}:{i}", i, (), readings))
    return rows


def turned(pair: Pair) -> Pair:
    fields = tuple(
        replace(f, left=f.right, right=f.left, left_reading=f.right_reading, right_reading=f.left_reading)
        for f in pair.fields
    )
    return replace(pair, left=pair.right, right=pair.left, fields=fields)


@FEW
@given(lists("s"), lists("h"), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(sought, held, random):
    expected = compare_lists(sought, held)
    random.shuffle(sought)
    random.shuffle(held)
    found = compare_lists(sought, held)
    assert found == expected


@FEW
@given(lists("s"), lists("h"))
def test_the_two_lists_are_treated_alike(sought, held):
    one, other = compare_lists(sought, held), compare_lists(held, sought)
    assert {link.pair for link in one.links} == {turned(link.pair) for link in other.links}
    assert set(one.candidates) == {turned(pair) for pair in other.candidates}
    standings = {
        (link.pair.left, link.pair.right): (link.standing, link.reasons, link.margin_bits) for link in one.links
    }
    assert standings == {
        (link.pair.right, link.pair.left): (link.standing, link.reasons, link.margin_bits) for link in other.links
    }


@FEW
@given(lists("s"), lists("h"))
def test_a_score_is_the_sum_of_its_parts_and_a_blank_weighs_nothing(sought, held):
    rows = {row.key: row for row in [*sought, *held]}
    for pair in compare_lists(sought, held).candidates:
        assert pair.bits == total_bits(pair.prior_bits, pair.fields)
        for f in pair.fields:
            if f.field == "name_order":
                continue
            if not (f.left and f.right):
                assert (f.agreement, f.bits) == (Agreement.UNKNOWN, 0.0)
            else:
                written = {r.written for key in (pair.left, pair.right) for r in rows[key].readings}
                assert {f.left, f.right} <= written


@FEW
@given(lists("s"), lists("h"))
def test_links_are_one_to_one_and_with_the_unlinked_are_all_sought_rows(sought, held):
    linking = compare_lists(sought, held)
    left = [link.pair.left for link in linking.links]
    right = [link.pair.right for link in linking.links]
    assert len(set(left)) == len(left)
    assert len(set(right)) == len(right)
    assert sorted([*left, *linking.unlinked]) == sorted(row.key for row in sought)


def kept(rows, list_key):
    """A list as it comes back from where it was kept, its rows loaded one by one."""
    by_key = {row.key: row for row in rows}
    return decode_prepared(encode_prepared(prepare(rows), list_key), list_key, lambda keys: [by_key[k] for k in keys])


@FEW
@given(lists("s"), lists("h"), lists("s"), st.booleans())
def test_kept_lists_give_what_a_full_run_with_the_same_weights_gives(sought, held, others, carried):
    learnt = compare_lists(others, held).learnt if carried else None
    full = compare_prepared(prepare(sought), prepare(held), learnt=learnt)
    assert compare_prepared(kept(sought, "s"), kept(held, "h"), learnt=learnt) == full
    if learnt is None:
        assert full == compare_lists(sought, held)


@FEW
@given(lists("s"), lists("h"), lists("g"))
def test_several_held_lists_are_as_one(sought, first, second):
    together = compare_prepared(prepare(sought), unite([kept(first, "h"), kept(second, "g")]))
    assert together == compare_lists(sought, [*first, *second])


@FEW
@given(lists("s"), st.randoms(use_true_random=False))
def test_duplicates_do_not_depend_on_the_order_of_the_rows(rows, random):
    expected = find_duplicates(rows)
    random.shuffle(rows)
    assert find_duplicates(rows) == expected


@FEW
@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.integers(1, 30), st.booleans(), st.booleans())
def test_the_assignment_is_the_best_there_is(seed, height, width, sparse, ties):
    rng = np.random.default_rng(seed)
    table = np.where(rng.random((height, width)) < 0.4, rng.normal(2, 5, (height, width)), -np.inf)
    table = np.round(table / 4) if ties else table
    left, right = np.nonzero(np.isfinite(table))
    bits = table[left, right]
    cells, assigning.DENSE_CELLS = assigning.DENSE_CELLS, (0 if sparse else assigning.DENSE_CELLS)
    try:
        chosen = assigning.assign(left, right + height, bits)
    finally:
        assigning.DENSE_CELLS = cells
    assert len(set(left[chosen])) == len(set(right[chosen])) == chosen.sum()
    useful = np.where(np.isfinite(table) & (table > 0), table, 0)
    best = useful[linear_sum_assignment(useful, maximize=True)].sum()
    assert abs(bits[chosen].sum() - best) < 1e-9


@FEW
@given(lists("s").filter(lambda rows: len(rows) > 1))
def test_merging_and_undoing_leaves_every_row_as_it_was(rows):
    before = rows_digest(rows)
    overlay = merge(Overlay(), rows[:2], by="a", why="", on=date(2025, 6, 2))
    undo(overlay, 1, by="a", why="", on=date(2025, 6, 2))
    assert rows_digest(rows) == before


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text_has_a_fold_of_plain_capitals(text):
    code = fold(text)
    assert set(code) <= set("ABCDEFHIJKLMNOPQRSTUVXZ ")
    assert code == code.strip()
    assert folds(text)[0] == code

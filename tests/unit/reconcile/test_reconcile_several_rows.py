"""One list in which persons stand many times: their rows are no rivals of one another."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from allforall.people.fields import Field
from allforall.people.persons import PersonRow, Reading
from allforall.reconcile import compare_lists, find_duplicates
from allforall.reconcile.weights import _chances, _one_partner


def _pairs(groups):
    """Every pair within each group of rows."""
    left, right = [], []
    for group in groups:
        for i, a in enumerate(group):
            for b in group[i + 1 :]:
                left.append(a)
                right.append(b)
    return np.array(left), np.array(right)


def test_two_rows_keep_rivals_and_ten_rows_of_one_person_do_not():
    twice = _pairs([[i, i + 1] for i in range(0, 200, 2)])
    left, right = np.append(twice[0], 0), np.append(twice[1], 2)  # a namesake of the first person
    chance = _chances(np.full(len(left), 1000.0), left, right, 200, within=True)
    assert chance[-1] < 0.6
    left, right = _pairs([range(i, i + 10) for i in range(0, 100, 10)])
    chance = _chances(np.full(len(left), 1000.0), left, right, 100, within=True)
    assert chance.min() > 0.85


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(10, 19), st.floats(0, 1e9)), min_size=1))
def test_a_chance_lies_between_one_partner_and_none_but_itself(pairs):
    left = np.array([a for a, _, _ in pairs])
    right = np.array([b for _, b, _ in pairs])
    odds = np.array([c for _, _, c in pairs])
    chance = _chances(odds, left, right, 20, within=True)
    assert (chance <= odds / (1 + odds) + 1e-12).all()
    assert (chance >= 0).all()
    assert np.array_equal(_chances(odds, left, right, 20, within=False), _one_partner(odds, left, right, 20))


def test_a_list_where_everybody_stands_six_times_is_found_out():
    surnames = [f"{a}{b}енко" for a in ("Бор", "Гай", "Дуд", "Кос", "Лис") for b in ("", "ин", "ов", "ач")]
    days = [f"19{70 + i}-0{1 + i % 9}-1{i % 9}" for i in range(20)]
    rows, groups = [], []
    for i, (surname, day) in enumerate(zip(surnames, days, strict=True)):
        groups.append({f"l:{i}-{j}" for j in range(6)})
        for j in range(6):
            said = (
                (Field.SURNAME, surname if j != 3 else f"{surname}а"),
                (Field.GIVEN_NAME, "Іван" if i % 2 else "Петро"),
                (Field.BIRTH_DATE, day if j != 4 else ""),
                (Field.BIRTH_PLACE, "Суми" if j != 5 else ""),
            )
            readings = tuple(Reading(field, value, value) for field, value in said if value)
            rows.append(PersonRow(f"l:{i}-{j}", i * 6 + j + 1, (), readings))
    found = {frozenset((link.pair.left, link.pair.right)) for link in find_duplicates(rows)}
    truth = {frozenset((a, b)) for group in groups for a in group for b in group if a != b}
    assert not found - truth
    assert len(found & truth) > 0.8 * len(truth)


def test_rows_without_fathers_names_meet_by_given_name_and_place():
    rows = {
        side: [
            PersonRow(
                f"{side}:{i}",
                i,
                (),
                tuple(
                    Reading(field, value, value)
                    for field, value in (
                        (Field.SURNAME, surname),
                        (Field.GIVEN_NAME, "Мирослав"),
                        (Field.BIRTH_PLACE, f"Село {'абвгд'[i % 5] * 3}{i}"),
                        (Field.UNIT, f"{900 + i} бригада, {i} рота"),
                    )
                ),
            )
            for i, surname in enumerate(
                ("Бондаренко", "Ткач", "Левицький") if side == "l" else ("Кравець", "Мороз", "Гай")
            )
        ]
        for side in ("l", "r")
    }
    # no surname is alike, and nobody's father is named: place and unit alone bring the two rows together
    shown = {(pair.left, pair.right) for pair in compare_lists(rows["l"], rows["r"]).candidates}
    assert shown == {("l:0", "r:0"), ("l:1", "r:1"), ("l:2", "r:2")}

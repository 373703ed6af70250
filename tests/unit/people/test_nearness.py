"""How near two names are as spellings: in either script, in any order, in bits that can be explained."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allforall.people.names import nearness as module
from allforall.people.names.nearness import closest, explain_nearness, near_pairs, nearness

NAMES = st.text(alphabet="абвіїєґщшчьюяaбbcdeéhoszшščłij '-習", max_size=12)
LIST = [
    "Shevchenko",
    "Schewtschenko",
    "Szewczenko",
    "Shevchuk",
    "Kravchenko",
    "Shcherbak",
    "Winstanley",
    "Winston",
    "Stieglitz",
    "Kuroda",
    "Kurata",
    "Halford",
    "Halfeld",
    "Жуков",
    "Шевченко",
    "Jourdan",
]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Шевчук", "Shevchuk"),
        ("Щербак", "Shcherbak"),
        ("Уинстенли", "Winstanley"),
        ("Штиглиц", "Stieglitz"),
        ("Курода", "Kuroda"),
        ("Хэлфорд", "Halford"),
        ("Zhukov", "Жуков"),
        ("Kravtchenko", "Kravchenko"),
        ("КРАВЧЕНКО", "Kravchenko"),
        ("Жукoв", "Жуков"),  # with a Latin o among the Cyrillic letters
    ],
)
def test_the_other_spelling_of_a_name_is_the_closest(query, found):
    assert closest(query, LIST)[0].name == found


def test_all_romanisations_are_nearer_than_any_other_name():
    found = [close.name for close in closest("Шевченко", LIST, limit=4)]
    assert set(found) == {"Шевченко", "Shevchenko", "Schewtschenko", "Szewczenko"}
    assert found[0] == "Шевченко"


def test_a_slip_costs_less_than_another_name():
    assert (
        nearness("Шевченко", "Shevhcenko")[0]
        > nearness("Шевченко", "Kravchenko")[0]
        > nearness("Шевченко", "Halford")[0]
    )


def test_frequent_letters_are_less_evidence_than_rare_ones():
    assert nearness("Анна", "Anna")[0] < nearness("Жижчук", "Zhyzhchuk")[0]


@pytest.mark.parametrize("name", ["", " ", "…", "習近平", "123"])
def test_a_name_without_known_letters_has_no_evidence(name):
    assert nearness(name, "Шевченко") == (0.0, 0.0)
    assert explain_nearness(name, "Шевченко") == []


def test_equal_names_of_any_script_are_alike_and_empty_ones_are_not():
    assert nearness("習近平", "習近平") == (0.0, 1.0)
    assert nearness("", "") == (0.0, 0.0)


def test_case_apostrophes_and_hyphens_do_not_matter():
    assert nearness("В'ЯЧЕСЛАВ", "вячеслав")[1] == 1.0
    assert nearness("Анна-Марія", "анна марія")[1] == 1.0


@given(NAMES, NAMES)
@settings(max_examples=60, deadline=None)
def test_the_order_does_not_matter_and_likeness_is_a_share(one, other):
    bits, likeness = nearness(one, other)
    assert (bits, likeness) == pytest.approx(nearness(other, one), abs=1e-4)
    assert 0.0 <= likeness <= 1.0


@given(NAMES, NAMES)
@settings(max_examples=60, deadline=None)
def test_the_pieces_add_up_to_the_bits_and_spell_both_names(one, other):
    pieces = explain_nearness(one, other)
    if pieces:
        assert sum(piece.bits for piece in pieces) == pytest.approx(nearness(one, other)[0], abs=1e-2)
        turned = explain_nearness(other, one)
        assert sum(piece.bits for piece in turned) == pytest.approx(sum(piece.bits for piece in pieces), abs=1e-2)


def test_an_alignment_says_which_letters_stand_for_which():
    assert [(piece.one, piece.other) for piece in explain_nearness("Чех", "Tschech")] == [
        ("ч", "tsch"),
        ("е", "e"),
        ("х", "ch"),
    ]


def test_two_letters_swapped_are_one_slip():
    pieces = [(piece.one, piece.other) for piece in explain_nearness("Павло", "Pvalo")]
    assert pieces == [("п", "p"), ("ав", "va"), ("л", "l"), ("о", "o")]
    assert nearness("Павло", "Pvalo")[0] > nearness("Павло", "Pzalo")[0]


@given(st.lists(NAMES, min_size=1, max_size=6), st.lists(NAMES, min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_many_pairs_at_once_give_what_each_gives_alone(left, right):
    one, other = np.divmod(np.arange(len(left) * len(right)), len(right))
    found = near_pairs(left, right, one, other)
    for i, j, bits, likeness in list(zip(one, other, found.bits, found.likeness, strict=True))[:6]:
        assert (bits, likeness) == pytest.approx(nearness(left[i], right[j]), abs=1e-3)


def test_pairs_beyond_one_round_give_the_same(monkeypatch):
    one, other = np.divmod(np.arange(len(LIST) ** 2), len(LIST))
    whole = near_pairs(LIST, LIST, one, other)
    monkeypatch.setattr(module, "AT_ONCE", 7)
    parts = near_pairs(LIST, LIST, one, other)
    assert np.allclose(whole.bits, parts.bits, atol=1e-4)
    assert np.allclose(whole.likeness, parts.likeness, atol=1e-5)


def test_no_pairs_give_nothing():
    assert near_pairs(["а"], ["b"], [], []).bits.shape == (0,)
    assert near_pairs([], [], [], []).likeness.shape == (0,)
    assert closest("Шевченко", []) == []


def test_names_beyond_any_length_and_odd_characters_are_read():
    bits, likeness = nearness("Шевченко\n" * 50, "Shevchenko " * 50)
    assert bits > 0
    assert 0 < likeness <= 1
    assert nearness("Ше\x00вч\u2028енко\ud800", "Shevchenko")[0] > 10

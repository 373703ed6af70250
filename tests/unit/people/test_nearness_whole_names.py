"""Whole names as written: the parts paired, what is left over, and what that costs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allforall.people.names.romanised import romanise
from allforall.people.names.whole_names import Pairing, compare_full_names, compare_full_names_all

#: Likeness that is surely above or below any sensible threshold (the best ones measured lie near .25 to .30).
SAME, OTHER = 0.35, 0.25


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Шевченко Микола Іванович", "SHEVCHENKO Nikolai"),
        ("Шевченко М. І.", "Shevchenko Mykola Ivanovych"),
        ("Коля Шевченко", "Микола Шевченко"),
        ("Иванов Пётр Сергеевич", "Іванов Петро Сергійович"),
        ("Петренко Анна-Марія", "Анна Марія Петренко"),
        ("Petrenko, Anna Maria", "Анна Марія Петренко"),
        ("д-р Іван Франко", "Франко Іван"),
        ("ІванФранко", "Іван Франко"),
        ("Iv4n Fr4nko", "Ivan Franko"),
        ("Мехмед бин Али", "Mehmed Ali"),
        ("Ἰωάννης Νικολάου", "Ioannis Nikolaou"),
        ("გიორგი კობახიძე", "Giorgi Kobakhidze"),
        ("ОВЕРЧЕНКО ПАВЛО", "Оверченко Пвало"),
    ],
)
def test_one_person_under_two_spellings_loses_little(one, other):
    assert compare_full_names(one, other).likeness >= SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Іваненко Петро Сергійович", "Іваненко Петро Андрійович"),
        ("Іваненко Петро", "Іваненко Павло"),
        ("Ivanenko Petro", "Бондар Петро"),
        ("Іваненко П. С.", "Іваненко Андрій Степанович"),
        ("Карім бін Ахмед", "Ахмед бін Карім"),
        ("Петро", "Петро Іваненко Сергійович"),
        ("П. І.", "Петро Іваненко"),
        ("", "Петро"),
        ("", ""),
        ("???", "Петро Іваненко"),
    ],
)
def test_another_person_or_too_little_said_loses_much(one, other):
    assert compare_full_names(one, other).likeness <= OTHER


def test_a_part_against_another_weighs_more_than_a_part_left_out():
    left_out = compare_full_names("Іваненко Петро Сергійович", "Іваненко Петро")
    against = compare_full_names("Іваненко Петро Сергійович", "Іваненко Петро Андрійович")
    assert left_out.likeness > against.likeness
    assert left_out.left_over_one == ("сергійович",)
    assert against.left_over_one == ()


def test_every_pair_says_how_it_is_one():
    found = compare_full_names("Шевченко Коля І.", "Shevchenko Микола Іванович")
    assert [(pair.one, pair.how) for pair in found.paired] == [
        ("шевченко", Pairing.SPELLING),
        ("коля", Pairing.SHORT_FORM),
        ("і", Pairing.INITIAL),
    ]
    assert found.lost_bits == pytest.approx(sum(pair.lost_bits for pair in found.paired))


def test_another_order_costs_a_little_and_is_said():
    found = compare_full_names("Микола Шевченко", "Шевченко Микола")
    assert found.other_order
    assert 0.5 < found.likeness < 1.0


@given(st.text(max_size=30), st.text(max_size=30))
@settings(max_examples=40, deadline=None)
def test_any_two_texts_are_compared_in_either_order(one, other):
    found, turned = compare_full_names(one, other), compare_full_names(other, one)
    assert 0.0 <= found.likeness <= 1.0
    assert found.likeness == pytest.approx(turned.likeness, abs=0.05)


@given(st.text(alphabet="абвгійя -bcdšž", min_size=1, max_size=20).filter(lambda text: any(map(str.isalpha, text))))
@settings(max_examples=30, deadline=None)
def test_a_name_is_itself(name):
    found = compare_full_names(name, name)
    assert found.lost_bits == 0.0 or all(pair.how is Pairing.INITIAL for pair in found.paired)


def test_many_pairs_give_what_each_gives_alone():
    pairs = [("Іван Франко", "Ivan Franko"), ("習近平", "习近平"), ("Іван", "Степан"), ("", "Іван")]
    assert compare_full_names_all(pairs) == [compare_full_names(*pair) for pair in pairs]
    assert compare_full_names_all([]) == []


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("Шевченко Ivan", "Шевченко Ivan"),
        ("ბარაკ", "barak"),
        ("バラク", "baraku"),
        ("김정은", "gimjeongeun"),
        ("Παύλος", "paylos"),
        ("習近平", "習近平"),
    ],
)
def test_other_scripts_are_read_roughly(name, latin):
    assert romanise(name) == latin

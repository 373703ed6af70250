"""What must hold for every seed, size and profile of an exercise, and for every slip of the pen."""

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from allforall.exercise import Language, Scheme, default_profile, defects, make_exercise, read_rates, romanise
from allforall.exercise.birth_cells import birth_cell
from allforall.exercise.dice import Dice, Wheel, generator
from allforall.people.persons import Party

CYRILLIC = st.text("абвгґдеєжзиіїйклмнопрстуфхцчшщьюяыэёъАБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ'- ", min_size=1, max_size=30)
SEEDS = st.integers(0, 2**63)
DEFAULT = read_rates(default_profile())


def dice(seed):
    return Dice(generator(seed))


@given(text=CYRILLIC, seed=SEEDS)
@settings(deadline=None, max_examples=200)
def test_a_typo_always_changes_a_text_and_never_empties_it(text, seed):
    wrong = defects.typo(text, dice(seed))
    assert wrong
    assert wrong != text
    assert abs(len(wrong) - len(text)) <= 1


@given(text=CYRILLIC, language=st.sampled_from(["ukrainian", "russian"]))
@settings(deadline=None, max_examples=200)
def test_a_word_typed_on_the_wrong_keyboard_has_no_letter_of_its_layout_left_and_keeps_its_length(text, language):
    typed = defects.wrong_keyboard(text, language)
    assert len(typed) == len(text)


@given(text=CYRILLIC, seed=SEEDS)
@settings(deadline=None, max_examples=100)
def test_slips_keep_what_they_do_not_touch(text, seed):
    assert len(defects.lookalike(text, dice(seed))) == len(text)
    assert defects.stray_spaces(text, dice(seed)).split() == text.split()
    hidden = defects.hidden_character(text, dice(seed))
    assert len(hidden) == len(text) + 1


@given(
    text=CYRILLIC,
    scheme=st.sampled_from(list(Scheme)),
    language=st.sampled_from(list(Language)),
    turn=st.integers(0, 50),
)
@settings(deadline=None, max_examples=300)
def test_romanising_leaves_no_cyrillic_letter_and_is_the_same_each_time(text, scheme, language, turn):
    latin = romanise(text, scheme, language, turn)
    assert not any("Ѐ" <= letter <= "ӿ" for letter in latin)
    assert latin == romanise(text, scheme, language, turn)


@given(
    birth=st.dates(date(1960, 1, 1), date(2007, 12, 31)),
    seed=SEEDS,
    script=st.sampled_from(["ukrainian", "russian", "latin"]),
)
@settings(deadline=None, max_examples=200)
def test_a_birth_cell_without_a_defect_says_the_birth_date(birth, seed, script):
    cell = birth_cell(birth, DEFAULT.held.rates, dice(seed), as_of=date(2025, 6, 2), script=script)
    if not cell.defect:
        assert cell.text == birth.strftime("%d.%m.%Y")
    if cell.defect == "day_month_swapped":
        assert cell.text == birth.strftime("%m.%d.%Y")
        assert cell.text != birth.strftime("%d.%m.%Y")
    if cell.defect in {"date_digit", "year_off_by_one"}:
        assert cell.text != birth.strftime("%d.%m.%Y")
        assert len(cell.text) == 10
    assert bool(cell.age) is (cell.defect == "age_instead")


@given(weights=st.lists(st.floats(0.01, 10), min_size=1, max_size=9), seed=SEEDS)
@settings(deadline=None, max_examples=100)
def test_a_wheel_never_turns_beyond_its_choices(weights, seed):
    wheel, thrown = Wheel(weights), dice(seed)
    assert all(0 <= wheel.turn(thrown) < len(weights) for _ in range(50))


@given(
    seed=SEEDS,
    persons=st.integers(10, 60),
    overlap=st.floats(0, 1),
    twins=st.floats(0, 0.5),
    siblings=st.floats(0, 0.5),
    no_date=st.floats(0, 1),
    one_column=st.sampled_from([0, 1]),
)
@settings(deadline=None, max_examples=15)
def test_every_row_of_every_list_is_in_the_truth_exactly_once(
    seed, persons, overlap, twins, siblings, no_date, one_column
):
    text = (
        f"overlap = {overlap!r}\nsiblings = {siblings!r}\ntwins = {twins!r}\n"
        f"[sought]\nno_date = {no_date!r}\nlanguage = 'coin'\n[held]\nfull_name_in_one_column = {one_column}.0\n"
    )
    made = make_exercise(seed=seed, persons=persons, rates=read_rates(text), as_of=date(2025, 6, 2))
    for party in Party:
        lines = [line for line in made.truth if line.party is party]
        for which, named in (
            (made.sought[party], [row.row_id for line in lines for row in line.sought]),
            (made.held[party.other], [row.row_id for line in lines for row in line.held]),
        ):
            assert sorted(named) == sorted(row[0] for row in which.rows)
            assert all(len(row) == len(which.headings) for row in which.rows)
            assert len(which.rows) == persons


def test_the_same_path_gives_the_same_throws_and_another_path_others():
    assert np.array_equal(generator(1, 2).random(5), generator(1, 2).random(5))
    assert not np.array_equal(generator(1, 2).random(5), generator(1, 3).random(5))

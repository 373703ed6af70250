"""How figures, dates and other people's text are written."""

from datetime import date

import pytest

from allforall.pages.writing import bits, day, grouped, shape, share, written


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (999, "999"),
        (1234, "1\u202f234"),
        (1234567, "1\u202f234\u202f567"),
        (-1000, "\u22121\u202f000"),
    ],
)
def test_thousands_are_parted_by_a_narrow_space(number, text):
    assert grouped(number) == text


@pytest.mark.parametrize(
    ("value", "text"), [(3.44, "+3.4"), (-0.26, "\u22120.3"), (-0.04, "0.0"), (0.0, "0.0"), (None, "–")]
)
def test_weights_carry_their_sign(value, text):
    assert bits(value) == text


def test_dates_are_iso_and_a_missing_one_is_a_dash():
    assert day(date(2025, 6, 2)) == "2025-06-02"
    assert day(None) == "–"


def test_a_share_of_nothing_is_no_figure():
    assert share(0, 0) == "–"
    assert share(1, 3) == "33.3\u202f%"


def test_hidden_characters_are_shown_by_number_and_joiners_stay():
    assert written("Зо\u202eренко\u0007") == "Зо[U+202E]ренко[U+0007]"
    assert written("क\u200dष") == "क\u200dष"
    assert written("line\nbreak\u2028") == "line[U+000A]break[U+2028]"
    assert written("\ud800") == "[U+D800]"


def test_a_shape_keeps_no_letter_and_no_digit():
    assert shape("Іваненко 31.02.1990, №٣") == "xxxxxxxx 00.00.0000, ?0"

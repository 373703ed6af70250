"""The summary in a terminal."""

import unicodedata
from dataclasses import replace

import pytest
from sample_report import NAMES, hostile_report, sample_report

from allforall.account.report import Figure, Tally
from allforall.pages import LANGUAGES, summary_text, words


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal(lang, width):
    for line in summary_text(sample_report(0.1), lang, width).splitlines():
        wide = sum(0 if unicodedata.combining(char) else 1 for char in line)
        assert wide <= max(width, 40), line


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_of_every_tally_is_told(lang):
    report = sample_report(0.1)
    text = summary_text(report, lang, 100)
    for tally in (*report.tallies, *report.eligibility):
        assert words(lang).text("Adds up: {found} of {total}.", found=tally.total, total=tally.total) in text


def test_no_name_stands_in_it():
    text = summary_text(sample_report(0.1), "en", 80)
    assert not [name for name in NAMES if name in text]


def test_hidden_characters_never_reach_the_terminal():
    text = summary_text(hostile_report(), "en", 80)
    assert not [char for char in text if unicodedata.category(char) in {"Cc", "Cf"} and char not in "\n\u200d"]


def test_what_does_not_add_up_is_marked():
    wrong = Tally("answers", "sought-b", 10, (Figure("held", ("a:1",)),))
    text = summary_text(replace(sample_report(0.1), tallies=(wrong,)), "en", 80)
    assert "!! DOES NOT ADD UP: 1 rows in the figures, 10 rows on the list" in text

"""The page of a pair opens its score, and keeps at the desk what belongs there."""

from dataclasses import replace

import pytest
from page_checks import Page
from sample_report import sample_report

from allforall.account.report import FieldLine
from allforall.pages import LANGUAGES, words
from allforall.pages.html.review import how_often, pair_view, probability_text
from allforall.pages.html.writer import write_pages

OPENED = FieldLine(
    "given_name", "same_name", "agree", "Мирон", "Myron", 5.2, "MIRON", "MYRRON", "Мирон, Мироній", 0.83, 1 / 2383, True
)


def _pair():
    report = sample_report(0.1)
    return replace(
        report.pairs[0], fields=(OPENED,), bits=-5.2, probability=0.973, confirmed_for=("SB1:55",), runner_up="HA1:9"
    )


def _page(*, show_names, lang="en"):
    pages = {}
    report = replace(sample_report(0.1), pairs=(_pair(),), duplicates=())
    write_pages(report, lang, show_names=show_names, out=lambda name, content: pages.update({name: content.decode()}))
    return Page(pages["review.html"])


def test_a_score_opens_field_by_field_and_adds_up():
    page = _page(show_names=True)
    for text in (
        "Мирон",
        "Myron",
        "sound: MIRON",
        "sound: MYRRON",
        "forms of one name: Мирон, Мироній",
        "83 in 100",
        "of this value",
        "Prior",
        "−10.4",
        "+5.2",
        "Sum",
        "−5.2",
        "SB1:55",
        "HA1:9",
    ):
        assert text in page.text, text


def test_a_probability_never_stands_without_its_words():
    assert "97.3 %, calibrated on invented lists" in _page(show_names=True).text


def test_a_page_without_names_has_no_probability_and_no_reading():
    page = _page(show_names=False)
    for text in ("97.3", "MIRON", "Мирон", "Мироній"):
        assert text not in page.text, text
    assert "SB1:55" in page.text


def test_a_reviewed_pair_shows_no_probability():
    view = pair_view(replace(_pair(), probability=None), "a", words("en"), show_names=True)
    assert not any("calibrated" in text for _, text in view["facts"])


@pytest.mark.parametrize(
    ("share", "text"),
    [(None, "–"), (0.999, "more than 99 in 100"), (0.83, "83 in 100"), (0.1, "10 in 100"), (0.05, "1 in 20")],
)
def test_shares_are_told_in_whole_numbers(share, text):
    assert how_often(share, words("en")) == text


@pytest.mark.parametrize(
    ("probability", "text"), [(0.99999, "> 99.9"), (0.5, "50.0"), (0.00001, "< 0.1"), (0.9989, "99.9")]
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_certain_and_the_words_go_with_it_in_every_language(probability, text, lang):
    told = probability_text(probability, words(lang))
    assert told.startswith(f"{text}\u202f%")
    assert len(told) > len(text) + 10

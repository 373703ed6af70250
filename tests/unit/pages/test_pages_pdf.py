"""The PDF: readable in four languages, the same bytes twice, nothing in it that was not asked for."""

import io
import warnings
from dataclasses import replace

import pytest
from sample_report import NAMES, hostile_report, sample_report

from allforall.account.report import Figure, NodeReport, Tally
from allforall.pages import LANGUAGES, words, write_pdf

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pypdf import PdfReader


def read(pdf):
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


@pytest.fixture(scope="module")
def report():
    return sample_report(0.1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pdf_says_its_language_its_title_and_its_pages(report, lang):
    reader = read(write_pdf(report, lang))
    in_words = words(lang)
    assert reader.trailer["/Root"]["/Lang"] == lang
    assert reader.metadata.title.startswith(in_words.text("Current state"))
    total = len(reader.pages)
    assert total > 1
    for number, page in enumerate(reader.pages, 1):
        wanted = in_words.text("Page {number} of {total}", number=number, total=total)
        assert wanted in " ".join(page.extract_text().split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_of_each_language_can_be_read_out_of_the_pdf(report, lang):
    text = text_of(write_pdf(report, lang))
    in_words = words(lang)
    for message in ("Waiting for a decision", "Every row accounted for", "Eligibility by category"):
        assert in_words.text(message) in text
    assert in_words.code("outcome", "cannot_be_decided") in text
    assert "[U+" not in text


def test_the_same_report_gives_the_same_bytes(report):
    assert write_pdf(report, "uk") == write_pdf(report, "uk")


def test_names_stand_in_the_pdf_only_if_asked_for(report):
    without, named = text_of(write_pdf(report, "uk")), text_of(write_pdf(report, "uk", show_names=True))
    for name in NAMES:
        assert name not in without
    assert any(name in named for name in NAMES)
    banner = words("uk").text("This document contains names of persons.")
    assert banner in named
    assert banner not in without


def test_hostile_texts_neither_break_the_pdf_nor_turn_its_lines():
    text = text_of(write_pdf(hostile_report(), "en", show_names=True))
    assert "[U+202E]" in text
    assert "<script>alert(1)</script>" in text
    for char in ("\u202e", "\u2066", "\x00"):
        assert char not in text


def test_a_long_table_repeats_its_heads(report):
    many = replace(report, divided=report.divided * 30)
    pages = [" ".join(page.extract_text().split()) for page in read(write_pdf(many, "en")).pages]
    with_rows = [page for page in pages if page.count("Party A: eligible") > 5]
    assert len(with_rows) > 1
    assert all("By each wording" in page for page in with_rows)


def test_a_tally_that_does_not_add_up_is_loud(report):
    wrong = Tally("answers", "sought-b", 10, (Figure("held", ("a:1",)),))
    assert "DOES NOT ADD UP: 1 rows in the figures" in text_of(write_pdf(replace(report, tallies=(wrong,)), "en"))
    assert "DOES NOT ADD UP" not in text_of(write_pdf(report, "en"))


def test_an_empty_report_is_a_document_too(report):
    assert "No list has been imported yet." in text_of(write_pdf(NodeReport("party_b", report.made_on, ""), "en"))

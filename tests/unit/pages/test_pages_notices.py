"""The notices of a reply on page and paper: every line, in four languages, nothing that a name could break."""

import io
from datetime import date

import pytest
from page_checks import Page

from allforall.answers import AnswerKind
from allforall.answers.entries import Addressee
from allforall.answers.notices import GROUNDS, PRISONER_LINES, Notice, NoticeGround, Notices
from allforall.pages import LANGUAGES
from allforall.pages.html.notices import write_notice_page
from allforall.pages.pdf.notices import write_notice_pdf
from allforall.people.fields import Field
from allforall.people.persons import Party

DAY = date(2025, 6, 9)
HOSTILE = "<script>alert(1)</script>\u202e&\"'"


def notices(*made):
    return Notices(Party.PARTY_B, Party.PARTY_A, "Headquarters B", "SA1", DAY, DAY, bytes(range(32)), made)


def notice(kind=AnswerKind.HELD, surname="Вигаданенко", **more):
    identity = ((Field.SURNAME, surname), (Field.BIRTH_DATE, "1990-02-01")) if kind is not AnswerKind.NOT_HELD else ()
    return Notice("R" + "A" * 16, kind, GROUNDS[kind], DAY, tuple(more.get("particulars", ())), identity)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("to", Addressee)
def test_the_page_has_every_line_in_the_readers_language_and_says_what_is_not_given(lang, to):
    text = write_notice_page(notices(notice()), to, lang, rehearsal=True).decode()
    page = Page(text)
    assert not page.faults
    assert page.having("html") == [{"lang": lang}]
    assert "Вигаданенко" in page.text
    assert "122" in page.text
    # who, answer and day, and the rest of the lines, of which all but two are not given
    assert len(page.having("dt")) == 7 + 2 + len(PRISONER_LINES) - 1
    empty = {"en": "not given", "uk": "не зазначено", "ru": "не указано", "tr": "verilmedi"}[lang]
    assert page.words.count(empty) == len(PRISONER_LINES) - 3
    assert not page.having("script")
    assert "default-src 'none'" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_copy_says_that_it_is_one(lang):
    bureau, agency = (write_notice_page(notices(notice()), to, lang).decode() for to in Addressee)
    assert Page(bureau).text != Page(agency).text
    (title,) = (part for part in agency.split("<title>")[1:])
    assert title.split("</title>")[0] not in bureau


def test_a_hostile_name_is_shown_and_does_nothing():
    page = Page(write_notice_page(notices(notice(surname=HOSTILE)), Addressee.BUREAU, "en").decode())
    assert not page.having("script")
    assert "[U+202E]" in page.text
    assert "<script>" in page.text  # as a text
    assert write_notice_pdf(notices(notice(surname=HOSTILE)), Addressee.BUREAU, "en").startswith(b"%PDF")


@pytest.mark.parametrize("kind", GROUNDS)
def test_every_kind_of_notice_can_be_drawn_and_not_held_names_nobody(kind):
    made = notices(notice(kind, particulars=[(Field.CUSTODY_PLACE, "camp 2")]))
    page = Page(write_notice_page(made, Addressee.BUREAU, "en").decode())
    assert ("Вигаданенко" in page.text) == (kind is not AnswerKind.NOT_HELD)
    assert "camp 2" in page.text
    assert write_notice_pdf(made, Addressee.BUREAU, "uk").startswith(b"%PDF")


def test_the_same_notices_give_the_same_paper_with_room_for_signature_and_seal():
    pypdf = pytest.importorskip("pypdf")
    made = notices(*(notice() for _ in range(12)))
    data = write_notice_pdf(made, Addressee.CENTRAL_TRACING_AGENCY, "en")
    assert data == write_notice_pdf(made, Addressee.CENTRAL_TRACING_AGENCY, "en")
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    assert text.count("Вигаданенко") == 12
    for words in ("Signature", "Seal", "Central Tracing Agency", "not given"):
        assert words in text


def test_every_ground_has_its_words():
    for ground in NoticeGround:
        assert (
            "art."
            in Page(
                write_notice_page(
                    notices(Notice("R" + "A" * 16, AnswerKind.HELD, ground, DAY, (), ())), Addressee.BUREAU, "en"
                ).decode()
            ).text
        )

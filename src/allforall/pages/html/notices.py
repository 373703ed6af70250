"""The notices of a reply as one page to print or send: one sheet per person, unknown values left open."""

from typing import Any

from allforall.answers.entries import Addressee
from allforall.answers.notices import Notice, Notices, lines_of
from allforall.pages.html.engine import render
from allforall.pages.labels import heading, party_label
from allforall.pages.words import Words, words
from allforall.pages.writing import day, spoken, written


def notice_head(notices: Notices, to: Addressee, in_words: Words) -> tuple[tuple[str, str], ...]:
    """Returns the head of every notice: to whom, from whom, about whose people, on what basis."""
    _ = in_words.text
    return (
        (_("To"), heading(in_words, in_words.code("addressee", to.value))),
        (_("From"), f"{written(notices.authority)} ({party_label(in_words, notices.party.value)})"),
        (_("Power concerned"), party_label(in_words, notices.power.value)),
        (_("Answered on"), day(notices.answered_on)),
        (_("Made on"), day(notices.made_on)),
        (_("List of persons sought"), written(notices.list_key)),
        (_("Signed in entry"), "\n".join(spoken(notices.entry.hex()))),
    )


def notice_lines(notice: Notice, in_words: Words) -> tuple[tuple[str, str], ...]:
    """Returns the lines of one notice; one that is unknown or was not released says that it is not given."""
    _ = in_words.text
    said = [
        (_("Answer"), heading(in_words, in_words.code("answer_kind", notice.kind.value))),
        (_("Day"), day(notice.on)),
    ]
    lines = [
        (heading(in_words, in_words.code("field", field.value)), written(text) if text else _("not given"))
        for field, text in lines_of(notice)
    ]
    return (*said, *lines)


def notice_title(to: Addressee, in_words: Words) -> str:
    """Returns the title; a copy says that it is one."""
    if to is Addressee.CENTRAL_TRACING_AGENCY:
        return in_words.text("Notice of answers, copy for the Central Tracing Agency")
    return in_words.text("Notice of answers to the information bureau")


def write_notice_page(notices: Notices, to: Addressee, lang: str, *, rehearsal: bool = False) -> bytes:
    """Returns the page. It contains names of persons, and says so at its top."""
    in_words = words(lang)
    sheets: list[dict[str, Any]] = [
        {
            "ref": one.ref,
            "ground": heading(in_words, in_words.code("", one.ground.value)),
            "lines": notice_lines(one, in_words),
        }
        for one in notices.notices
    ]
    return render(
        "notices.html",
        in_words,
        {
            "title": notice_title(to, in_words),
            "head": notice_head(notices, to, in_words),
            "sheets": sheets,
            "rehearsal": rehearsal,
        },
    )

"""Words of four languages: plural forms, figures, errors with what to do next."""

import ast
import gettext
import sys
from pathlib import Path

import pytest
from page_checks import pages_of
from sample_report import sample_report

import allforall.pages
from allforall.errors import CallError, GateError, InputError, InstallError, NodeError, Word, wanted
from allforall.pages import LANGUAGES, summary_text, words, write_pdf
from allforall.pages.code_texts import ERRORS, GROUPS
from allforall.pages.words import _words

ROOT = Path(__file__).resolve().parents[3]
CATALOGUES = Path(allforall.pages.__file__).parent / "locale"


def test_an_unknown_language_is_an_error_that_names_the_known_ones():
    with pytest.raises(CallError) as caught:
        words("xx")
    assert caught.value.code == "words:language:unknown"
    assert words("en").error(caught.value).startswith("There is no language “xx”. Known languages: en, uk, ru, tr.")


def test_texts_that_were_not_compiled_are_an_error_and_never_silently_english(monkeypatch, tmp_path):
    monkeypatch.setattr(sys.modules["allforall.pages.words"], "files", lambda _package: tmp_path)
    with pytest.raises(InstallError) as caught:
        _words.__wrapped__("uk")
    assert caught.value.code == "words:catalogue:missing"
    assert "dev.py catalogues" in words("en").error(caught.value)


def test_english_is_the_message_itself_and_the_others_are_not():
    message = "Current state"
    assert words("en").text(message) == message
    others = {words(lang).text(message) for lang in LANGUAGES}
    assert len(others) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("lang", "number", "expected"),
    [
        ("en", 1, "problem in the lists"),
        ("en", 2, "problems in the lists"),
        ("uk", 1, "проблема у списках"),
        ("uk", 3, "проблеми у списках"),
        ("uk", 11, "проблем у списках"),
        ("uk", 21, "проблема у списках"),
        ("ru", 1, "проблема в списках"),
        ("ru", 22, "проблемы в списках"),
        ("ru", 112, "проблем в списках"),
        ("tr", 1, "listelerde sorun"),
        ("tr", 7, "listelerde sorun"),
    ],
)
def test_counted_words_take_the_form_of_their_number(lang, number, expected):
    assert words(lang).plural("problem in the lists", "problems in the lists", number) == expected


def test_amounts_are_grouped_and_marks_are_not():
    assert words("en").text("{count} rows in line {line} of {year}", count=12345, line=12345, year=2099) == (
        "12\u202f345 rows in line 12345 of 2099"
    )


def test_a_place_for_which_nothing_was_given_is_a_dash_and_no_error():
    assert words("en").text("{found} of {total}", found=3) == "3 of –"


def test_a_text_reaches_no_attribute_of_what_is_put_into_it():
    assert "class" not in words("en").text("{found.__class__}", found="x")


def test_hidden_characters_in_a_parameter_are_shown():
    assert words("en").text("{found}", found="a\u202eb\x07") == "a[U+202E]b[U+0007]"


def test_braces_in_a_parameter_are_no_place():
    assert words("en").text("{found}", found="{total} {n}", total=3) == "{total} {n}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", [CallError, InputError, NodeError, GateError])
def test_every_kind_of_error_says_what_to_do_next(lang, kind):
    code = "date:edtf:bad"
    text = words(lang).error(kind(code, expected=Word("expected", "date:form"), found="31.02"))
    happened = words(lang).text(ERRORS[code], expected=words(lang).code("expected", "date:form"), found="31.02")
    assert text.startswith(happened)
    assert len(text) > len(happened) + 20
    assert "date:form" not in text


def test_what_was_typed_is_shown_as_typed_and_a_code_in_the_readers_words():
    """A typed word may be spelled like a code; only whoever raised the error knows which of them it is."""
    error = InputError("peer:other_sender", expected=Word("author", "party_a"), found="party_a")
    shown = words("uk").error(error)
    assert words("uk").code("author", "party_a") in shown
    assert "party_a" in shown
    assert error.data == {"expected": "party_a", "found": "party_a"}


def test_several_codes_are_shown_in_the_readers_words():
    codes = (Word("field", "surname"), wanted("plain_text", most=40))
    shown = words("ru").error(InputError("date:edtf:bad", expected=codes, found="x"))
    assert words("ru").code("field", "surname") in shown
    assert words("ru").code("wanted", "plain_text", most=40) in shown
    assert InputError("x", expected=codes).data == {"expected": "surname, plain_text"}


def test_every_code_that_an_error_is_raised_with_has_words():
    for path in (ROOT / "src").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or getattr(call.func, "id", "") not in {"Word", "wanted"}:
                continue
            code = [one.value for one in call.args if isinstance(one, ast.Constant)]
            group = "wanted" if call.func.id == "wanted" else code.pop(0) if code else "wanted"
            assert group in GROUPS or group in {"expected", "problem", "reason"}, (path, group)
            assert not code or code[0] in GROUPS.get(group, {}) or code[0] in ERRORS, (path, group, code)


def test_an_error_without_words_is_shown_by_its_code():
    assert words("uk").error(InputError("no:such:code", where="x")).startswith("no:such:code (where='x')")


def test_a_code_without_words_is_shown_as_it_is():
    assert words("uk").code("answer_kind", "no_such_kind") == "no_such_kind"


def test_no_two_codes_of_one_group_share_their_words():
    """Two answers that read alike could not be told apart on paper."""
    for lang in LANGUAGES:
        for group in (
            "answer_kind",
            "held_place",
            "outcome",
            "agreement",
            "standing",
            "verdict",
            "custody",
            "field",
        ):
            texts = [words(lang).code(group, code) for code in GROUPS[group]]
            assert len(texts) == len(set(texts)), (lang, group, sorted(texts))


@pytest.mark.parametrize("lang", ["uk", "ru", "tr"])
def test_nothing_that_is_drawn_lacks_a_translation(lang, monkeypatch):
    """A text that the extraction does not see (inside another text, or put together) shows here."""
    missed = set()

    class Missed(gettext.NullTranslations):
        def gettext(self, message):
            missed.add(message)
            return message

        def ngettext(self, msgid1, msgid2, n):
            missed.add(msgid1)
            return msgid1

    with (CATALOGUES / lang / "LC_MESSAGES" / "allforall.mo").open("rb") as stream:
        fresh = gettext.GNUTranslations(stream)
    fresh.add_fallback(Missed())
    monkeypatch.setattr(words(lang), "_catalogue", fresh)
    for show_names in (False, True):
        pages_of(sample_report(0.05), lang, show_names=show_names)
        write_pdf(sample_report(0.05), lang, show_names=show_names)
    summary_text(sample_report(0.05), lang, 80)
    assert missed == set()

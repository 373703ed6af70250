"""The command line speaks the reader's language, the argument parser's own words included."""

import pytest

from allforall.cli import main
from allforall.cli.argument_words import ARGPARSE
from allforall.pages import words

LANGUAGES = ("uk", "ru", "tr")


@pytest.fixture(autouse=True)
def _environment(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.delenv("ALLFORALL_LANG", raising=False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_has_no_word_of_the_parser_in_english(lang, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--lang", lang, "--help"])
    assert ended.value.code == 0
    shown = " ".join(capsys.readouterr().out.split())
    for english in ARGPARSE:
        if "%" not in english and len(english) > 10:
            assert english not in shown
    assert words(lang).text("usage: ").strip() in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_call_that_lacks_something_is_told_so_in_the_readers_language(lang, capsys):
    assert main(["--lang", lang, "list", "import"]) == 2
    told = capsys.readouterr().err
    assert "required" not in told
    assert "--kind" in told


def test_english_is_spoken_again_after_another_language(capsys):
    assert main(["--lang", "uk", "list", "import"]) == 2
    assert main(["--lang", "en", "list", "import"]) == 2
    assert "the following arguments are required" in capsys.readouterr().err

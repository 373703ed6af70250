"""The help of every command in every language."""

import os

from commands import leaves
from stage import LANGUAGES

from allforall.cli.argument_words import speak
from allforall.pages.words import words as words_of


def play(stage):
    os.environ["COLUMNS"] = "2000"  # lines are not wrapped: Python's wrapping differs by version
    for lang in LANGUAGES:
        assert stage.see(f"{lang} --help", "--help", lang=lang) == 0
        speak(lang)
        told = [f"$ {' '.join(words)} --help\n{parser.format_help()}" for words, parser in leaves(words_of(lang))]
        stage.keep(lang, "\n".join(told))
    assert stage.see("--version", "--version") == 0

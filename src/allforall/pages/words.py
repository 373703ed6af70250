"""The words of one language: what a page, the command line or an error says.

English is the message id. The catalogues are gettext's, compiled (`locale/<language>/LC_MESSAGES/allforall.mo`)
and read with the standard library; they are compiled when a wheel is built, and by `dev.py`. The English text
of every code is in `code_texts`.
"""

import gettext
import string
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from allforall.errors import (
    N_,
    AllforallError,
    CallError,
    GateError,
    InputError,
    InstallError,
    NodeError,
    Param,
    Word,
)
from allforall.pages.code_texts import ADVICE, ERRORS, GROUPS
from allforall.pages.writing import NOTHING, grouped, written

DOMAIN = "allforall"

#: The prefix of the reason for which an answer is left out of a batch; its kind follows.
_BATCH = "batch:"

#: The languages, each by its own name, in the order offered to a reader.
LANGUAGES: Mapping[str, str] = {"en": "English", "uk": "Українська", "ru": "Русский", "tr": "Türkçe"}

#: Numbers with these names are labels, not amounts: 2099 is a year, 12345 a process.
_NOT_AMOUNTS = frozenset({"year", "line", "column", "pid", "version", "port", "exit_code"})

_ADVICE_BY_CLASS: tuple[tuple[type[AllforallError], str], ...] = (
    (CallError, N_("Nothing was read or changed. See the command's help, then run it again.")),
    (InputError, N_("Nothing was saved. Fix the file and import it again.")),
    (NodeError, N_("Nothing was changed. “allforall node doctor” shows what is wrong with the node.")),
    (GateError, N_("Nothing was changed. Supply what is missing, then try again.")),
)


class _Filler(string.Formatter):
    """Fills the placeholders of a text; one without a value is shown as a dash, not as an error."""

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:  # noqa: ARG002 - the base's signature
        return kwargs.get(key, NOTHING)

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:
        # No attribute or index access: a text may name a value and nothing else.
        return self.get_value(field_name, args, kwargs), field_name

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ARG002 - the base's signature
        return str(value)


_FILLER = _Filler()


class Words:
    """One language. Everything it returns is plain text: whoever puts it on a page escapes it there."""

    __slots__ = ("_catalogue", "lang")

    def __init__(self, lang: str, catalogue: gettext.NullTranslations) -> None:
        self.lang = lang
        self._catalogue = catalogue

    def text(self, msgid: str, /, **params: object) -> str:
        """Returns a text in this language with its placeholders filled."""
        translated = self._catalogue.gettext(msgid) if msgid else ""
        return self._fill(translated, params)

    def plural(self, singular: str, plural: str, n: int, /, **params: object) -> str:
        """Returns the form of a text for the number `n`, which is {n} in it."""
        translated = self._catalogue.ngettext(singular, plural, n)
        return self._fill(translated, {"n": n, **params})

    def code(self, group: str, code: str, /, **params: object) -> str:
        """Returns the words for a code of a group, such as a kind of answer.

        A code without words is returned as it is: a reader may look it up, a made-up word would hide it.
        """
        english = GROUPS.get(group, {}).get(code) or ERRORS.get(code)
        if english is None and code.removeprefix(_BATCH) in GROUPS["answer_kind"]:
            answer = self.code("answer_kind", code.removeprefix(_BATCH))
            return self.text("“{answer}” is confirmed one by one", answer=answer)
        return self.text(english, **params) if english else written(code)

    def word(self, word: Word) -> str:
        """Returns a word of a closed set in this language."""
        return self.code(word.group, str(word), **word.params)

    def error(self, error: AllforallError) -> str:
        """Returns what happened and what to do next."""
        english = ERRORS.get(error.code)
        if english is None:
            happened = str(error)
        else:
            params = {name: self._param(value) for name, value in error.params.items()}
            happened = self.text(english, **params)
        by_class = next((text for kind, text in _ADVICE_BY_CLASS if isinstance(error, kind)), "")
        advice = ADVICE.get(error.code, by_class)
        return f"{happened} {self.text(advice)}".strip() if advice else happened

    def _param(self, value: Param) -> object:
        """Returns a parameter for display: the words of a code or of several, else the value itself."""
        if isinstance(value, tuple):
            return ", ".join(self.word(one) for one in value)
        return self.word(value) if isinstance(value, Word) else value

    def _fill(self, text: str, params: Mapping[str, object]) -> str:
        if not params and "{" not in text:
            return text
        return _FILLER.vformat(text, (), {name: _shown(name, value) for name, value in params.items()})


def _shown(name: str, value: object) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, int) and not isinstance(value, bool) and name not in _NOT_AMOUNTS:
        return grouped(value)
    return written(str(value))


@lru_cache(maxsize=len(LANGUAGES))
def _words(lang: str) -> Words:
    if lang == "en":
        return Words(lang, gettext.NullTranslations())
    compiled = files("allforall.pages") / "locale" / lang / "LC_MESSAGES" / f"{DOMAIN}.mo"
    try:
        with compiled.open("rb") as stream:
            return Words(lang, gettext.GNUTranslations(stream))
    except FileNotFoundError:
        # English in its place would pass for a page that somebody had left untranslated.
        raise InstallError("words:catalogue:missing", lang=lang) from None


def words(lang: str) -> Words:
    """Returns the words of a language: en, uk, ru or tr.

    CallError for any other, InstallError where its catalogue was not compiled.
    """
    if lang not in LANGUAGES:
        raise CallError("words:language:unknown", found=lang, expected=", ".join(LANGUAGES))
    return _words(lang)

"""Which field a column's heading means, from the table of wordings in `headings.toml`."""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

from allforall.people.fields import Field

#: A heading that means the whole name on its own, and is ambiguous beside a surname or a given name.
_SOME_NAME = "name_of_some_kind"
_TOTALS = "totals"

_FOLD = str.maketrans(
    {
        "ё": "е",
        "ğ": "g",
        "ş": "s",
        "ı": "i",
        "ç": "c",
        "ö": "o",
        "ü": "u",
        "â": "a",
        "\u0307": None,
        "\u0301": None,
    }
)
#: Latin letters used for Cyrillic ones; applied only if the text has Cyrillic letters.
_LOOKALIKES = str.maketrans("abcehikmoptxy", "аьсеніктортху")
#: Replaces № while NFKC would turn it into "No": a letter of no language here.
_NUMBER_SIGN = "\u01c2"
_NO_LETTERS = re.compile(r"[\W_]+")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LEADING_NUMBER = re.compile(r"^\s*(?:№\s*)?\d+\s*[.):\s]\s*")
_HALVES = re.compile(r"\s*[/|\n\r\\;]+\s*|\s+[-–—]\s+")
_SENTENCE = 120  # characters: a longer cell is prose above the table, not a heading


@lru_cache(maxsize=8192)
def fold_words(text: str) -> str:
    """Returns the letters, digits and the sign № of a text, in one case and without look-alikes: what two
    wordings share.
    """
    folded = (
        unicodedata.normalize("NFKC", text.replace("#", "№").replace("№", _NUMBER_SIGN)).casefold().translate(_FOLD)
    )
    if _CYRILLIC.search(folded):
        folded = folded.translate(_LOOKALIKES)
    return _NO_LETTERS.sub("", folded).replace(_NUMBER_SIGN, "№")


@cache
def _table() -> tuple[dict[str, Field], frozenset[str], tuple[str, ...]]:
    """Returns the field of every folded wording, the wordings of "name", and the words that begin a line of
    totals.
    """
    stored = tomllib.loads((files("allforall.people") / "headings.toml").read_text(encoding="utf-8"))
    fields: dict[str, Field] = {}
    for field in Field:
        fields[fold_words(field.value)] = field
    for section, languages in stored.items():
        if section in {_SOME_NAME, _TOTALS}:
            continue
        field = Field(section)
        for wordings in languages.values():
            for wording in wordings:
                # A wording with two fields would be a guess; the data is ours, so the tests catch this.
                if fields.setdefault(fold_words(wording), field) is not field:
                    message = f"headings.toml: {wording!r} appears at {fields[fold_words(wording)]} and {field}"
                    raise ValueError(message)
    names = frozenset(fold_words(w) for words in stored[_SOME_NAME].values() for w in words)
    totals = tuple(sorted(fold_words(w) for w in stored[_TOTALS]["words"]))
    return fields, names, totals


@lru_cache(maxsize=4096)
def find_field(heading: str) -> Field | None:
    """Returns the field that a heading means by itself, or None if it is not in the table.

    Tried in turn: the whole text, the text without brackets and leading number, and the halves of a bilingual
    heading, which must agree.
    """
    if not heading.strip() or len(heading) > _SENTENCE:
        return None
    fields, _, _ = _table()
    bare = _LEADING_NUMBER.sub("", _BRACKETS.sub(" ", heading))
    for text in (heading, _BRACKETS.sub(" ", heading), _LEADING_NUMBER.sub("", heading), bare):
        found = fields.get(fold_words(text))
        if found is not None:
            return found
    halves = {fields.get(fold_words(half)) for half in _HALVES.split(bare) if fold_words(half)}
    return halves.pop() if len(halves) == 1 else None


def is_some_name(heading: str) -> bool:
    """Whether a heading means "name" without saying which."""
    return fold_words(_BRACKETS.sub(" ", heading)) in _table()[1]


def find_fields(headings: Sequence[str]) -> tuple[Field | None, ...]:
    """Returns the field of each heading of one table; two columns may come out as the same field, which the caller must
    resolve.

    "Name" on its own is the whole name. Beside a surname or a given name it stays None.
    """
    found = [find_field(heading) for heading in headings]
    names = [index for index, heading in enumerate(headings) if is_some_name(heading)]
    if names and not {Field.FULL_NAME, Field.SURNAME, Field.GIVEN_NAME} & set(found):
        for index in names:
            found[index] = Field.FULL_NAME
    return tuple(found)


def begins_totals(text: str) -> bool:
    """Whether a cell begins a line of totals ("Всього: 150 осіб"), which is not a person."""
    _, _, totals = _table()
    plain = text.strip()
    if not plain.lower().startswith(_first_letters()):
        return False
    words = re.split(r"[\s:,.\d]", plain, maxsplit=1)
    return fold_words(words[0]) in totals or fold_words(" ".join(plain.split()[:2])) in totals


@cache
def _first_letters() -> tuple[str, ...]:
    """Returns the beginnings that a line of totals can have: they exclude nearly every row."""
    return tuple({total[:2] for total in _table()[2]})

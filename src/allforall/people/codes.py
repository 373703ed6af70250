"""Closed sets of codes in the words of four languages, from the table `codes.toml`."""

import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from allforall.people.fields import CODES, SPEC, Field, Kind
from allforall.people.headings import fold_words

_NOT_KNOWN = "not_known"


def code_set(field: Field) -> str:
    """Returns the name of the closed set of a field (a section of `codes.toml`), empty for a field that has
    none.
    """
    kind = SPEC[field].kind
    if kind is Kind.CODE:
        return field.value
    return kind.value if kind in {Kind.SEX, Kind.YES_NO} else ""


def members(field: Field) -> tuple[str, ...]:
    """Returns the codes that a field can have."""
    if field in CODES:
        return CODES[field]
    return {"sex": ("m", "f"), "yes_no": ("yes", "no")}.get(code_set(field), ())


def _fold(word: str) -> str:
    # Signs such as + are compared as they are: folding keeps only letters and digits.
    return fold_words(word) or word.strip()


@cache
def _table() -> dict[str, dict[str, str]]:
    stored = tomllib.loads((files("allforall.people") / "codes.toml").read_text(encoding="utf-8"))
    table: dict[str, dict[str, str]] = {}
    for section, codes in stored.items():
        words = table.setdefault(section, {})
        for code, languages in codes.items():
            for word in [code, *(word for listed in languages.values() for word in listed)]:
                if words.setdefault(_fold(word), code) != code:
                    message = f"codes.toml: {word!r} appears in two codes of {section}"
                    raise ValueError(message)
    return table


@lru_cache(maxsize=8192)
def read_code(field: Field, text: str) -> str | None:
    """Returns the code that a text means in this field, empty if it means "not known", None if it is not understood."""
    word = _fold(text)
    code = _table()[code_set(field)].get(word)
    if code is not None:
        return code
    return "" if not word.strip("-–—?.") or word in _table()[_NOT_KNOWN] else None


@cache
def _not_known() -> frozenset[str]:
    stored = tomllib.loads((files("allforall.people") / "codes.toml").read_text(encoding="utf-8"))
    words = (word for listed in stored[_NOT_KNOWN][_NOT_KNOWN].values() for word in listed)
    return frozenset(word.lower() for word in words)


def is_not_known(text: str) -> bool:
    """Whether a text means "not known" ("н/д", "unknown", a dash)."""
    # No folding here: this runs for every cell.
    plain = text.strip(" \t\r\n.?-–—_").lower()
    return not plain or plain in _not_known()

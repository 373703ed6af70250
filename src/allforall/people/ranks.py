"""Ranks in four languages, read into steps of seniority shared by armies.

A rank is read into the code of its step (`private`, `junior_sergeant`), the same for ground and naval words
and for all languages. The table, its sources and its assumptions are in ``ranks.toml``.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from allforall.people.persons import Mark
from allforall.people.written import visible

LANGUAGES = ("uk", "ru", "en", "tr")


@dataclass(frozen=True, slots=True)
class Rank:
    """One step of seniority: its code, its position in the order, its NATO grade, and its words by language."""

    code: str
    order: int
    nato: str
    words: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def ranks() -> dict[str, Rank]:
    """Returns the table of ranks by code, from the lowest step to the highest."""
    text = resources.files("allforall.people").joinpath("ranks.toml").read_text(encoding="utf-8")
    return {
        code: Rank(code, row["order"], row["nato"], {lang: tuple(row[lang]) for lang in LANGUAGES})
        for code, row in tomllib.loads(text).items()
    }


_APART = re.compile(r"[\s.\-‐‑–—_/\\]+")
#: What may be written beside a rank but is not part of it: guards, reserve, retired, justice, medical service, police.
_BESIDE = re.compile(
    r"\b(?:гвардії|гвардии|гв|запасу|запаса|в запасі|в запасе|у відставці|в отставке|юстиції|юстиции|"
    r"медичної служби|медицинской службы|м/с|вн службы|внутрішньої служби|внутренней службы|"
    r"поліції|полиции|резерву|резерва|"
    r"guards|reserve|retired|ret)\b\.?"
)


def _plain(text: str) -> str:
    """Lower case, one space between words, without dots and hyphens: с-т and ст. с-т stay different words."""
    return _APART.sub(" ", text.lower().replace("\u0307", "").replace("’", "'")).strip()


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    text = resources.files("allforall.people").joinpath("ranks.toml").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for code, row in tomllib.loads(text).items():
        for form in (form for part in (*LANGUAGES, "short") for form in row[part]):
            found.setdefault(_plain(form), code)
        found.setdefault(_plain(code), code)
    return found


@lru_cache(maxsize=1 << 14)
def read_rank(text: str) -> tuple[str, tuple[Mark, ...]]:
    """Returns the code of the step that a rank belongs to, else the unchanged text with
    `Mark.NOT_IN_TABLE`.
    """
    seen, hidden = visible(text)
    marks = (Mark.HIDDEN_CHARACTERS,) if hidden else ()
    if not seen:
        return "", marks
    known = _codes()
    plain = _plain(seen)
    code = known.get(plain) or known.get(_plain(_BESIDE.sub(" ", seen.lower())))
    if code is None and "(" in plain:
        code = known.get(_plain(re.sub(r"\([^)]*\)", " ", plain)))
    if code is None:
        return seen, (*marks, Mark.NOT_IN_TABLE)
    return code, marks


def rank_words(code: str, lang: str) -> str:
    """Returns the word for a rank in a language; the text itself if it is not in the table."""
    rank = ranks().get(code)
    if rank is None:
        return code
    return rank.words[lang if lang in LANGUAGES else "en"][0]


def rank_steps_apart(left: str, right: str) -> int | None:
    """Returns how many steps are between two ranks, or None if one is not in the table."""
    table = ranks()
    if left not in table or right not in table:
        return None
    return abs(table[left].order - table[right].order)


def is_officer(code: str) -> bool | None:
    """Returns whether a rank is an officer's, or None if it is not in the table."""
    rank = ranks().get(code)
    return None if rank is None else rank.nato.startswith("OF")

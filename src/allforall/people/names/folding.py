"""One phonetic fold for names in Ukrainian and Russian Cyrillic and in all their romanisations.

`fold` gives the same code for Шевченко, Shevchenko, Szewczenko, Schewtschenko and Ševčenko; `folds` adds
further readings where a spelling is ambiguous (``ch`` is ч in English and х in Polish); `coarse` and
`skeleton` are coarser keys, for what was written by ear and for finding candidates. `stem` makes patronymics
and fathers' names comparable. Nothing here changes what a list says: a code lives in an index only.

The sounds are tabled in `sounds`. Whole columns are folded at once: the names are joined into one text, and
each rule is one pass over it.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from allforall.people.names.sounds import COARSE, DIGRAPHS, HABITS, LATIN, SINGLE, SKELETON

_SINGLE = str.maketrans(SINGLE)
_LATIN = str.maketrans(LATIN)
_MARKS = re.compile("[\u0300-\u036f]+")
_OTHER = re.compile(r"[^A-Z \n]+")
_GLIDE = re.compile(r"I+(?=[AEOU])")
_HUSH = re.compile(r"[SX]Q|XX")
_AFFRICATE = re.compile(r"T[CQ]|CQ")
_TS = re.compile(r"TS")
_TWICE = re.compile(r"([A-Z])\1+")
_FINAL_F = re.compile(r"F+\b")
_SPACES = re.compile(r" +")
_EDGES = re.compile(r"^ | $", re.MULTILINE)
_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")

#: Readings per name beyond the first; more would make candidates of everything.
MAX_READINGS = 4

#: -ович, -івна and their like, -ич, -ична; Turkic -оглы, -кызы.
_PATRONYMIC = re.compile(r"(?:[OEI]V(?:IQ|NA)|INIQNA|IQNA|IQ| ?OHL[IU]| ?K[IE]ZI| ?ULI)$")
_FINAL_VOWELS = re.compile(r"(?<=.)[AEIOU]+$")
_FEMININE = re.compile(r"(?<=[OE]V)A$|(?<=IN)A$|(?<=[SC]K)(?:A|I|[OE]I)$")


def _lower(names: Sequence[str]) -> str:
    text = "\0".join(names)
    if text.count("\0") >= max(len(names), 1):
        text = "\0".join(name.replace("\0", " ") for name in names)
    text = unicodedata.normalize("NFKC", text).lower()
    return _BREAKS.sub(" ", text).replace("\0", "\n")


def _code(text: str) -> str:
    """The codes of a lower-case text, one name a line."""
    text = text.translate(_SINGLE)
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).translate(_SINGLE)
    for letters, code in DIGRAPHS:
        text = text.replace(letters, code)
    text = _OTHER.sub("", text.translate(_LATIN))
    text = _TS.sub("C", text)
    text = _AFFRICATE.sub(lambda match: "Q" if match.group().endswith("Q") else "C", text)
    text = _HUSH.sub("X", text)
    text = _GLIDE.sub("", text)
    text = _TWICE.sub(r"\1", text)
    text = _FINAL_F.sub("V", text)
    return _EDGES.sub("", _SPACES.sub(" ", text))


def fold_all(names: Sequence[str]) -> list[str]:
    """Returns the fold of every name, in order; whole columns are much faster than name by name."""
    return _code(_lower(names)).split("\n") if names else []


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Returns the phonetic code of a name: the same for one name in either Cyrillic or any usual
    romanisation.

    The code is empty where the name holds no letter of these scripts.
    """
    return fold_all([name])[0]


def folds_all(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Returns every reading of every name, the usual one first, at most `MAX_READINGS` more."""
    first = fold_all(names)
    more: list[list[str]] = [[] for _ in names]
    lowered = _lower(names).split("\n") if names else []
    for _, when, changes in HABITS:
        hits = [i for i, text in enumerate(lowered) if when.search(text)]
        if not hits:
            continue
        text = "\n".join(lowered[i] for i in hits)
        for pattern, instead in changes:
            text = pattern.sub(instead, text)
        for i, code in zip(hits, _code(text).split("\n"), strict=True):
            if code != first[i] and code not in more[i] and len(more[i]) < MAX_READINGS:
                more[i].append(code)
    return [(code, *others) for code, others in zip(first, more, strict=True)]


@lru_cache(maxsize=65536)
def folds(name: str) -> tuple[str, ...]:
    """Returns every reading of a name, the usual one first."""
    return folds_all([name])[0]


def coarse(code: str) -> str:
    """Returns a coarser key of a fold: о as а, и as е, voiced as voiceless, all hushing sounds as one."""
    return _TWICE.sub(r"\1", code.translate(COARSE))


def skeleton(code: str) -> str:
    """Returns the consonants of a fold by place of articulation, and whether it begins with a vowel."""
    first = "A" if code[:1] in ("A", "E", "I", "O", "U") else ""
    return first + _TWICE.sub(r"\1", code.translate(SKELETON).replace(" ", ""))


def masculine(code: str) -> str:
    """Returns the fold of a surname without the endings that differ by sex: -ова, -ина; -ський, -ская."""
    return _FEMININE.sub("", code)


def stem(code: str) -> str:
    """Returns what a patronymic and the father's name have in common, from the fold of either.

    Миколайович, Миколаївна and Миколай give one stem; names whose patronymic is irregular (Лев, Львович) meet
    in the table of given names.
    """
    cut = _PATRONYMIC.sub("", code)
    return _FINAL_VOWELS.sub("", cut if len(cut) > 1 else code)

"""Names typed while the keyboard was set to the other layout: Itdxtyrj for Шевченко, Ыруксрутлщ for
Shevchenko.

A text counts as such only if the same keys give a far likelier name in the other layout. The likelihood of one letter
after another in names is in ``letters.txt``, learnt from the name forms of Wikidata (CC0). Layouts: the common PC
layouts for English (US), Ukrainian and Russian.
"""

import re
import unicodedata
from functools import lru_cache
from importlib import resources
from itertools import pairwise

from allforall.people.names.given import given_names, is_given

LATIN = "abcdefghijklmnopqrstuvwxyz"
CYRILLIC = "абвгґдеєёжзиіїйклмнопрстуўфхцчшщъыьэюя"

_EN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RU = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_UK = "'йцукенгшщзхїфівапролджєячсмитьбю"
_EN_SHIFTED = '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'


def _keys(one: str, other: str) -> dict[int, str]:
    return {ord(a): b for a, b in zip(one, other, strict=True)}


_TO_CYRILLIC = tuple(_keys(_EN, low) | _keys(_EN_SHIFTED, low.upper()) for low in (_UK, _RU))
_TO_LATIN = tuple(_keys(low, _EN) | _keys(low.upper(), _EN_SHIFTED) for low in (_UK, _RU))
#: How many tenths of a bit the other reading must be more likely: chosen on the groups that letters.txt was
#: learnt from, so that fewer than 1 in 1,000 correct names are mistaken for mistyped ones (assumption: mistyped
#: names are rare).
TO_CYRILLIC_AT_LEAST, TO_LATIN_AT_LEAST = 38, 60
#: A text with no more surprise than this per step is accepted as a name, and no other reading is tried; tenths of a
#: bit.
PLAIN_NAME = 40
UNKNOWN_PAIR = 150
#: A key for a letter that gives punctuation in the midst of a word is evidence by itself; tenths of a bit,
#: assumption.
PUNCTUATION_INSIDE = 45
#: The surprise of a comma or a full stop after a name; tenths of a bit, assumption.
STRAY_END = 90
#: Texts with fewer letters are too short, to Cyrillic and to Latin: short correct names (Кущ) look mistyped.
FEWEST_TO_CYRILLIC, FEWEST_TO_LATIN = 3, 4

#: A given name of fewer letters is no evidence; a word of two runs needs this many letters (assumptions).
FEWEST_LETTERS_OF_A_NAME, FEWEST_OF_TWO_RUNS = 4, 6

_BARE = str.maketrans(
    {"ł": "l", "ø": "o", "ı": "i", "đ": "d", "ə": "a", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)
_TYPED_AS_LATIN = re.compile(r"[A-Za-z`\[\]{};:'\"<>,.~ \-]+")
_INSIDE = re.compile(r"[`\[\]{};~]|[.,<>:\"](?=[A-Za-z])")
_CYRILLIC_ONLY = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґ'’ .\-]+")
_TWO_RUNS = re.compile(
    r"([А-Яа-яЁёІіЇїЄєҐґ]+)([A-Za-z;\[\]'`,.]{3,})|([A-Za-z]+)([А-Яа-яЁёІіЇїЄєҐґ]{3,})", re.IGNORECASE
)
_PLAIN_LATIN = re.compile(r"(?:[odl]')?[a-z]+(?:[ \-]+(?:[odl]')?[a-z]+)*")


class _Bare(dict[int, str]):
    """The bare lower-case form of each letter, made on first use: "" for non-letters, a space between words."""

    def __missing__(self, code: int) -> str:
        letter = chr(code).lower().translate(_BARE)[:2]
        if letter in _BETWEEN:
            bare = " "
        elif letter.isascii() or letter in CYRILLIC:
            bare = letter if letter.isalpha() else ""
        else:
            base = unicodedata.normalize("NFKD", letter)[0]
            bare = base if base.isalpha() else ""
        self[code] = bare
        return bare


_BETWEEN = frozenset(" .-")
_BARE_FORMS = _Bare()


def bare_letters(text: str) -> str:
    """Returns the letters of a text in lower case, Latin ones without their marks; words stay apart."""
    return text.translate(_BARE_FORMS)


class _Pairs(dict[tuple[str, str], int]):
    """Tenths of a bit by pair of letters; a pair of two scripts does not occur in a name."""

    def __missing__(self, pair: tuple[str, str]) -> int:
        return UNKNOWN_PAIR


@lru_cache(maxsize=1)
def _surprise() -> _Pairs:
    text = resources.files("allforall.people.names").joinpath("letters.txt").read_text(encoding="utf-8")
    pairs = _Pairs()
    heading: list[str] = []
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            heading = [] if not line.strip() else heading
        elif not heading:
            heading = line.split()
        else:
            first, *bits = line.split()
            pairs.update({(first, second): int(bit) for second, bit in zip(heading, bits, strict=True)})
    return pairs


def _surprise_and_steps(text: str) -> tuple[int, int]:
    of = _surprise().__getitem__
    total = steps = 0
    for word in text.translate(_BARE_FORMS).split():
        bounded = f"^{word}$"
        total += sum(map(of, pairwise(bounded)))
        steps += len(bounded) - 1
    return total, steps


def surprise(text: str) -> int:
    """Returns how unlikely a text is as a name, in tenths of a bit; each word is judged by the script it is in."""
    return _surprise_and_steps(text)[0]


def _as_cyrillic(text: str) -> tuple[str, int]:
    """The likeliest text that the same keys give in a Cyrillic layout, and how much likelier it is."""
    # a comma or a full stop at the end may be itself or the letters б and ю
    ends = [(text, "")]
    if text[-1] in ",.":
        ends.append((text[:-1], text[-1]))
    cost, best = min(
        ((surprise(meant := core.translate(layout)) + STRAY_END * bool(end), meant + end))
        for core, end in ends
        for layout in _TO_CYRILLIC
        if core
    )
    return best, surprise(text) - cost + PUNCTUATION_INSIDE * len(_INSIDE.findall(text)) + STRAY_END * bool(ends[1:])


def _as_latin(text: str) -> tuple[str, int]:
    candidates = [text.translate(layout) for layout in _TO_LATIN]
    whole = [form for form in candidates if _PLAIN_LATIN.fullmatch(form.lower())]
    if not whole:
        return text, -1
    best = min(whole, key=surprise)
    return best, surprise(text) - surprise(best)


def _is_a_given_name(meant: str, text: str) -> bool:
    """Whether the intended text is in the table of given names and the typed one is not: Ktcz is Леся."""
    if len(meant) < FEWEST_LETTERS_OF_A_NAME + meant.isascii() or is_given(text):
        return False
    return is_given(meant) if meant.isascii() else meant.lower() in given_names().written


@lru_cache(maxsize=1 << 16)
def read_other_layout(text: str) -> str | None:
    """Returns the intended text if it was typed in the wrong layout, else None.

    Only a text in a single script is considered, of keys in the layout, and not shorter than
    `FEWEST_TO_CYRILLIC` or `FEWEST_TO_LATIN`. A given name of the table needs half the evidence.
    """
    total, steps = _surprise_and_steps(text)
    if total <= PLAIN_NAME * steps and not _INSIDE.search(text):
        return None
    letters = sum(map(str.isalpha, text))
    if text.isascii():
        if letters < FEWEST_TO_CYRILLIC or not _TYPED_AS_LATIN.fullmatch(text):
            return None
        (meant, gain), enough = _as_cyrillic(text), TO_CYRILLIC_AT_LEAST
    else:
        if letters < FEWEST_TO_LATIN or not _CYRILLIC_ONLY.fullmatch(text):
            return None
        (meant, gain), enough = _as_latin(text), TO_LATIN_AT_LEAST
    known = enough // 2 <= gain < enough and _is_a_given_name(meant, text)
    return meant if known or (gain >= enough and not is_given(text)) else None


@lru_cache(maxsize=1 << 14)
def read_half_layout(word: str) -> str | None:
    """Returns the intended text if the layout was changed within a word (Шевxtyrj, Shevсрутлщ), else None.

    The word must have two runs, each in one script and one of them with three or more letters, and the other reading of
    one run must make it a likely name.
    """
    found = _TWO_RUNS.fullmatch(word)
    if found is None or len(word) < FEWEST_OF_TWO_RUNS:
        return None
    first, second = next((a, b) for a, b in (found.group(1, 2), found.group(3, 4)) if a)
    meant: list[str] = []
    for of, layouts in ((LATIN, _TO_CYRILLIC), (CYRILLIC, _TO_LATIN)):
        for layout in layouts:
            pieces = [piece.translate(layout) if piece[0].lower() in of else piece for piece in (first, second)]
            meant.append("".join(pieces))
    likely = [text for text in meant if text.replace("'", "").isalpha()]
    if not likely:
        return None
    best = min(likely, key=surprise)
    total, steps = _surprise_and_steps(best)
    return best if total <= PLAIN_NAME * steps else None

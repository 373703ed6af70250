"""The learnt model of spelling: the bits for a letter of one spelling against letters of another.

The counts beside this module (`sound_counts.txt`) say how often each letter of a Cyrillic form corresponded to which
letters of a Latin form of the same name, and beside which letters; likewise for two Cyrillic and two Latin forms. They
give the evidence of each aligned piece in bits: how much likelier the piece is if both are one name than by chance. A
typing slip is the lower bound: no letter costs more than a slip.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Whole = NDArray[np.int64]


class Script(Enum):
    """The scripts that the counts cover."""

    CYRILLIC = "cyrillic"
    LATIN = "latin"


#: The longest piece that one letter can correspond to (tsch for ч); щ is read as ш and ч, so needs no more.
LONGEST = 4
SOFT = frozenset("ьъ")

#: Bits for a wrong letter, for one too many, for one too few: about one letter in a hundred is a slip.
#: Assumptions, chosen on even groups with a slip and without (`benchmarks/unseen_names.py --numbers even`).
SLIP, ADDED, MISSED = -7.0, -6.0, -6.0
#: Added to the evidence of both letters: two swapped letters are a slip too.
SWAPPED = -8.0
#: The influence of the letters before and after a piece; each counts half, since the two are not independent.
BESIDE, BESIDE_MOST = 0.5, 4.0
#: The weight, in observations, of what is known without the neighbour.
PRIOR = 5.0
#: How much of a letter's rarity is evidence; less than all, since neighbouring letters predict each other.
RARITY = 0.95
UNSEEN = 0.02
#: Never: for a piece of several letters that was not seen (its letters are added one by one instead).
NEVER = -1000.0

#: Letters of other alphabets mapped to the nearest ones in the counts, and signs that can be dropped.
_PLAIN: dict[str, str] = {
    "щ": "шч", "ў": "у", "қ": "к", "ғ": "г", "ң": "н", "ө": "о", "ү": "у", "ұ": "у", "һ": "х", "ә": "э", "ҳ": "х",
    "җ": "дж", "ҷ": "ч", "ӣ": "и", "ӯ": "у", "ј": "й", "љ": "ль", "њ": "нь", "ћ": "ч", "ђ": "дж", "џ": "дж",
    "ѕ": "дз", "ѓ": "г", "ќ": "к",
    "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ŋ": "n", "ħ": "h", "ĸ": "k", "ə": "e",
    **dict.fromkeys("'’‘ʼʹʺ`´ˈ″′“”\"ʻʿʾ«».\u00ad\u200b\u200e\u200f", ""),
    **dict.fromkeys("-\u2010\u2011\u2012–—_,/\t\r\v\f", " "),
}  # fmt: skip
_SIGNS = str.maketrans(_PLAIN)
_PIECE = re.compile(r"(\D)(\d+)")


def plain_letters(text: str) -> str:
    """Returns a name in small letters without apostrophes, hyphens as spaces; щ is written шч."""
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).lower().translate(_SIGNS))
    return " ".join(text.split())


def plain_letters_all(names: Sequence[str]) -> list[str]:
    """Returns `plain_letters` of every name, in order; whole columns are much faster than name by name."""
    text = "\n".join(names)
    if text.count("\n") >= max(len(names), 1):
        text = "\n".join(name.replace("\n", " ") for name in names)
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).lower().translate(_SIGNS))
    plain = [" ".join(line.split()) for line in text.split("\n")]
    return plain if len(plain) == len(names) else [plain_letters(name) for name in names]


def script_of(name: str) -> Script | None:
    """Returns the script of most letters of a name; none if it has no letter of either."""
    cyrillic = sum("\u0400" <= letter <= "\u052f" for letter in name)
    latin = sum(letter.isalpha() and (letter < "\u0250" or "\u1e00" <= letter <= "\u1eff") for letter in name)
    if not cyrillic and not latin:
        return None
    return Script.CYRILLIC if cyrillic >= latin else Script.LATIN


@dataclass(frozen=True, slots=True)
class Spelling:
    """The bits of every right piece for every left letter, and how its neighbours change them.

    `left` and `right` are the letters, numbered by their position; the number after the last is the edge of a name.
    `pieces[0]` is nothing; `bits[a, g]` is for letter a and piece g, `before[p, a, g]` and `after[a, n, g]` are added
    for the letters beside it. A last column, after the pieces, is for a piece that was never seen.
    """

    left: str
    right: str
    pieces: tuple[str, ...]
    bits: Floats
    before: Floats
    after: Floats

    def rows(self, triples: Whole) -> Floats:
        """Returns the bits of every piece, for letters given as (before, letter, after), packed by `pack`."""
        edge = len(self.left) + 1
        before, rest = np.divmod(triples, edge * edge)
        letter, after = np.divmod(rest, edge)
        found: Floats = self.bits[letter]
        found += self.before[before, letter]
        found += self.after[letter, after]
        singles = found[:, : len(self.right) + 1]  # nothing, and pieces of one letter
        np.maximum(singles, SLIP, out=singles)
        return found


def _counts(lines: Sequence[str]) -> tuple[Counter[tuple[str, str]], dict[tuple[str, str], tuple[str, str]]]:
    seen: Counter[tuple[str, str]] = Counter()
    beside = {}
    for line in lines:
        left, right, number, before, after = line.split(" ")
        piece = (left.replace("_", " "), "" if right == "-" else right.replace("_", " "))
        seen[piece] = int(number)
        beside[piece] = (before.replace("_", " "), after.replace("_", " "))
    return seen, beside


def _neighbours(told: str, letters: dict[str, int]) -> list[tuple[int, int]]:
    return [(letters[letter], int(number)) for letter, number in _PIECE.findall(told) if letter in letters]


def _bits_of(number: int, total: int) -> float:
    return -math.log2((number + 1) / total)


def _spelling(lines: Sequence[str], right_letters: str) -> Spelling:
    seen, beside = _counts(lines)
    left = "".join(sorted({one for one, _ in seen}))
    lefts: Counter[str] = Counter()
    rights: Counter[str] = Counter()
    single: Counter[str] = Counter()
    for (one, other), number in seen.items():
        lefts[one] += number
        rights[other] += number
        for letter in other:
            single[letter] += number
    right = "".join(sorted(set(right_letters) | set(single)))
    pieces = ("", *sorted(set(right) | {other for _, other in seen if other}, key=lambda piece: (len(piece), piece)))
    number_of = {piece: number for number, piece in enumerate(pieces)}
    letters = {letter: number for number, letter in enumerate(left)} | {"^": len(left)}
    size, wide = len(left), len(pieces)

    bits = np.full((size, wide + 1), NEVER, dtype=np.float32)
    bits[:, 0] = MISSED
    bits[:, 1 : len(right) + 1] = SLIP
    before = np.zeros((size + 1, size, wide + 1), dtype=np.float32)
    after = np.zeros((size, size + 1, wide + 1), dtype=np.float32)
    for one, a in letters.items():
        known = [other for other in number_of if (one, other) in seen]
        if not known:
            continue
        times = np.zeros((len(known), 2, size + 1), dtype=np.float32)  # piece, side, neighbour
        for place, other in enumerate(known):
            rare = _bits_of(rights[other], rights.total()) if other else 0.0
            # A piece is not rarer than observed, however rare its letters are individually.
            rare = min(rare, sum(_bits_of(single[letter], single.total()) for letter in other))
            chance = (seen[one, other] + UNSEEN) / (lefts[one] + 1)
            g = number_of[other]
            bits[a, g] = max(math.log2(chance) + RARITY * rare, float(bits[a, g]))
            for side in (0, 1):
                for neighbour, seen_beside in _neighbours(beside[one, other][side], letters):
                    times[place, side, neighbour] = seen_beside
        usual = np.array([seen[one, other] for other in known], dtype=np.float32)[:, None, None] / lefts[one]
        beside_it = (times + PRIOR * usual) / (times.sum(axis=0) + PRIOR)
        moved = np.clip(np.log2(beside_it / usual), -BESIDE_MOST, BESIDE_MOST) * BESIDE
        columns = [number_of[other] for other in known]
        before[:, a, columns] = moved[:, 0].T
        after[a][:, columns] = moved[:, 1].T
    return Spelling(left, right, pieces, bits, before, after)


@lru_cache(maxsize=1)
def spellings() -> dict[tuple[Script, Script], Spelling]:
    """Returns the three tables: a Cyrillic form against a Latin one, two Cyrillic ones, two Latin ones."""
    text = files("allforall.people.names").joinpath("sound_counts.txt").read_text(encoding="utf-8")
    parts: dict[tuple[Script, Script], list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("["):
            left, right = line.strip("[]").split()
            lines = parts.setdefault((Script(left), Script(right)), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    alphabets = {
        right: "".join(
            {letter for (_, s), told in parts.items() if s is right for line in told for letter in line.split()[1]}
            - {"-", "_"}
        )
        + " "
        for right in Script
    }
    return {key: _spelling(told, alphabets[key[1]]) for key, told in parts.items()}

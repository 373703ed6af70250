"""Codes of whole columns of folds at once, and folds packed into numbers, as the engine needs them.

The codes are those of `allforall.people.names.folding`, exactly; made in one pass over all names.
"""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from allforall.people.names.folding import masculine
from allforall.people.names.sounds import COARSE, SKELETON

Longs = npt.NDArray[np.int64]

#: The letters of a packed text: at five bits each they fit into 64 bits; longer texts are cut.
PACKED = 12
#: Codes of fewer letters are too short to lose one.
LEAST_LETTERS = 4

_TWICE = re.compile(r"([A-Z])\1+")
_VOWELS = ("A", "E", "I", "O", "U")


def coarse_all(codes: Sequence[str]) -> list[str]:
    """Returns the coarse key of every fold, in order."""
    return _TWICE.sub(r"\1", "\n".join(codes).translate(COARSE)).split("\n") if codes else []


def skeleton_all(codes: Sequence[str]) -> list[str]:
    """Returns the skeleton of every fold, in order."""
    if not codes:
        return []
    bare = _TWICE.sub(r"\1", "\n".join(codes).translate(SKELETON).replace(" ", "")).split("\n")
    return [f"A{left}" if code[:1] in _VOWELS else left for code, left in zip(codes, bare, strict=True)]


def masculine_of(code: str) -> str:
    """Returns the fold of a surname without endings that differ by sex, all of which end in A or I."""
    return masculine(code) if code.endswith(("A", "I")) else code


def packed(codes: Sequence[str]) -> Longs:
    """Returns texts of capitals as numbers, the first letter highest; 0 for the empty one. A space is not a letter."""
    text = np.array(codes, dtype=f"S{PACKED}")
    number = np.zeros(len(text), dtype=np.int64)
    if not len(text):
        return number
    for column in (text.view(np.uint8).reshape(len(text), -1) & 31).T:
        number = np.where(column > 0, (number << 5) | column, number)
    return number


def without_one(number: Longs, length: Longs) -> list[Longs]:
    """Returns packed texts without one of their letters, each of them in turn; -1 if there are no more."""
    found = []
    for place in range(PACKED):
        low = number & ((1 << (5 * place)) - 1)
        high = number >> (5 * (place + 1))
        found.append(np.where(place < length, (high << (5 * place)) | low, -1))
    return found

"""One single-byte alphabet for both scripts: every letter that the fold knows has a byte, so that a whole column of
names is one array of bytes.

Latin letters keep their bytes; Cyrillic letters and Latin letters with marks use free bytes. A letter that is not
listed loses its marks (and is then perhaps known); anything else is not a letter and is ignored.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from allforall.people.names.sounds import SIGNS, SINGLE, SPACES

Bytes = npt.NDArray[np.uint8]

NOTHING, END, SPACE = 0, 10, 32
_UNSURE = 255  # a sign that joins its neighbour (an accent apart from its letter): the name is composed first
_PLAIN = "abcdefghijklmnopqrstuvwxyz"
_FREE = [*range(33, 97), *range(123, _UNSURE)]
#: Blocks of combining marks that may join a letter of these scripts.
_JOINING = ((0x300, 0x370), (0x483, 0x488), (0x1AB0, 0x1B00), (0x1DC0, 0x1E00), (0x20D0, 0x2100), (0xFE20, 0xFE30))


@lru_cache(maxsize=1)
def byte_of() -> dict[str, int]:
    """Returns the byte of every letter that the fold knows."""
    letters = [letter for letter in (*SINGLE, *SIGNS) if letter not in _PLAIN]
    return {
        **{letter: ord(letter) for letter in _PLAIN},
        **dict(zip(dict.fromkeys(letters), _FREE, strict=False)),
        **dict.fromkeys(SPACES, SPACE),
    }


def written(text: str) -> bytes:
    """Returns a lower-case spelling as bytes; raises KeyError if a letter is not in the alphabet."""
    return bytes(byte_of()[letter] for letter in text)


def _byte(letter: str) -> int:
    """The byte of a letter after normalisation, without its marks if the marked letter has none."""
    known = byte_of()
    if letter in known:
        return known[letter]
    bare = [part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)]
    found = [known[part] for part in bare if part in known]
    if len(found) > 1:
        return _UNSURE
    return found[0] if found else NOTHING


@lru_cache(maxsize=1)
def _table() -> Bytes:
    """The byte of every character of the basic plane; one beyond it is composed first."""
    table = np.zeros(0x10000, dtype=np.uint8)
    characters = [chr(number) for number in range(1, 0x10000)]
    joined = unicodedata.normalize("NFKC", "\0".join(characters)).lower()
    for number, character in enumerate(joined.split("\0"), 1):
        if character.isascii() or len(character) > 1 or character.isalpha() or character in byte_of():
            table[number] = _byte(character)
    for start, stop in _JOINING:
        table[start:stop] = _UNSURE
    table[0xD800:0xE000] = _UNSURE  # halves of a character beyond the basic plane
    table[0] = END
    return table


def _coded(names: Sequence[str]) -> Bytes:
    text = "\0".join(names)
    if text.count("\0") >= max(len(names), 1):
        text = "\0".join([name.replace("\0", " ") for name in names])
    points = np.frombuffer((text + "\0").encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
    return _table().take(points)


def letters_of(names: Sequence[str]) -> Bytes:
    """Returns the letters of all names in sequence, each name ending with `END`."""
    letters = _coded(names)
    unsure = np.flatnonzero(letters == _UNSURE)
    if not len(unsure):
        return letters
    ends = np.flatnonzero(letters == END)
    spliced, done = [], 0
    for number in np.unique(np.searchsorted(ends, unsure)).tolist():
        start = int(ends[number - 1]) + 1 if number else 0
        composed = _coded([unicodedata.normalize("NFKC", names[number]).lower()])
        composed[composed == _UNSURE] = NOTHING
        spliced += [letters[done:start], composed]
        done = int(ends[number]) + 1
    return np.concatenate([*spliced, letters[done:]])

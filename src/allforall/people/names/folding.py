"""One phonetic fold for names in Ukrainian and Russian Cyrillic and in all their romanisations.

`fold` gives the same code for Шевченко, Shevchenko, Szewczenko, Schewtschenko and Ševčenko; `folds` adds
further readings where a spelling is ambiguous (``ch`` is ч in English and х in Polish); `coarse` and
`skeleton` are coarser keys, for what was written by ear and for finding candidates. `stem` makes patronymics
and fathers' names comparable. Nothing here changes what a list says: a code lives in an index only.

The sounds are tabled in `sounds`, other writers' habits in `habits`, and `heard` knows how a Latin spelling is most
often rendered. Whole columns are folded at once: the names are one array of bytes, and each rule is one pass over it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from allforall.people.names.alphabet import END, NOTHING, SPACE, Bytes, byte_of, letters_of
from allforall.people.names.habits import HABITS
from allforall.people.names.heard import hear
from allforall.people.names.sounds import BARE, COARSE, SIGNS, SINGLE, SKELETON
from allforall.people.names.spelling import Packed, pieces_of, spellings

Places = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]

#: Readings per name beyond the first; more would make candidates of everything.
MAX_READINGS = 4

#: Names that are folded at once: memory stays bounded, and the arrays stay in the processor's cache.
CHUNK = 16_384
#: How often, in thousandths of the first, the runner-up of one letter must have been right to give a reading.
OFTEN = 100
#: Runners-up that are tried, each alone.
RUNNERS_UP = 2

_TWICE = re.compile(r"([A-Z])\1+")
#: -ович, -івна and their like, -ич, -ична; Turkic -оглы, -кызы.
_PATRONYMIC = re.compile(r"(?:[OEI]V(?:IQ|NA)|INIQNA|IQNA|IQ| ?OHL[IU]| ?K[IE]ZI| ?ULI)$")
_FINAL_VOWELS = re.compile(r"(?<=.)[AEIOU]+$")
_FEMININE = re.compile(r"(?<=[OE]V)A$|(?<=IN)A$|(?<=[SC]K)(?:A|I|[OE]I)$")


@lru_cache(maxsize=1)
def _bare() -> Bytes:
    """Letters without the marks that do not decide their sound."""
    table = np.arange(256, dtype=np.uint8)
    for marked, bare in BARE.items():
        table[byte_of()[marked]] = byte_of()[bare]
    return table


@lru_cache(maxsize=1)
def _latin() -> Mask:
    """Which bytes are Latin letters."""
    table = np.zeros(256, dtype=np.bool_)
    for letter, byte in byte_of().items():
        table[byte] = letter in SINGLE and not "\u0400" <= letter < "\u0530"
    return table


_SIGNS = bytes(byte_of()[sign] for sign in SIGNS)
#: Two sounds that are one (тс and ц, ш and щ, й before a vowel), and spaces at the end of a name: the first of the two
#: is left out, and the second perhaps becomes another.
_MERGED = {
    "IA": "A", "IE": "E", "IO": "O", "IU": "U", "TS": "C", "TC": "C", "TQ": "Q", "CQ": "Q", "SQ": "X", "XQ": "X",
    " \n": "\n",
}  # fmt: skip
_LEFT_OUT, _BECOMES, _FINAL_F, _FIRST_SPACE = 1, 2, 4, 8


@lru_cache(maxsize=1)
def _meetings() -> tuple[Bytes, Bytes]:
    """What happens where two sounds meet, and what the second becomes, by both as one number."""
    happens, becomes = np.zeros(0x10000, dtype=np.uint8), np.zeros(0x10000, dtype=np.uint8)
    for two, sound in _MERGED.items():
        meeting = ord(two[0]) << 8 | ord(two[1])
        happens[meeting] = _LEFT_OUT | (_BECOMES if sound != two[1] else 0)
        becomes[meeting] = ord(sound)
    for end in (SPACE, END):
        happens[ord("F") << 8 | end] = _FINAL_F
    happens[END << 8 | SPACE] = _FIRST_SPACE
    return happens, becomes


def _singled(sounds: bytes) -> bytes:
    """Sounds without doubled ones."""
    code = np.frombuffer(sounds, dtype=np.uint8).copy()
    again = np.flatnonzero(code[1:] == code[:-1])
    code[again[code[again] != END]] = NOTHING
    return code.tobytes().translate(None, b"\0")


def _spoken(packs: Packed) -> bytes:
    """The codes of names, each closed by `END`, from the packed codes of their pieces: neighbouring sounds meet,
    doubled ones are one.
    """
    sounds = _singled(b"\n" + packs.tobytes().translate(None, b"\0"))
    code = np.frombuffer(sounds, dtype=np.uint8).copy()
    happens, becomes = _meetings()
    meeting = code[:-1].astype(np.uint16) << 8 | code[1:]
    what = happens[meeting]
    place = np.flatnonzero(what)
    what, meeting = what[place], meeting[place]
    changed = what & _BECOMES > 0
    code[place[changed] + 1] = becomes[meeting[changed]]
    code[place[what == _FINAL_F]] = ord("V")
    code[place[what & _LEFT_OUT > 0]] = NOTHING
    code[place[what == _FIRST_SPACE] + 1] = NOTHING
    # a sound left out may have brought two equal ones together
    return _singled(code.tobytes().translate(None, b"\0"))[1:]


def _texts(sounds: bytes) -> list[str]:
    return sounds.decode("ascii").split("\n")[:-1]


@dataclass(frozen=True, slots=True)
class _Part:
    """Some names of a chunk: the packed codes of their pieces, and which names they are."""

    packs: Packed
    names: Places


@dataclass(frozen=True, slots=True)
class _Span:
    """Where each name of a chunk begins and ends (its `END` included) in an array of all of them."""

    starts: Places
    stops: Places

    @classmethod
    def over(cls, letters: Bytes) -> "_Span":
        """Returns the spans of names that are each closed by `END`."""
        stops = np.flatnonzero(letters == END) + 1
        starts = np.zeros_like(stops)
        starts[1:] = stops[:-1]
        return cls(starts, stops)

    def places(self, names: Places) -> Places:
        """Returns every place in these names, one name after the other."""
        starts, lengths = self.starts[names], self.stops[names] - self.starts[names]
        before = np.cumsum(lengths) - lengths
        places: Places = np.repeat(starts - before, lengths)
        places += np.arange(len(places))
        return places


def _chunks(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), CHUNK):
        yield names[start : start + CHUNK]


def fold_all(names: Sequence[str]) -> list[str]:
    """Returns the fold of every name, in order; whole columns are much faster than name by name."""
    found: list[str] = []
    for chunk in _chunks(names):
        pieces = pieces_of(_bare()[letters_of(chunk)])
        found += _texts(_spoken(spellings().codes[0].take(pieces)))
    return found


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Returns the phonetic code of a name: the same for one name in either Cyrillic or any usual
    romanisation.

    The code is empty where the name holds no letter of these scripts.
    """
    return fold_all([name])[0]


def _parts(names: Sequence[str]) -> list[_Part]:
    """The readings of a chunk: the usual one of every name, then further ones of some names, likely ones first."""
    letters = letters_of(names)
    span = _Span.over(letters)
    pieces = pieces_of(_bare().take(letters))
    table = spellings()
    usual = _Part(table.codes[0].take(pieces), np.arange(len(names)))
    changes = np.bitwise_or.reduceat(table.changes.take(pieces), span.starts)
    allows = np.bitwise_or.reduceat(table.allows.take(pieces), span.starts)
    latin = np.logical_or.reduceat(_latin().take(letters), span.starts)
    heard = _heard_parts(letters, span, np.flatnonzero(latin))
    parts = []
    for number, habit in enumerate(HABITS, 1):
        which = changes & allows if habit.only_with else changes
        mine = np.flatnonzero(which >> np.uint32(number) & np.uint32(1))
        if len(mine):
            parts.append(_Part(table.codes[number].take(pieces[span.places(mine)]), mine))
    return [usual, *heard[:1], *parts, *heard[1:]]


def _heard_parts(letters: Bytes, span: _Span, names: Places) -> list[_Part]:
    if not len(names):
        return []
    if len(names) < len(span.starts):
        letters = letters[span.places(names)]
    letters = np.frombuffer(letters.tobytes().translate(None, _SIGNS), dtype=np.uint8)
    heard = hear(letters, spellings().codes[0][:256])
    parts = [_Part(heard.code, names)]
    span = _Span.over(letters)
    # the share of every runner-up with its place: the greatest in a name is its most likely other reading
    ranked = heard.share << 32 | np.arange(len(letters))
    for _ in range(RUNNERS_UP):
        best = np.maximum.reduceat(ranked, span.starts)
        mine = np.flatnonzero(best >> 32 >= OFTEN)
        if not len(mine):
            break
        places = best[mine] & 0xFFFFFFFF
        code = heard.code.copy()
        code[places] = heard.other[places]
        parts.append(_Part(code[span.places(mine)], names[mine]))
        ranked[places] = 0
    return parts


#: The first bytes of a word of eight, by their number.
_HEADS = np.array([(1 << 8 * length) - 1 for length in range(9)], dtype=np.uint64)


def _perhaps_new(sounds: bytes, span: _Span, usual: Places) -> Places:
    """Which of the readings that follow the usual ones may differ from the usual one of their name.

    Compared are the lengths and, eight at a time, the first sixteen sounds; nearly all readings that are the usual
    one again are known by this, before they become texts.
    """
    padded = sounds + bytes(8)
    eights: npt.NDArray[np.uint64] = np.ndarray((len(sounds) + 1,), "<u8", padded, strides=(1,))
    start, stop = span.starts[-len(usual) :], span.stops[-len(usual) :]
    other_start, other_stop = span.starts[usual], span.stops[usual]
    length = stop - start
    differs = (length != other_stop - other_start) | (length > 16)
    differs |= (eights[start] ^ eights[other_start]) & _HEADS[np.minimum(length, 8)] != 0
    longer = np.flatnonzero(~differs & (length > 8))
    differs[longer] = eights[stop[longer] - 8] != eights[other_stop[longer] - 8]
    return np.flatnonzero(differs)


def _further(names: Sequence[str]) -> tuple[list[str], list[int], list[str]]:
    """The usual reading of every name of a chunk; then which name each other reading is of, and these, likely ones
    first.
    """
    first, *more = _parts(names)
    sounds = _spoken(np.concatenate([first.packs, *(part.packs for part in more)]))
    if not more:
        return _texts(sounds), [], []
    code = np.frombuffer(sounds, dtype=np.uint8)
    span = _Span.over(code)
    usual = np.concatenate([part.names for part in more])
    new = _perhaps_new(sounds, span, usual)
    further = code[span.places(new + len(names))].tobytes()
    return _texts(sounds[: int(span.stops[len(names) - 1])]), usual[new].tolist(), _texts(further)


def folds_all(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Returns every reading of every name, the usual one first, at most `MAX_READINGS` more."""
    found: list[tuple[str, ...]] = []
    for chunk in _chunks(names):
        first, numbers, further = _further(chunk)
        readings: list[tuple[str, ...]] = list(zip(first, strict=True))
        for number, code in zip(numbers, further, strict=True):
            known = readings[number]
            if code not in known and len(known) <= MAX_READINGS:
                readings[number] = (*known, code)
        found += readings
    return found


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

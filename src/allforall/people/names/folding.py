"""One phonetic fold for names in Ukrainian and Russian Cyrillic and in all their romanisations.

`fold` gives the same code for Шевченко, Shevchenko, Szewczenko, Schewtschenko and Ševčenko; `folds` adds further
readings if a spelling is ambiguous (``ch`` is ч in English and х in Polish); `coarse` and `skeleton` are coarser keys,
for what was written by ear and for finding candidates. `stem` makes patronymics and fathers' names comparable. Nothing
here changes a list: a code is used only in an index.

The sounds are tabled in `sounds`, other writers' habits in `habits`, and `heard` has the usual rendering of a Latin
spelling. Whole columns are folded at once: the names are one array of bytes, and each rule is one pass over it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from allforall.people.names.alphabet import END, NOTHING, Bytes, byte_of, letters_of
from allforall.people.names.habits import HABITS
from allforall.people.names.heard import hear
from allforall.people.names.sounds import BARE, COARSE, SIGNS, SINGLE, SKELETON
from allforall.people.names.spelling import Packed, pieces_of, spellings

Places = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]

#: Readings per name beyond the first; more would make everything a candidate.
MAX_READINGS = 4

#: Names that are folded at once: this limits memory and keeps the arrays in the processor's cache.
CHUNK = 16_384
#: How often, in thousandths of the first, the runner-up of a letter must have been right to give a reading.
OFTEN = 100
#: Runners-up that are tried, one at a time.
RUNNERS_UP = 2

_TWICE = re.compile(r"([A-Z])\1+")
#: -ович, -івна and their like, -ич, -ична; Turkic -оглы, -кызы.
_PATRONYMIC = re.compile(r"(?:[OEI]V(?:IQ|NA)|INIQNA|IQNA|IQ| ?OHL[IU]| ?K[IE]ZI| ?ULI)$")
_FINAL_VOWELS = re.compile(r"(?<=.)[AEIOU]+$")
_FEMININE = re.compile(r"(?<=[OE]V)A$|(?<=IN)A$|(?<=[SC]K)(?:A|I|[OE]I)$")


@lru_cache(maxsize=1)
def _bare() -> Bytes:
    """Letters without the marks that do not change their sound."""
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
#: is dropped, and the second may change.
_MERGED = {
    "IA": "A", "IE": "E", "IO": "O", "IU": "U", "TS": "C", "TC": "C", "TQ": "Q", "CQ": "Q", "SQ": "X", "XQ": "X",
    " \n": "\n",
}  # fmt: skip
_LEFT_OUT, _BECOMES, _FINAL_F, _FIRST_SPACE = 1, 2, 4, 8


def _meeting(two: str) -> int:
    return ord(two[0]) << 8 | ord(two[1])


@lru_cache(maxsize=1)
def _meetings() -> tuple[Bytes, Bytes]:
    """The effect of two adjacent sounds, and what the second becomes, by both as one number."""
    happens, becomes = np.zeros(0x10000, dtype=np.uint8), np.zeros(0x10000, dtype=np.uint8)
    for two, sound in _MERGED.items():
        happens[_meeting(two)] = _LEFT_OUT | (_BECOMES if sound != two[1] else 0)
        becomes[_meeting(two)] = ord(sound)
    happens[[_meeting("F "), _meeting("F\n")]] = _FINAL_F
    happens[_meeting("\n ")] = _FIRST_SPACE
    return happens, becomes


def _singled(sounds: bytes) -> bytes:
    """Sounds without doubled ones."""
    code = np.frombuffer(sounds, dtype=np.uint8).copy()
    again = np.flatnonzero(code[1:] == code[:-1])
    code[again[code[again] != END]] = NOTHING
    return code.tobytes().translate(None, b"\0")


def _spoken(packs: Packed) -> bytes:
    """The codes of names, each ending with `END`, from the packed codes of their pieces: neighbouring sounds interact,
    doubled ones become one.
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
    # a dropped sound may have brought two equal ones together
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
        """Returns the spans of names that each end with `END`."""
        stops = np.flatnonzero(letters == END) + 1
        starts = np.zeros_like(stops)
        starts[1:] = stops[:-1]
        return cls(starts, stops)

    def places(self, names: Places) -> Places:
        """Returns every position in these names, one name after another."""
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

    The code is empty if the name has no letter of these scripts.
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
    # the share of every runner-up with its place: the greatest in a name is its likeliest other reading
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
#: Sounds of a code that are compared in words of eight; longer ones, which are rare, are numbered one by one.
_COMPARED = 24


@dataclass(frozen=True, slots=True)
class _Words:
    """Codes as three words of eight sounds and a length, long ones by a number: equal for equal codes alone."""

    head: npt.NDArray[np.uint64]
    middle: npt.NDArray[np.uint64]
    tail: npt.NDArray[np.uint64]
    length: Places

    @classmethod
    def of(cls, sounds: bytes, span: _Span) -> "_Words":
        """Returns the words of all codes, each of which ends with `END`."""
        eights: npt.NDArray[np.uint64] = np.ndarray((len(sounds) + 1,), "<u8", sounds + bytes(8), strides=(1,))
        length = span.stops - span.starts
        head = eights[span.starts] & _HEADS[np.minimum(length, 8)]
        middle, tail = np.zeros_like(head), np.zeros_like(head)
        longer = np.flatnonzero(length > 8)
        tail[longer] = eights[span.stops[longer] - 8]
        longest = np.flatnonzero(length > 16)
        middle[longest] = eights[span.starts[longest] + 8]
        seen: dict[bytes, int] = {}
        for place in np.flatnonzero(length > _COMPARED).tolist():
            code = sounds[span.starts[place] : span.stops[place]]
            middle[place] = seen.setdefault(code, len(seen))
        return cls(head, middle, tail, length)

    def differ(self, one: Places, other: Places) -> Mask:
        """Returns which of these codes differ from those, one by one."""
        differ: Mask = (self.head[one] ^ self.head[other]) != 0
        differ |= (self.tail[one] ^ self.tail[other]) != 0
        differ |= self.length[one] != self.length[other]
        longest = np.flatnonzero(~differ & (self.length[one] > 16))
        differ[longest] = self.middle[one[longest]] != self.middle[other[longest]]
        return differ


@dataclass(frozen=True, slots=True)
class Readings:
    """All readings of a column of names without a tuple for each: the first of every name, and the further ones, each
    with the number of its name, in the order of the names, likely ones first.
    """

    first: list[str]
    further: list[str]
    of: Places


def _chosen(usual: Places, words: _Words) -> Places:
    """Which readings after the usual ones are kept, in the order of their names: each once, and only a few."""
    count = len(words.length) - len(usual)
    kept = np.flatnonzero(words.differ(np.arange(count, len(words.length)), usual)) + count
    kept = kept[np.argsort(usual[kept - count], kind="stable")]
    of = usual[kept - count]
    new = np.ones(len(kept), dtype=np.bool_)
    for before in range(1, len(kept)):
        close = np.flatnonzero(of[before:] == of[:-before])
        if not len(close):
            break
        new[close + before] &= words.differ(kept[close + before], kept[close])
    kept, of = kept[new], of[new]
    few = np.ones(len(kept), dtype=np.bool_)
    few[MAX_READINGS:] = of[MAX_READINGS:] != of[:-MAX_READINGS]
    return kept[few]


def _readings(names: Sequence[str]) -> Readings:
    """The readings of a chunk."""
    usual, *more = _parts(names)
    sounds = _spoken(np.concatenate([usual.packs, *(part.packs for part in more)]))
    if not more:
        return Readings(_texts(sounds), [], np.zeros(0, dtype=np.intp))
    code = np.frombuffer(sounds, dtype=np.uint8)
    span = _Span.over(code)
    of = np.concatenate([part.names for part in more])
    kept = _chosen(of, _Words.of(sounds, span))
    first = _texts(sounds[: int(span.stops[len(names) - 1])])
    return Readings(first, _texts(code[span.places(kept)].tobytes()), of[kept - len(names)])


def readings_all(names: Sequence[str]) -> Readings:
    """Returns every reading of every name, as `folds_all` does, in columns."""
    first, further, of = [], [], [np.zeros(0, dtype=np.intp)]
    for number, chunk in enumerate(_chunks(names)):
        readings = _readings(chunk)
        first += readings.first
        further += readings.further
        of.append(readings.of + number * CHUNK)
    return Readings(first, further, np.concatenate(of))


def _tuples(readings: Readings) -> list[tuple[str, ...]]:
    """The readings name by name; names with equally many readings become tuples in one step."""
    first = np.array(readings.first, dtype=object)
    further = np.array(readings.further, dtype=object)
    stops = np.searchsorted(readings.of, np.arange(1, len(first) + 1))
    starts = np.concatenate([[0], stops[:-1]])
    found = np.empty(len(first), dtype=object)
    for many in range(int((stops - starts).max(initial=0)) + 1):
        which = np.flatnonzero(stops - starts == many)
        columns = [first[which].tolist(), *(further[starts[which] + place].tolist() for place in range(many))]
        found[which] = np.fromiter(zip(*columns, strict=True), dtype=object, count=len(which))
    return found.tolist()


def folds_all(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Returns every reading of every name, the usual one first, at most `MAX_READINGS` more."""
    found: list[tuple[str, ...]] = []
    for chunk in _chunks(names):
        found += _tuples(_readings(chunk))
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
    """Returns the common stem of a patronymic and the father's name, from the fold of either.

    Миколайович, Миколаївна and Миколай give one stem; names with an irregular patronymic (Лев, Львович) are matched in
    the table of given names.
    """
    cut = _PATRONYMIC.sub("", code)
    return _FINAL_VOWELS.sub("", cut if len(cut) > 1 else code)

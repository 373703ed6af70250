"""How near two names are as spellings of one name, in either script, in bits of evidence.

For names that are in no table: Уинстенли and Winstanley, Хэлфорд and Halford, Курода and Kuroda, Штиглиц and
Stieglitz. Each letter of one spelling is aligned with none to four letters of the other, to maximise the evidence; the
evidence of each piece was learnt from name forms of Wikidata (`sound_model`). The best alignments of all pairs are
found at once, letter by letter (Needleman and Wunsch 1970, with pieces of several letters).

The bits are log2 of how much likelier the two spellings are for one name than for two unrelated names: they are
evidence about spellings, not about persons. Names in other scripts than Cyrillic and Latin have none. Measured on 8,000
groups that nothing was learnt from, a Cyrillic form against a Latin one, by the bits reached:

    at least          0      4      8      12     16     20
    the own form    .980   .968   .946   .901   .807   .648
    another name   8.0e-4 3.0e-4 8.8e-5 3.3e-5 1.5e-5 5.0e-6
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from allforall.people.names.sound_model import (
    ADDED,
    LONGEST,
    SWAPPED,
    Floats,
    Script,
    Spelling,
    Whole,
    plain_letters_all,
    script_of,
    spellings,
)

#: Letters of a name beyond this are ignored.
LONGEST_NAME = 40
#: Pairs that are aligned at once: some twenty megabytes at the usual length of names.
AT_ONCE = 4096
#: The highest likeness of unequal names, so that 1 means equal.
MOST_UNEQUAL = 0.999
#: Fewer letters than this are sorted, more are counted.
_FEW = 50_000
_ADDED, _SWAPPED = -1, -2
#: Pieces up to this length are known nearly everywhere.
_SHORT = 2
#: Code points that a letter of the counts, or a letter with a mark that is read as one of them, may have.
_CODE_POINTS = 0x1F01  # the last one represents all that follow


class Near(NamedTuple):
    """How near pairs of names are: `bits` of evidence, and `likeness` from 0 to 1, 1 only for equal names."""

    bits: Floats
    likeness: Floats


class Close(NamedTuple):
    """One of the names that are closest to another: its place in the list, itself, and how near it is."""

    place: int
    name: str
    bits: float
    likeness: float


class Piece(NamedTuple):
    """Letters of two names that correspond to each other, and their bits of evidence."""

    one: str
    other: str
    bits: float


class _Names(NamedTuple):
    """Distinct names as written plainly, and the script of each: its place among `Script`, -1 for none."""

    plain: list[str]
    scripts: NDArray[np.int8]


def _points(plain: Sequence[str]) -> NDArray[np.uint32]:
    """Returns the code points of the letters of every name, zeros past its end."""
    wide = max(max(map(len, plain), default=1), 1)
    return np.array(plain, dtype=f"U{wide}").view(np.uint32).reshape(len(plain), wide)


@lru_cache(maxsize=1)
def _letters_by_script() -> NDArray[np.int8]:
    scripts = [script_of(chr(point)) for point in range(_CODE_POINTS)]
    return np.array([-1 if script is None else list(Script).index(script) for script in scripts], dtype=np.int8)


def _scripts(plain: Sequence[str]) -> NDArray[np.int8]:
    """Returns the script of most letters of each name, Cyrillic where there are as many of both."""
    found = _letters_by_script()[np.minimum(_points(plain), _CODE_POINTS - 1)]
    cyrillic, latin = (found == 0).sum(axis=1), (found == 1).sum(axis=1)
    return np.where(cyrillic + latin == 0, -1, np.where(cyrillic >= latin, 0, 1)).astype(np.int8)


def _names(names: Sequence[str]) -> _Names:
    plain = [text[:LONGEST_NAME] for text in plain_letters_all(names)]
    return _Names(plain, _scripts(plain))


@lru_cache(maxsize=8)
def _letter_numbers(letters: str) -> NDArray[np.int16]:
    """Returns the number of each code point's letter; -1 if it is none of these, even without its marks."""
    numbers = np.full(_CODE_POINTS, -1, dtype=np.int16)
    place = {letter: number for number, letter in enumerate(letters)}
    for point in range(_CODE_POINTS - 1):
        letter = chr(point)
        if letter not in place:
            letter = unicodedata.normalize("NFKD", letter)[:1]
        numbers[point] = place.get(letter, -1)
    return numbers


def _letters(plain: Sequence[str], letters: str) -> tuple[NDArray[np.int16], Whole]:
    """Returns the numbers of the letters of every name, -1 past its end, and how many it has."""
    points = _points(plain)
    found = _letter_numbers(letters)[np.minimum(points, _CODE_POINTS - 1)]
    known = found >= 0
    if not (known == (points > 0)).all():  # letters of none of these alphabets are left out
        found = np.take_along_axis(found, np.argsort(~known, axis=1, kind="stable"), axis=1)
    return found, known.sum(axis=1)


def _as_left(plain: Sequence[str], spelling: Spelling) -> tuple[Floats, Whole, Whole]:
    """Returns the bits of every piece for each letter among its neighbours (rows), the row of each letter of each
    name as an offset, and the names' lengths.
    """
    found, sizes = _letters(plain, spelling.left)
    edge = len(spelling.left)
    padded = np.full((found.shape[0], found.shape[1] + 2), edge, dtype=np.int64)
    padded[:, 1:-1] = np.where(found >= 0, found, edge)
    wide = edge + 1
    triples = (padded[:, :-2] * wide + padded[:, 1:-1]) * wide + padded[:, 2:]
    inside = found >= 0
    rows_of = np.zeros(triples.shape, dtype=np.int64)
    if triples.size < _FEW:
        used, rows_of[inside] = np.unique(triples[inside], return_inverse=True)
    else:  # counting beats sorting
        used = np.flatnonzero(np.bincount(triples[inside], minlength=1))
        places = np.zeros(wide**3, dtype=np.int64)
        places[used] = np.arange(len(used))
        rows_of[inside] = places[triples[inside]]
    rows = spelling.rows(used)
    return rows.ravel(), rows_of * rows.shape[1], sizes


@lru_cache(maxsize=8)
def _piece_numbers(right: str, pieces: tuple[str, ...]) -> list[tuple[Whole, Whole]]:
    """Returns, for pieces of each length, their letters packed into one number (sorted), and their own numbers."""
    place = {letter: number for number, letter in enumerate(right)}
    told = []
    for size in range(LONGEST + 1):
        packed = []
        for number, piece in enumerate(pieces):
            if len(piece) == size:
                code = 0
                for letter in piece:
                    code = code * len(right) + place[letter]
                packed.append((code, number))
        packed.sort()
        told.append((np.array([code for code, _ in packed]), np.array([number for _, number in packed])))
    return told


def _as_right(plain: Sequence[str], spelling: Spelling) -> tuple[NDArray[np.int32], Whole]:
    """Returns the number of the piece of k letters that ends after j letters, [name, k, j], and the names' lengths.

    If no such piece is known, it is the number past the last.
    """
    found, sizes = _letters(plain, spelling.right)
    count, wide = found.shape
    never = len(spelling.pieces)
    numbers = np.full((LONGEST + 1, wide + 1, count), never, dtype=np.int32)
    numbers[0] = 0
    letters = found.T.astype(np.int64)
    packed = np.zeros_like(letters)
    for size, (codes, own) in enumerate(_piece_numbers(spelling.right, spelling.pieces)):
        if size == 0 or size > wide or not len(codes):
            continue
        # the piece of `size` letters that begins at each letter; past a name's end the letters are -1
        packed = packed[: wide - size + 1] * len(spelling.right) + letters[size - 1 :]
        inside = letters[size - 1 :] >= 0
        at = np.minimum(np.searchsorted(codes, packed), len(codes) - 1)
        numbers[size, size:] = np.where(inside & (codes[at] == packed), own[at], never)
    return np.ascontiguousarray(numbers.transpose(2, 0, 1)), sizes


def _align(rows: Floats, left: Whole, left_sizes: Whole, right: NDArray[np.int32], right_sizes: Whole) -> Floats:
    """Returns the bits of the best alignment of each pair: `left` [letter, pair], `right` [k, j, pair]."""
    wide, count = right.shape[1], right.shape[2]
    added = np.float32(ADDED)
    best = np.arange(wide, dtype=np.float32)[:, None] * added + np.zeros(count, dtype=np.float32)
    result = np.zeros(count, dtype=np.float32)
    places = np.arange(count)
    short = right[1 : min(_SHORT, wide - 1) + 1]
    at = np.empty(short.shape, dtype=np.int64)
    bits, last_bits = np.empty(short.shape, dtype=np.float32), np.empty(short.shape, dtype=np.float32)
    older = best
    # Longer pieces are known at few places only: those are looked up one by one.
    long: list[tuple[Whole, Whole, Whole, Whole]] = []
    for k in range(_SHORT + 1, LONGEST + 1):
        j, pair = np.nonzero(right[k] != right[k, 0, 0])
        if len(j):
            long.append((j * count + pair, (j - k) * count + pair, right[k, j, pair].astype(np.int64), pair))
    for i in range(len(left)):
        np.add(short, left[i], out=at)
        rows.take(at, out=bits, mode="clip")
        then = best + rows.take(left[i])
        for k in range(1, len(short) + 1):
            np.maximum(then[k:], bits[k - 1, k:] + best[:-k], out=then[k:])
        if i and wide > 2:  # this letter and the one before, swapped
            swapped = last_bits[0, 2:] + bits[0, 1:-1]
            swapped += older[:-2]
            swapped += np.float32(SWAPPED)
            np.maximum(then[2:], swapped, out=then[2:])
        for here, there, piece, pair in long:
            more = rows.take(left[i].take(pair) + piece) + best.ravel().take(there)
            then.ravel()[here] = np.maximum(then.ravel().take(here), more)
        for end in range(1, wide):
            np.maximum(then[end], then[end - 1] + added, out=then[end])
        older, best = best, then
        bits, last_bits = last_bits, bits
        ended = left_sizes == i + 1
        if ended.any():
            result[ended] = best[right_sizes[ended], places[ended]]
    return result


def _bits(spelling: Spelling, lefts: list[str], rights: list[str], one: Whole, other: Whole) -> Floats:
    """Returns the bits of pairs (lefts[one], rights[other]) by one table."""
    rows, left, left_sizes = _as_left(lefts, spelling)
    right, right_sizes = _as_right(rights, spelling)
    result = np.zeros(len(one), dtype=np.float32)
    order = np.lexsort((one, right_sizes[other], left_sizes[one]))  # keep together what is looked up together
    left = left.T
    for start in range(0, len(order), AT_ONCE):
        now = order[start : start + AT_ONCE]
        a, b = one[now], other[now]
        high, wide = int(left_sizes[a].max()), int(right_sizes[b].max())
        pieces = np.ascontiguousarray(right[b, :, : wide + 1].transpose(1, 2, 0))
        result[now] = _align(rows, left[:high].take(a, axis=1), left_sizes[a], pieces, right_sizes[b])
    return np.where((left_sizes[one] > 0) & (right_sizes[other] > 0), result, np.float32(0))


def _renumbered(plain: Sequence[str], places: Whole) -> tuple[list[str], Whole]:
    """Returns the names at these places, each once, and the places among them."""
    used, again = np.unique(places, return_inverse=True)
    return [plain[i] for i in used], again


def _own_bits(names: _Names) -> Floats:
    """Returns the bits of every name against itself: the most that another spelling of it may reach."""
    result = np.zeros(len(names.plain), dtype=np.float32)
    for number, script in enumerate(Script):
        places = np.flatnonzero(names.scripts == number)
        if len(places):
            plain = [names.plain[i] for i in places]
            own = np.arange(len(places))
            result[places] = _bits(spellings()[script, script], plain, plain, own, own)
    return result


Part = tuple[list[str], Whole]


def _crossed(x: Part, y: Part, *, swap: bool) -> tuple[list[str], list[str], Whole, Whole]:
    return (y[0], x[0], y[1], x[1]) if swap else (x[0], y[0], x[1], y[1])


def _ranks(*lists: Sequence[str]) -> list[Whole]:
    """Returns the rank of every name of these lists in one order: the shorter first, equal names alike."""
    order = {
        name: rank
        for rank, name in enumerate(sorted({name for names in lists for name in names}, key=lambda n: (len(n), n)))
    }
    return [np.array([order[name] for name in names], dtype=np.int64) for names in lists]


def near_pairs(left: Sequence[str], right: Sequence[str], one: ArrayLike, other: ArrayLike) -> Near:
    """Returns how near the pairs (left[one[i]], right[other[i]]) are.

    Each of `left` and `right` is best a list of distinct names as written; the pairs may be millions. The order of a
    pair does not matter. A name without a Cyrillic or Latin letter is similar only to itself, with no bits.
    """
    a, b = np.asarray(one, dtype=np.int64), np.asarray(other, dtype=np.int64)
    lefts, rights = _names(left), _names(right)
    bits = np.zeros(len(a), dtype=np.float32)
    if not len(a):
        return Near(bits, bits.copy())
    left_scripts, right_scripts = lefts.scripts[a], rights.scripts[b]
    for (i, first), (j, second) in product(enumerate(Script), repeat=2):
        some = np.flatnonzero((left_scripts == i) & (right_scripts == j))
        if not len(some):
            continue
        x, y = _renumbered(lefts.plain, a[some]), _renumbered(rights.plain, b[some])
        if first is not second:
            table = spellings()[Script.CYRILLIC, Script.LATIN]
            bits[some] = _bits(table, *_crossed(x, y, swap=first is Script.LATIN))
            continue
        # same script: the shorter one is the left one, so that the order of a pair does not matter
        first_ranks, second_ranks = _ranks(x[0], y[0])
        swapped = first_ranks[x[1]] > second_ranks[y[1]]
        for swap in (False, True):
            part = np.flatnonzero(swapped == swap)
            if len(part):
                bits[some[part]] = _bits(
                    spellings()[first, first], *_crossed((x[0], x[1][part]), (y[0], y[1][part]), swap=swap)
                )
    own = (_own_bits(lefts)[a] + _own_bits(rights)[b]) / 2
    likeness = np.clip(np.divide(bits, own, out=np.zeros_like(bits), where=own > 0), 0, MOST_UNEQUAL)
    place = {name: number for number, name in enumerate(lefts.plain) if name}
    left_places = np.array([place.get(name, -1) for name in lefts.plain])
    right_places = np.array([place.get(name, -2) for name in rights.plain])
    equal = left_places[a] == right_places[b]
    bits[equal] = own[equal]
    likeness[equal] = 1
    return Near(bits, likeness)


def nearness(one: str, other: str) -> tuple[float, float]:
    """Returns the bits of evidence and the likeness, from 0 to 1, of two names; the order does not matter."""
    found = near_pairs([one], [other], [0], [0])
    return float(found.bits[0]), float(found.likeness[0])


def closest(query: str, names: Sequence[str], limit: int = 5) -> list[Close]:
    """Returns the names of a list that are the nearest spellings of a name, nearest first.

    Every name of the list is compared: some hundred thousand a second.
    """
    places = np.arange(len(names))
    found = near_pairs([query], names, np.zeros_like(places), places)
    order = np.lexsort((places, -found.bits, found.likeness < 1))[:limit]  # equal names first
    return [Close(int(i), names[i], float(found.bits[i]), float(found.likeness[i])) for i in order]


def explain_nearness(one: str, other: str) -> list[Piece]:
    """Returns the best alignment of two names, piece by piece, with the bits of each; they add up to `nearness`.

    Empty if either name has no letter of Cyrillic or Latin script. An added letter has no counterpart.
    """
    names = _names([one, other])
    if (names.scripts < 0).any():
        return []
    first, second = (list(Script)[number] for number in names.scripts)
    orders = [(int(number), len(name), name) for number, name in zip(names.scripts, names.plain, strict=True)]
    if orders[0] > orders[1]:
        return [Piece(piece.other, piece.one, piece.bits) for piece in explain_nearness(other, one)]
    spelling = spellings()[first, second]
    flat, offsets, (high,) = _as_left(names.plain[:1], spelling)
    numbers, (wide,) = _as_right(names.plain[1:], spelling)
    left = "".join(spelling.left[i] for i in _letters(names.plain[:1], spelling.left)[0][0, :high])
    right = "".join(spelling.right[i] for i in _letters(names.plain[1:], spelling.right)[0][0, :wide])
    best = np.full((high + 1, wide + 1), -np.inf)
    best[0] = np.arange(wide + 1) * ADDED
    # how many letters of the second; _ADDED if one was added, _SWAPPED if two letters are swapped
    came: dict[tuple[int, int], int] = {}
    for i, j in product(range(high + 1), range(wide + 1)):
        for k in range(min(LONGEST, j) + 1) if i else ():
            bits = best[i - 1, j - k] + flat[offsets[0, i - 1] + numbers[0, k, j]]
            if bits > best[i, j]:
                best[i, j], came[i, j] = bits, k
        if i > 1 and j > 1:
            crosswise = flat[offsets[0, i - 2] + numbers[0, 1, j]] + flat[offsets[0, i - 1] + numbers[0, 1, j - 1]]
            if best[i - 2, j - 2] + crosswise + SWAPPED > best[i, j]:
                best[i, j], came[i, j] = best[i - 2, j - 2] + crosswise + SWAPPED, _SWAPPED
        if j and best[i, j - 1] + ADDED >= best[i, j]:
            best[i, j], came[i, j] = best[i, j - 1] + ADDED, _ADDED
    told: list[Piece] = []
    i, j = high, wide
    while i or j:
        k = came[i, j]
        before = {_ADDED: (i, j - 1), _SWAPPED: (i - 2, j - 2)}.get(k, (i - 1, j - k))
        told.append(Piece(left[before[0] : i], right[before[1] : j], float(best[i, j] - best[before])))
        i, j = before
    return told[::-1]

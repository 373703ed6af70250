"""Longest spellings in a whole column of names at once: `Szewczenko` as sz, e, w, cz, e, n, k, o.

All spellings of all habits are in one tree of bytes, so that a column is split once and every habit is one table of
codes over the pieces. Each position is tested with the byte after it (one table look-up); only if some spelling begins
with these two is the tree followed further. If two spellings overlap, the first one is kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from allforall.people.names.alphabet import END, NOTHING, SPACE, Bytes, byte_of, written
from allforall.people.names.habits import HABITS, Habit
from allforall.people.names.sounds import BARE, SIGNS, SINGLE, SPELLINGS

Pieces = npt.NDArray[np.uint16]
Packed = npt.NDArray[np.uint32]

#: The end of a word in a spelling.
WORD_END = "#"
#: Sounds of one piece: a code is packed into four bytes.
_LONGEST_CODE = 4
_Rules = Mapping[tuple[str, str], str]  # (letters, the letter that must follow or nothing): code


@dataclass(frozen=True, slots=True)
class Pieced:
    """The pieces by number: `codes[h]` is the sound of each under habit h (0 is the usual one), packed; `changes` has
    bit h if the code under habit h differs from the usual one, `allows` if the piece lets habit h be tried.
    """

    second: Pieces  # by two bytes: the state after them, 0 if no spelling begins with them
    step: Pieces  # by state and byte: the next state
    piece: Pieces  # by state: the piece that is complete here, 0 if none
    length: npt.NDArray[np.int64]  # by state: the length of that piece
    codes: list[Packed]
    changes: Packed
    allows: Packed


def packed(code: str) -> int:
    """Returns a code of at most four sounds as one number."""
    return int.from_bytes(code.encode("ascii"), "little")


def _bare(letters: str) -> str:
    return "".join(BARE.get(letter, letter) for letter in letters)


def _rules(*tables: Mapping[str, str]) -> dict[tuple[str, str], str]:
    rules: dict[tuple[str, str], str] = {(letter, ""): code for letter, code in SINGLE.items()}
    rules |= {(sign, ""): "" for sign in SIGNS} | {(WORD_END, ""): ""}
    for table in tables:
        for key, code in table.items():
            letters, _, rights = key.partition(":")
            rules |= {(_bare(letters), right): code for right in dict.fromkeys(_bare(rights)) or ("",)}
    return rules


def _read(rules: _Rules, text: str, taken: int) -> str:
    """The code of the first letters of a text, by the longest spelling at each place."""
    code, at = "", 0
    while at < taken:
        _, best = max((len(letters) + len(right), (letters, right)) for letters, right in _starting(rules, text, at))
        code += rules[best]
        at += len(best[0])
    return code


def _starting(rules: _Rules, text: str, at: int) -> Iterable[tuple[str, str]]:
    for stop in range(at + 1, len(text) + 1):
        letters = text[at:stop]
        for right in ("", text[stop : stop + 1]):
            if (letters, right) in rules:
                yield letters, right


def _texts(rules: _Rules) -> dict[str, int]:
    """Every text in the tree, with its length: the spellings, and every overlapping two, since one habit may read the
    first and another the second.
    """
    texts = {letters + right: len(letters) for letters, right in rules if len(letters + right) > 1}
    spelled = [letters for letters, right in rules if len(letters) > 1]
    for one in spelled:
        for other in spelled:
            for shared in range(1, min(len(one), len(other))):
                if one[-shared:] == other[:shared]:
                    joined = one + other[shared:]
                    if joined not in texts:
                        texts[joined] = len(joined)
    return texts


def _bytes(text: str) -> list[bytes]:
    """A text as bytes; the end of a word is a space or the end of the name."""
    if text.endswith(WORD_END):
        return [written(text[:-1]) + bytes([stop]) for stop in (SPACE, END)]
    return [written(text)]


@lru_cache(maxsize=1)
def spellings() -> Pieced:
    """Returns the tree of all spellings with the codes of every habit."""
    usual = _rules(SPELLINGS)
    every = [usual, *(_rules(SPELLINGS, habit.spellings) for habit in HABITS)]
    union = {key: "" for rules in every for key in rules}
    pieces: list[tuple[str, int]] = [("", 0)] * 256
    for letter, number in byte_of().items():
        if (letter, "") in usual:
            pieces[number] = (letter, 1)
    nodes: list[dict[int, int]] = [{}, {}]  # 0 means no state, 1 the start
    complete: dict[int, int] = {}
    for text, taken in _texts(union).items():
        if any(len(_read(rules, text, taken)) > _LONGEST_CODE for rules in every):
            continue
        for path in _bytes(text):
            node = 1
            for byte in path:
                if byte not in nodes[node]:
                    nodes[node][byte] = len(nodes)
                    nodes.append({})
                node = nodes[node][byte]
            complete[node] = len(pieces)
        pieces.append((text, taken))
    return _as_arrays(nodes, complete, pieces, every)


def _as_arrays(
    nodes: list[dict[int, int]], complete: dict[int, int], pieces: list[tuple[str, int]], every: Sequence[_Rules]
) -> Pieced:
    step = np.zeros((len(nodes), 256), dtype=np.uint16)
    for number, node in enumerate(nodes):
        for byte, follower in node.items():
            step[number, byte] = follower
    codes = [np.array([packed(_read(rules, *piece)) for piece in pieces], dtype=np.uint32) for rules in every]
    for table in codes:
        table[SPACE], table[END] = SPACE, END
    changes = np.zeros(len(pieces), dtype=np.uint32)
    allows = np.zeros(len(pieces), dtype=np.uint32)
    for number, habit in enumerate(HABITS, 1):
        changes |= (codes[number] != codes[0]).astype(np.uint32) << number
        allowed = [_holds(habit, text, taken) for text, taken in pieces]
        allows |= np.array(allowed, dtype=np.uint32) << number
    second = step[step[1].astype(np.intp)]
    second[step[1] == 0] = 0
    piece = np.zeros(len(nodes), dtype=np.uint16)
    length = np.zeros(len(nodes), dtype=np.int64)
    for state, number in complete.items():
        piece[state], length[state] = number, pieces[number][1]
    return Pieced(second.reshape(-1), step.reshape(-1), piece, length, codes, changes, allows)


def _holds(habit: Habit, text: str, taken: int) -> bool:
    for key in habit.only_with:
        letters, _, rights = key.partition(":")
        found = text[:taken].find(letters)
        if found >= 0:
            follower = text[found + len(letters) : found + len(letters) + 1]
            if not rights or (follower and follower in rights):
                return True
    return False


def pieces_of(letters: Bytes) -> Pieces:
    """Returns the piece that begins at every letter, `NOTHING` if a letter belongs to the piece before it."""
    tree = spellings()
    padded = np.concatenate([letters, np.full(16, END, dtype=np.uint8)])
    pieces = letters.astype(np.uint16)
    state = tree.second[(padded[: len(letters)].astype(np.uint16) << 8) | padded[1 : len(letters) + 1]]
    place = np.flatnonzero(state)
    state = state[place]
    piece, length = tree.piece[state], tree.length[state]
    alive, deep = np.arange(len(place)), 2
    while len(alive):
        state = tree.step[(state.astype(np.intp) << 8) | padded[place[alive] + deep]]
        going = np.flatnonzero(state)
        alive, state, deep = alive[going], state[going], deep + 1
        found = tree.piece[state]
        ends = np.flatnonzero(found)
        piece[alive[ends]], length[alive[ends]] = found[ends], tree.length[state[ends]]
    complete = np.flatnonzero(piece)
    place, piece, length = place[complete], piece[complete], length[complete]
    standing = _standing(place, place + length)
    place, piece, length = place[standing], piece[standing], length[standing]
    pieces[place] = piece
    for further in range(1, int(length.max(initial=1))):
        pieces[place[length > further] + further] = NOTHING
    return pieces


def _standing(starts: npt.NDArray[np.intp], ends: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
    """Which of these spellings are kept: from the left, each that does not begin within a kept one."""
    standing = np.arange(len(starts))
    for _ in range(4):  # longer chains of overlaps do not occur in names; the loop below handles them
        clash = np.zeros(len(standing), dtype=np.bool_)
        clash[1:] = starts[standing[1:]] < ends[standing[:-1]]
        if not clash.any():
            return standing
        clash[1:] &= ~clash[:-1]
        standing = standing[~clash]
    last, kept = 0, []
    for number in standing.tolist():
        if starts[number] >= last:
            kept.append(number)
            last = int(ends[number])
    return np.array(kept, dtype=np.intp)

"""Which rows are worth comparing: inverted indexes on several keys, and never all pairs.

Every key is made of two or three codes, so that its blocks are small; a slip in one field leaves the keys
without it. The smallest blocks of a key are taken whole, up to a number of pairs that grows with the lists
and not with their product. In blocks beyond that (a very common name, ten thousand rows of one name) the rows
are put in order of birth date and father's name, and each is compared with its neighbours alone (Hernandez
and Stolfo 1995, the sorted neighbourhood); these bounds are assumptions, named below.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from allforall.people.fields import Field
from allforall.reconcile.columns import Columns
from allforall.reconcile.value_levels import Dates, Texts
from allforall.reconcile.values import Ints, Vocabulary

Longs = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
_Pairs = tuple[Longs, Longs]

#: Assumption: pairs taken from the whole blocks of one key, per row of both lists together.
PAIRS_PER_ROW = 6
#: Assumption: neighbours on either side in blocks that are too large.
WINDOW = 6
#: A block of at most so many pairs is always taken whole.
SMALL_BLOCK = 64

_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Keys:
    """One key: which row (by position) has which hash. A row may have several, and none where a part is
    unknown.
    """

    rows: Longs
    hashes: Hashes


def _hash(parts: list[Longs]) -> Hashes:
    mixed = np.full(len(parts[0]), len(parts), dtype=np.uint64)
    for part in parts:
        mixed = (mixed ^ part.astype(np.uint64)) * _MIX
        mixed ^= mixed >> np.uint64(29)
    return mixed


class _Codes:
    """The codes of every row that keys are made of, and every way in which a row may be read."""

    def __init__(self, columns: Columns, dates: Dates, texts: dict[str, Texts]) -> None:
        names, fathers = columns.names, columns.fathers
        count = len(columns.rows)
        self.every = np.arange(count, dtype=np.int64)

        def taken(array: Ints, at: Ints) -> Longs:
            if not len(array):
                return np.full(len(at), -1, dtype=np.int64)
            return np.where(at >= 0, array[at], -1).astype(np.int64)

        skeletons = [taken(names.skeleton_number[:, i], columns.surname) for i in range(2)]
        swapped = [taken(names.skeleton_number[:, i], columns.given) for i in range(1)]
        self.given = taken(names.term, columns.given)
        self.father = taken(fathers.term, columns.father)
        known = names.near[:, 0] >= 0 if len(names.texts) else np.zeros(0, dtype=np.bool_)
        perhaps_swapped = np.flatnonzero(taken(known.astype(np.int32), columns.surname) == 1)
        # (row, skeleton of the surname, term of the given name), once per reading and once more where the
        # surname column holds what the table knows as a given name
        second = np.flatnonzero((skeletons[1] >= 0) & (skeletons[1] != skeletons[0]))
        terms = taken(names.term, columns.surname)
        self.row = np.concatenate([self.every, second, perhaps_swapped])
        self.surname = np.concatenate([skeletons[0], skeletons[1][second], swapped[0][perhaps_swapped]])
        self.name = np.concatenate([self.given, self.given[second], terms[perhaps_swapped]])
        heads, tails = _ends(names.skeletons)
        first = np.where(self.row >= 0, columns.surname[self.row], -1)
        first[len(self.every) + len(second) :] = columns.given[perhaps_swapped]
        self.head, self.tail = taken(heads, first), taken(tails, first)
        pair = [skeletons[0], swapped[0]]
        self.lower, self.upper = np.minimum(*pair), np.maximum(*pair)
        day_one, day_two = taken(dates.first, columns.date), taken(dates.second, columns.date)
        two = np.flatnonzero((day_two > 0) & (day_two != day_one))
        self.day_row = np.concatenate([self.every, two])
        self.day = np.concatenate([np.where(day_one > 0, day_one, -1), day_two[two]])
        self.year = np.where(columns.date >= 0, _years(dates)[columns.date] if len(dates.first) else -1, -1).astype(
            np.int64
        )
        self.middle = taken(((dates.earliest.astype(np.int64) + dates.latest) // 2).astype(np.int32), columns.date)
        self.value = {field: taken(texts[field].term, columns.values[field]) for field in texts}


def _ends(skeletons: list[str]) -> tuple[Ints, Ints]:
    head, tail = Vocabulary(), Vocabulary()
    heads = np.array([head.add(code[:2] if len(code) > 2 else "") for code in skeletons], dtype=np.int32)
    tails = np.array([tail.add(code[-3:] if len(code) > 2 else "") for code in skeletons], dtype=np.int32)
    return heads, tails


def _years(dates: Dates) -> Ints:
    """The one year that a date leaves possible, -1 where there are more."""
    first = np.array([_year(day) for day in dates.earliest], dtype=np.int32)
    last = np.array([_year(day) for day in dates.latest], dtype=np.int32)
    return np.where(first == last, first, -1).astype(np.int32)


def _year(ordinal: int) -> int:
    return int(np.datetime64(int(ordinal) - 719163, "D").astype("datetime64[Y]").astype(int)) + 1970


def make_keys(columns: Columns, dates: Dates, texts: dict[str, Texts]) -> Iterator[Keys]:
    """Gives the keys one after another, so that one index at a time is in memory."""
    codes = _Codes(columns, dates, texts)
    row, surname, name = codes.row, codes.surname, codes.name
    father, year = codes.father[row], codes.year[row]
    place, unit = codes.value[Field.BIRTH_PLACE], codes.value[Field.UNIT]
    day = codes.day[: len(codes.every)][row]
    for parts in (
        (surname, name),
        (surname, father),
        (surname, year),
        (surname, day),
        (surname, place[row]),
        (surname, unit[row]),
        (surname,),
        (name, father, year),
        (name, father, place[row]),
        (name, father, unit[row]),
        (name, father, codes.head),
        (name, father, codes.tail),
        (name, year, codes.head),
        (name, year, codes.tail),
        (name, day),
        (codes.head, day),
        (codes.tail, father, year),
    ):
        yield _keys(row, parts)
    # both readings of a day (3 April or 4 March)
    row_all = codes.day_row
    yield _keys(row_all, (codes.given[row_all], codes.day))
    yield _keys(row_all, (codes.father[row_all], codes.day))
    yield _keys(row_all, (codes.surname[row_all], codes.day))
    yield _keys(codes.every, (codes.lower, codes.upper))
    for field in (Field.SERVICE_NUMBER, Field.DOCUMENT_NUMBER):
        yield _keys(codes.every, (codes.value[field],))


def neighbour_order(columns: Columns, dates: Dates, texts: dict[str, Texts]) -> Longs:
    """Returns a number per row by which neighbours in a large block are found: birth date, then father, then
    place.
    """
    codes = _Codes(columns, dates, texts)
    place = codes.value[Field.BIRTH_PLACE]
    order = np.lexsort((codes.value[Field.UNIT], place, codes.father, codes.given, codes.middle))
    ranked = np.stack([codes.middle, codes.given, codes.father, place, codes.value[Field.UNIT]])[:, order]
    steps = np.zeros(len(order), dtype=np.int64)
    if len(order) > 1:
        steps[1:] = np.cumsum((ranked[:, 1:] != ranked[:, :-1]).any(axis=0))
    result = np.empty(len(order), dtype=np.int64)
    result[order] = steps
    return result


def _keys(rows: Longs, parts: tuple[Longs, ...]) -> Keys:
    known = np.ones(len(rows), dtype=np.bool_)
    for part in parts:
        known &= part >= 0
    return Keys(rows[known], _hash([part[known] for part in parts]))


def _blocks(left: Keys, right: Keys) -> tuple[Longs, Longs, Longs, Longs, Longs, Longs]:
    """Both sides in order of hash, and where each shared block starts and how long it is on either side."""
    by_left, by_right = np.argsort(left.hashes, kind="stable"), np.argsort(right.hashes, kind="stable")
    left_hash, left_at, left_size = np.unique(left.hashes[by_left], return_index=True, return_counts=True)
    right_hash, right_at, right_size = np.unique(right.hashes[by_right], return_index=True, return_counts=True)
    _, i, j = np.intersect1d(left_hash, right_hash, assume_unique=True, return_indices=True)
    return left.rows[by_left], right.rows[by_right], left_at[i], left_size[i], right_at[j], right_size[j]


def _spread(sizes: Longs) -> tuple[Longs, Longs]:
    """For blocks of these sizes: the block of every place, and the number of that place within its block."""
    block = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    return block, np.arange(len(block), dtype=np.int64) - np.repeat(np.cumsum(sizes) - sizes, sizes)


def _windows(left: Longs, left_block: Longs, right: Longs, right_block: Longs, order: Longs) -> _Pairs:
    """Neighbours within large blocks; rows of one order are spread over one another, so that each meets its own."""
    steps = int(order.max(initial=0)) + 1
    left_key, right_key = left_block * steps + order[left], right_block * steps + order[right]
    by_left, by_right = np.argsort(left_key, kind="stable"), np.argsort(right_key, kind="stable")
    left, left_key, left_block = left[by_left], left_key[by_left], left_block[by_left]
    right, right_key, right_block = right[by_right], right_key[by_right], right_block[by_right]
    at = np.searchsorted(right_key, left_key, side="left")
    ties = np.searchsorted(right_key, left_key, side="right") - at
    turn = np.arange(len(left)) - np.searchsorted(left_key, left_key, side="left")
    at = at + np.where(ties > 0, turn % np.maximum(ties, 1), 0)
    lefts, rights = [], []
    for offset in range(-WINDOW, WINDOW + 1):
        place = at + offset
        inside = np.flatnonzero((place >= 0) & (place < len(right)))
        inside = inside[right_block[place[inside]] == left_block[inside]]
        lefts.append(left[inside])
        rights.append(right[place[inside]])
    return np.concatenate(lefts), np.concatenate(rights)


def pairs_of(left: Keys, right: Keys, order: Longs, budget: int) -> tuple[Longs, Longs]:
    """Returns the pairs of positions that share a key, at most about `budget` and the neighbours in larger
    blocks.
    """
    left_rows, right_rows, left_at, left_size, right_at, right_size = _blocks(left, right)
    product = left_size * right_size
    by_size = np.argsort(product, kind="stable")
    whole = (np.cumsum(product[by_size]) <= budget) | (product[by_size] <= SMALL_BLOCK)
    small, large = np.sort(by_size[whole]), np.sort(by_size[~whole])
    block, place = _spread(product[small])
    width = right_size[small][block]
    lefts = left_rows[left_at[small][block] + place // width]
    rights = right_rows[right_at[small][block] + place % width]
    if not len(large):
        return lefts, rights
    left_block, left_place = _spread(left_size[large])
    right_block, right_place = _spread(right_size[large])
    more_left, more_right = _windows(
        left_rows[left_at[large][left_block] + left_place],
        left_block,
        right_rows[right_at[large][right_block] + right_place],
        right_block,
        order,
    )
    return np.concatenate([lefts, more_left]), np.concatenate([rights, more_right])


def find_candidates(columns: Columns, dates: Dates, texts: dict[str, Texts], split: int | None) -> tuple[Longs, Longs]:
    """Returns the pairs of rows to compare, in order, each once.

    Rows before `split` are one list and the others the second; without it, rows of one list are paired with
    one another.
    """
    count = len(columns.rows)
    order = neighbour_order(columns, dates, texts)
    budget = PAIRS_PER_ROW * count
    found = np.zeros(0, dtype=np.int64)
    pending: list[Longs] = []
    for keys in make_keys(columns, dates, texts):
        if split is None:
            left, right = pairs_of(keys, keys, order, 2 * budget)
            left, right = np.minimum(left, right), np.maximum(left, right)
        else:
            before = keys.rows < split
            sides = (
                Keys(keys.rows[before], keys.hashes[before]),
                Keys(keys.rows[~before], keys.hashes[~before]),
            )
            left, right = pairs_of(*sides, order, budget)
        apart = left != right
        pending.append(left[apart] * count + right[apart])
        if sum(map(len, pending)) > 4_000_000:
            found, pending = np.unique(np.concatenate([found, *pending])), []
    found = np.unique(np.concatenate([found, *pending]))
    return found // count, found % count

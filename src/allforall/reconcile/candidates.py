"""Which rows are worth comparing: inverted indexes on several keys, and never all pairs.

Every key combines two or three codes, so that its blocks are small; a slip in one field leaves the keys without that
field. A slip in a surname with little other data is caught by rough keys: all codes that remain when one sound is left
out (the deletion neighbourhood; Mor and Fraenkel 1982, "A hash code method for detecting and correcting spelling
errors"). Surname and given name are also read crosswise where they may be swapped.

The smallest blocks of a key are taken whole, up to a number of pairs that grows with the lists and not with
their product. In blocks beyond that (a very common name, ten thousand rows of one name) the rows are put in order
of birth date and father's name, and each is compared only with its neighbours (Hernandez and Stolfo 1995, the
sorted neighbourhood); these bounds are assumptions, named below.
"""

from dataclasses import dataclass, replace

import numpy as np

from allforall.reconcile.columns import Bools, Columns
from allforall.reconcile.keys import PAIRS_PER_ROW, Keys, Longs, RowCodes, make_keys, neighbour_order
from allforall.reconcile.value_levels import Dates, Texts

__all__ = ["Longs", "distinct", "find_candidates"]

_Pairs = tuple[Longs, Longs]

#: A block of at most this many pairs is always taken whole.
SMALL_BLOCK = 64
#: The same within one list, where a person may appear many times: 24 rows, that is 276 pairs, each counted twice and
#: every row with itself. An assumption; for keys that two rows of one person seldom miss.
SMALL_BLOCK_OF_ONE = 576
#: Pairs found before those found twice are dropped, which bounds memory.
_PENDING = 4_000_000


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Rows in order of their hash; where each block of both lists starts, and how long it is on either side."""

    rows: Longs
    left_at: Longs
    left_size: Longs
    right_at: Longs
    right_size: Longs


def _blocks(keys: Keys, count: int, split: int | None) -> _Blocks:
    """The blocks with rows of both lists, or with at least two rows of one.

    Hash and row are packed into one number, which sorts fastest; the hash loses its lowest bits.
    """
    bits = np.uint64(max(count - 1, 1).bit_length())
    rows, hashes = keys.rows, keys.hashes >> bits
    if split is not None:
        before = rows < split
        few = np.flatnonzero(before)
        if len(few) * 8 < len(rows):  # a few rows against many: only rows that share a hash with them need sorting
            short = np.sort(hashes[few])
            at = np.minimum(np.searchsorted(short, hashes), max(len(short) - 1, 0))
            meets = np.flatnonzero(short[at] == hashes) if len(short) else np.zeros(0, dtype=np.intp)
            rows, hashes = rows[meets], hashes[meets]
    packed = hashes << bits | rows.astype(np.uint64)
    packed.sort()
    if len(packed):
        packed = packed[np.r_[True, packed[1:] != packed[:-1]]]
    hashes = packed >> bits
    rows = (packed & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    starts = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]]) if len(rows) else np.zeros(0, dtype=np.int64)
    sizes = np.diff(np.r_[starts, len(rows)])
    if split is None:
        shared = np.flatnonzero(sizes > 1)
        starts, sizes = starts[shared], sizes[shared]
        return _Blocks(rows=rows, left_at=starts, left_size=sizes, right_at=starts, right_size=sizes)
    before_all = np.r_[0, np.cumsum(rows < split)]
    lefts = before_all[starts + sizes] - before_all[starts]
    shared = np.flatnonzero((lefts > 0) & (lefts < sizes))
    starts, sizes, lefts = starts[shared], sizes[shared], lefts[shared]
    return _Blocks(rows=rows, left_at=starts, left_size=lefts, right_at=starts + lefts, right_size=sizes - lefts)


def _spread(sizes: Longs) -> tuple[Longs, Longs]:
    """For blocks of these sizes: the block of every place, and the number of that place within its block."""
    block = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    return block, np.arange(len(block), dtype=np.int64) - np.repeat(np.cumsum(sizes) - sizes, sizes)


def _windows(left: Longs, left_block: Longs, right: Longs, right_block: Longs, order: Longs, window: int) -> _Pairs:
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
    for offset in range(-window, window + 1):
        place = at + offset
        inside = np.flatnonzero((place >= 0) & (place < len(right)))
        inside = inside[right_block[place[inside]] == left_block[inside]]
        lefts.append(left[inside])
        rights.append(right[place[inside]])
    return np.concatenate(lefts), np.concatenate(rights)


def pairs_of(keys: Keys, count: int, split: int | None, order: Longs) -> _Pairs:
    """Returns the pairs of positions that share a key: those of whole blocks as long as the key's bound allows, and
    neighbours in larger ones. Pairs of one list may come in either order, and a row with itself.
    """
    if keys.poor is not None:
        return _pairs_of_poor(keys, keys.poor, count, split, order)
    blocks = _blocks(keys, count, split)
    budget = keys.per_row * count * (2 if split is None else 1)
    product = blocks.left_size * blocks.right_size
    by_size = np.sort(product)
    kept = int(np.searchsorted(np.cumsum(by_size), budget, side="right"))
    # blocks of one size are taken or left together, whatever their order
    least = SMALL_BLOCK_OF_ONE if split is None and keys.per_row >= PAIRS_PER_ROW else SMALL_BLOCK
    whole = product <= max(least, int(by_size[kept]) - 1 if kept < len(by_size) else int(product.max(initial=0)))
    small, large = np.flatnonzero(whole), np.flatnonzero(~whole)
    block, place = _spread(product[small])
    width = blocks.right_size[small][block]
    lefts = blocks.rows[blocks.left_at[small][block] + place // width]
    rights = blocks.rows[blocks.right_at[small][block] + place % width]
    if not len(large) or not keys.window:
        return lefts, rights
    left_block, left_place = _spread(blocks.left_size[large])
    right_block, right_place = _spread(blocks.right_size[large])
    more_left, more_right = _windows(
        blocks.rows[blocks.left_at[large][left_block] + left_place],
        left_block,
        blocks.rows[blocks.right_at[large][right_block] + right_place],
        right_block,
        order,
        keys.window,
    )
    return np.concatenate([lefts, more_left]), np.concatenate([rights, more_right])


def _pairs_of_poor(keys: Keys, poor: Bools, count: int, split: int | None, order: Longs) -> _Pairs:
    """The pairs of a key that contain a poor row."""
    if split is None:
        left, right = pairs_of(replace(keys, poor=None), count, None, order)
        known = poor[left] | poor[right]
        return left[known], right[known]
    lefts, rights = [], []
    of_left = keys.rows < split
    for asked in (poor[keys.rows] | ~of_left, poor[keys.rows] | of_left):
        some = Keys(keys.rows[asked], keys.hashes[asked], keys.per_row, keys.window)
        left, right = pairs_of(some, count, split, order)
        lefts.append(left)
        rights.append(right)
    return np.concatenate(lefts), np.concatenate(rights)


def distinct(numbers: list[Longs]) -> Longs:
    """Returns the numbers of several arrays in order, each once."""
    together = np.concatenate(numbers)
    together.sort()
    return together[np.r_[True, together[1:] != together[:-1]]] if len(together) else together


def find_candidates(columns: Columns, dates: Dates, texts: dict[str, Texts], split: int | None) -> tuple[Longs, Longs]:
    """Returns the pairs of rows to compare, in order, each once.

    Rows before `split` are one list and the others the second; without it, rows of one list are paired with
    one another.
    """
    count = len(columns.rows)
    codes = RowCodes(columns, dates, texts)
    order = neighbour_order(codes)
    found: list[Longs] = []
    for keys in make_keys(codes):
        left, right = pairs_of(keys, count, split, order)
        if split is None:
            left, right = np.minimum(left, right), np.maximum(left, right)
        numbers = left * count + right
        found.append(numbers[left != right] if split is None else numbers)
        if sum(map(len, found)) > _PENDING:
            found = [distinct(found)]
    pairs = distinct([np.zeros(0, dtype=np.int64), *found])
    return pairs // max(count, 1), pairs % max(count, 1)

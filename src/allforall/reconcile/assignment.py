"""The best one-to-one assignment: which pairs go together if a row may have at most one partner.

The assignment has the greatest possible sum of bits over its pairs, and a row may stay alone, which counts 0.
Rows fall into connected components, each solved separately: most are a single pair, the others a full table
(`people.names.pairing`); large ones by shortest augmenting paths on the pairs alone (Edmonds and Karp 1972,
"Theoretical improvements in algorithmic efficiency for network flow problems", J. ACM 19, 248-264), each row with an
own column for staying alone.
"""

from collections.abc import Iterable
from heapq import heappop, heappush
from math import inf

import numpy as np

from allforall.people.names.pairing import least_cost
from allforall.reconcile.candidates import Longs
from allforall.reconcile.columns import Bools
from allforall.reconcile.scoring import Bits

#: A component with more cells than this is solved on its pairs alone.
DENSE_CELLS = 10_000

#: One pair within its component: its row, its column, its bits.
Edge = tuple[int, int, float]


def assign(left: Longs, right: Longs, bits: Bits) -> Bools:
    """Returns which pairs belong to the best one-to-one assignment; a pair of no or negative bits never does.

    `left` and `right` are positions; no position is on both sides.
    """
    chosen = np.zeros(len(left), dtype=np.bool_)
    useful = np.flatnonzero(bits > 0)
    crowded = _more_than_once(left[useful]) | _more_than_once(right[useful])
    chosen[useful[~crowded]] = True
    rest = useful[crowded]
    for part in _components(left[rest].tolist(), right[rest].tolist()):
        pairs = rest[part]
        _, rows = np.unique(left[pairs], return_inverse=True)
        _, columns = np.unique(right[pairs], return_inverse=True)
        edges = list(zip(rows.tolist(), columns.tolist(), bits[pairs].tolist(), strict=True))
        height, width = 1 + int(rows.max()), 1 + int(columns.max())
        best = _on_table(edges, height, width) if height * width <= DENSE_CELLS else _on_pairs(edges, height, width)
        chosen[pairs[best]] = True
    return chosen


def _more_than_once(places: Longs) -> Bools:
    _, at, count = np.unique(places, return_inverse=True, return_counts=True)
    return np.asarray(count[at] > 1, dtype=np.bool_)


def _components(left: Iterable[int], right: Iterable[int]) -> list[list[int]]:
    """Returns the numbers of the pairs of each connected component."""
    above: dict[int, int] = {}

    def top(place: int) -> int:
        while (higher := above.setdefault(place, place)) != place:
            above[place] = above[higher]
            place = higher
        return place

    ends = list(zip(left, right, strict=True))
    for one, other in ends:
        above[top(one)] = top(other)
    found: dict[int, list[int]] = {}
    for number, (one, _) in enumerate(ends):
        found.setdefault(top(one), []).append(number)
    return list(found.values())


def _on_table(edges: list[Edge], height: int, width: int) -> list[int]:
    costs = [[0.0] * width for _ in range(height)]
    number: dict[tuple[int, int], int] = {}
    for place, (row, column, bits) in enumerate(edges):
        costs[row][column] = -bits
        number[row, column] = place
    return [number[pair] for pair in least_cost(costs) if pair in number]


def _on_pairs(edges: list[Edge], height: int, width: int) -> list[int]:
    # A row's own column costs `top`; a pair costs less by its bits, so that no cost is negative.
    top = max(bits for _, _, bits in edges)
    pairs_of: list[list[tuple[int, float]]] = [[] for _ in range(height)]
    for row, column, bits in edges:
        pairs_of[row].append((column, top - bits))
    row_price, column_price = [0.0] * height, [0.0] * width
    row_of, column_of = [-1] * width, [-1] * height
    for new in range(height):
        reached: dict[int, float] = {}
        came_from: dict[int, int] = {}
        passed: dict[int, float] = {}
        ways: list[tuple[float, int]] = []
        row, length, alone, who = new, 0.0, inf, new
        while True:
            if length + top - row_price[row] < alone:
                alone, who = length + top - row_price[row], row
            for column, cost in pairs_of[row]:
                way = length + cost - row_price[row] - column_price[column]
                if column not in passed and way < reached.get(column, inf):
                    reached[column], came_from[column] = way, row
                    heappush(ways, (way, column))
            while ways and ways[0][1] in passed:
                heappop(ways)
            if not ways or ways[0][0] >= alone:
                # The row for which it costs least stays alone, and the others move up.
                length, column = alone, column_of[who]
                column_of[who] = -1
                break
            length, column = heappop(ways)
            if row_of[column] < 0:
                who = -1
                break
            passed[column] = length
            row = row_of[column]
        row_price[new] += length
        for taken, way in passed.items():
            row_price[row_of[taken]] += length - way
            column_price[taken] -= length - way
        if who == new:
            continue
        row = -1
        while row != new:
            row = came_from[column]
            row_of[column] = row
            column, column_of[row] = column_of[row], column
    return [number for number, (row, column, _) in enumerate(edges) if column_of[row] == column]


def runners_up(left: Longs, right: Longs, bits: Bits, chosen: Bools) -> tuple[Longs, Bits]:
    """Returns for every chosen pair the best other pair that shares a row with it, and that pair's bits.

    Where there is none, the number is -1 and the bits are minus infinity.
    """
    picked = np.flatnonzero(chosen)
    best = np.full(len(picked), -1, dtype=np.int64)
    best_bits = np.full(len(picked), -np.inf)
    if not len(picked):
        return best, best_bits
    for side, other in ((left, right), (right, left)):
        order = np.lexsort((other, -bits, side))
        first = np.diff(side[order], prepend=-1) != 0
        starts = np.flatnonzero(first)
        rows = side[order[starts]]
        after = np.minimum(starts + 1, len(order) - 1)
        seconds = np.where(side[order[after]] == rows, order[after], -1)
        seconds = np.where(after == starts, -1, seconds)
        at = np.searchsorted(rows, side[picked])
        rival = np.where(order[starts][at] == picked, seconds[at], order[starts][at])
        better = (rival >= 0) & (bits[rival] > best_bits)
        best[better], best_bits[better] = rival[better], bits[rival[better]]
    return best, best_bits

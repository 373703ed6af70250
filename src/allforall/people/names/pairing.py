"""The cheapest pairing of two sides: which of one side goes with which of the other, each at most once.

Shortest augmenting paths on a full table of costs (Jonker and Volgenant 1987, Computing 38, 325-340, in the form of
Crouse 2016, "On implementing 2D rectangular assignment algorithms", IEEE Transactions on Aerospace and Electronic
Systems 52, 1679-1696): every row of the shorter side in turn gets a column, and earlier ones move if that costs less.
Among equal costs the choice is that of scipy's `linear_sum_assignment`.

In plain Python: the tables are small, the parts of a name with those of another, or the few rows that compete for
each other in `reconcile`.
"""

from collections.abc import Sequence
from math import inf

Costs = Sequence[Sequence[float]]


def least_cost(costs: Costs) -> list[tuple[int, int]]:
    """Returns the pairs of row and column, rows ascending, as many as the shorter side has; O(n^3) at worst.

    `costs` is a full table without NaN and infinity.
    """
    if not costs:
        return []
    if len(costs) > len(costs[0]):
        turned = least_cost(list(zip(*costs, strict=True)))
        return sorted((row, column) for column, row in turned)
    width = len(costs[0])
    row_price, column_price = [0.0] * len(costs), [0.0] * width
    row_of, column_of = [-1] * width, [-1] * len(costs)
    for new in range(len(costs)):
        reached, came_from, passed, column = _shortest(new, costs, row_price, column_price, row_of)
        length = reached[column]
        row_price[new] += length
        for taken in passed:
            row_price[row_of[taken]] += length - reached[taken]
            column_price[taken] -= length - reached[taken]
        row = -1
        while row != new:
            row = came_from[column]
            row_of[column] = row
            column, column_of[row] = column_of[row], column
    return list(enumerate(column_of))


def _shortest(
    new: int, costs: Costs, row_price: Sequence[float], column_price: Sequence[float], row_of: Sequence[int]
) -> tuple[list[float], list[int], list[int], int]:
    """Returns the shortest way from a row to a free column.

    The cost of the way to each column, the row before each column, the taken columns on the way, the free column.
    """
    width = len(row_of)
    reached, came_from = [inf] * width, [-1] * width
    passed: list[int] = []
    remaining = list(range(width - 1, -1, -1))  # backwards, so that a table of equal costs is paired in order
    row, length = new, 0.0
    while True:
        at, least = -1, inf
        line, price = costs[row], row_price[row]
        for place, column in enumerate(remaining):
            way = length + line[column] - price - column_price[column]
            if way < reached[column]:
                reached[column] = way
                came_from[column] = row
            # Among columns of one cost a free one ends the search.
            if reached[column] < least or (reached[column] == least and row_of[column] < 0):
                at, least = place, reached[column]
        length, column = least, remaining[at]
        if row_of[column] < 0:
            return reached, came_from, passed, column
        passed.append(column)
        row = row_of[column]
        remaining[at] = remaining[-1]
        remaining.pop()

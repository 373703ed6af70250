"""The best one-to-one assignment: which pairs go together if a row may have at most one partner.

The assignment has the greatest possible sum of bits over its pairs, and a row may stay alone, which counts 0.
Rows fall into connected components, each solved separately: most are a single pair; the others by the
Hungarian method as scipy has it (Crouse 2016, "On implementing 2D rectangular assignment algorithms"; for
large ones Jonker and Volgenant 1987 on the sparse graph, each row with an own column for staying alone).
"""

import numpy as np
import numpy.typing as npt

from allforall.reconcile.candidates import Longs
from allforall.reconcile.columns import Bools
from allforall.reconcile.scoring import Bits

#: A component with more cells than this is solved as a sparse graph.
DENSE_CELLS = 250_000


def assign(left: Longs, right: Longs, bits: Bits) -> Bools:
    """Returns which pairs belong to the best one-to-one assignment; a pair of no or negative bits never does.

    `left` and `right` are positions; no position is on both sides.
    """
    # Imported only when needed: it takes longer to load than most commands take to run.
    from scipy.sparse import coo_matrix  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    chosen = np.zeros(len(left), dtype=np.bool_)
    useful = np.flatnonzero(bits > 0)
    if not len(useful):
        return chosen
    _, a = np.unique(left[useful], return_inverse=True)
    _, b = np.unique(right[useful], return_inverse=True)
    lefts, rights = int(a.max()) + 1, int(b.max()) + 1
    graph = coo_matrix((np.ones(len(a)), (a, b + lefts)), shape=(lefts + rights, lefts + rights))
    _, component = connected_components(graph, directed=False)
    of_pair = component[a]
    order = np.argsort(of_pair, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(of_pair[order]) != 0])
    for part in np.split(order, starts[1:]):
        if len(part) == 1:
            chosen[useful[part[0]]] = True
        else:
            chosen[useful[part[_best(a[part], b[part], bits[useful[part]])]]] = True
    return chosen


def _best(a: npt.NDArray[np.intp], b: npt.NDArray[np.intp], bits: Bits) -> npt.NDArray[np.intp]:
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415
    from scipy.sparse import csr_matrix  # noqa: PLC0415
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching  # noqa: PLC0415

    _, rows = np.unique(a, return_inverse=True)
    _, columns = np.unique(b, return_inverse=True)
    height, width = int(rows.max()) + 1, int(columns.max()) + 1
    if height * width <= DENSE_CELLS:
        table = np.zeros((height, width))
        number = np.full((height, width), -1, dtype=np.intp)
        table[rows, columns] = bits
        number[rows, columns] = np.arange(len(bits))
        at_row, at_column = linear_sum_assignment(table, maximize=True)
        picked = number[at_row, at_column]
        return np.asarray(picked[picked >= 0], dtype=np.intp)
    # A row's own column costs `top`; a pair costs less by its bits. Costs are kept above 0, because scipy drops zeros.
    top = float(bits.max()) + 1.0
    costs = np.concatenate([top - bits, np.full(height, top)])
    sparse = csr_matrix(
        (
            costs,
            (np.concatenate([rows, np.arange(height)]), np.concatenate([columns, width + np.arange(height)])),
        ),
        shape=(height, width + height),
    )
    at_row, at_column = min_weight_full_bipartite_matching(sparse)
    partner = np.full(height, -1, dtype=np.intp)
    partner[at_row] = at_column
    return np.flatnonzero(partner[rows] == columns)


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

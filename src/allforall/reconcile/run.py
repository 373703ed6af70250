"""One run over rows: columns, candidates, levels, weights; shared by links and duplicates."""

from collections.abc import Callable

import numpy as np

from allforall.reconcile.calibration import probabilities
from allforall.reconcile.candidates import Longs, distinct, find_candidates
from allforall.reconcile.columns import Bools
from allforall.reconcile.explaining import Explainer
from allforall.reconcile.learnt import Learnt, learnt_of, weights_of
from allforall.reconcile.prepared import Prepared, Rows, join_columns
from allforall.reconcile.reviews import Standpoint
from allforall.reconcile.scoring import Bits, Comparer, Scored
from allforall.reconcile.standing import (
    CANDIDATE_BITS,
    Reason,
    Relations,
    Standing,
    names_agree,
    relations,
)
from allforall.reconcile.weights import Weights, default_weights, learn_weights, prior

Progress = Callable[[int, int], None]

#: Pairs compared at a time, which limits memory.
CHUNK = 2_000_000
#: Pairs below this by the assumed weights are not kept for the learnt ones (an assumption, well below a
#: candidate).
KEEP_BITS = -14.0
#: The most candidates shown per row of either list, best first.
SHOWN_PER_ROW = 5


class Run:
    """The candidate pairs of one run, as arrays in one order.

    With `learnt`, the weights are these; without, they are learnt from the lists.
    """

    def __init__(
        self,
        one: Prepared,
        two: Prepared | None,
        asked: Longs,
        progress: Progress,
        learnt: Learnt | None = None,
    ) -> None:
        rows = self.rows = Rows(one, two)
        split = None if two is None else len(one)
        first, second = self.sizes = len(one), None if two is None else len(two)
        self.comparer = Comparer(join_columns(rows, one, two))
        progress(1, 5)
        comparer = self.comparer
        left, right = find_candidates(comparer.columns, comparer.dates, comparer.texts, split)
        if len(asked):
            together = distinct([left * len(rows) + right, asked])
            left, right = together // len(rows), together % len(rows)
        self.compared = len(left)
        progress(2, 5)
        self.scored = self._kept(left, right, asked, default_weights(comparer, prior(first, second)))
        progress(3, 5)
        self.weights: Weights = (
            weights_of(learnt, comparer) if learnt is not None else learn_weights(comparer, self.scored, first, second)
        )
        #: The weights of this run: given, or learnt from its own lists.
        self.learnt = learnt if learnt is not None else learnt_of(self.weights, (first, second or first))
        self.fields: Bits = self.weights.field_bits(self.scored, comparer)
        self.bits: Bits = self.weights.pair_bits(self.fields, self.scored)
        self.relations: Relations = relations(self.scored, comparer.columns)
        known = np.flatnonzero(np.isin(self.scored.left * len(rows) + self.scored.right, asked))
        places = zip(self.scored.left[known].tolist(), self.scored.right[known].tolist(), strict=True)
        #: The positions of the requested pairs in the arrays.
        self.number: dict[tuple[int, int], int] = dict(zip(places, known.tolist(), strict=True))
        progress(4, 5)

    def _kept(self, left: Longs, right: Longs, asked: Longs, weights: Weights) -> Scored:
        """The pairs that are kept, compared piece by piece."""
        kept: list[Scored] = []
        for start in range(0, max(len(left), 1), CHUNK):
            piece = self.comparer.compare(left[start : start + CHUNK], right[start : start + CHUNK])
            bits = weights.pair_bits(weights.field_bits(piece, self.comparer), piece)
            reviewed = np.isin(piece.left * len(self.rows) + piece.right, asked)
            kept.append(piece.take((bits >= KEEP_BITS) | reviewed | names_agree(piece)))
        return Scored(
            np.concatenate([piece.left for piece in kept]),
            np.concatenate([piece.right for piece in kept]),
            np.concatenate([piece.levels for piece in kept]),
            np.concatenate([piece.swapped for piece in kept]),
            np.concatenate([piece.by_right for piece in kept]),
        )

    def explainer(self, person: Longs | None, rejected: Bools, *, flipped: bool = False) -> Explainer:
        """Returns the maker of `Pair` values from the arrays, with probabilities.

        `person` gives for every row the row that represents its person; `rejected` pairs are not rivals.
        """
        left, right = self.scored.left, self.scored.right
        chances = probabilities(
            left if person is None else person[left],
            right if person is None else person[right],
            self.bits,
            sizes=self.sizes,
            filled=(self.scored.levels > 0).sum(axis=1),
            relatives=self.relations.relatives,
            namesakes=self.relations.namesake,
            alive=~rejected,
        )
        return Explainer(self.rows, self.comparer, self.scored, self.fields, self.weights, chances, flipped=flipped)


def no_progress(_done: int, _total: int) -> None:
    return


def stands(
    reasons: tuple[Reason, ...], said: Standpoint | None, *, for_another: bool = False
) -> tuple[Standing, tuple[Reason, ...]]:
    """The standing of a pair after reviews, which override everything.

    A held row that was confirmed `for_another` sought row before is left to a person, reviewed or not: two decisions
    about one row must not overrule each other.
    """
    if for_another:
        reasons = (Reason.CONFIRMED_FOR_ANOTHER, *((Reason.REVIEW_SAME,) if said and said.same else ()), *reasons)
        return Standing.TO_REVIEW, reasons
    if said is not None:
        if said.contradicted:
            return Standing.TO_REVIEW, (Reason.REVIEW_CONTRADICTED, *reasons)
        if said.same:
            if said.outdated:
                return Standing.TO_REVIEW, (Reason.NEW_EVIDENCE, Reason.REVIEW_SAME, *reasons)
            return Standing.REVIEWED_SAME, (Reason.REVIEW_SAME, *reasons)
        if said.unsure:
            return Standing.UNSURE, (Reason.REVIEW_UNSURE, *reasons)
        if said.outdated:
            return Standing.TO_REVIEW, (Reason.NEW_EVIDENCE, *reasons)
    return (Standing.TO_REVIEW, reasons) if reasons else (Standing.CLEAR, (Reason.CLEAR,))


def worth_showing(scored: Scored, bits: Bits, chosen: Bools, rejected: Bools) -> list[int]:
    """The pairs worth showing: chosen ones, and of the others the best of each row, if they reach a
    candidate's bits.
    """
    worth = np.flatnonzero(((bits >= CANDIDATE_BITS) | names_agree(scored)) & ~rejected)
    good = np.zeros(len(worth), dtype=np.bool_)
    for side, other in ((scored.left[worth], scored.right[worth]), (scored.right[worth], scored.left[worth])):
        order = np.lexsort((other, -bits[worth], side))
        first = np.diff(side[order], prepend=-1) != 0
        starts = np.flatnonzero(first)
        rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
        good[order[rank < SHOWN_PER_ROW]] = True
    return sorted(set(worth[good].tolist()) | set(np.flatnonzero(chosen).tolist()))

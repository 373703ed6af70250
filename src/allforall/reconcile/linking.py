"""Links two lists row by row, or finds the duplicates of one list, with the full basis of each score.

The result does not depend on the order of the rows, nor on which list is called the first: rows are put in
order of their keys, and the shorter list (of two equally long ones, the one with the smaller first key) is
always taken first.
"""

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from allforall.people.persons import PersonRow
from allforall.reconcile.assignment import assign, runners_up
from allforall.reconcile.candidates import Longs
from allforall.reconcile.columns import Bools
from allforall.reconcile.comparison import Pair
from allforall.reconcile.learnt import Learnt
from allforall.reconcile.prepared import Prepared, prepare
from allforall.reconcile.reviews import Review, Standpoint, standpoints
from allforall.reconcile.run import Run, no_progress, stands, worth_showing
from allforall.reconcile.scoring import Bits
from allforall.reconcile.standing import (
    LINK_BITS,
    Link,
    Reason,
    Standing,
    reasons_for,
)


@dataclass(frozen=True, slots=True)
class Linking:
    """Two lists linked. `left` is the sought row in every pair, `right` the held one.

    `links` is one-to-one; `candidates` are the pairs worth a look, links among them, the best of each row;
    `unlinked` are sought rows without a link (which does not show where the person is). `disputed` are pairs with
    contradicting reviews. `notes` are codes about the lists as a whole. `learnt` are the weights used (None if there
    was nothing to weigh).
    """

    links: tuple[Link, ...]
    candidates: tuple[Pair, ...]
    unlinked: tuple[str, ...]
    disputed: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()
    learnt: Learnt | None = None


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Disables cycle collection: comparing makes hundreds of thousands of values and no cycles, and looking for cycles
    took a fifth of the time. Reference counting still frees memory.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@_no_search_for_cycles()
def compare_lists(
    sought: Iterable[PersonRow],
    held: Iterable[PersonRow],
    *,
    reviews: Iterable[Review] = (),
    one_person: Iterable[Sequence[str]] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Linking:
    """Returns the best one-to-one links of two lists, with the basis of each score and whether a person has to review
    it.

    Rows are compared, never changed. `one_person` are groups of rows of one list that are surely one person: such a
    group has one partner, by the best of its pairs, and its rows are not rivals of each other. `progress` gets the
    steps done and their number. Raises CallError if one list has a key twice.
    """
    return compare_prepared(prepare(sought), prepare(held), reviews=reviews, one_person=one_person, progress=progress)


@_no_search_for_cycles()
def compare_prepared(
    sought: Prepared,
    held: Prepared,
    *,
    reviews: Iterable[Review] = (),
    one_person: Iterable[Sequence[str]] = (),
    confirmed: Mapping[str, Collection[str]] = MappingProxyType({}),
    learnt: Learnt | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Linking:
    """Returns the same as `compare_lists`, for prepared lists; only the rows shown are loaded.

    With `learnt` the pairs are weighed with another comparison's weights instead of learning from these lists.
    `confirmed` gives for held rows the sought rows of other lists for which they were confirmed; a link to such a row
    goes to a person, unless both sought rows are in one group of `one_person`.
    """
    progress = progress or no_progress
    if not len(sought) or not len(held):
        progress(5, 5)
        return Linking((), (), sought.keys, notes=("lists:empty",))
    said = _said(reviews, sought, held)
    flipped = (len(held), held.keys[0]) < (len(sought), sought.keys[0])
    one, two = (held, sought) if flipped else (sought, held)
    place_one = {key: i for i, key in enumerate(one.keys)}
    place_two = {key: i + len(one) for i, key in enumerate(two.keys)}
    placed: dict[tuple[int, int], Standpoint] = {}
    for (a, b), standpoint in said.items():
        key = (place_one[b], place_two[a]) if flipped else (place_one[a], place_two[b])
        placed[key] = standpoint
    asked = np.array(sorted(a * (len(one) + len(two)) + b for a, b in placed), dtype=np.int64)
    work = Run(one, two, asked, progress, learnt)
    groups = [tuple(group) for group in one_person]
    person = _persons(len(one) + len(two), (place_one, place_two), groups)
    linking = _linked(work, placed, person, _Confirmed(confirmed, groups), flipped=flipped)
    notes = ("lists:same_list",) if len(sought) == len(held) and sought.said == held.said else ()
    progress(5, 5)
    linked = {link.pair.left for link in linking.links}
    unlinked = tuple(key for key in sought.keys if key not in linked)
    return replace(linking, unlinked=unlinked, notes=notes, learnt=work.learnt)


def _said(reviews: Iterable[Review], sought: Prepared, held: Prepared) -> dict[tuple[str, str], Standpoint]:
    """The reviews of rows of these lists, combined; only these rows are loaded."""
    reviews = list(reviews)
    reviewed = {key for review in reviews for key in (review.left, review.right)}
    left, right = (
        {row.key: row for row in side.load([key for key in side.keys if key in reviewed])} if reviewed else {}
        for side in (sought, held)
    )
    return standpoints(reviews, left, right)


class _Confirmed:
    """The sought rows for which a held row, or another row of the same person, was already confirmed."""

    def __init__(self, confirmed: Mapping[str, Collection[str]], groups: Iterable[Sequence[str]]) -> None:
        self._group: dict[str, frozenset[str]] = {}
        for group in groups:
            together = frozenset(group).union(*(self._group.get(key, ()) for key in group))
            self._group.update(dict.fromkeys(together, together))
        self._by = {key: frozenset(others) for key, others in confirmed.items() if others}

    def for_others(self, sought: str, held: str) -> tuple[str, ...]:
        """Returns the sought rows of other persons for which the person in the held row was confirmed."""
        if not self._by:
            return ()
        rows = self._group.get(held, frozenset((held,)))
        found = frozenset().union(*(self._by.get(row, frozenset()) for row in rows))
        return tuple(sorted(found - self._group.get(sought, frozenset()) - {sought}))


def _persons(rows: int, lists: Iterable[Mapping[str, int]], one_person: Iterable[Sequence[str]]) -> Longs:
    """Returns for each row the row that represents its person: itself, or the first of its group."""
    person = np.arange(rows, dtype=np.int64)
    groups = [tuple(group) for group in one_person]
    for place in lists:
        for group in groups:
            places = [place[key] for key in group if key in place]
            if places:
                person[places] = min(places)
    return person


def _best_of_persons(left: Longs, right: Longs, bits: Bits) -> Longs:
    """Returns the numbers of the best pair between every two persons, ties going to the first pair."""
    order = np.lexsort((np.arange(len(bits)), -bits, right, left))
    first = np.diff(left[order], prepend=-1) != 0
    first |= np.diff(right[order], prepend=-1) != 0
    return np.sort(order[first])


def _rivals_of_persons(left: Longs, right: Longs, bits: Bits, chosen: Bools) -> Longs:
    """Returns the numbers of the chosen pairs, and of the best pair between every two persons without a chosen pair."""
    best = _best_of_persons(left, right, np.where(chosen, np.inf, bits))
    return np.union1d(best, np.flatnonzero(chosen))


def _linked(
    work: Run, placed: dict[tuple[int, int], Standpoint], person: Longs, confirmed: _Confirmed, *, flipped: bool
) -> Linking:
    scored, bits = work.scored, work.bits
    said = {work.number[pair]: standpoint for pair, standpoint in placed.items()}
    pinned = sorted(i for i, standpoint in said.items() if standpoint.same and not standpoint.contradicted)
    rejected = np.zeros(len(bits), dtype=np.bool_)
    rejected[[i for i, standpoint in said.items() if standpoint.different]] = True
    left, right = person[scored.left], person[scored.right]
    # A review that two rows are different is about their persons: the group's other rows await review.
    apart = left * len(person) + right
    open_pairs = ~np.isin(apart, apart[rejected])
    open_pairs &= ~np.isin(left, left[pinned]) & ~np.isin(right, right[pinned])
    chosen = np.zeros(len(bits), dtype=np.bool_)
    which = np.flatnonzero(open_pairs & (bits > LINK_BITS))
    which = which[_best_of_persons(left[which], right[which], bits[which])]
    chosen[which] = assign(left[which], right[which], bits[which])
    chosen[pinned] = True
    alive = np.flatnonzero(~rejected | chosen)
    alive = alive[_rivals_of_persons(left[alive], right[alive], bits[alive], chosen[alive])]
    rivals, rival_bits = runners_up(left[alive], right[alive], bits[alive], chosen[alive])
    runner = dict(
        zip(
            np.flatnonzero(chosen).tolist(),
            zip(rivals.tolist(), rival_bits.tolist(), strict=True),
            strict=True,
        )
    )
    twins = work.relations.twins & ~chosen & ~rejected
    twin_left, twin_right = set(scored.left[twins].tolist()), set(scored.right[twins].tolist())
    explain = work.explainer(person, rejected, flipped=flipped)
    shown = worth_showing(scored, bits, chosen, rejected)
    explain.fetch([*shown, *said])
    pairs = {i: explain.pair(i) for i in shown}
    links = []
    for i, (rival, behind) in runner.items():
        margin = float(bits[i] - behind) if rival >= 0 else None
        rival_key = explain.other_row(i, int(alive[rival])) if rival >= 0 else ""
        near = int(scored.left[i]) in twin_left or int(scored.right[i]) in twin_right
        reasons = reasons_for(work.relations, i, float(bits[i]), margin, twin_near=near)
        others = confirmed.for_others(pairs[i].left, pairs[i].right)
        standing, reasons = stands(reasons, said.get(i), for_another=bool(others))
        links.append(Link(pairs[i], standing, reasons, rival_key, margin, others))
    links.sort(key=lambda link: (link.pair.left, link.pair.right))
    disputed = tuple(
        Link(explain.pair(i), Standing.TO_REVIEW, (Reason.REVIEW_CONTRADICTED,))
        for i, standpoint in sorted(said.items())
        if standpoint.contradicted
    )
    candidates = sorted(pairs.values(), key=lambda pair: (-pair.bits, pair.left, pair.right))
    return Linking(tuple(links), tuple(candidates), (), disputed)

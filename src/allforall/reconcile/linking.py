"""Two lists linked row by row, or the duplicates of one list found, with everything that made each score.

The result does not depend on the order of the rows, nor on which list is called the first: rows are put in
order of their keys, and the shorter list (of two equally long ones, the one with the smaller first key) is
always taken first.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from allforall.people.persons import PersonRow
from allforall.reconcile.assignment import assign, runners_up
from allforall.reconcile.candidates import Longs
from allforall.reconcile.columns import Bools
from allforall.reconcile.comparison import Pair
from allforall.reconcile.reviews import Review, Standpoint, standpoints
from allforall.reconcile.run import Run, no_progress, ordered_by_key, stands, worth_showing
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
    `unlinked` are sought rows without a link (which says nothing about where the person is). `disputed` are
    pairs on which reviews contradict one another. `notes` are codes about the lists as a whole.
    """

    links: tuple[Link, ...]
    candidates: tuple[Pair, ...]
    unlinked: tuple[str, ...]
    disputed: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()


def compare_lists(
    sought: Iterable[PersonRow],
    held: Iterable[PersonRow],
    *,
    reviews: Iterable[Review] = (),
    one_person: Iterable[Sequence[str]] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Linking:
    """Returns the best one-to-one links of two lists, with what made each score, and who has to look at it.

    Rows are compared, never changed. `one_person` are groups of rows of one list that are surely one person: such a
    group has one partner, by the best of its pairs, and its rows are no rivals of one another. `progress` is told
    the steps done and their number. Raises CallError where one list has a key twice.
    """
    progress = progress or no_progress
    left, right = ordered_by_key(sought), ordered_by_key(held)
    if not left or not right:
        progress(5, 5)
        return Linking((), (), tuple(row.key for row in left), notes=("lists:empty",))
    said = standpoints(reviews, {row.key: row for row in left}, {row.key: row for row in right})
    flipped = (len(right), right[0].key) < (len(left), left[0].key)
    one, two = (right, left) if flipped else (left, right)
    place_one = {row.key: i for i, row in enumerate(one)}
    place_two = {row.key: i + len(one) for i, row in enumerate(two)}
    placed: dict[tuple[int, int], Standpoint] = {}
    for (a, b), standpoint in said.items():
        key = (place_one[b], place_two[a]) if flipped else (place_one[a], place_two[b])
        placed[key] = standpoint
    asked = np.array(sorted(a * (len(one) + len(two)) + b for a, b in placed), dtype=np.int64)
    work = Run(one + two, len(one), asked, progress)
    person = _persons(len(one) + len(two), (place_one, place_two), one_person)
    linking = _linked(work, placed, person, flipped=flipped)
    notes = ("lists:same_list",) if _same_list(left, right) else ()
    progress(5, 5)
    linked = {link.pair.left for link in linking.links}
    unlinked = tuple(row.key for row in left if row.key not in linked)
    return Linking(linking.links, linking.candidates, unlinked, linking.disputed, notes)


def _same_list(left: Sequence[PersonRow], right: Sequence[PersonRow]) -> bool:
    """Whether both lists say the same of the same number of persons, whatever their keys."""
    if len(left) != len(right):
        return False

    def said(row: PersonRow) -> tuple[tuple[str, ...], ...]:
        return (row.cells, tuple(reading.written for reading in row.readings))

    return sorted(map(said, left)) == sorted(map(said, right))


def _persons(rows: int, lists: Iterable[Mapping[str, int]], one_person: Iterable[Sequence[str]]) -> Longs:
    """Returns for each row the row that stands for its person: itself, or the first of its group."""
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
    """Returns the numbers of the chosen pairs, and of the best pair between every two persons who have none chosen."""
    best = _best_of_persons(left, right, np.where(chosen, np.inf, bits))
    return np.union1d(best, np.flatnonzero(chosen))


def _linked(work: Run, placed: dict[tuple[int, int], Standpoint], person: Longs, *, flipped: bool) -> Linking:
    scored, bits = work.scored, work.bits
    said = {work.number[pair]: standpoint for pair, standpoint in placed.items()}
    pinned = sorted(i for i, standpoint in said.items() if standpoint.same and not standpoint.contradicted)
    rejected = np.zeros(len(bits), dtype=np.bool_)
    rejected[[i for i, standpoint in said.items() if standpoint.different]] = True
    left, right = person[scored.left], person[scored.right]
    # A word that two rows are different is about their persons: the group's other rows wait for somebody to look.
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
    explain = work.explainer(flipped=flipped)
    shown = worth_showing(scored, bits, chosen, rejected)
    pairs = {i: explain.pair(i) for i in shown}
    links = []
    for i, (rival, behind) in runner.items():
        margin = float(bits[i] - behind) if rival >= 0 else None
        rival_key = explain.other_row(i, int(alive[rival])) if rival >= 0 else ""
        near = int(scored.left[i]) in twin_left or int(scored.right[i]) in twin_right
        reasons = reasons_for(work.relations, i, float(bits[i]), margin, twin_near=near)
        standing, reasons = stands(reasons, said.get(i))
        links.append(Link(pairs[i], standing, reasons, rival_key, margin))
    links.sort(key=lambda link: (link.pair.left, link.pair.right))
    disputed = tuple(
        Link(explain.pair(i), Standing.TO_REVIEW, (Reason.REVIEW_CONTRADICTED,))
        for i, standpoint in sorted(said.items())
        if standpoint.contradicted
    )
    candidates = sorted(pairs.values(), key=lambda pair: (-pair.bits, pair.left, pair.right))
    return Linking(tuple(links), tuple(candidates), (), disputed)

"""Rows of one list that may be one person."""

from collections.abc import Callable, Iterable

import numpy as np

from allforall.people.fields import Field
from allforall.people.persons import PersonRow
from allforall.reconcile.reviews import Review, Standpoint, standpoints
from allforall.reconcile.run import Run, no_progress, ordered_by_key, stands, worth_showing
from allforall.reconcile.standing import (
    LINK_BITS,
    Link,
    Reason,
    reasons_for,
)


def find_duplicates(
    rows: Iterable[PersonRow],
    *,
    reviews: Iterable[Review] = (),
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Link, ...]:
    """Returns the pairs of rows of one list that may be one person, the best first; a row may stand in
    several.

    Rows that say the same in every cell and are told apart by nothing are clear where name and birth date are
    known; twins, brothers and namesakes go to a person. Nothing is merged.
    """
    progress = progress or no_progress
    ordered = ordered_by_key(rows)
    if len(ordered) < 2:
        progress(5, 5)
        return ()
    by_key = {row.key: row for row in ordered}
    place = {row.key: i for i, row in enumerate(ordered)}
    said = standpoints(reviews, by_key, by_key, one_list=True)
    placed = {(place[a], place[b]): standpoint for (a, b), standpoint in said.items() if a != b}
    asked = np.array(sorted(a * len(ordered) + b for a, b in placed), dtype=np.int64)
    work = Run(ordered, None, asked, progress)
    links = _duplicates(work, placed)
    progress(5, 5)
    return links


def _duplicates(work: Run, placed: dict[tuple[int, int], Standpoint]) -> tuple[Link, ...]:
    scored, bits, rows = work.scored, work.bits, work.rows
    said = {work.number[pair]: standpoint for pair, standpoint in placed.items()}
    explain = work.explainer()
    said_same = [i for i, standpoint in said.items() if standpoint.same or standpoint.contradicted]
    links = []
    nothing = np.zeros(len(bits), dtype=np.bool_)
    shown = worth_showing(scored, bits, nothing, nothing)
    for i in sorted({*(i for i in shown if bits[i] > LINK_BITS), *said_same}):
        standpoint = said.get(i)
        if standpoint is not None and standpoint.different:
            continue
        if _identical(rows[scored.left[i]], rows[scored.right[i]]):
            # nothing tells the rows apart, so that neither score nor relatives are asked; but a name may be
            # two persons'
            told = work.relations.name_agrees[i] and not work.relations.date_unknown[i]
            standing, reasons = stands(() if told else (Reason.NAME_ALONE,), standpoint)
            reasons = (Reason.IDENTICAL_ROWS, *(reason for reason in reasons if reason is not Reason.CLEAR))
        else:
            found = reasons_for(work.relations, i, float(bits[i]), None, one_list=True)
            standing, reasons = stands(found, standpoint)
        links.append(Link(explain.pair(i), standing, reasons))
    links.sort(key=lambda link: (-link.pair.bits, link.pair.left, link.pair.right))
    return tuple(links)


def _identical(left: PersonRow, right: PersonRow) -> bool:
    """Whether two rows read the same in everything but the list's own reference."""

    def said(row: PersonRow) -> list[tuple[str, str]]:
        return sorted((reading.field, reading.written) for reading in row.readings if reading.field is not Field.ROW_ID)

    return said(left) == said(right)

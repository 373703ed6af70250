"""Rows of one list that may be one person."""

from collections.abc import Callable, Iterable

import numpy as np

from allforall.people.fields import Field
from allforall.people.persons import PersonRow
from allforall.reconcile.prepared import ordered_by_key, prepare
from allforall.reconcile.reviews import Review, Standpoint, standpoints
from allforall.reconcile.run import Run, no_progress, stands, worth_showing
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
    """Returns the pairs of rows of one list that may be one person, best first; a row may be in several.

    Rows that agree in every field are always among them, each paired with the first of its kind. Twins, brothers and
    namesakes go to a person, as does every pair with any contradiction. Nothing is merged.
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
    same = _identical_rows(ordered)
    asked = np.array(sorted(a * len(ordered) + b for a, b in {*placed, *same}), dtype=np.int64)
    work = Run(prepare(ordered), None, asked, progress)
    links = _duplicates(work, placed, same)
    progress(5, 5)
    return links


def _duplicates(work: Run, placed: dict[tuple[int, int], Standpoint], same: set[tuple[int, int]]) -> tuple[Link, ...]:
    scored, bits = work.scored, work.bits
    said = {work.number[pair]: standpoint for pair, standpoint in placed.items()}
    nothing = np.zeros(len(bits), dtype=np.bool_)
    rejected = nothing.copy()
    rejected[[i for i, standpoint in said.items() if standpoint.different]] = True
    explain = work.explainer(None, rejected)
    shown = {i for i in worth_showing(scored, bits, nothing, nothing) if bits[i] > LINK_BITS}
    shown.update(i for i, standpoint in said.items() if standpoint.same or standpoint.contradicted)
    shown.update(work.number[pair] for pair in same)
    explain.fetch(shown)
    links = []
    for i in sorted(shown):
        standpoint = said.get(i)
        if standpoint is not None and standpoint.different:
            continue
        found = reasons_for(work.relations, i, float(bits[i]), None, one_list=True)
        standing, reasons = stands(found, standpoint)
        if _content(work.rows[scored.left[i]]) == _content(work.rows[scored.right[i]]):
            reasons = (Reason.IDENTICAL_ROWS, *(reason for reason in reasons if reason is not Reason.CLEAR))
        links.append(Link(explain.pair(i), standing, reasons))
    links.sort(key=lambda link: (-link.pair.bits, link.pair.left, link.pair.right))
    return tuple(links)


def _content(row: PersonRow) -> tuple[tuple[str, str], ...]:
    """The content of a row, except the list's own reference."""
    said = ((reading.field.value, reading.written) for reading in row.readings if reading.field is not Field.ROW_ID)
    return tuple(sorted(said))


def _identical_rows(rows: tuple[PersonRow, ...]) -> set[tuple[int, int]]:
    """Identical rows, each paired with the first of its kind, so that they are few; blank rows are ignored."""
    first: dict[tuple[tuple[str, str], ...], int] = {}
    found: set[tuple[int, int]] = set()
    for i, row in enumerate(rows):
        content = _content(row)
        if any(written.strip() for _, written in content) and first.setdefault(content, i) != i:
            found.add((first[content], i))
    return found

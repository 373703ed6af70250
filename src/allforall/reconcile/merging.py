"""Merges rows of one person, and undoes that: an overlay on the rows, which are never edited.

An overlay is the history of acts: merges and undoings, by whom and why. The current merges follow from it. A merge of
persons reported dead is marked `needs_two_officers`; the node asks for the second.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from allforall.errors import CallError, GateError
from allforall.people.fields import Custody, Field
from allforall.people.persons import PersonRow

_OF_DEATH = (
    Field.DEATH_DATE,
    Field.DEATH_PLACE,
    Field.DEATH_CAUSE,
    Field.BURIAL_DATE,
    Field.BURIAL_PLACE,
    Field.GRAVE,
)


@dataclass(frozen=True, slots=True)
class Merge:
    """Rows, by key, that officers consider one person. `second_by` is the other officer if two are needed."""

    number: int
    keys: tuple[str, ...]
    by: str
    why: str
    on: date
    needs_two_officers: bool = False
    second_by: str = ""


@dataclass(frozen=True, slots=True)
class Undoing:
    """The end of a merge."""

    number: int
    by: str
    why: str
    on: date


@dataclass(frozen=True, slots=True)
class Overlay:
    """All merges and undoings so far, in order. The empty overlay merges nothing."""

    merges: tuple[Merge, ...] = ()
    undoings: tuple[Undoing, ...] = ()

    @property
    def standing(self) -> tuple[Merge, ...]:
        """The merges that have not been undone."""
        undone = {undoing.number for undoing in self.undoings}
        return tuple(merge for merge in self.merges if merge.number not in undone)


def is_reported_dead(row: PersonRow) -> bool:
    """Returns whether a row mentions a death: custody `died`, or a particular of GC III art. 120.

    Text that could not be read counts too: someone should look at it.
    """
    if row.value(Field.CUSTODY) == Custody.DIED:
        return True
    readings = (row.reading(field) for field in _OF_DEATH)
    return any(reading is not None and bool(reading.value or reading.written.strip()) for reading in readings)


def merge(overlay: Overlay, rows: Iterable[PersonRow], *, by: str, why: str, on: date, second_by: str = "") -> Overlay:
    """Returns the overlay with these rows merged; the rows are read, not changed.

    Raises GateError if a row reports a death and no second, different officer is named; CallError if fewer than two
    rows are given.
    """
    rows = tuple(rows)
    keys = tuple(sorted({row.key for row in rows}))
    if len(keys) < 2:
        raise CallError("reconcile:merge:too_few", found=len(keys))
    needs_two = any(is_reported_dead(row) for row in rows)
    if needs_two and second_by.strip().casefold() in ("", by.strip().casefold()):
        raise GateError("reconcile:merge:second_officer", number=len(overlay.merges) + 1)
    made = Merge(len(overlay.merges) + 1, keys, by, why, on, needs_two, second_by)
    return Overlay((*overlay.merges, made), overlay.undoings)


def undo(overlay: Overlay, number: int, *, by: str, why: str, on: date) -> Overlay:
    """Returns the overlay with a merge undone; both acts stay in its history.

    Raises CallError if there is no such merge.
    """
    if all(merge.number != number for merge in overlay.standing):
        raise CallError("reconcile:merge:not_standing", number=number)
    return Overlay(overlay.merges, (*overlay.undoings, Undoing(number, by, why, on)))


def persons(rows: Iterable[PersonRow], overlay: Overlay) -> tuple[tuple[PersonRow, ...], ...]:
    """Returns the rows person by person: merged ones together, in order of key, every row exactly once and
    untouched.
    """
    by_key = {row.key: row for row in rows}
    parent = {key: key for key in by_key}
    for merged in overlay.standing:
        known = [key for key in merged.keys if key in parent]
        for key in known[1:]:
            one, two = sorted((_root(parent, known[0]), _root(parent, key)))
            parent[two] = one
    together: dict[str, list[PersonRow]] = {}
    for key in sorted(by_key):
        together.setdefault(_root(parent, key), []).append(by_key[key])
    return tuple(tuple(group) for group in together.values())


def _root(parent: Mapping[str, str], key: str) -> str:
    while parent[key] != key:
        key = parent[key]
    return key


def rows_digest(rows: Iterable[PersonRow]) -> str:
    """Returns a digest of complete rows in order of key: equal before a merge and after undoing it."""
    content = hashlib.sha256()
    for row in sorted(rows, key=lambda row: row.key):
        content.update(repr(row).encode())
    return content.hexdigest()

"""Lists prepared for comparison, between the values of `reconcile` and their table."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum

from allforall.errors import InputError
from allforall.people.fields import Field
from allforall.people.persons import PersonRow
from allforall.reconcile import Prepared, decode_prepared, encode_prepared, engine
from allforall.store.people.models import StoredList, StoredRow
from allforall.store.people.rows import load_rows
from allforall.store.reconcile.models import StoredPrepared

_BATCH = 5_000


class Kept(StrEnum):
    """The state of a list that was prepared before."""

    GOOD = "good"
    NONE = "none"  # there was none
    OTHER_ROWS = "other_rows"  # the list's rows have changed since
    OTHER_PROGRAM = "other_program"
    DAMAGED = "damaged"


def digest_rows(stored: StoredList) -> str:
    """Returns a digest of the readings of a list as now in the database, without erased rows."""
    digest = hashlib.sha256()
    query = StoredRow.objects.filter(list=stored, erased_by=None).order_by("line")
    for line, readings in query.values_list("line", "readings").iterator(chunk_size=_BATCH):
        text = readings.encode()
        digest.update(b"%d %d\n" % (line, len(text)))
        digest.update(text)
    return digest.hexdigest()


def load_shown(stored: StoredList, keys: Sequence[str]) -> Iterator[PersonRow]:
    """Yields these rows of a list with their readings, without their cells."""
    lines = [int(key.rpartition(":")[2]) for key in keys]
    if 2 * len(lines) > stored.rows_read:
        wanted = set(lines)
        yield from (row for row in load_rows(stored, fields=_EVERY) if row.line in wanted)
        return
    for start in range(0, len(lines), _BATCH):
        yield from load_rows(stored, lines[start : start + _BATCH], fields=_EVERY)


_EVERY = frozenset(Field)


def look(stored: StoredList) -> tuple[Kept, Prepared | None]:
    """Returns the list as prepared before, if that still matches its rows, the program and its own digest."""
    there = StoredPrepared.objects.filter(list=stored).first()
    if there is None:
        return Kept.NONE, None
    if there.engine != engine():
        return Kept.OTHER_PROGRAM, None
    content = bytes(there.content)
    if hashlib.sha256(content).hexdigest() != there.sha256:
        return Kept.DAMAGED, None
    if digest_rows(stored) != there.rows_digest:
        return Kept.OTHER_ROWS, None
    try:
        return Kept.GOOD, decode_prepared(content, stored.key, lambda keys: load_shown(stored, keys))
    except InputError:
        return Kept.DAMAGED, None


def keep(stored: StoredList, prepared: Prepared, now: datetime) -> None:
    """Keeps a prepared list, replacing what was kept of it before; the caller holds the transaction."""
    content = encode_prepared(prepared, stored.key)
    StoredPrepared.objects.update_or_create(
        list=stored,
        defaults={
            "rows_digest": digest_rows(stored),
            "engine": engine(),
            "sha256": hashlib.sha256(content).hexdigest(),
            "content": content,
            "made_at": now,
        },
    )


def forget(stored: StoredList) -> None:
    """Deletes what was kept of a list: it holds values of its rows."""
    StoredPrepared.objects.filter(list=stored).delete()


def examine() -> list[tuple[str, Kept]]:
    """Returns the lists whose kept form must not be used, and why; changes nothing."""
    found: list[tuple[str, Kept]] = []
    for stored in StoredList.every.filter(prepared__isnull=False).order_by("id"):
        kept, _ = look(stored)
        if kept is not Kept.GOOD:
            found.append((stored.key, kept))
    return found

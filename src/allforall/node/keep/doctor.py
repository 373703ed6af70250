"""The doctor: what it checks in a node's folder, record, keys, database and backups. It changes nothing and opens no
key.
"""

import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.db.models import Count

from allforall import store
from allforall.errors import AllforallError
from allforall.node.folder import FOLDER_FORMAT, Clock, Node, opened, read_clock
from allforall.node.keep import expiry
from allforall.node.keep.erased import find_returned
from allforall.node.record.journal import journaled
from allforall.node.record.place import is_in_place, read_recovering
from allforall.node.record.record import has_record, latest_checkpoint, open_record, record_folder
from allforall.store.connection import unknown_migrations
from allforall.store.node.journal import check_chain
from allforall.store.people.models import StoredList, StoredRow
from allforall.store.reconcile import prepared


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that the doctor checked: `code` names it, `found` is empty or a measure."""

    code: str
    good: bool
    found: str = ""


def _examine_record(node: Node) -> Iterator[Check]:
    """Yields what was found in keys and record; nothing where there is no record."""
    keys = sorted((node.path / "keys").glob("*"))
    open_ones = [path.name for path in keys if stat.S_IMODE(path.stat().st_mode) & 0o077]
    yield Check("doctor:keys:private", not open_ones, ", ".join(open_ones))
    if not has_record(node):
        return
    folder = record_folder(node)
    try:
        with open_record(node, looking=True) as record:
            sizes = ", ".join(f"{author} {held.size}" for author, held in record.held.items())
            yield Check("doctor:record:whole", good=True, found=sizes)
            lost = [
                author
                for author, held in record.held.items()
                if (signed := latest_checkpoint(record, author)) and signed.checkpoint.size > held.size
            ]
            yield Check("doctor:record:not-shorter", not lost, ", ".join(lost))
            sure = read_recovering(folder) is None and is_in_place(folder, record.own)
            yield Check("doctor:record:sure", sure)
            said, size = journaled(record), record.held[record.own].size
            yield Check("doctor:record:journal", said == size, "" if said == size else f"{said} / {size}")
    except AllforallError as error:
        yield Check("doctor:record:whole", good=False, found=error.code)
    frozen = sorted(path.name for path in (folder / "frozen").glob("*.json"))
    yield Check("doctor:record:not-frozen", not frozen, ", ".join(frozen))
    staged = sorted(path.name for path in (folder / "staged").glob("*"))
    yield Check("doctor:record:no-staged", not staged, ", ".join(staged))


def examine(path: Path, *, clock: Clock = read_clock, patience: float = 0.0) -> list[Check]:
    """Returns what the doctor found, good and bad; changes nothing."""
    with opened(path, clock=clock, patience=patience, any_version=True) as node:
        return list(_examine(node))


def _examine(node: Node) -> Iterator[Check]:
    mode = stat.S_IMODE(node.path.stat().st_mode)
    yield Check("doctor:folder:private", not mode & 0o077, oct(mode))
    free = shutil.disk_usage(node.path).free
    yield Check("doctor:disk:room", free > 500 * 1024**2, f"{free / 1024**3:.1f} GiB")  # assumption: 500 MiB
    newer, older = unknown_migrations(), store.unapplied()
    yield Check("doctor:version:known", not newer, ", ".join(newer))
    older += ["folder"] if node.format < FOLDER_FORMAT else []
    yield Check("doctor:version:current", not older, ", ".join(older))
    if newer or older:
        return
    yield from _examine_record(node)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            said = [row[0] for row in cursor.fetchall()]
            yield Check("doctor:database:whole", said == ["ok"], "" if said == ["ok"] else "; ".join(said)[:300])
            cursor.execute("PRAGMA foreign_key_check")
            yield Check("doctor:database:references", not cursor.fetchall())
    journal = check_chain()
    found = f"{journal.lines}, {journal.last[:16]}" if journal.broken is None else str(journal.broken)
    yield Check("doctor:journal:chained", journal.broken is None, found)
    counts = dict(StoredRow.objects.values_list("list").annotate(n=Count("id")))
    wrong = [
        one.key
        for one in StoredList.every.all()
        if counts.get(one.pk, 0) != one.rows_read or one.rows_read + one.rows_refused != one.rows_in_file
    ]
    yield Check("doctor:lists:complete", not wrong, ", ".join(wrong))
    unusable = prepared.examine()
    yield Check("doctor:prepared:good", not unusable, ", ".join(f"{key}: {kept.value}" for key, kept in unusable))
    leftovers = sorted(found.name for found in node.path.glob("**/.*.new"))
    yield Check("doctor:folder:no-leftovers", not leftovers, ", ".join(leftovers))
    backups = sorted((node.path / "backups").glob("*.zip"))
    yield Check("doctor:backup:present", bool(backups), backups[-1].name if backups else "")
    past = expiry.expired(node)
    yield Check("doctor:erasure:finished", not (node.path / expiry.ERASING).exists())
    returned = find_returned(node)
    yield Check("doctor:erasure:nothing-returned", not returned, ", ".join((*returned.rows, *returned.payloads))[:300])
    yield Check("doctor:backup:none-expired", not past, ", ".join(one.path.name for one in past))

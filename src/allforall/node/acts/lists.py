"""Lists that arrive: importing a file into the node, and withdrawing a list that was imported by mistake."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from allforall.errors import CallError, GateError, InputError, Word
from allforall.node.folder import Node
from allforall.node.lock import MovedOnError, acting
from allforall.node.officers import ActKind, Desk, journal
from allforall.node.views.lists import find_list
from allforall.people.fields import Basis
from allforall.people.mapping import ColumnMapping, draft_mapping, find_mapping, read_mapping
from allforall.people.persons import ListKind, Party, PersonRow, Problem
from allforall.people.reading import read_people
from allforall.people.tables import open_table
from allforall.store.answers.models import StoredAnswer
from allforall.store.people.models import StoredList, StoredProblem
from allforall.store.people.rows import create_list, next_list_key, store_people
from allforall.store.reconcile.prepared import forget

_CHUNK = 1 << 20
#: The first year of the conventions that lists follow. An earlier day is a typing mistake.
EARLIEST = date(1949, 8, 12)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the list, whether it was already there, and other lists with the same rows."""

    stored: StoredList
    was_there: bool
    same_rows_as: tuple[str, ...]


def _digest(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while block := stream.read(_CHUNK):
        digest.update(block)
    stream.seek(0)
    return digest.hexdigest()


def _open_file(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise InputError("list:file:missing", path=str(path)) from None
    except OSError as error:
        raise InputError("list:file:unreadable", path=str(path)[:200], found=error.strerror or "") from None


def draft_file_mapping(path: Path) -> str:
    """Returns a mapping file in TOML for this file, for a person to complete."""
    with _open_file(path) as stream:
        return draft_mapping(open_table(stream, file_name=path.name))


def read_mapping_file(path: Path) -> ColumnMapping:
    """Returns the mapping that a person completed."""
    with _open_file(path) as stream:
        try:
            return read_mapping(stream.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise InputError("mapping:encoding:not-utf-8", path=path.name) from None


#: How many rows are read before the lock is taken; the rest of a longer file is read under it. Assumption: some
#: 300 MB.
_READ_AHEAD = 100_000
#: What reading a list rests on: its key, and that the same file was not read before.
_RESTS_ON = frozenset({ActKind.LIST_IMPORT, ActKind.LIST_WITHDRAW, ActKind.LIST_ERASE})


def import_list(
    node: Node,
    desk: Desk,
    path: Path,
    *,
    kind: ListKind,
    party: Party | None = None,
    title: str = "",
    as_of: date,
    mapping: ColumnMapping | None = None,
    basis: Basis | None = None,
    stream: BinaryIO | None = None,
    disclosure_digest: str = "",
    their_key: str = "",
    progress: Callable[[int], None] | None = None,
) -> Imported:
    """Returns the list imported from a file, whole or not at all; a file that was already imported changes nothing.

    `party` is whose list it is, this node's own by default. `basis` is the source of its values: a party's
    list of its own people is that side's word, a list of persons held says nothing about it. `stream` is where the
    content is, if not in the file (a disclosed list is unpacked first).
    """
    owner = party or node.party
    if as_of > node.now.date():
        # A day given in a file is fixed there; one given in the call is corrected by calling again.
        error = InputError if disclosure_digest else CallError
        raise error("list:date:future", found=as_of.isoformat(), expected=node.now.date().isoformat())
    if as_of < EARLIEST:
        error = InputError if disclosure_digest else CallError
        raise error("list:date:past", found=as_of.isoformat(), expected=EARLIEST.isoformat())
    if basis is None:
        basis = Basis.OWN_SIDE if kind is ListKind.SOUGHT else Basis.NOT_STATED
    with stream or _open_file(path) as content:
        sha256 = _digest(content)
        there = StoredList.objects.filter(sha256=sha256, party=owner.value)
        same = there.filter(kind=kind.value).first()
        if same is not None:
            _check_read_alike(same, content, path.name, as_of=as_of, mapping=mapping)
            return Imported(same, was_there=True, same_rows_as=())
        other = there.first()
        if other is not None:
            raise InputError("list:file:both-kinds", list=other.key, kind=Word("list_kind", other.kind))
        table = open_table(content, file_name=path.name, mapping=mapping)
        if not table.headings and not table.sample:
            raise _no_rows(path.name, list(table.entries()))
        found = find_mapping(table, stated=mapping)
        key = next_list_key(kind.value, owner.value)
        people = _counted(read_people(table, found, list_key=key, as_of=as_of, basis=basis), progress)
        ahead = list(islice(people, _READ_AHEAD))
        with acting(node, rests_on=_RESTS_ON):
            stored = create_list(
                kind=kind.value,
                party=owner.value,
                title=title or path.stem,
                as_of=as_of,
                file_name=path.name,
                sha256=sha256,
                file_format=table.format,
                encoding=table.encoding,
                headings=table.headings,
                mapping=_mapping_as_data(found),
                basis=basis,
                imported_at=node.now,
                imported_by=desk.first.name,
                disclosure_digest=disclosure_digest,
                their_key=their_key,
            )
            if stored.key != key:
                raise MovedOnError("node:moved")
            store_people(stored, chain(ahead, people))
            if not stored.rows_read:
                raise _no_rows(path.name, stored.problems.filter(refused=True).order_by("line", "column"))
            # Any list with the same rows is reported; one party's list is either of persons sought or of persons held.
            twins = StoredList.objects.filter(content_digest=stored.content_digest).exclude(pk=stored.pk)
            opposite = twins.filter(party=owner.value).exclude(kind=kind.value).first()
            if opposite is not None:
                raise InputError("list:file:both-kinds", list=opposite.key, kind=Word("list_kind", opposite.kind))
            journal(
                node,
                desk,
                ActKind.LIST_IMPORT,
                details={
                    "list": stored.key,
                    "sha256": sha256,
                    "read": stored.rows_read,
                    "refused": stored.rows_refused,
                },
            )
        return Imported(stored, was_there=False, same_rows_as=tuple(twins.values_list("key", flat=True)))


def _no_rows(file: str, entries: Iterable[object]) -> InputError:
    """Returns why nothing was saved: no row at all, or none that could be read, and what was wrong with the first."""
    refused = [one for one in entries if isinstance(one, Problem | StoredProblem) and one.refused]
    if not refused:
        return InputError("list:rows:none", file=file)
    first = refused[0]
    return InputError(
        "list:rows:none-readable",
        file=file,
        rows=len(refused),
        line=first.line,
        reason=Word("problem", first.code),
        expected=first.expected or None,
    )


def _check_read_alike(
    there: StoredList, content: BinaryIO, file: str, *, as_of: date, mapping: ColumnMapping | None
) -> None:
    """Refuses a file that was imported before, where the call now describes it differently."""
    if there.as_of != as_of:
        raise CallError(
            "list:file:other-day", list=there.key, expected=there.as_of.isoformat(), found=as_of.isoformat()
        )
    if mapping is not None:
        found = find_mapping(open_table(content, file_name=file, mapping=mapping), stated=mapping)
        if _mapping_as_data(found) != there.mapping:
            raise CallError("list:file:other-mapping", list=there.key)


def _mapping_as_data(mapping: ColumnMapping) -> dict[str, object]:
    """Returns what was read as what, so that a reading can be traced to its column."""
    return {
        "columns": [field.value if field else None for field in mapping.columns],
        "date_order": mapping.date_order.value,
        "values": [[field.value, theirs, ours] for field, theirs, ours in mapping.values],
    }


def _counted(
    people: Iterable[PersonRow | Problem], progress: Callable[[int], None] | None
) -> Iterator[PersonRow | Problem]:
    for done, one in enumerate(people, start=1):
        if progress is not None and done % 1000 == 0:
            progress(done)
        yield one


def withdraw_list(node: Node, desk: Desk, *, list_key: str, why: str) -> None:
    """Withdraws a list that was imported by mistake, such as with the wrong kind, day or mapping.

    It is kept with its rows but no longer counts; the file can be imported again. A list of which something has gone to
    the other side, or that answers depend on, cannot be withdrawn: a statement has to be corrected, not hidden.
    """
    if not why.strip():
        raise CallError("act:why:missing")
    with acting(node):
        stored = find_list(list_key)
        _check_unspoken(stored)
        forget(stored)
        stored.withdrawn_by = journal(node, desk, ActKind.LIST_WITHDRAW, why=why, details={"list": list_key})
        stored.save(update_fields=["withdrawn_by"])


def _check_unspoken(stored: StoredList) -> None:
    rests = stored.disclosures.exists() or stored.answers.exists() or stored.received_answers.exists()
    rests = rests or StoredAnswer.objects.filter(held_key__startswith=f"{stored.key}:").exists()
    if rests:
        raise GateError("list:withdraw:spoken-for", list=stored.key)

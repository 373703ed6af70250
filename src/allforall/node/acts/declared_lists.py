"""A list in the record: declared by a root over its rows, then disclosed; and reading what the other side disclosed.

Rules kept here:

- what is disclosed was declared before, row for row: nothing is added or changed once answers are known; a
  person held back since is left out, and the declaration does not reveal it;
- the other side's list counts only if every one of its rows is under the root that it declared;
- it is then read like any other list of theirs, and the journal says which entry it came with.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from allforall.disclosure import DisclosedList, Made, gather, make_disclosed, read_disclosed, refer, write_disclosed
from allforall.disclosure.entries import (
    DECLARED,
    DISCLOSED,
    LIST_DECLARED,
    LIST_DISCLOSED,
    Declared,
    Shown,
    declare,
    read_payload,
    root_rows,
    row_items,
    write_payload,
)
from allforall.disclosure.opening import Opened, Rooted, check_rooted, open_item
from allforall.errors import AllforallError, CallError, GateError, InputError, Word
from allforall.node.acts.disclosed_lists import store_received_list
from allforall.node.acts.lists import Imported
from allforall.node.keys.keyring import OfficerKey
from allforall.node.lock import acting
from allforall.node.officers import ActKind, Desk, journal
from allforall.node.record.entry_names import check_two_signers, other_party
from allforall.node.record.payloads import open_payload
from allforall.node.record.record import Record, officer_names, say
from allforall.node.record.unsaid import sealing
from allforall.node.views.lists import find_list
from allforall.people.persons import ListKind
from allforall.record.entry_types import Fit
from allforall.record.logs import Read
from allforall.store.disclosure.ledger import load_decisions, reference_salt, store_disclosure
from allforall.store.node.journal import append_act
from allforall.store.node.models import Act
from allforall.store.people.models import StoredList
from allforall.store.people.rows import load_rows


@dataclass(frozen=True, slots=True)
class DeclaredList:
    """An own list that was declared: the entry, its content, and the content of its payload."""

    read: Read
    declared: Declared
    listed: DisclosedList
    rooted: Rooted


@dataclass(frozen=True, slots=True)
class SaidOfList:
    """A list that was declared or disclosed just now, and what of it was held back and why."""

    read: Read
    made: Made


@dataclass(frozen=True, slots=True)
class NotTaken:
    """An entry of the other side whose payload was not read in, and why."""

    read: Read
    error: AllforallError


def _made_now(record: Record, stored: StoredList, by: tuple[str, ...], *, with_count: bool) -> Made:
    if stored.party != record.node.party.value:
        raise CallError("disclosure:list:not-ours", found=stored.key)
    return make_disclosed(
        load_rows(stored),
        gather(load_decisions()),
        list_key=stored.key,
        kind=ListKind(stored.kind),
        party=record.node.party,
        as_of=stored.as_of,
        disclosed_on=record.node.now.date(),
        salt=reference_salt(),
        by=by,
        with_count=with_count,
    )


def keys_by_reference(record: Record, stored: StoredList) -> dict[str, str]:
    """Returns the row of an own list for each reference that the other party knows or may come to know."""
    salt, to = reference_salt(), record.node.party.other
    return {refer(key, to, salt): key for key in (row.key for row in load_rows(stored, fields=()))}


def declare_list(
    record: Record, desk: Desk, signers: Sequence[OfficerKey], *, list_key: str, with_count: bool = False
) -> SaidOfList:
    """Returns the declaration of a list: the root over the rows that may go, and their number if it is wished."""
    check_two_signers(signers)
    stored = find_list(list_key)
    with acting(record.node):
        details = {"list": list_key, "with_count": with_count}
        act = journal(record.node, desk, ActKind.DISCLOSURE_DECLARE, details=details)
        made = _made_now(record, stored, tuple(act.officers), with_count=with_count)
        listed = made.disclosed
        rooted = root_rows(listed, os.urandom)
        content = write_payload(write_disclosed(listed, in_record=True), rooted, rooted.salts)
        with sealing(record, LIST_DECLARED, content) as sealed:
            said = declare(listed, rooted.root, sealed.name)
            read = say(record, signers, LIST_DECLARED, said, commitments=[sealed.commitment])
    return SaidOfList(read, made)


def latest_declared(record: Record, list_key: str) -> DeclaredList:
    """Returns the latest declaration of an own list, with its rows.

    Raises:
        GateError: there is none.

    """
    found = None
    for read in record.reads(record.own, [DECLARED]):
        if LIST_DECLARED.read(read.entry).list_key == list_key:
            found = read
    if found is None:
        raise GateError("disclosure:list:not-declared", found=list_key)
    return _own(record, found)


def _own(record: Record, read: Read) -> DeclaredList:
    declared = LIST_DECLARED.read(read.entry)
    file, rooted = read_payload(open_payload(record, declared.payload).content)
    listed = read_disclosed(file, in_record=True)
    check_rooted(rooted, declared.root, row_items(listed.rows))
    return DeclaredList(read, declared, listed, rooted)


def disclose_declared(record: Record, desk: Desk, signers: Sequence[OfficerKey], *, list_key: str) -> SaidOfList:
    """Returns the disclosure of a declared list: its rows, sealed for the other party, and an entry that names them.

    Raises:
        GateError: it was not declared, or what may go now differs from what was declared: declare it again.

    """
    check_two_signers(signers)
    stored, before = find_list(list_key), latest_declared(record, list_key)
    with acting(record.node):
        act = journal(record.node, desk, ActKind.DISCLOSURE_EXPORT, details={"list": list_key, "record": True})
        with_count = before.declared.count is not None
        made = _made_now(record, stored, tuple(act.officers), with_count=with_count)
        declared = row_items(before.listed.rows)
        changed = [ref for ref, item in row_items(made.disclosed.rows).items() if declared.get(ref) != item]
        if changed or made.disclosed.as_of != before.declared.as_of:
            raise GateError("disclosure:list:changed", found=len(changed), expected=len(declared))
        listed = replace(made.disclosed, count=before.declared.count)
        file = write_disclosed(listed, in_record=True)
        content = write_payload(file, before.rooted, [row.ref for row in listed.rows])
        with sealing(record, LIST_DISCLOSED, content) as sealed:
            store_disclosure(stored, made, file_name=sealed.name, sha256=hashlib.sha256(file).hexdigest(), act=act)
            said, shown = Shown(list_key, sealed.name), [sealed.commitment]
            read = say(record, signers, LIST_DISCLOSED, said, answers=[before.read.leaf], commitments=shown)
    return SaidOfList(read, replace(made, disclosed=listed))


def disclosed_again(record: Record, read: Read) -> None:
    """Enters into the ledger a disclosure that was appended but, because of a crash, not entered."""
    shown = LIST_DISCLOSED.read(read.entry)
    file, _ = read_payload(open_payload(record, shown.payload).content)
    listed = read_disclosed(file, in_record=True)
    stored = StoredList.every.filter(key=listed.list_key).first()
    if stored is None:
        return  # the database was restored to a state before the list was read; the record has what was disclosed
    by = tuple(officer_names(record, read))
    keys = keys_by_reference(record, stored)
    details = {"list": listed.list_key, "record": True, "again": True}
    act = append_act(at=record.node.now, kind=ActKind.DISCLOSURE_EXPORT, officers=by, details=details)
    rows = tuple(row for row in listed.rows if row.ref in keys)  # a row may have been erased since
    whole = Made(replace(listed, rows=rows), {row.ref: keys[row.ref] for row in rows}, (), (), by)
    store_disclosure(stored, whole, file_name=shown.payload, sha256=hashlib.sha256(file).hexdigest(), act=act)


def open_row(record: Record, row_key: str) -> Opened:
    """Returns one own row with the proof that it is under the root of the latest declaration of its list.

    Raises:
        CallError: the row is not among those that were declared.

    """
    before = latest_declared(record, row_key.rpartition(":")[0])
    stored = find_list(before.listed.list_key)
    ref = next((ref for ref, key in keys_by_reference(record, stored).items() if key == row_key), "")
    items = row_items(before.listed.rows)
    if ref not in items:
        raise CallError("row:key:unknown", found=row_key)
    return open_item(before.rooted, ref, items[ref], before.read.leaf)


# ------------------------------------------------------------------------------------------ what the other side said


def answered(record: Record, read: Read) -> Read:
    """Returns the one entry that an entry of theirs names, once checked that it may name it.

    Raises:
        GateError: it is not held here yet.
        InputError: it may not name that one.

    """
    found = record.find(read.entry.re[0])
    how = record.fit(read.entry)
    if how is Fit.NOT_HERE:
        raise GateError("record:entry:not_here", expected=Word("entry_type", read.entry.type))
    if how is Fit.DOES_NOT_FIT or found is None:
        raise InputError("record:entry:does_not_fit", expected=Word("entry_type", read.entry.type))
    return found


@dataclass(frozen=True, slots=True)
class TheirList:
    """A list of the other side, read and checked: the entry that disclosed it, and the file as it came."""

    read: Read
    listed: DisclosedList
    file: bytes


def read_their_list(record: Record, read: Read) -> TheirList:
    """Returns the list that an entry of the other side discloses, every row checked against what it declared.

    Raises:
        InputError: it names no declaration of its author's, contradicts it, or a row was not declared.
        GateError: its payload is not here, or no key of ours opens it.

    """
    shown = LIST_DISCLOSED.read(read.entry)
    before = answered(record, read)
    declared = LIST_DECLARED.read(before.entry)
    file, rooted = read_payload(open_payload(record, shown.payload).content)
    listed = read_disclosed(file, to=record.node.party, in_record=True)
    said = (listed.party.value, listed.list_key, shown.list_key, listed.kind, listed.as_of, listed.count)
    asked = (read.entry.author, declared.list_key, declared.list_key, declared.kind, declared.as_of, declared.count)
    if said != asked:
        raise InputError("disclosure:entry:other_list", expected=declared.list_key, found=listed.list_key)
    check_rooted(rooted, declared.root, row_items(listed.rows))
    return TheirList(read, listed, file)


def _taken(read: Read) -> bool:
    """Whether an entry's payload was read in; a list that was withdrawn since can be read again."""
    acts = Act.objects.filter(kind=ActKind.RECORD_TAKE_IN, details__entry=read.leaf.hex())
    return StoredList.objects.filter(key__in=[act.details["list"] for act in acts]).exists()


def not_taken_yet(record: Record, kind: str) -> Iterator[Read]:
    """Yields the other party's entries of a type whose payloads this node has not read in, in order."""
    return (read for read in record.reads(other_party(record), [kind]) if not _taken(read))


def note_taken(record: Record, desk: Desk, read: Read, list_key: str) -> None:
    """Writes into the journal that an entry's payload was read in; inside the caller's transaction."""
    details = {"entry": read.leaf.hex(), "list": list_key, "type": read.entry.type}
    journal(record.node, desk, ActKind.RECORD_TAKE_IN, details=details)


def take_in_lists(
    record: Record, desk: Desk, *, progress: Callable[[int], None] | None = None
) -> tuple[list[Imported], list[NotTaken]]:
    """Returns the lists disclosed by the other side in the record that were read now, and those that could not be."""
    done: list[Imported] = []
    failed: list[NotTaken] = []
    for read in list(not_taken_yet(record, DISCLOSED)):
        try:
            theirs = read_their_list(record, read)
            with acting(record.node):
                imported = store_received_list(
                    record.node,
                    desk,
                    Path(f"{theirs.listed.list_key}-{read.leaf.hex()[:12]}.json"),
                    theirs.listed,
                    theirs.file,
                    progress=progress,
                )
                note_taken(record, desk, read, imported.stored.key)
        except (InputError, GateError, CallError) as error:
            # whatever is wrong with one of their lists must not prevent the others from being read
            failed.append(NotTaken(read, error))
            continue
        done.append(imported)
    return done, failed


def list_of_entry(leaf: bytes) -> StoredList | None:
    """Returns the list that came with an entry of the other side, even if withdrawn since; None where it
    was not read in.
    """
    acts = Act.objects.filter(kind=ActKind.RECORD_TAKE_IN, details__entry=leaf.hex(), details__type=DISCLOSED)
    keys = [act.details["list"] for act in acts.order_by("id")]
    return StoredList.every.filter(key__in=keys).order_by("-id").first()


def entry_of_list(record: Record, stored: StoredList) -> Read:
    """Returns the entry with which a list of the other side came.

    Raises:
        GateError: it did not come in the record.

    """
    acts = Act.objects.filter(kind=ActKind.RECORD_TAKE_IN, details__list=stored.key, details__type=DISCLOSED)
    act = acts.order_by("id").first()
    read = record.find(bytes.fromhex(act.details["entry"])) if act is not None else None
    if read is None:
        raise GateError("answers:list:not-in-record", found=stored.key)
    return read

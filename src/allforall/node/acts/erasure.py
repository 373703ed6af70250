"""Erasing persons for good: what the database, the record's payloads, files and pages hold of them, in one act.

An erasure runs in steps, each of which can be repeated (`STEPS`). Its plan is written first, to
`erasing` in the node's folder, and removed last: whatever interrupts it, `finish` continues where it stopped,
and the doctor reports the unfinished erasure. `tests/unit/node/test_node_erasing.py` omits each single step
and finds the person's words again.

What stays: the row's key and line, who erased it, when and for which reason; in the record commitments, hashes and the
receipt. Every proof stays valid, since nothing in a log is touched. What is out of reach is in `docs/erasure.md`.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allforall.durable import write_durably
from allforall.errors import CallError, GateError, NodeError
from allforall.node import lock
from allforall.node.folder import Node
from allforall.node.keep.backup import back_up
from allforall.node.keep.erased import find_returned, remember
from allforall.node.keep.expiry import ERASING, KeptBackup, destroy_backups, find_backups, last_day
from allforall.node.keys.keyring import OfficerKey
from allforall.node.officers import ActKind, Desk, check_gate, journal
from allforall.node.record.payload_erasure import (
    ask_to_erase,
    check_signers,
    destroy_payloads,
    entries_naming,
    holding,
    purge_erased,
    say_receipts,
    sealed_for_others,
    still_held,
    sweep_unsaid,
    turn_epoch,
)
from allforall.node.record.record import Record, has_record
from allforall.record.erasures import Reason
from allforall.record.notes import decode_base64
from allforall.store.destroying import compact, destroy_file, destroy_folder
from allforall.store.erasure import (
    TABLES,
    Erased,
    digests_of,
    every_line,
    forget_list,
    forget_rows,
    references,
    related,
    unerased,
)
from allforall.store.people.models import StoredList

_ITEM = re.compile(rb'"item":"([A-Za-z0-9+/]+={0,2})"')
#: No file has this many lines, and no database a larger integer.
_NO_LINE = 1 << 31


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be erased: rows by key, whole lists, payloads by name; why; and whether backups are destroyed too."""

    reason: Reason
    rows: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    payloads: tuple[str, ...] = ()
    backups: bool = False


@dataclass(frozen=True, slots=True)
class _Plan:
    """An erasure as it is written down before it begins; it holds keys, references and hashes, and no words."""

    wanted: Wanted
    lines: tuple[tuple[str, tuple[int, ...]], ...]
    refs: tuple[str, ...]
    digests: tuple[str, ...]
    payloads: tuple[str, ...]
    asked: tuple[str, ...] = ()  # those of them that we sealed for others, who are asked to erase them too
    entries: tuple[str, ...] = ()  # the first digits of their entries' leaf hashes, which file names contain
    before_epoch: int = 0  # the epoch whose key has to end with this erasure; 0 where no payload is concerned

    @property
    def data(self) -> bytes:
        """The plan as a file."""
        wanted = self.wanted
        value: dict[str, Any] = {
            "asked": self.asked,
            "backups": wanted.backups,
            "before_epoch": self.before_epoch,
            "digests": self.digests,
            "entries": self.entries,
            "lines": self.lines,
            "lists": wanted.lists,
            "payloads": self.payloads,
            "reason": wanted.reason.value,
            "refs": self.refs,
            "rows": wanted.rows,
        }
        return json.dumps(value, sort_keys=True).encode()


@dataclass(slots=True)
class Done:
    """What an erasure did, and what remains to be reported about it."""

    rows: int = 0
    payloads: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    pages: int = 0
    backups_destroyed: int = 0
    new_backup: Path | None = None
    backups_left: tuple[KeptBackup, ...] = ()
    related: tuple[str, ...] = ()  # rows that may be the same persons and were not erased
    receipts: tuple[str, ...] = ()  # leaf hashes in hexadecimal
    asked: tuple[str, ...] = ()  # payloads that the others are asked to erase
    closed: str = ""  # why no receipt was given and no epoch ended: the node may not write now


@dataclass(slots=True)
class _Work:
    node: Node
    desk: Desk
    plan: _Plan
    record: Record | None
    signers: Sequence[OfficerKey]
    done: Done = field(default_factory=Done)

    def erased(self) -> Erased:
        """The rows of the plan as the database knows them."""
        lists = {one.key: one for one in StoredList.every.filter(key__in=[key for key, _ in self.plan.lines])}
        return Erased(tuple((lists[key], lines) for key, lines in self.plan.lines), frozenset(self.plan.refs))


def _mark(node: Node) -> Path:
    return node.path / ERASING


def is_unfinished(node: Node) -> bool:
    """Returns whether an erasure was begun on this node and is unfinished."""
    return _mark(node).exists()


def erase(
    node: Node, desk: Desk, wanted: Wanted, *, record: Record | None = None, signers: Sequence[OfficerKey] = ()
) -> Done:
    """Returns what was erased. It takes two officers, and where the node has a record its keys and officers' keys.

    Raises:
        GateError: if an earlier erasure is unfinished, an officer or a key is missing.
        CallError: if there is no such row, list or payload, or nothing of it is left.
        NodeError: if a step failed; `finish` continues.

    """
    with lock.holding(node):
        if is_unfinished(node):
            raise GateError("erase:unfinished")
        if record is None and has_record(node):
            raise GateError("erase:record:needed")
        lines = _lines(wanted)
        refs = references(lines)
        erased = Erased(tuple((stored, tuple(sorted(numbers))) for stored, numbers in lines), refs)
        digests = digests_of(erased) if lines else frozenset()
        payloads = set(wanted.payloads)
        if record is not None:
            payloads = still_held(record, wanted.payloads) | holding(record, refs, digests)
        elif payloads:
            raise CallError("payload:unknown", found=min(payloads)[:64])
        if not any(numbers for _, numbers in lines) and not payloads:
            raise CallError("erase:nothing")
        plan = _Plan(
            wanted=wanted,
            lines=tuple((stored.key, numbers) for stored, numbers in erased.lines),
            refs=tuple(sorted(refs)),
            digests=tuple(sorted(digests)),
            payloads=tuple(sorted(payloads)),
            asked=tuple(sorted(sealed_for_others(record, payloads))) if record is not None else (),
            entries=entries_naming(record, payloads) if record is not None else (),
            before_epoch=record.states[record.own].keys.epoch[0] if record is not None and payloads else 0,
        )
        found = related(erased)
        # Permission is checked before anything is written; the act itself is journalled with what it did.
        check_gate(desk, ActKind.LIST_ERASE if lines else ActKind.PAYLOAD_ERASE)
        if record is not None and payloads and not record.closed:
            check_signers(record, signers)
        write_durably(_mark(node), plan.data)
        work = _Work(node, desk, plan, record, signers)
        work.done.related = found
        return _run(work)


def finish(node: Node, desk: Desk, *, record: Record | None = None, signers: Sequence[OfficerKey] = ()) -> Done:
    """Returns the result of finishing an erasure that was interrupted."""
    with lock.holding(node):
        if not is_unfinished(node):
            raise CallError("erase:nothing-unfinished")
        if record is None and has_record(node):
            raise GateError("erase:record:needed")
        return _run(_Work(node, desk, _read_plan(node), record, signers))


def erase_again(node: Node, desk: Desk, *, record: Record | None = None, signers: Sequence[OfficerKey] = ()) -> Done:
    """Returns what was erased again after an older backup had brought it back."""
    with lock.holding(node):
        if record is None and has_record(node):
            raise GateError("erase:record:needed")
        found = find_returned(node)
        if record is not None:
            purge_erased(record)
        if not found.rows:
            if not found.payloads:
                raise CallError("erase:nothing-returned")
            return Done(payloads=found.payloads, backups_left=find_backups(node))
        return erase(node, desk, Wanted(Reason.NO_LONGER_NEEDED, rows=found.rows), record=record, signers=signers)


def _read_plan(node: Node) -> _Plan:
    try:
        value = json.loads(_mark(node).read_bytes())
        wanted = Wanted(
            Reason(value["reason"]), tuple(value["rows"]), tuple(value["lists"]), backups=value["backups"] is True
        )
        lines = tuple((str(key), tuple(map(int, numbers))) for key, numbers in value["lines"])
        plan = _Plan(
            wanted=wanted,
            lines=lines,
            refs=tuple(value["refs"]),
            digests=tuple(value["digests"]),
            payloads=tuple(value["payloads"]),
            asked=tuple(value["asked"]),
            entries=tuple(value["entries"]),
            before_epoch=int(value["before_epoch"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NodeError("erase:mark:damaged", path=str(_mark(node)), found=type(error).__name__) from None
    return plan


def _lines(wanted: Wanted) -> list[tuple[StoredList, set[int]]]:
    found: dict[str, tuple[StoredList, set[int]]] = {}
    for key in wanted.lists:
        whole = _list(key)
        found[key] = (whole, every_line(whole))
    for key in wanted.rows:
        list_key, _, line = key.rpartition(":")
        stored = _list(list_key) if list_key else None
        number = int(line) if line.isascii() and line.isdecimal() and len(line) < 11 else 0
        if stored is None or not 0 < number < _NO_LINE or not unerased(stored, [number]):
            raise CallError("row:key:unknown", found=key[:60])
        found.setdefault(list_key, (stored, set()))[1].add(number)
    return [found[key] for key in sorted(found)]


def _list(key: str) -> StoredList:
    """The list with this key, withdrawn or not: what was read by mistake is erased like everything else."""
    stored = StoredList.every.filter(key=key).first()
    if stored is None:
        known = ", ".join(StoredList.every.order_by("id").values_list("key", flat=True))
        raise CallError("list:key:unknown", found=key[:40], expected=known or "-")
    return stored


def _run(work: _Work) -> Done:
    for step in STEPS:
        step(work)
    work.done.backups_left = find_backups(work.node)
    destroy_file(_mark(work.node))
    return work.done


def _end_keys(work: _Work) -> None:
    """Payloads, their item keys, and the key of our epoch, so that no old bundle opens them for us again."""
    if work.record is None:
        return
    purge_erased(work.record)
    sweep_unsaid(work.record)
    if not work.plan.payloads:
        return
    destroy_payloads(work.record, work.plan.payloads)
    if work.record.closed:
        # While frozen or read-only, it can append nothing, so neither begin a new epoch nor give a receipt. A person is
        # erased from it all the same: what cannot be done is reported.
        work.done.closed = work.record.closed
    else:
        turn_epoch(work.record, work.signers, before=work.plan.before_epoch)
    work.done.payloads = work.plan.payloads


def _forget(work: _Work) -> None:
    """Everything in the database, the act and last the receipt in the record, in one transaction."""
    plan, erased = work.plan, work.erased()
    before = sum(len(unerased(stored, lines)) for stored, lines in erased.lines)
    kind = ActKind.LIST_ERASE if plan.lines else ActKind.PAYLOAD_ERASE
    details = {
        "rows": [] if plan.wanted.lists else list(erased.keys),
        "lists": list(plan.wanted.lists),
        "payloads": list(plan.payloads),
        "reason": plan.wanted.reason.value,
    }
    with lock.acting(work.node):
        act = journal(work.node, work.desk, kind, details=details)
        forget_rows(erased, act)
        for stored, _ in erased.lines:
            if stored.key in plan.wanted.lists:
                forget_list(stored)
        if work.record is not None and plan.payloads and not work.record.closed:
            until = None if plan.wanted.backups else last_day(work.node)
            said = say_receipts(
                work.record,
                work.signers,
                plan.payloads,
                plan.wanted.reason,
                before=plan.before_epoch,
                backups_until=until,
            )
            work.done.receipts = tuple(read.leaf.hex() for read in said)
            ask_to_erase(work.record, plan.asked, work.signers, plan.wanted.reason)
            work.done.asked = plan.asked
    work.done.rows = before
    remember(work.node, erased, plan.payloads, work.node.now.date())


def _remove_files(work: _Work) -> None:
    """Files between the parties that hold the person: as they came, as they went, notices, bundles of payloads.

    Several forms of one document are erased together: a compressed PDF cannot be searched for a person.
    """
    folder, plan = work.node.path, work.plan
    needles = [word.encode() for word in (*plan.refs, *plan.payloads)]
    digests, found = set(plan.digests), set[tuple[Path, str]]()
    every = list(_plain_files(folder / "inbox", folder / "outbox", folder / "record" / "staged"))
    for path in every:
        data = path.read_bytes()
        named = any(word in path.name for word in (*plan.entries, *plan.payloads))
        holds = any(needle in part for part in _readable(data) for needle in needles)
        if named or holds or hashlib.sha256(data).hexdigest() in digests:
            found.add((path.parent, path.stem))
    gone = [path for path in every if (path.parent, path.stem) in found]
    for path in gone:
        destroy_file(path)
    work.done.files = tuple(path.relative_to(folder).as_posix() for path in gone)


def _readable(data: bytes) -> Iterator[bytes]:
    """A file's bytes, and for a proof opened for one person its decoded base64."""
    yield data
    for item in _ITEM.findall(data):
        yield decode_base64(item.decode("ascii")) or b""


def _plain_files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


def _remove_pages(work: _Work) -> None:
    """All pages: they can be made again at any time, and a compressed PDF cannot be searched for a person."""
    folder = work.node.path / "pages"
    for child in sorted(folder.iterdir()) if folder.is_dir() else ():
        work.done.pages += destroy_folder(child) if child.is_dir() else destroy_file(child)


def _empty_database(_work: _Work) -> None:
    compact(TABLES)


def _remove_backups(work: _Work) -> None:
    """If requested: destroys earlier backups, once there is a new one without the person."""
    if not work.plan.wanted.backups:
        return
    old = find_backups(work.node)
    if work.node.database.startswith("sqlite:///") and any(one.path.suffix == ".zip" for one in old):
        work.done.new_backup = _new_backup(work.node)
    destroy_backups([one for one in old if one.path != work.done.new_backup])
    work.done.backups_destroyed = len(old)


def _new_backup(node: Node) -> Path:
    stamp = node.now.strftime("%Y%m%dT%H%M%SZ")
    target, number = node.path / "backups" / f"{stamp}.zip", 2
    while target.exists():
        target, number = target.with_name(f"{stamp}-{number}.zip"), number + 1
    return back_up(node, target)


Step = Callable[[_Work], None]

#: The steps of an erasure, in order.
STEPS: tuple[Step, ...] = (_end_keys, _forget, _remove_files, _remove_pages, _empty_database, _remove_backups)

"""Which data of a person go to the other party: decisions, the file, the ledger; and reading such a file from them."""

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from allforall.disclosure import Decision, DisclosedList, Made, gather, make_disclosed, read_disclosed, write_disclosed
from allforall.disclosure import decide as decide_value
from allforall.durable import write_file
from allforall.errors import CallError, GateError, InputError
from allforall.node.acts.lists import Imported, import_list
from allforall.node.folder import Node
from allforall.node.lock import acting
from allforall.node.officers import ActKind, Desk, find_repeated, journal
from allforall.node.record.record import has_record
from allforall.node.views.lists import find_list
from allforall.people.fields import SPEC, Basis, Default, Field
from allforall.people.persons import ListKind
from allforall.store.disclosure.ledger import (
    Decided,
    latest_decision,
    load_decisions,
    reference_salt,
    store_decision,
    store_disclosure,
)
from allforall.store.people.rows import load_row, load_rows

#: A disclosed list of a million persons with every field stays below this; larger files are refused unread. Assumption.
MAX_FILE_BYTES = 2 << 30


def decide(node: Node, desk: Desk, *, row_key: str, field: Field | None, allow: bool, why: str) -> Decision:
    """Returns the decision that was stored about a field (None: everything) of a person or of a whole list.

    Raises:
        GateError: it replaces a decision that the officer has not seen (`Desk.seen`, `seen_decision`).

    """
    never = allow and field is not None and SPEC[field].disclosure is Default.NEVER
    with acting(node):
        find_repeated(desk.once)
        if row_key.endswith(":*"):
            find_list(row_key.removesuffix(":*"))
        elif load_row(row_key) is None:
            raise CallError("row:key:unknown", found=row_key)
        _check_seen(desk, latest_decision(row_key, field, node.party.other), allow=allow)
        kind = ActKind.DISCLOSURE_DECIDE_NEVER if never else ActKind.DISCLOSURE_DECIDE
        act = journal(
            node,
            desk,
            kind,
            why=why,
            details={"row": row_key, "field": field.value if field else "*", "allow": allow},
        )
        decision = decide_value(
            row_key, field, node.party.other, allow=allow, by=tuple(act.officers), why=why, on=node.now.date()
        )
        store_decision(decision, act)
    return decision


def seen_decision(decided: Decided | None) -> str:
    """Returns a token for a decision; an officer who replaces it passes it in."""
    return str(decided.number) if decided else "0"


def _check_seen(desk: Desk, latest: Decided | None, *, allow: bool) -> None:
    """Refuses to replace a decision that the officer has not seen; the error says what has changed since."""
    now = seen_decision(latest)
    if desk.seen and desk.seen != now:
        on = latest.decision.on.isoformat() if latest else None
        raise GateError("disclosure:seen:decided", on=on, expected=now)
    if latest is not None and latest.decision.allow != allow and not desk.seen:
        raise GateError("disclosure:seen:needed", on=latest.decision.on.isoformat(), expected=now)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file made for the other party, and what was held back and why."""

    path: Path
    made: Made


def disclose_list(node: Node, desk: Desk, *, list_key: str, with_count: bool = False) -> Sent:
    """Returns the file of a disclosed list, written into the outbox and entered into the ledger; takes two officers.

    It is for nodes without a record; where there is one, a list goes through it (`declared_lists`).
    """
    check_no_record(node)
    stored = find_list(list_key)
    if stored.party != node.party.value:
        raise CallError("disclosure:list:not-ours", found=list_key)
    with acting(node):
        act = journal(node, desk, ActKind.DISCLOSURE_EXPORT, details={"list": list_key, "with_count": with_count})
        made = make_disclosed(
            load_rows(stored),
            gather(load_decisions()),
            list_key=list_key,
            kind=ListKind(stored.kind),
            party=node.party,
            as_of=stored.as_of,
            disclosed_on=node.now.date(),
            salt=reference_salt(),
            by=tuple(act.officers),
            with_count=with_count,
        )
        content = write_disclosed(made.disclosed)
        sha256 = hashlib.sha256(content).hexdigest()
        path = node.path / "outbox" / f"disclosed-{list_key}-{sha256[:12]}.json"
        store_disclosure(stored, made, file_name=path.name, sha256=sha256, act=act)
        # The file is written last: a ledger line without a file can be seen and repeated, a file without one cannot.
        write_file(path, content)
    return Sent(path, made)


def read_limited(path: Path) -> bytes:
    """Returns the content of a file from the other party, if its size is possible for such a file."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InputError("file:too-large", path=path.name, expected=MAX_FILE_BYTES, found=path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise InputError("list:file:unreadable", path=str(path), found=error.strerror or "") from None


def receive_list(node: Node, desk: Desk, path: Path, *, progress: Callable[[int], None] | None = None) -> Imported:
    """Returns the list that the other party disclosed in this file, read like any other list of theirs.

    The file is verified as a disclosed list for this node first; once read, it is kept in the inbox as it came.

    Raises:
        GateError: this node has a record; a loose file that nobody signed is not accepted beside it.

    """
    check_no_record(node)
    content = read_limited(path)
    disclosed = read_disclosed(content, to=node.party)
    done = store_received_list(node, desk, path, disclosed, content, progress=progress)
    keep_arrived(node, path, content)
    return done


def check_no_record(node: Node) -> None:
    """Refuses loose files where there is a record: an unsigned file must not replace what both sides signed.

    Raises:
        GateError: there is one.

    """
    if has_record(node):
        raise GateError("record:loose-file")


def store_received_list(
    node: Node,
    desk: Desk,
    path: Path,
    disclosed: DisclosedList,
    content: bytes,
    *,
    progress: Callable[[int], None] | None = None,
) -> Imported:
    """Returns the list disclosed in these bytes, stored like any other list of the other party; `path` only
    names it.
    """
    rows = [{"row_id": row.ref, **{field.value: text for field, text in row.fields}} for row in disclosed.rows]
    table = io.BytesIO(json.dumps(rows, ensure_ascii=False).encode())
    return import_list(
        node,
        desk,
        path,
        stream=table,
        kind=disclosed.kind,
        party=disclosed.party,
        title=disclosed.list_key,
        as_of=disclosed.as_of,
        basis=Basis.OWN_SIDE if disclosed.kind is ListKind.SOUGHT else Basis.NOT_STATED,
        disclosure_digest=hashlib.sha256(content).hexdigest(),
        their_key=disclosed.list_key,
        progress=progress,
    )


def keep_arrived(node: Node, path: Path, content: bytes) -> None:
    """Keeps a file that was read as it came, in the inbox; another file of the same name is not overwritten."""
    inbox = node.path / "inbox"
    if path.resolve().parent == inbox.resolve():
        return
    digest = hashlib.sha256(content).hexdigest()[:12]
    stem = path.stem if digest in path.stem else f"{path.stem[:100]}-{digest}"
    write_file(inbox / f"{stem}{path.suffix[:20]}", content)

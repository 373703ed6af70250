"""The journal of this node's entries, and recovering what a crash left out of the database.

An entry of the record and what it changes in the database cannot be stored as one. The entry goes first, inside the
transaction that then commits (docs/decisions/0073): what was appended is valid, and the database can catch up with it,
while a database that is ahead would record statements that nobody received. The journal says how far it has come.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from allforall.durable import write_durably
from allforall.errors import AllforallError, GateError, NodeError
from allforall.node.folder import Node
from allforall.node.lock import acting
from allforall.node.officers import ActKind
from allforall.node.record.place import Closed, begin_recovery
from allforall.record.canonical import read_json, write_json
from allforall.record.logs import Read
from allforall.store.node.journal import Once, append_act, find_once
from allforall.store.node.models import Act

if TYPE_CHECKING:
    from allforall.node.record.record import Record

#: Why a payload cannot be opened that an own entry names: it was erased since, or keys from a backup are too old. What
#: it would add to the database is then left out; the entry is in the journal all the same.
_CLOSED_FOR_GOOD = frozenset({"payload:erased", "payload:no_key", "payload:not_held"})

#: Writes an entry into the node's journal, inside the caller's transaction; the last argument: the names of the keys.
Journal = Callable[[Node, Read, Sequence[str], Once | None], None]
#: Updates the database after one own entry, as the act that appended it would have done. Called once for each.
Again = Callable[["Record", Read], None]


def journal_said(node: Node, read: Read, officers: Sequence[str], once: Once | None = None) -> None:
    """Writes an own entry into the journal, under the nonce of its act if no line has it yet."""
    details = {"index": read.index, "leaf": read.leaf.hex(), "type": read.entry.type}
    append_act(at=node.now, kind=ActKind.RECORD_SAY, officers=officers, details=details, once=once)


def journaled(record: "Record") -> int:
    """Returns how many entries of the own log are in the journal.

    Raises:
        NodeError: if the journal is that of another record.

    """
    last = Act.objects.filter(kind=ActKind.RECORD_SAY).order_by("-id").first()
    if last is None:
        return 0
    index, own = int(last.details["index"]), record.held[record.own]
    if index < own.size and own.leaf(index).hex() != last.details["leaf"]:
        raise NodeError("record:journal:another", found=index)
    return index + 1


def take_up(record: "Record", again: Mapping[str, Again]) -> int:
    """Returns how many own entries the database did not know and knows now, in their order, each as a whole."""
    since = journaled(record)
    if since > record.held[record.own].size:
        # the database knows entries that the log has lost: the log is an older one, restored by hand
        begun = begin_recovery(record.folder, Closed.LOST, record.node.now.isoformat())
        record.closed = record.closed or begun.why.value
        return 0
    done = 0
    for read in record.reads(record.own, since=since):
        with acting(record.node):
            if read.entry.type in again:
                try:
                    again[read.entry.type](record, read)
                except GateError as error:
                    if error.code not in _CLOSED_FOR_GOOD:
                        raise
            officers = record.held[record.own].state.keys_at(read.index).officers
            names = [one.name for one in officers if one.key in read.officers]
            journal_said(record.node, read, names, _sent_under(record, read.leaf))
        done += 1
    return done


def _sending(record: "Record") -> Path:
    return record.folder / "sending"


def note_sending(record: "Record", leaf: bytes) -> None:
    """Writes down the nonce under which an entry is about to be appended, so that a crash does not lose it."""
    once = record.once
    if once is not None:
        value = {"asked": once.asked, "leaf": leaf.hex(), "nonce": once.nonce}
        try:
            write_durably(_sending(record), write_json(value))
        except OSError as error:
            raise NodeError("record:log:not_written", path=str(_sending(record)), found=error.strerror or "") from None


def _sent_under(record: "Record", leaf: bytes) -> Once | None:
    """Returns the nonce of an appended entry that the database does not know, if no line has it yet."""
    try:
        value = read_json(_sending(record).read_bytes())
        once = Once(str(value["nonce"]), str(value["asked"])) if value["leaf"] == leaf.hex() else None
    except (OSError, AllforallError, KeyError, TypeError):
        return None
    return once if once is not None and find_once(once.nonce) is None else None

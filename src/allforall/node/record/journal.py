"""The journal of what this node said, and taking up what a crash left out of the database.

An entry of the record and what it changes in the database cannot be stored as one. The entry goes first, inside the
transaction that then commits (docs/decisions/0073): what was said stands, and the database can be brought after it,
while a database that is ahead would hold for said what nobody heard. The journal says how far it has come.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from allforall import store
from allforall.errors import GateError, NodeError
from allforall.node.folder import Node
from allforall.node.officers import ActKind
from allforall.node.record.place import Closed, begin_recovery
from allforall.record.logs import Read
from allforall.store.node.models import Act

if TYPE_CHECKING:
    from allforall.node.record.record import Record

#: Why a payload cannot be opened that an own entry names: it was erased since, or keys from a backup are too old. What
#: it would bring into the database is then not brought; the entry stands in the journal all the same.
_CLOSED_FOR_GOOD = frozenset({"payload:erased", "payload:no_key", "payload:not_held"})

#: Writes what was said into the node's journal, inside the caller's transaction; the last are the names of the keys.
Journal = Callable[[Node, Read, Sequence[str]], None]
#: Brings the database after one own entry, as the act that said it would have done. Called once for each.
Again = Callable[["Record", Read], None]


def journal_said(node: Node, read: Read, officers: Sequence[str]) -> None:
    """Writes an own entry into the journal."""
    details = {"index": read.index, "leaf": read.leaf.hex(), "type": read.entry.type}
    Act.objects.create(at=node.now, kind=ActKind.RECORD_SAY, officers=list(officers), why="", details=details)


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
        # the database remembers what the log has lost: the log is an older one, put back by hand
        begun = begin_recovery(record.folder, Closed.LOST, record.node.now.isoformat())
        record.closed = record.closed or begun.why.value
        return 0
    done = 0
    for read in record.reads(record.own, since=since):
        with store.writing():
            if read.entry.type in again:
                try:
                    again[read.entry.type](record, read)
                except GateError as error:
                    if error.code not in _CLOSED_FOR_GOOD:
                        raise
            officers = record.held[record.own].state.keys_at(read.index).officers
            journal_said(record.node, read, [one.name for one in officers if one.key in read.officers])
        done += 1
    return done

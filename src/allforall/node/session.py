"""One node, opened for those that share it: the command line and the desk's pages.

A `Session` holds the database and nothing else. A face works through `run`: everything it reads is the node as
it was at one moment, and the first act in it takes the lock (`lock`). If what was read has changed by then, nothing is
written, and it is run again; the second time with the lock from the start. So an act never uses what somebody else
has changed meanwhile, and a reader neither waits for anybody nor keeps anybody waiting.

`recorded` opens the record for an act, with the node's keys and under the lock: what a crash left out of the
database is recovered first. `read_record` opens it for reading.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from django.db import DatabaseError, connection

from allforall.errors import GateError
from allforall.node.folder import (
    PATIENCE_SECONDS,
    Clock,
    Node,
    check_database,
    check_version,
    connected,
    read_clock,
    read_node,
)
from allforall.node.keys.keyring import Keyring
from allforall.node.lock import MovedOnError, holding, looking
from allforall.node.officers import find_repeated
from allforall.store.connection import explain_failure
from allforall.store.node.journal import Once

if TYPE_CHECKING:
    from allforall.node.record.record import Record

_Done = TypeVar("_Done")


@dataclass(frozen=True, slots=True)
class Session:
    """An opened node. Several threads may use it; each but the first calls `leave` when it ends."""

    node: Node

    def run(self, do: Callable[[Node], _Done]) -> _Done:
        """Returns what `do` returns. `do` may be called twice, so only its acts may change anything."""
        try:
            try:
                with looking():
                    return do(self.node)
            except MovedOnError:
                # under the lock from the start nothing can move, so this is the last time
                with holding(self.node):
                    return do(self.node)
        except DatabaseError as error:
            raise explain_failure(error) from error

    @staticmethod
    def leave() -> None:
        """Closes this thread's connections to the database."""
        connection.close()


@contextmanager
def opened_session(path: Path, *, clock: Clock = read_clock, patience: float = PATIENCE_SECONDS) -> Iterator[Session]:
    """Opens a node for one process among others; `patience` is how long an act of it waits its turn.

    Raises:
        NodeError: there is no node, or it is of another version.

    """
    node = read_node(path, clock=clock, patience=patience)
    check_database(node)
    with connected(node.database):
        check_version(node)
        yield Session(node)


@contextmanager
def recorded(node: Node, keyring: Keyring, once: Once | None = None) -> Iterator["Record"]:
    """Opens the record of a node for an act, under the lock.

    Raises:
        GateError: the node has no record.
        ActRepeatedError: the act was done before under its nonce.

    """
    # What an act needs loads every room; a command that only shows lists starts without.
    from allforall.node.entry_types import AGAIN  # noqa: PLC0415
    from allforall.node.record.journal import take_up  # noqa: PLC0415
    from allforall.node.record.payload_erasure import purge_erased  # noqa: PLC0415
    from allforall.node.record.payloads import end_old_epochs  # noqa: PLC0415
    from allforall.node.record.record import open_record  # noqa: PLC0415

    check_recorded(node)
    with holding(node), open_record(node, keyring) as record:
        record.once = once
        take_up(record, AGAIN)
        find_repeated(once)
        end_old_epochs(record)  # whose stated day has come
        purge_erased(record)  # what a backup restored
        yield record


@contextmanager
def read_record(node: Node, keyring: Keyring | None = None) -> Iterator["Record"]:
    """Opens the record of a node for reading; its keys are needed only for sealed payloads."""
    from allforall.node.record.record import open_record  # noqa: PLC0415 - as above

    check_recorded(node)
    with open_record(node, keyring, looking=True) as record:
        yield record


def check_recorded(node: Node) -> None:
    """Refuses a node that has no record."""
    from allforall.node.record.record import has_record  # noqa: PLC0415 - as above

    if not has_record(node):
        raise GateError("record:none")

"""A log that forked: it is frozen here, with one file of evidence that anyone can check.

Nothing more of a frozen log is applied or cosigned, and nothing is merged: which of the two versions counts is for
people to settle, outside the record. The evidence is included in every bundle, so that each recipient freezes the log
too, after checking it with the keys it holds.
"""

from pathlib import Path

from allforall.durable import write_durably
from allforall.errors import InputError, NodeError
from allforall.node.record.place import Closed
from allforall.node.record.record import Record
from allforall.record.forks import Fork, is_fork, read_fork


def evidence_path(record: Record, author: str) -> Path:
    """Returns the path of the evidence against a log."""
    return record.folder / "frozen" / f"{author}.fork.json"


def freeze(record: Record, author: str, fork: Fork) -> Path:
    """Returns the path of the evidence, now on the disk; the log is frozen from now on."""
    path = evidence_path(record, author)
    if not path.exists():
        try:
            write_durably(path, fork.data)
        except OSError as error:
            raise NodeError("record:log:not_written", path=str(path), found=error.strerror or "") from None
    record.frozen[author] = path
    if author == record.own:
        record.closed = Closed.FROZEN
    return path


def read_evidence(record: Record, author: str, data: bytes) -> Fork | None:
    """Returns evidence against a log if it is valid under the keys that the log had here, else None."""
    try:
        fork = read_fork(data)
    except InputError:
        return None
    trusted = tuple(keys.log for _, keys in record.held[author].state.keys_from)
    of_this_log = fork.first.checkpoint.origin == record.genesis.origin(author)
    return fork if of_this_log and is_fork(fork, trusted) else None

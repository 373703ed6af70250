"""Whether a node is still in the place where its state was last trusted, and what is written down while it is not.

A restored old backup, or a folder copied to a second machine, would continue from an old end of the log and sign a
second entry with a number already used: a fork, and proof against its owner. So a node remembers its place:
the machine, the inode of its own log, and when the file system last touched two files that are written once and never
again, the genesis and the mark `born` beside the log (`st_ctime`, which no copying or unpacking program can set back;
an inode number alone may be reused for the next file). If one of them has changed, the node is read-only until every
other author has answered a fresh nonce (`recovery`). Changing the rights of these files touches them too.

What this cannot detect: a restored snapshot of the virtual machine, or single files overwritten in place. Then the
first peer with a longer version of the log reveals it.
"""

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from allforall.durable import sync_folder, write_durably
from allforall.errors import AllforallError, NodeError
from allforall.record.canonical import read_json, write_json

NONCE_BYTES = 32
_MACHINE_IDS = ("/etc/machine-id", "/var/lib/dbus/machine-id")


class Closed(StrEnum):
    """Why a node may not write in its own log."""

    COPIED = "record:closed:copied"  # the place has changed
    RESTORED = "record:closed:restored"  # `node restore`
    LOST = "record:closed:lost"  # the log is shorter than a checkpoint that was signed for it
    BEHIND = "record:closed:behind"  # a peer holds more of it
    ELSEWHERE = "record:closed:elsewhere"  # somebody with this node's key asked to recover it
    FROZEN = "record:closed:frozen"  # it forked: for good


@dataclass(frozen=True, slots=True)
class Recovering:
    """Why and since when a node is read-only, the nonce that the others answer, and who has."""

    why: Closed
    since: str
    nonce: bytes
    answered: tuple[str, ...] = ()


def machine_id() -> str:
    """Returns this machine's identity, or an empty text where the system has none."""
    for path in _MACHINE_IDS:
        try:
            return Path(path).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            continue
    return ""


def _write(path: Path, data: bytes) -> None:
    try:
        write_durably(path, data)
    except OSError as error:
        raise NodeError("record:log:not_written", path=str(path), found=error.strerror or "") from None


def _place(folder: Path, own: str) -> dict[str, str]:
    log = (folder / "logs" / own / "entries.log").stat().st_ino
    born = (folder / "logs" / own / "born").stat().st_ctime_ns
    genesis = (folder / "genesis").stat().st_ctime_ns
    # as text: they can be beyond what the record's JSON takes for a number
    return {"born": str(born), "genesis": str(genesis), "log": str(log), "machine": machine_id()}


def set_place(folder: Path, own: str) -> None:
    """Remembers where this node is now."""
    born = folder / "logs" / own / "born"
    if not born.exists():
        _write(born, b"written once; its time says where this log is\n")
    _write(folder / "place", write_json(_place(folder, own)))


def has_place(folder: Path) -> bool:
    """Returns whether this node's place was ever written down: if so, its log has begun."""
    return (folder / "place").exists()


def is_in_place(folder: Path, own: str) -> bool:
    """Returns whether this node is where it was; False where nothing was written down."""
    try:
        return bool(read_json((folder / "place").read_bytes()) == _place(folder, own))
    except (OSError, AllforallError):
        return False


def read_recovering(folder: Path) -> Recovering | None:
    """Returns why a node is read-only, or None. A file that cannot be read closes the node as well."""
    path = folder / "recovering"
    if not path.exists():
        return None
    try:
        value = read_json(path.read_bytes())
        why, nonce = Closed(value["why"]), bytes.fromhex(value["nonce"])
        return Recovering(why, str(value["since"]), nonce, tuple(str(name) for name in value["answered"]))
    except (OSError, AllforallError, KeyError, TypeError, ValueError):
        return Recovering(Closed.RESTORED, "", b"")


def write_recovering(folder: Path, recovering: Recovering) -> None:
    """Writes down why a node is read-only, and who has answered."""
    value = {
        "answered": list(recovering.answered),
        "nonce": recovering.nonce.hex(),
        "since": recovering.since,
        "why": recovering.why.value,
    }
    _write(folder / "recovering", write_json(value))


def begin_recovery(folder: Path, why: Closed, since: str) -> Recovering:
    """Returns what is now written down: the node is read-only under a fresh nonce, if it was not before."""
    there = read_recovering(folder)
    if there is not None and len(there.nonce) == NONCE_BYTES:
        return there
    recovering = Recovering(why, since, os.urandom(NONCE_BYTES))
    # known before it is used: a late answer to it must not look like an answer to somebody else's
    _write(folder / "nonces", "".join(f"{one}\n" for one in [*known_nonces(folder), recovering.nonce.hex()]).encode())
    write_recovering(folder, recovering)
    return recovering


def known_nonces(folder: Path) -> list[str]:
    """Returns every nonce that this node has asked with."""
    try:
        return (folder / "nonces").read_text(encoding="ascii").split()
    except FileNotFoundError:
        return []


def know_nonce(folder: Path, nonce: bytes) -> None:
    """Remembers a nonce, so that it is accepted once only."""
    _write(folder / "nonces", "".join(f"{one}\n" for one in [*known_nonces(folder), nonce.hex()]).encode())


def end_recovery(folder: Path, own: str) -> None:
    """Lets a node write again, from where it is now."""
    set_place(folder, own)
    (folder / "recovering").unlink(missing_ok=True)
    sync_folder(folder)

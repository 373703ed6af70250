"""The keys that a node holds: the one that signs its log, and the ones that open what was sent to it, by epoch.

```
keys/
  log.key         signs checkpoints and cosigns those of others; never an entry, for which officers sign
  log.next        a new log key that the log does not name yet (`keys rotate`)
  epoch-1.key     opens payloads of epoch 1; destroyed when the epoch is
  destroyed       which epochs' keys were destroyed, so that no backup restores one
```

Every file is encrypted under one passphrase (`key_files`). Officers' keys are not here: the officers keep them.
"""

import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from allforall.durable import put_durably, sync_folder, write_durably
from allforall.errors import GateError, NodeError
from allforall.node.folder import Node
from allforall.node.keys.key_files import (
    COST,
    Cost,
    KeyFile,
    KeyUse,
    Lock,
    OfficerKey,
    lock_of,
    make_lock,
    make_officer_key,
    open_key,
    read_key_file,
    read_officer_key,
    seal_key,
)
from allforall.node.lock import holding
from allforall.record.sealing import EpochKey, make_epoch_key
from allforall.record.signatures import SEED_BYTES, PublicKey, SigningKey

__all__ = ["Keyring", "OfficerKey", "make_log_key", "make_officer_key", "read_officer_key", "unlock"]

_EPOCH = re.compile(r"epoch-([1-9][0-9]{0,8})\.key")


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """A node's keys, opened. `next_log` is set during a rotation; `epochs` gives private keys."""

    folder: Path
    author: str
    log: SigningKey
    epochs: Mapping[int, bytes]
    lock: Lock
    next_log: SigningKey | None = None

    @property
    def current_epoch(self) -> int:
        """The newest epoch whose key is here; 0 where none is."""
        return max(self.epochs, default=0)

    def epoch_key(self, number: int) -> EpochKey:
        """Returns the public key of an epoch, to which the others wrap the keys of what this node may read."""
        return make_epoch_key(self.epochs[number], self.author, number)

    def log_key_of(self, public: PublicKey) -> SigningKey | None:
        """Returns the log key with this public key, or None where this node has another one."""
        return next((key for key in (self.log, self.next_log) if key and key.public == public), None)


def _folder(node: Node) -> Path:
    return node.path / "keys"


def has_log_key(node: Node) -> bool:
    """Returns whether this node has keys."""
    return (_folder(node) / "log.key").exists()


def _write(path: Path, file: KeyFile) -> None:
    try:
        write_durably(path, file.data)
    except OSError as error:
        raise NodeError("keys:file:not-written", path=str(path), found=error.strerror or "") from None


def _read(path: Path, use: KeyUse) -> KeyFile:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise NodeError("keys:none", path=str(path)) from None
    except OSError as error:
        raise NodeError("keys:file:unreadable", path=str(path), found=error.strerror or "") from None
    return read_key_file(data, use, str(path))


def make_log_key(node: Node, passphrase: str, *, cost: Cost = COST) -> Keyring:
    """Returns the new keys of a node that has none: a log key, and the key of epoch 1.

    Raises:
        NodeError: if it already has keys; they are never overwritten.

    """
    _check_none(node)
    lock = make_lock(passphrase, cost)
    log, epoch = SigningKey(os.urandom(SEED_BYTES)), os.urandom(SEED_BYTES)
    with holding(node):
        _check_none(node)  # nobody has made them in the meantime
        _folder(node).mkdir(mode=0o700, exist_ok=True)
        # The log key last: its presence means that there are keys.
        _write(_folder(node) / "epoch-1.key", seal_key(KeyUse.EPOCH, "epoch-1", epoch, lock))
        _write(_folder(node) / "log.key", seal_key(KeyUse.LOG, node.author, log.seed, lock))
    return Keyring(_folder(node), node.author, log, {1: epoch}, lock)


def _check_none(node: Node) -> None:
    if has_log_key(node):
        raise NodeError("keys:there", path=str(_folder(node) / "log.key"))


def unlock(node: Node, passphrase: str) -> Keyring:
    """Returns the keys of a node, opened.

    Raises:
        NodeError: if it has none.
        GateError: if the passphrase is wrong.

    """
    return _opened(node, lambda file: lock_of(file, passphrase))


def is_under(node: Node, lock: Lock) -> bool:
    """Returns whether the node's own key is sealed under this lock."""
    file = _read(_folder(node) / "log.key", KeyUse.LOG)
    return (file.salt, file.cost) == (lock.salt, lock.cost)


def unlock_by(node: Node, lock: Lock) -> Keyring:
    """Returns the keys of a node, opened by its stretched passphrase, which takes no time and no passphrase.

    Raises:
        GateError: one of them is sealed under another lock.

    """

    def only(file: KeyFile) -> Lock:
        if (file.salt, file.cost) != (lock.salt, lock.cost):
            raise GateError("keys:passphrase:wrong", name=file.name)
        return lock

    return _opened(node, only)


def _opened(node: Node, find_lock: Callable[[KeyFile], Lock]) -> Keyring:
    folder = _folder(node)
    file = _read(folder / "log.key", KeyUse.LOG)
    lock = find_lock(file)
    locks = {(lock.salt, lock.cost): lock}

    def opened(path: Path, use: KeyUse) -> bytes:
        one = _read(path, use)
        if (one.salt, one.cost) not in locks:
            locks[one.salt, one.cost] = find_lock(one)
        return open_key(one, locks[one.salt, one.cost])

    log = SigningKey(open_key(file, lock))
    following = folder / "log.next"
    next_log = SigningKey(opened(following, KeyUse.LOG)) if following.exists() else None
    epochs = {
        number: opened(folder / f"epoch-{number}.key", KeyUse.EPOCH)
        for number in epoch_numbers(node)
        if number not in destroyed_epochs(node.path)
    }
    return Keyring(folder, node.author, log, epochs, lock, next_log)


def epoch_numbers(node: Node) -> tuple[int, ...]:
    """Returns the epochs whose private keys are here, without opening them."""
    found = (_EPOCH.fullmatch(path.name) for path in _folder(node).glob("epoch-*.key"))
    return tuple(sorted(int(match[1]) for match in found if match))


def public_keys(node: Node) -> dict[str, bytes]:
    """Returns the public keys by file name, which need no passphrase."""
    folder = _folder(node)
    shown = {"log.key": _read(folder / "log.key", KeyUse.LOG).public}
    for number in epoch_numbers(node):
        name = f"epoch-{number}.key"
        shown[name] = _read(folder / name, KeyUse.EPOCH).public
    return shown


def new_epoch(keyring: Keyring) -> Keyring:
    """Returns the keyring with the key of one more epoch, which is on the disk.

    It counts for the others only once the log names it (`record:keys_rotated`).
    """
    number = keyring.current_epoch + 1
    gone = _read_destroyed(keyring.folder)
    while number in gone:
        number += 1
    private = os.urandom(SEED_BYTES)
    _write(keyring.folder / f"epoch-{number}.key", seal_key(KeyUse.EPOCH, f"epoch-{number}", private, keyring.lock))
    return Keyring(
        keyring.folder,
        keyring.author,
        keyring.log,
        {**keyring.epochs, number: private},
        keyring.lock,
        keyring.next_log,
    )


def new_log_key(keyring: Keyring) -> Keyring:
    """Returns the keyring with the next log key, on the disk before any entry names it."""
    if keyring.next_log is not None:
        return keyring
    following = SigningKey(os.urandom(SEED_BYTES))
    _write(keyring.folder / "log.next", seal_key(KeyUse.LOG, keyring.author, following.seed, keyring.lock))
    return Keyring(keyring.folder, keyring.author, keyring.log, keyring.epochs, keyring.lock, following)


def settle_log_key(keyring: Keyring, named: PublicKey) -> Keyring:
    """Returns the keyring after its log has named a key: a next log key that is named replaces the old one.

    Called whenever the record is opened, so that a crash between the entry and this changes nothing.
    """
    if keyring.next_log is None or keyring.next_log.public != named:
        return keyring
    try:
        put_durably(keyring.folder / "log.next", keyring.folder / "log.key")
    except OSError as error:
        raise NodeError("keys:file:not-written", path=str(keyring.folder), found=error.strerror or "") from None
    return Keyring(keyring.folder, keyring.author, keyring.next_log, keyring.epochs, keyring.lock)


def _read_destroyed(folder: Path) -> frozenset[int]:
    try:
        lines = (folder / "destroyed").read_text(encoding="ascii").split()
    except FileNotFoundError:
        return frozenset()
    return frozenset(int(line) for line in lines if line.isdecimal())


def destroyed_epochs(path: Path) -> frozenset[int]:
    """Returns the epochs whose keys were destroyed on the node in a folder."""
    return _read_destroyed(path / "keys")


def destroy_epoch(node: Node, number: int) -> None:
    """Destroys the private key of an epoch; nobody can read any more what was wrapped to it alone.

    That it is destroyed is written first: a crash after that leaves a file that nobody opens and that the next call
    removes. The file is overwritten before it is removed, which a disk that moves its blocks may not honour; it
    is encrypted in any case.
    """
    folder = _folder(node)
    gone = sorted({*_read_destroyed(folder), number})
    path = folder / f"epoch-{number}.key"
    try:
        write_durably(folder / "destroyed", "".join(f"{one}\n" for one in gone).encode())
        with suppress(FileNotFoundError), path.open("r+b") as stream:
            stream.write(os.urandom(path.stat().st_size))
            stream.flush()
            os.fsync(stream.fileno())
        path.unlink(missing_ok=True)
        sync_folder(folder)
    except OSError as error:
        raise NodeError("keys:file:not-written", path=str(path), found=error.strerror or "") from None

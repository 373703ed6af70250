"""Exchanging bundles with another node that can be reached: each side's steps; no lock is held between them.

Rules kept here:

- the node's lock is held while a bundle is made or applied, and never during transfer. So two nodes that call
  each other at the same moment never wait for each other, and serving does not keep the officers out;
- the caller is identified first (`desk.passes`), and a bundle from anybody else is refused before anything is stored;
- a bundle is applied before the answer is made, so that the answer contains the resulting cosignatures.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from allforall.errors import GateError, InputError
from allforall.node.bundles.transfer import Intake, held_by, import_bundle, make_export
from allforall.node.folder import PATIENCE_SECONDS, Clock, Node, read_clock, read_node
from allforall.node.keys.keyring import Keyring, unlock
from allforall.node.lock import locked
from allforall.node.record.record import Record, open_record
from allforall.record.bundles import read_bundle
from allforall.record.key_entries import ROTATED
from allforall.record.logs import LogState
from allforall.record.notes import Verifier
from allforall.record.signatures import SigningKey
from allforall.record.trust import announced_key


@dataclass(slots=True)
class Holder:
    """A node's folder with its keys, opened, for serving and for calling. `passphrase` opens the keys
    again when an officer has changed them since.
    """

    path: Path
    passphrase: str
    clock: Clock = read_clock
    patience: float = PATIENCE_SECONDS
    wait: Callable[[float], None] = time.sleep
    keyring: Keyring | None = None

    @contextmanager
    def opened(self) -> Iterator[Record]:
        """Opens the record with the lock and the keys, for as short a time as possible.

        Raises:
            NodeError: ``node:lock:held`` if another process holds the node for longer than the waiting time.

        """
        with locked(self.path, patience=self.patience, wait=self.wait):
            node = read_node(self.path, clock=self.clock)
            with open_record(node, self._keys(node), journal=None) as record:
                try:
                    record.carrying_key()
                except GateError:
                    # rotated since: the folder has the new key
                    self.keyring = record.keyring = unlock(node, self.passphrase)
                yield record

    def _keys(self, node: Node) -> Keyring:
        if self.keyring is None:
            self.keyring = unlock(node, self.passphrase)
        return self.keyring


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a node is in its case, how much of each log it holds, and the key that signs for it. `announced` is the entry
    that changed its own keys, where the called node is not known to hold it.
    """

    case: str
    own: str
    origin: str
    states: Mapping[str, LogState]
    key: SigningKey
    announced: bytes = b""

    def keys_of(self, author: str, announced: bytes) -> tuple[Verifier, ...]:
        """Returns the log keys with which an author may call: the one in force at the end of its log here, or the one
        that an entry announces. An older one is not accepted.
        """
        state = self.states[author]
        ahead = announced_key(state, announced) if announced else None
        return (state.keys.log, ahead) if ahead else (state.keys.log,)


def identify(holder: Holder) -> Identity:
    """Returns who this node is and whom it knows: for each log the key in force at its end here."""
    with holder.opened() as record:
        return _identity(record)


def _identity(record: Record, to: str = "") -> Identity:
    genesis, own = record.genesis, record.own
    announced = b""
    if to:
        for read in record.reads(own, (ROTATED,), held_by(record, to).get(own, 0)):
            announced = read.signed.data
    states = dict(record.states)
    return Identity(genesis.case, own, genesis.origin(own), states, record.carrying_key(), announced)


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What a caller's bundle brought, and the bundle for the caller."""

    intake: Intake
    answer: bytes
    identity: Identity


def answer_bundle(holder: Holder, sender: str, data: bytes) -> Exchanged:
    """Returns the result of applying an author's bundle, and the bundle that this node answers with.

    Raises:
        InputError: if it is another's, or anything in it is not as it must be. Then nothing of it was stored.

    """
    _check_sender(data, sender)
    with holder.opened() as record:
        intake = import_bundle(record, data)
        return Exchanged(intake, make_export(record, sender).data, _identity(record))


def answer_again(holder: Holder, sender: str) -> bytes:
    """Returns the bundle for an author whose own was applied before."""
    with holder.opened() as record:
        return make_export(record, sender).data


def pack_bundle(holder: Holder, to: str) -> tuple[bytes, Identity]:
    """Returns the bundle for an author, and who this node is."""
    with holder.opened() as record:
        if to == record.own or to not in record.authors:
            raise InputError("peer:no_author", found=to)
        return make_export(record, to).data, _identity(record, to)


def unpack_answer(holder: Holder, sender: str, data: bytes) -> Intake:
    """Returns what the answer of an author brought.

    Raises:
        InputError: if it is another's, or anything in it is not as it must be. Then nothing of it was stored.

    """
    _check_sender(data, sender)
    with holder.opened() as record:
        return import_bundle(record, data)


def _check_sender(data: bytes, sender: str) -> None:
    found = read_bundle(data).sender
    if found != sender:
        raise InputError("peer:other_sender", expected=sender, found=found)

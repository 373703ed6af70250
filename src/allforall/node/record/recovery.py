"""Recovering after a restored backup, a copied folder or lost entries, without a fork.

A node that cannot trust its state is read-only under a fresh nonce (`place`). What it exports carries an ask that its
log key signed; each other author's next bundle repeats that ask and carries its mirror of this node's log. The own log
is extended by what is returned: the entries that follow, under a checkpoint that the own key signed. When every other
author has answered this nonce, and the log is as long as any copy they hold, the node may write again.

The answers stay in `recovered/`: a peer that held more of the log than it returned has signed that it held no more.
An answer to an ask that this node never made shows that somebody else has its folder and key: the node is closed.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from allforall.durable import write_durably
from allforall.errors import AllforallError, NodeError
from allforall.node.record.place import (
    NONCE_BYTES,
    Closed,
    begin_recovery,
    end_recovery,
    know_nonce,
    known_nonces,
    read_recovering,
    write_recovering,
)
from allforall.node.record.record import Record, checkpoint_path, latest_checkpoint, sign_own
from allforall.record.canonical import read_json, write_json
from allforall.record.envelopes import Envelope, read_envelope, sign_payload, signers
from allforall.record.notes import Verifier

KIND = "application/vnd.allforall.recovery-ask.v1+json"
ASK = "recovery/ask"
_KEYS = frozenset({"author", "case", "nonce", "size"})


def answer_file(author: str) -> str:
    """Returns the path in a bundle that repeats an author's ask."""
    return f"recovery/answers/{author}"


@dataclass(frozen=True, slots=True)
class Ask:
    """An author's ask: its nonce, and how much of its own log it holds."""

    author: str
    nonce: bytes
    size: int
    envelope: Envelope


def close_record(record: Record, why: Closed) -> None:
    """Makes this node read-only from now on, for a reason that others can end by answering."""
    begun = begin_recovery(record.folder, why, record.node.now.isoformat())
    if record.closed != Closed.FROZEN:
        record.closed = begun.why.value


def make_ask(record: Record) -> bytes | None:
    """Returns this node's ask to the others, or None while it trusts its state."""
    recovering = read_recovering(record.folder)
    if recovering is None:
        return None
    payload = write_json(
        {
            "author": record.own,
            "case": record.genesis.case,
            "nonce": recovering.nonce.hex(),
            "size": record.held[record.own].size,
        }
    )
    return sign_payload(KIND, payload, record.genesis.origin(record.own), record.carrying_key()).data


def read_ask(data: bytes, case: str, keys: Mapping[str, tuple[Verifier, ...]]) -> Ask | None:
    """Returns an ask that is signed by its author's log, or None."""
    try:
        envelope = read_envelope(data, KIND)
        value: Any = read_json(envelope.payload)
        if not isinstance(value, dict) or value.keys() != _KEYS or value["case"] != case:
            return None
        size, nonce = value["size"], bytes.fromhex(value["nonce"])
    except (AllforallError, TypeError, ValueError):
        return None
    if not isinstance(size, int) or isinstance(size, bool) or size < 0 or len(nonce) != NONCE_BYTES:
        return None
    ask = Ask(str(value["author"]), nonce, size, envelope)
    return ask if signers(envelope, keys.get(ask.author, ())) else None


def keep_ask(record: Record, data: bytes) -> None:
    """Keeps an author's ask, to be answered in the next bundle to it."""
    ask = read_ask(data, record.genesis.case, _log_keys(record))
    if ask is None or ask.author == record.own:
        return
    path = record.folder / "asked" / ask.author
    with suppress(FileNotFoundError):
        if path.read_bytes() == data:
            return
    _write(record, "asked", ask.author, data)


def asked_by(record: Record, author: str) -> Ask | None:
    """Returns the latest ask of an author, or None."""
    try:
        return read_ask((record.folder / "asked" / author).read_bytes(), record.genesis.case, _log_keys(record))
    except FileNotFoundError:
        return None


def _log_keys(record: Record) -> dict[str, tuple[Verifier, ...]]:
    return {name: tuple(keys.log for _, keys in state.keys_from) for name, state in record.states.items()}


def _write(record: Record, folder: str, name: str, data: bytes) -> None:
    path = record.folder / folder / name
    try:
        write_durably(path, data)
    except OSError as error:
        raise NodeError("record:log:not_written", path=str(path), found=error.strerror or "") from None


def take_answer(record: Record, sender: str, data: bytes, manifest: bytes, *, whole: bool) -> None:
    """Records that an author has answered. `whole` means that its mirror of the own log was read to its end."""
    ask = read_ask(data, record.genesis.case, _log_keys(record))
    if ask is None or ask.author != record.own:
        return
    if ask.nonce.hex() not in known_nonces(record.folder):
        know_nonce(record.folder, ask.nonce)
        close_record(record, Closed.ELSEWHERE)
        return
    recovering = read_recovering(record.folder)
    if recovering is None or ask.nonce != recovering.nonce or not whole or sender in recovering.answered:
        return
    _write(record, f"recovered/{recovering.nonce.hex()}", sender, manifest)
    write_recovering(record.folder, replace(recovering, answered=(*recovering.answered, sender)))


def may_end(record: Record) -> bool:
    """Returns whether every other author has answered, and the own log did not fork."""
    recovering = read_recovering(record.folder)
    return recovering is not None and record.own not in record.frozen and set(record.others) <= set(recovering.answered)


def end_if_answered(record: Record) -> bool:
    """Returns whether the node may write again from now on, having been read-only."""
    if not may_end(record):
        return False
    own, signed = record.held[record.own], latest_checkpoint(record, record.own)
    stale = signed is not None and (
        signed.checkpoint.size > own.size or own.root_at(signed.checkpoint.size) != signed.checkpoint.root
    )
    if stale and signed is not None:
        # Everyone has signed that they hold no more: what this checkpoint names was never sent out. It is kept.
        _write(record, "recovered", f"checkpoint-{signed.checkpoint.size}", signed.note.data)
        checkpoint_path(record, record.own).unlink()
    record.closed = ""
    if own.size and record.can_sign:
        sign_own(record)
    end_recovery(record.folder, record.own)
    return True

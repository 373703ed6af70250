"""Cosignatures: this node's on the others' logs, and the others' on each log.

Rules kept here:

- a checkpoint is cosigned only if the mirror has its root, and it extends the one cosigned before;
- the checkpoint that is cosigned is on the disk before the cosignature exists, so that no crash and no restored backup
  lets this node cosign two versions; a cosignature of its own that others send back counts too;
- nothing of a frozen log is cosigned, and nothing at all while this node cannot trust its own state.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from allforall.durable import write_durably
from allforall.errors import AllforallError, NodeError
from allforall.node.record.record import Record, latest_checkpoint
from allforall.record.canonical import read_json, write_json
from allforall.record.checkpoints import SignedCheckpoint, check_checkpoint, read_checkpoint
from allforall.record.notes import Note, Verifier, cosign_text, with_signatures
from allforall.record.verification import cosigner


def _write(path: Path, data: bytes) -> None:
    try:
        write_durably(path, data)
    except OSError as error:
        raise NodeError("record:log:not_written", path=str(path), found=error.strerror or "") from None


def cosignatures(record: Record, author: str) -> dict[str, SignedCheckpoint]:
    """Returns the latest checkpoint of a log that each author has cosigned, with that cosignature."""
    try:
        value = read_json((record.folder / "cosignatures" / author).read_bytes())
        return {name: read_checkpoint(text.encode()) for name, text in value.items()}
    except FileNotFoundError:
        return {}
    except (AllforallError, AttributeError) as error:
        path = record.folder / "cosignatures" / author
        raise NodeError("record:log:damaged", path=str(path), where=0) from error


def cosigned(record: Record, author: str) -> SignedCheckpoint | None:
    """Returns the latest checkpoint of a log that this node cosigned."""
    try:
        return read_checkpoint((record.folder / "cosigned" / author).read_bytes())
    except FileNotFoundError:
        return None


def with_cosignatures(record: Record, author: str, signed: SignedCheckpoint) -> SignedCheckpoint:
    """Returns a checkpoint with the cosignatures on exactly this one."""
    more = [
        signature
        for one in cosignatures(record, author).values()
        if one.note.text == signed.note.text
        for signature in one.note.signatures
    ]
    return SignedCheckpoint(signed.checkpoint, with_signatures(signed.note, more))


def cosigner_keys(record: Record, author: str, states: Mapping[str, Iterable[Verifier]]) -> dict[Verifier, str]:
    """Returns every key that may cosign a log, with its author. `states` gives the log keys of each author."""
    return {cosigner(log): name for name in record.authors if name != author for log in states[name]}


def log_keys(record: Record) -> dict[str, tuple[Verifier, ...]]:
    """Returns the keys that each log has had, the first one first."""
    return {name: tuple(keys.log for _, keys in state.keys_from) for name, state in record.states.items()}


def take_cosignatures(record: Record, author: str, notes: Iterable[SignedCheckpoint]) -> int:
    """Returns how many cosignatures were new: good ones, on checkpoints with a root that the log had here.

    Each checkpoint has already been checked to be the log's own (`branches.judge`).
    """
    held, keys = record.held[author], cosigner_keys(record, author, log_keys(record))
    known, new = cosignatures(record, author), 0
    for signed in notes:
        size = signed.checkpoint.size
        if not 0 < size <= held.size or held.root_at(size) != signed.checkpoint.root:
            continue
        log = held.state.keys_at(size).log
        check = check_checkpoint(signed, log, keys)
        for verifier, _ in check.cosigners:
            name = keys[verifier]
            if name == record.own:
                _remember_own(record, author, signed)
            if name not in known or known[name].checkpoint.size < size:
                known[name] = _only(signed, (log, verifier))
                new += 1
    if new:
        _write_cosignatures(record, author, known)
    return new


def _only(signed: SignedCheckpoint, keys: tuple[Verifier, ...]) -> SignedCheckpoint:
    """A checkpoint with only the signatures of these keys, so that nobody can make it grow."""
    wanted = {(key.name, key.key_id) for key in keys}
    kept = tuple(one for one in signed.note.signatures if (one.name, one.key_id) in wanted)
    return SignedCheckpoint(signed.checkpoint, Note(signed.note.text, tuple(dict.fromkeys(kept))))


def _remember_own(record: Record, author: str, signed: SignedCheckpoint) -> None:
    before = cosigned(record, author)
    if before is None or before.checkpoint.size < signed.checkpoint.size:
        _write(record.folder / "cosigned" / author, signed.note.data)


def _write_cosignatures(record: Record, author: str, known: Mapping[str, SignedCheckpoint]) -> None:
    value = {name: signed.note.data.decode() for name, signed in known.items()}
    _write(record.folder / "cosignatures" / author, write_json(value))


def cosign(record: Record) -> tuple[str, ...]:
    """Returns the logs whose latest checkpoint this node has now cosigned and had not before.

    Raises:
        GateError: if its key is not open.

    """
    if record.closed:
        return ()
    record.log_key()
    return tuple(author for author in record.others if _cosign_log(record, author))


def _cosign_log(record: Record, author: str) -> bool:
    held, signed = record.held[author], latest_checkpoint(record, author)
    if author in record.frozen or signed is None or signed.checkpoint.size > held.size:
        return False
    size = signed.checkpoint.size
    before, there = cosigned(record, author), cosignatures(record, author).get(record.own)
    if before is not None:
        if before.checkpoint.size > size or held.root_at(before.checkpoint.size) != before.checkpoint.root:
            return False
        if before.checkpoint.size == size and there is not None and there.checkpoint.size == size:
            return False
    if held.root_at(size) != signed.checkpoint.root:
        return False
    _write(record.folder / "cosigned" / author, signed.note.data)
    # only now may the cosignature be made
    name = record.genesis.origin(record.own)
    signature = cosign_text(signed.note.text, name, record.log_key(), int(record.node.now.timestamp()))
    log = held.state.keys_at(size).log
    mine = SignedCheckpoint(signed.checkpoint, with_signatures(_only(signed, (log,)).note, [signature]))
    _write_cosignatures(record, author, {**cosignatures(record, author), record.own: mine})
    return True

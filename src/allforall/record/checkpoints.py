"""Checkpoints: what a log states about itself at one size, and the cosignatures of others who have seen it.

A checkpoint is a signed note of three lines: origin, size, root (C2SP tlog-checkpoint v1). A cosignature says that
its signer holds a consistent view of the log up to there, as of a time (C2SP tlog-cosignature v1). Extension lines
are read and kept, and never written here: nobody audits them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from allforall.errors import InputError
from allforall.record.merkle import HASH_BYTES
from allforall.record.notes import (
    KeyKind,
    Note,
    Verified,
    Verifier,
    decode_base64,
    encode_base64,
    read_note,
    sign_text,
    verify_note,
)
from allforall.record.signatures import SigningKey

_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
#: Sizes beyond this are refused: no log of people's names can be longer.
MOST_ENTRIES = (1 << 53) - 1


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Origin, size and root of a log."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text that is signed."""
        lines = [self.origin, str(self.size), encode_base64(self.root), *self.extensions]
        return "".join(f"{line}\n" for line in lines)


def read_number(text: str) -> int | None:
    """Returns a decimal number without leading zeroes, or None."""
    number = int(text) if _NUMBER.fullmatch(text) else None
    return number if number is not None and number <= MOST_ENTRIES else None


def read_checkpoint_text(text: str) -> Checkpoint:
    """Returns the checkpoint of a note's text.

    Raises:
        InputError: if it has another form.

    """
    lines = text.split("\n")
    if lines[-1] or len(lines) < 4 or not all(lines[:-1]):
        raise InputError("record:checkpoint:lines", expected=3, found=len(lines) - 1)
    size, root = read_number(lines[1]), decode_base64(lines[2])
    if size is None:
        raise InputError("record:checkpoint:size", found=lines[1][:40])
    if root is None or len(root) != HASH_BYTES:
        raise InputError("record:checkpoint:root", found=lines[2][:60])
    return Checkpoint(lines[0], size, root, tuple(lines[3:-1]))


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint with the note that carries it."""

    checkpoint: Checkpoint
    note: Note


def read_checkpoint(data: bytes) -> SignedCheckpoint:
    """Returns the checkpoint of these bytes; nothing is verified."""
    note = read_note(data)
    return SignedCheckpoint(read_checkpoint_text(note.text), note)


def sign_checkpoint(checkpoint: Checkpoint, key: SigningKey) -> SignedCheckpoint:
    """Returns a checkpoint signed by its log, whose key bears the origin's name."""
    signature = sign_text(checkpoint.text, checkpoint.origin, key)
    return SignedCheckpoint(checkpoint, Note(checkpoint.text, (signature,)))


@dataclass(frozen=True, slots=True)
class CheckpointCheck:
    """Who signed a checkpoint: whether its own log did, and which cosigners, with their times."""

    signed_by_log: bool
    cosigners: tuple[tuple[Verifier, int], ...]
    verified: Verified

    @property
    def is_accepted(self) -> bool:
        """Whether its log signed it and no trusted key's signature on it is false."""
        return self.signed_by_log and not self.verified.false


def check_checkpoint(signed: SignedCheckpoint, log: Verifier, cosigners: Iterable[Verifier]) -> CheckpointCheck:
    """Returns who signed a checkpoint. `log` must have the checkpoint's origin as its name."""
    cosigning = [verifier for verifier in cosigners if verifier.kind is KeyKind.COSIGNATURE]
    verified = verify_note(signed.note, [log, *cosigning])
    own = signed.checkpoint.origin == log.name and log in verified.good
    others = tuple(
        (verifier, time)
        for verifier, time in zip(verified.good, verified.times, strict=True)
        if verifier.kind is KeyKind.COSIGNATURE and time is not None
    )
    return CheckpointCheck(own, others, verified)

"""Signed notes: a text and signatures on it, in a form that a person can read (C2SP signed-note v1).

A note's text means nothing until a trusted key has signed it. Signatures of unknown keys are ignored;
one that names a known key and does not verify makes the whole note invalid.
"""

import binascii
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache

from allforall.errors import InputError
from allforall.record.signatures import SIGNATURE_BYTES, PublicKey, SigningKey, is_signed, public_key

#: Bounds on what is parsed at all; the specification asks for at least 16 signatures.
MOST_SIGNATURES, MOST_NOTE_BYTES = 100, 1 << 20
_DASH = "— "
_CONTROL = bytes(sign for sign in range(0x20) if sign != 0x0A)
_NOT_IN_NAME = re.compile(r"[\s+\x00-\x1f\ud800-\udfff]")
_TIMESTAMP_BYTES = 8


class KeyKind(IntEnum):
    """The signature types of C2SP that are read here."""

    ED25519 = 1
    COSIGNATURE = 4


def encode_base64(data: bytes) -> str:
    """Returns standard base64 (RFC 4648 section 4)."""
    return binascii.b2a_base64(data, newline=False).decode("ascii")


def decode_base64(text: str) -> bytes | None:
    """Returns the bytes of standard base64 in its one canonical form, or None."""
    try:
        data = binascii.a2b_base64(text, strict_mode=True)
    except (binascii.Error, ValueError):
        return None
    return data if encode_base64(data) == text else None


@lru_cache(maxsize=4096)
def is_key_name(name: str) -> bool:
    """Returns whether a text can name a key: not empty, UTF-8, without spaces, plus signs and control characters."""
    return bool(name) and not _NOT_IN_NAME.search(name)


@dataclass(frozen=True, slots=True)
class Verifier:
    """A key with its name and what it signs: notes, or checkpoints of others as a cosigner."""

    name: str
    key: PublicKey
    kind: KeyKind = KeyKind.ED25519
    #: The first four bytes of SHA-256 of the name, a newline, the kind and the key.
    key_id: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key_id", _key_id(self.name, self.kind, self.key.raw))

    @property
    def vkey(self) -> str:
        """The key as text: name, key id in hexadecimal, and base64 of kind and key."""
        return f"{self.name}+{self.key_id.hex()}+{encode_base64(bytes([self.kind]) + self.key.raw)}"


@lru_cache(maxsize=4096)
def _key_id(name: str, kind: KeyKind, raw: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + raw).digest()[:4]


def read_vkey(text: str) -> Verifier:
    """Returns the verifier for a vkey.

    Raises:
        InputError: if it has another form, another kind of key, a wrong id, or an invalid key.

    """
    name, first, rest = text.partition("+")
    shown_id, second, encoded = rest.partition("+")
    data = decode_base64(encoded) if first and second and is_key_name(name) else None
    if not data or data[0] not in set(KeyKind):
        raise InputError("record:vkey:form", found=text[:200])
    verifier = Verifier(name, public_key(data[1:]), KeyKind(data[0]))
    if verifier.key_id.hex() != shown_id:
        raise InputError("record:vkey:id", expected=verifier.key_id.hex(), found=shown_id[:20])
    return verifier


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who signed, by name and key id, and the bytes after the id."""

    name: str
    key_id: bytes
    signature: bytes

    @property
    def line(self) -> str:
        """The line as written in the note, without the newline."""
        return f"{_DASH}{self.name} {encode_base64(self.key_id + self.signature)}"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a newline, and the signatures under it, whether they verify or not."""

    text: str
    signatures: tuple[Signature, ...]

    @property
    def data(self) -> bytes:
        """The note as it is stored and sent."""
        return (self.text + "\n" + "".join(f"{signature.line}\n" for signature in self.signatures)).encode()


def _refuse(code: str, **params: str | int) -> InputError:
    return InputError(f"record:note:{code}", **params)


def check_text(text: str) -> None:
    """Refuses a text that no note can carry: empty, not ending in a newline, or with control characters."""
    if not text.endswith("\n"):
        raise _refuse("no_newline")
    data = text.encode("utf-8", "surrogatepass")
    if len(data.translate(None, _CONTROL)) < len(data):
        raise _refuse("control_character")


def read_note(data: bytes) -> Note:
    """Returns the note of these bytes; nothing is verified.

    Raises:
        InputError: if they are not a note.

    """
    if len(data) > MOST_NOTE_BYTES:
        raise _refuse("too_long", expected=MOST_NOTE_BYTES, found=len(data))
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refuse("encoding", where=error.start) from None
    text, blank, lines = whole.rpartition("\n\n")
    if not blank or not lines.endswith("\n"):
        raise _refuse("no_signatures")
    text += "\n"
    check_text(text)
    signed = lines[:-1].split("\n")
    if len(signed) > MOST_SIGNATURES:
        raise _refuse("too_many_signatures", expected=MOST_SIGNATURES, found=len(signed))
    return Note(text, tuple(read_signature(line) for line in signed))


def read_signature(line: str) -> Signature:
    """Returns the signature of one line of a note, without its newline."""
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    data = decode_base64(encoded) if line.startswith(_DASH) and space and is_key_name(name) else None
    if data is None or len(data) < 5:
        raise _refuse("signature_line", found=line[:200])
    return Signature(name, data[:4], data[4:])


def sign_text(text: str, name: str, key: SigningKey) -> Signature:
    """Returns an Ed25519 signature on a text."""
    check_text(text)
    verifier = Verifier(name, key.public)
    return Signature(name, verifier.key_id, key.sign(text.encode()))


def cosignature_message(text: str, timestamp: int) -> bytes:
    """Returns what a cosigner signs (C2SP tlog-cosignature v1): a header, its time, and the checkpoint's text."""
    return f"cosignature/v1\ntime {timestamp}\n{text}".encode()


def cosign_text(text: str, name: str, key: SigningKey, timestamp: int) -> Signature:
    """Returns a cosignature on the text of a checkpoint, at a time in seconds since 1970."""
    check_text(text)
    verifier = Verifier(name, key.public, KeyKind.COSIGNATURE)
    signed = key.sign(cosignature_message(text, timestamp))
    return Signature(name, verifier.key_id, timestamp.to_bytes(_TIMESTAMP_BYTES, "big") + signed)


@dataclass(frozen=True, slots=True)
class Verified:
    """The result of checking a note's signatures: whose are valid (with the time of a cosignature), whose are false."""

    good: tuple[Verifier, ...]
    times: tuple[int | None, ...]
    false: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def is_accepted(self) -> bool:
        """Whether a trusted key signed, and no trusted key's signature is false."""
        return bool(self.good) and not self.false


def verify_note(note: Note, trusted: Iterable[Verifier]) -> Verified:
    """Returns which trusted keys signed a note. A key that signed twice counts once."""
    known = tuple(trusted)
    good: dict[Verifier, int | None] = {}
    false, unknown = [], []
    for signature in note.signatures:
        # a linear search, as this runs once per entry of a log: an index of the keys costs more than it saves
        candidates = [key for key in known if key.key_id == signature.key_id and key.name == signature.name]
        if not candidates:
            unknown.append(signature.name)
            continue
        is_false = True
        for verifier in candidates:
            is_good, time = _check(note.text, verifier, signature.signature)
            if is_good:
                is_false = False
                good.setdefault(verifier, time)
        if is_false:
            false.append(signature.name)
    return Verified(tuple(good), tuple(good.values()), tuple(false), tuple(unknown))


def _check(text: str, verifier: Verifier, signature: bytes) -> tuple[bool, int | None]:
    if verifier.kind is KeyKind.ED25519:
        return is_signed(verifier.key, text.encode(), signature), None
    if len(signature) != _TIMESTAMP_BYTES + SIGNATURE_BYTES:
        return False, None
    timestamp = int.from_bytes(signature[:_TIMESTAMP_BYTES], "big")
    if timestamp >= 1 << 63:
        return False, None
    message = cosignature_message(text, timestamp)
    return is_signed(verifier.key, message, signature[_TIMESTAMP_BYTES:]), timestamp


def with_signatures(note: Note, more: Sequence[Signature]) -> Note:
    """Returns a note with more signatures; a line that it already has is not added again."""
    return Note(note.text, tuple(dict.fromkeys((*note.signatures, *more))))

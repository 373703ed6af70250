"""Encrypted payloads on disk, and their item keys beside them: one file each, nothing in plaintext.

```
blobs/<sha256>                       an encrypted payload; its name is the SHA-256 of its bytes
blobs/<sha256>.<reader>.<epoch>.key  its item key, wrapped for one reader and one of that reader's epochs
```

A file is written whole or not at all, and is on the disk when the call returns. Names are checked before a path is
built from them, a link is never followed, and sizes are checked before anything is read. Removing one overwrites it
first; `store.destroying` says what that achieves.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from allforall.durable import write_durably
from allforall.errors import InputError, NodeError
from allforall.record.payloads import MOST_PAYLOAD_BYTES, is_payload_name
from allforall.record.sealing import payload_name
from allforall.store.destroying import destroy_file

#: An HPKE encapsulation of X25519 (32 bytes), the item key (32) and the tag (16): RFC 9180 sections 4.1 and 7.
WRAPPED_BYTES = 80
_READER = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MOST_EPOCH = 1 << 31
_KEY = re.compile(r"([0-9a-f]{64})\.([a-z][a-z0-9_]{0,39})\.([1-9][0-9]{0,9})\.key")


@dataclass(frozen=True, slots=True, order=True)
class WrappedKey:
    """The identity of a wrapped item key: the payload it opens, for whom, of which epoch."""

    payload: str
    reader: str
    epoch: int

    @property
    def file_name(self) -> str:
        """The name of its file."""
        return f"{self.payload}.{self.reader}.{self.epoch}.key"


def _checked(wrapped: WrappedKey) -> str:
    in_bounds = is_payload_name(wrapped.payload) and 0 < wrapped.epoch < _MOST_EPOCH
    if not in_bounds or not _READER.fullmatch(wrapped.reader):
        raise InputError("record:payload:key_name", found=wrapped.file_name[:120])
    return wrapped.file_name


def _checked_name(name: str) -> str:
    if not is_payload_name(name):
        raise InputError("record:payload:name", found=name[:80])
    return name


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_durably(path, data)
    except OSError as error:
        raise NodeError("record:payload:not_written", path=str(path), found=error.strerror or "") from None


def _read(path: Path, most: int) -> bytes | None:
    """The bytes of a plain file of at most this size, or None where there is none."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise NodeError("record:payload:unreadable", path=str(path), found=error.strerror or "") from None
    with os.fdopen(handle, "rb") as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise NodeError("record:payload:damaged", path=str(path))
    return data


def write_payload(folder: Path, payload: bytes) -> str:
    """Returns the name of an encrypted payload, which is then on the disk; an existing one is not changed.

    Raises:
        InputError: if it is longer than any payload may be.
        NodeError: if it could not be written.

    """
    if len(payload) > MOST_PAYLOAD_BYTES:
        raise InputError("record:payload:too_long", expected=MOST_PAYLOAD_BYTES, found=len(payload))
    name = payload_name(payload)
    if _read(folder / name, MOST_PAYLOAD_BYTES) != payload:
        _write(folder / name, payload)
    return name


def read_payload(folder: Path, name: str) -> bytes | None:
    """Returns an encrypted payload, or None where it is not held.

    Raises:
        NodeError: if the content does not match its name.

    """
    path = folder / _checked_name(name)
    payload = _read(path, MOST_PAYLOAD_BYTES)
    if payload is not None and payload_name(payload) != name:
        raise NodeError("record:payload:damaged", path=str(path))
    return payload


def write_wrapped(folder: Path, wrapped: WrappedKey, data: bytes) -> None:
    """Keeps a wrapped item key, which is then on the disk; a later wrapping for the same reader and epoch replaces it.

    Raises:
        InputError: if name or length are not those of a wrapped key.
        NodeError: if it could not be written.

    """
    name = _checked(wrapped)
    if len(data) != WRAPPED_BYTES:
        raise InputError("record:payload:key_length", expected=WRAPPED_BYTES, found=len(data))
    if _read(folder / name, WRAPPED_BYTES) != data:
        _write(folder / name, data)


def read_wrapped(folder: Path, wrapped: WrappedKey) -> bytes | None:
    """Returns a wrapped item key, or None where it is not held."""
    path = folder / _checked(wrapped)
    data = _read(path, WRAPPED_BYTES)
    if data is not None and len(data) != WRAPPED_BYTES:
        raise NodeError("record:payload:damaged", path=str(path))
    return data


def _files(folder: Path) -> Iterator[str]:
    try:
        with os.scandir(folder) as found:
            yield from sorted(one.name for one in found)
    except FileNotFoundError:
        return


def held_payloads(folder: Path) -> tuple[str, ...]:
    """Returns the names of the payloads that are held, in order."""
    return tuple(name for name in _files(folder) if is_payload_name(name))


def held_keys(folder: Path, *, payload: str = "", reader: str = "") -> tuple[WrappedKey, ...]:
    """Returns the wrapped keys that are held, in order: all, those of one payload, or those of one reader."""
    found = [_KEY.fullmatch(name) for name in _files(folder)]
    keys = sorted(WrappedKey(one[1], one[2], int(one[3])) for one in found if one)
    return tuple(one for one in keys if payload in {"", one.payload} and reader in {"", one.reader})


def destroy_payload(folder: Path, name: str) -> int:
    """Returns how many files were destroyed: every wrapped key of a payload, and the payload itself.

    The keys go first: after an interruption nothing is left that can be opened.
    """
    _checked_name(name)
    done = sum(destroy_file(folder / one.file_name) for one in held_keys(folder, payload=name))
    staged = [found for found in _files(folder) if found.startswith(f".{name}")]  # an interrupted write
    return done + sum(destroy_file(folder / one) for one in [*staged, name])


def destroy_wrapped(folder: Path, wrapped: WrappedKey) -> bool:
    """Returns whether a wrapped key existed and is now destroyed."""
    return destroy_file(folder / _checked(wrapped))

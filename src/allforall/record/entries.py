"""One entry of a log: the envelope that every room's bodies travel in.

An entry is a signed note (`notes`) of two lines: a type line, and canonical JSON (`canonical`). The officers of
its author sign the text; the log's own key signs checkpoints and never an entry. `seen` states how far its author had
read the other logs, so that nobody can later claim not to have known; `re` names what it answers, by leaf hash.
The stored bytes are what is verified. Rooms define their bodies in their `entries` modules; this one knows the
envelope alone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from allforall.errors import InputError
from allforall.record.canonical import MOST_INTEGER, read_json, write_json
from allforall.record.merkle import HASH_BYTES, leaf_hash
from allforall.record.notes import Note, Signature, decode_base64, encode_base64, read_note
from allforall.record.tiles import MOST_ENTRY_BYTES

TYPE_LINE = "allforall-entry/v1"
VERSION = 1
_KEYS = frozenset({"author", "body", "case", "commitments", "expires", "re", "seen", "seq", "type", "version"})
_TYPE = re.compile(r"[a-z][a-z0-9_]*(?::[a-z][a-z0-9_]*)+")
_WORD = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
MOST_ANSWERED, MOST_COMMITMENTS = 256, 1_024


@dataclass(frozen=True, slots=True)
class Seen:
    """How far the author had read another log: its size, and the root there."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One author's statement. `expires` is a moment in UTC to the second, as text, or empty."""

    case: str
    author: str
    seq: int
    type: str
    body: Mapping[str, Any]
    re: tuple[bytes, ...] = ()
    seen: Mapping[str, Seen] = field(default_factory=dict)
    expires: str = ""
    commitments: tuple[bytes, ...] = ()

    @property
    def text(self) -> str:
        """The text that officers sign."""
        value = {
            "author": self.author,
            "body": dict(self.body),
            "case": self.case,
            "commitments": [encode_base64(commitment) for commitment in self.commitments],
            "expires": self.expires or None,
            "re": [encode_base64(answered) for answered in self.re],
            "seen": {log: {"root": encode_base64(seen.root), "size": seen.size} for log, seen in self.seen.items()},
            "seq": self.seq,
            "type": self.type,
            "version": VERSION,
        }
        return f"{TYPE_LINE}\n{write_json(value).decode()}\n"


@dataclass(frozen=True, slots=True)
class SignedEntry:
    """An entry with the note that carries it. `data` is what a log stores and hashes."""

    entry: Entry
    note: Note

    @property
    def data(self) -> bytes:
        """The bytes of the leaf."""
        return self.note.data

    @property
    def leaf(self) -> bytes:
        """The leaf hash by which others refer to this entry."""
        return leaf_hash(self.note.data)


@lru_cache(maxsize=4096)  # the same few words occur in every entry of a record
def _is_word(text: str) -> bool:
    return _WORD.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def _is_type(text: str) -> bool:
    return _TYPE.fullmatch(text) is not None


def _refuse(code: str, **params: str | int) -> InputError:
    return InputError(f"record:entry:{code}", **params)


def make_entry(entry: Entry, signatures: tuple[Signature, ...]) -> SignedEntry:
    """Returns a signed entry, which reads back as the same entry.

    Raises:
        InputError: if it does not have the form of an entry, or is too long for a log.

    """
    return read_entry(Note(entry.text, signatures).data)


def read_entry(data: bytes) -> SignedEntry:
    """Returns the entry of these bytes. Its form is checked; its signatures are not.

    Raises:
        InputError: if they are not an entry.

    """
    if len(data) > MOST_ENTRY_BYTES:
        raise _refuse("too_long", expected=MOST_ENTRY_BYTES, found=len(data))
    note = read_note(data)
    head, _, rest = note.text.partition("\n")
    if head != TYPE_LINE or rest.count("\n") != 1:
        raise _refuse("type_line", expected=TYPE_LINE, found=head[:60])
    return SignedEntry(_entry_of(read_json(rest[:-1].encode())), note)


def _entry_of(value: Any) -> Entry:
    if not isinstance(value, dict) or value.keys() != _KEYS:
        found = sorted(set(value) ^ _KEYS) if isinstance(value, dict) else []
        raise _refuse("keys", expected=" ".join(sorted(_KEYS)), found=" ".join(found)[:200])
    if value["version"] != VERSION or isinstance(value["version"], bool):
        raise _refuse("version", expected=VERSION, found=str(value["version"])[:20])
    author, case, kind, body = value["author"], value["case"], value["type"], value["body"]
    for name, text, has_form in (("author", author, _is_word), ("case", case, _is_word), ("type", kind, _is_type)):
        if not isinstance(text, str) or not has_form(text):
            raise _refuse(name, found=str(text)[:100])
    if not isinstance(body, dict):
        raise _refuse("body", found=type(body).__name__)
    return Entry(
        case=case,
        author=author,
        seq=_count("seq", value["seq"]),
        type=kind,
        body=body,
        re=_hashes("re", value["re"], MOST_ANSWERED),
        seen=_seen(value["seen"], author),
        expires=_expiry(value["expires"]),
        commitments=_hashes("commitments", value["commitments"], MOST_COMMITMENTS),
    )


def _count(name: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_INTEGER:
        raise _refuse(name, found=str(value)[:40])
    return value


def _hash(name: str, value: object) -> bytes:
    data = decode_base64(value) if isinstance(value, str) else None
    if data is None or len(data) != HASH_BYTES:
        raise _refuse(name, found=str(value)[:60])
    return data


def _hashes(name: str, value: object, most: int) -> tuple[bytes, ...]:
    if not isinstance(value, list) or len(value) > most:
        raise _refuse(name, found=str(value)[:60])
    if not value:
        return ()
    hashes = tuple([_hash(name, item) for item in value])
    if len(set(hashes)) != len(hashes):
        raise _refuse(f"{name}_twice")
    return hashes


def _seen(value: object, author: str) -> dict[str, Seen]:
    if not isinstance(value, dict) or author in value or not all(map(_is_word, value)):
        raise _refuse("seen", found=str(value)[:100])
    result = {}
    for log, seen in value.items():
        if not isinstance(seen, dict) or seen.keys() != {"root", "size"}:
            raise _refuse("seen", found=str(seen)[:100])
        result[log] = Seen(_count("seen", seen["size"]), _hash("seen", seen["root"]))
    return result


def _expiry(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            datetime.fromisoformat(value)
        except ValueError:
            pass
        else:
            return value
    raise _refuse("expires", expected="YYYY-MM-DDTHH:MM:SSZ", found=str(value)[:40])

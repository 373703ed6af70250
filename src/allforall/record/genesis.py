"""How a record begins: who writes, with which keys, who may append what, and how many officers must sign it.

The genesis is a signed note of two lines, like an entry, signed by enough officers of every author. The first
entry of each log names its hash, which ties the logs of one case together: nothing can be moved between cases.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from allforall.errors import InputError, Param, Word
from allforall.record.canonical import read_json, write_json
from allforall.record.notes import KeyKind, Note, Signature, Verifier, read_note, read_vkey, verify_note

TYPE_LINE = "allforall-genesis/v1"
GENESIS = "record:genesis"
#: Signatures required for a type that has no rule of its own.
ANY_TYPE = "*"
_AUTHOR = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CASE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")
MOST_OFFICERS = 64
_DOCUMENT_KEYS = frozenset({"authors", "case", "decider", "version"})
_AUTHOR_KEYS = frozenset({"epoch", "log_key", "officers", "rotation", "rules"})


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one author at one moment of its log.

    `rules` gives the number of distinct officers who must sign each entry type that this author may write; without
    `ANY_TYPE` it may write no other. `rotation` is how many officers, old and new, must sign a change of keys.
    `epoch` is the number and the public key (base64) of the current encryption epoch.
    """

    log: Verifier
    officers: tuple[Verifier, ...]
    rules: Mapping[str, int]
    rotation: int
    epoch: tuple[int, str]

    def asked(self, kind: str) -> int | None:
        """Returns how many officers must sign an entry type; None where the author may not write it."""
        return self.rules.get(kind, self.rules.get(ANY_TYPE))

    @property
    def value(self) -> dict[str, Any]:
        """The keys as written in an entry."""
        return {
            "epoch": {"key": self.epoch[1], "number": self.epoch[0]},
            "log_key": self.log.vkey,
            "officers": [officer.vkey for officer in self.officers],
            "rotation": self.rotation,
            "rules": dict(self.rules),
        }


@dataclass(frozen=True, slots=True)
class Genesis:
    """The case, its authors with their first keys, and who decides on offers.

    `decider` is an author's name, or empty where the arrangement names no witness: then the offerer's own
    countersignature is the outcome.
    """

    case: str
    authors: Mapping[str, Keys]
    decider: str = ""
    signatures: tuple[Signature, ...] = field(default=(), compare=False)

    @property
    def text(self) -> str:
        """The text that all officers sign."""
        value = {
            "authors": {name: keys.value for name, keys in self.authors.items()},
            "case": self.case,
            "decider": self.decider or None,
            "version": 1,
        }
        return f"{TYPE_LINE}\n{write_json(value).decode()}\n"

    @property
    def digest(self) -> bytes:
        """The digest that the first entry of every log names."""
        return hashlib.sha256(self.text.encode()).digest()

    @property
    def data(self) -> bytes:
        """The note as it is stored and sent."""
        return Note(self.text, self.signatures).data

    def origin(self, author: str) -> str:
        """Returns the origin line of an author's log."""
        return origin_of(self.case, author)


def origin_of(case: str, author: str) -> str:
    """Returns the origin line of an author's log in a case."""
    return f"allforall/{case}/{author}"


def _refuse(code: str, **params: Param) -> InputError:
    return InputError(f"record:genesis:{code}", **params)


def is_keys(value: object) -> TypeGuard[dict[str, Any]]:
    """Returns whether a value has exactly the JSON keys of an author's keys."""
    return isinstance(value, dict) and value.keys() == _AUTHOR_KEYS


def keys_schema() -> dict[str, Any]:
    """Returns an author's keys as JSON schema."""
    vkey = {"type": "string", "pattern": r"^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$"}
    epoch = {"key": {"type": "string"}, "number": {"type": "integer", "minimum": 1}}
    parts: dict[str, Any] = {
        "epoch": {"type": "object", "properties": epoch, "required": sorted(epoch), "additionalProperties": False},
        "log_key": vkey,
        "officers": {"type": "array", "items": vkey, "minItems": 1, "maxItems": MOST_OFFICERS},
        "rotation": {"type": "integer", "minimum": 1},
        "rules": {"type": "object", "minProperties": 1, "additionalProperties": {"type": "integer", "minimum": 1}},
    }
    return {"type": "object", "properties": parts, "required": sorted(parts), "additionalProperties": False}


def read_keys(value: object, case: str, author: str) -> Keys:
    """Returns the keys of an author as written in a genesis or a rotation.

    Raises:
        InputError: if they have another form, a key appears twice, or no number of officers could satisfy a rule.

    """
    if not is_keys(value):
        raise _refuse("keys", where=Word("author", author), expected=" ".join(sorted(_AUTHOR_KEYS)))
    log = _verifier(value["log_key"], author)
    if log.name != origin_of(case, author):
        raise _refuse("log_key_name", where=Word("author", author), expected=origin_of(case, author), found=log.name)
    listed = value["officers"]
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_OFFICERS:
        raise _refuse("officers", where=Word("author", author), expected=MOST_OFFICERS)
    officers = tuple(_verifier(vkey, author) for vkey in listed)
    keys = [log.key, *(officer.key for officer in officers)]
    names = [log.name, *(officer.name for officer in officers)]
    if len(set(keys)) < len(keys) or len(set(names)) < len(names):
        raise _refuse("key_twice", where=Word("author", author))
    rules, rotation, epoch = value["rules"], value["rotation"], value["epoch"]
    if not isinstance(rules, dict) or not rules:
        raise _refuse("rules", where=Word("author", author))
    for asked in (*rules.values(), rotation):
        if not isinstance(asked, int) or isinstance(asked, bool) or not 1 <= asked <= len(officers):
            raise _refuse("threshold", where=Word("author", author), expected=len(officers), found=str(asked)[:20])
    if not isinstance(epoch, dict) or epoch.keys() != {"key", "number"} or not isinstance(epoch["key"], str):
        raise _refuse("epoch", where=Word("author", author))
    if not isinstance(epoch["number"], int) or isinstance(epoch["number"], bool) or epoch["number"] < 1:
        raise _refuse("epoch", where=Word("author", author))
    return Keys(log, officers, rules, rotation, (epoch["number"], epoch["key"]))


def _verifier(vkey: object, author: str) -> Verifier:
    if not isinstance(vkey, str):
        raise _refuse("vkey", where=Word("author", author))
    verifier = read_vkey(vkey)
    if verifier.kind is not KeyKind.ED25519:
        raise _refuse("vkey", where=Word("author", author))
    return verifier


def read_genesis(data: bytes) -> Genesis:
    """Returns the genesis of these bytes; whether all have signed is checked separately (`lacking`).

    Raises:
        InputError: if it has another form.

    """
    note = read_note(data)
    head, _, rest = note.text.partition("\n")
    if head != TYPE_LINE or rest.count("\n") != 1:
        raise _refuse("type_line", expected=TYPE_LINE, found=head[:60])
    value = read_json(rest[:-1].encode())
    if not isinstance(value, dict) or value.keys() != _DOCUMENT_KEYS or value["version"] != 1:
        raise _refuse("form", expected=" ".join(sorted(_DOCUMENT_KEYS)))
    case, authors = value["case"], value["authors"]
    if not isinstance(case, str) or not _CASE.fullmatch(case):
        raise _refuse("case", found=str(case)[:100])
    if not isinstance(authors, dict) or len(authors) < 2 or not all(map(_AUTHOR.fullmatch, authors)):
        raise _refuse("authors")
    keys = {name: read_keys(described, case, name) for name, described in authors.items()}
    every = [verifier.key for of in keys.values() for verifier in (of.log, *of.officers)]
    if len(set(every)) < len(every):
        raise _refuse("key_twice", where=case)
    decider = value["decider"]
    if decider is not None and (not isinstance(decider, str) or decider not in keys):
        raise _refuse("decider", found=str(decider)[:100])
    return Genesis(case, keys, decider or "", note.signatures)


@dataclass(frozen=True, slots=True)
class Lacking:
    """Whose signatures are missing: how many of how many; `false` where one of them does not verify."""

    author: str
    signed: int
    asked: int
    false: bool = False


def officers_who_signed(note: Note, officers: Iterable[Verifier]) -> tuple[tuple[Verifier, ...], bool]:
    """Returns which officers signed a note, each once by key, and whether one of their signatures is false."""
    verified = verify_note(note, officers)
    by_key = {verifier.key: verifier for verifier in verified.good}
    return tuple(by_key.values()), bool(verified.false)


def lacking(genesis: Genesis) -> tuple[Lacking, ...]:
    """Returns which authors have not signed a genesis with enough officers, as many as a rotation requires."""
    note, result = Note(genesis.text, genesis.signatures), []
    for name, keys in genesis.authors.items():
        signed, false = officers_who_signed(note, keys.officers)
        if false or len(signed) < keys.rotation:
            result.append(Lacking(name, len(signed), keys.rotation, false))
    return tuple(result)

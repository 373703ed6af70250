"""The entries that a log itself depends on: its beginning, changes of keys, revocations. Their effect is in `logs`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from allforall.errors import N_
from allforall.record.entries import Entry
from allforall.record.entry_types import ANSWERS_NONE, PAYLOAD_NONE, By, EntryType
from allforall.record.forms import Count, Day, Field, Form, Hash, Maybe, Schema, refuse
from allforall.record.genesis import GENESIS, Keys, is_keys, keys_schema, read_keys
from allforall.record.notes import KeyKind, Verifier, read_vkey

ROTATED, REVOKED = "record:keys_rotated", "record:key_revoked"


class KeysOfAuthor(Form[dict[str, object]]):
    """The keys of an author; whose they must be is checked on the whole entry."""

    __slots__ = ()
    labels: ClassVar[Mapping[str, str]] = {
        "epoch": N_("encryption key"),
        "key": N_("key"),
        "log_key": N_("log key"),
        "number": N_("number"),
        "officers": N_("officers"),
        "rotation": N_("officers needed to change keys"),
        "rules": N_("number of officers who must sign"),
    }

    def read(self, found: object, kind: str, where: str) -> dict[str, object]:
        """Returns the keys as written."""
        if not is_keys(found):
            raise refuse(kind, where, "keys", found)
        return found

    @property
    def schema(self) -> Schema:
        """An object with exactly these keys."""
        return keys_schema()


class PublicKeyText(Form[Verifier]):
    """A public key of an officer."""

    __slots__ = ()

    def read(self, found: object, kind: str, where: str) -> Verifier:
        """Returns the key."""
        key = read_vkey(found) if isinstance(found, str) else None
        if key is None or key.kind is not KeyKind.ED25519:
            raise refuse(kind, where, "a public key", found)
        return key

    def write(self, value: Verifier) -> str:
        """Returns the key as text."""
        return value.vkey

    @property
    def schema(self) -> Schema:
        """A C2SP verifier key."""
        return {"type": "string", "pattern": r"^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$"}


@dataclass(frozen=True, slots=True)
class Begun:
    """That a log begins under the genesis with this digest."""

    genesis: bytes


@dataclass(frozen=True, slots=True)
class Rotated:
    """New keys, as written in the entry, and the day on which the keys of earlier epochs are destroyed, if any."""

    keys: dict[str, object]
    old_epochs_end: date | None = None

    def read_keys(self, case: str, author: str) -> Keys:
        """Returns the keys of this author."""
        return read_keys(self.keys, case, author)


@dataclass(frozen=True, slots=True)
class Revoked:
    """The revoked key, and the size of the log up to which it counts."""

    key: Verifier
    last_trusted: int


def _check_keys(entry: Entry, said: Rotated) -> None:
    said.read_keys(entry.case, entry.author)


LOG_BEGUN = EntryType(
    name=GENESIS,
    label=N_("the beginning of the log"),
    fields=(Field("genesis", Hash(), N_("digest of the genesis")),),
    make=Begun,
    by=By.ANY_AUTHOR,
    answers=ANSWERS_NONE,
    signers=1,
    payload=PAYLOAD_NONE,
    redo=None,
    harm="A record of another case",
)
KEYS_ROTATED = EntryType(
    name=ROTATED,
    label=N_("keys changed"),
    fields=(
        Field("keys", KeysOfAuthor(), N_("keys")),
        Field("old_epochs_end", Maybe(Day()), N_("earlier encryption keys are destroyed on")),
    ),
    make=Rotated,
    by=By.ANY_AUTHOR,
    answers=ANSWERS_NONE,
    signers=1,
    payload=PAYLOAD_NONE,
    redo=None,
    harm="A retired log key, or one that strangers announce",
    check=_check_keys,
)
KEY_REVOKED = EntryType(
    name=REVOKED,
    label=N_("a key revoked"),
    fields=(
        Field("key", PublicKeyText(), N_("key")),
        Field("last_trusted", Count(), N_("key valid up to entry")),
    ),
    make=Revoked,
    by=By.ANY_AUTHOR,
    answers=ANSWERS_NONE,
    signers=1,
    payload=PAYLOAD_NONE,
    redo=None,
    harm="A stolen officer's key keeps signing",
)
ENTRY_TYPES = (LOG_BEGUN, KEYS_ROTATED, KEY_REVOKED)

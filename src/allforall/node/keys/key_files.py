"""Private keys as files: encrypted under a passphrase, readable by nobody without it.

```
{"cost": {"n": 131072, "p": 1, "r": 8}, "format": "allforall-key/v1", "kind": "officer",
 "name": "allforall/officer/o-1", "nonce": "...", "public": "...", "salt": "...", "sealed": "..."}
```

The passphrase is stretched by scrypt (RFC 7914) and the 32 private bytes are sealed by ChaCha20-Poly1305 (RFC 8439),
to which everything else in the file is bound: a file whose name, kind or public key was changed does not open. Python
cannot wipe memory; the key is in the process for as long as the command runs.
"""

import hashlib
import os
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from allforall.errors import AllforallError, CallError, GateError, InputError
from allforall.node.officers import MIN_PASSPHRASE
from allforall.record.canonical import read_json, write_json
from allforall.record.notes import Verifier, decode_base64, encode_base64, is_key_name
from allforall.record.sealing import make_epoch_key
from allforall.record.signatures import SEED_BYTES, SigningKey

FORMAT = "allforall-key/v1"
OFFICER_PREFIX = "allforall/officer/"
_KEYS = frozenset({"cost", "format", "kind", "name", "nonce", "public", "salt", "sealed"})
_SALT_BYTES, _NONCE_BYTES = 16, 12
MOST_KEY_FILE_BYTES = 4_096
#: What a file may ask of the machine that opens it: a quarter of a gibibyte times `p`.
_MOST_N, _MOST_R, _MOST_P = 1 << 20, 32, 4
MOST_NAME = 100


class KeyUse(StrEnum):
    """What a key file is for; a key of one use does not open as one of another."""

    OFFICER = "officer"
    LOG = "log"
    EPOCH = "epoch"


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of trying one passphrase (RFC 7914 section 2): memory is 128 * n * r bytes."""

    n: int = 1 << 17
    r: int = 8
    p: int = 1

    @property
    def is_bearable(self) -> bool:
        """Whether this cost is allowed; a file from elsewhere could demand all of a machine's memory."""
        power = self.n > 1 and self.n & (self.n - 1) == 0
        return power and self.n <= _MOST_N and 1 <= self.r <= _MOST_R and 1 <= self.p <= _MOST_P


#: OWASP's password storage cheat sheet: n = 2**17, r = 8, p = 1, which takes 128 MiB and about a third of a second.
COST = Cost()


@dataclass(frozen=True, slots=True, repr=False)
class Lock:
    """A passphrase stretched once, by which several files of one folder are locked."""

    cost: Cost
    salt: bytes
    key: bytes


def make_lock(passphrase: str, cost: Cost = COST, salt: bytes | None = None) -> Lock:
    """Returns the lock of a passphrase; a new one is told from a known one by its salt.

    Raises:
        CallError: if the passphrase is too short.

    """
    if len(passphrase) < MIN_PASSPHRASE:
        raise CallError("officer:passphrase:short", expected=MIN_PASSPHRASE, found=len(passphrase))
    salt = os.urandom(_SALT_BYTES) if salt is None else salt
    memory = 128 * cost.n * cost.r * cost.p + (1 << 20)
    key = hashlib.scrypt(passphrase.encode(), salt=salt, n=cost.n, r=cost.r, p=cost.p, maxmem=memory, dklen=SEED_BYTES)
    return Lock(cost, salt, key)


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key file as stored: everything that needs no passphrase, and the sealed bytes."""

    use: KeyUse
    name: str
    public: bytes
    cost: Cost
    salt: bytes
    nonce: bytes
    sealed: bytes

    @property
    def _head(self) -> dict[str, Any]:
        return {
            "cost": {"n": self.cost.n, "p": self.cost.p, "r": self.cost.r},
            "format": FORMAT,
            "kind": self.use.value,
            "name": self.name,
            "nonce": encode_base64(self.nonce),
            "public": encode_base64(self.public),
            "salt": encode_base64(self.salt),
        }

    @property
    def bound(self) -> bytes:
        """What the sealed bytes are bound to."""
        return write_json(self._head)

    @property
    def data(self) -> bytes:
        """The file."""
        return write_json({**self._head, "sealed": encode_base64(self.sealed)}) + b"\n"


def _public(use: KeyUse, seed: bytes) -> bytes:
    return make_epoch_key(seed, "", 0).raw if use is KeyUse.EPOCH else SigningKey(seed).public.raw


def seal_key(use: KeyUse, name: str, seed: bytes, lock: Lock) -> KeyFile:
    """Returns a key's file, sealed under a lock with a nonce of its own."""
    nonce = os.urandom(_NONCE_BYTES)
    file = KeyFile(
        use=use, name=name, public=_public(use, seed), cost=lock.cost, salt=lock.salt, nonce=nonce, sealed=b""
    )
    sealed = ChaCha20Poly1305(lock.key).encrypt(nonce, seed, file.bound)
    return KeyFile(use=use, name=name, public=file.public, cost=lock.cost, salt=lock.salt, nonce=nonce, sealed=sealed)


def _refuse(path: str) -> InputError:
    return InputError("keys:file:form", path=path)


def read_key_file(data: bytes, use: KeyUse, path: str = "") -> KeyFile:
    """Returns the key file of these bytes; it is not opened.

    Raises:
        InputError: if they have another form, or are for another use.

    """
    try:
        value = read_json(data[:-1]) if len(data) <= MOST_KEY_FILE_BYTES and data.endswith(b"\n") else None
    except AllforallError:
        value = None
    if not isinstance(value, dict) or value.keys() != _KEYS or value["format"] != FORMAT:
        raise _refuse(path)
    texts = {name: value[name] for name in ("name", "nonce", "public", "salt", "sealed")}
    cost = value["cost"]
    if (
        not isinstance(cost, dict)
        or cost.keys() != {"n", "p", "r"}
        or not all(isinstance(v, str) for v in texts.values())
    ):
        raise _refuse(path)
    if not all(isinstance(number, int) and not isinstance(number, bool) for number in cost.values()):
        raise _refuse(path)
    if value["kind"] != use.value:
        raise InputError("keys:file:use", path=path, expected=use.value, found=str(value["kind"])[:40])
    parts = {name: decode_base64(texts[name]) if texts[name].isascii() else None for name in list(texts)[1:]}
    nonce, public, salt, sealed = parts["nonce"], parts["public"], parts["salt"], parts["sealed"]
    if not nonce or not public or not salt or not sealed or len(nonce) != _NONCE_BYTES:
        raise _refuse(path)
    file = KeyFile(
        use=use,
        name=texts["name"],
        public=public,
        cost=Cost(cost["n"], cost["r"], cost["p"]),
        salt=salt,
        nonce=nonce,
        sealed=sealed,
    )
    if not file.cost.is_bearable:
        raise InputError("keys:file:cost", path=path)
    return file


def open_key(file: KeyFile, lock: Lock) -> bytes:
    """Returns the 32 private bytes of a key file.

    Raises:
        GateError: if the passphrase is wrong, or the file was changed; nobody can tell which.

    """
    try:
        seed = ChaCha20Poly1305(lock.key).decrypt(file.nonce, file.sealed, file.bound)
    except InvalidTag:
        raise GateError("keys:passphrase:wrong", name=file.name) from None
    if len(seed) != SEED_BYTES or _public(file.use, seed) != file.public:
        raise GateError("keys:passphrase:wrong", name=file.name)
    return seed


def lock_of(file: KeyFile, passphrase: str) -> Lock:
    """Returns the lock that a file was sealed under, if the passphrase is the right one."""
    if len(passphrase) < MIN_PASSPHRASE:
        raise GateError("keys:passphrase:wrong", name=file.name)
    return make_lock(passphrase, file.cost, file.salt)


@dataclass(frozen=True, slots=True)
class OfficerKey:
    """An officer's key, opened for one command. `name` is the key's name as the other side sees it."""

    name: str
    key: SigningKey

    @property
    def verifier(self) -> Verifier:
        """The public key with its name."""
        return Verifier(self.name, self.key.public)


def officer_key_name(name: str) -> str:
    """Returns the name of an officer's key, made from the name of a person or an office.

    Raises:
        CallError: if no key name can be made from it.

    """
    joined = "-".join(name.split())
    if not is_key_name(joined) or not joined.isprintable() or len(joined) > MOST_NAME:
        raise CallError("keys:name:unusable", expected=MOST_NAME, found=name[:60])
    return joined if joined.startswith(OFFICER_PREFIX) else OFFICER_PREFIX + joined


def make_officer_key(name: str, passphrase: str, *, cost: Cost = COST) -> bytes:
    """Returns a new officer's key as a file for a stick; the other side will see its name."""
    lock = make_lock(passphrase, cost)
    return seal_key(KeyUse.OFFICER, officer_key_name(name), os.urandom(SEED_BYTES), lock).data


def read_officer_key(data: bytes, passphrase: str, path: str = "") -> OfficerKey:
    """Returns the officer's key of a file, opened.

    Raises:
        InputError: if the file is not one.
        GateError: if the passphrase is wrong.

    """
    file = read_key_file(data, KeyUse.OFFICER, path)
    return OfficerKey(file.name, SigningKey(open_key(file, lock_of(file, passphrase))))

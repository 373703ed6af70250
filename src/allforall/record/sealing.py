"""Payloads beside the log: each encrypted with its own key, and that key wrapped to its readers.

An item key is kept apart from its payload, wrapped by HPKE (RFC 9180: X25519, HKDF-SHA256,
ChaCha20-Poly1305) to the encryption keys of an epoch. These rotate and are destroyed on a stated date, so that an
erased item cannot be read even from an old bundle that still holds payload and wrapped key.
"""

import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

ITEM_KEY_BYTES = 32
_NONCE = bytes(12)  # a key seals one payload only
_PREFIX = b"allforall-payload/v1\n"
_WRAP_PREFIX = b"allforall-item-key/v1\n"


def _suite() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def seal(item_key: bytes, plaintext: bytes, context: bytes) -> bytes:
    """Returns a payload encrypted under a key used for nothing else, bound to its context."""
    return ChaCha20Poly1305(item_key).encrypt(_NONCE, plaintext, _PREFIX + context)


def unseal(item_key: bytes, payload: bytes, context: bytes) -> bytes | None:
    """Returns the plaintext of a payload, or None where key, payload or context differ from those used to seal it."""
    try:
        return ChaCha20Poly1305(item_key).decrypt(_NONCE, payload, _PREFIX + context)
    except (InvalidTag, ValueError):
        return None


def payload_name(payload: bytes) -> str:
    """Returns the name of a payload: the SHA-256 of its encrypted bytes, in hexadecimal."""
    return hashlib.sha256(payload).hexdigest()


@dataclass(frozen=True, slots=True)
class EpochKey:
    """The public encryption key of one reader for one epoch."""

    reader: str
    epoch: int
    raw: bytes

    @property
    def context(self) -> bytes:
        """What a wrapped key is bound to besides its payload."""
        return f"{self.reader}\n{self.epoch}\n".encode()


def wrap(item_key: bytes, to: EpochKey, payload: str) -> bytes:
    """Returns an item's key for one reader in one epoch, bound to the payload's name."""
    info = _WRAP_PREFIX + to.context + payload.encode()
    return _suite().encrypt(item_key, X25519PublicKey.from_public_bytes(to.raw), info)


def unwrap(wrapped: bytes, own: EpochKey, private: bytes, payload: str) -> bytes | None:
    """Returns an item's key, or None where it was not wrapped to this reader, epoch and payload."""
    info = _WRAP_PREFIX + own.context + payload.encode()
    try:
        key = _suite().decrypt(wrapped, X25519PrivateKey.from_private_bytes(private), info)
    except (InvalidTag, ValueError):
        return None
    return key if len(key) == ITEM_KEY_BYTES else None


def make_epoch_key(private: bytes, reader: str, epoch: int) -> EpochKey:
    """Returns the public key of 32 private bytes."""
    raw = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    return EpochKey(reader, epoch, raw)

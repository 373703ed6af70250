"""Ed25519 under one strict rule set, so that two honest nodes never disagree about a signature.

Verifiers of RFC 8032 differ on edge cases, and a hostile party can sign what one accepts and another rejects
(Chalkias, Garillot and Nikolaenko, "Taming the many EdDSAs", 2020). Here a signature is good if and only if

1. the public key is a canonical encoding of a point of prime order (checked once per key);
2. R is a canonical encoding and not the identity;
3. S is below the group order;
4. [S]B = R + [k]A, without the cofactor, compared as bytes; k is taken from the bytes as sent.

1 to 3 are checked here and 4 by the library, which is OpenSSL's (through cryptography). Since A has prime order,
the point that 4 computes has too, so that no encoding of R with a part of low order can pass.
"""

from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from allforall.errors import InputError
from allforall.record.points import IDENTITY_BYTES, ORDER, P, decode, has_prime_order

KEY_BYTES, SIGNATURE_BYTES, SEED_BYTES = 32, 64, 32


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An Ed25519 public key that passed rule 1; made by `public_key` alone."""

    raw: bytes


@lru_cache(maxsize=4096)
def public_key(raw: bytes) -> PublicKey:
    """Returns a checked public key.

    Raises:
        InputError: if it is not 32 bytes, not canonical, not a point of the curve, or not of prime order.

    """
    if len(raw) != KEY_BYTES:
        raise InputError("record:key:length", expected=KEY_BYTES, found=len(raw))
    point = decode(raw)
    if point is None:
        raise InputError("record:key:not_a_point", key=raw.hex())
    if not has_prime_order(point):
        raise InputError("record:key:order", key=raw.hex())
    return PublicKey(raw)


@lru_cache(maxsize=4096)
def _library_key(raw: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(raw)


def is_signed(key: PublicKey, message: bytes, signature: bytes) -> bool:
    """Returns whether `signature` is `key`'s over `message`, under the strict rule set."""
    if len(signature) != SIGNATURE_BYTES:
        return False
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    if s >= ORDER or r == IDENTITY_BYTES or int.from_bytes(r, "little") & ((1 << 255) - 1) >= P:
        return False
    try:
        _library_key(key.raw).verify(signature, message)
    except InvalidSignature:
        return False
    return True


@dataclass(frozen=True, slots=True, repr=False)
class SigningKey:
    """A private key, as its seed of 32 bytes (RFC 8032 section 5.1.5). Its repr does not reveal it."""

    seed: bytes

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_BYTES:
            raise InputError("record:key:length", expected=SEED_BYTES, found=len(self.seed))

    def __repr__(self) -> str:
        return f"SigningKey(of {self.public.raw.hex()})"

    @property
    def public(self) -> PublicKey:
        """The public key."""
        return PublicKey(_private(self.seed).public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Returns the signature of a message; the same for the same message."""
        return _private(self.seed).sign(message)


@lru_cache(maxsize=64)
def _private(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)

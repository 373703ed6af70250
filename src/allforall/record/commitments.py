"""Salted commitments: what an entry contains in place of personal data.

SHA-256 over a domain, 32 random bytes and the plaintext. Anyone with salt and plaintext can show what was meant; anyone
without them cannot guess it, however few the possible values; and when both are erased the commitment reveals nothing
more, while every proof around it still verifies.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

SALT_BYTES = 32
_PREFIX = b"allforall-commitment/v1"


@dataclass(frozen=True, slots=True, repr=False)
class Opening:
    """What opens a commitment: its domain (the entry type and the field), salt and plaintext."""

    domain: str
    salt: bytes
    plaintext: bytes


def commit(domain: str, salt: bytes, plaintext: bytes) -> bytes:
    """Returns the commitment to a plaintext. A length precedes each part, so that no boundary can be shifted."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes and not {len(salt)}")
    parts = (_PREFIX, domain.encode(), salt, plaintext)
    return hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).digest()


def open_commitment(commitment: bytes, opening: Opening) -> bool:
    """Returns whether an opening matches a commitment."""
    return len(opening.salt) == SALT_BYTES and commit(opening.domain, opening.salt, opening.plaintext) == commitment


def make_commitment(domain: str, plaintext: bytes, random: Callable[[int], bytes]) -> tuple[bytes, Opening]:
    """Returns a commitment with its opening; `random` gives that many unpredictable bytes."""
    opening = Opening(domain, random(SALT_BYTES), plaintext)
    return commit(domain, opening.salt, plaintext), opening

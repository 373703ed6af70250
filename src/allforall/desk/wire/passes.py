"""A pass: proof that a request comes from another author of this case, now, with exactly this bundle.

A bundle alone proves no such thing: it travels on sticks, and anyone who found one could send it and get every later
entry in reply. So the server gives a challenge, and the caller signs it with its log key, together with the bundle's
digest and recipient. A challenge is valid for one call and a short time; it carries its own proof (HMAC-SHA256, RFC
2104) that this server made it, so nothing is stored for those who only ask.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from allforall.errors import AllforallError
from allforall.record.canonical import read_json, write_json
from allforall.record.envelopes import Envelope, read_envelope, sign_payload, signers
from allforall.record.notes import Verifier, decode_base64, encode_base64
from allforall.record.signatures import SigningKey

KIND = "application/vnd.allforall.pass.v1+json"
#: Time from the challenge to the head of the request that answers it. Assumption: a slower line could not carry a
#: bundle either; the bundle itself may take longer.
GOOD_FOR_SECONDS = 120
NONCE_BYTES, SECRET_BYTES, TAG_BYTES = 16, 32, 32
MOST_PASS = 8_192
_TIME_BYTES = 8
_KEYS = frozenset({"answer", "answer_at", "at", "bundle", "case", "challenge", "from", "size", "to", "version"})


@dataclass(frozen=True, slots=True)
class Pass:
    """Who calls whom in which case, answering which challenge, with a bundle of which digest and size.

    After an interrupted call, the bundle resumes at byte `at`, and the caller already has `answer_at` bytes of the
    answer with the digest `answer`.
    """

    case: str
    sender: str
    to: str
    challenge: str
    bundle: str
    size: int
    at: int = 0
    answer: str = ""
    answer_at: int = 0

    @property
    def payload(self) -> bytes:
        """What is signed."""
        return write_json(
            {
                "answer": self.answer,
                "answer_at": self.answer_at,
                "at": self.at,
                "bundle": self.bundle,
                "case": self.case,
                "challenge": self.challenge,
                "from": self.sender,
                "size": self.size,
                "to": self.to,
                "version": 1,
            }
        )


def sign_pass(of: Pass, name: str, key: SigningKey) -> str:
    """Returns a pass as written in the head of a request: base64 of an envelope that a log key signed."""
    return encode_base64(sign_payload(KIND, of.payload, name, key).data)


def read_pass(text: str) -> tuple[Pass, Envelope] | None:
    """Returns the pass in a head and its envelope, whose signature is checked separately; None if it is not a pass."""
    data = decode_base64(text) if text.isascii() and len(text) <= MOST_PASS else None
    if data is None:
        return None
    try:
        envelope = read_envelope(data, KIND)
        value: Any = read_json(envelope.payload)
    except AllforallError:
        return None
    if not isinstance(value, dict) or value.keys() != _KEYS or value["version"] != 1:
        return None
    words = [value[name] for name in ("case", "from", "to", "challenge", "bundle", "answer")]
    numbers = [value[name] for name in ("size", "at", "answer_at")]
    if not all(isinstance(word, str) for word in words) or not all(map(_is_count, numbers)):
        return None
    case, sender, to, challenge, bundle, answer = words
    size, at, answer_at = numbers
    if at > size:
        return None
    return Pass(
        case=case,
        sender=sender,
        to=to,
        challenge=challenge,
        bundle=bundle,
        size=size,
        at=at,
        answer=answer,
        answer_at=answer_at,
    ), envelope


def _is_count(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and number >= 0


def is_signed_pass(envelope: Envelope, keys: Iterable[Verifier]) -> bool:
    """Returns whether one of these log keys signed."""
    return bool(signers(envelope, keys))


@dataclass(slots=True)
class Challenges:
    """The challenges of one server. `used` holds those that were answered correctly and have not expired."""

    secret: bytes
    used: dict[str, float] = field(default_factory=dict)

    def make(self, now: float, nonce: bytes) -> str:
        """Returns a new challenge: a moment in seconds and 16 unpredictable bytes."""
        body = int(now).to_bytes(_TIME_BYTES, "big") + nonce
        return (body + self._tag(body)).hex()

    def _tag(self, body: bytes) -> bytes:
        return hmac.digest(self.secret, body, hashlib.sha256)

    def is_good(self, challenge: str, now: float) -> bool:
        """Returns whether this server made it recently and it is unused."""
        try:
            data = bytes.fromhex(challenge)
        except ValueError:
            return False
        body, tag = data[:-TAG_BYTES], data[-TAG_BYTES:]
        if len(body) != _TIME_BYTES + NONCE_BYTES or challenge != data.hex():
            return False
        if not hmac.compare_digest(tag, self._tag(body)):
            return False
        age = now - int.from_bytes(body[:_TIME_BYTES], "big")
        return -1 <= age <= GOOD_FOR_SECONDS and challenge not in self.used

    def use(self, challenge: str, now: float) -> None:
        """Marks a challenge as used, and forgets expired ones."""
        self.used = {one: at for one, at in self.used.items() if now - at <= 2 * GOOD_FOR_SECONDS}
        self.used[challenge] = now


Keys = Mapping[str, tuple[Verifier, ...]]

"""A signature around a payload of a stated type: DSSE v1, as other tools read it too.

What is signed is the type and the payload with their lengths (the pre-authentication encoding), so that neither a
payload of another type nor one cut elsewhere can pass for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from allforall.errors import InputError
from allforall.record.canonical import read_json, write_json
from allforall.record.notes import Verifier, decode_base64, encode_base64
from allforall.record.signatures import SigningKey, is_signed


def pre_authentication_encoding(kind: str, payload: bytes) -> bytes:
    """Returns the bytes that are signed."""
    name = kind.encode()
    return b"DSSEv1 %d %s %d %s" % (len(name), name, len(payload), payload)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A payload of a type with its signatures, as (key name, signature)."""

    kind: str
    payload: bytes
    signatures: tuple[tuple[str, bytes], ...]

    @property
    def data(self) -> bytes:
        """The envelope as canonical JSON."""
        return write_json(
            {
                "payload": encode_base64(self.payload),
                "payloadType": self.kind,
                "signatures": [{"keyid": name, "sig": encode_base64(sig)} for name, sig in self.signatures],
            }
        )


def sign_payload(kind: str, payload: bytes, name: str, key: SigningKey) -> Envelope:
    """Returns a payload signed by one key."""
    return Envelope(kind, payload, ((name, key.sign(pre_authentication_encoding(kind, payload))),))


def read_envelope(data: bytes, kind: str) -> Envelope:
    """Returns the envelope of these bytes, whose payload must be of this type; nothing is verified.

    Raises:
        InputError: if they have another form, or another type.

    """
    value = read_json(data)
    if not isinstance(value, dict) or value.keys() != {"payload", "payloadType", "signatures"}:
        raise InputError("record:envelope:form")
    payload = decode_base64(value["payload"]) if isinstance(value["payload"], str) else None
    if value["payloadType"] != kind or payload is None:
        raise InputError("record:envelope:type", expected=kind, found=str(value["payloadType"])[:100])
    if not isinstance(value["signatures"], list) or not 1 <= len(value["signatures"]) <= 16:
        raise InputError("record:envelope:form")
    signatures = []
    for signature in value["signatures"]:
        if not isinstance(signature, dict) or signature.keys() != {"keyid", "sig"}:
            raise InputError("record:envelope:form")
        name, signed = signature["keyid"], decode_base64(str(signature["sig"]))
        if not isinstance(name, str) or signed is None:
            raise InputError("record:envelope:form")
        signatures.append((name, signed))
    return Envelope(kind, payload, tuple(signatures))


def signers(envelope: Envelope, trusted: Iterable[Verifier]) -> tuple[Verifier, ...]:
    """Returns which trusted keys signed; the key's name in the envelope is a hint, and the signature decides."""
    message = pre_authentication_encoding(envelope.kind, envelope.payload)
    hinted = dict(envelope.signatures)
    return tuple(
        verifier
        for verifier in trusted
        if verifier.name in hinted and is_signed(verifier.key, message, hinted[verifier.name])
    )

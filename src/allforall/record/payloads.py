"""The inside of an encrypted payload: a one-line header, the content, and padding.

```
allforall-payload/v1
{"domain":"list:disclosed/payload","length":48213,"salt":"..."}
<48213 bytes of content><zeroes>
```

The header is canonical JSON, so that there is one way to write it; the content follows unencoded, so that a long list
costs no base64. The length is padded, because the size of an encrypted list reveals how many persons it holds, and a
party may keep that count to itself: at most an eighth is added, and a size reveals no more than its magnitude and a
few bits (Padme: Nikitin and others, "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs",
PoPETs 2019(4)).
"""

import re
from dataclasses import dataclass

from allforall.errors import InputError
from allforall.record.canonical import read_json, write_json
from allforall.record.commitments import SALT_BYTES, Opening
from allforall.record.entries import Entry
from allforall.record.notes import decode_base64, encode_base64

TYPE_LINE = b"allforall-payload/v1\n"
#: What an entry's body calls the payload, or the payloads, that go with it.
PAYLOAD, PAYLOADS = "payload", "payloads"
#: An answer for one person and one for three look alike below this. An assumption.
LEAST_BYTES = 1_024
#: A disclosed list of 300,000 persons is shorter. A bundle must still have room for it.
MOST_CONTENT_BYTES = 96 << 20
MOST_PAYLOAD_BYTES = 128 << 20
_NAME = re.compile(r"[0-9a-f]{64}")
_DOMAIN = re.compile(r"[a-z][a-z0-9_]*(?::[a-z][a-z0-9_]*)+/[a-z][a-z0-9_]*")
_MOST_HEAD = 1_024


def is_payload_name(name: object) -> bool:
    """Returns whether this can name a payload: a SHA-256 in lower-case hexadecimal."""
    return isinstance(name, str) and _NAME.fullmatch(name) is not None


def domain_of(kind: str, part: str = PAYLOAD) -> str:
    """Returns the domain of this entry type's commitments, so that no opening of one type passes for another's."""
    return f"{kind}/{part}"


def payloads_of(entry: Entry) -> tuple[str, ...]:
    """Returns the payloads that an entry names in its body, in that order."""
    one, more = entry.body.get(PAYLOAD), entry.body.get(PAYLOADS)
    named = [one, *(more if isinstance(more, list) else ())]
    return tuple(name for name in named if isinstance(name, str) and is_payload_name(name))


def padded_length(length: int) -> int:
    """Returns the length that a content of this length is padded to."""
    if length <= LEAST_BYTES:
        return LEAST_BYTES
    magnitude = length.bit_length() - 1
    blurred = magnitude - magnitude.bit_length()
    step = (1 << blurred) - 1
    return (length + step) & ~step


def _refuse(code: str, **params: str | int) -> InputError:
    return InputError(f"record:payload:{code}", **params)


def write_content(opening: Opening) -> bytes:
    """Returns the plaintext of a payload.

    Raises:
        InputError: if the content is too long, or its domain is invalid.

    """
    if len(opening.plaintext) > MOST_CONTENT_BYTES:
        raise _refuse("too_long", expected=MOST_CONTENT_BYTES, found=len(opening.plaintext))
    if not _DOMAIN.fullmatch(opening.domain):
        raise _refuse("domain", found=opening.domain[:100])
    head = {"domain": opening.domain, "length": len(opening.plaintext), "salt": encode_base64(opening.salt)}
    whole = TYPE_LINE + write_json(head) + b"\n" + opening.plaintext
    return whole + bytes(padded_length(len(whole)) - len(whole))


@dataclass(frozen=True, slots=True)
class _Head:
    domain: str
    length: int
    salt: bytes


def read_content(data: bytes) -> Opening:
    """Returns the opening in a payload's plaintext; whether it matches a commitment is checked separately.

    Raises:
        InputError: if it is not exactly as `write_content` makes it.

    """
    end = data.find(b"\n", len(TYPE_LINE), len(TYPE_LINE) + _MOST_HEAD)
    if not data.startswith(TYPE_LINE) or end < 0:
        raise _refuse("form")
    head = _head(read_json(data[len(TYPE_LINE) : end]))
    start = end + 1
    content, padding = data[start : start + head.length], data[start + head.length :]
    if len(content) < head.length or len(data) != padded_length(start + head.length) or any(padding):
        raise _refuse("length", expected=head.length, found=len(data) - start)
    return Opening(head.domain, head.salt, content)


def _head(value: object) -> _Head:
    if not isinstance(value, dict) or value.keys() != {"domain", "length", "salt"}:
        raise _refuse("form")
    domain, length, salt = value["domain"], value["length"], value["salt"]
    if not isinstance(domain, str) or not _DOMAIN.fullmatch(domain):
        raise _refuse("domain", found=str(domain)[:100])
    if not isinstance(length, int) or isinstance(length, bool) or not 0 <= length <= MOST_CONTENT_BYTES:
        raise _refuse("length", expected=MOST_CONTENT_BYTES, found=str(length)[:40])
    decoded = decode_base64(salt) if isinstance(salt, str) and salt.isascii() else None
    if decoded is None or len(decoded) != SALT_BYTES:
        raise _refuse("salt")
    return _Head(domain, length, decoded)


def context_of(case: str, author: str) -> bytes:
    """Returns the context that a payload is sealed under, so that nobody can present another's payload as their own."""
    return f"{case}\n{author}\n".encode()

"""The hash chain of the journal: each line holds the hash of the one before.

```
line    = SHA-256(domain, canonical JSON of: the line before, at, kind, officers, details, nonce, asked, reason)
reason  = SHA-256(domain, salt, the reason as typed), or empty where none was given
```

A reason is free text and may name a person, so an erasure empties it and its salt; its hash stays, and the chain with
it. No chain can show what is cut off at the journal's end: the doctor prints its last line, to be written down.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

_LINE, _REASON = b"allforall-journal-line/v1\n", b"allforall-journal-reason/v1\n"
_SALT_BYTES = 16


def line_hash(
    *,
    before: str,
    at: datetime,
    kind: str,
    officers: Sequence[str],
    details: Mapping[str, Any],
    nonce: str,
    asked: str,
    reason: str,
) -> str:
    """Returns the hash of one line of the journal."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    value = [before, moment, kind, list(officers), details, nonce, asked, reason]
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(_LINE + text.encode()).hexdigest()


def make_reason(why: str) -> tuple[str, str]:
    """Returns salt and hash of a reason; both are empty where none was given."""
    if not why:
        return "", ""
    salt = os.urandom(_SALT_BYTES).hex()
    return salt, reason_hash(why, salt)


def reason_hash(why: str, salt: str) -> str:
    """Returns the hash of a reason under its salt."""
    return hashlib.sha256(_REASON + bytes.fromhex(salt) + why.encode()).hexdigest()

"""What the bodies of all rooms' entries have in common: their exact keys, and values that can hold no free text.

A body says hashes, days, counts and words of closed sets. Whatever could hold a name has no place in it: personal
data go into a payload, and the body names that by its hash. A reader refuses a key that it does not know, since a key
that is passed over is one that two programs understand differently.
"""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from allforall.errors import InputError
from allforall.record.canonical import MOST_INTEGER
from allforall.record.merkle import HASH_BYTES
from allforall.record.notes import decode_base64

Body = Mapping[str, Any]

_LIST = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def check_keys(body: object, kind: str, keys: Collection[str]) -> Body:
    """Returns the body if it has these keys and no other.

    Raises:
        InputError: a key is missing, or is not known.

    """
    if not isinstance(body, Mapping) or body.keys() != set(keys):
        found = len(set(body) ^ set(keys)) if isinstance(body, Mapping) else 0
        raise InputError("entry:body:keys", kind=kind, expected=" ".join(sorted(keys)), found=found)
    return body


def refuse(kind: str, where: str, expected: str, found: object) -> InputError:
    """Returns the error for a value of a body; of a text it says no more than its length."""
    shown = f"text of {len(found)}" if isinstance(found, str) else type(found).__name__
    return InputError("entry:body:value", kind=kind, where=where, expected=expected, found=shown)


def read_list_key(body: Body, kind: str, key: str = "list") -> str:
    """Returns the key of a list: letters, digits, dots and dashes."""
    found = body[key]
    if not isinstance(found, str) or not _LIST.fullmatch(found):
        raise refuse(kind, key, "the key of a list", found)
    return found


def read_sha256(body: Body, kind: str, key: str) -> str:
    """Returns a SHA-256 in hexadecimal, such as the name of a payload."""
    found = body[key]
    if not isinstance(found, str) or not _SHA256.fullmatch(found):
        raise refuse(kind, key, "SHA-256 in hexadecimal", found)
    return found


def read_hash(body: Body, kind: str, key: str) -> bytes:
    """Returns a hash that stands in base64, such as a root or a leaf hash."""
    found = body[key]
    data = decode_base64(found) if isinstance(found, str) and found.isascii() else None
    if data is None or len(data) != HASH_BYTES:
        raise refuse(kind, key, "hash in base64", found)
    return data


def read_day(body: Body, kind: str, key: str) -> date:
    """Returns a day written as YYYY-MM-DD."""
    found = body[key]
    if isinstance(found, str) and _DAY.fullmatch(found):
        try:
            return date.fromisoformat(found)
        except ValueError:
            pass
    raise refuse(kind, key, "YYYY-MM-DD", found)


def read_count(body: Body, kind: str, key: str) -> int:
    """Returns a number of things."""
    found = body[key]
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= MOST_INTEGER:
        raise refuse(kind, key, "a number from 0", found)
    return found


def read_word(body: Body, kind: str, key: str, words: Collection[str]) -> str:
    """Returns a word of a closed set."""
    found = body[key]
    if not isinstance(found, str) or found not in words:
        raise refuse(kind, key, " ".join(sorted(words)), found)
    return found

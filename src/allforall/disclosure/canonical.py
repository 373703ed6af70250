"""Canonical JSON: the same content gives the same bytes, and any other form is refused.

Keys sorted by code point, no space, UTF-8 without a mark at the start, one newline at the end. A file that is not in
this form was not written by this program, or was altered since, and its digest would identify nothing. Only objects,
arrays, texts, whole numbers, true, false and null; no fractions.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import NoReturn

from allforall.errors import InputError

Json = Mapping[str, "Json"] | list["Json"] | str | int | bool | None

#: A million rows of four short fields are about 200 MB; an assumption about what one file should hold.
MAX_BYTES_ASSUMED = 256 * 1024 * 1024


def write_canonical(value: Mapping[str, Json]) -> bytes:
    """Returns the canonical form of a value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def digest(data: bytes) -> str:
    """Returns the SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class _TwiceError(ValueError):
    pass


class _NumberError(ValueError):
    pass


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _TwiceError
    return made


def _no_number(_: str) -> NoReturn:
    raise _NumberError


def _whole(text: str) -> int:
    if len(text) > 15:  # every number here is a count; 2**53 has 16 digits
        raise _NumberError
    return int(text)


def read_canonical(data: bytes, *, limit: int = MAX_BYTES_ASSUMED) -> dict[str, object]:
    """Returns the object that a file holds.

    Raises:
        InputError: too large, not UTF-8, not JSON, a key twice, a fraction, not an object, or not canonical.
    """
    if len(data) > limit:
        raise InputError("file:size:too_large", expected=limit, found=len(data))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("file:encoding:not_utf8", where=error.start, expected="utf-8", found="") from None
    try:
        value = json.loads(
            text, object_pairs_hook=_once, parse_float=_no_number, parse_constant=_no_number, parse_int=_whole
        )
    except _TwiceError:
        raise InputError("file:json:key_twice", where="", expected="one", found="two") from None
    except _NumberError:
        raise InputError("file:json:number", where="", expected="whole number", found="") from None
    except json.JSONDecodeError as error:
        raise InputError("file:json:unreadable", where=error.pos, expected="JSON", found="") from None
    except RecursionError:
        raise InputError("file:json:too_deep", where="", expected="", found="") from None
    if not isinstance(value, dict):
        raise InputError("file:json:not_object", where="", expected="object", found=type(value).__name__)
    try:
        same = write_canonical(value) == data
    except (UnicodeEncodeError, RecursionError):
        same = False
    if not same:
        raise InputError("file:form:not_canonical", where="", expected="canonical JSON", found="")
    return value


def check_keys(
    value: object, where: str, needed: frozenset[str], optional: frozenset[str] = frozenset()
) -> dict[str, object]:
    """Returns the value as an object with exactly these keys.

    Raises:
        InputError: it is not an object, or a key is missing or unknown.
    """
    if not isinstance(value, dict):
        raise InputError("file:value:unexpected", where=where, expected="object", found=type(value).__name__)
    missing = sorted(needed - value.keys())
    if missing:
        raise InputError("file:key:missing", where=where, expected=missing[0], found="")
    unknown = sorted(value.keys() - needed - optional)
    if unknown:
        # Only its length: an unknown key in a hostile file could be a name.
        raise InputError("file:key:unknown", where=where, expected="", found=len(unknown[0]))
    return value

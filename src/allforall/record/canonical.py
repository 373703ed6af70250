"""JSON in its one canonical form (RFC 8785), and no other: what is signed can be read in one way only.

On top of the RFC: no floats, integers below 2**53, text in Unicode's NFC, keys in ASCII and none twice,
bounded depth. Bytes that are not exactly the canonical form of their value are refused, never corrected.
"""

import json
import re
import unicodedata
from typing import Any

import rfc8785

from allforall.errors import InputError

MOST_INTEGER = (1 << 53) - 1
MOST_DEPTH = 32

Json = dict[str, Any]


def _refuse(code: str, **params: str | int) -> InputError:
    return InputError(f"record:json:{code}", **params)


def write_json(value: object) -> bytes:
    """Returns the canonical bytes of a value.

    Raises:
        InputError: if it contains something that no entry may contain.

    """
    _check(value, 0)
    return rfc8785.dumps(value)  # type: ignore[arg-type]  # _check has seen every part of it


def read_json(data: bytes) -> Any:
    """Returns the value of canonical bytes.

    Raises:
        InputError: if they are not the canonical form of a value that an entry may hold.

    """
    try:
        text = data.decode("utf-8")
        is_ascii = text.isascii()
        value, end = (_DECODER if is_ascii else _STRICT).raw_decode(text)
    except UnicodeDecodeError as error:
        raise _refuse("encoding", where=error.start) from None
    except json.JSONDecodeError as error:
        raise _refuse("form", where=error.pos) from None
    except RecursionError:
        raise _refuse("depth", expected=MOST_DEPTH) from None
    # What the parser has not already refused is checked again only where it could occur: a text without
    # that many brackets is not that deep, and one that is NFC as a whole is NFC in every part.
    is_nfc = is_ascii or unicodedata.is_normalized("NFC", text)
    if not is_nfc or data.count(b"{") + data.count(b"[") > MOST_DEPTH:
        _check(value, 0)
    # A repeated key is written once, and a character beyond ASCII is not written as an escape: in a text of ASCII
    # alone this comparison finds both, and the slower parser only runs to name which it was.
    if end != len(text) or _written(value) != text:
        _STRICT.raw_decode(text)
        raise _refuse("not_canonical")
    return value


def _written(value: object) -> str:
    """The canonical text of a parsed value.

    With keys in ASCII, and without floats, the standard library writes just what RFC 8785 asks for, and four times
    as fast as the package that `write_json` uses; `tests/property/test_record_properties.py` holds them together.
    """
    written = _ENCODER.encode(value)
    if not written.isascii() and _SURROGATE.search(written):
        raise _refuse("surrogate")
    return written


def _object(pairs: list[tuple[str, Any]]) -> Json:
    result = dict(pairs)
    if not all(map(str.isascii, result)):
        raise _refuse("key_not_ascii", found=next(key for key in result if not key.isascii())[:100])
    if len(result) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _refuse("key_twice", found=twice[:100])
    return result


def _no_float(text: str) -> None:
    raise _refuse("float", found=text[:40])


def _integer(text: str) -> int:
    # the length first: int() is slow for a long one, and refuses it with an error of its own
    if len(text) > 17 or abs(int(text)) > MOST_INTEGER:
        raise _refuse("integer", expected=MOST_INTEGER, found=text[:40])
    return int(text)


def _check(value: object, depth: int) -> None:
    if depth > MOST_DEPTH:
        raise _refuse("depth", expected=MOST_DEPTH)
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, int):
        if abs(value) > MOST_INTEGER:
            raise _refuse("integer", expected=MOST_INTEGER, found=str(value)[:40])
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item, depth + 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise _refuse("kind", found=type(key).__name__)
            if not key.isascii():
                raise _refuse("key_not_ascii", found=key[:100])
            _check(item, depth + 1)
    elif isinstance(value, float):
        raise _refuse("float", found=str(value))
    else:
        raise _refuse("kind", found=type(value).__name__)


def _check_text(text: str) -> None:
    if text.isascii():
        return
    if _SURROGATE.search(text):
        raise _refuse("surrogate")
    if not unicodedata.is_normalized("NFC", text):
        raise _refuse("not_nfc", found=text[:40])


_SURROGATE = re.compile(r"[\ud800-\udfff]")
_DECODER = json.JSONDecoder(parse_float=_no_float, parse_constant=_no_float, parse_int=_integer)
_STRICT = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_no_float, parse_constant=_no_float, parse_int=_integer
)
# what was read from a text holds no circle
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)

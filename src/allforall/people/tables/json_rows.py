"""JSON as rows: an array of objects, or an object whose `rows` is one. Numbers keep the digits that were
written.
"""

import json
import re
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import BinaryIO

from allforall.errors import InputError, Word
from allforall.people.tables.content import TableFormat
from allforall.people.tables.encodings import TextEncoding, is_doubled
from allforall.people.tables.limits import MAX_COLUMNS, MAX_JSON_BYTES, SAMPLE_ROWS, shorten
from allforall.people.tables.sift import Sieve
from allforall.people.tables.table import Entry, Line, Table, problem

_SPACE = re.compile(r"[ \t\r\n]*")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
ROWS = "rows"


class _DuplicateKeyError(ValueError):
    """An object has one key twice; the intended value cannot be known."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    row = dict(pairs)
    if len(row) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _DuplicateKeyError(key)
            seen.add(key)
    return row


def _refuse_constant(word: str) -> object:
    raise ValueError(word)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_float=str, parse_int=str, parse_constant=_refuse_constant, strict=False
)


def open_json(stream: BinaryIO, encoding: TextEncoding) -> Table:
    """Returns the table of a JSON file; its headings are the keys of all rows in order of first occurrence.

    The `line` of a row is its position in the array. Raises InputError: `list:json:too_large`,
    `list:json:syntax` with line and column, `list:json:shape`, `list:json:too_deep`, `list:encoding:broken`.
    """
    stream.seek(encoding.bom)
    data = stream.read(MAX_JSON_BYTES + 1)
    if len(data) > MAX_JSON_BYTES:
        raise InputError("list:json:too_large", expected=MAX_JSON_BYTES)
    if encoding.broken:
        raise InputError("list:encoding:broken", expected=encoding.name)
    text = data.decode(encoding.name)
    del data
    headings: dict[str, None] = {}
    for item in _items(text):
        if isinstance(item, dict):
            for key in item:
                headings[key] = None
    names = tuple(headings)
    if len(names) > MAX_COLUMNS:
        raise InputError("list:header:too_wide", expected=MAX_COLUMNS, found=len(names))
    source = partial(_entries, text, names)
    sample = tuple(islice((entry for entry in source() if isinstance(entry, tuple)), SAMPLE_ROWS))
    return Table(
        format=TableFormat.JSON,
        encoding=encoding.name,
        delimiter="",
        sheet="",
        headings=names,
        header_line=0,
        titles=(),
        sample=sample,
        source=source,
    )


def _entries(text: str, headings: tuple[str, ...]) -> Iterator[Entry]:
    rows = 0
    for entry in Sieve(headings, 0, ragged=False).sift(_raw_entries(text, headings)):
        rows += isinstance(entry, tuple)
        yield entry
    if not rows:
        yield problem(0, "list:rows:none")


def _raw_entries(text: str, headings: tuple[str, ...]) -> Iterator[Entry]:
    place = {key: index for index, key in enumerate(headings)}
    for number, item in enumerate(_items(text), start=1):
        if isinstance(item, _DuplicateKeyError):
            yield problem(number, "list:json:duplicate_key", found=shorten(item.key), refused=True)
        elif not isinstance(item, dict):
            yield problem(
                number,
                "list:json:no_object",
                expected=Word("wanted", "object"),
                found=shorten(_as_text(item)),
                refused=True,
            )
        else:
            yield from _row(number, item, place)


def _row(number: int, item: dict[str, object], place: dict[str, int]) -> Iterator[Entry]:
    cells = [""] * len(place)
    remarks: list[Entry] = []
    for key, value in item.items():
        column = place[key]
        cells[column] = written = _as_text(value)
        if isinstance(value, dict | list):
            remarks.append(
                problem(
                    number,
                    "list:json:nested",
                    column=column + 1,
                    heading=key,
                    expected="text",
                    found=shorten(written),
                )
            )
    whole = "".join(cells)
    if not whole.isascii() and (_LONE_SURROGATE.search(whole) or is_doubled(whole)):
        found = shorten(_LONE_SURROGATE.sub("�", " ".join(cells)))
        yield problem(
            number,
            "list:line:doubled_encoding" if is_doubled(whole) else "list:line:encoding",
            found=found,
            refused=True,
        )
        return
    row: Line = (number, tuple(cells))
    if whole.strip():
        yield row
        yield from remarks
    else:
        yield problem(number, "list:row:empty", refused=True)


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)


def _items(text: str) -> Iterator[object]:
    """Yields the elements of the array one by one; an object with a key twice as a `_DuplicateKeyError`."""
    position = _skip(text, 0)
    wrapped = text.startswith("{", position)
    if wrapped:
        position = _find_rows(text, position)
    if not text.startswith("[", position):
        raise InputError("list:json:shape", expected="[{...}, ...]", found=shorten(text[position : position + 20]))
    position = _skip(text, position + 1)
    if not text.startswith("]", position):
        while True:
            value, position = _value(text, position)
            yield value
            position = _skip(text, position)
            if text.startswith(",", position):
                position = _skip(text, position + 1)
                continue
            if text.startswith("]", position):
                break
            raise _syntax(text, position)
    _finish(text, _skip(text, position + 1), wrapped=wrapped)


def _finish(text: str, position: int, *, wrapped: bool) -> None:
    """Checks what follows the array: nothing, or the other keys of the object around it."""
    while wrapped and text.startswith(",", position):
        key, position = _value(text, _skip(text, position + 1))
        if not isinstance(key, str) or not text.startswith(":", position := _skip(text, position)):
            raise _syntax(text, position)
        if key == ROWS:
            raise InputError("list:json:rows_twice")
        _, position = _value(text, _skip(text, position + 1))
        position = _skip(text, position)
    if wrapped:
        if not text.startswith("}", position):
            raise _syntax(text, position)
        position = _skip(text, position + 1)
    if position != len(text):
        raise _syntax(text, position)


def _find_rows(text: str, position: int) -> int:
    """Returns where the array of `rows` begins in the object that starts at `position`."""
    position = _skip(text, position + 1)
    while not text.startswith("}", position):
        key, position = _value(text, position)
        position = _skip(text, position)
        if not isinstance(key, str) or not text.startswith(":", position):
            raise _syntax(text, position)
        position = _skip(text, position + 1)
        if key == ROWS:
            return position
        _, position = _value(text, position)
        position = _skip(text, position)
        if text.startswith(",", position):
            position = _skip(text, position + 1)
        elif not text.startswith("}", position):
            raise _syntax(text, position)
    raise InputError("list:json:shape", expected="rows", found="{}")


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _value(text: str, position: int) -> tuple[object, int]:
    start = position
    try:
        return _DECODER.raw_decode(text, position)
    except _DuplicateKeyError as twice:
        # The decoder stopped inside: read the same value once more, keeping the last of the two, to know
        # where it ends.
        _, end = json.JSONDecoder(parse_float=str, parse_int=str, strict=False).raw_decode(text, start)
        return twice, end
    except json.JSONDecodeError as fault:
        raise _syntax(text, fault.pos) from fault
    except RecursionError as fault:
        raise InputError("list:json:too_deep", line=text.count("\n", 0, start) + 1) from fault
    except ValueError as fault:  # NaN, Infinity
        raise InputError(
            "list:json:syntax", line=text.count("\n", 0, start) + 1, column=1, found=shorten(str(fault))
        ) from fault


def _syntax(text: str, position: int) -> InputError:
    line = text.count("\n", 0, position) + 1
    column = position - (text.rfind("\n", 0, position) + 1) + 1
    return InputError("list:json:syntax", line=line, column=column, found=shorten(text[position : position + 20]))

"""Which column of a list is which field: from the headings, or stated in a mapping file written by a person.

A mapping file is TOML:

    [file]
    encoding = "cp1251"       # only what is not found by itself needs to be stated
    delimiter = ";"
    sheet = "Аркуш1"
    header_line = 3           # 0: the list has no headings
    date_order = "dmy"        # what 03/04/1995 means here: dmy or mdy

    [columns]                 # the heading, or # and the number of the column
    "Боєць" = "full_name"
    "#4" = "birth_date"
    "Код" = ""                # kept as written, not read

    [values.custody]          # this list's own words for a closed set of codes
    "СІЗО-2" = "judicial_detention"
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import TypeVar

from allforall.errors import InputError, wanted
from allforall.people.codes import code_set, members
from allforall.people.columns import ColumnMapping, StatedColumn, find_mapping
from allforall.people.dates import DateOrder
from allforall.people.fields import Field
from allforall.people.headings import find_fields, fold_words
from allforall.people.tables.content import TableFormat
from allforall.people.tables.encodings import ENCODINGS
from allforall.people.tables.limits import shorten
from allforall.people.tables.table import Table

__all__ = ["ColumnMapping", "StatedColumn", "draft_mapping", "find_mapping", "read_mapping"]

_ORDERS = {"dmy": DateOrder.DAY_FIRST, "mdy": DateOrder.MONTH_FIRST}
_DELIMITERS = {";": ";", ",": ",", "\t": "\t", "tab": "\t", "|": "|"}
_SECTIONS = ("file", "columns", "values")
_FILE_KEYS = ("encoding", "delimiter", "sheet", "header_line", "date_order")
_T = TypeVar("_T")


def read_mapping(text: str) -> ColumnMapping:
    """Returns what a mapping file states. Raises InputError with the line: `mapping:syntax`,
    `mapping:key:unknown`, `mapping:value:wrong`, `mapping:field:unknown`, `mapping:code:unknown`.
    """
    try:
        stored = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        place = re.search(r"line (\d+), column (\d+)", str(fault))
        line, column = (int(place.group(1)), int(place.group(2))) if place else (text.count("\n") + 1, 0)
        raise InputError("mapping:syntax", line=line, column=column, found=str(fault).split(" (at")[0]) from fault
    except (ValueError, RecursionError):  # a number of 5,000 digits, endless brackets
        raise InputError("mapping:syntax", line=1, column=0, found="…") from None
    lines = _Lines(text)
    for key in stored:
        if key not in _SECTIONS:
            raise InputError("mapping:key:unknown", line=lines.of(key), expected=", ".join(_SECTIONS), found=key)
        if not isinstance(stored[key], dict):
            raise InputError("mapping:value:wrong", line=lines.of(key), expected=wanted("table"), found=key)
    file = stored.get("file", {})
    for key in file:
        if key not in _FILE_KEYS:
            raise InputError(
                "mapping:key:unknown", line=lines.of("file", key), expected=", ".join(_FILE_KEYS), found=key
            )
    return ColumnMapping(
        stated=tuple(_columns(stored.get("columns", {}), lines)),
        encoding=_one_of(file, "encoding", {name: name for name in ENCODINGS}, lines, ""),
        delimiter=_one_of(file, "delimiter", _DELIMITERS, lines, ""),
        sheet=_text(file, "sheet", lines),
        header_line=_header_line(file, lines),
        date_order=_one_of(file, "date_order", _ORDERS, lines, DateOrder.UNKNOWN),
        values=tuple(_values(stored.get("values", {}), lines)),
    )


class _Lines:
    """The lines of the keys in a TOML file: the parser keeps no positions."""

    _KEY = re.compile(r"""^\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*=""")
    _SECTION = re.compile(r"^\s*\[\s*([^\]]+?)\s*\]")

    def __init__(self, text: str) -> None:
        self._found: dict[tuple[str, str], int] = {}
        section = ""
        for number, line in enumerate(text.split("\n"), start=1):
            head = self._SECTION.match(line)
            if head is not None:
                section = head.group(1).replace('"', "").replace(" ", "")
                self._found.setdefault((section, ""), number)
                continue
            match = self._KEY.match(line)
            if match is not None:
                key = next(group for group in match.groups() if group is not None)
                self._found.setdefault((section, key), number)

    def of(self, section: str, key: str = "") -> int:
        """Returns the line of a key, or of its section if the key is written differently, or 1."""
        for place in ((section, key), (section, ""), ("", section)):
            if place in self._found:
                return self._found[place]
        return 1


def _one_of(file: Mapping[str, object], key: str, allowed: Mapping[str, _T], lines: _Lines, default: _T) -> _T:
    """Returns the meaning of one of the allowed words; the empty text means nothing stated."""
    value = file.get(key, "")
    if value == "":
        return default
    if not isinstance(value, str) or value.lower() not in allowed:
        expected = ", ".join(repr(word) for word in allowed)
        raise InputError(
            "mapping:value:wrong", line=lines.of("file", key), expected=expected, found=shorten(str(value))
        )
    return allowed[value.lower()]


def _text(file: Mapping[str, object], key: str, lines: _Lines) -> str:
    value = file.get(key, "")
    if not isinstance(value, str):
        raise InputError(
            "mapping:value:wrong", line=lines.of("file", key), expected=wanted("text"), found=shorten(str(value))
        )
    return value


def _header_line(file: Mapping[str, object], lines: _Lines) -> int | None:
    value = file.get("header_line")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InputError(
            "mapping:value:wrong",
            line=lines.of("file", "header_line"),
            expected="0, 1, 2...",
            found=shorten(str(value)),
        )
    return value


def _columns(stored: Mapping[str, object], lines: _Lines) -> Iterator[StatedColumn]:
    for name, word in stored.items():
        line = lines.of("columns", name)
        if word == "":
            yield StatedColumn(name, None, line)
            continue
        if not isinstance(word, str) or word not in set(Field):
            raise InputError("mapping:field:unknown", line=line, expected=", ".join(Field), found=shorten(str(word)))
        yield StatedColumn(name, Field(word), line)


def _values(stored: Mapping[str, object], lines: _Lines) -> Iterator[tuple[Field, str, str]]:
    for name, words in stored.items():
        if name not in set(Field) or not code_set(Field(name)):
            coded = ", ".join(field for field in Field if code_set(field))
            raise InputError(
                "mapping:field:unknown", line=lines.of(f"values.{name}"), expected=coded, found=shorten(name)
            )
        if not isinstance(words, dict):
            raise InputError(
                "mapping:value:wrong", line=lines.of("values", name), expected=wanted("table"), found=shorten(name)
            )
        field = Field(name)
        for word, code in words.items():
            if code not in {*members(field), ""}:
                raise InputError(
                    "mapping:code:unknown",
                    line=lines.of(f"values.{name}", word),
                    expected=", ".join(members(field)),
                    found=shorten(str(code)),
                )
            yield field, fold_words(word), code


def draft_mapping(table: Table) -> str:
    """Returns a mapping file for a table, with a line for every column: what was understood, and blanks for a
    person to fill.

    The comments are in English, like the file's words; each column shows up to three of its texts.
    """
    out = [
        "# Which column of this list is which field.",
        "# Write one of the words listed at the end between the quotes on the right.",
        "# Leave them empty to keep a column as written, unread.",
        "",
        "[file]",
    ]
    if table.format is TableFormat.CSV:
        out += [f"encoding = {_quoted(table.encoding)}", f"delimiter = {_quoted(table.delimiter)}"]
    if table.format is TableFormat.XLSX:
        out.append(f"sheet = {_quoted(table.sheet)}")
    if table.format is not TableFormat.JSON:
        out.append(f"header_line = {table.header_line}    # the line of the headings; 0 where the list has none")
    out += ['date_order = ""    # "dmy" or "mdy": what 03/04/1995 means in this list', "", "[columns]"]
    counts = [fold_words(heading) for heading in table.headings]
    fields = find_fields(table.headings)
    for number, (heading, field) in enumerate(zip(table.headings, fields, strict=True), start=1):
        claimed = field is not None and fields.count(field) > 1
        twice = counts.count(fold_words(heading)) > 1 or not fold_words(heading) or heading.startswith("#")
        name = f"#{number}" if twice else heading
        shown = [
            shorten(cells[number - 1])
            for _, cells in table.sample
            if len(cells) >= number and cells[number - 1].strip()
        ]
        if twice and heading.strip():
            out.append(_comment(f"column {number}: {shorten(heading)}"))
        if claimed:
            out.append(_comment(f"more than one column could be {field}: say here which one is"))
        out.append(f"{_quoted(name)} = {_quoted(field.value if field and not claimed else '')}")
        out += [_comment(f"    {text}") for text in shown[:3]]
    out += [
        "",
        "# This list's own words for a closed set of codes, where they are not understood by themselves:",
        "# [values.custody]",
        '# "..." = "held"',
        "",
        "# The words for fields:",
        *(f"#   {field.value}{_codes_of(field)}" for field in Field),
        "",
    ]
    return "\n".join(out)


def _codes_of(field: Field) -> str:
    return f"    (codes: {', '.join(members(field))})" if code_set(field) else ""


def _comment(text: str) -> str:
    # A cell may contain line breaks and control characters, which would end the comment or break the file.
    return "# " + "".join(c if c.isprintable() else " " for c in text)


def _quoted(text: str) -> str:
    """Returns a TOML basic string (TOML 1.0, section String)."""
    shown = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in shown) + '"'

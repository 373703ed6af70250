"""The XML parts of an XLSX package as streams: one row at a time, whatever the size of the sheet (ECMA-376
part 1, 18.3 and 18.4).

openpyxl reads the package, the styles and the dates. Its own row reader keeps an element for every row in
memory, does not report hidden rows, and takes about 25 microseconds for each shared text; expat with a few handlers
does not. A document type declaration is refused before any entity in it could be expanded, as defusedxml does
for the parts that openpyxl reads.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from allforall.errors import InputError
from allforall.people.tables.limits import MAX_COLUMNS, MAX_MERGED_RANGES

_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_CHUNK = 2**18
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_MERGED = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z0-9:$]{1,32})[\"']")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class RawCell:
    """A cell as stored in the sheet: `kind` is the attribute t, `style` the attribute s."""

    column: int
    kind: str
    style: int
    text: str = ""
    formula: str | None = None


@dataclass(slots=True)
class RawRow:
    """A row as stored in the sheet; `too_wide`: it had cells beyond `MAX_COLUMNS`."""

    line: int
    hidden: bool
    cells: list[RawCell] = field(default_factory=list)
    too_wide: bool = False


@dataclass(frozen=True, slots=True, order=True)
class MergedRange:
    """A range of merged cells: only its first cell has a text."""

    first_line: int
    last_line: int
    first_column: int
    last_column: int

    def __str__(self) -> str:
        """Returns the range as Excel writes it."""
        first = f"{column_letters(self.first_column)}{self.first_line}"
        return f"{first}:{column_letters(self.last_column)}{self.last_line}"


def column_letters(column: int) -> str:
    """Returns the letters of a column counted from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def unescape(text: str) -> str:
    """Returns a text with the escapes ``_x000D_`` undone (ECMA-376 part 1, 22.9.2.19)."""
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text) if "_x" in text else text


class _Parser:
    """Shared by the two readers: an expat parser that uses local names and refuses entity declarations."""

    def __init__(self) -> None:
        self._expat = expat.ParserCreate(namespace_separator=" ")
        self._expat.buffer_text = True
        self._expat.StartDoctypeDeclHandler = self._refuse
        self._expat.EntityDeclHandler = self._refuse
        self._expat.StartElementHandler = self.start
        self._expat.EndElementHandler = self.end
        self._expat.CharacterDataHandler = self.characters
        self._texts: list[str] = []
        self._listening = False
        self._local = {
            f"{space} {name}": name for space in _NAMESPACES for name in ("row", "c", "v", "f", "t", "si", "rPh")
        }

    @staticmethod
    def _refuse(*_: object) -> None:
        raise InputError("list:xlsx:doctype")

    def feed(self, stream: IO[bytes]) -> Iterator[None]:
        while chunk := stream.read(_CHUNK):
            self._expat.Parse(chunk, False)
            yield
        self._expat.Parse(b"", True)
        yield

    def characters(self, data: str) -> None:
        if self._listening:
            self._texts.append(data)

    def _take(self) -> str:
        text = "".join(self._texts)
        self._texts.clear()
        self._listening = False
        return text

    def start(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, name: str) -> None:
        raise NotImplementedError


class _Strings(_Parser):
    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []
        self._parts: list[str] = []
        self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - expat's handler has both
        local = self._local.get(name)
        if local == "t":
            self._listening = not self._phonetic
        elif local == "si":
            self._parts = []
        elif local == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        local = self._local.get(name)
        if local == "t":
            self._parts.append(self._take())
        elif local == "si":
            self.strings.append(unescape("".join(self._parts)))
        elif local == "rPh":
            self._phonetic = False


def read_strings(stream: IO[bytes]) -> list[str]:
    """Returns the table of shared texts, rich text as plain text, readings for pronunciation left out."""
    parser = _Strings()
    for _ in parser.feed(stream):
        pass
    return parser.strings


class _Rows(_Parser):
    def __init__(self) -> None:
        super().__init__()
        self.done: list[RawRow] = []
        self._row: RawRow | None = None
        self._cell: RawCell | None = None
        self._line = self._column = 0
        self._phonetic = False
        self._columns: dict[str, int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = self._local.get(name)
        if local is None:
            return
        if local == "c":
            reference = attributes.get("r")
            if reference is None:
                self._column += 1
            else:
                letters = reference.rstrip("0123456789")
                column = self._columns.get(letters)
                if column is None:
                    column = self._columns[letters] = self._read_column(reference)
                self._column = column
            self._cell = RawCell(self._column, attributes.get("t", "n"), int(attributes.get("s", 0)))
        elif local in {"v", "f"}:
            self._listening = self._cell is not None
            if local == "f" and self._cell is not None:
                # A cell that shares a formula with another has an empty one, which still counts.
                self._cell.formula = ""
        elif local == "t":
            self._listening = self._cell is not None and not self._phonetic
        elif local == "rPh":
            self._phonetic = True
        elif local == "row":
            line = int(attributes["r"]) if "r" in attributes else self._line + 1
            if line <= self._line:
                raise InputError("list:xlsx:rows_out_of_order", line=line, expected=self._line + 1, found=line)
            self._line, self._column = line, 0
            self._row = RawRow(line, attributes.get("hidden", "0") in {"1", "true"})

    @staticmethod
    def _read_column(reference: str) -> int:
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise InputError("list:xlsx:damaged", found=reference[:20])
        return _column_number(match.group(1))

    def end(self, name: str) -> None:
        local = self._local.get(name)
        if local is None:
            return
        if local == "c":
            if self._row is not None and self._cell is not None:
                if self._cell.column <= MAX_COLUMNS:
                    self._row.cells.append(self._cell)
                elif self._cell.text or self._cell.formula is not None:
                    self._row.too_wide = True
            self._cell = None
        elif local == "v" and self._cell is not None:
            self._cell.text = self._take()
        elif local == "f" and self._cell is not None:
            self._cell.formula = self._take()
        elif local == "t" and self._cell is not None:
            if not self._phonetic:
                self._cell.text += self._take()
        elif local == "rPh":
            self._phonetic = False
        elif local == "row" and self._row is not None:
            self.done.append(self._row)
            self._row = None


def read_rows(stream: IO[bytes]) -> Iterator[RawRow]:
    """Yields the rows of a sheet that are stored in it, in order."""
    parser = _Rows()
    for _ in parser.feed(stream):
        yield from parser.done
        parser.done.clear()


def find_merged(stream: IO[bytes]) -> list[MergedRange]:
    """Returns the merged ranges of a sheet in order. They come after the rows, so the bytes are searched before the
    rows are read.
    """
    found: list[MergedRange] = []
    rest = b""
    while chunk := stream.read(4 * _CHUNK):
        data = rest + chunk
        end = 0
        for match in _MERGED.finditer(data):
            end = match.end()
            ranges = _range(match.group(1).decode("ascii"))
            if ranges is not None:
                found.append(ranges)
        if len(found) > MAX_MERGED_RANGES:
            raise InputError("list:xlsx:too_many_merged", expected=MAX_MERGED_RANGES)
        # The longest tag that matters is far shorter than this.
        rest = data[max(end, len(data) - 512) :]
    return sorted(found)


def _range(text: str) -> MergedRange | None:
    first, _, last = text.partition(":")
    begin, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
    if begin is None or end is None:
        return None
    return MergedRange(
        first_line=int(begin.group(2)),
        last_line=int(end.group(2)),
        first_column=_column_number(begin.group(1)),
        last_column=_column_number(end.group(1)),
    )

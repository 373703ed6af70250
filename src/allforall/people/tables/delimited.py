"""Delimited text (CSV) as rows: RFC 4180 quoting, with the defects of real files found and named.

Not the standard library's reader: that one joins the rest of a file into one cell if a quote is not closed, drops the
quotes of a cell such as ``"Бук" позивний``, and cannot tell on which line a row began.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import BinaryIO, NamedTuple

from allforall.people.tables.encodings import TextEncoding, decoded_lines, is_doubled
from allforall.people.tables.header import Header, find_header
from allforall.people.tables.limits import (
    HEADER_SEARCH_ROWS,
    MAX_CELL_CHARS,
    MAX_COLUMNS,
    MAX_LINE_CHARS,
    MAX_LINES_IN_CELL,
    SAMPLE_ROWS,
    shorten,
)
from allforall.people.tables.table import Entry, Line, problem

DELIMITERS = (";", ",", "\t", "|")
_SEP = re.compile(r"\s*sep=(.?)\s*", re.IGNORECASE)
_BROKEN = re.compile("[\udc80-\udcff]")
_CLOSED = re.compile(r'"[^"]*(?:""[^"]*)*"(?!")')
_ENDS = "\r\n"


class _Piece(NamedTuple):
    """One physical line: its number and its text without its end."""

    line: int
    text: str
    end: str


def read_delimited(
    stream: BinaryIO, encoding: TextEncoding, delimiter: str, *, expected_width: int = 0
) -> Iterator[Entry]:
    """Yields every row of the file in order, and a problem for every defect.

    `expected_width` (the number of headings, 0 if not known) decides about a row with an unclosed quote: a line with
    the right number of cells when its quotes are taken as letters is kept, another is refused.
    """
    pieces = _Pieces(_physical_lines(stream, encoding))
    while (piece := pieces.take()) is not None:
        text = piece.text
        fault = _find_fault(text, broken=encoding.broken)
        if fault is not None:
            yield problem(piece.line, fault, found=shorten(_BROKEN.sub("�", text)), refused=True)
        elif '"' not in text:
            yield piece.line, _check_width(tuple(text.split(delimiter)))
        else:
            yield from _quoted_row(piece, pieces, delimiter, expected_width, broken=encoding.broken)


def _check_width(cells: tuple[str, ...]) -> tuple[str, ...]:
    # Wider rows are refused by the caller, who compares with the headings; this only limits their memory.
    return cells if len(cells) <= 4 * MAX_COLUMNS else cells[: 4 * MAX_COLUMNS]


def _find_fault(text: str, *, broken: bool) -> str | None:
    """Returns the code of the reason why a line cannot be text of this file, or None."""
    if len(text) >= MAX_LINE_CHARS:
        return "list:line:too_long"
    if broken and _BROKEN.search(text):
        return "list:line:encoding"
    return "list:line:doubled_encoding" if not text.isascii() and is_doubled(text) else None


def _physical_lines(stream: BinaryIO, encoding: TextEncoding) -> Iterator[_Piece]:
    """Yields the lines with their numbers; of a line that is too long only its beginning."""
    number, overlong = 1, False
    for text in decoded_lines(stream, encoding):
        body = text.rstrip(_ENDS) if text[-1] in _ENDS else text
        end = text[len(body) :]
        # `rstrip` removes one end only, since a physical line has no other line end inside.
        if not overlong:
            yield _Piece(number, body, end)
        overlong = not end and len(text) >= MAX_LINE_CHARS
        if end:
            number += 1


class _Pieces:
    """The physical lines, with look-ahead."""

    def __init__(self, source: Iterator[_Piece]) -> None:
        self._source = source
        self._ahead: deque[_Piece] = deque()

    def take(self) -> _Piece | None:
        return self._ahead.popleft() if self._ahead else next(self._source, None)

    def look(self, index: int) -> _Piece | None:
        """Returns the line `index` places ahead without consuming it."""
        while len(self._ahead) <= index:
            piece = next(self._source, None)
            if piece is None:
                return None
            self._ahead.append(piece)
        return self._ahead[index]

    def skip(self, count: int) -> None:
        for _ in range(count):
            self._ahead.popleft()


@lru_cache(maxsize=16)
def _cell_pattern(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Returns patterns for a well-formed quoted cell and for a cell taken literally, each up to its delimiter
    or the end.
    """
    mark = re.escape(delimiter)
    return re.compile(rf'"([^"]*(?:""[^"]*)*)" *(?={mark}|\Z)'), re.compile(rf"[^{mark}]*")


def _quoted_row(
    first: _Piece, pieces: _Pieces, delimiter: str, expected_width: int, *, broken: bool
) -> Iterator[Entry]:
    """Yields the row that starts on a line with quotes, over as many lines as its quotes require."""
    quoted, literal = _cell_pattern(delimiter)
    cells: list[str] = []
    text, used, position, stray = first.text, 0, 0, False
    last = first
    while True:
        if text.startswith('"', position):
            match = quoted.match(text, position)
            if match is None and _is_open(text, position):
                # No end of this cell so far: the cell continues on the next line, if there is one within limits.
                following = pieces.look(used)
                if (
                    following is None
                    or used + 1 >= MAX_LINES_IN_CELL
                    or len(text) - position > 2 * MAX_CELL_CHARS
                    or _find_fault(following.text, broken=broken) is not None
                ):
                    yield from _unclosed(first, delimiter, expected_width)
                    return
                text, used = text + last.end + following.text, used + 1
                last = following
                continue
            if match is None:
                match = literal.match(text, position)
                stray = True
                cells.append(match.group() if match else "")
            else:
                cells.append(match.group(1).replace('""', '"'))
        else:
            match = literal.match(text, position)
            cells.append(match.group() if match else "")
        position = match.end() if match else len(text)
        if position >= len(text):
            break
        position += 1  # the delimiter
    if used and (stray or expected_width) and not _is_one_row(text, cells, delimiter, expected_width, stray=stray):
        yield from _unclosed(first, delimiter, expected_width)
        return
    pieces.skip(used)
    yield first.line, _check_width(tuple(cells))
    if stray:
        yield problem(first.line, "list:row:stray_quote", found=shorten(first.text))
    hides = len(cells) != expected_width or any(_hides_row(cell, delimiter, expected_width) for cell in cells)
    if used and expected_width > 1 and hides:
        yield problem(first.line, "list:row:rows_in_quotes", expected=str(first.line), found=str(first.line + used))


def _is_open(text: str, position: int) -> bool:
    """Whether the quoted cell that starts at `position` has no closing quote yet (doubled quotes mean one)."""
    return text.count('"', position) % 2 == 1 and not _CLOSED.match(text, position)


def _unclosed(first: _Piece, delimiter: str, expected_width: int) -> Iterator[Entry]:
    """Yields the line taken literally if that gives the right number of cells, with a problem; else refuses it."""
    cells = tuple(first.text.split(delimiter))
    fits = expected_width > 0 and len(cells) == expected_width
    if fits:
        yield first.line, cells
    yield problem(first.line, "list:row:unclosed_quote", found=shorten(first.text), refused=not fits)


def _is_one_row(text: str, cells: list[str], delimiter: str, width: int, *, stray: bool) -> bool:
    """Whether cells read over several lines are one row: of the right width, or at least not one row on each line.

    A quote closed in the middle of a later cell was never closed, unless the row then has the right width.
    """
    if len(cells) == width:
        return not (stray and _fits_line_by_line(text, delimiter, width))
    return not stray and not _fits_line_by_line(text, delimiter, width)


def _fits_line_by_line(text: str, delimiter: str, width: int) -> bool:
    return all(line.count(delimiter) == width - 1 for line in text.splitlines())


def _hides_row(cell: str, delimiter: str, width: int) -> bool:
    """Whether a line inside a cell has as many delimiters as a row of this file."""
    return ("\n" in cell or "\r" in cell) and any(line.count(delimiter) == width - 1 for line in cell.splitlines())


def find_delimiter(stream: BinaryIO, encoding: TextEncoding, *, stated: str = "") -> str:
    """Returns the delimiter with which the header is best understood, then with which the rows are most alike.

    For a file of one column any delimiter will do; it gets the first.
    """
    if stated:
        return stated
    first = next(_physical_lines(stream, encoding), None)
    said = _SEP.fullmatch(first.text) if first is not None else None
    if said is not None and said.group(1):
        return said.group(1)
    return max(DELIMITERS, key=lambda mark: _weigh(stream, encoding, mark))


def _weigh(stream: BinaryIO, encoding: TextEncoding, delimiter: str) -> tuple[int, float, int]:
    rows = sample_rows(stream, encoding, delimiter)
    header: Header = find_header(rows)
    widths = Counter(len(cells) for _, cells in rows)
    if not widths:
        return 0, 0.0, 0
    width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
    alike = count / len(rows) if width > 1 else 0.0
    return header.understood, alike, width


def sample_rows(stream: BinaryIO, encoding: TextEncoding, delimiter: str) -> list[Line]:
    """Returns the first rows that are not empty."""
    rows = (entry for entry in read_delimited(stream, encoding, delimiter) if isinstance(entry, tuple))
    filled = (row for row in rows if any(cell.strip() for cell in row[1]) and not is_separator_line(row))
    return list(islice(filled, HEADER_SEARCH_ROWS + SAMPLE_ROWS))


def is_separator_line(row: Line) -> bool:
    """Whether this is the line `sep=;` that spreadsheets put first."""
    line, cells = row
    return line == 1 and len(cells) <= 2 and _SEP.fullmatch(cells[0]) is not None and not "".join(cells[1:]).strip()

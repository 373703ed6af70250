"""XLSX sheets as rows: texts as stored, formulas as text that is never run, dates in ISO form.

Before anything is unpacked, the list of entries must be within the limits of `limits.py`; Python's zipfile then reads
no more of an entry than the list states.
"""

import datetime as dt
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

import openpyxl
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.datetime import from_excel

from allforall.errors import InputError
from allforall.people.tables.content import TableFormat
from allforall.people.tables.header import Header, describe_above, find_header, state_header
from allforall.people.tables.limits import (
    HEADER_SEARCH_ROWS,
    MAX_COLUMNS,
    MAX_PART_BYTES,
    MAX_SHEET_BYTES,
    MAX_STRINGS_BYTES,
    MAX_ZIP_ENTRIES,
    MAX_ZIP_RATIO,
    RATIO_MATTERS_FROM,
    SAMPLE_ROWS,
    shorten,
)
from allforall.people.tables.sheet_xml import (
    MergedRange,
    RawCell,
    RawRow,
    find_merged,
    read_rows,
    read_strings,
    unescape,
)
from allforall.people.tables.sift import Sieve
from allforall.people.tables.table import Entry, Line, Table, problem

_STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
#: What zipfile, zlib, expat and openpyxl raise for a damaged or hostile package.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ExpatError,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)
#: Excel keeps 15 digits of a number (Microsoft, "Excel specifications and limits"): longer identifiers have lost their
#: end.
_EXACT_DIGITS = 15


@dataclass(frozen=True, slots=True)
class _Book:
    """What the rows of every sheet need from the workbook."""

    archive: zipfile.ZipFile
    strings: list[str]
    epoch: dt.datetime
    dates: frozenset[int]
    durations: frozenset[int]
    zeros: dict[int, int]
    sheets: tuple[tuple[str, str, bool], ...]  # name, part, visible


def open_xlsx(stream: BinaryIO, *, sheet: str = "", header_line: int | None = None) -> Table:
    """Returns the table of a workbook: of the sheet named, or of the one sheet whose header is understood.

    Raises InputError: `list:xlsx:damaged`, `list:xlsx:bomb`, `list:xlsx:doctype`, `list:xlsx:encrypted`,
    `list:sheet:unknown`, `list:sheet:several`, `list:sheet:none`.
    """
    try:
        book = _open_book(stream)
        name, part, rows, header, others = _choose(book, sheet, header_line)
        with book.archive.open(part) as source:
            merged = find_merged(source)
    except _DAMAGE as fault:
        raise InputError("list:xlsx:damaged", found=type(fault).__name__) from fault
    after = header.line + header.rows - 1 if header.line else 0
    headings = header.headings
    sieve = Sieve(headings, after, ragged=False)
    titles, above = describe_above(rows, header)
    return Table(
        format=TableFormat.XLSX,
        encoding="",
        delimiter="",
        sheet=name,
        headings=headings,
        header_line=header.line,
        titles=titles,
        sample=tuple(islice((row for row in rows if row[0] > after), SAMPLE_ROWS)),
        source=partial(_entries, book, part, sieve, merged),
        opening_problems=(*above, *(problem(0, "list:sheet:not_read", found=shorten(other)) for other in others)),
    )


def _open_book(stream: BinaryIO) -> _Book:
    if not openpyxl.DEFUSEDXML:
        # Without it openpyxl reads the workbook's parts with a parser that expands entities.
        raise InputError("list:xlsx:no_defusedxml")
    stream.seek(0)
    with zipfile.ZipFile(stream) as listing:
        _check_package(listing)
    reader: Any = ExcelReader(stream, read_only=True, keep_links=False)
    if any(_is_strict(reader.archive, name) for name in ("xl/workbook.xml",) if name in reader.valid_files):
        raise InputError("list:xlsx:strict")
    reader.read_manifest()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    strings: list[str] = []
    shared = reader.package.find(_STRINGS)
    if shared is not None:
        with reader.archive.open(shared.PartName[1:]) as source:
            strings = read_strings(source)
    book = reader.wb
    sheets = tuple(
        (found.name, relation.target, found.state == "visible")
        for found, relation in reader.parser.find_sheets()
        if relation.target in reader.valid_files and "chartsheet" not in relation.Type
    )
    return _Book(
        archive=reader.archive,
        strings=strings,
        epoch=book.epoch,
        dates=frozenset(book._date_formats),  # noqa: SLF001 - openpyxl has no public word for it
        durations=frozenset(book._timedelta_formats),  # noqa: SLF001 - as above
        zeros=_zero_formats(book),
        sheets=sheets,
    )


def _is_strict(archive: zipfile.ZipFile, name: str) -> bool:
    with archive.open(name) as source:
        return b"purl.oclc.org/ooxml/spreadsheetml" in source.read(4096)


def _check_package(archive: zipfile.ZipFile) -> None:
    """Raises if the list of entries exceeds what a list of persons can need; nothing has been unpacked by then."""
    entries = archive.infolist()
    if len(entries) > MAX_ZIP_ENTRIES:
        raise InputError("list:xlsx:bomb", limit="entries", expected=MAX_ZIP_ENTRIES, found=len(entries))
    if len({entry.filename for entry in entries}) != len(entries):
        raise InputError("list:xlsx:damaged", found="two entries of one name")
    for entry in entries:
        name = entry.filename.lower()
        if entry.flag_bits & 0x1:
            raise InputError("list:xlsx:encrypted")
        if name.startswith("xl/media/") or name.endswith((".jpeg", ".jpg", ".png", ".emf", ".wmf", ".bin")):
            continue  # never unpacked here
        limit = MAX_PART_BYTES
        if "worksheets/" in name:
            limit = MAX_SHEET_BYTES
        elif "sharedstrings" in name:
            limit = MAX_STRINGS_BYTES
        if entry.file_size > limit:
            raise InputError("list:xlsx:bomb", limit="size", expected=limit, found=entry.file_size)
        if entry.file_size > RATIO_MATTERS_FROM and entry.file_size > MAX_ZIP_RATIO * max(entry.compress_size, 1):
            ratio = entry.file_size // max(entry.compress_size, 1)
            raise InputError("list:xlsx:bomb", limit="ratio", expected=MAX_ZIP_RATIO, found=ratio)


def _zero_formats(book: Any) -> dict[int, int]:
    """Returns the styles that show a number with leading zeros ("000000"), with the number of digits."""
    zeros = {}
    for index, style in enumerate(book._cell_styles):  # noqa: SLF001 - openpyxl has no public word for it
        number = style.numFmtId - 164  # the workbook's own formats begin there (ECMA-376 part 1, 18.8.30)
        if 0 <= number < len(book._number_formats):  # noqa: SLF001 - as above
            shown = book._number_formats[number]  # noqa: SLF001 - as above
            if len(shown) > 1 and set(shown) == {"0"}:
                zeros[index] = len(shown)
    return zeros


def _choose(book: _Book, wanted: str, header_line: int | None) -> tuple[str, str, list[Line], Header, tuple[str, ...]]:
    """Returns name and part of the sheet to be read, its first rows, its header, and the unread sheets with text."""
    names = ", ".join(name for name, _, _ in book.sheets)
    if wanted and wanted not in {name for name, _, _ in book.sheets}:
        raise InputError("list:sheet:unknown", expected=names, found=wanted)
    looked = []
    for name, part, visible in book.sheets:
        rows = _first_rows(book, part)
        if rows:
            looked.append((name, part, rows, find_header(rows), visible))
    chosen = [look for look in looked if look[0] == wanted] if wanted else looked
    if not chosen:
        raise InputError("list:file:blank")
    if len(chosen) > 1:
        understood = [look for look in chosen if look[3].understood]
        if len(understood) != 1:
            code = "list:sheet:several" if understood else "list:sheet:none"
            raise InputError(code, found=", ".join(look[0] for look in understood or chosen))
        chosen = understood
    name, part, rows, header, _ = chosen[0]
    if header_line is not None:
        header = state_header(rows, header_line)
    return name, part, rows, header, tuple(look[0] for look in looked if look[0] != name)


def _first_rows(book: _Book, part: str) -> list[Line]:
    rows: list[Line] = []
    with book.archive.open(part) as source:
        for raw in read_rows(source):
            cells = tuple(_write(book, raw)[0])
            if any(cell.strip() for cell in cells):
                rows.append((raw.line, cells))
            if len(rows) >= HEADER_SEARCH_ROWS + SAMPLE_ROWS:
                break
    return rows


def _entries(book: _Book, part: str, sieve: Sieve, merged: list[MergedRange]) -> Iterator[Entry]:
    """Yields the rows below the header, and problems with formulas, merged cells, hidden rows and dates."""
    seen = _Seen()
    rows = 0
    for entry in sieve.sift(_raw_entries(book, part, sieve, merged, seen)):
        rows += isinstance(entry, tuple)
        yield entry
    if seen.hidden:
        yield problem(seen.first_hidden, "list:xlsx:hidden_rows", found=str(seen.hidden))
    for column, count in sorted(seen.dates.items()):
        heading = sieve.headings[column - 1] if column <= len(sieve.headings) else ""
        yield problem(0, "list:xlsx:dates_as_iso", column=column, heading=heading, found=str(count))
    if not rows:
        yield problem(sieve.after_line, "list:rows:none")


class _Seen:
    """Counts kept while rows are read."""

    def __init__(self) -> None:
        self.hidden = 0
        self.first_hidden = 0
        self.dates: Counter[int] = Counter()


def _raw_entries(book: _Book, part: str, sieve: Sieve, merged: list[MergedRange], seen: _Seen) -> Iterator[Entry]:
    pending = [found for found in merged if found.last_line > sieve.after_line]
    pending.reverse()
    try:
        with book.archive.open(part) as source:
            for raw in read_rows(source):
                cells, dates, inexact = _write(book, raw)
                if raw.line > sieve.after_line and any(cells):
                    seen.dates.update(dates)
                    if raw.hidden:
                        seen.hidden += 1
                        seen.first_hidden = seen.first_hidden or raw.line
                here = []
                while pending and pending[-1].first_line <= raw.line:
                    here.append(pending.pop())
                yield from _one_row(raw, cells, inexact, here, sieve)
    except _DAMAGE as fault:
        raise InputError("list:xlsx:damaged", found=type(fault).__name__) from fault


def _one_row(
    raw: RawRow, cells: list[str], inexact: list[int], merged: list[MergedRange], sieve: Sieve
) -> Iterator[Entry]:
    if raw.too_wide:
        yield problem(raw.line, "list:row:too_many_cells", expected=str(MAX_COLUMNS), refused=True)
        return
    wide = [found for found in merged if found.first_line == found.last_line == raw.line]
    filled = [index for index, cell in enumerate(cells, start=1) if cell.strip()]
    for found in wide:
        covered = found.last_column - found.first_column + 1
        if len(filled) == 1 and filled[0] == found.first_column and covered * 2 >= len(sieve.headings):
            yield problem(
                raw.line,
                "list:row:section",
                column=filled[0],
                found=shorten(cells[filled[0] - 1]),
                refused=True,
            )
            return
    yield raw.line, tuple(cells)
    for found in merged:
        # Only the first cell of a merged range has a text; what the others were meant to contain is for a person to
        # decide.
        yield problem(
            max(raw.line, found.first_line),
            "list:xlsx:merged_cells",
            column=found.first_column,
            heading=sieve.headings[found.first_column - 1] if found.first_column <= len(sieve.headings) else "",
            found=str(found),
        )
    for column in inexact:
        heading = sieve.headings[column - 1] if column <= len(sieve.headings) else ""
        yield problem(
            raw.line,
            "list:xlsx:digits_lost",
            column=column,
            heading=heading,
            found=shorten(cells[column - 1]),
        )


def _write(book: _Book, raw: RawRow) -> tuple[list[str], list[int], list[int]]:
    """Returns the cells of a row as texts, the columns that held dates, and those whose number has more
    digits than Excel keeps.
    """
    cells: list[str] = []
    dates: list[int] = []
    inexact: list[int] = []
    for cell in raw.cells:
        text = cell.text
        if cell.kind == "s" and cell.formula is None:
            text = book.strings[int(text)] if text else ""
        elif cell.formula is not None:
            text = f"={cell.formula or text}"
        elif cell.kind == "n" and text:
            text = _number(book, cell)
            if cell.style in book.dates:
                dates.append(cell.column)
            elif sum(map(str.isdigit, text)) > _EXACT_DIGITS and "." not in text:
                inexact.append(cell.column)
        elif cell.kind == "b" and text:
            text = "TRUE" if text == "1" else "FALSE"
        elif cell.kind in {"inlineStr", "str"}:
            text = unescape(text)
        while len(cells) < cell.column - 1:
            cells.append("")
        if len(cells) >= cell.column:
            if cells[cell.column - 1] and text:
                raise InputError("list:xlsx:cell_twice", line=raw.line, column=cell.column)
            cells[cell.column - 1] = cells[cell.column - 1] or text
        else:
            cells.append(text)
    return cells, dates, inexact


def _number(book: _Book, cell: RawCell) -> str:
    """Returns a number as displayed: a date in ISO form, a whole number without a point, leading zeros if the format
    has them.
    """
    value = float(cell.text)
    if cell.style in book.dates:
        return _date(book, cell, value)
    if "." not in cell.text and "e" not in cell.text.lower():
        shown = cell.text
    elif value.is_integer() and abs(value) < 1e21:
        shown = str(int(value))
    else:
        shown = repr(value)
    digits = book.zeros.get(cell.style, 0)
    return shown.zfill(digits) if digits and shown.isdigit() else shown


def _date(book: _Book, cell: RawCell, value: float) -> str:
    try:
        when = from_excel(value, book.epoch, timedelta=cell.style in book.durations)
    except (OverflowError, ValueError):
        return cell.text
    if isinstance(when, dt.datetime):
        midnight = when.time() == dt.time()
        return when.date().isoformat() if midnight else when.isoformat(sep=" ", timespec="minutes")
    return when.isoformat(timespec="minutes") if isinstance(when, dt.time) else str(when)

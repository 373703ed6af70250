"""Opens a list: kind of file, encoding, delimiter, sheet and header are found by its content, or taken from a
mapping file.
"""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from allforall.errors import InputError
from allforall.people.tables.content import TableFormat, find_format
from allforall.people.tables.delimited import find_delimiter, is_separator_line, read_delimited, sample_rows
from allforall.people.tables.encodings import TextEncoding, find_encoding
from allforall.people.tables.header import describe_above, find_header, state_header
from allforall.people.tables.json_rows import open_json
from allforall.people.tables.limits import MAX_COLUMNS, SAMPLE_ROWS
from allforall.people.tables.sift import Sieve
from allforall.people.tables.table import Entry, Table, problem
from allforall.people.tables.xlsx import open_xlsx

if TYPE_CHECKING:
    from allforall.people.mapping import ColumnMapping


def open_table(stream: BinaryIO, *, file_name: str, mapping: "ColumnMapping | None" = None) -> Table:
    """Returns the list in a file, which can be read repeatedly while the stream stays open.

    The kind of file is decided by its content; `file_name` is used in messages only. Raises InputError if the file
    cannot be read as a list at all; a list whose headings are not understood still opens, so that a mapping can be
    drafted.
    """
    try:
        found = find_format(stream)
        if found is TableFormat.XLSX:
            sheet = mapping.sheet if mapping else ""
            return open_xlsx(stream, sheet=sheet, header_line=mapping.header_line if mapping else None)
        encoding = find_encoding(stream, stated=mapping.encoding if mapping else "")
        if found is TableFormat.JSON:
            return open_json(stream, encoding)
        return _open_delimited(stream, encoding, mapping)
    except InputError as error:
        error.params.setdefault("file", file_name)
        raise


def _open_delimited(stream: BinaryIO, encoding: TextEncoding, mapping: "ColumnMapping | None") -> Table:
    delimiter = find_delimiter(stream, encoding, stated=mapping.delimiter if mapping else "")
    rows = sample_rows(stream, encoding, delimiter)
    if not any(map(str.isalnum, "".join(cell for _, cells in rows for cell in cells))):
        raise InputError("list:file:blank")
    header = find_header(rows)
    stated = mapping.header_line if mapping else None
    if stated is not None:
        header = state_header(rows, stated)
    headings = header.headings
    if len(headings) > MAX_COLUMNS:
        raise InputError("list:header:too_wide", expected=MAX_COLUMNS, found=len(headings))
    after = header.line + header.rows - 1
    # A heading may itself be quoted over several lines; the rest starts at the next row, wherever that is.
    sieve = Sieve(headings, after, ragged=bool(headings))
    titles, found = describe_above(rows, header)
    return Table(
        format=TableFormat.CSV,
        encoding=encoding.name,
        delimiter=delimiter,
        sheet="",
        headings=headings,
        header_line=header.line,
        titles=titles,
        sample=tuple(islice((row for row in rows if row[0] > after), SAMPLE_ROWS)),
        source=partial(_entries, stream, encoding, delimiter, sieve),
        opening_problems=found,
    )


def _entries(stream: BinaryIO, encoding: TextEncoding, delimiter: str, sieve: Sieve) -> Iterator[Entry]:
    raw = read_delimited(stream, encoding, delimiter, expected_width=len(sieve.headings))
    rows = 0
    for entry in sieve.sift(entry for entry in raw if not (isinstance(entry, tuple) and is_separator_line(entry))):
        rows += isinstance(entry, tuple)
        yield entry
    if not rows:
        yield problem(sieve.after_line, "list:rows:none")

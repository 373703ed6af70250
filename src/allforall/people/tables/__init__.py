"""Tables of persons from files: CSV, XLSX and JSON on binary streams, as rows of texts exactly as written.

Takes a seekable binary stream; gives a `Table` whose rows can be read repeatedly, with the problems found on the way.
The kind of file, its encoding, delimiter, sheet and header are found by content; a mapping file
(`allforall.people.mapping`) can state them. Nothing is evaluated, nothing outside the file is fetched, and `limits`
bounds memory.
"""

from allforall.people.tables.content import TableFormat
from allforall.people.tables.opening import open_table
from allforall.people.tables.table import Entry, Line, Table

__all__ = ["Entry", "Line", "Table", "TableFormat", "open_table"]

"""Person rows from a table in memory: a pandas DataFrame, a pyarrow Table, or a mapping of columns.

The cells are read like those of a file (`reading`), so that dates, ranks, units and names come out the same; unreadable
cells stay as written. For notebooks, and for the parts of a list on a cluster.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from allforall.errors import CallError
from allforall.people.columns import ColumnMapping
from allforall.people.dates import DateOrder
from allforall.people.fields import Basis, Field
from allforall.people.persons import PersonRow
from allforall.people.reading import read_people
from allforall.people.tables.content import TableFormat
from allforall.people.tables.table import Entry, Table


def rows_of_table(
    table: Any,
    fields: Mapping[str, Field | str],
    *,
    key: str,
    as_of: date,
    date_order: DateOrder = DateOrder.UNKNOWN,
) -> Iterator[PersonRow]:
    """Yields the rows of a table that identify a person, each with its value in the column `key` as its key.

    `fields` says which column is which field: ``{"last_name": "surname", "dob": "birth_date"}``; other columns are
    ignored. `as_of` is the date of the list: ages count from it. Missing values are blank cells. Raises CallError if a
    column is missing, a field has no such name, or a key is missing.
    """
    present = _names(table)
    for name in (key, *fields):
        if name not in present:
            raise CallError("people:table:no_such_column", found=str(name), expected=", ".join(map(str, present)))
    known = {field.value: field for field in Field}
    for field in fields.values():
        if str(field) not in known:
            raise CallError("people:table:no_such_field", found=str(field), expected=", ".join(known))
    columns = [_cells(table[name]) for name in fields]
    keys = _cells(table[key])
    if "" in keys:
        raise CallError("people:table:no_key", column=str(key), row=keys.index(""))

    def entries() -> Iterator[Entry]:
        yield from enumerate(zip(*columns, strict=True), start=1)

    read = read_people(
        Table(
            format=TableFormat.CSV,
            encoding="utf-8",
            delimiter="",
            sheet="",
            headings=tuple(map(str, fields)),
            header_line=0,
            titles=(),
            sample=(),
            source=entries,
        ),
        ColumnMapping(columns=tuple(known[str(field)] for field in fields.values()), date_order=date_order),
        list_key="",
        as_of=as_of,
        basis=Basis.NOT_STATED,
    )
    for row in read:
        if isinstance(row, PersonRow):
            yield replace(row, key=keys[row.line - 1])


def _names(table: Any) -> list[Any]:
    if hasattr(table, "column_names"):
        return list(table.column_names)
    return list(table.columns) if hasattr(table, "columns") else list(table)


def _cells(column: Any) -> list[str]:
    """The values of a column as cells: texts, whole numbers without a decimal point, dates in ISO 8601."""
    for name in ("to_pylist", "to_list", "tolist"):
        if callable(give := getattr(column, name, None)):
            column = give()
            break
    return [_cell(value) for value in column]


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return ""
    if isinstance(value, float):
        if value != value:  # noqa: PLR0124  NaN is how pandas says that a number is missing
            return ""
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value)

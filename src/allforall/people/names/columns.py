"""A column of names with its codes as further columns: for a notebook, a table of pandas or Arrow, or Splink.

Takes any sequence of texts (list, numpy array, pandas or polars Series, Arrow array or chunked array) and gives
plain Python lists of the same length; a missing value stays missing in every column. Every distinct name is coded once,
in whole-column passes. Neither pandas nor Arrow is required: they are imported only if their table is wanted.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from allforall.errors import CallError
from allforall.people.names.folding import coarse, folds_all, masculine, skeleton, stem
from allforall.people.names.given import NO_GROUP, given_names
from allforall.people.names.parts import NameParts, mend_name, split_full_name

#: The columns of `NameColumns`, in this order.
CODES = (
    "mended", "fold", "readings", "coarse", "skeleton", "family", "father", "whole", "short", "father_whole",
)  # fmt: skip
#: The columns of `part_columns`, in this order.
PARTS = ("surname", "given_name", "patronymic", "other", "call_sign")

#: The form of a reading, a group or a part in a cell; None if the name is missing.
Cell = str | list[str] | list[int] | None


@dataclass(frozen=True, slots=True)
class NameColumns(Mapping[str, list[Any]]):
    """Columns by name, all of one length: `columns["fold"]`, `dict(columns)`, `columns.to_pandas()`.

    Of `name_columns`: `mended` is the name with wrong keyboard layout and look-alike letters repaired; `fold` its usual
    reading by sound and `readings` all of them; `coarse` and `skeleton` coarser keys; `family` the fold without
    endings that differ by sex; `father` what a patronymic and the father's name have in common; `whole` the groups
    of given names that it is a full form of, `short` those it is short for, `father_whole` those of the father. Group
    numbers are lines of the table of given names and are valid within one version of this package.
    """

    columns: dict[str, list[Any]]
    index: Any = field(default=None, repr=False, compare=False)

    def __getitem__(self, name: str) -> list[Any]:
        """Returns one column."""
        return self.columns[name]

    def __iter__(self) -> Iterator[str]:
        """Yields the names of the columns."""
        return iter(self.columns)

    def __len__(self) -> int:
        """Returns the number of columns."""
        return len(self.columns)

    def to_pandas(self, prefix: str = "") -> Any:
        """Returns a pandas DataFrame; the index is that of the Series passed in."""
        import pandas as pd  # noqa: PLC0415  no dependency: whoever asks for a DataFrame has it

        named = {f"{prefix}{name}": pd.Series(column, dtype=object) for name, column in self.columns.items()}
        frame = pd.DataFrame(named)
        return frame if self.index is None else frame.set_axis(self.index, axis=0)

    def to_arrow(self, prefix: str = "") -> Any:
        """Returns a pyarrow Table of strings and lists."""
        import pyarrow as pa  # noqa: PLC0415  no dependency: whoever asks for a Table has it

        types = {**dict.fromkeys(self.columns, pa.string()), **_list_types(pa)}
        arrays = {f"{prefix}{name}": pa.array(column, types[name]) for name, column in self.columns.items()}
        return pa.table(arrays)


def _list_types(pa: Any) -> dict[str, Any]:
    numbers = pa.list_(pa.int64())
    return {"readings": pa.list_(pa.string()), "whole": numbers, "short": numbers, "father_whole": numbers}


def _texts(values: Any) -> list[str | None]:
    """The values of a column as texts; None for every kind of missing value."""
    if isinstance(values, str | bytes | Mapping) or hasattr(values, "columns") or not isinstance(values, Iterable):
        raise CallError("names:column:not_a_column", found=type(values).__name__)
    # Arrow, polars, pandas and numpy each convert to plain Python values much faster than one by one
    for name in ("to_pylist", "to_list", "tolist"):
        if callable(give := getattr(values, name, None)):
            values = give()
            break
    return [_text(i, value) for i, value in enumerate(values)]


def _text(i: int, value: Any) -> str | None:
    if isinstance(value, str):
        return value
    # NaN, NaT and pandas' NA are the values that are not equal to themselves
    if value is None or type(value).__name__ == "NAType":
        return None
    try:
        missing = bool(value != value)  # noqa: PLR0124
    except (TypeError, ValueError):
        missing = False
    if missing:
        return None
    raise CallError("names:column:not_text", row=i, found=type(value).__name__)


def name_columns(values: Any, *, mend: bool = True) -> NameColumns:
    """Returns the codes of a column of names (surnames, given names or patronymics), row by row.

    With `mend` a name typed in the wrong keyboard layout or with look-alike letters is repaired before it is coded;
    leave it off if that was already done. Raises CallError if a value is not text.
    """
    texts = _texts(values)
    distinct = list(dict.fromkeys(text for text in texts if text is not None))
    codes = _codes(distinct, mend=mend)
    number: dict[str | None, int] = {text: i for i, text in enumerate(distinct)}
    number[None] = len(distinct)
    places = [number[text] for text in texts]
    made = {name: [*column, None] for name, column in codes.items()}
    columns = {name: [column[i] for i in places] for name, column in made.items()}
    return NameColumns(columns, getattr(values, "index", None) if hasattr(values, "iloc") else None)


def _codes(names: list[str], *, mend: bool) -> dict[str, list[Cell]]:
    """The columns of `CODES` for distinct names."""
    table = given_names()
    mended = [mend_name(name)[0] for name in names] if mend else names
    readings = folds_all(mended)
    firsts = [codes[0] for codes in readings]

    def groups(known: dict[str, frozenset[int]], codes: Iterable[str]) -> list[int]:
        return sorted(next((known[code] for code in codes if code in known), NO_GROUP))

    return {
        "mended": list(mended),
        "fold": list(firsts),
        "readings": [list(codes) for codes in readings],
        "coarse": [coarse(code) for code in firsts],
        "skeleton": [skeleton(code) for code in firsts],
        "family": [masculine(code) for code in firsts],
        "father": [stem(code) for code in firsts],
        "whole": [groups(table.whole, codes) for codes in readings],
        "short": [groups(table.short, codes[:1]) for codes in readings],
        "father_whole": [groups(table.fathers, map(stem, codes)) for codes in readings],
    }


def part_columns(values: Any) -> NameColumns:
    """Returns the parts of a column of full names: surname, given name, patronymic, other, call-sign.

    A missing part is the empty text; a missing name is missing in every column.
    """
    texts = _texts(values)
    known = {text: _parts(text) for text in dict.fromkeys(texts) if text is not None}
    columns: dict[str, list[Any]] = {
        part: [None if text is None else getattr(known[text], part) for text in texts] for part in PARTS
    }
    return NameColumns(columns, getattr(values, "index", None) if hasattr(values, "iloc") else None)


def _parts(text: str) -> NameParts:
    mended, marks = mend_name(text)
    # Capitals mark the surname, so a name that needed no repair is split as written.
    return split_full_name(mended if marks else text)


def with_name_columns(table: Any, *names: str, codes: Iterable[str] = CODES, mend: bool = True) -> Any:
    """Returns a pandas DataFrame or a pyarrow Table with the codes of some of its columns beside them.

    The columns made are named after the one they come from: `surname_fold`, `surname_readings`, ... Raises CallError if
    the table has no such column, or a code is not in `CODES`.
    """
    chosen = tuple(codes)
    for code in chosen:
        if code not in CODES:
            raise CallError("names:column:unknown_code", found=code, expected=", ".join(CODES))
    arrow = hasattr(table, "column_names") and hasattr(table, "append_column")
    if not arrow and not hasattr(table, "assign"):
        raise CallError("names:column:not_a_table", found=type(table).__name__)
    present = list(table.column_names) if arrow else list(table.columns)
    for name in names:
        if name not in present:
            raise CallError("names:column:no_such_column", found=name, expected=", ".join(map(str, present)))
        made = name_columns(table[name], mend=mend)
        made = NameColumns({code: made[code] for code in chosen}, made.index)
        if arrow:
            added = made.to_arrow(f"{name}_")
            for column in added.column_names:
                table = table.append_column(column, added[column])
        else:
            added = made.to_pandas(f"{name}_")
            table = table.assign(**{column: added[column] for column in added.columns})
    return table

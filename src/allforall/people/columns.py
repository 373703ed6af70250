"""Which column of a table is which field: by its heading, unless a mapping file states it.

There is never a choice between two columns for one field, and a column that is not understood is kept as written and
listed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from allforall.errors import InputError, Word
from allforall.people.dates import DateOrder
from allforall.people.fields import SPEC, Default, Field
from allforall.people.headings import find_fields, fold_words
from allforall.people.persons import Problem
from allforall.people.tables.header import WHO
from allforall.people.tables.limits import shorten
from allforall.people.tables.table import Table, problem

_NUMBER = re.compile(r"#(\d{1,4})")


@dataclass(frozen=True, slots=True)
class StatedColumn:
    """One line of a mapping file: a heading, or ``#`` and a number, and the field it is; None keeps the
    column unread.
    """

    name: str
    field: Field | None
    line: int = 0


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """How the columns of a list are read.

    `columns` gives a field for each column of a table once `find_mapping` has settled it; before, it is empty
    and `stated` has the content of the mapping file. `header_line` None means that the header must be found. `unmapped`
    are columns (number, heading) kept as written without a reading; `ambiguous` are those whose field another column
    claims too.
    """

    columns: tuple[Field | None, ...] = ()
    stated: tuple[StatedColumn, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_line: int | None = None
    date_order: DateOrder = DateOrder.UNKNOWN
    values: tuple[tuple[Field, str, str], ...] = ()
    unmapped: tuple[tuple[int, str], ...] = ()
    ambiguous: tuple[tuple[int, str, Field], ...] = ()

    def problems(self, header_line: int) -> tuple[Problem, ...]:
        """Returns the problems of the list's columns: those not understood, and those that claim the same field."""
        unclear = {number for number, _, _ in self.ambiguous}
        found = [
            problem(
                header_line,
                "list:heading:ambiguous",
                column=number,
                heading=heading,
                expected=Word("field", field.value),
            )
            for number, heading, field in self.ambiguous
        ]
        found += [
            problem(header_line, "list:heading:unknown", column=number, heading=heading)
            for number, heading in self.unmapped
            if number not in unclear
        ]
        return tuple(sorted(found, key=lambda one: one.column))


def find_mapping(table: Table, *, stated: ColumnMapping | None = None) -> ColumnMapping:
    """Returns the field of every column: from the mapping file, else from its heading.

    There is never a choice between two columns for one field. If the field identifies a person
    (disclosed by default), it is an error; else both columns stay unread and are listed. Raises InputError:
    `list:header:unknown` if no column identifies a person, `list:heading:ambiguous`,
    `mapping:column:unknown` and `mapping:field:twice` with the mapping file's line.
    """
    given = stated or ColumnMapping()
    settled, silent = _apply(table, given)
    # A heading covered by the mapping file is left out: "Name" means something else beside a surname.
    found = find_fields([heading if number not in silent else "" for number, heading in _numbered(table.headings)])
    taken = {field for field in settled.values() if field is not None}
    columns: list[Field | None] = []
    for number, field in enumerate(found, start=1):
        columns.append(settled.get(number, None if field in taken else field))
    ambiguous: list[tuple[int, str, Field]] = []
    for field in dict.fromkeys(field for field in columns if field is not None):
        places = [number for number, other in enumerate(columns, start=1) if other is field]
        if len(places) > 1:
            if SPEC[field].disclosure is Default.DISCLOSED and field is not Field.ROW_ID:
                raise InputError(
                    "list:heading:ambiguous",
                    line=table.header_line,
                    expected=Word("field", field.value),
                    found=", ".join(f"#{place} {table.headings[place - 1]}" for place in places),
                )
            ambiguous += [(place, table.headings[place - 1], field) for place in places]
            for place in places:
                columns[place - 1] = None
    if not WHO & set(columns):
        raise InputError(
            "list:header:unknown",
            line=table.header_line,
            expected=tuple(Word("field", field.value) for field in sorted(WHO)),
            found=shorten(" | ".join(table.headings)),
        )
    unmapped = tuple(
        (number, heading)
        for number, heading in _numbered(table.headings)
        if columns[number - 1] is None and number not in settled
    )
    return replace(given, columns=tuple(columns), unmapped=unmapped, ambiguous=tuple(sorted(ambiguous)))


def _numbered(headings: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    return enumerate(headings, start=1)


def _apply(table: Table, given: ColumnMapping) -> tuple[dict[int, Field | None], set[int]]:
    """Returns the field of each column that the mapping file names, and the numbers of these columns."""
    settled: dict[int, Field | None] = {}
    owner: dict[Field, int] = {}
    for column in given.stated:
        number = _place(table, column)
        if number in settled:
            raise InputError("mapping:column:twice", line=column.line, found=column.name)
        if column.field is not None and column.field in owner:
            raise InputError("mapping:field:twice", line=column.line, found=column.field.value)
        settled[number] = column.field
        if column.field is not None:
            owner[column.field] = number
    return settled, set(settled)


def _place(table: Table, column: StatedColumn) -> int:
    """Returns the number of the column that a line of the mapping file names."""
    match = _NUMBER.fullmatch(column.name)
    if match is not None:
        number = int(match.group(1))
        if not 1 <= number <= len(table.headings):
            raise InputError(
                "mapping:column:unknown",
                line=column.line,
                expected=f"#1-#{len(table.headings)}",
                found=column.name,
            )
        return number
    wanted = fold_words(column.name)
    places = [number for number, heading in _numbered(table.headings) if fold_words(heading) == wanted]
    if len(places) == 1:
        return places[0]
    if places:
        raise InputError(
            "mapping:column:ambiguous",
            line=column.line,
            expected=", ".join(f"#{place}" for place in places),
            found=column.name,
        )
    raise InputError(
        "mapping:column:unknown",
        line=column.line,
        expected=shorten(" | ".join(h for h in table.headings if h.strip())),
        found=column.name,
    )

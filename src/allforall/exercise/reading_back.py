"""Person rows of an invented list, read as an import would read them, without going through a file."""

from collections.abc import Iterable, Iterator

from allforall.exercise.lists import ExerciseList
from allforall.exercise.writing import FileFormat, first_line, usual_format
from allforall.people.columns import find_mapping
from allforall.people.fields import Basis, Field
from allforall.people.persons import ListKind, PersonRow, Problem
from allforall.people.reading import read_people
from allforall.people.tables.content import TableFormat
from allforall.people.tables.table import Entry, Table


def person_rows(
    which: ExerciseList, *, list_key: str = "", file_format: FileFormat | None = None
) -> Iterator[PersonRow]:
    """Yields the rows of a list as an import of its file would read them, with the file's line numbers.

    The key of a list is its name unless `list_key` is given. Cells are those of the list itself: a file in cp1251 has
    lost some Latin letters, which this does not show. Cells that cannot be read are left out; an import reports them.
    """
    start = first_line(file_format or usual_format(which))

    def entries() -> Iterator[Entry]:
        yield from enumerate(which.rows, start)

    table = Table(
        format=TableFormat.CSV,
        encoding="utf-8",
        delimiter=";",
        sheet="",
        headings=tuple(heading for _, heading in which.headings),
        header_line=start - 1,
        titles=(),
        sample=(),
        source=entries,
    )
    basis = Basis.OWN_SIDE if which.kind is ListKind.SOUGHT else Basis.NOT_STATED
    read = read_people(table, find_mapping(table), list_key=list_key or which.name, as_of=which.as_of, basis=basis)
    for found in read:
        if not isinstance(found, Problem):
            yield found


def row_ids(rows: Iterable[PersonRow]) -> dict[str, str]:
    """Returns the list's own reference of each row by the row's key, to name rows as the truth does."""
    return {row.key: row.value(Field.ROW_ID) for row in rows}

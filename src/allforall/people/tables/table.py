"""The table that the rest of the program uses, whatever kind of file it came from."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from allforall.people.persons import Problem
from allforall.people.tables.content import TableFormat

#: A row as written: its line, counted from 1 as an editor or Excel shows it, and its cells.
Line = tuple[int, tuple[str, ...]]
#: What a file yields in turn: rows, and problems of them or of lines that are not rows.
Entry = Line | Problem


@dataclass(slots=True)
class Table:
    """A list as in its file: cells as written, read as a stream, any number of times.

    `header_line` is the line of the headings, 0 if there are none. `line` of a JSON row is its position in the array,
    counted from 1: the file may be a single line. `titles` are the texts above the header. `sample` are the first rows.
    `problems` are those known after opening, then also those found while `rows` or `entries` is read.
    """

    format: TableFormat
    encoding: str
    delimiter: str
    sheet: str
    headings: tuple[str, ...]
    header_line: int
    titles: tuple[str, ...]
    sample: tuple[Line, ...]
    source: Callable[[], Iterator[Entry]]
    opening_problems: tuple[Problem, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Starts the problems with those found on opening."""
        self.problems = list(self.opening_problems)

    def entries(self) -> Iterator[Entry]:
        """Yields every row and every problem in the order of the file; those found on opening are not repeated here."""
        self.problems = list(self.opening_problems)
        for entry in self.source():
            if isinstance(entry, Problem):
                self.problems.append(entry)
            yield entry

    def rows(self) -> Iterator[Line]:
        """Yields line and cells of every readable row; `problems` has the others afterwards."""
        for entry in self.entries():
            if not isinstance(entry, Problem):
                yield entry


def problem(
    line: int,
    code: str,
    *,
    expected: str = "",
    found: str = "",
    column: int = 0,
    heading: str = "",
    refused: bool = False,
) -> Problem:
    """Returns a problem, with the parts that do not apply left empty."""
    return Problem(
        line=line, column=column, heading=heading, code=code, expected=expected, found=found, refused=refused
    )


def refused_lines(lines: Iterable[Line], code: str, *, found: str = "") -> Iterator[Problem]:
    """Yields one refusal for each line."""
    for line, _ in lines:
        yield problem(line, code, found=found, refused=True)

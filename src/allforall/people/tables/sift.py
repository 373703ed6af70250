"""Which lines below the header are rows of persons: the others are reported and refused, so that every line is
accounted for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from allforall.people.headings import begins_totals, fold_words
from allforall.people.persons import Problem
from allforall.people.tables.header import trim
from allforall.people.tables.limits import MAX_CELL_CHARS, MAX_COLUMNS, MAX_ROWS, shorten
from allforall.people.tables.table import Entry, Line, problem, refused_lines


@dataclass(frozen=True)
class Sieve:
    """The known shape of a table. `ragged`: a row with too many or too few cells is a defect (in delimited text); a
    sheet simply omits empty cells.
    """

    headings: tuple[str, ...]
    after_line: int
    ragged: bool

    @cached_property
    def _first_heading(self) -> str:
        """The first heading with a text; if there is none, no cell equals it."""
        return next((heading for heading in self.headings if heading.strip()), "\x00")

    def sift(self, entries: Iterator[Entry]) -> Iterator[Entry]:
        """Yields the rows below the header and a problem for every other line that is not empty.

        Lines above the header are the table's titles, and empty lines are ignored. A row with too few cells
        is kept and reported, unless it and its neighbours are the parts of one row broken by a line break; a row with
        too many is refused, since nobody can tell which of its cells moved.
        """
        short: list[Line] = []
        rows = 0
        for entry in entries:
            if isinstance(entry, Problem):
                if entry.line > self.after_line:
                    yield from self._release(short)
                    yield entry
                continue
            line, cells = entry
            if line <= self.after_line or not any(map(str.strip, cells)):
                continue
            fault = self._find_fault(line, cells)
            if fault is not None:
                yield from self._release(short)
                yield fault
                continue
            rows += 1
            if rows > MAX_ROWS:
                yield from self._release(short)
                yield problem(line, "list:rows:too_many", expected=str(MAX_ROWS), refused=True)
                return
            if self.ragged and len(cells) < len(self.headings):
                yield from self._collect(short, entry)
                continue
            if short:
                yield from self._release(short)
            if len(cells) > len(self.headings):
                yield from self._surplus(line, cells)
                continue
            yield entry
        yield from self._release(short)

    def _find_fault(self, line: int, cells: tuple[str, ...]) -> Problem | None:
        """Returns why a line is not a row of a person, or None."""
        whole = "".join(cells)
        if "\x00" in whole:
            return problem(line, "list:row:nul", refused=True)
        if len(whole) > MAX_CELL_CHARS and (longest := max(map(len, cells))) > MAX_CELL_CHARS:
            column = [len(cell) for cell in cells].index(longest) + 1
            return problem(
                line,
                "list:cell:too_long",
                column=column,
                heading=self._heading(column),
                expected=str(MAX_CELL_CHARS),
                found=str(longest),
                refused=True,
            )
        first = cells[0] if cells[0].strip() else next(cell for cell in cells if cell.strip())
        if first == self._first_heading and self._is_header(trim(cells)):
            return problem(line, "list:row:header_again", refused=True)
        if first.strip() == "1" and len(cells) > 2 and _counts_columns(trim(cells)):
            return problem(line, "list:row:column_numbers", refused=True)
        if begins_totals(first) and sum(bool(cell.strip()) for cell in cells) <= 3:
            return problem(line, "list:row:totals", found=shorten(" ".join(cells)), refused=True)
        return None

    def _heading(self, column: int) -> str:
        return self.headings[column - 1] if column <= len(self.headings) else ""

    def _is_header(self, filled: tuple[str, ...]) -> bool:
        return [fold_words(cell) for cell in filled] == [fold_words(cell) for cell in self.headings]

    def _surplus(self, line: int, cells: tuple[str, ...]) -> Iterator[Entry]:
        """Yields a row that has cells beyond the last heading."""
        filled = trim(cells)
        width = len(self.headings)
        if len(filled) <= width:
            yield line, cells[:MAX_COLUMNS]
        elif self.ragged or len(filled) > MAX_COLUMNS:
            yield problem(line, "list:row:too_many_cells", expected=str(width), found=str(len(filled)), refused=True)
        else:
            yield line, filled
            yield problem(line, "list:cell:no_heading", column=width + 1, found=shorten(" ".join(filled[width:])))

    def _collect(self, short: list[Line], entry: Line) -> Iterator[Entry]:
        """Takes a row with too few cells; yields when the rows taken turn out to be one row broken into lines."""
        wanted = len(self.headings)
        last = short[-1][0] if short else 0
        if short and (entry[0] != last + 1 or self._joined(short) + len(entry[1]) - 1 > wanted):
            yield from self._release(short)
        short.append(entry)
        if len(short) > 1 and self._joined(short) == wanted and not _is_numbered(short):
            yield from refused_lines(short, "list:row:broken_by_line_break", found=shorten(" ".join(short[0][1])))
            short.clear()

    @staticmethod
    def _joined(short: list[Line]) -> int:
        """Returns how many cells the rows would have if each continued the last cell of the one before."""
        return sum(len(cells) for _, cells in short) - (len(short) - 1)

    def _release(self, short: list[Line]) -> Iterator[Entry]:
        """Yields the rows with too few cells that are separate rows."""
        for line, cells in short:
            yield line, cells
            yield problem(line, "list:row:too_few_cells", expected=str(len(self.headings)), found=str(len(cells)))
        short.clear()


def _counts_columns(cells: tuple[str, ...]) -> bool:
    """Whether a row only numbers its columns (1, 2, 3...), as forms do below the headings."""
    return all(cell.strip() == str(number) for number, cell in enumerate(cells, start=1))


def _is_numbered(short: list[Line]) -> bool:
    """Whether each row begins with a number, as separate rows do that only lack cells at their end."""
    return all(cells[0].strip().isdigit() for _, cells in short)

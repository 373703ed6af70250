"""Long tables in parts: which lines are on which page, and where links to them lead."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from allforall.pages.tables import Table


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together under one heading; `table` draws a part of them."""

    section: str
    anchor: str
    title: str
    note: str
    lines: Sequence[Any]
    keys: tuple[str, ...]
    table: Callable[[Sequence[Any]], Table]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a group on one page, counted from 1 for the reader."""

    group: Group
    start: int
    stop: int

    @property
    def first(self) -> int:
        """The first line's number in its group, from 1."""
        return self.start + 1

    @property
    def count(self) -> int:
        """How many lines the whole group has."""
        return len(self.group.lines)

    @property
    def is_whole(self) -> bool:
        """Whether the whole group is on this page."""
        return self.start == 0 and self.stop == self.count

    @property
    def is_first(self) -> bool:
        """Whether this part begins its group, and so has its anchor."""
        return self.start == 0

    def table(self) -> Table:
        """Returns the table of this part."""
        return self.group.table(self.group.lines[self.start : self.stop])


def file_name(stem: str, number: int) -> str:
    """Returns the name of the page `number`, from 1."""
    return f"{stem}.html" if number == 1 else f"{stem}-{number}.html"


def in_pages(groups: Sequence[Group], per_page: int) -> list[list[Part]]:
    """Returns the parts page by page, at most `per_page` lines on each; there is always a first page."""
    pages: list[list[Part]] = [[]]
    room = per_page
    for group in groups:
        start = 0
        while start < len(group.lines):
            if room == 0:
                pages.append([])
                room = per_page
            stop = min(len(group.lines), start + room)
            pages[-1].append(Part(group, start, stop))
            room -= stop - start
            start = stop
    return pages


def places(stem: str, pages: Sequence[Sequence[Part]]) -> dict[str, str]:
    """Returns where each group begins, by its anchor."""
    return {
        part.group.anchor: f"{file_name(stem, number)}#{part.group.anchor}"
        for number, parts in enumerate(pages, 1)
        for part in parts
        if part.is_first
    }


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The way from one page of a series to the others."""

    number: int
    total: int
    previous: str
    following: str
    near: tuple[tuple[int, str], ...]


def neighbours(stem: str, number: int, total: int) -> Neighbours:
    """Returns the links of page `number` of `total`: the first and last, and those nearby."""

    def wanted() -> Iterator[int]:
        for candidate in range(1, total + 1):
            if candidate in {1, total} or abs(candidate - number) <= 2:
                yield candidate

    return Neighbours(
        number=number,
        total=total,
        previous=file_name(stem, number - 1) if number > 1 else "",
        following=file_name(stem, number + 1) if number < total else "",
        near=tuple((candidate, file_name(stem, candidate)) for candidate in wanted()),
    )

"""Typed reading of one TOML table, with every problem collected and its line named.

A getter that meets a problem notes it and returns a value of the right type, so that one reading of a file reports all
problems; such placeholder values never leave the room, because any problem refuses the file.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from allforall.arrangement.lines import Path
from allforall.errors import Word, wanted

#: A TOML value as tomllib gives it.
Value = object
Choice = TypeVar("Choice", bound=StrEnum)

#: Words that would tie one side's persons to the other's; not allowed in a table of those who are never traded.
PARITY_WORDS = (
    "format",
    "number",
    "parity",
    "ratio",
    "recipro",
    "ceiling",
    "giver",
    "stages",
    "in_return",
    "exchange",
    "quota",
    "at_most",
    "at_least",
)

#: Assumption: no count in an arrangement is larger.
LARGEST_COUNT = 10_000_000
_LONGEST_SHOWN = 60
#: Names of categories and the like appear in findings, files and page addresses.
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class TermProblem:
    """A problem of an arrangement's text: where, on which line, what was expected and what was found."""

    code: str
    where: str
    line: int
    expected: str
    found: str


@dataclass(slots=True)
class Book:
    """The text being read: the lines of its keys, and the problems found so far."""

    lines: Mapping[Path, int]
    problems: list[TermProblem] = field(default_factory=list)

    def note(self, code: str, path: Path, *, expected: str, found: str) -> None:
        """Adds a problem at a path; an absent key gets the line of the table that should have it."""
        held = path
        while held not in self.lines:
            held = held[:-1]
        self.problems.append(
            TermProblem(code=code, where=spoken(path), line=self.lines[held], expected=expected, found=shown(found))
        )


def spoken(path: Path) -> str:
    """Returns a path as people write it: ``stages[2].number``, items counted from 1."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else part
    return text or "file"


def shown(value: object) -> str:
    """Returns a value, shortened for a message."""
    match value:
        case Word():
            return value
        case bool():
            text = "true" if value else "false"
        case Mapping():
            return wanted("table")
        case list():
            return wanted("list_of", count=len(value))
        case _:
            text = str(value)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "..."


class Table:
    """One table of the file. `done` notes the keys that were not read."""

    def __init__(self, book: Book, path: Path, entries: Mapping[str, Value]) -> None:
        self.book = book
        self.path = path
        self.entries = entries
        self.known: list[str] = []

    def note(self, code: str, key: str, *, expected: str, found: object = None) -> None:
        """Adds a problem at one of this table's keys."""
        got = shown(self.entries[key]) if found is None and key in self.entries else shown(found or wanted("nothing"))
        self.book.note(code, (*self.path, key), expected=expected, found=got)

    def has(self, key: str) -> bool:
        """Returns whether the table has the key; the key then counts as known."""
        self.known.append(key)
        return key in self.entries

    def done(self, *, never_traded: bool = False) -> None:
        """Notes every unknown key; in a table of those who are never traded, a key of parity by its own
        code.
        """
        for key in self.entries:
            if key in self.known:
                continue
            if never_traded and any(word in key.lower() for word in PARITY_WORDS):
                self.note("arrangement:parity:never", key, expected=wanted("no_parity"), found=key)
                continue
            near = difflib.get_close_matches(key, self.known, n=1)
            self.note("arrangement:key:unknown", key, expected=near[0] if near else ", ".join(self.known), found=key)

    def _get(self, key: str, expected: Word) -> Value | None:
        if not self.has(key):
            self.note("arrangement:key:missing", key, expected=expected)
            return None
        return self.entries[key]

    def _wrong(self, key: str, expected: Word) -> None:
        self.note("arrangement:type:wrong", key, expected=expected)

    def string(self, key: str) -> str:
        """Returns a text that is not empty."""
        value = self._get(key, wanted("text"))
        if value is None:
            return ""
        if not isinstance(value, str):
            self._wrong(key, wanted("text"))
            return ""
        if not value.strip():
            self.note("arrangement:value:empty", key, expected=wanted("text"), found=wanted("empty"))
        return value.strip()

    def named_or(self, key: str, nobody: str) -> str | None:
        """Returns a text, or None if the file explicitly says `nobody`: leaving it out is not enough."""
        value = self.string(key)
        return None if value == nobody else value

    def texts(self, key: str) -> tuple[str, ...]:
        """Returns a list of texts, each once."""
        return tuple(text for _, text in self._items(key))

    def _items(self, key: str) -> Iterator[tuple[Path, str]]:
        value = self._get(key, wanted("list_of_texts"))
        if value is None:
            return
        if not isinstance(value, list):
            self._wrong(key, wanted("list_of_texts"))
            return
        seen: set[str] = set()
        for number, item in enumerate(value):
            path = (*self.path, key, number)
            if not isinstance(item, str):
                self.book.note("arrangement:type:wrong", path, expected=wanted("text"), found=shown(item))
            elif not item.strip():
                self.book.note("arrangement:value:empty", path, expected=wanted("text"), found=wanted("empty"))
            elif item in seen:
                self.book.note("arrangement:value:twice", path, expected=wanted("each_once"), found=item)
            else:
                seen.add(item)
                yield path, item.strip()

    def choice(self, key: str, kinds: type[Choice]) -> Choice:
        """Returns one of a closed set of words."""
        return _chosen(self.book, (*self.path, key), self.string(key), kinds) or next(iter(kinds))

    def choices(self, key: str, kinds: type[Choice]) -> tuple[Choice, ...]:
        """Returns a list of words of a closed set, each once."""
        chosen = (_chosen(self.book, path, item, kinds) for path, item in self._items(key))
        return tuple(word for word in chosen if word is not None)

    def whole(self, key: str, least: int = 1, most: int = LARGEST_COUNT) -> int:
        """Returns a whole number within its bounds."""
        value = self._get(key, wanted("whole_number"))
        if value is None:
            return least
        if not isinstance(value, int) or isinstance(value, bool):
            self._wrong(key, wanted("whole_number"))
            return least
        if not least <= value <= most:
            self.note("arrangement:value:out_of_range", key, expected=f"{least}..{most}", found=value)
            return least
        return value

    def share_or(self, key: str, nobody: str) -> float | None:
        """Returns a number between 0 and 1, both excluded, or None if the file says `nobody`."""
        value = self._get(key, wanted("share"))
        if value is None or value == nobody:
            return None
        if not isinstance(value, float | int) or isinstance(value, bool):
            self._wrong(key, wanted("share"))
            return None
        if not 0 < value < 1:  # false for nan too
            self.note("arrangement:value:out_of_range", key, expected="0..1", found=value)
            return None
        return float(value)

    def yes_no(self, key: str) -> bool:
        """Returns true or false."""
        value = self._get(key, wanted("true_or_false"))
        if isinstance(value, bool):
            return value
        if value is not None:
            self._wrong(key, wanted("true_or_false"))
        return False

    def day(self, key: str) -> date:
        """Returns a date without a time of day, within the years that an arrangement may contain."""
        value = self._get(key, wanted("date"))
        if value is None:
            return date(2000, 1, 1)
        if type(value) is not date:  # a date with a time is another type, and a kind of date in Python
            self._wrong(key, wanted("date"))
            return date(2000, 1, 1)
        if not 1900 <= value.year <= 2100:
            self.note("arrangement:value:out_of_range", key, expected="1900..2100", found=value)
            return date(2000, 1, 1)
        return value

    def table(self, key: str) -> "Table | None":
        """Returns the table under a key, or None if it is missing or not a table (a problem is noted)."""
        value = self._get(key, wanted("table"))
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self._wrong(key, wanted("table"))
            return None
        return Table(self.book, (*self.path, key), value)

    def named_tables(self, key: str) -> Iterator[tuple[str, "Table"]]:
        """Gives the tables ``[key.name]`` with their names; none if the key is absent."""
        if not self.has(key):
            return
        group = self.table(key)
        if group is None:
            return
        for name in group.entries:
            if _NAME.fullmatch(name) is None:
                group.note("arrangement:key:form", name, expected="a-z, 0-9, _", found=name)
            table = group.table(name)
            if table is not None:
                yield name, table

    def listed_tables(self, key: str) -> Iterator["Table"]:
        """Gives the tables of a list ``[[key]]`` or ``[{...}]``; none if the key is absent."""
        if not self.has(key):
            return
        value = self.entries[key]
        if not isinstance(value, list):
            self._wrong(key, wanted("list_of_tables"))
            return
        for number, item in enumerate(value):
            path = (*self.path, key, number)
            if isinstance(item, Mapping):
                yield Table(self.book, path, item)
            else:
                self.book.note("arrangement:type:wrong", path, expected=wanted("table"), found=shown(item))


def _chosen(book: Book, path: Path, word: str, kinds: type[Choice]) -> Choice | None:
    words: Iterable[str] = [kind.value for kind in kinds]
    if word in words:
        return kinds(word)
    if word:  # an empty word has its own problem already
        book.note("arrangement:value:not_allowed", path, expected=", ".join(words), found=word)
    return None

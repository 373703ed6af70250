"""Which entries of a log are of which type, what they answer, where they are, and when each other log had been read.

Derived while the log is replayed and kept beside it (`held`), so that a query about a few hundred entries reads
those and not all 100,000. It only says where to look: every entry that it names is read from the log itself, and
where that differs from the index, the index is rebuilt from the log.
"""

from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from allforall.record.entries import Entry
from allforall.record.merkle import HASH_BYTES

#: Invalid entries: they have no type.
WRONG = ""
#: What an entry answers is kept by the first bytes of its leaf hash; a lookup compares the whole hash.
_PREFIX = 8


@dataclass(frozen=True, slots=True)
class Row:
    """What the index keeps of one entry: its type (empty where it is invalid), what it answers, and how
    far it states that the other logs were read.
    """

    type: str
    answers: tuple[bytes, ...] = ()
    seen: tuple[tuple[str, int], ...] = ()


def row_of(entry: Entry) -> Row:
    """Returns what is kept of a valid entry."""
    return Row(entry.type, entry.re, tuple((log, seen.size) for log, seen in entry.seen.items()))


def _prefix(leaf: bytes) -> int:
    return int.from_bytes(leaf[:_PREFIX], "big")


@dataclass(slots=True)
class EntryIndex:
    """The index of one log. `numbers` gives the entries of each type in their order, `ends` where each entry ends in
    the file, `read_at` the entries in which the size that was read of another log has risen, and to what,
    `roots` the log's root at sizes for which it was asked.
    """

    numbers: dict[str, "array[int]"] = field(default_factory=dict)
    ends: "array[int]" = field(default_factory=lambda: array("Q"))
    answering: "array[int]" = field(default_factory=lambda: array("I"))
    answered: "array[int]" = field(default_factory=lambda: array("Q"))
    read_at: dict[str, tuple["array[int]", "array[int]"]] = field(default_factory=dict)
    roots: dict[int, bytes] = field(default_factory=dict, compare=False)
    _by_answered: dict[str, dict[int, list[int]]] = field(default_factory=dict, compare=False, repr=False)

    def add(self, row: Row, length: int) -> None:
        """Adds the next entry, with its length in the file in bytes."""
        number = len(self.ends)
        self.ends.append((self.ends[-1] if number else 0) + length)
        if row.type not in self.numbers:
            self.numbers[row.type] = array("I")
        self.numbers[row.type].append(number)
        self._by_answered.pop(row.type, None)
        for leaf in row.answers:
            self.answering.append(number)
            self.answered.append(_prefix(leaf))
        for log, size in row.seen:
            at, sizes = self.read_at.setdefault(log, (array("I"), array("Q")))
            if not sizes or size > sizes[-1]:
                at.append(number)
                sizes.append(size)

    def is_good(self, number: int) -> bool:
        """Returns whether an entry is valid."""
        wrong = self.numbers.get(WRONG, ())
        at = bisect_right(wrong, number)
        return not at or wrong[at - 1] != number

    def of(self, types: Collection[str], since: int = 0) -> Sequence[int]:
        """Returns the valid entries of these types, or of all, from a number on."""
        wanted = [self.numbers[name] for name in types or self.numbers if name != WRONG and name in self.numbers]
        rows = [numbers[bisect_right(numbers, since - 1) :] for numbers in wanted]
        return rows[0] if len(rows) == 1 else sorted(chain.from_iterable(rows))

    def answers_to(self, kind: str, leaf: bytes) -> Sequence[int]:
        """Returns the valid entries of a type that may answer the entry with this leaf hash."""
        if kind not in self._by_answered:
            of_kind, found = frozenset(self.numbers.get(kind, ())), dict[int, list[int]]()
            for number, prefix in zip(self.answering, self.answered, strict=True):
                if number in of_kind:
                    found.setdefault(prefix, []).append(number)
            self._by_answered[kind] = found
        return self._by_answered[kind].get(_prefix(leaf), ())

    def having_read(self, log: str, above: int) -> Iterator[int]:
        """Yields the entries in which the size read of another log rises above `above`."""
        at, sizes = self.read_at.get(log, ((), ()))
        yield from at[bisect_right(sizes, above) :]

    @property
    def rows(self) -> tuple[dict[str, Any], bytes]:
        """The stored form: how long each part is, and the parts."""
        parts = [self.ends, self.answering, self.answered]
        parts += [self.numbers[name] for name in sorted(self.numbers)]
        parts += [part for log in sorted(self.read_at) for part in self.read_at[log]]
        lengths: dict[str, Any] = {
            "answers": len(self.answering),
            "roots": sorted(self.roots),
            "read": {log: len(at) for log, (at, _) in self.read_at.items()},
            "size": len(self.ends),
            "types": {name: len(numbers) for name, numbers in self.numbers.items()},
        }
        return lengths, b"".join([*(part.tobytes() for part in parts), *(self.roots[n] for n in lengths["roots"])])


def read_rows(lengths: Mapping[str, Any], data: bytes) -> EntryIndex:
    """Returns the index from its stored form.

    Raises:
        ValueError: if the parts have other lengths.

    """
    at = 0

    def part(code: str, length: int) -> "array[int]":
        nonlocal at
        made = array(code)
        size = made.itemsize * length
        made.frombytes(data[at : at + size])
        at += size
        if len(made) != length:
            raise ValueError("the index is cut short")
        return made

    ends = part("Q", lengths["size"])
    answering, answered = part("I", lengths["answers"]), part("Q", lengths["answers"])
    types, read = sorted(lengths["types"].items()), sorted(lengths["read"].items())
    numbers = {str(name): part("I", length) for name, length in types}
    read_at = {str(log): (part("I", length), part("Q", length)) for log, length in read}
    roots = {size: data[at + n * HASH_BYTES : at + (n + 1) * HASH_BYTES] for n, size in enumerate(lengths["roots"])}
    if at + len(roots) * HASH_BYTES != len(data) or sum(map(len, numbers.values())) != len(ends):
        raise ValueError("the index has other parts")
    return EntryIndex(numbers, ends, answering, answered, read_at, roots)

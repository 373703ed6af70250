"""One author's log as a node holds it: the file, the state at its end, and its entries by number, type and hash.

The state (keys in force, what its author has seen, which entries are invalid) is the result of `logs.follow`
over every entry from the first. Replaying 100,000 entries takes half a minute, so the state is kept
beside the log with the size and root that it belongs to, and with the digest of the table of entry types by which
it was computed. When a log is opened, the kept state is used only if the tree has that root at that size, the table is
the same, and its own digest is right; the entries after it are replayed, and if it is not used, all entries are. The
index of the entries (`entry_index`) is kept with it.
"""

import hashlib
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from allforall.durable import write_durably
from allforall.errors import AllforallError, InputError, NodeError
from allforall.node.record.entry_index import WRONG, EntryIndex, Row, read_rows, row_of
from allforall.record.canonical import read_json, write_json
from allforall.record.entries import Entry, Seen, read_entry
from allforall.record.entry_types import EntryTypes, Named, digest_of
from allforall.record.genesis import Genesis, officers_who_signed, read_keys
from allforall.record.key_entries import KEY_REVOKED, REVOKED
from allforall.record.logs import LogState, Problem, Read, begin, follow
from allforall.record.merkle import HASH_BYTES, Frontier, frontier_of
from allforall.record.notes import decode_base64, encode_base64
from allforall.record.signatures import PublicKey, public_key
from allforall.record.tiles import TILE_WIDTH
from allforall.store.record.log_file import LogFile, frame_length, open_log, read_log

#: Increased with every change in what `logs.follow` finds valid: states kept before are then no longer used.
_FORMAT = f"allforall-log-state/v3 {sys.byteorder}"
#: How many entries may be ahead of the kept state; this many are replayed after a crash.
_KEPT_EVERY = 256
#: How many roots may be recomputed when the log is opened the next time.
_ROOTS_AGAIN = 16
_MOST_LATELY = 4096


@dataclass(frozen=True, slots=True)
class Followed:
    """Result of replaying more entries: the state after them, what the index keeps of each, their problems. The entries
    themselves are not kept: a bundle of 100,000 would be held several times.
    """

    state: LogState
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Held:
    """An opened log."""

    author: str
    file: LogFile
    state: LogState
    problems: list[Problem] = field(default_factory=list)
    index: EntryIndex = field(default_factory=EntryIndex)
    kept: int = 0
    kept_roots: int = 0
    #: Where a key was revoked, as far as the entries have been searched for that.
    revocations: list[tuple[int, PublicKey]] = field(default_factory=list)
    looked_at: int = 0
    #: Recently read entries: a query about offers needs the same ones several times.
    _lately: dict[int, Read] = field(default_factory=dict, repr=False)

    @property
    def size(self) -> int:
        """How many entries are held."""
        return self.file.size

    @property
    def root(self) -> bytes:
        """The root over all of them."""
        return self.file.root

    def frontier_at(self, size: int) -> Frontier:
        """Returns the frontier of the log as it was at a size."""
        if size == self.size:
            return self.file.frontier
        return frontier_of(size, self.file.perfect())

    def root_at(self, size: int) -> bytes:
        """Returns the root of the log as it was at a size. It takes some hundred hashes; the index keeps the result."""
        if size == self.size:
            return self.root
        if size not in self.index.roots:
            self.index.roots[size] = self.frontier_at(size).root
        return self.index.roots[size]

    def leaf(self, index: int) -> bytes:
        """Returns the leaf hash of one entry."""
        return self.file.perfect()(0, index)

    def find(self, leaf: bytes) -> int | None:
        """Returns the number of the entry with this leaf hash, or None."""
        tiles = -(-self.size // TILE_WIDTH)
        for tile in reversed(range(tiles)):
            width = min(TILE_WIDTH, self.size - tile * TILE_WIDTH)
            hashes = self.file.tile(0, tile, width)
            at = hashes.find(leaf)
            while at >= 0 and at % HASH_BYTES:
                at = hashes.find(leaf, at + 1)
            if at >= 0:
                return tile * TILE_WIDTH + at // HASH_BYTES
        return None

    def named(self, index: int) -> Named:
        """Returns the author and type of an entry, for one that names it."""
        return Named(self.author, self._said(index).entry.type if self.is_good(index) else WRONG)

    def is_good(self, index: int) -> bool:
        """Returns whether an entry is valid."""
        return self.index.is_good(index)

    def read(self, index: int) -> Read | None:
        """Returns one entry with the officers who signed it; None where it is invalid."""
        return self._signed(self._said(index)) if self.is_good(index) else None

    def _said(self, index: int) -> Read:
        """A valid entry without the officers who signed it; their signatures were checked when it was replayed."""
        if index not in self._lately:
            data = self.file.entry_between(self.index.ends[index - 1] if index else 0, self.index.ends[index])
            signed = read_entry(self.file.entry(index) if data is None else data)
            if signed.entry.seq != index:  # the index says that it is elsewhere
                signed = read_entry(self.file.entry(index))
            if len(self._lately) >= _MOST_LATELY:
                self._lately.clear()
            self._lately[index] = Read(index, signed.leaf, signed, ())
        return self._lately[index]

    def _signed(self, read: Read) -> Read:
        index = read.index
        gone = self._revoked_before(index) if self.state.revoked else frozenset()
        officers = [one for one in self.state.keys_at(index).officers if one.key not in gone]
        who, _ = officers_who_signed(read.signed.note, officers)
        return replace(read, officers=tuple(officer.key for officer in who))

    def _revoked_before(self, index: int) -> frozenset[PublicKey]:
        """The keys revoked by entries before this one; entries before a revocation keep their signatures."""
        for at in self.index.of((REVOKED,), self.looked_at):
            self.revocations.append((at, KEY_REVOKED.read(self._said(at).entry).key.key))
        self.looked_at = self.size
        return frozenset(key for at, key in self.revocations if at < index)

    def reads(self, types: Collection[str] = (), since: int = 0) -> Iterator[Read]:
        """Yields the valid entries from a number on, of these types or of all."""
        return map(self._signed, self.said(types, since))

    def said(self, types: Collection[str] = (), since: int = 0) -> Iterator[Read]:
        """Yields the valid entries from a number on, of these types or of all, without the officers who signed them."""
        return self._found(lambda: self.index.of(types, since), lambda entry: not types or entry.type in types)

    def answers_to(self, kind: str, leaf: bytes) -> Iterator[Read]:
        """Yields the valid entries of a type that answer an entry, without the officers who signed them."""
        found = self._found(lambda: self.index.answers_to(kind, leaf), lambda entry: entry.type == kind)
        return (read for read in found if leaf in read.entry.re)

    def having_read(self, log: str, above: int) -> Iterator[Read]:
        """Yields the valid entries in which more than `above` entries of another log had been read, the first of each
        size, without the officers who signed them.
        """
        return self._found(
            lambda: self.index.having_read(log, above),
            lambda entry: log in entry.seen and entry.seen[log].size > above,
        )

    def _found(self, ask: Callable[[], Iterable[int]], is_right: Callable[[Entry], bool]) -> Iterator[Read]:
        """Yields the entries that the index names; where one differs from the index, the index is rebuilt."""
        last = -1
        for index in ask():
            read = self._said(index)
            if not is_right(read.entry):
                break
            yield read
            last = index
        else:
            return
        self.follow_again()
        yield from (self._said(index) for index in ask() if index > last)

    def follow_again(self) -> None:
        """Rebuilds state and index from the log, whatever was kept."""
        self.state, self.index = begin(self.state.genesis, self.author, self.state.types), EntryIndex()
        self.problems.clear()
        self.revocations.clear()
        self._lately.clear()
        self.kept = self.looked_at = 0
        self.follow_rest()

    def follow_rest(self) -> None:
        """Replays what the log holds beyond the state."""
        while self.state.size < self.size:
            start = self.state.size
            entries = self.file.entries(start, min(start - start % TILE_WIDTH + TILE_WIDTH, self.size))
            self._note(entries, look_ahead(self.state, entries))
        if self.state.frontier.root != self.root:
            raise NodeError("record:log:damaged", path=str(self.file.path), where=self.size)
        if self.size - self.kept >= _KEPT_EVERY and not self.file.reading:
            self.keep()

    def take(self, entries: Sequence[bytes], followed: Followed) -> None:
        """Appends entries that were replayed (`look_ahead`), durably."""
        self.file.append(entries)
        self._note(entries, followed)
        if self.size - self.kept >= _KEPT_EVERY:
            self.keep()

    def _note(self, entries: Sequence[bytes], followed: Followed) -> None:
        self.state = followed.state
        self.problems.extend(followed.problems)
        for data, row in zip(entries, followed.rows, strict=True):
            self.index.add(row, frame_length(data))

    def keep(self) -> None:
        """Writes the state beside the log. It is derived: if this fails, it is rebuilt when the log is opened."""
        with suppress(OSError):
            write_durably(self.file.path / "state", _kept(self))
            self.kept, self.kept_roots = self.size, len(self.index.roots)

    def close(self) -> None:
        """Closes the log."""
        entries, roots = self.size - self.kept, len(self.index.roots) - self.kept_roots
        if not self.file.broken and not self.file.reading and (entries >= _KEPT_EVERY // 4 or roots >= _ROOTS_AGAIN):
            self.keep()
        self.file.close()


def look_ahead(state: LogState, entries: Sequence[bytes]) -> Followed:
    """Returns the result of replaying more entries, and stores nothing."""
    rows: list[Row] = []
    problems: list[Problem] = []
    for data in entries:
        state, read, wrong, _ = follow(state, data)
        rows.append(Row(WRONG) if read is None or wrong else row_of(read.entry))
        problems.extend(wrong)
    return Followed(state, tuple(rows), tuple(problems))


def open_held(
    folder: Path,
    genesis: Genesis,
    author: str,
    types: EntryTypes,
    *,
    reading: bool = False,
    most: int | None = None,
) -> Held:
    """Returns an author's log in this folder, opened for a reader of these types, created where there is none. For
    reading only, nothing is locked or written, and a writer may be at work on what comes after the first
    `most` entries.

    Raises:
        NodeError: if it is damaged, or another process holds it.

    """
    log = read_log(folder / author, most) if reading else open_log(folder / author)
    held = Held(author, log, begin(genesis, author, types))
    try:
        _take_kept(held, genesis)
        held.follow_rest()
    except BaseException:
        held.file.close()
        raise
    return held


def _kept(held: Held) -> bytes:
    """The file: a digest of the rest, the state as one line, and the rows of the index."""
    state, (lengths, rows) = held.state, held.index.rows
    value = {
        "author": held.author,
        "entry_types": digest_of(state.types),
        "format": _FORMAT,
        "genesis": state.genesis.digest.hex(),
        "index": lengths,
        "keys": [{"from": since, "keys": keys.value} for since, keys in state.keys_from],
        "problems": [[one.index, one.code, one.expected, one.found] for one in held.problems],
        "revoked": {key.raw.hex(): last for key, last in state.revoked.items()},
        "root": encode_base64(state.frontier.root),
        "seen": {log: {"root": encode_base64(seen.root), "size": seen.size} for log, seen in state.seen.items()},
        "size": state.size,
    }
    rest = write_json(value) + b"\n" + rows
    return hashlib.sha256(rest).digest() + rest


def _take_kept(held: Held, genesis: Genesis) -> None:
    try:
        data = (held.file.path / "state").read_bytes()
        digest, (line, _, rows) = data[:HASH_BYTES], data[HASH_BYTES:].partition(b"\n")
        if hashlib.sha256(data[HASH_BYTES:]).digest() == digest:
            _put_back(held, genesis, read_json(line), rows)
    except (OSError, AllforallError, KeyError, TypeError, ValueError, AttributeError):
        return  # none, or not from this program: every entry is replayed


def _put_back(held: Held, genesis: Genesis, value: Mapping[str, Any], rows: bytes) -> None:
    size, root = value["size"], decode_base64(value["root"])
    known = digest_of(held.state.types)
    mine = (value["format"], value["entry_types"], value["genesis"], value["author"])
    if (
        mine != (_FORMAT, known, genesis.digest.hex(), held.author)
        or not 0 < size <= held.size
        or held.root_at(size) != root
    ):
        return
    index = read_rows(value["index"], rows)
    if len(index.ends) != size:
        return
    keys = tuple((int(one["from"]), read_keys(one["keys"], genesis.case, held.author)) for one in value["keys"])
    problems = [Problem(int(index), str(code), str(a), str(b)) for index, code, a, b in value["problems"]]
    state = LogState(
        genesis,
        held.author,
        held.state.types,
        held.frontier_at(size),
        keys[-1][1],
        {log: _seen(seen) for log, seen in value["seen"].items()},
        {public_key(bytes.fromhex(key)): int(last) for key, last in value["revoked"].items()},
        keys,
    )
    held.state, held.problems, held.index = state, problems, index
    held.kept, held.kept_roots = size, len(index.roots)


def _seen(value: Mapping[str, Any]) -> Seen:
    root = decode_base64(value["root"])
    if root is None:
        raise InputError("record:entry:seen")
    return Seen(int(value["size"]), root)

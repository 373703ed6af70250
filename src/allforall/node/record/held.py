"""One author's log as a node holds it: the file, the state at its end, and its entries by number, type and hash.

The state (keys in force, what its author has seen, which entries have something wrong with them) is what `logs.follow`
makes of every entry from the first on. Reading 100,000 entries for that takes half a minute, so the state is kept
beside the log with the size and root that it belongs to, and with the digest of the table of entry types under which
it was found. When a log is opened, the kept state counts only if the tree has that root at that size and the table is
the same; the entries after it are followed, and where it does not count, all of them are.
"""

from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allforall.errors import AllforallError, InputError, NodeError
from allforall.record.canonical import read_json, write_json
from allforall.record.entries import Seen, read_entry
from allforall.record.entry_types import EntryTypes, Named, digest_of
from allforall.record.genesis import Genesis, officers_who_signed, read_keys
from allforall.record.key_entries import KEY_REVOKED, REVOKED
from allforall.record.logs import LogState, Problem, Read, begin, follow
from allforall.record.merkle import HASH_BYTES, Frontier, frontier_of
from allforall.record.notes import decode_base64, encode_base64
from allforall.record.signatures import PublicKey, public_key
from allforall.record.tiles import TILE_WIDTH
from allforall.store.record.log_file import LogFile, open_log, write_durably

#: Another number for every change in what `logs.follow` finds right or wrong: states kept before then count no more.
_FORMAT = "allforall-log-state/v2"
#: How many entries may be ahead of the kept state; so many are followed again after a crash.
_KEPT_EVERY = 256
#: An entry that has something wrong with it, in the row of types.
_WRONG = 0


@dataclass(frozen=True, slots=True)
class Followed:
    """What further entries come to: the state after them, the type of each (empty where something is wrong with it),
    and what is wrong. The entries themselves are not kept: a bundle of 100,000 would be held several times.
    """

    state: LogState
    types: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Held:
    """An opened log. `types` gives each entry's type by its place in `names`; number 0 is an entry with problems."""

    author: str
    file: LogFile
    state: LogState
    problems: list[Problem] = field(default_factory=list)
    names: list[str] = field(default_factory=lambda: [""])
    types: "array[int]" = field(default_factory=lambda: array("H"))
    kept: int = 0
    #: Where a key was revoked, as far as the entries were looked at for that.
    revocations: list[tuple[int, PublicKey]] = field(default_factory=list)
    looked_at: int = 0

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
        """Returns the root of the log as it was at a size."""
        return self.frontier_at(size).root

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
        """Returns an entry as one that another may name."""
        return Named(self.author, self.names[self.types[index]])

    def is_good(self, index: int) -> bool:
        """Returns whether nothing is wrong with an entry."""
        return self.types[index] != _WRONG

    def read(self, index: int) -> Read | None:
        """Returns one entry with the officers who signed it; None where it has something wrong with it."""
        return self._read(index, self.file.entry(index)) if self.is_good(index) else None

    def _read(self, index: int, data: bytes) -> Read:
        signed = read_entry(data)
        gone = self._revoked_before(index) if self.state.revoked else frozenset()
        officers = [one for one in self.state.keys_at(index).officers if one.key not in gone]
        who, _ = officers_who_signed(signed.note, officers)
        return Read(index, signed.leaf, signed, tuple(officer.key for officer in who))

    def _revoked_before(self, index: int) -> frozenset[PublicKey]:
        """The keys that entries before this one revoked; an entry that was read before that keeps its signatures."""
        number = self.names.index(REVOKED) if REVOKED in self.names else -1
        for at in range(self.looked_at, self.size):
            if self.types[at] == number:
                said = KEY_REVOKED.read(read_entry(self.file.entry(at)).entry)
                self.revocations.append((at, said.key.key))
        self.looked_at = self.size
        return frozenset(key for at, key in self.revocations if at < index)

    def reads(self, types: Collection[str] = (), since: int = 0) -> Iterator[Read]:
        """Gives the good entries from a number on, of these types or of all."""
        wanted = {number for number, name in enumerate(self.names) if number and (not types or name in types)}
        for start in range(since - since % TILE_WIDTH, self.size, TILE_WIDTH):
            end = min(start + TILE_WIDTH, self.size)
            found = [index for index in range(max(start, since), end) if self.types[index] in wanted]
            if not found:
                continue
            if len(found) == 1:
                yield self._read(found[0], self.file.entry(found[0]))
                continue
            entries = self.file.entries(start, end)
            for index in found:
                yield self._read(index, entries[index - start])

    def take(self, entries: Sequence[bytes], followed: Followed) -> None:
        """Puts entries that were followed (`look_ahead`) at the end, durably."""
        self.file.append(entries)
        self._note(followed)
        if self.size - self.kept >= _KEPT_EVERY:
            self.keep()

    def _note(self, followed: Followed) -> None:
        self.state = followed.state
        self.problems.extend(followed.problems)
        for name in followed.types:
            if name not in self.names:
                self.names.append(name)
            self.types.append(self.names.index(name))

    def keep(self) -> None:
        """Writes the state beside the log. It is derived: what fails here is made again when the log is opened."""
        with suppress(OSError):
            write_durably(self.file.path / "state", write_json(_kept(self)))
            self.kept = self.size

    def close(self) -> None:
        """Closes the log."""
        if not self.file.broken and self.size - self.kept >= _KEPT_EVERY // 4:
            self.keep()
        self.file.close()


def look_ahead(state: LogState, entries: Sequence[bytes]) -> Followed:
    """Returns what further entries would come to, and stores nothing."""
    types: list[str] = []
    problems: list[Problem] = []
    for data in entries:
        state, read, wrong, _ = follow(state, data)
        types.append("" if read is None or wrong else read.entry.type)
        problems.extend(wrong)
    return Followed(state, tuple(types), tuple(problems))


def open_held(folder: Path, genesis: Genesis, author: str, types: EntryTypes) -> Held:
    """Returns an author's log of this folder, opened for a reader of these types; it is made where there is none.

    Raises:
        NodeError: if it is damaged, or another process holds it.

    """
    held = Held(author, open_log(folder / author), begin(genesis, author, types))
    try:
        _take_kept(held, genesis)
        while held.state.size < held.size:
            start = held.state.size
            end = min(start - start % TILE_WIDTH + TILE_WIDTH, held.size)
            held._note(look_ahead(held.state, held.file.entries(start, end)))  # noqa: SLF001  the same module makes it
        _check_root(held)
        if held.size - held.kept >= _KEPT_EVERY:
            held.keep()
    except BaseException:
        held.file.close()
        raise
    return held


def _check_root(held: Held) -> None:
    if held.state.frontier.root != held.root:
        raise NodeError("record:log:damaged", path=str(held.file.path), where=held.size)


def _kept(held: Held) -> dict[str, Any]:
    state = held.state
    return {
        "author": held.author,
        "entry_types": digest_of(state.types),
        "format": _FORMAT,
        "genesis": state.genesis.digest.hex(),
        "keys": [{"from": since, "keys": keys.value} for since, keys in state.keys_from],
        "names": held.names,
        "problems": [[one.index, one.code, one.expected, one.found] for one in held.problems],
        "revoked": {key.raw.hex(): last for key, last in state.revoked.items()},
        "root": encode_base64(state.frontier.root),
        "seen": {log: {"root": encode_base64(seen.root), "size": seen.size} for log, seen in state.seen.items()},
        "size": state.size,
        "types": encode_base64(held.types.tobytes()),
    }


def _take_kept(held: Held, genesis: Genesis) -> None:
    try:
        value = read_json((held.file.path / "state").read_bytes())
        _put_back(held, genesis, value)
    except (OSError, AllforallError, KeyError, TypeError, ValueError, AttributeError):
        return  # none, or not one of this program: every entry is followed


def _put_back(held: Held, genesis: Genesis, value: Mapping[str, Any]) -> None:
    size, root = value["size"], decode_base64(value["root"])
    known = digest_of(held.state.types)
    mine = (value["format"], value["entry_types"], value["genesis"], value["author"])
    if (
        mine != (_FORMAT, known, genesis.digest.hex(), held.author)
        or not 0 < size <= held.size
        or held.root_at(size) != root
    ):
        return
    types = array("H")
    types.frombytes(decode_base64(value["types"]) or b"")
    names = [str(name) for name in value["names"]]
    if len(types) != size or max(types) >= len(names):
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
    held.state, held.problems, held.names, held.types, held.kept = state, problems, names, types, size


def _seen(value: Mapping[str, Any]) -> Seen:
    root = decode_base64(value["root"])
    if root is None:
        raise InputError("record:entry:seen")
    return Seen(int(value["size"]), root)

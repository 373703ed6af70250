"""One log on disk: entries appended durably, hashes kept as tiles, nothing rewritten.

```
logs/party_a/
  entries.log     every entry: its length (4 bytes), its leaf hash (32), its bytes
  index           where each full tile of 256 entries ends in entries.log (8 bytes each)
  tile/0/...      hashes, full tiles; of the levels above also the partial one
  checkpoint      the latest signed checkpoint
```

An entry is acknowledged after one fsync of `entries.log`. Everything else is derived from it: a tile is written and
synced before the index names it, so that opening a log reads only the entries since the last full tile. A
frame that was cut at the very end was never acknowledged and is removed; a wrong frame before that is
damage, and the log is refused.

A failing fsync leaves pages that look clean but are not on the disk (Rebello and others, "Can applications recover from
fsync failures?", ATC 2020). So after any failed write this log takes no more entries, and opening it again
rewrites the tail and syncs it before trusting it.
"""

import fcntl
import os
import struct
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from allforall.durable import sync_folder, write_all, write_durably
from allforall.errors import NodeError
from allforall.record.merkle import HASH_BYTES, Frontier, Perfect, leaf_hash, node_hash
from allforall.record.tiles import MOST_ENTRY_BYTES, TILE_HEIGHT, TILE_WIDTH, perfect_from, tile_path

_HEAD = struct.Struct(">I32s")
_OFFSET = struct.Struct(">Q")


@dataclass(slots=True)
class LogFile:
    """An open log. `hashes` holds, per tile level, the hashes of the tile that is not full yet."""

    path: Path
    handle: int
    index: int
    frontier: Frontier
    length: int  # of entries.log, in bytes that are acknowledged
    hashes: list[list[bytes]] = field(default_factory=list)
    broken: bool = False
    reading: bool = False  # opened beside a writer: read-only

    @property
    def size(self) -> int:
        """How many entries are acknowledged."""
        return self.frontier.size

    @property
    def root(self) -> bytes:
        """The root over all of them."""
        return self.frontier.root

    def append(self, entries: Sequence[bytes]) -> int:
        """Returns the size after these entries, which are then on the disk, all of them or none.

        Raises:
            NodeError: if they could not be written. The log takes no more entries until it is opened again.

        """
        if self.broken or self.reading:
            raise NodeError("record:log:reopen", path=str(self.path))
        if any(len(entry) > MOST_ENTRY_BYTES for entry in entries):
            raise ValueError("an entry is too long for a log")
        leaves = [leaf_hash(entry) for entry in entries]
        frames = [_HEAD.pack(len(entry), leaf) + entry for entry, leaf in zip(entries, leaves, strict=True)]
        try:
            write_all(self.handle, b"".join(frames), self.length)
            os.fsync(self.handle)
        except OSError as error:
            self.broken = True
            with suppress(OSError):
                os.ftruncate(self.handle, self.length)
            raise NodeError("record:log:not_written", path=str(self.path), found=error.strerror or "") from None
        for leaf, frame in zip(leaves, frames, strict=True):
            self.length += len(frame)
            self._grow(leaf)
        return self.size

    def _grow(self, leaf: bytes) -> None:
        self.frontier, _ = self.frontier.extended(leaf)
        level, node = 0, leaf
        while True:
            if level == len(self.hashes):
                self.hashes.append([])
            self.hashes[level].append(node)
            if len(self.hashes[level]) < TILE_WIDTH:
                break
            node = _root_of_tile(self.hashes[level])
            level += 1
        if len(self.hashes[0]) == TILE_WIDTH:
            self._derive()

    def _derive(self) -> None:
        """Writes the tiles that have become full, the partial ones above them, and then the index.

        What fails here loses nothing: it is derived again when the log is opened.
        """
        tile = self.size // TILE_WIDTH - 1
        try:
            for level, hashes in enumerate(self.hashes):
                number = ((tile + 1) * TILE_WIDTH >> TILE_HEIGHT * level) - len(hashes)
                if hashes:
                    self._write_tile(level, number // TILE_WIDTH, hashes)
                if len(hashes) < TILE_WIDTH:
                    break
            write_all(self.index, _OFFSET.pack(self.length), tile * _OFFSET.size)
            os.fsync(self.index)
        except OSError as error:
            self.broken = True
            raise NodeError("record:log:not_written", path=str(self.path), found=error.strerror or "") from None
        for level, hashes in enumerate(self.hashes):
            if len(hashes) == TILE_WIDTH:
                hashes.clear()
            elif level:
                if len(hashes) > 1:  # the previous partial tile, no longer named by anything
                    number = (self.size >> TILE_HEIGHT * level) // TILE_WIDTH
                    with suppress(OSError):
                        (self.path / tile_path(level, number, len(hashes) - 1)).unlink()
                break

    def _write_tile(self, level: int, number: int, hashes: list[bytes]) -> None:
        write_durably(self.path / tile_path(level, number, len(hashes)), b"".join(hashes))

    def close(self) -> None:
        """Closes the files and releases the lock."""
        for handle in (self.handle, self.index):
            with suppress(OSError):
                os.close(handle)

    def entry(self, number: int) -> bytes:
        """Returns one acknowledged entry."""
        return self.entries(number, number + 1)[0]

    def entries(self, start: int, end: int) -> list[bytes]:
        """Returns acknowledged entries, checked against their leaf hashes."""
        if not 0 <= start <= end <= self.size:
            raise ValueError(f"no entries {start} to {end} in a log of {self.size}")
        if start == end:
            return []
        tile = start // TILE_WIDTH
        at = self._tile_start(tile)
        last = -(-end // TILE_WIDTH)
        until = self.length if last * TILE_WIDTH > self.size else self._tile_start(last)
        data = os.pread(self.handle, until - at, at)
        found, _, wrong = _frames(data)
        if wrong or len(found) < end - tile * TILE_WIDTH:
            raise NodeError("record:log:damaged", path=str(self.path / "entries.log"), where=at)
        return [entry for _, entry in found[start - tile * TILE_WIDTH : end - tile * TILE_WIDTH]]

    def entry_between(self, start: int, end: int) -> bytes | None:
        """Returns the entry whose frame should be between two offsets of the file; None where there is none."""
        if not 0 <= start < start + _HEAD.size <= end <= self.length:
            return None
        found, _, wrong = _frames(os.pread(self.handle, end - start, start))
        return None if wrong or len(found) != 1 else found[0][1]

    def _tile_start(self, tile: int) -> int:
        if tile == 0:
            return 0
        return int(_OFFSET.unpack(os.pread(self.index, _OFFSET.size, (tile - 1) * _OFFSET.size))[0])

    def tile(self, level: int, number: int, width: int) -> bytes:
        """Returns a tile of hashes of this tree, full or partial."""
        whole = (self.size >> TILE_HEIGHT * level) // TILE_WIDTH
        if number == whole:
            hashes = self.hashes[level] if level < len(self.hashes) else []
            return b"".join(hashes[:width])
        return (self.path / tile_path(level, number)).read_bytes()[: width * HASH_BYTES]

    def perfect(self) -> Perfect:
        """Returns the hashes of perfect subtrees, for proofs in this tree."""
        return perfect_from(self.tile, self.size)


def frame_length(entry: bytes) -> int:
    """Returns how many bytes of the file an entry takes."""
    return _HEAD.size + len(entry)


def _root_of_tile(hashes: list[bytes]) -> bytes:
    nodes = hashes
    while len(nodes) > 1:
        nodes = [node_hash(nodes[i], nodes[i + 1]) for i in range(0, len(nodes), 2)]
    return nodes[0]


def _frames(data: bytes) -> tuple[list[tuple[bytes, bytes]], int, bool]:
    """The (leaf hash, entry) of every whole frame, how many bytes they take, and whether a whole one is wrong."""
    found: list[tuple[bytes, bytes]] = []
    at = 0
    while at + _HEAD.size <= len(data):
        length, leaf = _HEAD.unpack_from(data, at)
        end = at + _HEAD.size + length
        if length > MOST_ENTRY_BYTES:
            return found, at, True
        if end > len(data):
            break
        entry = data[at + _HEAD.size : end]
        if leaf_hash(entry) != leaf:
            return found, at, True
        found.append((leaf, entry))
        at = end
    return found, at, False


def open_log(path: Path) -> LogFile:
    """Returns a log that is open for appending and locked against every other process; makes it if it is new.

    Raises:
        NodeError: if another process has it open, or if it is damaged before its very end.

    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path / "entries.log", os.O_RDWR | os.O_CREAT, 0o600)
        index = os.open(path / "index", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise NodeError("record:log:not_opened", path=str(path), found=error.strerror or "") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        log = _read_tail(path, handle, index)
        if not log.length:
            sync_folder(path)
            sync_folder(path.parent)
    except BlockingIOError:
        _close(handle, index)
        raise NodeError("record:log:held", path=str(path)) from None
    except OSError as error:
        _close(handle, index)
        raise NodeError("record:log:not_opened", path=str(path), found=error.strerror or "") from None
    except BaseException:
        _close(handle, index)
        raise
    return log


#: How often a log is read again because its writer filled a tile meanwhile.
_ATTEMPTS = 5


def read_log(path: Path, most: int | None = None) -> LogFile:
    """Returns a log as it is on the disk now, for reading only: nothing is locked or written. An entry
    after the first `most` that is in no full tile yet is left out: its act is unfinished.

    A writer may be at work. Entries are only ever added, tiles exist before the index names them, and a frame that
    is cut at the end is being written; a partial tile that has disappeared since is read again under its next name.

    Raises:
        NodeError: if it is missing, or damaged before its very end.

    """
    for left in reversed(range(_ATTEMPTS)):
        try:
            handle = os.open(path / "entries.log", os.O_RDONLY)
            index = os.open(path / "index", os.O_RDONLY)
        except OSError as error:
            raise NodeError("record:log:not_opened", path=str(path), found=error.strerror or "") from None
        try:
            return _read_tail(path, handle, index, reading=True, most=most)
        except FileNotFoundError as error:
            _close(handle, index)
            if not left:
                raise NodeError("record:log:not_opened", path=str(path), found=error.strerror or "") from None
        except BaseException:
            _close(handle, index)
            raise
    raise AssertionError  # pragma: no cover - the last attempt returned or raised


def _close(*handles: int) -> None:
    for handle in handles:
        os.close(handle)


def _read_tail(path: Path, handle: int, index: int, *, reading: bool = False, most: int | None = None) -> LogFile:
    tiles = os.fstat(index).st_size // _OFFSET.size
    start = int(_OFFSET.unpack(os.pread(index, _OFFSET.size, (tiles - 1) * _OFFSET.size))[0]) if tiles else 0
    length = os.fstat(handle).st_size
    if length < start:
        raise NodeError("record:log:shorter_than_its_index", path=str(path), expected=start, found=length)
    tail = os.pread(handle, length - start, start)
    found, good, wrong = _frames(tail)
    if wrong:
        good = _after_wrong(path, tail, good, start)
    if not reading:
        _write_again(handle, tail[:good], start)
    hashes, frontier = _tiles_above(path, tiles)
    log = LogFile(path, handle, index, frontier, start, hashes, reading=reading)
    if reading:
        # a full tile that the index does not name yet is left for its writer
        found = found[: TILE_WIDTH - 1]
        if most is not None and most >= tiles * TILE_WIDTH:
            found = found[: most - tiles * TILE_WIDTH]
    for leaf, entry in found:
        log.length += _HEAD.size + len(entry)
        log._grow(leaf)  # noqa: SLF001  the same module makes it
    return log


def _after_wrong(path: Path, tail: bytes, good: int, start: int) -> int:
    """Refuses damage; a wrong frame at the end, with nothing whole after it, was only not acknowledged."""
    length = int.from_bytes(tail[good : good + 4], "big")
    end = good + _HEAD.size + length
    if length <= MOST_ENTRY_BYTES and end >= len(tail):
        return good
    raise NodeError("record:log:damaged", path=str(path / "entries.log"), where=start + good)


def _write_again(handle: int, tail: bytes, start: int) -> None:
    """Rewrites the tail, so that an earlier failed sync cannot stay hidden, and removes a cut frame."""
    write_all(handle, tail, start)
    os.ftruncate(handle, start + len(tail))
    os.fsync(handle)


def _tiles_above(path: Path, tiles: int) -> tuple[list[list[bytes]], Frontier]:
    """The hashes of the tiles that are not full, of every level above the lowest, and the frontier at that size."""
    hashes: list[list[bytes]] = [[]]
    count = tiles
    peaks: list[bytes] = []
    level = 1
    while count:
        full, partial = divmod(count, TILE_WIDTH)
        row: list[bytes] = []
        if partial:
            data = (path / tile_path(level, full, partial)).read_bytes()
            row = [data[i : i + HASH_BYTES] for i in range(0, len(data), HASH_BYTES)]
            if len(data) != partial * HASH_BYTES:
                raise NodeError("record:log:tile_damaged", path=str(path / tile_path(level, full, partial)))
        hashes.append(row)
        peaks = [*_peaks(row), *peaks]
        count, level = full, level + 1
    return hashes, Frontier(tiles * TILE_WIDTH, tuple(peaks))


def _peaks(hashes: list[bytes]) -> list[bytes]:
    """The perfect subtrees of a row of hashes, from left to right."""
    peaks, at = [], 0
    for bit in reversed(range(TILE_HEIGHT)):
        width = 1 << bit
        if len(hashes) & width:
            peaks.append(_root_of_tile(hashes[at : at + width]))
            at += width
    return peaks

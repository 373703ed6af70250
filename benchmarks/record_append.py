"""Entries appended to a log on disk: durable ones a second, in groups of 64, and what one costs in a long log.

    python benchmarks/record_append.py [--folder DIR] [--entries 2048] [--long 1000000]

The baseline of the same run writes the same frames to a plain file of the same file system with one fsync each; both
take turns, a tile of 256 entries at a time, so that a noisy disk strikes both. `--folder` chooses the file system:
in memory (tmpfs) a sync costs nothing and the ratio says nothing about disks. Entries are those of `record_made`.
"""

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

from record_made import entry_bytes, make_genesis

from allforall.record.entries import Seen
from allforall.record.merkle import leaf_hash
from allforall.store.record import log_file
from allforall.store.record.log_file import LogFile, open_log

TURN = 256


def sample(count: int) -> list[bytes]:
    genesis, seen = make_genesis(1), {"party_b": Seen(7, bytes(32)), "witness": Seen(9, bytes(32))}
    return [entry_bytes(genesis, "party_a", number, seen, 1) for number in range(1, count + 1)]


def frame_of(entry: bytes) -> bytes:
    return len(entry).to_bytes(4, "big") + leaf_hash(entry) + entry


class Plain:
    """A file that takes bytes and syncs them, and keeps nothing else."""

    def __init__(self, path: Path) -> None:
        self.handle, self.at = os.open(path, os.O_RDWR | os.O_CREAT, 0o600), 0

    def append(self, data: bytes) -> None:
        self.at += os.pwrite(self.handle, data, self.at)
        os.fsync(self.handle)


def in_turns(log: LogFile, plain: Plain, entries: list[bytes], group: int) -> tuple[float, float]:
    """Returns the seconds that the log and the plain file took for the same bytes."""
    ours = theirs = 0.0
    for at in range(0, len(entries), TURN):
        groups = [entries[at + i : at + i + group] for i in range(0, TURN, group)]
        frames = [b"".join(map(frame_of, of)) for of in groups]
        start = time.perf_counter()
        for of in groups:
            log.append(of)
        middle = time.perf_counter()
        for frame in frames:
            plain.append(frame)
        theirs += time.perf_counter() - middle
        ours += middle - start
    return ours, theirs


class Spent:
    """Wall time spent in the system calls of a log, and by what they were for."""

    def __init__(self) -> None:
        self.seconds = {"write": 0.0, "sync": 0.0, "tiles, partial tiles and index": 0.0}
        self.inside = False

    def watch(self) -> None:
        self.real = (log_file.os.fsync, log_file.os.pwrite, LogFile._derive)  # noqa: SLF001

        def timed(name, real):
            def call(*arguments):
                start = time.perf_counter()
                try:
                    return real(*arguments)
                finally:
                    if not self.inside:
                        self.seconds[name] += time.perf_counter() - start

            return call

        def derive(log):
            self.inside, start = True, time.perf_counter()
            try:
                self.real[2](log)
            finally:
                self.inside = False
                self.seconds["tiles, partial tiles and index"] += time.perf_counter() - start

        os.fsync, os.pwrite = timed("sync", self.real[0]), timed("write", self.real[1])
        LogFile._derive = derive  # noqa: SLF001

    def unwatch(self) -> None:
        os.fsync, os.pwrite, LogFile._derive = self.real  # noqa: SLF001


def durable(folder: Path, entries: list[bytes]) -> None:
    log, plain = open_log(folder / "durable"), Plain(folder / "plain")
    ours, theirs = in_turns(log, plain, entries, 1)
    count = len(entries)
    print(
        f"one fsync per entry: {count / ours:,.0f} a second; the same bytes written and synced: {count / theirs:,.0f}; "
        f"ratio {theirs / ours:.2f}"
    )
    spent = Spent()
    spent.watch()
    start = time.perf_counter()
    for entry in entries:
        log.append([entry])
    whole = time.perf_counter() - start
    spent.unwatch()
    rest = whole - sum(spent.seconds.values())
    parts = {**spent.seconds, "hashes, frames and all else": rest}
    shares = [f"{name} {part / whole:.0%}" for name, part in parts.items()]
    print(f"  of {1e6 * whole / count:,.0f} microseconds for an entry: {', '.join(shares)}")
    log.close()


def grouped(folder: Path, entries: list[bytes]) -> None:
    log, plain = open_log(folder / "grouped"), Plain(folder / "plain-grouped")
    ours, theirs = in_turns(log, plain, entries, 64)
    print(
        f"groups of 64, one fsync each: {len(entries) / ours:,.0f} entries a second; "
        f"the same bytes written and synced: {len(entries) / theirs:,.0f}; ratio {theirs / ours:.2f}"
    )
    log.close()


def cost(log: LogFile, entries: list[bytes], *, sync: bool) -> tuple[float, float]:
    """Returns the median microseconds, by the clock and of the processor, of one append over two whole tiles."""
    real = os.fsync
    if not sync:
        log_file.os.fsync = lambda _handle: None
    clock, processor = [], []
    try:
        for entry in entries[: 2 * TURN]:
            start, used = time.perf_counter(), time.process_time()
            log.append([entry])
            clock.append(time.perf_counter() - start)
            processor.append(time.process_time() - used)
    finally:
        log_file.os.fsync = real
    return 1e6 * statistics.median(clock), 1e6 * sum(processor) / len(processor)


def long_log(folder: Path, entries: list[bytes], sizes: list[int]) -> None:
    """Fills one log and measures an append and an opening at each size."""
    path = folder / "long"
    log, at = open_log(path), 0
    for size in sizes:
        real = os.fsync
        log_file.os.fsync = lambda _handle: None  # filling it is no part of what is measured
        while log.size < size:
            many = min(4096, size - log.size)
            log.append([b"%d %s" % (at + i, entries[i % len(entries)]) for i in range(many)])
            at += many
        log_file.os.fsync = real
        os.fsync(log.handle)
        clock, processor = cost(log, entries, sync=True)
        _, without = cost(log, entries, sync=False)
        log.close()
        start = time.perf_counter()
        log = open_log(path)
        opened = time.perf_counter() - start
        print(
            f"at {size:>9,} entries: an append takes {clock:,.0f} microseconds (median), {processor:,.0f} of processor "
            f"time with its tiles, {without:,.0f} without syncs; opening takes {1000 * opened:.1f} ms",
            flush=True,
        )
    log.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path())
    parser.add_argument("--entries", type=int, default=2_048)
    parser.add_argument("--long", type=int, default=1_000_000)
    given = parser.parse_args()
    entries = sample(given.entries)
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        durable(folder, entries)
        grouped(folder, entries * 4)
        if given.long:
            long_log(folder, entries, [1_000, *(size for size in (10_000, 100_000) if size < given.long), given.long])


if __name__ == "__main__":
    main()

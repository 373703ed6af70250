"""Faults on the way to the disk: writers killed, system calls that fail, logs cut short. For `record_faults.py`."""
# ruff: noqa: S311  a seed is to do the same again

import errno
import os
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from allforall.durable import write_durably
from allforall.errors import NodeError
from allforall.record.merkle import Frontier, leaf_hash
from allforall.store.record.log_file import LogFile, open_log

Campaign = tuple[Counter[str], list[str]]

#: A killed log is continued by the next writer, up to this many times.
_KILLS_PER_LOG = 10
_HEAD = 36


def entry(number: int) -> bytes:
    return b"%d " % number * (1 + number % 7)


def wide(number: int) -> bytes:
    """An entry so long that a cut one can still be longer than a whole short one."""
    return b"%d " % number * (20 + 11 * (number % 3))


class Expected:
    """The expected content of a log of a size."""

    def __init__(self, made: Callable[[int], bytes] = entry) -> None:
        self.made, self.frontiers = made, [Frontier()]

    def root(self, size: int) -> bytes:
        while len(self.frontiers) <= size:
            number = len(self.frontiers) - 1
            self.frontiers.append(self.frontiers[-1].extended(leaf_hash(self.made(number)))[0])
        return self.frontiers[size].root

    def wrong(self, log: LogFile, acknowledged: int) -> str:
        """Returns what is wrong with a log that was opened again, or nothing."""
        if log.size < acknowledged:
            return f"{acknowledged} entries were acknowledged and {log.size} are there"
        if log.root != self.root(log.size) or log.frontier.size != log.size:
            return f"another root at size {log.size}"
        try:
            found = log.entries(0, log.size)
        except NodeError as error:
            return f"at size {log.size}: {error}"
        return "" if found == [self.made(number) for number in range(log.size)] else f"other entries at size {log.size}"


_EXPECTED = Expected()

# kills


def write_until_killed(path: Path, seed: int, said: int) -> None:
    """Appends groups of entries forever; prints the size after each, once it is on the disk with a checkpoint."""
    os.write(said, b"0\n")
    log, chosen = open_log(path), random.Random(seed)
    while True:
        log.append([entry(log.size + number) for number in range(chosen.choice([1, 1, 1, 2, 8, 40]))])
        os.write(said, b"%d\n" % log.size)
        write_durably(path / "checkpoint", b"%d %s\n" % (log.size, log.root.hex().encode()))


def kills(count: int, seed: int, folder: Path) -> Campaign:
    """Kills a writer (SIGKILL) at a random moment, opens its log again, and continues with it."""
    chosen, met, failures = random.Random(seed), Counter(), []
    for number in range(count):
        path = folder / f"log-{number // _KILLS_PER_LOG}"
        before = (path / "entries.log").stat().st_size if (path / "entries.log").exists() else 0
        acknowledged = _kill(path, chosen)
        failure = _after_kill(path, acknowledged, met)
        met["kills"] += 1
        met["entries written between two kills"] += (path / "entries.log").stat().st_size > before
        if failure:
            failures.append(f"kill {number}: {failure}")
    return met, failures


def _kill(path: Path, chosen: random.Random) -> int:
    """Returns the size that a writer in its own process had acknowledged when it was killed."""
    heard, said = os.pipe()
    # half of them at a moment from its start on, the others shortly after an entry that it acknowledged
    seed, heed, wait = (
        chosen.getrandbits(32),
        chosen.randint(1, 40) if chosen.random() < 0.5 else 0,
        chosen.random() ** 2,
    )
    writer = os.fork()
    if not writer:
        os.close(heard)
        try:
            write_until_killed(path, seed, said)
        finally:
            os._exit(1)
    os.close(said)
    with os.fdopen(heard, "rb") as stream:
        for _ in range(1 + heed):  # its first line says that it is about to open the log
            last = stream.readline()
        time.sleep(wait * (0.003 if heed else 0.04))
        os.kill(writer, signal.SIGKILL)
        lines = [line for line in (last + stream.read()).split(b"\n")[:-1] if line]
    _, status = os.waitpid(writer, 0)
    if not os.WIFSIGNALED(status):
        raise SystemExit(f"a writer ended by itself ({path})")
    return int(lines[-1]) if lines else 0


def _after_kill(path: Path, acknowledged: int, met: Counter[str]) -> str:
    there = path / "entries.log"
    length = there.stat().st_size if there.exists() else 0
    met["files left half made"] += any(path.rglob(".*.new"))
    met["nothing acknowledged yet"] += not acknowledged
    try:
        log = open_log(path)
    except NodeError as error:
        return str(error)
    met["a frame cut within"] += log.length < length
    met["written and not acknowledged"] += bool(acknowledged) and log.size > acknowledged
    met["a tile was full"] += log.size >= 256
    failure = _EXPECTED.wrong(log, acknowledged)
    checkpoint = path / "checkpoint"
    if checkpoint.exists() and not failure:
        size, root = checkpoint.read_text(encoding="ascii").split()
        if int(size) > log.size or bytes.fromhex(root) != _EXPECTED.root(int(size)):
            failure = f"the checkpoint names {size} entries and another root"
    log.close()
    return failure


# calls

_CALLS = ("open", "pwrite", "fsync", "ftruncate", "pread", "replace", "mkdir", "unlink", "close")
_ERRORS = {"disk full": errno.ENOSPC, "IO error": errno.EIO, "no right": errno.EACCES, "read only": errno.EROFS}
#: Ways of failing other than a plain error, for the calls that have them.
_SHORT, _SHORT_THEN_FULL = "short write", "short write, then disk full"
_SYNC_LOSES = "sync fails and its pages are lost"


class Failing:
    """The system, in which the call with this number fails, and, if it fails for good, every later one of its kind."""

    def __init__(self, at: int, how: str, *, for_good: bool) -> None:
        self.at, self.how, self.for_good = at, how, for_good
        self.calls, self.failed, self.full = 0, "", False
        self.paths: dict[int, str] = {}
        self.synced: dict[str, bytes] = {}  # what is certainly on the disk, by path
        self.lost: set[str] = set()

    def wrap(self, name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            self.calls += 1
            again = self.for_good and self.failed == name and self.how != _SHORT
            if self.calls == self.at or again or (self.full and name == "pwrite"):
                return self._fail(name, real, arguments, named)
            result = real(*arguments, **named)
            if self.how == _SYNC_LOSES:
                self._remember(name, arguments, result)
            return result

        return call

    def _fail(self, name: str, real: Callable[..., object], arguments: tuple, named: dict) -> object:
        if self.full:
            raise OSError(errno.ENOSPC, "disk full")
        if self.how in {_SHORT, _SHORT_THEN_FULL}:
            if name != "pwrite":
                return real(*arguments, **named)
            handle, data, at = arguments
            self.failed, self.full = name, self.how == _SHORT_THEN_FULL
            return real(handle, bytes(data)[: max(1, len(data) // 2)], at)
        if self.how == _SYNC_LOSES:
            if name != "fsync":
                result = real(*arguments, **named)
                self._remember(name, arguments, result)
                return result
            self.failed = name
            self.lost.add(self.paths[arguments[0]])
            raise OSError(errno.EIO, "IO error")
        self.failed = name
        if name == "close":  # the handle is closed whatever close returns
            real(*arguments, **named)
        raise OSError(_ERRORS[self.how], self.how)

    def _remember(self, name: str, arguments: tuple, result: object) -> None:
        if name == "open":
            self.paths[result] = str(arguments[0])
        elif name == "fsync" and Path(self.paths.get(arguments[0], "")).is_file():
            path = self.paths[arguments[0]]
            if path not in self.lost:
                self.synced[path] = Path(path).read_bytes()

    def lose(self) -> None:
        """Discards what a failed sync left only in memory, as a restart of the machine would."""
        for path in self.lost:
            if Path(path).is_file():
                Path(path).write_bytes(self.synced.get(path, b""))


@contextmanager
def failing(system: Failing) -> Iterator[None]:
    real = {name: getattr(os, name) for name in _CALLS}
    for name in _CALLS:
        setattr(os, name, system.wrap(name, real[name]))
    try:
        yield
    finally:
        for name in _CALLS:
            setattr(os, name, real[name])


def calls(count: int, _seed: int, folder: Path) -> Campaign:
    """Lets every system call of the write path fail once, in each way; `count` limits how many of each way (0: all)."""
    met, failures = Counter(), []
    hows = [(how, for_good) for how in _ERRORS for for_good in (False, True)]
    hows += [(_SHORT, False), (_SHORT, True), (_SHORT_THEN_FULL, False), (_SYNC_LOSES, False)]
    none = Failing(0, _SHORT, for_good=False)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        failures.extend(filter(None, [_one_call(none, Path(name))]))
    step = max(1, none.calls // count) if count else 1
    for how, for_good in hows:
        for at in range(1, none.calls + 1, step):
            system = Failing(at, how, for_good=for_good)
            with tempfile.TemporaryDirectory(dir=folder) as name:
                failure = _survives(system, Path(name))
            if system.failed:
                met["faults"] += 1
                met[f"{how}{' for good' if for_good else ''}"] += 1
                met[f"in {system.failed}"] += 1
            if failure:
                failures.append(f"call {at} ({system.failed}), {how}, for good {for_good}: {failure}")
    return met, failures


def _survives(system: Failing, folder: Path) -> str:
    try:
        return _one_call(system, folder)
    except Exception as error:  # noqa: BLE001  any other error is what is looked for
        return f"crashed with {error!r}"


def _one_call(system: Failing, folder: Path) -> str:
    """A log is opened and filled over two full tiles, with a checkpoint after each group, and opened after a fault."""
    path, acknowledged, checkpoint, log, broken = folder / "logs" / "log", 0, 0, None, False
    with failing(system):
        try:
            log = open_log(path)
            for start in range(0, 520, 40):
                broken = True
                log.append([entry(number) for number in range(start, start + 40)])
                broken, acknowledged = False, start + 40
                write_durably(path / "checkpoint", b"%d" % acknowledged)
                checkpoint = acknowledged
        except (NodeError, OSError):
            pass
    if broken and log is not None:
        try:
            log.append([b"more"])
        except NodeError:
            pass
        else:
            return "a log took an entry after a failed write"
    if log is not None:
        log.close()
    system.lose()
    try:
        again = open_log(path)
    except NodeError as error:
        return f"it does not open: {error}"
    failure = _EXPECTED.wrong(again, acknowledged)
    if checkpoint and int((path / "checkpoint").read_bytes()) < checkpoint:
        failure = failure or "an older checkpoint"
    if not failure:
        again.append([entry(again.size)])
        failure = _EXPECTED.wrong(again, acknowledged + 1)
    again.close()
    return failure


# cuts


def cuts(count: int, _seed: int, folder: Path) -> Campaign:
    """Cuts the last three entries at every byte, in logs of several sizes; `count` limits the cuts of each (0: all)."""
    met, failures, expected = Counter(), [], Expected(wide)
    for size in (1, 3, 5, 255, 256, 257, 258, 259, 300, 513, 771):
        path = folder / f"cut-{size}"
        log = open_log(path)
        log.append([wide(number) for number in range(size)])
        log.close()
        whole = (path / "entries.log").read_bytes()
        ends, at = [0], 0
        while at < len(whole):
            at += _HEAD + int.from_bytes(whole[at : at + 4], "big")
            ends.append(at)
        indexed = size - size % 256
        first = ends[max(size - 3, 0)]
        step = max(1, (len(whole) - first) // count) if count else 1
        for cut in range(first, len(whole), step):
            (path / "entries.log").write_bytes(whole[:cut])
            met["cuts"] += 1
            left = max(number for number, end in enumerate(ends) if end <= cut)
            try:
                log = open_log(path)
            except NodeError as error:
                # entries that a full tile names were acknowledged long before: their loss is reported and not repaired
                met["refused: shorter than its index"] += 1
                if left >= indexed or error.code != "record:log:shorter_than_its_index":
                    failures.append(f"{size} entries cut at byte {cut}: {error}")
                continue
            failure = expected.wrong(log, left)
            if log.size != left:
                failure = failure or f"{log.size} entries are there, {left} were whole"
            log.append([b"x"])  # shorter than what was cut: nothing of that may remain behind it
            log.close()
            failure = failure or _reopened(path, left)
            if failure:
                failures.append(f"{size} entries cut at byte {cut}: {failure}")
    return met, failures


def _reopened(path: Path, left: int) -> str:
    try:
        log = open_log(path)
    except NodeError as error:
        return f"after one more entry it does not open: {error}"
    entries = log.entries(0, log.size)
    log.close()
    return "" if entries == [*map(wide, range(left)), b"x"] else f"{len(entries)} entries after one more"

"""A log on disk under faults: what was acknowledged is there, what is damaged is refused, two writers never meet."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from allforall.errors import NodeError
from allforall.record.merkle import includes, inclusion_proof, leaf_hash, root_of
from allforall.store.record import log_file
from allforall.store.record.log_file import open_log


def entry(number: int) -> bytes:
    return b"%d " % number * (1 + number % 7)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "logs" / "party_a"


def filled(folder, count, batch=100):
    log = open_log(folder)
    for start in range(0, count, batch):
        log.append([entry(i) for i in range(start, min(start + batch, count))])
    return log


def is_whole(log, count):
    assert log.size == count
    assert log.entries(0, count) == [entry(i) for i in range(count)]
    assert log.root == root_of(leaf_hash(entry(i)) for i in range(count))


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 600, 66_000])
def test_a_log_opens_as_it_was_left_and_proves_each_entry(folder, count):
    filled(folder, count).close()
    log = open_log(folder)
    is_whole(log, count)
    for index in {0, count // 2, count - 1} & set(range(count)):
        proof = inclusion_proof(index, count, log.perfect())
        assert includes(index, count, leaf_hash(entry(index)), proof, log.root)
    log.append([entry(count)])
    is_whole(log, count + 1)
    log.close()


def test_two_processes_never_write_one_log(folder):
    log = open_log(folder)
    with pytest.raises(NodeError) as refused:
        open_log(folder)
    assert refused.value.code == "record:log:held"
    log.close()
    open_log(folder).close()


@pytest.mark.parametrize("count", [5, 258])
def test_the_last_entries_cut_at_every_byte(folder, count):
    """A cut frame goes; every frame before it stays; nothing else is believed."""
    filled(folder, count).close()
    whole = (folder / "entries.log").read_bytes()
    ends, at = [0], 0
    while at < len(whole):
        at += 36 + int.from_bytes(whole[at : at + 4], "big")
        ends.append(at)
    indexed = 256 if count >= 256 else 0
    for cut in range(ends[max(count - 3, indexed)], len(whole)):
        (folder / "entries.log").write_bytes(whole[:cut])
        log = open_log(folder)
        is_whole(log, max(i for i, end in enumerate(ends) if end <= cut))
        log.close()


def test_a_log_that_is_shorter_than_its_index_is_refused(folder):
    filled(folder, 300).close()
    os.truncate(folder / "entries.log", 100)
    with pytest.raises(NodeError) as refused:
        open_log(folder)
    assert refused.value.code == "record:log:shorter_than_its_index"


def test_a_changed_byte_before_the_end_is_damage_and_not_cut_away(folder):
    filled(folder, 20).close()
    data = bytearray((folder / "entries.log").read_bytes())
    data[60] ^= 1
    (folder / "entries.log").write_bytes(data)
    with pytest.raises(NodeError) as refused:
        open_log(folder)
    assert refused.value.code == "record:log:damaged"
    assert (folder / "entries.log").read_bytes() == data


def test_a_changed_byte_in_a_full_tile_is_found_when_it_is_read(folder):
    filled(folder, 300).close()
    data = bytearray((folder / "entries.log").read_bytes())
    data[60] ^= 1
    (folder / "entries.log").write_bytes(data)
    log = open_log(folder)
    with pytest.raises(NodeError) as refused:
        log.entry(3)
    assert refused.value.code == "record:log:damaged"
    log.close()


class Failing:
    """The system, in which the call with this number fails."""

    def __init__(self, at: int, error: int) -> None:
        self.at, self.error, self.calls, self.failed = at, error, 0, ""

    def wrap(self, name, real):
        def call(*arguments, **named):
            self.calls += 1
            if self.calls == self.at:
                self.failed = name
                if name == "pwrite" and self.error == errno.EINTR:  # a short write: less is taken than was given
                    return real(arguments[0], bytes(arguments[1])[: max(1, len(arguments[1]) // 2)], arguments[2])
                raise OSError(self.error, os.strerror(self.error))
            return real(*arguments, **named)

        return call


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EINTR])
def test_a_fault_in_every_system_call_of_the_write_path_loses_nothing_acknowledged(tmp_path, monkeypatch, error):
    names = ("pwrite", "fsync", "ftruncate", "open", "pread")
    real = {name: getattr(os, name) for name in names}
    at, reached = 0, set()
    while True:
        at += 1
        failing = Failing(at, error)
        for name in names:
            monkeypatch.setattr(log_file.os, name, failing.wrap(name, real[name]))
        folder, acknowledged = tmp_path / f"{at}" / "log", 0
        log = None
        try:
            log = open_log(folder)
            for start in range(0, 520, 40):
                log.append([entry(i) for i in range(start, start + 40)])
                acknowledged = start + 40
        except NodeError:
            if log is not None and log.broken:
                with pytest.raises(NodeError) as refused:
                    log.append([b"more"])
                assert refused.value.code == "record:log:reopen"
        finally:
            for name in names:
                monkeypatch.setattr(log_file.os, name, real[name])
            if log is not None:
                log.close()
        reached.add(failing.failed)
        again = open_log(folder)
        assert again.size >= acknowledged
        is_whole(again, again.size)
        again.close()
        if not failing.failed:
            break
    assert {"pwrite", "fsync", "open"} <= reached


_WRITER = """
import sys
from pathlib import Path
from allforall.store.record.log_file import open_log
log = open_log(Path(sys.argv[1]))
number = log.size
while True:
    log.append([b"%d " % number * (1 + number % 7)])
    number += 1
    print(number, flush=True)
"""


def kill_while_appending(folder: Path, after: int) -> int:
    """Starts a writer, kills it once it has acknowledged so many entries, and returns how many it had."""
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(folder)], stdout=subprocess.PIPE, text=True, env=os.environ
    )
    acknowledged = 0
    for line in writer.stdout:
        acknowledged = int(line)
        after -= 1
        if after <= 0:
            break
    writer.send_signal(signal.SIGKILL)
    for line in writer.stdout:  # what was acknowledged before it died
        acknowledged = int(line) if line.endswith("\n") else acknowledged
    writer.wait()
    writer.stdout.close()
    return acknowledged


def test_a_process_killed_while_appending_loses_nothing_that_it_acknowledged(folder):
    for after in (1, 3, 40, 300):
        acknowledged = kill_while_appending(folder, after)
        log = open_log(folder)
        assert log.size >= acknowledged
        is_whole(log, log.size)
        log.close()

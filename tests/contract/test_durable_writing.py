"""What a person is told is on the disk was written, synced, renamed into place, and its folder synced, in order."""

import ast
import os
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from allforall import durable
from allforall.cli.program import main
from allforall.errors import NodeError
from allforall.node.folder import create_node, opened, raise_format, read_node
from allforall.node.keep.backup import back_up

SRC = Path(durable.__file__).parent
NOW = datetime(2026, 6, 30, 9, tzinfo=UTC)


@contextmanager
def recording(monkeypatch):
    """Gives the list of what is synced and renamed, by the path that it had at that moment."""
    events = []
    fsync, rename, replace = os.fsync, os.rename, os.replace

    def synced(handle):
        fsync(handle)
        events.append(("sync", str(Path(f"/proc/self/fd/{handle}").readlink())))

    def moved(real):
        def call(old, new, **more):
            real(old, new, **more)
            events.append(("move", str(Path(old).resolve()), str(Path(new).resolve())))

        return call

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", synced)
        patch.setattr(os, "rename", moved(rename))
        patch.setattr(os, "replace", moved(replace))
        yield events


def assert_durable(events, path):
    """The file was synced under its first name, then renamed, then its folder was synced."""
    path = str(path.resolve())
    at = max(number for number, event in enumerate(events) if event[0] == "move" and event[2] == path)
    assert ("sync", events[at][1]) in events[:at], events
    assert ("sync", str(Path(path).parent)) in events[at:], events


def test_a_file_is_synced_before_it_has_its_name_and_its_folder_after(tmp_path, monkeypatch):
    path = tmp_path / "a" / "b" / "one"
    with recording(monkeypatch) as events:
        durable.write_file(path, b"x")
    assert_durable(events, path)
    # the folders that were made for it are there after a crash too
    assert {("sync", str(tmp_path)), ("sync", str(tmp_path / "a"))} <= set(events)
    assert path.read_bytes() == b"x"
    assert path.stat().st_mode & 0o777 == 0o600


def test_files_that_belong_together_appear_when_all_are_written(tmp_path, monkeypatch):
    paths = [tmp_path / name for name in ("one", "two", "three")]
    paths[0].write_bytes(b"before")
    with recording(monkeypatch) as events, durable.writing_durably() as write:
        for path in paths:
            write(path, b"after")
        assert [path.exists() for path in paths] == [True, False, False]
        assert paths[0].read_bytes() == b"before"
    for path in paths:
        assert_durable(events, path)
    last_sync = max(n for n, event in enumerate(events) if event[0] == "sync" and event[1] != str(tmp_path))
    assert last_sync < min(n for n, event in enumerate(events) if event[0] == "move")


@pytest.mark.parametrize("call", ["open", "pwrite", "fsync", "replace"])
def test_a_fault_leaves_the_file_as_it_was_and_nothing_beside_it(tmp_path, monkeypatch, call):
    path = tmp_path / "one"
    path.write_bytes(b"before")

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        with pytest.raises(NodeError) as caught:
            durable.write_file(path, b"after")
    assert caught.value.code == "file:not-written"
    assert path.read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir()] == ["one"]


def test_a_new_node_and_its_raised_format_are_on_the_disk(tmp_path, monkeypatch):
    path = tmp_path / "node"
    with recording(monkeypatch) as events:
        create_node(path, party="party_a", title="A", rehearsal=True, clock=lambda: NOW)
    assert ("sync", str(path.with_name(".node.new"))) in events
    assert ("sync", str(tmp_path)) in events[events.index(("move", str(path.with_name(".node.new")), str(path))) :]
    described = path / "node.toml"
    described.write_text(described.read_text().replace("format = 2", "format = 1"))
    with recording(monkeypatch) as events:
        assert raise_format(read_node(path, clock=lambda: NOW))
    assert_durable(events, described)


def test_a_backup_is_on_the_disk_under_its_name(tmp_path, monkeypatch):
    create_node(tmp_path / "node", party="party_a", title="A", rehearsal=True, clock=lambda: NOW)
    with opened(tmp_path / "node", clock=lambda: NOW) as node, recording(monkeypatch) as events:
        path = back_up(node)
    assert_durable(events, path)


def test_an_officers_key_is_on_the_disk_before_its_public_half_is_shown(tmp_path, monkeypatch, capsys):
    passphrases = tmp_path / "passphrases.toml"
    passphrases.write_text('"one" = "a passphrase of the tests"\n')
    passphrases.chmod(0o600)
    key = tmp_path / "one.key"
    with recording(monkeypatch) as events:
        code = main(["--json", "keys", "new", "--officer", "one", "--to", str(key), "--passphrases", str(passphrases)])
    assert code == 0, capsys.readouterr()
    assert_durable(events, key)


#: Who moves or writes files by itself, and why that is no promise of its own or is kept otherwise.
BY_THEMSELVES = {
    "durable.py": "the one writer",
    "node/folder.py": "a whole folder is renamed into place, and synced around it",
    "node/keep/backup.py": "a node is put back from its backup: folders are renamed, and all is synced at the end",
    "node/keep/folders.py": "as above",
    "cli/demo/altering.py": "the demonstration forges files to show that it is seen",
    "cli/demo/exchange.py": "the demonstration's invented lists",
}


def test_nothing_else_in_the_program_writes_or_renames_a_whole_file():
    found = set()
    for path in SRC.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            name, count = node.func.attr, len(node.args)
            if name in {"write_bytes", "write_text", "rename"} or (
                name == "replace" and count == 1 and not node.keywords
            ):
                found.add(path.relative_to(SRC).as_posix())
    assert found == set(BY_THEMSELVES)

"""Files that were handed in are read within bounds; files that are said to be written are on the disk, whole."""

import os
from pathlib import Path

import pytest

from allforall.alone.files import decoded, read_limited, refuse_existing, write_file
from allforall.errors import CallError, InputError, NodeError


def test_a_file_larger_than_wanted_is_refused_with_its_size(tmp_path):
    (tmp_path / "a").write_bytes(b"12345")
    assert read_limited(str(tmp_path / "a"), 5) == b"12345"
    with pytest.raises(InputError) as found:
        read_limited(str(tmp_path / "a"), 4)
    assert (found.value.code, found.value.params["found"]) == ("file:too-large", 5)


def test_what_grows_without_end_is_read_no_further_than_wanted():
    with pytest.raises(InputError) as found:
        read_limited("/dev/zero", 1000)
    assert found.value.code == "file:too-large"


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(CallError) as found:
        read_limited(str(tmp_path / "none"), 5)
    assert found.value.params["path"] == str(tmp_path / "none")


def test_text_is_utf_8_or_marked_utf_16_and_nothing_is_guessed():
    assert decoded("a", "\ufeffТак".encode()) == "Так"
    assert decoded("a", "Так".encode("utf-16")) == "Так"
    with pytest.raises(InputError) as found:
        decoded("a", b"x\n" + "Так".encode("cp1251"))
    assert found.value.params["line"] == 2


def test_a_file_is_synced_before_it_has_its_name_and_its_folder_after(tmp_path, monkeypatch):
    steps = []
    real_sync, real_replace = os.fsync, Path.replace

    def sync(handle):
        steps.append("folder" if Path(f"/dev/fd/{handle}").is_dir() else "file")
        real_sync(handle)

    def replace(self, target):
        steps.append("name")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    assert write_file(tmp_path / "new" / "a", "text") == tmp_path / "new" / "a"
    assert steps == ["file", "name", "folder"]
    assert (tmp_path / "new" / "a").read_text() == "text"
    assert (tmp_path / "new" / "a").stat().st_mode & 0o077 == 0


def test_a_file_that_could_not_be_written_leaves_the_former_one_and_nothing_half(tmp_path, monkeypatch):
    path = tmp_path / "a"
    write_file(path, "former")

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NodeError):
        write_file(path, "later")
    assert path.read_text() == "former"
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


def test_a_file_that_is_there_is_not_written_over(tmp_path):
    (tmp_path / "b").write_text("x")
    refuse_existing(str(tmp_path / "a"))
    with pytest.raises(CallError) as found:
        refuse_existing(str(tmp_path / "a"), str(tmp_path / "b"))
    assert found.value.params["path"] == str(tmp_path / "b")

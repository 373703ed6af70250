import io
import json
import sqlite3
import zipfile

import pytest

from allforall.errors import InputError, NodeError
from allforall.node.folder import opened
from allforall.node.keeping import back_up, examine, restore, upgrade
from allforall.node.officers import Desk, add_officer, list_officers


def test_a_backup_is_private_and_holds_three_files(node):
    backup = back_up(node)
    with zipfile.ZipFile(backup) as pack:
        assert sorted(pack.namelist()) == ["manifest.json", "node.sqlite", "node.toml"]
    assert backup.stat().st_mode & 0o077 == 0


@pytest.fixture
def backup(folder, clock):
    with opened(folder, clock=clock) as one:
        return back_up(one)


def test_restore_gives_back_what_was_there_and_keeps_what_it_replaces(folder, backup, clock):
    with opened(folder, clock=clock) as one:
        add_officer(one, Desk(), name="Later", role="", passphrase="a later passphrase")
        assert len(list_officers()) == 1
    kept = restore(folder, backup, clock=clock)
    with opened(folder, clock=clock):
        assert list_officers() == []
    assert kept is not None
    with sqlite3.connect(kept / "node.sqlite") as old:
        assert old.execute("select count(*) from node_officer").fetchone() == (1,)
    old.close()


def _rewrite(backup, change):
    with zipfile.ZipFile(backup) as pack:
        files = {name: pack.read(name) for name in pack.namelist()}
    change(files)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as pack:
        for name, content in files.items():
            pack.writestr(name, content)
    backup.write_bytes(packed.getvalue())


def _flip(files):
    content = bytearray(files["node.sqlite"])
    content[len(content) // 2] ^= 1
    files["node.sqlite"] = bytes(content)


def _climb(files):
    files["../evil.txt"] = b"out of the folder"


def _other_format(files):
    manifest = json.loads(files["manifest.json"])
    manifest["format"] = 99
    files["manifest.json"] = json.dumps(manifest).encode()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_flip, "node:restore:damaged"),
        (_climb, "node:restore:members"),
        (_other_format, "node:restore:format"),
        (lambda files: files.pop("node.toml"), "node:restore:members"),
        (lambda files: files.update({"manifest.json": b"{"}), "node:restore:manifest"),
    ],
)
def test_a_backup_that_was_touched_is_refused_and_the_node_stays(folder, backup, clock, change, code):
    _rewrite(backup, change)
    before = (folder / "node.sqlite").read_bytes()
    with pytest.raises(InputError) as refused:
        restore(folder, backup, clock=clock)
    assert refused.value.code == code
    assert (folder / "node.sqlite").read_bytes() == before
    assert not list(folder.parent.glob(".*restore*"))
    assert not (folder.parent / "evil.txt").exists()


def test_a_node_in_use_is_not_replaced(folder, backup, clock):
    with opened(folder, clock=clock), pytest.raises(NodeError) as refused:
        restore(folder, backup, clock=clock)
    assert refused.value.code == "node:lock:held"


def test_the_doctor_finds_a_sound_node_sound_but_without_a_backup(folder, clock):
    bad = [check.code for check in examine(folder, clock=clock) if not check.good]
    assert bad == ["doctor:backup:present"]


def test_the_doctor_finds_rows_that_are_gone_and_an_open_folder(folder, backup, clock):
    folder.chmod(0o755)
    with sqlite3.connect(folder / "node.sqlite") as data:
        data.execute(
            "insert into people_storedlist (key, kind, party, title, as_of, file_name, sha256, content_digest,"
            " disclosure_digest, format, encoding, headings, mapping, basis, rows_in_file, rows_read, rows_refused,"
            " their_key, problem_count, imported_at, imported_by) values ('HA1', 'held', 'party_a', '', '2025-06-02',"
            " 'x.csv', '', '', '', 'csv', '', '[]', '{}', 'not_stated', 3, 3, 0, '', 0, '2025-06-02 00:00:00', '')"
        )
    data.close()
    bad = {check.code for check in examine(folder, clock=clock) if not check.good}
    assert bad == {"doctor:folder:private", "doctor:lists:complete"}


def test_an_older_node_is_refused_until_it_is_upgraded_and_backed_up_first(folder, clock):
    with sqlite3.connect(folder / "node.sqlite") as data:
        data.execute("drop table arrangement_storedarrangement")
        data.execute("delete from django_migrations where app = 'arrangement'")
    data.close()
    with pytest.raises(NodeError) as refused, opened(folder, clock=clock):
        pass
    assert refused.value.code == "node:version:older"
    applied, backup = upgrade(folder, clock=clock)
    assert applied == ["arrangement.0001_initial"]
    assert backup is not None
    assert backup.exists()
    with opened(folder, clock=clock):
        pass
    assert upgrade(folder, clock=clock) == ([], None)


def test_a_node_of_a_newer_program_is_never_touched(folder, clock):
    with sqlite3.connect(folder / "node.sqlite") as data:
        data.execute("insert into django_migrations (app, name, applied) values ('people', '0099_later', '2030-01-01')")
    data.close()
    for act in (lambda: upgrade(folder, clock=clock), lambda: opened(folder, clock=clock).__enter__()):
        with pytest.raises(NodeError) as refused:
            act()
        assert refused.value.code == "node:version:newer"

import hashlib
import io
import json
import sqlite3
import zipfile

import pytest
from tests.record_making import PASSPHRASE, Table

from allforall.errors import GateError, InputError, NodeError
from allforall.node.folder import opened
from allforall.node.keep.backup import back_up, restore, upgrade
from allforall.node.keep.doctor import examine
from allforall.node.keys.keyring import destroy_epoch, new_epoch, unlock
from allforall.node.officers import add_officer, list_officers
from allforall.node.record.journal import journaled, take_up
from allforall.node.record.place import Closed
from allforall.record.notes import encode_base64


def test_a_backup_is_private_and_holds_description_database_and_folders(node):
    backup = back_up(node)
    with zipfile.ZipFile(backup) as pack:
        assert sorted(pack.namelist()) == ["folders.zip", "manifest.json", "node.sqlite", "node.toml"]
    assert backup.stat().st_mode & 0o077 == 0


@pytest.fixture
def backup(folder, clock):
    with opened(folder, clock=clock) as one:
        return back_up(one)


def test_restore_gives_back_what_was_there_and_keeps_what_it_replaces(folder, backup, clock):
    with opened(folder, clock=clock) as one:
        add_officer(one, None, name="Later", role="coordination", passphrase="a later passphrase")
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


# The record


@pytest.fixture
def table(tmp_path, clock):
    table = Table(tmp_path / "table", clock)
    table.carry_round(1)
    return table


def _backup(table, author="party_a"):
    with table.node(author) as node:
        return back_up(node)


def test_a_backup_has_the_record_and_keys_that_a_passphrase_opens_alone(table):
    with table.at("party_a") as record:
        seeds = [record.keyring.log.seed, *record.keyring.epochs.values()]
    with zipfile.ZipFile(_backup(table)) as pack, zipfile.ZipFile(io.BytesIO(pack.read("folders.zip"))) as folders:
        names = set(folders.namelist())
        everything = b"".join(folders.read(name) for name in names)
    assert {"keys/log.key", "record/genesis", "record/logs/party_b/entries.log"} <= names
    assert not {"record/place", "record/recovering"} & names
    for seed in seeds:
        assert seed not in everything
        assert encode_base64(seed).encode() not in everything


def test_a_restored_node_is_read_only_and_comes_back_to_where_it_was(table, clock):
    backup = _backup(table)
    with table.at("party_a") as record:
        said = table.say(record, "test:said", {"count": 7})
    table.carry("party_a", "party_b")
    restore(table.path("party_a"), backup, clock=clock)
    with table.at("party_a") as record:
        assert record.closed == Closed.RESTORED
        assert record.held["party_a"].size == said.index
        with pytest.raises(GateError, match="record:closed:restored"):
            table.say(record)
    bad = {check.code for check in examine(table.path("party_a"), clock=clock) if not check.good}
    assert bad == {"doctor:record:sure"}
    for other in ("party_b", "witness"):
        table.carry("party_a", other)
        table.carry(other, "party_a")
    with table.at("party_a") as record:
        assert not record.closed
        assert record.find(said.leaf) == said
        # the database of yesterday comes after what the log had said since
        assert journaled(record) == said.index
        assert take_up(record, {}) == 1
        assert table.say(record).index == said.index + 1
    table.carry_round(1)
    for author in ("party_b", "witness"):
        with table.at(author, keys=False) as record:
            assert not record.frozen


def test_a_node_restored_into_a_new_folder_is_read_only_too(table, tmp_path, clock):
    restore(tmp_path / "elsewhere", _backup(table), clock=clock)
    table.paths["party_a"] = tmp_path / "elsewhere"
    with table.at("party_a") as record:
        assert record.closed == Closed.RESTORED


def test_a_key_that_was_destroyed_does_not_come_back_from_a_backup(table, clock):
    backup = _backup(table)
    with table.at("party_a") as record:
        new_epoch(record.keyring)
        destroy_epoch(record.node, 1)
    restore(table.path("party_a"), backup, clock=clock)
    assert not (table.path("party_a") / "keys" / "epoch-1.key").exists()
    with table.node("party_a") as node:
        assert not unlock(node, PASSPHRASE).epochs


def _folders(change):
    def changed(files):
        with zipfile.ZipFile(io.BytesIO(files["folders.zip"])) as pack:
            inside = {name: pack.read(name) for name in pack.namelist()}
        change(inside)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as pack:
            for name, content in inside.items():
                pack.writestr(name, content)
        files["folders.zip"] = packed.getvalue()
        manifest = json.loads(files["manifest.json"])
        digest = hashlib.sha256(packed.getvalue()).hexdigest()
        manifest["files"]["folders.zip"] = {"sha256": digest, "size": len(packed.getvalue())}
        files["manifest.json"] = json.dumps(manifest).encode()

    return changed


@pytest.mark.parametrize("name", ["record/../../evil", "/evil", "evil", "record/.hidden", "keys", "backups/x.zip"])
def test_a_backup_cannot_put_a_file_anywhere_else(table, clock, name):
    backup = _backup(table)
    _rewrite(backup, _folders(lambda inside: inside.update({name: b"x"})))
    before = (table.path("party_a") / "record" / "genesis").read_bytes()
    with pytest.raises(InputError, match="node:restore:members"):
        restore(table.path("party_a"), backup, clock=clock)
    assert (table.path("party_a") / "record" / "genesis").read_bytes() == before


def test_a_backup_of_the_older_form_leaves_the_record_where_it_is(table, clock):
    backup = _backup(table)

    def older(files):
        del files["folders.zip"]
        manifest = json.loads(files["manifest.json"])
        manifest["format"] = manifest["folder_format"] = 1
        del manifest["files"]["folders.zip"]
        files["manifest.json"] = json.dumps(manifest).encode()

    _rewrite(backup, older)
    restore(table.path("party_a"), backup, clock=clock)
    with table.at("party_a") as record:
        assert record.closed == ""


def test_an_older_folder_gets_its_new_parts_by_an_upgrade(folder, clock):
    text = (folder / "node.toml").read_text()
    (folder / "node.toml").write_text(text.replace("format = 2", "format = 1"))
    (folder / "record").rmdir()
    with pytest.raises(NodeError, match="node:version:older"), opened(folder, clock=clock):
        pass
    assert "doctor:version:current" in {check.code for check in examine(folder, clock=clock) if not check.good}
    applied, backup = upgrade(folder, clock=clock)
    assert applied == ["folder"]
    assert backup.exists()
    with opened(folder, clock=clock) as node:
        assert node.format == 2
    assert (folder / "record").is_dir()


DAMAGE = {
    "an entry changed": ("logs/party_a/entries.log", "doctor:record:whole"),
    "a key that others may read": ("", "doctor:keys:private"),
    "evidence of a fork": ("frozen/party_b.fork.json", "doctor:record:not-frozen"),
    "a bundle that was not taken in to its end": ("staged/x.bundle", "doctor:record:no-staged"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_the_doctor_finds_what_is_wrong_with_the_record(table, clock, damage):
    name, code = DAMAGE[damage]
    _backup(table)
    record = table.path("party_a") / "record"
    if name.endswith("entries.log"):
        data = bytearray((record / name).read_bytes())
        data[50] ^= 1
        with table.at("party_a") as opened_record:
            table.say(opened_record)  # damage before the end is no cut frame
        data += (record / name).read_bytes()[len(data) :]
        with (record / name).open("r+b") as stream:
            stream.write(data)
    elif name:
        (record / name).parent.mkdir(exist_ok=True)
        (record / name).write_bytes(b"x")
    else:
        (table.path("party_a") / "keys" / "log.key").chmod(0o644)
    assert {check.code for check in examine(table.path("party_a"), clock=clock) if not check.good} == {code}

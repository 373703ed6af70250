"""Erasing by the command line, with and without a record; what is said, and what is left."""

import json
from datetime import UTC, date, datetime

import pytest
from conftest_shell import HEADINGS, PASSPHRASES, ROWS, Shell, new_node
from tests.record_making import CHEAP, PASSPHRASE, Table

from allforall.node.keys.key_files import KeyUse, make_lock, seal_key
from allforall.node.officers import Desk, add_officer, authenticate
from allforall.node.record.payloads import rotate_epoch, seal_for
from allforall.record.payloads import domain_of

NAME = "Вигаданенко"


@pytest.fixture
def shell(tmp_path):
    shell = new_node(tmp_path, "node", "party_a")
    shell.read(shell.write("held.csv", HEADINGS + ROWS))
    return shell


def everything(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_rows_are_erased_by_two_officers_with_a_reason_of_the_set(shell):
    shell.good("node", "backup", "--keep-days", "10")
    assert shell.run("erase", "rows", "HA1:2", "--reason", "family_asked") == 5
    told = shell.good("erase", "rows", "HA1:2", "--reason", "family_asked", second=True)
    assert (told["rows"], told["payloads"], told["receipts"], told["exit_code"]) == (1, [], [], 0)
    (kept,) = told["backups_left"]
    assert shell.good("list", "rows", "HA1")["rows"][0]["row"] == "HA1:3"
    assert shell.run("erase", "rows", "HA1:2", "--reason", "family_asked", second=True) == 2
    shown = shell.good("erase", "show")
    assert shown["backups"] == [kept]
    assert not shown["unfinished"]
    assert NAME.encode() not in everything(shell.node)
    assert shell.is_sound()


def test_backups_go_with_it_if_asked_and_a_new_one_is_there(shell):
    first = shell.good("node", "backup")["backup"]
    told = shell.good("erase", "list", "HA1", "--reason", "no_longer_needed", "--backups", second=True)
    assert told["rows"] == 2
    assert told["new_backup"] != first
    assert told["backups_left"] == []
    assert [one["backup"] for one in shell.good("erase", "show")["backups"]] == [told["new_backup"].rpartition("/")[2]]
    assert shell.good("erase", "backups")["destroyed"] == []


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (("erase", "finish"), 2, "erase:nothing-unfinished"),
        (("erase", "again"), 2, "erase:nothing-returned"),
        (("erase", "list", "HB7", "--reason", "person_asked"), 2, "list:key:unknown"),
        (("erase", "payload", "0" * 64, "--reason", "person_asked"), 2, "payload:unknown"),
        (("erase", "ask", "0" * 64, "--reason", "person_asked"), 5, "record:none"),
        (("node", "backup", "--keep-days", "0"), 2, "backup:days:wrong"),
    ],
)
def test_what_cannot_be_done_says_why(shell, words, exit_code, code):
    assert shell.run(*words, second=True) == exit_code, shell.told
    assert shell.code == code


@pytest.fixture
def recorded(tmp_path):
    """Party B's node with a record, in which party A disclosed a payload; officers' keys as files on a stick."""
    table = Table(tmp_path, lambda: datetime(2025, 6, 10, 9, 0, tzinfo=UTC))
    with table.node("party_b") as node:
        first, second = (line.replace('"', "").split(" = ") for line in PASSPHRASES.splitlines())
        add_officer(node, None, name=first[0], role="coordination", passphrase=first[1])
        desk = Desk(authenticate(*first))
        add_officer(node, desk, name=second[0], role="coordination", passphrase=second[1])
    with table.at("party_b") as record:
        sealed = seal_for(record, NAME.encode(), domain_of("test:sealed"), ["party_a"])
        table.say(record, "test:sealed", {"payload": sealed.name}, commitments=[sealed.commitment])
    lock = make_lock(PASSPHRASE, CHEAP)
    keys, lines = [], [PASSPHRASES, f'log = "{PASSPHRASE}"\n']
    for officer in table.officers["party_b"][:2]:
        path = tmp_path / f"{officer.name.rpartition('/')[2]}.key"
        path.write_bytes(seal_key(KeyUse.OFFICER, officer.name, officer.key.seed, lock).data)
        keys += ["--key", path]
        lines.append(f'"{officer.name.removeprefix("allforall/officer/")}" = "{PASSPHRASE}"\n')
    shell = Shell(tmp_path, "party_b")
    shell.table = table
    shell.passphrases.write_text("".join(lines))
    shell.passphrases.chmod(0o600)
    return shell, keys, sealed.name


def test_a_payload_is_erased_receipted_and_asked_back(recorded):
    shell, keys, name = recorded
    words = ("erase", "payload", name, "--reason", "read_by_mistake")
    assert shell.run(*words, second=True) == 5
    assert shell.code == "keys:officer:needed"
    before = everything(shell.node / "blobs")
    assert shell.run(*words, *keys[:2], second=True) == 5  # one officer's key is too few to turn the epoch
    assert (shell.code, everything(shell.node / "blobs")) == ("record:log:signatures", before)
    told = shell.good(*words, *keys, second=True)
    assert (told["payloads"], told["asked"], len(told["receipts"])) == ([name], [name], 1)
    shown = shell.good("erase", "show")
    assert [(one["payload"], one["asks"]) for one in shown["told"]] == [(name, True), (name, False)]
    assert (shown["without_receipt"], shown["to_erase"]) == ([name], [])
    assert not list((shell.node / "blobs").iterdir())
    assert shell.run(*words, *keys, second=True) == 2
    assert shell.code == "payload:erased-before"


def test_the_key_of_an_epoch_is_destroyed_on_its_stated_day_by_whatever_command_comes_next(recorded):
    shell, keys, _ = recorded
    with shell.table.at("party_b") as record:
        rotate_epoch(record, shell.table.officers["party_b"][:2], old_ends=date(2025, 7, 1))
        assert set(record.keyring.epochs) == {1, 2}
    assert shell.run("erase", "finish", *keys, second=True) == 2  # the present day is later
    assert not (shell.node / "keys" / "epoch-1.key").exists()
    with shell.table.at("party_b") as record:
        assert set(record.keyring.epochs) == {2}


def test_the_words_of_the_outcome_name_no_person(recorded, capsys):
    from allforall.cli import main

    shell, keys, name = recorded
    call = [
        "--node",
        str(shell.node),
        "--officer",
        "First Officer",
        "--second",
        "Second Officer",
        "--passphrases",
        str(shell.passphrases),
    ]
    for lang in ("en", "uk", "ru", "tr"):
        assert main([*call, "--lang", lang, "erase", "show"]) == 0
    done = [*call, "--lang", "uk", "erase", "payload", name, "--reason", "endangers", *map(str, keys)]
    assert main(done) == 0
    said = capsys.readouterr().out
    assert NAME not in said
    assert "Поза досяжністю" in said
    assert json.dumps(NAME) not in said

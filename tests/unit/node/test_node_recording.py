"""Saying something in the record: what is refused, what is on the disk when, and what a crash leaves."""

import os
import shutil
from dataclasses import replace

import pytest
from tests.record_making import CHEAP, PASSPHRASE, Table

from allforall.errors import AllforallError, CallError, GateError, InputError, NodeError
from allforall.node.folder import create_node, read_node
from allforall.node.keys.key_files import COST, Cost, KeyUse, lock_of, make_lock, read_key_file, seal_key
from allforall.node.keys.keyring import (
    destroy_epoch,
    destroyed_epochs,
    make_log_key,
    make_officer_key,
    new_epoch,
    new_log_key,
    read_officer_key,
    settle_log_key,
    unlock,
)
from allforall.node.record import record as record_module
from allforall.node.record.journal import journaled, take_up
from allforall.node.record.key_changes import revoke_key
from allforall.node.record.place import Closed
from allforall.node.record.record import adopt, append_signed, draft, latest_checkpoint, open_record, sign_by
from allforall.record.checkpoints import check_checkpoint
from allforall.record.entries import Seen, make_entry
from allforall.record.key_entries import ROTATED
from allforall.record.notes import Verifier, encode_base64, read_vkey


def say_as(record, signers, kind):
    """Says an entry signed by whoever is named."""
    entry = draft(record, kind, {})
    return append_signed(record, make_entry(entry, sign_by(entry.text, signers)))


@pytest.fixture
def table(tmp_path, clock):
    return Table(tmp_path, clock, database=False)


@pytest.fixture
def with_database(tmp_path, clock):
    return Table(tmp_path, clock)


# Keys


def test_a_key_file_opens_with_its_passphrase_alone():
    data = make_officer_key("Officer One", PASSPHRASE, cost=CHEAP)
    key = read_officer_key(data, PASSPHRASE)
    assert key.name == "allforall/officer/Officer-One"
    assert read_vkey(key.verifier.vkey) == key.verifier
    with pytest.raises(GateError, match="keys:passphrase:wrong"):
        read_officer_key(data, PASSPHRASE + " ")
    with pytest.raises(GateError, match="keys:passphrase:wrong"):
        read_officer_key(data, "short")


def test_no_byte_of_a_key_file_can_be_changed():
    data = make_officer_key("o", PASSPHRASE, cost=CHEAP)
    opened = 0
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        try:
            read_officer_key(changed, PASSPHRASE)
            opened += 1
        except AllforallError:
            pass
    assert not opened


def test_a_key_of_one_use_does_not_open_as_another():
    lock = make_lock(PASSPHRASE, CHEAP)
    data = seal_key(KeyUse.LOG, "party_a", bytes(range(32)), lock).data
    with pytest.raises(InputError, match="keys:file:use"):
        read_officer_key(data, PASSPHRASE)
    with pytest.raises(GateError):
        read_officer_key(data.replace(b'"log"', b'"officer"'), PASSPHRASE)


def test_a_key_file_cannot_ask_for_all_of_the_memory():
    data = make_officer_key("o", PASSPHRASE, cost=CHEAP).replace(b'"n":2', b'"n":1073741824')
    with pytest.raises(InputError, match="keys:file:cost"):
        read_officer_key(data, PASSPHRASE)
    assert not Cost(n=3).is_bearable
    assert COST.is_bearable


def test_the_cost_is_part_of_what_a_passphrase_opens():
    file = read_key_file(make_officer_key("o", PASSPHRASE, cost=CHEAP), KeyUse.OFFICER)
    assert lock_of(file, PASSPHRASE).cost == CHEAP


@pytest.mark.parametrize("name", ["", "a+b", "a\u0000b", "x" * 101])
def test_a_name_that_no_key_can_bear_is_refused(name):
    with pytest.raises(CallError, match="keys:name:unusable"):
        make_officer_key(name, PASSPHRASE, cost=CHEAP)


def test_a_short_passphrase_is_refused():
    with pytest.raises(CallError, match="officer:passphrase:short"):
        make_officer_key("o", "short", cost=CHEAP)


@pytest.fixture
def node(tmp_path, clock):
    return create_node(tmp_path / "node", party="witness", title="W", clock=clock)


def test_the_keys_of_a_node_are_made_once_and_lie_there_encrypted(node):
    keyring = make_log_key(node, PASSPHRASE, cost=CHEAP)
    assert keyring.current_epoch == 1
    again = unlock(node, PASSPHRASE)
    assert (again.log, again.epochs) == (keyring.log, keyring.epochs)
    with pytest.raises(NodeError, match="keys:there"):
        make_log_key(node, PASSPHRASE, cost=CHEAP)
    with pytest.raises(GateError):
        unlock(node, "another passphrase")
    for path in (node.path / "keys").iterdir():
        assert path.stat().st_mode & 0o777 == 0o600
        assert keyring.log.seed not in path.read_bytes()
        assert encode_base64(keyring.log.seed).encode() not in path.read_bytes()
    assert keyring.log.seed.hex() not in repr(keyring)


def test_an_epoch_that_was_destroyed_stays_so(node):
    keyring = make_log_key(node, PASSPHRASE, cost=CHEAP)
    kept = (node.path / "keys" / "epoch-1.key").read_bytes()
    second = new_epoch(keyring)
    destroy_epoch(node, 1)
    assert destroyed_epochs(node.path) == {1}
    (node.path / "keys" / "epoch-1.key").write_bytes(kept)  # as from a backup
    assert dict(unlock(node, PASSPHRASE).epochs) == {2: second.epochs[2]}
    destroy_epoch(node, 2)
    assert new_epoch(unlock(node, PASSPHRASE)).current_epoch == 3


def test_a_next_log_key_takes_its_place_when_the_log_names_it(node):
    keyring = new_log_key(make_log_key(node, PASSPHRASE, cost=CHEAP))
    assert settle_log_key(keyring, keyring.log.public) == keyring
    assert unlock(node, PASSPHRASE).next_log == keyring.next_log
    settled = settle_log_key(unlock(node, PASSPHRASE), keyring.next_log.public)
    assert settled.log == keyring.next_log
    assert unlock(node, PASSPHRASE).log == keyring.next_log
    assert unlock(node, PASSPHRASE).next_log is None


# Saying


def test_what_is_said_stands_after_the_record_is_opened_again(table):
    with table.at("party_a") as record:
        said = table.say(record, "test:said", {"count": 20})
        assert said.index == 1
        assert len(said.officers) == 2
    with table.at("party_a", keys=False) as record:
        assert [read.entry.type for read in record.reads("party_a")] == ["record:genesis", "test:said"]
        assert record.find(said.leaf) == said
        assert record.find(bytes(32)) is None
        signed = latest_checkpoint(record, "party_a")
        assert (signed.checkpoint.size, signed.checkpoint.root) == (2, record.held["party_a"].root)
        assert check_checkpoint(signed, table.genesis.authors["party_a"].log, ()).is_accepted


CASES = [
    ("too few officers", "test:two", 1, "record:log:signatures"),
    ("nobody", "test:said", 0, "record:note:no_signatures"),
    ("a second genesis", "record:genesis", 1, "record:log:first_entry"),
    ("no type", "declared", 1, "record:entry:type"),
]


@pytest.mark.parametrize(("_why", "kind", "officers", "code"), CASES, ids=[case[0] for case in CASES])
def test_what_the_others_would_find_wrong_is_not_said(table, _why, kind, officers, code):
    with table.at("party_a") as record:
        with pytest.raises(AllforallError, match=code):
            table.say(record, kind, {}, officers=officers)
        assert record.held["party_a"].size == 1


def test_one_key_given_twice_is_one_officer(table):
    with table.at("party_a") as record, pytest.raises(GateError, match="record:log:signatures"):
        say_as(record, [table.officers["party_a"][0]] * 2, "test:two")


def test_an_officer_of_another_author_is_nobody_here(table):
    with table.at("party_a") as record, pytest.raises(GateError, match="record:log:signatures"):
        say_as(record, table.officers["party_b"][:2], "test:said")


def test_without_its_key_a_node_says_nothing(table):
    with table.at("party_a", keys=False) as record, pytest.raises(GateError, match="keys:locked"):
        table.say(record)


def test_a_checkpoint_that_a_crash_left_out_is_signed_when_the_record_is_opened(table, monkeypatch):
    def crash(_record):
        raise KeyboardInterrupt

    with table.at("party_a") as record:
        monkeypatch.setattr(record_module, "sign_own", crash)
        with pytest.raises(KeyboardInterrupt):
            table.say(record)
    monkeypatch.undo()
    with table.at("party_a", keys=False) as record:
        assert latest_checkpoint(record, "party_a").checkpoint.size == 1
    with table.at("party_a") as record:
        assert latest_checkpoint(record, "party_a").checkpoint.size == record.held["party_a"].size == 2


@pytest.mark.disk
def test_no_checkpoint_names_what_is_not_on_the_disk(table, monkeypatch):
    synced = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (synced.append(os.fstat(handle).st_ino), real(handle))[1])
    signs = record_module.sign_checkpoint

    def signing(checkpoint, key):
        synced.append(checkpoint.size)
        return signs(checkpoint, key)

    monkeypatch.setattr(record_module, "sign_checkpoint", signing)
    with table.at("party_a") as record:
        log = (table.path("party_a") / "record/logs/party_a/entries.log").stat().st_ino
        synced.clear()
        table.say(record)
    assert synced.index(log) < synced.index(2)


def test_a_log_that_lost_entries_that_its_checkpoint_names_is_read_only(table):
    log = table.path("party_a") / "record/logs/party_a"
    with table.at("party_a") as record:
        before = (log / "entries.log").read_bytes()
        table.say(record)
    (log / "entries.log").write_bytes(before)
    with table.at("party_a") as record:
        with pytest.raises(GateError, match="record:closed:lost"):
            table.say(record)
        assert latest_checkpoint(record, "party_a").checkpoint.size == 2


def test_two_openings_at_once_are_refused(table):
    with table.at("party_a") as record, pytest.raises(NodeError, match="record:log:held"):
        open_record(record.node)


def test_the_kept_state_is_what_following_every_entry_gives(table):
    with table.at("party_a") as record:
        table.fill(record, 300)
    path = table.path("party_a") / "record/logs/party_a/state"
    with table.at("party_a") as record:
        held = record.held["party_a"]
        kept = (held.state, held.index, held.problems)
        assert held.kept == 301
        assert len(list(record.reads("party_a", ["test:other"]))) == 100
        assert [one.index for one in record.reads("party_a", since=299)] == [299, 300]
    path.unlink()
    with table.at("party_a") as record:
        held = record.held["party_a"]
        assert (held.state, held.index, held.problems) == kept


def test_a_kept_state_of_another_log_does_not_count(table):
    for author, count in (("party_a", 300), ("party_b", 280)):
        with table.at(author) as record:
            table.fill(record, count)
    a, b = (table.path(author) / f"record/logs/{author}/state" for author in ("party_a", "party_b"))
    a.write_bytes(b.read_bytes())
    with table.at("party_a") as record:
        assert record.held["party_a"].state.size == 301
        assert record.held["party_a"].state.author == "party_a"


def test_a_kept_state_whose_root_is_not_the_trees_does_not_count(table):
    with table.at("party_a") as record:
        table.fill(record, 300)
        root, other = (encode_base64(record.held["party_a"].root_at(size)).encode() for size in (301, 300))
    path = table.path("party_a") / "record/logs/party_a/state"
    data = path.read_bytes()
    assert data.count(root) == 1
    path.write_bytes(data.replace(root, other).replace(b'"size":301', b'"size":301'))
    with table.at("party_a") as record:
        assert record.held["party_a"].state.size == 301
        assert record.held["party_a"].kept == 301  # followed anew and kept again
    assert root in path.read_bytes()


def state_of(table, author="party_a"):
    return table.path(author) / f"record/logs/{author}/state"


def test_a_kept_state_in_which_one_byte_has_changed_does_not_count(table):
    with table.at("party_a") as record:
        table.fill(record, 300)
        told = [read.index for read in record.reads("party_a", ["objection:raised"])]
    path = state_of(table)
    for at in (40, -1):
        data = bytearray(path.read_bytes())
        data[at] ^= 1
        path.write_bytes(data)
        with table.at("party_a") as record:
            assert [read.index for read in record.reads("party_a", ["objection:raised"])] == told


@pytest.mark.parametrize("ask", ["reads", "answers_to", "having_read"])
def test_an_index_that_names_another_entry_is_made_anew_from_the_log(table, ask):
    with table.at("party_b") as record:
        table.fill(record, 3)
    table.carry("party_b", "party_a")
    with table.at("party_a") as record:
        first = table.say(record)
        for _ in range(3):
            table.say(record, "test:answer", answers=[first.leaf])
        held = record.held["party_a"]
        asked = {
            "reads": lambda: held.reads(["test:answer"]),
            "answers_to": lambda: held.answers_to("test:answer", first.leaf),
            "having_read": lambda: held.having_read("party_b", 0),
        }[ask]
        told, index = list(asked()), held.index
        assert told
        # a list of numbers that points at the beginning of the log, as a file that somebody made by hand could
        index.numbers["test:answer"][1] = 0
        index.answering[1] = 0
        index.read_at["party_b"][0][0] = 0
        index._by_answered.clear()
        assert [read.leaf for read in asked()] == [read.leaf for read in told]


def test_an_index_that_is_wrong_about_where_an_entry_lies_reads_it_where_it_is(table):
    with table.at("party_a") as record:
        table.fill(record, 300)
        held = record.held["party_a"]
        ends = held.index.ends
        ends[150], ends[151] = ends[151], ends[150]
        assert [read.entry.seq for read in held.reads()] == list(range(301))


# Genesis


def test_a_genesis_that_not_everyone_signed_is_not_adopted(tmp_path, clock):
    table = Table(tmp_path / "one", clock, database=False)
    node = read_node(table.path("party_a"), clock=clock)
    half = table.genesis.data.rpartition("— ".encode())[0]
    with pytest.raises(GateError, match="record:genesis:unsigned"):
        adopt(node, unlock(node, PASSPHRASE), half, table.officers["party_a"], journal=None)


def test_another_genesis_is_not_adopted_over_the_first(tmp_path, clock):
    table = Table(tmp_path / "one", clock, database=False)
    other = Table(tmp_path / "two", clock, database=False)
    for name in ("log.key", "epoch-1.key"):
        (table.path("party_a") / "keys" / name).write_bytes((other.path("party_a") / "keys" / name).read_bytes())
    node = read_node(table.path("party_a"), clock=clock)
    with pytest.raises(GateError, match="record:genesis:another"):
        adopt(node, unlock(node, PASSPHRASE), other.genesis.data, other.officers["party_a"], journal=None)


@pytest.mark.parametrize("name", ["log.key", "epoch-1.key"])
def test_a_genesis_with_other_keys_is_not_adopted(tmp_path, clock, name):
    table = Table(tmp_path / "one", clock, database=False)
    other = Table(tmp_path / "two", clock, database=False)
    shutil.rmtree(table.path("party_a") / "record")
    (table.path("party_a") / "keys" / name).write_bytes((other.path("party_a") / "keys" / name).read_bytes())
    node = read_node(table.path("party_a"), clock=clock)
    with pytest.raises(GateError, match="record:genesis:not_mine"):
        adopt(node, unlock(node, PASSPHRASE), table.genesis.data, table.officers["party_a"], journal=None)
    assert not (table.path("party_a") / "record").exists()


def test_adopting_twice_changes_nothing(table):
    node = read_node(table.path("party_a"), clock=table.clock)
    with adopt(node, unlock(node, PASSPHRASE), table.genesis.data, table.officers["party_a"], journal=None) as record:
        assert record.held["party_a"].size == 1


def test_a_rotation_of_the_log_key_is_signed_by_the_new_one_from_then_on(table):
    with table.at("party_a") as record:
        record.keyring = new_log_key(record.keyring)
        old = record.held["party_a"].state.keys.value
        named = Verifier(table.genesis.origin("party_a"), record.keyring.next_log.public)
        table.say(record, ROTATED, {"keys": {**old, "log_key": named.vkey}, "old_epochs_end": None})
        signed = latest_checkpoint(record, "party_a")
        assert check_checkpoint(signed, record.held["party_a"].state.keys.log, ()).is_accepted
    with table.at("party_a") as record:
        assert record.keyring.next_log is None
        table.say(record)


def test_a_revoked_key_is_shown_on_what_it_signed_before_and_on_nothing_after(table):
    first, second, third = table.officers["party_a"]
    with table.at("party_a") as record:
        before = say_as(record, [first, second], "test:said")
        revoke_key(record, [first, third], second.name, 2)
        after = say_as(record, [first, second], "test:said")
        assert after.officers == (first.key.public,)
        assert record.held["party_a"].read(before.index).officers == before.officers
        assert record.held["party_a"].read(after.index).officers == after.officers


# The journal


def test_what_was_said_is_in_the_journal_and_what_a_crash_left_out_is_taken_up_once(with_database):
    table = with_database
    again = []
    with table.at("party_a") as record:
        assert journaled(record) == 1
        table.say(record)
        assert journaled(record) == 2
        record.journal = None  # the process dies between the entry and the commit
        table.say(record, "test:other", {"code": "x"})
    with table.at("party_a") as record:
        assert journaled(record) == 2
        assert take_up(record, {"test:other": lambda _record, read: again.append(read.index)}) == 1
        assert take_up(record, {"test:other": lambda _record, read: again.append(read.index)}) == 0
    assert again == [2]


def test_a_journal_that_knows_more_than_the_log_closes_the_node(with_database):
    table = with_database
    logs = table.path("party_a") / "record/logs/party_a"
    before = {name: (logs / name).read_bytes() for name in ("entries.log", "checkpoint")}
    with table.at("party_a") as record:
        table.say(record)
    for name, data in before.items():
        with (logs / name).open("r+b") as stream:  # written over in place: nothing else tells
            stream.write(data)
            stream.truncate()
    with table.at("party_a") as record:
        assert not record.closed
        take_up(record, {})
        assert record.closed == Closed.LOST


WRONG_SEEN = {
    "more than is held": lambda size, root: Seen(size + 1, root),
    "another version": lambda size, _root: Seen(size, bytes(32)),
}


@pytest.mark.parametrize("wrong", WRONG_SEEN)
def test_a_draft_that_claims_to_have_seen_what_is_not_held_is_not_said(table, wrong):
    table.carry("party_b", "party_a")
    with table.at("party_a") as record:
        entry = draft(record, "test:said", {})
        seen = {log: WRONG_SEEN[wrong](one.size, one.root) for log, one in entry.seen.items()}
        claimed = replace(entry, seen=seen)
        signatures = sign_by(claimed.text, table.officers["party_a"][:1])
        with pytest.raises(GateError, match="record:say:seen"):
            append_signed(record, make_entry(claimed, signatures))
        assert record.held["party_a"].size == 1

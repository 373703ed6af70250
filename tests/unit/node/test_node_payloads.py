"""Payloads between three nodes: who can open what, what is carried to whom, and what a rotation and an erasure end."""

import os
import shutil
from datetime import date, timedelta

import pytest
from tests.record_making import PASSPHRASE, Table

from allforall.errors import AllforallError, CallError, GateError, InputError
from allforall.node.keys.keyring import destroyed_epochs, unlock
from allforall.node.record import payload_erasure, payloads
from allforall.node.record.held import look_ahead
from allforall.node.record.payload_erasure import (
    ask_to_erase,
    asked_and_held,
    erase_payloads,
    not_receipted,
    purge_erased,
    what_is_told,
)
from allforall.node.record.payloads import (
    blobs_folder,
    bundle_files,
    check_bundle_files,
    end_old_epochs,
    epoch_key_of,
    open_payload,
    rewrap,
    rotate_epoch,
    seal_for,
    take_payloads,
)
from allforall.record.commitments import make_commitment
from allforall.record.erasures import ASKED, ERASED, ERASURE_ASKED, PAYLOADS_ERASED, Erasure, Reason
from allforall.record.payloads import context_of, domain_of, write_content
from allforall.record.sealing import seal, unwrap, wrap
from allforall.store.record.payload_files import WRAPPED_BYTES, held_keys, held_payloads, write_payload

A, B, WITNESS = "party_a", "party_b", "witness"
KIND = "test:sealed"
CONTENT = "Вигаданенко Іван, 1990-01-02".encode()


@pytest.fixture
def table(tmp_path, clock):
    return Table(tmp_path, clock, database=False)


def send(table, record, content=CONTENT, readers=(B,), kind=KIND):
    """Seals a content and says so in the record."""
    sealed = seal_for(record, content, domain_of(kind), readers)
    table.say(record, kind, {"list": "SA1", "payload": sealed.name}, commitments=[sealed.commitment])
    return sealed.name


def entries_of(record, author):
    held = record.held[author]
    return held.file.entries(0, held.size)


def take_entries(record, author, entries):
    held = record.held[author]
    new = entries[held.size :]
    held.take(new, look_ahead(held.state, new))


def carry(table, sender, receiver, **more):
    """Everything that one node has for another, as a bundle carries it; returns the files beside the logs."""
    with table.at(sender) as record:
        logs = {author: entries_of(record, author) for author in record.authors}
        files = bundle_files(record, receiver, **more)
    with table.at(receiver) as record:
        for author, entries in logs.items():
            if author != receiver:
                take_entries(record, author, entries)
        take_payloads(record, files)
        rewrap(record)
    return files


def test_the_reader_and_the_author_open_it_and_nobody_else_is_given_anything(table):
    with table.at(A) as record:
        name = send(table, record)
        assert open_payload(record, name).content == CONTENT
        assert {one.reader for one in held_keys(blobs_folder(record))} == {A, B}
    carry(table, A, B)
    assert carry(table, A, WITNESS) == {}
    with table.at(B) as record:
        opened = open_payload(record, name)
        assert (opened.content, opened.author, opened.domain) == (CONTENT, A, f"{KIND}/payload")
        assert {one.reader for one in held_keys(blobs_folder(record))} == {B}
        assert bundle_files(record, WITNESS) == {}
    with table.at(WITNESS) as record:
        assert held_payloads(blobs_folder(record)) == ()
        with pytest.raises(GateError) as closed:
            open_payload(record, name)
        assert closed.value.code == "payload:not_held"
        write_payload(blobs_folder(record), _payload_of(table, A, name))
        with pytest.raises(GateError) as closed:
            open_payload(record, name)
        assert closed.value.code == "payload:no_key"


def _payload_of(table, author, name):
    return (table.path(author) / "blobs" / name).read_bytes()


def test_nothing_that_lies_beside_the_log_can_be_read_without_the_passphrase(table):
    with table.at(A) as record:
        send(table, record)
        with pytest.raises(CallError):
            seal_for(record, CONTENT, domain_of(KIND), ["party_c"])
    everything = b"".join(path.read_bytes() for path in table.path(A).rglob("*") if path.is_file())
    assert CONTENT not in everything
    with table.at(A, keys=False) as record:
        with pytest.raises(GateError) as closed:
            open_payload(record, held_payloads(blobs_folder(record))[0])
        assert closed.value.code == "keys:locked"


def test_what_has_arrived_is_not_carried_again_unless_it_is_asked_for(table):
    with table.at(A) as record:
        name = send(table, record)
    assert f"payloads/{name}" in carry(table, A, B)
    assert f"payloads/{name}" in carry(table, A, B)  # B has not said anything since
    with table.at(B) as record:
        table.say(record)
    carry(table, B, A)
    again = carry(table, A, B)
    assert set(again) == {f"wrapped/{name}.{B}.1"}
    assert f"payloads/{name}" in carry(table, A, B, again=True)


def _lie(table, record, **changed):
    """A payload that is not what its entry says: in one thing, by its author."""
    said = {"kind": KIND, "domain": domain_of(KIND), "author": A, "content": CONTENT, "commit": True, **changed}
    commitment, opening = make_commitment(said["domain"], said["content"], os.urandom)
    key = os.urandom(32)
    sealed = seal_for(record, CONTENT, domain_of(KIND), [B])  # for the wrapped keys' form alone
    payload = seal(key, write_content(opening), context_of(record.genesis.case, said["author"]))
    name = write_payload(blobs_folder(record), payload)
    for reader in (A, B):
        payloads._wrap_for(record, key, name, reader)
    shown = commitment if said["commit"] else sealed.commitment
    table.say(record, said["kind"], {"payload": name}, commitments=[shown])
    return name


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, ""),
        ({"author": B}, "record:payload:not_sealed_so"),
        ({"domain": domain_of("test:other")}, "record:payload:other_domain"),
        ({"kind": "test:other"}, "record:payload:other_domain"),
        ({"commit": False}, "record:payload:not_committed"),
    ],
)
def test_what_is_opened_is_what_its_author_committed_to_in_that_entry(table, changed, code):
    with table.at(A) as record:
        name = _lie(table, record, **changed)
    carry(table, A, B)
    with table.at(B) as record:
        if not code:
            assert open_payload(record, name).content == CONTENT
            return
        with pytest.raises(InputError) as refused:
            open_payload(record, name)
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda name, files: {f"payloads/{name}": files[f"payloads/{name}"] + b"x"}, "hash"),
        (lambda name, files: {"payloads/../../node.sqlite": b""}, "name"),
        (lambda name, files: {f"payloads/{name.upper()}": files[f"payloads/{name}"]}, "name"),
        (lambda name, files: {f"wrapped/{name}.party_a.1": bytes(WRAPPED_BYTES)}, "key_reader"),
        (lambda name, files: {f"wrapped/{name}.party_b.1": bytes(WRAPPED_BYTES + 1)}, "key_length"),
        (lambda name, files: {f"wrapped/{name}.party_b.0": bytes(WRAPPED_BYTES)}, "key_name"),
        (lambda name, files: {f"wrapped/{name}.party_b.1.key": bytes(WRAPPED_BYTES)}, "key_name"),
        (lambda name, files: {f"wrapped/{name}": bytes(WRAPPED_BYTES)}, "key_name"),
    ],
)
def test_a_bundle_whose_payloads_are_not_as_they_must_be_stores_nothing(table, change, code):
    with table.at(A) as record:
        name = send(table, record)
        logs, files = entries_of(record, A), bundle_files(record, B)
    with table.at(B) as record:
        take_entries(record, A, logs)
        with pytest.raises(InputError) as refused:
            take_payloads(record, {**files, **change(name, files)})
        assert refused.value.code == f"record:payload:{code}"
        assert held_payloads(blobs_folder(record)) == held_keys(blobs_folder(record)) == ()
        check_bundle_files(record, {"logs/party_a/checkpoint": b"not looked at"})


def test_what_no_entry_names_is_not_stored(table):
    with table.at(A) as record:
        send(table, record)
        files = bundle_files(record, B)
    with table.at(B) as record:  # the entries did not come
        assert take_payloads(record, files) == 0
        assert held_payloads(blobs_folder(record)) == ()
    with table.at(A) as record:
        sealed = seal_for(record, CONTENT, domain_of(KIND), [B])
        assert f"payloads/{sealed.name}" not in bundle_files(record, B)


def test_taking_a_bundle_twice_changes_nothing(table):
    with table.at(A) as record:
        send(table, record)
    files = carry(table, A, B)
    with table.at(B) as record:
        assert take_payloads(record, files) == 0


# Epochs


def test_a_rotation_wraps_what_survives_and_ends_the_old_key_on_its_day(table, clock):
    with table.at(A) as record:
        name = send(table, record)
    carry(table, A, B)
    until = clock().date() + timedelta(days=30)
    with table.at(B) as record:
        assert rotate_epoch(record, table.officers[B][:2], old_ends=until) == 2
        assert epoch_key_of(record, B).epoch == 2
        assert [one.epoch for one in held_keys(blobs_folder(record))] == [2]
        assert end_old_epochs(record) == ()
        assert open_payload(record, name).content == CONTENT
    # A has not read of it yet and seals to the old epoch: until its day that can be opened.
    with table.at(A) as record:
        late = send(table, record, b"late")
    carry(table, A, B)
    with table.at(B) as record:
        assert open_payload(record, late).content == b"late"
    clock.moment += timedelta(days=30)
    with table.at(B) as record:
        assert end_old_epochs(record) == (1,)
        assert destroyed_epochs(record.node.path) == {1}
        assert {open_payload(record, one).content for one in (name, late)} == {CONTENT, b"late"}
        assert not (record.node.path / "keys" / "epoch-1.key").exists()


def test_what_was_sent_to_an_epoch_that_has_ended_comes_again_wrapped_to_the_new_one(table, clock):
    with table.at(B) as record:
        rotate_epoch(record, table.officers[B][:2], old_ends=clock().date())
    with table.at(A) as record:
        name = send(table, record)
    carry(table, A, B)
    with table.at(B) as record:
        with pytest.raises(GateError) as closed:
            open_payload(record, name)
        assert closed.value.code == "payload:no_key"
    carry(table, B, A)  # A reads of the new epoch, and wraps anew
    carry(table, A, B)
    with table.at(B) as record:
        assert open_payload(record, name).content == CONTENT
    with table.at(A) as record:
        assert {(one.reader, one.epoch) for one in held_keys(blobs_folder(record))} == {(A, 1), (B, 2)}


def test_a_rotation_takes_as_many_officers_as_the_genesis_asks(table, clock):
    with table.at(B) as record:
        with pytest.raises(GateError):
            rotate_epoch(record, table.officers[B][:1], old_ends=clock().date())
        assert epoch_key_of(record, B).epoch == 1
    with table.at(B) as record:  # the key that nobody announced is announced now, and no third one made
        assert record.keyring.current_epoch == 2
        assert rotate_epoch(record, table.officers[B][:2], old_ends=clock().date()) == 2


def test_a_reader_whose_key_anybody_could_open_is_given_nothing(table, monkeypatch):
    with table.at(A) as record:
        low = type(epoch_key_of(record, B))(B, 1, bytes(32))
        monkeypatch.setattr(payloads, "epoch_key_of", lambda record, reader: low)
        with pytest.raises(InputError) as refused:
            seal_for(record, CONTENT, domain_of(KIND), [B])
        assert refused.value.code == "record:payload:epoch_key"


# Erasure


def _two(table):
    with table.at(A) as record:
        names = send(table, record), send(table, record, b"another person")
    carry(table, A, B)
    return names


def _opens(name, payload, wrapped, keyring):
    return any(
        unwrap(wrapped, keyring.epoch_key(number), private, name) is not None
        for number, private in keyring.epochs.items()
    )


def test_an_old_bundle_with_payload_and_key_cannot_be_opened_by_us_any_more(table):
    name, other = _two(table)
    with table.at(A) as record:
        bundle = bundle_files(record, B)
    with table.node(B) as node:
        assert _opens(name, bundle[f"payloads/{name}"], bundle[f"wrapped/{name}.{B}.1"], unlock(node, PASSPHRASE))
    with table.at(B) as record:
        receipts = erase_payloads(record, [name], table.officers[B][:2], Reason.FAMILY_ASKED)
        said = PAYLOADS_ERASED.read(receipts[0].entry)
        assert (said.payloads, said.epochs, said.reason) == ((name,), (1,), Reason.FAMILY_ASKED)
        assert open_payload(record, other).content == b"another person"
        with pytest.raises(GateError) as closed:
            open_payload(record, name)
        assert closed.value.code == "payload:erased"
        assert take_payloads(record, bundle) == 0
        assert held_payloads(blobs_folder(record)) == (other,)
    with table.node(B) as node:
        keyring = unlock(node, PASSPHRASE)
        assert dict(keyring.epochs).keys() == {2}
        for one in (name, other):
            assert not _opens(one, bundle[f"payloads/{one}"], bundle[f"wrapped/{one}.{B}.1"], keyring)


def test_a_sender_that_wraps_an_erased_item_anew_cannot_bring_it_back(table):
    name, other = _two(table)
    with table.at(B) as record:
        erase_payloads(record, [name], table.officers[B][:2], Reason.PERSON_ASKED)
    with table.at(A) as record:  # A kept the item key, and passes over the receipt
        item_key = payloads._item_key(record, name)
    with table.at(B) as record:
        assert epoch_key_of(record, B).epoch == 2
        anew = wrap(item_key, epoch_key_of(record, B), name)
        files = {f"payloads/{name}": _payload_of(table, A, name), f"wrapped/{name}.{B}.2": anew}
        assert take_payloads(record, files) == 0
        assert held_payloads(blobs_folder(record)) == (other,)


def test_an_erasure_is_asked_for_done_and_receipted_and_stays_asked_until_then(table):
    name, other = _two(table)
    with table.at(A) as record:
        with pytest.raises(CallError):
            ask_to_erase(record, ["f" * 64], table.officers[A][:2], Reason.READ_BY_MISTAKE)
        asked = ask_to_erase(record, [name], table.officers[A][:2], Reason.READ_BY_MISTAKE)
        assert ask_to_erase(record, [name], table.officers[A][:2], Reason.READ_BY_MISTAKE) == ()
        assert set(not_receipted(record)) == {name}
    carry(table, A, B)
    with table.at(B) as record:
        assert {one: read.leaf for one, read in asked_and_held(record).items()} == {name: asked[0].leaf}
        with pytest.raises(CallError) as refused:  # what A sealed, B cannot ask A to erase
            ask_to_erase(record, [other], table.officers[B][:2], Reason.READ_BY_MISTAKE)
        assert refused.value.code == "payload:not-ours"
        receipts = erase_payloads(
            record, [name], table.officers[B][:2], Reason.OTHER_SIDE_ASKED, backups_until=date(2025, 9, 8)
        )
        assert receipts[0].entry.re == (asked[0].leaf,)
        assert asked_and_held(record) == {}
        with pytest.raises(CallError) as refused:
            erase_payloads(record, [name], table.officers[B][:2], Reason.OTHER_SIDE_ASKED)
        assert refused.value.code == "payload:erased-before"
    carry(table, B, A)
    with table.at(A) as record:
        assert not_receipted(record) == {}
        told = [(one.author, one.asks, one.erasure.backups_until) for one in what_is_told(record)]
        assert told == [(A, True, None), (B, False, date(2025, 9, 8))]
        # B's receipt is no erasure here; and what B has erased is not wrapped for it any more.
        assert open_payload(record, name).content == CONTENT
        assert name not in " ".join(bundle_files(record, B, again=True))


def test_nobody_asks_for_the_erasure_of_what_another_sealed(table):
    """An entry of B that asks us to erase our own list is kept and leads to nothing."""
    name, _ = _two(table)
    with table.at(B) as record:
        body = ERASURE_ASKED.body(Erasure((name,), Reason.PERSON_ASKED, date(2025, 6, 10)))
        table.say(record, ASKED, body)
    carry(table, B, A)
    with table.at(A) as record:
        assert asked_and_held(record) == {}


@pytest.mark.parametrize("step", ["destroy_payloads", "turn_epoch", "say_receipts"])
def test_an_erasure_that_was_interrupted_is_done_again_from_the_start(table, monkeypatch, step):
    name, other = _two(table)
    with table.at(B) as record, monkeypatch.context() as patched:
        patched.setattr(payload_erasure, step, _interrupt)
        with pytest.raises(KeyboardInterrupt):
            erase_payloads(record, [name], table.officers[B][:2], Reason.PERSON_ASKED)
    with table.at(B) as record:
        erase_payloads(record, [name], table.officers[B][:2], Reason.PERSON_ASKED)
        assert open_payload(record, other).content == b"another person"
        assert held_payloads(blobs_folder(record)) == (other,)
        assert 1 in destroyed_epochs(record.node.path)


def _interrupt(*_args, **_more):
    raise KeyboardInterrupt


def test_too_few_officers_destroy_nothing(table):
    name, _ = _two(table)
    with table.at(B) as record:
        with pytest.raises(GateError):
            erase_payloads(record, [name], table.officers[B][:1], Reason.PERSON_ASKED)
        assert list(record.reads(B, [ERASED])) == []
        assert open_payload(record, name).content == CONTENT
        erase_payloads(record, [name], table.officers[B][:2], Reason.PERSON_ASKED)


def test_an_epoch_key_that_comes_back_from_a_copy_opens_nothing(table, tmp_path):
    name, _ = _two(table)
    kept = tmp_path / "copy"
    shutil.copytree(table.path(B) / "keys", kept)
    with table.at(B) as record:
        erase_payloads(record, [name], table.officers[B][:2], Reason.PERSON_ASKED)
    shutil.copy(kept / "epoch-1.key", table.path(B) / "keys" / "epoch-1.key")
    with table.node(B) as node:
        assert set(unlock(node, PASSPHRASE).epochs) == {2}


def test_a_node_put_back_to_keys_from_before_a_rotation_turns_to_an_epoch_that_nobody_had(table, tmp_path, clock):
    kept = tmp_path / "copy"
    shutil.copytree(table.path(B) / "keys", kept)
    with table.at(B) as record:
        rotate_epoch(record, table.officers[B][:2], old_ends=clock().date())
    with table.at(A) as record:
        early = send(table, record)
    shutil.rmtree(table.path(B) / "keys")
    shutil.copytree(kept, table.path(B) / "keys")
    with table.at(B) as record:
        assert rotate_epoch(record, table.officers[B][:2], old_ends=clock().date()) == 3
    carry(table, B, A)
    carry(table, A, B)
    with table.at(B) as record:
        assert open_payload(record, early).content == CONTENT


def test_what_a_backup_brought_back_of_payloads_is_destroyed_again_by_the_receipts(table, tmp_path):
    name, other = _two(table)
    for folder in ("keys", "blobs"):
        shutil.copytree(table.path(B) / folder, tmp_path / "copy" / folder)
    with table.at(B) as record:
        erase_payloads(record, [name], table.officers[B][:2], Reason.PERSON_ASKED)
    for path in (tmp_path / "copy").rglob("*"):
        if path.is_file():
            shutil.copy(path, table.path(B) / path.relative_to(tmp_path / "copy"))
    (table.path(B) / "keys" / "destroyed").unlink()
    with table.at(B) as record:
        assert set(record.keyring.epochs) == {1, 2}
        assert purge_erased(record) == 2
        assert set(record.keyring.epochs) == {2}
        assert held_payloads(blobs_folder(record)) == (other,)
        assert open_payload(record, other).content == b"another person"
        assert purge_erased(record) == 0
    with table.node(B) as node:
        assert set(unlock(node, PASSPHRASE).epochs) == {2}


def test_payloads_that_cannot_be_opened_stop_nothing_else(table):
    name, other = _two(table)
    (table.path(B) / "blobs" / name).write_bytes(b"damaged")
    with table.at(B) as record:
        with pytest.raises(AllforallError):
            open_payload(record, name)
        erase_payloads(record, [name], table.officers[B][:2], Reason.PERSON_ASKED)
        assert open_payload(record, other).content == b"another person"

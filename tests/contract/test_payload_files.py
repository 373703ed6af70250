"""Encrypted payloads on disk: what was written is there, what is damaged is refused, what was destroyed is gone."""

import errno
import os

import pytest

from allforall.errors import InputError, NodeError
from allforall.record.payloads import MOST_PAYLOAD_BYTES
from allforall.record.sealing import make_epoch_key, payload_name, wrap
from allforall.store import destroying
from allforall.store.destroying import destroy_file, destroy_folder
from allforall.store.record import payload_files
from allforall.store.record.payload_files import (
    WRAPPED_BYTES,
    WrappedKey,
    destroy_payload,
    destroy_wrapped,
    held_keys,
    held_payloads,
    read_payload,
    read_wrapped,
    write_payload,
    write_wrapped,
)

PAYLOAD = bytes(range(256)) * 5
NAME = payload_name(PAYLOAD)
KEY = bytes(WRAPPED_BYTES)


@pytest.fixture
def blobs(tmp_path):
    return tmp_path / "node" / "blobs"


def test_payload_and_keys_come_back_and_are_listed(blobs):
    assert (held_payloads(blobs), held_keys(blobs), read_payload(blobs, NAME)) == ((), (), None)
    assert write_payload(blobs, PAYLOAD) == NAME == write_payload(blobs, PAYLOAD)
    keys = [WrappedKey(NAME, "party_a", 1), WrappedKey(NAME, "party_a", 10), WrappedKey(NAME, "party_b", 2)]
    for number, wrapped in enumerate(reversed(keys)):
        write_wrapped(blobs, wrapped, bytes([number]) * WRAPPED_BYTES)
    (blobs / "something else").write_bytes(b"")
    assert held_payloads(blobs) == (NAME,)
    assert held_keys(blobs) == tuple(keys)
    assert held_keys(blobs, reader="party_a") == tuple(keys[:2])
    assert read_payload(blobs, NAME) == PAYLOAD
    assert read_wrapped(blobs, keys[2]) == bytes(WRAPPED_BYTES)
    assert read_wrapped(blobs, WrappedKey(NAME, "party_b", 3)) is None
    assert {oct(path.stat().st_mode & 0o777) for path in blobs.iterdir() if path.name != "something else"} == {"0o600"}


def test_a_wrapped_key_has_the_length_that_is_expected():
    reader = make_epoch_key(bytes(range(32)), "party_b", 1)
    assert len(wrap(bytes(32), reader, NAME)) == WRAPPED_BYTES


@pytest.mark.parametrize(
    "name", ["", "../../node.sqlite", NAME.upper(), NAME + "/..", NAME[:-1], f"{NAME}.party_b.1.key", NAME + "\n"]
)
def test_a_name_that_names_no_payload_leads_to_no_path(blobs, name):
    for use in (read_payload, destroy_payload):
        with pytest.raises(InputError) as refused:
            use(blobs, name)
        assert refused.value.code == "record:payload:name"
    with pytest.raises(InputError):
        write_wrapped(blobs, WrappedKey(name, "party_b", 1), KEY)


@pytest.mark.parametrize(
    ("reader", "epoch"),
    [("", 1), ("../x", 1), ("Party", 1), ("party_b", 0), ("party_b", -1), ("party_b", 1 << 31), ("b" * 41, 1)],
)
def test_a_key_for_no_reader_or_no_epoch_is_refused(blobs, reader, epoch):
    with pytest.raises(InputError) as refused:
        write_wrapped(blobs, WrappedKey(NAME, reader, epoch), KEY)
    assert refused.value.code == "record:payload:key_name"
    assert not blobs.exists()


def test_what_is_too_long_or_of_another_length_is_refused(blobs, monkeypatch):
    monkeypatch.setattr(payload_files, "MOST_PAYLOAD_BYTES", 1_000)
    with pytest.raises(InputError):
        write_payload(blobs, bytes(1_001))
    for length in (0, WRAPPED_BYTES - 1, WRAPPED_BYTES + 1):
        with pytest.raises(InputError):
            write_wrapped(blobs, WrappedKey(NAME, "party_b", 1), bytes(length))
    assert MOST_PAYLOAD_BYTES < 1 << 28  # a bundle has room for it


@pytest.mark.parametrize("damage", [PAYLOAD[:-1], b"", PAYLOAD + b"x", b"y" + PAYLOAD[1:]])
def test_a_payload_that_is_not_what_its_name_says_is_refused_and_written_anew(blobs, damage):
    write_payload(blobs, PAYLOAD)
    (blobs / NAME).write_bytes(damage)
    with pytest.raises(NodeError) as refused:
        read_payload(blobs, NAME)
    assert refused.value.code == "record:payload:damaged"
    write_payload(blobs, PAYLOAD)
    assert read_payload(blobs, NAME) == PAYLOAD


def test_a_link_in_the_place_of_a_payload_is_neither_followed_nor_overwritten(blobs, tmp_path):
    outside = tmp_path / "outside"
    outside.write_bytes(PAYLOAD)
    blobs.mkdir(parents=True)
    (blobs / NAME).symlink_to(outside)
    with pytest.raises(NodeError):
        read_payload(blobs, NAME)
    assert destroy_payload(blobs, NAME) == 1
    assert outside.read_bytes() == PAYLOAD
    assert not (blobs / NAME).is_symlink()


@pytest.mark.parametrize("call", ["open", "pwrite", "fsync", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_fault_while_writing_leaves_nothing_that_could_pass_for_a_payload(blobs, monkeypatch, call, number):
    blobs.mkdir(parents=True)

    def fail(*_args, **_more):
        raise OSError(number, os.strerror(number))

    target = type(blobs) if call == "replace" else os
    with monkeypatch.context() as patched:
        patched.setattr(target, call, fail)
        with pytest.raises(NodeError):
            write_payload(blobs, PAYLOAD)
    assert held_payloads(blobs) == ()
    assert read_payload(blobs, NAME) is None
    assert write_payload(blobs, PAYLOAD) == NAME


def test_destroying_overwrites_before_it_removes(blobs, tmp_path):
    write_payload(blobs, PAYLOAD)
    write_wrapped(blobs, WrappedKey(NAME, "party_b", 1), KEY)
    (blobs / f".{NAME}.new").write_bytes(PAYLOAD)  # a writing that was cut short
    other = write_payload(blobs, b"another")
    seen = tmp_path / "seen"  # a second name of the same bytes on the disk
    os.link(blobs / NAME, seen)
    assert destroy_payload(blobs, NAME) == 3
    assert (held_payloads(blobs), held_keys(blobs)) == ((other,), ())
    assert seen.stat().st_size == len(PAYLOAD)
    assert not any(PAYLOAD[at : at + 16] in seen.read_bytes() for at in range(len(PAYLOAD) - 16))
    assert destroy_payload(blobs, NAME) == 0
    assert not destroy_wrapped(blobs, WrappedKey(NAME, "party_b", 1))


def test_the_keys_go_before_the_payload(blobs, monkeypatch):
    write_payload(blobs, PAYLOAD)
    for reader in ("party_a", "party_b"):
        write_wrapped(blobs, WrappedKey(NAME, reader, 1), KEY)
    gone = []
    monkeypatch.setattr(payload_files, "destroy_file", lambda path: gone.append(path.name) or True)
    destroy_payload(blobs, NAME)
    assert gone == [f"{NAME}.party_a.1.key", f"{NAME}.party_b.1.key", NAME]


def test_what_could_not_be_destroyed_is_named(blobs, monkeypatch):
    write_payload(blobs, PAYLOAD)

    def fail(*_args):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(destroying.os, "fsync", fail)
    with pytest.raises(NodeError) as left:
        destroy_payload(blobs, NAME)
    assert left.value.code == "erase:file:left"
    assert NAME in left.value.params["path"]


def test_a_folder_is_destroyed_with_what_is_in_it_and_not_with_what_it_leads_to(tmp_path):
    folder, outside = tmp_path / "pages", tmp_path / "outside"
    (folder / "deep").mkdir(parents=True)
    outside.mkdir()
    for path in (folder / "a", folder / "deep" / "b", outside / "kept"):
        path.write_bytes(PAYLOAD)
    (folder / "link").symlink_to(outside)
    assert destroy_folder(folder) == 3
    assert not folder.exists()
    assert (outside / "kept").read_bytes() == PAYLOAD
    assert destroy_folder(folder) == 0
    assert destroy_file(folder) is False

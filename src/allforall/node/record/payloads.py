"""Payloads beside the record: sealing them for their readers, opening and sending them, rotating their keys.

The rules kept here:

- a payload has its own item key, wrapped to the current epoch of each reader and of ourselves, and to no other;
- an opened payload must be what its entry committed to, sealed by that entry's author, for that type of entry;
- a wrapped key goes only to the reader it is for, and a payload only along with such a key;
- what this node has erased is never stored again, whoever sends it;
- a rotation wraps what survives to the new epoch before the old key is destroyed, on a stated day.
"""

import hashlib
import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from allforall.errors import CallError, GateError, InputError, Word
from allforall.node.keep.erased import erased_payloads
from allforall.node.keys.keyring import OfficerKey, destroy_epoch, destroyed_epochs, new_epoch
from allforall.node.record.key_changes import living_keys
from allforall.node.record.record import Record, say
from allforall.record.commitments import make_commitment, open_commitment
from allforall.record.entries import read_entry
from allforall.record.erasures import ERASED, erased_by
from allforall.record.key_entries import KEYS_ROTATED, ROTATED, Rotated
from allforall.record.logs import Read
from allforall.record.notes import decode_base64, encode_base64
from allforall.record.payloads import (
    MOST_PAYLOAD_BYTES,
    context_of,
    domain_of,
    is_payload_name,
    payloads_of,
    read_content,
    write_content,
)
from allforall.record.sealing import ITEM_KEY_BYTES, EpochKey, seal, unseal, unwrap, wrap
from allforall.store.record.payload_files import (
    WRAPPED_BYTES,
    WrappedKey,
    destroy_wrapped,
    held_keys,
    held_payloads,
    read_payload,
    read_wrapped,
    write_payload,
    write_wrapped,
)

PAYLOADS, WRAPPED = "payloads/", "wrapped/"
#: A bundle carries the entries too; what does not fit goes with the next one. An assumption.
MOST_CARRIED_BYTES = 160 << 20
_WRAPPED_NAME = re.compile(r"([0-9a-f]{64})\.([a-z][a-z0-9_]{0,39})\.([1-9][0-9]{0,9})")
_ENTRIES_AT_ONCE = 256


def blobs_folder(record: Record) -> Path:
    """Returns the folder of a node's payloads."""
    return record.node.path / "blobs"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A payload that is now stored here: its name for the entry's body, and the commitment for the entry."""

    name: str
    commitment: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """The content of a payload, and the entry that names it."""

    content: bytes
    read: Read

    @property
    def author(self) -> str:
        """The author of the entry."""
        return self.read.entry.author

    @property
    def domain(self) -> str:
        """The domain that it was sealed under."""
        return domain_of(self.read.entry.type)


def epoch_key_of(record: Record, reader: str) -> EpochKey:
    """Returns the public key of a reader's current epoch, as far as this node has read its log."""
    number, key = record.states[reader].keys.epoch
    raw = decode_base64(key)
    if raw is None or len(raw) != ITEM_KEY_BYTES:
        raise InputError("record:payload:epoch_key", where=Word("author", reader))
    return EpochKey(reader, number, raw)


def _wrap_for(record: Record, item_key: bytes, name: str, reader: str) -> None:
    to = epoch_key_of(record, reader)
    try:
        wrapped = wrap(item_key, to, name)
    except ValueError:  # a point of small order: anybody can open what is wrapped to it
        raise InputError("record:payload:epoch_key", where=Word("author", reader)) from None
    write_wrapped(blobs_folder(record), WrappedKey(name, reader, to.epoch), wrapped)


def seal_for(record: Record, content: bytes, domain: str, readers: Collection[str]) -> Sealed:
    """Returns a payload sealed for these readers and for ourselves, which is on the disk before any entry names it.

    Raises:
        CallError: if a reader is no author of the case.
        InputError: if the content is too long.

    """
    unknown = sorted(set(readers) - set(record.authors))
    if unknown:
        raise CallError("payload:reader:unknown", found=", ".join(unknown)[:100], expected=", ".join(record.authors))
    commitment, opening = make_commitment(domain, content, os.urandom)
    item_key = os.urandom(ITEM_KEY_BYTES)
    payload = seal(item_key, write_content(opening), context_of(record.genesis.case, record.own))
    name = write_payload(blobs_folder(record), payload)
    for reader in sorted({record.own, *readers}):
        _wrap_for(record, item_key, name, reader)
    return Sealed(name, commitment)


def naming(record: Record, name: str) -> Read | None:
    """Returns the first valid entry that names a payload, in any log, or None."""
    wanted = name.encode()
    for held in record.held.values():
        for start in range(0, held.size, _ENTRIES_AT_ONCE):
            end = min(start + _ENTRIES_AT_ONCE, held.size)
            for place, data in enumerate(held.file.entries(start, end)):
                # The bytes are searched first: to read and verify every entry of a long record takes half a minute.
                if wanted in data and held.is_good(start + place):
                    read = held.read(start + place)
                    if read is not None and name in payloads_of(read.entry):
                        return read
    return None


def named_payloads(record: Record) -> dict[str, tuple[str, int]]:
    """Returns for every payload that an entry names the author and the number of the first such entry."""
    found: dict[str, tuple[str, int]] = {}
    pattern = re.compile(rb'"([0-9a-f]{64})"')
    for author, held in record.held.items():
        for start in range(0, held.size, _ENTRIES_AT_ONCE):
            end = min(start + _ENTRIES_AT_ONCE, held.size)
            for place, data in enumerate(held.file.entries(start, end)):
                # Its signatures were verified when it was applied, as `is_good` says; only its body is needed here.
                if pattern.search(data) and held.is_good(start + place):
                    for name in payloads_of(read_entry(data).entry):
                        found.setdefault(name, (author, start + place))
    return found


def erased_here(record: Record) -> dict[str, Read]:
    """Returns the payloads that this node has erased, with its receipts."""
    return erased_by(record.reads(record.own, [ERASED]))


def _item_key(record: Record, name: str) -> bytes | None:
    """The item key of a payload, by whichever of our epochs opens it."""
    if record.keyring is None:
        raise GateError("keys:locked")
    for number in sorted(record.keyring.epochs, reverse=True):
        wrapped = read_wrapped(blobs_folder(record), WrappedKey(name, record.own, number))
        if wrapped is not None:
            key = unwrap(wrapped, record.keyring.epoch_key(number), record.keyring.epochs[number], name)
            if key is not None:
                return key
    return None


def open_payload(record: Record, name: str) -> Opened:
    """Returns the content of a payload, checked against the entry that names it.

    Raises:
        CallError: if no entry names it.
        GateError: if it was erased, is not held, or no key of ours opens it.
        InputError: if its content is not what its entry committed to.

    """
    read = naming(record, name) if is_payload_name(name) else None
    if read is None:
        raise CallError("payload:unknown", found=name[:64])
    receipt = erased_here(record).get(name)
    if receipt is not None:
        raise GateError("payload:erased", found=name, on=str(receipt.entry.body["on"]))
    payload = read_payload(blobs_folder(record), name)
    if payload is None:
        raise GateError("payload:not_held", found=name, author=Word("author", read.entry.author))
    item_key = _item_key(record, name)
    if item_key is None:
        raise GateError("payload:no_key", found=name, author=Word("author", read.entry.author))
    return Opened(_checked(record, payload, item_key, read), read)


def _checked(record: Record, payload: bytes, item_key: bytes, read: Read) -> bytes:
    plaintext = unseal(item_key, payload, context_of(record.genesis.case, read.entry.author))
    if plaintext is None:
        raise InputError("record:payload:not_sealed_so", where=Word("author", read.entry.author))
    opening = read_content(plaintext)
    if opening.domain != domain_of(read.entry.type):
        raise InputError("record:payload:other_domain", expected=domain_of(read.entry.type), found=opening.domain)
    if not any(open_commitment(commitment, opening) for commitment in read.entry.commitments):
        raise InputError("record:payload:not_committed", where=Word("author", read.entry.author))
    return opening.plaintext


def bundle_files(record: Record, to: str, *, again: bool = False) -> dict[str, bytes]:
    """Returns the files of a bundle for an author: wrapped keys for that author alone, and the payloads they open.

    A payload whose entry that author states to have seen has arrived before and is left out, unless it is requested
    again. What either of us has erased is not sent.
    """
    folder, named = blobs_folder(record), named_payloads(record)
    gone = {**erased_here(record), **erased_by(record.reads(to, [ERASED]))}
    files: dict[str, bytes] = {}
    carried = 0
    for wrapped in held_keys(folder, reader=to):
        name = wrapped.payload
        if name in gone or name not in named:
            continue
        key, payload = read_wrapped(folder, wrapped), read_payload(folder, name)
        if key is None or payload is None:
            continue
        if not again and _has_seen(record, to, *named[name]):
            files[f"{WRAPPED}{name}.{to}.{wrapped.epoch}"] = key
        elif carried + len(payload) <= MOST_CARRIED_BYTES:
            carried += len(payload)
            files[f"{WRAPPED}{name}.{to}.{wrapped.epoch}"] = key
            files[f"{PAYLOADS}{name}"] = payload
    return files


def _has_seen(record: Record, reader: str, author: str, index: int) -> bool:
    seen = record.states[reader].seen.get(author)
    return author == reader or (seen is not None and seen.size > index)


def check_bundle_files(record: Record, files: Mapping[str, bytes]) -> None:
    """Checks a bundle's payloads and keys, before anything of it is stored.

    Raises:
        InputError: if a name, a length or a hash is wrong, or a key is for another reader.

    """
    for path, data in files.items():
        if path.startswith(PAYLOADS):
            name = path.removeprefix(PAYLOADS)
            if not is_payload_name(name):
                raise InputError("record:payload:name", found=name[:80])
            if len(data) > MOST_PAYLOAD_BYTES:
                raise InputError("record:payload:too_long", expected=MOST_PAYLOAD_BYTES, found=len(data))
            if hashlib.sha256(data).hexdigest() != name:
                raise InputError("record:payload:hash", found=name)
        elif path.startswith(WRAPPED):
            wrapped = _wrapped_key(path)
            if len(data) != WRAPPED_BYTES:
                raise InputError("record:payload:key_length", expected=WRAPPED_BYTES, found=len(data))
            if wrapped.reader != record.own:
                raise InputError("record:payload:key_reader", expected=record.own, found=wrapped.reader)


def _wrapped_key(path: str) -> WrappedKey:
    found = _WRAPPED_NAME.fullmatch(path.removeprefix(WRAPPED))
    if not found:
        raise InputError("record:payload:key_name", found=path[:120])
    return WrappedKey(found[1], found[2], int(found[3]))


def take_payloads(record: Record, files: Mapping[str, bytes]) -> int:
    """Returns how many payloads and keys of a bundle were stored. Its entries have been applied before.

    What no entry names is not stored, nor what this node has erased: a sender that has not erased it, or refuses to,
    cannot bring it back. A key wrapped to an epoch that has ended opens nothing and is ignored.
    """
    check_bundle_files(record, files)
    folder, done = blobs_folder(record), 0
    if not any(path.startswith((PAYLOADS, WRAPPED)) for path in files):
        return 0
    wanted = named_payloads(record).keys() - erased_here(record).keys() - erased_payloads(record.node)
    ended = destroyed_epochs(record.node.path)
    for path, data in files.items():
        name = path.removeprefix(PAYLOADS)
        if path.startswith(PAYLOADS) and name in wanted and read_payload(folder, name) is None:
            write_payload(folder, data)
            done += 1
    for path, data in files.items():
        wrapped = _wrapped_key(path) if path.startswith(WRAPPED) else None
        if wrapped is None or wrapped.payload not in wanted or wrapped.epoch in ended:
            continue
        if read_wrapped(folder, wrapped) is None:
            write_wrapped(folder, wrapped, data)
            done += 1
    return done


def rewrap(record: Record) -> int:
    """Returns how many item keys were wrapped again: ours to our current epoch, and those of payloads that we sealed to
    the current epochs of their readers.

    A key wrapped to an epoch that is past is destroyed once its successor is on the disk.
    """
    folder, done = blobs_folder(record), 0
    named, gone = named_payloads(record), erased_here(record)
    gone_there = {reader: erased_by(record.reads(reader, [ERASED])) for reader in record.others}
    for name in held_payloads(folder):
        if name in gone:
            continue
        sealed_here = name in named and named[name][0] == record.own
        for reader, epochs in _epochs_held(folder, name).items():
            current = epoch_key_of(record, reader).epoch
            wanted = reader == record.own or (sealed_here and name not in gone_there[reader])
            if not wanted:
                continue
            if current not in epochs:
                item_key = _item_key(record, name)
                if item_key is None:
                    continue
                _wrap_for(record, item_key, name, reader)
                done += 1
            for epoch in sorted(epochs - {current}):
                destroy_wrapped(folder, WrappedKey(name, reader, epoch))
    return done


def _epochs_held(folder: Path, name: str) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for wrapped in held_keys(folder, payload=name):
        found.setdefault(wrapped.reader, set()).add(wrapped.epoch)
    return found


def rotate_epoch(record: Record, signers: Sequence[OfficerKey], *, old_ends: date) -> int:
    """Returns the number of the new epoch, which the log names now; what survives is wrapped to it.

    Until `old_ends` the old keys are kept, for what the others sent before they had read of the new epoch. A key that a
    crash left unannounced is announced, and no other is made.

    Raises:
        GateError: if the keys are locked, or too few officers signed.

    """
    if record.keyring is None:
        raise GateError("keys:locked")
    keys = living_keys(record.states[record.own])
    while record.keyring.current_epoch <= keys.epoch[0]:  # more than once where a backup restored older keys
        record.keyring = new_epoch(record.keyring)
    number = record.keyring.current_epoch
    public = encode_base64(record.keyring.epoch_key(number).raw)
    say(record, signers, KEYS_ROTATED, Rotated(replace(keys, epoch=(number, public)).value, old_ends))
    rewrap(record)
    end_old_epochs(record)
    return number


def _ends(record: Record) -> Iterator[tuple[int, date]]:
    """Up to which epoch the own log ends keys, and on which day."""
    for read in record.reads(record.own, [ROTATED]):
        said = KEYS_ROTATED.read(read.entry)
        if said.old_epochs_end is not None:
            yield said.read_keys(record.genesis.case, record.own).epoch[0], said.old_epochs_end


def end_old_epochs(record: Record) -> tuple[int, ...]:
    """Returns the epochs whose private keys were destroyed because their stated day has come.

    What survives was wrapped to the current epoch before: this is repeated here in case of a crash in between.
    """
    if record.keyring is None:
        raise GateError("keys:locked")
    today = record.node.now.date()
    until = max((number for number, day in _ends(record) if day <= today), default=0)
    past = tuple(sorted(number for number in record.keyring.epochs if number < until))
    if past:
        rewrap(record)
    for number in past:
        destroy_epoch(record.node, number)
    record.keyring = replace(
        record.keyring, epochs={n: key for n, key in record.keyring.epochs.items() if n not in past}
    )
    return past

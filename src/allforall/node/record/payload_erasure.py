"""Erasing payloads so that we cannot read them again, stating it, and asking the other side to do the same.

A payload that the other side sealed stays in the bundles that it sent, and its item key beside it, wrapped to an epoch
of ours. So an erasure destroys the payload and every wrapped key here, begins a new epoch, wraps what survives to
it, and destroys the private key of the old one: wherever the bundle is, we have nothing left that opens it.
The receipt is our statement. Whether the other side erased, or kept a copy, cannot be proved by anything it signs.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from allforall.errors import AllforallError, CallError, GateError, Word
from allforall.node.keys.keyring import OfficerKey, destroy_epoch, destroyed_epochs, epoch_numbers
from allforall.node.record.payloads import (
    blobs_folder,
    end_old_epochs,
    erased_here,
    named_payloads,
    naming,
    open_payload,
    rotate_epoch,
)
from allforall.node.record.record import Record, check_may_say, say
from allforall.record.erasures import (
    ASKED,
    ERASED,
    ERASURE_ASKED,
    MOST_NAMED,
    PAYLOADS_ERASED,
    Erasure,
    Reason,
    asked_of,
    erased_by,
)
from allforall.record.key_entries import ROTATED
from allforall.record.logs import Read
from allforall.record.payloads import is_payload_name
from allforall.store.record.payload_files import destroy_payload, held_keys, held_payloads

#: How much of an entry's leaf hash is in the name of a file made from it.
_ENTRY_SHOWN = 12


def still_held(record: Record, names: Collection[str]) -> set[str]:
    """Returns these payloads, each of which an entry names and this node has not erased.

    Raises:
        CallError: if one is not known, or was erased before.

    """
    gone = erased_here(record)
    for name in sorted(names):
        if not is_payload_name(name) or naming(record, name) is None:
            raise CallError("payload:unknown", found=name[:64])
        if name in gone:
            raise CallError("payload:erased-before", found=name)
    return set(names)


def holding(record: Record, refs: Collection[str], digests: Collection[str]) -> set[str]:
    """Returns the payloads held here whose content is one of these files, or names one of these references.

    What we cannot open holds nothing that we could read, and is left as it is.
    """
    if record.keyring is None:
        raise GateError("keys:locked")
    needles, found = [reference.encode() for reference in refs], set[str]()
    for name in held_payloads(blobs_folder(record)) if needles or digests else ():
        try:
            content = open_payload(record, name).content
        except AllforallError:
            continue
        if hashlib.sha256(content).hexdigest() in digests or any(needle in content for needle in needles):
            found.add(name)
    return found


def check_signers(record: Record, signers: Sequence[OfficerKey]) -> None:
    """Refuses, before anything is destroyed, where the entries of an erasure could not be signed.

    Raises:
        GateError: too few officers, a type that this author may not write, or a node that may not write now.

    """
    check_may_say(record)
    state = record.states[record.own]
    officers = {one.key for one in state.keys.officers if one.key not in state.revoked}
    found = len(officers.intersection(one.key.public for one in signers))
    for kind in (ROTATED, ERASED, ASKED):
        asked = state.asked(kind)
        if asked is None:
            raise GateError("record:log:type_not_allowed", found=kind)
        needed = max(asked, state.keys.rotation)
        if found < needed:
            raise GateError("record:log:signatures", expected=needed, found=found)


def destroy_payloads(record: Record, names: Collection[str]) -> int:
    """Returns how many files were destroyed: payloads and every wrapped key of theirs."""
    return sum(destroy_payload(blobs_folder(record), name) for name in sorted(names))


def sweep_unsaid(record: Record) -> int:
    """Returns how many files were destroyed of payloads that no entry names: something was refused, or the machine
    stopped, after a payload was sealed and before its entry was appended.

    On a node that cannot trust its log nothing is swept: the entries that name them may have to be recovered first.
    """
    if record.closed:
        return 0
    folder, named = blobs_folder(record), named_payloads(record)
    return sum(destroy_payload(folder, name) for name in held_payloads(folder) if name not in named)


def sealed_for_others(record: Record, names: Collection[str]) -> set[str]:
    """Returns which of these payloads this node sealed for somebody else, as far as their keys are still here."""
    ours = {name for name in names if (read := naming(record, name)) is not None and read.entry.author == record.own}
    keys = held_keys(blobs_folder(record))
    return {one.payload for one in keys if one.payload in ours and one.reader != record.own}


def entries_naming(record: Record, names: Collection[str]) -> tuple[str, ...]:
    """Returns the first digits of the leaf hashes of the entries that name these payloads, as used in file names."""
    found = {read.leaf.hex()[:_ENTRY_SHOWN] for name in names if (read := naming(record, name)) is not None}
    return tuple(sorted(found))


def purge_erased(record: Record) -> int:
    """Returns how many files were destroyed that this node's receipts list as erased: a backup restored them.

    The epochs that the receipts name are ended again too.
    """
    gone = erased_here(record)
    done = sum(destroy_payload(blobs_folder(record), name) for name in sorted(gone))
    ended = {number for read in gone.values() for number in PAYLOADS_ERASED.read(read.entry).epochs}
    there = ended.intersection(epoch_numbers(record.node)) | (ended - destroyed_epochs(record.node.path))
    for number in sorted(there):
        destroy_epoch(record.node, number)
    if record.keyring is not None:
        left = {number: key for number, key in record.keyring.epochs.items() if number not in ended}
        record.keyring = replace(record.keyring, epochs=left)
    return done


def turn_epoch(record: Record, signers: Sequence[OfficerKey], *, before: int) -> None:
    """Begins a new epoch and destroys the keys of all earlier ones today, if the epoch is still `before`."""
    if record.states[record.own].keys.epoch[0] <= before:
        rotate_epoch(record, signers, old_ends=record.node.now.date())
    end_old_epochs(record)


def say_receipts(
    record: Record,
    signers: Sequence[OfficerKey],
    names: Collection[str],
    reason: Reason,
    *,
    before: int,
    backups_until: date | None,
) -> tuple[Read, ...]:
    """Returns the receipts for what was erased, with the other side's requests in `re`; none is appended twice."""
    gone = erased_here(record)
    left = sorted(name for name in names if name not in gone)
    ended = tuple(sorted(number for number in destroyed_epochs(record.node.path) if number <= before))
    asked = {name: read for author in record.others for name, read in asked_of(record.reads(author, [ASKED])).items()}
    said = []
    for start in range(0, len(left), MOST_NAMED):
        some = tuple(left[start : start + MOST_NAMED])
        erasure = Erasure(some, reason, record.node.now.date(), ended, backups_until)
        answers = sorted({asked[name].leaf for name in some if name in asked})
        said.append(say(record, signers, PAYLOADS_ERASED, erasure, answers=answers))
    return tuple(said)


def erase_payloads(
    record: Record,
    names: Collection[str],
    signers: Sequence[OfficerKey],
    why: Reason,
    *,
    backups_until: date | None = None,
) -> tuple[Read, ...]:
    """Returns the receipts for payloads that nobody can read on this node any more, nor from an old bundle.

    Raises:
        CallError: if one is not known, or was erased before.
        GateError: if the keys are locked, or officers are missing.

    """
    check_signers(record, signers)
    wanted, before = still_held(record, names), record.states[record.own].keys.epoch[0]
    destroy_payloads(record, wanted)
    turn_epoch(record, signers, before=before)
    return say_receipts(record, signers, wanted, why, before=before, backups_until=backups_until)


def ask_to_erase(
    record: Record, names: Collection[str], signers: Sequence[OfficerKey], why: Reason
) -> tuple[Read, ...]:
    """Returns the request to the other side to erase payloads that we sealed for it; nothing is requested twice."""
    ours = []
    for name in sorted(set(names)):
        read = naming(record, name) if is_payload_name(name) else None
        if read is None:
            raise CallError("payload:unknown", found=name[:64])
        if read.entry.author != record.own:
            raise CallError("payload:not-ours", found=name, author=Word("author", read.entry.author))
        ours.append(name)
    asked = asked_of(record.reads(record.own, [ASKED]))
    left = [name for name in ours if name not in asked]
    said = []
    for start in range(0, len(left), MOST_NAMED):
        erasure = Erasure(tuple(left[start : start + MOST_NAMED]), why, record.node.now.date())
        said.append(say(record, signers, ERASURE_ASKED, erasure))
    return tuple(said)


@dataclass(frozen=True, slots=True)
class Told:
    """What one author's entry says about the erasure of one payload: a request or a receipt."""

    payload: str
    author: str
    asks: bool
    erasure: Erasure


def what_is_told(record: Record) -> tuple[Told, ...]:
    """Returns every request and receipt of every author, ordered by day."""
    found = []
    for author in record.authors:
        for read in record.reads(author, [ASKED, ERASED]):
            asks = read.entry.type == ASKED
            erasure = (ERASURE_ASKED if asks else PAYLOADS_ERASED).read(read.entry)
            found += [Told(name, author, asks, erasure) for name in erasure.payloads]
    return tuple(sorted(found, key=lambda one: (one.erasure.on, one.payload, not one.asks, one.author)))


def asked_and_held(record: Record) -> dict[str, Read]:
    """Returns the payloads that another author asks to erase, that it sealed itself, and that are still here."""
    gone, folder = erased_here(record), blobs_folder(record)
    held = {*held_payloads(folder), *(one.payload for one in held_keys(folder))}
    found = {}
    for author in record.others:
        for name, read in asked_of(record.reads(author, [ASKED])).items():
            named = naming(record, name)
            if name in held and name not in gone and named is not None and named.entry.author == author:
                found[name] = read
    return found


def not_receipted(record: Record) -> dict[str, Read]:
    """Returns the payloads that we asked another author to erase, and for which none has given a receipt."""
    receipts = {name for author in record.others for name in erased_by(record.reads(author, [ERASED]))}
    return {name: read for name, read in asked_of(record.reads(record.own, [ASKED])).items() if name not in receipts}

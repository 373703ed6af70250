"""Changing keys: the log key, the officers, and a key that was lost or stolen.

A change of keys is one entry, signed by enough of the officers before it and enough of those after it. A new log key
is on the disk before the entry names it and replaces the old one after; so at any moment the node has the key
that its log names. Encryption keys change by `payloads.rotate_epoch`, which wraps again what survives.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from allforall.errors import CallError, GateError
from allforall.node.keys.key_files import OFFICER_PREFIX, OfficerKey
from allforall.node.keys.keyring import new_log_key, settle_log_key
from allforall.node.record.record import Record, say
from allforall.record.genesis import Keys
from allforall.record.key_entries import KEY_REVOKED, KEYS_ROTATED, Revoked, Rotated
from allforall.record.logs import LogState, Read, lost_by_revocation
from allforall.record.notes import Verifier


@dataclass(frozen=True, slots=True)
class Change:
    """What is to change: a new log key, officers to add, officers to remove (by name)."""

    new_log: bool = False
    add: tuple[Verifier, ...] = ()
    remove: tuple[str, ...] = ()


def _named(keys: Keys, name: str) -> Verifier:
    for officer in keys.officers:
        if name in {officer.name, officer.vkey, officer.name.removeprefix(OFFICER_PREFIX)}:
            return officer
    raise CallError("keys:officer:unknown", name=name[:200])


def living_keys(state: LogState) -> Keys:
    """Returns the keys in force without those that were revoked: no change of keys may restore one."""
    return replace(state.keys, officers=tuple(one for one in state.keys.officers if one.key not in state.revoked))


def rotate_keys(record: Record, signers: Sequence[OfficerKey], change: Change) -> Read:
    """Returns the entry that changes the own log's keys.

    Officers whose keys were revoked are removed too. How many must sign is unchanged; where fewer officers remain than
    a rule requires, the change is refused.

    Raises:
        GateError: if too few officers signed, old or new.

    """
    before = record.states[record.own].keys
    keys = living_keys(record.states[record.own])
    gone = {_named(keys, name) for name in change.remove}
    officers = (*(one for one in keys.officers if one not in gone), *change.add)
    most = max((*keys.rules.values(), keys.rotation))
    if len(officers) < most:
        raise GateError("keys:officers:few", expected=most, found=len(officers))
    new = replace(keys, officers=officers)
    if change.new_log:
        if record.keyring is None:
            raise GateError("keys:locked")
        record.keyring = new_log_key(record.keyring)
        following = record.keyring.next_log
        assert following is not None
        new = replace(new, log=Verifier(keys.log.name, following.public))
    if new == before:
        raise CallError("keys:rotate:nothing")
    read = say(record, signers, KEYS_ROTATED, Rotated(new.value))
    if record.keyring is not None:
        record.keyring = settle_log_key(record.keyring, new.log.key)
    return read


def revoke_key(record: Record, signers: Sequence[OfficerKey], name: str, last_trusted: int) -> tuple[Read, list[int]]:
    """Returns the entry that revokes an officer's key, and the entries that have too few signatures without it.

    `last_trusted` is the size of the own log up to which the key counts.

    Raises:
        GateError: if too few of the other officers signed.

    """
    officer = _named(record.states[record.own].keys, name)
    read = say(record, signers, KEY_REVOKED, Revoked(officer, last_trusted))
    state = record.states[record.own]
    reads = tuple(record.reads(record.own, since=last_trusted))
    return read, list(lost_by_revocation(state, reads))

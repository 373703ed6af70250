"""Acts about papers and meetings: a receipt that the giver can check, what is owed from then on, when to meet."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from allforall.errors import CallError
from allforall.node.keys.keyring import OfficerKey
from allforall.node.lock import acting
from allforall.node.record.entry_names import find_entry, parties_of
from allforall.node.record.payloads import open_payload
from allforall.node.record.record import Record, say
from allforall.node.record.unsaid import sealing
from allforall.papers.entries import (
    COMMITMENT_STATED,
    MEETING_PROPOSED,
    PAPER_RECEIVED,
    Commitment,
    Meeting,
    Received,
    is_confirmed,
    latest,
)
from allforall.record.entry_types import EntryType
from allforall.record.logs import Read


def _digest(paper: bytes) -> bytes:
    return hashlib.sha256(paper).hexdigest().encode()


def receive_paper(record: Record, signers: Sequence[OfficerKey], paper: bytes, said: Received) -> Read:
    """Returns the receipt for a paper, now appended; its digest is sealed for both. `said` names no payload yet."""
    with acting(record.node), sealing(record, PAPER_RECEIVED, _digest(paper)) as sealed:
        named = Received(said.kind, said.given_by, said.on, said.sheets, sealed.name)
        return say(record, signers, PAPER_RECEIVED, named, commitments=[sealed.commitment])


def is_received(record: Record, named: str, paper: bytes) -> bool:
    """Returns whether a receipt is for this paper, to the byte.

    Raises:
        CallError: the entry is not a receipt.
        GateError: its digest was erased, or no key of ours opens it.

    """
    read = find_entry(record, named)
    if read.entry.type != PAPER_RECEIVED.name:
        raise CallError("paper:no-receipt", found=named[:80])
    return open_payload(record, PAPER_RECEIVED.read(read.entry).payload).content == _digest(paper)


def state_commitment(record: Record, signers: Sequence[OfficerKey], about: str, said: Commitment) -> Read:
    """Returns what this side states is owed, now appended: `about` a receipt or an agreed text, or replacing what it
    stated before.
    """
    with acting(record.node):
        return say(record, signers, COMMITMENT_STATED, said, answers=[find_entry(record, about).leaf])


def propose_meeting(record: Record, signers: Sequence[OfficerKey], said: Meeting) -> Read:
    """Returns the proposal of a meeting, now appended; it replaces this side's earlier one of the same round."""
    earlier = [
        read.leaf
        for read in latest(record.reads(record.own, [MEETING_PROPOSED.name]))
        if MEETING_PROPOSED.read(read.entry).round == said.round
    ]
    with acting(record.node):
        return say(record, signers, MEETING_PROPOSED, said, answers=earlier[-1:])


def confirm_meeting(record: Record, signers: Sequence[OfficerKey], named: str, day: date | None = None) -> Read:
    """Returns the confirmation of the other side's proposal, now appended: the same meeting, on all its days or on one.

    Raises:
        CallError: the entry is not a proposal of the other side, or does not have that day.

    """
    read = find_entry(record, named)
    if read.entry.type != MEETING_PROPOSED.name or read.entry.author == record.own:
        raise CallError("meeting:no-proposal", found=named[:80])
    said = MEETING_PROPOSED.read(read.entry)
    if day is not None and day not in said.days:
        raise CallError("meeting:no-proposal", found=f"{named[:80]} {day.isoformat()}")
    with acting(record.node):
        confirmed = replace(said, days=(day,) if day else said.days)
        return say(record, signers, MEETING_PROPOSED, confirmed, answers=[read.leaf])


def confirmed(record: Record, read: Read) -> bool:
    """Returns whether both parties have agreed to a meeting."""
    return is_confirmed(
        read, (each for author in parties_of(record) for each in record.reads(author, [read.entry.type]))
    )


def said_of(record: Record, kind: EntryType[object]) -> Iterator[Read]:
    """Yields both parties' current statements of this type, in the order of their logs."""
    return latest(read for author in parties_of(record) for read in record.reads(author, [kind.name]))

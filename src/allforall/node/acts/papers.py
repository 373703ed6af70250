"""Acts about papers: a receipt, which the giver can check against the paper, and what is owed from then on."""

import hashlib
from collections.abc import Iterator, Sequence

from allforall import store
from allforall.errors import CallError
from allforall.node.acts.arrangement import find_entry, parties_of
from allforall.node.keys.keyring import OfficerKey
from allforall.node.record.payloads import open_payload
from allforall.node.record.record import Record, say
from allforall.node.record.unsaid import sealing
from allforall.papers.entries import (
    COMMITMENT_STATED,
    PAPER_RECEIVED,
    Commitment,
    Received,
    latest,
)
from allforall.record.entry_types import EntryType
from allforall.record.logs import Read


def _digest(paper: bytes) -> bytes:
    return hashlib.sha256(paper).hexdigest().encode()


def receive_paper(record: Record, signers: Sequence[OfficerKey], paper: bytes, said: Received) -> Read:
    """Returns the receipt for a paper, now said; its digest is sealed for both parties. `said` names no payload yet."""
    with store.writing(), sealing(record, PAPER_RECEIVED, _digest(paper)) as sealed:
        named = Received(said.kind, said.given_by, said.on, said.sheets, sealed.name)
        return say(record, signers, PAPER_RECEIVED, named, commitments=[sealed.commitment])


def is_received(record: Record, named: str, paper: bytes) -> bool:
    """Returns whether a receipt is for this paper, to the byte.

    Raises:
        CallError: the entry is no receipt.
        GateError: its digest was erased, or no key of ours opens it.

    """
    read = find_entry(record, named)
    if read.entry.type != PAPER_RECEIVED.name:
        raise CallError("paper:no-receipt", found=named[:80])
    return open_payload(record, PAPER_RECEIVED.read(read.entry).payload).content == _digest(paper)


def state_commitment(record: Record, signers: Sequence[OfficerKey], about: str, said: Commitment) -> Read:
    """Returns what this side holds to be owed, now said: `about` a receipt or an agreed text, or in place of what it
    said before.
    """
    with store.writing():
        return say(record, signers, COMMITMENT_STATED, said, answers=[find_entry(record, about).leaf])


def said_of(record: Record, kind: EntryType[object]) -> Iterator[Read]:
    """Gives what both parties say now in entries of this type, in the order of their logs."""
    return latest(read for author in parties_of(record) for read in record.reads(author, [kind.name]))

"""One good example of what each entry type says, at least: the rows from which the tests over all types are made."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.unit.record.parties import CASE, key, keys_of, make_genesis

from allforall.answers import entries as answers
from allforall.arrangement import CommitmentState, istanbul
from allforall.arrangement import entries as arrangement
from allforall.disclosure import entries as disclosure
from allforall.offers import entries as offers
from allforall.papers import entries as papers
from allforall.people.persons import ListKind
from allforall.record import erasures, key_entries, remarks
from allforall.record.checkpoints import Checkpoint, sign_checkpoint
from allforall.record.entries import Entry
from allforall.record.entry_types import EntryType
from allforall.record.genesis import origin_of

GENESIS = make_genesis()
DAY, LATER = date(2025, 6, 2), date(2025, 9, 8)
PAYLOAD, OTHER_PAYLOAD = sorted(hashlib.sha256(name).hexdigest() for name in (b"one", b"other"))
ROOT = hashlib.sha256(b"root").digest()
CHECKPOINT = sign_checkpoint(Checkpoint(origin_of(CASE, "party_b"), 2, ROOT), key(f"{origin_of(CASE, 'party_b')}/log"))
MOMENT = "2026-07-01T12:00:00Z"

EXAMPLES: Mapping[str, tuple[Any, ...]] = {
    "record:genesis": (key_entries.Begun(GENESIS.digest),),
    "record:keys_rotated": (
        key_entries.Rotated(keys_of("party_a").value),
        key_entries.Rotated(keys_of("party_a", epoch=2).value, LATER),
    ),
    "record:key_revoked": (key_entries.Revoked(keys_of("party_a").officers[2], 1),),
    "record:erasure_asked": (erasures.Erasure((PAYLOAD,), erasures.Reason.PERSON_ASKED, DAY),),
    "record:erased": (
        erasures.Erasure((PAYLOAD, OTHER_PAYLOAD), erasures.Reason.FAMILY_ASKED, DAY, (1, 2), LATER),
        erasures.Erasure((PAYLOAD,), erasures.Reason.ENDANGERS, DAY),
    ),
    "objection:raised": tuple(
        remarks.Objection(code, name) for code in remarks.ObjectionCode for name in ("", PAYLOAD)
    ),
    "correction:made": tuple(
        remarks.Correction(code, name) for code in remarks.CorrectionCode for name in ("", PAYLOAD)
    ),
    "arrangement:proposed": (arrangement.propose(istanbul()),),
    "arrangement:accepted": (
        arrangement.Accepted(PAYLOAD),
        arrangement.Accepted(PAYLOAD, (arrangement.Wording("category.young", "до 25 років"),)),
    ),
    "list:declared": (
        disclosure.Declared("SA1", ListKind.SOUGHT, DAY, ROOT, PAYLOAD, 1234),
        disclosure.Declared("SA1", ListKind.HELD, DAY, ROOT, PAYLOAD),
        disclosure.Declared("SA1", ListKind.HELD, DAY, ROOT, PAYLOAD, 0),
    ),
    "list:disclosed": (disclosure.Shown("SA1", PAYLOAD),),
    "answers:signed": (answers.Signed("SA1", PAYLOAD, ROOT),),
    "offer:made": (
        offers.Offer("party_b", MOMENT, (offers.Line("young", 10), offers.Line("dead", 1)), (offers.Line("young", 9),)),
        offers.Offer("party_b", MOMENT, (offers.Line("wounded_and_ill", 4),)),
    ),
    "offer:accepted": (offers.Acceptance(),),
    "offer:outcome": (
        offers.Outcome(offers.Decision.LAPSED, MOMENT, offers.Basis()),
        offers.Outcome(offers.Decision.ACCEPTED, MOMENT, offers.Basis(CHECKPOINT)),
    ),
    "paper:received": (papers.Received(papers.PaperKind.MEMORANDUM, "party_b", DAY, 4, PAYLOAD),),
    "commitment:stated": (
        papers.Commitment(
            "party_a", "party_b", papers.Owed.STUDY, papers.Trigger.RECEIPT, LATER, CommitmentState.ACTIVE
        ),
        papers.Commitment(
            "party_b", "party_a", papers.Owed.MEET, papers.Trigger.NOT_STATED, None, CommitmentState.PROPOSED
        ),
    ),
    "meeting:proposed": (
        papers.Meeting(3, "istanbul", (DAY, LATER), ("ru", "tr", "uk")),
        papers.Meeting(4, "istanbul", (LATER,), ("en",)),
    ),
    "notice:made": tuple(answers.NoticeMade(to, PAYLOAD) for to in answers.Addressee),
}


def entry_of(kind: EntryType[Any], said: Any, *, author: str = "", **more: Any) -> Entry:
    """Returns the entry that says an example, by somebody who may say it and naming as much as it must."""
    by = author or ("witness" if kind.by.name == "DECIDER" else "party_a")
    named = tuple(bytes([number]) * 32 for number in range(kind.answers.least))
    expires = getattr(said, kind.deadline) if kind.deadline else ""
    return Entry(CASE, by, 1, kind.name, more.pop("body", kind.body(said)), more.pop("re", named), expires=expires)

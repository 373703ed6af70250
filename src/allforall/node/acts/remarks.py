"""Objections to entries, and corrections of them: each is one entry and changes nothing else."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from allforall.errors import CallError, InputError
from allforall.node.keys.keyring import OfficerKey
from allforall.node.lock import acting
from allforall.node.record.entry_names import find_entry, find_place
from allforall.node.record.payloads import open_payload
from allforall.node.record.record import Record, say
from allforall.node.record.unsaid import sealing
from allforall.record.entry_types import EntryType
from allforall.record.logs import Read
from allforall.record.remarks import (
    CORRECTION,
    CORRECTION_MADE,
    OBJECTION,
    OBJECTION_RAISED,
    Correction,
    CorrectionCode,
    Objection,
    ObjectionCode,
    Remark,
    remark_of,
    remarks_by_entry,
)

#: Assumption: an explanation is a page of text; what is longer is a document of its own.
MOST_EXPLANATION = 4_000
T = TypeVar("T")


def _say_about(
    record: Record,
    signers: Sequence[OfficerKey],
    kind: EntryType[T],
    said_with: Callable[[str], T],
    answers: Sequence[bytes],
    explanation: str,
) -> Read:
    """A remark, and its explanation, sealed for the parties; `said_with` takes the name of that payload."""
    if not explanation.strip():
        with acting(record.node):
            return say(record, signers, kind, said_with(""), answers=answers)
    if len(explanation) > MOST_EXPLANATION:
        raise CallError("record:explanation:too_long", expected=MOST_EXPLANATION, found=len(explanation))
    with acting(record.node), sealing(record, kind, explanation.encode()) as sealed:
        return say(record, signers, kind, said_with(sealed.name), answers=answers, commitments=[sealed.commitment])


def object_to(
    record: Record, signers: Sequence[OfficerKey], entry: str, code: ObjectionCode, explanation: str = ""
) -> Read:
    """Returns the objection to another author's entry, valid or not, now appended; its explanation is sealed for the
    parties.
    """
    held, index = find_place(record, entry)
    about = [held.leaf(index)]
    return _say_about(record, signers, OBJECTION_RAISED, lambda name: Objection(code, name), about, explanation)


def correct(
    record: Record,
    signers: Sequence[OfficerKey],
    entry: str,
    code: CorrectionCode,
    *,
    instead: str = "",
    explanation: str = "",
) -> Read:
    """Returns the correction of an own entry, now appended; both stay; `instead` names the entry that counts now."""
    about = [find_entry(record, named).leaf for named in (entry, instead) if named]
    return _say_about(record, signers, CORRECTION_MADE, lambda name: Correction(code, name), about, explanation)


def remarks(record: Record) -> dict[bytes, tuple[Remark, ...]]:
    """Returns the objections and corrections held, by the leaf hash of the entry that they are about."""
    reads = (read for author in record.authors for read in record.reads(author, [OBJECTION, CORRECTION]))
    return remarks_by_entry(reads, record.named)


def read_explanation(record: Record, read: Read) -> str:
    """Returns the explanation of an objection or a correction, if sealed for us; empty where there is none.

    Raises:
        GateError: it was erased, is not held, or no key of ours opens it.
        InputError: it is not what its entry committed to, or not text.

    """
    said = remark_of(read.entry)
    name = said.payload if said is not None else ""
    if not name:
        return ""
    try:
        return open_payload(record, name).content.decode()
    except UnicodeDecodeError:
        raise InputError("record:explanation:form", found=name) from None

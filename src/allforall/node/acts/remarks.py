"""Objections to what was said, and corrections of it: each is one entry and changes nothing else."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from allforall.errors import CallError
from allforall.node.keys.keyring import OfficerKey
from allforall.node.lock import acting
from allforall.node.record.entry_names import find_entry, parties_of
from allforall.node.record.record import Record, say
from allforall.node.record.unsaid import sealing
from allforall.record.logs import Read
from allforall.record.remarks import (
    CORRECTION,
    OBJECTION,
    Correction,
    CorrectionCode,
    Objection,
    ObjectionCode,
    Remark,
    check_answered,
    remarks_by_entry,
)

#: Assumption: an explanation is a page of text; what is longer is a document of its own.
MOST_EXPLANATION = 4_000


def _say_about(
    record: Record,
    signers: Sequence[OfficerKey],
    kind: str,
    body_with: Callable[[str], Mapping[str, object]],
    about: Sequence[Read],
    explanation: str,
) -> Read:
    """A remark, and what has to be explained, sealed for the parties; `body_with` takes the name of that payload."""
    check_answered(kind, record.own, about)
    answers = [one.leaf for one in about]
    if not explanation.strip():
        with acting(record.node):
            return say(record, signers, kind, body_with(""), answers=answers)
    if len(explanation) > MOST_EXPLANATION:
        raise CallError("record:explanation:too_long", expected=MOST_EXPLANATION, found=len(explanation))
    readers = [name for name in parties_of(record) if name != record.own]
    with acting(record.node), sealing(record, kind, explanation.encode(), readers) as sealed:
        body = body_with(sealed.name)
        return say(record, signers, kind, body, answers=answers, commitments=[sealed.commitment])


def object_to(
    record: Record, signers: Sequence[OfficerKey], entry: str, code: ObjectionCode, explanation: str = ""
) -> Read:
    """Returns the objection to another author's entry, now said; what has to be explained is sealed for the parties."""
    about = [find_entry(record, entry)]
    return _say_about(record, signers, OBJECTION, lambda name: Objection(code, name).body, about, explanation)


def correct(
    record: Record,
    signers: Sequence[OfficerKey],
    entry: str,
    code: CorrectionCode,
    *,
    instead: str = "",
    explanation: str = "",
) -> Read:
    """Returns the correction of an own entry, now said; both stay, and `instead` names the entry that counts now."""
    about = [find_entry(record, named) for named in (entry, instead) if named]
    return _say_about(record, signers, CORRECTION, lambda name: Correction(code, name).body, about, explanation)


def remarks(record: Record) -> dict[bytes, tuple[Remark, ...]]:
    """Returns the objections and corrections that are held, by the leaf hash of the entry that they are about."""
    return remarks_by_entry(_with_what_they_are_about(record))


def _with_what_they_are_about(record: Record) -> Iterator[Read]:
    for author in record.authors:
        for read in record.reads(author, [OBJECTION, CORRECTION]):
            yield read
            yield from filter(None, map(record.find, read.entry.re))

"""Answers in the record: signed and sealed for those who asked, read in from the other side, shown one by one.

Rules kept here:

- what is signed is what `answers.outgoing` releases: a failed linkage is never "not held", silence stays no answer, a
  person about whom nothing may be said cannot be told from one who was not answered;
- the answers are to a list that came in the record, and name it: its entry is in `re`;
- the other side's answers count only if each of them is under the root that it signed, and they answer a list
  that we disclosed in the entry which they name;
- answers add to what was answered before and overwrite nothing.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass

from allforall.account.entry_types import ENTRY_TYPES
from allforall.answers import AnswersFile, write_answers
from allforall.answers.entries import ANSWERS_SIGNED, SIGNED, Signed
from allforall.answers.rooted import answer_items, root_answers
from allforall.disclosure.entries import LIST_DISCLOSED, read_payload, write_payload
from allforall.disclosure.opening import Opened, Rooted, check_rooted, open_item, opens_under
from allforall.errors import CallError, GateError, InputError
from allforall.node.acts.answers import (
    Asked,
    OurList,
    TakenIn,
    answers_to_send,
    read_for_us,
    store_received_answers,
)
from allforall.node.acts.declared_lists import (
    NotTaken,
    answered,
    entry_of_list,
    list_of_entry,
    not_taken_yet,
    note_taken,
)
from allforall.node.keys.keyring import OfficerKey
from allforall.node.lock import acting
from allforall.node.officers import ActKind, Desk, journal
from allforall.node.record.entry_names import check_two_signers, other_party
from allforall.node.record.payloads import open_payload
from allforall.node.record.record import Record, officer_names, say
from allforall.node.record.unsaid import sealing
from allforall.record.logs import Read
from allforall.store.answers.models import StoredSentAnswers
from allforall.store.node.journal import append_act
from allforall.store.node.models import Act
from allforall.store.people.models import StoredList


@dataclass(frozen=True, slots=True)
class SignedAnswers:
    """Answers that were signed just now."""

    read: Read
    answers: AnswersFile


def sign_answers(record: Record, desk: Desk, signers: Sequence[OfficerKey], asked: Asked) -> SignedAnswers:
    """Returns the confirmed answers, now signed: sealed for the party that asked, each under a root of its own.

    Raises:
        GateError: fewer than two officers or keys, or the list did not come in the record.

    """
    check_two_signers(signers)
    question = entry_of_list(record, asked.stored)
    with acting(record.node):
        act = journal(record.node, desk, ActKind.ANSWERS_EXPORT, details={"list": asked.stored.key, "record": True})
        answers = answers_to_send(record.node, asked, tuple(act.officers))
        file = write_answers(answers, in_record=True)
        rooted = root_answers(answers, os.urandom)
        content = write_payload(file, rooted, rooted.salts)
        with sealing(record, ANSWERS_SIGNED, content) as sealed:
            _store_sent(asked.stored, sealed.name, file, act)
            said, shown = Signed(answers.list_key, sealed.name, rooted.root), [sealed.commitment]
            read = say(record, signers, ANSWERS_SIGNED, said, answers=[question.leaf], commitments=shown)
    return SignedAnswers(read, answers)


def _store_sent(stored: StoredList, name: str, file: bytes, act: Act) -> None:
    sha256 = hashlib.sha256(file).hexdigest()
    StoredSentAnswers.objects.create(list=stored, file_name=name, sha256=sha256, content=file.decode(), act=act)


def signed_again(record: Record, read: Read) -> None:
    """Enters into the table of sent answers those that were signed but, because of a crash, not entered."""
    signed = ANSWERS_SIGNED.read(read.entry)
    stored = next((found for leaf in read.entry.re if (found := list_of_entry(leaf)) is not None), None)
    if stored is None:
        return  # the database was restored to a state before the list was read; the record has what was answered
    file, _ = read_payload(open_payload(record, signed.payload).content)
    details = {"list": stored.key, "record": True, "again": True}
    names = officer_names(record, read)
    act = append_act(at=record.node.now, kind=ActKind.ANSWERS_EXPORT, officers=names, details=details)
    _store_sent(stored, signed.payload, file, act)


# ------------------------------------------------------------------------------------------ what the other side said


@dataclass(frozen=True, slots=True)
class TheirAnswers:
    """Answers of the other side, read and checked: the file as it came, our list that they answer."""

    read: Read
    file: bytes
    answers: AnswersFile
    rooted: Rooted
    ours: OurList


def read_their_answers(record: Record, read: Read) -> TheirAnswers:
    """Returns the answers that an entry of the other side signs.

    Raises:
        InputError: they answer another list than the one that they name, or one of them is not under the signed root.
        GateError: the payload is not here, or no key of ours opens it.

    """
    signed = ANSWERS_SIGNED.read(read.entry)
    question = answered(record, read)
    file, rooted = read_payload(open_payload(record, signed.payload).content)
    answers, ours = read_for_us(record.node, file, in_record=True)
    if answers.list_key != signed.list_key or LIST_DISCLOSED.read(question.entry).list_key != signed.list_key:
        raise InputError("answers:entry:other_list", expected=signed.list_key, found=answers.list_key)
    check_rooted(rooted, signed.root, answer_items(answers))
    return TheirAnswers(read, file, answers, rooted, ours)


def take_in_answers(record: Record, desk: Desk) -> tuple[list[TakenIn], list[NotTaken]]:
    """Returns what the other side's answers in the record added now, and which of them could not be read in."""
    done: list[TakenIn] = []
    failed: list[NotTaken] = []
    for read in list(not_taken_yet(record, SIGNED)):
        try:
            theirs = read_their_answers(record, read)
            with acting(record.node):
                taken = store_received_answers(record.node, desk, theirs.file, theirs.answers, theirs.ours)
                note_taken(record, desk, read, theirs.ours.stored.key)
        except (InputError, GateError, CallError) as error:
            failed.append(NotTaken(read, error))
            continue
        done.append(taken)
    return done, failed


# --------------------------------------------------------------------------------------------------- one answer alone


def open_answer(record: Record, row_key: str) -> Opened:
    """Returns the latest signed answer of the other side to one of our names, with the proof that it was signed, and
    nothing about any other name.

    Raises:
        CallError: the other side has signed no answer to this name.

    """
    found: Opened | None = None
    for read in record.reads(other_party(record), [SIGNED]):
        if ANSWERS_SIGNED.read(read.entry).list_key != row_key.rpartition(":")[0]:
            continue
        theirs = read_their_answers(record, read)
        ref = next((ref for ref, key in theirs.ours.keys.items() if key == row_key), "")
        items = answer_items(theirs.answers)
        if ref in items:
            found = open_item(theirs.rooted, ref, items[ref], read.leaf)
    if found is None:
        raise CallError("row:key:unknown", found=row_key)
    return found


def check_opened(record: Record, opened: Opened) -> Read:
    """Returns the entry whose root covers an opened row or answer.

    Raises:
        GateError: no such entry is held here.
        InputError: it is not under that entry's root, or is of another kind.

    """
    read = record.find(opened.entry)
    if read is None:
        raise GateError("opening:entry:not-held", found=opened.entry.hex()[:16])
    if read.entry.type not in ENTRY_TYPES or not opens_under(read.entry, opened):
        raise InputError("opening:other_root")
    return read

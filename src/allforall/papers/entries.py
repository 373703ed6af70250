"""What a party says about papers: that it received one, and what it holds to be owed from then on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from allforall.arrangement import CommitmentState
from allforall.arrangement.entries import ACCEPTED
from allforall.errors import N_
from allforall.record.entries import Entry
from allforall.record.entry_types import (
    ANSWERS_NONE,
    PAYLOAD_NONE,
    By,
    EntryType,
    ErasedWith,
    Readers,
    Sealed,
    answers_one,
)
from allforall.record.forms import Author, Count, Day, Field, Maybe, OneOf, Sha256, refuse
from allforall.record.logs import Read
from allforall.record.payloads import PAYLOAD

RECEIVED, COMMITMENT = "paper:received", "commitment:stated"
#: Assumption: what has more sheets is handed over in several papers.
MOST_SHEETS = 10_000


class PaperKind(StrEnum):
    """What a paper is. Its title is not said: it may name a person."""

    MEMORANDUM = "memorandum"
    LIST = "list"
    LETTER = "letter"
    DRAFT = "draft"
    PROTOCOL = "protocol"


class Owed(StrEnum):
    """What somebody is to do."""

    STUDY = "study"
    ANSWER = "answer"
    HAND_OVER = "hand_over"
    MEET = "meet"


class Trigger(StrEnum):
    """From when a deadline runs."""

    RECEIPT = "receipt"
    ACCEPTANCE = "acceptance"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True)
class Received:
    """That a paper was received, from whom, on which day, on how many sheets. The payload holds its digest."""

    kind: PaperKind
    given_by: str
    on: date
    sheets: int
    payload: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """What one author says that somebody owes; the other side says its own. `due_on` is None where no day is known."""

    debtor: str
    creditor: str
    owed: Owed
    trigger: Trigger
    due_on: date | None
    state: CommitmentState


def _check_received(entry: Entry, said: Received) -> None:
    if said.given_by == entry.author:
        raise refuse(RECEIVED, "from", "another author", said.given_by)


def _check_commitment(_: Entry, said: Commitment) -> None:
    if said.debtor == said.creditor:
        raise refuse(COMMITMENT, "creditor", "another than the debtor", said.creditor)


PAPER_RECEIVED = EntryType(
    name=RECEIVED,
    label=N_("a paper received"),
    fields=(
        Field("kind", OneOf(PaperKind, group="paper_kind"), N_("kind of paper")),
        Field("from", Author(), N_("from whom"), "given_by"),
        Field("on", Day(), N_("day")),
        Field("sheets", Count(1, MOST_SHEETS), N_("sheets")),
        Field(PAYLOAD, Sha256(), N_("payload")),
    ),
    make=Received,
    by=By.PARTIES,
    answers=ANSWERS_NONE,
    signers=1,
    payload=Sealed(to=Readers.PARTIES, erased_with=ErasedWith.NAME),
    redo=None,
    harm="A receipt tells who stands on a paper",
    check=_check_received,
)
COMMITMENT_STATED = EntryType(
    name=COMMITMENT,
    label=N_("a commitment stated"),
    fields=(
        Field("debtor", Author(), N_("who owes it")),
        Field("creditor", Author(), N_("to whom")),
        Field("owed", OneOf(Owed, group="owed"), N_("what is owed")),
        Field("trigger", OneOf(Trigger, group="trigger"), N_("the deadline runs from")),
        Field("due_on", Maybe(Day()), N_("deadline")),
        Field("state", OneOf(CommitmentState, group="commitment_state"), N_("state")),
    ),
    make=Commitment,
    by=By.PARTIES,
    answers=answers_one(RECEIVED, ACCEPTED, COMMITMENT),
    signers=1,
    payload=PAYLOAD_NONE,
    redo=None,
    harm="One side's word about what is owed is taken for what both agreed",
    check=_check_commitment,
)
ENTRY_TYPES = (PAPER_RECEIVED, COMMITMENT_STATED)


def latest(reads: Iterable[Read]) -> Iterator[Read]:
    """Gives what its own author has not said anew: an entry that names an earlier one of its type takes its place."""
    every = list(reads)
    authors = {read.leaf: read.entry.author for read in every}
    gone = {leaf for read in every for leaf in read.entry.re if authors.get(leaf) == read.entry.author}
    return (read for read in every if read.leaf not in gone)

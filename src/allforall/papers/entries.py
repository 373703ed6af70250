"""What a party states about papers and meetings: what it received, what is owed, when it would meet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
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
    answers_some,
)
from allforall.record.forms import Author, Code, Count, Day, Field, Many, Maybe, OneOf, Sha256, refuse
from allforall.record.logs import Read
from allforall.record.payloads import PAYLOAD

RECEIVED, COMMITMENT, MEETING = "paper:received", "commitment:stated", "meeting:proposed"
#: Assumption: a document of more sheets is handed over as several papers.
MOST_SHEETS = 10_000
#: Assumptions about what an honest proposal holds.
MOST_ROUND, MOST_DAYS, MOST_LANGUAGES = 1_000, 31, 10


class PaperKind(StrEnum):
    """The kind of a paper. Its title is not recorded: it may name a person."""

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
    """What a deadline runs from."""

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
    """What one author states that somebody owes; the other side states its own. `due_on` is None if no day is known."""

    debtor: str
    creditor: str
    owed: Owed
    trigger: Trigger
    due_on: date | None
    state: CommitmentState


@dataclass(frozen=True, slots=True)
class Meeting:
    """A round that its author proposes: where (a code that both know), on which of these days, in which languages.

    It is tentative. The other side confirms it by appending the same, with these days or some of them.
    """

    round: int
    place: str
    days: tuple[date, ...]
    languages: tuple[str, ...]


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
MEETING_PROPOSED = EntryType(
    name=MEETING,
    label=N_("a meeting proposed"),
    fields=(
        Field("round", Count(1, MOST_ROUND), N_("round")),
        Field("place", Code(), N_("place")),
        Field("days", Many(Day(), 1, MOST_DAYS, in_order=True), N_("days")),
        Field("languages", Many(Code(), 1, MOST_LANGUAGES, in_order=True), N_("languages")),
    ),
    make=Meeting,
    by=By.PARTIES,
    answers=answers_some(MEETING, most=1),
    signers=1,
    payload=PAYLOAD_NONE,
    redo=None,
    harm="A meeting that one side proposed is taken for one that both agreed to",
)
ENTRY_TYPES = (PAPER_RECEIVED, COMMITMENT_STATED, MEETING_PROPOSED)


def is_confirmed(proposal: Read, reads: Iterable[Read]) -> bool:
    """Returns whether the other side confirmed the same meeting after this proposal, on some of its days."""
    said = MEETING_PROPOSED.read(proposal.entry)
    for read in reads:
        if proposal.leaf not in read.entry.re or read.entry.author == proposal.entry.author:
            continue
        other = MEETING_PROPOSED.read(read.entry)
        if replace(other, days=said.days) == said and set(other.days) <= set(said.days):
            return True
    return False


def latest(reads: Iterable[Read]) -> Iterator[Read]:
    """Yields what its author has not replaced: an entry that names an earlier one of its type replaces it."""
    every = list(reads)
    authors = {read.leaf: read.entry.author for read in every}
    gone = {leaf for read in every for leaf in read.entry.re if authors.get(leaf) == read.entry.author}
    return (read for read in every if read.leaf not in gone)

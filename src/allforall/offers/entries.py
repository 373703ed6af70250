"""Entries about offers: their bodies, built and strictly read. The state of an offer is in `outcomes`.

An offer states how many of which category may travel, to whom it is made, and by its envelope's expiry until when it is
binding. It contains no name and no free text, and nothing about where or how anyone is: persons are counted by category
only. It is accepted in full or not at all, so an acceptance states only which offer it answers.

An outcome names its basis: the checkpoint that the acceptor's log signed at the size up to which it was read. With the
checkpoint itself in the entry, a root that the log never signed proves nothing, and one that contradicts another node's
copy is by itself proof of a fork.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from allforall.arrangement import NEVER_TRADED
from allforall.errors import N_
from allforall.record.checkpoints import SignedCheckpoint, read_checkpoint
from allforall.record.entries import Entry
from allforall.record.entry_types import ANSWERS_NONE, PAYLOAD_NONE, By, EntryType, Whose, answers_one
from allforall.record.forms import Author, Code, Count, Field, Form, Many, Moment, OneOf, Parts, Schema, refuse
from allforall.record.merkle import EMPTY_ROOT

OFFER, ACCEPTED, OUTCOME = "offer:made", "offer:accepted", "offer:outcome"

#: Assumptions about what an honest offer contains.
MOST_LINES, MOST_COUNT = 200, 100_000


class Decision(StrEnum):
    """The decider's outcome of an offer."""

    ACCEPTED = "accepted"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Line:
    """A number of places for persons of one category."""

    category: str
    count: int


@dataclass(frozen=True, slots=True)
class Offer:
    """Places offered to an author until a deadline. `asks` is what is requested in return; empty if nothing is."""

    to: str
    deadline: str
    gives: tuple[Line, ...]
    asks: tuple[Line, ...] = ()

    @property
    def count(self) -> int:
        """The number of places given."""
        return sum(line.count for line in self.gives)


@dataclass(frozen=True, slots=True)
class Basis:
    """How far a log had been read: its size and root, and the checkpoint for them; none for an empty log."""

    checkpoint: SignedCheckpoint | None = field(default=None)

    @property
    def size(self) -> int:
        """How many entries were read."""
        return self.checkpoint.checkpoint.size if self.checkpoint else 0

    @property
    def root(self) -> bytes:
        """The root over them."""
        return self.checkpoint.checkpoint.root if self.checkpoint else EMPTY_ROOT

    @property
    def text(self) -> str:
        """The checkpoint as written in a body."""
        return self.checkpoint.note.data.decode() if self.checkpoint else ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The decider's outcome of one offer, the time by its own clock, and how far it had read the acceptor's log."""

    decision: Decision
    at: str
    basis: Basis


def shared_categories(one: Iterable[Line], other: Iterable[Line]) -> tuple[str, ...]:
    """Returns the categories in both: an offer may not give what another, undecided offer gives.

    Categories that are owed are excluded: an offer of them adds to the one before, and waits for no outcome.
    """
    return tuple(sorted({line.category for line in one} & {line.category for line in other} - NEVER_TRADED))


class Category(Code):
    """A category of the arrangement."""

    __slots__ = ()


class BasisText(Form[Basis]):
    """A checkpoint signed by its log, as text; empty for an unread log."""

    __slots__ = ()

    def read(self, found: object, kind: str, where: str) -> Basis:
        """Returns the checkpoint; its log is checked once the offer is known."""
        if not isinstance(found, str):
            raise refuse(kind, where, "a signed checkpoint", found)
        if not found:
            return Basis()
        signed = read_checkpoint(found.encode("utf-8", "surrogatepass"))
        if signed.checkpoint.size == 0 or signed.checkpoint.extensions:
            raise refuse(kind, where, "a signed checkpoint", found)
        return Basis(signed)

    def write(self, value: Basis) -> str:
        """Returns it as text."""
        return value.text

    @property
    def schema(self) -> Schema:
        """A text."""
        return {"type": "string"}

    @property
    def bad(self) -> tuple[object, ...]:
        """A value that is not a checkpoint."""
        return (None, 1, [], "a checkpoint")


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The acceptance of an offer, which is named in `re`; it has no content of its own.

    A part of an offer is never accepted. A side that can use fewer places says so outside the record, and a new offer
    is made: two sides could count a partial acceptance differently.
    """


def _check_offer(entry: Entry, said: Offer) -> None:
    if said.to == entry.author:
        raise refuse(OFFER, "to", "another author", said.to)
    for where, lines in (("gives", said.gives), ("asks", said.asks)):
        if len({line.category for line in lines}) < len(lines):
            raise refuse(OFFER, where, "each category once", lines)
    if said.asks and any(line.category in NEVER_TRADED for line in (*said.gives, *said.asks)):
        raise refuse(OFFER, "asks", "nothing in return for who is never traded", said.asks)


def _check_acceptance(entry: Entry, _: Acceptance) -> None:
    if entry.expires:
        raise refuse(ACCEPTED, "expires", "no expiry", entry.expires)


#: A line of an offer.
LINE = Parts(
    (Field("category", Category(), N_("category")), Field("count", Count(1, MOST_COUNT), N_("how many"))), Line
)
OFFER_MADE = EntryType(
    name=OFFER,
    label=N_("an offer made"),
    fields=(
        Field("to", Author(), N_("to whom")),
        Field("gives", Many(LINE, 1, MOST_LINES), N_("offered")),
        Field("asks", Many(LINE, 0, MOST_LINES), N_("requested in return")),
    ),
    make=Offer,
    by=By.PARTIES,
    answers=ANSWERS_NONE,
    signers=1,
    payload=PAYLOAD_NONE,
    redo=None,
    harm="The same places are promised twice",
    deadline="deadline",
    check=_check_offer,
)
OFFER_ACCEPTED = EntryType(
    name=ACCEPTED,
    label=N_("an offer accepted"),
    fields=(),
    make=Acceptance,
    by=By.PARTIES,
    answers=answers_one(OFFER, whose=Whose.OTHERS),
    signers=1,
    payload=PAYLOAD_NONE,
    redo=None,
    harm="An acceptance that came in time is called late",
    check=_check_acceptance,
)
OFFER_DECIDED = EntryType(
    name=OUTCOME,
    label=N_("the outcome of an offer"),
    fields=(
        Field("outcome", OneOf(Decision, group="offer_state"), N_("outcome"), "decision"),
        Field("at", Moment(), N_("when, by its author's clock")),
        Field("checkpoint", BasisText(), N_("the checkpoint it relies on"), "basis"),
    ),
    make=Outcome,
    by=By.DECIDER,
    answers=answers_one(OFFER),
    signers=1,
    payload=PAYLOAD_NONE,
    redo=None,
    harm="The witness states something false",
)
ENTRY_TYPES = (OFFER_MADE, OFFER_ACCEPTED, OFFER_DECIDED)


def accepts(entry: Entry, offer_leaf: bytes) -> bool:
    """Returns whether an entry accepts an offer."""
    return entry.type == ACCEPTED and entry.re == (offer_leaf,)


def outcome_of(entry: Entry, offer: Offer, origin: str) -> Outcome | None:
    """Returns the outcome of an offer that an entry states; None if it lets the offer lapse before its deadline, or is
    based on a log other than the acceptor's, whose origin is given.
    """
    said = OFFER_DECIDED.read(entry)
    checkpoint = said.basis.checkpoint
    too_soon = said.decision is Decision.LAPSED and said.at < offer.deadline
    other_log = checkpoint is not None and checkpoint.checkpoint.origin != origin
    return None if too_soon or other_log else said

"""Entries about offers: their bodies, built and strictly read. The state of an offer is in `outcomes`.

An offer states how many of which category may travel, to whom it is made, and by its envelope's expiry until when it is
binding. It contains no name and no free text, and nothing about where or how anyone is: persons are counted by category
only. It is accepted in full or not at all, so an acceptance states only which offer it answers.

An outcome names its basis: the checkpoint that the acceptor's log signed at the size up to which it was read. With the
checkpoint itself in the entry, a root that the log never signed proves nothing, and one that contradicts another node's
copy is by itself proof of a fork.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from allforall.arrangement import NEVER_TRADED
from allforall.errors import InputError
from allforall.record.bodies import Body, check_keys, read_word, refuse
from allforall.record.checkpoints import SignedCheckpoint, read_checkpoint
from allforall.record.entries import Entry
from allforall.record.merkle import EMPTY_ROOT

OFFER, ACCEPTED, OUTCOME = "offer:made", "offer:accepted", "offer:outcome"

#: Assumptions about what an honest offer contains.
MOST_LINES, MOST_COUNT = 200, 100_000
_CODE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)


class Decision(StrEnum):
    """The decider's outcome of an offer."""

    ACCEPTED = "accepted"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Line:
    """A number of places for persons of one category."""

    category: str
    count: int

    @property
    def body(self) -> dict[str, Any]:
        """The line as written in a body."""
        return {"category": self.category, "count": self.count}


@dataclass(frozen=True, slots=True)
class Offer:
    """Places offered to an author until a deadline. `asks` is what is requested in return; empty if nothing is."""

    to: str
    deadline: str
    gives: tuple[Line, ...]
    asks: tuple[Line, ...] = ()

    @property
    def body(self) -> Body:
        """The body of the entry; the deadline is the expiry of the envelope."""
        return {"asks": [line.body for line in self.asks], "gives": [line.body for line in self.gives], "to": self.to}

    @property
    def count(self) -> int:
        """The number of places given."""
        return sum(line.count for line in self.gives)


def is_moment(text: object) -> bool:
    """Returns whether a text is a moment in UTC to the second; such texts sort as the moments do."""
    return isinstance(text, str) and bool(_MOMENT.fullmatch(text))


def read_offer(entry: Entry) -> Offer:
    """Returns the offer of an entry.

    Raises:
        InputError: it has another form, no deadline, no places, a category twice, is made to its own author, or
        requests something in return for persons who are never traded.

    """
    body = check_keys(entry.body, OFFER, {"asks", "gives", "to"})
    if entry.type != OFFER or entry.re:
        raise refuse(OFFER, "type", OFFER, entry.type)
    if not isinstance(body["to"], str) or body["to"] == entry.author:
        raise refuse(OFFER, "to", "another author", body["to"])
    if not is_moment(entry.expires):
        raise refuse(OFFER, "expires", "YYYY-MM-DDTHH:MM:SSZ", entry.expires)
    gives, asks = _read_lines(body["gives"], "gives"), _read_lines(body["asks"], "asks")
    if not gives:
        raise refuse(OFFER, "gives", "at least one category", body["gives"])
    if asks and any(line.category in NEVER_TRADED for line in (*gives, *asks)):
        raise refuse(OFFER, "asks", "nothing in return for who is never traded", body["asks"])
    return Offer(body["to"], entry.expires, gives, asks)


def _read_lines(value: object, where: str) -> tuple[Line, ...]:
    if not isinstance(value, list) or len(value) > MOST_LINES:
        raise refuse(OFFER, where, f"a list of at most {MOST_LINES}", value)
    lines = tuple(_read_line(line, where) for line in value)
    if len({line.category for line in lines}) < len(lines):
        raise refuse(OFFER, where, "each category once", value)
    return lines


def _read_line(value: object, where: str) -> Line:
    line = check_keys(value, OFFER, {"category", "count"})
    category, count = line["category"], line["count"]
    if not isinstance(category, str) or not _CODE.fullmatch(category):
        raise refuse(OFFER, f"{where} category", "a code word", category)
    if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= MOST_COUNT:
        raise refuse(OFFER, f"{where} count", f"1 to {MOST_COUNT}", count)
    return Line(category, count)


def make_offer(author: str, offer: Offer) -> Offer:
    """Returns an offer, checked to read back unchanged.

    Raises:
        InputError: it could not be read again.

    """
    return read_offer(Entry("case", author, 0, OFFER, offer.body, expires=offer.deadline))


def is_acceptance(entry: Entry, offer_leaf: bytes) -> bool:
    """Returns whether an entry accepts an offer: it answers that offer alone, in full, and adds nothing.

    A part of an offer is never accepted. A side that can use fewer places says so outside the record, and a new offer
    is made: two sides could count a partial acceptance differently.
    """
    return entry.type == ACCEPTED and entry.re == (offer_leaf,) and not entry.body and not entry.expires


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


def _read_basis(body: Body, kind: str, origin: str) -> Basis:
    text = body["checkpoint"]
    if not isinstance(text, str):
        raise refuse(kind, "checkpoint", "a signed checkpoint", text)
    if not text:
        return Basis()
    signed = read_checkpoint(text.encode("utf-8", "surrogatepass"))
    if signed.checkpoint.origin != origin or signed.checkpoint.size == 0 or signed.checkpoint.extensions:
        raise refuse(kind, "checkpoint", origin, signed.checkpoint.origin)
    return Basis(signed)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The decider's outcome of one offer, the time by its own clock, and how far it had read the acceptor's log."""

    decision: Decision
    at: str
    basis: Basis

    @property
    def body(self) -> Body:
        """The body of the entry."""
        return {"at": self.at, "checkpoint": self.basis.text, "outcome": self.decision.value}


def read_outcome(entry: Entry, offer: Offer, origin: str) -> Outcome:
    """Returns the outcome of an offer that an entry states; `origin` is that of the acceptor's log.

    Raises:
        InputError: it has another form, or lets the offer lapse before its deadline.

    """
    body = check_keys(entry.body, OUTCOME, {"at", "checkpoint", "outcome"})
    if entry.type != OUTCOME or len(entry.re) != 1:
        raise refuse(OUTCOME, "re", "one offer", len(entry.re))
    decision = Decision(read_word(body, OUTCOME, "outcome", set(Decision)))
    if not is_moment(body["at"]):
        raise refuse(OUTCOME, "at", "YYYY-MM-DDTHH:MM:SSZ", body["at"])
    if decision is Decision.LAPSED and body["at"] < offer.deadline:
        raise InputError("entry:body:value", kind=OUTCOME, where="at", expected=offer.deadline, found=body["at"])
    return Outcome(decision, body["at"], _read_basis(body, OUTCOME, origin))


def shared_categories(one: Iterable[Line], other: Iterable[Line]) -> tuple[str, ...]:
    """Returns the categories in both: an offer may not give what another, undecided offer gives.

    Categories that are owed are excluded: an offer of them adds to the one before, and waits for no outcome.
    """
    return tuple(sorted({line.category for line in one} & {line.category for line in other} - NEVER_TRADED))

"""What is said about offers: their bodies, built and strictly read. What becomes of an offer is in `outcomes`.

An offer says how many of which class may travel, from which place, to whom it is made, and by its envelope's expiry
until when it binds. It holds no name and no free text: places and categories are code words that the parties agreed
on. It is accepted whole or not at all, so an acceptance says nothing but which offer it answers.

An outcome names what it rests on: the checkpoint that the acceptor's log signed at the size up to which it was read.
With the checkpoint itself in the entry, a root that its log never signed is nobody's word, and one that contradicts
what another node holds is proof of a fork without anything more.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from allforall.errors import InputError
from allforall.record.bodies import Body, check_keys, read_word, refuse
from allforall.record.checkpoints import SignedCheckpoint, read_checkpoint
from allforall.record.entries import Entry
from allforall.record.merkle import EMPTY_ROOT

OFFER, ACCEPTED, OUTCOME = "offer:made", "offer:accepted", "offer:outcome"

#: What is owed and never traded: an offer that gives or asks any of these asks for nothing in return.
NEVER_TRADED = frozenset({"children", "not_traded", "wounded_and_ill"})
#: Assumptions about what an honest offer holds.
MOST_LINES, MOST_COUNT = 200, 100_000
_CODE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)


class Urgency(StrEnum):
    """How soon persons of a class must travel. Assumption: two steps, as no text that we have names any."""

    ROUTINE = "routine"
    URGENT = "urgent"


class Mobility(StrEnum):
    """What persons of a class need to travel. Assumption: the three kinds of places that vehicles have."""

    WALKING = "walking"
    SEATED = "seated"
    LYING = "lying"


class Decision(StrEnum):
    """What the decider says of an offer."""

    ACCEPTED = "accepted"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, order=True)
class PlaceClass:
    """Persons who are alike for travelling: where they are, under which category, how urgent, how mobile."""

    place: str
    category: str
    urgency: Urgency | None = None
    mobility: Mobility | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """How many places of one class."""

    of: PlaceClass
    count: int

    @property
    def body(self) -> dict[str, Any]:
        """The line as it stands in a body."""
        return {
            "category": self.of.category,
            "count": self.count,
            "mobility": self.of.mobility,
            "place": self.of.place,
            "urgency": self.of.urgency,
        }


@dataclass(frozen=True, slots=True)
class Offer:
    """So many places to whom, until when. `asks` is what the offerer wants in return, and empty where nothing is."""

    to: str
    deadline: str
    gives: tuple[Places, ...]
    asks: tuple[Places, ...] = ()

    @property
    def body(self) -> Body:
        """The body of the entry; the deadline is the expiry of the envelope."""
        return {"asks": [line.body for line in self.asks], "gives": [line.body for line in self.gives], "to": self.to}

    @property
    def count(self) -> int:
        """How many places are given."""
        return sum(line.count for line in self.gives)


def is_moment(text: object) -> bool:
    """Returns whether a text is a moment in UTC to the second; such texts sort as the moments do."""
    return isinstance(text, str) and bool(_MOMENT.fullmatch(text))


def read_offer(entry: Entry) -> Offer:
    """Returns the offer of an entry.

    Raises:
        InputError: if it has another form, no deadline, no places, a class twice, is made to its own author, or
            asks something in return for who is never traded.

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
        raise refuse(OFFER, "gives", "at least one class", body["gives"])
    if asks and any(line.of.category in NEVER_TRADED for line in (*gives, *asks)):
        raise refuse(OFFER, "asks", "nothing in return for who is never traded", body["asks"])
    return Offer(body["to"], entry.expires, gives, asks)


def _read_lines(value: object, where: str) -> tuple[Places, ...]:
    if not isinstance(value, list) or len(value) > MOST_LINES:
        raise refuse(OFFER, where, f"a list of at most {MOST_LINES}", value)
    lines = tuple(_read_line(line, where) for line in value)
    if len({line.of for line in lines}) < len(lines):
        raise refuse(OFFER, where, "each class once", value)
    return lines


def _read_line(value: object, where: str) -> Places:
    line = check_keys(value, OFFER, {"category", "count", "mobility", "place", "urgency"})
    for key in ("category", "place"):
        if not isinstance(line[key], str) or not _CODE.fullmatch(line[key]):
            raise refuse(OFFER, f"{where} {key}", "a code word", line[key])
    count = line["count"]
    if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= MOST_COUNT:
        raise refuse(OFFER, f"{where} count", f"1 to {MOST_COUNT}", count)
    urgency = None if line["urgency"] is None else Urgency(read_word(line, OFFER, "urgency", set(Urgency)))
    mobility = None if line["mobility"] is None else Mobility(read_word(line, OFFER, "mobility", set(Mobility)))
    return Places(PlaceClass(line["place"], line["category"], urgency, mobility), count)


def make_offer(author: str, offer: Offer) -> Offer:
    """Returns an offer that reads back as what was put in.

    Raises:
        InputError: if it could not be read again.

    """
    return read_offer(Entry("case", author, 0, OFFER, offer.body, expires=offer.deadline))


def is_acceptance(entry: Entry, offer_leaf: bytes) -> bool:
    """Returns whether an entry accepts an offer: it answers that offer alone, whole, and adds nothing.

    A part of an offer is never accepted. Whoever can use fewer places says so otherwise, and a new offer is made: an
    acceptance that two sides could count differently would be none that both hold.
    """
    return entry.type == ACCEPTED and entry.re == (offer_leaf,) and not entry.body and not entry.expires


@dataclass(frozen=True, slots=True)
class Basis:
    """How far a log had been read: its size and root, and the checkpoint that says so; none for an empty log."""

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
        """The checkpoint as it stands in a body."""
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
    """What the decider says of one offer, when by its own clock, and how far it had read the acceptor's log."""

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
        InputError: if it has another form, or has the offer lapse before its deadline.

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


def shared_classes(one: Iterable[Places], other: Iterable[Places]) -> tuple[PlaceClass, ...]:
    """Returns the classes that stand in both: what an offer may not give while another that gives it is undecided."""
    return tuple(sorted({line.of for line in one} & {line.of for line in other}, key=_order))


def _order(of: PlaceClass) -> tuple[str, str, str, str]:
    return of.place, of.category, of.urgency or "", of.mobility or ""

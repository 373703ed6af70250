"""What became of an offer: open, undecided, accepted or lapsed, from the logs that a node holds.

An offer cannot be taken back before its deadline. The decider (the witness; or the offerer, where the arrangement
names no witness) logs one outcome per offer, which names how far it had read the acceptor's log: accepted if an
acceptance lies within that, lapsed if none does. Anyone who holds both logs can check it, and until a node holds
an outcome that it could check, the offer is undecided for it: no place is used again and nobody is dispatched.

Where the decider falls silent, every other author may sign a takeover that names the decider's last size; when all
have named the same, the deputy decides what had no outcome within that size, and nothing that the decider wrote
beyond it counts. The first outcome that checks is the outcome; a second one that says otherwise is named as
evidence against its author. `docs/record-model/` holds the model that was checked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from allforall.record.entries import Entry
from allforall.record.genesis import Genesis
from allforall.record.logs import Read
from allforall.record.notes import decode_base64

OFFER, ACCEPTED, OUTCOME, TAKEOVER = "offer:made", "offer:accepted", "offer:outcome", "decider:replaced"


class State(StrEnum):
    """Where an offer stands on this node."""

    OPEN = "open"
    UNDECIDED = "undecided"
    ACCEPTED = "accepted"
    LAPSED = "lapsed"


class Why(StrEnum):
    """Why an offer is undecided, or what is wrong with what was said about it."""

    NO_OUTCOME = "outcome:none"
    ACCEPTOR_NOT_HELD = "outcome:acceptor_log_not_held"
    CLAIMS_ACCEPTANCE = "outcome:claims_an_acceptance_that_is_not_there"
    OVERLOOKS_ACCEPTANCE = "outcome:overlooks_an_acceptance"
    AFTER_TAKEOVER = "outcome:after_takeover"
    BEFORE_TAKEOVER = "outcome:deputy_without_takeover"
    CONTRADICTS = "outcome:contradicts_an_earlier_one"
    OTHER_ROOT = "outcome:another_acceptor_log"
    FORM = "outcome:form"


@dataclass(frozen=True, slots=True)
class Log:
    """What a node holds of one author's log: its good entries by index, its size, and its root at each size."""

    reads: Sequence[Read]
    size: int
    roots: Mapping[int, bytes]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an offer stands, the entry that decides it, and every reason, among them evidence against an author."""

    state: State
    outcome: Read | None
    reasons: tuple[tuple[Why, Read | None], ...]

    @property
    def places_are_free(self) -> bool:
        """Whether the places of the offer may be used again."""
        return self.state is State.LAPSED

    @property
    def may_dispatch(self) -> bool:
        """Whether anybody may be sent on the strength of the offer."""
        return self.state is State.ACCEPTED


def takeover_size(genesis: Genesis, logs: Mapping[str, Log]) -> int | None:
    """Returns the decider's last size that counts, once every other author has signed a takeover naming the same;
    None before.
    """
    if not genesis.decider or not genesis.deputy:
        return None
    sizes = set()
    for author in genesis.authors:
        if author == genesis.decider:
            continue
        own = _first_takeover(logs.get(author))
        if own is None:
            return None
        sizes.add(own)
    return sizes.pop() if len(sizes) == 1 else None


def _first_takeover(log: Log | None) -> int | None:
    for read in log.reads if log else ():
        size = read.entry.body.get("decider_size")
        if read.entry.type == TAKEOVER and isinstance(size, int):
            return size
    return None


def may_sign_takeover(genesis: Genesis, logs: Mapping[str, Log], size: int) -> bool:
    """Returns whether a node may sign a takeover at a size: it has not read more of the decider's log than that."""
    decider = logs.get(genesis.decider)
    return bool(genesis.decider and genesis.deputy) and (decider.size if decider else 0) <= size


def standing_of(offer: Read, genesis: Genesis, logs: Mapping[str, Log], *, deadline_passed: bool) -> Standing:
    """Returns where an offer stands on a node that holds these logs.

    `deadline_passed` only tells open from undecided, which both keep the gate shut.
    """
    acceptor = offer.entry.body.get("to")
    taken_over = takeover_size(genesis, logs)
    reasons: list[tuple[Why, Read | None]] = []
    decided: tuple[State, Read] | None = None
    for author, read in _outcomes(offer, genesis, logs):
        wrong = _place(genesis, author, read, taken_over) or _wrong(offer, read.entry, logs.get(str(acceptor)))
        if wrong:
            reasons.append((wrong, read))
            continue
        state = State(read.entry.body["outcome"])
        if decided is None:
            decided = (state, read)
        elif decided[0] is not state:
            reasons.append((Why.CONTRADICTS, read))
    if decided:
        return Standing(*decided, tuple(reasons))
    reasons.append((Why.NO_OUTCOME, None))
    accepted = _acceptances(offer, logs.get(str(acceptor)))
    waiting = deadline_passed or any(accepted) or len(reasons) > 1
    return Standing(State.UNDECIDED if waiting else State.OPEN, None, tuple(reasons))


def _outcomes(offer: Read, genesis: Genesis, logs: Mapping[str, Log]) -> Iterable[tuple[str, Read]]:
    """Every outcome that a decider of this offer logged, the decider's before the deputy's, each in order."""
    deciders = [genesis.decider, genesis.deputy] if genesis.decider else [offer.entry.author]
    for author in filter(None, deciders):
        for read in logs[author].reads if author in logs else ():
            if read.entry.type == OUTCOME and offer.leaf in read.entry.re:
                yield author, read


def _place(genesis: Genesis, author: str, read: Read, taken_over: int | None) -> Why | None:
    if genesis.decider and author == genesis.decider:
        return Why.AFTER_TAKEOVER if taken_over is not None and read.index >= taken_over else None
    if genesis.decider and taken_over is None:
        return Why.BEFORE_TAKEOVER
    return None


def _acceptances(offer: Read, acceptor: Log | None) -> list[Read]:
    return [
        read
        for read in (acceptor.reads if acceptor else ())
        if read.entry.type == ACCEPTED and offer.leaf in read.entry.re
    ]


def _wrong(offer: Read, said: Entry, acceptor: Log | None) -> Why | None:
    """What is wrong with an outcome, as far as this node can check it."""
    outcome, size, root = said.body.get("outcome"), said.body.get("acceptor_size"), said.body.get("acceptor_root")
    form = isinstance(size, int) and not isinstance(size, bool) and isinstance(root, str) and len(said.re) == 1
    if not form or outcome not in {State.ACCEPTED.value, State.LAPSED.value}:
        return Why.FORM
    assert isinstance(size, int)
    assert isinstance(root, str)
    if acceptor is None or acceptor.size < size or size not in acceptor.roots:
        return Why.ACCEPTOR_NOT_HELD
    if acceptor.roots[size] != decode_base64(root):
        return Why.OTHER_ROOT
    within = any(read.index < size for read in _acceptances(offer, acceptor))
    if outcome == State.ACCEPTED and not within:
        return Why.CLAIMS_ACCEPTANCE
    if outcome == State.LAPSED and within:
        return Why.OVERLOOKS_ACCEPTANCE
    return None

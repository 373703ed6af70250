"""The state of an offer: open, undecided, accepted or lapsed, from the logs that a node holds.

An offer cannot be withdrawn before its deadline. The decider (the witness; or the offerer, where the arrangement
names no witness) logs one outcome per offer, which carries the checkpoint of the acceptor's log up to which it had
read: accepted if an acceptance is within that, lapsed if none is. Until a node holds an outcome that it can check and
that nobody can undo, the offer is undecided: no place is used again and nobody is dispatched.

The result depends on the logs alone, and it only ever grows: **once an offer is accepted or lapsed on one node, it is
so for everyone who holds the same logs or longer ones.** So two nodes with different outcomes hold logs of which
neither continues the other, under checkpoints that their author signed: proof of a fork for anyone with the public
keys. These rules make it so; the model in `docs/record-model/` finds a violation without each:

- outcomes are read in the order of their log; a false one decides nothing, and **one that cannot be checked yet blocks
  all that come after it**;
- an entry is judged at its position in the log, so a later revocation undoes no acceptance;
- an outcome whose basis is longer than the acceptor's log was when its author read that outcome is void for good;
- the first valid outcome is the outcome; a different later one is named as evidence against its author.

Nobody decides instead of the decider. If it falls silent, what it has not decided stays undecided.

Only the decider's clock counts. An acceptance dated in time by its author but received late is late, unless the
decider's dated cosignature on the author's log shows otherwise.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from allforall.offers.entries import (
    ACCEPTED,
    OFFER,
    OFFER_DECIDED,
    OFFER_MADE,
    OUTCOME,
    Basis,
    Offer,
    Outcome,
    accepts,
    outcome_of,
)
from allforall.record.checkpoints import check_checkpoint, read_checkpoint
from allforall.record.genesis import Genesis
from allforall.record.held import Log, Logs
from allforall.record.logs import Read
from allforall.record.notes import Verifier


class State(StrEnum):
    """The state of an offer on this node."""

    OPEN = "open"
    UNDECIDED = "undecided"
    ACCEPTED = "accepted"
    LAPSED = "lapsed"


class Why(StrEnum):
    """Why an offer is undecided, or what is wrong with the entries about it."""

    NO_OUTCOME = "outcome:none"
    # what a node waits for
    ACCEPTOR_NOT_HELD = "outcome:acceptor_log_not_held"
    OTHER_ROOT = "outcome:another_acceptor_log"
    # what decides nothing
    FORM = "outcome:form"
    NOT_SIGNED = "outcome:checkpoint_not_signed"
    NEVER_THERE = "outcome:size_never_reached"
    CLAIMS_ACCEPTANCE = "outcome:claims_an_acceptance_that_is_not_there"
    OVERLOOKS_ACCEPTANCE = "outcome:overlooks_an_acceptance"
    CONTRADICTS = "outcome:contradicts_an_earlier_one"


WAITS = frozenset({Why.ACCEPTOR_NOT_HELD, Why.OTHER_ROOT})
#: Reasons that prove to anyone who holds the logs that an author signed something false.
EVIDENCE = frozenset(
    {
        Why.NOT_SIGNED,
        Why.NEVER_THERE,
        Why.CLAIMS_ACCEPTANCE,
        Why.OVERLOOKS_ACCEPTANCE,
        Why.CONTRADICTS,
        Why.OTHER_ROOT,
    }
)


Reason = tuple[Why, Read | None]


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of an offer, the entry that decides it, and every reason, including evidence against an author."""

    state: State
    outcome: Read | None
    reasons: tuple[Reason, ...]

    @property
    def places_are_free(self) -> bool:
        """Whether the places of the offer may be used again."""
        return self.state is State.LAPSED

    @property
    def may_dispatch(self) -> bool:
        """Whether anyone may be sent under the offer."""
        return self.state is State.ACCEPTED


def offers_of(genesis: Genesis, author: str, log: Log) -> Iterator[tuple[Read, Offer]]:
    """Every offer in an author's log: to an author of this record, and neither by nor to the decider."""
    for read in log.of_type(OFFER) if author != genesis.decider else ():
        offer = OFFER_MADE.read(read.entry)
        if offer.to in genesis.authors and offer.to != genesis.decider:
            yield read, offer


def standing_of(read: Read, offer: Offer, genesis: Genesis, logs: Logs, *, deadline_passed: bool) -> Standing:
    """Returns the state of an offer according to these logs.

    `deadline_passed` only tells open from undecided; both keep the gate closed.
    """
    reasons: list[Reason] = []
    decided = _first_that_counts(read, offer, genesis, logs, reasons)
    if decided:
        return Standing(*decided, tuple(reasons))
    reasons.append((Why.NO_OUTCOME, None))
    waiting = deadline_passed or len(reasons) > 1 or bool(acceptances(read, logs.get(offer.to)))
    return Standing(State.UNDECIDED if waiting else State.OPEN, None, tuple(reasons))


def _first_that_counts(
    read: Read, offer: Offer, genesis: Genesis, logs: Logs, reasons: list[Reason]
) -> tuple[State, Read] | None:
    """The first valid outcome in the decider's log; those passed over are added to `reasons`."""
    decider = genesis.decider or read.entry.author
    decided: tuple[State, Read] | None = None
    for said in _outcomes(read, logs.get(decider)):
        if decided:
            if OFFER_DECIDED.read(said.entry).decision.value != decided[0]:
                reasons.append((Why.CONTRADICTS, said))
            continue
        why = _wrong(said, read, offer, genesis, logs)
        if why is None:
            decided = State(OFFER_DECIDED.read(said.entry).decision.value), said
            continue
        reasons.append((why, said))
        if why in WAITS:
            return None
    return decided


def _outcomes(offer: Read, log: Log | None) -> list[Read]:
    return list(log.answers_to(OUTCOME, offer.leaf)) if log else []


def acceptances(offer: Read, acceptor: Log | None) -> list[Read]:
    """Returns the entries in the acceptor's log that accept an offer."""
    said = acceptor.answers_to(ACCEPTED, offer.leaf) if acceptor else ()
    return [read for read in said if accepts(read.entry, offer.leaf)]


def _wrong(said: Read, read: Read, offer: Offer, genesis: Genesis, logs: Logs) -> Why | None:
    """What is wrong with an outcome or cannot be checked yet; None if it is valid."""
    outcome = outcome_of(said.entry, offer, genesis.origin(offer.to))
    if outcome is None:
        return Why.FORM
    why = _against_log(outcome, read, logs.get(offer.to))
    if why in WAITS and _was_never_there(outcome.basis.size, said, offer.to, logs):
        return Why.NEVER_THERE
    return why


def _was_never_there(size: int, said: Read, to: str, logs: Logs) -> bool:
    """Whether the acceptor's log was shorter than `size` when its author had read this outcome.

    The outcome's checkpoint was signed before that, so nobody can keep an offer undecided for ever by naming a size
    that the log will never have. This never refuses an honest size, whatever the acceptor claims to have seen: the root
    of the decider's log covers the outcome, and the outcome covers the root of the acceptor's.
    """
    author = said.entry.author
    acceptor, decider = logs.get(to), logs.get(author)
    if acceptor is None or decider is None:
        return False
    for own in acceptor.having_read(author, said.index):
        seen = own.entry.seen[author]
        if seen.size <= decider.size and decider.root_at(seen.size) == seen.root:
            return own.index < size
    return False


@lru_cache(maxsize=4096)
def _is_signed(checkpoint: str, key: Verifier) -> bool:
    return check_checkpoint(read_checkpoint(checkpoint.encode()), key, ()).signed_by_log


def _against_log(outcome: Outcome, read: Read, acceptor: Log | None) -> Why | None:
    basis = outcome.basis
    if basis.checkpoint:
        if acceptor is None or acceptor.size < basis.size:
            return Why.ACCEPTOR_NOT_HELD
        if not _is_signed(basis.text, acceptor.key_at(basis.size)):
            return Why.NOT_SIGNED
        if acceptor.root_at(basis.size) != basis.root:
            return Why.OTHER_ROOT
    within = any(one.index < basis.size for one in acceptances(read, acceptor))
    if within != (outcome.decision == State.ACCEPTED.value):
        return Why.OVERLOOKS_ACCEPTANCE if within else Why.CLAIMS_ACCEPTANCE
    return None


def why_no_decision(read: Read, genesis: Genesis, logs: Logs, author: str) -> tuple[str, ...]:
    """Returns why an author may not log an outcome of an offer now; nothing if it may.

    An honest decider logs one outcome per offer, whatever the others do.
    """
    reasons = []
    if author != (genesis.decider or read.entry.author):
        reasons.append("decide:not_the_decider")
    if _outcomes(read, logs.get(author)):
        reasons.append("decide:decided_before")
    return tuple(reasons)


def basis_for(logs: Logs, author: str, basis: Basis) -> bool:
    """Returns whether the basis of an outcome matches this node's copy of a log and the log signed its checkpoint."""
    log = logs.get(author)
    if basis.checkpoint is None:
        return log is None or log.size == 0
    if log is None or log.size < basis.size or log.root_at(basis.size) != basis.root:
        return False
    return check_checkpoint(basis.checkpoint, log.key_at(basis.size), ()).signed_by_log

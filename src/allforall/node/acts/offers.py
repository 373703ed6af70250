"""Offers, acceptances and outcomes: which of them this node may append now, and appending them.

The state of an offer is read from the logs every time (`offers.outcomes`); nothing is stored beside them. Until the
outcome counts here, the places of an offer may not be given again and nobody may be sent. A refusal is returned
as a value with every reason; the genesis decides how many officers must sign, and `say` enforces it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from allforall.arrangement import NEVER_TRADED
from allforall.errors import CallError, GateError
from allforall.node.acts.arrangement import agreed_text
from allforall.node.keys.keyring import OfficerKey
from allforall.node.record.cosignatures import cosignatures
from allforall.node.record.entry_names import find_entry, name_of
from allforall.node.record.record import Record, latest_checkpoint, say
from allforall.offers.entries import (
    OFFER_ACCEPTED,
    OFFER_DECIDED,
    OFFER_MADE,
    Acceptance,
    Basis,
    Decision,
    Line,
    Offer,
    Outcome,
    shared_categories,
)
from allforall.offers.outcomes import Standing, State, acceptances, offers_of, standing_of, why_no_decision
from allforall.record.checkpoints import SignedCheckpoint, check_checkpoint
from allforall.record.held import Log, Logs
from allforall.record.logs import Read
from allforall.record.verification import cosigner


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something may not be appended now: a code, and the parameters of its sentence."""

    code: str
    params: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Blocked:
    """Nothing was appended, for all of these reasons."""

    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class OfferStands:
    """An offer as this node holds it. `twice` names earlier offers by the same party that give places of the same
    category and are not decided; `in_time` is when the decider cosigned a log that holds the acceptance, where that was
    before the deadline: proof that it came in time.
    """

    name: str
    read: Read
    offer: Offer
    standing: Standing
    is_late: bool
    accepted: str = ""
    twice: tuple[str, ...] = ()
    in_time: str = ""

    @property
    def by(self) -> str:
        """Who made it."""
        return self.read.entry.author


def moment(at: datetime) -> str:
    """Returns a moment in the form that entries use."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def held_logs(record: Record) -> dict[str, Log]:
    """Returns the logs that a node holds, for reading outcomes from them."""
    return {author: _log(record, author) for author in record.authors}


def _log(record: Record, author: str) -> Log:
    held = record.held[author]
    return Log(
        size=held.size,
        of_type=lambda kind: held.said((kind,)),
        answers_to=held.answers_to,
        having_read=held.having_read,
        root_at=held.root_at,
        key_at=lambda size: held.state.keys_at(size).log,
    )


def where_offers_stand(record: Record) -> tuple[OfferStands, ...]:
    """Returns every offer of the record with its state on this node, the earliest of each party first."""
    return _stand(record, held_logs(record))


def _stand(record: Record, logs: Logs) -> tuple[OfferStands, ...]:
    now, found = moment(record.node.now), []
    cosigned = _cosigned_by_decider(record)
    for author, log in logs.items():
        bound: list[tuple[str, Offer]] = []
        for read, offer in offers_of(record.genesis, author, log):
            late = offer.deadline < now
            standing = standing_of(read, offer, record.genesis, logs, deadline_passed=late)
            name = f"{author}:{read.index}"
            accepted = acceptances(read, logs.get(offer.to))
            decided = standing.outcome is not None
            shares = () if decided else bound
            found.append(
                OfferStands(
                    name,
                    read,
                    offer,
                    standing,
                    late,
                    f"{offer.to}:{accepted[0].index}" if accepted else "",
                    tuple(other for other, given in shares if shared_categories(given.gives, offer.gives)),
                    _in_time(cosigned.get(offer.to), offer, accepted[0]) if accepted else "",
                )
            )
            if not decided:
                bound.append((name, offer))
    return tuple(found)


def find_offer(record: Record, named: str, logs: Logs) -> OfferStands:
    """Returns the offer that a person names.

    Raises:
        CallError: if no entry is held under that name, or it is not an offer.

    """
    leaf = find_entry(record, named).leaf
    for stands in _stand(record, logs):
        if stands.read.leaf == leaf:
            return stands
    raise CallError("offer:unknown", found=named)


# ------------------------------------------------------------------------------------------------------ an offer made


def make(record: Record, signers: Sequence[OfficerKey], offer: Offer) -> Read | Blocked:
    """Returns the entry of an offer, now appended and binding until its deadline; or why it may not be appended.

    Raises:
        InputError: if it could not be read back.
        GateError: officers are missing, or this node may not write.

    """
    reasons = why_not_offer(record, offer)
    if reasons:
        return Blocked(reasons)
    return say(record, signers, OFFER_MADE, OFFER_MADE.made(record.own, offer))


def why_not_offer(record: Record, offer: Offer) -> tuple[Reason, ...]:
    """Returns why this node may not make an offer; nothing where it may."""
    reasons: list[Reason] = []
    if record.own == record.genesis.decider:
        reasons.append(Reason("offer:by_decider"))
    elif offer.to not in record.others or offer.to == record.genesis.decider:
        reasons.append(Reason("offer:to", {"found": offer.to}))
    if offer.deadline <= moment(record.node.now):
        reasons.append(Reason("offer:deadline_passed", {"found": offer.deadline}))
    reasons += _outside_arrangement(record, (*offer.gives, *offer.asks))
    if offer.asks and (owed := sorted({one.category for one in (*offer.gives, *offer.asks)} & NEVER_TRADED)):
        reasons.append(Reason("offer:never_traded", {"found": " ".join(owed)}))
    reasons += _frozen(record, offer.to, record.genesis.decider)
    for stands in where_offers_stand(record):
        if stands.by == record.own and not stands.standing.outcome:
            for category in shared_categories(stands.offer.gives, offer.gives):
                reasons.append(Reason("offer:places_taken", {"offer": stands.name, "category": category}))
    return tuple(reasons)


def _outside_arrangement(record: Record, lines: Sequence[Line]) -> list[Reason]:
    try:
        arrangement = agreed_text(record).offered.proposed.arrangement
    except GateError as error:
        return [Reason(error.code, {name: str(value) for name, value in error.params.items()})]
    known = NEVER_TRADED | {category.key for category in arrangement.categories()}
    unknown = sorted({line.category for line in lines} - known)
    return [Reason("offer:category", {"found": category, "expected": " ".join(sorted(known))}) for category in unknown]


def _frozen(record: Record, *authors: str) -> list[Reason]:
    return [Reason("offer:frozen", {"author": name}) for name in dict.fromkeys(authors) if name in record.frozen]


# ----------------------------------------------------------------------------------------------------------- accepted


def accept(record: Record, signers: Sequence[OfficerKey], named: str) -> Read | Blocked:
    """Returns the acceptance of a whole offer, or why this node may not accept it. It sends nobody: that takes the
    outcome.
    """
    stands = find_offer(record, named, held_logs(record))
    reasons: list[Reason] = []
    if stands.offer.to != record.own:
        reasons.append(Reason("accept:not_to_us", {"found": stands.offer.to}))
    if stands.accepted and stands.offer.to == record.own:
        reasons.append(Reason("accept:accepted_before", {"entry": stands.accepted}))
    if stands.standing.outcome:
        reasons.append(Reason("accept:decided", {"found": stands.standing.state.value}))
    elif stands.is_late:
        reasons.append(Reason("accept:deadline_passed", {"found": stands.offer.deadline}))
    reasons += [Reason("accept:offered_twice", {"offer": other}) for other in stands.twice]
    reasons += _frozen(record, stands.by, record.genesis.decider)
    if reasons:
        return Blocked(tuple(reasons))
    return say(record, signers, OFFER_ACCEPTED, Acceptance(), answers=[stands.read.leaf])


# ------------------------------------------------------------------------------------------------------------ decided


def decide(record: Record, signers: Sequence[OfficerKey], named: str, *, in_time: bool | None = None) -> Read | Blocked:
    """Returns the outcome of an offer, now logged once and for all; or why this node may not decide it now.

    Accepted if an acceptance had reached this node by the deadline, lapsed if none had. When an acceptance arrived is
    known from this node's own cosignature on the acceptor's log; where that is later, officers state it: `in_time`.
    """
    logs = held_logs(record)
    stands = find_offer(record, named, logs)
    codes = why_no_decision(stands.read, record.genesis, logs, record.own)
    reasons = [Reason(code) for code in codes]
    reasons += _frozen(record, stands.offer.to, stands.by, record.genesis.decider)
    found = _decision(record, stands, logs, in_time)
    if isinstance(found, Reason):
        reasons.append(found)
    if reasons or isinstance(found, Reason):
        return Blocked(tuple(reasons))
    return say(record, signers, OFFER_DECIDED, found, answers=[stands.read.leaf])


def _decision(record: Record, stands: OfferStands, logs: Logs, in_time: bool | None) -> Outcome | Reason:
    offer, now = stands.offer, moment(record.node.now)
    latest = _latest(record, offer.to)
    accepted = [one.index for one in acceptances(stands.read, logs[offer.to]) if one.index < latest.size]
    if not accepted:
        if not stands.is_late:
            return Reason("decide:before_deadline", {"found": offer.deadline})
        return Outcome(Decision.LAPSED, now, latest)
    if in_time is None:
        in_time = _was_in_time(record, offer, accepted[0], now)
    if in_time is None:
        return Reason("decide:when", {"found": offer.deadline})
    if in_time:
        return Outcome(Decision.ACCEPTED, now, latest)
    if not stands.is_late:
        return Reason("decide:before_deadline", {"found": offer.deadline})
    return Outcome(Decision.LAPSED, now, _before(record, offer.to, accepted[0]))


def _latest(record: Record, author: str) -> Basis:
    signed = latest_checkpoint(record, author)
    if signed is None or not 0 < signed.checkpoint.size <= record.held[author].size:
        return Basis()
    return Basis(_plain(record, author, signed))


def _plain(record: Record, author: str, signed: SignedCheckpoint) -> SignedCheckpoint:
    """The checkpoint with only its own log's signature, which is what an outcome depends on."""
    log = record.held[author].state.keys_at(signed.checkpoint.size).log
    own = tuple(one for one in signed.note.signatures if (one.name, one.key_id) == (log.name, log.key_id))
    return SignedCheckpoint(signed.checkpoint, type(signed.note)(signed.note.text, own[:1]))


def _before(record: Record, author: str, index: int) -> Basis:
    """The latest checkpoint held of a log that does not yet cover an entry; None where nothing older is held."""
    held = record.held[author]
    older = [
        signed
        for signed in cosignatures(record, author).values()
        if signed.checkpoint.size <= index and held.root_at(signed.checkpoint.size) == signed.checkpoint.root
    ]
    if not older:
        return Basis()
    return Basis(_plain(record, author, max(older, key=lambda signed: signed.checkpoint.size)))


def _was_in_time(record: Record, offer: Offer, index: int, now: str) -> bool | None:
    """Whether an acceptance had reached this node by the deadline; None where it cannot tell."""
    if now <= offer.deadline or offer.to == record.own:
        return True if now <= offer.deadline else None
    signed = cosignatures(record, offer.to).get(record.own)
    at = _cosigned_at(record, offer.to, signed, record.own)
    if signed is None or at is None:
        return None
    if at <= offer.deadline:
        return signed.checkpoint.size > index
    return False if signed.checkpoint.size <= index else None


def _cosigned_at(record: Record, author: str, signed: SignedCheckpoint | None, by: str) -> str | None:
    if signed is None:
        return None
    keys = [cosigner(of.log) for _, of in record.states[by].keys_from]
    log = record.held[author].state.keys_at(signed.checkpoint.size).log
    times = [time for _, time in check_checkpoint(signed, log, keys).cosigners]
    return moment(datetime.fromtimestamp(max(times), UTC)) if times else None


def _cosigned_by_decider(record: Record) -> dict[str, tuple[int, str]]:
    """Up to which size the decider cosigned each log, and when."""
    found, decider = {}, record.genesis.decider
    for author in record.authors if decider else ():
        signed = cosignatures(record, author).get(decider)
        at = _cosigned_at(record, author, signed, decider)
        if signed is not None and at is not None:
            found[author] = signed.checkpoint.size, at
    return found


def _in_time(cosigned: tuple[int, str] | None, offer: Offer, acceptance: Read) -> str:
    """When the decider cosigned the acceptor's log with the acceptance in it, if that was by the deadline."""
    size, at = cosigned or (0, "")
    return at if size > acceptance.index and at <= offer.deadline else ""


def binding(found: Sequence[OfferStands]) -> tuple[OfferStands, ...]:
    """Returns the offers whose places may not be given again: all but those lapsed or otherwise decided."""
    return tuple(stands for stands in found if stands.standing.state in {State.OPEN, State.UNDECIDED})


def entry_name(record: Record, read: Read) -> str:
    """Returns how a person names an entry."""
    return name_of(record, read.leaf)

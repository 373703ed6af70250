"""One answer for every name, and one place for every held row: the state on the holder's node on a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from allforall.answers.confirming import Answer, latest
from allforall.answers.kinds import BY_CUSTODY, AnswerKind
from allforall.answers.lists import SURE, HeldList, SoughtList
from allforall.answers.proposals import Proposal
from allforall.errors import CallError
from allforall.people.fields import Field
from allforall.reconcile import Link


class AnswerState(StrEnum):
    """How far an answer has come."""

    NONE = "none"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class NameAnswer:
    """The one answer for one sought name on the holder's node.

    `act` is the officers' latest act, if any; `is_silent` means that nothing may be said about this person, so that the
    name is sent as no answer. `duplicate_of` is the name at the end of the chain.
    """

    sought_key: str
    ref: str
    kind: AnswerKind
    state: AnswerState
    reasons: tuple[str, ...]
    by: tuple[str, ...]
    on: date | None
    list_key: str
    list_date: date | None
    held_key: str
    duplicate_of: str
    particulars: tuple[tuple[str, str], ...]
    is_silent: bool
    act: Answer | None


def answer_names(
    sought: SoughtList, held: HeldList, proposals: Iterable[Proposal], acts: Iterable[Answer]
) -> tuple[NameAnswer, ...]:
    """Returns exactly one answer per sought row, in the order of the list.

    A confirmed act overrides the proposal; if it is based on a row about which nothing may be said, or which is no
    longer on the list, the reasons say so.

    Raises:
        CallError: there is not exactly one proposal per sought row.
    """
    by_key: dict[str, Proposal] = {}
    for proposal in proposals:
        if proposal.sought_key in by_key:
            raise CallError("answer:proposal_twice", where=proposal.sought_key)
        by_key[proposal.sought_key] = proposal
    if by_key.keys() != sought.rows.keys():
        raise CallError("answer:proposals_not_of_list", expected=len(sought.rows), found=len(by_key))
    acts_now = latest(acts)
    made = {key: _name(sought.refs[key], proposal, acts_now.get(key), held) for key, proposal in by_key.items()}
    chains = {key: name.duplicate_of for key, name in made.items() if name.kind is AnswerKind.DUPLICATE_OF}
    return tuple(_end_chain(made[key], chains, made) for key in sought.rows)


def _name(ref: str, proposal: Proposal, act: Answer | None, held: HeldList) -> NameAnswer:
    reasons = list(proposal.reasons)
    if act is not None and not act.is_withdrawal:
        on_silent = _rests_on_silent(act, held)
        if act.held_key and act.held_key not in held.rows:
            reasons.append("basis:row_gone")
        elif act.held_key and act.held_key != proposal.held_key:
            reasons.append("basis:link_changed")
        elif act.kind is not proposal.kind:
            reasons.append("basis:other_than_proposed")
        if on_silent:
            reasons.append("basis:silent")
        else:
            return NameAnswer(
                sought_key=proposal.sought_key,
                ref=ref,
                kind=act.kind,
                state=AnswerState.CONFIRMED,
                reasons=tuple(reasons),
                by=act.by,
                on=act.on,
                list_key=act.list_key,
                list_date=act.list_date,
                held_key=act.held_key,
                duplicate_of=act.duplicate_of,
                particulars=act.particulars,
                is_silent=proposal.is_silent and act.kind is AnswerKind.NO_ANSWER,
                act=act,
            )
        list_key, list_date = held.looked_through
        return NameAnswer(
            sought_key=proposal.sought_key,
            ref=ref,
            kind=AnswerKind.NO_ANSWER,
            state=AnswerState.NONE,
            reasons=tuple(reasons),
            by=(),
            on=None,
            list_key=list_key,
            list_date=list_date,
            held_key="",
            duplicate_of="",
            particulars=(),
            is_silent=True,
            act=act,
        )
    if act is not None:
        reasons.append("answer:withdrawn")
    state = AnswerState.NONE if proposal.kind is AnswerKind.NO_ANSWER else AnswerState.PROPOSED
    return NameAnswer(
        sought_key=proposal.sought_key,
        ref=ref,
        kind=proposal.kind,
        state=state,
        reasons=tuple(reasons),
        by=(),
        on=None,
        list_key=proposal.list_key,
        list_date=proposal.list_date,
        held_key=proposal.held_key,
        duplicate_of=proposal.duplicate_of,
        particulars=proposal.particulars,
        is_silent=proposal.is_silent,
        act=act,
    )


def _rests_on_silent(act: Answer, held: HeldList) -> bool:
    return bool(act.held_key) and held.is_silent(act.held_key)


def _end_chain(name: NameAnswer, chains: Mapping[str, str], names: Mapping[str, NameAnswer]) -> NameAnswer:
    """Returns the name with the end of its chain of duplicates; a circle or a missing end gives no answer."""
    if name.kind is not AnswerKind.DUPLICATE_OF:
        return name
    end = chain_end(name.sought_key, chains)
    if not end or end not in names:
        return replace(
            name,
            kind=AnswerKind.NO_ANSWER,
            state=AnswerState.NONE,
            duplicate_of="",
            by=(),
            on=None,
            reasons=(*name.reasons, "duplicate:no_end"),
        )
    return replace(name, duplicate_of=end)


def chain_end(key: str, duplicate_of: Mapping[str, str]) -> str:
    """Returns the name at the end of a chain of duplicates; empty if the chain is a circle."""
    seen = set()
    while key in duplicate_of:
        if key in seen:
            return ""
        seen.add(key)
        key = duplicate_of[key]
    return key


class HeldPlace(StrEnum):
    """The place of a row of the held list in the account: exactly one per row."""

    ASKED_FOR = "asked_for"
    PERHAPS_ASKED_FOR = "perhaps_asked_for"  # a link that a person still has to review
    NOT_ASKED_FOR = "held_not_asked_for"
    NOT_ASKED_NOT_HELD = "not_asked_no_longer_held"  # released, escaped, transferred or dead, and nobody asked
    DUPLICATE = "duplicate"
    AT_LIBERTY = "at_liberty_not_disclosed"
    WITHHELD = "withheld"


#: The places that may be mentioned outside the node.
OUTWARD_PLACES = (
    HeldPlace.ASKED_FOR,
    HeldPlace.PERHAPS_ASKED_FOR,
    HeldPlace.NOT_ASKED_FOR,
    HeldPlace.NOT_ASKED_NOT_HELD,
    HeldPlace.DUPLICATE,
)

_IN_CUSTODY = frozenset({AnswerKind.HELD, AnswerKind.IN_HOSPITAL, AnswerKind.JUDICIAL_DETENTION})


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One row of the held list with its place; `same_as` is the row that represents it if it is a duplicate."""

    held_key: str
    place: HeldPlace
    same_as: str = ""


def place_held(held: HeldList, names: Sequence[NameAnswer], links: Iterable[Link]) -> tuple[HeldRow, ...]:
    """Returns one place per held row, in the order of the list: who was asked for, and who was not."""
    answered = {held.groups.root_of(name.held_key) for name in names if name.held_key}
    asked: set[str] = set(answered)
    perhaps: set[str] = set()
    for link in links:
        right = link.pair.right
        if right in held.rows:
            (asked if link.standing in SURE else perhaps).add(held.groups.root_of(right))
    made = []
    for key, row in held.rows.items():
        root = held.groups.root_of(key)
        if key in held.at_liberty:
            made.append(HeldRow(key, HeldPlace.AT_LIBERTY))
        elif key in held.withheld:
            made.append(HeldRow(key, HeldPlace.WITHHELD))
        elif key != root:
            made.append(HeldRow(key, HeldPlace.DUPLICATE, root))
        elif root in asked:
            made.append(HeldRow(key, HeldPlace.ASKED_FOR))
        elif root in perhaps:
            made.append(HeldRow(key, HeldPlace.PERHAPS_ASKED_FOR))
        elif BY_CUSTODY.get(row.value(Field.CUSTODY)) in _IN_CUSTODY:
            made.append(HeldRow(key, HeldPlace.NOT_ASKED_FOR))
        else:
            made.append(HeldRow(key, HeldPlace.NOT_ASKED_NOT_HELD))
    return tuple(made)


def held_not_asked_for(places: Iterable[HeldRow]) -> tuple[str, ...]:
    """Returns the keys of the held persons whom nobody asked for; without persons at liberty or withheld."""
    return tuple(each.held_key for each in places if each.place is HeldPlace.NOT_ASKED_FOR)

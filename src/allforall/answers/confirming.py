"""Answers confirmed by officers, as acts that are added and never changed; the latest one for a name counts.

`kinds` says what each answer needs; the gates are checked here: every named officer, two if a death is reported, one
named person at a time if the kind requires it, nothing for a closed name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from allforall.answers.kinds import (
    NEVER_IN_A_BATCH,
    NOT_CONFIRMABLE,
    ON_A_ROW,
    PARTICULARS,
    WITHOUT_A_ROW,
    AnswerKind,
)
from allforall.answers.proposals import Proposal
from allforall.disclosure import different_officers
from allforall.disclosure.cells import is_plain_text
from allforall.errors import GateError, Word
from allforall.people.dates import read_date
from allforall.people.fields import SPEC, Field, Kind
from allforall.people.persons import Mark

MAX_PARTICULAR_ASSUMED = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """One act: officers confirmed this answer for this name that day. Kind `no_answer` withdraws the earlier answer."""

    sought_key: str
    kind: AnswerKind
    by: tuple[str, ...]
    on: date
    why: str = ""
    held_key: str = ""
    duplicate_of: str = ""
    list_key: str = ""
    list_date: date | None = None
    particulars: tuple[tuple[str, str], ...] = ()
    in_batch: bool = False

    @property
    def is_withdrawal(self) -> bool:
        """Whether the act withdraws the earlier answer."""
        return self.kind is AnswerKind.NO_ANSWER


@dataclass(frozen=True, slots=True)
class Left:
    """A proposal that a batch did not confirm, with every reason."""

    sought_key: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch confirmed, and what it left for a person to review one by one."""

    confirmed: tuple[Answer, ...]
    left: tuple[Left, ...]


def latest(acts: Iterable[Answer]) -> dict[str, Answer]:
    """Returns the act in force for each name, by sought key: the last one in the order given."""
    return {act.sought_key: act for act in acts}


def confirm(
    proposal: Proposal,
    *,
    by: tuple[str, ...],
    on: date,
    standing: Mapping[str, Answer],
    kind: AnswerKind | None = None,
    why: str = "",
    particulars: tuple[tuple[str, str], ...] | None = None,
) -> Answer:
    """Returns the answer for one named person, as proposed or, with a reason, of another kind.

    `standing` are the acts in force (`latest`); an answer that replaces an earlier one also needs a reason.

    Raises:
        GateError: an officer or a reason is missing, the name is closed, or the kind is not possible on this basis.
    """
    said = kind if kind is not None else proposal.kind
    reasons = refuse(proposal, said, by=by, standing=standing, why=why, particulars=particulars, on=on)
    if reasons:
        raise GateError(
            reasons[0],
            where=proposal.sought_key,
            kind=Word("answer_kind", said.value),
            found=different_officers(by),
            missing=", ".join(reasons),
        )
    on_row = said in ON_A_ROW
    given = proposal.particulars if particulars is None and said is proposal.kind else particulars or ()
    return Answer(
        sought_key=proposal.sought_key,
        kind=said,
        by=by,
        on=on,
        why=why,
        held_key=proposal.held_key if on_row else "",
        duplicate_of=proposal.duplicate_of if said is AnswerKind.DUPLICATE_OF else "",
        list_key=proposal.list_key,
        list_date=proposal.list_date,
        particulars=given,
    )


def refuse(
    proposal: Proposal,
    kind: AnswerKind,
    *,
    by: tuple[str, ...],
    standing: Mapping[str, Answer],
    why: str = "",
    particulars: tuple[tuple[str, str], ...] | None = None,
    on: date | None = None,
) -> tuple[str, ...]:
    """Returns every reason why this answer cannot be confirmed; none if it can."""
    return (
        *_refuse_officers(proposal, kind, by),
        *_refuse_basis(proposal, kind),
        *_refuse_words(proposal, kind, why, standing, particulars, on),
        *_refuse_beside(proposal, kind, standing),
    )


def _refuse_officers(proposal: Proposal, kind: AnswerKind, by: tuple[str, ...]) -> list[str]:
    officers = different_officers(by)
    needed = 2 if kind is AnswerKind.REPORTED_DEAD else 1
    if kind is proposal.kind:
        needed = max(needed, proposal.officers_needed)
    if officers >= needed:
        return []
    return ["answer:two_officers_needed" if needed == 2 else "answer:officer_needed"]


def _refuse_basis(proposal: Proposal, kind: AnswerKind) -> list[str]:
    if kind is AnswerKind.NO_CANDIDATE:
        return ["answer:finding_is_no_answer"]
    if kind is AnswerKind.NO_ANSWER:
        return ["answer:withdraw_instead"]
    found = [f"answer:closed:{reason.replace(':', '_')}" for reason in proposal.closed_by]
    if kind is AnswerKind.AT_LIBERTY and proposal.kind is not AnswerKind.AT_LIBERTY:
        found.append("answer:at_liberty_needs_consent")
    if proposal.kind is AnswerKind.AT_LIBERTY and kind is not AnswerKind.AT_LIBERTY:
        found.append("answer:row_says_at_liberty")
    if kind is AnswerKind.DUPLICATE_OF and not proposal.duplicate_of:
        found.append("answer:no_duplicate_proposed")
    if kind is AnswerKind.NOT_HELD and proposal.kind is not AnswerKind.NO_CANDIDATE:
        found.append("answer:not_held_needs_no_candidate")
    if kind in ON_A_ROW and not proposal.held_key and kind not in WITHOUT_A_ROW:
        found.append("answer:row_needed")
    return found


def _refuse_words(
    proposal: Proposal,
    kind: AnswerKind,
    why: str,
    standing: Mapping[str, Answer],
    particulars: tuple[tuple[str, str], ...] | None,
    on: date | None,
) -> list[str]:
    found = []
    before = standing.get(proposal.sought_key)
    without_row = kind in WITHOUT_A_ROW and not proposal.held_key
    replaces = before is not None
    if (kind is not proposal.kind or without_row or replaces) and not why.strip():
        found.append("answer:reason_needed")
    for name, text in particulars or ():
        if name not in PARTICULARS or not text or text != text.strip() or len(text) > MAX_PARTICULAR_ASSUMED:
            found.append("answer:particular_unknown")
        elif not is_plain_text(text):
            found.append("answer:particular_not_plain")
        elif SPEC[Field(name)].kind is Kind.DATE and Mark.UNREAD in read_date(text, as_of=on).marks:
            found.append("answer:particular_no_date")
    if particulars is not None and len({name for name, _ in particulars}) != len(particulars):
        found.append("answer:particular_twice")
    return list(dict.fromkeys(found))


def _refuse_beside(proposal: Proposal, kind: AnswerKind, standing: Mapping[str, Answer]) -> list[str]:
    """Returns conflicts with the other names' answers: a circle, or one row for two names."""
    if kind is AnswerKind.DUPLICATE_OF:
        return ["answer:duplicate_circle"] if _is_circle(proposal, standing) else []
    if kind in ON_A_ROW and proposal.held_key:
        for act in standing.values():
            same_row = act.held_key == proposal.held_key and act.sought_key != proposal.sought_key
            if same_row and not act.is_withdrawal:
                return ["answer:row_answers_another_name"]
    return []


def _is_circle(proposal: Proposal, standing: Mapping[str, Answer]) -> bool:
    seen = {proposal.sought_key}
    key = proposal.duplicate_of
    while key not in seen:
        seen.add(key)
        act = standing.get(key)
        if act is None or act.kind is not AnswerKind.DUPLICATE_OF:
            return False
        key = act.duplicate_of
    return True


def confirm_batch(
    proposals: Iterable[Proposal], *, by: tuple[str, ...], on: date, standing: Mapping[str, Answer]
) -> Batch:
    """Returns the clear proposals, confirmed together, and for each other one why it is left to a person.

    A name that already has an act is never touched: corrections and withdrawn answers are left to a person.

    Raises:
        GateError: no officer is named.
    """
    if different_officers(by) < 1:
        raise GateError("answer:officer_needed", expected=1, found=0)
    used = {act.held_key for act in standing.values() if act.held_key and not act.is_withdrawal}
    now = dict(standing)
    confirmed: list[Answer] = []
    left: list[Left] = []
    for proposal in proposals:
        before = now.get(proposal.sought_key)
        if before is not None:
            if before.kind is not proposal.kind or before.held_key != proposal.held_key:
                left.append(Left(proposal.sought_key, ("batch:answered_before",)))
            continue
        reasons = _refuse_in_batch(proposal, by, now, used)
        if reasons:
            left.append(Left(proposal.sought_key, reasons))
            continue
        act = Answer(
            sought_key=proposal.sought_key,
            kind=proposal.kind,
            by=by,
            on=on,
            held_key=proposal.held_key,
            duplicate_of=proposal.duplicate_of,
            list_key=proposal.list_key,
            list_date=proposal.list_date,
            particulars=proposal.particulars,
            in_batch=True,
        )
        confirmed.append(act)
        now[act.sought_key] = act
        used.add(act.held_key)
    return Batch(tuple(confirmed), tuple(left))


def _refuse_in_batch(
    proposal: Proposal, by: tuple[str, ...], now: Mapping[str, Answer], used: set[str]
) -> tuple[str, ...]:
    if proposal.kind in NOT_CONFIRMABLE:
        return (f"batch:{proposal.kind.value}", *proposal.reasons)
    if proposal.kind in NEVER_IN_A_BATCH or not proposal.may_batch:
        return ("batch:one_person_at_a_time", *proposal.reasons)
    found = [*_refuse_officers(proposal, proposal.kind, by), *_refuse_basis(proposal, proposal.kind)]
    if proposal.held_key and proposal.held_key in used:
        found.append("answer:row_answers_another_name")
    if proposal.kind is AnswerKind.DUPLICATE_OF and _is_circle(proposal, now):
        found.append("answer:duplicate_circle")
    return tuple(found)


def withdraw(sought_key: str, *, by: tuple[str, ...], on: date, why: str, standing: Mapping[str, Answer]) -> Answer:
    """Returns the act that withdraws the answer for one name; the earlier answer stays in the history.

    Raises:
        GateError: there is no answer to withdraw, or the officer or the reason is missing.
    """
    before = standing.get(sought_key)
    found = []
    if before is None or before.is_withdrawal:
        found.append("answer:nothing_to_withdraw")
    if different_officers(by) < 1:
        found.append("answer:officer_needed")
    if not why.strip():
        found.append("answer:reason_needed")
    if found:
        raise GateError(found[0], where=sought_key, kind="", found=different_officers(by), missing=", ".join(found))
    return Answer(sought_key=sought_key, kind=AnswerKind.NO_ANSWER, by=by, on=on, why=why)

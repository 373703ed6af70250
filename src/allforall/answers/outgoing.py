"""What is sent: the confirmed answers, and the same `no_answer` for every other name.

A person at liberty without consent (and a person withheld) must not be distinguishable from a name that was simply not
answered. What follows from that (`docs/decisions/0053-what-an-answer-file-does-not-say.md`):

- an entry `no_answer` is the reference and the kind, nothing else; entries are in the order of the references;
- the node's finding `no_candidate` is not sent: if it were, only persons at liberty would have `no_answer`. That the
  list was searched, and its date, is stated once for the whole file;
- proposals, reasons, reviews, withdrawals and the history stay on the node;
- a file is sent only if, among the names sent as `no_answer`, the persons about whom nothing may be said have enough
  other names around them (`Cover`), also among those that had another answer in the previous file;
- an answer sent before a person was at liberty stays, with its date, until an officer withdraws it: removing it
  silently would give the person away.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from allforall.answers.confirming import Answer
from allforall.answers.kinds import AnswerKind
from allforall.answers.lists import HeldList, SoughtList
from allforall.answers.naming import AnswerState, NameAnswer, chain_end
from allforall.disclosure import different_officers
from allforall.errors import CallError, GateError, Word
from allforall.people.persons import Party


@dataclass(frozen=True, slots=True)
class Cover:
    """How many other names must be sent unanswered besides those about whom nothing may be said.

    Both numbers are assumptions: with four others per person, nobody is meant with more than one chance in five, and
    ten is a usual smallest cell of published tables.
    """

    at_least: int = 10
    per_person: int = 4

    def needed(self, persons: int) -> int:
        """Returns how many other names are needed for so many persons."""
        return max(self.at_least, self.per_person * persons) if persons else 0


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """One name's answer as sent: under the reference of the disclosed list."""

    ref: str
    kind: AnswerKind
    on: date | None = None
    duplicate_of: str = ""  # a reference
    particulars: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """One party's answers to the other's disclosed list. Signed and sealed if they go into the record.

    `list_key` and `list_sha256` identify the disclosed list that is answered; `compared_list` and `compared_as_of` the
    list that was searched; `authority` is the name of who answers, as told to the other side.
    """

    party: Party
    to: Party
    list_key: str
    list_sha256: str
    compared_list: str
    compared_as_of: date
    authority: str
    answered_on: date
    entries: tuple[AnswerEntry, ...]


def make_outgoing(
    names: Sequence[NameAnswer],
    sought: SoughtList,
    held: HeldList,
    *,
    list_sha256: str,
    authority: str,
    answered_on: date,
    by: tuple[str, ...],
    told_as: str | None = None,
    sent: AnswersFile | None = None,
    cover: Cover | None = None,
) -> AnswersFile:
    """Returns the answers to send; `by` are the two officers who release them, `sent` is the file sent before.

    `told_as` is the name of the held list as told to the other side; default: its key on the node.

    Raises:
        GateError: two officers are needed, or the persons about whom nothing may be said would be recognizable.
        CallError: a name has no reference, or the file sent before is of another list.
    """
    if different_officers(by) < 2:
        raise GateError("answers:export:two_officers_needed", expected=2, found=different_officers(by))
    if [name.sought_key for name in names] != list(sought.rows):
        raise CallError("answers:names:not_of_list", expected=len(sought.rows), found=len(names))
    if len(set(sought.refs.values()) - {""}) != len(sought.rows):
        raise CallError("answers:ref:missing_or_twice", expected=len(sought.rows), found=len(set(sought.refs.values())))
    before = _before(sought, held, sent)
    entries = _entries(names, sought, held, before)
    _check_cover(names, entries, before, cover if cover is not None else Cover())
    return AnswersFile(
        party=held.to.other,
        to=held.to,
        list_key=sought.list_key,
        list_sha256=list_sha256,
        compared_list=told_as if told_as is not None else held.list_key,
        compared_as_of=held.list_date,
        authority=authority,
        answered_on=answered_on,
        entries=tuple(sorted(entries.values(), key=lambda entry: entry.ref)),
    )


def _before(sought: SoughtList, held: HeldList, sent: AnswersFile | None) -> dict[str, AnswerEntry]:
    if sent is None:
        return {}
    if sent.list_key != sought.list_key or sent.to is not held.to:
        raise CallError("answers:sent:other_list", expected=sought.list_key, found=sent.list_key)
    return {entry.ref: entry for entry in sent.entries}


def _entries(
    names: Sequence[NameAnswer], sought: SoughtList, held: HeldList, before: Mapping[str, AnswerEntry]
) -> dict[str, AnswerEntry]:
    """Returns the entry of each name, by sought key; duplicates point to the end of the confirmed chain."""
    chains = {
        name.sought_key: name.act.duplicate_of
        for name in names
        if name.act is not None and name.act.kind is AnswerKind.DUPLICATE_OF
    }
    made = {}
    for name in names:
        ref = sought.refs[name.sought_key]
        entry = AnswerEntry(ref, AnswerKind.NO_ANSWER)
        act = name.act
        if act is not None and not act.is_withdrawal:
            said = _said(act, ref, sought, chains)
            is_silent = bool(act.held_key) and held.is_silent(act.held_key)
            if name.state is AnswerState.CONFIRMED and not is_silent:
                entry = said
            elif is_silent and said == before.get(ref) and act.kind is not AnswerKind.AT_LIBERTY:
                entry = said  # sent before; removing it would give the person away
        made[name.sought_key] = entry
    return made


def _said(act: Answer, ref: str, sought: SoughtList, chains: Mapping[str, str]) -> AnswerEntry:
    if act.kind is not AnswerKind.DUPLICATE_OF:
        return AnswerEntry(ref, act.kind, act.on, particulars=tuple(sorted(act.particulars)))
    end = sought.refs.get(chain_end(act.sought_key, chains), "")
    return AnswerEntry(ref, act.kind, act.on, duplicate_of=end) if end else AnswerEntry(ref, AnswerKind.NO_ANSWER)


def _check_cover(
    names: Sequence[NameAnswer],
    entries: Mapping[str, AnswerEntry],
    before: Mapping[str, AnswerEntry],
    cover: Cover,
) -> None:
    """Raises GateError if persons about whom nothing may be said would be recognizable among the unanswered."""
    silent: Counter[AnswerKind] = Counter()
    others: Counter[AnswerKind] = Counter()
    for name in names:
        entry = entries[name.sought_key]
        if entry.kind is not AnswerKind.NO_ANSWER:
            continue
        earlier = before.get(entry.ref)
        told = earlier.kind if earlier is not None else AnswerKind.NO_ANSWER
        (silent if name.is_silent else others)[told] += 1
    for told, persons in silent.items():
        if told is AnswerKind.AT_LIBERTY:
            continue  # it was sent with consent; that the consent was withdrawn reveals nothing new
        if others[told] < cover.needed(persons):
            raise GateError(
                "answers:cover:too_thin",
                expected=cover.needed(persons),
                found=others[told],
                told=Word("answer_kind", told.value),
            )

"""The other side's answers as received: added to, never overwritten, and no name is removed from the list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from allforall.answers.kinds import AnswerKind
from allforall.answers.outgoing import AnswersFile
from allforall.errors import InputError


@dataclass(frozen=True, slots=True)
class Received:
    """One answer of the other side to one name of ours, as in one file."""

    sought_key: str
    ref: str
    kind: AnswerKind
    on: date | None
    duplicate_of: str  # a row key of ours
    particulars: tuple[tuple[str, str], ...]
    authority: str
    compared_list: str
    compared_as_of: date
    answered_on: date
    received_on: date
    file_sha256: str


@dataclass(frozen=True, slots=True)
class Change:
    """A name whose answer differs from the previous file: for a person to review."""

    sought_key: str
    before: AnswerKind
    after: AnswerKind


@dataclass(frozen=True, slots=True)
class Intake:
    """What one file adds to the history, and which names it answers differently than before."""

    added: tuple[Received, ...]
    changes: tuple[Change, ...]


def receive(
    history: Sequence[Received],
    answers: AnswersFile,
    *,
    keys: Mapping[str, str],
    file_sha256: str,
    received_on: date,
) -> Intake:
    """Returns what a file adds to the answers received before; `keys` gives our row key for each reference.

    The same file again adds nothing. A name whose answer is the same as before adds nothing either.

    Raises:
        InputError: the file is older than one that was received before, or has a reference that is not ours.
    """
    if any(each.file_sha256 == file_sha256 for each in history):
        return Intake((), ())
    newest = max((each.answered_on for each in history), default=None)
    if newest is not None and answers.answered_on < newest:
        raise InputError(
            "answers:file:older",
            where="answered_on",
            expected=newest.isoformat(),
            found=answers.answered_on.isoformat(),
        )
    now = standing_received(history)
    added, changes = [], []
    for place, entry in enumerate(answers.entries):
        key = keys.get(entry.ref)
        target = keys.get(entry.duplicate_of) if entry.duplicate_of else ""
        if key is None or target is None:
            raise InputError("answers:ref:not_asked", where=f"answers[{place}]", expected="", found=entry.ref)
        received = Received(
            sought_key=key,
            ref=entry.ref,
            kind=entry.kind,
            on=entry.on,
            duplicate_of=target,
            particulars=entry.particulars,
            authority=answers.authority,
            compared_list=answers.compared_list,
            compared_as_of=answers.compared_as_of,
            answered_on=answers.answered_on,
            received_on=received_on,
            file_sha256=file_sha256,
        )
        before = now.get(key)
        if before is None:
            added.append(received)
        elif _content(before) != _content(received):
            added.append(received)
            if before.kind is not received.kind:
                changes.append(Change(key, before.kind, received.kind))
    return Intake(tuple(added), tuple(changes))


def _content(each: Received) -> tuple[object, ...]:
    return each.kind, each.on, each.duplicate_of, each.particulars


def standing_received(history: Iterable[Received]) -> dict[str, Received]:
    """Returns the answer in force for each name of ours, by row key: the last one received."""
    return {each.sought_key: each for each in history}

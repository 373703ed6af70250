"""Erasure in the record: asking for it, and the receipt for it.

A receipt names payloads by hash, the day, a reason of a closed set, and until when backups may still hold them. It is
its author's word that on its node nobody can read them any more; that another party has kept no copy cannot be
proved by anything that it writes. Commitments and proofs are untouched: they say nothing without the salt.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from allforall.errors import InputError
from allforall.record.logs import Read
from allforall.record.payloads import is_payload_name

ASKED, ERASED = "record:erasure_asked", "record:erased"
#: An entry has room for more, and a longer erasure goes in several entries.
MOST_NAMED = 256


class Reason(StrEnum):
    """Why something is erased. A closed set: a free text could name a person."""

    PERSON_ASKED = "person_asked"
    FAMILY_ASKED = "family_asked"
    OTHER_SIDE_ASKED = "other_side_asked"
    NO_LONGER_NEEDED = "no_longer_needed"
    READ_BY_MISTAKE = "read_by_mistake"
    ORDERED_BY_LAW = "ordered_by_law"
    ENDANGERS = "endangers"


@dataclass(frozen=True, slots=True)
class Erasure:
    """What an entry asks to erase, or says was erased.

    `epochs` are the encryption epochs of the author whose private keys it destroyed with it; `backups_until` is the day
    after which none of its backups holds them, or None where it has none.
    """

    payloads: tuple[str, ...]
    reason: Reason
    on: date
    epochs: tuple[int, ...] = ()
    backups_until: date | None = None


def _refuse(code: str, **params: str | int) -> InputError:
    return InputError(f"record:erasure:{code}", **params)


def write_erasure(erasure: Erasure, kind: str) -> dict[str, Any]:
    """Returns the body of an entry of this kind."""
    body: dict[str, Any] = {
        "erased" if kind == ERASED else "erase": sorted(erasure.payloads),
        "on": erasure.on.isoformat(),
        "reason": erasure.reason.value,
    }
    if kind == ERASED:
        until = erasure.backups_until
        body |= {"backups_until": until.isoformat() if until else None, "epochs_destroyed": sorted(erasure.epochs)}
    read_erasure(body, kind)
    return body


def read_asked(body: object) -> Erasure:
    """Returns what a request says.

    Raises:
        InputError: if it has another form.

    """
    return read_erasure(body, ASKED)


def read_erased(body: object) -> Erasure:
    """Returns what a receipt says.

    Raises:
        InputError: if it has another form.

    """
    return read_erasure(body, ERASED)


def read_erasure(body: object, kind: str) -> Erasure:
    """Returns what a body of this kind says.

    Raises:
        InputError: if it has another form.

    """
    named = "erased" if kind == ERASED else "erase"
    wanted = {named, "on", "reason"} | ({"backups_until", "epochs_destroyed"} if kind == ERASED else set())
    if kind not in {ASKED, ERASED} or not isinstance(body, Mapping) or body.keys() != wanted:
        raise _refuse("form", expected=" ".join(sorted(wanted)))
    names, epochs = body[named], body.get("epochs_destroyed", [])
    if not isinstance(names, list) or not 1 <= len(names) <= MOST_NAMED or not all(map(is_payload_name, names)):
        raise _refuse("payloads", expected=MOST_NAMED)
    if names != sorted(set(names)):
        raise _refuse("payloads", expected=MOST_NAMED)
    if not isinstance(epochs, list) or not all(type(number) is int and number > 0 for number in epochs):
        raise _refuse("epochs")
    if body["reason"] not in set(Reason):
        raise _refuse("reason", found=str(body["reason"])[:40])
    until = body.get("backups_until")
    return Erasure(
        tuple(names), Reason(body["reason"]), _day(body["on"]), tuple(epochs), None if until is None else _day(until)
    )


def _day(value: object) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:
        raise _refuse("day", expected="YYYY-MM-DD", found=str(value)[:40])
    return day


def erased_by(reads: Iterable[Read]) -> dict[str, Read]:
    """Returns for each payload the first receipt for its erasure in these entries of one author."""
    found: dict[str, Read] = {}
    for read in reads:
        for name in _named(read, ERASED):
            found.setdefault(name, read)
    return found


def asked_of(reads: Iterable[Read]) -> dict[str, Read]:
    """Returns for each payload the last entry of one author that asks for its erasure."""
    return {name: read for read in reads for name in _named(read, ASKED)}


def _named(read: Read, kind: str) -> Sequence[str]:
    if read.entry.type != kind:
        return ()
    try:
        return read_erasure(read.entry.body, kind).payloads
    except InputError:
        return ()  # it says nothing that can be read; the log keeps it, and nothing follows from it

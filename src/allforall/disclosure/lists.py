"""A disclosed list: the persons and fields disclosed to the other party, under meaningless references.

A reference is a keyed digest of the row key, so that the same row has the same reference in every file for one party,
and reveals neither line numbers nor the order of the rows nor internal keys (HMAC, RFC 2104, with SHA-256). The rows
are in the order of their references. The secret salt stays on the node.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from allforall.disclosure.cells import HeldBack, tell
from allforall.disclosure.decisions import Decisions, different_officers, is_at_liberty, may_list
from allforall.errors import CallError, GateError, InputError
from allforall.people.fields import Field
from allforall.people.persons import ListKind, Party, PersonRow

SALT_BYTES = 16  # as long as an AES-128 key; assumed to be enough, longer is accepted
_REF_BYTES = 10  # 80 bits: two of a million rows share one with a probability of about 4e-13
REF_LENGTH = 17


@dataclass(frozen=True, slots=True)
class DisclosedRow:
    """One person as disclosed: a reference and texts by field, in the order of the field list."""

    ref: str
    fields: tuple[tuple[Field, str], ...]


@dataclass(frozen=True, slots=True)
class DisclosedList:
    """What one party discloses of one of its lists. Signed and sealed if it goes into the record.

    `as_of` is the day for which the list's ages and states are given. `count` is the stated number of persons on the
    list, with those withheld and without those at liberty; None if it is not stated.
    """

    list_key: str
    kind: ListKind
    party: Party
    to: Party
    as_of: date
    disclosed_on: date
    rows: tuple[DisclosedRow, ...]
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A line of the ledger: which fields about whom were disclosed to whom, when, by whose decision, in which file."""

    row_key: str
    ref: str
    fields: tuple[Field, ...]
    to: Party
    on: date
    by: tuple[str, ...]
    file_sha256: str = ""


@dataclass(frozen=True, slots=True)
class NotListed:
    """A row that is not disclosed at all, and why."""

    row_key: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A disclosed list with what must stay on the node: the row of each reference, what was held back."""

    disclosed: DisclosedList
    keys: dict[str, str]  # reference -> row key
    not_listed: tuple[NotListed, ...]
    held_back: tuple[tuple[str, HeldBack], ...]  # (row key, ...)
    by: tuple[str, ...]

    def ledger(self, file_sha256: str = "") -> tuple[Disclosed, ...]:
        """Returns the lines to add to the ledger once the file has been sent."""
        listed = self.disclosed
        return tuple(
            Disclosed(
                self.keys[row.ref],
                row.ref,
                tuple(f for f, _ in row.fields),
                listed.to,
                listed.disclosed_on,
                self.by,
                file_sha256,
            )
            for row in listed.rows
        )


def refer(row_key: str, to: Party, salt: bytes) -> str:
    """Returns the reference under which a row is known to that party: R and sixteen letters and digits.

    Raises:
        CallError: the salt is too short to keep anything secret.
    """
    if len(salt) < SALT_BYTES:
        raise CallError("disclosure:salt:too_short", expected=SALT_BYTES, found=len(salt))
    mac = hmac.new(salt, b"allforall reference 1\0" + to.value.encode() + b"\0" + row_key.encode(), hashlib.sha256)
    return "R" + base64.b32encode(mac.digest()[:_REF_BYTES]).decode()


def make_disclosed(
    rows: Iterable[PersonRow],
    decisions: Decisions,
    *,
    list_key: str,
    kind: ListKind,
    party: Party,
    as_of: date,
    disclosed_on: date,
    salt: bytes,
    by: tuple[str, ...],
    with_count: bool = False,
) -> Made:
    """Returns what is disclosed of a list to the other party, under references; `by` are the two officers who released
    it.

    Raises:
        GateError: two officers are needed to release a list.
        CallError: the salt is too short, or a row belongs to another list.
    """
    if different_officers(by) < 2:
        raise GateError("disclosure:export:two_officers_needed", expected=2, found=different_officers(by))
    to = party.other
    made: list[DisclosedRow] = []
    keys: dict[str, str] = {}
    left_out: list[NotListed] = []
    held_back: list[tuple[str, HeldBack]] = []
    count = 0
    for row in rows:
        if row.key.rpartition(":")[0] != list_key:
            raise CallError("disclosure:row:other_list", where=row.key, expected=list_key, found="")
        count += not is_at_liberty(row)
        verdict = may_list(row, decisions, to, kind)
        if not verdict.allowed:
            left_out.append(NotListed(row.key, verdict.reasons))
            continue
        ref = refer(row.key, to, salt)
        if ref in keys:
            raise InputError("disclosure:row:twice", where=row.key, expected="one", found="two")
        told = tell(row, decisions, to)
        keys[ref] = row.key
        held_back.extend((row.key, held) for held in told.held_back)
        made.append(DisclosedRow(ref, told.fields))
    made.sort(key=lambda each: each.ref)
    listed = DisclosedList(list_key, kind, party, to, as_of, disclosed_on, tuple(made), count if with_count else None)
    return Made(listed, keys, tuple(left_out), tuple(held_back), by)


def list_disclosed(
    ledger: Iterable[Disclosed],
    *,
    to: Party | None = None,
    row_key: str | None = None,
    until: date | None = None,
) -> tuple[Disclosed, ...]:
    """Returns what was disclosed up to a day, about whom and to whom; oldest first, then by row."""
    return tuple(
        sorted(
            (
                line
                for line in ledger
                if (to is None or line.to is to)
                and (row_key is None or line.row_key == row_key)
                and (until is None or line.on <= until)
            ),
            key=lambda line: (line.on, line.row_key),
        )
    )

"""Erasure in the record: asking for it, and the receipt for it.

A receipt names payloads by hash, the day, a reason from a closed set, and until when backups may still hold them. It is
its author's statement that nobody can read them on its node any more; that another party kept no copy cannot be
proved by anything it signs. Commitments and proofs are untouched: they reveal nothing without the salt.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from allforall.errors import N_
from allforall.record.entry_types import ANSWERS_NONE, PAYLOAD_NONE, By, EntryType, Whose, answers_some
from allforall.record.forms import Count, Day, Field, Many, Maybe, OneOf, Sha256
from allforall.record.logs import Read

ASKED, ERASED = "record:erasure_asked", "record:erased"
#: An entry has room for more, and a longer erasure goes in several entries.
MOST_NAMED = 256
#: Assumption: a new epoch every day for some years.
MOST_EPOCHS = 2_000


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
    """What an entry asks to erase, or states was erased.

    `epochs` are the author's encryption epochs whose private keys were destroyed too; `backups_until` is the day
    after which none of its backups holds them, or None where it has none.
    """

    payloads: tuple[str, ...]
    reason: Reason
    on: date
    epochs: tuple[int, ...] = ()
    backups_until: date | None = None


_REASON_AND_DAY = (Field("on", Day(), N_("day")), Field("reason", OneOf(Reason, group="erasure_reason"), N_("reason")))
_NAMES = Many(Sha256(), 1, MOST_NAMED, in_order=True)

ERASURE_ASKED = EntryType(
    name=ASKED,
    label=N_("a request to erase"),
    fields=(Field("erase", _NAMES, N_("payloads"), "payloads"), *_REASON_AND_DAY),
    make=Erasure,
    by=By.ANY_AUTHOR,
    answers=ANSWERS_NONE,
    signers=1,
    payload=PAYLOAD_NONE,
    redo=None,
    harm="One party has another's data erased",
)
PAYLOADS_ERASED = EntryType(
    name=ERASED,
    label=N_("a receipt for an erasure"),
    fields=(
        Field("erased", _NAMES, N_("payloads"), "payloads"),
        *_REASON_AND_DAY,
        Field("backups_until", Maybe(Day()), N_("backups may hold them until")),
        Field(
            "epochs_destroyed",
            Many(Count(1), 0, MOST_EPOCHS, in_order=True),
            N_("encryption keys that were destroyed"),
            "epochs",
        ),
    ),
    make=Erasure,
    by=By.ANY_AUTHOR,
    answers=answers_some(ASKED, whose=Whose.OTHERS),
    signers=1,
    payload=PAYLOAD_NONE,
    redo=None,
    harm="The receipt itself names the person",
)
ENTRY_TYPES = (ERASURE_ASKED, PAYLOADS_ERASED)


def erased_by(reads: Iterable[Read]) -> dict[str, Read]:
    """Returns for each payload the first receipt for its erasure in these entries of one author."""
    found: dict[str, Read] = {}
    for read in reads:
        for name in _named(read, PAYLOADS_ERASED):
            found.setdefault(name, read)
    return found


def asked_of(reads: Iterable[Read]) -> dict[str, Read]:
    """Returns for each payload the last entry of one author that asks for its erasure."""
    return {name: read for read in reads for name in _named(read, ERASURE_ASKED)}


def _named(read: Read, kind: EntryType[Erasure]) -> Sequence[str]:
    return kind.read(read.entry).payloads if read.entry.type == kind.name else ()

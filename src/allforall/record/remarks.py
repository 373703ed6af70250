"""Remarks about an entry of any type: an objection to another's, a correction of one's own.

Neither changes an earlier entry: the log only grows. An objection names the entry in `re` and one code;
a correction names the author's own wrong entry and, where another one replaces it, that too. Whatever has to be
explained about a person goes into a payload.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from allforall.errors import N_
from allforall.record.entries import Entry
from allforall.record.entry_types import (
    By,
    EntryType,
    ErasedWith,
    Find,
    Fit,
    Readers,
    Sealed,
    Whose,
    answers_one,
    answers_some,
    fit,
    fold,
)
from allforall.record.forms import Field, Maybe, OneOf, Sha256
from allforall.record.logs import Read
from allforall.record.payloads import PAYLOAD

OBJECTION, CORRECTION = "objection:raised", "correction:made"


class ObjectionCode(StrEnum):
    """Why a party objects to an entry."""

    NOT_AS_AGREED = "objection:not_as_agreed"
    NOT_WHAT_HAPPENED = "objection:not_what_happened"
    INCOMPLETE = "objection:incomplete"
    WRONG_PERSON = "objection:wrong_person"
    TOO_LATE = "objection:too_late"
    NOT_AUTHORISED = "objection:not_authorised"
    CANNOT_BE_READ = "objection:cannot_be_read"


class CorrectionCode(StrEnum):
    """What was wrong with one's own entry."""

    CLERICAL = "correction:clerical"
    WRONG_PERSON = "correction:wrong_person"
    WRONG_CONTENT = "correction:wrong_content"
    SAID_TOO_EARLY = "correction:said_too_early"
    WITHDRAWN = "correction:withdrawn"


@dataclass(frozen=True, slots=True)
class Objection:
    """Why, and the name of the payload with the explanation, if there is one."""

    code: ObjectionCode
    payload: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was wrong, and the name of the payload with the explanation, if there is one."""

    code: CorrectionCode
    payload: str = ""


_EXPLAINED = Sealed(to=Readers.PARTIES, erased_with=ErasedWith.NAME, optional=True)
_SAYS_MORE = Field(PAYLOAD, Maybe(Sha256(), unsaid=""), N_("payload"))

OBJECTION_RAISED = EntryType(
    name=OBJECTION,
    label=N_("an objection raised"),
    fields=(Field("code", OneOf(ObjectionCode), N_("reason")), _SAYS_MORE),
    make=Objection,
    by=By.ANY_AUTHOR,
    answers=answers_one(whose=Whose.OTHERS),
    signers=1,
    payload=_EXPLAINED,
    redo=None,
    harm="What was contested or put right is read without",
    drafted=True,
)
CORRECTION_MADE = EntryType(
    name=CORRECTION,
    label=N_("a correction made"),
    fields=(Field("code", OneOf(CorrectionCode), N_("reason")), _SAYS_MORE),
    make=Correction,
    by=By.ANY_AUTHOR,
    answers=answers_some(whose=Whose.OWN, least=1, most=2),
    signers=1,
    payload=_EXPLAINED,
    redo=None,
    harm='One side "corrects" what the other said',
    drafted=True,
)
ENTRY_TYPES = (OBJECTION_RAISED, CORRECTION_MADE)
_REMARKS = fold(ENTRY_TYPES)


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark about an entry: who made it, in which entry, and for a correction which entry replaces the wrong one."""

    author: str
    made_in: Read
    said: Objection | Correction
    instead: bytes | None = None


def remark_of(entry: Entry) -> Objection | Correction | None:
    """Returns an entry as an objection or a correction; None where it is neither."""
    if entry.type == OBJECTION:
        return OBJECTION_RAISED.read(entry)
    return CORRECTION_MADE.read(entry) if entry.type == CORRECTION else None


def remarks_by_entry(reads: Iterable[Read], find: Find) -> dict[bytes, tuple[Remark, ...]]:
    """Returns the remarks about each entry, by leaf hash. A remark about the wrong author's entry, or about one that
    is not here yet, is ignored.
    """
    found: dict[bytes, tuple[Remark, ...]] = {}
    for read in reads:
        said, entry = remark_of(read.entry), read.entry
        if said is not None and fit(entry, _REMARKS, find) is Fit.FITS:
            about, *instead = entry.re
            remark = Remark(entry.author, read, said, next(iter(instead), None))
            found[about] = (*found.get(about, ()), remark)
    return found

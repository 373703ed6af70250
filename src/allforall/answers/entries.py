"""The record's entries about answers: that they are signed, and that notices of them were made.

The answers are in an encrypted payload. The entry has the root over a salted commitment to each name's answer, so that
the asking party can show one family its answer under the holder's signatures, and no other name. A notice goes to the
information bureau, with a copy to the Central Tracing Agency (GC III art. 122, 123); the entry states to whom and under
which hash, so that nobody can later deny it.
"""

from dataclasses import dataclass
from enum import StrEnum

from allforall.disclosure.entries import DISCLOSED
from allforall.errors import N_
from allforall.record.entry_types import By, EntryType, ErasedWith, Readers, Redo, Sealed, Whose, answers_one
from allforall.record.forms import Field, Hash, ListKey, OneOf, Sha256
from allforall.record.payloads import PAYLOAD

SIGNED, NOTICE = "answers:signed", "notice:made"
#: The context that the commitments to single answers are bound to.
ANSWER_DOMAIN = "answers:signed/answer"


class Addressee(StrEnum):
    """The addressee of a notice."""

    BUREAU = "bureau"  # the information bureau, GC III art. 122
    CENTRAL_TRACING_AGENCY = "cta"  # GC III art. 123


@dataclass(frozen=True, slots=True)
class Signed:
    """States that the answers to a disclosed list are in this payload, each of them under this root."""

    list_key: str
    payload: str
    root: bytes


@dataclass(frozen=True, slots=True)
class NoticeMade:
    """States that a notice for an addressee was made and is in this payload."""

    to: Addressee
    payload: str


ANSWERS_SIGNED = EntryType(
    name=SIGNED,
    label=N_("answers signed"),
    fields=(
        Field("list", ListKey(), N_("list"), "list_key"),
        Field(PAYLOAD, Sha256(), N_("payload")),
        Field("root", Hash(), N_("root over all rows")),
    ),
    make=Signed,
    by=By.PARTIES,
    answers=answers_one(DISCLOSED, whose=Whose.OTHERS),
    signers=2,
    payload=Sealed(to=Readers.PARTIES, erased_with=ErasedWith.ROWS),
    redo=Redo.ENTER_ANSWERS,
    harm="Answers are given to a question that nobody asked",
)
NOTICE_MADE = EntryType(
    name=NOTICE,
    label=N_("a notice made"),
    fields=(Field("to", OneOf(Addressee, group="addressee"), N_("to whom")), Field(PAYLOAD, Sha256(), N_("payload"))),
    make=NoticeMade,
    by=By.PARTIES,
    answers=answers_one(SIGNED, DISCLOSED, whose=Whose.OWN),
    signers=2,
    payload=Sealed(to=Readers.NOBODY, erased_with=ErasedWith.ROWS),
    redo=None,
    harm="A notice exposes a person at liberty",
)
ENTRY_TYPES = (ANSWERS_SIGNED, NOTICE_MADE)

"""The record's entries about the arrangement: a text proposed, and a text accepted.

The proposal has the whole text, so that what was agreed can be read from the record alone. The accepting side may keep
its own wording of single clauses: it is kept beside the proposed one, as the text keeps each side's own words, and the
acceptance is still valid. Nothing here names a person.
"""

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from allforall.arrangement.reading import digest_of, plain_text, read_arrangement
from allforall.arrangement.terms import Arrangement
from allforall.errors import N_, InputError
from allforall.record.entry_types import PAYLOAD_NONE, By, EntryType, Redo, Whose, answers_one, answers_some
from allforall.record.forms import Field, Many, Parts, Sha256, Text, refuse

PROPOSED, ACCEPTED = "arrangement:proposed", "arrangement:accepted"
#: An entry holds 65,535 bytes, and its text is written with escapes; the example is a fifth of this.
MOST_TEXT_BYTES = 60_000
#: Assumptions about what an honest acceptance contains.
MOST_WORDINGS, MOST_WORDING, MOST_CLAUSE = 100, 1_000, 200


@dataclass(frozen=True, slots=True)
class Proposed:
    """A text that one party proposes. `arrangement` is its content."""

    text: str
    arrangement: Arrangement

    @property
    def digest(self) -> str:
        """The digest of the text."""
        return self.arrangement.digest


@dataclass(frozen=True, slots=True)
class Wording:
    """The accepting side's wording of a clause; the clause by its place in the file, such as ``category.young``."""

    clause: str
    text: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """The acceptance of the text with this digest, with the clauses that the acceptor words differently."""

    digest: str
    wordings: tuple[Wording, ...] = ()


def propose(text: str) -> Proposed:
    """Returns the proposal of a text.

    Raises:
        InputError: it is not an arrangement, too long for an entry, or not in Unicode's NFC.

    """
    plain = plain_text(text)
    if len(plain.encode("utf-8", "surrogatepass")) > MOST_TEXT_BYTES:
        raise InputError("arrangement:entry:too_long", expected=MOST_TEXT_BYTES, found=len(plain.encode()))
    if not unicodedata.is_normalized("NFC", plain):
        raise InputError("arrangement:entry:not_nfc")
    return Proposed(plain, read_arrangement(plain))


def accept(proposed: Proposed, wordings: Mapping[str, str] | None = None) -> Accepted:
    """Returns the acceptance of a proposal with the acceptor's own wording of some clauses.

    Raises:
        InputError: a clause is not in the text, or a wording is empty, too long or not plain.

    """
    made = tuple(Wording(clause, text) for clause, text in sorted((wordings or {}).items()))
    accepted = TEXT_ACCEPTED.made("party_a", Accepted(proposed.digest, made))
    check_clauses(proposed, accepted)
    return accepted


def _proposed(text: str, digest: str) -> Proposed:
    """The proposal of a body: its digest is that of its text, and the text is an arrangement."""
    if text != plain_text(text):
        raise InputError("arrangement:entry:plain")
    if digest_of(text) != digest:
        raise InputError("arrangement:entry:digest", expected=digest_of(text), found=digest)
    return propose(text)


def _accepted(digest: str, wordings: tuple[Wording, ...]) -> Accepted:
    """The acceptance of a body; its clauses are checked against the proposal separately."""
    clauses = [wording.clause for wording in wordings]
    if clauses != sorted(set(clauses)):
        raise refuse(ACCEPTED, "wordings", "each clause once, in order", wordings)
    return Accepted(digest, wordings)


TEXT_PROPOSED = EntryType(
    name=PROPOSED,
    label=N_("an arrangement proposed"),
    fields=(Field("digest", Sha256(), N_("digest")), Field("text", Text(MOST_TEXT_BYTES, plain=False), N_("text"))),
    make=_proposed,
    by=By.PARTIES,
    answers=answers_some(ACCEPTED),
    signers=1,
    payload=PAYLOAD_NONE,
    redo=None,
    harm="Two agreements are in force at once",
    drafted=True,
)
_WORDING = (Field("clause", Text(MOST_CLAUSE), N_("clause")), Field("text", Text(MOST_WORDING), N_("text")))
TEXT_ACCEPTED = EntryType(
    name=ACCEPTED,
    label=N_("an arrangement accepted"),
    fields=(
        Field("digest", Sha256(), N_("digest")),
        Field("wordings", Many(Parts(_WORDING, Wording), 0, MOST_WORDINGS), N_("clauses worded differently")),
    ),
    make=_accepted,
    by=By.PARTIES,
    answers=answers_one(PROPOSED, whose=Whose.OTHERS),
    signers=1,
    payload=PAYLOAD_NONE,
    redo=Redo.WORK_UNDER_TEXT,
    harm="An arrangement passes for agreed",
)
ENTRY_TYPES = (TEXT_PROPOSED, TEXT_ACCEPTED)


def check_clauses(proposed: Proposed, accepted: Accepted) -> None:
    """Refuses an acceptance of another text, or one with a clause that the text does not have.

    Raises:
        InputError: naming both digests, or the clause.

    """
    if accepted.digest != proposed.digest:
        raise InputError("arrangement:entry:digest", expected=proposed.digest, found=accepted.digest)
    clauses = clauses_of(proposed.text)
    for wording in accepted.wordings:
        if wording.clause not in clauses:
            raise InputError("arrangement:entry:clause", found=wording.clause)


def clauses_of(text: str) -> Mapping[str, str]:
    """Returns every clause of a text by its place in the file (``pause.bodies.area``; the first of several
    ``[[children.list]]`` is ``children.list.1``), with its content; a table has none of its own.
    """
    return dict(_walk((), tomllib.loads(plain_text(text))))


def _walk(path: tuple[str, ...], value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            place = (*path, key)
            yield ".".join(place), "" if isinstance(inner, dict) else _said(inner)
            yield from _walk(place, inner)
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for number, one in enumerate(value, start=1):
            place = (*path, str(number))
            yield ".".join(place), ""
            yield from _walk(place, one)


def _said(value: Any) -> str:
    if isinstance(value, list):
        return "" if any(isinstance(one, dict) for one in value) else ", ".join(map(str, value))
    return str(value)

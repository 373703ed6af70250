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
from allforall.errors import InputError
from allforall.record.bodies import Body, check_keys, read_sha256, refuse

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
    def body(self) -> Body:
        """The body of the entry."""
        return {"digest": self.arrangement.digest, "text": self.text}


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

    @property
    def body(self) -> Body:
        """The body of the entry."""
        return {"digest": self.digest, "wordings": [{"clause": one.clause, "text": one.text} for one in self.wordings]}


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
    accepted = read_accepted(Accepted(proposed.arrangement.digest, made).body)
    check_clauses(proposed, accepted)
    return accepted


def read_proposed(body: object) -> Proposed:
    """Returns the proposal of a body.

    Raises:
        InputError: it has another form, its digest is not that of its text, or the text is not an arrangement.

    """
    found = check_keys(body, PROPOSED, ("digest", "text"))
    text, digest = found["text"], read_sha256(found, PROPOSED, "digest")
    if not isinstance(text, str) or text != plain_text(text):
        raise refuse(PROPOSED, "text", "text", text)
    if digest_of(text) != digest:
        raise InputError("arrangement:entry:digest", expected=digest_of(text), found=digest)
    return propose(text)


def read_accepted(body: object) -> Accepted:
    """Returns the acceptance of a body; `check_clauses` checks its clauses against the proposal.

    Raises:
        InputError: it has another form.

    """
    found = check_keys(body, ACCEPTED, ("digest", "wordings"))
    listed = found["wordings"]
    if not isinstance(listed, list) or len(listed) > MOST_WORDINGS:
        raise refuse(ACCEPTED, "wordings", f"at most {MOST_WORDINGS}", listed)
    wordings = []
    for each in listed:
        one = check_keys(each, ACCEPTED, ("clause", "text"))
        for key, most in (("clause", MOST_CLAUSE), ("text", MOST_WORDING)):
            if not _is_plain(one[key], most):
                raise refuse(ACCEPTED, key, f"plain text of 1 to {most} characters", one[key])
        wordings.append(Wording(one["clause"], one["text"]))
    clauses = [wording.clause for wording in wordings]
    if clauses != sorted(set(clauses)):
        raise refuse(ACCEPTED, "wordings", "each clause once, in order", listed)
    return Accepted(read_sha256(found, ACCEPTED, "digest"), tuple(wordings))


def check_clauses(proposed: Proposed, accepted: Accepted) -> None:
    """Refuses an acceptance of another text, or one with a clause that the text does not have.

    Raises:
        InputError: naming both digests, or the clause.

    """
    if accepted.digest != proposed.arrangement.digest:
        raise InputError("arrangement:entry:digest", expected=proposed.arrangement.digest, found=accepted.digest)
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


def _is_plain(text: object, most: int) -> bool:
    if not isinstance(text, str) or not 0 < len(text) <= most or text != text.strip():
        return False
    return all(unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"} for sign in text)

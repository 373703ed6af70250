"""What can be said about an entry of any kind: an objection to another's, a correction of one's own.

Neither changes anything that was said before: the log only grows. An objection names the entry in `re` and one code;
a correction names its own entry that was wrong and, where another one takes its place, that too. Whatever has to be
explained about a person goes into a payload.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from allforall.errors import InputError
from allforall.record.bodies import Body, check_keys, read_sha256, read_word, refuse
from allforall.record.logs import Read

OBJECTION, CORRECTION = "objection:raised", "correction:made"
_KEYS = ("code", "payload")


class ObjectionCode(StrEnum):
    """Why a party objects to what was said."""

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
    """Why, and the name of the payload that says more, if there is one."""

    code: ObjectionCode
    payload: str = ""

    @property
    def body(self) -> Body:
        """The body of the entry."""
        return {"code": self.code.value, "payload": self.payload or None}


@dataclass(frozen=True, slots=True)
class Correction:
    """What was wrong, and the name of the payload that says more, if there is one."""

    code: CorrectionCode
    payload: str = ""

    @property
    def body(self) -> Body:
        """The body of the entry."""
        return {"code": self.code.value, "payload": self.payload or None}


def _payload(body: Body, kind: str) -> str:
    return "" if body["payload"] is None else read_sha256(body, kind, "payload")


def read_objection(body: object) -> Objection:
    """Returns the objection of a body.

    Raises:
        InputError: it has another form.

    """
    found = check_keys(body, OBJECTION, _KEYS)
    return Objection(
        ObjectionCode(read_word(found, OBJECTION, "code", tuple(ObjectionCode))), _payload(found, OBJECTION)
    )


def read_correction(body: object) -> Correction:
    """Returns the correction of a body.

    Raises:
        InputError: it has another form.

    """
    found = check_keys(body, CORRECTION, _KEYS)
    code = CorrectionCode(read_word(found, CORRECTION, "code", tuple(CorrectionCode)))
    return Correction(code, _payload(found, CORRECTION))


def check_answered(kind: str, author: str, answered: Iterable[Read]) -> None:
    """Refuses a remark that does not name what it may: an objection one entry of somebody else, a correction one
    entry of its own author's and perhaps a second one that takes its place.

    Raises:
        InputError: it names none, too many, or another's where its own is meant and the other way round.

    """
    reads = tuple(answered)
    own = [read.entry.author == author for read in reads]
    good = own == [False] if kind == OBJECTION else all(own) and len(own) in {1, 2}
    if not good:
        raise refuse(kind, "re", "one entry of another" if kind == OBJECTION else "one or two own entries", len(own))


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark about an entry: who made it, in which entry, and for a correction what takes its place."""

    author: str
    made_in: Read
    said: Objection | Correction
    instead: bytes | None = None


def remarks_by_entry(reads: Iterable[Read]) -> dict[bytes, tuple[Remark, ...]]:
    """Returns what was said about each entry, by leaf hash. A remark that says nothing readable, or about the wrong
    author's entry, counts for nothing here.
    """
    every = {read.leaf: read for read in reads}
    found: dict[bytes, tuple[Remark, ...]] = {}
    for read in every.values():
        remark = _remark(read, every)
        if remark is not None:
            about = read.entry.re[0]
            found[about] = (*found.get(about, ()), remark)
    return found


def _remark(read: Read, every: Mapping[bytes, Read]) -> Remark | None:
    kind, entry = read.entry.type, read.entry
    if kind not in {OBJECTION, CORRECTION}:
        return None
    try:
        said = read_objection(entry.body) if kind == OBJECTION else read_correction(entry.body)
        check_answered(kind, entry.author, [every[leaf] for leaf in entry.re])
    except (InputError, KeyError):
        return None
    return Remark(entry.author, read, said, entry.re[1] if len(entry.re) > 1 else None)

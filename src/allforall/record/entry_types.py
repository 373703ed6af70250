"""The descriptor of an entry type: everything known about it, in one value from which all else is derived.

Each room exports the types of its entries as `ENTRY_TYPES`; `account.entry_types` folds them into one table, which is
passed to the code that replays a log (`logs.begin`). It gives the readers, the signers, what a crash may have left out,
the labels and pages, `docs/acts.md`, the JSON schemas and one test over all types.

Three things are checked, each in one place. Whether an entry's author may append it, how many entries it names in
`re` and whether its body matches its type are checked when it is replayed (`EntryType.wrong_with`): an invalid entry
binds nobody. Whether the entries that it names exist and fit is checked where all logs are
available (`fit`); *not here yet* is an answer. The rules of the exchange are checked in the rooms.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from allforall.errors import InputError
from allforall.record.canonical import write_json
from allforall.record.entries import MOST_ANSWERED, Entry
from allforall.record.foreign import read_foreign
from allforall.record.forms import Field, Schema, read_fields, schema_of, write_fields
from allforall.record.genesis import Genesis
from allforall.record.payloads import PAYLOAD

T = TypeVar("T")

#: The two parties, by the names under which they are authors.
PARTIES = ("party_a", "party_b")


class By(StrEnum):
    """Who may append an entry of a type."""

    ANY_AUTHOR = "any_author"
    PARTIES = "parties"
    DECIDER = "decider"


def _may_say(by: By, author: str, genesis: Genesis) -> bool:
    if by is By.DECIDER and genesis.decider:
        return author == genesis.decider
    return by is By.ANY_AUTHOR or author in PARTIES


class Whose(StrEnum):
    """Whose entries may be named in `re`."""

    ANY = "any author's"
    OWN = "an own"
    OTHERS = "another author's"


@dataclass(frozen=True, slots=True)
class Answers:
    """What `re` may name: how many entries, of which types (none listed: any, valid or not), and whose."""

    least: int = 0
    most: int = 0
    types: tuple[str, ...] = ()
    whose: Whose = Whose.ANY


#: `re` names nothing.
ANSWERS_NONE = Answers()


def answers_one(*types: str, whose: Whose = Whose.ANY) -> Answers:
    """Returns the rule that `re` names exactly one entry of these types."""
    return Answers(1, 1, types, whose)


def answers_some(*types: str, whose: Whose = Whose.ANY, least: int = 0, most: int = MOST_ANSWERED) -> Answers:
    """Returns the rule that `re` may name several entries of these types."""
    return Answers(least, most, types, whose)


class Readers(StrEnum):
    """For whom a payload is sealed, besides its author."""

    NOBODY = "its own author alone"
    PARTIES = "the parties"


class ErasedWith(StrEnum):
    """What a payload is erased together with. Asking to erase it by name is always possible."""

    ROWS = "the rows whose references stand in it"
    NAME = "its name, when somebody asks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A payload goes with the entry, sealed for these readers; `optional` where it may be left out."""

    to: Readers
    erased_with: ErasedWith
    optional: bool = False

    def readers(self, author: str) -> tuple[str, ...]:
        """Returns for whom its author seals it, besides itself."""
        return tuple(name for name in PARTIES if name != author) if self.to is Readers.PARTIES else ()


#: No payload goes with the entry.
PAYLOAD_NONE = None


class Redo(StrEnum):
    """Database work that a crash may have left undone after an own entry; the node binds each to a function."""

    WORK_UNDER_TEXT = "work_under_text"
    ENTER_DISCLOSURE = "enter_disclosure"
    ENTER_ANSWERS = "enter_answers"


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an entry binds nobody: a code, what was expected, and where or what was found."""

    code: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryType(Generic[T]):
    """One entry type.

    `make` takes the values of the fields by name and returns the entry's content; `deadline` names one more value, the
    moment until which the entry is in force, for a type that must have one. `check` refuses what no single field shows.
    `signers` is the least number of officers, whatever the genesis asks for; `harm` is how the `docs/harm.md` row for
    its possible harm begins; `drafted` is whether it may be appended from a draft, which must not bypass a check that a
    command enforces.
    """

    name: str
    label: str
    fields: tuple[Field, ...]
    make: Callable[..., T]
    by: By
    answers: Answers
    signers: int
    payload: Sealed | None
    redo: Redo | None
    harm: str
    deadline: str = ""
    check: Callable[[Entry, T], None] | None = None
    drafted: bool = False

    def __post_init__(self) -> None:
        """Refuses a type that names a payload without saying who opens it, or the other way round."""
        if any(each.key == PAYLOAD for each in self.fields) != (self.payload is not None):
            raise ValueError(f"{self.name}: a payload needs its field, and the field its rule")

    def read(self, entry: Entry) -> T:
        """Returns an entry's content, read by its type.

        Raises:
            InputError: it has another form, or fails the type's check.

        """
        values = read_fields(entry.body, self.fields, self.name)
        if self.deadline:
            if not entry.expires:
                raise InputError("entry:body:value", kind=self.name, where="expires", expected="a moment", found="")
            values[self.deadline] = entry.expires
        said = self.make(**values)
        if self.check is not None:
            self.check(entry, said)
        return said

    def body(self, said: T) -> dict[str, Any]:
        """Returns the body for this content."""
        return write_fields(said, self.fields)

    def made(self, author: str, said: T) -> T:
        """Returns the entry's content, read back as everybody will read it.

        Raises:
            InputError: if it could not be read again.

        """
        expires = getattr(said, self.deadline) if self.deadline else ""
        return self.read(Entry("case", author, 0, self.name, self.body(said), expires=expires))

    def wrong_with(self, entry: Entry, genesis: Genesis) -> Refused | None:
        """Returns why an entry of this type binds nobody, or None: its author may append it, it names as many entries
        as it may, and its body matches the type.
        """
        if not _may_say(self.by, entry.author, genesis):
            return Refused("record:entry:not_by", self.name, self.by.value)
        if not self.answers.least <= len(entry.re) <= self.answers.most:
            return Refused("record:entry:answers", self.name, str(len(entry.re)))
        said = read_foreign(lambda: self.read(entry))
        if isinstance(said, InputError):
            # a place is named in this program's words, never in those of the entry's author
            where = said.params.get("where") if said.code.startswith("entry:body:") else ""
            return Refused("record:entry:not_valid", self.name, str(where or said.code))
        return None

    @property
    def schema(self) -> Schema:
        """The JSON schema of its body."""
        return {"title": self.name, **schema_of(self.fields)}


EntryTypes = Mapping[str, EntryType[Any]]


def fold(*rooms: Iterable[EntryType[Any]]) -> EntryTypes:
    """Returns the types of these rooms by name; each name belongs to one room only."""
    every = [each for room in rooms for each in room]
    table = {each.name: each for each in every}
    if len(table) < len(every):
        raise ValueError("two rooms have an entry type of one name")
    return table


def digest_of(types: EntryTypes) -> str:
    """Returns the digest of a table of types: results of replaying a log under another table must be recomputed."""
    told = {
        name: [each.schema, each.by, each.answers.least, each.answers.most, each.signers, each.deadline]
        for name, each in sorted(types.items())
    }
    return hashlib.sha256(write_json(told)).hexdigest()


class Fit(StrEnum):
    """Whether the entries that an entry names exist, and whether it may name them."""

    FITS = "fits"
    DOES_NOT_FIT = "does_not_fit"
    NOT_HERE = "not_here"


@dataclass(frozen=True, slots=True)
class Named:
    """An entry that another one names: its author and its type; no type where it is invalid."""

    author: str
    type: str


Find = Callable[[bytes], Named | None]


def fit(entry: Entry, types: EntryTypes, find: Find) -> Fit:
    """Returns whether an entry names what its type may name; `find` gives the entry with a leaf hash, None where it is
    not here. An unknown type is not checked.
    """
    kind = types.get(entry.type)
    return fit_of(kind.answers, entry.author, entry.re, find) if kind is not None else Fit.FITS


def fit_of(answers: Answers, author: str, named: tuple[bytes, ...], find: Find) -> Fit:
    """Returns whether an author may name these entries under this rule."""
    found = [find(leaf) for leaf in named]
    if any(each is not None and not _fits(answers, author, each) for each in found):
        return Fit.DOES_NOT_FIT
    return Fit.NOT_HERE if None in found else Fit.FITS


def _fits(answers: Answers, author: str, named: Named) -> bool:
    if answers.types and named.type not in answers.types:
        return False
    return answers.whose is Whose.ANY or (named.author == author) == (answers.whose is Whose.OWN)

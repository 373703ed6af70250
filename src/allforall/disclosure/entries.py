"""The record's entries about a list: its declaration and its disclosure.

A declaration fixes the rows before the other side has answered anything: the root over a salted commitment to each row
to be disclosed, and their number only if the party wishes to state it. The rows with their salts are in a payload that
the party seals for itself alone: nobody else can open it before disclosure. A disclosure names the payload with the
rows, in `re` the declaration they belong to, and in `commitments` the salted commitment to the payload's plaintext. No
digest of the plain rows is kept anywhere: it would outlive their erasure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from allforall.disclosure.lists import DisclosedList, DisclosedRow
from allforall.disclosure.opening import Random, Rooted, read_rooted, root_items, rooted_value
from allforall.errors import N_, InputError
from allforall.people.fields import Field as PersonField
from allforall.people.persons import ListKind
from allforall.record.canonical import read_json, write_json
from allforall.record.entry_types import (
    ANSWERS_NONE,
    By,
    EntryType,
    ErasedWith,
    Readers,
    Redo,
    Sealed,
    Whose,
    answers_one,
)
from allforall.record.forms import Count, Day, Field, Hash, ListKey, Maybe, OneOf, Sha256
from allforall.record.payloads import PAYLOAD

DECLARED, DISCLOSED = "list:declared", "list:disclosed"
#: The context that the commitments to rows are bound to.
ROW_DOMAIN = "list:declared/row"


@dataclass(frozen=True, slots=True)
class Declared:
    """A list that a party declares to have, by the root over its rows. `count` is None if it is not stated; `payload`
    is for itself.
    """

    list_key: str
    kind: ListKind
    as_of: date
    root: bytes
    payload: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """The disclosure of a declared list: its rows are in this payload."""

    list_key: str
    payload: str


def row_item(row: DisclosedRow) -> bytes:
    """Returns the input of a row's commitment: the reference and the disclosed fields, in canonical form."""
    return write_json({PersonField.ROW_ID.value: row.ref, **{field.value: text for field, text in row.fields}})


def row_items(rows: Iterable[DisclosedRow]) -> Mapping[str, bytes]:
    """Returns the inputs of the rows' commitments, by reference."""
    return {row.ref: row_item(row) for row in rows}


def root_rows(listed: DisclosedList, random: Random) -> Rooted:
    """Returns the commitments to a list's rows under one root, with the salts, which stay on the node until
    disclosure.
    """
    return root_items(row_items(listed.rows), ROW_DOMAIN, random)


def declare(listed: DisclosedList, root: bytes, payload: str) -> Declared:
    """Returns the declaration of a list."""
    return Declared(listed.list_key, listed.kind, listed.as_of, root, payload, listed.count)


def write_payload(file: bytes, rooted: Rooted, names: Iterable[str]) -> bytes:
    """Returns the payload of a list or of answers: the file, all commitments, and the salts of `names`."""
    return write_json({"file": file.decode(), "rooted": rooted_value(rooted, names)})


def read_payload(content: bytes) -> tuple[bytes, Rooted]:
    """Returns the file and the commitments in a payload; the caller checks both.

    Raises:
        InputError: it has another form.

    """
    value = read_json(content)
    if not isinstance(value, dict) or value.keys() != {"file", "rooted"} or not isinstance(value["file"], str):
        raise InputError("opening:file")
    return value["file"].encode(), read_rooted(value["rooted"])


LIST_DECLARED = EntryType(
    name=DECLARED,
    label=N_("a list declared"),
    fields=(
        Field("list", ListKey(), N_("list"), "list_key"),
        Field("kind", OneOf(ListKind, group="list_kind"), N_("of whom")),
        Field("as_of", Day(), N_("as of")),
        Field("root", Hash(), N_("root over all rows")),
        Field(PAYLOAD, Sha256(), N_("payload")),
        Field("count", Maybe(Count()), N_("how many")),
    ),
    make=Declared,
    by=By.PARTIES,
    answers=ANSWERS_NONE,
    signers=2,
    payload=Sealed(to=Readers.NOBODY, erased_with=ErasedWith.ROWS),
    redo=None,
    harm="A list is changed after the other side's answers",
)
LIST_DISCLOSED = EntryType(
    name=DISCLOSED,
    label=N_("a list disclosed"),
    fields=(Field("list", ListKey(), N_("list"), "list_key"), Field(PAYLOAD, Sha256(), N_("payload"))),
    make=Shown,
    by=By.PARTIES,
    answers=answers_one(DECLARED, whose=Whose.OWN),
    signers=2,
    payload=Sealed(to=Readers.PARTIES, erased_with=ErasedWith.ROWS),
    redo=Redo.ENTER_DISCLOSURE,
    harm="A list is imported that is not the one its side declared",
)
ENTRY_TYPES = (LIST_DECLARED, LIST_DISCLOSED)

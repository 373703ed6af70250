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
from allforall.errors import InputError
from allforall.people.fields import Field
from allforall.people.persons import ListKind
from allforall.record.bodies import (
    Body,
    check_keys,
    read_count,
    read_day,
    read_hash,
    read_list_key,
    read_sha256,
    read_word,
)
from allforall.record.canonical import read_json, write_json
from allforall.record.notes import encode_base64

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

    @property
    def body(self) -> Body:
        """The body of the entry."""
        return {
            "as_of": self.as_of.isoformat(),
            "count": self.count,
            "kind": self.kind.value,
            "list": self.list_key,
            "payload": self.payload,
            "root": encode_base64(self.root),
        }


@dataclass(frozen=True, slots=True)
class Shown:
    """The disclosure of a declared list: its rows are in this payload."""

    list_key: str
    payload: str

    @property
    def body(self) -> Body:
        """The body of the entry."""
        return {"list": self.list_key, "payload": self.payload}


def row_item(row: DisclosedRow) -> bytes:
    """Returns the input of a row's commitment: the reference and the disclosed fields, in canonical form."""
    return write_json({Field.ROW_ID.value: row.ref, **{field.value: text for field, text in row.fields}})


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


def read_declared(body: object) -> Declared:
    """Returns the declaration of a body.

    Raises:
        InputError: it has another form.

    """
    found = check_keys(body, DECLARED, ("as_of", "count", "kind", "list", "payload", "root"))
    return Declared(
        read_list_key(found, DECLARED),
        ListKind(read_word(found, DECLARED, "kind", tuple(ListKind))),
        read_day(found, DECLARED, "as_of"),
        read_hash(found, DECLARED, "root"),
        read_sha256(found, DECLARED, "payload"),
        None if found["count"] is None else read_count(found, DECLARED, "count"),
    )


def read_shown(body: object) -> Shown:
    """Returns the disclosure of a body.

    Raises:
        InputError: it has another form.

    """
    found = check_keys(body, DISCLOSED, ("list", "payload"))
    return Shown(read_list_key(found, DISCLOSED), read_sha256(found, DISCLOSED, "payload"))

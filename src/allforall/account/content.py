"""The content of an entry, field by field, as values that a page or a terminal draws; made from its type's fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from allforall.account.entry_types import ENTRY_TYPES
from allforall.errors import N_
from allforall.offers.entries import Category
from allforall.record.forms import Author, Count, Field, Form, Hash, Many, Maybe, Moment, OneOf, Parts, Sha256
from allforall.record.genesis import ANY_TYPE
from allforall.record.key_entries import KeysOfAuthor, PublicKeyText
from allforall.record.notes import decode_base64

#: What stands for the word of a type that this program does not know.
UNKNOWN_TYPE = N_("an entry of an unknown type")


class Draw(StrEnum):
    """How to draw a value."""

    TEXT = "text"
    CODE = "code"
    CATEGORY = "category"
    COUNT = "count"
    HASH = "hash"
    KEY = "key"
    AUTHOR = "author"
    MOMENT = "moment"
    NONE = "none"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True)
class Value:
    """One value: a code with the `group` of its words, a number, the bytes of a hash, or text."""

    draw: Draw
    text: str = ""
    group: str = ""
    count: int = 0
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class FieldSaid:
    """One field: its label in English (for a part, after the labels of the whole), its values, and its rows if it is a
    table. The label of a rule about a type is that type.
    """

    labels: tuple[str, ...]
    values: tuple[Value, ...] = ()
    rows: tuple[tuple["FieldSaid", ...], ...] = ()


def content_of(kind: str, body: Mapping[str, Any]) -> tuple[FieldSaid, ...]:
    """Returns the content of a body of a known type, which has been validated."""
    return tuple(said for field in ENTRY_TYPES[kind].fields for said in _said(field, body[field.key]))


def _said(field: Field, value: Any) -> Iterator[FieldSaid]:
    form = field.form
    if isinstance(form, KeysOfAuthor):
        yield from _keys(value)
    elif isinstance(form, Many) and isinstance(form.form, Parts) and value:
        parts = form.form.fields
        rows = tuple(tuple(said for part in parts for said in _said(part, line[part.key])) for line in value)
        yield FieldSaid((field.label,), rows=rows)
    else:
        yield FieldSaid((field.label,), tuple(_values(form, value)))


def _values(form: Form[Any], value: Any) -> Iterator[Value]:
    if isinstance(form, Maybe):
        form = form.form
        if value is None:
            yield Value(Draw.NONE if isinstance(form, Sha256) else Draw.NOT_STATED)  # a dash would look like no number
            return
    if isinstance(form, Many):
        for each in value:
            yield from _values(form.form, each)
    elif isinstance(form, OneOf):
        yield Value(Draw.CODE, value, form.group)
    elif isinstance(form, Count):
        yield Value(Draw.COUNT, count=value)
    elif isinstance(form, Hash):
        yield Value(Draw.HASH, data=decode_base64(value) or b"")
    elif isinstance(form, Sha256):
        yield Value(Draw.HASH, data=bytes.fromhex(value))
    elif isinstance(form, PublicKeyText):
        yield Value(Draw.KEY, value)
    elif isinstance(form, Author):
        yield Value(Draw.AUTHOR, value)
    elif isinstance(form, Moment):
        yield Value(Draw.MOMENT, value)
    elif isinstance(form, Category):
        yield Value(Draw.CATEGORY, value)
    else:
        yield Value(Draw.TEXT, str(value)) if value else Value(Draw.NONE)


def _keys(keys: Mapping[str, Any], way: tuple[str, ...] = ()) -> Iterator[FieldSaid]:
    for key, value in keys.items():
        # A rule names a type, and the word of a type that nobody here knows may be anything, a name too.
        ruled = way[-1:] == (KeysOfAuthor.labels["rules"],)
        unknown = ruled and key != ANY_TYPE and key not in ENTRY_TYPES
        within = (*way, UNKNOWN_TYPE if unknown else KeysOfAuthor.labels.get(key, key))
        if isinstance(value, Mapping):
            yield from _keys(value, within)
        elif isinstance(value, list):
            yield FieldSaid(within, tuple(Value(Draw.KEY, each) for each in value))
        elif isinstance(value, int):
            yield FieldSaid(within, (Value(Draw.COUNT, count=value),))
        else:
            data = decode_base64(value)
            yield FieldSaid(within, (Value(Draw.KEY, value) if data is None else Value(Draw.HASH, data=data),))

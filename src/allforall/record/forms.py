"""The forms that a field of a body may have: each reads a value strictly, writes it, and gives its JSON schema.

A body holds hashes, days, counts and words of closed sets. Nothing that could hold a name belongs in it: personal data
go into a payload, and the body names that by its hash. `Text` is for what both parties publish, such as the words of
the arrangement, and never for a person. `bad` gives values that a form refuses, for the tests of every entry type.
"""

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from allforall.errors import InputError
from allforall.record.canonical import MOST_INTEGER
from allforall.record.merkle import HASH_BYTES
from allforall.record.notes import decode_base64, encode_base64

Body = Mapping[str, Any]
Schema = dict[str, Any]
T = TypeVar("T")

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CODE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")
_AUTHOR = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LIST_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")


def refuse(kind: str, where: str, expected: str | int, found: object) -> InputError:
    """Returns the error for a value of a body; for a text it gives only the length."""
    shown = f"text of {len(found)}" if isinstance(found, str) else type(found).__name__
    return InputError("entry:body:value", kind=kind, where=where, expected=expected, found=shown)


class Form(ABC, Generic[T]):
    """One form. `read` raises `InputError` for every value that does not match it."""

    __slots__ = ()

    @abstractmethod
    def read(self, found: object, kind: str, where: str) -> T:
        """Returns the value; `kind` and `where` are named by the error."""

    def write(self, value: T) -> Any:
        """Returns the value as written in a body."""
        return value

    @property
    @abstractmethod
    def schema(self) -> Schema:
        """The form as JSON schema (2020-12)."""

    @property
    def bad(self) -> tuple[object, ...]:
        """Values that the form refuses."""
        return (None, True, -1, 1 << 60, "", "Івана не знайдено", [[]], {"name": "x"})


class _Pattern(Form[str]):
    """A text of a regular expression."""

    __slots__ = ()
    expected: str
    pattern: re.Pattern[str]

    def read(self, found: object, kind: str, where: str) -> str:
        """Returns the text."""
        if not isinstance(found, str) or not self.pattern.fullmatch(found):
            raise refuse(kind, where, self.expected, found)
        return found

    @property
    def schema(self) -> Schema:
        """The pattern, anchored."""
        return {"type": "string", "pattern": f"^{self.pattern.pattern}$"}


class Sha256(_Pattern):
    """A SHA-256 in hexadecimal, such as the name of a payload."""

    __slots__ = ()
    expected, pattern = "SHA-256 in hexadecimal", _SHA256


class ListKey(_Pattern):
    """The key of a list: letters, digits, dots and dashes."""

    __slots__ = ()
    expected, pattern = "the key of a list", _LIST_KEY


class Code(_Pattern):
    """A code word that the parties agreed on, such as a place or a category."""

    __slots__ = ()
    expected, pattern = "a code word", _CODE


class Author(_Pattern):
    """The name of an author of the record."""

    __slots__ = ()
    expected, pattern = "an author", _AUTHOR


class Moment(_Pattern):
    """A moment in UTC to the second, as text: such texts sort as the moments do."""

    __slots__ = ()
    expected, pattern = "YYYY-MM-DDTHH:MM:SSZ", _MOMENT

    def read(self, found: object, kind: str, where: str) -> str:
        """Returns the text of a moment that the calendar has."""
        text = super().read(found, kind, where)
        try:
            datetime.fromisoformat(text)
        except ValueError:
            raise refuse(kind, where, self.expected, found) from None
        return text

    @property
    def bad(self) -> tuple[object, ...]:
        """Also a moment that no calendar has."""
        return (*super().bad, "2025-02-30T00:00:00Z", "2025-06-10T09:00:00+03:00")


class Day(Form[date]):
    """A day written as YYYY-MM-DD."""

    __slots__ = ()

    def read(self, found: object, kind: str, where: str) -> date:
        """Returns the day."""
        if isinstance(found, str) and _DAY.fullmatch(found):
            try:
                return date.fromisoformat(found)
            except ValueError:
                pass
        raise refuse(kind, where, "YYYY-MM-DD", found)

    def write(self, value: date) -> str:
        """Returns the day as text."""
        return value.isoformat()

    @property
    def schema(self) -> Schema:
        """A date."""
        return {"type": "string", "format": "date", "pattern": f"^{_DAY.pattern}$"}

    @property
    def bad(self) -> tuple[object, ...]:
        """Also a day that no calendar has, and one in another order."""
        return (*super().bad, "2025-02-30", "02.06.2025", "20250602")


class Hash(Form[bytes]):
    """A hash in base64, such as a root or a leaf hash."""

    __slots__ = ()

    def read(self, found: object, kind: str, where: str) -> bytes:
        """Returns its bytes."""
        data = decode_base64(found) if isinstance(found, str) and found.isascii() else None
        if data is None or len(data) != HASH_BYTES:
            raise refuse(kind, where, "hash in base64", found)
        return data

    def write(self, value: bytes) -> str:
        """Returns it in base64."""
        return encode_base64(value)

    @property
    def schema(self) -> Schema:
        """32 bytes in base64."""
        return {"type": "string", "pattern": "^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$"}


@dataclass(frozen=True, slots=True)
class Count(Form[int]):
    """A whole number between two bounds."""

    least: int = 0
    most: int = MOST_INTEGER

    def read(self, found: object, kind: str, where: str) -> int:
        """Returns the number."""
        if not isinstance(found, int) or isinstance(found, bool) or not self.least <= found <= self.most:
            raise refuse(kind, where, f"a number from {self.least}", found)
        return found

    @property
    def schema(self) -> Schema:
        """An integer with its bounds."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}

    @property
    def bad(self) -> tuple[object, ...]:
        """Also the numbers next to the bounds."""
        return (None, True, "", "1", 1.5, [1], self.least - 1, self.most + 1)


E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class OneOf(Form[E]):
    """A word of a closed set. `group` names the table of its words on the pages, where it is not its own text."""

    of: type[E]
    group: str = ""

    def read(self, found: object, kind: str, where: str) -> E:
        """Returns the word."""
        if isinstance(found, str):
            try:
                return self.of(found)
            except ValueError:
                pass
        raise refuse(kind, where, " ".join(sorted(self.of)), found)

    def write(self, value: E) -> str:
        """Returns the word as text."""
        return value.value

    @property
    def schema(self) -> Schema:
        """An enumeration."""
        return {"enum": sorted(self.of)}


@dataclass(frozen=True, slots=True)
class Text(Form[str]):
    """Words that both parties may publish. A plain one has no line breaks and no hidden characters."""

    most: int
    plain: bool = True

    def read(self, found: object, kind: str, where: str) -> str:
        """Returns the text."""
        if not isinstance(found, str) or not 0 < len(found) <= self.most or (self.plain and not _is_plain(found)):
            raise refuse(kind, where, f"{'plain ' * self.plain}text of 1 to {self.most} characters", found)
        return found

    @property
    def schema(self) -> Schema:
        """A text with its bound."""
        return {"type": "string", "minLength": 1, "maxLength": self.most}

    @property
    def bad(self) -> tuple[object, ...]:
        """Values that are not text, are empty or too long, or (if plain) look different from what they contain."""
        return (None, True, 1, "", "x" * (self.most + 1), [[]], *(("a\u202eb", " a", "a\nb") if self.plain else ()))


def _is_plain(text: str) -> bool:
    return text == text.strip() and all(
        unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"} for sign in text
    )


@dataclass(frozen=True, slots=True)
class Maybe(Form[Any]):
    """A value that may be absent: null in the body, and `unsaid` as a value."""

    form: Form[Any]
    unsaid: Any = None

    def read(self, found: object, kind: str, where: str) -> Any:
        """Returns the value, or `unsaid` for null."""
        return self.unsaid if found is None else self.form.read(found, kind, where)

    def write(self, value: Any) -> Any:
        """Returns null for `unsaid`."""
        return None if value == self.unsaid else self.form.write(value)

    @property
    def schema(self) -> Schema:
        """The form, or null."""
        return {"anyOf": [{"type": "null"}, self.form.schema]}

    @property
    def bad(self) -> tuple[object, ...]:
        """What the form refuses, except null."""
        return tuple(value for value in self.form.bad if value is not None)


@dataclass(frozen=True, slots=True)
class Many(Form[tuple[Any, ...]]):
    """Several of one form; `in_order` where they are sorted and unique, so that there is one way to write them."""

    form: Form[Any]
    least: int
    most: int
    in_order: bool = False

    def read(self, found: object, kind: str, where: str) -> tuple[Any, ...]:
        """Returns the values."""
        if not isinstance(found, list) or not self.least <= len(found) <= self.most:
            raise refuse(kind, where, f"a list of {self.least} to {self.most}", found)
        values = tuple([self.form.read(each, kind, f"{where} {number}") for number, each in enumerate(found, 1)])
        if self.in_order and (list(values) != sorted(values) or len(set(values)) < len(values)):
            raise refuse(kind, where, "each once, in order", found)
        return values

    def write(self, value: tuple[Any, ...]) -> list[Any]:
        """Returns the list, sorted where it has to be."""
        return [self.form.write(each) for each in (sorted(value) if self.in_order else value)]

    @property
    def schema(self) -> Schema:
        """An array with its bounds."""
        bounds = {"minItems": self.least, "maxItems": self.most, "uniqueItems": self.in_order}
        return {"type": "array", "items": self.form.schema, **bounds}

    @property
    def bad(self) -> tuple[object, ...]:
        """Values that are not lists, and lists of what the form refuses."""
        return (None, True, 1, "", {}, *([each] for each in self.form.bad))


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a body, with its label for readers. `attribute` is where its value is in the content
    made of the body, if not under the key.
    """

    key: str
    form: Form[Any]
    label: str
    attribute: str = ""

    @property
    def name(self) -> str:
        """The name under which the value is passed to `make`."""
        return self.attribute or self.key


def read_fields(found: object, fields: tuple[Field, ...], kind: str, where: str = "") -> dict[str, Any]:
    """Returns the values of a body that has exactly these keys.

    Raises:
        InputError: a key is missing or unknown, since a key that is ignored is one that two programs understand
            differently; or a value has another form.

    """
    if not isinstance(found, dict) or len(found) != len(fields):
        raise _other_keys(found, fields, kind, where)
    place, values = f"{where} " if where else "", {}
    for each in fields:
        if each.key not in found:
            raise _other_keys(found, fields, kind, where)
        values[each.attribute or each.key] = each.form.read(found[each.key], kind, place + each.key)
    return values


def _other_keys(found: object, fields: tuple[Field, ...], kind: str, where: str) -> InputError:
    keys = {each.key for each in fields}
    more = len(set(found) ^ keys) if isinstance(found, Mapping) else 0
    return InputError("entry:body:keys", kind=kind, where=where, expected=" ".join(sorted(keys)), found=more)


def write_fields(value: object, fields: tuple[Field, ...]) -> dict[str, Any]:
    """Returns the body for a value."""
    return {each.key: each.form.write(getattr(value, each.name)) for each in fields}


def schema_of(fields: tuple[Field, ...]) -> Schema:
    """Returns the JSON schema of a body with exactly these fields."""
    return {
        "type": "object",
        "properties": {each.key: each.form.schema for each in fields},
        "required": sorted(each.key for each in fields),
        "additionalProperties": False,
    }


@dataclass(frozen=True, slots=True)
class Parts(Form[T]):
    """A value of several fields, such as a line of a table."""

    fields: tuple[Field, ...]
    make: Callable[..., T] = field(compare=False)

    def read(self, found: object, kind: str, where: str) -> T:
        """Returns what is made of its fields."""
        return self.make(**read_fields(found, self.fields, kind, where))

    def write(self, value: T) -> dict[str, Any]:
        """Returns its fields."""
        return write_fields(value, self.fields)

    @property
    def schema(self) -> Schema:
        """An object with exactly these keys."""
        return schema_of(self.fields)

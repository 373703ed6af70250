"""The words for authors, for types of entries, and for what is wrong with one: on pages and on the command line."""

from collections.abc import Mapping
from typing import Any

from allforall.account.entry_types import ENTRY_TYPES
from allforall.pages.code_texts import GROUPS
from allforall.pages.labels import heading
from allforall.pages.words import Words
from allforall.pages.writing import NOTHING, grouped, written
from allforall.record.entry_types import EntryType
from allforall.record.forms import Author, Count, Form, Hash, Many, Maybe, Moment, OneOf, Sha256
from allforall.record.logs import Problem


def author_label(words: Words, author: str) -> str:
    """Returns the words for an author of the record."""
    return words.code("author", author) if author in GROUPS["author"] else written(author)


def type_label(words: Words, kind: str) -> str:
    """Returns an entry's type in words. One that this program does not know is not repeated: it may be anything."""
    return words.text(ENTRY_TYPES[kind].label) if kind in ENTRY_TYPES else words.text("an entry of an unknown type")


def type_heading(words: Words, kind: str) -> str:
    """Returns an entry's type as a heading."""
    return heading(words, type_label(words, kind))


def value_said(words: Words, form: Form[Any], value: Any) -> str:
    """Returns a value of a body in words; of a hash its beginning."""
    if isinstance(form, Maybe):
        if value is None:
            return words.text("not stated")  # a dash would pass for none
        return value_said(words, form.form, value)
    if isinstance(form, Many):
        return ", ".join(value_said(words, form.form, each) for each in value) or NOTHING
    if isinstance(form, OneOf):
        return words.code(form.group, value)
    if isinstance(form, Author):
        return author_label(words, value)
    if isinstance(form, Count):
        return grouped(value)
    if isinstance(form, Moment):
        return moment_said(value)
    return written(str(value))


def moment_said(text: str) -> str:
    """Returns a moment of the record as it is written elsewhere on the pages."""
    return f"{text[:10]} {text[11:16]} UTC" if len(text) == len("2025-06-10T09:00:00Z") else written(text)


def fields_said(words: Words, kind: EntryType[Any], body: Mapping[str, Any]) -> list[str]:
    """Returns what an entry says, field by field; what is only for programs is left out."""
    told = [field for field in kind.fields if not isinstance(field.form, Sha256 | Hash)]
    return [f"{words.text(field.label)}: {value_said(words, field.form, body[field.key])}" for field in told]


def problem_said(words: Words, problem: Problem) -> str:
    """Returns what is wrong with an entry, in words."""
    expected, found = problem.expected, problem.found
    return words.code(
        "",
        problem.code,
        expected=type_label(words, expected) if expected in ENTRY_TYPES else expected,
        found=words.code("said_by", found) if problem.code == "record:entry:not_by" else found,
    )

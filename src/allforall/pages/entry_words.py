"""The words for authors, for types of entries, and for what is wrong with one: on pages and on the command line."""

from collections.abc import Mapping
from typing import Any

from allforall.account.content import UNKNOWN_TYPE, Draw, FieldSaid, Value, content_of
from allforall.account.entry_types import ENTRY_TYPES
from allforall.pages.code_texts import GROUPS
from allforall.pages.labels import category_label, heading
from allforall.pages.words import Words
from allforall.pages.writing import NOTHING, grouped, written


def author_label(words: Words, author: str) -> str:
    """Returns the words for an author of the record."""
    return words.code("author", author) if author in GROUPS["author"] else written(author)


def type_label(words: Words, kind: str) -> str:
    """Returns an entry's type in words. One that this program does not know is not repeated: it may be anything."""
    return words.text(ENTRY_TYPES[kind].label) if kind in ENTRY_TYPES else words.text(UNKNOWN_TYPE)


def type_heading(words: Words, kind: str) -> str:
    """Returns an entry's type as a heading."""
    return heading(words, type_label(words, kind))


def value_said(words: Words, value: Value) -> str:
    """Returns a value of an entry in words; of a hash its first characters."""
    if value.draw is Draw.CODE:
        return words.code(value.group, value.text)
    if value.draw is Draw.CATEGORY and value.text in GROUPS["category"]:
        return category_label(words, value.text)
    if value.draw is Draw.COUNT:
        return grouped(value.count)
    if value.draw is Draw.AUTHOR:
        return author_label(words, value.text)
    if value.draw is Draw.MOMENT:
        return moment_said(value.text)
    if value.draw is Draw.HASH:
        return f"{value.data.hex()[:12]}…"
    return {Draw.NONE: NOTHING, Draw.NOT_STATED: words.text("not stated")}.get(value.draw, written(value.text))


def label_said(words: Words, said: FieldSaid) -> str:
    """Returns what a field is called; a part of something with what it is part of."""
    return ": ".join(type_label(words, label) if label in ENTRY_TYPES else words.text(label) for label in said.labels)


def moment_said(text: str) -> str:
    """Returns a moment of the record as it is written elsewhere on the pages."""
    return f"{text[:10]} {text[11:16]} UTC" if len(text) == len("2025-06-10T09:00:00Z") else written(text)


def fields_said(words: Words, kind: str, body: Mapping[str, Any]) -> list[str]:
    """Returns what an entry says, field by field; what is only for programs is left out."""
    return [
        f"{label_said(words, said)}: {', '.join(value_said(words, value) for value in said.values)}"
        for said in content_of(kind, body)
        if not any(value.draw is Draw.HASH for value in said.values)
    ]


def problem_said(words: Words, code: str, expected: str, found: str) -> str:
    """Returns what is wrong with an entry, in words."""
    return words.code(
        "",
        code,
        expected=type_label(words, expected) if expected in ENTRY_TYPES else expected,
        found=words.code("said_by", found) if code == "record:entry:not_by" else found,
    )

"""The words for authors, for types of entries, and for what is wrong with one: on pages and on the command line."""

from allforall.account.entry_types import ENTRY_TYPES
from allforall.pages.code_texts import GROUPS
from allforall.pages.labels import heading
from allforall.pages.words import Words
from allforall.pages.writing import written
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


def problem_said(words: Words, problem: Problem) -> str:
    """Returns what is wrong with an entry, in words."""
    expected, found = problem.expected, problem.found
    return words.code(
        "",
        problem.code,
        expected=type_label(words, expected) if expected in ENTRY_TYPES else expected,
        found=words.code("said_by", found) if problem.code == "record:entry:not_by" else found,
    )

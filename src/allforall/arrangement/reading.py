"""Reads an arrangement from its TOML text, or reports every problem with its line.

The text is treated as coming from the other side: its length is limited, characters that make it look different from
its content are refused, and nothing in it is run.
"""

import hashlib
import re
import tomllib
import unicodedata
from importlib import resources

from allforall.arrangement.lines import find_lines
from allforall.arrangement.sections import read_sections
from allforall.arrangement.tables import Book, Table, TermProblem, shown
from allforall.arrangement.terms import Arrangement
from allforall.errors import InputError, wanted

FORMAT = "allforall-arrangement/1"
#: Assumption: the longest arrangement, many times the example's length.
LONGEST_TEXT = 1_000_000

_AT_LINE = re.compile(r"at line (\d+)")


def istanbul() -> str:
    """Returns the text of the shipped example: the Istanbul arrangement of 2 June 2025."""
    return resources.files("allforall.arrangement").joinpath("istanbul.toml").read_text(encoding="utf-8")


def plain_text(text: str) -> str:
    """Returns the text without a byte order mark and with uniform line ends, as `digest_of` takes it."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def digest_of(text: str) -> str:
    """Returns the SHA-256 of an arrangement's text in UTF-8, independent of the editor's line ends."""
    return hashlib.sha256(plain_text(text).encode("utf-8", "surrogatepass")).hexdigest()


def read_arrangement(text: str) -> Arrangement:
    """Returns the arrangement that a text describes.

    Raises InputError for the first problem in the order of the lines (params: where, line, expected, found,
    and `others`, the number of further problems); `find_problems` gives them all.
    """
    arrangement, problems = _read(text)
    if problems:
        raise _as_error(problems)
    if arrangement is None:  # _read returns one or the other; a gate that cannot be checked is closed
        raise InputError(
            "arrangement:toml:syntax", where="file", line=1, expected=wanted("toml"), found=wanted("nothing"), others=0
        )
    return arrangement


def find_problems(text: str) -> tuple[TermProblem, ...]:
    """Returns every problem of a text, in the order of its lines; none if it can be read."""
    return _read(text)[1]


def _as_error(problems: tuple[TermProblem, ...]) -> InputError:
    first = problems[0]
    return InputError(
        first.code,
        where=first.where,
        line=first.line,
        expected=first.expected,
        found=first.found,
        others=len(problems) - 1,
    )


def _read(text: str) -> tuple[Arrangement | None, tuple[TermProblem, ...]]:
    digest = digest_of(text)
    text = plain_text(text)
    if len(text) > LONGEST_TEXT:
        return None, (_whole_file("arrangement:text:too_long", 1, str(LONGEST_TEXT), str(len(text))),)
    hidden = _hidden_character(text)
    if hidden is not None:
        return None, (hidden,)
    try:
        entries = tomllib.loads(text)
        lines = find_lines(text)
    except RecursionError:
        return None, (_whole_file("arrangement:toml:too_deep", 1, wanted("few_brackets"), wanted("many_brackets")),)
    except ValueError as error:  # TOMLDecodeError, and Python's own limit on the digits of a number
        return None, (_syntax(text, error),)
    book = Book(lines)
    root = Table(book, (), entries)
    kind = root.string("format")
    if kind and kind != FORMAT:
        # Another format has other keys: naming each of them as unknown would not help.
        root.note("arrangement:format:unknown", "format", expected=FORMAT)
        return None, tuple(book.problems)
    arrangement = read_sections(root, digest)
    root.done()
    return arrangement, tuple(sorted(book.problems, key=lambda problem: problem.line))


def _whole_file(code: str, line: int, expected: str, found: str) -> TermProblem:
    return TermProblem(code=code, where="file", line=line, expected=expected, found=found)


def _hidden_character(text: str) -> TermProblem | None:
    """Finds an invisible character that changes how a text looks (Unicode category Cf), or a lone surrogate."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.isascii():
            continue
        for character in line:
            if unicodedata.category(character) in ("Cf", "Cs"):
                code = "arrangement:text:hidden_character"
                return _whole_file(code, number, wanted("visible_characters"), f"U+{ord(character):04X}")
    return None


def _syntax(text: str, error: ValueError) -> TermProblem:
    """Turns an error of the TOML reader into a problem; its message names the line, or says that the text ended."""
    match = _AT_LINE.search(str(error))
    lines = text.split("\n")
    if match is None and "end of document" in str(error):
        number = max((n for n, line in enumerate(lines, start=1) if line.strip()), default=1)
    else:
        number = int(match[1]) if match else 1
    found = shown(lines[number - 1].strip() or wanted("nothing")) if number <= len(lines) else wanted("nothing")
    if any(word in str(error) for word in ("overwrite", "twice", "mutate", "redefine", "Duplicate")):
        return _whole_file("arrangement:toml:twice", number, wanted("each_once"), found)
    return _whole_file("arrangement:toml:syntax", number, wanted("toml"), found)

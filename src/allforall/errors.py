"""One error tree.

An error is for what stops the work: a file that cannot be read, a gate that cannot be checked, a node that is in
use. It carries a stable `code` and typed `params` and never a person's name, so that it can be logged; its text is
built from the code at the edge, in the reader's language (`allforall.pages.words`). There is one child per thing that
the caller can do differently. A rule that refuses something is not an error but a value with every reason.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import ClassVar, Final, Self


class Word(str):
    """A word of a closed set, shown in the reader's language: its code, and the `group` it belongs to.

    `params` fill the placeholders of its text. Text that a person typed, or has to type exactly, is given as plain text
    instead. For programs a word is its code.
    """

    __slots__ = ("group", "params")

    def __new__(cls, group: str, code: str, **params: str | int) -> Self:
        """Returns the word of this group with this code."""
        word = super().__new__(cls, code)
        word.group, word.params = group, params
        return word

    def __getnewargs_ex__(self) -> tuple[tuple[str, str], dict[str, str | int]]:
        return (self.group, str(self)), self.params

    group: str
    params: dict[str, str | int]


def wanted(code: str, **params: str | int) -> Word:
    """Returns the word for what a value should be."""
    return Word("wanted", code, **params)


Param = str | int | float | None | tuple[Word, ...]


def as_data(value: Param) -> str | int | float | None:
    """Returns a parameter for programs: several codes as one text."""
    if isinstance(value, tuple):
        return ", ".join(value)
    return value


#: Packages installed only with an extra: the import name and the extra.
EXTRAS: Final[Mapping[str, str]] = {
    "argcomplete": "completion",
    "django": "node",
    "psycopg": "postgres",
    "pyspark": "spark",
    "reportlab": "pdf",
    "scipy": "kinship",
    "splink": "splink",
}


def N_(text: str) -> str:  # noqa: N802 - the name by which gettext's tools know it
    """Returns the text as it is; marks it for `tools/catalogues.py`. It is translated where it is shown."""
    return text


class AllforallError(Exception):
    """The work stopped, for the reason `code`; nothing was half-stored.

    `code` is a stable word with colons, such as ``list:encoding:unknown``; `params` fill its text in the
    reader's language.
    """

    #: What the command line returns to its caller; documented in docs/commands.md.
    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, **params: Param) -> None:
        self.code = code
        self.params = params
        super().__init__(code, params)

    @property
    def data(self) -> dict[str, str | int | float | None]:
        """The parameters for programs: codes as they are."""
        return {name: as_data(value) for name, value in self.params.items()}

    def __str__(self) -> str:
        """Returns the code and its parameters, for a log; readers are given the text of `pages.words`."""
        shown = ", ".join(f"{name}={value!r}" for name, value in self.data.items())
        return f"{self.code} ({shown})" if shown else self.code


class CallError(AllforallError):
    """The call itself is wrong: other arguments are needed. Nothing was read."""

    exit_code: ClassVar[int] = 2


class InputError(AllforallError):
    """An imported file cannot be used as it is: fix the file. Params say where, expected, found."""

    exit_code: ClassVar[int] = 3


class NodeError(AllforallError):
    """The node cannot do it now: it is in use, full, damaged or of another version. Fix the node."""

    exit_code: ClassVar[int] = 4


class InstallError(AllforallError):
    """A part that this needs is not installed: install it. Nothing was changed."""

    exit_code: ClassVar[int] = 4


class GateError(AllforallError):
    """A gate is closed: an approval, a second officer, a review or a consent is missing."""

    exit_code: ClassVar[int] = 5


@contextmanager
def naming_the_extra() -> Iterator[None]:
    """Turns a missing package that comes with an extra into an InstallError that names the extra."""
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in EXTRAS:
            raise
        raise InstallError("install:extra:missing", extra=EXTRAS[package], package=package) from None

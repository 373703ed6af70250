"""What a command is given and what it gives back."""

import argparse
import getpass
import json
import stat
import sys
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from allforall.errors import CallError, GateError
from allforall.pages.words import Words

if TYPE_CHECKING:  # commands without a node start without loading the node's rooms and the database
    from allforall.node.folder import Node
    from allforall.node.officers import Desk, Signature


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a command: `data` for programs, `lines` for people. `exit_code` 6: done, but something needs a
    look.
    """

    data: dict[str, Any]
    lines: Sequence[str] = ()
    exit_code: int = 0


NEEDS_A_LOOK = 6


@dataclass(slots=True)
class Call:
    """One call of one command: its arguments, the words of its reader, who is at the desk, the opened node."""

    arguments: argparse.Namespace
    words: Words
    opened: "Node | None" = None
    passphrases: dict[str, str] = field(default_factory=dict)

    @property
    def node(self) -> "Node":
        """The opened node, for the commands that need one."""
        if self.opened is None:
            raise CallError("call:node:needed")
        return self.opened

    def text(self, message: str, **params: Any) -> str:
        """Returns a text in the reader's language."""
        return self.words.text(message, **params)

    def desk(self) -> "Desk":
        """Returns who acts: the officers named by the call, each with their passphrase where the act asks for it."""
        from allforall.node.officers import Desk  # noqa: PLC0415 - loaded by those who act on a node

        return Desk(self._signature(self.arguments.officer), self._signature(self.arguments.second))

    def _signature(self, name: str | None) -> "Signature | None":
        from allforall.node.officers import Signature  # noqa: PLC0415 - as above

        if not name:
            return None
        # A single officer only gives a name; two officers each give their passphrase.
        wanted = bool(self.arguments.second) or getattr(self.arguments, "asks_passphrase", False)
        return Signature(name, self.passphrase(name) if wanted else "")

    def passphrase(self, name: str, *, new: bool = False) -> str:
        """Returns an officer's passphrase from the passphrase file, or asks for it at the terminal."""
        if name in self.passphrases:
            return self.passphrases[name]
        if not sys.stdin.isatty():
            raise GateError("officer:passphrase:not-given")
        prompt = self.text("Passphrase of {name}: ", name=name)
        given = getpass.getpass(prompt)
        if new and getpass.getpass(self.text("Repeat: ")) != given:
            raise CallError("officer:passphrase:differs")
        self.passphrases[name] = given
        return given

    def counting(self, label: str, unit: str) -> "Counting":
        """Returns a progress bar on standard error; silent where nobody watches."""
        return Counting(label, unit, silent=self.arguments.json or not sys.stderr.isatty())


class Counting:
    """A progress bar for work in progress."""

    def __init__(self, label: str, unit: str, *, silent: bool) -> None:
        self._bar: Any = None
        if not silent:
            from tqdm import tqdm  # noqa: PLC0415 - loaded where somebody watches

            self._bar = tqdm(desc=label, unit=f" {unit}", leave=False, file=sys.stderr)

    def done(self, count: int) -> None:
        """Shows how many are done, where the total is not known yet."""
        if self._bar is not None:
            self._bar.update(count - self._bar.n)

    def of(self, count: int, total: int) -> None:
        """Shows how many of the total are done."""
        if self._bar is not None:
            self._bar.total = total
            self._bar.update(count - self._bar.n)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()


def read_passphrases(path: str | None) -> dict[str, str]:
    """Returns officers' passphrases from a TOML file that only its owner can read (for scripts and rehearsals)."""
    if not path:
        return {}
    file = Path(path)
    try:
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise CallError("officer:passphrase-file:open", path=path, expected="0600")
        words = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise CallError("officer:passphrase-file:missing", path=path, found=error.strerror or "") from None
    except (ValueError, RecursionError):  # no TOML, no UTF-8, a number of 5,000 digits, endless brackets
        raise CallError("officer:passphrase-file:wrong", path=path) from None
    return {str(name): str(phrase) for name, phrase in words.items()}


def a_date(text: str) -> date:
    """Returns a date written as 2025-06-02."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CallError("call:date:wrong", expected="2025-06-02", found=text[:40]) from None


def as_json(data: dict[str, Any]) -> str:
    """Returns data for programs, keys sorted, dates as ISO 8601."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)


Handler = Callable[[Call], Outcome]

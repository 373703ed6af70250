"""What a command is given and what it gives back."""

import argparse
import getpass
import hashlib
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
    from allforall.node.keys.agent import Unlocked
    from allforall.node.officers import Authenticated, Desk, Once


@dataclass(frozen=True, slots=True)
class NamesShown:
    """The persons that an outcome shows: `what` names the reading, `count` their number. The journal keeps it."""

    what: str
    count: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a command: `data` for programs, `lines` for people. `exit_code` 6: done, but something needs a
    look.

    `shown` are the persons it shows, written into the journal before anything is shown.
    """

    data: dict[str, Any]
    lines: Sequence[str] = ()
    exit_code: int = 0
    shown: NamesShown | None = None


NEEDS_A_LOOK = 6


@dataclass(slots=True)
class Known:
    """State that one process keeps between its calls: the agent is asked, and a passphrase stretched, only once."""

    officers: "dict[str, Authenticated]" = field(default_factory=dict)
    agent: "Unlocked | None" = None
    asked: bool = False
    told: bool = False


@dataclass(slots=True)
class Call:
    """One call of one command: its arguments, the words of its reader, who is at the desk, the opened node."""

    arguments: argparse.Namespace
    words: Words
    opened: "Node | None" = None
    passphrases: dict[str, str] = field(default_factory=dict)
    #: Officers whose passphrases were right, and the node's agent, as far as this process has asked.
    known: Known = field(default_factory=Known)
    _once: "Once | None" = None

    @property
    def node(self) -> "Node":
        """The opened node, for the commands that need one."""
        if self.opened is None:
            raise CallError("call:node:needed")
        return self.opened

    def text(self, message: str, **params: Any) -> str:
        """Returns a text in the reader's language."""
        return self.words.text(message, **params)

    @property
    def agent(self) -> "Unlocked | None":
        """The keys held by the node's agent, or None if there is no agent; it is asked once."""
        if not self.known.asked:
            from allforall.node.keys.agent import find_agent  # noqa: PLC0415 - loaded by those who act on a node

            self.known.agent = find_agent(Path(self.arguments.node))
            self.known.asked = True
        return self.known.agent

    def desk(self, *, two: bool = True) -> "Desk":
        """Returns who acts: the officers named by the call, or the agent's officer. Each has typed a passphrase.

        Raises:
            GateError: nobody is named, or a passphrase is wrong.
            ActRepeatedError: the act was done before under its nonce.

        """
        from allforall.node.officers import Desk, find_repeated  # noqa: PLC0415 - loaded by those who act on a node

        first = self.reader(ask=True)
        if first is None:
            raise GateError("officer:needed")
        second = self._officer(self.arguments.second) if two and self.arguments.second else None
        once = self.once()
        find_repeated(once)
        return Desk(first, second, once, self.arguments.seen or "")

    def reader(self, *, ask: bool = False) -> "Authenticated | None":
        """Returns the officer of this call; None if that takes a prompt and `ask` is false."""
        name = self.arguments.officer or (self.agent.who if self.agent else "")
        if not name:
            return None
        at_hand = name in self.passphrases or (self.agent is not None and self.agent.who == name)
        return self._officer(name) if ask or at_hand else None

    def _officer(self, name: str) -> "Authenticated":
        from allforall.node.officers import authenticate, check_known  # noqa: PLC0415 - as above

        if name not in self.known.officers:
            agent = self.agent
            if agent is not None and agent.who == name:
                self.known.officers[name] = agent.officer()
                self.tell_agent()
            else:
                check_known(name)
                self.known.officers[name] = authenticate(name, self.passphrase(name))
        return self.known.officers[name]

    def tell_agent(self) -> None:
        """Reports once, beside the outcome, whose keys are used without a typed passphrase."""
        agent = self.agent
        if agent is None or self.known.told:
            return
        self.known.told = True
        until = agent.until.astimezone().strftime("%H:%M")
        if agent.who:
            said = self.text(
                "Unlocked until {until}: the keys of this node and of {name}.", until=until, name=agent.who
            )
        else:
            said = self.text("Unlocked until {until}: the keys of this node.", until=until)
        print(said, file=sys.stderr)

    def once(self) -> "Once | None":
        """Returns the nonce of this act and a hash of the request; None if it has none."""
        if self._once is None and self.arguments.nonce:
            from allforall.node.officers import Once  # noqa: PLC0415 - as above

            self._once = Once(self.arguments.nonce, _hash_of(self.arguments))
        return self._once

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


#: Arguments of a call that do not change the request.
_NOT_ASKED = frozenset({"handler", "json", "lang", "nonce", "passphrases", "seen"})


def _hash_of(arguments: argparse.Namespace) -> str:
    asked = {name: value for name, value in vars(arguments).items() if name not in _NOT_ASKED}
    handler = f"{arguments.handler.__module__}.{arguments.handler.__qualname__}"
    text = json.dumps([handler, asked], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


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

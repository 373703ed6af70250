"""The parser of the command line: made of the table of commands, filled for the command that is called."""

import argparse
import difflib
import os
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

from allforall import __version__
from allforall.cli.commands import COMMANDS, within
from allforall.errors import CallError
from allforall.pages.words import LANGUAGES, Words

if TYPE_CHECKING:
    from allforall.cli.call import Handler

#: The options of every command, with the number of words that follow each; they may come before or after the command.
_SHARED = {
    "--json": 0,
    "--node": 1,
    "--lang": 1,
    "--officer": 1,
    "--second": 1,
    "--passphrases": 1,
    "--nonce": 1,
    "--seen": 1,
}
#: The similarity (difflib's ratio) from which a correct word is suggested for a mistyped one. Assumption.
_ALIKE = 0.6
_MOST_NAMED = 3


class _Parser(argparse.ArgumentParser):
    """A parser that raises our own error and can list its options."""

    @property
    def options(self) -> list[str]:
        """The long options, including those of its groups."""
        return [name for name in self._option_string_actions if name.startswith("--")]

    def error(self, message: str) -> NoReturn:
        raise CallError("call:arguments", found=message, command=self.prog)


def shared_first(given: Sequence[str]) -> list[str]:
    """Returns the words of a call with the shared options first, wherever they were typed."""
    front: list[str] = []
    rest: list[str] = []
    words_left = iter(given)
    for word in words_left:
        if word == "--":
            return [*front, *rest, word, *words_left]
        name, sign, _ = word.partition("=")
        if name not in _SHARED:
            rest.append(word)
            continue
        front.append(word)
        if _SHARED[name] and not sign:
            front += [following for following in [next(words_left, None)] if following is not None]
    return [*front, *rest]


def after_shared(given: Sequence[str]) -> list[str]:
    """Returns the words of a call without the shared options at its beginning."""
    rest = list(given)
    while rest and (name := rest[0].partition("=")[0]) in _SHARED:
        del rest[: 1 if "=" in rest[0] else 1 + _SHARED[name]]
    return rest


class CommandLine:
    """All commands in the reader's language. The arguments of a command are added when it is first called."""

    def __init__(self, text: Words) -> None:
        self._text = text
        self._filled: set[str] = set()
        self.parser = _root(text)
        title = text.text("commands")
        self._parsers: dict[str, _Parser] = {}
        groups: dict[str, Any] = {"": self.parser.add_subparsers(metavar="COMMAND", required=True, title=title)}
        for one in COMMANDS.values():
            group, _, name = one.words.rpartition(" ")
            made = groups[group].add_parser(name, prog=f"allforall {one.words}", help=text.text(one.about))
            self._parsers[one.words] = made
            if not one.module:
                groups[one.words] = made.add_subparsers(metavar="ACT", required=True)

    def parser_of(self, command: str) -> argparse.ArgumentParser:
        """Returns the parser of one command; `fill` adds its arguments."""
        return self._parsers[command]

    def parse(self, given: Sequence[str]) -> argparse.Namespace:
        """Returns the arguments of a call whose shared options come first.

        Raises:
            CallError: the call is not understood; a likely correction is named.

        """
        rest = after_shared(given)
        called, after = self._called(rest)
        if called:
            self.fill(called)
        self._check_options(called, after)
        return self.parser.parse_args(given)

    def fill(self, command: str) -> None:
        """Adds the arguments of a command, and of all others in the same module."""
        module = COMMANDS[command].module
        if module and module not in self._filled:
            self._filled.add(module)
            import_module(f"allforall.cli.{module}").register(self._add, self._text)

    def _add(
        self, words: str, handler: "Handler | None", *, needs_node: bool = True, **defaults: Any
    ) -> argparse.ArgumentParser:
        parser = self.parser_of(words)
        parser.set_defaults(handler=handler, needs_node=needs_node, **defaults)
        return parser

    def _called(self, rest: Sequence[str]) -> tuple[str, list[str]]:
        """Returns the command as far as it was typed, and the words after it."""
        called, after = "", list(rest)
        while after and not COMMANDS.get(called, COMMANDS["node"]).module and not after[0].startswith("-"):
            further = f"{called} {after[0]}".strip()
            if further not in COMMANDS:
                raise self._no_command(called, after[0])
            called = further
            del after[0]
        return called, after

    def _no_command(self, group: str, word: str) -> CallError:
        names = [one.words.rpartition(" ")[2] for one in within(group)]
        named = difflib.get_close_matches(word, names, _MOST_NAMED, _ALIKE)
        if not named:
            named = [one for one in COMMANDS if one.rpartition(" ")[2] == word][:_MOST_NAMED]
        if named:
            found = self._text.text("no command “{word}” (did you mean {named}?)", word=word, named=", ".join(named))
        else:
            found = self._text.text("no command “{word}”", word=word)
        return CallError("call:arguments", found=found, command=f"allforall {group}".strip(), near=", ".join(named))

    def _check_options(self, called: str, after: Sequence[str]) -> None:
        """Reports a mistyped option before argparse complains that the right one is missing."""
        parser = self._parsers[called] if called else self.parser
        for word in after:
            if word == "--":
                return
            name = word.partition("=")[0]
            if not word.startswith("--") or " " in word:  # argparse takes a word with a space for a value
                continue
            if name in parser.options or (called and any(one.startswith(name) for one in parser.options)):
                continue  # after a command, the beginning of an option is the option
            known = [one.removeprefix("--") for one in (*parser.options, *_SHARED)]
            near = difflib.get_close_matches(name.removeprefix("--"), dict.fromkeys(known), _MOST_NAMED, _ALIKE)
            near = [f"--{one}" for one in near]
            if near:
                found = self._text.text("no option “{word}” (did you mean {named}?)", word=name, named=", ".join(near))
            else:
                found = self._text.text("no option “{word}”", word=name)
            raise CallError("call:arguments", found=found, command=parser.prog, near=", ".join(near))

    def complete(self, typed: str) -> None:
        """Prints the shell's completions for a line and exits; only the typed command is loaded."""
        import argcomplete  # noqa: PLC0415 - an extra, asked for by shells alone

        called = ""
        for word in after_shared(shared_first(typed.split()[1:])):
            further = f"{called} {word}".strip()
            if further not in COMMANDS:
                break
            called = further
        if called:
            self.fill(called)
        argcomplete.autocomplete(self.parser, always_complete_options="long")


def _root(text: Words) -> _Parser:
    parser = _Parser(
        prog="allforall",
        # an abbreviated option before the command could not be told from the command
        allow_abbrev=False,
        description=text.text("The table between two parties: from an agreed exchange to everyone accounted for."),
        epilog=text.text(
            "Exit codes: 0 done, 1 failed, 2 wrong call, 3 bad input, 4 node, 5 gate closed, 6 done but needs a look."
        ),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"allforall {__version__}",
        help=text.text("show program's version number and exit"),
    )
    parser.add_argument(
        "--node", default=os.environ.get("ALLFORALL_NODE", "."), metavar="FOLDER", help=text.text("the node's folder")
    )
    parser.add_argument(
        "--lang",
        default=os.environ.get("ALLFORALL_LANG"),
        choices=tuple(LANGUAGES),
        help=text.text("language of texts and pages"),
    )
    parser.add_argument("--json", action="store_true", help=text.text("print the outcome as JSON, for programs"))
    parser.add_argument(
        "--officer", default=os.environ.get("ALLFORALL_OFFICER"), metavar="NAME", help=text.text("the officer who acts")
    )
    parser.add_argument(
        "--second",
        default=os.environ.get("ALLFORALL_SECOND"),
        metavar="NAME",
        help=text.text("the second officer, where two are needed"),
    )
    parser.add_argument(
        "--passphrases",
        default=os.environ.get("ALLFORALL_PASSPHRASES"),
        metavar="FILE",
        help=text.text("officers' passphrases as TOML, mode 0600, for scripts"),
    )
    parser.add_argument(
        "--nonce", metavar="TEXT", help=text.text("your own number for an act: sent twice, it is done once")
    )
    parser.add_argument(
        "--seen", metavar="TEXT", help=text.text("what you looked at, as printed by show: needed to replace it")
    )
    return parser

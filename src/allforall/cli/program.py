"""Reading the command line, opening the node, doing the command, printing the outcome."""

import argparse
import gettext
import locale
import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, TextIO

from allforall import __version__
from allforall.cli import (
    answer_commands,
    disclosure_commands,
    keeping_commands,
    linking_commands,
    list_commands,
    rehearsal_commands,
    report_commands,
)
from allforall.cli.call import Call, Outcome, as_json, default_node, read_passphrases
from allforall.errors import AllforallError, CallError
from allforall.node.folder import LANGUAGES, Node, opened
from allforall.pages.words import Words, words

INTERRUPTED = 130
_ROOMS = (
    keeping_commands,
    list_commands,
    linking_commands,
    disclosure_commands,
    answer_commands,
    report_commands,
    rehearsal_commands,
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise CallError("call:arguments", found=message, command=self.prog)


def reader_language(arguments: Sequence[str]) -> str:
    """Returns the language of whoever reads: ``--lang``, else ALLFORALL_LANG, else the machine's, else English."""
    named = os.environ.get("ALLFORALL_LANG", "")
    for place, word in enumerate(arguments):
        if word == "--lang" and place + 1 < len(arguments):
            named = arguments[place + 1]
        elif word.startswith("--lang="):
            named = word.removeprefix("--lang=")
    if named:
        return named
    machine = (locale.getlocale()[0] or os.environ.get("LANG", ""))[:2].lower()
    return machine if machine in LANGUAGES else "en"


def make_parser(text: Words) -> argparse.ArgumentParser:
    """Returns the parser with every text in the reader's language."""
    parser = _Parser(
        prog="allforall",
        description=text.text("The table between two parties: from an agreed exchange to everyone accounted for."),
        epilog=text.text(
            "Exit codes: 0 done, 1 failed, 2 call, 3 input, 4 node, 5 gate closed, 6 done but needs a look."
        ),
    )
    parser.add_argument("--version", action="version", version=f"allforall {__version__}")
    parser.add_argument("--node", default=default_node(), metavar="FOLDER", help=text.text("the node's folder"))
    parser.add_argument("--lang", default=text.lang, choices=LANGUAGES, help=text.text("language of texts and pages"))
    parser.add_argument("--json", action="store_true", help=text.text("print the outcome as JSON, for programs"))
    parser.add_argument(
        "--officer", default=os.environ.get("ALLFORALL_OFFICER"), metavar="NAME", help=text.text("who acts")
    )
    parser.add_argument(
        "--second",
        default=os.environ.get("ALLFORALL_SECOND"),
        metavar="NAME",
        help=text.text("the second officer, where an act needs two"),
    )
    parser.add_argument(
        "--passphrases",
        default=os.environ.get("ALLFORALL_PASSPHRASES"),
        metavar="FILE",
        help=text.text("officers' passphrases as TOML, mode 0600, for scripts"),
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True, title=text.text("commands"))
    for room in _ROOMS:
        room.register(commands, text)
    batch = commands.add_parser("batch", help=text.text("run the commands of a file, one a line, in this one process"))
    batch.add_argument("file", help=text.text("the file, or - for standard input"))
    batch.set_defaults(handler=None, needs_node=True)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code of the command line."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        text = words(reader_language(given))
    except CallError as error:
        print(words("en").error(error), file=sys.stderr)
        return error.exit_code
    gettext.textdomain("allforall")
    asked_json = "--json" in given
    try:
        parsed = make_parser(text).parse_args(given)
        passphrases = read_passphrases(parsed.passphrases)
        if parsed.handler is None:
            return _run_batch(parsed, text, passphrases)
        if not parsed.needs_node:
            return _print(parsed.handler(Call(parsed, text, None, passphrases)), as_program=parsed.json)
        with opened(Path(parsed.node)) as node:
            return _print(parsed.handler(Call(parsed, text, node, passphrases)), as_program=parsed.json)
    except AllforallError as error:
        return _print_error(error, text, as_program=asked_json)
    except KeyboardInterrupt:
        print(text.text("Stopped; the node is as it was before this command."), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _print(outcome: Outcome, *, as_program: bool, out: TextIO | None = None) -> int:
    stream = out or sys.stdout
    if as_program:
        print(as_json({**outcome.data, "exit_code": outcome.exit_code}), file=stream, flush=True)
    else:
        for line in outcome.lines:
            print(line, file=stream)
        stream.flush()
    return outcome.exit_code


def _print_error(error: AllforallError, text: Words, *, as_program: bool) -> int:
    if as_program:
        told = {"code": error.code, "params": error.params, "text": text.error(error)}
        print(as_json({"error": told, "exit_code": error.exit_code}), flush=True)
    print(text.error(error), file=sys.stderr)
    return error.exit_code


def _run_batch(parsed: argparse.Namespace, text: Words, passphrases: dict[str, str]) -> int:
    """Runs commands line by line in one process with the node opened once; the first that fails ends it."""
    parser = make_parser(text)
    with opened(Path(parsed.node)) as node:
        if parsed.file == "-":
            return _run_lines(sys.stdin, parser, parsed, text, node, passphrases)
        try:
            with Path(parsed.file).open(encoding="utf-8") as stream:
                return _run_lines(stream, parser, parsed, text, node, passphrases)
        except OSError as error:
            raise CallError("call:file:unreadable", path=parsed.file, found=error.strerror or "") from None


def _run_lines(
    lines: TextIO,
    parser: argparse.ArgumentParser,
    outer: argparse.Namespace,
    text: Words,
    node: Node,
    passphrases: dict[str, str],
) -> int:
    worst = 0
    for line in iter(lines.readline, ""):
        given = shlex.split(line, comments=True)
        if not given:
            continue
        shared = ["--node", outer.node, "--lang", outer.lang, *(["--json"] if outer.json else [])]
        shared += [
            word for name in ("officer", "second") if (value := getattr(outer, name)) for word in (f"--{name}", value)
        ]
        inner = parser.parse_args([*shared, *given])
        if inner.handler is None or not inner.needs_node or inner.node != outer.node:
            raise CallError("call:batch:command", found=given[0])
        worst = max(worst, _print(inner.handler(Call(inner, text, node, passphrases)), as_program=outer.json))
    return worst

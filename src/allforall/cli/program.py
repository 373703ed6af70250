"""Reading the command line, opening the node, doing the command, printing the outcome."""

import argparse
import errno
import gc
import io
import locale
import os
import shlex
import sys
import traceback
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from allforall import __version__
from allforall.cli.argument_words import speak
from allforall.cli.call import Call, Outcome, as_json, default_node, read_passphrases
from allforall.errors import AllforallError, CallError, InputError, NodeError
from allforall.pages.words import LANGUAGES, Words, words

if TYPE_CHECKING:
    from allforall.node.folder import Node

INTERRUPTED = 130
#: What every command takes, and how many words follow it: they may stand before or after the command.
_SHARED = {"--json": 0, "--node": 1, "--lang": 1, "--officer": 1, "--second": 1, "--passphrases": 1}
#: Whoever mends the program sets this and sees where a fault arose. A traceback can quote names of persons.
_SHOW_FAULTS = "ALLFORALL_TRACEBACK"
#: The modules of `cli` whose commands there are, in the order in which help shows them.
_ROOMS = (
    "keeping_commands",
    "arrangement_commands",
    "list_commands",
    "linking_commands",
    "disclosure_commands",
    "answer_commands",
    "remark_commands",
    "paper_commands",
    "offer_commands",
    "erasure_commands",
    "key_commands",
    "genesis_commands",
    "record_commands",
    "carrying_commands",
    "report_commands",
    "rehearsal_commands",
    "verify_commands",
    "kinship_commands",
)
#: A command that needs no node starts at once: its call loads its own module and neither database nor the rooms.
_ALONE = {"verify": "verify_commands", "kinship": "kinship_commands"}


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


def _rooms_for(given: Sequence[str]) -> tuple[str, ...]:
    """Returns the modules that a call needs, whose shared words stand in front: one, where the command stands alone."""
    rest = iter(given)
    for word in rest:
        name, sign, _ = word.partition("=")
        if name not in _SHARED:
            return (_ALONE[word],) if word in _ALONE else _ROOMS
        for _ in range(0 if sign else _SHARED[name]):
            next(rest, None)
    return _ROOMS


def make_parser(text: Words, rooms: Sequence[str] = _ROOMS) -> argparse.ArgumentParser:
    """Returns the parser of these modules' commands with every text in the reader's language."""
    parser = _Parser(
        prog="allforall",
        description=text.text("The table between two parties: from an agreed exchange to everyone accounted for."),
        epilog=text.text(
            "Exit codes: 0 done, 1 failed, 2 call, 3 input, 4 node, 5 gate closed, 6 done but needs a look."
        ),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"allforall {__version__}",
        help=text.text("show program's version number and exit"),
    )
    parser.add_argument("--node", default=default_node(), metavar="FOLDER", help=text.text("the node's folder"))
    parser.add_argument(
        "--lang",
        default=os.environ.get("ALLFORALL_LANG"),
        choices=tuple(LANGUAGES),
        help=text.text("language of texts and pages"),
    )
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
    for room in rooms:
        import_module(f"allforall.cli.{room}").register(commands, text)
    batch = commands.add_parser("batch", help=text.text("run the commands of a file, one a line, in this one process"))
    batch.add_argument("file", help=text.text("the file, or - for standard input"))
    batch.set_defaults(handler=None, needs_node=True)
    return parser


def shared_first(given: Sequence[str]) -> list[str]:
    """Returns the words of a call with those that every command takes in front, wherever they were typed."""
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


def _check_letters(given: Sequence[str]) -> None:
    """A word that is no text (bytes of another encoding, a null) could neither be stored nor be shown."""
    for word in given:
        if "\0" in word or not _is_text(word):
            shown = word.encode("utf-8", "replace").decode().replace("\0", "?")
            raise CallError("call:argument:not-text", found=shown[:80])


def _is_text(word: str) -> bool:
    try:
        word.encode()
    except UnicodeEncodeError:
        return False
    return True


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code of the command line."""
    given = shared_first(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal of another encoding shows what it can; a letter that it lacks must not stop the work.
            stream.reconfigure(errors="backslashreplace")
    # Lists are long and their rows hold no cycles: looking for garbage among them took a quarter of the time.
    gc.set_threshold(100_000, 50, 100)
    as_program = "--json" in given
    text = words("en")
    try:
        text = words(reader_language(given))
        speak(text.lang)
        _check_letters(given)
        return _run(given, text)
    except AllforallError as error:
        return _print_error(error, text, as_program=as_program)
    except KeyboardInterrupt:
        return _print_stopped(text, as_program=as_program)
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody to tell.
        _discard_output()
        return 1
    except Exception as error:
        if os.environ.get(_SHOW_FAULTS):
            raise
        return _print_error(_explain(error), text, as_program=as_program)


def _run(given: Sequence[str], text: Words) -> int:
    parsed = make_parser(text, _rooms_for(given)).parse_args(given)
    passphrases = read_passphrases(parsed.passphrases)
    if parsed.handler is None:
        return _run_batch(parsed, text, passphrases)
    if not parsed.needs_node:
        return _print(parsed.handler(Call(parsed, text, None, passphrases)), as_program=parsed.json)
    from allforall.node.folder import opened  # noqa: PLC0415 - it loads the database

    with opened(Path(parsed.node)) as node:
        return _print(parsed.handler(Call(parsed, text, node, passphrases)), as_program=parsed.json)


def _explain(error: Exception) -> AllforallError:
    """Returns what a person is told of something that no room has foreseen; nothing was stored by half."""
    if isinstance(error, OSError):
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return NodeError("store:disk:full")
        path = error.filename if isinstance(error.filename, str) else None
        return NodeError("system:refused", path=path, found=error.strerror or type(error).__name__)
    if isinstance(error, MemoryError):
        return NodeError("system:memory")
    frame = traceback.extract_tb(error.__traceback__)[-1]
    # Never the message: it may quote a cell.
    return AllforallError(
        "program:fault", found=type(error).__name__, where=f"{Path(frame.filename).name}:{frame.lineno}"
    )


def _discard_output() -> None:
    """Sends what is still to be written nowhere, so that the end of the process does not fail on it again."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return  # no such stream: there is nothing to discard


def _print(outcome: Outcome, *, as_program: bool) -> int:
    lines = [as_json({**outcome.data, "exit_code": outcome.exit_code})] if as_program else outcome.lines
    try:
        for line in lines:
            print(line)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _discard_output()
        raise AllforallError("call:output:failed", found=error.strerror or "") from None
    return outcome.exit_code


def _print_error(error: AllforallError, text: Words, *, as_program: bool) -> int:
    happened = text.error(error)
    line = error.params.get("batch_line")
    if line is not None:
        where = text.text("Line {line} of the batch, which ended there:", line=line)
        happened = f"{where} {happened}"
    if as_program:
        told = {"code": error.code, "params": error.data, "text": happened}
        print(as_json({"error": told, "exit_code": error.exit_code}), flush=True)
    print(happened, file=sys.stderr)
    return error.exit_code


def _print_stopped(text: Words, *, as_program: bool) -> int:
    happened = text.text("Stopped; the node is as it was before this command.")
    if as_program:
        told = {"code": "call:stopped", "params": {}, "text": happened}
        print(as_json({"error": told, "exit_code": INTERRUPTED}), flush=True)
    print(happened, file=sys.stderr)
    return INTERRUPTED


def _run_batch(parsed: argparse.Namespace, text: Words, passphrases: dict[str, str]) -> int:
    """Runs commands line by line in one process with the node opened once; the first that fails ends it."""
    from allforall.node.folder import opened  # noqa: PLC0415 - it loads the database

    parser = make_parser(text)
    with opened(Path(parsed.node)) as node:
        if parsed.file == "-":
            return _run_lines(sys.stdin, parser, parsed, text, node, passphrases)
        try:
            stream = Path(parsed.file).open(encoding="utf-8-sig")  # noqa: SIM115 - only its opening is a mistake in the call
        except OSError as error:
            raise CallError("call:file:unreadable", path=parsed.file, found=error.strerror or "") from None
        with stream:
            return _run_lines(stream, parser, parsed, text, node, passphrases)


def _numbered(lines: TextIO, name: str) -> Iterator[tuple[int, str]]:
    number = 1
    while True:
        try:
            line = lines.readline()
        except UnicodeDecodeError:
            raise InputError("call:batch:not-utf-8", path=name) from None
        if not line:
            return
        yield number, line
        number += 1


def _run_lines(
    lines: TextIO,
    parser: argparse.ArgumentParser,
    outer: argparse.Namespace,
    text: Words,
    node: "Node",
    passphrases: dict[str, str],
) -> int:
    worst = 0
    for number, line in _numbered(lines, outer.file):
        try:
            worst = max(worst, _run_line(line, parser, outer, text, node, passphrases))
        except AllforallError as error:
            error.params["batch_line"] = number
            raise
    return worst


def _run_line(
    line: str,
    parser: argparse.ArgumentParser,
    outer: argparse.Namespace,
    text: Words,
    node: "Node",
    passphrases: dict[str, str],
) -> int:
    try:
        given = shlex.split(line, comments=True)
    except ValueError:
        raise CallError("call:batch:quotes") from None
    if not given:
        return 0
    _check_letters(given)
    shared = [
        "--node",
        outer.node,
        *(["--lang", outer.lang] if outer.lang else []),
        *(["--json"] if outer.json else []),
    ]
    shared += [
        word for name in ("officer", "second") if (value := getattr(outer, name)) for word in (f"--{name}", value)
    ]
    try:
        inner = parser.parse_args([*shared, *shared_first(given)])
    except SystemExit:
        # --help and --version print and leave; in a batch they would pass for its end.
        raise CallError("call:batch:command", found=given[-1]) from None
    if inner.handler is None or not inner.needs_node or inner.node != outer.node:
        raise CallError("call:batch:command", found=given[0])
    return _print(inner.handler(Call(inner, text, node, passphrases)), as_program=outer.json)

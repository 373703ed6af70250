"""Reads the command line, opens the node, runs the command, prints the outcome."""

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
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from allforall.cli.argument_words import speak
from allforall.cli.call import Call, Known, Outcome, as_json, read_passphrases
from allforall.cli.command_line import CommandLine, after_shared, shared_first
from allforall.cli.commands import Adder
from allforall.errors import AllforallError, CallError, InputError, NodeError, naming_the_extra
from allforall.pages.words import LANGUAGES, Words, words

if TYPE_CHECKING:
    from allforall.node.folder import Node
    from allforall.node.session import Session

INTERRUPTED = 130
#: Developers set this to see where a fault arose. A traceback can quote names of persons.
_SHOW_FAULTS = "ALLFORALL_TRACEBACK"
#: A shell that asks for completions sets the first, and puts the line so far in the second (argcomplete).
_COMPLETING, _TYPED = "_ARGCOMPLETE", "COMP_LINE"


def reader_language(arguments: Sequence[str]) -> str:
    """Returns the reader's language: ``--lang``, else ALLFORALL_LANG, else the machine's, else English."""
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


def register(add: Adder, text: Words) -> None:
    """Adds the command that this module handles itself."""
    add("batch", None).add_argument("file", help=text.text("the file, or - for standard input"))


def _check_letters(given: Sequence[str]) -> None:
    """Refuses words that are not text (bytes of another encoding, a null): they can be neither stored nor shown."""
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
            # A terminal of another encoding shows what it can; a letter it cannot show must not stop the work.
            stream.reconfigure(errors="backslashreplace")
    # Lists are long and their rows have no cycles: garbage collection took a quarter of the time.
    gc.set_threshold(100_000, 50, 100)
    as_program = "--json" in given
    text = words("en")
    try:
        text = words(reader_language(given))
        speak(text.lang)
        if _COMPLETING in os.environ:
            CommandLine(text).complete(os.environ.get(_TYPED, ""))
        _check_letters(given)
        with naming_the_extra():
            return _run(given, text)
    except AllforallError as error:
        return _print_error(error, text, as_program=as_program)
    except KeyboardInterrupt:
        return _print_stopped(text, as_program=as_program)
    except BrokenPipeError:
        # The reader of our output is gone; there is nobody to tell.
        _discard_output()
        return 1
    except Exception as error:
        if os.environ.get(_SHOW_FAULTS):
            raise
        return _print_error(_explain(error), text, as_program=as_program)


def _run(given: Sequence[str], text: Words) -> int:
    line = CommandLine(text)
    if not after_shared(given) and "--json" not in given:
        line.parser.print_help()
        return 0
    parsed = line.parse(given)
    passphrases = read_passphrases(parsed.passphrases)
    if parsed.handler is None:
        return _run_batch(line, parsed, text, passphrases)
    if not parsed.needs_node:
        return _print(parsed.handler(Call(parsed, text, None, passphrases)), as_program=parsed.json)
    from allforall.node.session import opened_session  # noqa: PLC0415 - it loads the database

    with opened_session(Path(parsed.node)) as session:
        return _print(_act(session, Call(parsed, text, session.node, passphrases)), as_program=parsed.json)


def _act(session: "Session", call: Call) -> Outcome:
    """Returns the outcome of a command on a node; the persons it shows are in the journal by then."""
    from allforall.node.officers import ActRepeatedError, journal_read  # noqa: PLC0415 - as above

    def run(node: "Node") -> Outcome:
        outcome: Outcome = call.arguments.handler(call)
        if outcome.shown is not None and outcome.shown.count:
            named = call.arguments.officer or ""
            journal_read(node, call.reader(), named=named, what=outcome.shown.what, count=outcome.shown.count)
        return outcome

    try:
        return session.run(run)
    except ActRepeatedError as repeated:
        act = repeated.act
        data = {"act": act.pk, "kind": act.kind, "on": act.at, "officers": act.officers, "details": act.details}
        return Outcome({"repeated": data}, [call.words.error(repeated)])


def _explain(error: Exception) -> AllforallError:
    """Returns the error shown for an unforeseen fault; nothing was half-stored."""
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
    """Discards pending output, so that the process does not fail on it again at exit."""
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
        where = text.text("The batch stopped at line {line}:", line=line)
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


def _run_batch(line: CommandLine, parsed: argparse.Namespace, text: Words, passphrases: dict[str, str]) -> int:
    """Runs commands line by line in one process with the node opened once; the first that fails ends it."""
    from allforall.node.session import opened_session  # noqa: PLC0415 - it loads the database

    with opened_session(Path(parsed.node)) as session:
        batch = Call(parsed, text, session.node, passphrases, Known())
        if parsed.file == "-":
            return _run_lines(sys.stdin, line, batch, session)
        try:
            stream = Path(parsed.file).open(encoding="utf-8-sig")  # noqa: SIM115 - only its opening is a mistake in the call
        except OSError as error:
            raise CallError("call:file:unreadable", path=parsed.file, found=error.strerror or "") from None
        with stream:
            return _run_lines(stream, line, batch, session)


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


def _run_lines(lines: TextIO, commands: CommandLine, batch: Call, session: "Session") -> int:
    worst = 0
    for number, line in _numbered(lines, batch.arguments.file):
        try:
            worst = max(worst, _run_line(line, commands, batch, session))
        except AllforallError as error:
            error.params["batch_line"] = number
            raise
    return worst


def _run_line(line: str, commands: CommandLine, batch: Call, session: "Session") -> int:
    outer = batch.arguments
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
        inner = commands.parse([*shared, *shared_first(given)])
    except SystemExit:
        # --help and --version print and exit; in a batch that would look like its end.
        raise CallError("call:batch:command", found=given[-1]) from None
    if inner.handler is None or not inner.needs_node or inner.node != outer.node:
        raise CallError("call:batch:command", found=given[0])
    call = Call(inner, batch.words, session.node, batch.passphrases, batch.known)
    return _print(_act(session, call), as_program=outer.json)

"""Shared by commands about the record: unlocks the node's keys, opens the record, reads officers' keys."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from allforall.account.entry_types import ENTRY_TYPES
from allforall.alone.verify import read_trusted
from allforall.cli.call import NEEDS_A_LOOK, Call, NamesShown, Outcome
from allforall.cli.commands import Adder
from allforall.disclosure.opening import Opened, check_in_bundle, read_opened
from allforall.durable import write_file
from allforall.errors import CallError, GateError, InputError
from allforall.node.acts.declared_lists import NotTaken
from allforall.node.acts.disclosed_lists import read_limited
from allforall.node.acts.signed_answers import check_opened
from allforall.node.folder import Node
from allforall.node.keys.key_files import OFFICER_PREFIX, KeyUse, OfficerKey, read_key_file, read_officer_key
from allforall.node.keys.keyring import Keyring, is_under, unlock, unlock_by
from allforall.node.record.entry_names import name_of
from allforall.node.record.record import Record, has_record
from allforall.node.session import check_recorded, opened_session, read_record
from allforall.node.session import recorded as act_in_record
from allforall.pages.words import Words
from allforall.pages.writing import written
from allforall.record.bundles import read_bundle
from allforall.record.entries import Entry

#: The entry of the passphrase file that opens the node's own keys.
LOG = "log"
_Key = TypeVar("_Key")


def add_keys(parser: Any, text: Words) -> None:
    """Adds the option that names officers' key files; repeated, it names a second officer."""
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="FILE",
        help=text.text("an officer's key file, to sign with; repeat for a second officer"),
    )


def signers(call: Call) -> list[OfficerKey]:
    """Returns the officers' keys that the call names, opened for this command alone.

    Raises:
        GateError: none is named; nothing is appended to the record without an officer.

    """
    agent = call.agent if call.arguments.officer in {None, "", call.agent.who if call.agent else ""} else None
    if not call.arguments.key and agent is not None and agent.key is not None:
        call.tell_agent()
        return [agent.key]
    if not call.arguments.key:
        raise GateError("keys:officer:needed")
    return [officer_key(call, path) for path in dict.fromkeys(call.arguments.key)]


def officer_key(call: Call, path: str) -> OfficerKey:
    """Returns the officer's key of a file, opened: by the agent if it holds that key, else by its passphrase."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise CallError("call:file:unreadable", path=path, found=error.strerror or "") from None
    file = read_key_file(data, KeyUse.OFFICER, path)
    held = call.agent.key if call.agent else None
    if held is not None and (held.name, held.key.public.raw) == (file.name, file.public):
        call.tell_agent()
        return held
    passphrase = call.passphrase(file.name.removeprefix(OFFICER_PREFIX))
    return _once(_officer_keys, (data, passphrase), lambda: read_officer_key(data, passphrase, path))


# Opening a key file takes a third of a second and 128 MiB, on purpose. A batch of many commands opens each file once:
# its process has the passphrases anyway, and forgets everything when it ends. An opened key is reused only for the same
# bytes and the same passphrase.
_officer_keys: dict[tuple[bytes, str], OfficerKey] = {}
_keyrings: dict[tuple[bytes, str], Keyring] = {}


def _once(opened: dict[tuple[bytes, str], _Key], of: tuple[bytes, str], open_it: Callable[[], _Key]) -> _Key:
    if of not in opened:
        opened[of] = open_it()
    return opened[of]


def unlocked(call: Call) -> Keyring:
    """Returns the node's keys, opened: by its agent if there is one, else by their passphrase."""
    agent = call.agent
    if agent is not None and agent.lock is not None and is_under(call.node, agent.lock):
        call.tell_agent()
        return unlock_by(call.node, agent.lock)
    folder = call.node.path / "keys"
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    data = b"".join(path.name.encode() + b"\0" + path.read_bytes() for path in files)
    passphrase = call.passphrase(LOG)
    return _once(_keyrings, (data, passphrase), lambda: unlock(call.node, passphrase))


def is_recorded(call: Call) -> bool:
    """Returns whether the node has a record; then lists and answers go into it, and not into loose files."""
    return has_record(call.node)


@contextmanager
def recorded(call: Call, *, keys: bool = True, desk: bool = False) -> Iterator[Record]:
    """Opens the record of the node: with its keys for an act, under the node's lock, or to be read.

    Everything that a passphrase opens is opened before taking the lock: the officers' keys that the call names and,
    with `desk`, who is at the desk.
    """
    check_recorded(call.node)
    if not keys:
        with read_record(call.node) as record:
            yield record
        return
    keyring = unlocked(call)
    if getattr(call.arguments, "key", None):
        signers(call)
    if desk:
        call.desk()
    with act_in_record(call.node, keyring, call.once()) as record:
        yield record


def not_taken(call: Call, record: Record, failed: list[NotTaken]) -> tuple[list[dict[str, Any]], list[str]]:
    """Returns which entries of the other side could not be imported, and why, for programs and for people."""
    data, lines = [], []
    for one in failed:
        entry = name_of(record, one.read.leaf)
        data.append({"entry": entry, "code": one.error.code})
        lines.append(call.text("Entry {entry} was not imported: {why}", entry=entry, why=call.words.error(one.error)))
    return data, lines


def write_opening(call: Call, record: Record, opened: Opened) -> Outcome:
    """Writes the proof of one row or answer to the file that the call names; another file is not overwritten."""
    path = Path(call.arguments.to)
    if path.exists():
        raise CallError("call:file:exists", path=str(path))
    write_file(path, opened.data)
    entry = name_of(record, opened.entry)
    said = call.text(
        "The proof is in {path}. It names one person; the root is in entry {entry}.", path=path, entry=entry
    )
    return Outcome({"file": str(path), "entry": entry}, [said], shown=NamesShown("proof of one person", 1))


def add_check(add: Adder, command: str, text: Words) -> None:
    """Adds the command that checks the proof of one row or answer; given a bundle of the whole record it needs no
    node.
    """
    check = add(command, _check_opening, needs_node=False)
    check.add_argument("file")
    check.add_argument(
        "--bundle",
        default="",
        metavar="FILE",
        help=text.text("a bundle of the whole record to check it against, without a node"),
    )
    check.add_argument(
        "--genesis-digest",
        default="",
        metavar="HEX",
        help=text.text("the genesis digest that all sides gave you; any other is refused"),
    )


def _check_opening(call: Call) -> Outcome:
    args = call.arguments
    opened = read_opened(read_limited(Path(args.file)))
    if args.bundle:
        trusted = read_trusted(args.genesis_digest)
        entry, report = check_in_bundle(read_bundle(read_limited(Path(args.bundle))), ENTRY_TYPES, opened, trusted)
        lines = [] if trusted else [call.text("The genesis was not compared: give its digest, or compare it by voice.")]
        name = f"{entry.author}:{entry.seq}"
        return _opening_outcome(call, opened, entry, name, lines, look=report.lacks_cosignatures)
    if call.opened is not None:
        return _check_here(call, call.node, opened)
    with opened_session(Path(args.node)) as session:
        return session.run(lambda node: _check_here(call, node, opened))


def _check_here(call: Call, node: Node, opened: Opened) -> Outcome:
    with read_record(node) as record:
        read = check_opened(record, opened)
        return _opening_outcome(call, opened, read.entry, name_of(record, read.leaf), [], look=False)


def _opening_outcome(call: Call, opened: Opened, entry: Entry, name: str, more: list[str], *, look: bool) -> Outcome:
    item = _item(opened)
    author = call.words.code("author", entry.author)
    lines = [call.text("It matches the root that {party} signed in entry {entry}:", party=author, entry=name)]
    lines += [f"  {key}: {written(str(value))}" for key, value in item.items()]
    data = {"entry": name, "author": entry.author, "type": entry.type, "item": item}
    return Outcome(data, [*lines, *more], NEEDS_A_LOOK if look else 0, NamesShown("proof of one person", 1))


def _item(opened: Opened) -> dict[str, Any]:
    try:
        item = json.loads(opened.item)
    except (ValueError, RecursionError):
        item = None
    if not isinstance(item, dict):
        raise InputError("opening:file")
    return item

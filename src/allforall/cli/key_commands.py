"""Commands about keys: an officer's key on a stick, the node's own keys, changing and revoking them."""

from pathlib import Path
from typing import Any

from allforall.cli.call import Call, Outcome, a_date
from allforall.cli.commands import Adder
from allforall.cli.record_call import LOG, add_keys, recorded, signers
from allforall.durable import write_durably
from allforall.errors import CallError, NodeError
from allforall.node.folder import Node
from allforall.node.keys.key_files import (
    MOST_KEY_FILE_BYTES,
    OFFICER_PREFIX,
    KeyUse,
    make_officer_key,
    officer_key_name,
    read_key_file,
)
from allforall.node.keys.keyring import destroyed_epochs, make_log_key, public_keys
from allforall.node.record.drafts import read_file
from allforall.node.record.genesis import officer_keys
from allforall.node.record.key_changes import Change, living_keys, revoke_key, rotate_keys
from allforall.node.record.payloads import rotate_epoch
from allforall.node.record.record import has_record, open_record
from allforall.node.session import opened_session
from allforall.pages.words import Words
from allforall.record.notes import Verifier, encode_base64
from allforall.record.signatures import public_key


def register(add: Adder, text: Words) -> None:
    """Adds these commands."""
    new = add("keys new", _new, needs_node=False)
    new.add_argument(
        "--to",
        default="",
        metavar="FILE",
        help=text.text("write the key of the officer named by --officer to this file"),
    )
    show = add("keys show", _show, needs_node=False)
    show.add_argument(
        "file", nargs="?", default="", help=text.text("an officer's key file; default: the node's own keys")
    )
    rotate = add("keys rotate", _rotate)
    rotate.add_argument("--log", action="store_true", help=text.text("a new log key"))
    rotate.add_argument("--add", action="append", default=[], metavar="VKEY", help=text.text("an officer to add"))
    rotate.add_argument("--remove", action="append", default=[], metavar="NAME", help=text.text("an officer to remove"))
    rotate.add_argument(
        "--epoch", action="store_true", help=text.text("a new encryption key for what is sent to this node")
    )
    rotate.add_argument(
        "--old-ends",
        default="",
        metavar="DATE",
        help=text.text("the day on which the older encryption keys are destroyed"),
    )
    add_keys(rotate, text)
    revoke = add("keys revoke", _revoke)
    revoke.add_argument("name", help=text.text("the officer's name or public key"))
    revoke.add_argument(
        "--last-trusted",
        required=True,
        type=int,
        metavar="N",
        help=text.text("its signatures remain valid for this many entries of the node's log"),
    )
    add_keys(revoke, text)


def _new(call: Call) -> Outcome:
    args = call.arguments
    if args.to:
        return _new_officer(call, args.officer or "", Path(args.to))
    if call.opened is not None:
        return _new_own(call, call.node)
    with opened_session(Path(args.node)) as session:
        return _new_own(call, session.node)


def _new_officer(call: Call, name: str, path: Path) -> Outcome:
    if not name:
        raise CallError("keys:officer:name")
    if path.exists():
        raise CallError("call:file:exists", path=str(path))
    full = officer_key_name(name)
    data = make_officer_key(name, call.passphrase(full.removeprefix(OFFICER_PREFIX), new=True))
    if path.exists():  # while a passphrase was typed
        raise CallError("call:file:exists", path=str(path))
    try:
        write_durably(path, data)
    except OSError as error:
        raise NodeError("keys:file:not-written", path=str(path), found=error.strerror or "") from None
    vkey = _officer_vkey(data, str(path))
    lines = [
        call.text("The key of {name} is in {path}; only its passphrase opens it.", name=full, path=path),
        call.text("The public key, for the node's description:"),
        f"    {vkey}",
    ]
    return Outcome({"file": str(path), "name": full, "vkey": vkey}, lines)


def _officer_vkey(data: bytes, path: str) -> str:
    file = read_key_file(data, KeyUse.OFFICER, path)
    return Verifier(file.name, public_key(file.public)).vkey


def _new_own(call: Call, node: Node) -> Outcome:
    keyring = make_log_key(node, call.passphrase(LOG, new=True))
    told = {"log": encode_base64(keyring.log.public.raw), "epoch": keyring.current_epoch}
    lines = [
        call.text("This node now has its keys: one signs its log, one decrypts what is sent to it."),
        call.text("Without their passphrase the node can append nothing more. Keep it where two people can find it."),
    ]
    return Outcome(told, lines)


def _show(call: Call) -> Outcome:
    if call.arguments.file:
        path = call.arguments.file
        vkey = _officer_vkey(read_file(Path(path), MOST_KEY_FILE_BYTES), path)
        return Outcome({"file": path, "vkey": vkey}, [vkey])
    if call.opened is not None:
        return _show_own(call, call.node)
    with opened_session(Path(call.arguments.node)) as session:
        return session.run(lambda node: _show_own(call, node))


def _show_own(call: Call, node: Node) -> Outcome:
    shown = {name: encode_base64(raw) for name, raw in public_keys(node).items()}
    gone = sorted(destroyed_epochs(node.path))
    lines = [f"{name:12} {key}" for name, key in shown.items()]
    if gone:
        lines.append(call.text("Destroyed: {epochs}", epochs=", ".join(f"epoch-{one}" for one in gone)))
    told: dict[str, Any] = {"keys": shown, "destroyed": gone}
    if has_record(node):
        with open_record(node, looking=True) as record:
            state = record.states[record.own]
        mine = living_keys(state)
        told["record"] = mine.value
        lines += ["", call.text("Officers who sign now:"), *(f"    {one.vkey}" for one in mine.officers)]
    return Outcome(told, lines)


def _rotate(call: Call) -> Outcome:
    args = call.arguments
    change = Change(args.log, officer_keys(args.add), tuple(args.remove))
    ends = a_date(args.old_ends) if args.old_ends else None
    if args.epoch and ends is None:
        raise CallError("keys:rotate:no-day")
    if not args.epoch and change == Change():
        raise CallError("keys:rotate:nothing")
    told: dict[str, Any] = {}
    lines: list[str] = []
    with recorded(call) as record:
        officers = signers(call)
        if change != Change():
            read = rotate_keys(record, officers, change)
            told["entry"] = read.index
            lines.append(call.text("The keys are changed as of entry {entry} of this node's log.", entry=read.index))
        if args.epoch and ends is not None:
            number = rotate_epoch(record, officers, old_ends=ends)
            told |= {"epoch": number, "old_ends": ends.isoformat()}
            lines.append(
                call.text(
                    "Epoch {number} has begun; the keys of earlier epochs will be destroyed on {day}.",
                    number=number,
                    day=ends,
                )
            )
    lines.append(call.text("The others learn of it from the next bundle: allforall record export."))
    return Outcome(told, lines)


def _revoke(call: Call) -> Outcome:
    args = call.arguments
    with recorded(call) as record:
        read, lost = revoke_key(record, signers(call), args.name, args.last_trusted)
    lines = [call.text("The key is revoked by entry {entry} of this node's log.", entry=read.index)]
    if lost:
        numbers = ", ".join(map(str, lost))
        lines.append(
            call.text(
                "Entries that have too few signatures without it and need a person's review: {entries}", entries=numbers
            )
        )
    return Outcome({"entry": read.index, "lost": lost}, lines, 6 if lost else 0)

"""Commands that erase: `erase rows`, `list`, `payload`, `ask`, `finish`, `again`, `backups`, `show`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allforall.cli.call import NEEDS_A_LOOK, Call, Outcome
from allforall.cli.commands import Adder
from allforall.cli.record_call import add_keys, is_recorded, recorded, signers
from allforall.errors import GateError
from allforall.node.acts import erasure as erasure_acts
from allforall.node.acts.erasure import Done, Wanted
from allforall.node.keep import expiry
from allforall.node.keep.erased import find_returned
from allforall.node.keys.keyring import OfficerKey
from allforall.node.record import payload_erasure
from allforall.node.record.record import Record
from allforall.pages.words import Words
from allforall.record.erasures import Reason


def register(add: Adder, text: Words) -> None:
    """Adds these commands."""
    rows = add("erase rows", _erase)
    rows.add_argument(
        "rows", nargs="+", metavar="ROW", help=text.text("a row such as HA1:12; all rows of that person are erased")
    )
    lists = add("erase list", _erase)
    lists.add_argument("lists", nargs="+", metavar="LIST")
    payload = add("erase payload", _erase)
    payload.add_argument("payloads", nargs="+", metavar="NAME")
    for parser in (rows, lists, payload):
        parser.add_argument(
            "--backups", action="store_true", help=text.text("also destroy earlier backups, after making a new one")
        )
    ask = add("erase ask", _ask)
    ask.add_argument("payloads", nargs="+", metavar="NAME")
    for parser in (rows, lists, payload, ask):
        parser.add_argument(
            "--reason",
            required=True,
            choices=[one.value for one in Reason],
            help=text.text("the reason, shown in the receipt; it cannot contain a name"),
        )
    finish = add("erase finish", _finish)
    again = add("erase again", _again)
    for parser in (rows, lists, payload, ask, finish, again):
        add_keys(parser, text)
    add("erase backups", _backups)
    add("erase show", _show)


@contextmanager
def _at_hand(call: Call) -> Iterator[tuple[Record | None, list[OfficerKey]]]:
    """Opens the record with its keys and the officers' keys, where the node has one."""
    if not is_recorded(call):
        yield None, []
        return
    keys = signers(call)
    with recorded(call, desk=True) as record:
        yield record, keys


def _erase(call: Call) -> Outcome:
    args = call.arguments
    wanted = Wanted(
        Reason(args.reason),
        rows=tuple(getattr(args, "rows", ())),
        lists=tuple(getattr(args, "lists", ())),
        payloads=tuple(getattr(args, "payloads", ())),
        backups=args.backups,
    )
    with _at_hand(call) as (record, keys):
        return _told(call, erasure_acts.erase(call.node, call.desk(), wanted, record=record, signers=keys))


def _finish(call: Call) -> Outcome:
    with _at_hand(call) as (record, keys):
        return _told(call, erasure_acts.finish(call.node, call.desk(), record=record, signers=keys))


def _again(call: Call) -> Outcome:
    with _at_hand(call) as (record, keys):
        return _told(call, erasure_acts.erase_again(call.node, call.desk(), record=record, signers=keys))


def _told(call: Call, done: Done) -> Outcome:
    plural = call.words.plural
    lines = [plural("{n} row erased.", "{n} rows erased.", done.rows, n=done.rows)]
    if done.payloads:
        count = len(done.payloads)
        lines.append(
            plural(
                "{n} payload destroyed, and the key of its epoch.",
                "{n} payloads destroyed, and the keys of their epochs.",
                count,
                n=count,
            )
        )
    if done.closed:
        why = call.words.error(GateError(done.closed))
        lines.append(call.text("No receipt was issued, and this node's keys still open old bundles: {why}", why=why))
    if done.asked:
        lines.append(
            call.text("The other side is asked to erase what it holds of them. Nobody can prove that it does.")
        )
    lines += [call.text("  destroyed: {path}", path=name) for name in done.files]
    if done.pages:
        lines.append(call.text("All pages in the node's folder are destroyed; make new ones with: allforall report."))
    if done.new_backup:
        lines.append(call.text("Earlier backups are destroyed; the new one is {path}.", path=done.new_backup))
    left = [one for one in done.backups_left if one.path != done.new_backup]
    lines += [_backup_line(call, one) for one in left]
    if done.related:
        lines.append(
            call.text("These rows may be the same persons and were NOT erased: {rows}.", rows=", ".join(done.related))
        )
    lines.append(
        call.text("Out of reach: copies elsewhere, pages written to other folders, and old blocks of a flash disk.")
    )
    return Outcome(
        {
            "rows": done.rows,
            "payloads": list(done.payloads),
            "asked": list(done.asked),
            "files": list(done.files),
            "pages": done.pages,
            "receipts": list(done.receipts),
            "related": list(done.related),
            "closed": done.closed,
            "new_backup": str(done.new_backup) if done.new_backup else None,
            "backups_left": [_backup_data(one) for one in left],
        },
        lines,
        NEEDS_A_LOOK if done.related or done.closed else 0,
    )


def _backup_data(one: expiry.KeptBackup) -> dict[str, Any]:
    return {"backup": one.path.name, "keep_until": one.keep_until}


def _backup_line(call: Call, one: expiry.KeptBackup) -> str:
    return call.text(
        "  still in the backup {path}, until {day}; then: allforall erase backups",
        path=one.path.name,
        day=one.keep_until,
    )


def _ask(call: Call) -> Outcome:
    args = call.arguments
    with recorded(call) as record:
        said = payload_erasure.ask_to_erase(record, args.payloads, signers(call), Reason(args.reason))
    asked = [name for read in said for name in read.entry.body["erase"]]
    lines = [call.text("Asked for: {path}", path=name) for name in asked]
    return Outcome({"asked": asked}, lines or [call.text("All of this was already asked for; nothing changed.")])


def _backups(call: Call) -> Outcome:
    done = expiry.destroy_expired(call.node, call.desk())
    lines = [call.text("  destroyed: {path}", path=one.path.name) for one in done]
    return Outcome(
        {"destroyed": [_backup_data(one) for one in done]},
        lines or [call.text("No backup has expired.")],
    )


def _show(call: Call) -> Outcome:
    data: dict[str, Any] = {"unfinished": erasure_acts.is_unfinished(call.node)}
    lines = (
        [call.text("An erasure was interrupted. To finish it: allforall erase finish.")] if data["unfinished"] else []
    )
    returned = find_returned(call.node)
    data["returned"] = {"rows": list(returned.rows), "payloads": list(returned.payloads)}
    if returned:
        rows = ", ".join((*returned.rows, *returned.payloads))
        lines.append(
            call.text("Erased before, but back again: {rows}. To erase them: allforall erase again.", rows=rows)
        )
    if is_recorded(call):
        with recorded(call, keys=False) as record:
            more, told = _in_record(call, record)
        data |= more
        lines += told
    backups = expiry.find_backups(call.node)
    data["backups"] = [_backup_data(one) for one in backups]
    lines += [call.text("  backup {path}, kept until {day}", path=one.path.name, day=one.keep_until) for one in backups]
    look = bool(data["unfinished"] or returned or data.get("to_erase"))
    return Outcome(data, lines or [call.text("Nothing was erased or asked for.")], NEEDS_A_LOOK if look else 0)


def _in_record(call: Call, record: Record) -> tuple[dict[str, Any], list[str]]:
    told = payload_erasure.what_is_told(record)
    waiting = payload_erasure.asked_and_held(record)
    missing = payload_erasure.not_receipted(record)
    lines = []
    for one in told:
        author = call.words.code("party", one.author)
        reason = call.words.code("erasure_reason", one.erasure.reason.value)
        params = {"day": one.erasure.on, "party": author, "path": one.payload, "why": reason}
        if one.asks:
            lines.append(call.text("{day} {party} asks to erase {path}: {why}", **params))
        else:
            lines.append(call.text("{day} {party} states that it erased {path}: {why}", **params))
    lines += [call.text("We were asked to erase this and still hold it: {path}", path=name) for name in sorted(waiting)]
    lines += [call.text("Asked for, no receipt yet: {path}", path=name) for name in sorted(missing)]
    said = [
        {
            "payload": one.payload,
            "author": one.author,
            "asks": one.asks,
            "on": one.erasure.on,
            "reason": one.erasure.reason.value,
            "backups_until": one.erasure.backups_until,
        }
        for one in told
    ]
    return {"told": said, "to_erase": sorted(waiting), "without_receipt": sorted(missing)}, lines

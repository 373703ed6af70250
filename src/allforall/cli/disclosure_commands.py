"""Commands about disclosure: decisions per person and field, the disclosed file, the ledger of disclosures."""

from collections import Counter
from pathlib import Path
from typing import Any

from allforall.cli.answer_commands import made_notices
from allforall.cli.call import NEEDS_A_LOOK, Call, NamesShown, Outcome
from allforall.cli.commands import Adder
from allforall.cli.record_call import (
    add_check,
    add_keys,
    is_recorded,
    not_taken,
    recorded,
    signers,
    write_opening,
)
from allforall.disclosure import Made, whole_list
from allforall.errors import CallError
from allforall.node.acts import declared_lists, disclosed_lists
from allforall.node.acts.lists import Imported
from allforall.node.record.entry_names import name_of
from allforall.node.views import disclosures
from allforall.pages.words import Words
from allforall.people.fields import FIELDS, Field

_EVERYTHING = "everything"


def register(add: Adder, text: Words) -> None:
    """Adds these commands."""
    for decide in (add("disclose allow", _decide, allow=True), add("disclose withhold", _decide, allow=False)):
        decide.add_argument("what", metavar="ROW|LIST", help=text.text("a row such as HA1:12, or a list such as HA1"))
        decide.add_argument("field", choices=[*(one.value for one in Field), _EVERYTHING], metavar="FIELD")
        decide.add_argument("--why", required=True)
    add("disclose fields", _fields, needs_node=False)
    declare = add("disclose declare", _declare)
    export = add("disclose export", _export)
    for parser in (declare, export):
        parser.add_argument("list")
        parser.add_argument(
            "--with-count", action="store_true", help=text.text("also state how many persons are on the list")
        )
        add_keys(parser, text)
    imported = add("disclose import", _import)
    imported.add_argument("file", nargs="?", default="")
    opened = add("disclose open", _open)
    opened.add_argument("row", metavar="ROW")
    opened.add_argument("--to", required=True, metavar="FILE")
    add_check(add, "disclose check", text)
    listed = add("disclose list", _list)
    listed.add_argument("--row", default="")
    add("disclose decisions", _decisions)


def _decide(call: Call) -> Outcome:
    args = call.arguments
    key = args.what if ":" in args.what else whole_list(args.what)
    if args.allow and args.field == _EVERYTHING:
        raise CallError("disclosure:everything:never")
    field = None if args.field == _EVERYTHING else Field(args.field)
    decision = disclosed_lists.decide(call.node, call.desk(), row_key=key, field=field, allow=args.allow, why=args.why)
    return Outcome(
        {"row": key, "field": args.field, "allow": args.allow, "by": list(decision.by)},
        [call.text("Decided for {row}, {field}.", row=key, field=call.words.code("field", args.field))],
    )


def _fields(call: Call) -> Outcome:
    return Outcome(
        {
            "fields": [
                {"field": one.field.value, "default": one.disclosure.value, "sources": list(one.sources)}
                for one in FIELDS
            ]
        },
        [
            f"{one.field.value:24} {call.words.code('default', one.disclosure.value):20} {'; '.join(one.sources)}"
            for one in FIELDS
        ],
    )


def _made_lines(call: Call, made: Made) -> tuple[dict[str, int], list[str]]:
    reasons = Counter(reason for one in made.not_listed for reason in one.reasons)
    going = len(made.disclosed.rows)
    lines = [call.words.plural("  {n} person included", "  {n} persons included", going, n=going)]
    lines += [f"  {count:>7}  {call.words.code('reason', code)}" for code, count in reasons.most_common()]
    return dict(reasons), lines


def _declare(call: Call) -> Outcome:
    args = call.arguments
    with recorded(call, desk=True) as record:
        said = declared_lists.declare_list(
            record, call.desk(), signers(call), list_key=args.list, with_count=args.with_count
        )
        entry = name_of(record, said.read.leaf)
    reasons, lines = _made_lines(call, said.made)
    done = call.text("Declared in entry {entry}; no row is disclosed yet.", entry=entry)
    rows = len(said.made.disclosed.rows)
    return Outcome({"entry": entry, "persons": rows, "not_listed": reasons}, [done, *lines])


def _export(call: Call) -> Outcome:
    args = call.arguments
    if is_recorded(call):
        return _disclose(call)
    sent = disclosed_lists.disclose_list(call.node, call.desk(), list_key=args.list, with_count=args.with_count)
    reasons, lines = _made_lines(call, sent.made)
    return Outcome(
        {
            "file": str(sent.path),
            "signed": False,
            "persons": len(sent.made.disclosed.rows),
            "not_listed": reasons,
        },
        [call.text("For the other side, not signed: {path}", path=sent.path), *lines],
    )


def _disclose(call: Call) -> Outcome:
    if call.arguments.with_count:
        raise CallError("disclosure:count:declared")
    with recorded(call, desk=True) as record:
        keys = signers(call)
        said = declared_lists.disclose_declared(record, call.desk(), keys, list_key=call.arguments.list)
        entry = name_of(record, said.read.leaf)
        made, notice_lines = made_notices(call, record, keys)
    reasons, lines = _made_lines(call, said.made)
    done = call.text(
        "Disclosed in entry {entry}, sealed for the other party; it goes with the next bundle.", entry=entry
    )
    rows = len(said.made.disclosed.rows)
    data = {"entry": entry, "signed": True, "persons": rows, "not_listed": reasons, "notices": made}
    return Outcome(data, [done, *lines, *notice_lines])


def _imported_lines(call: Call, done: Imported) -> tuple[dict[str, Any], list[str]]:
    stored = done.stored
    lines = [
        call.text(
            "{key}: the other side's {title}, {read} rows read, {refused} refused",
            key=stored.key,
            title=stored.their_key,
            read=stored.rows_read,
            refused=stored.rows_refused,
        )
    ]
    if done.was_there:
        lines.append(call.text("This file was already imported; nothing changed."))
    data = {
        "list": stored.key,
        "their_list": stored.their_key,
        "rows_read": stored.rows_read,
        "rows_refused": stored.rows_refused,
        "was_there": done.was_there,
    }
    return data, lines


def _import(call: Call) -> Outcome:
    if not call.arguments.file:
        return _take_in(call)
    with call.counting(Path(call.arguments.file).name, call.text("rows")) as bar:
        done = disclosed_lists.receive_list(call.node, call.desk(), Path(call.arguments.file), progress=bar.done)
    data, lines = _imported_lines(call, done)
    return Outcome(data, lines, NEEDS_A_LOOK if done.stored.rows_refused and not done.was_there else 0)


def _take_in(call: Call) -> Outcome:
    with recorded(call, desk=True) as record, call.counting(call.text("lists"), call.text("rows")) as bar:
        done, failed = declared_lists.take_in_lists(record, call.desk(), progress=bar.done)
        problems, lines = not_taken(call, record, failed)
    read = [_imported_lines(call, one) for one in done]
    if not read and not failed:
        lines = [call.text("There are no new lists in the record.")]
    look = bool(problems) or any(one.stored.rows_refused and not one.was_there for one in done)
    return Outcome(
        {"lists": [data for data, _ in read], "failed": problems},
        [*(line for _, said in read for line in said), *lines],
        NEEDS_A_LOOK if look else 0,
    )


def _open(call: Call) -> Outcome:
    with recorded(call) as record:
        opened = declared_lists.open_row(record, call.arguments.row)
        return write_opening(call, record, opened)


def _list(call: Call) -> Outcome:
    found = disclosures.disclosed(call.arguments.row)
    return Outcome(
        {"disclosed": [line.as_data() for line in found]},
        [f"{line.on} {line.to} {line.key:>10} {line.file_name}: {', '.join(line.fields)}" for line in found],
    )


def _decisions(call: Call) -> Outcome:
    found = disclosures.decisions()
    return Outcome(
        {"decisions": [one.as_data() for one in found]},
        [
            f"{one.on} {one.row:>10} {one.field or _EVERYTHING:20} {'+' if one.allow else '-'} {', '.join(one.by)}"
            for one in found
        ],
        shown=NamesShown("disclose decisions", len(found) if call.arguments.json else 0),
    )

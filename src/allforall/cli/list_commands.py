"""Commands about lists: `list import`, `show`, `rows`, `problems`, `draft-mapping`, `withdraw`."""

from pathlib import Path
from typing import Any

from allforall.cli.call import NEEDS_A_LOOK, Call, Outcome, a_date
from allforall.errors import CallError
from allforall.node.acts import lists
from allforall.node.acts.disclosed_lists import write_whole
from allforall.pages.labels import expected_label
from allforall.pages.words import Words
from allforall.people.fields import Basis, Field
from allforall.people.persons import ListKind, Party
from allforall.store.people.models import StoredList
from allforall.store.people.rows import load_rows, read_problem

_SHOWN = 10


def register(commands: Any, text: Words) -> None:
    """Adds these commands to the parser."""
    group = commands.add_parser("list", help=text.text("lists of persons sought and held"))
    acts = group.add_subparsers(required=True, metavar="ACT")
    imported = acts.add_parser("import", help=text.text("read a CSV, XLSX or JSON file"))
    imported.add_argument("file")
    imported.add_argument(
        "--kind",
        required=True,
        choices=[one.value for one in ListKind],
        help=text.text("persons sought or persons held"),
    )
    imported.add_argument(
        "--as-of", required=True, metavar="DATE", help=text.text("the day on which the list was true")
    )
    imported.add_argument(
        "--party",
        default="",
        choices=[one.value for one in Party],
        help=text.text("whose list it is, if not this node's own"),
    )
    imported.add_argument("--title", default="")
    imported.add_argument(
        "--mapping",
        default="",
        metavar="FILE",
        help=text.text("which column is which field, where headings are not understood"),
    )
    imported.add_argument(
        "--basis",
        default="",
        choices=[one.value for one in Basis],
        help=text.text("where its values come from"),
    )
    imported.set_defaults(handler=_import, needs_node=True)
    draft = acts.add_parser("draft-mapping", help=text.text("write a mapping file for a person to complete"))
    draft.add_argument("file")
    draft.add_argument("--to", default="", metavar="FILE")
    draft.set_defaults(handler=_draft, needs_node=False)
    shown = acts.add_parser("show", help=text.text("the lists of this node"))
    shown.set_defaults(handler=_show, needs_node=True)
    rows = acts.add_parser(
        "rows", help=text.text("the rows of a list, by key and the list's own numbers, without names")
    )
    rows.add_argument("list")
    rows.set_defaults(handler=_rows, needs_node=True)
    problems = acts.add_parser("problems", help=text.text("what could not be read: line, column, expected, found"))
    problems.add_argument("list")
    problems.set_defaults(handler=_problems, needs_node=True)
    withdraw = acts.add_parser("withdraw", help=text.text("take back a list that was read by mistake; it is kept"))
    withdraw.add_argument("list")
    withdraw.add_argument("--why", required=True)
    withdraw.set_defaults(handler=_withdraw, needs_node=True)


def _as_data(stored: StoredList) -> dict[str, Any]:
    return {
        "key": stored.key,
        "kind": stored.kind,
        "party": stored.party,
        "title": stored.title,
        "as_of": stored.as_of.isoformat(),
        "file": stored.file_name,
        "sha256": stored.sha256,
        "rows_in_file": stored.rows_in_file,
        "rows_read": stored.rows_read,
        "rows_refused": stored.rows_refused,
        "problems": stored.problem_count,
    }


def _summary(call: Call, stored: StoredList) -> str:
    return call.text(
        "{key}: {title}, {kind}, {party}, {as_of}: {read} of {total} rows read, {refused} refused, {problems} problems",
        key=stored.key,
        title=stored.title,
        kind=call.words.code("list_kind", stored.kind),
        party=call.words.code("party", stored.party),
        as_of=stored.as_of.isoformat(),
        read=stored.rows_read,
        total=stored.rows_in_file,
        refused=stored.rows_refused,
        problems=stored.problem_count,
    )


def _problem_lines(call: Call, stored: StoredList, limit: int | None) -> list[str]:
    return [
        call.text(
            "  line {line}, column {column} {heading}: {what}; expected {expected}, found {found}",
            line=one.line,
            column=one.column,
            heading=one.heading,
            what=call.words.code("problem", one.code),
            expected=expected_label(call.words, read_problem(one).expected),
            found=repr(one.found),
        )
        for one in stored.problems.order_by("line", "column")[:limit]
    ]


def _import(call: Call) -> Outcome:
    args = call.arguments
    mapping = lists.read_mapping_file(Path(args.mapping)) if args.mapping else None
    with call.counting(Path(args.file).name, call.text("rows")) as bar:
        done = lists.import_list(
            call.node,
            call.desk(),
            Path(args.file),
            kind=ListKind(args.kind),
            party=Party(args.party) if args.party else None,
            title=args.title,
            as_of=a_date(args.as_of),
            mapping=mapping,
            basis=Basis(args.basis) if args.basis else None,
            progress=bar.done,
        )
    stored = done.stored
    lines = [_summary(call, stored)]
    if done.was_there:
        lines.append(call.text("This file had been read before: nothing changed."))
    else:
        lines += _problem_lines(call, stored, _SHOWN)
        if stored.problem_count > _SHOWN:
            lines.append(call.text("  all of them: allforall list problems {key}", key=stored.key))
    for other in done.same_rows_as:
        lines.append(call.text("All its rows are those of list {key}.", key=other))
    look = bool(stored.rows_refused or done.same_rows_as) and not done.was_there
    data = {"list": _as_data(stored), "was_there": done.was_there, "same_rows_as": done.same_rows_as}
    return Outcome(data, lines, NEEDS_A_LOOK if look else 0)


def _draft(call: Call) -> Outcome:
    text = lists.draft_file_mapping(Path(call.arguments.file))
    if not call.arguments.to:
        return Outcome({"mapping": text}, text.splitlines())
    target = Path(call.arguments.to)
    if target.exists():
        raise CallError("call:file:exists", path=str(target))
    write_whole(target, text.encode())
    return Outcome({"mapping": text, "file": str(target)}, [call.text("Written: {path}.", path=target)])


def _show(call: Call) -> Outcome:
    found = list(StoredList.objects.order_by("id"))
    return Outcome({"lists": [_as_data(one) for one in found]}, [_summary(call, one) for one in found])


def _rows(call: Call) -> Outcome:
    stored = lists.find_list(call.arguments.list)
    found = [
        {
            "row": row.key,
            "row_id": row.value(Field.ROW_ID),
            "fields": [one.field.value for one in row.readings if one.value],
            "marks": sorted({mark.value for one in row.readings for mark in one.marks}),
        }
        for row in load_rows(stored)
    ]
    return Outcome(
        {"list": stored.key, "rows": found},
        [f"{one['row']:>10}  {one['row_id']:12}  {', '.join(one['marks'])}" for one in found],
    )


def _problems(call: Call) -> Outcome:
    stored = lists.find_list(call.arguments.list)
    data = [
        {
            "line": one.line,
            "column": one.column,
            "heading": one.heading,
            "code": one.code,
            "expected": one.expected,
            "found": one.found,
            "refused": one.refused,
        }
        for one in stored.problems.order_by("line", "column")
    ]
    lines = _problem_lines(call, stored, None) or [call.text("Every cell of {key} could be read.", key=stored.key)]
    return Outcome({"list": stored.key, "problems": data}, lines)


def _withdraw(call: Call) -> Outcome:
    key = call.arguments.list
    lists.withdraw_list(call.node, call.desk(), list_key=key, why=call.arguments.why)
    done = call.text("List {key} counts no more; its file can be read again.", key=key)
    return Outcome({"withdrawn": key}, [done])

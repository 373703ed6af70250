"""Commands that import and withdraw lists: `list import`, `draft-mapping`, `withdraw`."""

from pathlib import Path

from allforall.cli.call import NEEDS_A_LOOK, Call, NamesShown, Outcome, a_date
from allforall.cli.commands import Adder
from allforall.cli.list_commands import problem_lines, summary
from allforall.durable import write_file
from allforall.errors import CallError
from allforall.node.acts import lists
from allforall.node.views.lists import list_line, problems_of
from allforall.pages.words import Words
from allforall.people.fields import Basis
from allforall.people.persons import ListKind, Party

_SHOWN = 10


def register(add: Adder, text: Words) -> None:
    """Adds these commands."""
    imported = add("list import", _import)
    imported.add_argument("file")
    imported.add_argument(
        "--kind",
        required=True,
        choices=[one.value for one in ListKind],
        help=text.text("persons sought or persons held"),
    )
    imported.add_argument(
        "--as-of", required=True, metavar="DATE", help=text.text("the date of the list's information")
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
        help=text.text("says which column is which field, where the headings do not"),
    )
    imported.add_argument(
        "--basis",
        default="",
        choices=[one.value for one in Basis],
        help=text.text("where its values come from"),
    )
    draft = add("list draft-mapping", _draft, needs_node=False)
    draft.add_argument("file")
    draft.add_argument("--to", default="", metavar="FILE")
    withdraw = add("list withdraw", _withdraw)
    withdraw.add_argument("list")
    withdraw.add_argument("--why", required=True)


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
    stored = list_line(done.stored)
    lines = [summary(call, stored)]
    if done.was_there:
        lines.append(call.text("This file was already imported; nothing changed."))
    else:
        lines += problem_lines(call, problems_of(stored.key, _SHOWN))
        if stored.problem_count > _SHOWN:
            lines.append(call.text("  show all: allforall list problems {key}", key=stored.key))
    for other in done.same_rows_as:
        lines.append(call.text("All its rows are the same as those of list {key}.", key=other))
    look = bool(stored.rows_refused or done.same_rows_as) and not done.was_there
    data = {"list": stored.as_data(), "was_there": done.was_there, "same_rows_as": done.same_rows_as}
    told = NamesShown("list import", 0 if done.was_there else min(stored.problem_count, _SHOWN))
    return Outcome(data, lines, NEEDS_A_LOOK if look else 0, told)


def _draft(call: Call) -> Outcome:
    text = lists.draft_file_mapping(Path(call.arguments.file))
    if not call.arguments.to:
        return Outcome({"mapping": text}, text.splitlines())
    target = Path(call.arguments.to)
    if target.exists():
        raise CallError("call:file:exists", path=str(target))
    write_file(target, text.encode())
    return Outcome({"mapping": text, "file": str(target)}, [call.text("Written: {path}.", path=target)])


def _withdraw(call: Call) -> Outcome:
    key = call.arguments.list
    lists.withdraw_list(call.node, call.desk(), list_key=key, why=call.arguments.why)
    done = call.text("List {key} is withdrawn; its file can be imported again.", key=key)
    return Outcome({"withdrawn": key}, [done])

"""Commands about disclosure: decisions per person and field, the file that goes, the ledger of what has gone."""

from collections import Counter
from pathlib import Path
from typing import Any

from allforall.cli.call import NEEDS_A_LOOK, Call, Outcome
from allforall.disclosure import whole_list
from allforall.errors import CallError
from allforall.node import disclosing
from allforall.pages.words import Words
from allforall.people.fields import FIELDS, Field
from allforall.store.disclosure.ledger import load_decisions, load_ledger

_EVERYTHING = "everything"


def register(commands: Any, text: Words) -> None:
    """Adds these commands to the parser."""
    group = commands.add_parser("disclose", help=text.text("what of a person goes to the other party"))
    acts = group.add_subparsers(required=True, metavar="ACT")
    for name, allow, about in (
        ("allow", True, text.text("let a field of a person or of a whole list go")),
        ("withhold", False, text.text("hold a field, or a person altogether, back")),
    ):
        decide = acts.add_parser(name, help=about)
        decide.add_argument("what", metavar="ROW|LIST", help=text.text("a row such as HA1:12, or a list such as HA1"))
        decide.add_argument("field", choices=[*(one.value for one in Field), _EVERYTHING], metavar="FIELD")
        decide.add_argument("--why", required=True)
        decide.set_defaults(handler=_decide, needs_node=True, allow=allow)
    fields = acts.add_parser("fields", help=text.text("the fields and what happens to each if nobody decides"))
    fields.set_defaults(handler=_fields, needs_node=False)
    export = acts.add_parser("export", help=text.text("write a list for the other side; takes two officers"))
    export.add_argument("list")
    export.add_argument("--with-count", action="store_true", help=text.text("also say how many persons the list has"))
    export.set_defaults(handler=_export, needs_node=True)
    imported = acts.add_parser("import", help=text.text("read a list that the other side disclosed"))
    imported.add_argument("file")
    imported.set_defaults(handler=_import, needs_node=True)
    listed = acts.add_parser("list", help=text.text("what has been disclosed, of whom, to whom, when"))
    listed.add_argument("--row", default="")
    listed.set_defaults(handler=_list, needs_node=True)
    decisions = acts.add_parser("decisions", help=text.text("what was decided, oldest first"))
    decisions.set_defaults(handler=_decisions, needs_node=True)


def _decide(call: Call) -> Outcome:
    args = call.arguments
    key = args.what if ":" in args.what else whole_list(args.what)
    if args.allow and args.field == _EVERYTHING:
        raise CallError("disclosure:everything:never")
    field = None if args.field == _EVERYTHING else Field(args.field)
    decision = disclosing.decide(call.node, call.desk(), row_key=key, field=field, allow=args.allow, why=args.why)
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


def _export(call: Call) -> Outcome:
    sent = disclosing.disclose_list(
        call.node, call.desk(), list_key=call.arguments.list, with_count=call.arguments.with_count
    )
    made = sent.made
    reasons = Counter(reason for one in made.not_listed for reason in one.reasons)
    lines = [
        call.text("For the other side, not signed: {path}", path=sent.path),
        call.words.plural(
            "  {n} person goes", "  {n} persons go", len(made.disclosed.rows), n=len(made.disclosed.rows)
        ),
    ]
    lines += [f"  {count:>7}  {call.words.code('reason', code)}" for code, count in reasons.most_common()]
    return Outcome(
        {
            "file": str(sent.path),
            "signed": False,
            "persons": len(made.disclosed.rows),
            "not_listed": dict(reasons),
        },
        lines,
    )


def _import(call: Call) -> Outcome:
    with call.counting(Path(call.arguments.file).name, call.text("rows")) as bar:
        done = disclosing.receive_list(call.node, call.desk(), Path(call.arguments.file), progress=bar.done)
    stored = done.stored
    lines = [
        call.text("{key}: {title} of the other side, {read} rows read, {refused} refused", key=stored.key,
                  title=stored.their_key, read=stored.rows_read, refused=stored.rows_refused)
    ]  # fmt: skip
    if done.was_there:
        lines.append(call.text("This file had been read before: nothing changed."))
    data = {"list": stored.key, "their_list": stored.their_key, "rows_read": stored.rows_read,
            "rows_refused": stored.rows_refused, "was_there": done.was_there}  # fmt: skip
    return Outcome(data, lines, NEEDS_A_LOOK if stored.rows_refused and not done.was_there else 0)


def _list(call: Call) -> Outcome:
    wanted = call.arguments.row
    found = [(line, file) for line, file in load_ledger() if not wanted or line.row_key == wanted]
    return Outcome(
        {"disclosed": [
            {"row": line.row_key, "reference": line.ref, "fields": [field.value for field in line.fields],
             "to": line.to.value, "on": line.on, "by": list(line.by), "file": file}
            for line, file in found
        ]},
        [f"{line.on} {line.to.value} {line.row_key:>10} {file}: {', '.join(line.fields)}" for line, file in found],
    )  # fmt: skip


def _decisions(call: Call) -> Outcome:
    found = list(load_decisions())
    return Outcome(
        {"decisions": [
            {"row": one.row_key, "field": one.field.value if one.field else _EVERYTHING, "allow": one.allow,
             "to": one.to.value, "by": list(one.by), "why": one.why, "on": one.on}
            for one in found
        ]},
        [
            f"{one.on} {one.row_key:>10} {one.field or _EVERYTHING:20} {'+' if one.allow else '-'} {', '.join(one.by)}"
            for one in found
        ],
    )  # fmt: skip

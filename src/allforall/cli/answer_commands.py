"""Commands about answers: the machine proposes, officers confirm, files carry."""

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

from allforall.answers import AnswerKind, AnswersFile, NameAnswer
from allforall.cli.call import NEEDS_A_LOOK, Call, Handler, NamesShown, Outcome
from allforall.cli.commands import Adder
from allforall.cli.record_call import add_check, add_keys, not_taken, recorded, signers, write_opening
from allforall.errors import CallError
from allforall.node.acts import answers as answers_acts
from allforall.node.acts import notices as notices_acts
from allforall.node.acts import signed_answers
from allforall.node.keys.keyring import OfficerKey
from allforall.node.record.entry_names import name_of
from allforall.node.record.record import Record
from allforall.node.views.lists import find_list
from allforall.pages.words import Words
from allforall.people.fields import Field

_SHOWN = 20


def register(add: Adder, text: Words) -> None:
    """Adds these commands."""

    def of_lists(command: str, handler: Handler) -> argparse.ArgumentParser:
        parser = add(command, handler)
        parser.add_argument("--sought", default="", metavar="LIST", help=text.text("default: the other party's latest"))
        parser.add_argument(
            "--held",
            default=[],
            action="append",
            metavar="LIST",
            help=text.text("default: this node's latest and the lists searched with it; may be repeated"),
        )
        return parser

    of_lists("answers propose", _propose)
    show = of_lists("answers show", _show)
    show.add_argument("--kind", default="", choices=[one.value for one in AnswerKind])
    of_lists("answers links", _links)
    confirm = of_lists("answers confirm", _confirm)
    confirm.add_argument("row", nargs="?", default="", metavar="ROW")
    confirm.add_argument("--clear", action="store_true", help=text.text("everything that may be confirmed in a batch"))
    confirm.add_argument(
        "--kind",
        default="",
        choices=[one.value for one in AnswerKind],
        help=text.text("a different answer from the one proposed; needs a reason"),
    )
    confirm.add_argument("--why", default="")
    confirm.add_argument(
        "--with",
        dest="particulars",
        action="append",
        default=[],
        metavar="FIELD=TEXT",
        help=text.text("particulars, such as death_date=2025-01-31"),
    )
    withdraw = of_lists("answers withdraw", _withdraw)
    withdraw.add_argument("row", metavar="ROW")
    withdraw.add_argument("--why", required=True)
    sign = of_lists("answers sign", _sign)
    of_lists("answers export", _export)
    notices = add("answers notices", _notices)
    for parser in (sign, notices):
        add_keys(parser, text)
    imported = add("answers import", _import)
    imported.add_argument("file", nargs="?", default="")
    opened = add("answers open", _open)
    opened.add_argument("row", metavar="ROW")
    opened.add_argument("--to", required=True, metavar="FILE")
    add_check(add, "answers check", text)


def _asked(call: Call) -> answers_acts.Asked:
    args = call.arguments
    return answers_acts.look_up(
        call.node,
        sought=find_list(args.sought) if args.sought else None,
        held=[find_list(key) for key in dict.fromkeys(args.held)] or None,
    )


def _name_as_data(name: NameAnswer) -> dict[str, Any]:
    return {
        "row": name.sought_key,
        "reference": name.ref,
        "kind": name.kind.value,
        "state": name.state.value,
        "reasons": list(name.reasons),
        "by": list(name.by),
        "on": name.on,
        "list": name.list_key,
        "list_date": name.list_date,
        "held": name.held_key,
        "duplicate_of": name.duplicate_of,
        "particulars": dict(name.particulars),
    }


def _counts(call: Call, names: tuple[NameAnswer, ...]) -> list[str]:
    counted = Counter((name.kind.value, name.state.value) for name in names)
    lines = [
        f"  {count:>7}  {call.words.code('answer_kind', kind)} ({call.words.code('state', state)})"
        for (kind, state), count in sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    ]
    return [*lines, call.text("  {count} names, {count} answers", count=len(names))]


def _propose(call: Call) -> Outcome:
    asked = _asked(call)
    clear = sum(one.may_batch for one in asked.proposals)
    names = asked.names()
    return Outcome(
        {
            "list": asked.stored.key,
            "held_list": asked.held_key,
            "names": len(names),
            "may_be_confirmed_together": clear,
            "kinds": dict(Counter(one.kind.value for one in asked.proposals)),
        },
        [*_counts(call, names), call.text("  {count} may be confirmed together.", count=clear)],
    )


def _show(call: Call) -> Outcome:
    asked = _asked(call)
    names = asked.names()
    wanted = [name for name in names if not call.arguments.kind or name.kind.value == call.arguments.kind]
    lines = _counts(call, names)
    if call.arguments.kind:
        lines += [f"{name.sought_key:>10}  {call.words.code('state', name.state.value)}" for name in wanted]
    listed = bool(call.arguments.json or call.arguments.kind)
    return Outcome(
        {
            "names": len(names),
            "answers": [
                {**_name_as_data(name), "seen": answers_acts.seen_name(asked, name.sought_key)} for name in wanted
            ],
        },
        lines,
        shown=NamesShown("answers show", len(wanted) if listed else 0),
    )


def _links(call: Call) -> Outcome:
    asked = _asked(call)
    found = [
        {
            "reference": asked.sought.refs[link.pair.left],
            "sought": link.pair.left,
            "held": link.pair.right,
            "standing": link.standing.value,
            "bits": link.pair.bits,
        }
        for link in asked.links
    ]
    return Outcome(
        {"links": found},
        [
            f"{one['reference']} {one['sought']:>10} {one['held']:>10} "
            + call.words.code("standing", str(one["standing"]))
            for one in found
        ],
    )


def _confirm(call: Call) -> Outcome:
    args = call.arguments
    if args.clear == bool(args.row):
        raise CallError("answers:confirm:which")
    asked = _asked(call)
    if args.clear:
        if args.kind or args.particulars:
            raise CallError("answers:confirm:which")
        batch = answers_acts.confirm_clear(call.node, call.desk(), asked)
        reasons = Counter(one.reasons[0] for one in batch.left)
        lines = [
            call.words.plural(
                "{n} answer confirmed.",
                "{n} answers confirmed.",
                len(batch.confirmed),
                n=len(batch.confirmed),
            )
        ]
        lines += [f"  {count:>7}  {call.words.code('reason', code)}" for code, count in reasons.most_common()]
        return Outcome({"confirmed": len(batch.confirmed), "left": dict(reasons)}, lines)
    particulars = _particulars(args.particulars)
    answer = answers_acts.confirm_one(
        call.node,
        call.desk(),
        asked,
        sought_key=args.row,
        kind=AnswerKind(args.kind) if args.kind else None,
        why=args.why,
        particulars=particulars or None,
    )
    done = call.text("{row}: {answer}.", row=args.row, answer=call.words.code("answer_kind", answer.kind.value))
    return Outcome({"row": args.row, "kind": answer.kind.value, "by": list(answer.by)}, [done])


def _particulars(given: list[str]) -> dict[str, str]:
    found = {}
    for one in given:
        name, sign, text = one.partition("=")
        if not sign or name not in set(Field):
            raise CallError("answers:particular:wrong", expected="death_date=2025-01-31", found=name[:40])
        found[name] = text
    return found


def _withdraw(call: Call) -> Outcome:
    args = call.arguments
    answers_acts.withdraw_one(call.node, call.desk(), _asked(call), sought_key=args.row, why=args.why)
    return Outcome({"row": args.row}, [call.text("Withdrawn; the previous answer stays in the history.")])


def _told(call: Call, answers: AnswersFile) -> tuple[dict[str, int], list[str]]:
    told = Counter(entry.kind.value for entry in answers.entries)
    return dict(told), [f"  {count:>7}  {call.words.code('answer_kind', kind)}" for kind, count in told.most_common()]


def _export(call: Call) -> Outcome:
    sent = answers_acts.export_answers(call.node, call.desk(), _asked(call))
    told, lines = _told(call, sent.answers)
    done = call.text("Answers for the other side, not signed: {path}", path=sent.path)
    return Outcome({"file": str(sent.path), "signed": False, "told": told}, [done, *lines])


def _sign(call: Call) -> Outcome:
    with recorded(call, desk=True) as record:
        keys = signers(call)
        signed = signed_answers.sign_answers(record, call.desk(), keys, _asked(call))
        entry = name_of(record, signed.read.leaf)
        made, notice_lines = made_notices(call, record, keys)
    told, lines = _told(call, signed.answers)
    done = call.text("Signed in entry {entry}, sealed for the other party; it goes with the next bundle.", entry=entry)
    return Outcome({"entry": entry, "signed": True, "told": told, "notices": made}, [done, *lines, *notice_lines])


def made_notices(call: Call, record: Record, keys: list[OfficerKey]) -> tuple[list[dict[str, Any]], list[str]]:
    """Makes the notices that are due; returns what there is to say of them, for programs and for people."""
    data, lines = [], []
    for one in notices_acts.make_notices_due(record, keys, call.arguments.lang or call.node.lang):
        files = [str(path) for path in one.files]
        number = len(one.notices.notices)
        data.append({"notices": number, "files": files, "entries": [name_of(record, r.leaf) for r in one.entries]})
        lines.append(
            call.words.plural(
                "{n} notice for the information bureau, with a copy for the Central Tracing Agency:",
                "{n} notices for the information bureau, with a copy for the Central Tracing Agency:",
                number,
                n=number,
            )
        )
        lines += [f"  {path}" for path in files]
    return data, lines


def _notices(call: Call) -> Outcome:
    with recorded(call) as record:
        data, lines = made_notices(call, record, signers(call))
    return Outcome({"notices": data}, lines or [call.text("Every signed answer has its notice.")])


def _taken_lines(call: Call, taken: answers_acts.TakenIn) -> tuple[dict[str, Any], list[str]]:
    lines = [
        call.words.plural("{n} answer is new.", "{n} answers are new.", taken.added, n=taken.added),
    ]
    lines += [
        call.text(
            "  {row}: was {before}, now {after}",
            row=one.sought_key,
            before=call.words.code("answer_kind", one.before.value),
            after=call.words.code("answer_kind", one.after.value),
        )
        for one in taken.changes[:_SHOWN]
    ]
    changes = [{"row": one.sought_key, "before": one.before.value, "after": one.after.value} for one in taken.changes]
    return {"list": taken.stored.key, "added": taken.added, "changes": changes}, lines


def _import(call: Call) -> Outcome:
    if not call.arguments.file:
        return _take_in(call)
    data, lines = _taken_lines(call, answers_acts.import_answers(call.node, call.desk(), Path(call.arguments.file)))
    return Outcome(data, lines, NEEDS_A_LOOK if data["changes"] else 0)


def _take_in(call: Call) -> Outcome:
    with recorded(call, desk=True) as record:
        done, failed = signed_answers.take_in_answers(record, call.desk())
        problems, lines = not_taken(call, record, failed)
    read = [_taken_lines(call, one) for one in done]
    if not read and not failed:
        lines = [call.text("There are no new answers in the record.")]
    look = bool(problems) or any(data["changes"] for data, _ in read)
    return Outcome(
        {"answers": [data for data, _ in read], "added": sum(one.added for one in done), "failed": problems},
        [*(line for _, said in read for line in said), *lines],
        NEEDS_A_LOOK if look else 0,
    )


def _open(call: Call) -> Outcome:
    with recorded(call) as record:
        opened = signed_answers.open_answer(record, call.arguments.row)
        return write_opening(call, record, opened)

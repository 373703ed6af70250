"""Commands about the arrangement: a file that this node works under, a text proposed and accepted in the record."""

from pathlib import Path
from typing import Any

from allforall.arrangement import istanbul, read_arrangement
from allforall.arrangement.agreed import Agreed, Difference, Offered
from allforall.cli.call import Call, Outcome
from allforall.cli.commands import Adder
from allforall.cli.record_call import add_keys, recorded, signers
from allforall.errors import CallError, GateError, InputError
from allforall.node.acts import arrangement as arrangement_acts
from allforall.node.record.entry_names import name_of
from allforall.node.record.record import Record
from allforall.pages.words import Words
from allforall.pages.writing import written

#: The name by which the example that ships with the program is adopted.
EXAMPLE = "istanbul"
#: The name by which the text that both parties agreed to in the record is adopted.
AGREED = "agreed"


def register(add: Adder, text: Words) -> None:
    """Adds these commands."""
    adopt = add("arrangement adopt", _adopt)
    adopt.add_argument(
        "file", help=text.text("a TOML file, or the word {example}, or {agreed}", example=EXAMPLE, agreed=AGREED)
    )
    adopt.add_argument("--why", default="")
    propose = add("arrangement propose", _propose)
    propose.add_argument("file", help=text.text("a TOML file, or the word {example}", example=EXAMPLE))
    accept = add("arrangement accept", _accept)
    accept.add_argument("--entry", default="", help=text.text("which proposal, such as party_b:1"))
    accept.add_argument(
        "--wording",
        action="append",
        default=[],
        metavar="CLAUSE=TEXT",
        help=text.text("this side's own wording of a clause, such as category.young.title; both are kept"),
    )
    for parser in (propose, accept):
        add_keys(parser, text)
    add("arrangement show", _show)
    check = add("arrangement check", _check, needs_node=False)
    check.add_argument("file")
    add("arrangement example", _example, needs_node=False)


def _read_file(path: str) -> str:
    try:
        return Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CallError("call:file:unreadable", path=path, found=error.strerror or "") from None
    except UnicodeDecodeError:
        raise InputError("arrangement:encoding:not-utf-8", path=path) from None


def _text(call: Call) -> str:
    name = call.arguments.file
    if name == EXAMPLE:
        return istanbul()
    if name == AGREED:
        with recorded(call, keys=False) as record:
            return arrangement_acts.agreed_text(record).offered.proposed.text
    return _read_file(name)


def _adopt(call: Call) -> Outcome:
    arrangement = arrangement_acts.adopt(call.node, call.desk(), _text(call), why=call.arguments.why)
    return Outcome(
        {"digest": arrangement.digest, "title": arrangement.title},
        [call.text("This node works under: {title}.", title=arrangement.title)],
    )


def _propose(call: Call) -> Outcome:
    text = istanbul() if call.arguments.file == EXAMPLE else _read_file(call.arguments.file)
    with recorded(call) as record:
        read = arrangement_acts.propose_text(record, signers(call), text)
        entry = name_of(record, read.leaf)
    arrangement = read_arrangement(text)
    return Outcome(
        {"entry": entry, "digest": arrangement.digest, "title": arrangement.title},
        [
            call.text(
                "Proposed in entry {entry}: {title}. Nothing is agreed until the other party accepts it.",
                entry=entry,
                title=arrangement.title,
            )
        ],
    )


def _wordings(given: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in given:
        clause, sign, text = one.partition("=")
        if not sign or clause in found:
            raise CallError("arrangement:wording:form", expected="category.young.title=...", found=clause[:100])
        found[clause] = text
    return found


def _accept(call: Call) -> Outcome:
    args = call.arguments
    with recorded(call, desk=True) as record:
        read, agreed = arrangement_acts.accept_text(
            record, call.desk(), signers(call), entry=args.entry, wordings=_wordings(args.wording)
        )
        entry = name_of(record, read.leaf)
        data = _agreed_data(record, agreed)
    title = agreed.offered.proposed.arrangement.title
    lines = [call.text("Accepted in entry {entry}: {title}. This node now works under it.", entry=entry, title=title)]
    return Outcome({"entry": entry, **data}, [*lines, *_difference_lines(call, agreed.differences)])


def _agreed_data(record: Record, agreed: Agreed) -> dict[str, Any]:
    return {
        "proposed_in": name_of(record, agreed.offered.read.leaf),
        "accepted_in": name_of(record, agreed.acceptance.leaf),
        "proposed_by": agreed.offered.by,
        "accepted_by": agreed.by,
        "digest": agreed.offered.proposed.arrangement.digest,
        "title": agreed.offered.proposed.arrangement.title,
        "differences": [
            {"clause": one.clause, "proposed": one.proposed, "by": one.by, "accepted": one.accepted}
            for one in agreed.differences
        ],
    }


def _offered_data(record: Record, offered: Offered) -> dict[str, Any]:
    arrangement = offered.proposed.arrangement
    entry = name_of(record, offered.read.leaf)
    return {"entry": entry, "by": offered.by, "digest": arrangement.digest, "title": arrangement.title}


def _difference_lines(call: Call, differences: tuple[Difference, ...]) -> list[str]:
    return [
        call.text(
            "  {clause}: {proposed}; in the words of {party}: {accepted}",
            clause=one.clause,
            proposed=written(one.proposed) or "-",
            party=call.words.code("party", one.by),
            accepted=written(one.accepted),
        )
        for one in differences
    ]


def _show(call: Call) -> Outcome:
    with recorded(call, keys=False) as record:
        texts = arrangement_acts.read_arrangements(record)
        agreed = [_agreed_data(record, one) for one in texts.standing]
        waiting = [_offered_data(record, one) for one in texts.open]
        passed = [{"entry": name_of(record, one.read.leaf), "why": one.code} for one in texts.passed]
    lines = []
    for one, data in zip(texts.standing, agreed, strict=True):
        lines.append(
            call.text(
                "Agreed: {title} (proposed in {proposed}, accepted in {accepted})",
                title=data["title"],
                proposed=data["proposed_in"],
                accepted=data["accepted_in"],
            )
        )
        lines += _difference_lines(call, one.differences)
    lines += [
        call.text("Proposed, not answered yet: {title} (entry {entry})", title=one["title"], entry=one["entry"])
        for one in waiting
    ]
    lines += [f"{one['entry']}: {call.words.code('', one['why'])}" for one in passed]
    lines.append(_works_under(call, [one["digest"] for one in agreed]))
    return Outcome({"agreed": agreed, "open": waiting, "passed": passed, "replaced": len(texts.replaced)}, lines)


def _works_under(call: Call, agreed: list[str]) -> str:
    try:
        current = arrangement_acts.current()
    except GateError:
        return call.text("This node has not adopted an arrangement yet.")
    if agreed and current.digest not in agreed:
        return call.text(
            "This node works under a different text, {title}. To adopt the agreed one: allforall arrangement "
            "adopt agreed.",
            title=current.title,
        )
    return call.text("This node works under: {title}.", title=current.title)


def _check(call: Call) -> Outcome:
    arrangement = read_arrangement(_read_file(call.arguments.file))
    return Outcome(
        {"digest": arrangement.digest, "title": arrangement.title},
        [call.text("The file is valid: {title}.", title=arrangement.title)],
    )


def _example(call: Call) -> Outcome:
    text = istanbul()
    return Outcome({"text": text}, text.splitlines())

"""Commands about the record: show, verify, export, import, draft, sign, append."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from allforall.account.entry_types import ENTRY_TYPES
from allforall.account.said import EntryLine, Reading
from allforall.alone.verify import log_data
from allforall.cli.call import NEEDS_A_LOOK, Call, Outcome
from allforall.cli.commands import Adder
from allforall.cli.record_call import add_keys, recorded, signers
from allforall.cli.verify_commands import FALLS, log_lines, say_problem
from allforall.errors import CallError, InputError
from allforall.node.acts.remarks import read_explanation
from allforall.node.bundles.transfer import Intake, export_bundle, import_bundle
from allforall.node.entry_types import why_no_draft
from allforall.node.record.cosignatures import cosignatures
from allforall.node.record.drafts import draft_file, entry_of, gather, is_genesis, read_draft, read_file, sign_draft
from allforall.node.record.entry_names import find_entry, find_place, name_of
from allforall.node.record.genesis import write_file
from allforall.node.record.own_checks import verify_own
from allforall.node.record.place import read_recovering
from allforall.node.record.record import Record, append_signed, draft
from allforall.node.record.record_account import entries_of, line_of
from allforall.pages.entry_words import problem_said
from allforall.pages.words import Words
from allforall.pages.writing import spoken, written
from allforall.record.canonical import read_json, write_json
from allforall.record.entries import Entry, SignedEntry, read_entry
from allforall.record.payloads import payloads_of
from allforall.record.remarks import remark_of
from allforall.record.tiles import MOST_ENTRY_BYTES


def register(add: Adder, text: Words) -> None:
    """Adds these commands."""
    show = add("record show", _show)
    show.add_argument("entry", nargs="?", default="", metavar="AUTHOR:NUMBER", help=text.text("show one entry in full"))
    show.add_argument("--entries", action="store_true", help=text.text("list every entry, one per line"))
    show.add_argument(
        "--names",
        action="store_true",
        help=text.text("also show what may name a person: explanations, and entries that this program cannot read"),
    )
    add("record verify", _verify)
    export = add("record export", _export)
    export.add_argument(
        "--to", default="", metavar="AUTHOR", help=text.text("for which author; default: the whole record")
    )
    export.add_argument("--file", default="", metavar="FILE", help=text.text("where to write it; default: the outbox"))
    export.add_argument(
        "--all", action="store_true", help=text.text("everything, not only what the recipient is known to be missing")
    )
    taken = add("record import", _import)
    taken.add_argument("file", nargs="+")
    drafted = add("record draft", _draft)
    drafted.add_argument("type", help=text.text("the entry's type, such as objection:raised"))
    drafted.add_argument("--body", required=True, metavar="FILE", help=text.text("its body, as JSON"))
    drafted.add_argument(
        "--re", action="append", default=[], metavar="AUTHOR:NUMBER", help=text.text("an entry it refers to")
    )
    drafted.add_argument("--expires", default="", metavar="MOMENT", help=text.text("when it expires, in UTC"))
    drafted.add_argument("--to", required=True, metavar="FILE")
    sign = add("record sign", _sign, needs_node=False)
    sign.add_argument("file")
    add_keys(sign, text)
    append = add("record append", _append)
    append.add_argument("file", nargs="+", help=text.text("the draft; several files if copies of it were signed"))


def _author(call: Call, author: str) -> str:
    return call.words.code("author", author)


# what is held


def _show(call: Call) -> Outcome:
    if call.arguments.entry:
        return _show_entry(call)
    with recorded(call, keys=False) as record:
        told, lines = _standing(call, record)
        if call.arguments.entries:
            told["entry_list"], more = _entries(call, record)
            lines += ["", *more]
    alarming = bool(told["frozen"] or told["closed"] or any(log["problems"] for log in told["logs"]))
    return Outcome(told, lines, NEEDS_A_LOOK if alarming else 0)


def _standing(call: Call, record: Record) -> tuple[dict[str, Any], list[str]]:
    genesis = record.genesis.digest.hex()
    lines = [
        call.text(
            "Case {case}; this is the node of {author}", case=record.genesis.case, author=_author(call, record.own)
        )
    ]
    lines += [f"    {line}" for line in spoken(genesis)]
    recovering = read_recovering(record.folder)
    if record.closed:
        lines.append(call.words.code("", record.closed))
    if recovering is not None:
        waiting = [name for name in record.others if name not in recovering.answered]
        lines.append(call.text("Still to answer: {names}", names=", ".join(_author(call, name) for name in waiting)))
    logs = []
    for author, held in record.held.items():
        on = cosignatures(record, author)
        asked = [name for name in record.authors if name != author]
        count = call.words.plural("{n} entry", "{n} entries", held.size)
        lines.append(call.text("{author}: {size}", author=_author(call, author), size=count))
        for name in asked:
            size = on[name].checkpoint.size if name in on else 0
            lines.append(
                "    "
                + call.text(
                    "cosigned by {author}: {found} of {expected}",
                    author=_author(call, name),
                    found=size,
                    expected=held.size,
                )
            )
        if author in record.frozen:
            lines.append(
                "    "
                + call.text("FROZEN: it was written in two versions. Evidence: {path}", path=record.frozen[author])
            )
        if held.problems:
            wrong = sorted({problem.index for problem in held.problems})
            lines.append("    " + call.text("invalid entries: {entries}", entries=", ".join(map(str, wrong))))
        logs.append(
            {
                "author": author,
                "size": held.size,
                "root": held.root.hex(),
                "cosigned": {name: on[name].checkpoint.size for name in asked if name in on},
                "problems": [[one.index, one.code] for one in held.problems],
            }
        )
    told = {
        "case": record.genesis.case,
        "own": record.own,
        "genesis": genesis,
        "closed": record.closed,
        "recovering": {"why": recovering.why.value, "answered": list(recovering.answered)} if recovering else None,
        "frozen": {author: str(path) for author, path in record.frozen.items()},
        "logs": logs,
    }
    return told, lines


def _entries(call: Call, record: Record) -> tuple[list[dict[str, Any]], list[str]]:
    told, lines = [], []
    for author in record.authors:
        for line in entries_of(record, author):
            name = f"{author}:{line.ref.index}"
            answered = [name_of(record, leaf) for leaf, _ in line.answers]
            is_read = line.reading is Reading.READ
            kind = line.ref.type if is_read or call.arguments.names else ""
            told.append(
                {"entry": name, "type": kind, "re": answered, "leaf": line.leaf.hex(), "reading": line.reading.value}
            )
            said = f"{_said(call, line)}  {_warning(call, line)}".rstrip()
            lines.append(f"{name:14} {said}" + (f"  <- {', '.join(answered)}" if answered else ""))
    return told, lines


def _said(call: Call, line: EntryLine) -> str:
    """The kind of an entry; an unknown type may be any text and is not repeated."""
    if line.ref.type in ENTRY_TYPES:
        return call.words.code("entry_type", line.ref.type)
    return call.text("an entry of an unknown type") if line.entry else call.text("No entry is readable here")


def _warning(call: Call, line: EntryLine) -> str:
    reasons = [problem_said(call.words, each.code, each.expected, each.found) for each in line.problems]
    if reasons:
        return call.text("NOT VALID: {reason}", reason=" ".join(reasons))
    return call.text("The entry it answers has not arrived yet.") if line.waits else ""


def _show_entry(call: Call) -> Outcome:
    names = call.arguments.names
    with recorded(call, keys=False) as record:
        line = _line(record, call.arguments.entry)
        signed = [one.name for one in line.officers]
    explanation = ""
    if names and line.entry is not None and line.reading is Reading.READ and remark_of(line.entry) is not None:
        explanation = _explanation(call) if payloads_of(line.entry) else ""
    is_shown = names or line.reading is Reading.READ
    body = dict(line.entry.body) if line.entry and is_shown else {}
    note = "".join((line.text, "\n", *(f"{one}\n" for one in line.signature_lines))) if is_shown else ""
    told = {
        "entry": f"{line.ref.author}:{line.ref.index}",
        "leaf": line.leaf.hex(),
        "note": note,
        "body": body,
        "officers": signed,
        "reading": line.reading.value,
        "problems": [one.code for one in line.problems],
        "explanation": explanation,
    }
    lines = [f"{told['entry']}  {_said(call, line)}", f"    {line.leaf.hex()}"]
    if warning := _warning(call, line):
        lines.append(warning)
    lines.append(call.text("Signed by: {names}", names=", ".join(map(written, signed))))
    if is_shown:
        lines += _body_lines(body)
    else:
        lines.append(call.text("Its text may contain names. Show it with --names."))
    if explanation:
        lines += [
            call.text("Explanation, sealed for the parties:"),
            *map(written, explanation.split("\n")),
        ]
    elif line.entry and line.reading is Reading.READ and remark_of(line.entry) and payloads_of(line.entry):
        lines.append(call.text("An explanation is sealed for the parties. Show it with --names."))
    return Outcome(told, lines, NEEDS_A_LOOK if line.problems else 0)


def _line(record: Record, named: str) -> EntryLine:
    held, index = find_place(record, named)
    return line_of(record, held.author, index)


def _explanation(call: Call) -> str:
    with recorded(call) as record:
        return read_explanation(record, find_entry(record, call.arguments.entry))


def _body_lines(body: Mapping[str, Any]) -> list[str]:
    return [written(line) for line in json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True).split("\n")]


def _verify(call: Call) -> Outcome:
    with recorded(call, keys=False) as record, call.counting(call.text("Entries"), call.text("entries")) as counting:
        report = verify_own(record, counting.of)
    lines = [line for log in report.logs for line in log_lines(call, log)]
    logs = [log_data(log, say_problem(call)) for log in report.logs]
    told = {"case": report.case, "entries": report.entries, "logs": logs}
    stands = all(log.stands or not log.size for log in report.logs) and not report.unsigned
    lines.append(call.text("The whole record on this node is valid.") if stands else call.text("INVALID."))
    look = any(log.void for log in report.logs)
    return Outcome({**told, "stands": stands}, lines, FALLS if not stands else NEEDS_A_LOOK if look else 0)


# carrying


def _export(call: Call) -> Outcome:
    args = call.arguments
    with recorded(call) as record:
        if args.to and args.to not in record.others:
            raise CallError("record:export:nobody", found=args.to[:40], expected=", ".join(record.others))
        path = export_bundle(record, args.to, {} if args.all else None, Path(args.file) if args.file else None)
    return Outcome({"file": str(path), "to": args.to}, [call.text("The bundle is in {path}.", path=path)])


def _import(call: Call) -> Outcome:
    told, lines, look = [], [], False
    with recorded(call) as record:
        for file in call.arguments.file:
            intake = import_bundle(record, Path(file))
            told.append(intake_data(intake))
            lines += [f"{file}:", *(f"    {line}" for line in intake_lines(call, intake))]
            look = look or bool(intake.forks or intake.lacking or intake.problems)
        closed = record.closed
    if closed:
        lines.append(call.words.code("", closed))
    return Outcome({"bundles": told, "closed": closed}, lines, NEEDS_A_LOOK if look or closed else 0)


def intake_data(intake: Intake) -> dict[str, Any]:
    """Returns what a bundle brought, for programs."""
    return {
        "sender": intake.sender,
        "new": intake.is_new,
        "taken": {author: list(sizes) for author, sizes in intake.taken.items()},
        "cosigned": list(intake.cosigned),
        "cosignatures": intake.cosignatures,
        "payloads": intake.payloads,
        "forks": {author: str(path) for author, path in intake.forks.items()},
        "lacking": dict(intake.lacking),
        "problems": [[author, one.index, one.code] for author, one in intake.problems],
        "recovered": intake.recovered,
    }


def intake_lines(call: Call, intake: Intake) -> list[str]:
    """Returns what a bundle brought, for people; alarming results come first."""
    lines = [
        call.text(
            "THE LOG OF {author} WAS WRITTEN IN TWO VERSIONS. It is frozen; the evidence is in {path}.",
            author=_author(call, author),
            path=path,
        )
        for author, path in intake.forks.items()
    ]
    lines += [
        call.text(
            "ENTRY {entry}: {said}",
            entry=f"{author}:{one.index}",
            said=problem_said(call.words, one.code, one.expected, one.found),
        )
        for author, one in intake.problems
    ]
    lines += [
        call.text(
            "{author}: entries {first} to {last} are new", author=_author(call, author), first=start, last=end - 1
        )
        for author, (start, end) in intake.taken.items()
    ]
    lines += [
        call.text(
            "{author}: the bundle begins later than this node's copy ends, at {size}. Ask the sender for "
            "everything: --all.",
            author=_author(call, author),
            size=size,
        )
        for author, size in intake.lacking.items()
    ]
    if intake.cosigned:
        names = ", ".join(_author(call, author) for author in intake.cosigned)
        lines.append(call.text("cosigned here: {names}", names=names))
    if intake.cosignatures:
        lines.append(call.text("cosignatures by others: {count}", count=intake.cosignatures))
    if intake.payloads:
        lines.append(call.text("payloads: {count}", count=intake.payloads))
    if intake.recovered:
        lines.append(call.text("Everyone has answered: this node may append entries again."))
    return lines or [call.text("Nothing in it is new.")]


# from officer to officer


def _draft(call: Call) -> Outcome:
    args = call.arguments
    path = Path(args.to)
    if path.exists():
        raise CallError("call:file:exists", path=str(path))
    body = _body(Path(args.body))
    with recorded(call, keys=False) as record:
        answered = [find_entry(record, named).leaf for named in args.re]
        entry = draft(record, args.type, body, answers=answered, expires=args.expires)
    _check_draft(entry)
    data = draft_file(entry.text)
    read_draft(data)
    write_file(path, data)
    return Outcome(
        {"file": str(path), "seq": entry.seq, "type": entry.type},
        [
            call.text(
                "The draft of entry {entry} is in {path}. It is valid until another entry is appended.",
                entry=entry.seq,
                path=path,
            )
        ],
    )


def _check_draft(entry: Entry) -> None:
    refused = why_no_draft(entry)
    if refused is not None:
        raise refused


def _body(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(read_file(path, MOST_ENTRY_BYTES))
    except (ValueError, RecursionError):
        raise InputError("record:draft:body", path=str(path)) from None
    if not isinstance(value, dict):
        raise InputError("record:draft:body", path=str(path))
    body: dict[str, Any] = read_json(write_json(value))  # only what an entry may hold
    return body


def _sign(call: Call) -> Outcome:
    path = Path(call.arguments.file)
    note = read_draft(read_file(path), str(path))
    if is_genesis(note):
        raise CallError("record:draft:genesis")
    officers = signers(call)
    signed = sign_draft(note, officers)
    write_file(path, signed.data)
    entry = entry_of(signed)
    names = [one.name for one in signed.signatures]
    lines = [
        *_entry_lines(call, entry),
        call.text("Signed by: {names}", names=", ".join(map(written, names))),
    ]
    return Outcome({"file": str(path), "type": entry.type, "seq": entry.seq, "signatures": names}, lines)


def _entry_lines(call: Call, entry: Entry) -> list[str]:
    """The signed entry in full: nobody signs what they were not shown."""
    lines = [
        call.text(
            "Case {case}; {author}, entry {entry}: {type}",
            case=entry.case,
            author=_author(call, entry.author),
            entry=entry.seq,
            type=call.words.code("entry_type", entry.type),
        )
    ]
    return lines + _body_lines(dict(entry.body))


def _append(call: Call) -> Outcome:
    note = gather(Path(file) for file in call.arguments.file)
    if is_genesis(note):
        raise CallError("record:draft:genesis")
    with recorded(call) as record:
        signed: SignedEntry = read_entry(note.data)
        _check_draft(signed.entry)
        read = append_signed(record, signed)
    said = call.text("Added as entry {entry} of {author}.", author=_author(call, read.entry.author), entry=read.index)
    return Outcome({"entry": read.index, "leaf": read.leaf.hex()}, [said])

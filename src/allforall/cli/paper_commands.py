"""Commands about papers and what they started: receipts, commitments, meetings; each side states its own."""

from pathlib import Path
from typing import Any

from allforall.arrangement import CommitmentState
from allforall.cli.call import NEEDS_A_LOOK, Call, Outcome, a_date
from allforall.cli.commands import Adder
from allforall.cli.record_call import add_keys, recorded, signers
from allforall.node.acts import papers
from allforall.node.acts.disclosed_lists import read_limited
from allforall.node.record.entry_names import name_of
from allforall.node.record.record import Record
from allforall.pages.entry_words import fields_said
from allforall.pages.words import Words
from allforall.papers.entries import (
    COMMITMENT_STATED,
    MEETING_PROPOSED,
    PAPER_RECEIVED,
    Commitment,
    Meeting,
    Owed,
    PaperKind,
    Received,
    Trigger,
)
from allforall.record.entry_types import PARTIES, EntryType
from allforall.record.logs import Read


def register(add: Adder, text: Words) -> None:
    """Adds these commands."""
    receipt = add("paper receipt", _receipt)
    receipt.add_argument("file", help=text.text("the paper as a file; its digest is sealed for both parties"))
    receipt.add_argument("--kind", required=True, choices=[kind.value for kind in PaperKind])
    by = text.text("who handed it over")
    receipt.add_argument("--from", required=True, dest="given_by", metavar="AUTHOR", help=by)
    receipt.add_argument("--on", required=True, metavar="DAY", help=text.text("the day, such as 2025-06-02"))
    receipt.add_argument("--sheets", required=True, type=int, metavar="COUNT", help=text.text("the number of sheets"))
    check = add("paper check", _check)
    state = add("commitment state", _state)
    state.add_argument("--about", required=True, metavar="ENTRY", help=text.text("the receipt or text that began it"))
    state.add_argument("--debtor", required=True, choices=PARTIES)
    state.add_argument("--creditor", required=True, choices=PARTIES)
    state.add_argument("--owed", required=True, choices=[owed.value for owed in Owed])
    state.add_argument("--trigger", default=Trigger.NOT_STATED.value, choices=[each.value for each in Trigger])
    state.add_argument("--due", default="", metavar="DAY", help=text.text("the day it is due, if known"))
    state.add_argument("--state", required=True, choices=[state.value for state in CommitmentState])
    propose = add("meeting propose", _propose)
    propose.add_argument(
        "--round", required=True, type=int, metavar="NUMBER", help=text.text("the number of the round")
    )
    propose.add_argument("--place", required=True, metavar="CODE", help=text.text("a code word for the place"))
    days = text.text("a possible day; repeat for another")
    propose.add_argument("--day", required=True, action="append", metavar="DAY", help=days)
    languages = text.text("a language of the talks, such as uk; repeat for another")
    propose.add_argument("--language", required=True, action="append", metavar="CODE", help=languages)
    confirm = add("meeting confirm", _confirm)
    chosen = text.text("the chosen day; default: all days stay open")
    confirm.add_argument("--day", default="", metavar="DAY", help=chosen)
    for parser in (check, confirm):
        parser.add_argument("entry", metavar="ENTRY", help=text.text("an entry as log and number, such as party_b:3"))
    check.add_argument("file")
    for parser in (receipt, state, propose, confirm):
        add_keys(parser, text)
    add("paper list", lambda call: _list(call, PAPER_RECEIVED))
    add("commitment list", lambda call: _list(call, COMMITMENT_STATED))
    add("meeting list", lambda call: _list(call, MEETING_PROPOSED))


def _said(call: Call, record: Record, read: Read, kind: EntryType[Any]) -> Outcome:
    entry = name_of(record, read.leaf)
    told = {"entry": entry, "type": kind.name, **read.entry.body}
    said = call.text(
        "Added as entry {entry} of {author}.", author=call.words.code("author", record.own), entry=read.index
    )
    return Outcome(told, [said])


def _list(call: Call, kind: EntryType[Any]) -> Outcome:
    told, lines = [], []
    with recorded(call, keys=False) as record:
        for read in papers.said_of(record, kind):
            entry = name_of(record, read.leaf)
            answers = [name_of(record, leaf) for leaf in read.entry.re]
            told.append({"entry": entry, "re": answers, "fit": record.fit(read.entry).value, **read.entry.body})
            is_confirmed = kind is MEETING_PROPOSED and papers.confirmed(record, read)
            if kind is MEETING_PROPOSED:
                told[-1]["confirmed"] = is_confirmed
            said = _words(call, kind, read, is_confirmed=is_confirmed)
            lines.append(f"{entry:14} {said}" + (f"  <- {', '.join(answers)}" if answers else ""))
    return Outcome({"entries": told}, lines or [call.text("There are no entries of this kind.")])


def _words(call: Call, kind: EntryType[Any], read: Read, *, is_confirmed: bool) -> str:
    """The content of an entry, on one line; hashes are left to `record show`."""
    said = fields_said(call.words, kind.name, read.entry.body)
    if kind is MEETING_PROPOSED:
        said.append(call.text("confirmed by both") if is_confirmed else call.text("tentative"))
    return "; ".join(said)


# what is said


def _receipt(call: Call) -> Outcome:
    args = call.arguments
    said = Received(PaperKind(args.kind), args.given_by, a_date(args.on), args.sheets, "")
    paper = read_limited(Path(args.file))
    with recorded(call) as record:
        return _said(call, record, papers.receive_paper(record, signers(call), paper, said), PAPER_RECEIVED)


def _check(call: Call) -> Outcome:
    paper = read_limited(Path(call.arguments.file))
    with recorded(call) as record:
        same = papers.is_received(record, call.arguments.entry, paper)
    said = (
        call.text("This is the paper of the receipt.") if same else call.text("This is NOT the paper of the receipt.")
    )
    return Outcome({"entry": call.arguments.entry, "same": same}, [said], 0 if same else NEEDS_A_LOOK)


def _state(call: Call) -> Outcome:
    args = call.arguments
    said = Commitment(
        debtor=args.debtor,
        creditor=args.creditor,
        owed=Owed(args.owed),
        trigger=Trigger(args.trigger),
        due_on=a_date(args.due) if args.due else None,
        state=CommitmentState(args.state),
    )
    with recorded(call) as record:
        return _said(call, record, papers.state_commitment(record, signers(call), args.about, said), COMMITMENT_STATED)


def _propose(call: Call) -> Outcome:
    args = call.arguments
    days, languages = tuple(sorted({a_date(day) for day in args.day})), tuple(sorted(set(args.language)))
    said = MEETING_PROPOSED.made("party_a", Meeting(args.round, args.place, days, languages))
    with recorded(call) as record:
        return _said(call, record, papers.propose_meeting(record, signers(call), said), MEETING_PROPOSED)


def _confirm(call: Call) -> Outcome:
    args = call.arguments
    day = a_date(args.day) if args.day else None
    with recorded(call) as record:
        return _said(call, record, papers.confirm_meeting(record, signers(call), args.entry, day), MEETING_PROPOSED)

"""Commands about earlier entries: an objection to another's entry, a correction of one's own."""

from allforall.cli.call import Call, Outcome
from allforall.cli.commands import Adder
from allforall.cli.record_call import add_keys, recorded, signers
from allforall.node.acts import remarks
from allforall.node.record.entry_names import name_of
from allforall.pages.words import Words
from allforall.record.remarks import CorrectionCode, ObjectionCode


def _short(code: str) -> str:
    return code.partition(":")[2]


def register(add: Adder, text: Words) -> None:
    """Adds these commands."""
    objection = add("record object", _object)
    correction = add("record correct", _correct)
    correction.add_argument("--instead", default="", metavar="ENTRY", help=text.text("your own entry that replaces it"))
    for parser, codes in ((objection, ObjectionCode), (correction, CorrectionCode)):
        parser.add_argument("entry", metavar="ENTRY", help=text.text("log and number, such as party_b:3"))
        parser.add_argument("--code", required=True, choices=[_short(code.value) for code in codes])
        parser.add_argument(
            "--why", default="", help=text.text("an explanation, sealed for the two parties only; it can be erased")
        )
        add_keys(parser, text)


def _object(call: Call) -> Outcome:
    args = call.arguments
    code = ObjectionCode(f"objection:{args.code}")
    with recorded(call) as record:
        read = remarks.object_to(record, signers(call), args.entry, code, args.why)
        entry = name_of(record, read.leaf)
    said = call.text("Objected in entry {entry}: {why}.", entry=entry, why=call.words.code("", code.value))
    return Outcome({"entry": entry, "code": code.value}, [said])


def _correct(call: Call) -> Outcome:
    args = call.arguments
    code = CorrectionCode(f"correction:{args.code}")
    with recorded(call) as record:
        read = remarks.correct(record, signers(call), args.entry, code, instead=args.instead, explanation=args.why)
        entry = name_of(record, read.leaf)
    said = call.text("Corrected in entry {entry}: {why}.", entry=entry, why=call.words.code("", code.value))
    return Outcome({"entry": entry, "code": code.value}, [said])

"""`record genesis`: how a record begins between three machines: describe, draft, sign, adopt, show."""

from pathlib import Path
from typing import Any

from allforall.cli.call import Call, Outcome
from allforall.cli.commands import Adder
from allforall.cli.record_call import add_keys, signers, unlocked
from allforall.errors import CallError
from allforall.node.folder import read_node
from allforall.node.lock import holding
from allforall.node.record.drafts import gather, genesis_of, read_draft, read_file
from allforall.node.record.genesis import (
    TWO,
    Description,
    describe,
    description_path,
    draw_up,
    officer_keys,
    read_description,
    sign_genesis,
    write_file,
)
from allforall.node.record.record import adopt, read_adopted
from allforall.pages.words import Words
from allforall.pages.writing import spoken
from allforall.record.genesis import Genesis, lacking


def register(add: Adder, text: Words) -> None:
    """Adds these commands."""
    described = add("record genesis describe", _describe)
    described.add_argument("--case", required=True, metavar="ID")
    described.add_argument(
        "--officer-key",
        action="append",
        required=True,
        metavar="VKEY",
        help=text.text("an officer's public key; repeat for each officer"),
    )
    described.add_argument(
        "--two", default=",".join(TWO), metavar="TYPES", help=text.text("the entry types that two officers must sign")
    )
    drafted = add("record genesis draft", _draft, needs_node=False)
    drafted.add_argument("file", nargs="+")
    drafted.add_argument(
        "--decider",
        default="",
        metavar="AUTHOR",
        help=text.text("the decider of offers; default: whoever makes the offer"),
    )
    drafted.add_argument("--to", required=True, metavar="FILE")
    sign = add("record genesis sign", _sign, needs_node=False)
    sign.add_argument("file")
    sign.add_argument(
        "--described",
        default="",
        metavar="FILE",
        help=text.text("your node's description; default: the one in the outbox"),
    )
    add_keys(sign, text)
    adopted = add("record genesis adopt", _adopt)
    adopted.add_argument("file", nargs="+", help=text.text("the genesis; several files if copies of it were signed"))
    add_keys(adopted, text)
    show = add("record genesis show", _show, needs_node=False)
    show.add_argument(
        "file", nargs="?", default="", help=text.text("a file; default: the genesis that this node adopted")
    )


def _author(call: Call, author: str) -> str:
    return call.words.code("author", author)


def _describe(call: Call) -> Outcome:
    args = call.arguments
    two = [word.strip() for word in args.two.split(",") if word.strip()]
    keyring = unlocked(call)
    description = describe(call.node, keyring, args.case, officer_keys(args.officer_key), two)
    path = write_file(description_path(call.node), description.data)
    keys = description.keys
    lines = [
        call.text("The description is in {path}. Send it to the person who drafts the genesis.", path=path),
        call.text(
            "Officers: {count}; {asked} must sign to change keys.", count=len(keys.officers), asked=keys.rotation
        ),
    ]
    return Outcome({"file": str(path), "author": description.author, "keys": keys.value}, lines)


def _draft(call: Call) -> Outcome:
    args = call.arguments
    path = Path(args.to)
    if path.exists():
        raise CallError("call:file:exists", path=str(path))
    data = draw_up([_description(file) for file in args.file], args.decider)
    write_file(path, data)
    genesis = genesis_of(read_draft(data))
    return Outcome(
        {"file": str(path), **_told(genesis)},
        [call.text("The genesis is in {path}, unsigned.", path=path), *_lines(call, genesis)],
    )


def _description(file: str) -> Description:
    return read_description(read_file(Path(file)), file)


def _sign(call: Call) -> Outcome:
    args = call.arguments
    path = Path(args.file)
    signed = sign_genesis(read_file(path), _mine(call), signers(call))
    write_file(path, signed.data)
    return Outcome({"file": str(path), **_told(signed)}, _lines(call, signed))


def _mine(call: Call) -> Description:
    """The description that the signing officers know to be their own."""
    if call.arguments.described:
        return _description(call.arguments.described)
    found = sorted((Path(call.arguments.node) / "outbox").glob("keys-*.json"))
    if len(found) != 1:
        raise CallError("record:genesis:described")
    return _description(str(found[0]))


def _adopt(call: Call) -> Outcome:
    note = gather(Path(file) for file in call.arguments.file)
    keyring = unlocked(call)
    keys = signers(call)
    with holding(call.node), adopt(call.node, keyring, note.data, keys) as record:
        genesis = record.genesis
    return Outcome(_told(genesis), [call.text("This node's log has begun."), *_lines(call, genesis)])


def _show(call: Call) -> Outcome:
    if call.arguments.file:
        genesis = genesis_of(read_draft(read_file(Path(call.arguments.file)), call.arguments.file))
    else:
        genesis = read_adopted(read_node(Path(call.arguments.node)))
    return Outcome(_told(genesis), _lines(call, genesis))


def _told(genesis: Genesis) -> dict[str, Any]:
    return {
        "case": genesis.case,
        "digest": genesis.digest.hex(),
        "decider": genesis.decider,
        "authors": {name: keys.value for name, keys in genesis.authors.items()},
        "lacking": [{"author": one.author, "signed": one.signed, "asked": one.asked} for one in lacking(genesis)],
    }


def _lines(call: Call, genesis: Genesis) -> list[str]:
    lines = [call.text("Case {case}. Compare this by voice with what every side reads out:", case=genesis.case)]
    lines += [f"    {line}" for line in spoken(genesis.digest.hex())]
    for name, keys in genesis.authors.items():
        lines.append(
            call.text(
                "{author}: officers: {count}; {asked} must sign to change keys",
                author=_author(call, name),
                count=len(keys.officers),
                asked=keys.rotation,
            )
        )
        lines += [f"    {officer.vkey}" for officer in keys.officers]
    if genesis.decider:
        lines.append(call.text("Decider of offers: {author}", author=_author(call, genesis.decider)))
    lines += [
        call.text(
            "NOT SIGNED: the genesis has {signed} of the {asked} signatures it needs from officers of {author}.",
            author=_author(call, one.author),
            signed=one.signed,
            asked=one.asked,
        )
        for one in lacking(genesis)
    ]
    return lines

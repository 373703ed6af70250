"""Commands that carry the record over a line: `record serve` and `record sync`; and `record prove`, one entry alone.

They take the node's lock for each bundle only, so that officers work on while a node serves.
"""

import signal
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

from allforall.cli.call import NEEDS_A_LOOK, Call, Outcome
from allforall.cli.commands import Adder
from allforall.cli.record_call import LOG
from allforall.cli.record_commands import intake_data, intake_lines
from allforall.desk.wire.client import PASSING, Broken, hand_over
from allforall.desk.wire.server import DeskServer, Place, bind
from allforall.desk.wire.view import MOST_BODY, Desk, Happened
from allforall.errors import AllforallError, CallError, NodeError
from allforall.node.bundles.exchange import Holder, identify, pack_bundle, unpack_answer
from allforall.node.bundles.peers import Peer, find_peer, is_loopback, read_peers
from allforall.node.bundles.transfer import Intake
from allforall.node.folder import PATIENCE_SECONDS, read_node
from allforall.node.lock import locked
from allforall.node.record.proofs import prove_entry
from allforall.pages.words import Words

#: The first round fetches what the other node had; the second returns what this node cosigned of it.
_ROUNDS = 2
_ATTEMPTS, _PAUSE_SECONDS = 3, 1.0


def register(add: Adder, text: Words) -> None:
    """Adds these commands."""
    serve = add("record serve", _serve, needs_node=False)
    serve.add_argument("--port", type=int, required=True)
    serve.add_argument("--host", default="127.0.0.1", help=text.text("default: 127.0.0.1, behind a TLS proxy"))
    serve.add_argument("--plain-http", action="store_true", help=text.text("serve others without a proxy, unencrypted"))
    serve.add_argument(
        "--most",
        type=int,
        default=MOST_BODY >> 20,
        metavar="MB",
        help=text.text("the largest bundle accepted, in megabytes"),
    )
    sync = add("record sync", _sync, needs_node=False)
    sync.add_argument("author", nargs="?", default="", help=text.text("only with this one"))
    prove = add("record prove", _prove, needs_node=False)
    prove.add_argument("entry", metavar="AUTHOR:NUMBER")
    prove.add_argument("--to", required=True, metavar="FOLDER")


def _holder(call: Call) -> Holder:
    path = Path(call.arguments.node)
    read_node(path)  # refuses a folder that is not a node before asking for a passphrase
    return Holder(path, call.passphrase(LOG))


def _author(call: Call, author: str) -> str:
    return call.words.code("peer", author)


# serving


def _serve(call: Call) -> Outcome:
    args = call.arguments
    if not is_loopback(args.host) and not args.plain_http:
        raise CallError("desk:host", found=args.host)
    holder = _holder(call)
    identify(holder)  # fails now if keys or record are missing
    desk = Desk(holder, most=args.most << 20, told=lambda happened: _tell(call, happened))
    for number in (signal.SIGINT, signal.SIGTERM):  # before anyone is told that it serves
        signal.signal(number, _stop)  # SIGINT too: a shell ignores it for servers that it starts in the background
    with bind(desk, Place(args.host, args.port)) as server:
        serving = call.text("Serving at {host}, port {port}. Stop with Ctrl-C.", host=args.host, port=_port(server))
        with suppress(KeyboardInterrupt):
            _say(call, serving)
            server.serve_forever()
        desk.settle()
    return Outcome({"served": True}, [call.text("Stopped.")])


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Stops the server as Ctrl-C does, when a service manager asks."""
    raise KeyboardInterrupt


def _port(server: DeskServer) -> int:
    return int(server.server_port)


def _say(call: Call, line: str) -> None:
    """Prints a line while the command runs: on standard error, since only the outcome is its output."""
    print(line, file=sys.stderr, flush=True)


def _tell(call: Call, happened: Happened) -> None:
    author = _author(call, happened.author)
    if happened.error is not None:
        _say(call, call.text("{author}: not applied. {why}", author=author, why=call.words.error(happened.error)))
    elif happened.intake is not None:
        for line in _under(call, happened.author, happened.intake):
            _say(call, line)


def _under(call: Call, author: str, intake: Intake) -> list[str]:
    return [f"{_author(call, author)}:", *(f"    {line}" for line in intake_lines(call, intake))]


# calling


def _sync(call: Call) -> Outcome:
    args = call.arguments
    peers = read_peers(Path(args.node))
    if not peers:
        raise CallError("desk:nowhere")
    wanted = [find_peer(peers, args.author)] if args.author else [peers[name] for name in sorted(peers)]
    holder = _holder(call)
    told: list[dict[str, Any]] = []
    lines: list[str] = []
    look = False
    for peer in wanted:
        try:
            intakes = _exchange(call, holder, peer)
        except AllforallError as error:
            if len(wanted) == 1:
                raise
            look = True
            told.append({"peer": peer.author, "error": error.code})
            lines.append(call.text("{author}: {why}", author=_author(call, peer.author), why=call.words.error(error)))
            continue
        told.append({"peer": peer.author, "rounds": [intake_data(intake) for intake in intakes]})
        new = [intake for intake in intakes if intake.is_new] or intakes[:1]
        lines += [line for intake in new for line in _under(call, peer.author, intake)]
        look = look or any(intake.forks or intake.problems or intake.lacking for intake in intakes)
    return Outcome({"peers": told}, lines, NEEDS_A_LOOK if look else 0)


def _exchange(call: Call, holder: Holder, peer: Peer) -> list[Intake]:
    """Returns the result of each round. The second round carries what this node cosigned after the first."""
    intakes: list[Intake] = []
    for _ in range(_ROUNDS):
        data, identity = pack_bundle(holder, peer.author)
        broken = Broken()
        with call.counting(_author(call, peer.author), call.text("bytes")) as counting:
            for attempt in range(_ATTEMPTS):
                try:
                    answer = hand_over(peer, data, identity, counting.of, broken)
                    break
                except NodeError as error:
                    if error.code not in PASSING or attempt == _ATTEMPTS - 1:
                        raise
                    holder.wait(_PAUSE_SECONDS * (attempt + 1))
        intakes.append(unpack_answer(holder, peer.author, answer))
        if not intakes[-1].is_new:
            break
    return intakes


# one entry


def _prove(call: Call) -> Outcome:
    author, colon, number = call.arguments.entry.rpartition(":")
    if not colon or not (number.isascii() and number.isdecimal()) or len(number) > 15:
        raise CallError("record:prove:entry", found=call.arguments.entry[:60])
    path = Path(call.arguments.node)
    with locked(path, patience=PATIENCE_SECONDS):
        written = prove_entry(read_node(path), author, int(number), Path(call.arguments.to))
    command = f"allforall verify {written.proof.name} --entry {written.entry.name} --keys {written.genesis.name}"
    lines = [
        call.text(
            "Written to {path}. Anyone who has these files can verify them without a node:", path=written.proof.parent
        ),
        f"    {command}",
    ]
    told = {"proof": str(written.proof), "entry": str(written.entry), "genesis": str(written.genesis)}
    return Outcome(told, lines)

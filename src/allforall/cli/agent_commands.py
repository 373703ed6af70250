"""Commands about the agent: `unlock` and `lock`."""

import re
from pathlib import Path

from allforall.cli.call import Call, Outcome
from allforall.cli.commands import Adder
from allforall.cli.record_call import LOG, add_keys, officer_key
from allforall.errors import CallError, GateError
from allforall.node.keys.agent import SECONDS, end_agent, start_agent
from allforall.node.keys.keyring import has_log_key, unlock
from allforall.pages.words import Words

_DURATION = re.compile(r"([1-9][0-9]{0,4})([smh])")
_UNITS = {"s": 1, "m": 60, "h": 3600}


def register(add: Adder, text: Words) -> None:
    """Adds these commands."""
    opened = add("unlock", _unlock)
    opened.add_argument(
        "--for", dest="lasts", default=f"{SECONDS // 60}m", metavar="TIME", help=text.text("such as 30m or 8h")
    )
    opened.add_argument(
        "--node-only",
        action="store_true",
        help=text.text("without an officer's key: for a machine that others can reach"),
    )
    add_keys(opened, text)
    add("lock", _lock, needs_node=False)


def _seconds(text: str) -> int:
    found = _DURATION.fullmatch(text)
    if found is None:
        raise CallError("agent:for", expected="30m, 8h", found=text[:20])
    return int(found[1]) * _UNITS[found[2]]


def _unlock(call: Call) -> Outcome:
    args = call.arguments
    seconds = _seconds(args.lasts)
    if call.agent is not None:
        raise GateError("agent:there", until=call.agent.until.astimezone().strftime("%H:%M"))
    if len(set(args.key)) > 1:
        raise CallError("agent:one-officer")
    if args.node_only and args.key:
        raise CallError("agent:node-only")
    lock = unlock(call.node, call.passphrase(LOG)).lock if has_log_key(call.node) else None
    officer = None if args.node_only else call.reader(ask=True)
    if officer is None and not args.node_only:
        raise GateError("officer:needed")
    key = officer_key(call, args.key[0]) if args.key else None
    held = start_agent(call.node, seconds=seconds, lock=lock, officer=officer, key=key)
    until = held.until.astimezone().strftime("%H:%M")
    if held.who:
        line = call.text("Unlocked until {until}: the keys of this node and of {name}.", until=until, name=held.who)
    else:
        line = call.text("Unlocked until {until}: the keys of this node.", until=until)
    data = {"until": held.until.isoformat(), "officer": held.who, "key": key.name if key else ""}
    return Outcome(data, [line, call.text("To lock them sooner: allforall lock.")])


def _lock(call: Call) -> Outcome:
    was_there = end_agent(Path(call.arguments.node))
    line = call.text("Locked.") if was_there else call.text("Nothing was unlocked.")
    return Outcome({"locked": was_there}, [line])

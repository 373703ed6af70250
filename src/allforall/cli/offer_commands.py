"""Commands about offers: made, shown, listed, accepted, decided."""

import re
from collections.abc import Sequence
from typing import Any

from allforall.cli.call import NEEDS_A_LOOK, Call, Outcome
from allforall.cli.commands import Adder
from allforall.cli.record_call import add_keys, recorded, signers
from allforall.errors import CallError, GateError
from allforall.node.acts import offers as offers_acts
from allforall.node.acts.offers import Blocked, OfferStands, Reason
from allforall.node.record.record import Record
from allforall.offers.entries import LINE, Line, Offer
from allforall.offers.outcomes import EVIDENCE, State
from allforall.pages.words import Words
from allforall.record.logs import Read

_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?Z", re.ASCII)


def register(add: Adder, text: Words) -> None:
    """Adds these commands."""
    make = add("offer make", _make)
    make.add_argument("--to", required=True, metavar="AUTHOR", help=text.text("to whom, such as party_b"))
    make.add_argument("--until", required=True, metavar="MOMENT", help=text.text("such as 2026-07-01T12:00Z"))
    line = text.text("CATEGORY:COUNT; repeat for another category")
    make.add_argument("--give", action="append", required=True, metavar="LINE", help=line)
    make.add_argument(
        "--ask", action="append", default=[], metavar="LINE", help=text.text("what is requested in return, if anything")
    )
    show = add("offer show", _show)
    add("offer list", _list)
    accept = add("offer accept", _accept)
    decide = add("offer decide", _decide)
    arrived = decide.add_mutually_exclusive_group()
    arrived.add_argument("--in-time", action="store_true", help=text.text("the acceptance reached us by the deadline"))
    arrived.add_argument("--late", action="store_true", help=text.text("the acceptance reached us after the deadline"))
    for parser in (show, accept, decide):
        parser.add_argument("offer", metavar="OFFER", help=text.text("log and number, such as party_a:5"))
    for parser in (make, accept, decide):
        add_keys(parser, text)


def _make(call: Call) -> Outcome:
    args = call.arguments
    gives, asks = (tuple(read_line(line) for line in lines) for lines in (args.give, args.ask))
    with recorded(call) as record:
        said = offers_acts.make(record, signers(call), Offer(args.to, read_moment(args.until), gives, asks))
        done = call.text(
            "Offered. It is binding until {moment} and cannot be withdrawn.", moment=read_moment(args.until)
        )
        return _said(call, record, said, done)


def read_moment(typed: str) -> str:
    """Returns a moment in UTC as entries write it.

    Raises:
        CallError: if it is not a moment in UTC.

    """
    found = _MOMENT.fullmatch(typed.strip())
    if not found:
        raise CallError("offer:moment", found=typed[:40])
    return f"{found[1]}T{found[2]}{found[3] or ':00'}Z"


def read_line(typed: str) -> Line:
    """Returns the places that one line offers or requests.

    Raises:
        CallError: if it is not of the form CATEGORY:COUNT.

    """
    category, _, count = typed.partition(":")
    if not category or not (count.isascii() and count.isdecimal() and len(count) < 7):
        raise CallError("offer:line", found=typed[:80])
    return Line(category, int(count))


def _accept(call: Call) -> Outcome:
    with recorded(call) as record:
        said = offers_acts.accept(record, signers(call), call.arguments.offer)
        return _said(call, record, said, call.text("Accepted. Nobody may be sent until this node has a valid outcome."))


def _decide(call: Call) -> Outcome:
    args = call.arguments
    in_time = True if args.in_time else False if args.late else None
    with recorded(call) as record:
        said = offers_acts.decide(record, signers(call), args.offer, in_time=in_time)
        state = "" if isinstance(said, Blocked) else call.words.code("offer_state", said.entry.body["outcome"])
        return _said(call, record, said, call.text("Decided: {state}. It cannot be changed.", state=state))


def _said(call: Call, record: Record, said: Read | Blocked, done: str) -> Outcome:
    """The appended entry, or every reason why none was appended."""
    if isinstance(said, Blocked):
        reasons = [{"code": reason.code, **reason.params} for reason in said.reasons]
        lines = [call.text("Nothing was appended:"), *(f"  {_why(call, reason)}" for reason in said.reasons)]
        return Outcome({"blocked": reasons}, lines, GateError.exit_code)
    entry = offers_acts.entry_name(record, said)
    return Outcome({"entry": entry, "type": said.entry.type}, [done, call.text("Entry {entry}.", entry=entry)])


def _why(call: Call, reason: Reason) -> str:
    params: dict[str, Any] = dict(reason.params)
    if "author" in params:
        params["author"] = call.words.code("party", str(params["author"]))
    return call.words.error(GateError(reason.code, **params))


def _list(call: Call) -> Outcome:
    with recorded(call, keys=False) as record:
        found = offers_acts.where_offers_stand(record)
        data = [_data(record, stands) for stands in found]
    lines = [line for stands in found for line in _short(call, stands)]
    if not found:
        lines = [call.text("There are no offers on this node.")]
    elif held := offers_acts.binding(found):
        lines.append(
            call.words.plural(
                "{n} offer is binding: its places may not be offered again, and nobody may be sent under it.",
                "{n} offers are binding: their places may not be offered again, and nobody may be sent under them.",
                len(held),
            )
        )
    return Outcome({"offers": data}, lines, NEEDS_A_LOOK if any(_evidence(stands) for stands in found) else 0)


def _show(call: Call) -> Outcome:
    with recorded(call, keys=False) as record:
        stands = offers_acts.find_offer(record, call.arguments.offer, offers_acts.held_logs(record))
        data = _data(record, stands)
    lines = _short(call, stands)
    for heading, group in (
        (call.text("offered:"), stands.offer.gives),
        (call.text("requested in return:"), stands.offer.asks),
    ):
        lines += [f"  {heading}", *(f"    {line.count}, {line.category}" for line in group)] if group else []
    if stands.accepted:
        lines.append("  " + call.text("accepted in entry {entry}", entry=stands.accepted))
    if stands.in_time:
        said = call.text("the decider cosigned the acceptance at {moment}, before the deadline", moment=stands.in_time)
        lines.append("  " + said)
    return Outcome(data, lines, NEEDS_A_LOOK if _evidence(stands) else 0)


def _short(call: Call, stands: OfferStands) -> list[str]:
    standing = stands.standing
    lines = [
        call.words.plural(
            "{name}: {n} place to {to}, until {moment}: {state}",
            "{name}: {n} places to {to}, until {moment}: {state}",
            stands.offer.count,
            name=stands.name,
            to=call.words.code("party", stands.offer.to),
            moment=stands.offer.deadline,
            state=call.words.code("offer_state", standing.state.value),
        )
    ]
    lines += [f"  {_reason(call, why.value, said)}" for why, said in standing.reasons]
    lines += [
        "  " + call.text("{offer} gives places of the same category and is undecided", offer=one)
        for one in stands.twice
    ]
    if standing.places_are_free:
        lines.append("  " + call.text("the places may be offered again"))
    elif standing.may_dispatch:
        lines.append("  " + call.text("the persons under it may be sent"))
    else:
        lines.append("  " + call.text("the places may not be offered again, and nobody may be sent"))
    return lines


def _reason(call: Call, code: str, said: Read | None) -> str:
    words = call.words.code("", code)
    return f"{words} ({said.entry.author}:{said.index})" if said else words


def _evidence(stands: OfferStands) -> bool:
    return bool(stands.twice) or any(why in EVIDENCE for why, _ in stands.standing.reasons)


def _data(record: Record, stands: OfferStands) -> dict[str, Any]:
    standing = stands.standing
    return {
        "offer": stands.name,
        "by": stands.by,
        "to": stands.offer.to,
        "deadline": stands.offer.deadline,
        "gives": _counts(stands.offer.gives),
        "asks": _counts(stands.offer.asks),
        "state": standing.state.value,
        "outcome": offers_acts.entry_name(record, standing.outcome) if standing.outcome else None,
        "accepted": stands.accepted or None,
        "cosigned_in_time": stands.in_time or None,
        "reasons": [
            {"code": why.value, "entry": offers_acts.entry_name(record, said) if said else None}
            for why, said in standing.reasons
        ],
        "same_category_as": list(stands.twice),
        "places_are_free": standing.places_are_free,
        "may_dispatch": standing.may_dispatch,
        "is_undecided": standing.state in {State.OPEN, State.UNDECIDED},
    }


def _counts(lines: Sequence[Line]) -> list[dict[str, Any]]:
    return [LINE.write(line) for line in lines]

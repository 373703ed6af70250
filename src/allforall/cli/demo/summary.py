"""What the demonstration prints: first how much of what was agreed on 2 June 2025 is covered; at its end the record:
what was agreed, who cosigned, which alterations were found.
"""

from pathlib import Path
from typing import Any

from allforall.cli.call import Call
from allforall.cli.demo.altering import Attempt
from allforall.cli.demo.exchange import Held
from allforall.cli.demo.sides import EVERYBODY, PARTIES
from allforall.durable import write_file
from allforall.pages.agreed import AGREED, STATUS, TITLE, carried_by, today
from allforall.pages.html.agreed import agreed_page
from allforall.pages.writing import spoken, written


def agreed_lines(call: Call) -> list[str]:
    """Returns what was agreed, line by line, each with the commands that cover it."""
    lines = [call.text(TITLE), ""]
    for line in AGREED:
        by = ", ".join(carried_by(line))
        lines.append(f"  {call.text(line.said)}")
        lines.append(f"      {today(line, call.words)}" + (f" ({by})" if by else ""))
    return [*lines, "", call.text(STATUS)]


def write_first_page(call: Call, folder: Path, day: str, held: Held) -> Path:
    """Writes the demonstration's first page, with links to the pages of both parties."""
    links = [
        (Path(held.reports[author]["first"]).relative_to(folder).as_posix(), call.words.code("party", author))
        for author in PARTIES
    ]
    first = folder / "index.html"
    write_file(first, agreed_page(call.words, made_on=day, links=links))
    return first


def record_data(held: Held) -> dict[str, Any]:
    """Returns the record's part of the outcome, for programs."""
    first = held.logs[PARTIES[0]]
    return {
        "genesis": held.digest,
        "agreed": held.arrangement[PARTIES[0]]["agreed"],
        "logs": [
            {"author": log["author"], "size": log["size"], "root": log["root"], "cosigned": log["cosigned"]}
            for log in first["logs"]
        ],
        "notices": {author: held.answers[author]["notices"] for author in PARTIES},
        "offers": {
            author: [
                {"offer": one["offer"], "state": one["state"], "may_dispatch": one["may_dispatch"]}
                for one in held.offers[author]["offers"]
            ]
            for author in PARTIES
        },
        "bundles": {author: str(path) for author, path in held.bundles.items()},
        "altered": [
            {"what": one.code, "file": str(one.path), "found": one.was_found, "code": one.how} for one in held.attempts
        ],
    }


def record_lines(call: Call, held: Held) -> list[str]:
    """Returns the same for people."""
    lines = ["", call.text("The record. Its genesis, as the sides read it out to each other:")]
    lines += [f"  {line}" for line in spoken(held.digest)]
    for agreed in held.arrangement[PARTIES[0]]["agreed"]:
        lines.append(
            call.text(
                "Agreed: {title} (proposed in {proposed}, accepted in {accepted})",
                title=agreed["title"],
                proposed=agreed["proposed_in"],
                accepted=agreed["accepted_in"],
            )
        )
        lines += [
            call.text(
                "  {clause}: {proposed}; in the words of {party}: {accepted}",
                clause=one["clause"],
                proposed=written(one["proposed"]) or "-",
                party=call.words.code("party", one["by"]),
                accepted=written(one["accepted"]),
            )
            for one in agreed["differences"]
        ]
    lines += [_log_line(call, log) for log in held.logs[PARTIES[0]]["logs"]]
    for author in PARTIES:
        number = sum(one["notices"] for one in held.answers[author]["notices"])
        lines.append(
            call.words.plural(
                "{party}: {n} notice for the information bureau, with a copy for the Central Tracing Agency",
                "{party}: {n} notices for the information bureau, with a copy for the Central Tracing Agency",
                number,
                n=number,
                party=call.words.code("party", author),
            )
        )
    lines += [
        call.text(
            "Offer {offer} to {to}: {state}",
            offer=one["offer"],
            to=call.words.code("party", one["to"]),
            state=call.words.code("offer_state", one["state"]),
        )
        for one in held.offers[PARTIES[0]]["offers"]
    ]
    lines += ["", call.text("Someone tries to alter the record, each time on a copy:")]
    for one in held.attempts:
        lines += _attempt_lines(call, one)
    lines += ["", call.text("Anyone can verify the record, without a node and without trusting anyone:")]
    lines += [f"  allforall verify {path}" for path in held.bundles.values()]
    return lines


def _log_line(call: Call, log: dict[str, Any]) -> str:
    held_by = [author for author in EVERYBODY if author != log["author"]]
    whole = [author for author, size in log["cosigned"].items() if size == log["size"]]
    return call.words.plural(
        "  {author}: {n} entry, all cosigned by {found} of {asked}",
        "  {author}: {n} entries, all cosigned by {found} of {asked}",
        log["size"],
        n=log["size"],
        author=call.words.code("author", log["author"]),
        found=len(whole),
        asked=len(held_by),
    )


def _attempt_lines(call: Call, one: Attempt) -> list[str]:
    what = call.words.code("", one.code)
    if not one.was_found:
        return [call.text("  {what} NOT FOUND: {path}", what=what, path=one.path)]
    problems = [
        problem["text"]
        for log in one.said.get("logs", ())
        for problem in log["problems"]
        if log["author"] == PARTIES[0]
    ]
    said = [str(one.said["error"]["text"])] if "error" in one.said else problems
    return [call.text("  {what} Found:", what=what), *(f"    {line}" for line in said)]

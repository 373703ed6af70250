"""The demonstration's record: keys, a genesis that all sign, and its entries besides the lists."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

from allforall.cli.demo.sides import (
    EVERYBODY,
    OFFICERS,
    PARTIES,
    DemoError,
    Place,
    Side,
    Table,
    Told,
    run_apart,
    run_here,
    start_side,
    write_passphrases,
)
from allforall.durable import write_file
from allforall.errors import Word
from allforall.node.folder import read_clock

CASE = "rehearsal-1"
DECIDER = "witness"
#: Party B accepts the text but keeps its own wording of one clause: both wordings are kept from then on.
OWN_WORDS = "category.young.title=Young soldiers, under 25"


def begin(table: Table) -> dict[str, list[str]]:
    """Makes the nodes, their keys and their officers' keys; returns each author's officers' public keys."""
    places = [table.place(author) for author in EVERYBODY]
    for place in places:
        write_passphrases(place)
    inits = [["init", str(place.node), "--party", place.author, "--rehearsal"] for place in places]
    run_apart(inits, table.lang)
    keys = [["keys", "new", "--node", str(place.node), "--passphrases", str(place.passphrases)] for place in places]
    run_apart(keys, table.lang)
    public = {place.author: [_officer_key(table, place, number) for number in (0, 1)] for place in places}
    for place in places:
        table.sides[place.author] = start_side(place, table.lang)
    for name in OFFICERS:
        table.each(lambda _, name=name: ["officer", "add", name, "--role", "coordination"])  # type: ignore[misc]  # name is bound now
    return public


def _told(call: list[str], table: Table) -> dict[str, Any]:
    code, told = run_here(call, table.lang)
    if code:
        raise DemoError(
            "demo:side:failed", party=Word("author", call[0]), found=str(told.get("error", {}).get("code", code))
        )
    return told


def _officer_key(table: Table, place: Place, number: int) -> str:
    path, name = place.keys[number], place.key_names[number]
    call = ["keys", "new", "--officer", name, "--to", str(path), "--passphrases", str(place.passphrases)]
    return str(_told(call, table)["vkey"])


def found(table: Table, public: dict[str, list[str]]) -> str:
    """Begins the record: every node describes its keys, all officers sign one genesis, every node adopts it.

    Returns the digest that the sides read out to each other by telephone.
    """

    def describe(author: str) -> list[str]:
        keys = [word for key in public[author] for word in ("--officer-key", key)]
        return ["record", "genesis", "describe", "--case", CASE, *keys]

    described = table.each(lambda side: describe(side.author), EVERYBODY)
    files = {author: str(described[author]["file"]) for author in EVERYBODY}
    draft = table.folder / "genesis"
    by = ["--decider", DECIDER, "--to", str(draft)]
    drawn = _told(["record", "genesis", "draft", *files.values(), *by], table)
    signed = [_sign(table, author, draft, files[author]) for author in EVERYBODY]
    brought = {author: [str(table.carry(path, author)) for path in signed] for author in EVERYBODY}
    table.each(lambda side: ["record", "genesis", "adopt", *brought[side.author], *side.signing], EVERYBODY)
    return str(drawn["digest"])


def _sign(table: Table, author: str, draft: Path, described: str) -> Path:
    """One author's officers sign their copy of the genesis after checking that it contains their keys unchanged."""
    place = table.place(author)
    copy = place.passphrases.with_name(f"genesis-signed-by-{author}")
    shutil.copyfile(draft, copy)
    keys = [word for path in place.keys for word in ("--key", str(path))]
    call = ["record", "genesis", "sign", str(copy), "--described", described, *keys]
    _told([*call, "--passphrases", str(place.passphrases)], table)
    return copy


def agree(table: Table, text: str) -> Told:
    """Party A proposes a text, party B accepts it but keeps its own wording of one clause; both work under it."""
    first, second = PARTIES
    table.each(lambda side: ["arrangement", "propose", text, *side.signing], [first])
    table.carry_bundles()
    table.each(lambda side: ["arrangement", "accept", "--wording", OWN_WORDS, *side.signing], [second])
    table.carry_bundles()
    table.each(lambda _: ["arrangement", "adopt", "agreed"], [first])
    return table.each(lambda _: ["arrangement", "show"])


def hand_over(table: Table) -> None:
    """Each party gives a receipt for the other's memorandum, states what it owes, and confirms the meeting that the
    other proposes.
    """
    day = read_clock().date()
    due, days = day + timedelta(days=7), [day + timedelta(days=ahead) for ahead in (14, 15)]
    for author in PARTIES:
        write_file(table.folder / f"memorandum-of-{author}.txt", f"An invented memorandum of {author}.\n")

    def receipt(side: Side) -> list[str]:
        other = side.party.other.value
        file = str(table.folder / f"memorandum-of-{other}.txt")
        told = ["--kind", "memorandum", "--from", other, "--on", day.isoformat(), "--sheets", "1"]
        return ["paper", "receipt", file, *told, *side.signing]

    def owed(side: Side) -> list[str]:
        who = ["--debtor", side.author, "--creditor", side.party.other.value, "--owed", "study"]
        until = ["--trigger", "receipt", "--due", due.isoformat(), "--state", "active"]
        return ["commitment", "state", "--about", str(given[side.author]["entry"]), *who, *until, *side.signing]

    def proposal(side: Side) -> list[str]:
        when = [word for each in days for word in ("--day", each.isoformat())]
        where = ["--round", "2" if side.author == PARTIES[0] else "3", "--place", "istanbul", "--language", "en"]
        return ["meeting", "propose", *where, *when, *side.signing]

    given = table.each(receipt)
    table.each(owed)
    proposed = table.each(proposal)
    table.carry_bundles()
    table.each(
        lambda side: [
            *("meeting", "confirm", str(proposed[side.party.other.value]["entry"])),
            *("--day", days[0].isoformat(), *side.signing),
        ]
    )


def trade(table: Table) -> None:
    """Each party offers places to the other and accepts what it is offered; the witness logs both outcomes."""
    until = (read_clock() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%MZ")
    line = ["--until", until, "--give", "young:2"]
    made = table.each(lambda side: ["offer", "make", "--to", side.party.other.value, *line, *side.signing])
    table.carry_bundles()
    table.each(lambda side: ["offer", "accept", str(made[side.party.other.value]["entry"]), *side.signing])
    table.carry_bundles(EVERYBODY)
    for author in PARTIES:
        offer = str(made[author]["entry"])
        table.each(lambda side, offer=offer: ["offer", "decide", offer, *side.signing], [DECIDER])  # type: ignore[misc]  # offer is bound now
    table.carry_bundles(EVERYBODY)


def close_ranks(table: Table, target: Path) -> dict[str, Path]:
    """All three exchange everything they hold, twice, so that all logs are cosigned to their end.

    Returns the whole record as each author would give it to anyone, written beside the pages.
    """
    for _ in range(2):
        table.carry_bundles(EVERYBODY)
    told = table.each(lambda _: ["record", "export"], EVERYBODY)
    whole = {}
    for author in EVERYBODY:
        whole[author] = target / f"record-of-{author}.bundle"
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(told[author]["file"], whole[author])
    return whole

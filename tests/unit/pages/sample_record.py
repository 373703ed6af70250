"""Invented records as the pages are given them: a quiet one, and one in which everything went wrong at once."""

from tests.unit.record.whole_records import Story

from allforall.account.entry_types import ENTRY_TYPES
from allforall.account.said import LogHeld, OfferLine, RecordAccount, Ref, entry_lines, log_lines
from allforall.record.logs import begin, follow

DIGEST = "1f" * 32
ROOT = "Hx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8="
HOSTILE = "</pre><script>alert(1)</script> \u202egnirts\u202c & <b>bold</b> \u0001".replace("\u0001", "\u00a0")
DEADLINE = "2025-06-20T12:00:00Z"


def _places(category, count):
    return {"category": category, "count": count}


def quiet_story(text='title = "An invented arrangement"\n\n[category.young]\nages = "18-25"\n') -> Story:
    """Returns a record in which everything goes as agreed."""
    story = Story()
    proposed = story.say("party_a", "arrangement:proposed", {"digest": DIGEST, "text": text})
    wordings = [{"clause": "category.young", "text": "under 25"}]
    story.say("party_b", "arrangement:accepted", {"digest": DIGEST, "wordings": wordings}, re=[proposed])
    declared = story.say(
        "party_a",
        "list:declared",
        {"as_of": "2025-06-01", "count": 1234, "kind": "sought", "list": "SA1", "root": ROOT},
    )
    disclosed = story.say(
        "party_a",
        "list:disclosed",
        {"digest": "2e" * 32, "list": "SA1", "payload": "3d" * 32},
        re=[declared],
        commitments=[bytes([7]) * 32],
    )
    story.say("party_b", "answers:signed", {"digest": "4c" * 32, "list": "SA1", "payload": "5b" * 32}, re=[disclosed])
    gives = [_places("young", 200), _places("able_bodied", 190)]
    offered = story.say("party_a", "offer:made", {"asks": [], "gives": gives, "to": "party_b"}, expires=DEADLINE)
    story.say("party_b", "offer:accepted", {}, re=[offered])
    checkpoint = story.checkpoint("party_b", ()).note.data.decode()
    outcome = {"at": "2025-06-20T12:00:10Z", "checkpoint": checkpoint, "outcome": "accepted"}
    story.say("witness", "offer:outcome", outcome, re=[offered])
    objection = story.say(
        "party_b", "objection:raised", {"code": "objection:incomplete", "payload": None}, re=[declared]
    )
    story.say(
        "party_a", "correction:made", {"code": "correction:clerical", "payload": "6a" * 32}, re=[declared, objection]
    )
    story.say(
        "party_b", "offer:made", {"asks": gives, "gives": gives[:1], "to": "party_a"}, expires="2025-07-01T00:00:00Z"
    )
    return story


def held_logs(story: Story, cosigners=None, frozen=()) -> dict[str, LogHeld]:
    """Returns what a node holds of a story."""
    logs = {}
    for author, entries in story.entries.items():
        state, problems = begin(story.genesis, author, ENTRY_TYPES), []
        for entry in entries:
            state, _, wrong, _ = follow(state, entry.data)
            problems += wrong
        checkpoint = story.checkpoint(author, (cosigners or {}).get(author))
        data = [entry.data for entry in entries]
        logs[author] = LogHeld(
            state, data, 0, story.perfect(author), checkpoint, tuple(problems), frozen=author in frozen
        )
    return logs


def _offers(story: Story) -> tuple[OfferLine, ...]:
    states = {"party_a": ("accepted", Ref("witness", 1, "offer:outcome"), ()), "party_b": ("open", None, ())}
    found = []
    for author, entries in story.entries.items():
        for index, signed in enumerate(entries):
            if signed.entry.type == "offer:made":
                state, outcome, reasons = states[author]
                ref = Ref(author, index, "offer:made")
                found.append(OfferLine(ref, signed.entry.body["to"], signed.entry.expires, state, outcome, reasons))
    return tuple(found)


def account_of(story: Story, *, cosigners=None, frozen=(), **more) -> RecordAccount:
    logs = held_logs(story, cosigners, frozen)
    values = {
        "own": "party_a",
        "made_on": "2025-06-21",
        "rehearsal": True,
        "genesis": story.genesis,
        "logs": log_lines(logs),
        "entries": entry_lines(logs),
        "offers": _offers(story),
    }
    return RecordAccount(**{**values, **more})


def quiet_account() -> RecordAccount:
    return account_of(quiet_story(), cosigners={"party_b": ["party_a"]})


def troubled_account() -> RecordAccount:
    """Returns a record with a fork, a node that recovers, entries that are not valid, and texts meant to do harm."""
    story = quiet_story(f'title = "{HOSTILE}"\n' + "A very long line without any end, " * 60 + "\n")
    story.say("party_b", "offer:made", {"asks": [], "gives": [_places("east", 5)], "to": "party_a"}, officers=(1,))
    story.say("party_b", "made:up_type", {"x" * 90: "y" * 900, "nested": {"deep": [1, 2, {"a": None}]}})
    offers = (
        *_offers(story)[:2],
        OfferLine(
            Ref("party_b", 4, "offer:made"),
            "party_a",
            DEADLINE,
            "undecided",
            None,
            (("outcome:contradicts_an_earlier_one", Ref("witness", 1, "offer:outcome")), ("outcome:none", None)),
        ),
        OfferLine(Ref("party_b", 5, "offer:made"), "party_a", DEADLINE, "lapsed", Ref("witness", 1), ()),
    )
    return account_of(
        story,
        cosigners={"party_a": [], "party_b": ["party_a"]},
        frozen=("party_b",),
        offers=offers,
        closed="record:closed:lost",
        recovering=(("party_b", True), ("witness", False)),
    )

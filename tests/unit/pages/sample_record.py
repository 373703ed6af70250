"""Invented records as the pages are given them: a quiet one, and one in which everything went wrong at once."""

import re

from tests.unit.record.whole_records import Story

from allforall.account.entry_types import ENTRY_TYPES
from allforall.account.said import LogHeld, OfferLine, RecordAccount, Ref, entry_lines, log_lines
from allforall.arrangement import digest_of, istanbul
from allforall.record.logs import begin, follow

ROOT = "Hx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8="
SCRIPT = "</pre><script>alert(1)</script> & <b>bold</b>"
HOSTILE = "</pre><script>alert(1)</script> \u202egnirts\u202c & <b>bold</b> \u0001".replace("\u0001", "\u00a0")
DEADLINE = "2025-06-20T12:00:00Z"


def _proposed(text):
    return {"digest": digest_of(text), "text": text}


def quiet_story(text="") -> Story:
    """Returns a record in which everything goes as agreed."""
    text = text or istanbul()
    story = Story()
    proposed = story.say("party_a", "arrangement:proposed", _proposed(text))
    wordings = [{"clause": "category.young.reading.party_b.words", "text": "under 25"}]
    accepted = {"digest": digest_of(text), "wordings": wordings}
    story.say("party_b", "arrangement:accepted", accepted, re=[proposed])
    declared = story.say(
        "party_a",
        "list:declared",
        {"as_of": "2025-06-01", "count": 1234, "kind": "sought", "list": "SA1", "payload": "2e" * 32, "root": ROOT},
    )
    disclosed = story.say(
        "party_a",
        "list:disclosed",
        {"list": "SA1", "payload": "3d" * 32},
        re=[declared],
        commitments=[bytes([7]) * 32],
    )
    story.say("party_b", "answers:signed", {"list": "SA1", "payload": "5b" * 32, "root": ROOT}, re=[disclosed])
    gives = [{"category": "wounded_and_ill", "count": 390}]
    offered = story.say("party_a", "offer:made", {"asks": [], "gives": gives, "to": "party_b"}, expires=DEADLINE)
    story.say("party_b", "offer:accepted", {}, re=[offered])
    checkpoint = story.checkpoint("party_b", ()).note.data.decode()
    outcome = {"at": "2025-06-20T12:00:10Z", "checkpoint": checkpoint, "outcome": "accepted"}
    story.say("witness", "offer:outcome", outcome, re=[offered])
    story.say("party_b", "objection:raised", {"code": "objection:incomplete", "payload": None}, re=[declared])
    story.say("party_a", "correction:made", {"code": "correction:clerical", "payload": "6a" * 32}, re=[declared])
    young = [{"category": "young", "count": 200}]
    story.say("party_b", "offer:made", {"asks": young, "gives": young, "to": "party_a"}, expires="2025-07-01T00:00:00Z")
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
    story = quiet_story(re.sub('(?m)^title = "', f'title = "{SCRIPT} ', istanbul(), count=1))
    few = {"asks": [], "gives": [{"category": "young", "count": 5}], "to": "party_a"}
    story.say("party_b", "offer:made", few, expires=DEADLINE, officers=(1,))
    story.say("party_b", "made:up_type", {"x" * 90: "y" * 900, "nested": {"deep": [HOSTILE, 2, {"a": None}]}})
    story.say("party_b", "list:declared", {"count": 20, "of": HOSTILE})
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

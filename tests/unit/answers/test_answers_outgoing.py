"""One answer per name, one place per row, what leaves, and how it is read on the other side."""

import json
from dataclasses import replace
from datetime import date

import pytest

from allforall.answers import (
    Answer,
    AnswerEntry,
    AnswerKind,
    AnswersFile,
    AnswerState,
    Cover,
    HeldPlace,
    answer_names,
    confirm,
    confirm_batch,
    gather_held,
    gather_sought,
    held_not_asked_for,
    latest,
    make_outgoing,
    place_held,
    propose_answers,
    read_answers,
    receive,
    standing_received,
    withdraw,
    write_answers,
)
from allforall.disclosure import DisclosedList, DisclosedRow, gather, refer
from allforall.disclosure.canonical import write_canonical
from allforall.errors import CallError, GateError, InputError
from allforall.people.fields import Field
from allforall.people.persons import ListKind, Mark, Party, PersonRow, Reading
from allforall.reconcile import Link, Pair, Standing

DAY, LATER = date(2025, 6, 2), date(2025, 6, 9)
K = AnswerKind
TWO = ("officer one", "officer two")
SHA = "0" * 64


def ref(number: int) -> str:
    return refer(f"theirs:{number}", Party.PARTY_A, bytes(32))


def sought_row(number: int) -> PersonRow:
    return PersonRow(f"s:{number}", number, (ref(number),), (Reading(Field.ROW_ID, ref(number), ref(number), (), 1),))


def held_row(number: int, custody: str = "held", consent: str = "") -> PersonRow:
    readings = [Reading(Field.CUSTODY, custody, custody, (), 1)]
    if consent:
        readings.append(Reading(Field.LIBERTY_CONSENT, consent, consent, (), 2))
    return PersonRow(f"h:{number}", number, (custody, consent), tuple(readings))


def link(left: str, right: str, standing: str = "clear") -> Link:
    return Link(Pair(left, right, (), 0.0, 20.0), Standing(standing), ())


class Desk:
    """The holder's node in small: thirty names asked, what is held, and the officers' acts."""

    def __init__(self, custody, *, asked=30, links=None, duplicates=(), consent=()):
        self.custody, self.consent = dict(custody), set(consent)
        self.sought = gather_sought(
            [sought_row(n) for n in range(1, asked + 1)], list_key="theirs", duplicates=duplicates
        )
        self.links = [link(f"s:{n}", f"h:{n}") for n in self.custody if n <= asked] if links is None else links
        self.acts: list[Answer] = []

    @property
    def held(self):
        rows = [held_row(n, said, "yes" if n in self.consent else "") for n, said in self.custody.items()]
        return gather_held(rows, list_key="h", list_date=DAY, to=Party.PARTY_A, decisions=gather(()))

    @property
    def proposals(self):
        return propose_answers(self.sought, self.held, self.links)

    @property
    def names(self):
        return answer_names(self.sought, self.held, self.proposals, self.acts)

    def batch(self):
        self.acts += confirm_batch(self.proposals, by=TWO, on=DAY, standing=latest(self.acts)).confirmed
        return self

    def one(self, number, kind=None, why="seen"):
        proposal = self.proposals[number - 1]
        self.acts.append(confirm(proposal, by=TWO, on=DAY, standing=latest(self.acts), kind=kind, why=why))
        return self

    def take_back(self, number):
        standing = latest(self.acts)
        self.acts.append(withdraw(f"s:{number}", by=TWO, on=LATER, why="mistaken", standing=standing))
        return self

    def out(self, **options) -> AnswersFile:
        given = {"list_sha256": SHA, "authority": "Bureau of party B", "answered_on": LATER, "by": TWO, **options}
        return make_outgoing(self.names, self.sought, self.held, **given)

    def told(self, **options):
        by_ref = {entry.ref: entry for entry in self.out(**options).entries}
        return {n: by_ref[ref(n)].kind for n in range(1, len(by_ref) + 1)}


def asked(count=30) -> dict[str, DisclosedList]:
    rows = tuple(DisclosedRow(each, ()) for each in sorted(ref(n) for n in range(1, count + 1)))
    return {SHA: DisclosedList("theirs", ListKind.SOUGHT, Party.PARTY_A, Party.PARTY_B, DAY, DAY, rows)}


def test_every_name_has_one_answer_and_what_is_not_confirmed_leaves_as_no_answer():
    desk = Desk({1: "held", 2: "died", 3: "released"})
    assert [name.kind for name in desk.names][:4] == [K.HELD, K.REPORTED_DEAD, K.RELEASED, K.NO_CANDIDATE]
    assert {name.state for name in desk.names} == {AnswerState.PROPOSED}
    assert set(desk.told().values()) == {K.NO_ANSWER}
    told = desk.batch().told()
    assert [told[n] for n in (1, 2, 3, 4)] == [K.HELD, K.NO_ANSWER, K.RELEASED, K.NO_ANSWER]
    assert desk.names[0].state is AnswerState.CONFIRMED
    assert (desk.names[0].by, desk.names[0].on) == (TWO, DAY)


def test_a_finding_of_no_candidate_does_not_leave_and_not_held_only_if_said():
    desk = Desk({1: "held"}).one(4, K.NOT_HELD, "asked every camp")
    told = desk.told()
    assert (told[4], told[5]) == (K.NOT_HELD, K.NO_ANSWER)
    assert b"no_candidate" not in write_answers(desk.out())


def test_an_answer_taken_back_leaves_as_no_answer_and_stays_in_the_history():
    desk = Desk({1: "held"}).batch().take_back(1)
    assert desk.told()[1] is K.NO_ANSWER
    assert [act.kind for act in desk.acts] == [K.HELD, K.NO_ANSWER]
    assert "answer:withdrawn" in desk.names[0].reasons


def test_a_person_at_liberty_with_consent_is_answered_by_name_only():
    desk = Desk({1: "at_liberty"}, consent=[1]).batch()
    assert desk.told()[1] is K.NO_ANSWER
    assert desk.one(1).told()[1] is K.AT_LIBERTY


def test_letting_answers_go_needs_two_officers():
    with pytest.raises(GateError, match="answers:export:two_officers_needed"):
        Desk({}).out(by=("officer one",))


def test_duplicates_point_to_the_end_of_the_chain():
    desk = Desk({1: "held"}, duplicates=[link("s:1", "s:2"), link("s:2", "s:3")]).batch()
    entries = {entry.ref: entry for entry in desk.out().entries}
    assert entries[ref(3)].duplicate_of == entries[ref(2)].duplicate_of == ref(1)
    assert desk.names[2].duplicate_of == "s:1"


def test_a_chain_that_was_confirmed_in_a_circle_is_no_answer():
    desk = Desk({})
    first = Answer("s:1", K.DUPLICATE_OF, TWO, DAY, duplicate_of="s:2")
    desk.acts = [first, replace(first, sought_key="s:2", duplicate_of="s:1")]
    assert {name.kind for name in desk.names[:2]} == {K.NO_ANSWER}
    assert "duplicate:no_end" in desk.names[0].reasons
    assert desk.told()[1] is K.NO_ANSWER


def test_a_duplicate_of_a_name_that_is_not_on_the_list_is_no_answer():
    desk = Desk({})
    desk.acts = [Answer("s:1", K.DUPLICATE_OF, TWO, DAY, duplicate_of="elsewhere:1")]
    assert desk.names[0].kind is K.NO_ANSWER
    assert desk.told()[1] is K.NO_ANSWER


@pytest.mark.parametrize(
    ("links", "reason"), [([], "basis:link_changed"), ([link("s:1", "h:2")], "basis:link_changed")]
)
def test_an_answer_whose_basis_has_changed_stands_and_says_so(links, reason):
    desk = Desk({1: "held", 2: "held"}, links=[link("s:1", "h:1")]).batch()
    desk.links = links
    assert (desk.names[0].kind, desk.names[0].state) == (K.HELD, AnswerState.CONFIRMED)
    assert reason in desk.names[0].reasons
    del desk.custody[1]
    assert "basis:row_gone" in desk.names[0].reasons


def test_proposals_of_another_list_are_refused():
    desk = Desk({1: "held"})
    with pytest.raises(CallError, match="answer:proposals_not_of_list"):
        answer_names(desk.sought, desk.held, desk.proposals[1:], ())
    with pytest.raises(CallError, match="answer:proposal_twice"):
        answer_names(desk.sought, desk.held, desk.proposals * 2, ())


# persons at liberty


def test_a_person_at_liberty_leaves_the_same_bytes_as_a_name_that_was_not_answered():
    free = Desk({1: "at_liberty", 2: "held", 3: "released"}).batch()
    absent = Desk({2: "held", 3: "released"}, links=[link("s:2", "h:2"), link("s:3", "h:3")]).batch()
    unreviewed = Desk({1: "held", 2: "held", 3: "released"})
    unreviewed.links[0] = link("s:1", "h:1", "to_review")
    files = {write_answers(desk.batch().out()) for desk in (free, absent, unreviewed)}
    assert len(files) == 1


def test_a_confirmed_answer_does_not_outlive_the_persons_liberty_unless_it_was_told():
    desk = Desk({1: "held", 2: "held"}).batch()
    sent = desk.out()
    desk.custody[1] = "at_liberty"
    assert desk.told()[1] is K.NO_ANSWER
    assert desk.names[0].is_silent
    assert "basis:silent" in desk.names[0].reasons
    # what was told stays told, with its day: taking it back would be the sign
    again = desk.out(sent=sent)
    assert again.entries == sent.entries


def test_what_was_told_with_consent_is_not_repeated_when_the_consent_is_taken_back():
    desk = Desk({1: "at_liberty"}, consent=[1]).one(1)
    sent = desk.out()
    desk.consent.clear()
    assert desk.told(sent=sent)[1] is K.NO_ANSWER


@pytest.mark.parametrize(("others", "goes"), [(9, False), (10, True)])
def test_a_file_goes_only_if_persons_at_liberty_have_enough_other_names_around_them(others, goes):
    desk = Desk(dict.fromkeys(range(1, 30 - others), "held") | {30: "at_liberty"}).batch()
    if goes:
        assert list(desk.told().values()).count(K.NO_ANSWER) == others + 1
    else:
        with pytest.raises(GateError) as caught:
            desk.out()
        assert caught.value.code == "answers:cover:too_thin"
        assert (caught.value.params["expected"], caught.value.params["found"]) == (10, others)


def test_without_anybody_to_cover_any_number_of_names_may_stay_unanswered():
    assert list(Desk(dict.fromkeys(range(1, 30), "held")).batch().told().values()).count(K.NO_ANSWER) == 1


def test_more_persons_at_liberty_need_more_names_around_them():
    assert Cover().needed(0) == 0
    assert Cover().needed(1) == 10
    assert Cover().needed(5) == 20


def test_two_persons_at_liberty_are_no_cover_for_each_other():
    desk = Desk(dict.fromkeys(range(1, 30), "at_liberty"))
    with pytest.raises(GateError, match="answers:cover:too_thin"):
        desk.out()


def test_a_name_that_may_be_that_of_a_person_at_liberty_is_covered_too():
    desk = Desk(dict.fromkeys(range(1, 30), "held") | {30: "at_liberty"})
    desk.links[-1] = link("s:30", "h:30", "to_review")
    with pytest.raises(GateError, match="answers:cover:too_thin"):
        desk.batch().out()


@pytest.mark.parametrize("standing", ["clear", "to_review"])
def test_a_name_whose_custody_was_not_understood_is_covered_too_since_it_may_say_at_liberty(standing):
    desk = Desk(dict.fromkeys(range(1, 31), "held")).batch()
    unread = PersonRow("h:30", 30, ("вдома",), (Reading(Field.CUSTODY, "вдома", "", (Mark.UNREAD,), 1),))
    rows = [*(held_row(n) for n in range(1, 30)), unread]
    held = gather_held(rows, list_key="h", list_date=DAY, to=Party.PARTY_A)
    links = [*desk.links[:-1], link("s:30", "h:30", standing)]
    names = answer_names(desk.sought, held, propose_answers(desk.sought, held, links), desk.acts[:-1])
    with pytest.raises(GateError, match="answers:cover:too_thin"):
        make_outgoing(names, desk.sought, held, list_sha256=SHA, authority="B", answered_on=LATER, by=TWO)


def test_an_answer_that_is_taken_back_because_of_liberty_needs_others_that_are_taken_back():
    desk = Desk(dict.fromkeys(range(1, 16), "held")).batch()
    sent = desk.out()
    desk.custody[1] = "at_liberty"
    desk.take_back(1)
    with pytest.raises(GateError, match="answers:cover:too_thin"):
        desk.out(sent=sent)
    for number in range(2, 12):
        desk.take_back(number)
    assert desk.told(sent=sent)[1] is K.NO_ANSWER


# the held rows


def test_every_held_row_has_one_place():
    desk = Desk(
        {1: "held", 2: "held", 3: "at_liberty", 4: "at_liberty", 5: "released", 6: "held"},
        links=[link("s:1", "h:1"), link("s:2", "h:2", "to_review"), link("s:3", "h:3")],
    )
    places = place_held(desk.held, desk.names, desk.links)
    assert [each.place for each in places] == [
        HeldPlace.ASKED_FOR,
        HeldPlace.PERHAPS_ASKED_FOR,
        HeldPlace.AT_LIBERTY,
        HeldPlace.AT_LIBERTY,
        HeldPlace.NOT_ASKED_NOT_HELD,
        HeldPlace.NOT_ASKED_FOR,
    ]
    assert held_not_asked_for(places) == ("h:6",)


def test_a_second_row_of_a_held_person_is_a_duplicate_and_not_another_person_nobody_asked_for():
    rows = [held_row(1), held_row(2)]
    held = gather_held(rows, list_key="h", list_date=DAY, to=Party.PARTY_A, duplicates=[link("h:1", "h:2")])
    sought = gather_sought([sought_row(1)], list_key="theirs")
    links = [link("s:1", "h:2")]
    names = answer_names(sought, held, propose_answers(sought, held, links), ())
    places = place_held(held, names, links)
    assert [(each.place, each.same_as) for each in places] == [
        (HeldPlace.ASKED_FOR, ""),
        (HeldPlace.DUPLICATE, "h:1"),
    ]


# the file


def full_desk() -> Desk:
    desk = Desk({1: "held", 2: "died", 3: "released"}, duplicates=[link("s:4", "s:5")]).batch()
    return desk.one(2).one(6, K.NOT_HELD, "asked every camp")


def test_what_is_written_is_read_again():
    answers = full_desk().out()
    assert read_answers(write_answers(answers), asked=asked(), to=Party.PARTY_A) == answers


def test_a_no_answer_is_the_reference_and_the_kind_alone():
    value = json.loads(write_answers(full_desk().out()))
    silent = [each for each in value["answers"] if each["kind"] == "no_answer"]
    assert len(silent) == 25
    assert all(set(each) == {"ref", "kind"} for each in silent)
    assert value["signed"] is False


def test_officers_and_held_rows_are_not_named_to_the_other_side():
    content = write_answers(full_desk().out()).decode()
    assert "officer one" not in content
    assert '"h:' not in content
    assert "Bureau of party B" in content


GOOD = write_answers(full_desk().out())


def changed(place=None, **changes) -> bytes:
    value = json.loads(GOOD)
    target = value if place is None else value["answers"][place]
    for key, change in changes.items():
        if change is None:
            del target[key]
        else:
            target[key] = change(target[key]) if callable(change) else change
    return write_canonical(value)


VALUES = json.loads(GOOD)["answers"]
HELD = next(n for n, each in enumerate(VALUES) if each["kind"] == "held")
SILENT = next(n for n, each in enumerate(VALUES) if each["kind"] == "no_answer")
SAME = next(n for n, each in enumerate(VALUES) if each["kind"] == "duplicate_of")

BAD = {
    "another format": (changed(format="allforall-disclosed-list/1"), "file:format:unknown"),
    "another version": (changed(format="allforall-answers/9"), "file:format:other_version"),
    "signed": (changed(signed=True), "file:signed:cannot_check"),
    "another list": (changed(list="ours"), "answers:list:not_ours"),
    "another file of the list": (changed(list_sha256="1" * 64), "answers:list:not_ours"),
    "no digest": (changed(list_sha256="0"), "file:value:unexpected"),
    "for the other party": (changed(party="party_a", to="party_b"), "file:party:not_for_us"),
    "an unknown key": (changed(note="x"), "file:key:unknown"),
    "no authority": (changed(authority=""), "file:value:unexpected"),
    "a name that was not asked": (
        changed(answers=lambda found: [*found, {"kind": "no_answer", "ref": "R" + "Z" * 16}]),
        "answers:ref:not_asked",
    ),
    "a name twice": (changed(answers=lambda found: [found[0], *found]), "file:ref:twice"),
    "a name left out": (changed(answers=lambda found: found[1:]), "answers:ref:missing"),
    "another order": (changed(answers=lambda found: found[::-1]), "file:ref:order"),
    "a finding": (changed(HELD, kind="no_candidate"), "file:value:unexpected"),
    "an unknown kind": (changed(HELD, kind="vanished"), "file:value:unexpected"),
    "a kind that is a list": (changed(HELD, kind=["held"]), "file:value:unexpected"),
    "an answer without a day": (changed(HELD, on=None), "file:key:missing"),
    "an answer with an officer": (changed(HELD, by="officer one"), "file:key:unknown"),
    "a no answer with a day": (changed(SILENT, on="2025-06-02"), "file:key:unknown"),
    "a no answer with particulars": (changed(SILENT, particulars={}), "file:key:unknown"),
    "an unknown particular": (changed(HELD, particulars={"telephone": "1"}), "file:key:unknown"),
    "a particular with a bell": (changed(HELD, particulars={"grave": "x\x07y"}), "file:value:unexpected"),
    "a particular without text": (changed(HELD, particulars={"grave": ""}), "file:value:unexpected"),
    "a duplicate of a stranger": (changed(SAME, duplicate_of="R" + "7" * 16), "answers:duplicate:no_end"),
    "a duplicate of itself": (changed(SAME, duplicate_of=VALUES[SAME]["ref"]), "answers:duplicate:no_end"),
    "a duplicate of nobody": (changed(SAME, duplicate_of=""), "file:value:unexpected"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_is_not_as_we_write_it_is_refused(what):
    data, code = BAD[what]
    with pytest.raises(InputError) as caught:
        read_answers(data, asked=asked(), to=Party.PARTY_A)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "entry",
    [
        AnswerEntry(ref(1), K.NO_CANDIDATE, DAY),
        AnswerEntry(ref(1), K.NO_ANSWER, DAY),
        AnswerEntry(ref(1), K.NO_ANSWER, particulars=(("grave", "x"),)),
        AnswerEntry(ref(1), K.HELD),
        AnswerEntry("17", K.HELD, DAY),
    ],
)
def test_what_could_not_be_read_again_is_not_written(entry):
    with pytest.raises(CallError, match="answers:entry:not_writable"):
        write_answers(replace(full_desk().out(), entries=(entry,)))


# what came in

KEYS = {ref(n): f"ours:{n}" for n in range(1, 31)}


def take_in(history, desk_or_file, sha, on=LATER):
    answers = desk_or_file if isinstance(desk_or_file, AnswersFile) else desk_or_file.out()
    return receive(history, answers, keys=KEYS, file_sha256=sha, received_on=on)


def test_answers_are_added_and_the_same_file_again_adds_nothing():
    intake = take_in((), full_desk(), "f1")
    assert len(intake.added) == 30
    assert intake.changes == ()
    assert take_in(intake.added, full_desk(), "f1").added == ()
    assert take_in(intake.added, full_desk(), "f2").added == ()


def test_an_answer_that_changes_is_added_beside_the_earlier_one_and_named():
    first = take_in((), full_desk(), "f1").added
    later = take_in(first, full_desk().take_back(1), "f2")
    assert [(each.sought_key, each.before, each.after) for each in later.changes] == [("ours:1", K.HELD, K.NO_ANSWER)]
    history = [*first, *later.added]
    assert standing_received(history)["ours:1"].kind is K.NO_ANSWER
    assert K.HELD in {each.kind for each in history if each.sought_key == "ours:1"}


def test_an_older_file_does_not_come_after_a_newer_one():
    first = take_in((), full_desk(), "f1").added
    with pytest.raises(InputError, match="answers:file:older"):
        take_in(first, full_desk().out(answered_on=DAY), "f0")


def test_a_reference_that_is_not_ours_is_refused():
    with pytest.raises(InputError, match="answers:ref:not_asked"):
        receive((), full_desk().out(), keys={}, file_sha256="f1", received_on=LATER)

"""What the machine proposes for each sought name, and what it leaves to people."""

from datetime import date

import pytest

from allforall.answers import AnswerKind, gather_held, gather_sought, propose_answers
from allforall.disclosure import Decision, gather
from allforall.people.fields import Field
from allforall.people.persons import Mark, Party, PersonRow, Reading
from allforall.reconcile import Link, Pair, Review, Standing, Verdict

DAY = date(2025, 6, 2)
K = AnswerKind


def row(key: str, said: dict[Field, str] | None = None, *marks: Mark) -> PersonRow:
    readings = tuple(
        Reading(field, text, "" if Mark.UNREAD in marks else text, marks, column)
        for column, (field, text) in enumerate((said or {}).items(), 1)
    )
    return PersonRow(key, int(key.partition(":")[2]), tuple((said or {}).values()), readings)


def link(left: str, right: str, standing: str = "clear") -> Link:
    return Link(Pair(left, right, (), 0.0, 20.0), Standing(standing), ())


def propose(links=(), held=None, *, sought=3, duplicates=(), candidates=(), decisions=(), **more):
    """Returns the proposals by sought key; `held` gives what each held row says, from h:1 on."""
    asked = gather_sought(
        [row(f"s:{n}", more.get("asked", {}).get(n)) for n in range(1, sought + 1)],
        list_key="s",
        duplicates=duplicates,
        reviews=more.get("reviews", ()),
    )
    ours = gather_held(
        [
            each if isinstance(each, PersonRow) else row(f"h:{n}", each)
            for n, each in enumerate([{}] if held is None else held, 1)
        ],
        list_key="h",
        list_date=DAY,
        to=Party.PARTY_B,
        decisions=gather(decisions),
        duplicates=more.get("held_duplicates", ()),
    )
    made = propose_answers(asked, ours, links, candidates=candidates)
    assert [each.sought_key for each in made] == [f"s:{n}" for n in range(1, sought + 1)]
    return {each.sought_key: each for each in made}


LINKED = [link("s:1", "h:1")]

CUSTODY = [
    ({}, K.HELD, True),
    ({Field.CUSTODY: "held"}, K.HELD, True),
    ({Field.CUSTODY: "in_hospital"}, K.IN_HOSPITAL, True),
    ({Field.CUSTODY: "judicial_detention"}, K.JUDICIAL_DETENTION, True),
    ({Field.CUSTODY: "transferred"}, K.TRANSFERRED, True),
    ({Field.CUSTODY: "released"}, K.RELEASED, True),
    ({Field.CUSTODY: "escaped"}, K.ESCAPED, True),
    ({Field.PERSON_STATUS: "civilian"}, K.CIVILIAN, True),
    ({Field.CUSTODY: "in_hospital", Field.PERSON_STATUS: "civilian"}, K.CIVILIAN, True),
    ({Field.STATUS_DISPUTED: "yes"}, K.CATEGORY_DISPUTED, False),
    ({Field.CUSTODY: "died"}, K.REPORTED_DEAD, False),
    ({Field.CUSTODY: "died", Field.GRAVE: "row 3"}, K.REPORTED_DEAD, False),
    ({Field.CUSTODY: "at_liberty", Field.LIBERTY_CONSENT: "yes"}, K.AT_LIBERTY, False),
    ({Field.CUSTODY: "at_liberty", Field.LIBERTY_CONSENT: "no"}, K.NO_ANSWER, False),
    ({Field.CUSTODY: "at_liberty"}, K.NO_ANSWER, False),
    # contradictions and what was not understood go to a person
    ({Field.CUSTODY: "held", Field.DEATH_DATE: "2025-01-03"}, K.NO_ANSWER, False),
    ({Field.DEATH_CAUSE: "unknown"}, K.NO_ANSWER, False),
    ({Field.CUSTODY: "somewhere"}, K.NO_ANSWER, False),
]


@pytest.mark.parametrize(("said", "kind", "may_batch"), CUSTODY)
def test_a_sure_link_is_answered_by_what_the_held_row_says(said, kind, may_batch):
    proposal = propose(LINKED, [said])["s:1"]
    assert (proposal.kind, proposal.may_batch) == (kind, may_batch)
    assert proposal.officers_needed == (2 if kind is K.REPORTED_DEAD else 1)
    assert (proposal.list_key, proposal.list_date) == ("h", DAY)


def test_a_custody_that_was_not_understood_is_no_answer():
    unread = row("h:1", {Field.CUSTODY: "вдома"}, Mark.UNREAD)
    proposal = propose(LINKED, [unread])["s:1"]
    assert (proposal.kind, proposal.reasons) == (K.NO_ANSWER, ("custody:unread", "person:perhaps_silent"))


def test_an_unread_consent_is_no_consent():
    free = PersonRow(
        "h:1",
        1,
        ("at_liberty", "мабуть"),
        (
            Reading(Field.CUSTODY, "at_liberty", "at_liberty", (), 1),
            Reading(Field.LIBERTY_CONSENT, "мабуть", "", (Mark.UNREAD,), 2),
        ),
    )
    assert propose(LINKED, [free])["s:1"].kind is K.NO_ANSWER


@pytest.mark.parametrize("standing", ["to_review", "unsure"])
def test_a_link_that_people_have_to_review_is_no_answer(standing):
    proposal = propose([link("s:1", "h:1", standing)])["s:1"]
    assert (proposal.kind, proposal.closed_by) == (K.NO_ANSWER, ("link:to_review",))


def test_a_name_without_link_and_candidate_has_no_candidate_and_never_not_held():
    made = propose(LINKED)
    assert {made[key].kind for key in ("s:2", "s:3")} == {K.NO_CANDIDATE}
    assert not made["s:2"].may_batch
    everything = propose(LINKED, sought=3, candidates=[Pair("s:2", "h:1", (), 0, 0)])
    assert K.NOT_HELD not in {each.kind for each in everything.values()}


def test_a_name_with_a_candidate_that_nobody_rejected_has_not_got_no_candidate():
    made = propose(candidates=[Pair("s:1", "h:1", (), 0, 0)])
    assert (made["s:1"].kind, made["s:1"].closed_by) == (K.NO_ANSWER, ("link:candidates_to_review",))


def test_a_candidate_who_is_surely_somebody_else_does_not_count():
    made = propose(LINKED, candidates=[Pair("s:2", "h:1", (), 0, 0)])
    assert made["s:2"].kind is K.NO_CANDIDATE


def test_a_name_that_is_linked_to_two_persons_is_for_a_person():
    made = propose([link("s:1", "h:1"), link("s:1", "h:2")], [{}, {}])
    assert (made["s:1"].kind, made["s:1"].reasons) == (K.NO_ANSWER, ("link:several_persons",))


def test_two_rows_of_one_held_person_are_one_person():
    made = propose(
        [link("s:1", "h:1"), link("s:1", "h:2")], [{}, {}], held_duplicates=[link("h:1", "h:2", "reviewed_same")]
    )
    assert made["s:1"].kind is K.HELD


def test_two_rows_of_one_held_person_that_contradict_each_other_are_for_a_person():
    made = propose(LINKED, [{}, {Field.CUSTODY: "died"}], held_duplicates=[link("h:1", "h:2")])
    assert (made["s:1"].kind, made["s:1"].reasons) == (K.NO_ANSWER, ("custody:contradicted",))


def test_a_person_at_liberty_in_one_of_two_rows_is_at_liberty():
    made = propose(LINKED, [{}, {Field.CUSTODY: "at_liberty"}], held_duplicates=[link("h:1", "h:2")])
    assert made["s:1"].is_silent


def test_a_status_that_the_two_sides_state_differently_is_disputed():
    made = propose(LINKED, [{Field.PERSON_STATUS: "combatant"}], asked={1: {Field.PERSON_STATUS: "civilian"}})
    assert made["s:1"].kind is K.CATEGORY_DISPUTED


def test_a_person_withheld_is_no_answer():
    decision = Decision("h:1", None, Party.PARTY_B, False, ("one",), "", DAY)
    made = propose(LINKED, decisions=[decision])
    assert (made["s:1"].kind, made["s:1"].is_silent) == (K.NO_ANSWER, True)


DUPLICATES = [link("s:1", "s:2"), link("s:2", "s:3", "reviewed_same")]


def test_a_duplicate_points_to_the_first_name_of_its_group_whose_answer_it_shares():
    made = propose([link("s:3", "h:1")], duplicates=DUPLICATES)
    assert (made["s:1"].kind, made["s:1"].held_key) == (K.HELD, "h:1")
    assert {made[key].duplicate_of for key in ("s:2", "s:3")} == {"s:1"}
    assert made["s:2"].may_batch


def test_which_name_is_the_duplicate_does_not_depend_on_the_held_list():
    without = propose(duplicates=DUPLICATES)
    for said in ({}, {Field.CUSTODY: "at_liberty"}, {Field.CUSTODY: "died"}):
        made = propose([link("s:3", "h:1")], [said], duplicates=DUPLICATES)
        for key in ("s:2", "s:3"):
            assert (made[key].kind, made[key].duplicate_of) == (without[key].kind, without[key].duplicate_of)


def test_a_duplicate_that_people_have_to_review_is_a_name_of_its_own():
    made = propose(duplicates=[link("s:1", "s:2", "to_review")])
    assert made["s:2"].kind is K.NO_CANDIDATE


def test_two_names_that_a_person_called_different_are_never_one_group():
    review = Review("s:1", "s:3", Verdict.DIFFERENT, "one", "brothers", DAY, "")
    made = propose(LINKED, duplicates=DUPLICATES, reviews=[review])
    assert [made[f"s:{n}"].kind for n in (1, 2, 3)] == [K.HELD, K.NO_CANDIDATE, K.NO_CANDIDATE]
    assert not made["s:1"].may_batch


def test_a_duplicate_of_a_person_reported_dead_takes_two_officers_and_no_batch():
    made = propose(LINKED, [{Field.CUSTODY: "died"}], duplicates=[link("s:1", "s:2")])
    assert (made["s:2"].officers_needed, made["s:2"].may_batch) == (2, False)


def test_of_a_death_is_told_what_article_120_asks_unless_an_officer_withheld_it():
    said = {Field.CUSTODY: "died", Field.DEATH_DATE: "2025-01-03", Field.GRAVE: "row 3", Field.CAMP: "north"}
    assert propose(LINKED, [said])["s:1"].particulars == (("death_date", "2025-01-03"), ("grave", "row 3"))
    withheld = Decision("h:1", Field.GRAVE, Party.PARTY_B, False, ("one",), "", DAY)
    assert propose(LINKED, [said], decisions=[withheld])["s:1"].particulars == (("death_date", "2025-01-03"),)
    assert propose(LINKED, [{Field.CUSTODY: "died"}])["s:1"].particulars == ()


def test_of_a_transfer_the_day_and_place_are_told_only_if_an_officer_approved():
    said = {Field.CUSTODY: "transferred", Field.CUSTODY_PLACE: "Вигаданівка"}
    assert propose(LINKED, [said])["s:1"].particulars == ()
    approved = Decision("h:*", Field.CUSTODY_PLACE, Party.PARTY_B, True, ("one",), "", DAY)
    assert propose(LINKED, [said], decisions=[approved])["s:1"].particulars == (("custody_place", "Вигаданівка"),)


def test_an_empty_held_list_gives_no_candidate_for_every_name():
    made = propose((), [])
    assert {each.kind for each in made.values()} == {K.NO_CANDIDATE}

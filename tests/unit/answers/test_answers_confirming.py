"""What officers can confirm: with whom, in what number, on what basis; and what they take back."""

from dataclasses import replace
from datetime import date

import pytest

from allforall.answers import Answer, AnswerKind, Proposal, confirm, confirm_batch, latest, withdraw
from allforall.errors import GateError

DAY = date(2025, 6, 2)
K = AnswerKind
ONE, TWO = ("officer one",), ("officer one", "officer two")


def proposal(kind: AnswerKind, key: str = "s:1", **more) -> Proposal:
    on_row = {"held_key": "h:1"} if kind not in {K.NO_CANDIDATE, K.NO_ANSWER, K.DUPLICATE_OF} else {}
    sure = kind in {K.HELD, K.RELEASED, K.DUPLICATE_OF, K.CIVILIAN}
    target = {"duplicate_of": "s:9"} if kind is K.DUPLICATE_OF else {}
    officers = 2 if kind is K.REPORTED_DEAD else 1
    options = {"may_batch": sure, "officers_needed": officers, **on_row, **target, **more}
    return Proposal(key, kind, options.pop("reasons", ()), "h", DAY, **options)


def refused(given: Proposal, **options) -> str:
    with pytest.raises(GateError) as caught:
        confirm(given, **{"by": TWO, "on": DAY, "standing": {}, "why": "known from the camp", **options})
    assert caught.value.params["where"] == given.sought_key
    return caught.value.code


@pytest.mark.parametrize(
    ("given", "options", "code"),
    [
        # officers
        (proposal(K.HELD), {"by": ()}, "answer:officer_needed"),
        (proposal(K.REPORTED_DEAD), {"by": ONE}, "answer:two_officers_needed"),
        (proposal(K.REPORTED_DEAD), {"by": ("Officer One", "officer  one")}, "answer:two_officers_needed"),
        (proposal(K.HELD), {"by": ONE, "kind": K.REPORTED_DEAD}, "answer:two_officers_needed"),
        (proposal(K.DUPLICATE_OF, officers_needed=2), {"by": ONE}, "answer:two_officers_needed"),
        # what is no answer cannot be confirmed
        (proposal(K.NO_CANDIDATE), {}, "answer:finding_is_no_answer"),
        (proposal(K.NO_ANSWER), {}, "answer:withdraw_instead"),
        (proposal(K.HELD), {"kind": K.NO_ANSWER}, "answer:withdraw_instead"),
        # not held is said only where no candidate was found
        (proposal(K.HELD), {"kind": K.NOT_HELD}, "answer:not_held_needs_no_candidate"),
        (
            proposal(K.NO_ANSWER, reasons=("custody:unread",), held_key="h:1"),
            {"kind": K.NOT_HELD},
            "answer:not_held_needs_no_candidate",
        ),
        # held needs a row, and liberty a consent
        (proposal(K.NO_CANDIDATE), {"kind": K.HELD}, "answer:row_needed"),
        (proposal(K.NO_CANDIDATE), {"kind": K.AT_LIBERTY}, "answer:at_liberty_needs_consent"),
        (proposal(K.HELD), {"kind": K.AT_LIBERTY}, "answer:at_liberty_needs_consent"),
        (proposal(K.AT_LIBERTY), {"kind": K.HELD}, "answer:row_says_at_liberty"),
        (proposal(K.HELD), {"kind": K.DUPLICATE_OF}, "answer:no_duplicate_proposed"),
        # another kind than proposed needs a reason, and so does an answer without a row
        (proposal(K.HELD), {"kind": K.CIVILIAN, "why": " "}, "answer:reason_needed"),
        (proposal(K.NO_CANDIDATE), {"kind": K.NOT_HELD, "why": ""}, "answer:reason_needed"),
        (proposal(K.NO_CANDIDATE), {"kind": K.REPORTED_DEAD, "why": ""}, "answer:reason_needed"),
        # particulars
        (proposal(K.REPORTED_DEAD), {"particulars": (("telephone", "1"),)}, "answer:particular_unknown"),
        (proposal(K.REPORTED_DEAD), {"particulars": (("grave", " x"),)}, "answer:particular_unknown"),
        (proposal(K.REPORTED_DEAD), {"particulars": (("grave", "x\u202ey"),)}, "answer:particular_not_plain"),
        (proposal(K.REPORTED_DEAD), {"particulars": (("grave", "x"),) * 2}, "answer:particular_twice"),
    ],
)
def test_what_lacks_its_basis_is_refused(given, options, code):
    assert refused(given, **options) == code


@pytest.mark.parametrize(
    "reason", ["person:at_liberty_without_consent", "person:withheld", "link:to_review", "link:candidates_to_review"]
)
@pytest.mark.parametrize("kind", [kind for kind in AnswerKind if kind not in {K.NO_ANSWER, K.NO_CANDIDATE}])
def test_nothing_can_be_confirmed_for_a_name_that_is_closed(reason, kind):
    given = proposal(K.NO_ANSWER, reasons=(reason,))
    assert refused(given, kind=kind).startswith("answer:closed:")


def test_a_refusal_names_every_reason():
    with pytest.raises(GateError) as caught:
        confirm(proposal(K.NO_CANDIDATE), by=(), on=DAY, standing={}, kind=K.REPORTED_DEAD)
    assert caught.value.params["missing"] == "answer:two_officers_needed, answer:reason_needed"


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (proposal(K.HELD), None),
        (proposal(K.REPORTED_DEAD), None),
        (proposal(K.AT_LIBERTY), None),
        (proposal(K.CATEGORY_DISPUTED), None),
        (proposal(K.DUPLICATE_OF), None),
        (proposal(K.NO_CANDIDATE), K.NOT_HELD),
        (proposal(K.NO_CANDIDATE), K.REPORTED_DEAD),
        (proposal(K.HELD), K.IN_HOSPITAL),
        (proposal(K.NO_ANSWER, reasons=("custody:unread",), held_key="h:1"), K.HELD),
    ],
)
def test_what_has_its_basis_is_confirmed_by_name(given, kind):
    act = confirm(given, by=TWO, on=DAY, standing={}, kind=kind, why="known from the camp")
    assert (act.kind, act.by, act.on, act.in_batch) == (kind or given.kind, TWO, DAY, False)
    assert (act.list_key, act.list_date) == ("h", DAY)


def test_an_answer_on_no_row_keeps_no_row():
    act = confirm(proposal(K.NO_CANDIDATE), by=ONE, on=DAY, standing={}, kind=K.NOT_HELD, why="asked every camp")
    assert act.held_key == ""


def test_one_row_does_not_answer_two_names():
    first = confirm(proposal(K.HELD), by=ONE, on=DAY, standing={})
    assert refused(proposal(K.HELD, "s:2"), standing=latest([first])) == "answer:row_answers_another_name"
    gone = withdraw("s:1", by=ONE, on=DAY, why="mistaken", standing=latest([first]))
    assert confirm(proposal(K.HELD, "s:2"), by=ONE, on=DAY, standing=latest([first, gone])).held_key == "h:1"


def test_duplicates_do_not_run_in_a_circle():
    first = confirm(proposal(K.DUPLICATE_OF, duplicate_of="s:2"), by=ONE, on=DAY, standing={})
    second = replace(first, sought_key="s:2", duplicate_of="s:3")
    circle = proposal(K.DUPLICATE_OF, "s:3", duplicate_of="s:1")
    assert refused(circle, standing=latest([first, second])) == "answer:duplicate_circle"
    assert refused(proposal(K.DUPLICATE_OF, duplicate_of="s:1")) == "answer:duplicate_circle"


def test_a_batch_confirms_what_is_clear_and_leaves_the_rest_to_people():
    proposals = [
        proposal(K.HELD, "s:1"),
        proposal(K.HELD, "s:2", held_key="h:2", may_batch=False, reasons=("link:another_to_review",)),
        proposal(K.REPORTED_DEAD, "s:3", held_key="h:3"),
        proposal(K.AT_LIBERTY, "s:4", held_key="h:4"),
        proposal(K.CATEGORY_DISPUTED, "s:5", held_key="h:5"),
        proposal(K.NO_CANDIDATE, "s:6"),
        proposal(K.NO_ANSWER, "s:7", reasons=("link:to_review",)),
        proposal(K.DUPLICATE_OF, "s:8", duplicate_of="s:1"),
        proposal(K.HELD, "s:9"),  # h:1 once more
    ]
    batch = confirm_batch(proposals, by=TWO, on=DAY, standing={})
    assert [(act.sought_key, act.kind) for act in batch.confirmed] == [("s:1", K.HELD), ("s:8", K.DUPLICATE_OF)]
    assert all(act.in_batch for act in batch.confirmed)
    assert {each.sought_key: each.reasons[0] for each in batch.left} == {
        "s:2": "batch:one_person_at_a_time",
        "s:3": "batch:one_person_at_a_time",
        "s:4": "batch:one_person_at_a_time",
        "s:5": "batch:one_person_at_a_time",
        "s:6": "batch:no_candidate",
        "s:7": "batch:no_answer",
        "s:9": "answer:row_answers_another_name",
    }


@pytest.mark.parametrize("kind", [K.REPORTED_DEAD, K.AT_LIBERTY, K.CATEGORY_DISPUTED, K.NOT_HELD])
def test_some_kinds_are_never_confirmed_in_a_batch_whatever_a_proposal_says(kind):
    given = proposal(kind, may_batch=True, officers_needed=1)
    assert confirm_batch([given], by=TWO, on=DAY, standing={}).confirmed == ()


def test_a_batch_repeated_changes_nothing_and_touches_no_answer_that_stands():
    proposals = [proposal(K.HELD, "s:1"), proposal(K.RELEASED, "s:2", held_key="h:2")]
    first = confirm_batch(proposals, by=ONE, on=DAY, standing={})
    again = confirm_batch(proposals, by=ONE, on=DAY, standing=latest(first.confirmed))
    assert again.confirmed == again.left == ()
    changed = confirm_batch([replace(proposals[1], kind=K.ESCAPED)], by=ONE, on=DAY, standing=latest(first.confirmed))
    assert changed.confirmed == ()
    assert changed.left[0].reasons == ("batch:answered_before",)


def test_what_was_withdrawn_is_not_confirmed_again_by_a_batch():
    first = confirm_batch([proposal(K.HELD)], by=ONE, on=DAY, standing={}).confirmed
    gone = withdraw("s:1", by=ONE, on=DAY, why="another man", standing=latest(first))
    again = confirm_batch([proposal(K.HELD)], by=ONE, on=DAY, standing=latest([*first, gone]))
    assert again.confirmed == ()
    assert again.left[0].reasons == ("batch:answered_before",)


def test_a_batch_needs_an_officer():
    with pytest.raises(GateError, match="answer:officer_needed"):
        confirm_batch([proposal(K.HELD)], by=(" ",), on=DAY, standing={})


def test_a_correction_needs_a_reason_and_the_latest_counts_while_the_earlier_is_kept():
    first = confirm(proposal(K.HELD), by=ONE, on=DAY, standing={})
    assert refused(proposal(K.RELEASED), standing=latest([first]), why="") == "answer:reason_needed"
    second = confirm(proposal(K.RELEASED), by=ONE, on=DAY, standing=latest([first]), why="went home")
    history = [first, second]
    assert latest(history)["s:1"] is second
    assert first in history


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"standing": {}}, "answer:nothing_to_withdraw"),
        ({"by": ()}, "answer:officer_needed"),
        ({"why": " "}, "answer:reason_needed"),
    ],
)
def test_an_answer_is_withdrawn_by_an_officer_with_a_reason(options, code):
    standing = {"s:1": Answer("s:1", K.HELD, ONE, DAY)}
    with pytest.raises(GateError) as caught:
        withdraw("s:1", **{"by": ONE, "on": DAY, "why": "mistaken", "standing": standing, **options})
    assert caught.value.code == code


def test_what_was_withdrawn_cannot_be_withdrawn_again():
    standing = {"s:1": Answer("s:1", K.NO_ANSWER, ONE, DAY, why="mistaken")}
    with pytest.raises(GateError, match="answer:nothing_to_withdraw"):
        withdraw("s:1", by=ONE, on=DAY, why="again", standing=standing)

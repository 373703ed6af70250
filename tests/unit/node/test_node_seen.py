"""An officer adds without having looked, and replaces only what they have seen."""

from datetime import timedelta

import pytest
from conftest_exchange import Table, rows
from conftest_node import BOTH, ONE, SECOND, Seats

from allforall.answers import AnswerKind
from allforall.errors import GateError
from allforall.node.acts.answers import confirm_clear, confirm_one, look_up, seen_name, withdraw_one
from allforall.node.acts.disclosed_lists import decide, seen_decision
from allforall.node.acts.links import review, seen_pair, withdraw_review
from allforall.people.fields import Field
from allforall.people.persons import Party
from allforall.reconcile import Verdict
from allforall.store.disclosure.ledger import latest_decision
from allforall.store.people.models import StoredRow
from allforall.store.reconcile.models import StoredReview

B = Party.PARTY_B
OTHER = Seats((SECOND,))
PAIR = {"left": "SA1:2", "right": "HB1:2"}


@pytest.fixture
def node(tmp_path, clock):
    table = Table(tmp_path, clock)
    table.ask(rows(range(4)), rows(range(2, 6)))
    with table.at(B) as one:
        yield one


def _refused(act):
    with pytest.raises(GateError) as refused:
        act()
    return refused.value.code


def _say(node, desk, verdict=Verdict.SAME):
    review(node, desk, **PAIR, verdict=verdict, why="seen")


def test_a_first_decision_needs_no_look_and_the_same_one_may_be_added(node):
    _say(node, ONE)
    _say(node, OTHER)
    assert StoredReview.objects.count() == 2


def test_a_decision_is_replaced_by_whoever_has_seen_it_alone(node):
    _say(node, ONE)
    assert _refused(lambda: _say(node, OTHER, Verdict.DIFFERENT)) == "review:seen:needed"
    _say(node, OTHER.who_saw(seen_pair(**PAIR)), Verdict.DIFFERENT)
    assert [one.verdict for one in StoredReview.objects.order_by("id")] == ["same", "different"]


def test_a_stale_decision_is_refused_with_what_has_changed(node):
    nothing = seen_pair(**PAIR)
    _say(node, ONE)
    with pytest.raises(GateError) as refused:
        _say(node, OTHER.who_saw(nothing), Verdict.DIFFERENT)
    assert (refused.value.code, refused.value.params["verdict"]) == ("review:seen:decided", "same")
    seen = seen_pair(**PAIR)
    assert refused.value.params["expected"] == seen
    withdraw_review(node, ONE.who_saw(seen), **PAIR, why="the wrong photograph")
    assert _refused(lambda: _say(node, OTHER.who_saw(seen), Verdict.DIFFERENT)) == "review:seen:withdrawn"


def test_rows_that_have_changed_since_are_looked_at_again(node):
    seen = seen_pair(**PAIR)
    row = StoredRow.objects.get(list__key="HB1", line=2)
    row.readings = row.readings.replace("19", "18")
    row.save()
    assert _refused(lambda: _say(node, OTHER.who_saw(seen))) == "review:seen:rows"


def test_a_decision_is_taken_back_by_whoever_has_seen_it_alone(node):
    _say(node, ONE)
    assert _refused(lambda: withdraw_review(node, OTHER, **PAIR, why="mistaken")) == "review:seen:needed"
    assert StoredReview.objects.filter(withdrawn=False).count() == 1


def test_an_answer_is_replaced_by_whoever_has_seen_it_alone(node, clock):
    before = look_up(node)
    key = next(one.sought_key for one in before.proposals if one.kind is AnswerKind.HELD)
    unseen = seen_name(before, key)
    confirm_clear(node, ONE, before)
    clock.moment += timedelta(days=1)
    now = look_up(node)
    again = {"sought_key": key, "kind": AnswerKind.RELEASED, "why": "he went home"}
    assert _refused(lambda: confirm_one(node, OTHER, now, **again)) == "answers:seen:needed"
    assert _refused(lambda: confirm_one(node, OTHER.who_saw(unseen), now, **again)) == "answers:seen:answered"
    assert _refused(lambda: withdraw_one(node, OTHER, now, sought_key=key, why="x")) == "answers:seen:needed"
    # what was looked up before somebody answered is not what counts
    assert _refused(lambda: confirm_one(node, OTHER, before, **again)) == "answers:seen:needed"
    confirm_one(node, OTHER.who_saw(seen_name(now, key)), now, **again)
    assert look_up(node).standing[key].kind is AnswerKind.RELEASED


def test_a_batch_that_was_looked_up_before_others_answered_touches_none_of_theirs(node):
    before = look_up(node)
    first = confirm_clear(node, ONE, before)
    assert first.confirmed
    assert confirm_clear(node, OTHER, before).confirmed == ()


def test_a_decision_about_disclosure_is_replaced_by_whoever_has_seen_it_alone(node):
    about = {"row_key": "HB1:2", "field": Field.SURNAME, "why": "his wish"}
    decide(node, ONE, allow=False, **about)
    assert _refused(lambda: decide(node, BOTH, allow=True, **about)) == "disclosure:seen:needed"
    assert _refused(lambda: decide(node, BOTH.who_saw("0"), allow=True, **about)) == "disclosure:seen:decided"
    seen = seen_decision(latest_decision("HB1:2", Field.SURNAME, node.party.other))
    decide(node, BOTH.who_saw(seen), allow=True, **about)
    assert latest_decision("HB1:2", Field.SURNAME, node.party.other).decision.allow

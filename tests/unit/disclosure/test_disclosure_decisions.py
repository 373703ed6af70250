"""Whether a field may go: the defaults, who has to decide, and which decision counts."""

from datetime import date

import pytest

from allforall.disclosure import Decision, decide, gather, may_disclose, may_list, whole_list
from allforall.errors import GateError
from allforall.people.fields import FIELDS, Default, Field
from allforall.people.persons import ListKind, Mark, Party, PersonRow, Reading

TO = Party.PARTY_B
DAY = date(2025, 6, 2)
LATER = date(2025, 6, 9)
ONE, TWO = ("officer one",), ("officer one", "officer two")


def row(*readings: Reading, key: str = "a:2") -> PersonRow:
    return PersonRow(key, int(key.rpartition(":")[2]), tuple(r.written for r in readings), readings)


def said(field: Field, written: str, value: str | None = None, *marks: Mark) -> Reading:
    return Reading(field, written, written if value is None else value, marks, 1)


def decision(field, allow, by=ONE, *, key="a:2", why="", on=DAY) -> Decision:
    return Decision(key, field, TO, allow, by, why, on)


PLAIN = row(said(Field.SURNAME, "Абвгденко"))


@pytest.mark.parametrize("spec", FIELDS, ids=lambda spec: spec.field.value)
def test_without_a_decision_the_default_of_the_field_list_counts(spec):
    verdict = may_disclose(PLAIN, spec.field, gather(()), TO)
    assert verdict.allowed is (spec.disclosure is Default.DISCLOSED)
    assert verdict.reasons == (f"field:default_{spec.disclosure.value}",)


@pytest.mark.parametrize(
    ("field", "decisions", "allowed"),
    [
        # if approved: one officer, for one or for the list
        (Field.RANK, [decision(Field.RANK, allow=True)], True),
        (Field.RANK, [decision(Field.RANK, allow=True, key="a:*")], True),
        (Field.RANK, [decision(Field.RANK, allow=True, by=())], False),
        (Field.RANK, [decision(Field.RANK, allow=True, key="a:3")], False),
        (Field.RANK, [decision(Field.RANK, allow=True, key="b:*")], False),
        (Field.RANK, [decision(Field.CAMP, allow=True)], False),
        # never: two different officers, one person, a reason
        (Field.TELEPHONE, [decision(Field.TELEPHONE, allow=True, by=TWO, why="asked for")], True),
        (Field.TELEPHONE, [decision(Field.TELEPHONE, allow=True, by=ONE, why="asked for")], False),
        (Field.TELEPHONE, [decision(Field.TELEPHONE, allow=True, by=TWO, why=" ")], False),
        (Field.TELEPHONE, [decision(Field.TELEPHONE, allow=True, by=TWO, why="x", key="a:*")], False),
        (
            Field.TELEPHONE,
            [decision(Field.TELEPHONE, True, ("Officer One", " officer  one"), why="x")],
            False,
        ),
        # disclosed unless withheld
        (Field.SURNAME, [decision(Field.SURNAME, allow=False)], False),
        (Field.SURNAME, [decision(Field.SURNAME, allow=False, by=())], False),
        (Field.SURNAME, [decision(Field.SURNAME, allow=False, key="a:*")], False),
        # later before earlier, whatever the order they are given in
        (Field.RANK, [decision(Field.RANK, True), decision(Field.RANK, False, on=LATER)], False),
        (Field.RANK, [decision(Field.RANK, False, on=LATER), decision(Field.RANK, True)], False),
        (Field.RANK, [decision(Field.RANK, False), decision(Field.RANK, True)], True),
        # one person before the list, but a list withheld later closes
        (Field.RANK, [decision(Field.RANK, False), decision(Field.RANK, True, key="a:*", on=LATER)], False),
        (Field.RANK, [decision(Field.RANK, False, key="a:*"), decision(Field.RANK, True, on=LATER)], True),
        (Field.RANK, [decision(Field.RANK, True), decision(Field.RANK, False, key="a:*", on=LATER)], False),
        # an allowance that lacks something does not undo the withholding before it
        (Field.SURNAME, [decision(Field.SURNAME, False), decision(Field.SURNAME, True, (), on=LATER)], False),
        # withheld altogether; lifting it opens no field by itself
        (Field.SURNAME, [decision(None, allow=False)], False),
        (Field.SURNAME, [decision(None, allow=False, key="a:*")], False),
        (Field.SURNAME, [decision(None, False), decision(None, True, on=LATER)], True),
        (Field.RANK, [decision(None, allow=True)], False),
        (Field.RANK, [decision(Field.RANK, True, on=LATER), decision(None, False)], False),
    ],
)
def test_which_decision_counts(field, decisions, allowed):
    assert may_disclose(PLAIN, field, gather(decisions), TO).allowed is allowed


def test_a_decision_towards_one_party_says_nothing_about_the_other():
    decisions = gather([decision(Field.RANK, allow=True)])
    assert not may_disclose(PLAIN, Field.RANK, decisions, TO.other).allowed


def test_a_verdict_names_every_reason_and_who_decided():
    decisions = gather([decision(None, False), decision(Field.SURNAME, False)])
    free = row(said(Field.SURNAME, "Абвгденко"), said(Field.CUSTODY, "на волі", "at_liberty"))
    verdict = may_disclose(free, Field.SURNAME, decisions, TO)
    assert verdict.reasons == ("person:at_liberty", "person:withheld", "field:withheld")
    assert verdict.by == ONE


def test_a_decision_that_counts_for_nothing_is_named_among_the_reasons():
    verdict = may_disclose(PLAIN, Field.UNIT, gather([decision(Field.UNIT, allow=True)]), TO)
    assert verdict.reasons == (
        "field:default_never",
        "decision:two_officers_needed",
        "decision:reason_needed",
    )


@pytest.mark.parametrize(
    ("key", "field", "by", "why", "code"),
    [
        ("a:2", Field.RANK, (), "", "decision:officer_needed"),
        ("a:2", Field.RANK, (" ",), "", "decision:officer_needed"),
        ("a:2", Field.UNIT, ONE, "x", "decision:two_officers_needed"),
        ("a:2", Field.UNIT, TWO, "", "decision:reason_needed"),
        (whole_list("a"), Field.UNIT, TWO, "x", "decision:one_person_at_a_time"),
    ],
)
def test_a_decision_without_what_it_needs_is_refused(key, field, by, why, code):
    with pytest.raises(GateError) as caught:
        decide(key, field, TO, allow=True, by=by, why=why, on=DAY)
    assert caught.value.code == code


def test_withholding_needs_an_officer_but_no_second_one():
    assert not decide("a:2", Field.UNIT, TO, allow=False, by=ONE, why="", on=DAY).allow
    with pytest.raises(GateError):
        decide("a:2", Field.UNIT, TO, allow=False, by=(), why="", on=DAY)


@pytest.mark.parametrize("kind", ListKind)
def test_a_person_at_liberty_stands_in_no_disclosed_list_consent_or_not(kind):
    free = row(said(Field.CUSTODY, "x", "at_liberty"), said(Field.LIBERTY_CONSENT, "так", "yes"))
    assert may_list(free, gather(()), TO, kind).reasons == ("person:at_liberty",)


def test_a_held_person_whose_custody_was_not_understood_waits_for_a_person():
    unread = row(said(Field.CUSTODY, "вдома у родичів", "", Mark.UNREAD))
    assert may_list(unread, gather(()), TO, ListKind.HELD).reasons == ("person:custody_unread",)
    assert may_list(unread, gather(()), TO, ListKind.SOUGHT).allowed
    looked_at = gather([decision(None, allow=True)])
    assert may_list(unread, looked_at, TO, ListKind.HELD).allowed
    whole = gather([decision(None, allow=True, key="a:*")])
    assert not may_list(unread, whole, TO, ListKind.HELD).allowed

"""Counts that add up, lines without names, and the summary for the terminal."""

from datetime import date

from allforall.account.lines import answer_lines, disclosed_lines, finding_lines, names_of, pair_lines, received_lines
from allforall.account.report import NodeReport
from allforall.account.summary import summarise
from allforall.account.tallies import (
    tally,
    tally_answers,
    tally_eligibility,
    tally_outgoing,
    tally_received,
    tally_rows,
)
from allforall.answers import AnswerEntry, AnswerKind, AnswersFile, AnswerState, NameAnswer, Received
from allforall.disclosure import Disclosed
from allforall.eligibility import Finding, Outcome
from allforall.people.fields import Field
from allforall.people.persons import Party, PersonRow, Reading
from allforall.reconcile import Link, Pair, Standing

DAY = date(2025, 6, 2)
K = AnswerKind


def name(key: str, kind: AnswerKind, state: AnswerState = AnswerState.CONFIRMED, **more) -> NameAnswer:
    given = {
        "reasons": ("person:at_liberty_without_consent",),
        "by": ("one",),
        "on": DAY,
        "list_key": "h",
        "list_date": DAY,
        "held_key": "h:1",
        "duplicate_of": "",
        "particulars": (("grave", "x"),),
        "is_silent": False,
        "act": None,
        **more,
    }
    return NameAnswer(key, "R" + key, kind, state, **given)


def test_a_tally_shows_a_row_without_a_place_and_a_row_with_two():
    assert tally("c", "l", ["a", "b"], [("a", "x"), ("b", "y")], ["y", "x"]).adds_up
    assert not tally("c", "l", ["a", "b"], [("a", "x")], []).adds_up
    assert not tally("c", "l", ["a", "b"], [("a", "x"), ("a", "y")], []).adds_up
    made = tally("c", "l", ["a", "b"], [("a", "x"), ("b", "y")], ["y", "x", "z"])
    assert [figure.code for figure in made.figures] == ["y", "x"]


def test_what_is_only_proposed_is_counted_as_proposed():
    names = [
        name("s:1", K.HELD),
        name("s:2", K.HELD, AnswerState.PROPOSED),
        name("s:3", K.NO_CANDIDATE, AnswerState.PROPOSED),
        name("s:4", K.NO_ANSWER, AnswerState.NONE),
    ]
    made = tally_answers(names, list_key="s", sought_keys=["s:1", "s:2", "s:3", "s:4"])
    assert {figure.code: figure.keys for figure in made.figures} == {
        "held": ("s:1",),
        "proposed:held": ("s:2",),
        "no_candidate": ("s:3",),
        "no_answer": ("s:4",),
    }
    assert made.adds_up
    assert not tally_answers(names[1:], list_key="s", sought_keys=["s:1", "s:2", "s:3", "s:4"]).adds_up


def test_rows_read_and_refused_are_the_rows_of_the_file():
    assert tally_rows("a", 3, ["a:2", "a:4"], [3, 3]).adds_up
    assert not tally_rows("a", 4, ["a:2", "a:4"], [3]).adds_up


def test_what_the_other_side_never_answered_has_no_answer_and_a_death_takes_nobody_off_the_list():
    died = Received("a:2", "R", K.REPORTED_DEAD, DAY, "", (), "Bureau", "h", DAY, DAY, DAY, "0")
    made = tally_received([died], list_key="a", sought_keys=["a:2", "a:3"])
    assert made.total == 2
    assert made.adds_up
    assert {figure.code: figure.count for figure in made.figures} == {"reported_dead": 1, "no_answer": 1}
    lines = received_lines(["a:2", "a:3"], {"a:2": died}, refs={"a:3": "R3"})
    assert [(line.key, line.kind) for line in lines] == [("a:2", "reported_dead"), ("a:3", "no_answer")]


def test_what_is_told_adds_up_to_the_list():
    entries = (AnswerEntry("R1", K.HELD, DAY), AnswerEntry("R2", K.NO_ANSWER))
    told = AnswersFile(Party.PARTY_B, Party.PARTY_A, "a", "0" * 64, "h", DAY, "Bureau", DAY, entries)
    assert tally_outgoing(told, keys={"R1": "s:1", "R2": "s:2"}, sought_keys=["s:1", "s:2"]).adds_up


def test_every_name_without_an_answer_has_the_same_line_whatever_the_reason():
    free = name("s:1", K.NO_ANSWER, AnswerState.NONE, is_silent=True)
    doubtful = name("s:1", K.NO_ANSWER, AnswerState.NONE, held_key="", reasons=("custody:unread",), particulars=())
    plain = name("s:1", K.NO_ANSWER, AnswerState.NONE, held_key="", reasons=(), list_key="", list_date=None)
    lines = {answer_lines([each])[0].held_key for each in (free, doubtful, plain)}
    assert lines == {""}
    assert {
        (line.particulars, line.list_key, line.state)
        for each in (free, doubtful, plain)
        for line in answer_lines([each])
    } == {((), "", "none")}


def test_names_stand_in_the_lines_only_if_asked_for():
    row = PersonRow("s:1", 1, ("Абвгденко",), (Reading(Field.SURNAME, "Абвгденко", "Абвгденко", (), 1),))
    whole = PersonRow("s:2", 2, ("Б В",), (Reading(Field.FULL_NAME, "Б В", "Б В", (), 1),))
    known = names_of({"s:1": row}, {"s:2": whole})
    answers = [name("s:1", K.HELD), name("s:2", K.HELD), name("s:3", K.HELD)]
    assert [line.name for line in answer_lines(answers)] == ["", "", ""]
    assert [line.name for line in answer_lines(answers, name_of=known)] == ["Абвгденко", "Б В", ""]
    link = Link(Pair("s:1", "s:2", (), 0.0, 3.0), Standing.TO_REVIEW, ())
    assert (pair_lines([link])[0].left_name, pair_lines([link], left_name=known)[0].left_name) == ("", "Абвгденко")
    gone = Disclosed("s:1", "R", (Field.SURNAME,), Party.PARTY_B, DAY, ("one", "two"), "f")
    line = disclosed_lines([gone], file_names={"f": "list.json"})[0]
    assert (line.name, line.fields, line.by, line.file_name) == ("", ("surname",), ("one", "two"), "list.json")
    assert disclosed_lines([gone], name_of=known)[0].name == "Абвгденко"


def test_pairs_stand_most_certain_first():
    links = [Link(Pair(f"s:{n}", "h:1", (), 0.0, bits), Standing.TO_REVIEW, ()) for n, bits in ((1, 3.0), (2, 8.0))]
    assert [line.left for line in pair_lines(links)] == ["s:2", "s:1"]


def finding(key: str, outcome: Outcome) -> Finding:
    return Finding(key, "young", Party.PARTY_A, outcome, (), ())


def test_each_category_adds_up_to_the_list():
    findings = [finding("h:1", Outcome.ELIGIBLE), finding("h:2", Outcome.CANNOT_BE_DECIDED)]
    (made,) = tally_eligibility(findings, list_key="h", keys=["h:1", "h:2"])
    assert (made.code, made.adds_up) == ("eligibility:young", True)
    assert finding_lines(findings)[1].outcome == "cannot_be_decided"
    (lacking,) = tally_eligibility(findings[:1], list_key="h", keys=["h:1", "h:2"])
    assert not lacking.adds_up


def test_the_summary_says_what_does_not_add_up():
    good = tally("answers", "s", ["a"], [("a", "held")], [])
    bad = tally("held", "h", ["a", "b"], [("a", "held")], [])
    report = NodeReport("party_a", DAY, "title", tallies=(good, bad))
    made = summarise(report)
    assert made.not_adding_up == ("held:h",)
    assert not made.adds_up
    assert summarise(NodeReport("party_a", DAY, "title", tallies=(good,))).adds_up
    assert ("answers", "s", "held", 1, 1) in {
        (line.section, line.of, line.code, line.count, line.of_total) for line in made.lines
    }

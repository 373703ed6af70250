"""From one node to the other and back: what may leave, what may not, and that everything adds up."""

import json

import pytest
from conftest_exchange import Table, person, rows
from conftest_node import BOTH, ONE

from allforall.answers import AnswerKind, AnswerState
from allforall.errors import CallError, GateError, InputError
from allforall.node.acts.answers import (
    confirm_clear,
    confirm_one,
    export_answers,
    import_answers,
    look_up,
    received_answers,
    seen_name,
    withdraw_one,
)
from allforall.node.acts.disclosed_lists import decide, disclose_list, receive_list
from allforall.node.acts.erasure import Wanted, erase
from allforall.node.acts.links import merge, pairs_to_review, review, seen_pair, undo_merge, withdraw_review
from allforall.node.report import make_report
from allforall.node.views.lists import find_list
from allforall.people.fields import Field
from allforall.people.persons import ListKind, Party
from allforall.reconcile import Verdict
from allforall.record.erasures import Reason
from allforall.store.disclosure.ledger import load_ledger
from allforall.store.people.models import StoredRow
from allforall.store.people.rows import load_rows
from allforall.store.reconcile.models import StoredCandidate, StoredLink, StoredLinking

A, B = Party.PARTY_A, Party.PARTY_B
SOUGHT = rows(range(20))
DEAD, FREE, AWAY = 3, 4, 5
HELD = rows(range(8), {DEAD: "помер", FREE: "на волі", AWAY: "переведено"})


@pytest.fixture
def table(tmp_path, clock):
    return Table(tmp_path, clock)


@pytest.fixture
def asked(table):
    table.ask(SOUGHT, HELD)
    return table


def _sought_keys(asked_now):
    """Returns the holder's key of each person by the surname that person has."""
    return {row.value(Field.SURNAME): row.key for row in load_rows(asked_now.stored)}


def _of(asked_now, number):
    return _sought_keys(asked_now)[person(number).split(";")[1]]


def _same(node, asked_now, number, held_line):
    review(node, ONE, left=_of(asked_now, number), right=f"HB1:{held_line}", verdict=Verdict.SAME, why="seen")


def _confirm_all(table, node):
    """A person looks at every pair, says what it is, and the clear answers are confirmed."""
    now = look_up(node)
    for number in range(8):
        _same(node, now, number, number + 2)
    table.compare(node)
    now = look_up(node)
    confirm_clear(node, ONE, now)
    return look_up(node)


def test_every_sought_name_has_exactly_one_answer_and_silence_is_the_default(asked):
    with asked.at(B) as node:
        names = look_up(node).names()
    assert len({name.sought_key for name in names}) == len(names) == 20
    assert {name.kind for name in names} >= {AnswerKind.NO_CANDIDATE}
    assert all(name.state is not AnswerState.CONFIRMED for name in names)
    assert not any(name.kind is AnswerKind.NOT_HELD for name in names)
    with asked.at(A) as node:
        report = make_report(node)
        assert {line.kind for line in report.received} == {"no_answer"}
        assert all(tally.adds_up for tally in report.tallies)


def test_confirmed_answers_reach_those_who_asked_and_nothing_else_does(asked):
    with asked.at(B) as node:
        now = _confirm_all(asked, node)
        with pytest.raises(GateError):
            confirm_one(node, ONE, now, sought_key=_of(now, DEAD))
        confirm_one(node, BOTH, now, sought_key=_of(now, DEAD))
        with pytest.raises(GateError):
            export_answers(node, ONE, look_up(node))
        assert not list((node.path / "outbox").glob("answers-*"))
        sent = export_answers(node, BOTH, look_up(node)).path
        report = make_report(node)
        assert all(tally.adds_up for tally in (*report.tallies, *report.eligibility))
    with asked.at(A) as node:
        taken = import_answers(node, ONE, sent)
        assert taken.added == 20
        assert import_answers(node, ONE, sent).added == 0
        kinds = {key: one.kind for key, one in received_answers(find_list("SA1")).items()}
        report = make_report(node)
        assert all(tally.adds_up for tally in report.tallies)
    assert kinds[f"SA1:{DEAD + 2}"] is AnswerKind.REPORTED_DEAD
    assert kinds[f"SA1:{FREE + 2}"] is AnswerKind.NO_ANSWER
    assert kinds[f"SA1:{AWAY + 2}"] is AnswerKind.TRANSFERRED
    assert kinds["SA1:2"] is AnswerKind.HELD
    assert sum(kind is AnswerKind.NO_ANSWER for kind in kinds.values()) == 13
    # A reported death took no name off the list.
    assert len(report.received) == 20


def test_a_person_at_liberty_cannot_be_told_from_a_name_that_nobody_answered(tmp_path, clock):
    files = []
    for world, held in (
        ("free", HELD),
        ("absent", rows([n for n in range(8) if n != FREE], {DEAD: "помер", AWAY: "переведено"})),
    ):
        (tmp_path / world).mkdir()
        table = Table(tmp_path / world, clock)
        with table.at(A) as node:
            table.read(node, SOUGHT, ListKind.SOUGHT, "sought.csv")
            from allforall.store.disclosure.models import StoredSalt

            StoredSalt.objects.create(salt=b"the same secret salt in both")
            sent = disclose_list(node, BOTH, list_key="SA1").path
        with table.at(B) as node:
            table.read(node, held, ListKind.HELD, "held.csv")
            receive_list(node, ONE, sent)
            table.compare(node)
            now = look_up(node)
            lines = {row.value(Field.ROW_ID): key for key, row in now.held.rows.items()}
            for number in range(8):
                if str(number) in lines:
                    review(node, ONE, left=_of(now, number), right=lines[str(number)], verdict=Verdict.SAME, why="seen")
            table.compare(node)
            confirm_clear(node, ONE, look_up(node))
            files.append(export_answers(node, BOTH, look_up(node)).path.read_bytes())
    assert files[0] == files[1]


def test_names_that_would_stand_out_keep_the_file_at_home(table):
    few = rows(range(8))
    table.ask(few, HELD)
    with table.at(B) as node:
        now = _confirm_all(table, node)
        with pytest.raises(GateError) as closed:
            export_answers(node, BOTH, now)
        assert closed.value.code == "answers:cover:too_thin"
        assert not list((node.path / "outbox").glob("answers-*"))


def test_a_rejected_pair_stays_rejected_until_the_review_is_withdrawn(asked):
    with asked.at(B) as node:
        now = look_up(node)
        left, right = _of(now, 0), "HB1:2"
        assert any((link.pair.left, link.pair.right) == (left, right) for link in now.links)
        review(node, ONE, left=right, right=left, verdict=Verdict.DIFFERENT, why="another man, seen by the delegate")
        again = asked.compare(node)
        assert not any((link.pair.left, link.pair.right) == (left, right) for link in again.links)
        third = asked.compare(node)
        assert not any((link.pair.left, link.pair.right) == (left, right) for link in third.links)
        seen = ONE.who_saw(seen_pair(left, right))
        withdraw_review(node, seen, left=left, right=right, why="the wrong photograph")
        last = asked.compare(node)
        assert any((link.pair.left, link.pair.right) == (left, right) for link in last.links)


def test_a_merge_is_an_overlay_and_undoing_it_gives_back_the_same_bytes(table):
    twice = HELD + person(0).replace("0;", "900;", 1) + person(DEAD, custody="помер").replace("3;", "903;", 1)
    table.ask(SOUGHT, twice)
    with table.at(B) as node:
        before = list(StoredRow.objects.order_by("id").values_list("cells", "readings"))
        merge(node, ONE, keys=["HB1:2", "HB1:10"], why="one card twice")
        assert look_up(node).held.groups.group_of("HB1:10") == ("HB1:2", "HB1:10")
        with pytest.raises(GateError):
            merge(node, ONE, keys=["HB1:5", "HB1:11"], why="one grave twice")
        merge(node, BOTH, keys=["HB1:5", "HB1:11"], why="one grave twice")
        undo_merge(node, ONE, keys=["HB1:10", "HB1:2"], why="two men after all")
        assert list(StoredRow.objects.order_by("id").values_list("cells", "readings")) == before
        with pytest.raises(CallError):
            undo_merge(node, ONE, keys=["HB1:10", "HB1:2"], why="again")


def test_an_answer_taken_back_stays_in_the_history_and_goes_out_as_silence(asked):
    with asked.at(B) as node:
        now = _confirm_all(asked, node)
        key = _of(now, 0)
        now = look_up(node)
        withdraw_one(node, ONE.who_saw(seen_name(now, key)), now, sought_key=key, why="the wrong card")
        name = next(one for one in look_up(node).names() if one.sought_key == key)
        assert name.state is not AnswerState.CONFIRMED
        assert len([one for one in look_up(node).acts if one.sought_key == key]) == 2


def test_what_is_disclosed_is_the_default_and_can_be_listed(asked):
    with asked.at(A) as node:
        ledger = [line for line, _ in load_ledger()]
        file = next((node.path / "outbox").glob("disclosed-*"))
        listed = json.loads(file.read_text())
    assert len(ledger) == 20
    assert listed["signed"] is False
    fields = {field for row in listed["rows"] for field in row}
    assert "custody" not in fields
    assert {"surname", "birth_date"} <= fields | {"surname"}


def test_a_field_that_never_goes_needs_two_officers_and_one_person(asked):
    with asked.at(A) as node:
        with pytest.raises(GateError):
            decide(node, ONE, row_key="SA1:2", field=Field.UNIT, allow=True, why="asked by the delegate")
        with pytest.raises((GateError, CallError)):
            decide(node, BOTH, row_key="SA1:*", field=Field.UNIT, allow=True, why="all of them")
        decide(node, BOTH, row_key="SA1:2", field=Field.UNIT, allow=True, why="asked by the delegate")


def test_a_file_for_somebody_else_or_changed_on_the_way_is_refused(asked):
    with asked.at(A) as node:
        sent = next((node.path / "outbox").glob("disclosed-*"))
        with pytest.raises(InputError):
            receive_list(node, ONE, sent)
    with asked.at(B) as node:
        changed = asked.write("changed.json", sent.read_text().replace('"signed":false', '"signed":true'))
        with pytest.raises(InputError):
            receive_list(node, ONE, changed)
        with pytest.raises(InputError):
            import_answers(node, ONE, sent)


def test_pairs_that_wait_are_listed_best_first_with_everything_that_made_the_score(asked):
    with asked.at(B):
        found = pairs_to_review(find_list("SA1"), find_list("HB1"))
        for link in found:
            total = link.pair.prior_bits + sum(one.bits for one in link.pair.fields)
            assert total == pytest.approx(link.pair.bits)
        assert [link.pair.bits for link in found] == sorted((link.pair.bits for link in found), reverse=True)


def test_no_name_stands_in_a_report_unless_asked_for(asked):
    surnames = {person(number).split(";")[1] for number in range(20)}
    with asked.at(B) as node:
        silent, spoken = repr(make_report(node)), repr(make_report(node, show_names=True))
    # Values of compared fields are drawn only with names; they are in the report's pairs and nowhere else.
    import re

    without_pairs = re.sub(r"FieldLine\([^)]*\)", "", silent)
    assert not any(surname in without_pairs for surname in surnames)
    assert any(surname in spoken for surname in surnames)


def test_answers_are_the_same_whether_or_not_the_whole_rows_are_read(asked):
    with asked.at(B) as node:
        _confirm_all(asked, node)
        partial, whole = look_up(node), look_up(node, whole=True)
        assert partial.proposals == whole.proposals
        assert partial.names() == whole.names()
        assert partial.places() == whole.places()


def test_an_erased_row_is_quoted_by_no_link_and_no_candidate(table):
    table.ask(SOUGHT, HELD)
    with table.at(B) as node:
        sought, held = find_list("SA1"), find_list("HB1")
        compared = (StoredLink, StoredCandidate)
        StoredCandidate.objects.create(
            linking=StoredLinking.objects.get(left_list=sought, right_list=held),
            left="SA1:1",
            right="HB1:2",
            bits=1.0,
            prior_bits=0.0,
            fields='[["surname","x","agree","A","B",1.0]]',
        )
        erase(node, BOTH, Wanted(Reason.FAMILY_ASKED, rows=tuple(row.key for row in load_rows(held))))
        quoted = [model.objects.filter(right__startswith="HB1:").exclude(fields="[]").count() for model in compared]
        assert StoredCandidate.objects.exists()
        assert quoted == [0, 0]

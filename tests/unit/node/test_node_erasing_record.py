"""Erasing a person of whom everything was said in the record, on both sides, and going on with all the others."""

import pytest
from acting import Acting
from conftest_exchange import person
from conftest_node import BOTH, ONE
from erasing_world import A, B, every_byte, find

from allforall.account.entry_types import ENTRY_TYPES
from allforall.errors import GateError
from allforall.node.acts import prepared_lists
from allforall.node.acts.answers import look_up, received_answers
from allforall.node.acts.declared_lists import latest_declared, open_row, take_in_lists
from allforall.node.acts.erasure import Wanted, erase
from allforall.node.acts.notices import make_notices_due
from allforall.node.acts.signed_answers import sign_answers, take_in_answers
from allforall.node.bundles.transfer import export_bundle
from allforall.node.entry_types import AGAIN
from allforall.node.record.journal import take_up
from allforall.node.record.payload_erasure import asked_and_held, not_receipted
from allforall.node.views.lists import find_list
from allforall.people.fields import Field
from allforall.record.bundles import read_bundle
from allforall.record.erasures import ASKED, ERASED, Reason
from allforall.record.verification import verify_bundle
from allforall.store.node.models import Act
from allforall.store.people.rows import load_rows

NUMBER = 8
SURNAME = person(NUMBER).split(";")[1]
OTHER = person(9).split(";")[1]
WORDS = {"surname": SURNAME}


@pytest.fixture
def table(tmp_path, clock, monkeypatch):
    """A asked and B answered in the record, with notices; every bundle was carried."""
    monkeypatch.setattr(prepared_lists, "WORTH_KEEPING", 0)
    acting = Acting(tmp_path, clock)
    acting.ask()
    with acting.at(B) as record:
        sign_answers(record, BOTH, acting.signers(record), look_up(record.node))
        make_notices_due(record, acting.signers(record), "en")
    acting.carry(B, A)
    with acting.at(A) as record:
        assert len(take_in_answers(record, ONE)[0]) == 1
    for name in ("sought.csv", "held.csv"):
        (tmp_path / name).unlink()
    return acting


def keys(record):
    """The rows of the person on a node."""
    found = []
    for list_key in ("SA1", "HB1"):
        try:
            stored = find_list(list_key)
        except Exception:  # noqa: BLE001 - the other node has no such list
            continue
        found += [row.key for row in load_rows(stored) if row.value(Field.SURNAME) == SURNAME]
    return tuple(found)


def forget(table, author):
    with table.at(author) as record:
        wanted = Wanted(Reason.PERSON_ASKED, rows=keys(record), backups=True)
        return erase(record.node, BOTH, wanted, record=record, signers=table.signers(record))


def left(table, author):
    return find(table.path(author), WORDS, table.genesis)


def test_after_both_sides_erased_neither_holds_a_word_and_the_record_verifies(table):
    assert any(where.startswith("opened") for _, where in left(table, A))
    assert any(where.startswith("outbox/notices") for _, where in left(table, B))
    # Beside the lists: what A declared and disclosed, what B answered, and its two notices.
    assert len(forget(table, A).payloads) == 3
    done = forget(table, B)
    assert len(done.payloads) == 4
    assert len([name for name in done.files if "notices" in name]) == 6
    assert left(table, A) == left(table, B) == []
    table.carry(A, B)
    table.carry(B, A)
    assert left(table, A) == left(table, B) == []
    for author, other in ((A, B), (B, A)):
        with table.at(author) as record:
            bundle = read_bundle(export_bundle(record, other, since={}).read_bytes())
            report = verify_bundle(bundle, ENTRY_TYPES, trusted=table.genesis.digest)
            assert {log.author: log.stands for log in report.logs if log.size} == {A: True, B: True}
            # What was only for ourselves is not asked back; what was sealed for the other side has their receipt.
            assert len(list(record.reads(author, [ASKED]))) == 1
            assert not_receipted(record) == {}
            assert asked_and_held(record) == {}
            for kind in (ASKED, ERASED):
                for read in record.reads(author, [kind]):
                    ENTRY_TYPES[kind].read(read.entry)


def test_what_one_side_erased_is_asked_of_the_other_and_held_there_until_it_does(table):
    forget(table, A)
    table.carry(A, B)
    with table.at(B) as record:
        (name,) = asked_and_held(record)
        assert left(table, B)
        wanted = Wanted(Reason.OTHER_SIDE_ASKED, payloads=(name,))
        erase(record.node, BOTH, wanted, record=record, signers=table.signers(record))
    table.carry(B, A)
    with table.at(A) as record:
        assert not_receipted(record) == {}


def test_everybody_else_is_declared_and_answered_as_before(table):
    forget(table, A)
    forget(table, B)
    with table.at(A) as record:
        with pytest.raises(GateError) as closed:
            latest_declared(record, "SA1")
        assert closed.value.code == "payload:erased"
    assert len(table.disclose().made.disclosed.rows) == 11
    table.carry(A, B)
    with table.at(B) as record:  # A had not read of B's new epoch when it sealed
        done, (failed,) = take_in_lists(record, ONE)
        assert (done, failed.error.code) == ([], "payload:no_key")
    table.carry(B, A)
    table.carry(A, B)
    with table.at(B) as record:
        (done,), failed = take_in_lists(record, ONE)
        assert (done.stored.key, failed) == ("SA2", [])
        table.compare(record.node)
        sent = sign_answers(record, BOTH, table.signers(record), look_up(record.node))
        assert len(sent.answers.entries) == 11
        make_notices_due(record, table.signers(record), "en")
    table.carry(B, A)
    with table.at(A) as record:
        taken, failed = take_in_answers(record, ONE)
        assert (len(taken), failed) == (1, [])
        row = next(row for row in load_rows(find_list("SA1")) if row.value(Field.SURNAME) == OTHER)
        assert row.key in received_answers(find_list("SA1"))
        open_row(record, row.key)
    assert left(table, A) == left(table, B) == []
    assert find(table.path(A), {"other": OTHER}, table.genesis)


def test_answers_to_the_list_that_was_asked_go_on_for_all_the_others(table):
    forget(table, B)
    with table.at(B) as record:
        table.compare(record.node)
        sent = sign_answers(record, BOTH, table.signers(record), look_up(record.node))
        assert len(sent.answers.entries) == 12
        make_notices_due(record, table.signers(record), "en")
    assert left(table, B) == []
    table.carry(B, A)
    with table.at(A) as record:
        taken, failed = take_in_answers(record, ONE)
        assert (len(taken), failed) == (1, [])


def test_a_database_that_is_older_than_the_erasure_is_brought_after_the_log_all_the_same(table):
    with table.at(A) as record:
        forgotten = keys(record)
    forget(table, A)
    with table.at(A) as record:
        Act.objects.filter(kind="record:say").delete()
        assert take_up(record, AGAIN) == record.held[A].size
        assert forgotten
    assert left(table, A) == []


def test_the_search_opens_what_the_keys_open(table):
    opened = [where for where, _ in every_byte(table.path(B), table.genesis) if where.startswith("opened")]
    assert len(opened) >= 4

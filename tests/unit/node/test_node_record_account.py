"""What a node's own record comes to on its pages: nothing is left out, nothing is said that is not held."""

import pytest
from tests.record_making import Table

from allforall.node.record.record_account import make_record_account
from allforall.offers.entries import ACCEPTED, OFFER, OFFER_MADE, Line, Offer
from allforall.pages.html.record import write_record_pages
from allforall.record.proofs import proves, read_proof


@pytest.fixture
def table(tmp_path, clock):
    return Table(tmp_path, clock, database=False)


def _account(table, author, **more):
    with table.at(author, keys=False) as record:
        return make_record_account(record, **more)


def test_logs_are_accounted_for_with_who_cosigned_and_who_has_not(table):
    lines = {log.author: log for log in _account(table, "party_a").logs}
    assert (lines["party_a"].size, lines["party_b"].size) == (1, 0)
    assert lines["party_a"].missing == ("party_b", "witness")
    assert lines["party_b"].signed_size is None
    table.carry_round()
    lines = {log.author: log for log in _account(table, "party_a").logs}
    assert all(not log.missing and log.signed_size == log.size == 1 for log in lines.values())


def test_every_proof_of_an_account_proves_its_entry(table):
    with table.at("party_a") as record:
        table.fill(record, 20)
        data = record.held["party_a"].file.entries(0, 21)
    for line in _account(table, "party_a").entries:
        assert proves(read_proof(line.proof), data[line.ref.index])


def test_a_long_log_is_accounted_for_from_its_latest_entries_and_old_answers_are_still_found(table):
    with table.at("party_a") as record:
        first = table.say(record)
        table.fill(record, 30)
        table.say(record, "test:other", {}, answers=[first.leaf])
    account = _account(table, "party_a", shown=5)
    log = next(log for log in account.logs if log.author == "party_a")
    assert (log.size, log.shown_from) == (33, 28)
    last = account.entries[4]
    assert last.answers[0][1].index == 1
    pages = {}
    write_record_pages(account, "en", out=pages.__setitem__)
    assert "entry-party_a-1.html" not in pages


def test_an_offer_stands_as_the_logs_that_are_held_have_it(table, clock):
    offer = Offer("party_b", "2025-06-10T12:00:00Z", (Line("young", 10),))
    with table.at("party_a") as record:
        made = table.say(record, OFFER, OFFER_MADE.body(offer), expires=offer.deadline)
    assert [one.state for one in _account(table, "party_a").offers] == ["open"]
    table.carry_round()
    with table.at("party_b") as record:
        table.say(record, ACCEPTED, {}, answers=[made.leaf])
    assert [one.state for one in _account(table, "party_b").offers] == ["undecided"]
    assert [one.state for one in _account(table, "party_a").offers] == ["open"]
    clock.moment = clock.moment.replace(hour=13)
    assert [one.state for one in _account(table, "party_a").offers] == ["undecided"]


def test_a_node_in_another_place_says_that_it_recovers_and_who_has_answered(table):
    table.carry_round()
    double = table.copy("party_a", "copied")
    with double.at("party_a") as record:
        account = make_record_account(record)
    assert account.closed
    assert account.recovering == (("party_b", False), ("witness", False))
    pages = {}
    write_record_pages(account, "en", out=pages.__setitem__)
    assert "READ-ONLY" in pages["record.html"].decode()

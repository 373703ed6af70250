"""Papers handed over: receipts that the giver can check, and what each side holds to be owed from then on."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from acting import Acting
from tests.conftest import SteppingClock

from allforall.arrangement import CommitmentState
from allforall.errors import AllforallError
from allforall.node.acts.papers import (
    confirm_meeting,
    confirmed,
    is_received,
    propose_meeting,
    receive_paper,
    said_of,
    state_commitment,
)
from allforall.node.record.entry_names import name_of
from allforall.node.record.payload_erasure import destroy_payloads
from allforall.papers.entries import (
    COMMITMENT_STATED,
    MEETING_PROPOSED,
    PAPER_RECEIVED,
    Commitment,
    Meeting,
    Owed,
    PaperKind,
    Received,
    Trigger,
)

PAPER = "Меморандум, якого немає".encode()
HANDED = Received(PaperKind.MEMORANDUM, "party_b", date(2025, 6, 2), 4, "")


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A table on which nothing was said yet; every test works on a copy."""
    return Acting(tmp_path_factory.mktemp("begun"), SteppingClock())


@pytest.fixture
def table(begun, tmp_path):
    return begun.copied(tmp_path)


def code(call, *args):
    with pytest.raises(AllforallError) as caught:
        call(*args)
    return caught.value.code


def received(table):
    with table.at("party_a") as record:
        read = receive_paper(record, table.signers(record), PAPER, HANDED)
        named = name_of(record, read.leaf)
    table.carry("party_a", "party_b")
    return named


def test_both_parties_check_a_paper_against_its_receipt_and_the_log_shows_no_digest_of_it(table):
    named = received(table)
    for author in ("party_a", "party_b"):
        with table.at(author) as record:
            assert is_received(record, named, PAPER)
            assert not is_received(record, named, PAPER + b" ")
            assert code(is_received, record, f"{author}:0", PAPER) == "paper:no-receipt"
            entry = next(record.reads("party_a", ["paper:received"])).signed.data.decode()
    assert hashlib.sha256(PAPER).hexdigest() not in entry


def test_the_digest_of_a_paper_is_erased_by_its_name_and_the_receipt_stays(table):
    named = received(table)
    with table.at("party_b") as record:
        read = next(record.reads("party_a", ["paper:received"]))
        destroy_payloads(record, [PAPER_RECEIVED.read(read.entry).payload])
        assert code(is_received, record, named, PAPER) == "payload:not_held"
        assert PAPER_RECEIVED.read(read.entry).sheets == 4


def owes(state, due=date(2025, 6, 9)):
    return Commitment("party_a", "party_b", Owed.STUDY, Trigger.RECEIPT, due, state)


def test_each_side_says_for_itself_what_is_owed_and_a_later_word_of_its_own_takes_the_place(table):
    named = received(table)
    with table.at("party_b") as record:
        read = state_commitment(record, table.signers(record), named, owes(CommitmentState.ACTIVE))
        theirs = name_of(record, read.leaf)
    table.carry("party_b", "party_a")
    with table.at("party_a") as record:
        state_commitment(record, table.signers(record), theirs, owes(CommitmentState.CLAIMED_BY_ONE_SIDE, None))
    table.carry("party_a", "party_b")
    with table.at("party_b") as record:
        state_commitment(record, table.signers(record), theirs, owes(CommitmentState.BROKEN))
        said = [COMMITMENT_STATED.read(read.entry) for read in said_of(record, COMMITMENT_STATED)]
    assert [(one.state, one.due_on) for one in said] == [
        (CommitmentState.CLAIMED_BY_ONE_SIDE, None),
        (CommitmentState.BROKEN, date(2025, 6, 9)),
    ]


def test_a_commitment_rests_on_a_paper_or_a_text_and_on_nothing_else(table):
    with table.at("party_b") as record:
        refused = code(state_commitment, record, table.signers(record), "party_b:0", owes(CommitmentState.ACTIVE))
    assert refused == "record:entry:does_not_fit"


THIRD = Meeting(3, "istanbul", (date(2025, 6, 20), date(2025, 6, 21)), ("ru", "uk"))


def test_a_meeting_is_tentative_until_the_other_side_says_the_same_on_some_of_its_days(table):
    with table.at("party_a") as record:
        read = propose_meeting(record, table.signers(record), THIRD)
        assert not confirmed(record, read)
        named = name_of(record, read.leaf)
        assert code(confirm_meeting, record, table.signers(record), named) == "meeting:no-proposal"
    table.carry("party_a", "party_b")
    with table.at("party_b") as record:
        late = (record, table.signers(record), named, date(2025, 7, 1))
        assert code(confirm_meeting, *late) == "meeting:no-proposal"
        confirm_meeting(record, table.signers(record), named, date(2025, 6, 21))
    table.carry("party_b", "party_a")
    with table.at("party_a") as record:
        assert confirmed(record, read)


def test_another_round_or_place_confirms_nothing_and_a_new_proposal_takes_the_place_of_the_old(table):
    with table.at("party_a") as record:
        read = propose_meeting(record, table.signers(record), THIRD)
    table.carry("party_a", "party_b")
    with table.at("party_b") as record:
        other = replace(THIRD, place="ankara")
        table.say(record, "meeting:proposed", MEETING_PROPOSED.body(other), answers=[read.leaf])
    table.carry("party_b", "party_a")
    with table.at("party_a") as record:
        assert not confirmed(record, read)
        later = propose_meeting(record, table.signers(record), replace(THIRD, days=(date(2025, 7, 1),)))
        own = [each for each in said_of(record, MEETING_PROPOSED) if each.entry.author == "party_a"]
        assert own == [later]

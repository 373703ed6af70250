"""What became of an offer, on nodes that hold more or less of the others' logs."""

import pytest
from tests.unit.record.parties import key, make_genesis
from tests.unit.record.worlds import LATER, World, with_root

from allforall.offers.entries import OFFER_MADE, OUTCOME
from allforall.offers.outcomes import EVIDENCE, State, Why, offers_of, standing_of, why_no_decision


@pytest.fixture
def world():
    return World(make_genesis())


@pytest.fixture
def offer(world):
    return world.offer()


def test_an_offer_is_open_until_its_deadline_and_then_undecided_until_the_outcome_is_held(world, offer):
    assert world.standing(offer, late=False).state is State.OPEN
    late = world.standing(offer)
    assert (late.state, late.places_are_free, late.may_dispatch) == (State.UNDECIDED, False, False)


def test_an_acceptance_alone_sends_nobody(world, offer):
    world.accept("party_b", offer)
    assert world.standing(offer, late=False).state is State.UNDECIDED


def test_the_witness_decides_and_names_how_far_it_had_read(world, offer):
    world.accept("party_b", offer)
    world.outcome("witness", offer, "accepted", 2)
    standing = world.standing(offer)
    assert (standing.state, standing.may_dispatch) == (State.ACCEPTED, True)
    # a node that does not hold the acceptor's log that far cannot check it
    short = world.standing(offer, party_b=1)
    assert (short.state, short.reasons[0][0]) == (State.UNDECIDED, Why.ACCEPTOR_NOT_HELD)


def test_an_acceptance_after_the_size_that_was_read_comes_too_late(world, offer):
    world.outcome("witness", offer, "lapsed", 1)
    world.accept("party_b", offer)
    standing = world.standing(offer)
    assert (standing.state, standing.places_are_free) == (State.LAPSED, True)


def test_an_offer_to_somebody_who_never_wrote_anything_lapses_too(world, offer):
    world.outcome("witness", offer, "lapsed", 0)
    assert world.standing(offer, party_b=0).state is State.LAPSED


@pytest.mark.parametrize(
    ("accepted", "said", "why"),
    [(False, "accepted", Why.CLAIMS_ACCEPTANCE), (True, "lapsed", Why.OVERLOOKS_ACCEPTANCE)],
)
def test_a_witness_that_says_what_is_not_so_decides_nothing(world, offer, accepted, said, why):
    if accepted:
        world.accept("party_b", offer)
    world.outcome("witness", offer, said, world.size("party_b"))
    standing = world.standing(offer)
    assert (standing.state, standing.reasons[0][0]) == (State.UNDECIDED, why)
    assert why in EVIDENCE


def test_after_a_false_outcome_the_next_one_that_is_so_decides(world, offer):
    world.outcome("witness", offer, "accepted", 1)
    world.outcome("witness", offer, "lapsed", 1)
    assert world.standing(offer).state is State.LAPSED


def test_the_first_outcome_stands_and_a_second_is_evidence(world, offer):
    world.outcome("witness", offer, "lapsed", 1)
    world.accept("party_b", offer)
    second = world.outcome("witness", offer, "accepted", 2)
    standing = world.standing(offer)
    assert standing.state is State.LAPSED
    assert (Why.CONTRADICTS, second) in standing.reasons


def test_an_outcome_that_cannot_be_checked_yet_holds_back_all_that_come_after_it(world, offer):
    world.accept("party_b", offer)
    first = world.outcome("witness", offer, "accepted", 2)
    world.outcome("witness", offer, "lapsed", 1)
    assert world.standing(offer).state is State.ACCEPTED
    # who holds one entry less could check the second alone, and would have the places free
    short = world.standing(offer, party_b=1)
    assert short.state is State.UNDECIDED
    assert short.reasons[0] == (Why.ACCEPTOR_NOT_HELD, first)


def test_an_outcome_on_another_branch_of_the_acceptors_log_holds_back_what_comes_after_it(world, offer):
    world.accept("party_b", offer)
    world.outcome("witness", offer, "accepted", 2)
    world.outcome("witness", offer, "lapsed", 1)
    held = world.held()
    held["party_b"] = with_root(held["party_b"], 2, bytes(32))
    standing = standing_of(offer, OFFER_MADE.read(offer.entry), world.genesis, held, deadline_passed=True)
    assert (standing.state, standing.reasons[0][0]) == (State.UNDECIDED, Why.OTHER_ROOT)


def test_a_checkpoint_that_the_acceptor_never_signed_is_nobodys_word(world, offer):
    world.accept("party_b", offer)
    world.outcome("witness", offer, "lapsed", 2, root=b"\x01" * 32, signer="other")
    assert world.standing(offer).reasons[0][0] is Why.NOT_SIGNED
    world.outcome("witness", offer, "accepted", 2)
    assert world.standing(offer).state is State.ACCEPTED


def test_a_size_that_the_acceptor_had_not_reached_when_it_read_the_outcome_blocks_nothing(world, offer):
    world.outcome("witness", offer, "accepted", 1_000)
    world.outcome("witness", offer, "lapsed", 1)
    assert world.standing(offer).reasons[0][0] is Why.ACCEPTOR_NOT_HELD
    world.note("party_b", seen={"witness": 2})
    standing = world.standing(offer)
    assert (standing.state, standing.reasons[0][0]) == (State.LAPSED, Why.NEVER_THERE)


def test_what_was_never_there_stays_so_when_the_size_is_reached(world, offer):
    world.outcome("witness", offer, "accepted", 3, root=b"\x01" * 32)  # signed by the acceptor, on another branch
    world.outcome("witness", offer, "lapsed", 1)
    world.note("party_b", seen={"witness": 2})
    assert world.standing(offer).state is State.LAPSED
    world.note("party_b")
    assert world.standing(offer).state is State.LAPSED


def test_an_acceptor_cannot_be_rid_of_an_outcome_by_saying_early_that_it_has_read_it(world, offer):
    world.note("party_b", seen={"witness": 2})  # of a log that has one entry
    world.accept("party_b", offer)
    world.outcome("witness", offer, "accepted", 3)
    assert world.standing(offer, party_b=2).reasons[0][0] is Why.ACCEPTOR_NOT_HELD
    assert world.standing(offer).state is State.ACCEPTED


def test_a_party_is_no_decider_where_there_is_a_witness(world, offer):
    world.accept("party_b", offer)
    world.outcome("party_a", offer, "accepted", 2)
    assert world.standing(offer).state is State.UNDECIDED
    why = why_no_decision(offer, world.genesis, world.held(), "party_a")
    assert "decide:not_the_decider" in why


def test_neither_by_nor_to_the_witness_is_there_an_offer(world):
    world.offer("witness")
    assert not list(offers_of(world.genesis, "witness", world.held()["witness"]))


def test_a_revoked_officer_takes_no_acceptance_back(world, offer):
    world.accept("party_b", offer)
    world.outcome("witness", offer, "accepted", 2)
    revoked = world.genesis.authors["party_b"].officers[2]
    world.say("party_b", "record:key_revoked", {"key": revoked.vkey, "last_trusted": 1})
    assert world.standing(offer).state is State.ACCEPTED


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"at": LATER, "checkpoint": "", "outcome": "accepted", "why": ""},
        {"at": LATER, "checkpoint": "", "outcome": "refused"},
        {"at": LATER, "checkpoint": "no checkpoint", "outcome": "lapsed"},
        {"at": LATER, "checkpoint": 7, "outcome": "lapsed"},
        {"at": "tomorrow", "checkpoint": "", "outcome": "lapsed"},
    ],
    ids=["empty", "more", "word", "checkpoint", "number", "moment"],
)
def test_an_outcome_of_another_form_decides_nothing(world, offer, body):
    world.say("witness", OUTCOME, body, offer.leaf)
    assert world.standing(offer).reasons == ((Why.NO_OUTCOME, None),)


def test_an_offer_does_not_lapse_before_its_deadline(world, offer):
    world.say("witness", OUTCOME, {"at": "2026-07-01T11:59:59Z", "checkpoint": "", "outcome": "lapsed"}, offer.leaf)
    assert world.standing(offer).reasons[0][0] is Why.FORM


def test_an_outcome_of_two_offers_is_none(world, offer):
    other = world.offer()
    world.say("witness", OUTCOME, {"at": LATER, "checkpoint": "", "outcome": "lapsed"}, offer.leaf, other.leaf)
    assert world.standing(offer).reasons == ((Why.NO_OUTCOME, None),)


def test_without_a_witness_the_offerers_countersignature_is_the_outcome():
    world = World(make_genesis(decider="", authors=("party_a", "party_b")))
    offer = world.offer()
    world.accept("party_b", offer)
    world.outcome("party_b", offer, "accepted", 2)
    assert world.standing(offer).state is State.UNDECIDED
    world.outcome("party_a", offer, "accepted", 2)
    assert world.standing(offer).state is State.ACCEPTED


def test_without_a_witness_the_offerer_cannot_say_lapsed_of_what_it_says_it_has_read():
    world = World(make_genesis(decider="", authors=("party_a", "party_b")))
    offer = world.offer()
    world.accept("party_b", offer)
    world.outcome("party_a", offer, "lapsed", 2)
    assert world.standing(offer).reasons[0][0] is Why.OVERLOOKS_ACCEPTANCE


def test_a_silent_witness_leaves_an_offer_undecided_whatever_the_others_say(world, offer):
    world.accept("party_b", offer)
    for author in ("party_a", "party_b"):
        world.outcome(author, offer, "accepted", 2)
    standing = world.standing(offer)
    assert (standing.state, standing.places_are_free, standing.may_dispatch) == (State.UNDECIDED, False, False)


def test_the_witness_decides_once(world, offer):
    assert why_no_decision(offer, world.genesis, world.held(), "witness") == ()
    world.outcome("witness", offer, "lapsed", 1)
    assert why_no_decision(offer, world.genesis, world.held(), "witness") == ("decide:decided_before",)


def test_the_keys_of_the_checkpoint_are_those_in_force_at_its_size(world, offer):
    assert world.held()["party_b"].key_at(1).key == key("allforall/exercise-1/party_b/log").public

"""What became of an offer, on nodes that hold more or less of the others' logs."""

from dataclasses import replace

import pytest
from tests.unit.record.parties import CASE, first_entry, make_genesis, signed

from allforall.record.entries import Entry
from allforall.record.genesis import Genesis
from allforall.record.logs import begin, follow
from allforall.record.merkle import EMPTY_ROOT
from allforall.record.notes import encode_base64
from allforall.record.outcomes import (
    ACCEPTED,
    OFFER,
    OUTCOME,
    TAKEOVER,
    Log,
    State,
    Why,
    may_sign_takeover,
    standing_of,
)


class World:
    """Logs that grow; what a node holds is a cut of each."""

    def __init__(self, genesis: Genesis) -> None:
        self.genesis = genesis
        self.states = {author: begin(genesis, author) for author in genesis.authors}
        self.reads = {author: [] for author in genesis.authors}
        self.roots = {author: {0: EMPTY_ROOT} for author in genesis.authors}
        for author in genesis.authors:
            self._add(author, first_entry(genesis, author))

    def _add(self, author, made):
        self.states[author], read, problems, _ = follow(self.states[author], made.data)
        assert not problems, problems
        self.reads[author].append(read)
        self.roots[author][self.states[author].size] = self.states[author].frontier.root
        return read

    def say(self, author, kind, body, *re):
        entry = Entry(CASE, author, self.states[author].size, kind, body, tuple(re))
        return self._add(author, signed(entry, 1, 2))

    def outcome(self, author, offer, what, size, acceptor="party_b"):
        root = encode_base64(self.roots[acceptor][size])
        body = {"outcome": what, "acceptor_size": size, "acceptor_root": root}
        return self.say(author, OUTCOME, body, offer.leaf)

    def held(self, **cut):
        return {
            author: Log(reads[: cut.get(author, len(reads))], cut.get(author, len(reads)), self.roots[author])
            for author, reads in self.reads.items()
        }

    def standing(self, offer, *, late=True, **cut):
        return standing_of(offer, self.genesis, self.held(**cut), deadline_passed=late)


@pytest.fixture
def world():
    return World(make_genesis())


@pytest.fixture
def offer(world):
    return world.say("party_a", OFFER, {"to": "party_b", "places": 10})


def test_an_offer_is_open_until_its_deadline_and_then_undecided_until_the_outcome_is_held(world, offer):
    assert world.standing(offer, late=False).state is State.OPEN
    late = world.standing(offer)
    assert (late.state, late.places_are_free, late.may_dispatch) == (State.UNDECIDED, False, False)


def test_an_acceptance_alone_sends_nobody(world, offer):
    world.say("party_b", ACCEPTED, {}, offer.leaf)
    assert world.standing(offer, late=False).state is State.UNDECIDED


def test_the_witness_decides_and_names_how_far_it_had_read(world, offer):
    world.say("party_b", ACCEPTED, {}, offer.leaf)
    world.outcome("witness", offer, "accepted", 2)
    standing = world.standing(offer)
    assert (standing.state, standing.may_dispatch) == (State.ACCEPTED, True)
    # a node that does not hold the acceptor's log that far cannot check it
    short = world.standing(offer, party_b=1)
    assert (short.state, short.reasons[0][0]) == (State.UNDECIDED, Why.ACCEPTOR_NOT_HELD)


def test_an_acceptance_after_the_size_that_was_read_comes_too_late(world, offer):
    world.outcome("witness", offer, "lapsed", 1)
    world.say("party_b", ACCEPTED, {}, offer.leaf)
    standing = world.standing(offer)
    assert (standing.state, standing.places_are_free) == (State.LAPSED, True)


@pytest.mark.parametrize(
    ("accepted", "said", "why"),
    [(False, "accepted", Why.CLAIMS_ACCEPTANCE), (True, "lapsed", Why.OVERLOOKS_ACCEPTANCE)],
)
def test_a_witness_that_says_what_is_not_so_decides_nothing(world, offer, accepted, said, why):
    if accepted:
        world.say("party_b", ACCEPTED, {}, offer.leaf)
    world.outcome("witness", offer, said, world.states["party_b"].size)
    standing = world.standing(offer)
    assert (standing.state, standing.reasons[0][0]) == (State.UNDECIDED, why)


def test_the_first_outcome_stands_and_a_second_is_evidence(world, offer):
    world.outcome("witness", offer, "lapsed", 1)
    world.say("party_b", ACCEPTED, {}, offer.leaf)
    second = world.outcome("witness", offer, "accepted", 2)
    standing = world.standing(offer)
    assert standing.state is State.LAPSED
    assert (Why.CONTRADICTS, second) in standing.reasons


def test_a_party_is_no_decider_where_there_is_a_witness(world, offer):
    world.say("party_b", ACCEPTED, {}, offer.leaf)
    world.outcome("party_a", offer, "accepted", 2)
    assert world.standing(offer).state is State.UNDECIDED


def test_without_a_witness_the_offerers_countersignature_is_the_outcome():
    world = World(make_genesis(decider="", authors=("party_a", "party_b")))
    offer = world.say("party_a", OFFER, {"to": "party_b"})
    world.say("party_b", ACCEPTED, {}, offer.leaf)
    world.outcome("party_b", offer, "accepted", 2)
    assert world.standing(offer).state is State.UNDECIDED
    world.outcome("party_a", offer, "accepted", 2)
    assert world.standing(offer).state is State.ACCEPTED


class TestTakeover:
    @pytest.fixture
    def world(self):
        return World(make_genesis(deputy="deputy", authors=("party_a", "party_b", "witness", "deputy")))

    def take_over(self, world, *authors, size):
        for author in authors:
            world.say(author, TAKEOVER, {"decider_size": size})

    def test_the_deputy_decides_nothing_before_all_have_signed_the_same_size(self, world, offer):
        self.take_over(world, "party_a", "deputy", size=1)
        world.outcome("deputy", offer, "lapsed", 1)
        assert world.standing(offer).reasons[0][0] is Why.BEFORE_TAKEOVER
        self.take_over(world, "party_b", size=2)
        assert world.standing(offer).state is State.UNDECIDED

    def test_after_it_the_witness_decides_nothing_beyond_that_size(self, world, offer):
        self.take_over(world, "party_a", "party_b", "deputy", size=1)
        late = world.outcome("witness", offer, "lapsed", 1)
        standing = world.standing(offer)
        assert standing.reasons[0] == (Why.AFTER_TAKEOVER, late)
        world.outcome("deputy", offer, "lapsed", 1)
        assert world.standing(offer).state is State.LAPSED

    def test_what_the_witness_decided_within_that_size_stands(self, world, offer):
        world.outcome("witness", offer, "lapsed", 1)
        self.take_over(world, "party_a", "party_b", "deputy", size=2)
        world.say("party_b", ACCEPTED, {}, offer.leaf)
        second = world.outcome("deputy", offer, "accepted", world.states["party_b"].size)
        standing = world.standing(offer)
        assert standing.state is State.LAPSED
        assert (Why.CONTRADICTS, second) in standing.reasons

    def test_nobody_signs_a_takeover_below_what_it_has_read(self, world, offer):
        world.outcome("witness", offer, "lapsed", 1)
        assert not may_sign_takeover(world.genesis, world.held(), 1)
        assert may_sign_takeover(world.genesis, world.held(witness=1), 1)


def test_an_outcome_under_another_root_of_the_acceptors_log_is_not_checked_away(world, offer):
    world.say("party_b", ACCEPTED, {}, offer.leaf)
    world.outcome("witness", offer, "accepted", 2)
    held = world.held()
    forked = {**held, "party_b": replace(held["party_b"], roots={**held["party_b"].roots, 2: bytes(32)})}
    standing = standing_of(offer, world.genesis, forked, deadline_passed=True)
    assert (standing.state, standing.reasons[0][0]) == (State.UNDECIDED, Why.OTHER_ROOT)

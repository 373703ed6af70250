"""Offers made, accepted and decided at three desks, with bundles between them."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.record_making import Table

from allforall.arrangement import NEVER_TRADED, istanbul
from allforall.arrangement.entries import TEXT_ACCEPTED, TEXT_PROPOSED, propose
from allforall.arrangement.entries import accept as accept_text
from allforall.errors import CallError, GateError
from allforall.node.acts import offers
from allforall.node.acts.offers import Blocked
from allforall.offers.entries import OFFER_MADE, Decision, Line, Offer
from allforall.offers.outcomes import State

START = datetime(2026, 6, 30, 9, tzinfo=UTC)
DEADLINE = "2026-07-01T12:00:00Z"
TEN = Offer("party_b", DEADLINE, (Line("young", 10),))
#: Persons of another category of the example.
BODIES = Line("dead", 3)


class Clock:
    """A clock that stands until it is set."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now

    def pass_deadline(self):
        self.now = START + timedelta(days=3)


class Desks(Table):
    """Three desks that have agreed on the example."""

    def __init__(self, folder, **more):
        self.time = Clock()
        super().__init__(folder, self.time, database=False, **more)
        proposed = propose(istanbul())
        with self.at("party_a") as record:
            leaf = self.say(record, "arrangement:proposed", TEXT_PROPOSED.body(proposed)).leaf
        self.carry("party_a", "party_b")
        with self.at("party_b") as record:
            self.say(record, "arrangement:accepted", TEXT_ACCEPTED.body(accept_text(proposed)), answers=[leaf])
        self.carry_round(1)

    def do(self, author, act, *args, officers=2, **more):
        with self.at(author) as record:
            said = act(record, self.officers[author][:officers], *args, **more)
            return said if isinstance(said, Blocked) else offers.entry_name(record, said)

    def codes(self, author, act, *args, **more):
        said = self.do(author, act, *args, **more)
        assert isinstance(said, Blocked), said
        return [reason.code for reason in said.reasons]

    def stands(self, author, name):
        with self.at(author, keys=False) as record:
            return offers.find_offer(record, name, offers.held_logs(record))

    def state(self, author, name):
        return self.stands(author, name).standing.state


@pytest.fixture
def desks(tmp_path):
    return Desks(tmp_path)


@pytest.fixture
def offer(desks):
    made = desks.do("party_a", offers.make, TEN)
    desks.carry_round(1)
    return made


def test_an_offer_is_accepted_decided_and_counts_at_every_desk(desks, offer):
    assert desks.state("party_b", offer) is State.OPEN
    accepted = desks.do("party_b", offers.accept, offer)
    desks.carry_round(1)
    assert desks.state("party_a", offer) is State.UNDECIDED
    decided = desks.do("witness", offers.decide, offer)
    desks.carry_round(1)
    for author in ("party_a", "party_b", "witness"):
        stands = desks.stands(author, offer)
        assert (stands.standing.state, stands.accepted) == (State.ACCEPTED, accepted)
        assert stands.standing.may_dispatch
        assert f"{stands.standing.outcome.entry.author}:{stands.standing.outcome.index}" == decided


def test_an_offer_lapses_after_its_deadline_and_not_before(desks, offer):
    assert desks.codes("witness", offers.decide, offer) == ["decide:before_deadline"]
    desks.time.pass_deadline()
    assert desks.state("party_a", offer) is State.UNDECIDED
    desks.do("witness", offers.decide, offer)
    assert desks.codes("witness", offers.decide, offer) == ["decide:decided_before"]
    desks.carry_round(1)
    assert desks.state("party_a", offer) is State.LAPSED


def test_one_officer_alone_offers_nothing(desks):
    with pytest.raises(GateError) as caught:
        desks.do("party_a", offers.make, TEN, officers=1)
    assert caught.value.code == "record:log:signatures"


def test_places_of_an_undecided_offer_are_not_given_again(desks, offer):
    assert desks.codes("party_a", offers.make, TEN) == ["offer:places_taken"]
    other = Offer("party_b", DEADLINE, (BODIES,))
    assert not isinstance(desks.do("party_a", offers.make, other), Blocked)
    desks.time.pass_deadline()
    desks.do("witness", offers.decide, offer)
    later = Offer("party_b", "2026-08-01T12:00:00Z", TEN.gives)
    # the outcome is logged, and party A does not hold it yet
    assert desks.codes("party_a", offers.make, later) == ["offer:places_taken"]
    desks.carry("witness", "party_a")
    assert not isinstance(desks.do("party_a", offers.make, later), Blocked)


@pytest.mark.parametrize("category", sorted(NEVER_TRADED))
def test_an_offer_of_those_who_are_owed_waits_for_no_outcome(desks, category):
    owed = Offer("party_b", DEADLINE, (Line(category, 4),))
    names = [desks.do("party_a", offers.make, owed) for _ in range(2)]
    desks.carry("party_a", "party_b")
    assert [desks.stands("party_b", name).twice for name in names] == [(), ()]
    assert not any(isinstance(desks.do("party_b", offers.accept, name), Blocked) for name in names)


def test_an_offer_of_places_that_stand_in_another_is_not_accepted(desks, offer):
    with desks.at("party_a") as record:  # a side that passes over its own gate
        entry = desks.say(record, "offer:made", OFFER_MADE.body(TEN), expires=DEADLINE)
    desks.carry("party_a", "party_b")
    second = f"party_a:{entry.index}"
    assert desks.codes("party_b", offers.accept, second) == ["accept:offered_twice"]
    assert desks.stands("party_b", second).twice == (offer,)


def test_everything_that_keeps_an_offer_from_being_made_is_said_at_once(desks):
    bad = Offer(
        "witness",
        "2026-06-01T00:00:00Z",
        (Line("wounded_and_ill", 4),),
        (Line("officers", 4),),
    )
    assert desks.codes("party_a", offers.make, bad) == [
        "offer:to",
        "offer:deadline_passed",
        "offer:category",
        "offer:never_traded",
    ]
    assert desks.codes("witness", offers.make, TEN)[0] == "offer:by_decider"


@pytest.mark.parametrize("category", sorted(NEVER_TRADED))
def test_nothing_is_asked_in_return_for_who_is_never_traded(desks, category):
    owed, young = (Line(of, 4) for of in (category, "young"))
    for offer in (Offer("party_b", DEADLINE, (owed,), (young,)), Offer("party_b", DEADLINE, (young,), (owed,))):
        assert desks.codes("party_a", offers.make, offer) == ["offer:never_traded"]
    assert not isinstance(desks.do("party_a", offers.make, Offer("party_b", DEADLINE, (owed,))), Blocked)


def test_without_an_agreed_arrangement_nothing_is_offered(tmp_path):
    table = Table(tmp_path, lambda: START, database=False)
    with table.at("party_a") as record:
        said = offers.make(record, table.officers["party_a"][:2], TEN)
    assert [reason.code for reason in said.reasons] == ["arrangement:none-agreed"]


def test_an_offer_is_accepted_once_by_whom_it_is_made_to_before_its_deadline(desks, offer):
    assert desks.codes("party_a", offers.accept, offer) == ["accept:not_to_us"]
    desks.do("party_b", offers.accept, offer)
    assert desks.codes("party_b", offers.accept, offer) == ["accept:accepted_before"]
    with pytest.raises(CallError):
        desks.do("party_b", offers.accept, "party_a:0")


def test_an_offer_is_not_accepted_after_its_deadline(desks, offer):
    desks.time.pass_deadline()
    assert desks.codes("party_b", offers.accept, offer) == ["accept:deadline_passed"]


def test_an_acceptance_that_reached_the_witness_in_time_counts_whenever_it_decides(desks, offer):
    desks.do("party_b", offers.accept, offer)
    desks.carry("party_b", "witness")
    desks.carry("witness", "party_b")
    stands = desks.stands("party_b", offer)
    assert "" < stands.in_time <= DEADLINE  # the witness's cosignature proves it
    desks.time.pass_deadline()
    name = desks.do("witness", offers.decide, offer)
    with desks.at("witness") as record:
        assert record.held["witness"].read(int(name.partition(":")[2])).entry.body["outcome"] == Decision.ACCEPTED


def test_an_acceptance_that_came_after_the_deadline_takes_an_officers_word(desks, offer):
    desks.do("party_b", offers.accept, offer)
    desks.time.pass_deadline()
    desks.carry("party_b", "witness")
    assert desks.codes("witness", offers.decide, offer) == ["decide:when"]
    desks.do("witness", offers.decide, offer, in_time=False)
    desks.carry_round(1)
    for author in ("party_a", "party_b"):
        assert desks.state(author, offer) is State.LAPSED
        assert desks.stands(author, offer).standing.reasons == ()


def test_an_officer_may_say_that_it_came_in_time(desks, offer):
    desks.do("party_b", offers.accept, offer)
    desks.time.pass_deadline()
    desks.carry("party_b", "witness")
    desks.do("witness", offers.decide, offer, in_time=True)
    assert desks.state("witness", offer) is State.ACCEPTED


def test_a_party_does_not_decide(desks, offer):
    desks.time.pass_deadline()
    assert desks.codes("party_a", offers.decide, offer) == ["decide:not_the_decider"]


def test_without_a_witness_the_offerer_decides(tmp_path):
    desks = Desks(tmp_path, decider="")
    offer = desks.do("party_a", offers.make, TEN)
    desks.carry_round(1)
    desks.do("party_b", offers.accept, offer)
    desks.carry_round(1)
    assert desks.codes("party_b", offers.decide, offer) == ["decide:not_the_decider"]
    desks.do("party_a", offers.decide, offer)
    desks.carry_round(1)
    assert desks.state("party_b", offer) is State.ACCEPTED

"""Bodies of offers: what is one, and what is none for anybody."""

import pytest
from tests.unit.record.parties import make_genesis

from allforall.arrangement import NEVER_TRADED
from allforall.errors import InputError
from allforall.offers.entries import (
    ACCEPTED,
    OFFER,
    OFFER_ACCEPTED,
    OFFER_MADE,
    Line,
    Offer,
    accepts,
)
from allforall.record.entries import Entry

DEADLINE = "2026-07-01T12:00:00Z"
LINE = {"category": "young", "count": 3}
GOOD = {"asks": [], "gives": [LINE], "to": "party_b"}


def entry(body, *, expires=DEADLINE, kind=OFFER, re=()):
    return Entry("case", "party_a", 3, kind, body, re, expires=expires)


@pytest.mark.parametrize(
    "offer",
    [
        Offer("party_b", DEADLINE, (Line("young", 10),), (Line("young", 10),)),
        Offer("party_b", DEADLINE, (Line("young", 10), Line("wounded_and_ill", 1))),
    ],
)
def test_an_offer_reads_back_as_it_was_made(offer):
    assert OFFER_MADE.made("party_a", offer) == offer


@pytest.mark.parametrize(
    "body",
    [
        {},
        GOOD | {"note": "text"},
        GOOD | {"to": "party_a"},
        GOOD | {"to": 7},
        GOOD | {"gives": []},
        GOOD | {"gives": "place-1"},
        GOOD | {"gives": [LINE, LINE]},
        GOOD | {"gives": [LINE | {"count": 0}]},
        GOOD | {"gives": [LINE | {"count": True}]},
        GOOD | {"gives": [LINE | {"category": "Some Person"}]},
        GOOD | {"gives": [LINE | {"place": "place-1"}]},
        GOOD | {"gives": [LINE | {"urgency": "urgent"}]},
        GOOD | {"gives": [LINE | {"name": "x"}]},
    ],
)
def test_a_body_of_another_form_is_no_offer(body):
    with pytest.raises(InputError):
        OFFER_MADE.read(entry(body))


def test_an_offer_without_a_deadline_is_none():
    with pytest.raises(InputError):
        OFFER_MADE.read(entry(GOOD, expires=""))


@pytest.mark.parametrize("category", sorted(NEVER_TRADED))
def test_an_entry_that_asks_in_return_for_who_is_never_traded_is_no_offer(category):
    owed = LINE | {"category": category}
    assert OFFER_MADE.read(entry(GOOD | {"gives": [owed]}))
    for body in (GOOD | {"gives": [owed], "asks": [LINE]}, GOOD | {"asks": [owed]}):
        with pytest.raises(InputError):
            OFFER_MADE.read(entry(body))


def test_an_offer_is_accepted_whole_and_nothing_is_added():
    leaf, other = bytes(32), bytes([1]) * 32

    def counts(body, expires, re):
        said = entry(body, expires=expires, kind=ACCEPTED, re=re)
        return OFFER_ACCEPTED.wrong_with(said, make_genesis()) is None and accepts(said, leaf)

    assert counts({}, "", (leaf,))
    for body, expires, re in (
        ({"count": 5}, "", (leaf,)),
        ({}, DEADLINE, (leaf,)),
        ({}, "", (leaf, other)),
        ({}, "", (other,)),
    ):
        assert not counts(body, expires, re)

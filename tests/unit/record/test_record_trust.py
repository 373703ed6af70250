"""A key that an author announces ahead of its log is believed on the word of its officers, and of nobody else."""

from dataclasses import replace

import pytest
from tests.unit.record.parties import CASE, keys_of, signed
from tests.unit.record.whole_records import Story

from allforall.record.entries import Entry
from allforall.record.key_entries import ROTATED
from allforall.record.trust import announced_key


def _rotated(story, *officers, seq=None, author="party_a", new=None, case=CASE):
    place = len(story.entries["party_a"]) if seq is None else seq
    body = {"keys": (new or keys_of("party_a", log="another")).value, "old_epochs_end": None}
    return signed(Entry(case, author, place, ROTATED, body), *officers).data


@pytest.fixture
def story():
    return Story()


def test_enough_officers_before_and_after_announce_a_key(story):
    state = story.states["party_a"]
    announced = announced_key(state, _rotated(story, 1, 2))
    assert announced == keys_of("party_a", log="another").log
    assert announced_key(state, _rotated(story, 1, 2, seq=9)) == announced  # others may stand between


@pytest.mark.parametrize(
    "make",
    [
        lambda story: _rotated(story, 1),
        lambda story: _rotated(story, 4, 5, new=keys_of("party_a", officers=(4, 5, 6), log="another")),
        lambda story: _rotated(story, 1, 2, new=keys_of("party_a", officers=(4, 5, 6), log="another")),
        lambda story: _rotated(story, 1, 2, seq=0),
        lambda story: _rotated(story, 1, 2, case="another-case"),
        lambda story: _rotated(story, 1, 2, author="party_b"),
        lambda story: story.entries["party_a"][0].data,
        lambda _: b"nonsense",
        lambda _: b"",
    ],
    ids=[
        "one officer",
        "strangers",
        "old officers alone",
        "an old entry",
        "another case",
        "another author",
        "another type",
        "nonsense",
        "nothing",
    ],
)
def test_anything_less_announces_nothing(story, make):
    assert announced_key(story.states["party_a"], make(story)) is None


def test_an_officer_who_was_revoked_announces_nothing(story):
    state = story.states["party_a"]
    first = state.keys.officers[0].key
    assert announced_key(replace(state, revoked={first: 1}), _rotated(story, 1, 2)) is None
    assert announced_key(replace(state, revoked={first: 1}), _rotated(story, 2, 3)) is not None

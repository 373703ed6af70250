"""What a log's replay accepts, and what it says is wrong."""

from dataclasses import replace

import pytest
from tests.unit.record.parties import (
    AUTHORS,
    CASE,
    first_entry,
    key,
    keys_of,
    make_genesis,
    officer,
    signed,
)

from allforall.errors import InputError
from allforall.record.entries import Entry, Seen, read_entry
from allforall.record.entry_types import fold
from allforall.record.genesis import lacking, read_genesis
from allforall.record.key_entries import REVOKED, ROTATED
from allforall.record.logs import begin, follow, lost_by_revocation, replay
from allforall.record.merkle import EMPTY_ROOT, leaf_hash, root_of
from allforall.record.notes import Note, sign_text
from allforall.record.own_entries import ENTRY_TYPES as OWN

GENESIS = make_genesis()
ENTRY_TYPES = fold(OWN)


def entry(seq, kind="test:said", **more):
    return Entry(CASE, "party_a", seq, kind, more.pop("body", {"count": 20}), **more)


def codes(*entries):
    _, _, problems = replay(
        GENESIS, "party_a", ENTRY_TYPES, [first_entry(GENESIS, "party_a").data, *(e.data for e in entries)]
    )
    return [(problem.index, problem.code.removeprefix("record:log:")) for problem in problems]


def test_a_genesis_reads_back_and_says_who_has_not_signed():
    assert read_genesis(GENESIS.data) == GENESIS
    assert lacking(GENESIS) == ()
    half = replace(GENESIS, signatures=GENESIS.signatures[:3])
    assert [(who.author, who.signed, who.asked) for who in lacking(half)] == [("party_b", 1, 2), ("witness", 0, 2)]


def test_one_officers_two_signatures_count_once():
    twice = replace(GENESIS, signatures=(*GENESIS.signatures[:1] * 2, *GENESIS.signatures[2:]))
    assert [who.author for who in lacking(twice)] == ["party_a"]


def test_a_key_may_not_serve_two_authors():
    text = GENESIS.text.replace(keys_of("party_b").officers[0].vkey, keys_of("party_a").officers[0].vkey)
    with pytest.raises(InputError) as refused:
        read_genesis(Note(text, GENESIS.signatures).data)
    assert refused.value.code == "record:genesis:key_twice"


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([signed(entry(1), 1)], []),
        ([signed(entry(2), 1)], [(1, "sequence")]),
        (
            [signed(entry(1, "record:genesis", body=first_entry(GENESIS, "party_a").entry.body), 1)],
            [(1, "first_entry")],
        ),
        ([signed(replace(entry(1), case="other"), 1)], [(1, "case")]),
        ([signed(entry(1, "test:two"), 1)], [(1, "signatures")]),
        ([signed(entry(1, "test:two"), 1, 1)], [(1, "signatures")]),
        ([signed(entry(1, "test:two"), 1, 3)], []),
        ([signed(entry(1, seen={"stranger": Seen(0, EMPTY_ROOT)}), 1)], [(1, "seen_unknown")]),
        (
            [
                signed(entry(1, seen={"party_b": Seen(5, EMPTY_ROOT)}), 1),
                signed(entry(2, seen={"party_b": Seen(4, EMPTY_ROOT)}), 1),
            ],
            [(2, "seen_went_back")],
        ),
        (
            [
                signed(entry(1, seen={"party_b": Seen(5, EMPTY_ROOT)}), 1),
                signed(entry(2, seen={"party_b": Seen(5, bytes(32))}), 1),
            ],
            [(2, "seen_went_back")],
        ),
    ],
)
def test_what_is_wrong_with_an_entry_is_said(entries, expected):
    assert codes(*entries) == expected


def test_another_authors_officer_has_no_voice():
    made = entry(1)
    foreign = officer("party_b", 1)
    note = Note(made.text, (sign_text(made.text, foreign, key(foreign)),))
    assert codes(read_entry(note.data)) == [(1, "signatures")]


def test_a_signature_that_is_false_spoils_the_entry_even_beside_enough_good_ones():
    good = signed(entry(1), 1, 2)
    false = replace(good.note.signatures[1], signature=bytes(64))
    assert codes(read_entry(Note(good.note.text, (good.note.signatures[0], false)).data)) == [(1, "false_signature")]


def test_bytes_that_are_no_entry_still_stand_in_the_tree():
    first = first_entry(GENESIS, "party_a")
    state, read, problems, _ = follow(follow(begin(GENESIS, "party_a", ENTRY_TYPES), first.data)[0], b"rubbish")
    assert read is None
    assert [problem.code for problem in problems] == ["record:note:no_signatures"]
    assert (state.size, state.frontier.root) == (2, root_of([first.leaf, leaf_hash(b"rubbish")]))


def test_keys_change_only_with_enough_old_and_enough_new_officers():
    new = keys_of("party_a", officers=(3, 4, 5), log="log-2", epoch=2)
    rotation = entry(1, ROTATED, body={"keys": new.value, "old_epochs_end": None})
    assert codes(signed(rotation, 1, 2)) == [(1, "rotation_new")]
    assert codes(signed(rotation, 4, 5)) == [(1, "signatures")]
    both = signed(rotation, 1, 3, 4)
    assert codes(both) == []
    state, _, _ = replay(GENESIS, "party_a", ENTRY_TYPES, [first_entry(GENESIS, "party_a").data, both.data])
    assert state.keys == new
    assert state.keys_at(1).log == keys_of("party_a").log
    assert state.keys_at(2).log == new.log
    assert codes(both, signed(entry(2), 1)) == [(2, "signatures")]
    assert codes(both, signed(entry(2), 5)) == []


def test_one_officer_of_two_cannot_put_the_other_out():
    out = entry(1, REVOKED, body={"key": keys_of("party_a").officers[2].vkey, "last_trusted": 1})
    assert codes(signed(out, 1, 3)) == [(1, "rotation_old")]
    assert codes(signed(out, 1, 2)) == []


def test_a_revoked_officer_counts_no_longer_and_what_hung_on_it_is_named():
    entries = [
        first_entry(GENESIS, "party_a"),
        signed(entry(1), 3),
        signed(entry(2), 1, 3),
        signed(entry(3, REVOKED, body={"key": keys_of("party_a").officers[2].vkey, "last_trusted": 1}), 1, 2),
        signed(entry(4), 3),
    ]
    state, reads, problems = replay(GENESIS, "party_a", ENTRY_TYPES, [e.data for e in entries])
    assert [(problem.index, problem.code) for problem in problems] == [(4, "record:log:signatures")]
    assert lost_by_revocation(state, tuple(reads)) == (1,)


@pytest.mark.parametrize("author", AUTHORS)
def test_every_log_begins_with_the_same_genesis(author):
    other = make_genesis(decider="", sign=False)
    _, _, problems = replay(GENESIS, author, ENTRY_TYPES, [first_entry(other, author).data])
    assert [problem.code for problem in problems] == ["record:log:genesis"]

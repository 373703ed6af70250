"""The arrangement in the record: proposed, accepted with its differences in wording kept, replaced."""

import pytest
from tests.unit.record.parties import CASE, make_genesis, signed

from allforall.arrangement import istanbul
from allforall.arrangement.agreed import read_texts
from allforall.arrangement.entries import (
    ACCEPTED,
    ENTRY_TYPES,
    MOST_TEXT_BYTES,
    PROPOSED,
    TEXT_ACCEPTED,
    TEXT_PROPOSED,
    accept,
    clauses_of,
    propose,
)
from allforall.errors import InputError
from allforall.record.entries import Entry, read_entry
from allforall.record.entry_types import fold
from allforall.record.logs import Read
from allforall.record.merkle import leaf_hash

TYPES, GENESIS = fold(ENTRY_TYPES), make_genesis()


def texts_of(reads):
    """Where the arrangement stands: of what is wrong with its type nobody hears, as where a log is followed."""
    return read_texts([read for read in reads if TYPES[read.entry.type].wrong_with(read.entry, GENESIS) is None])


def said(author, kind, body, re=(), seq=1):
    data = signed(Entry(CASE, author, seq, kind, body, re=tuple(re)), 1).data
    return Read(seq, leaf_hash(data), read_entry(data), ())


def proposal(author="party_a", text=None, re=()):
    return said(author, PROPOSED, TEXT_PROPOSED.body(propose(text or istanbul())), re)


def acceptance(of, author="party_b", wordings=None, changed=None):
    body = {**TEXT_ACCEPTED.body(accept(TEXT_PROPOSED.read(of.entry), wordings)), **(changed or {})}
    return said(author, ACCEPTED, body, [of.leaf], 2)


def code(call, *args):
    with pytest.raises(InputError) as caught:
        call(*args)
    return caught.value.code


def test_the_example_fits_into_an_entry_and_reads_back_word_for_word():
    read = proposal()
    assert TEXT_PROPOSED.read(read.entry).text == istanbul()
    assert len(read.signed.data) < 65_535


def test_differences_in_wording_are_kept_beside_the_text_and_the_acceptance_counts():
    offered = proposal()
    accepted = acceptance(offered, wordings={"category.young.reading.party_b.words": "younger than 25"})
    texts = texts_of([offered, accepted])
    (agreed,) = texts.standing
    (difference,) = agreed.differences
    assert (difference.clause, difference.proposed) == ("category.young.reading.party_b.words", "under 25")
    assert (difference.by, difference.accepted) == ("party_b", "younger than 25")
    assert not texts.open
    assert not texts.passed


def test_a_text_that_one_side_alone_proposed_is_agreed_by_nobody():
    texts = texts_of([proposal()])
    assert not texts.standing
    assert [one.by for one in texts.open] == ["party_a"]


@pytest.mark.parametrize(
    ("author", "expected"),
    [("party_a", ["record:entry:does_not_fit"]), ("witness", [])],
)
def test_nobody_accepts_their_own_text_and_the_witness_accepts_none(author, expected):
    offered = proposal()
    texts = texts_of([offered, acceptance(offered, author)])
    assert not texts.standing
    assert [one.code for one in texts.passed] == expected


def test_a_witness_proposes_nothing():
    texts = texts_of([proposal("witness")])
    assert not texts.open


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"digest": "0" * 64}, "arrangement:entry:digest"),
        ({"wordings": [{"clause": "no.such.clause", "text": "x"}]}, "arrangement:entry:clause"),
    ],
)
def test_an_acceptance_of_another_text_or_of_clauses_it_has_not_counts_for_nothing(changed, expected):
    offered = proposal()
    texts = texts_of([offered, acceptance(offered, changed=changed)])
    assert not texts.standing
    assert [one.code for one in texts.passed] == [expected]
    assert len(texts.open) == 1


def test_a_text_changed_on_the_way_does_not_have_its_digest():
    body = {**TEXT_PROPOSED.body(propose(istanbul())), "text": istanbul().replace("6000", "5000")}
    assert code(TEXT_PROPOSED.read, said("party_a", PROPOSED, body).entry) == "arrangement:entry:digest"


def test_an_acceptance_whose_proposal_is_not_here_yet_agrees_to_nothing_and_says_so():
    texts = texts_of([acceptance(proposal())])
    assert [one.code for one in texts.passed] == ["record:entry:not_here"]


def test_a_later_agreement_takes_the_place_of_the_one_that_it_names():
    first = proposal()
    agreed = acceptance(first)
    later = proposal("party_b", istanbul().replace('place = "Istanbul"', 'place = "Ankara"'), [agreed.leaf])
    assert [one.acceptance for one in texts_of([first, agreed, later]).standing] == [agreed]
    second = acceptance(later, "party_a")
    texts = texts_of([first, agreed, later, second])
    assert [one.acceptance for one in texts.standing] == [second]
    assert [one.acceptance for one in texts.replaced] == [agreed]


def test_two_agreements_that_do_not_know_of_one_another_both_stand():
    first, other = proposal(), proposal("party_b", istanbul().replace('place = "Istanbul"', 'place = "Ankara"'))
    reads = [first, other, acceptance(first), acceptance(other, "party_a")]
    assert len(texts_of(reads).standing) == 2


def test_a_proposal_must_be_an_arrangement_that_fits():
    assert code(propose, "format = 1").startswith("arrangement:")
    assert code(propose, istanbul() + "#" * MOST_TEXT_BYTES) == "arrangement:entry:too_long"
    assert code(propose, istanbul() + "# и\u0306\n") == "arrangement:entry:not_nfc"


def test_clauses_are_found_by_their_place_in_the_file():
    clauses = clauses_of(istanbul())
    assert clauses["category.dead.reading.party_a.words"] == "6000 for 6000"
    assert clauses["children.list.1.names"] == "339"
    assert clauses["category.young"] == ""


def test_wordings_stand_in_order_and_once():
    two = [{"clause": "b", "text": "x"}, {"clause": "a", "text": "x"}]
    for wordings in (two, [two[0], two[0]]):
        body = {"digest": "0" * 64, "wordings": wordings}
        assert code(TEXT_ACCEPTED.read, said("party_a", ACCEPTED, body).entry) == "entry:body:value"

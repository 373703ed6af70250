"""Objections and corrections: whose entries they may name, and that they hold no words about anybody."""

import pytest
from tests.unit.record.parties import CASE, signed

from allforall.errors import InputError
from allforall.record.entries import Entry, read_entry
from allforall.record.logs import Read
from allforall.record.merkle import leaf_hash
from allforall.record.remarks import (
    CORRECTION,
    OBJECTION,
    Correction,
    CorrectionCode,
    Objection,
    ObjectionCode,
    read_correction,
    read_objection,
    remarks_by_entry,
)


def said(author, kind, body, re=(), seq=1):
    data = signed(Entry(CASE, author, seq, kind, body, re=tuple(re)), 1).data
    return Read(seq, leaf_hash(data), read_entry(data), ())


THEIRS = said("party_b", "list:declared", {})
OURS = said("party_a", "list:declared", {})
BETTER = said("party_a", "list:declared", {}, seq=2)
OBJECTS = Objection(ObjectionCode.INCOMPLETE).body
CORRECTS = Correction(CorrectionCode.CLERICAL).body


@pytest.mark.parametrize(
    ("kind", "body", "re", "counts"),
    [
        (OBJECTION, OBJECTS, [THEIRS], True),
        (OBJECTION, OBJECTS, [OURS], False),  # nobody objects to what they said themselves: they correct it
        (OBJECTION, OBJECTS, [THEIRS, OURS], False),
        (OBJECTION, OBJECTS, [], False),
        (CORRECTION, CORRECTS, [OURS], True),
        (CORRECTION, CORRECTS, [OURS, BETTER], True),
        (CORRECTION, CORRECTS, [THEIRS], False),  # nothing done on one side corrects what the other said
        (CORRECTION, CORRECTS, [OURS, THEIRS], False),
        (OBJECTION, CORRECTS, [THEIRS], False),
    ],
)
def test_an_objection_is_to_anothers_entry_and_a_correction_of_ones_own(kind, body, re, counts):
    remark = said("party_a", kind, body, [read.leaf for read in re], 3)
    found = remarks_by_entry([THEIRS, OURS, BETTER, remark])
    assert bool(found) == counts
    if counts:
        (one,) = found[re[0].leaf]
        assert one.made_in == remark
        assert one.instead == (re[1].leaf if len(re) > 1 else None)


def test_a_remark_about_an_entry_that_is_not_held_counts_for_nothing():
    assert not remarks_by_entry([said("party_a", OBJECTION, OBJECTS, [b"x" * 32], 3)])


@pytest.mark.parametrize(
    "body",
    [
        {"code": "objection:incomplete"},
        {"code": "objection:incomplete", "payload": None, "why": "Vyhadanenko is missing"},
        {"code": "Vyhadanenko is missing", "payload": None},
        {"code": "objection:incomplete", "payload": "x"},
        [],
    ],
)
def test_a_remark_has_no_place_for_words_of_its_own(body):
    for read in (read_objection, read_correction):
        with pytest.raises(InputError):
            read(body)


@pytest.mark.parametrize("payload", ["", "ab" * 32])
def test_a_remark_reads_back_as_it_was_made(payload):
    for code in ObjectionCode:
        assert read_objection(Objection(code, payload).body) == Objection(code, payload)
    for code in CorrectionCode:
        assert read_correction(Correction(code, payload).body) == Correction(code, payload)

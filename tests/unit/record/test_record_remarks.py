"""Objections and corrections: whose entries they may name, and that they hold no words about anybody."""

import pytest
from tests.unit.record.parties import CASE, signed

from allforall.record.entries import Entry, read_entry
from allforall.record.entry_types import Named
from allforall.record.logs import Read
from allforall.record.merkle import leaf_hash
from allforall.record.remarks import (
    CORRECTION,
    CORRECTION_MADE,
    OBJECTION,
    OBJECTION_RAISED,
    Correction,
    CorrectionCode,
    Objection,
    ObjectionCode,
    remarks_by_entry,
)


def said(author, kind, body, re=(), seq=1):
    data = signed(Entry(CASE, author, seq, kind, body, re=tuple(re)), 1).data
    return Read(seq, leaf_hash(data), read_entry(data), ())


def named(*reads):
    """Finds these entries and no other."""
    return {read.leaf: Named(read.entry.author, read.entry.type) for read in reads}.get


THEIRS = said("party_b", "list:declared", {})
OURS = said("party_a", "list:declared", {})
BETTER = said("party_a", "list:declared", {}, seq=2)
OBJECTS = OBJECTION_RAISED.body(Objection(ObjectionCode.INCOMPLETE))
CORRECTS = CORRECTION_MADE.body(Correction(CorrectionCode.CLERICAL))


@pytest.mark.parametrize(
    ("kind", "body", "re", "counts"),
    [
        (OBJECTION, OBJECTS, [THEIRS], True),
        (OBJECTION, OBJECTS, [OURS], False),  # nobody objects to what they said themselves: they correct it
        (CORRECTION, CORRECTS, [OURS], True),
        (CORRECTION, CORRECTS, [OURS, BETTER], True),
        (CORRECTION, CORRECTS, [THEIRS], False),  # nothing done on one side corrects what the other said
        (CORRECTION, CORRECTS, [OURS, THEIRS], False),
    ],
)
def test_an_objection_is_to_anothers_entry_and_a_correction_of_ones_own(kind, body, re, counts):
    remark = said("party_a", kind, body, [read.leaf for read in re], 3)
    found = remarks_by_entry([remark], named(THEIRS, OURS, BETTER))
    assert bool(found) == counts
    if counts:
        (one,) = found[re[0].leaf]
        assert one.made_in == remark
        assert one.instead == (re[1].leaf if len(re) > 1 else None)


def test_a_remark_about_an_entry_that_is_not_held_counts_for_nothing():
    assert not remarks_by_entry([said("party_a", OBJECTION, OBJECTS, [b"x" * 32], 3)], named())

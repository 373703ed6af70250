"""Which row of their list is which row of ours, and which rows of one list are one person.

Takes person rows and the reviews made so far; gives links, each with every field's values, level and weight in bits,
its runner-up and the reasons why it is clear or goes to a person. Rows are never edited: merges are an overlay that can
be undone. docs/linking.md explains the scores and assumptions.
"""

from allforall.reconcile.comparison import Agreement, FieldComparison, Pair, total_bits
from allforall.reconcile.duplicates import find_duplicates
from allforall.reconcile.learnt import Learnt, LevelWeight, is_usable, learnt_as_data, read_learnt
from allforall.reconcile.linking import Linking, compare_lists, compare_prepared
from allforall.reconcile.merging import (
    Merge,
    Overlay,
    Undoing,
    is_reported_dead,
    merge,
    persons,
    rows_digest,
    undo,
)
from allforall.reconcile.prepared import (
    Prepared,
    decode_prepared,
    encode_prepared,
    engine,
    prepare,
    unite,
)
from allforall.reconcile.reviews import Review, Verdict, evidence_of
from allforall.reconcile.standing import (
    CANDIDATE_BITS,
    CLEAR_BITS,
    LINK_BITS,
    MARGIN_BITS,
    Link,
    Reason,
    Standing,
)

__all__ = [
    "CANDIDATE_BITS",
    "CLEAR_BITS",
    "LINK_BITS",
    "MARGIN_BITS",
    "Agreement",
    "FieldComparison",
    "Learnt",
    "LevelWeight",
    "Link",
    "Linking",
    "Merge",
    "Overlay",
    "Pair",
    "Prepared",
    "Reason",
    "Review",
    "Standing",
    "Undoing",
    "Verdict",
    "compare_lists",
    "compare_prepared",
    "decode_prepared",
    "encode_prepared",
    "engine",
    "evidence_of",
    "find_duplicates",
    "is_reported_dead",
    "is_usable",
    "learnt_as_data",
    "merge",
    "persons",
    "prepare",
    "read_learnt",
    "rows_digest",
    "total_bits",
    "undo",
    "unite",
]

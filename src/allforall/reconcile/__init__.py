"""Which row of their list is which row of ours, and which rows of one list are one person.

Takes person rows and the reviews made so far; gives links, each with every field's values, level and weight
in bits, its runner-up and the reasons for which it is clear or goes to a person. Rows are never edited:
merges are an overlay that can be undone. How it scores and what is assumed stands in docs/linking.md.
"""

from allforall.reconcile.comparison import Agreement, FieldComparison, Pair, total_bits
from allforall.reconcile.duplicates import find_duplicates
from allforall.reconcile.linking import Linking, compare_lists
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
    "Link",
    "Linking",
    "Merge",
    "Overlay",
    "Pair",
    "Reason",
    "Review",
    "Standing",
    "Undoing",
    "Verdict",
    "compare_lists",
    "evidence_of",
    "find_duplicates",
    "is_reported_dead",
    "merge",
    "persons",
    "rows_digest",
    "total_bits",
    "undo",
]

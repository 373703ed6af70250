"""Who falls under which category of an arrangement, and why.

Takes a person row and an arrangement; gives, per category, eligible, not eligible or cannot be decided,
with every reason and the fact that is missing, and lists the persons whom the parties' wordings divide. The
wounded and ill, and the track that is never traded, are found without any rule of parity. Care marks are separate and
decide nothing.
"""

from allforall.eligibility.findings import (
    NOT_NOW,
    Care,
    Finding,
    Outcome,
    Reason,
    Wording,
    WordingFinding,
    divided,
    not_traded,
    perhaps_divided,
)
from allforall.eligibility.rules import FIELDS_LOOKED_AT, find_all, find_care, find_categories

__all__ = [
    "FIELDS_LOOKED_AT",
    "NOT_NOW",
    "Care",
    "Finding",
    "Outcome",
    "Reason",
    "Wording",
    "WordingFinding",
    "divided",
    "find_all",
    "find_care",
    "find_categories",
    "not_traded",
    "perhaps_divided",
]

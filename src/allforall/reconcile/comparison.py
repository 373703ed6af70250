"""What a comparison of two rows says, field by field, with the values that made it and its weight in bits."""

from dataclasses import dataclass
from enum import StrEnum


class Agreement(StrEnum):
    """What one field says about two rows. A blank on either side is `unknown`, never an agreement."""

    AGREE = "agree"
    CLOSE = "close"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FieldComparison:
    """One field of two rows: `level` says how far they agree, `left` and `right` are the values as written.

    `bits` is log2 of how much more often this level is met between two rows of one person than between two of
    different persons (Fellegi and Sunter 1969); 0 where a value is unknown.
    """

    field: str
    level: str
    agreement: Agreement
    left: str
    right: str
    bits: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows compared, by key. `bits` is exactly `prior_bits` and the bits of `fields`, added in that
    order.
    """

    left: str
    right: str
    fields: tuple[FieldComparison, ...]
    prior_bits: float
    bits: float


def total_bits(prior_bits: float, fields: tuple[FieldComparison, ...]) -> float:
    """Returns the score that a prior and field comparisons make."""
    bits = prior_bits
    for field in fields:
        bits += field.bits
    return bits

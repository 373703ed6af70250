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
    different persons (Fellegi and Sunter 1969); 0 where a value is unknown. `left_reading` and `right_reading` are what
    was compared in truth: of all sounds of a name the two that met best, the days that a date leaves possible, a
    number without its spaces; `group` names the one given name that both are forms of. `log_m` is log2 of m, None
    where the field has none; `u` is the frequency of the value itself where `by_frequency`.
    """

    field: str
    level: str
    agreement: Agreement
    left: str
    right: str
    bits: float
    left_reading: str = ""
    right_reading: str = ""
    group: str = ""
    log_m: float | None = None
    by_frequency: bool = False

    @property
    def m(self) -> float | None:
        """How often this is met between rows of one person, between 0 and 1."""
        return None if self.log_m is None else float(2.0**self.log_m)

    @property
    def u(self) -> float | None:
        """How often this is met between rows of two different persons."""
        return None if self.log_m is None else float(2.0 ** (self.log_m - self.bits))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows compared, by key. `bits` is exactly `prior_bits` and the bits of `fields`, added in that
    order.

    `probability` is that of one person, calibrated on invented lists (see `calibration`); None where it was not asked.
    It is never shown without those words, and never to a family or to the other side.
    """

    left: str
    right: str
    fields: tuple[FieldComparison, ...]
    prior_bits: float
    bits: float
    probability: float | None = None


def total_bits(prior_bits: float, fields: tuple[FieldComparison, ...]) -> float:
    """Returns the score that a prior and field comparisons make."""
    bits = prior_bits
    for field in fields:
        bits += field.bits
    return bits

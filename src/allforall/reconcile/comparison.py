"""The result of comparing two rows, field by field, with the values behind it and its weight in bits."""

from dataclasses import dataclass
from enum import StrEnum


class Agreement(StrEnum):
    """The result of comparing one field of two rows. A blank on either side is `unknown`, never an agreement."""

    AGREE = "agree"
    CLOSE = "close"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FieldComparison:
    """One field of two rows: `level` says how far they agree, `left` and `right` are the values as written.

    `bits` is log2 of how much more often this level occurs between two rows of one person than between rows of two
    persons (Fellegi and Sunter 1969); 0 if a value is unknown. `left_reading` and `right_reading` are what was
    actually compared: of all readings of a name the two that agree best, the days that a date leaves possible, a number
    without its spaces; `group` names the one given name that both are forms of. `log_m` is log2 of m, None if the field
    has none; `u` is the frequency of the value itself if `by_frequency`.
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
        """How often this occurs between rows of one person, from 0 to 1."""
        return None if self.log_m is None else float(2.0**self.log_m)

    @property
    def u(self) -> float | None:
        """How often this occurs between rows of two different persons."""
        return None if self.log_m is None else float(2.0 ** (self.log_m - self.bits))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows compared, by key. `bits` is exactly `prior_bits` and the bits of `fields`, added in that
    order.

    `probability` is that of one person, calibrated on invented lists (see `calibration`); None if not requested. It is
    never shown without that caveat, and never to a family or to the other side.
    """

    left: str
    right: str
    fields: tuple[FieldComparison, ...]
    prior_bits: float
    bits: float
    probability: float | None = None


def total_bits(prior_bits: float, fields: tuple[FieldComparison, ...]) -> float:
    """Returns the score: the prior plus the field comparisons."""
    bits = prior_bits
    for field in fields:
        bits += field.bits
    return bits

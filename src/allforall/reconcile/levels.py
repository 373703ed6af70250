"""The levels of agreement of every compared field, with the weights assumed before looking at the lists themselves.

`m` is how often a level occurs between two rows of one person, `u` between rows of two persons (Fellegi and
Sunter, "A theory for record linkage", JASA 64 (1969) 1183-1210). No measured rate exists for any real list of
prisoners, so all of these are assumptions, chosen on the cautious side; `weights` replaces them as far as the lists at
hand allow; lists of a few rows keep them.

A level's `context` says which levels compete: m and u add up to 1 within a context. A year alone cannot agree
on the day, so partial dates are a context of their own, and so are initials. Levels of one `slot` share one
weight. Where `by_term` is set, u is the frequency of the value itself, so that a rare surname says more than
a common one (Winkler 2000, "Frequency-based matching in Fellegi-Sunter model of record linkage").
"""

from dataclasses import dataclass

from allforall.people.fields import Field
from allforall.reconcile.comparison import Agreement

_AGREE, _CLOSE, _CONFLICT = Agreement.AGREE, Agreement.CLOSE, Agreement.CONFLICT


@dataclass(frozen=True, slots=True)
class Level:
    """One level: its code, its agreement, the assumed m and u, and whether u is the value's frequency."""

    code: str
    agreement: Agreement
    m: float
    u: float
    context: str = "values"
    slot: str = ""
    by_term: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """A compared field with its levels, the best first. In arrays 0 is `unknown` and i means `levels[i - 1]`."""

    field: str
    levels: tuple[Level, ...]

    def number(self, code: str) -> int:
        """Returns the number of a level in the arrays."""
        return next(i for i, level in enumerate(self.levels, 1) if level.code == code)


_INITIALS = (
    Level("initial_agrees", _CLOSE, 0.96, 0.08, "initials"),
    Level("initial_conflicts", _CONFLICT, 0.04, 0.92, "initials"),
)

SURNAME = Compared(
    Field.SURNAME,
    (
        Level("same_sound", _AGREE, 0.83, 0.0005, by_term=True),
        # forms of one name in the table of known names (Wilson, Вільсон)
        Level("same_name", _AGREE, 0.01, 0.00005),
        Level("other_ending", _CLOSE, 0.02, 0.0005),
        Level("near_sound", _CLOSE, 0.08, 0.0012),
        Level("similar", _CLOSE, 0.03, 0.004),
        Level("partly_alike", _CONFLICT, 0.015, 0.03),
        Level("different", _CONFLICT, 0.015, 0.96375),
        *_INITIALS,
    ),
)
GIVEN_NAME = Compared(
    Field.GIVEN_NAME,
    (
        Level("same_sound", _AGREE, 0.50, 0.012, slot="same", by_term=True),
        Level("same_name", _AGREE, 0.30, 0.008, slot="same", by_term=True),
        Level("short_form", _CLOSE, 0.04, 0.008),
        Level("near_sound", _CLOSE, 0.09, 0.008),
        Level("similar", _CLOSE, 0.03, 0.012),
        Level("partly_alike", _CONFLICT, 0.02, 0.08),
        Level("different", _CONFLICT, 0.015, 0.372),
        Level("other_name", _CONFLICT, 0.005, 0.50),
        *_INITIALS,
    ),
)
FATHER = Compared(
    Field.PATRONYMIC,
    (
        Level("same_sound", _AGREE, 0.50, 0.012, slot="same", by_term=True),
        Level("same_name", _AGREE, 0.33, 0.008, slot="same", by_term=True),
        Level("near_sound", _CLOSE, 0.10, 0.008),
        Level("similar", _CLOSE, 0.03, 0.012),
        Level("partly_alike", _CONFLICT, 0.015, 0.08),
        Level("different", _CONFLICT, 0.015, 0.38),
        Level("other_name", _CONFLICT, 0.01, 0.50),
        *_INITIALS,
    ),
)
BIRTH_DATE = Compared(
    Field.BIRTH_DATE,
    (
        # about 9,000 days are 25 years of births
        Level("same_day", _AGREE, 0.85, 0.00012, by_term=True),
        Level("day_month_swapped", _CLOSE, 0.02, 0.00005),
        Level("year_off_by_one", _CLOSE, 0.03, 0.0002),
        Level("one_digit", _CLOSE, 0.05, 0.0016),
        Level("same_year", _CONFLICT, 0.02, 0.04),
        Level("different", _CONFLICT, 0.03, 0.95803),
        Level("month_compatible", _CLOSE, 0.93, 0.004, "months"),
        Level("month_conflicts", _CONFLICT, 0.07, 0.996, "months"),
        Level("year_compatible", _CLOSE, 0.90, 0.05, "years"),
        Level("year_near", _CLOSE, 0.06, 0.09, "years"),
        Level("year_conflicts", _CONFLICT, 0.04, 0.86, "years"),
        Level("span_compatible", _CLOSE, 0.95, 0.25, "spans"),
        Level("span_conflicts", _CONFLICT, 0.05, 0.75, "spans"),
    ),
)
BIRTH_PLACE = Compared(
    Field.BIRTH_PLACE,
    (
        Level("same", _AGREE, 0.85, 0.01, by_term=True),
        Level("near", _CLOSE, 0.08, 0.008),
        Level("different", _CONFLICT, 0.07, 0.982),
    ),
)
UNIT = Compared(
    Field.UNIT,
    (
        Level("same", _AGREE, 0.80, 0.01, by_term=True),
        Level("near", _CLOSE, 0.08, 0.01),
        Level("different", _CONFLICT, 0.12, 0.98),
    ),
)
RANK = Compared(
    Field.RANK,
    (
        Level("same", _AGREE, 0.75, 0.2, by_term=True),
        Level("near", _CLOSE, 0.15, 0.25),
        Level("different", _CONFLICT, 0.10, 0.55),
    ),
)
SERVICE_NUMBER = Compared(
    Field.SERVICE_NUMBER,
    (
        Level("same", _AGREE, 0.93, 0.00001, by_term=True),
        Level("one_digit", _CLOSE, 0.04, 0.0001),
        Level("different", _CONFLICT, 0.03, 0.99989),
    ),
)
#: A person has several documents, so two different numbers mean little.
DOCUMENT_NUMBER = Compared(
    Field.DOCUMENT_NUMBER,
    (
        Level("same", _AGREE, 0.65, 0.00001, by_term=True),
        Level("one_digit", _CLOSE, 0.04, 0.0001),
        Level("different", _CONFLICT, 0.31, 0.99989),
    ),
)
SEX = Compared(
    Field.SEX,
    (
        Level("same", _AGREE, 0.99, 0.9, by_term=True),
        Level("different", _CONFLICT, 0.01, 0.1),
    ),
)

#: The order used everywhere: in arrays, in `Pair.fields` and on the page.
COMPARED: tuple[Compared, ...] = (
    SURNAME,
    GIVEN_NAME,
    FATHER,
    BIRTH_DATE,
    BIRTH_PLACE,
    UNIT,
    RANK,
    SERVICE_NUMBER,
    DOCUMENT_NUMBER,
    SEX,
)
COLUMN: dict[str, int] = {compared.field: i for i, compared in enumerate(COMPARED)}

_NAME_ORDER = ("near_sound", "similar", "partly_alike", "different")
#: Levels in order of evidence for one person: learnt weights keep this order, even if short or odd lists suggest
#: otherwise. None weighs more than the best level of its field.
ORDERED: dict[str, tuple[tuple[str, ...], ...]] = {
    SURNAME.field: (_NAME_ORDER, ("other_ending",), ("initial_agrees", "initial_conflicts")),
    GIVEN_NAME.field: (_NAME_ORDER, ("short_form",), ("initial_agrees", "initial_conflicts")),
    FATHER.field: (_NAME_ORDER, ("initial_agrees", "initial_conflicts")),
    BIRTH_DATE.field: (
        ("one_digit", "same_year", "different"),
        ("year_off_by_one", "same_year", "different"),
        ("month_compatible", "month_conflicts"),
        ("year_compatible", "year_near", "year_conflicts"),
        ("span_compatible", "span_conflicts"),
    ),
    BIRTH_PLACE.field: (("near", "different"),),
    UNIT.field: (("near", "different"),),
    RANK.field: (("near", "different"),),
    SERVICE_NUMBER.field: (("one_digit", "different"),),
    DOCUMENT_NUMBER.field: (("one_digit", "different"),),
}

#: Surname and given name swapped: assumed share among rows of one person.
SWAPPED_RATE = 0.02
NAME_ORDER = "name_order"

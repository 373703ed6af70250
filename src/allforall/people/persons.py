"""Person rows: the content of a list, kept as written, with its readings beside it.

A row is never corrected. A reading is kept beside the cell it was made from, names its column and what is uncertain
about it (`marks`), and can be recomputed from the cells at any time. Transliteration is in the index of `reconcile`,
never here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from allforall.people.fields import Basis, Field


class Mark(StrEnum):
    """A caveat to know about a reading before relying on it."""

    ABOUT = "about"  # "born about 1995"
    FROM_AGE = "from_age"  # the birth date was computed from an age
    DAY_MONTH_AMBIGUOUS = "day_month_ambiguous"  # 03/04/1995: both readings are kept
    PLACEHOLDER_DATE = "placeholder_date"  # 1 January: perhaps only the year was known
    EXCEL_SERIAL = "excel_serial"  # 34792 in a date column
    TWO_DIGIT_YEAR = "two_digit_year"
    PARTIAL = "partial"  # a part is missing
    UNREAD = "unread"  # there is text, but no reading; the value is empty
    LOOKALIKE_LETTERS = "lookalike_letters"  # Latin letters inside a Cyrillic word, or the reverse
    WRONG_KEYBOARD = "wrong_keyboard"  # typed with the other keyboard layout on
    HIDDEN_CHARACTERS = "hidden_characters"  # control or bidirectional characters were in the cell
    FORMULA = "formula"  # the cell has a formula; it was taken as text and not run
    SPLIT_FROM_FULL_NAME = "split_from_full_name"
    FROM_PATRONYMIC = "from_patronymic"
    ONE_LETTER = "one_letter"  # an initial, or a name of one letter
    VERY_LONG = "very_long"
    OLD_PLACE_NAME = "old_place_name"
    NOT_IN_TABLE = "not_in_table"  # a rank or place that is not in the tables; kept as text


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of one cell.

    `value` is canonical text: EDTF for dates, a member of the field's closed set for codes, ``m`` or ``f`` for sex,
    ``yes`` or ``no``, else the text in NFC without surplus spaces. It is empty if there is no reading
    (`Mark.UNREAD`). `column` counts from 1; 0 means that it was derived from other readings.
    """

    field: Field
    written: str
    value: str
    marks: tuple[Mark, ...] = ()
    column: int = 0


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row of one list: `key` is ``<list key>:<line>``; `line` counts from 1 in the file, as an editor shows it.

    `cells` are the texts as written, one per column. `basis` is the source of the values unless the row states another
    (GC III art. 17).
    """

    key: str
    line: int
    cells: tuple[str, ...]
    readings: tuple[Reading, ...]
    basis: Basis = Basis.NOT_STATED

    def reading(self, field: Field) -> Reading | None:
        """Returns the reading of a field, or None if the list states nothing."""
        for reading in self.readings:
            if reading.field is field:
                return reading
        return None

    def value(self, field: Field) -> str:
        """Returns the canonical value of a field, or the empty text if it is not known."""
        reading = self.reading(field)
        return reading.value if reading is not None else ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read: where, what was expected, what was found. `refused`: the whole row was left out.

    `code` has a text in every language, and so has an `expected` that is a word; `found` is the text of the file,
    shortened.
    """

    line: int
    column: int
    heading: str
    code: str
    expected: str
    found: str
    refused: bool


class ListKind(StrEnum):
    """Whether a list is of persons its party looks for, or of persons it holds."""

    SOUGHT = "sought"
    HELD = "held"


class Party(StrEnum):
    """The two parties. Nothing in the code treats them differently."""

    PARTY_A = "party_a"
    PARTY_B = "party_b"

    @property
    def other(self) -> "Party":
        """The other party."""
        return Party.PARTY_B if self is Party.PARTY_A else Party.PARTY_A


def fill(readings: Iterable[Reading]) -> dict[Field, str]:
    """Returns the known values by field; a field without a value is absent, never an empty agreement."""
    return {reading.field: reading.value for reading in readings if reading.value}

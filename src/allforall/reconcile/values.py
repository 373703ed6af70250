"""The content of a list's rows, as numbers: one per row and compared field, and every distinct text once.

This is the part of reading a list that costs the most and that does not depend on the list it is compared with, so
that it can be kept (see `kept`). A value that is not known has the number -1.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from allforall.people.fields import Field
from allforall.people.persons import Mark, PersonRow

Ints = npt.NDArray[np.int32]

_NOT_WORD = re.compile(r"[\W_]+")
#: The compared fields with their own vocabulary.
OTHERS = (
    Field.BIRTH_PLACE,
    Field.UNIT,
    Field.RANK,
    Field.SERVICE_NUMBER,
    Field.DOCUMENT_NUMBER,
    Field.SEX,
)
#: The same by name.
FIELDS: Mapping[str, Field] = {field.value: field for field in OTHERS}


class Vocabulary:
    """Distinct texts, numbered in order of arrival."""

    def __init__(self, texts: Sequence[str] = ()) -> None:
        self.number: dict[str, int] = {text: i for i, text in enumerate(texts)}

    def add(self, text: str) -> int:
        """Returns the number of a text, or -1 for the empty one."""
        return self.number.setdefault(text, len(self.number)) if text else -1

    @property
    def texts(self) -> list[str]:
        """The texts by number."""
        return list(self.number)


@dataclass(frozen=True, slots=True)
class Values:
    """The values of rows in a fixed order. `names` serve surname and given name, `fathers` father's names."""

    surname: Ints
    given: Ints
    father: Ints
    date: Ints
    others: Mapping[str, Ints]
    names: list[str]
    fathers: list[str]
    dates: list[str]
    texts: Mapping[str, list[str]]

    def __len__(self) -> int:
        return len(self.surname)


def plain_number(text: str) -> str:
    """Returns a service or document number without spaces, dashes and case."""
    return _NOT_WORD.sub("", text).upper()


def read_values(rows: Sequence[PersonRow]) -> Values:
    """Returns the values of rows, in the order given. Each row is read once; nothing is changed in it."""
    count = len(rows)
    names, fathers, dates = Vocabulary(), Vocabulary(), Vocabulary()
    surname, given, father, date = (np.full(count, -1, dtype=np.int32) for _ in range(4))
    others: dict[str, Vocabulary] = {}
    values: dict[str, Ints] = {}
    for field in OTHERS:
        others[field], values[field] = Vocabulary(), np.full(count, -1, dtype=np.int32)
    for i, row in enumerate(rows):
        for reading in row.readings:
            value, field = reading.value, reading.field
            if not value:
                continue
            if field is Field.SURNAME:
                surname[i] = names.add(value)
            elif field is Field.GIVEN_NAME:
                given[i] = names.add(value)
            elif field is Field.PATRONYMIC or (field is Field.FATHER_NAME and father[i] < 0):
                father[i] = fathers.add(value)
            elif field is Field.BIRTH_DATE or (field is Field.AGE and date[i] < 0 and not value.isdecimal()):
                placeholder = Mark.PLACEHOLDER_DATE in reading.marks
                date[i] = dates.add(f"{value}!" if placeholder else value)
            elif field in values:
                number = field in (Field.SERVICE_NUMBER, Field.DOCUMENT_NUMBER)
                values[field][i] = others[field].add(plain_number(value) if number else value)
    return Values(
        surname=surname,
        given=given,
        father=father,
        date=date,
        others=values,
        names=names.texts,
        fathers=fathers.texts,
        dates=dates.texts,
        texts={field: others[field].texts for field in others},
    )


def join_values(first: Values, second: Values) -> Values:
    """Returns the values of the rows of both, in order, as if they had been read together."""
    names, to_names = _joined(first.names, second.names)
    fathers, to_fathers = _joined(first.fathers, second.fathers)
    dates, to_dates = _joined(first.dates, second.dates)
    others: dict[str, Ints] = {}
    texts: dict[str, list[str]] = {}
    for field, values in first.others.items():
        texts[field], renumbered = _joined(first.texts[field], second.texts[field])
        others[field] = np.concatenate([values, _taken(renumbered, second.others[field])])
    return Values(
        surname=np.concatenate([first.surname, _taken(to_names, second.surname)]),
        given=np.concatenate([first.given, _taken(to_names, second.given)]),
        father=np.concatenate([first.father, _taken(to_fathers, second.father)]),
        date=np.concatenate([first.date, _taken(to_dates, second.date)]),
        others=others,
        names=names,
        fathers=fathers,
        dates=dates,
        texts=texts,
    )


def _joined(first: list[str], second: list[str]) -> tuple[list[str], Ints]:
    """Both vocabularies as one, and the new numbers of the second one's texts."""
    together = Vocabulary(first)
    renumbered = np.fromiter(map(together.add, second), dtype=np.int32, count=len(second))
    return together.texts, renumbered


def _taken(renumbered: Ints, numbers: Ints) -> Ints:
    if not len(renumbered):
        return numbers
    return np.where(numbers >= 0, renumbered[numbers], -1).astype(np.int32)


def said_digest(rows: Sequence[PersonRow]) -> str:
    """Returns a digest of the rows' content, whatever their order and keys: two lists with one digest are one list."""
    said = (
        int.from_bytes(
            hashlib.sha256(repr((row.cells, tuple(reading.written for reading in row.readings))).encode()).digest()
        )
        for row in rows
    )
    return joined_digests(said)


def joined_digests(said: Iterable[int]) -> str:
    """Returns the digest of several parts together, whatever their order: their sum, so that separate lists and one
    list of all their rows have the same digest.
    """
    return f"{sum(said) % (1 << 256):064x}"

"""The lists as columns: one number per row and field, and every distinct value once.

Only these are compared; the rows stay as they are. A value that is not known has the number -1.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from allforall.people.fields import Field
from allforall.people.names.folding import coarse, folds_all, masculine, skeleton, stem
from allforall.people.names.given import NO_GROUP, Groups, given_names
from allforall.people.persons import Mark, PersonRow

Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

#: Readings of a name that are compared; folds beyond these are too unlikely to be worth their time.
READINGS = 3
MAX_GROUPS = 8
_NOT_WORD = re.compile(r"[\W_]+")


class Vocabulary:
    """Distinct texts, numbered in the order in which they came."""

    def __init__(self) -> None:
        self.number: dict[str, int] = {}

    def add(self, text: str) -> int:
        """Returns the number of a text, or -1 for the empty one."""
        return self.number.setdefault(text, len(self.number)) if text else -1

    @property
    def texts(self) -> list[str]:
        """The texts by number."""
        return list(self.number)


def numbered(texts: Sequence[str]) -> Ints:
    """Returns a number per text, equal for equal texts, -1 for the empty one."""
    vocabulary = Vocabulary()
    return np.fromiter((vocabulary.add(text) for text in texts), dtype=np.int32, count=len(texts))


@dataclass(frozen=True, slots=True)
class Names:
    """Every distinct name with its codes, row by row of the vocabulary.

    `folds` are the readings as texts, `fold_number` the same as numbers (-1 where there is no further
    reading); `whole`, `short` and `near` are groups of the table of given names (-1 padded); `term` is what
    counts as one value for frequencies of given names, `family` for those of surnames.
    """

    texts: list[str]
    folds: list[tuple[str, ...]]
    fold_number: Ints
    coarse_number: Ints
    skeleton_number: Ints
    skeletons: list[str]
    family: Ints
    term: Ints
    whole: Ints
    short: Ints
    near: Ints
    initial: Bools
    first_sound: Ints


@dataclass(frozen=True, slots=True)
class Columns:
    """Rows as numbers, ordered by key. `names` serve surname and given name, `fathers` father's names."""

    rows: tuple[PersonRow, ...]
    names: Names
    fathers: Names
    surname: Ints
    given: Ints
    father: Ints
    date: Ints
    dates: list[str]
    values: dict[str, Ints]
    texts: dict[str, list[str]]


def _padded(groups: list[frozenset[int]]) -> Ints:
    width = max((len(group) for group in groups), default=0)
    array = np.full((len(groups), min(max(width, 1), MAX_GROUPS)), -1, dtype=np.int32)
    for i, group in enumerate(groups):
        for j, number in enumerate(sorted(group)[: array.shape[1]]):
            array[i, j] = number
    return array


@lru_cache(maxsize=2)
def _forms_by_deletion(*, fathers: bool) -> dict[str, set[str]]:
    table = given_names()
    found: dict[str, set[str]] = {}
    for form in table.fathers if fathers else table.whole:
        for variant in _deletions(form):
            found.setdefault(variant, set()).add(form)
    return found


def _near_groups(codes: Sequence[str], *, fathers: bool) -> list[Groups]:
    """The groups of the table's forms that are one slip away from each of these codes."""
    table = given_names()
    known = table.fathers if fathers else table.whole
    by_deletion = _forms_by_deletion(fathers=fathers)
    found: list[Groups] = []
    for code in codes:
        forms = {form for variant in _deletions(code) for form in by_deletion.get(variant, ())}
        groups = [known[form] for form in forms if abs(len(form) - len(code)) <= 1]
        found.append(NO_GROUP.union(*groups))
    return found


def _deletions(code: str) -> set[str]:
    # two codes that are one insertion, deletion, substitution or neighbours' exchange apart share one of
    # these
    if len(code) < 4:
        return {code}
    return {code} | {code[:i] + code[i + 1 :] for i in range(len(code))}


def code_names(texts: list[str], *, fathers: bool) -> Names:
    """Returns the codes of distinct names; a father's name or patronymic is reduced to its stem first."""
    table = given_names()
    readings = folds_all(texts)
    letters = [_NOT_WORD.sub("", text) for text in texts]
    initial = np.array([len(text) == 1 for text in letters], dtype=np.bool_)
    if fathers:
        known, lookup = table.fathers, [tuple(dict.fromkeys(map(stem, reading))) for reading in readings]
    else:
        known, lookup = table.whole, readings
    whole = [next((known[code] for code in codes if code in known), NO_GROUP) for codes in lookup]
    short = [table.short_for(reading[0]) for reading in readings]
    codes = lookup
    unknown = [i for i, groups in enumerate(whole) if not (groups or short[i] or initial[i])]
    near = list(whole)
    for i, groups in zip(unknown, _near_groups([codes[i][0] for i in unknown], fathers=fathers), strict=True):
        near[i] = groups
    number = Vocabulary()
    fold_number = np.full((len(texts), READINGS), -1, dtype=np.int32)
    for i, reading in enumerate(codes):
        for j, code in enumerate(reading[:READINGS]):
            fold_number[i, j] = number.add(code)
    skeletons = [skeleton(reading[0]) for reading in codes]
    skeleton_vocabulary = Vocabulary()
    skeleton_number = np.full((len(texts), 2), -1, dtype=np.int32)
    for i, reading in enumerate(codes):
        for j, code in enumerate(dict.fromkeys(skeleton(masculine(code)) for code in reading)):
            if j < 2:
                skeleton_number[i, j] = skeleton_vocabulary.add(code)
    terms = [
        f"#{min(groups)}" if groups else skeleton(reading[0]) or reading[0]
        for groups, reading in zip(near, codes, strict=True)
    ]
    first = [reading[0][:1] for reading in readings]
    return Names(
        texts=texts,
        folds=[reading[:READINGS] for reading in codes],
        fold_number=fold_number,
        coarse_number=numbered([coarse(reading[0]) for reading in codes]),
        skeleton_number=skeleton_number,
        skeletons=skeletons,
        family=numbered([masculine(reading[0]) for reading in codes]),
        term=numbered(terms),
        whole=_padded(whole),
        short=_padded(short),
        near=_padded(near),
        initial=initial,
        first_sound=np.array([ord(code) if code else -1 for code in first], dtype=np.int32),
    )


def plain_number(text: str) -> str:
    """Returns a service or document number without spaces, dashes and case."""
    return _NOT_WORD.sub("", text).upper()


def make_columns(rows: Sequence[PersonRow]) -> Columns:
    """Returns rows as columns, in the order given. Each row is read once; nothing is changed in it."""
    count = len(rows)
    names, fathers, dates = Vocabulary(), Vocabulary(), Vocabulary()
    surname, given, father, date = (np.full(count, -1, dtype=np.int32) for _ in range(4))
    others: dict[str, Vocabulary] = {}
    values: dict[str, Ints] = {}
    for field in _OTHERS:
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
    return Columns(
        rows=tuple(rows),
        names=code_names(names.texts, fathers=False),
        fathers=code_names(fathers.texts, fathers=True),
        surname=surname,
        given=given,
        father=father,
        date=date,
        dates=dates.texts,
        values=values,
        texts={field: others[field].texts for field in others},
    )


_OTHERS = (
    Field.BIRTH_PLACE, Field.UNIT, Field.RANK, Field.SERVICE_NUMBER, Field.DOCUMENT_NUMBER, Field.SEX,
)  # fmt: skip

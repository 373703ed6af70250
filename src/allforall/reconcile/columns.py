"""The lists as columns: one number per row and field, and every distinct value once.

Only these are compared; the rows stay as they are. A value that is not known has the number -1.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from allforall.people.names.folding import folds_all, stem
from allforall.people.names.given import NO_GROUP, Groups, given_names
from allforall.people.names.known_names import NO_KNOWN_NAMES, KnownNames, known_names
from allforall.people.persons import PersonRow
from allforall.reconcile.spelling import (
    LEAST_LETTERS,
    PACKED,
    coarse_all,
    masculine_of,
    packed,
    skeleton_all,
    without_one,
)
from allforall.reconcile.values import Ints, Values, Vocabulary, read_values

Bools = npt.NDArray[np.bool_]
Hashes = npt.NDArray[np.int64]

#: The most readings of a name that are compared; further folds are too unlikely to be worth the time.
READINGS = 3
MAX_GROUPS = 8
#: A letter, perhaps with signs around it, that abbreviates a name.
LONGEST_INITIAL = 4
#: The most groups of known names that are compared.
MOST_KNOWN = 4
#: The fewest sounds of a word of a double name; fewer are a particle (assumption).
LEAST_OF_PART = 3
_NOT_WORD = re.compile(r"[\W_]+")


def numbered(texts: Sequence[str]) -> Ints:
    """Returns a number per text, equal for equal texts, -1 for the empty one."""
    vocabulary = Vocabulary()
    return np.fromiter((vocabulary.add(text) for text in texts), dtype=np.int32, count=len(texts))


@dataclass(frozen=True, slots=True)
class Names:
    """Every distinct name with its codes, row by row of the vocabulary.

    `folds` are the readings as texts, `fold_number` the same as numbers (-1 if there is no further
    reading); `whole`, `short` and `near` are groups of the table of given names (-1 padded); `term` is what
    counts as one value for frequencies of given names, `family` for those of surnames, and `parts` are the words of a
    double name by the numbers of `family`. `known` are groups of known
    names; `rough` is the skeleton of the usual reading without an ending that differs by sex. By number of a fold:
    `sounds` are the folds as texts, `lengths` how long they are, `letters` which letters they have (a bit for each, and
    another for those that occur twice).
    """

    texts: list[str]
    folds: list[tuple[str, ...]]
    fold_number: Ints
    coarse_number: Ints
    skeleton_number: Ints
    skeletons: list[str]
    rough: list[str]
    known: Ints
    family: Ints
    parts: Ints
    term: Ints
    whole: Ints
    short: Ints
    near: Ints
    initial: Bools
    first_sound: Ints
    sounds: npt.NDArray[np.object_]
    lengths: Ints
    letters: npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Columns:
    """Rows as numbers, ordered by key. `names` serve surname and given name, `fathers` father's names."""

    rows: Sequence[PersonRow]
    names: Names
    fathers: Names
    surname: Ints
    given: Ints
    father: Ints
    date: Ints
    dates: list[str]
    values: dict[str, Ints]
    texts: dict[str, list[str]]


def _padded(groups: Sequence[tuple[int, ...]]) -> Ints:
    width = max((len(group) for group in groups), default=0)
    array = np.full((len(groups), min(max(width, 1), MAX_GROUPS)), -1, dtype=np.int32)
    for i, group in enumerate(groups):
        for j, number in enumerate(group[: array.shape[1]]):
            array[i, j] = number
    return array


@lru_cache(maxsize=2)
def _forms_by_deletion(*, fathers: bool) -> tuple[dict[str, set[str]], Hashes]:
    """The table's forms by what is left of them without one sound, and the packed texts of that, in order."""
    table = given_names()
    found: dict[str, set[str]] = {}
    for form in table.fathers if fathers else table.whole:
        for variant in _deletions(form):
            found.setdefault(variant, set()).add(form)
    return found, np.unique(packed(list(found)))


def _near_groups(codes: Sequence[str], *, fathers: bool) -> list[Groups]:
    """The groups of the table's forms that are one slip away from each of these codes."""
    table = given_names()
    known = table.fathers if fathers else table.whole
    by_deletion, hashes = _forms_by_deletion(fathers=fathers)
    found = [NO_GROUP] * len(codes)
    for i in np.flatnonzero(_meets_a_form(codes, hashes)).tolist():
        code = codes[i]
        forms = {form for variant in _deletions(code) for form in by_deletion.get(variant, ())}
        groups = [known[form] for form in forms if abs(len(form) - len(code)) <= 1]
        found[i] = NO_GROUP.union(*groups)
    return found


def _meets_a_form(codes: Sequence[str], hashes: Hashes) -> Bools:
    """Whether any of what is left of a code without one sound may be left of a form of the table."""
    whole = packed(codes)
    length = np.array([len(code) for code in codes], dtype=np.int64)
    # packed texts are cut, so long ones cannot be judged
    meets = np.isin(whole, hashes) | (length > PACKED)
    for less in without_one(whole, np.where(length < LEAST_LETTERS, 0, np.minimum(length, PACKED))):
        meets |= np.isin(less, hashes)
    return meets


def _deletions(code: str) -> set[str]:
    # two codes that differ by one insertion, deletion, substitution or swap of neighbours share one of these
    if len(code) < LEAST_LETTERS:
        return {code}
    return {code} | {code[:i] + code[i + 1 :] for i in range(len(code))}


@dataclass(frozen=True, slots=True)
class Spelt:
    """The codes of distinct names as texts, name by name; nothing here depends on the other names.

    So the codes of a long list can be kept, and those of a few new names appended (`join_spelt`).
    """

    texts: list[str]
    readings: list[tuple[str, ...]]
    coarse: list[str]
    skeletons: list[str]
    skeleton_pairs: list[tuple[str, ...]]
    families: list[str]
    parts: list[tuple[str, ...]]
    terms: list[str]
    whole: list[tuple[int, ...]]
    short: list[tuple[int, ...]]
    near: list[tuple[int, ...]]
    initial: list[bool]
    first_sound: list[int]
    known: list[tuple[int, ...]]


def spell_names(texts: list[str], *, fathers: bool, known_forms: KnownNames | None = None) -> Spelt:
    """Returns the codes of distinct names; a father's name or patronymic is reduced to its stem first.

    `known_forms` is the table of known names, the package's own unless another is given; it has no fathers' names.
    """
    table = given_names()
    forms = NO_KNOWN_NAMES if fathers else known_names() if known_forms is None else known_forms
    readings = folds_all(texts)
    # only short texts can be one letter and its dot; a pattern tried on every name costs as much as its fold
    initial = [len(text) <= LONGEST_INITIAL and len(_NOT_WORD.sub("", text)) == 1 for text in texts]
    if fathers:
        known, codes = table.fathers, [tuple(dict.fromkeys(map(stem, reading))) for reading in readings]
    else:
        known, codes = table.whole, readings
    whole = [next((known[code] for code in reading if code in known), NO_GROUP) for reading in codes]
    short = [table.short_for(reading[0]) for reading in readings]
    parts = [_parts_of(reading[0]) for reading in codes]
    for i in (i for i, words in enumerate(parts) if words and not whole[i]):
        short[i] |= _groups_of_parts(parts[i], known)
    unknown = [i for i, groups in enumerate(whole) if not (groups or short[i] or initial[i])]
    near = list(whole)
    for i, groups in zip(unknown, _near_groups([codes[i][0] for i in unknown], fathers=fathers), strict=True):
        near[i] = groups
    usual = [reading[0] for reading in codes]
    skeletons = skeleton_all(usual)
    distinct = list({code for reading in codes for code in reading})
    of_code = dict(zip(distinct, skeleton_all([masculine_of(code) for code in distinct]), strict=True))
    return Spelt(
        texts=texts,
        readings=codes,
        coarse=coarse_all(usual),
        skeletons=skeletons,
        skeleton_pairs=[
            tuple(dict.fromkeys(of_code[code] for code in reading))[:2] if reading else () for reading in codes
        ],
        families=[masculine_of(code) for code in usual],
        parts=[tuple(map(masculine_of, words)) for words in parts],
        terms=[
            f"#{min(groups)}" if groups else consonants or sound
            for groups, consonants, sound in zip(near, skeletons, usual, strict=True)
        ],
        whole=[tuple(sorted(groups)) for groups in whole],
        short=[tuple(sorted(groups)) for groups in short],
        near=[tuple(sorted(groups)) for groups in near],
        initial=initial,
        first_sound=[ord(reading[0][0]) if reading[0] else -1 for reading in readings],
        known=_known_groups(codes, forms),
    )


def _parts_of(code: str) -> tuple[str, ...]:
    """The words of a code of several, particles left out: Іванова-Петрова, Анна-Марія, Аль-Хатіб."""
    return tuple(word for word in code.split() if len(word) >= LEAST_OF_PART) if " " in code else ()


def _groups_of_parts(parts: Sequence[str], known: Mapping[str, Groups]) -> Groups:
    """The groups of a double given name, each part of which is in the table: Анна or Марія may be used for it."""
    groups = [known.get(part, NO_GROUP) for part in parts]
    return NO_GROUP.union(*groups) if len(groups) > 1 and all(groups) else NO_GROUP


def _known_groups(codes: Sequence[tuple[str, ...]], forms: KnownNames) -> list[tuple[int, ...]]:
    by_code = forms.by_code
    found = []
    for reading in codes:
        groups = {group for code in reading if code in by_code for group in by_code[code]}
        found.append(tuple(sorted(groups)[:MOST_KNOWN]))
    return found


def join_spelt(first: Spelt, second: Spelt) -> Spelt:
    """Returns the codes of both, the first ones first."""
    return Spelt(**{one.name: [*getattr(first, one.name), *getattr(second, one.name)] for one in fields(Spelt)})


def number_names(spelt: Spelt) -> Names:
    """Returns codes as numbers, equal for equal codes."""
    count = len(spelt.texts)
    fold_number = np.full((count, READINGS), -1, dtype=np.int32)
    skeleton_number = np.full((count, 2), -1, dtype=np.int32)
    number, skeleton_vocabulary = Vocabulary(), Vocabulary()
    for i, reading in enumerate(spelt.readings):
        for j, code in enumerate(reading[:READINGS]):
            fold_number[i, j] = number.add(code)
    for i, pair in enumerate(spelt.skeleton_pairs):
        for j, code in enumerate(pair):
            skeleton_number[i, j] = skeleton_vocabulary.add(code)
    sounds = number.texts
    families = Vocabulary()
    family = np.array([families.add(code) for code in spelt.families], dtype=np.int32)
    return Names(
        texts=spelt.texts,
        folds=[reading[:READINGS] for reading in spelt.readings],
        fold_number=fold_number,
        coarse_number=numbered(spelt.coarse),
        skeleton_number=skeleton_number,
        skeletons=spelt.skeletons,
        rough=[pair[0] for pair in spelt.skeleton_pairs],
        known=_padded(spelt.known),
        family=family,
        parts=_padded([tuple(map(families.add, words)) for words in spelt.parts]),
        term=numbered(spelt.terms),
        whole=_padded(spelt.whole),
        short=_padded(spelt.short),
        near=_padded(spelt.near),
        initial=np.array(spelt.initial, dtype=np.bool_),
        first_sound=np.array(spelt.first_sound, dtype=np.int32),
        sounds=np.array(sounds, dtype=object),
        lengths=np.array([len(code) for code in sounds], dtype=np.int32),
        letters=_letters_of(sounds),
    )


def _letters_of(sounds: Sequence[str]) -> npt.NDArray[np.uint64]:
    """Which letters texts have: a bit for each in the lower half, another in the upper half if it occurs twice."""
    found = np.zeros(len(sounds), dtype=np.uint64)
    if not sounds:
        return found
    signs = np.array(sounds, dtype=np.bytes_)
    width = signs.dtype.itemsize
    columns = signs.view(np.uint8).reshape(len(sounds), width).T
    for column in columns:
        bit = np.where(column > 0, np.uint64(1) << (column & 31).astype(np.uint64), np.uint64(0))
        found |= bit | (found & bit) << np.uint64(32)
    return found


def code_names(texts: list[str], *, fathers: bool) -> Names:
    """Returns the codes of distinct names as numbers."""
    return number_names(spell_names(texts, fathers=fathers))


def make_columns(rows: Sequence[PersonRow]) -> Columns:
    """Returns rows as columns, in the order given. Each row is read once; nothing is changed in it."""
    values = read_values(rows)
    return columns_of(rows, values, spell_names(values.names, fathers=False), spell_names(values.fathers, fathers=True))


def columns_of(rows: Sequence[PersonRow], values: Values, names: Spelt, fathers: Spelt) -> Columns:
    """Returns columns of existing values and codes; of `rows` only their number is used."""
    return Columns(
        rows=rows,
        names=number_names(names),
        fathers=number_names(fathers),
        surname=values.surname,
        given=values.given,
        father=values.father,
        date=values.date,
        dates=values.dates,
        values=dict(values.others),
        texts=dict(values.texts),
    )

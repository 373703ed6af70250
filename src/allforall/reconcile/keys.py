"""The codes that make up the keys of the inverted indexes, for every way in which a row may be read.

A name has several codes: one per reading by sound, one per group of the tables; and rough ones, which two names
share though a sound is missing, added or another in one of them. All codes of distinct names are made once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from allforall.people.fields import Field
from allforall.reconcile.columns import Bools, Columns, Names
from allforall.reconcile.spelling import LEAST_LETTERS, PACKED, packed, without_one
from allforall.reconcile.value_levels import Dates, Texts
from allforall.reconcile.values import Ints

Longs = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

#: Assumption: lists with the father's name in a smaller share of rows have no keys made of it.
FEW_FATHERS = 0.5

_MIX = np.uint64(0x9E3779B97F4A7C15)
#: Codes of different kinds never meet: groups of the table of given names and of known names are numbered above the
#: sounds.
_GROUP, _KNOWN = 1 << 40, 1 << 41
#: The most groups of one name that become keys; more would make everything a candidate. Assumption.
MOST_GROUPS = 4
#: Assumptions: pairs taken from the whole blocks of one key, per row of both lists together; and neighbours on either
#: side in blocks that are too large.
PAIRS_PER_ROW, WINDOW = 6, 6
#: Assumptions: the same for keys whose blocks have fewer pairs of one person: rough ones, and a surname alone.
ROUGH_PAIRS, ALONE_PAIRS, ALONE_WINDOW = 1, 2, 1


@dataclass(frozen=True, slots=True)
class Keys:
    """One key: which row (by position) has which hash. A row may have several, and none if a part is
    unknown.

    `per_row` bounds the pairs of its whole blocks, `window` the neighbours on either side in blocks too large for
    that. In a key for `poor` rows every pair contains such a row.
    """

    rows: Longs
    hashes: Hashes
    per_row: int = PAIRS_PER_ROW
    window: int = WINDOW
    poor: Bools | None = None


def hashed(parts: Sequence[Longs]) -> Hashes:
    """Returns one number for several codes, the same for the same codes."""
    mixed = np.full(len(parts[0]), len(parts), dtype=np.uint64)
    for part in parts:
        mixed = (mixed ^ part.astype(np.uint64)) * _MIX
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _keys(rows: Longs, parts: Sequence[Longs]) -> Keys:
    known = np.ones(len(rows), dtype=np.bool_)
    for part in parts:
        known &= part >= 0
    which = np.flatnonzero(known)
    return Keys(rows[which], hashed([part[which] for part in parts]))


def _together(keys: Sequence[Keys]) -> Keys:
    return Keys(np.concatenate([one.rows for one in keys]), np.concatenate([one.hashes for one in keys]))


def _rough(keys: Keys) -> Keys:
    return replace(keys, per_row=ROUGH_PAIRS, window=0)


def rough_codes(names: Names) -> Longs:
    """Returns codes of distinct names, name by name, -1 padded: two that are one sound apart share one of them."""
    skeletons, folds = packed(names.rough), packed([readings[0].replace(" ", "") for readings in names.folds])
    length = np.array([min(len(code), PACKED) for code in names.rough], dtype=np.int64)
    spoken = np.array([min(len(code[0].replace(" ", "")), PACKED) for code in names.folds], dtype=np.int64)
    short = length < LEAST_LETTERS
    columns = [np.where(length > 0, skeletons, -1)]
    columns += without_one(skeletons, np.where(short, 0, length))
    # whole sounds are numbered above the skeletons, so that the two never meet
    above = 1 << (5 * PACKED)
    whole = without_one(folds, np.where(short & (spoken > 2), spoken, 0))
    columns += [np.where(code >= 0, code + above, -1) for code in whole]
    columns.append(np.where(short & (spoken > 1), folds + above, -1))
    table = np.stack(columns, axis=1)
    table[names.initial] = -1
    # a letter that occurs twice leaves the same code twice
    table.sort(axis=1)
    table[:, 1:][table[:, 1:] == table[:, :-1]] = -1
    used = np.asarray((table >= 0).any(axis=0))
    used[0] = True
    return table[:, used]


def _by_group(names: Names) -> Longs:
    """Codes of distinct given names: the groups that they are, or are near, or are short for; else their sound."""
    count = len(names.texts)
    groups = np.concatenate([names.near[:, :MOST_GROUPS], names.short[:, :MOST_GROUPS]], axis=1).astype(np.int64)
    found = np.where(groups >= 0, groups + _GROUP, -1)
    alone = np.where((groups < 0).all(axis=1), names.term.astype(np.int64), -1)
    return np.concatenate([found, alone.reshape(count, 1)], axis=1)


def _by_sound(names: Names) -> Longs:
    """Codes of distinct surnames: a skeleton per reading, and the groups of known names."""
    known = names.known.astype(np.int64)
    return np.concatenate([names.skeleton_number.astype(np.int64), np.where(known >= 0, known + _KNOWN, -1)], axis=1)


def _taken(table: npt.NDArray[np.integer], at: Ints | Longs) -> Longs:
    """Entries of a table of distinct values for rows; -1 if the row has none."""
    if not len(table):
        return np.full(len(at), -1, dtype=np.int64)
    return np.where(at >= 0, table[at], -1).astype(np.int64)


def _ends(skeletons: Sequence[str]) -> tuple[Longs, Longs]:
    long = [code if len(code) > 2 else "" for code in skeletons]
    head, tail = packed([code[:2] for code in long]), packed([code[-3:] for code in long])
    return np.where(head > 0, head, -1), np.where(tail > 0, tail, -1)


def _year_numbers(ordinals: Ints) -> Longs:
    days = (ordinals.astype(np.int64) - 719163).astype("datetime64[D]")
    return days.astype("datetime64[Y]").astype(np.int64) + 1970


def _years(dates: Dates) -> Longs:
    """The only possible year of a date, -1 if there are several."""
    first, last = _year_numbers(dates.earliest), _year_numbers(dates.latest)
    return np.where(first == last, first, -1)


class RowCodes:
    """The codes of every row that keys are made of, in every way in which the row may be read.

    `row` is the row of every reading; `surname` and `name` are its distinct names.
    """

    def __init__(self, columns: Columns, dates: Dates, texts: dict[str, Texts]) -> None:
        names, fathers = columns.names, columns.fathers
        count = len(columns.rows)
        self.every = np.arange(count, dtype=np.int64)
        crossed = np.flatnonzero(_perhaps_crossed(columns))
        self.row = np.concatenate([self.every, crossed])
        self.surname = np.concatenate([columns.surname, columns.given[crossed]]).astype(np.int64)
        self.name = np.concatenate([columns.given, columns.surname[crossed]]).astype(np.int64)
        self.sounds, self.groups, self.rough = _by_sound(names), _by_group(names), rough_codes(names)
        self.fathers = _by_group(fathers)
        self.father = columns.father.astype(np.int64)
        self.few_fathers = count > 0 and float((self.father >= 0).mean()) < FEW_FATHERS
        self.heads, self.tails = _ends(names.rough)
        self.day_one, self.day_two = _taken(dates.first, columns.date), _taken(dates.second, columns.date)
        self.day_one[self.day_one == 0] = -1
        self.year = _taken(_years(dates), columns.date)
        middle = (dates.earliest.astype(np.int64) + dates.latest) // 2
        self.middle = _taken(middle, columns.date)
        self.value = {field: _taken(texts[field].term, columns.values[field]) for field in texts}
        self.given = _taken(names.term, columns.given)
        self.father_term = _taken(fathers.term, columns.father)
        #: Rows with a surname and hardly anything else.
        self.poor = (columns.given < 0) | (_taken(names.initial.astype(np.int64), columns.given) == 1)


def _perhaps_crossed(columns: Columns) -> Bools:
    """Which rows may have their names in each other's column: a known given name is in the surname column, or an
    unknown name is in the column of given names.
    """
    names = columns.names
    if not len(names.texts):
        return np.zeros(len(columns.rows), dtype=np.bool_)
    known = (names.near[:, 0] >= 0) | (names.short[:, 0] >= 0)
    both = (columns.surname >= 0) & (columns.given >= 0)
    initial = names.initial[columns.given] | names.initial[columns.surname]
    return np.asarray(both & ~initial & (known[columns.surname] | ~known[columns.given]))


def make_keys(codes: RowCodes) -> Iterator[Keys]:
    """Yields the keys one after another, so that only one index at a time is in memory."""
    row = codes.row
    place, unit = codes.value[Field.BIRTH_PLACE], codes.value[Field.UNIT]
    father = [_taken(column, codes.father) for column in codes.fathers.T]
    name = [_taken(column, codes.name) for column in codes.groups.T]
    surname = [_taken(column, codes.surname) for column in codes.sounds.T]
    rough = [_taken(column, codes.surname) for column in codes.rough.T]
    head, tail = _taken(codes.heads, codes.surname), _taken(codes.tails, codes.surname)
    year, day = codes.year[row], codes.day_one[row]

    def several(*parts: Sequence[Longs]) -> Keys:
        """One key of parts that each may have several codes: every combination that there is."""
        combinations: list[list[Longs]] = [[]]
        for part in parts:
            combinations = [[*some, one] for some in combinations for one in part]
        return _together([_keys(row, some) for some in combinations])

    of_father = [column[row] for column in father]
    yield several(surname, name)
    yield several(surname, of_father)
    for other in (year, day, place[row], unit[row]):
        yield several(surname, [other])
    yield replace(several(surname), per_row=ALONE_PAIRS, window=ALONE_WINDOW)
    for third in (year, place[row], unit[row], head, tail):
        yield several(name, of_father, [third])
    yield several(name, [year], [head])
    yield several(name, [year], [tail])
    yield several(name, [place[row]], [unit[row]])
    yield _keys(row, [head, day])
    yield _keys(row, [tail, day])
    yield several([tail], of_father, [year])
    yield _keys(codes.every, [codes.day_one, place])
    yield _keys(codes.every, [codes.day_one, unit])
    # both readings of a day (3 April or 4 March)
    two = np.flatnonzero((codes.day_two > 0) & (codes.day_two != codes.day_one))
    for several_codes in (surname, name, of_father):
        first = [_keys(row, [column, day]) for column in several_codes]
        among = np.flatnonzero(np.isin(row, two))
        second = [_keys(row[among], [column[among], codes.day_two[row[among]]]) for column in several_codes]
        yield _together([*first, *second])
    yield _rough(several(rough, name))
    yield _rough(several(rough, of_father))
    for other in (year, day, place[row], unit[row]):
        yield _rough(several(rough, [other]))
    yield replace(_rough(several(rough)), poor=codes.poor)
    for field in (Field.SERVICE_NUMBER, Field.DOCUMENT_NUMBER):
        yield _keys(codes.every, [codes.value[field]])
    if codes.few_fathers:
        # the keys of the father's name are empty here: place and unit replace it
        yield several(name, [place[row]])
        yield several(name, [unit[row]])
        yield _keys(codes.every, [place, unit])


def neighbour_order(codes: RowCodes) -> Longs:
    """Returns a number per row that orders the rows of a large block: birth date, then father, then
    place.
    """
    ranked = np.stack(
        [codes.middle, codes.given, codes.father_term, codes.value[Field.BIRTH_PLACE], codes.value[Field.UNIT]]
    )
    order = np.lexsort(ranked[::-1])
    ranked = ranked[:, order]
    steps = np.zeros(len(order), dtype=np.int64)
    if len(order) > 1:
        steps[1:] = np.cumsum((ranked[:, 1:] != ranked[:, :-1]).any(axis=0))
    result = np.empty(len(order), dtype=np.int64)
    result[order] = steps
    return result

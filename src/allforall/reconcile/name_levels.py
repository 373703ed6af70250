"""How far two names agree: the level of every distinct pair of names, compared once for all rows."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from allforall.reconcile.columns import Bools, Names
from allforall.reconcile.levels import FATHER, GIVEN_NAME, SURNAME, Compared
from allforall.reconcile.values import Ints

Levels = npt.NDArray[np.int8]

#: Assumptions: shares of letters in common order (1 less the optimal string alignment distance over the
#: longer length).
NEAR, SIMILAR, PARTLY = 0.84, 0.70, 0.50


def likeness(a: Sequence[str], b: Sequence[str]) -> npt.NDArray[np.float32]:
    """Returns how similar texts are, pair by pair: 1 for equal ones; swapped neighbours are one slip."""
    return np.asarray(cpdist(a, b, scorer=OSA.normalized_similarity, dtype=np.float32), dtype=np.float32)


def share(a: Ints, b: Ints) -> Bools:
    """Returns whether two rows of numbers have one in common; rows are padded with -1."""
    found = np.zeros(len(a), dtype=np.bool_)
    for i in range(a.shape[1]):
        rows = np.flatnonzero(a[:, i] >= 0)
        if not len(rows):
            break
        for j in range(b.shape[1]):
            rows = rows[b[rows, j] >= 0]
            if not len(rows):
                break
            found[rows] |= a[rows, i] == b[rows, j]
    return found


def _distance_at_least(names: Names, a: Ints, b: Ints) -> Ints:
    """The least number of slips between two sounds, from the letters that only one of them has."""
    one, two = names.letters[a], names.letters[b]
    only = np.maximum(np.bitwise_count(one & ~two), np.bitwise_count(two & ~one)).astype(np.int32)
    return np.asarray(np.maximum(only, abs(names.lengths[a] - names.lengths[b])), dtype=np.int32)


def _best_likeness(names: Names, a: Ints, b: Ints) -> npt.NDArray[np.float32]:
    """The greatest likeness of any two readings; 0 if it is below `PARTLY`."""
    numbers = names.fold_number
    which, left, right = [], [], []
    for i in range(numbers.shape[1]):
        for j in range(numbers.shape[1] - i):
            one, two = numbers[a, i], numbers[b, j]
            both = np.flatnonzero((one >= 0) & (two >= 0))
            which.append(both)
            left.append(one[both])
            right.append(two[both])
    pair, x, y = np.concatenate(which), np.concatenate(left), np.concatenate(right)
    longer = np.maximum(names.lengths[x], names.lengths[y])
    hopeful = np.flatnonzero(_distance_at_least(names, x, y) <= (1 - PARTLY) * longer)
    pair, x, y = pair[hopeful], x[hopeful], y[hopeful]
    best = np.zeros(len(a), dtype=np.float32)
    if len(pair):
        found = likeness(names.sounds[x].tolist(), names.sounds[y].tolist())
        np.maximum.at(best, pair, found)
    return best


def _graded(names: Names, compared: Compared, a: Ints, b: Ints) -> Levels:
    """Levels by sound alone."""
    levels = np.full(len(a), compared.number("different"), dtype=np.int8)
    score = _best_likeness(names, a, b)
    levels[score >= PARTLY] = compared.number("partly_alike")
    levels[score >= SIMILAR] = compared.number("similar")
    by_ear = (names.coarse_number[a] == names.coarse_number[b]) & (names.coarse_number[a] >= 0)
    levels[(score >= NEAR) | by_ear] = compared.number("near_sound")
    return levels


def _with_initials(names: Names, compared: Compared, a: Ints, b: Ints, levels: Levels) -> Levels:
    either = names.initial[a] | names.initial[b]
    agrees = (names.first_sound[a] == names.first_sound[b]) & (names.first_sound[a] >= 0)
    levels[either & agrees] = compared.number("initial_agrees")
    levels[either & ~agrees] = compared.number("initial_conflicts")
    return levels


def surname_levels(names: Names, a: Ints, b: Ints) -> Levels:
    """Returns the levels of pairs of surnames, given as numbers of the vocabulary."""
    levels = np.zeros(len(a), dtype=np.int8)
    same = share(names.fold_number[a], names.fold_number[b])
    other = np.flatnonzero(~same)
    levels[same] = SURNAME.number("same_sound")
    levels[other] = _graded(names, SURNAME, a[other], b[other])
    known = other[share(names.known[a[other]], names.known[b[other]])]
    levels[known] = SURNAME.number("same_name")
    ending = ~same & (names.family[a] == names.family[b]) & (names.family[a] >= 0)
    levels[ending] = SURNAME.number("other_ending")
    # either name of Іванова-Петрова may be used alone, and Аль-Хатіб without its article
    double = other[levels[other] > SURNAME.number("similar")]
    one, two = a[double], b[double]
    alone = share(names.parts[one], names.family[two][:, None]) | share(names.family[one][:, None], names.parts[two])
    levels[double[alone]] = SURNAME.number("similar")
    return _with_initials(names, SURNAME, a, b, levels)


def _known_name_levels(names: Names, compared: Compared, a: Ints, b: Ints) -> Levels:
    levels = np.zeros(len(a), dtype=np.int8)
    same = share(names.fold_number[a], names.fold_number[b])
    levels[same] = compared.number("same_sound")
    other = np.flatnonzero(~same)
    name = share(names.whole[a[other]], names.whole[b[other]])
    levels[other[name]] = compared.number("same_name")
    other = other[~name]
    a, b = a[other], b[other]
    graded = _graded(names, compared, a, b)
    # Names that are not in the table of given names may be forms of one in the table of known names.
    strange = (names.near[a, 0] < 0) & (names.short[a, 0] < 0) & (names.near[b, 0] < 0) & (names.short[b, 0] < 0)
    forms = np.flatnonzero(strange & (names.known[a, 0] >= 0))
    forms = forms[share(names.known[a[forms]], names.known[b[forms]])]
    graded[forms] = compared.number("same_name")
    known = (names.whole[a, 0] >= 0) & (names.whole[b, 0] >= 0)
    # Two names that the table distinguishes (Oleh, Olha; Andrii, Andrian) are never slips of each other.
    graded[known] = compared.number("other_name")
    slip = np.flatnonzero(~known & (names.near[a, 0] >= 0) & (names.near[b, 0] >= 0))
    slip = slip[share(names.near[a[slip]], names.near[b[slip]])]
    graded[slip] = np.minimum(graded[slip], compared.number("near_sound"))
    levels[other] = graded
    return levels


def given_name_levels(names: Names, a: Ints, b: Ints) -> Levels:
    """Returns the levels of pairs of given names: by sound, as forms of one name, as short for one, by
    initial.
    """
    levels = _known_name_levels(names, GIVEN_NAME, a, b)
    worse = np.flatnonzero(levels > GIVEN_NAME.number("short_form"))
    worse = worse[(names.short[a[worse], 0] >= 0) | (names.short[b[worse], 0] >= 0)]
    one, two = a[worse], b[worse]
    short = share(names.short[one], names.near[two]) | share(names.near[one], names.short[two])
    short |= share(names.short[one], names.short[two])
    levels[worse[short]] = GIVEN_NAME.number("short_form")
    return _with_initials(names, GIVEN_NAME, a, b, levels)


def father_levels(names: Names, a: Ints, b: Ints) -> Levels:
    """Returns the levels of pairs of fathers' names, whether given as a patronymic or as the name itself."""
    levels = _known_name_levels(names, FATHER, a, b)
    return _with_initials(names, FATHER, a, b, levels)

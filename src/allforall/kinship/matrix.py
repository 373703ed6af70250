"""Many against many: every remains against every missing person, by look-up in the tables.

Blocks of families bound the memory, whatever the number of remains; blocks come in a fixed order, so an interrupted
search resumes at the block it had reached. An observation with dropout or with a silent allele is a short sum over a
table (a genotype, and all genotypes with one allele); such rows are made once and shared between remains.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from allforall.errors import InputError, naming_the_extra
from allforall.kinship.loci import Inheritance, Locus
from allforall.kinship.pedigrees import Sex
from allforall.kinship.profiles import Profile, seen_places
from allforall.kinship.tables import LocusTables, Tables, genotype_place

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Array = NDArray[np.float64]
Places = NDArray[np.int64]

#: Columns of a block at most, numbers in it at most (so many remains make narrow blocks: memory does not grow with
#: them), and remains that are looked up together: the working set stays in the processor's cache.
FAMILIES, CELLS, REMAINS = 256, 4_000_000, 512
LOG10 = np.log(10)


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Part of the matrix: `log10_lr[r, c]` for all remains and columns `start` to `stop`. NaN: not compared, because
    the sexes differ or the relatives' own profiles cannot be explained at a locus.
    """

    start: int
    stop: int
    log10_lr: Array


@dataclass(frozen=True, slots=True, eq=False)
class Lookup:
    """The remains at one locus: for each its row among the observations, and the observations as weights on a table
    that was lengthened by one entry per allele (all genotypes that carry it with another) and one for everything.
    """

    of_remains: Places
    exact: Places
    weights: "csr_matrix | None"


def blocks(
    tables: Tables,
    remains: Sequence[Profile],
    *,
    start: int = 0,
    families: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Block]:
    """Yields the matrix in blocks of columns, from column `start` on; `progress` gets the columns done and their
    total.
    """
    check_samples(remains)
    width = families or max(1, min(FAMILIES, CELLS // max(1, len(remains))))
    lookups = [lookup(at, remains) for at in tables.loci]
    sexes = np.array([str(profile.sex) for profile in remains])
    spoilt = {family for family, _ in tables.impossible}
    for first in range(start, len(tables.columns), width):
        last = min(first + width, len(tables.columns))
        columns = tables.columns[first:last]
        total = np.zeros((len(remains), last - first))
        for at, look in zip(tables.loci, lookups, strict=True):
            _add(total, at, look, first, last)
        total /= LOG10
        for place, column in enumerate(columns):
            if column.sex is not Sex.UNKNOWN:
                total[(sexes != str(column.sex)) & (sexes != str(Sex.UNKNOWN)), place] = np.nan
            if column.family in spoilt:
                total[:, place] = np.nan
        yield Block(first, last, total)
        if progress is not None:
            progress(last, len(tables.columns))


def lr_matrix(tables: Tables, remains: Sequence[Profile]) -> Array:
    """Returns the whole matrix of log10 likelihood ratios, (remains, columns): for numbers that fit into memory."""
    return np.concatenate([block.log10_lr for block in blocks(tables, remains)], axis=1)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair worth a look, with its log10 likelihood ratio against unrelated."""

    sample: str
    family: str
    missing: str
    log10_lr: float


def candidates(tables: Tables, remains: Sequence[Profile], least_log10_lr: float) -> list[Candidate]:
    """Returns every pair at or above the threshold, the strongest first; memory grows with their number only."""
    found: list[Candidate] = []
    for block in blocks(tables, remains):
        with np.errstate(invalid="ignore"):
            rows, columns = np.nonzero(block.log10_lr >= least_log10_lr)
        for row, place in zip(rows.tolist(), columns.tolist(), strict=True):
            column = tables.columns[block.start + place]
            value = float(block.log10_lr[row, place])
            found.append(Candidate(remains[row].sample, column.family, column.missing, value))
    return sorted(found, key=lambda c: (-c.log10_lr, c.sample, c.family, c.missing))


def check_samples(remains: Sequence[Profile]) -> None:
    """Raises an error if two samples have the same name."""
    names = [profile.sample for profile in remains]
    if len(set(names)) < len(names):
        raise InputError(
            "kinship:sample:twice", family="", sample=next(name for name in names if names.count(name) > 1)
        )


def lookup(at: LocusTables, remains: Sequence[Profile]) -> Lookup:
    """Returns where every remains is looked up at a locus; row 0 is for those that show nothing there."""
    locus = at.locus
    known: dict[tuple[tuple[int, ...], float, float, bool], int] = {}
    of_remains = np.zeros(len(remains), dtype=np.int64)
    for number, profile in enumerate(remains):
        if locus.name not in profile.genotypes:
            continue
        places = seen_places(profile, locus, profile.sex)
        male = locus.inheritance is Inheritance.X and profile.sex is Sex.MALE
        key = (places, *profile.losses(locus.name), male)
        of_remains[number] = known.setdefault(key, len(known) + 1)
    simple = locus.silent_index is None and all(loss == 0 and gain == 0 for _, loss, gain, _ in known)
    count = len(locus.alleles)
    if simple:
        exact = np.array(
            [0, *(places[0] if male else genotype_place(places[0], places[-1], count) for places, _, _, male in known)]
        )
        return Lookup(of_remains, exact, None)
    entries = [observation(locus, places, loss, gain, male=male) for places, loss, gain, male in known]
    rows = [row for row, found in enumerate(entries) for _ in found]
    places_of = [place for found in entries for place in found]
    values = [value for found in entries for value in found.values()]
    width = count * (count + 1) // 2 + count + 1
    weights = _sparse((values, (rows, places_of)), (len(known), width))
    return Lookup(of_remains, np.empty(0, dtype=np.int64), weights)


def _sparse(values: Any, shape: tuple[int, int]) -> "csr_matrix":
    """Returns a sparse matrix. scipy is loaded only when needed: everything else in this room works without it."""
    with naming_the_extra():
        from scipy.sparse import csr_matrix  # noqa: PLC0415
    return csr_matrix(values, shape=shape)


def observation(locus: Locus, places: Sequence[int], loss: float, gain: float, *, male: bool) -> dict[int, float]:
    """Returns an observation as weights: on genotypes, then on "carries allele a with another", then on everything.

    The same model as `profiles.observation_weights`, in few terms.
    """
    made: dict[int, float] = {}

    def add(terms: dict[int, float], share: float) -> None:
        for place, value in terms.items():
            made[place] = made.get(place, 0.0) + share * value

    shown = _shown_male if male else _shown
    add(shown(locus, tuple(places), loss), 1 - gain)
    if gain:
        for place in places:
            rest = tuple(p for p in places if p != place)
            share = gain * float(locus.frequencies[place])
            add(shown(locus, rest, loss), share)
            add(shown(locus, tuple(places), loss), share)
    return {place: value for place, value in made.items() if value != 0}


def _shown(locus: Locus, places: tuple[int, ...], loss: float) -> dict[int, float]:
    count = len(locus.alleles)
    genotypes = count * (count + 1) // 2
    whole = genotypes + count
    silent = locus.silent_index
    if len(places) == 2:
        return {genotype_place(places[0], places[1], count): (1 - loss) ** 2}
    if not places:
        made = {whole: loss * loss}
        if silent is not None:
            made[genotypes + silent] = loss - loss * loss
            made[genotype_place(silent, silent, count)] = 1 - loss * loss
        return made
    place = places[0]
    made = {genotype_place(place, place, count): 1 - loss * loss, genotypes + place: loss * (1 - loss)}
    if silent is not None:
        made[genotype_place(place, silent, count)] = (1 - loss) * (1 - loss)
    return made


def _shown_male(locus: Locus, places: tuple[int, ...], loss: float) -> dict[int, float]:
    count = len(locus.alleles)
    whole = count * (count + 1) // 2 + count
    if len(places) == 2:
        return {}
    if places:
        return {places[0]: 1 - loss}
    return {whole: loss} if locus.silent_index is None else {whole: loss, locus.silent_index: 1 - loss}


def _add(total: Array, at: LocusTables, look: Lookup, first: int, last: int) -> None:
    places = at.place_of[first:last]
    used, back = np.unique(places, return_inverse=True)
    rows = at.rows[used]
    none = at.given_none if at.given_none.shape[0] == 1 else at.given_none[used]
    with np.errstate(divide="ignore", invalid="ignore"):
        if look.weights is None:
            ratio = np.log(rows[:, look.exact]) - np.log(none[:, look.exact])
        else:
            seen = look.weights @ _lengthened(rows, at.locus).T
            chance = look.weights @ _lengthened(none, at.locus).T
            ratio = np.concatenate([np.ones((1, seen.shape[1])), seen / chance]).T
            ratio = np.log(ratio)
    ratio[:, 0] = 0.0
    # One row per observation, one column per family: a remains copies its row.
    table = np.ascontiguousarray(ratio[back].T)
    for start in range(0, total.shape[0], REMAINS):
        part = total[start : start + REMAINS]
        part += table[look.of_remains[start : start + REMAINS]]


def _lengthened(rows: Array, locus: Locus) -> Array:
    """Returns rows with the sums that observations with loss need: carriers of each allele with another, and all."""
    count = len(locus.alleles)
    low, high = np.triu_indices(count)
    differ = np.flatnonzero(low != high)
    carriers = _sparse(
        (
            np.ones(2 * len(differ)),
            (np.concatenate([differ, differ]), np.concatenate([low[differ], high[differ]])),
        ),
        (len(low), count),
    )
    return np.concatenate([rows, rows @ carriers, rows.sum(axis=1, keepdims=True)], axis=1)

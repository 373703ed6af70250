"""Remains placed in a family, many ways at once: the likelihood of each way, exactly.

At a locus many ways show the same genotypes; each pattern is eliminated once. Alleles that nobody shows are lumped
into one where the mutation model allows it exactly (Kemeny and Snell, *Finite Markov Chains*, 1976, theorem 6.3.2).
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from allforall.kinship.arranging import (
    Showing,
    Showings,
    Skeleton,
    make_batch,
    make_shape,
    make_skeleton,
    sexes_of,
    showings,
    typed_at,
)
from allforall.kinship.conventions import DEFAULT, Conventions
from allforall.kinship.graph import CHOSEN, Batch, Member, Seen, Shape, cells_of
from allforall.kinship.loci import Locus, completed
from allforall.kinship.pedigrees import Pedigree, Person, Sex
from allforall.kinship.profiles import Profile, observation_weights, seen_places, single_weights
from allforall.kinship.urn import evaluate_urn

Array = NDArray[np.float64]
Places = NDArray[np.int64]

#: Rows of a mutation matrix that differ by less than this, relatively, are the same but for rounding in a file.
LUMP_TOLERANCE = 1e-12


def lump(locus: Locus, seen: Iterable[str]) -> Locus:
    """Returns the locus with all alleles but those seen (and the silent one) made one, where that changes nothing."""
    kept_names = {*seen} | ({locus.silent} if locus.silent else set())
    kept = [place for place, allele in enumerate(locus.alleles) if allele in kept_names]
    rest = [place for place, allele in enumerate(locus.alleles) if allele not in kept_names]
    if len(rest) < 2:
        return locus
    matrices = []
    for matrix in (locus.male, locus.female):
        rows = matrix[np.ix_(rest, kept)]
        if rows.size and np.any(np.ptp(rows, axis=0) > LUMP_TOLERANCE * rows.max(axis=0)):
            return locus
        made = np.empty((len(kept) + 1, len(kept) + 1))
        made[:-1, :-1] = matrix[np.ix_(kept, kept)]
        made[-1, :-1] = rows.mean(axis=0) if rows.size else 0.0
        made[:, -1] = 1 - made[:, :-1].sum(axis=1)
        # A row whose rest is only rounding keeps it at zero.
        made[:-1, -1] = matrix[np.ix_(kept, rest)].sum(axis=1)
        matrices.append(made)
    names = [locus.alleles[place] for place in kept]
    name = "rest"
    while name in names:
        name += "'"
    names.append(name)
    frequencies = np.append(locus.frequencies[kept], 1 - locus.frequencies[kept].sum())
    index = {allele: place for place, allele in enumerate(names)}
    return Locus(
        locus.name, tuple(names), frequencies, matrices[0], matrices[1], locus.inheritance, locus.silent, index
    )


def log_ways(
    pedigree: Pedigree,
    profiles: Mapping[str, Profile],
    placed: Sequence[str],
    ways: Places,
    remains: Sequence[Profile],
    loci: Sequence[Locus],
    conventions: Conventions = DEFAULT,
) -> Array:
    """Returns the natural logarithm of the chance of the relatives and the remains for each way: shape (ways,).

    `ways[w, k]` is the position of the remains taken for person `placed[k]`.
    """
    total = np.zeros(len(ways))
    for locus in loci:
        # What is impossible at one locus is not weighed at the next.
        left = np.isfinite(total)
        if not left.any():
            break
        if not left.all():
            total[left] += log_ways(pedigree, profiles, placed, ways[left], remains, [locus], conventions)
            continue
        used = np.unique(ways)
        shown_by = {int(place): remains[place].genotypes.get(locus.name, ()) for place in used}
        seen = itertools.chain(*shown_by.values(), *(p.genotypes.get(locus.name, ()) for p in profiles.values()))
        total += _at_locus(
            pedigree, profiles, placed, ways, remains, _checked(locus, seen, profiles, remains, used), conventions
        )
    return total


#: A family whose choices ask for more numbers than this at once (half a gigabyte) is weighed way by way; at a locus
#: where they do, that locus is.
MAX_CHOICE_CELLS = 60_000_000


def log_choices(
    pedigree: Pedigree,
    profiles: Mapping[str, Profile],
    missing: Sequence[str],
    choices: Sequence[Sequence[int]],
    remains: Sequence[Profile],
    loci: Sequence[Locus],
    conventions: Conventions = DEFAULT,
) -> tuple[Array, list[Locus]] | None:
    """Returns the natural logarithm of the chance of the relatives and the chosen remains for every choice at once:
    axis k has nobody first and then the remains `choices[k]`; and the loci that were too large for that and are still
    to be weighed. None if even the result would be too large.

    A choice that takes one remains twice has no meaning; the caller leaves it out.
    """
    total: Array = np.zeros([len(own) + 1 for own in choices])
    if total.size > MAX_CHOICE_CELLS:
        return None
    left: list[Locus] = []
    used = np.unique(np.array([r for own in choices for r in own], dtype=np.int64))
    for full in loci:
        shown = itertools.chain(
            *(remains[place].genotypes.get(full.name, ()) for place in used.tolist()),
            *(profile.genotypes.get(full.name, ()) for profile in profiles.values()),
        )
        locus = _checked(full, shown, profiles, remains, used)
        made = _choices_at(pedigree, profiles, missing, choices, remains, locus, conventions)
        if made is None:
            left.append(full)
        else:
            total += made
    return total, left


def _choices_at(
    pedigree: Pedigree,
    profiles: Mapping[str, Profile],
    missing: Sequence[str],
    choices: Sequence[Sequence[int]],
    remains: Sequence[Profile],
    locus: Locus,
    conventions: Conventions,
) -> Array | None:
    skeleton = _skeleton(pedigree, typed_at(profiles, (locus,)) | set(missing), conventions)
    base = showings(skeleton, profiles, locus, sexes_of(pedigree, profiles, locus))
    at = [next(n for n, labels in enumerate(skeleton.labels) if label in labels) for label in missing]
    shape = make_shape(skeleton, (base,), (locus,))
    members, kept = list(shape.members), [1] * len(missing)
    seen = list(make_batch(shape, [[base]], (locus,), theta=conventions.theta).seen[0])
    back: list[Places] = []
    for k, place in enumerate(at):
        male_x = members[place].male_x
        codes: dict[tuple[Showing, ...], int] = {(): 0}
        # Remains that show the same at this locus are one observation.
        back.append(np.array([0, *(codes.setdefault(_shown(remains[r], locus), len(codes)) for r in choices[k])]))
        weights = [weigh(locus, own, base[place], male_x=male_x) for own in codes]
        members[place] = Member(members[place].father, members[place].mother, (CHOSEN,), male_x)
        seen[place] = Seen(weight=np.stack(weights, axis=-1)[..., None])
        kept[k] = len(codes)
    asked = Shape(tuple(members), tuple(at), 1, shape.is_x)
    batch = Batch((locus,), (tuple(seen),), 1)
    if cells_of(asked, batch) > MAX_CHOICE_CELLS:
        return None
    made, scale = evaluate_urn(asked, batch, conventions.theta)
    with np.errstate(divide="ignore"):
        logs: Array = np.log(np.maximum(made[..., 0], 0.0))[np.ix_(*back)] + scale[0]
    return logs


def weigh(locus: Locus, shown: Sequence[Showing], also: Sequence[Showing], *, male_x: bool) -> Array:
    """Returns the chance of what one person's samples show given each pair of alleles (each allele, for a male's X)."""
    count = len(locus.alleles)
    product = np.ones(count if male_x else (count, count))
    for places, loss, gain in (*shown, *also):
        product = product * (single_weights if male_x else observation_weights)(locus, places, loss, gain)
    return product


def _checked(
    locus: Locus, seen: Iterable[str], profiles: Mapping[str, Profile], remains: Sequence[Profile], used: Places
) -> Locus:
    """Returns the locus with unseen alleles lumped; an unknown allele is an error before that."""
    for profile in (*profiles.values(), *(remains[place] for place in used)):
        for allele in profile.genotypes.get(locus.name, ()):
            locus.allele_index(allele, profile.sample)
    return lump(completed(locus), seen)


def _at_locus(
    pedigree: Pedigree,
    profiles: Mapping[str, Profile],
    placed: Sequence[str],
    ways: Places,
    remains: Sequence[Profile],
    locus: Locus,
    conventions: Conventions,
) -> Array:
    sexes = sexes_of(pedigree, profiles, locus)
    used = np.unique(ways)
    codes: dict[tuple[Showing, ...], int] = {}
    code_of = np.zeros(len(remains), dtype=np.int64)
    for place in used:
        code_of[place] = codes.setdefault(_shown(remains[place], locus), len(codes))
    patterns, back = np.unique(code_of[ways], axis=0, return_inverse=True)
    by_code = list(codes)
    skeleton = _skeleton(pedigree, typed_at(profiles, (locus,)) | set(placed), conventions)
    base = showings(skeleton, profiles, locus, sexes)
    at = [next(n for n, labels in enumerate(skeleton.labels) if label in labels) for label in placed]
    rows: list[Showings] = []
    for pattern in patterns.tolist():
        filled = list(base)
        for place, code in zip(at, pattern, strict=True):
            filled[place] = (*filled[place], *by_code[code])
        rows.append(tuple(filled))
    by_shape: dict[Shape, list[int]] = {}
    for number, row in enumerate(rows):
        by_shape.setdefault(make_shape(skeleton, (row,), (locus,)), []).append(number)
    values = np.empty(len(rows))
    for shape, numbers in by_shape.items():
        batch = make_batch(shape, [[rows[n] for n in numbers]], (locus,), theta=conventions.theta)
        made, scale = evaluate_urn(shape, batch, conventions.theta)
        with np.errstate(divide="ignore"):
            # Where nothing is possible, rounding of a lumped rest may leave a value just below zero.
            values[numbers] = np.log(np.maximum(made, 0.0)) + scale
    found: Array = values[back.reshape(-1)]
    return found


@lru_cache(maxsize=4096)
def _skeleton(pedigree: Pedigree, typed: frozenset[str], conventions: Conventions) -> Skeleton:
    return make_skeleton(pedigree, typed, (), conventions)


def _shown(profile: Profile, locus: Locus) -> tuple[Showing, ...]:
    if locus.name not in profile.genotypes:
        return ()
    return ((seen_places(profile, locus, profile.sex), *profile.losses(locus.name)),)


def log_alone(remains: Sequence[Profile], loci: Sequence[Locus], conventions: Conventions = DEFAULT) -> Array:
    """Returns the natural logarithm of the chance of each remains if it is of an unrelated person: shape (remains,)."""
    nobody = np.zeros(len(remains))
    for sex in Sex:
        places = np.array([n for n, profile in enumerate(remains) if profile.sex is sex], dtype=np.int64)
        if places.size:
            alone = Pedigree("", (Person("unrelated", sex=sex),))
            nobody[places] = log_ways(alone, {}, ["unrelated"], places[:, None], remains, loci, conventions)
    return nobody

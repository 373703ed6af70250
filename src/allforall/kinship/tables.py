"""Genotype tables: for every family and locus the distribution of the missing person's genotype given the relatives.

A likelihood ratio need not be computed per pair: P(relatives, remains | the remains are the missing person) is
P(relatives) P(genotype | relatives), so one elimination per family and locus serves every remains there will ever be
(Brenner and Weir, *Issues and strategies in the DNA identification of World Trade Center victims*, Theor. Popul.
Biol. 63 (2003) 173-178, on screening; the table is exact). Families that show the same genotypes in the same shape
share a row.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from allforall.errors import InputError
from allforall.kinship.arranging import (
    Showings,
    Skeleton,
    make_batch,
    make_shape,
    make_skeleton,
    sexes_of,
    showings,
    typed_at,
)
from allforall.kinship.conventions import DEFAULT, Conventions, ThetaRule
from allforall.kinship.graph import Shape
from allforall.kinship.loci import Inheritance, Locus
from allforall.kinship.pedigrees import Pedigree, Person, Sex
from allforall.kinship.profiles import Profile
from allforall.kinship.urn import evaluate_urn

Array = NDArray[np.float64]
Places = NDArray[np.int64]
Progress = Callable[[int, int], None]

#: Families of one shape that are eliminated together: enough to fill a matrix product, few enough for the cache.
BATCH = 256


@dataclass(frozen=True, slots=True)
class Family:
    """A family that is looking for someone: its pedigree, the relatives' profiles by label, and who is missing."""

    name: str
    pedigree: Pedigree
    profiles: Mapping[str, Profile]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One missing person of a family: a column of every matrix."""

    family: str
    missing: str
    sex: Sex


@dataclass(frozen=True, slots=True, eq=False)
class LocusTables:
    """The tables of one locus. `rows[place_of[c]]` is the distribution for column c, over genotypes in the order of
    `genotype_place`; `given_none[...]` the same for an unrelated person (one row if it is the same for all).
    `evidence[place_of[c]]` is the chance of the relatives themselves. On X a male column's row is over alleles.
    """

    locus: Locus
    rows: Array
    given_none: Array
    evidence: Array
    place_of: Places


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of all missing persons, ready for any number of remains."""

    columns: tuple[Column, ...]
    loci: tuple[LocusTables, ...]
    conventions: Conventions = DEFAULT
    relation: str = "missing"
    impossible: tuple[tuple[str, str], ...] = field(default=())


def make_family(name: str, pedigree: Pedigree, profiles: Mapping[str, Profile], missing: Sequence[str]) -> Family:
    """Returns a checked family: someone is missing, someone typed is in the missing person's component, and no
    sample is of the missing person (a direct sample is compared by `associate`).
    """
    if not missing:
        raise InputError("kinship:family:nobody_missing", family=name)
    for label in (*missing, *profiles):
        pedigree.person(label)
    direct = next((label for label in missing if label in profiles), None)
    if direct is not None:
        raise InputError("kinship:family:missing_typed", family=name, person=direct)
    for label in missing:
        if not _connected(pedigree, label) & set(profiles):
            raise InputError("kinship:family:untyped", family=name, person=label)
    samples = [profile.sample for profile in profiles.values()]
    if len(set(samples)) < len(samples):
        twice = next(sample for sample in samples if samples.count(sample) > 1)
        raise InputError("kinship:sample:twice", family=name, sample=twice)
    return Family(name, pedigree, dict(profiles), tuple(missing))


def _connected(pedigree: Pedigree, start: str) -> set[str]:
    near: dict[str, set[str]] = {person.label: set() for person in pedigree.persons}
    for person in pedigree.persons:
        for parent in (person.father, person.mother):
            if parent:
                near[person.label].add(parent)
                near[parent].add(person.label)
    for group in pedigree.twins:
        for label in group:
            near[label] |= set(group)
    found, waiting = {start}, [start]
    while waiting:
        for label in near[waiting.pop()] - found:
            found.add(label)
            waiting.append(label)
    return found


def genotype_place(first: int, second: int, count: int) -> int:
    """Returns the place of an unordered genotype in a row: (0,0), (0,1), ... (0,n-1), (1,1), ..."""
    low, high = min(first, second), max(first, second)
    return low * count - low * (low - 1) // 2 + high - low


def genotype_chances(locus: Locus, theta: float = 0.0) -> Array:
    """Returns the chance of every unordered genotype in the population: Hardy-Weinberg, or with theta one person's."""
    p = locus.frequencies
    ordered = (1 - theta) * np.outer(p, p) + theta * np.diag(p)
    made: Array = fold(ordered[:, :, None])[0]
    return made


def fold(ordered: Array) -> Array:
    """Returns rows over unordered genotypes from arrays over ordered ones: (alleles, alleles, n) to (n, genotypes)."""
    count = ordered.shape[0]
    low, high = np.triu_indices(count)
    made = ordered[low, high]
    differ = low != high
    made[differ] += ordered[high[differ], low[differ]]
    return np.ascontiguousarray(made.T)


def make_tables(
    families: Sequence[Family],
    loci: Sequence[Locus],
    conventions: Conventions = DEFAULT,
    *,
    relation: str = "missing",
    progress: Progress | None = None,
) -> Tables:
    """Returns the tables of all families at all loci; `progress` gets the loci done and their total.

    With `relation` "sibling" the tables are of a full sibling of each missing person: the alternative that a remains
    is not the missing person but a close relative.
    """
    wanted = [(family, label) for family in families for label in family.missing]
    names = [family.name for family in families]
    if len(set(names)) < len(names):
        raise InputError("kinship:family:twice", family=next(name for name in names if names.count(name) > 1))
    columns = tuple(Column(family.name, label, family.pedigree.person(label).sex) for family, label in wanted)
    if relation == "sibling":
        wanted = [with_sibling(family, label) for family, label in wanted]
    bones: dict[tuple[int, frozenset[str]], tuple[Skeleton, dict[str, Sex]]] = {}
    made, impossible = [], []
    for number, locus in enumerate(loci):
        tables = _locus_tables(wanted, columns, locus, conventions, bones)
        made.append(tables)
        zero = tables.evidence[tables.place_of] <= 0
        impossible += [(columns[place].family, locus.name) for place in np.flatnonzero(zero)]
        if progress is not None:
            progress(number + 1, len(loci))
    return Tables(columns, tuple(made), conventions, relation, tuple(dict.fromkeys(impossible)))


def with_sibling(family: Family, missing: str) -> tuple[Family, str]:
    """Returns the family with a full sibling of the missing person added, and the sibling's label."""
    person = family.pedigree.person(missing)
    known = set(family.pedigree.labels)
    label, father, mother = _unused(known, missing, "sibling", "father", "mother")
    father, mother = person.father or father, person.mother or mother
    added = [
        Person(parent, sex=sex) for parent, sex in ((father, Sex.MALE), (mother, Sex.FEMALE)) if parent not in known
    ]
    persons = [
        *added,
        *(
            Person(p.label, father, mother, p.sex, p.birth_year) if p.label == missing else p
            for p in family.pedigree.persons
        ),
        Person(label, father, mother, person.sex),
    ]
    order = _parents_first(persons)
    pedigree = Pedigree(family.name, order, family.pedigree.twins)
    return Family(family.name, pedigree, family.profiles, (label,)), label


def _parents_first(persons: Sequence[Person]) -> tuple[Person, ...]:
    order: list[Person] = []
    placed: set[str] = set()
    waiting = list(persons)
    while waiting:
        ready = [p for p in waiting if {p.father, p.mother} - {""} <= placed]
        order += ready
        placed |= {p.label for p in ready}
        waiting = [p for p in waiting if p.label not in placed]
    return tuple(order)


def _unused(known: set[str], missing: str, *roles: str) -> list[str]:
    made = []
    for role in roles:
        label = f"{missing}:{role}"
        while label in known:
            label += "'"
        made.append(label)
    return made


def _locus_tables(
    wanted: Sequence[tuple[Family, str]],
    columns: Sequence[Column],
    locus: Locus,
    conventions: Conventions,
    bones: dict[tuple[int, frozenset[str]], tuple[Skeleton, dict[str, Sex]]],
) -> LocusTables:
    unique: dict[tuple[Skeleton, Showings], int] = {}
    shared: dict[tuple[object, ...], Skeleton] = {}
    place_of = np.empty(len(wanted), dtype=np.int64)
    for place, (family, label) in enumerate(wanted):
        typed = typed_at(family.profiles, (locus,))
        if (place, typed) not in bones:
            skeleton = make_skeleton(family.pedigree, typed, (label,), conventions)
            bones[place, typed] = (skeleton, sexes_of(family.pedigree, family.profiles, locus))
        skeleton, sexes = bones[place, typed]
        shown = showings(skeleton, family.profiles, locus, sexes)
        males = skeleton.males if locus.inheritance is Inheritance.X else ()
        key = (skeleton.fathers, skeleton.mothers, males, skeleton.asked)
        place_of[place] = unique.setdefault((shared.setdefault(key, skeleton), shown), len(unique))
    by_shape: dict[Shape, list[tuple[Showings, int]]] = {}
    for (skeleton, shown), row in unique.items():
        by_shape.setdefault(make_shape(skeleton, (shown,), (locus,)), []).append((shown, row))
    count = len(locus.alleles)
    rows = np.zeros((len(unique), count * (count + 1) // 2))
    evidence = np.zeros(len(unique))
    correlated = conventions.theta > 0 and conventions.theta_rule is ThetaRule.ALL_PERSONS
    given_none = np.zeros_like(rows) if correlated else genotype_chances(locus, conventions.theta)[None]
    for shape, members in by_shape.items():
        for start in range(0, len(members), BATCH):
            chosen = members[start : start + BATCH]
            batch = [row for row, _ in chosen]
            places = np.array([row for _, row in chosen])
            _eliminate(shape, batch, locus, conventions.theta, rows, evidence, places)
            if correlated:
                _eliminate(unrelated(shape), batch, locus, conventions.theta, given_none, None, places)
    if locus.inheritance is Inheritance.X:
        given_none = _x_chances(locus, columns, place_of, given_none, rows.shape)
    return LocusTables(locus, rows, given_none, evidence, place_of)


def _eliminate(
    shape: Shape,
    shown: Sequence[Showings],
    locus: Locus,
    theta: float,
    rows: Array,
    evidence: Array | None,
    places: Places,
) -> None:
    padded = [row + ((),) * (len(shape.members) - len(row)) for row in shown]
    ordered, _ = evaluate_urn(shape, make_batch(shape, [padded], (locus,), theta=theta), theta)
    made = fold(ordered) if ordered.ndim == 3 else np.ascontiguousarray(ordered.T)
    whole = made.sum(axis=1)
    if evidence is not None:
        evidence[places] = whole
    with np.errstate(invalid="ignore", divide="ignore"):
        rows[places, : made.shape[1]] = made / whole[:, None]


def unrelated(shape: Shape) -> Shape:
    """Returns the shape with an unrelated person in the missing person's place."""
    asked = shape.members[shape.asked[0]]
    kind = type(asked)
    newcomer = kind(-1, -1, ("untyped",) * shape.loci, asked.male_x)
    return Shape((*shape.members, newcomer), (len(shape.members),), shape.loci, shape.is_x)


def _x_chances(
    locus: Locus, columns: Sequence[Column], place_of: Places, given_none: Array, size: tuple[int, int]
) -> Array:
    """Returns what an unrelated person shows on X, a row per row of the table: a male has one allele."""
    made = np.zeros(size)
    made[:] = given_none
    if given_none.shape[0] == 1:
        for place, column in enumerate(columns):
            if column.sex is Sex.MALE:
                made[place_of[place]] = 0.0
                made[place_of[place], : len(locus.alleles)] = locus.frequencies
    return made

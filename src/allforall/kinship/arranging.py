"""From a family to the shape it shares with others, and from its profiles to the alleles seen at a locus.

Members of a shape are in an order that does not depend on labels or on the order of the file: by generation, then by
relationship, so that families of one kind share a batch.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allforall.errors import InputError
from allforall.kinship.conventions import DEFAULT, Conventions
from allforall.kinship.graph import TYPED, UNTYPED, WEIGHED, Batch, Member, Seen, Shape
from allforall.kinship.loci import Inheritance, Locus
from allforall.kinship.pedigrees import Pedigree, Person, Sex, relevant
from allforall.kinship.profiles import (
    Profile,
    observation_weights,
    phases,
    seen_places,
    single_weights,
)

Array = NDArray[np.float64]

#: What one sample shows at a locus: the places of its alleles, its chances of dropout and drop-in.
Showing = tuple[tuple[int, ...], float, float]
#: What each member's samples show.
Showings = tuple[tuple[Showing, ...], ...]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A family without numbers: for each member its parents' positions, its sex for X, and its labels (twins are one
    member); `asked` are the positions whose alleles stay open.
    """

    fathers: tuple[int, ...]
    mothers: tuple[int, ...]
    males: tuple[bool, ...]
    labels: tuple[tuple[str, ...], ...]
    asked: tuple[int, ...]


def make_skeleton(
    pedigree: Pedigree, typed: frozenset[str], asked: Sequence[str], conventions: Conventions = DEFAULT
) -> Skeleton:
    """Returns the members who matter for the typed and the asked, in the order that families of one kind share."""
    persons = relevant(pedigree, {*typed, *asked}, conventions.ancestors)
    groups = {label: group for group in pedigree.twins for label in group}
    left = {person.label for person in persons}
    carrier = {
        person.label: next(label for label in groups.get(person.label, (person.label,)) if label in left)
        for person in persons
    }
    kept = [person for person in persons if carrier[person.label] == person.label]
    order = _canonical(kept, carrier, typed, {carrier[label] for label in asked})
    place = {person.label: number for number, person in enumerate(order)}

    def of(label: str) -> int:
        return place[carrier[label]] if label else -1

    return Skeleton(
        tuple(of(person.father) for person in order),
        tuple(of(person.mother) for person in order),
        tuple(person.sex is Sex.MALE for person in order),
        tuple(tuple(p.label for p in persons if carrier[p.label] == person.label) for person in order),
        tuple(of(label) for label in asked),
    )


def _canonical(
    kept: Sequence[Person], carrier: Mapping[str, str], typed: frozenset[str], asked: set[str]
) -> list[Person]:
    """Returns the persons by generation, then by refined kind (typed, asked, sex, whose child, whose parent)."""
    carried: dict[str, list[str]] = {}
    for label, first in carrier.items():
        carried.setdefault(first, []).append(label)
    father = {person.label: carrier.get(person.father, "") for person in kept}
    mother = {person.label: carrier.get(person.mother, "") for person in kept}
    depth: dict[str, int] = {"": -1}
    for person in kept:
        depth[person.label] = 1 + max(depth[father[person.label]], depth[mother[person.label]])
    colour: dict[str, int] = {"": 0}
    starts = {
        p.label: (depth[p.label], p.label in asked, sum(a in typed for a in carried[p.label]), str(p.sex)) for p in kept
    }
    ranks = {key: number for number, key in enumerate(sorted(set(starts.values())), 1)}
    colour |= {label: ranks[key] for label, key in starts.items()}
    children: dict[str, list[str]] = {person.label: [] for person in kept}
    for person in kept:
        for parent in (father[person.label], mother[person.label]):
            if parent:
                children[parent].append(person.label)
    classes = len(ranks)
    while True:
        refined = {
            p.label: (
                colour[p.label],
                colour[father[p.label]],
                colour[mother[p.label]],
                tuple(sorted(colour[child] for child in children[p.label])),
            )
            for p in kept
        }
        again = {key: number for number, key in enumerate(sorted(set(refined.values())), 1)}
        colour = {"": 0} | {label: again[key] for label, key in refined.items()}
        if len(again) == classes:
            break
        classes = len(again)
    # Persons of one kind (sisters and brothers) keep the order of the file; their children follow their parents'.
    number: dict[str, int] = {"": -1}
    order: list[Person] = []
    for level in range(max(depth.values()) + 1):
        here = [p for p in kept if depth[p.label] == level]
        here.sort(key=lambda p: (colour[p.label], number[father[p.label]], number[mother[p.label]]))
        for person in here:
            number[person.label] = len(order)
            order.append(person)
    return order


def showings(skeleton: Skeleton, profiles: Mapping[str, Profile], locus: Locus, sexes: Mapping[str, Sex]) -> Showings:
    """Returns what every member's samples show at a locus; nothing for those not typed there."""
    found: list[tuple[Showing, ...]] = []
    for labels in skeleton.labels:
        own = []
        for label in labels:
            profile = profiles.get(label)
            if profile is None or locus.name not in profile.genotypes:
                continue
            own.append((seen_places(profile, locus, sexes[label]), *profile.losses(locus.name)))
        found.append(tuple(sorted(own)))
    return tuple(found)


def member_kind(shown: Sequence[Showing]) -> str:
    """Returns what is known of a member whose samples show this."""
    if not shown:
        return UNTYPED
    exact = all(loss == 0 and gain == 0 for _, loss, gain in shown)
    return TYPED if exact and len({places for places, _, _ in shown}) == 1 else WEIGHED


def make_shape(skeleton: Skeleton, shown: Sequence[Showings], loci: Sequence[Locus]) -> Shape:
    """Returns the shape of a family that shows this at each of the loci."""
    is_x = loci[0].inheritance is Inheritance.X
    members = []
    for place, (father, mother, male) in enumerate(
        zip(skeleton.fathers, skeleton.mothers, skeleton.males, strict=True)
    ):
        known = tuple(member_kind(at[place]) for at in shown)
        if place in skeleton.asked:
            # Whose alleles stay open needs a variable for them, even where a twin was typed.
            known = tuple(WEIGHED if kind == TYPED else kind for kind in known)
        male_x = is_x and male
        members.append(Member(-1 if male_x else father, mother, known, male_x))
    return Shape(tuple(members), skeleton.asked, len(loci), is_x)


def make_seen(
    shape: Shape, number: int, rows: Sequence[Showings], locus: Locus, *, one_order: bool
) -> tuple[Seen, ...]:
    """Returns what a batch of families shows of each member at locus `number` of the shape; every row is of this
    shape. With `one_order` one order of a founder's alleles represents both: its sides are interchangeable.
    """
    made = []
    for place, member in enumerate(shape.members):
        known = member.known[number]
        if known == UNTYPED:
            made.append(Seen())
        elif known == WEIGHED:
            made.append(Seen(weight=_weighed([row[place] for row in rows], locus, male_x=member.male_x)))
        else:
            founder = one_order and shape.is_founder(place)
            made.append(_phased([row[place][0][0] for row in rows], locus, male_x=member.male_x, founder=founder))
    return tuple(made)


def _weighed(shown: Sequence[Sequence[Showing]], locus: Locus, *, male_x: bool) -> Array:
    weigh = single_weights if male_x else observation_weights
    columns = []
    for own in shown:
        product = np.ones(())
        for places, loss, gain in own:
            product = product * weigh(locus, places, loss, gain)
        columns.append(product)
    return np.stack(columns, axis=-1)


def _phased(shown: Sequence[tuple[int, ...]], locus: Locus, *, male_x: bool, founder: bool) -> Seen:
    if male_x:
        single = np.array([[places[0] for places in shown]], dtype=np.int64)
        return Seen(single, single, np.ones((1, len(shown))))
    if locus.silent_index is None:
        # Both alleles, or the one twice: filled in one step, since tables have thousands of families.
        first = np.array([places[0] for places in shown], dtype=np.int64)
        second = np.array([places[-1] for places in shown], dtype=np.int64)
        differ = (first != second).astype(np.float64)
        if founder:
            return Seen(first[None], second[None], 1 + differ[None])
        return Seen(np.stack([first, second]), np.stack([second, first]), np.stack([np.ones(len(shown)), differ]))
    made = [phases(locus, places, founder=founder) for places in shown]
    depth = max(len(weights) for _, _, weights in made)
    fathers = np.zeros((depth, len(made)), dtype=np.int64)
    mothers = np.zeros_like(fathers)
    weights = np.zeros((depth, len(made)))
    for column, (from_father, from_mother, weight) in enumerate(made):
        fathers[: len(weight), column] = from_father
        mothers[: len(weight), column] = from_mother
        weights[: len(weight), column] = weight
    return Seen(fathers, mothers, weights)


def make_batch(
    shape: Shape,
    rows: Sequence[Sequence[Showings]],
    loci: tuple[Locus, ...],
    *,
    theta: float,
    recombination: float = 0.5,
) -> Batch:
    """Returns the batch of families that show these rows: `rows[locus][family]`."""
    one_order = len(loci) == 1 and theta == 0
    seen = tuple(
        make_seen(shape, number, rows[number], locus, one_order=one_order) for number, locus in enumerate(loci)
    )
    return Batch(loci, seen, len(rows[0]), recombination)


def typed_at(profiles: Mapping[str, Profile], loci: Iterable[Locus]) -> frozenset[str]:
    """Returns the labels of those who were typed at one of the loci."""
    names = [locus.name for locus in loci]
    return frozenset(label for label, profile in profiles.items() if any(name in profile.genotypes for name in names))


def sexes_of(pedigree: Pedigree, profiles: Mapping[str, Profile], locus: Locus) -> dict[str, Sex]:
    """Returns each person's sex, from the pedigree or else from the sample; on X it must be known, and where both are
    known they must agree.
    """
    sexes: dict[str, Sex] = {}
    for person in pedigree.persons:
        sex = person.sex
        profile = profiles.get(person.label)
        if profile is not None and profile.sex is not Sex.UNKNOWN:
            if sex is not Sex.UNKNOWN and sex is not profile.sex:
                raise InputError(
                    "kinship:sex:differs",
                    family=pedigree.family,
                    person=person.label,
                    found=str(profile.sex),
                    expected=str(sex),
                )
            sex = profile.sex
        if sex is Sex.UNKNOWN and locus.inheritance is Inheritance.X:
            raise InputError("kinship:person:sex", family=pedigree.family, person=person.label, locus=locus.name)
        sexes[person.label] = sex
    return sexes

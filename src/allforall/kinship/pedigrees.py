"""Pedigrees: who is whose child, checked before anything is computed.

A pedigree may have loops, inbreeding, several missing persons and monozygotic twins. A parent may be unknown (empty):
that side's allele then comes from the population. Persons are named by labels of the file, never by their names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from allforall.errors import InputError

#: More persons than any family of a search has; a hostile file must not start an endless elimination (assumption).
MAX_PERSONS = 200


class Sex(StrEnum):
    """The sex that a pedigree or a profile states."""

    MALE = "M"
    FEMALE = "F"
    UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a pedigree; `father` and `mother` are labels or empty, `birth_year` only serves the check."""

    label: str
    father: str = ""
    mother: str = ""
    sex: Sex = Sex.UNKNOWN
    birth_year: int | None = None


@dataclass(frozen=True, slots=True)
class Pedigree:
    """A checked pedigree: persons in an order where parents come first, and groups of monozygotic twins."""

    family: str
    persons: tuple[Person, ...]
    twins: tuple[tuple[str, ...], ...] = ()

    def person(self, label: str) -> Person:
        """Returns the person of a label; an unknown label is an error that names it."""
        for person in self.persons:
            if person.label == label:
                return person
        raise InputError("kinship:person:unknown", family=self.family, person=label)

    @property
    def labels(self) -> tuple[str, ...]:
        """Returns every label, parents first."""
        return tuple(person.label for person in self.persons)


def make_pedigree(family: str, persons: Iterable[Person], twins: Sequence[Sequence[str]] = ()) -> Pedigree:
    """Returns a checked pedigree, or raises the first error: a person twice, a parent who is missing or of the wrong
    sex, an own ancestor, a child older than its parent, twins with other parents or another sex.
    """
    given = tuple(persons)
    if not given or len(given) > MAX_PERSONS:
        raise InputError("kinship:pedigree:size", family=family, found=len(given), expected=f"1 to {MAX_PERSONS}")
    known = {person.label: person for person in given}
    if len(known) != len(given):
        labels = [person.label for person in given]
        twice = next(label for label in labels if labels.count(label) > 1)
        raise InputError("kinship:person:twice", family=family, person=twice)
    for person in given:
        _check_person(family, person, known)
    groups = tuple(tuple(group) for group in twins)
    _check_twins(family, groups, known)
    return Pedigree(family, _parents_first(family, given, known), groups)


def _check_person(family: str, person: Person, known: Mapping[str, Person]) -> None:
    if not person.label or person.label == "0":
        raise InputError("kinship:person:label", family=family, found=person.label)
    for role, label, wrong in (("father", person.father, Sex.FEMALE), ("mother", person.mother, Sex.MALE)):
        if not label:
            continue
        if label == person.label:
            raise InputError("kinship:person:own_ancestor", family=family, person=person.label)
        parent = known.get(label)
        if parent is None:
            raise InputError("kinship:parent:unknown", family=family, person=person.label, role=role, found=label)
        if parent.sex is wrong:
            raise InputError("kinship:parent:sex", family=family, person=person.label, role=role, found=label)
        if person.birth_year is not None and parent.birth_year is not None and person.birth_year <= parent.birth_year:
            raise InputError(
                "kinship:parent:younger",
                family=family,
                person=person.label,
                role=role,
                year_of_parent=str(parent.birth_year),
                year_of_child=str(person.birth_year),
            )
    if person.father and person.father == person.mother:
        raise InputError("kinship:parent:same", family=family, person=person.label, found=person.father)


def _check_twins(family: str, groups: Sequence[Sequence[str]], known: Mapping[str, Person]) -> None:
    seen: set[str] = set()
    for group in groups:
        for label in group:
            if label not in known:
                raise InputError("kinship:person:unknown", family=family, person=label)
            if label in seen:
                raise InputError("kinship:twins:twice", family=family, person=label)
            seen.add(label)
        first = known[group[0]]
        for label in group[1:]:
            other = known[label]
            if (other.father, other.mother, other.sex) != (first.father, first.mother, first.sex):
                raise InputError("kinship:twins:parents", family=family, person=label, other=first.label)


def _parents_first(family: str, persons: Sequence[Person], known: Mapping[str, Person]) -> tuple[Person, ...]:
    order: list[Person] = []
    placed: set[str] = set()
    waiting = list(persons)
    while waiting:
        ready = [p for p in waiting if all(not q or q in placed for q in (p.father, p.mother))]
        if not ready:
            # All who remain descend from a circle; to name one on it, follow the remaining parents.
            left = {person.label for person in waiting}
            label, trail = waiting[0].label, set[str]()
            while label not in trail:
                trail.add(label)
                person = known[label]
                label = person.father if person.father in left else person.mother
            raise InputError("kinship:person:own_ancestor", family=family, person=label)
        order += ready
        placed |= {person.label for person in ready}
        waiting = [person for person in waiting if person.label not in placed]
    return tuple(order)


class Ancestors(StrEnum):
    """The treatment of untyped ancestors about whom nothing is known: the two reference programs differ if the mutation
    model shifts frequencies (stepwise).
    """

    #: As pedprobr: the pedigree is computed as drawn. A mutation between an untyped parent and a child counts.
    KEEP = "keep"
    #: As Familias: an untyped person without children, or without parents and with at most one child, is cut off.
    PRUNE = "prune"


def relevant(pedigree: Pedigree, needed: Iterable[str], ancestors: Ancestors = Ancestors.KEEP) -> tuple[Person, ...]:
    """Returns the persons who matter for `needed` (typed or asked for), parents first.

    Untyped persons without descendants never matter and are always removed; with `Ancestors.PRUNE` so are untyped
    founders with at most one child, and their child's side comes from the population.
    """
    wanted = set(needed)
    twin_of = {label: group for group in pedigree.twins for label in group}
    left = {person.label: person for person in pedigree.persons}
    changed = True
    while changed:
        changed = False
        children: dict[str, int] = dict.fromkeys(left, 0)
        for person in left.values():
            for parent in (person.father, person.mother):
                if parent in children:
                    children[parent] += 1
        for label, person in list(left.items()):
            if label in wanted or any(twin in wanted for twin in twin_of.get(label, ())):
                continue
            founder = person.father not in left and person.mother not in left
            lone = founder and children[label] <= 1 and ancestors is Ancestors.PRUNE
            if children[label] == 0 or lone:
                del left[label]
                changed = True
                break
    return tuple(
        Person(
            person.label,
            person.father if person.father in left else "",
            person.mother if person.mother in left else "",
            person.sex,
        )
        for person in pedigree.persons
        if person.label in left
    )

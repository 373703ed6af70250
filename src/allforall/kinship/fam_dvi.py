"""The DVI part of a .fam file: unidentified remains, and reference families with their pedigrees.

Missing are "Missing person" and every other label that begins with "Missing" ("Missing male 1"), as in dvir; one
without any relation is a leftover of the program and is named in `left_out`.
"""

from collections.abc import Mapping
from dataclasses import replace

from allforall.errors import InputError
from allforall.kinship.fam_lines import Lines
from allforall.kinship.pedigrees import Pedigree, Person, Sex, make_pedigree
from allforall.kinship.profiles import Profile, make_profile
from allforall.kinship.tables import Family, make_family

#: Familias' names for the person a family looks for, and for everyone else who is missing.
MISSING_PERSON = "Missing person"
MISSING = "Missing"
REFERENCE = "Reference pedigree"

Read = tuple[str, Pedigree, dict[str, Profile]]


def read_dvi(lines: Lines) -> tuple[list[Profile], list[Read], list[str]]:
    if not lines.seek("[DVI]"):
        return [], [], []
    if not lines.seek("[[Unidentified persons]]"):
        raise InputError("kinship:fam:truncated", line=len(lines.lines), expected="[[Unidentified persons]]")
    remains, empty = [], []
    for _ in range(_said(lines, "nPersons")):
        label, sex, genotypes = _dvi_person(lines)
        if genotypes:
            remains.append(make_profile(label, genotypes, sex))
        else:
            empty.append(label)
    if not lines.seek("[[Reference Families]]"):
        raise InputError("kinship:fam:truncated", line=len(lines.lines), expected="[[Reference Families]]")
    return remains, [_dvi_family(lines) for _ in range(_said(lines, "nFamilies"))], empty


def _said(lines: Lines, name: str) -> int:
    text = lines.value(name)
    if not text.isdecimal() or int(text) > 1_000_000:
        raise lines.refuse(f"{name}= a number", text)
    return int(text)


def _dvi_person(lines: Lines) -> tuple[str, Sex, dict[str, list[str]]]:
    lines.next("a person's heading")
    label = lines.value("Name")
    gender = lines.value("Gender")
    sexes = {"Male": Sex.MALE, "Female": Sex.FEMALE, "Unknown": Sex.UNKNOWN}
    if gender not in sexes:
        raise lines.refuse("Gender= Male, Female or Unknown", gender)
    lines.next("the heading DNA data")
    genotypes = {}
    for _ in range(_said(lines, "nSystems")):
        name = lines.value("SystemName")
        genotypes[name] = [lines.value("Allele1"), lines.value("Allele2")]
    return label, sexes[gender], genotypes


def _dvi_family(lines: Lines) -> Read:
    lines.next("a family's heading")
    name = lines.value("Name")
    lines.next("the heading Persons")
    sexes: dict[str, Sex] = {}
    profiles: dict[str, Profile] = {}
    for _ in range(_said(lines, "nPersons")):
        label, sex, genotypes = _dvi_person(lines)
        sexes[label] = sex
        if genotypes:
            profiles[label] = make_profile(label, genotypes, sex)
    lines.next("the heading Pedigrees")
    drawn: dict[str, list[tuple[str, str]]] = {}
    for number in range(_said(lines, "nPedigrees")):
        lines.next("a pedigree's heading")
        title = lines.value("Name")
        relations = [(lines.value("Parent"), lines.value("Child")) for _ in range(_said(lines, "nRelations"))]
        drawn[title if title not in drawn else f"{title}:{number}"] = relations
    return name, make_pedigree(name, _dvi_persons(_chosen(name, drawn), sexes)), profiles


def _chosen(name: str, drawn: Mapping[str, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """Returns the relations of the pedigree that is looked for: the program writes a reference pedigree and the one
    with the missing; several different ones with the missing would be hypotheses among which nobody chose.
    """
    asked = {
        title: frozenset(pairs)
        for title, pairs in drawn.items()
        if title != REFERENCE and any(label.startswith(MISSING) for pair in pairs for label in pair)
    }
    if len(set(asked.values())) > 1:
        raise InputError("kinship:fam:pedigrees", family=name, found=", ".join(asked))
    if asked:
        return drawn[next(iter(asked))]
    return next(iter(drawn.values()), [])


def _dvi_persons(relations: list[tuple[str, str]], sexes: dict[str, Sex]) -> list[Person]:
    """Returns the persons; a parent whose sex is not stated takes the remaining parent's place."""
    for pair in relations:
        for label in pair:
            sexes.setdefault(label, Sex.UNKNOWN)
    parents: dict[str, list[str]] = {label: [] for label in sexes}
    for parent, child in relations:
        parents[child].append(parent)
    for own in parents.values():
        stated = {sexes[parent] for parent in own}
        for parent in own:
            if sexes[parent] is Sex.UNKNOWN and len(own) == 2 and stated != {Sex.UNKNOWN}:
                sexes[parent] = Sex.FEMALE if Sex.MALE in stated else Sex.MALE
    persons = []
    for label, sex in sexes.items():
        father = next((p for p in parents[label] if sexes[p] is not Sex.FEMALE), "")
        mother = next((p for p in parents[label] if p != father), "")
        persons.append(Person(label, father, mother, sex))
    return persons


def looking_family(name: str, pedigree: Pedigree, profiles: Mapping[str, Profile]) -> tuple[Family, list[str]]:
    """Returns the family of a DVI part with everyone whose label says that they are missing, and those without a
    relation.
    """
    parents = {label for person in pedigree.persons for label in (person.father, person.mother) if label}
    related = {person.label for person in pedigree.persons if person.father or person.mother} | parents
    apart = [p.label for p in pedigree.persons if p.label not in related and p.label not in profiles]
    kept = tuple(person for person in pedigree.persons if person.label not in apart)
    missing = [p.label for p in kept if p.label.startswith(MISSING) and p.label not in profiles]
    return make_family(name, replace(pedigree, persons=kept), profiles, missing), apart

"""Files of Familias (.fam), with their DVI part: loci, persons, pedigrees, remains and reference families.

The format has no public specification; the order of its lines was learnt from files and from the description of
pedFamilias' `readFam` (Vigeland). Version 3 is read. What is not understood is an error with its line, never a guess.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from allforall.errors import InputError
from allforall.kinship.loci import SILENT, Locus, make_locus
from allforall.kinship.mutation import MutationModel, equal, extended_stepwise, proportional, stepwise
from allforall.kinship.pedigrees import Pedigree, Person, Sex, make_pedigree
from allforall.kinship.profiles import Profile, make_profile
from allforall.kinship.tables import Family, make_family

#: Lines of a file that are read; 10,000 families with 23 loci are about 3 million (assumption).
MAX_LINES = 20_000_000
#: How Familias calls the person a family looks for.
MISSING_PERSON = "Missing person"
MODELS = ("equal", "proportional", "stepwise", "stepwise, stationary", "extended stepwise")


@dataclass(frozen=True, slots=True)
class FamFile:
    """What a file held: loci, profiles by person, pedigrees by name, theta; of its DVI part remains and families."""

    loci: tuple[Locus, ...]
    profiles: Mapping[str, Profile]
    pedigrees: tuple[Pedigree, ...]
    theta: float
    remains: tuple[Profile, ...] = ()
    families: tuple[Family, ...] = ()


class _Lines:
    """The lines of a file, read one after the other; every refusal knows its line."""

    def __init__(self, text: str) -> None:
        if "\0" in text or text.count("\n") > MAX_LINES:
            raise InputError("kinship:fam:line", line=1, expected="a text of lines", found="something else")
        self.lines = text.removeprefix("\ufeff").splitlines()
        self.at = 0

    def next(self, expected: str) -> str:
        if self.at >= len(self.lines):
            raise InputError("kinship:fam:truncated", line=len(self.lines), expected=expected)
        self.at += 1
        return self.lines[self.at - 1].replace('"', "").strip()

    def refuse(self, expected: str, found: str) -> InputError:
        return InputError("kinship:fam:line", line=self.at, expected=expected, found=found[:60])

    def count(self, expected: str, most: int = 100_000) -> int:
        text = self.next(expected).split("\t")[0].strip()
        if not text.removeprefix("-").isdecimal() or not -1 <= int(text) <= most:
            raise self.refuse(expected, text)
        return int(text)

    def number(self, expected: str) -> float:
        text = self.next(expected)
        try:
            return float(text)
        except ValueError:
            raise self.refuse(expected, text) from None

    def truth(self, expected: str) -> bool:
        text = self.next(expected)
        if not text.startswith(("#TRUE#", "#FALSE#")):
            raise self.refuse(expected, text)
        return text.startswith("#TRUE#")

    def value(self, name: str) -> str:
        text = self.next(f"{name}=")
        key, sign, value = text.partition("=")
        if not sign or key.strip() != name:
            raise self.refuse(f"{name}=", text)
        return value.strip()

    def seek(self, heading: str) -> bool:
        wanted = heading.replace(" ", "")
        for place in range(self.at, len(self.lines)):
            if self.lines[place].replace(" ", "").strip() == wanted:
                self.at = place + 1
                return True
        return False


@dataclass(slots=True)
class _Raw:
    label: str
    sex: Sex
    genotypes: list[tuple[int, int, int]]


def read_fam(text: str) -> FamFile:
    """Returns what a .fam file holds; a truncated or strange one is an error that names the line."""
    lines = _Lines(text)
    if not lines.next("the heading of Familias").startswith("Output from Familias"):
        raise lines.refuse("the heading of Familias", lines.lines[0] if lines.lines else "")
    lines.next("a warning")
    lines.next("the version")
    if lines.lines[lines.at : lines.at + 1] and not lines.lines[lines.at].replace('"', "").strip():
        lines.next("an empty line")
    raw = [_person(lines) for _ in range(lines.count("the number of persons"))]
    pedigrees = _pedigrees(lines, raw)
    heading = lines.next("the database's heading")
    theta = 0.0
    if "Theta/Kinship/Fst:" in heading:
        theta = float(heading.split("Theta/Kinship/Fst:")[1].split(")")[0].strip() or 0)
    loci = _loci(lines)
    profiles = {}
    for person in raw:
        genotypes = {}
        for first, second, number in person.genotypes:
            if not 0 <= number < len(loci):
                raise InputError("kinship:fam:locus", person=person.label, found=number, expected=len(loci))
            locus = loci[number]
            for place in (first, second):
                if not 0 <= place < len(locus.alleles):
                    raise InputError("kinship:fam:allele", person=person.label, locus=locus.name, found=place)
            genotypes[locus.name] = [locus.alleles[first], locus.alleles[second]]
        if genotypes:
            profiles[person.label] = make_profile(person.label, genotypes, person.sex)
    remains, families = _dvi(lines)
    for profile in (*remains, *(profile for family in families for profile in family.profiles.values())):
        strange = set(profile.genotypes) - {locus.name for locus in loci}
        if strange:
            raise InputError("kinship:fam:locus", person=profile.sample, found=min(strange), expected=len(loci))
    return FamFile(tuple(loci), profiles, tuple(pedigrees), theta, tuple(remains), tuple(families))


def _person(lines: _Lines) -> _Raw:
    label = lines.next("a person's label")
    for _ in range(3):
        lines.next("a property of the person")
    sex = Sex.MALE if lines.truth("the person's sex") else Sex.FEMALE
    genotypes = []
    for _ in range(lines.count("the number of genotypes", 1000)):
        first, second, locus = (lines.count("an allele's or locus' number") for _ in range(3))
        genotypes.append((first, second, locus))
    return _Raw(label, sex, genotypes)


def _pedigrees(lines: _Lines, raw: list[_Raw]) -> list[Pedigree]:
    heading = lines.next("Known relations")
    if heading != "Known relations":
        raise lines.refuse("Known relations", heading)
    base, fixed = _relations(lines, [(person.label, person.sex) for person in raw], "")
    made = []
    for _ in range(lines.count("the number of pedigrees")):
        lines.count("the pedigree's number")
        name = lines.next("the pedigree's name")
        persons, own = _relations(lines, base, f"{name}:")
        parents: dict[str, dict[str, str]] = {label: {} for label, _ in persons}
        sexes = dict(persons)
        for parent, child in (*fixed, *own):
            parents[child]["father" if sexes[parent] is Sex.MALE else "mother"] = parent
        made.append(
            make_pedigree(
                name,
                [
                    Person(label, parents[label].get("father", ""), parents[label].get("mother", ""), sex)
                    for label, sex in persons
                ],
            )
        )
    return made


def _relations(
    lines: _Lines, known: list[tuple[str, Sex]], prefix: str
) -> tuple[list[tuple[str, Sex]], list[tuple[str, str]]]:
    females = lines.count("the number of extra females", 1000)
    males = lines.count("the number of extra males", 1000)
    persons = [*known]
    persons += [(f"{prefix}extra female {n + 1}", Sex.FEMALE) for n in range(females)]
    persons += [(f"{prefix}extra male {n + 1}", Sex.MALE) for n in range(males)]
    found = []
    for _ in range(lines.count("the number of relations")):
        places = []
        for what in ("parent", "child"):
            text = lines.next(f"the number of a {what}")
            if not text.isdecimal() or int(text) >= len(persons):
                raise lines.refuse(f"the number of a {what}", text)
            places.append(int(text))
        found.append((persons[places[0]][0], persons[places[1]][0]))
    return persons, found


def _loci(lines: _Lines) -> list[Locus]:
    count = lines.count("the number of loci", 1000)
    if lines.truth("whether the database has a name"):
        lines.next("the database's name")
    loci = []
    for _ in range(count):
        name = lines.next("a locus")
        rates = [lines.number("a mutation rate") for _ in range(2)]
        kinds = [lines.count("a mutation model from 0 to 4", 4) for _ in range(2)]
        lines.count("the number of alleles", 400)
        ranges = [lines.number("a mutation range") for _ in range(2)]
        second = [lines.number("a second mutation rate") for _ in range(2)]
        has_silent = lines.truth("whether an allele is silent")
        silent_share = lines.number("the silent allele's frequency")
        alleles, shares = [], []
        for _ in range(lines.count("the number of alleles", 400)):
            alleles.append(lines.next("an allele"))
            shares.append(lines.number("a frequency"))
        if has_silent:
            alleles.append(SILENT)
            shares.append(silent_share)
        female, male = (
            _model(name, kind, rate, rate2, range_)
            for kind, rate, rate2, range_ in zip(kinds, rates, second, ranges, strict=True)
        )
        silent = SILENT if has_silent else None
        loci.append(make_locus(name, alleles, shares, mutation=male, female_mutation=female, silent=silent))
    return loci


def _model(locus: str, kind: int, rate: float, rate2: float, range_: float) -> MutationModel | None:
    if kind == 3:
        raise InputError("kinship:fam:model", locus=locus, found=MODELS[kind])
    if rate == 0 and not (kind == 4 and rate2 > 0):
        return None
    if kind == 0:
        return equal(rate)
    if kind == 1:
        return proportional(rate)
    return stepwise(rate, range_) if kind == 2 else extended_stepwise(rate, rate2, range_)


def _dvi(lines: _Lines) -> tuple[list[Profile], list[Family]]:
    if not lines.seek("[DVI]"):
        return [], []
    if not lines.seek("[[Unidentified persons]]"):
        raise InputError("kinship:fam:truncated", line=len(lines.lines), expected="[[Unidentified persons]]")
    remains = []
    for _ in range(_said(lines, "nPersons")):
        label, sex, genotypes = _dvi_person(lines)
        remains.append(make_profile(label, genotypes, sex))
    if not lines.seek("[[Reference Families]]"):
        raise InputError("kinship:fam:truncated", line=len(lines.lines), expected="[[Reference Families]]")
    return remains, [_dvi_family(lines) for _ in range(_said(lines, "nFamilies"))]


def _said(lines: _Lines, name: str) -> int:
    text = lines.value(name)
    if not text.isdecimal() or int(text) > 1_000_000:
        raise lines.refuse(f"{name}= a number", text)
    return int(text)


def _dvi_person(lines: _Lines) -> tuple[str, Sex, dict[str, list[str]]]:
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


def _dvi_family(lines: _Lines) -> Family:
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
    relations: list[tuple[str, str]] = []
    for _ in range(_said(lines, "nPedigrees")):
        lines.next("a pedigree's heading")
        lines.value("Name")
        own = [(lines.value("Parent"), lines.value("Child")) for _ in range(_said(lines, "nRelations"))]
        # The copies of a family differ at most in whether the missing person is in.
        if not relations or any(MISSING_PERSON in pair for pair in own):
            relations = own
    sexes.setdefault(MISSING_PERSON, Sex.UNKNOWN)
    return make_family(name, make_pedigree(name, _dvi_persons(relations, sexes)), profiles, [MISSING_PERSON])


def _dvi_persons(relations: list[tuple[str, str]], sexes: dict[str, Sex]) -> list[Person]:
    """Returns the persons; a parent whose sex is not stated takes the place that the other parent leaves."""
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

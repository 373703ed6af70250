"""Files of Familias (.fam), with their DVI part: loci, persons, pedigrees, remains and reference families.

The format has no public specification; the order of its lines was learnt from public files of versions 3.2 and 3.3
(among them those of the DVI exercises of Kling, Egeland, Tillmar, Prieto, *Mass Identifications*, 2021) and from the
description of pedFamilias' `readFam` (Vigeland). What is not understood is an error with its line, never a guess.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from allforall.errors import InputError
from allforall.kinship.fam_dvi import looking_family, read_dvi
from allforall.kinship.fam_lines import Lines
from allforall.kinship.loci import SILENT, Locus, add_alleles, make_locus, rescale
from allforall.kinship.mutation import MutationModel, equal, extended_stepwise, proportional, stepwise
from allforall.kinship.pedigrees import Pedigree, Person, Sex, make_pedigree
from allforall.kinship.profiles import Profile, make_profile
from allforall.kinship.tables import Family

#: The mark of a person whose typing may have lost alleles.
DROPOUTS = "(Consider dropouts)"
MODELS = ("equal", "proportional", "stepwise", "stepwise, stationary", "extended stepwise")


@dataclass(frozen=True, slots=True)
class FamFile:
    """The content of a file: loci, profiles by person, pedigrees by name, theta; of its DVI part remains and families.

    `left_out` names persons of the DVI part without any relation, as (family, label); `no_profile` remains
    without any allele; `added` alleles that were not in the table, as (locus, allele).
    """

    loci: tuple[Locus, ...]
    profiles: Mapping[str, Profile]
    pedigrees: tuple[Pedigree, ...]
    theta: float
    remains: tuple[Profile, ...] = ()
    families: tuple[Family, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    no_profile: tuple[str, ...] = ()
    added: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Raw:
    label: str
    sex: Sex
    genotypes: list[tuple[int, int, int]]
    dropouts: bool


@dataclass(slots=True)
class _Table:
    """A locus before it is checked."""

    name: str
    alleles: list[str]
    shares: list[float]
    silent: float | None
    female: MutationModel | None
    male: MutationModel | None
    dropout: float

    def made(self, seen: Iterable[str], minimum: float | None, *, divide: bool) -> Locus:
        """Returns the locus by the stated rules: `minimum` for alleles that are new or zero, `divide` by the sum."""
        alleles, shares = list(self.alleles), list(self.shares)
        if self.silent is not None:
            alleles.append(SILENT)
            shares.append(self.silent)
        if divide:
            shares = rescale(shares).tolist()
        if minimum is not None:
            more, made = add_alleles(alleles, shares, sorted(set(seen)), minimum)
            alleles, shares = list(more), made.tolist()
        silent = SILENT if self.silent is not None else None
        return make_locus(self.name, alleles, shares, mutation=self.male, female_mutation=self.female, silent=silent)


def read_fam(text: str, *, minimum: float | None = None, divide_by_sum: bool = False) -> FamFile:
    """Returns the content of a .fam file; a truncated or unknown one is an error that names the line.

    `minimum` is the stated rule for alleles missing from the table and for zeros, `divide_by_sum` the one for a table
    that does not sum to one; without them both are errors.
    """
    lines = Lines(text)
    if not lines.next("the heading of Familias").startswith("Output from Familias"):
        raise lines.refuse("the heading of Familias", lines.lines[0] if lines.lines else "")
    lines.next("a warning")
    lines.next("the version")
    if lines.lines[lines.at : lines.at + 1] and not lines.lines[lines.at].replace('"', "").strip():
        lines.next("an empty line")
    raw = [_person(lines) for _ in range(lines.count("the number of persons"))]
    pedigrees = _pedigrees(lines, raw)
    theta = _theta(lines)
    tables = _loci(lines)
    remains, families, no_profile = read_dvi(lines)
    seen: dict[str, set[str]] = {}
    for profile in (*remains, *(profile for family in families for profile in family[2].values())):
        for name, alleles in profile.genotypes.items():
            seen.setdefault(name, set()).update(alleles)
    loci = [table.made(seen.get(table.name, ()), minimum, divide=divide_by_sum) for table in tables]
    losses = {table.name: table.dropout for table in tables if table.dropout}
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
            profiles[person.label] = make_profile(
                person.label, genotypes, person.sex, dropout_at=losses if person.dropouts else None
            )
    made, left_out = [], []
    for name, pedigree, own in families:
        family, apart = looking_family(name, pedigree, own)
        made.append(family)
        left_out += [(name, label) for label in apart]
    for profile in (*remains, *(profile for family in made for profile in family.profiles.values())):
        strange = set(profile.genotypes) - {locus.name for locus in loci}
        if strange:
            raise InputError("kinship:fam:locus", person=profile.sample, found=min(strange), expected=len(loci))
    return FamFile(
        tuple(loci),
        profiles,
        tuple(pedigrees),
        theta,
        tuple(remains),
        tuple(made),
        tuple(left_out),
        tuple(no_profile),
        tuple(
            (t.name, a)
            for t, locus in zip(tables, loci, strict=True)
            for a in locus.alleles[len(t.alleles) :]
            if a != SILENT
        ),
    )


def _theta(lines: Lines) -> float:
    """Returns the theta of the database's heading; probabilities worked out before, which may follow, are not read."""
    heading = lines.next("the database's heading")
    if not heading.startswith("#FALSE#"):
        raise lines.refuse("#FALSE#: no probabilities worked out before", heading)
    said = heading.partition("Theta/Kinship/Fst:")[2].split(")")[0].strip()
    try:
        return float(said or 0)
    except ValueError:
        raise lines.refuse("Theta/Kinship/Fst: a number", heading) from None


def _person(lines: Lines) -> _Raw:
    label = lines.next("a person's label")
    properties = [lines.next("a property of the person") for _ in range(3)]
    dropouts = any(DROPOUTS in text for text in properties)
    sex = Sex.MALE if lines.truth("the person's sex") else Sex.FEMALE
    genotypes = []
    for _ in range(lines.count("the number of genotypes", 1000)):
        first, second, locus = (lines.count("an allele's or locus' number") for _ in range(3))
        genotypes.append((first, second, locus))
    return _Raw(label, sex, genotypes, dropouts)


def _pedigrees(lines: Lines, raw: list[_Raw]) -> list[Pedigree]:
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
    lines: Lines, known: list[tuple[str, Sex]], prefix: str
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


def _loci(lines: Lines) -> list[_Table]:
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
        dropout = _dropout(lines)
        for _ in range(lines.count("the number of alleles", 400)):
            alleles.append(lines.next("an allele"))
            shares.append(lines.number("a frequency"))
        female, male = (
            _model(name, kind, rate, rate2, range_)
            for kind, rate, rate2, range_ in zip(kinds, rates, second, ranges, strict=True)
        )
        silent = silent_share if has_silent else None
        loci.append(_Table(name, alleles, shares, silent, female, male, dropout))
    return loci


def _dropout(lines: Lines) -> float:
    """Returns the chance of dropout that the line of a locus' allele number states, which is read next."""
    text = lines.lines[lines.at] if lines.at < len(lines.lines) else ""
    said = text.partition("Dropout probability =")[2].split(",")[0].strip(" )\t")
    try:
        return float(said or 0)
    except ValueError:
        raise InputError(
            "kinship:fam:line", line=lines.at + 1, expected="Dropout probability = a number", found=said[:60]
        ) from None


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

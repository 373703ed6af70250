"""Tables as CSV text: frequencies, profiles, pedigrees. Texts in, values out; every error says line and column.

Frequencies: `locus,allele,freq` (`population` for several; an allele "silent" is one that no kit shows). Profiles:
`sample,sex,LOCUS_1,LOCUS_2,...`; `dropout` and `dropin` are a sample's own chances, `LOCUS_dropout` and `LOCUS_dropin`
those of one locus. Pedigrees: `family,id,father,mother,sex,missing` (0 or empty: no such parent), and `typed`,
`birth_year`, `twins`. Rates of mutation: `locus,sex,from,to,rate`. Loci are found under any known spelling.
"""

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allforall.errors import InputError
from allforall.kinship.frequency_tables import Frequencies, LociRules, Rates, make_loci
from allforall.kinship.linkage import LinkedPair
from allforall.kinship.loci import Inheritance, Locus
from allforall.kinship.markers import Renamed, marker_name, resolve
from allforall.kinship.mutation import MutationModel
from allforall.kinship.pedigrees import Pedigree, Person, Sex, make_pedigree
from allforall.kinship.profiles import Profile, make_profile
from allforall.kinship.tables import Family, make_family

#: Characters of a file that are read (10,000 families at 23 loci are about 10 million); an assumption.
MAX_CHARS = 200_000_000
MISSING = {"", "NA", "-", "0"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The profiles read, changed spellings, and columns that belong to no locus."""

    profiles: tuple[Profile, ...]
    renamed: tuple[Renamed, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A pedigree as in a table: who is missing, and who is stated to be typed (or will be)."""

    name: str
    pedigree: Pedigree
    missing: tuple[str, ...]
    typed: tuple[str, ...]
    untyped: tuple[str, ...]
    lines: Mapping[str, int]


def read_frequencies(
    text: str,
    *,
    mutation: MutationModel | None = None,
    female_mutation: MutationModel | None = None,
    x_loci: Sequence[str] = (),
    population: str | None = None,
    divide_by_sum: bool = False,
) -> list[Locus]:
    """Returns the loci of a table of frequencies, in the order of the file, all with one mutation model.

    A table with a column `population` holds several: one has to be chosen. With `divide_by_sum` frequencies that were
    rounded to few digits are divided by their sum, and zeros left out: a stated rule, else an error.
    """
    tables = read_populations(text)
    if population is None and len(tables) == 1:
        (population,) = tables
    if population not in tables:
        raise InputError("kinship:sheet:population", found=str(population), expected=", ".join(list(tables)[:20]))
    rules = LociRules(mutation, female_mutation, x_loci, divide_by_sum)
    return make_loci(tables[population], rules)[0]


def read_populations(text: str) -> dict[str, Frequencies]:
    """Returns the table of every population; one without a column `population` has an empty name."""
    found: dict[str, dict[str, list[tuple[str, float]]]] = {}
    spelt: dict[tuple[str, str], str] = {}
    for line, row in _rows(text, ("locus", "allele", "freq")):
        population = row.get("population", "")
        name = spelt.setdefault((population, marker_name(row["locus"])), row["locus"])
        if name != row["locus"]:
            raise InputError("kinship:marker:twice", found=row["locus"], other=name)
        share = _number(row["freq"], line, "freq")
        found.setdefault(population, {}).setdefault(name, []).append((row["allele"], share))
    return {population: dict(table) for population, table in (found or {"": {}}).items()}


def read_rates(text: str) -> Rates:
    """Returns the mutation rates of a table, for custom models: from one allele to another, of fathers (M), of mothers
    (F) or of both (?).
    """
    found: dict[tuple[str, Sex], dict[tuple[str, str], float]] = {}
    for line, row in _rows(text, ("locus", "sex", "from", "to", "rate")):
        stated = _sex(row["sex"], line)
        rate = _number(row["rate"], line, "rate")
        for sex in (Sex.MALE, Sex.FEMALE) if stated is Sex.UNKNOWN else (stated,):
            rates = found.setdefault((marker_name(row["locus"]), sex), {})
            pair = (row["from"], row["to"])
            if pair in rates:
                raise InputError("kinship:sheet:rate_twice", line=line, locus=row["locus"], found=" > ".join(pair))
            rates[pair] = rate
    return found


def read_profiles(text: str, loci: Sequence[Locus], *, dropout: float = 0.0, dropin: float = 0.0) -> Sheet:
    """Returns the profiles of a table; one allele beside an empty cell is an error unless dropout is stated."""
    sheet = read_typings(text, loci, dropout=dropout, dropin=dropin, halves=False)
    seen: set[str] = set()
    for profile in sheet.profiles:
        if profile.sample in seen:
            raise InputError("kinship:sample:twice", family="", sample=profile.sample)
        seen.add(profile.sample)
    return sheet


def read_typings(
    text: str, loci: Sequence[Locus], *, dropout: float = 0.0, dropin: float = 0.0, halves: bool = True
) -> Sheet:
    """Returns the typings of a table like one of profiles, in which a sample may be on several lines; with `halves` one
    allele beside an empty cell is accepted as seen.
    """
    rows = list(_rows(text, ()))
    header = list(rows[0][1]) if rows else []
    key = next((name for name in ("sample", "id") if name in header), None)
    if key is None:
        raise InputError("kinship:sheet:column", line=1, expected="sample or id", found=", ".join(header[:5]))
    names = dict.fromkeys(name.rsplit("_", 1)[0] for name in header if name.endswith(("_1", "_2")))
    resolved, renamed = resolve(names, [locus.name for locus in loci])
    on_x = {locus.name for locus in loci if locus.inheritance is Inheritance.X}
    profiles = []
    for line, row in rows:
        sample = row[key]
        if not sample:
            raise InputError("kinship:sheet:sample", line=line)
        sex = _sex(row.get("sex", ""), line)
        losses = {name: _loss(row, name, line, whole) for name, whole in (("dropout", dropout), ("dropin", dropin))}
        genotypes = {}
        own: dict[str, dict[str, float]] = {}
        for name, used in resolved.items():
            two = [row.get(f"{name}_{number}", "").strip() for number in (1, 2)]
            shown = [allele for allele in two if allele not in MISSING]
            at = {
                loss: _loss(row, f"{name}_{loss}", line, losses[loss]) for loss in losses if row.get(f"{name}_{loss}")
            }
            for loss, value in at.items():
                own.setdefault(loss, {})[used] = value
            lost = at.get("dropout", losses["dropout"])
            if len(shown) == 1 and not halves and not lost and not (used in on_x and sex is Sex.MALE):
                raise InputError("kinship:profile:half", sample=sample, locus=name, line=line, found=shown[0])
            if shown:
                genotypes[used] = shown
        if not genotypes:
            raise InputError("kinship:profile:empty", sample=sample)
        profiles.append(
            make_profile(
                sample,
                genotypes,
                sex,
                dropout=losses["dropout"],
                dropin=losses["dropin"],
                dropout_at=own.get("dropout"),
                dropin_at=own.get("dropin"),
            )
        )
    unread = tuple(name for name in names if name not in resolved)
    return Sheet(tuple(profiles), renamed, unread)


def read_linked(text: str, source: str) -> list[LinkedPair]:
    """Returns the linked pairs of a table `first,second,rate`; `source` is what says so."""
    return [
        LinkedPair(row["first"], row["second"], _number(row["rate"], line, "rate"), source)
        for line, row in _rows(text, ("first", "second", "rate"))
    ]


def read_haplotypes(text: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """Returns the haplotypes of a table `sample,LOCUS,...` by sample and locus; those of one locus separated by `/`."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for _, row in _rows(text, ("sample",)):
        sample = row.pop("sample")
        if sample in found:
            raise InputError("kinship:sample:twice", family="", sample=sample)
        shown = {
            locus: tuple(part.strip() for part in cell.split("/")) for locus, cell in row.items() if cell not in MISSING
        }
        if not shown:
            raise InputError("kinship:profile:empty", sample=sample)
        found[sample] = shown
    return found


def read_families(text: str, profiles: Sequence[Profile]) -> list[Family]:
    """Returns the families of a table of pedigrees; the profile of a person is the one under their label."""
    by_label = {profile.sample: profile for profile in profiles}
    families = []
    for drawn in read_pedigrees(text):
        typed = {}
        for label in drawn.pedigree.labels:
            if label in by_label and label not in drawn.untyped:
                typed[label] = by_label[label]
            elif label in drawn.typed:
                raise InputError("kinship:sheet:untyped", family=drawn.name, person=label, line=drawn.lines[label])
        families.append(make_family(drawn.name, drawn.pedigree, typed, drawn.missing))
    return families


def read_pedigrees(text: str) -> list[Drawn]:
    """Returns the pedigrees of a table, before profiles are looked up."""
    rows: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for line, row in _rows(text, ("family", "id", "father", "mother", "sex", "missing")):
        rows.setdefault(row["family"], []).append((line, row))
    made = []
    for name, own in rows.items():
        persons = [
            Person(
                row["id"],
                "" if row["father"] in MISSING else row["father"],
                "" if row["mother"] in MISSING else row["mother"],
                _sex(row["sex"], line),
                _year(row.get("birth_year", ""), line),
            )
            for line, row in own
        ]
        said = {state: tuple(row["id"] for _, row in own if row.get("typed") == state) for state in ("0", "1")}
        missing = tuple(row["id"] for _, row in own if row["missing"] == "1")
        lines = {row["id"]: line for line, row in own}
        made.append(Drawn(name, make_pedigree(name, persons, _twins(own)), missing, said["1"], said["0"], lines))
    return made


def _twins(rows: Sequence[tuple[int, Mapping[str, str]]]) -> list[list[str]]:
    """Returns the groups of monozygotic twins: those who share a word in a column `twins`."""
    groups: dict[str, list[str]] = {}
    for _, row in rows:
        if row.get("twins"):
            groups.setdefault(row["twins"], []).append(row["id"])
    return [group for group in groups.values() if len(group) > 1]


def _rows(text: str, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    if len(text) > MAX_CHARS:
        raise InputError("kinship:sheet:size", found=len(text), expected=MAX_CHARS)
    if "\0" in text:
        raise InputError("kinship:sheet:characters", line=text[: text.index("\0")].count("\n") + 1)
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        for column in columns:
            if column not in header:
                raise InputError("kinship:sheet:column", line=1, expected=column, found=", ".join(header[:8]))
        if len(set(header)) < len(header):
            twice = next(name for name in header if header.count(name) > 1)
            raise InputError("kinship:sheet:column_twice", line=1, found=twice)
        rows = []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise InputError("kinship:sheet:cells", line=reader.line_num, expected=len(header), found=len(cells))
            rows.append((reader.line_num, dict(zip(header, (cell.strip() for cell in cells), strict=True))))
    except csv.Error as error:
        raise InputError("kinship:sheet:csv", line=reader.line_num, found=str(error)) from error
    return rows


def _number(text: str, line: int, column: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError("kinship:sheet:number", line=line, column=column, found=text[:60])
    return value


def _loss(row: Mapping[str, str], column: str, line: int, otherwise: float) -> float:
    text = row.get(column, "")
    return _number(text, line, column) if text else otherwise


def _year(text: str, line: int) -> int | None:
    return int(_number(text, line, "birth_year")) if text else None


def _sex(text: str, line: int) -> Sex:
    plain = text.strip().upper()
    if plain in {"M", "MALE", "1"}:
        return Sex.MALE
    if plain in {"F", "FEMALE", "2"}:
        return Sex.FEMALE
    if plain in {"", "?", "U", "0", "NA"}:
        return Sex.UNKNOWN
    raise InputError("kinship:sheet:sex", line=line, found=text, expected="M, F or ?")

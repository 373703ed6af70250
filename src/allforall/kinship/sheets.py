"""Tables as CSV text: frequencies, profiles, pedigrees. Texts in, values out; every error says line and column.

Frequencies: `locus,allele,freq`. Profiles: `sample,sex,LOCUS_1,LOCUS_2,...`. Pedigrees:
`family,id,father,mother,sex,missing,typed` (0 or empty: no such parent). Loci are found under any known spelling.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allforall.errors import InputError
from allforall.kinship.loci import Inheritance, Locus, make_locus, rescale
from allforall.kinship.markers import Renamed, marker_name, resolve
from allforall.kinship.mutation import MutationModel
from allforall.kinship.pedigrees import Person, Sex, make_pedigree
from allforall.kinship.profiles import Profile, make_profile
from allforall.kinship.tables import Family, make_family

#: Characters of a file that are read (10,000 families at 23 loci are about 10 million); an assumption.
MAX_CHARS = 200_000_000
MISSING = {"", "NA", "-", "0"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Profiles that were read, spellings that were changed, and columns that no locus explains."""

    profiles: tuple[Profile, ...]
    renamed: tuple[Renamed, ...]
    unread: tuple[str, ...]


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
    found: dict[str, list[tuple[str, float]]] = {}
    spelt: dict[str, str] = {}
    populations: dict[str, None] = {}
    for line, row in _rows(text, ("locus", "allele", "freq")):
        if "population" in row:
            populations[row["population"]] = None
            if population is not None and row["population"] != population:
                continue
        name = spelt.setdefault(marker_name(row["locus"]), row["locus"])
        if name != row["locus"]:
            raise InputError("kinship:marker:twice", found=row["locus"], other=name)
        share = _number(row["freq"], line, "freq")
        if share != 0 or not divide_by_sum:
            found.setdefault(name, []).append((row["allele"], share))
    if (population is None and len(populations) > 1) or (population is not None and population not in populations):
        raise InputError("kinship:sheet:population", found=str(population), expected=", ".join(list(populations)[:20]))
    on_x = {marker_name(name) for name in x_loci}
    return [
        make_locus(
            name,
            [allele for allele, _ in rows],
            _shares([share for _, share in rows], divide=divide_by_sum),
            mutation=mutation,
            female_mutation=female_mutation,
            inheritance=Inheritance.X if marker_name(name) in on_x else Inheritance.AUTOSOMAL,
        )
        for name, rows in found.items()
    ]


def _shares(shares: list[float], *, divide: bool) -> list[float]:
    return rescale(shares).tolist() if divide else shares


def read_profiles(text: str, loci: Sequence[Locus], *, dropout: float = 0.0, dropin: float = 0.0) -> Sheet:
    """Returns the profiles of a table; one allele beside an empty cell is an error unless dropout is stated."""
    rows = list(_rows(text, ()))
    header = list(rows[0][1]) if rows else []
    key = next((name for name in ("sample", "id") if name in header), None)
    if key is None:
        raise InputError("kinship:sheet:column", line=1, expected="sample or id", found=", ".join(header[:5]))
    names = dict.fromkeys(name.rsplit("_", 1)[0] for name in header if name.endswith(("_1", "_2")))
    resolved, renamed = resolve(names, [locus.name for locus in loci])
    on_x = {locus.name for locus in loci if locus.inheritance is Inheritance.X}
    profiles = []
    seen: set[str] = set()
    for line, row in rows:
        sample = row[key]
        if sample in seen:
            raise InputError("kinship:sample:twice", family="", sample=sample)
        seen.add(sample)
        sex = _sex(row.get("sex", ""), line)
        genotypes = {}
        for name, used in resolved.items():
            two = [row.get(f"{name}_{number}", "").strip() for number in (1, 2)]
            shown = [allele for allele in two if allele not in MISSING]
            if len(shown) == 1 and not dropout and not (used in on_x and sex is Sex.MALE):
                raise InputError("kinship:profile:half", sample=sample, locus=name, line=line, found=shown[0])
            if shown:
                genotypes[used] = shown
        if not genotypes:
            raise InputError("kinship:profile:empty", sample=sample)
        profiles.append(make_profile(sample, genotypes, sex, dropout=dropout, dropin=dropin))
    unread = tuple(name for name in names if name not in resolved)
    return Sheet(tuple(profiles), renamed, unread)


def read_families(text: str, profiles: Sequence[Profile]) -> list[Family]:
    """Returns the families of a table of pedigrees; the profile of a person is the one under their label."""
    by_label = {profile.sample: profile for profile in profiles}
    rows: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for line, row in _rows(text, ("family", "id", "father", "mother", "sex", "missing")):
        rows.setdefault(row["family"], []).append((line, row))
    families = []
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
        typed = {}
        for line, row in own:
            claimed = row.get("typed")
            if row["id"] in by_label and claimed != "0":
                typed[row["id"]] = by_label[row["id"]]
            elif claimed == "1":
                raise InputError("kinship:sheet:untyped", family=name, person=row["id"], line=line)
        missing = [row["id"] for _, row in own if row["missing"] == "1"]
        families.append(make_family(name, make_pedigree(name, persons, _twins(own)), typed, missing))
    return families


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
        return float(text)
    except ValueError:
        raise InputError("kinship:sheet:number", line=line, column=column, found=text) from None


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

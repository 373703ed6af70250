"""Reads the files of a case: their content, and notes on what was changed, added or left out.

Rules for profiles unlike an ordinary person's: remains that may be a mixture are left out, a relative's sample that may
be one stops the work, a locus with three alleles and the X loci of a male with two X alleles are left out of that
profile. Each is reported by sample and locus.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from allforall.alone.files import decoded, read_limited
from allforall.alone.weighing.asked import Asked
from allforall.errors import CallError, InputError
from allforall.kinship import (
    LINKED,
    FamFile,
    Family,
    Flag,
    Frequencies,
    Inheritance,
    LinkedPair,
    LociRules,
    Locus,
    Profile,
    Sheet,
    check_profile,
    make_loci,
    read_codis,
    read_fam,
    read_families,
    read_linkage,
    read_populations,
    read_profiles,
    read_rates,
    read_strider_tables,
    refuse_mixture,
)
from allforall.kinship.case import Case, Note
from allforall.kinship.markers import marker_name
from allforall.kinship.sheets import MAX_CHARS, read_linked

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading of a case: the request, the files' bytes, and the notes."""

    asked: Asked
    contents: list[bytes] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def text_of(self, path: str) -> str:
        content = read_bytes(path)
        self.contents.append(content)
        return decoded(path, content)

    def note(self, code: str, **params: str | Sequence[str]) -> None:
        self.notes.append(Note(code, params))


def read_case(asked: Asked, *, needs_remains: bool = True, needs_families: bool = True, typed: bool = True) -> Case:
    """Returns the requested case; what cannot be weighed is an error that names person and locus. Without `typed` the
    families are not read, since none of them has a profile yet.
    """
    reading = _Reading(asked)
    for option, given in (
        ("--remains", asked.remains or asked.fam or not needs_remains),
        ("--families", asked.families or asked.fam or not needs_families),
        ("--frequencies", asked.frequencies or asked.fam),
    ):
        if not given:
            raise CallError("kinship:call:file", found=option)
    stated = asked.models
    if stated is None and asked.frequencies:
        raise CallError("kinship:call:mutation")
    fam_text = reading.text_of(asked.fam) if asked.fam else ""
    tables = _tables(reading)
    texts = {
        name: reading.text_of(path)
        for name, path in (("remains", asked.remains), ("relatives", asked.relatives), ("families", asked.families))
        if path and (typed or name != "families")
    }
    rules = LociRules(
        None if stated is None else stated.male,
        None if stated is None else stated.female,
        _x_loci(reading, tables),
        asked.divide_by_sum,
        asked.minimum,
        rates=read_rates(reading.text_of(asked.rates)) if asked.rates else {},
    )
    fam = _read_fam(reading, fam_text) if fam_text else None
    # Twice: alleles missing from a table are known only after the profiles were read.
    first = {name: make_loci(table, rules)[0] for name, table in tables.items()}
    every = ([list(fam.loci)] if fam else []) + list(first.values())
    known = _union(every)
    remains, relatives, families = _profiles(reading, texts, known, fam)
    in_families = [profile for family in families for profile in family.profiles.values()]
    seen: dict[str, set[str]] = {}
    for profile in (*remains, *relatives, *in_families):
        for locus, alleles in profile.genotypes.items():
            seen.setdefault(marker_name(locus), set()).update(alleles)
    populations = {Path(asked.fam).stem or asked.fam: list(fam.loci)} if fam else {}
    for name, table in tables.items():
        own = {locus: seen.get(marker_name(locus), ()) for locus in table}
        loci, added = make_loci(table, replace(rules, seen=own))
        populations[name] = _renamed(loci, known)
        _note_added(reading, name, added)
    if asked.population:
        populations = _chosen(populations, asked.population)
    _check_alleles(populations, [*remains, *in_families])
    _check_shared(populations, remains)
    return Case(
        populations=populations,
        families=families,
        remains=remains,
        conventions=asked.conventions(fam.theta if fam else 0.0),
        models=stated,
        linked=_linked(reading),
        notes=tuple(reading.notes),
        left_out=tuple(reading.left_out),
        digest=asked.digest(reading.contents),
    )


def read_bytes(path: str) -> bytes:
    """Returns the content of a file of a case; a file that is far too large is an error that names it."""
    return read_limited(path, 4 * MAX_CHARS)


def read_text(path: str) -> str:
    """Returns the text of a file of a case."""
    return decoded(path, read_bytes(path))


def _is_xml(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n").startswith("<")


def _tables(reading: _Reading) -> dict[str, Frequencies]:
    """Returns the frequency tables of every population, under the population's name or the file's."""
    found: dict[str, Frequencies] = {}
    for path in reading.asked.frequencies:
        text = reading.text_of(path)
        tables = read_strider_tables(text) if _is_xml(text) else read_populations(text)
        for name, table in tables.items():
            called = name or Path(path).stem
            if called in found:
                raise CallError("kinship:call:population_twice", found=called)
            found[called] = table
    if reading.asked.population and len(found) > 1:
        return _chosen(found, reading.asked.population)
    return found


def _chosen(found: dict[str, _T], names: Sequence[str]) -> dict[str, _T]:
    strange = next((name for name in names if name not in found), None)
    if strange is not None:
        raise InputError("kinship:sheet:population", found=strange, expected=", ".join(list(found)[:20]))
    return {name: found[name] for name in names}


def _x_loci(reading: _Reading, tables: dict[str, Frequencies]) -> list[str]:
    stated = [name.strip() for name in reading.asked.x_loci.split(",") if name.strip()]
    by_name = sorted({locus for table in tables.values() for locus in table if marker_name(locus).startswith("DX")})
    if by_name:
        reading.note("on_x", loci=by_name)
    return [*stated, *by_name]


def _read_fam(reading: _Reading, text: str) -> FamFile:
    asked = reading.asked
    fam = read_fam(text, minimum=asked.minimum, divide_by_sum=asked.divide_by_sum)
    if not fam.families and not fam.remains and not (asked.families and asked.remains):
        raise InputError("kinship:fam:no_dvi", path=asked.fam)
    for family, label in fam.left_out:
        reading.note("no_relation", person=label, family=family)
    for sample in fam.no_profile:
        reading.left_out.append(sample)
        reading.note("no_allele", sample=sample)
    _note_added(reading, Path(asked.fam).stem, fam.added)
    return fam


def _note_added(reading: _Reading, population: str, added: Iterable[tuple[str, str]]) -> None:
    for locus, allele in added:
        minimum = str(reading.asked.minimum)
        reading.note("allele_added", population=population, locus=locus, allele=allele, minimum=minimum)


def _union(tables: Sequence[Sequence[Locus]]) -> list[Locus]:
    known: dict[str, Locus] = {}
    for loci in tables:
        for locus in loci:
            known.setdefault(marker_name(locus.name), locus)
    return list(known.values())


def _renamed(loci: Sequence[Locus], known: Sequence[Locus]) -> list[Locus]:
    """Returns the loci under the names of the first table that has them: profiles are kept under those."""
    names = {marker_name(locus.name): locus.name for locus in known}
    return [replace(locus, name=names[marker_name(locus.name)]) for locus in loci]


def _sheet(reading: _Reading, path: str, text: str, loci: Sequence[Locus], dropout: float, dropin: float) -> Sheet:
    read: Callable[..., Sheet] = read_codis if _is_xml(text) else read_profiles
    sheet = read(text, loci, dropout=dropout, dropin=dropin)
    reading.notes.extend(sheet_notes(path, sheet))
    return sheet


def sheet_notes(path: str, sheet: Sheet) -> tuple[Note, ...]:
    """Returns the notes on a table of profiles: changed spellings, loci that no table has."""
    name = Path(path).name
    notes = [Note("renamed", {"file": name, "found": one.found, "used": one.used}) for one in sheet.renamed]
    return (*notes, *([Note("unread", {"file": name, "loci": sheet.unread})] if sheet.unread else []))


def _profiles(
    reading: _Reading, texts: dict[str, str], loci: Sequence[Locus], fam: FamFile | None
) -> tuple[list[Profile], list[Profile], list[Family]]:
    asked = reading.asked
    remains = list(fam.remains) if fam else []
    if "remains" in texts:
        remains += _sheet(reading, asked.remains, texts["remains"], loci, asked.dropout, asked.dropin).profiles
    given: list[Profile] = []
    if "relatives" in texts:
        chances = (asked.reference_dropout, asked.reference_dropin)
        given = list(_sheet(reading, asked.relatives, texts["relatives"], loci, *chances).profiles)
    relatives = [_reference(reading, profile, loci) for profile in given]
    families = list(fam.families) if fam else []
    if "families" in texts:
        families += _families(reading, texts["families"], relatives, loci)
    families = [
        replace(
            family, profiles={label: _reference(reading, profile, loci) for label, profile in family.profiles.items()}
        )
        for family in families
    ]
    kept = [_as_one_person(reading, profile, loci) for profile in remains]
    strays = {profile.sample for profile in relatives} - {
        profile.sample for family in families for profile in family.profiles.values()
    }
    if strays and families:
        reading.note("strays", samples=sorted(strays))
    return [profile for profile in kept if profile is not None], relatives, families


def _families(reading: _Reading, text: str, relatives: Sequence[Profile], loci: Sequence[Locus]) -> list[Family]:
    asked = reading.asked
    first = next((line for line in text.splitlines() if line.strip()), "")
    if "," in first:
        return read_families(text, relatives)
    if not asked.markers or not asked.missing_person:
        # A LINKAGE file names neither its markers nor the missing person: taking the table's order would be a guess.
        raise CallError("kinship:call:linkage")
    by_name = {marker_name(locus.name): locus for locus in loci}
    markers = []
    for name in asked.markers.split(","):
        if marker_name(name) not in by_name:
            raise InputError("kinship:marker:unknown", found=name.strip())
        markers.append(by_name[marker_name(name)])
    return read_linkage(text, markers, asked.missing_person)


def _reference(reading: _Reading, profile: Profile, loci: Sequence[Locus]) -> Profile:
    """Returns a relative's profile; a possible mixture stops the work, since the relative can be sampled again."""
    refuse_mixture(profile, loci)
    return _as_one_person(reading, profile, loci) or profile


def _as_one_person(reading: _Reading, profile: Profile, loci: Sequence[Locus]) -> Profile | None:
    """Returns the profile without loci that no ordinary person shows, or None for remains that may be a mixture."""
    for found in check_profile(profile, loci):
        if found.flag not in {Flag.MIXTURE, Flag.TRIALLELIC, Flag.XXY}:
            continue
        reading.note(found.flag.name.lower(), sample=profile.sample, loci=found.loci)
        if found.flag is Flag.MIXTURE:
            reading.left_out.append(profile.sample)
            return None
        on_x = {locus.name for locus in loci if locus.inheritance is Inheritance.X}
        away = on_x if found.flag is Flag.XXY else set(found.loci)
        profile = replace(profile, genotypes={n: a for n, a in profile.genotypes.items() if n not in away})
    if not profile.genotypes:
        raise InputError("kinship:profile:empty", sample=profile.sample)
    return profile


def _check_alleles(populations: dict[str, list[Locus]], profiles: Sequence[Profile]) -> None:
    """Raises an error for an allele that is in no table, before anything is weighed."""
    for loci in populations.values():
        by_name = {locus.name: locus for locus in loci}
        for profile in profiles:
            for name, alleles in profile.genotypes.items():
                if name in by_name:
                    for allele in alleles:
                        by_name[name].allele_index(allele, profile.sample)


def _check_shared(populations: dict[str, list[Locus]], remains: Sequence[Profile]) -> None:
    names = {locus.name for loci in populations.values() for locus in loci}
    for profile in remains:
        if not names & set(profile.genotypes):
            raise InputError("kinship:profile:empty", sample=profile.sample)


def _linked(reading: _Reading) -> tuple[LinkedPair, ...]:
    path = reading.asked.linked
    if not path:
        return LINKED
    return () if path == "none" else tuple(read_linked(reading.text_of(path), Path(path).name))

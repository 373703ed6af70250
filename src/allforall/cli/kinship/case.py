"""Reading the files of a case of `kinship`: what stood in them, and aloud what was changed, added or left out.

Rules for what a profile shows that no ordinary person's does: remains that may be a mixture are left out, a relative's
sample that may be one stops the work, a locus with three alleles and the X loci of a male with two X alleles are left
out of that profile. Each is said by sample and locus.
"""

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from allforall.cli.call import Call
from allforall.cli.kinship.options import Models, conventions, digest, models
from allforall.errors import N_, CallError, InputError
from allforall.kinship import (
    LINKED,
    Conventions,
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
from allforall.kinship.markers import marker_name
from allforall.kinship.sheets import MAX_CHARS, read_linked
from allforall.pages.writing import written

#: Options that change a figure: a search that was broken off goes on only with the same.
_COUNTED = (
    "population",
    "markers",
    "missing_person",
    "mutation",
    "rate",
    "rate_male",
    "rate_female",
    "rate2",
    "range",
    "theta",
    "theta_rule",
    "ancestors",
    "dropout",
    "dropin",
    "reference_dropout",
    "reference_dropin",
    "x_loci",
    "divide_by_sum",
    "minimum",
    "threshold",
)
#: So many of one kind are named on the terminal; the JSON has all.
_NAMED = 6
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it was read: loci by population (the first is the one that searches use), families, remains, and what
    has to be said aloud. `left_out` are remains that are not weighed; `digest` stands for everything that was read.
    """

    populations: dict[str, list[Locus]]
    families: list[Family]
    remains: list[Profile]
    conventions: Conventions
    models: Models | None
    linked: tuple[LinkedPair, ...]
    notes: list[str]
    left_out: tuple[str, ...]
    digest: str

    @property
    def loci(self) -> list[Locus]:
        """Returns the loci of the first population."""
        return next(iter(self.populations.values()))

    @property
    def missing(self) -> int:
        """Returns how many persons are looked for."""
        return sum(len(family.missing) for family in self.families)


@dataclass(slots=True)
class _Reading:
    """One reading of a case: the call, the files' bytes, and what is to be said."""

    call: Call
    parts: list[bytes] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def args(self) -> argparse.Namespace:
        return self.call.arguments

    def text_of(self, path: str) -> str:
        content = read_bytes(path)
        self.parts.append(content)
        return decoded(path, content)

    def note(self, message: str, **params: object) -> None:
        self.notes.append(self.call.text(message, **params))


def read_case(call: Call, *, needs_remains: bool = True, needs_families: bool = True, typed: bool = True) -> Case:
    """Returns the case that a call names; what cannot be weighed is an error that names person and locus. Without
    `typed` the families are not read: nobody of them has a profile yet.
    """
    reading = _Reading(call)
    args = call.arguments
    for option, given in (
        ("--remains", args.remains or args.fam or not needs_remains),
        ("--families", args.families or args.fam or not needs_families),
        ("--frequencies", args.frequencies or args.fam),
    ):
        if not given:
            raise CallError("kinship:call:file", found=option)
    stated = models(args)
    if stated is None and args.frequencies:
        raise CallError("kinship:call:mutation")
    fam_text = reading.text_of(args.fam) if args.fam else ""
    tables = _tables(reading)
    texts = {
        name: reading.text_of(path)
        for name in ("remains", "relatives", "families")
        if (path := getattr(args, name)) and (typed or name != "families")
    }
    rules = LociRules(
        None if stated is None else stated.male,
        None if stated is None else stated.female,
        _x_loci(reading, tables),
        args.divide_by_sum,
        args.minimum,
        rates=read_rates(reading.text_of(args.rates)) if args.rates else {},
    )
    fam = _read_fam(reading, fam_text) if fam_text else None
    # Twice: alleles that a table lacks are known only once the profiles were read.
    first = {name: make_loci(table, rules)[0] for name, table in tables.items()}
    every = ([list(fam.loci)] if fam else []) + list(first.values())
    known = _union(every)
    remains, relatives, families = _profiles(reading, texts, known, fam)
    seen: dict[str, set[str]] = {}
    for profile in (*remains, *relatives, *(p for family in families for p in family.profiles.values())):
        for locus, alleles in profile.genotypes.items():
            seen.setdefault(marker_name(locus), set()).update(alleles)
    populations = {Path(args.fam).stem or args.fam: list(fam.loci)} if fam else {}
    for name, table in tables.items():
        own = {locus: seen.get(marker_name(locus), ()) for locus in table}
        loci, added = make_loci(table, replace(rules, seen=own))
        populations[name] = _renamed(loci, known)
        _say_added(reading, name, added)
    if args.population:
        populations = _chosen(populations, args.population)
    _check_alleles(populations, [*remains, *(p for family in families for p in family.profiles.values())])
    _check_shared(populations, remains)
    return Case(
        populations,
        families,
        remains,
        conventions(args, fam.theta if fam else 0.0),
        stated,
        _linked(reading),
        reading.notes,
        tuple(reading.left_out),
        digest(reading.parts, args, _COUNTED),
    )


def read_bytes(path: str) -> bytes:
    """Returns the content of a file; one that cannot be read or is far too large is an error that names it."""
    try:
        size = Path(path).stat().st_size
        if size > 4 * MAX_CHARS:
            raise InputError("file:too-large", path=path, expected=4 * MAX_CHARS, found=size)
        return Path(path).read_bytes()
    except OSError as error:
        raise CallError("call:file:unreadable", path=path, found=error.strerror or "") from None


def decoded(path: str, content: bytes) -> str:
    """Returns the text of a file in UTF-8, or in UTF-16 with its mark; anything else is no guess but an error."""
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError("kinship:file:encoding", path=path, line=line, expected="UTF-8") from None


def _is_xml(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n").startswith("<")


def _tables(reading: _Reading) -> dict[str, Frequencies]:
    """Returns the frequency tables of every population, under the population's name or the file's."""
    found: dict[str, Frequencies] = {}
    for path in reading.args.frequencies:
        text = reading.text_of(path)
        tables = read_strider_tables(text) if _is_xml(text) else read_populations(text)
        for name, table in tables.items():
            called = name or Path(path).stem
            if called in found:
                raise CallError("kinship:call:population_twice", found=called)
            found[called] = table
    if reading.args.population and len(found) > 1:
        return _chosen(found, reading.args.population)
    return found


def _chosen(found: dict[str, _T], names: Sequence[str]) -> dict[str, _T]:
    strange = next((name for name in names if name not in found), None)
    if strange is not None:
        raise InputError("kinship:sheet:population", found=strange, expected=", ".join(list(found)[:20]))
    return {name: found[name] for name in names}


def _x_loci(reading: _Reading, tables: dict[str, Frequencies]) -> list[str]:
    stated = [name.strip() for name in reading.args.x_loci.split(",") if name.strip()]
    by_name = sorted({locus for table in tables.values() for locus in table if marker_name(locus).startswith("DX")})
    if by_name:
        reading.note(N_("On X by their names: {loci}."), loci=", ".join(by_name))
    return [*stated, *by_name]


def _read_fam(reading: _Reading, text: str) -> FamFile:
    args = reading.args
    fam = read_fam(text, minimum=args.minimum, divide_by_sum=args.divide_by_sum)
    if not fam.families and not fam.remains and not (args.families and args.remains):
        raise InputError("kinship:fam:no_dvi", path=args.fam)
    for family, label in fam.left_out:
        reading.note(
            N_("{person} of family {family} stands in no relation and is left out."), person=label, family=family
        )
    for sample in fam.no_profile:
        reading.left_out.append(sample)
        reading.note(N_("Remains {sample} show no allele and are left out."), sample=sample)
    _say_added(reading, Path(args.fam).stem, fam.added)
    return fam


def _say_added(reading: _Reading, population: str, added: Iterable[tuple[str, str]]) -> None:
    for locus, allele in added:
        reading.note(
            N_("{population}, {locus}: allele {allele} stands at the stated minimum of {minimum}."),
            population=population,
            locus=locus,
            allele=allele,
            minimum=str(reading.args.minimum),
        )


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


def _sheet(reading: _Reading, name: str, text: str, loci: Sequence[Locus], dropout: float, dropin: float) -> Sheet:
    read: Callable[..., Sheet] = read_codis if _is_xml(text) else read_profiles
    sheet = read(text, loci, dropout=dropout, dropin=dropin)
    reading.notes += sheet_notes(reading.call, name, sheet)
    return sheet


def sheet_notes(call: Call, name: str, sheet: Sheet) -> list[str]:
    """Returns what has to be said of a table of profiles: spellings that were changed, loci that no table knows."""
    notes = [
        call.text("{file}: {found} is read as {used}.", file=name, found=one.found, used=one.used)
        for one in sheet.renamed
    ]
    if sheet.unread:
        notes.append(
            call.text("{file}: no frequencies for {loci}; not weighed.", file=name, loci=", ".join(sheet.unread))
        )
    return notes


def _profiles(
    reading: _Reading, texts: dict[str, str], loci: Sequence[Locus], fam: FamFile | None
) -> tuple[list[Profile], list[Profile], list[Family]]:
    args = reading.args
    remains = list(fam.remains) if fam else []
    if "remains" in texts:
        name = Path(args.remains).name
        remains += _sheet(reading, name, texts["remains"], loci, args.dropout, args.dropin).profiles
    given: list[Profile] = []
    if "relatives" in texts:
        name = Path(args.relatives).name
        sheet = _sheet(reading, name, texts["relatives"], loci, args.reference_dropout, args.reference_dropin)
        given = list(sheet.profiles)
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
        reading.note(N_("Relatives who stand in no pedigree: {samples}."), samples=_some(sorted(strays)))
    return [profile for profile in kept if profile is not None], relatives, families


def _families(reading: _Reading, text: str, relatives: Sequence[Profile], loci: Sequence[Locus]) -> list[Family]:
    args = reading.args
    first = next((line for line in text.splitlines() if line.strip()), "")
    if "," in first:
        return read_families(text, relatives)
    if not args.markers or not args.missing_person:
        # A LINKAGE file names neither its markers nor who is missing: taking the table's order would be a guess.
        raise CallError("kinship:call:linkage")
    by_name = {marker_name(locus.name): locus for locus in loci}
    markers = []
    for name in args.markers.split(","):
        if marker_name(name) not in by_name:
            raise InputError("kinship:marker:unknown", found=name.strip())
        markers.append(by_name[marker_name(name)])
    return read_linkage(text, markers, args.missing_person)


def _reference(reading: _Reading, profile: Profile, loci: Sequence[Locus]) -> Profile:
    """Returns a relative's profile; one that may be a mixture stops the work: the relative can be asked again."""
    refuse_mixture(profile, loci)
    return _as_one_person(reading, profile, loci) or profile


def _as_one_person(reading: _Reading, profile: Profile, loci: Sequence[Locus]) -> Profile | None:
    """Returns the profile without what no ordinary person shows, or nothing for remains that may be a mixture."""
    for found in check_profile(profile, loci):
        where = {"sample": profile.sample, "loci": ", ".join(found.loci)}
        if found.flag is Flag.MIXTURE:
            reading.left_out.append(profile.sample)
            reading.note(N_("{sample}: more than two alleles at {loci}: perhaps a mixture; left out."), **where)
            return None
        if found.flag is Flag.TRIALLELIC:
            reading.note(N_("{sample}: three alleles at {loci}; this locus is left out."), **where)
        elif found.flag is Flag.XXY:
            reading.note(
                N_("{sample}: a male with two alleles on X ({loci}), perhaps XXY; X loci are left out."), **where
            )
        else:
            continue
        on_x = {locus.name for locus in loci if locus.inheritance is Inheritance.X}
        away = on_x if found.flag is Flag.XXY else set(found.loci)
        profile = replace(profile, genotypes={n: a for n, a in profile.genotypes.items() if n not in away})
    if not profile.genotypes:
        raise InputError("kinship:profile:empty", sample=profile.sample)
    return profile


def _check_alleles(populations: dict[str, list[Locus]], profiles: Sequence[Profile]) -> None:
    """Raises an error for an allele that no table knows, before anything is weighed."""
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
    path = reading.args.linked
    if not path:
        return LINKED
    return () if path == "none" else tuple(read_linked(reading.text_of(path), Path(path).name))


def _some(names: Sequence[str]) -> str:
    """Returns the first of many names, and how many more there are."""
    shown = ", ".join(map(written, names[:_NAMED]))
    return shown if len(names) <= _NAMED else f"{shown}, … (+{len(names) - _NAMED})"

"""Files of laboratories: CODIS CMF (XML), STRidER frequencies (XML), LINKAGE pedigrees. Texts in, values out.

CMF 3.2 and 3.3: namespace urn:CODISImportFile-schema, SPECIMEN with SPECIMENID and LOCUS (LOCUSNAME, ALLELE with
ALLELEVALUE); a homozygote is written once. STRidER (Bodner et al., FSI: Genetics 24 (2016) 97-102): marker with name
and origin (name, n) with frequency (allele). LINKAGE: columns family, id, father, mother, sex (1 male, 2 female),
status, then two alleles a marker, 0 for nothing (Lathrop et al., PNAS 81 (1984) 3443-3446). XML is read by expat
alone, and a document type or an entity is refused: nothing is expanded and nothing is fetched.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from allforall.errors import InputError
from allforall.kinship.frequency_tables import Frequencies, LociRules, make_loci
from allforall.kinship.loci import Locus
from allforall.kinship.markers import marker_name, resolve
from allforall.kinship.mutation import MutationModel
from allforall.kinship.pedigrees import Person, Sex, make_pedigree
from allforall.kinship.profiles import Profile, make_profile
from allforall.kinship.sheets import MAX_CHARS, Sheet
from allforall.kinship.tables import Family, make_family

#: Elements of a file that are kept (6,000 specimens of 25 loci are half a million); an assumption.
MAX_ELEMENTS = 20_000_000
#: The nesting depth of elements: both formats need five.
MAX_DEPTH = 20


@dataclass(slots=True)
class _Element:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list["_Element"] = field(default_factory=list)

    def all(self, name: str) -> list["_Element"]:
        """Returns the children of a name."""
        return [child for child in self.children if child.name == name]

    def one(self, name: str) -> str:
        """Returns the text of the first child of a name, or None."""
        return next((child.text.strip() for child in self.children if child.name == name), "")


def _read_xml(text: str, root: str) -> _Element:
    if len(text) > MAX_CHARS:
        raise InputError("kinship:sheet:size", found=len(text), expected=MAX_CHARS)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    stack = [_Element("")]
    count = 0

    def refuse(*_: object) -> None:
        raise InputError("kinship:xml:declaration", line=parser.CurrentLineNumber)

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MAX_ELEMENTS or len(stack) > MAX_DEPTH:
            raise InputError("kinship:xml:size", line=parser.CurrentLineNumber)
        element = _Element(name.rpartition(" ")[2], attributes)
        stack[-1].children.append(element)
        stack.append(element)

    def characters(data: str) -> None:
        stack[-1].text += data

    def end(_: str) -> None:
        stack.pop()

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    try:
        # The text is already decoded: its declared encoding no longer applies.
        parser.Parse(text.removeprefix("\ufeff").encode(), True)
    except (expat.ExpatError, UnicodeEncodeError) as error:
        raise InputError("kinship:xml:broken", line=parser.CurrentLineNumber, found=str(error)) from error
    top = stack[0].children[0]
    if top.name != root:
        raise InputError("kinship:xml:root", expected=root, found=top.name)
    return top


def read_codis(text: str, loci: Sequence[Locus], *, dropout: float = 0.0, dropin: float = 0.0) -> Sheet:
    """Returns the specimens of a CODIS CMF file as profiles, spellings that were changed, and loci left unread."""
    top = _read_xml(text, "CODISImportFile")
    specimens = top.all("SPECIMEN")
    names = dict.fromkeys(locus.one("LOCUSNAME") for specimen in specimens for locus in specimen.all("LOCUS"))
    resolved, renamed = resolve(names, [locus.name for locus in loci])
    profiles: list[Profile] = []
    seen: set[str] = set()
    for specimen in specimens:
        sample = specimen.one("SPECIMENID")
        if not sample:
            raise InputError("kinship:xml:missing", expected="SPECIMENID", found=f"specimen {len(profiles) + 1}")
        if sample in seen:
            raise InputError("kinship:sample:twice", family="", sample=sample)
        seen.add(sample)
        genotypes: dict[str, list[str]] = {}
        sex = Sex.UNKNOWN
        for locus in specimen.all("LOCUS"):
            shown = [allele.one("ALLELEVALUE") for allele in locus.all("ALLELE")]
            if marker_name(locus.one("LOCUSNAME")) == "Amelogenin":
                letters = {letter.upper() for letter in shown}
                sex = Sex.MALE if "Y" in letters else Sex.FEMALE if letters == {"X"} else Sex.UNKNOWN
            elif locus.one("LOCUSNAME") in resolved:
                genotypes.setdefault(resolved[locus.one("LOCUSNAME")], []).extend(shown)
        profiles.append(make_profile(sample, genotypes, sex, dropout=dropout, dropin=dropin))
    unread = tuple(name for name in names if name not in resolved and marker_name(name) != "Amelogenin")
    return Sheet(tuple(profiles), renamed, unread)


def read_strider(
    text: str, *, mutation: MutationModel | None = None, female_mutation: MutationModel | None = None
) -> dict[str, list[Locus]]:
    """Returns the loci of every population of a STRidER file. Its frequencies are rounded to some digits: each table is
    divided by its sum (the stated rule); alleles of frequency zero are left out.
    """
    rules = LociRules(mutation, female_mutation, divide_by_sum=True)
    return {name: make_loci(table, rules)[0] for name, table in read_strider_tables(text).items()}


def read_strider_tables(text: str) -> dict[str, Frequencies]:
    """Returns the table of every population of a STRidER file, unchanged."""
    found: dict[str, dict[str, list[tuple[str, float]]]] = {}
    for marker in _read_xml(text, "frequencies").all("marker"):
        name = marker.one("name")
        for origin in marker.all("origin"):
            rows = []
            for entry in origin.all("frequency"):
                try:
                    share = float(entry.text)
                except ValueError:
                    raise InputError("kinship:xml:number", locus=name, found=entry.text.strip()) from None
                rows.append((entry.attributes.get("allele", ""), share))
            if any(share for _, share in rows):
                own = found.setdefault(origin.attributes.get("name", ""), {})
                if name in own:
                    raise InputError("kinship:marker:twice", found=name, other=name)
                own[name] = rows
    return {population: dict(table) for population, table in found.items()}


def read_linkage(text: str, loci: Sequence[Locus], missing: Sequence[str]) -> list[Family]:
    """Returns the families of a LINKAGE file (before MAKEPED), whose markers are `loci` in this order; `missing` are
    the ids of the missing. Alleles keep their names.
    """
    rows: dict[str, list[tuple[int, list[str]]]] = {}
    width = 6 + 2 * len(loci)
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        cells = line.split()
        if not cells:
            continue
        if len(cells) != width:
            raise InputError("kinship:sheet:cells", line=number, expected=width, found=len(cells))
        rows.setdefault(cells[0], []).append((number, cells))
    families = []
    for name, own in rows.items():
        persons, profiles = [], {}
        for number, cells in own:
            sexes = {"1": Sex.MALE, "2": Sex.FEMALE, "0": Sex.UNKNOWN}
            if cells[4] not in sexes:
                raise InputError("kinship:sheet:sex", line=number, found=cells[4], expected="1, 2 or 0")
            label, father, mother = cells[1], *("" if parent == "0" else parent for parent in cells[2:4])
            persons.append(Person(label, father, mother, sexes[cells[4]]))
            genotypes: dict[str, list[str]] = {}
            for place, locus in enumerate(loci):
                shown = [allele for allele in cells[6 + 2 * place : 8 + 2 * place] if allele != "0"]
                if len(shown) == 1:
                    raise InputError(
                        "kinship:profile:half", sample=label, locus=locus.name, line=number, found=shown[0]
                    )
                if shown:
                    genotypes[locus.name] = shown
            if genotypes:
                profiles[label] = make_profile(label, genotypes, sexes[cells[4]])
        asked = [person.label for person in persons if person.label in missing]
        families.append(make_family(name, make_pedigree(name, persons), profiles, asked))
    return families

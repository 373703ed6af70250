"""CODIS, STRidER and LINKAGE files, and hostile ones."""

import pytest

from allforall.errors import InputError
from allforall.kinship import Sex, make_locus, read_codis, read_linkage, read_strider

LOCI = [make_locus("TH01", ["6", "7", "9.3"], [0.2, 0.3, 0.5]), make_locus("vWA", ["16", "17"], [0.5, 0.5])]


def locus(name, *alleles):
    shown = "".join(f"<ALLELE><ALLELEVALUE>{allele}</ALLELEVALUE></ALLELE>" for allele in alleles)
    return f"<LOCUS><LOCUSNAME>{name}</LOCUSNAME>{shown}</LOCUS>"


def cmf(*specimens, before=""):
    body = "".join(f"<SPECIMEN><SPECIMENID>{name}</SPECIMENID>{''.join(loci)}</SPECIMEN>" for name, loci in specimens)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<CODISImportFile xmlns="urn:CODISImportFile-schema">'
        f"<HEADERVERSION>3.2</HEADERVERSION>{body}</CODISImportFile>"
    )


def test_specimens_of_a_codis_file_are_profiles():
    text = cmf(
        ("bone 1", [locus("THO1", "6", "9.3"), locus("vWA", "16"), locus("AMEL", "X", "Y"), locus("DYS391", "10")]),
        ("bone 2", [locus("vWA", "16", "17"), locus("AMEL", "X")]),
    )
    sheet = read_codis(text, LOCI)
    first, second = sheet.profiles
    assert (first.sample, first.sex) == ("bone 1", Sex.MALE)
    assert first.genotypes == {"TH01": ("6", "9.3"), "vWA": ("16",)}
    assert (second.sex, second.genotypes) == (Sex.FEMALE, {"vWA": ("16", "17")})
    assert [(r.found, r.used) for r in sheet.renamed] == [("THO1", "TH01")]
    assert sheet.unread == ("DYS391",)


STRIDER = """<frequencies><marker><name>TH01</name><alleles>6, 9.3</alleles>
<origin name="NORTH" n="222"><frequency allele="6">0.4001</frequency><frequency allele="9.3">0.6001</frequency></origin>
<origin name="SOUTH" n="100"><frequency allele="6">1.0</frequency><frequency allele="9.3">0</frequency></origin>
</marker></frequencies>"""


def test_populations_of_a_strider_file_are_tables_divided_by_their_sum():
    found = read_strider(STRIDER)
    assert set(found) == {"NORTH", "SOUTH"}
    assert found["NORTH"][0].frequencies.tolist() == pytest.approx([0.4001 / 1.0002, 0.6001 / 1.0002])
    assert found["SOUTH"][0].alleles == ("6",)


def test_a_linkage_file_gives_families():
    text = "f 1 0 0 1 0 6 9.3 16 16\nf 2 0 0 2 0 0 0 0 0\nf 3 1 2 1 0 0 0 0 0\n\nf 4 1 2 2 0 6 6 16 17\n"
    (family,) = read_linkage(text, LOCI, ["3"])
    assert family.missing == ("3",)
    assert set(family.profiles) == {"1", "4"}
    assert family.profiles["4"].genotypes == {"TH01": ("6",), "vWA": ("16", "17")}
    assert (family.pedigree.person("3").father, family.pedigree.person("3").mother) == ("1", "2")


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FETCH = '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">'


@pytest.mark.parametrize(
    ("read", "code"),
    [
        (lambda: read_codis(cmf(before=BOMB), LOCI), "kinship:xml:declaration"),
        (lambda: read_codis(cmf(before=FETCH), LOCI), "kinship:xml:declaration"),
        (lambda: read_codis(cmf()[:-30], LOCI), "kinship:xml:broken"),
        (lambda: read_codis("", LOCI), "kinship:xml:broken"),
        (lambda: read_codis("<a/>", LOCI), "kinship:xml:root"),
        (lambda: read_codis("<a>" * 60 + "</a>" * 60, LOCI), "kinship:xml:size"),
        (lambda: read_codis(cmf(("", [locus("vWA", "16")])), LOCI), "kinship:xml:missing"),
        (
            lambda: read_codis(cmf(("b", [locus("vWA", "16")]), ("b", [locus("vWA", "16")])), LOCI),
            "kinship:sample:twice",
        ),
        (lambda: read_codis(cmf(("b", [])), LOCI), "kinship:profile:empty"),
        (lambda: read_strider(STRIDER.replace("0.4001", "much")), "kinship:xml:number"),
        (lambda: read_strider(STRIDER.replace('"9.3">0.6001', '"6">0.6001')), "kinship:locus:allele_twice"),
        (lambda: read_linkage("f 1 0 0 1 0 6\n", LOCI, []), "kinship:sheet:cells"),
        (lambda: read_linkage("f 1 0 0 7 0 6 6 16 16\n", LOCI, []), "kinship:sheet:sex"),
        (lambda: read_linkage("f 1 0 0 1 0 6 0 16 16\n", LOCI, ["1"]), "kinship:profile:half"),
    ],
)
def test_a_hostile_or_broken_file_is_refused(read, code):
    with pytest.raises(InputError) as refused:
        read()
    assert refused.value.code == code

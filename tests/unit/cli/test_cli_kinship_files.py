"""Files of `kinship` at the command line: every format is read, every bad input is an error that names person and
locus or follows a stated rule, and never gives a silent number."""

import pytest
from kinship_shell import FREQUENCIES, HEAD, LOCI, Kinship, line, profiles


@pytest.fixture
def kinship(tmp_path):
    return Kinship(tmp_path)


def families(*rows, more=""):
    return f"family,id,father,mother,sex,missing{more}\n" + "".join(f"{row}\n" for row in rows)


F_FATHER, F_SON = "F,F-father,,,M,0", "F,F-son,F-father,,M,1"
ONE_FAMILY = families(F_FATHER, F_SON)
HALF = f"sample,sex,{HEAD}\nV1,M,10,{',10' * (2 * len(LOCI) - 2)}\n"
EMPTY = f"sample,sex,{HEAD}\nV1,M{',' * (2 * len(LOCI))}\n"
XML = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><CODISImportFile>&e;</CODISImportFile>"

#: What is handed in, the code of the error, and the parameters that say where.
BAD = [
    (
        "an allele not in the table",
        {"remains.csv": profiles(line("V1", "M", "10/99"))},
        "kinship:allele:unknown",
        {"person": "V1", "locus": "LA", "found": "99"},
    ),
    (
        "an allele of a relative not in the table",
        {"relatives.csv": profiles(line("F-father", "M", "10/99"))},
        "kinship:allele:unknown",
        {"person": "F-father", "locus": "LA"},
    ),
    (
        "a child older than its parent",
        {"families.csv": families(f"{F_FATHER},1990", f"{F_SON},1980", more=",birth_year")},
        "kinship:parent:younger",
        {"family": "F", "person": "F-son"},
    ),
    (
        "a person who is their own ancestor",
        {"families.csv": families("F,F-father,F-son,,M,0", F_SON)},
        "kinship:person:own_ancestor",
        {"family": "F"},
    ),
    (
        "two samples under one id",
        {"remains.csv": profiles(line("V1", "M", "10/10"), line("V1", "M", "10/11"))},
        "kinship:sample:twice",
        {"sample": "V1"},
    ),
    ("an empty profile", {"remains.csv": EMPTY}, "kinship:profile:empty", {"sample": "V1"}),
    ("half a genotype", {"remains.csv": HALF}, "kinship:profile:half", {"sample": "V1", "locus": "LA", "line": 2}),
    (
        "a family without a typed relative",
        {"relatives.csv": profiles(line("nobody", "M", "10/10"))},
        "kinship:family:untyped",
        {"family": "F", "person": "F-son"},
    ),
    (
        "a family in which nobody is missing",
        {"families.csv": families(F_FATHER, "F,F-son,F-father,,M,0")},
        "kinship:family:nobody_missing",
        {"family": "F"},
    ),
    (
        "frequencies that do not sum to one",
        {"frequencies.csv": FREQUENCIES.replace("LB,10,0.1", "LB,10,0.2")},
        "kinship:frequency:sum",
        {"locus": "LB"},
    ),
    (
        "a frequency of zero",
        {"frequencies.csv": FREQUENCIES.replace("LB,10,0.1", "LB,10,0")},
        "kinship:frequency:zero",
        {"locus": "LB", "allele": "10"},
    ),
    (
        "a frequency that is no number",
        {"frequencies.csv": FREQUENCIES.replace("LB,10,0.1", "LB,10,much")},
        "kinship:sheet:number",
        {"line": 6, "found": "much"},
    ),
    (
        "a marker under two spellings",
        {"frequencies.csv": FREQUENCIES + "TH01,6,1\nTHO1,6,1\n"},
        "kinship:marker:twice",
        {"found": "THO1", "other": "TH01"},
    ),
    ("a truncated table", {"remains.csv": profiles(line("V1", "M", "10/10"))[:-9]}, "kinship:sheet:cells", {"line": 2}),
    ("a table cut inside quotes", {"families.csv": ONE_FAMILY + 'F,"F-s'}, "kinship:sheet:csv", {}),
    ("a binary file", {"remains.csv": b"\x89PNG\r\n\x1a\n\x00\x00"}, "kinship:file:encoding", {"line": 1}),
    ("nulls", {"remains.csv": b"sample,sex\n\0\0\n"}, "kinship:sheet:characters", {"line": 2}),
    (
        "another encoding",
        {"families.csv": families("F,Батько,,,M,0").encode("cp1251")},
        "kinship:file:encoding",
        {"line": 2, "expected": "UTF-8"},
    ),
    ("an XML file that declares an entity", {"remains.csv": XML}, "kinship:xml:declaration", {"line": 1}),
    ("an XML file that breaks off", {"remains.csv": "<CODISImportFile><SPECIMEN>"}, "kinship:xml:broken", {"line": 1}),
    ("an XML file of something else", {"remains.csv": "<html/>"}, "kinship:xml:root", {"found": "html"}),
    ("a sex that is none", {"remains.csv": profiles(line("V1", "X", "10/10"))}, "kinship:sheet:sex", {"line": 2}),
    ("a sample without an id", {"remains.csv": profiles(line("", "M", "10/10"))}, "kinship:sheet:sample", {"line": 2}),
    (
        "a relative whose sex the sample contradicts",
        {"relatives.csv": profiles(line("F-father", "F", "10/10"))},
        "kinship:sex:differs",
        {"family": "F", "person": "F-father"},
    ),
    (
        "a missing person who has a profile",
        {"relatives.csv": profiles(line("F-father", "M", "10/10"), line("F-son", "M", "10/10"))},
        "kinship:family:missing_typed",
        {"family": "F", "person": "F-son"},
    ),
    (
        "a mother who is a man",
        {"families.csv": families(F_FATHER, "F,F-son,,F-father,M,1")},
        "kinship:parent:sex",
        {"family": "F", "person": "F-son"},
    ),
    (
        "a parent who is not there",
        {"families.csv": families(F_FATHER, "F,F-son,F-father,F-wife,M,1")},
        "kinship:parent:unknown",
        {"family": "F", "person": "F-son", "found": "F-wife"},
    ),
    (
        "a relative's sample that may be a mixture",
        {"relatives.csv": profiles(line("F-father", "M", "10/10")).replace("LA_2", "LA_2,LA_3")},
        "kinship:sheet:cells",
        {},
    ),
    ("a LINKAGE file whose markers are not named", {"families.csv": "F 1 0 0 1 1 10 10\n"}, "kinship:call:linkage", {}),
]


@pytest.mark.parametrize(("changed", "code", "named"), [one[1:] for one in BAD], ids=[one[0] for one in BAD])
def test_bad_input_is_a_clear_error_and_never_a_number(kinship, changed, code, named):
    kinship.write("families.csv", ONE_FAMILY)
    kinship.write("relatives.csv", profiles(line("F-father", "M", "10/10")))
    for name, content in changed.items():
        kinship.write(name, content)
    assert kinship.run("lr") in {2, 3}
    assert kinship.code == code, kinship.told
    for key, value in named.items():
        assert kinship.params[key] == value
    for value in named.values():
        assert str(value) in kinship.said


def with_three(sample, sex, *loci):
    """A CODIS specimen with three alleles at the named loci and 10/11 at the others."""
    shown = "".join(
        f"<LOCUS><LOCUSNAME>{locus}</LOCUSNAME>"
        + "".join(
            f"<ALLELE><ALLELEVALUE>{a}</ALLELEVALUE></ALLELE>" for a in (10, 11, *([12] if locus in loci else []))
        )
        + "</LOCUS>"
        for locus in LOCI
    )
    amelogenin = "".join(f"<ALLELE><ALLELEVALUE>{one}</ALLELEVALUE></ALLELE>" for one in ("X", sex))
    shown += f"<LOCUS><LOCUSNAME>Amelogenin</LOCUSNAME>{amelogenin}</LOCUS>"
    return f"<SPECIMEN><SPECIMENID>{sample}</SPECIMENID>{shown}</SPECIMEN>"


def codis(*specimens):
    return f'<CODISImportFile xmlns="urn:CODISImportFile-schema">{"".join(specimens)}</CODISImportFile>'


def test_remains_that_may_be_a_mixture_are_left_out_and_one_more_allele_only_at_its_locus(kinship):
    kinship.write(
        "remains.csv",
        codis(with_three("mixed", "Y", "LA", "LB"), with_three("three", "Y", "LA"), with_three("plain", "Y")),
    )
    assert kinship.run("matrix", "--threshold", "0.001") == 6
    assert kinship.told["how"]["left_out"] == ["mixed"]
    notes = " ".join(kinship.told["how"]["notes"])
    assert "mixed: more than two alleles at LA, LB: perhaps a mixture; left out." in notes
    assert "three: three alleles at LA; this locus is left out." in notes
    by_sample = {one["sample"]: one for one in kinship.told["pairs"] if one["family"] == "F"}
    assert set(by_sample) == {"three", "plain"}
    # A locus with 10/11 is 5 times more probable in the son of a father 10/10; one locus less is one factor less.
    assert by_sample["plain"]["log10_lr"] - by_sample["three"]["log10_lr"] == pytest.approx(0.69897, abs=1e-4)


def test_a_relatives_mixture_stops_the_work_and_names_sample_and_loci(kinship):
    kinship.write("relatives.csv", codis(with_three("F-father", "Y", "LA", "LB")))
    kinship.write("families.csv", ONE_FAMILY)
    assert kinship.run("lr") == 3
    assert kinship.code == "kinship:profile:mixture"
    assert kinship.params == {"sample": "F-father", "locus": "LA, LB"}


def test_a_male_with_two_alleles_on_x_is_flagged_and_his_x_loci_are_left_out(kinship):
    kinship.write("frequencies.csv", FREQUENCIES.replace("LF,", "DX1,"))
    head = f"sample,sex,{HEAD.replace('LF', 'DX1')}\n"
    kinship.write("remains.csv", head + line("V1", "M", "10/10", "10/10", "10/10", "10/10", "10/10", "10/11"))
    kinship.write("relatives.csv", head + line("F-wife", "F", "10/11"))
    kinship.write("families.csv", families("F,F-wife,,,F,0", "F,F-son,,F-wife,M,1"))
    assert kinship.run("lr") == 0
    notes = " ".join(kinship.told["how"]["notes"])
    assert "V1: a male with two alleles on X (DX1), perhaps XXY; X loci are left out." in notes
    assert "On X, judging by the names: DX1." in notes
    assert "DX1" not in kinship.told["pairs"][0]["populations"][0]["loci"]


def test_stated_rules_for_zeros_new_alleles_and_sums_are_followed_aloud(kinship):
    kinship.write("families.csv", ONE_FAMILY)
    kinship.write("frequencies.csv", FREQUENCIES.replace("LB,10,0.1", "LB,10,0.2"))
    assert kinship.run("lr", "--divide-by-sum") == 0
    kinship.write("frequencies.csv", FREQUENCIES)
    kinship.write("remains.csv", profiles(line("V1", "M", "10/99", "10/10")))
    assert kinship.run("lr", "--minimum", "0.001") == 0
    assert "frequencies, LA: allele 99 is set to the stated minimum of 0.001." in kinship.told["how"]["notes"]


def test_spellings_of_markers_are_resolved_aloud_and_unknown_columns_named(kinship):
    kinship.write("frequencies.csv", FREQUENCIES.replace("LA,", "TH01,"))
    kinship.write("remains.csv", profiles(line("V1", "M", "10/10")).replace("LA_", "THO1_").replace("LB_", "DYS19_"))
    kinship.write("relatives.csv", profiles(line("F-father", "M", "10/10")).replace("LA_", "TH01_"))
    kinship.write("families.csv", ONE_FAMILY)
    assert kinship.run("lr") == 0
    notes = kinship.told["how"]["notes"]
    assert "remains.csv: THO1 is read as TH01." in notes
    assert "remains.csv: no frequencies for DYS19; not weighed." in notes


def test_dropout_of_a_sample_and_of_a_locus_count(kinship):
    kinship.write("families.csv", ONE_FAMILY)
    assert kinship.run("lr", "--sample", "V3") == 0
    assert kinship.told["pairs"][0]["log10_lr"] == "-infinity"
    table = profiles(line("V3", "M", "13/13"))
    kinship.write("remains.csv", table.replace("\n", ",dropout\n", 1).rstrip("\n") + ",0.2\n")
    assert kinship.run("lr", "--sample", "V3") == 0
    assert isinstance(kinship.told["pairs"][0]["log10_lr"], float)


def test_strider_frequencies_and_codis_profiles_are_read(kinship):
    markers = "".join(
        f"<marker><name>{locus}</name><origin name='N' n='100'>"
        "<frequency allele='10'>0.1</frequency><frequency allele='11'>0.9</frequency></origin>"
        "<origin name='S' n='100'><frequency allele='10'>0.5</frequency><frequency allele='11'>0.5</frequency></origin>"
        "</marker>"
        for locus in LOCI
    )
    kinship.write("frequencies.csv", f"<frequencies>{markers}</frequencies>")
    kinship.write("remains.csv", codis(with_three("V1", "Y")))
    kinship.write("relatives.csv", profiles(line("F-father", "M", "10/10")))
    kinship.write("families.csv", ONE_FAMILY)
    assert kinship.run("lr") == 0
    assert kinship.told["how"]["populations"] == ["N", "S"]
    assert kinship.told["pairs"][0]["lowest_population"] == "S"
    assert kinship.run("lr", "--population", "N") == 0
    assert kinship.told["how"]["populations"] == ["N"]


def test_a_linkage_file_needs_its_markers_and_who_is_missing(kinship):
    rows = f"F F-father 0 0 1 1{' 10 10' * len(LOCI)}\nF F-son F-father 0 1 1{' 0 0' * len(LOCI)}\n"
    kinship.write("families.csv", rows)
    words = ("--markers", ",".join(LOCI), "--missing-person", "F-son", "--sample", "V1")
    assert kinship.run("lr", *words, relatives="") == 0
    assert kinship.told["pairs"][0]["log10_lr"] == pytest.approx(6)
    assert kinship.run("lr", "--markers", "LA,LZ", "--missing-person", "F-son", relatives="") == 3
    assert kinship.code == "kinship:marker:unknown"


FAM = """"Output from Familias, version 3.3"
"DO NOT EDIT!"
3.3 (DVI)
""
0
"Known relations"
0
0
0
0
#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: 0 )
1
#TRUE#
"invented"
"LA"
0
0
0
0
2
0.1
0.1
0.0
0.0
#FALSE#
0
2\t(DatabaseSize = 2500 , Dropout probability = 0 , Minor allele frequency = 0 )
"10"
0.1
"11"
0.9

[DVI]
[[Unidentified persons]]
nPersons= 2
[[[Person 1 ]]]
Name= V1
Gender= Male
[[[[DNA data]]]]
nSystems= 1
SystemName= LA
Allele1= 10
Allele2= 10
[[[Person 2 ]]]
Name= V2
Gender= Male
[[[[DNA data]]]]
nSystems= 0
[[Notes]]
nFamilies= 1

[[Reference Families]]
nFamilies= 1
[[[Family 1 ]]]
Name= F
[[[[Persons]]]]
nPersons= 2
[[[[[Person 1]]]]]
Name= wife
Gender= Female
[[[[[[DNA data]]]]]]
nSystems= 1
SystemName= LA
Allele1= 10
Allele2= 10
[[[[[Person 2]]]]]
Name= Missing male 1
Gender= Male
[[[[[[DNA data]]]]]]
nSystems= 0
[[[[Pedigrees]]]]
nPedigrees= 2
[[[[[Pedigree 1]]]]]
Name= Reference pedigree
nRelations= 0
[[[[[Pedigree 2]]]]]
Name= Template
nRelations= 1
Parent= wife
Child= Missing male 1
[Prior]
UseList= Yes
"""


def test_a_fam_file_brings_everything_and_what_is_left_out_is_said(kinship):
    path = kinship.write("case.fam", FAM)
    assert kinship.call("kinship", "lr", "--fam", path) == 6
    (pair,) = kinship.told["pairs"]
    assert (pair["sample"], pair["missing"], pair["log10_lr"]) == ("V1", "Missing male 1", pytest.approx(1))
    assert kinship.told["how"]["left_out"] == ["V2"]
    assert kinship.told["how"]["mutation"] == "fam"
    for cut in (400, 700, FAM.index("Child= Missing")):
        kinship.write("case.fam", FAM[:cut])
        assert kinship.call("kinship", "lr", "--fam", path) == 3
        assert kinship.code.startswith("kinship:fam:")


def test_a_file_that_is_not_there_is_named(kinship):
    assert kinship.run("lr", remains="nowhere.csv") == 2
    assert kinship.code == "call:file:unreadable"
    assert kinship.run("lr", remains="") == 2
    assert (kinship.code, kinship.params["found"]) == ("kinship:call:file", "--remains")


def test_ids_in_cyrillic_and_with_hidden_characters_are_shown_as_they_are(kinship):
    kinship.write("remains.csv", profiles(line("Останки №5", "M", "10/10"), line("\u202eevil", "M", "10/10")))
    said = kinship.read("matrix")
    assert "Останки №5" in said
    assert "[U+202E]evil" in said
    assert "\u202e" not in said

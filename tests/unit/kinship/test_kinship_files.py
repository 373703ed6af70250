"""CSV and .fam texts: what they hold, spellings aloud, and every strange or truncated file refused with its line."""

import pytest

from allforall.errors import InputError
from allforall.kinship import (
    Inheritance,
    LociRules,
    Sex,
    log_likelihood,
    make_loci,
    make_locus,
    marker_name,
    read_fam,
    read_families,
    read_frequencies,
    read_haplotypes,
    read_pedigrees,
    read_populations,
    read_profiles,
    read_rates,
    resolve,
)

FREQUENCIES = "locus,allele,freq\nTH01,6,0.25\nTH01,9.3,0.75\nvWA,16,0.5\nvWA,17,0.5\n"
PROFILES = "sample,sex,THO1_1,THO1_2,VWA_1,VWA_2,DYS19_1,DYS19_2\nR1,M,6,9.3,16,16,14,14\nR2,F,9.3,9.3,NA,NA,,\n"
PEDIGREES = "family,id,father,mother,sex,missing,typed\nf,R1,0,0,M,0,1\nf,C,R1,0,F,1,0\n"


def test_tables_are_read_and_changed_spellings_said():
    loci = read_frequencies(FREQUENCIES)
    assert [(locus.name, locus.alleles) for locus in loci] == [("TH01", ("6", "9.3")), ("vWA", ("16", "17"))]
    sheet = read_profiles(PROFILES, loci)
    assert [(r.found, r.used) for r in sheet.renamed] == [("THO1", "TH01"), ("VWA", "vWA")]
    assert sheet.unread == ("DYS19",)
    first, second = sheet.profiles
    assert first.genotypes == {"TH01": ("6", "9.3"), "vWA": ("16",)}
    assert (second.genotypes, second.sex) == ({"TH01": ("9.3",)}, Sex.FEMALE)
    (family,) = read_families(PEDIGREES, sheet.profiles)
    assert (family.name, family.missing, set(family.profiles)) == ("f", ("C",), {"R1"})


def test_one_of_several_populations_is_chosen_and_rounded_tables_are_divided_by_their_sum():
    text = "population,locus,allele,freq\nN,A,1,0.4\nN,A,2,0.61\nN,A,3,0\nS,A,1,0.5\nS,A,2,0.5\n"
    (north,) = read_frequencies(text, population="N", divide_by_sum=True)
    assert north.alleles == ("1", "2")
    assert north.frequencies.tolist() == pytest.approx([0.4 / 1.01, 0.61 / 1.01])
    assert read_frequencies(text, population="S")[0].frequencies.tolist() == [0.5, 0.5]
    for population in (None, "W"):
        with pytest.raises(InputError) as refused:
            read_frequencies(text, population=population)
        assert refused.value.code == "kinship:sheet:population"


def test_one_allele_beside_an_empty_cell_needs_dropout():
    text = "sample,sex,TH01_1,TH01_2\nR1,M,6,\n"
    loci = read_frequencies(FREQUENCIES)
    assert read_profiles(text, loci, dropout=0.1).profiles[0].genotypes == {"TH01": ("6",)}
    with pytest.raises(InputError) as refused:
        read_profiles(text, loci)
    assert refused.value.code == "kinship:profile:half"
    assert (refused.value.params["sample"], refused.value.params["locus"]) == ("R1", "TH01")


def test_a_males_x_is_one_allele():
    loci = read_frequencies("locus,allele,freq\nDXS1,1,0.5\nDXS1,2,0.5\n", x_loci=["DXS1"])
    assert loci[0].inheritance is Inheritance.X
    assert read_profiles("sample,sex,DXS1_1,DXS1_2\nR1,M,1,\n", loci).profiles[0].genotypes == {"DXS1": ("1",)}


@pytest.mark.parametrize(
    ("names", "known", "expected"),
    [
        (["TH01"], ["THO1"], {"TH01": "THO1"}),
        (["PENTA_E", "Penta D"], ["Penta E", "PENTAD"], {"PENTA_E": "Penta E", "Penta D": "PENTAD"}),
        (["D3S1358"], ["d3s1358"], {"D3S1358": "d3s1358"}),
        (["DYS19"], ["TH01"], {}),
    ],
)
def test_spellings_of_one_marker(names, known, expected):
    assert resolve(names, known)[0] == expected


def test_marker_names_without_alias_keep_their_letters():
    assert marker_name("D10S1248") == "D10S1248"


@pytest.mark.parametrize(
    ("read", "text", "code", "line"),
    [
        (read_frequencies, "locus,allele\nTH01,6\n", "kinship:sheet:column", 1),
        (read_frequencies, "locus,allele,freq\nTH01,6,much\n", "kinship:sheet:number", 2),
        (read_frequencies, "locus,allele,freq\nTH01,6\n", "kinship:sheet:cells", 2),
        (read_frequencies, "locus,locus,allele,freq\n", "kinship:sheet:column_twice", 1),
        (read_frequencies, 'locus,allele,freq\nTH01,6,"0.5\n', "kinship:sheet:csv", 2),
        (read_frequencies, "locus,allele,freq\nTH01,\0,1\n", "kinship:sheet:characters", 2),
        (read_frequencies, "locus,allele,freq\nTH01,6,0.5\nTHO1,7,0.5\n", "kinship:marker:twice", None),
        (read_frequencies, "locus,allele,freq\nTH01,6,0.5\nTH01,7,0.4\n", "kinship:frequency:sum", None),
        (lambda text: read_profiles(text, []), "name\nR1\n", "kinship:sheet:column", 1),
        (lambda text: read_profiles(text, []), "sample,sex\nR1,x\n", "kinship:sheet:sex", 2),
        (
            lambda text: read_profiles(text, read_frequencies(FREQUENCIES)),
            "sample,TH01_1,TH01_2\nR1,,\n",
            "kinship:profile:empty",
            None,
        ),
        (
            lambda text: read_profiles(text, read_frequencies(FREQUENCIES)),
            "sample,TH01_1,TH01_2\nR1,6,6\nR1,6,6\n",
            "kinship:sample:twice",
            None,
        ),
        (lambda text: read_families(text, []), PEDIGREES, "kinship:sheet:untyped", 2),
    ],
)
def test_a_strange_table_is_refused_with_its_line(read, text, code, line):
    with pytest.raises(InputError) as refused:
        read(text)
    assert refused.value.code == code
    if line is not None:
        assert refused.value.params["line"] == line


def person(label, male, *genotypes):
    lines = [f'"{label}"', "#FALSE#", "-1", "#FALSE#", "#TRUE#" if male else "#FALSE#", str(len(genotypes))]
    return [*lines, *(str(number) for genotype in genotypes for number in genotype)]


def locus_lines(name, model="0", rate="0.002", silent=None):
    alleles = [("10", "0.2"), ("11", "0.3"), ("12", "0.5" if silent is None else str(0.5 - float(silent)))]
    lines = [f'"{name}"', "0.001", rate, model, model, "3", "0.1", "0.1", "1e-006", "1e-006"]
    lines += ["#TRUE#" if silent else "#FALSE#", silent or "0", f"{len(alleles)}\t(DatabaseSize = 1000 )"]
    return [*lines, *(text for allele, share in alleles for text in (f'"{allele}"', share))]


def fam(*, dvi=(), model="0", silent=None, relations=("0", "2")):
    return "\n".join(
        [
            '"Output from Familias, version 3.3.1"',
            '"DO NOT EDIT!"',
            "3.3.1",
            '""',
            "3",
            *person("AF", True, (0, 1, 0), (1, 1, 1)),
            *person("MO", False),
            *person("CH", True, (1, 2, 0), (1, 1, 1)),
            '"Known relations"',
            "0",
            "0",
            "1",
            "1",
            "2",
            "2",
            "0",
            '"H1"',
            "0",
            "0",
            "1",
            *relations,
            "1",
            '"H2"',
            "0",
            "1",
            "1",
            "3",
            "2",
            "#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: 0.01 )",
            "2",
            "#TRUE#",
            '"invented"',
            *locus_lines("LA", model),
            *locus_lines("LB", model, silent=silent),
            *dvi,
            "",
        ]
    )


DVI = """
[DVI]
[[Unidentified persons]]
nPersons= 1
[[[Person 1]]]
Name= V1
Gender= Male
[[[[DNA data]]]]
nSystems= 1
SystemName= LA
Allele1= 10
Allele2= 12
[[Notes]]
nFamilies= 1

[[Reference Families]]
nFamilies= 1
[[[Family 1 ]]]
Name= F1
[[[[Persons]]]]
nPersons= 2
[[[[[Person 1 ]]]]]
Name= wife
Gender= Female
[[[[[[DNA data]]]]]]
nSystems= 0
[[[[[Person 2 ]]]]]
Name= son
Gender= Male
[[[[[[DNA data]]]]]]
nSystems= 1
SystemName= LA
Allele1= 10
Allele2= 11
[[[[Pedigrees]]]]
nPedigrees= 2
[[[[[Pedigree 1]]]]]
Name= Reference pedigree
nRelations= 2
Parent= Missing person
Child= son
Parent= wife
Child= son
[[[[[Pedigree 2]]]]]
Name= F1
nRelations= 2
Parent= Missing person
Child= son
Parent= wife
Child= son
""".splitlines()


def test_a_fam_file_gives_loci_profiles_and_pedigrees():
    found = read_fam(fam(model="1"))
    assert [locus.name for locus in found.loci] == ["LA", "LB"]
    assert found.profiles["AF"].genotypes == {"LA": ("10", "11"), "LB": ("11",)}
    assert found.theta == 0.01
    first, second = found.pedigrees
    child = first.person("CH")
    assert (child.father, child.mother) == ("AF", "MO")
    assert second.person("CH").father == "H2:extra male 1"
    assert found.loci[0].mutates
    assert log_likelihood(first, found.profiles, found.loci[0]) < 0


def test_the_male_and_the_female_rate_are_not_exchanged():
    found = read_fam(fam())
    assert found.loci[0].male[0, 0] == pytest.approx(0.998)
    assert found.loci[0].female[0, 0] == pytest.approx(0.999)


def test_a_silent_allele_of_a_fam_file_is_kept():
    found = read_fam(fam(silent="0.05"))
    assert found.loci[1].silent == "silent"
    assert found.loci[1].frequencies[-1] == 0.05


def test_the_dvi_part_gives_remains_and_families():
    found = read_fam(fam(dvi=DVI))
    assert [(p.sample, p.sex, p.genotypes) for p in found.remains] == [("V1", Sex.MALE, {"LA": ("10", "12")})]
    (family,) = found.families
    son = family.pedigree.person("son")
    assert (son.father, son.mother) == ("Missing person", "wife")
    assert family.pedigree.person("Missing person").sex is Sex.MALE


def test_a_fam_file_that_was_cut_anywhere_is_refused_or_read_to_a_whole_part():
    """A file cut after any line is an error of ours, but for a cut between the database and its DVI part."""
    text = fam(dvi=DVI)
    lines = text.splitlines()
    whole = len(fam().splitlines())
    for cut in range(len(lines) - 1):
        part = "\n".join(lines[:cut])
        if whole <= cut <= whole + 1:
            assert not read_fam(part).families
        else:
            with pytest.raises(InputError):
                read_fam(part)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "kinship:fam:truncated"),
        ("something\nelse\n", "kinship:fam:line"),
        (fam(model="3"), "kinship:fam:model"),
        (fam(model="7"), "kinship:fam:line"),
        (fam(relations=("9", "2")), "kinship:fam:line"),
        (fam().replace("\n3\n", "\n1000000000\n", 1), "kinship:fam:line"),
        (fam(dvi=[line.replace("SystemName= LA", "SystemName= LZ") for line in DVI]), "kinship:fam:locus"),
        (fam(dvi=[line.replace("Gender= Male", "Gender= no") for line in DVI]), "kinship:fam:line"),
        (fam().replace("0.3", "zero"), "kinship:fam:line"),
        (fam() + "\0", "kinship:fam:line"),
    ],
)
def test_a_strange_fam_file_is_refused(text, code):
    with pytest.raises(InputError) as refused:
        read_fam(text)
    assert refused.value.code == code


def test_an_allele_number_beyond_the_table_names_person_and_locus():
    text = fam().replace("\n0\n1\n0\n1\n1\n1\n", "\n0\n9\n0\n1\n1\n1\n", 1)
    with pytest.raises(InputError) as refused:
        read_fam(text)
    assert (refused.value.code, refused.value.params["person"]) == ("kinship:fam:allele", "AF")
    assert refused.value.params["locus"] == "LA"
    assert make_locus("LA", ["1"], [1.0]).alleles == ("1",)


def test_dropout_is_stated_by_sample_and_by_locus():
    text = (
        "sample,sex,TH01_1,TH01_2,vWA_1,vWA_2,dropout,dropin,vWA_dropout\nR1,M,6,,16,,0.1,0.01,0.4\nR2,M,6,6,16,17,,,\n"
    )
    first, second = read_profiles(text, read_frequencies(FREQUENCIES)).profiles
    assert first.losses("TH01") == (0.1, 0.01)
    assert first.losses("vWA") == (0.4, 0.01)
    assert second.losses("vWA") == (0.0, 0.0)


def test_rates_of_a_table_are_the_custom_matrices_of_fathers_and_mothers():
    rates = read_rates("locus,sex,from,to,rate\nTHO1,M,6,9.3,0.01\nTH01,F,6,9.3,0.002\nTH01,?,9.3,6,0.003\n")
    table = read_populations(FREQUENCIES)[""]
    (locus, other), _ = make_loci(table, LociRules(rates=rates))
    assert locus.male.tolist() == [[0.99, 0.01], [0.003, 0.997]]
    assert locus.female.tolist() == [[0.998, 0.002], [0.003, 0.997]]
    assert not other.mutates
    with pytest.raises(InputError) as refused:
        make_loci(table, LociRules(rates=read_rates("locus,sex,from,to,rate\nTH01,M,6,7,0.01\n")))
    assert (refused.value.code, refused.value.params["locus"]) == ("kinship:allele:unknown", "TH01")


def test_alleles_that_a_table_lacks_and_zeros_stand_at_the_stated_minimum():
    table = read_populations("locus,allele,freq\nA,1,0.5\nA,2,0.5\nA,3,0\n")[""]
    (locus,), added = make_loci(table, LociRules(minimum=0.01, seen={"A": ["9", "1"]}))
    assert locus.alleles == ("1", "2", "3", "9")
    assert locus.frequencies.tolist() == pytest.approx([0.49, 0.49, 0.01, 0.01])
    assert added == [("A", "3"), ("A", "9")]
    with pytest.raises(InputError) as refused:
        make_loci(table, LociRules())
    assert refused.value.code == "kinship:frequency:zero"


def test_an_allele_called_silent_is_one_that_no_kit_shows():
    (locus,) = read_frequencies("locus,allele,freq\nA,1,0.5\nA,silent,0.5\n")
    assert locus.silent == "silent"


def test_pedigrees_are_drawn_before_anybody_is_typed():
    (drawn,) = read_pedigrees("family,id,father,mother,sex,missing,typed\nf,R1,0,0,M,0,1\nf,C,R1,0,F,1,0\n")
    assert (drawn.missing, drawn.typed, drawn.untyped) == (("C",), ("R1",), ("C",))


def test_haplotypes_are_read_by_sample_and_locus():
    found = read_haplotypes("sample,DYS385,DYS391\nR1,11/14,10\nR2,,11\n")
    assert found == {"R1": {"DYS385": ("11", "14"), "DYS391": ("10",)}, "R2": {"DYS391": ("11",)}}


def test_a_year_that_is_no_number_is_refused():
    with pytest.raises(InputError) as refused:
        read_families("family,id,father,mother,sex,missing,birth_year\nf,C,0,0,F,1,nan\n", [])
    assert refused.value.code == "kinship:sheet:number"

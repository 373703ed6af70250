"""Files in the layout of those that Familias 3.3 writes with a DVI part: who is missing, who is left out, dropout."""

import math

import pytest

from allforall.errors import InputError
from allforall.kinship import Sex, lr_matrix, make_tables, read_fam


def table(name, alleles, *, dropout="0", size="2500"):
    lines = [f'"{name}"', "0", "0", "0", "0", str(len(alleles)), "0.1", "0.1", "0.0", "0.0", "#FALSE#", "0"]
    lines.append(
        f"{len(alleles)}\t(DatabaseSize = {size} , Dropout probability = {dropout} , Minor allele frequency = 0 )"
    )
    return [*lines, *(text for allele, share in alleles for text in (f'"{allele}"', share))]


def person(number, depth, name, gender, **genotypes):
    heading = f"{'[' * depth}Person {number}{']' * depth}"
    lines = [heading, f"Name= {name}", f"Gender= {gender}", f"{'[' * (depth + 1)}DNA data{']' * (depth + 1)}"]
    lines.append(f"nSystems= {len(genotypes)}")
    for locus, (first, second) in genotypes.items():
        lines += [f"SystemName= {locus}", f"Allele1= {first}", f"Allele2= {second}"]
    return lines


def pedigree(number, name, relations):
    lines = [f"[[[[[Pedigree {number}]]]]]", f"Name= {name}", f"nRelations= {len(relations)}"]
    return [*lines, *(text for parent, child in relations for text in (f"Parent= {parent}", f"Child= {child}"))]


HEAD = ['"Output from Familias, version 3.3"', '"DO NOT EDIT!"', "3.3 (DVI)", '""']
RARE = [("1", "0.05"), ("2", "0.05"), ("3", "0.9")]
TAIL = ["[Prior]", "UseList= Yes", "Size= 3", "[Advanced]", "[[Direct/Identity]]", "Dropin= 0", "Error= 0"]
#: As the program draws it: the wife R, a missing husband, their son and his son missing too, and a leftover.
RELATIONS = [
    ("R", "Missing male 2"),
    ("Missing person", "Missing male 2"),
    ("Missing male 2", "Missing male 3"),
]


def dvi(*pedigrees, alleles=RARE, persons=None, remains=None):
    remains = remains or [("V1", "Male", "1", "1"), ("V2", "Male", "2", "2"), ("V3", "Unknown", "1", "2")]
    lines = [*HEAD, "0", '"Known relations"', "0", "0", "0", "0"]
    lines += ["#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: 0 )", "1", "#TRUE#", '"Untitled database"']
    lines += [*table("L1", alleles), "", "[DVI]", "[[Unidentified persons]]", f"nPersons= {len(remains)}"]
    for number, (name, gender, *two) in enumerate(remains, 1):
        lines += person(f"{number} ", 3, name, gender, **({"L1": two} if two else {}))
    lines += ["[[Notes]]", "nFamilies= 1", "", "[[Reference Families]]", "nFamilies= 1", "[[[Family 1 ]]]"]
    persons = persons or [
        ("R", "Female", {"L1": ("1", "1")}),
        ("Missing male 1", "Male", {}),
        ("Missing male 2", "Male", {}),
        ("Missing male 3", "Male", {}),
    ]
    lines += ["Name= Reference family 1", "[[[[Persons]]]]", f"nPersons= {len(persons)}"]
    for number, (name, gender, shown) in enumerate(persons, 1):
        lines += person(number, 5, name, gender, **shown)
    lines += ["[[[[Pedigrees]]]]", f"nPedigrees= {len(pedigrees)}"]
    for number, (name, relations) in enumerate(pedigrees, 1):
        lines += pedigree(number, name, relations)
    return "\n".join([*lines, *TAIL, ""])


TEMPLATE = (("Reference pedigree", []), ("Template pedigree 2", RELATIONS))


def test_everybody_whose_label_says_so_is_missing_and_a_leftover_is_named():
    found = read_fam(dvi(*TEMPLATE))
    (family,) = found.families
    assert set(family.missing) == {"Missing person", "Missing male 2", "Missing male 3"}
    assert found.left_out == (("Reference family 1", "Missing male 1"),)
    son = family.pedigree.person("Missing male 2")
    assert (son.father, son.mother) == ("Missing person", "R")
    assert family.pedigree.person("Missing person").sex is Sex.MALE
    assert set(family.profiles) == {"R"}
    assert [profile.sex for profile in found.remains] == [Sex.MALE, Sex.MALE, Sex.UNKNOWN]


def test_the_ratios_of_such_a_file_are_those_of_its_family():
    """The wife shows 1/1: her son carries one 1 and a half chance of passing it on; the husband is a stranger's."""
    found = read_fam(dvi(*TEMPLATE))
    tables = make_tables(found.families, found.loci)
    ratios = dict(zip([c.missing for c in tables.columns], (10 ** lr_matrix(tables, found.remains)).T, strict=True))
    assert ratios["Missing person"] == pytest.approx([1, 1, 1])
    assert ratios["Missing male 2"] == pytest.approx([1 / 0.05, 0, 1 / (2 * 0.05)])
    assert ratios["Missing male 3"][0] == pytest.approx(0.5 * 0.05 / 0.05**2 + 0.5)


def test_the_reference_pedigree_serves_where_no_other_shows_the_missing():
    found = read_fam(dvi(("Reference pedigree", RELATIONS), ("Template pedigree 2", [])))
    assert "Missing male 2" in found.families[0].missing


def test_two_different_pedigrees_with_the_missing_are_hypotheses_and_refused():
    with pytest.raises(InputError) as refused:
        read_fam(dvi(*TEMPLATE, ("Template pedigree 3", RELATIONS[:2])))
    assert refused.value.code == "kinship:fam:pedigrees"
    assert refused.value.params["family"] == "Reference family 1"


def test_remains_without_any_allele_are_named_and_not_weighed():
    found = read_fam(dvi(*TEMPLATE, remains=[("V1", "Male", "1", "1"), ("V9", "Male")]))
    assert [profile.sample for profile in found.remains] == ["V1"]
    assert found.no_profile == ("V9",)


def test_an_allele_that_the_table_lacks_needs_the_stated_rule():
    text = dvi(*TEMPLATE, remains=[("V1", "Male", "1", "8")])
    found = read_fam(text)
    with pytest.raises(InputError) as refused:
        lr_matrix(make_tables(found.families, found.loci), found.remains)
    assert refused.value.code == "kinship:allele:unknown"
    assert (refused.value.params["person"], refused.value.params["locus"]) == ("V1", "L1")
    ruled = read_fam(text, minimum=0.001)
    assert ruled.added == (("L1", "8"),)
    assert ruled.loci[0].frequencies[-1] == 0.001
    assert math.isclose(ruled.loci[0].frequencies.sum(), 1)


def test_a_table_that_does_not_sum_to_one_needs_the_stated_rule():
    text = dvi(*TEMPLATE, alleles=[("1", "0.05"), ("2", "0.05"), ("3", "0.8")])
    with pytest.raises(InputError) as refused:
        read_fam(text)
    assert refused.value.code == "kinship:frequency:sum"
    assert read_fam(text, divide_by_sum=True).loci[0].frequencies[0] == pytest.approx(0.05 / 0.9)


def main_part(mark="-1", heading="#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: 0.02 )"):
    lines = [*HEAD[:2], "3.3.1", '""', "1", '"AF"', "#FALSE#", mark, "#FALSE#", "#TRUE#", "1", "0", "0", "0"]
    lines += ['"Known relations"', "0", "0", "0", "0", heading, "1", "#FALSE#", *table("L1", RARE, dropout="0.1"), ""]
    return "\n".join(lines)


def test_dropout_counts_for_the_persons_for_whom_the_file_says_so():
    assert read_fam(main_part("-1 (Consider dropouts)")).profiles["AF"].losses("L1") == (0.1, 0.0)
    assert read_fam(main_part()).profiles["AF"].losses("L1") == (0.0, 0.0)


@pytest.mark.parametrize(
    "heading", ["#TRUE# (#Databases: 1 ;Theta/Kinship/Fst: 0 )", "#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: much )"]
)
def test_a_heading_that_is_not_understood_is_refused_with_its_line(heading):
    with pytest.raises(InputError) as refused:
        read_fam(main_part(heading=heading))
    assert (refused.value.code, refused.value.params["line"]) == ("kinship:fam:line", 20)

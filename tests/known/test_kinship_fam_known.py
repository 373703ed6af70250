"""A published exercise written in the layout of its own .fam file: what is read gives the peer's ratios."""

import json

import numpy as np
import pytest
from kinship_cases import case, matrix_of

from allforall.kinship import lr_matrix, make_tables, read_fam

#: The models of the file by their number there.
MODELS = {"equal": 0, "proportional": 1, "stepwise": 4}


def as_fam(folder, loci, remains, families):
    """Returns a case as the text of a .fam file with a DVI part, laid out as Familias 3.3 lays it out."""
    lines = ['"Output from Familias, version 3.3.1"', '"DO NOT EDIT!"', "3.3.1 (DVI)", '""', "0"]
    lines += ['"Known relations"', "0", "0", "0", "0", "#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: 0 )"]
    lines += [str(len(loci)), "#TRUE#", '"a case"']
    for entry in json.loads((folder / "loci.json").read_text())["loci"]:
        model = (entry.get("mutation") or {}).get("male") or {"model": "equal", "rate": 0, "rate2": 0, "range": 0.1}
        rates = [str(model["rate"])] * 2 + [str(MODELS[model["model"]])] * 2 + [str(len(entry["alleles"]))]
        rates += [str(model.get("range") or 0.1)] * 2 + [str(model.get("rate2") or 0)] * 2
        lines += [f'"{entry["name"]}"', *rates, "#FALSE#", "0"]
        lines.append(f"{len(entry['alleles'])}\t(DatabaseSize = 1000 , Dropout probability = 0 , Minor = 0 )")
        for allele, share in zip(entry["alleles"], entry["freqs"], strict=True):
            lines += [f'"{allele}"', repr(share)]
    lines += ["", "[DVI]", "[[Unidentified persons]]", f"nPersons= {len(remains)}"]
    for number, profile in enumerate(remains, 1):
        lines += person(f"{number} ", 3, profile.sample, profile.sex, profile.genotypes)
    lines += ["[[Notes]]", f"nFamilies= {len(families)}", *[""] * len(families)]
    lines += ["[[Reference Families]]", f"nFamilies= {len(families)}"]
    for number, family in enumerate(families, 1):
        called = {label: f"Missing person {place}" for place, label in enumerate(family.missing)}
        persons = [p for p in family.pedigree.persons if p.label not in called]
        lines += [f"[[[Family {number} ]]]", f"Name= {family.name}", "[[[[Persons]]]]"]
        lines.append(f"nPersons= {len(family.pedigree.persons)}")
        for place, one in enumerate((*persons, *map(family.pedigree.person, family.missing)), 1):
            shown = family.profiles[one.label].genotypes if one.label in family.profiles else {}
            lines += person(place, 5, called.get(one.label, one.label), one.sex, shown)
        relations = [
            (called.get(parent, parent), called.get(one.label, one.label))
            for one in family.pedigree.persons
            for parent in (one.father, one.mother)
            if parent
        ]
        drawn = ["", *(text for parent, child in relations for text in (f"Parent= {parent}", f"Child= {child}"))]
        lines += ["[[[[Pedigrees]]]]", "nPedigrees= 2"]
        for place, name in enumerate(("Reference pedigree", f"Pedigree{number}"), 1):
            lines += [f"[[[[[Pedigree {place}]]]]]", f"Name= {name}", f"nRelations= {len(relations)}", *drawn[1:]]
    return "\n".join([*lines, "[Prior]", "UseList= Yes", "Size= 3", "[Advanced]", ""])


def person(number, depth, name, sex, genotypes):
    gender = {"M": "Male", "F": "Female"}.get(sex, "Unknown")
    lines = [f"{'[' * depth}Person {number}{']' * depth}", f"Name= {name}", f"Gender= {gender}"]
    lines += [f"{'[' * (depth + 1)}DNA data{']' * (depth + 1)}", f"nSystems= {len(genotypes)}"]
    for locus, shown in genotypes.items():
        lines += [f"SystemName= {locus}", f"Allele1= {shown[0]}", f"Allele2= {shown[-1]}"]
    return lines


@pytest.mark.parametrize("name", ["KETPexer497", "KETPchap481", "planecrash"])
def test_a_fam_file_with_its_dvi_part_gives_the_peers_ratios(ground_truth, name):
    folder = ground_truth / "kinship" / name
    loci, remains, families = case(folder)
    found = read_fam(as_fam(folder, loci, remains, families))
    assert not found.left_out
    assert [family.name for family in found.families] == [family.name for family in families]
    _, _, expected = matrix_of(folder / "expected_pairwiseLR.csv")
    made = 10 ** lr_matrix(make_tables(found.families, found.loci), found.remains)
    np.testing.assert_allclose(np.nan_to_num(made), np.nan_to_num(expected), rtol=1e-8, atol=1e-300)

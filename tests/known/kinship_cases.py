"""Reads the ground truth of the kinship cases: loci, pedigrees, profiles and the peers' figures."""

import csv
import json

import numpy as np

from allforall.kinship import Inheritance, Person, Sex, custom, make_family, make_locus, make_pedigree, make_profile


def locus_of(entry, silent=None):
    models = {}
    if entry.get("mutation"):
        models = {
            "mutation": custom(entry["mutation"]["male"]["matrix"]),
            "female_mutation": custom(entry["mutation"]["female"]["matrix"]),
        }
    x = str(entry.get("chrom")) == "23"
    inheritance = Inheritance.X if x else Inheritance.AUTOSOMAL
    return make_locus(
        entry.get("name", "L"), entry["alleles"], entry["freqs"], inheritance=inheritance, silent=silent, **models
    )


def pedigree_of(rows, family="f"):
    def parent(label):
        return "" if label == "0" else label

    return make_pedigree(
        family,
        [Person(row["id"], parent(row["father"]), parent(row["mother"]), Sex(row["sex"])) for row in rows],
    )


def profile_of(row, key, names, sex=Sex.UNKNOWN):
    alleles = {name: [row.get(f"{name}_{n}") for n in (1, 2)] for name in names}
    return make_profile(row[key], {name: [a for a in two if a and a != "NA"] for name, two in alleles.items()}, sex)


def case(folder):
    """Returns loci, remains and families of a DVI case."""
    loci = [locus_of(entry) for entry in json.loads((folder / "loci.json").read_text())["loci"]]
    names = [locus.name for locus in loci]
    remains = [profile_of(row, "sample", names, Sex(row["sex"])) for row in rows_of(folder / "pm.csv")]
    typed = {row["id"]: profile_of(row, "id", names) for row in rows_of(folder / "am_genotypes.csv")}
    by_family = {}
    for row in rows_of(folder / "am_pedigrees.csv"):
        by_family.setdefault(row["family"], []).append(row)
    families = [
        make_family(
            name,
            pedigree_of(rows, name),
            {row["id"]: typed[row["id"]] for row in rows if row["typed"] == "1"},
            [row["id"] for row in rows if row["missing"] == "1"],
        )
        for name, rows in by_family.items()
    ]
    return loci, remains, families


def rows_of(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def matrix_of(path):
    """Returns samples, columns and the numbers of a table of the peers."""
    rows = rows_of(path)
    key = next(iter(rows[0]))
    columns = [name for name in rows[0] if name != key]
    values = [[np.nan if row[name] == "NA" else float(row[name]) for name in columns] for row in rows]
    return [row[key] for row in rows], columns, np.array(values)

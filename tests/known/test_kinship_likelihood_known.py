"""Likelihoods against pedprobr and Familias: every case of the ground truth, per locus."""

import json
import math

import pytest
from kinship_cases import case, locus_of, pedigree_of, profile_of, rows_of

from allforall.kinship import (
    Ancestors,
    Conventions,
    Person,
    Sex,
    ThetaRule,
    extended_stepwise,
    genotype_chances,
    log_likelihood,
    log_likelihood_linked,
    lr_matrix,
    make_family,
    make_locus,
    make_pedigree,
    make_profile,
    make_tables,
    mutation_matrix,
    single,
)
from allforall.kinship.mutation import equal, proportional

DVI = ("example1", "example2", "KETPchap481", "KETPexer497", "planecrash", "symmetricSibs", "kinship_stepwise")


def close(ours, theirs, relative):
    return math.isclose(ours, theirs, rel_tol=relative, abs_tol=0) or ours == theirs


def test_likelihoods_of_any_pedigree_equal_those_of_pedprobr(ground_truth):
    cases = json.loads((ground_truth / "kinship/likelihood_units/cases.json").read_text())
    assert len(cases) >= 100
    for entry in cases:
        pedigree = pedigree_of(entry["pedigree"])
        loci = [locus_of(locus) for locus in entry.get("loci", [entry.get("locus")])]
        names = [locus.name for locus in loci]
        profiles = {row["id"]: profile_of(row, "id", names) for row in entry["genotypes"]}
        if "rho" in entry:
            linked = log_likelihood_linked(pedigree, profiles, tuple(loci), entry["rho"])
            unlinked = log_likelihood_linked(pedigree, profiles, tuple(loci), 0.5)
            assert close(math.exp(linked), entry["likelihood_linked"], 1e-10), entry["case"]
            assert close(math.exp(unlinked), entry["likelihood_unlinked"], 1e-10), entry["case"]
            continue
        assert close(math.exp(log_likelihood(pedigree, profiles, loci[0])), entry["likelihood"], 1e-10), entry["case"]
        if entry.get("likelihood_theta"):
            with_theta = log_likelihood(pedigree, profiles, loci[0], Conventions(theta=entry["theta"]))
            assert close(math.exp(with_theta), entry["likelihood_theta"], 1e-10), entry["case"]


@pytest.mark.parametrize("name", DVI)
def test_every_pair_and_locus_of_a_case_equals_pedprobr(ground_truth, name):
    folder = ground_truth / "kinship" / name
    loci, remains, families = case(folder)
    by_name = {locus.name: locus for locus in loci}
    by_sample = {profile.sample: profile for profile in remains}
    family_of = {label: family for family in families for label in family.missing}
    rows = rows_of(folder / "expected_perLocus.csv")
    for row in rows:
        family, victim, locus = family_of[row["missing"]], by_sample[row["victim"]], by_name[row["locus"]]
        placed = log_likelihood(family.pedigree, {**family.profiles, row["missing"]: victim}, locus)
        alone = log_likelihood(single(victim.sample, victim.sex), {victim.sample: victim}, locus)
        relatives = log_likelihood(family.pedigree, family.profiles, locus)
        for ours, theirs in ((placed, "lnL_H1"), (relatives, "lnL_ref"), (alone, "lnL_victim")):
            expected = float(row[theirs].replace("Inf", "inf"))
            assert close(ours, expected, 1e-10), (row["victim"], row["missing"], row["locus"], theirs)


def test_silent_alleles_and_theta_equal_familias(ground_truth):
    cases = json.loads((ground_truth / "kinship/likelihood_units/familias_silent_theta.json").read_text())
    trio = make_pedigree("t", [Person("AF", sex=Sex.MALE), Person("MO", sex=Sex.FEMALE), Person("CH", "AF", "MO")])
    apart = [make_pedigree("d", [Person("MO", sex=Sex.FEMALE), Person("CH", "", "MO")]), single("AF")]
    for entry in cases:
        locus = locus_of(entry, silent=entry["silent"])
        profiles = {label: make_profile(label, {"L": alleles}) for label, alleles in entry["genotypes"].items()}
        conventions = Conventions(theta=entry["theta"])
        for pedigree, key in ((trio, "likelihood_H1"), (apart, "likelihood_H0")):
            ours = math.exp(log_likelihood(pedigree, profiles, locus, conventions))
            assert close(ours, entry[key], 1e-9), (entry["case"], key)


FOUR = (["10", "11", "12", "13"], [0.1, 0.2, 0.3, 0.4])


def test_untyped_parents_are_kept_as_pedprobr_does_and_pruned_as_familias_does():
    locus = make_locus("L", *FOUR, mutation=extended_stepwise(0.05, 0.001, 0.1))
    pedigree = make_pedigree("s", [Person("F", sex=Sex.MALE), Person("M", sex=Sex.FEMALE), Person("S", "F", "M")])
    profiles = {"S": make_profile("S", {"L": ["10", "11"]})}
    kept = math.exp(log_likelihood(pedigree, profiles, locus))
    pruned = math.exp(log_likelihood(pedigree, profiles, locus, Conventions(ancestors=Ancestors.PRUNE)))
    assert close(kept, 0.0409569088117351, 1e-12)
    assert close(pruned, 0.04, 1e-12)


def test_theta_counts_all_persons_as_familias_does_or_each_component_apart():
    locus = make_locus("L", *FOUR)
    profiles = {"F": make_profile("F", {"L": ["10", "11"]}), "C": make_profile("C", {"L": ["10", "12"]})}
    duo = make_pedigree("d", [Person("F", sex=Sex.MALE), Person("C", "F")])
    apart = [single("F"), single("C")]
    for rule, unrelated, ratio in (
        (ThetaRule.ALL_PERSONS, 0.002626729437625938, 2.086614),
        (ThetaRule.PER_COMPONENT, 0.002258159999999998, 2.427184),
    ):
        conventions = Conventions(theta=0.03, theta_rule=rule)
        together = math.exp(log_likelihood(duo, profiles, locus, conventions))
        separate = math.exp(log_likelihood(apart, profiles, locus, conventions))
        assert close(together, 0.005480970873786408, 1e-12)
        assert close(separate, unrelated, 1e-12)
        assert close(together / separate, ratio, 1e-6)
        family = make_family("d", duo, {"F": profiles["F"]}, ["C"])
        matrix = lr_matrix(make_tables([family], [locus], conventions), [profiles["C"]])
        assert close(10 ** float(matrix[0, 0]), ratio, 1e-6)


def test_mutation_matrices_equal_those_of_the_peers(ground_truth):
    seen = set()
    for folder in sorted((ground_truth / "kinship").rglob("loci.json")):
        for entry in json.loads(folder.read_text())["loci"]:
            for side in ("male", "female") if entry["mutation"] else ():
                model = entry["mutation"][side]
                made = {
                    "equal": lambda m: equal(m["rate"]),
                    "proportional": lambda m: proportional(m["rate"]),
                    "stepwise": lambda m: extended_stepwise(m["rate"], m["rate2"], m["range"]),
                }[model["model"]](model)
                locus = locus_of({**entry, "mutation": None})
                ours = mutation_matrix(entry["name"], entry["alleles"], locus.frequencies, made)
                assert abs(ours - model["matrix"]).max() < 1e-12, (folder, entry["name"])
                seen.add(model["model"])
    assert seen == {"equal", "proportional", "stepwise"}


def test_observations_with_dropout_equal_sums_over_pedprobrs_genotypes(ground_truth):
    cases = json.loads((ground_truth / "kinship/dropout_units/cases.json").read_text())
    tables = {}
    for entry in cases:
        locus = locus_of(entry["locus"])
        names = [locus.name]
        key = entry["case"] + json.dumps(entry["genotypes"])
        if key not in tables:
            profiles = {row["id"]: profile_of(row, "id", names) for row in entry["genotypes"]}
            family = make_family("f", pedigree_of(entry["pedigree"]), profiles, ["MP"])
            tables[key] = make_tables([family], [locus])
        if not entry["observed"]:
            assert entry["LR"] == 1
            continue
        remains = make_profile("R", {locus.name: entry["observed"]}, dropout=entry["dropout"])
        ours = 10 ** float(lr_matrix(tables[key], [remains])[0, 0])
        assert close(ours, entry["LR"], 1e-10), (entry["case"], entry["observed"])
        direct = log_likelihood(single("R"), {"R": remains}, locus)
        assert close(math.exp(direct), entry["P_obs_population"], 1e-10)
        assert close(float(genotype_chances(locus).sum()), 1, 1e-12)

"""Matrices and joint tables against dvir: every case of the ground truth that has figures."""

import itertools
import math

import numpy as np
import pytest
from kinship_cases import case, matrix_of, rows_of

from allforall.kinship import (
    EVEN,
    combine,
    family_ways,
    generalised_ratio,
    log_likelihood,
    lr_matrix,
    make_locus,
    make_tables,
    posterior,
    single,
    symmetric_sets,
)

PAIRS = ("example1", "example2", "KETPchap481", "KETPexer497", "planecrash", "symmetricSibs", "matrix50x50_none")
JOINT = ("example1", "example2", "KETPchap481", "KETPexer497", "symmetricSibs")


@pytest.mark.parametrize("name", PAIRS)
def test_every_pair_of_a_matrix_equals_dvir(ground_truth, name):
    folder = ground_truth / "kinship" / name
    loci, remains, families = case(folder)
    tables = make_tables(families, loci)
    samples, missing, expected = matrix_of(folder / "expected_pairwiseLR.csv")
    places = [[column.missing for column in tables.columns].index(label) for label in missing]
    ours = 10 ** lr_matrix(tables, remains)[:, places]
    assert [profile.sample for profile in remains] == samples
    # What was not compared (the sexes differ) is a gap in both.
    assert np.array_equal(np.isnan(ours), np.isnan(expected))
    np.testing.assert_allclose(ours, expected, rtol=1e-8, atol=0)


def joint_of(folder, *, mutation=True):
    loci, remains, families = case(folder)
    if not mutation:
        loci = [make_locus(locus.name, locus.alleles, locus.frequencies) for locus in loci]
    ways = [family_ways(family, remains, loci) for family in families]
    return combine(ways, remains), ways


def place_of(joint):
    """Returns for a row of the peer's table its place in ours."""
    columns = [missing for _, missing in joint.columns]
    places = {tuple(row): place for place, row in enumerate(joint.assigned.tolist())}

    def find(row):
        held = (row.get(sample, "*") for sample in joint.samples)
        return places.get(tuple(-1 if label == "*" else columns.index(label) for label in held))

    return find


@pytest.mark.parametrize("name", JOINT)
def test_joint_tables_and_posteriors_equal_dvir(ground_truth, name):
    folder = ground_truth / "kinship" / name
    joint, _ = joint_of(folder)
    even = posterior(joint, EVEN, table_only=True)
    find = place_of(joint)
    listed = []
    for row in rows_of(folder / "expected_joint.csv"):
        place = find(row)
        if float(row["LR"]) == 0:
            assert place is None, "an impossible assignment is not listed"
            continue
        assert math.isclose(math.exp(joint.log_lr[place]), float(row["LR"]), rel_tol=1e-8)
        assert math.isclose(even.assignments[place], float(row["posterior"]), rel_tol=0, abs_tol=1e-8)
        listed.append(float(joint.log_lr[place]))
    assert len(listed) == len(joint.log_lr), "both list the same assignments"
    assert all(a >= b - 1e-8 for a, b in itertools.pairwise(listed)), "in the same ranking"
    samples, labels, expected = matrix_of(folder / "expected_posterior_flatprior.csv")
    columns = [missing for _, missing in joint.columns]
    for row, sample in enumerate(samples):
        ours = even.pairs[joint.samples.index(sample)]
        for column, label in enumerate(labels):
            found = ours[-1] if label == "*" else ours[columns.index(label)]
            assert abs(found - expected[row, column]) < 1e-8, (sample, label)


def test_planecrash_without_mutation_equals_dvir(ground_truth):
    folder = ground_truth / "kinship/planecrash"
    joint, _ = joint_of(folder, mutation=False)
    find = place_of(joint)
    rows = [row for row in rows_of(folder / "expected_joint_nomut_full.csv") if float(row["LR"]) > 0]
    assert len(rows) == len(joint.log_lr) == 230
    for row in rows:
        assert math.isclose(math.exp(joint.log_lr[find(row)]), float(row["LR"]), rel_tol=1e-8)


def test_planecrash_with_mutation_lists_every_assignment(ground_truth):
    """dvir gave no answer here; each of the 19,081 is a product of pairs, since each family misses one person."""
    folder = ground_truth / "kinship/planecrash"
    joint, _ = joint_of(folder)
    assert len(joint.log_lr) == 19_081
    _, _, pairs = matrix_of(folder / "expected_pairwiseLR.csv")
    logs = np.append(np.log(pairs), np.zeros((len(pairs), 1)), axis=1)
    for place in (0, 1, 2, 100, 5000, 19_080):
        product = sum(logs[r, column] for r, column in enumerate(joint.assigned[place]))
        assert math.isclose(joint.log_lr[place], product, rel_tol=1e-8, abs_tol=1e-8)


def test_sets_that_cannot_be_told_apart_are_those_of_dvir(ground_truth):
    joint, ways = joint_of(ground_truth / "kinship/symmetricSibs")
    first, second = symmetric_sets(joint, ways)
    assert (first.missing, first.samples) == (("M1", "M2"), ("V1", "V2"))
    assert math.isclose(10**first.log10_glr, 1111856953.48283, rel_tol=1e-8)
    assert (second.missing, second.samples) == (("M3", "M4"), ("V3",))
    assert math.isclose(10**second.log10_glr, 146993.855312205, rel_tol=1e-8)


def test_generalised_ratios_equal_dvir(ground_truth):
    joint, _ = joint_of(ground_truth / "kinship/KETPchap481")
    assert math.isclose(10 ** generalised_ratio(joint, [(0, 0)]), 52051229522.766, rel_tol=1e-8)
    assert math.isclose(10 ** generalised_ratio(joint, [(1, 1)]), 266666873.401324, rel_tol=1e-8)


@pytest.mark.parametrize(
    ("name", "best", "sets"),
    [
        ("KETPchap484", ("M1", "M2", "M3", "M4"), []),
        ("KETPexer498", ("M1", "M2", "M3"), []),
        ("fire", ("M1", "M3", "M2"), [(("M2", "M3"), ("V2", "V3"))]),
        ("icmp", ("M6", "M10", "M12", "M8", "M1"), [(("M10", "M11"), ("V2",))]),
        ("grave", ("MP1", "MP2", "MP3", "MP4", "MP5", "MP6", "MP7", "*"), []),
    ],
)
def test_cases_without_answers_are_solved_and_agree_with_likelihoods_one_by_one(ground_truth, name, best, sets):
    folder = ground_truth / "kinship/cases_without_answers" / name
    joint, ways = joint_of(folder)
    columns = [missing for _, missing in joint.columns]
    top = tuple("*" if column < 0 else columns[column] for column in joint.assigned[0])
    assert top == best or (sets and joint.log_lr[1] == pytest.approx(joint.log_lr[0]))
    assert [(found.missing, found.samples) for found in symmetric_sets(joint, ways)] == sets
    loci, remains, families = case(folder)
    direct = 0.0
    for locus in loci:
        for family in families:
            placed = {
                label: remains[row]
                for row, column in enumerate(joint.assigned[0].tolist())
                if column >= 0
                for label in [columns[column]]
                if label in family.missing
            }
            direct += log_likelihood(family.pedigree, {**family.profiles, **placed}, locus)
            direct -= log_likelihood(family.pedigree, family.profiles, locus)
            for profile in placed.values():
                direct -= log_likelihood(single(profile.sample, profile.sex), {profile.sample: profile}, locus)
    assert math.isclose(joint.log_lr[0], direct, rel_tol=1e-8)

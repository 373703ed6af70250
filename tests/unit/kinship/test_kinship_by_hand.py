"""Figures worked by hand: the suite stands without the ground truth."""

import math

import numpy as np
import pytest

from allforall.kinship import (
    Conventions,
    Person,
    Sex,
    equal,
    extended_stepwise,
    family_ways,
    log_likelihood,
    lr_matrix,
    make_family,
    make_locus,
    make_pedigree,
    make_profile,
    make_tables,
    mutation_matrix,
    proportional,
    single,
    stepwise,
)

P = {"10": 0.1, "11": 0.2, "12": 0.3, "13": 0.4}


def locus(**more):
    return make_locus("L", list(P), list(P.values()), **more)


def seen(name, *alleles, **more):
    return make_profile(name, {"L": alleles}, **more)


def ratio(persons, relatives, missing, remains, **more):
    """Returns the likelihood ratio of remains for one missing person."""
    conventions = more.pop("conventions", Conventions())
    pedigree = make_pedigree("f", [Person(*person) for person in persons])
    family = make_family("f", pedigree, {label: seen(label, *own) for label, own in relatives.items()}, [missing])
    return 10 ** float(lr_matrix(make_tables([family], [locus(**more)], conventions), [remains])[0, 0])


TRIO = [("F",), ("M",), ("C", "F", "M")]
SIBS = [*TRIO, ("D", "F", "M")]


@pytest.mark.parametrize(
    ("persons", "relatives", "missing", "remains", "expected"),
    [
        # A father 10/11 and his child 10/12: the child's 10 is one of his two, 1 / (4 p10).
        (TRIO, {"F": ("10", "11")}, "C", ("10", "12"), 1 / (4 * 0.1)),
        # Both parents known: (1/2)(1/2) over 2 p10 p12.
        (TRIO, {"F": ("10", "11"), "M": ("12", "13")}, "C", ("10", "12"), 0.25 / (2 * 0.1 * 0.3)),
        # A homozygous father, a homozygous child: 1 / p.
        (TRIO, {"F": ("11", "11")}, "C", ("11", "11"), 1 / 0.2),
        # Full siblings who share a heterozygote: 1/4 + (1/4)(p + q)/(2 p q) + 1/4 of 1/(2 p q).
        (SIBS, {"D": ("10", "11")}, "C", ("10", "11"), 0.25 + 0.125 * 0.3 / 0.02 + 0.25 / 0.04),
        # Full siblings without an allele in common: 1/4.
        (SIBS, {"D": ("10", "11")}, "C", ("12", "13"), 0.25),
        # Full siblings, one homozygote shared: 1/4 + 1/(2 p) + 1/(4 p^2).
        (SIBS, {"D": ("10", "10")}, "C", ("10", "10"), 0.25 + 0.5 / 0.1 + 0.25 / 0.01),
        # An allele that neither parent has: impossible without mutation.
        (TRIO, {"F": ("10", "11"), "M": ("12", "13")}, "C", ("10", "11"), 0.0),
        # A grandparent 10/11 and a grandchild 10/12: 1/2 + (1/2) of the parent's 1/(4 p).
        (
            [("G",), ("F", "G"), ("M",), ("C", "F", "M")],
            {"G": ("10", "11")},
            "C",
            ("10", "12"),
            0.5 + 0.5 / (4 * 0.1),
        ),
    ],
)
def test_ratios_of_known_families(persons, relatives, missing, remains, expected):
    assert math.isclose(ratio(persons, relatives, missing, seen("R", *remains)), expected, rel_tol=1e-12, abs_tol=1e-15)


def test_a_mutation_makes_the_impossible_rare():
    found = ratio(TRIO, {"F": ("10", "10")}, "C", seen("R", "11", "11"), mutation=equal(0.03))
    # The father's 10 became 11 (0.03 / 3); the mother, untyped, passed 11: her own 11 kept, or another that mutated.
    mother = 0.2 * 0.97 + 0.8 * 0.01
    assert math.isclose(found, 0.01 * mother / 0.2**2, rel_tol=1e-12)


def test_theta_for_two_unrelated_persons_who_show_the_same():
    conventions = Conventions(theta=0.03)
    both = log_likelihood(
        [single("A"), single("B")], {"A": seen("A", "10", "10"), "B": seen("B", "10", "10")}, locus(), conventions
    )
    t, p = 0.03, 0.1
    expected = p * (t + (1 - t) * p) * (2 * t + (1 - t) * p) / (1 + t) * (3 * t + (1 - t) * p) / (1 + 2 * t)
    assert math.isclose(math.exp(both), expected, rel_tol=1e-12)


def test_dropout_of_one_allele():
    remains = seen("R", "10", dropout=0.1)
    found = ratio(TRIO, {"F": ("10", "10"), "M": ("11", "11")}, "C", remains)
    # The child is 10/11 for certain: 10 seen and 11 lost. Unrelated: 10/10 seen, or 10 with another, lost.
    unrelated = 0.01 * 0.99 + 2 * 0.1 * 0.9 * 0.09
    assert math.isclose(found, 0.9 * 0.1 / unrelated, rel_tol=1e-12)


def test_drop_in_explains_an_allele_that_nobody_has():
    remains = seen("R", "10", "13", dropin=0.05)
    found = ratio(TRIO, {"F": ("10", "10"), "M": ("10", "10")}, "C", remains)
    unrelated = 0.95 * 2 * 0.1 * 0.4 + 0.05 * (0.1 * 0.16 + 0.4 * 0.01 + 0.5 * 2 * 0.1 * 0.4)
    assert math.isclose(found, 0.05 * 0.4 / unrelated, rel_tol=1e-12)


def test_stepwise_mutation_counts_steps_among_alleles_of_one_fraction():
    alleles = ["8", "9", "9.3", "10.3", "11"]
    plain = mutation_matrix("L", alleles, np.full(5, 0.2), stepwise(0.01, 0.1))
    assert plain[0, 2] == plain[0, 3] == plain[2, 0] == 0
    np.testing.assert_allclose(plain[0], [0.99, 0.01 * 0.1 / 0.101, 0, 0, 0.01 * 0.001 / 0.101])
    np.testing.assert_allclose(plain[2], [0, 0, 0.99, 0.01, 0])
    wide = mutation_matrix("L", alleles, np.full(5, 0.2), extended_stepwise(0.01, 0.003, 0.1))
    np.testing.assert_allclose(wide[2], [0.001, 0.001, 0.987, 0.01, 0.001])
    np.testing.assert_allclose(wide[0, 2:4], 0.0015)
    assert np.allclose(wide.sum(axis=1), 1)


def test_the_silent_allele_neither_mutates_nor_arises():
    alleles = ["10", "11", "silent"]
    for model in (equal(0.01), proportional(0.01), stepwise(0.01)):
        made = mutation_matrix("L", alleles, np.array([0.5, 0.45, 0.05]), model, "silent")
        np.testing.assert_array_equal(made[2], [0, 0, 1])
        assert made[0, 2] == made[1, 2] == 0


def test_proportional_mutation_keeps_the_population_as_it_is():
    shares = np.array(list(P.values()))
    made = mutation_matrix("L", list(P), shares, proportional(0.02))
    np.testing.assert_allclose(shares @ made, shares, rtol=1e-14)
    assert math.isclose(float((shares * (1 - np.diag(made))).sum()), 0.02, rel_tol=1e-12)


def test_remains_of_the_other_sex_are_not_compared():
    pedigree = make_pedigree("f", [Person("F", sex=Sex.MALE), Person("C", "F", "", Sex.FEMALE)])
    family = make_family("f", pedigree, {"F": seen("F", "10", "11")}, ["C"])
    tables = make_tables([family], [locus()])
    matrix = lr_matrix(tables, [seen("A", "10", sex=Sex.MALE), seen("B", "10", sex=Sex.FEMALE), seen("D", "10")])
    assert np.isnan(matrix[0, 0])
    assert np.isfinite(matrix[1:, 0]).all()


def test_relatives_that_cannot_be_explained_are_named_and_not_compared():
    pedigree = make_pedigree("f", [Person("F"), Person("C", "F"), Person("D", "F")])
    family = make_family("f", pedigree, {"F": seen("F", "10", "10"), "C": seen("C", "11", "11")}, ["D"])
    tables = make_tables([family], [locus()])
    assert tables.impossible == (("f", "L"),)
    assert np.isnan(lr_matrix(tables, [seen("R", "10")])).all()


def test_a_typed_twin_of_the_missing_person_is_as_good_as_a_sample_of_their_own():
    twins = make_pedigree("f", [Person("A"), Person("B")], [("A", "B")])
    family = make_family("f", twins, {"A": seen("A", "10", "11")}, ["B"])
    found = 10 ** lr_matrix(make_tables([family], [locus()]), [seen("R", "10", "11"), seen("S", "10", "12")])[:, 0]
    assert found.tolist() == pytest.approx([1 / (2 * 0.1 * 0.2), 0])
    ways = family_ways(family, [seen("R", "10", "11"), seen("S", "10", "12")], [locus()])
    assert dict(zip(map(tuple, ways.ways.tolist()), np.exp(ways.log_lr), strict=True)) == {
        (-1,): 1.0,
        (0,): pytest.approx(25.0),
        (1,): 0.0,
    }


def test_a_locus_that_was_not_typed_says_nothing():
    pedigree = make_pedigree("f", [Person("F"), Person("C", "F")])
    two = [locus(), make_locus("K", ["1", "2"], [0.5, 0.5])]
    family = make_family("f", pedigree, {"F": seen("F", "10", "10")}, ["C"])
    remains = make_profile("R", {"L": ["10", "11"], "K": ["1", "2"]})
    both, one = (float(lr_matrix(make_tables([family], own, Conventions()), [remains])[0, 0]) for own in (two, two[:1]))
    assert math.isclose(both, one, abs_tol=1e-12)

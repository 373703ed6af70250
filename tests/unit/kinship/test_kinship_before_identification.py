"""Samples of one person, consensus, flags, lineages, and what references can decide."""

import math

import numpy as np
import pytest

from allforall.kinship import (
    Conventions,
    Flag,
    Inheritance,
    Line,
    Person,
    Sex,
    associate,
    check_profile,
    compare_lines,
    compare_samples,
    consensus,
    log_likelihood,
    lr_matrix,
    make_family,
    make_locus,
    make_pedigree,
    make_profile,
    make_tables,
    parts,
    power_of,
    power_of_kind,
    same_line,
    same_matrix,
    which_next,
)
from allforall.kinship.lineage import Finding

SHARES = [0.1, 0.2, 0.3, 0.4]
LOCI = [make_locus(name, ["1", "2", "3", "4"], SHARES) for name in ("A", "B", "C")]


def sample(name, *genotypes, **more):
    return make_profile(name, dict(zip("ABC", genotypes, strict=False)), **more)


def test_the_same_person_twice_is_one_over_the_frequency():
    pair = compare_samples(sample("a", "12", "33", "44"), sample("b", "12", "33", "44"), LOCI)
    assert pair.same == pytest.approx(-math.log10(0.04 * 0.09 * 0.16))
    assert pair.loci == 3
    assert pair.same > pair.siblings > 0


def test_two_samples_that_differ_are_not_one_person_but_may_be_siblings():
    pair = compare_samples(sample("a", "12", "33", "44"), sample("b", "12", "34", "44"), LOCI)
    assert pair.same == -math.inf
    assert math.isfinite(pair.siblings)


def test_a_lost_allele_does_not_part_one_person():
    pair = compare_samples(sample("a", "12", "33"), sample("b", "1", "33", dropout_at={"A": 0.2}), LOCI)
    shown = 0.8 * 0.2
    alone = 0.01 * (1 - 0.04) + 2 * 0.1 * 0.9 * shown
    assert pair.same == pytest.approx(math.log10(shown / alone) - math.log10(0.09))


def test_samples_of_different_sex_are_not_one_person():
    first, second = sample("a", "12", sex=Sex.MALE), sample("b", "12", sex=Sex.FEMALE)
    assert compare_samples(first, second, LOCI).same == -math.inf
    assert same_matrix([first, second], LOCI)[0, 1] == -math.inf


def test_all_against_all_is_each_pair_on_its_own():
    samples = [
        sample("a", "12", "33", "44"),
        sample("b", "12", "33", "4", dropout=0.1),
        sample("c", "1", "3", "", dropout=0.3, dropin=0.02),
        sample("d", "34", "11", "22"),
    ]
    matrix = same_matrix(samples, LOCI)
    for n, first in enumerate(samples):
        for m, second in enumerate(samples):
            if n != m:
                alone = compare_samples(first, second, LOCI).same
                assert matrix[n, m] == alone or matrix[n, m] == pytest.approx(alone)
    found = associate(samples, LOCI, 1.0)
    assert (found[0].first, found[0].second) == ("a", "b")


def test_remains_are_held_against_staff_and_blanks():
    staff = [sample("laboratory 1", "34", "11", "22")]
    found = associate([sample("a", "12", "33", "44"), sample("d", "34", "11", "22")], LOCI, 2.0, staff)
    assert [(pair.first, pair.second) for pair in found] == [("d", "laboratory 1")]


def test_theta_makes_one_persons_samples_weigh_less():
    first, second = sample("a", "12", "33", "44"), sample("b", "12", "33", "44")
    assert (
        compare_samples(first, second, LOCI, Conventions(theta=0.03)).same < compare_samples(first, second, LOCI).same
    )


def test_an_allele_counts_that_was_seen_twice():
    typings = [sample("t1", "12", "3"), sample("t2", "1", "34"), sample("t3", "12", "3", dropout=0.1)]
    found = consensus("bone", typings)
    assert found.profile.genotypes == {"A": ("1", "2"), "B": ("3",)}
    assert found.unconfirmed == (("B", "4"),)
    assert found.profile.dropout == 0.1


@pytest.mark.parametrize(
    ("genotypes", "sex", "flags"),
    [
        ({"A": "12", "B": "3"}, Sex.UNKNOWN, []),
        ({"A": "123"}, Sex.UNKNOWN, [(Flag.TRIALLELIC, ("A",))]),
        ({"A": "123", "B": "124"}, Sex.UNKNOWN, [(Flag.MIXTURE, ("A", "B"))]),
        ({"DX": "12"}, Sex.MALE, [(Flag.XXY, ("DX",))]),
        ({"DX": "12"}, Sex.FEMALE, []),
        ({"A": "19"}, Sex.UNKNOWN, [(Flag.UNKNOWN_ALLELE, ("A",))]),
    ],
)
def test_a_profile_is_looked_at_before_it_is_weighed(genotypes, sex, flags):
    loci = [*LOCI, make_locus("DX", ["1", "2"], [0.5, 0.5], inheritance=Inheritance.X)]
    found = check_profile(make_profile("s", genotypes, sex), loci)
    assert [(flag.flag, flag.loci) for flag in found] == flags


FAMILY = [
    Person("G", sex=Sex.MALE),
    Person("H", sex=Sex.FEMALE),
    Person("F", "G", "H", Sex.MALE),
    Person("U", "G", "H", Sex.MALE),
    Person("M", sex=Sex.FEMALE),
    Person("C", "F", "M", Sex.MALE),
    Person("D", "F", "M", Sex.FEMALE),
]


@pytest.mark.parametrize(
    ("first", "second", "line", "expected"),
    [
        ("C", "U", Line.PATERNAL, True),
        ("C", "G", Line.PATERNAL, True),
        ("C", "M", Line.MATERNAL, True),
        ("C", "D", Line.MATERNAL, True),
        ("C", "D", Line.PATERNAL, False),
        ("C", "U", Line.MATERNAL, False),
        ("F", "U", Line.MATERNAL, True),
    ],
)
def test_who_stands_on_one_line(first, second, line, expected):
    assert same_line(make_pedigree("f", FAMILY), first, second, line) is expected


def test_a_haplotype_excludes_or_supports_a_line_and_concludes_nothing():
    mine = {"DYS19": ["14"], "DYS390": ["24"], "DYS391": ["10"], "DYS392": ["13"]}
    same = compare_lines(Line.PATERNAL, mine, dict(mine), seen=0, database=999)
    assert same.finding is Finding.SUPPORTS
    assert same.log10_lr == pytest.approx(3)
    one = compare_lines(Line.PATERNAL, mine, {**mine, "DYS19": ["15"]}, seen=0, database=999)
    assert (one.finding, one.log10_lr, one.differing) == (Finding.UNDECIDED, 0.0, ("DYS19",))
    other = compare_lines(Line.PATERNAL, mine, {name: ["9"] for name in mine}, seen=0, database=999)
    assert (other.finding, other.log10_lr) == (Finding.EXCLUDES, -math.inf)
    nothing = compare_lines(Line.MATERNAL, {}, mine, seen=0, database=999)
    assert nothing.finding is Finding.NOT_COMPARED
    assert not any(finding.concludes for finding in (same, one, other, nothing))


def ladder(count):
    return [make_locus(f"L{n}", [str(a) for a in range(8)], np.full(8, 0.125)) for n in range(count)]


def power(typed, loci=12, threshold=2.0):
    return power_of_kind(make_pedigree("f", FAMILY), "C", typed, ladder(loci), threshold, seed=1, families=40)


def test_more_references_decide_more():
    one, two = power(["U"]), power(["U", "M"])
    assert one.reached < two.reached
    assert one.quantiles[1] < two.quantiles[1]
    assert two.excluded > one.excluded == 0


def test_false_hits_grow_with_the_search_and_are_what_counting_finds():
    found = power(["D"])
    assert found.false_hits(6000, 10_000) == pytest.approx(6e7 * found.false_rate)
    # The rate by weighing against plainly drawing strangers.
    loci = ladder(12)
    dice = np.random.default_rng(5)
    strangers = [
        make_profile(f"R{n}", {x.name: [str(a) for a in dice.integers(0, 8, 2)] for x in loci}) for n in range(1500)
    ]
    family = make_family("f", make_pedigree("f", FAMILY), {"D": strangers[0]}, ["C"])
    tables = make_tables([family], loci)
    weighed = power_of(tables, 0.5, seed=3, draws=20_000).false_rate
    counted = (lr_matrix(tables, strangers[1:]) >= 0.5).mean()
    assert weighed == pytest.approx(counted, abs=0.02)


def test_the_relative_whose_sample_would_help_most_comes_first():
    loci = ladder(8)
    dice = np.random.default_rng(2)
    uncle = make_profile("u", {x.name: [str(a) for a in dice.integers(0, 8, 2)] for x in loci})
    family = make_family("f", make_pedigree("f", FAMILY), {"U": uncle}, ["C"])
    order = [label for label, _ in which_next(family, "C", ["G", "M", "D"], loci, 3.0, seed=4, families=20)]
    assert set(order) == {"G", "M", "D"}
    assert order[-1] == "G"


def test_families_and_remains_that_no_pair_links_are_apart():
    found = parts([(0, 0), (1, 0), (2, 2)], [0, 1, 2])
    assert [(part.families, part.remains) for part in found] == [((0,), (0, 1)), ((2,), (2,))]


def test_two_samples_of_one_person_are_weighed_together():
    """Twins carry one genotype: each sample may have lost another allele."""
    twins = make_pedigree("t", [Person("A"), Person("B")], [("A", "B")])
    both = {"A": sample("a", "1", dropout=0.2), "B": sample("b", "2", dropout=0.2)}
    found = math.exp(log_likelihood(twins, both, LOCI[0]))
    # Only 1/2 shows 1 once and 2 once; 1/x with x lost twice would not show 2.
    assert found == pytest.approx(2 * 0.1 * 0.2 * 0.16 * 0.16)

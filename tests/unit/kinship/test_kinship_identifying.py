"""All families and remains at once: who is named, who is nobody, what cannot be told apart, under each prior."""

import math

import numpy as np
import pytest

from allforall.errors import InputError
from allforall.kinship import (
    EVEN,
    Person,
    Sex,
    equal,
    identify,
    identifying,
    join,
    log_likelihood,
    make_family,
    make_locus,
    make_pedigree,
    make_profile,
    three_priors,
)

DICE = np.random.default_rng(7)
LOCI = [make_locus(f"L{n}", [str(a) for a in range(10)], np.full(10, 0.1), mutation=equal(0.001)) for n in range(12)]
PRIORS = three_priors(20, 60, 500)


def child(father, mother, dice):
    return [(f[dice.integers(2)], m[dice.integers(2)]) for f, m in zip(father, mother, strict=True)]


def anybody(dice):
    return [tuple(dice.integers(0, 10, 2)) for _ in LOCI]


def shown(name, genes):
    return make_profile(name, {x.name: [str(a) for a in g] for x, g in zip(LOCI, genes, strict=True)}, Sex.MALE)


def a_search(seed=3, families=4):
    """Returns families that miss two brothers or a father, their remains, and one stranger's."""
    dice = np.random.default_rng(seed)
    made, remains = [], []
    for n in range(families):
        father, mother = anybody(dice), anybody(dice)
        sons = [child(father, mother, dice) for _ in range(2)]
        persons = [Person("F", sex=Sex.MALE), Person("M", sex=Sex.FEMALE)]
        persons += [Person(label, "F", "M", Sex.MALE) for label in ("A", "B")]
        pedigree = make_pedigree(f"f{n}", persons)
        if n % 2:
            relatives = {"A": shown(f"a{n}", sons[0]), "B": shown(f"b{n}", sons[1]), "M": shown(f"m{n}", mother)}
            relatives["M"] = make_profile(f"m{n}", relatives["M"].genotypes, Sex.FEMALE)
            made.append(make_family(f"f{n}", pedigree, relatives, ["F"]))
            remains.append(shown(f"father {n}", father))
        else:
            mothers = make_profile(f"m{n}", shown("x", mother).genotypes, Sex.FEMALE)
            made.append(make_family(f"f{n}", pedigree, {"F": shown(f"p{n}", father), "M": mothers}, ["A", "B"]))
            remains += [shown(f"son {n}", sons[0])]
    remains.append(shown("stranger", anybody(dice)))
    return made, remains


def test_everybody_finds_their_family_and_the_stranger_none():
    families, remains = a_search()
    found = identify(families, remains, LOCI, PRIORS)
    by_sample = {standing.sample: standing for standing in found.standings}
    for n in (1, 3):
        standing = by_sample[f"father {n}"]
        assert (standing.family, standing.missing, standing.method) == (f"f{n}", "F", "listed")
        assert standing.log10_glr > 4
        assert all(under.likeliest == (f"f{n}", "F") for under in standing.under)
        assert [under.prior.name for under in standing.under] == ["listed", "at stake", "upper"]
        assert standing.under[0].chance >= standing.under[1].chance >= standing.under[2].chance > 0.99
    stranger = by_sample["stranger"]
    assert stranger.family == ""
    assert all(under.none_of_these > 0.99 for under in stranger.under)
    assert found.kept + found.left_out == len(remains) * 6


def test_two_brothers_are_named_as_a_set_and_neither_alone():
    families, remains = a_search()
    found = identify(families, remains, LOCI, PRIORS)
    standing = next(one for one in found.standings if one.sample == "son 0")
    assert standing.symmetric is not None
    assert standing.symmetric.missing == ("A", "B")
    assert standing.symmetric.log10_glr > 4
    # The set is sure, the name is not: the runner-up is as likely.
    assert standing.under[0].chance == pytest.approx(standing.under[0].runner_up_chance)
    assert standing.log10_glr == pytest.approx(0, abs=1e-6)


def test_a_part_too_large_to_list_is_sampled_and_says_so(monkeypatch):
    families, remains = a_search()
    listed = identify(families, remains, LOCI, PRIORS)

    def too_many(*_):
        raise InputError("kinship:joint:assignments", found=2, expected=1)

    monkeypatch.setattr(identifying, "combine", too_many)
    sampled = identify(families, remains, LOCI, PRIORS, seed=5)
    for one, other in zip(listed.standings, sampled.standings, strict=True):
        if other.method == "no candidate":
            continue
        assert other.method == "sampled"
        for first, second in zip(one.under, other.under, strict=True):
            assert first.none_of_these == pytest.approx(second.none_of_these, abs=0.02)


def test_what_is_left_out_takes_its_share_and_nobody_is_surely_none_of_these():
    families, remains = a_search()
    low = identify(families, remains, LOCI, PRIORS)
    high = identify(families, remains, LOCI, PRIORS, least_log10_odds=30)
    assert {standing.method for standing in high.standings} == {"no candidate"}
    for one, other in zip(low.standings, high.standings, strict=True):
        for kept, out in zip(one.under, other.under, strict=True):
            assert out.none_of_these + out.left_out == pytest.approx(1)
            # Every pair left out: what remains for nobody is about what it was with all of them in.
            assert out.none_of_these == pytest.approx(kept.none_of_these, abs=0.05)


def test_a_search_without_a_prior_or_at_even_odds_is_refused():
    families, remains = a_search()
    for priors, code in (((), "kinship:prior:none"), ((EVEN,), "kinship:prior:even")):
        with pytest.raises(InputError) as refused:
            identify(families, remains, LOCI, priors)
        assert refused.value.code == code


def test_the_order_of_families_and_remains_changes_nothing():
    families, remains = a_search()
    first = identify(families, remains, LOCI, PRIORS)
    second = identify(families[::-1], remains[::-1], LOCI, PRIORS)
    one = {standing.sample: standing for standing in first.standings}
    for standing in second.standings:
        other = one[standing.sample]
        assert standing.log10_glr == pytest.approx(other.log10_glr, abs=1e-9)
        for a, b in zip(standing.under, other.under, strict=True):
            assert a.chance == pytest.approx(b.chance, abs=1e-9)


def test_hundreds_of_small_chances_do_not_vanish():
    """A hundred typed families in one pedigree: the product is far below what a double holds."""
    duos, profiles, apart = [], {}, 0.0
    for n in range(90):
        duo = make_pedigree("f", [Person(f"F{n}", sex=Sex.MALE), Person(f"C{n}", f"F{n}")])
        own = {label: shown(label, anybody(DICE)) for label in duo.labels}
        own[f"C{n}"] = make_profile(f"C{n}", own[f"C{n}"].genotypes)
        duos.append(duo)
        profiles |= own
        apart += log_likelihood(duo, own, LOCI[0])
    whole = join(duos)
    assert apart < math.log(5e-324)
    assert log_likelihood(whole, profiles, LOCI[0]) == pytest.approx(apart, rel=1e-12)

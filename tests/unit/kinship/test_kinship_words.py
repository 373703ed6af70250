"""What is said: so many times more probable if, the alternative and the prior named; never "match"."""

import math

import pytest

from allforall.kinship import (
    Person,
    Sex,
    english,
    equal,
    lr_matrix,
    make_family,
    make_locus,
    make_pedigree,
    make_profile,
    make_tables,
    one_in,
    posterior_odds,
    say,
    say_posterior,
    three_priors,
    times,
    weigh_pair,
)
from allforall.kinship.wording import SIBLING, TEXTS


@pytest.mark.parametrize(
    ("log10_lr", "words"),
    [
        (math.log10(1.5), "1.5"),
        (math.log10(42.34), "42.3"),
        (math.log10(123456), "123,000"),
        (math.log10(770_123), "770,000"),
        (11.9999, "1,000,000,000,000"),
        (15.5, "3.2 x 10^15"),
        (-2, "100"),
        (15.9999, "10.0 x 10^15"),
    ],
)
def test_a_ratio_is_said_with_three_digits(log10_lr, words):
    assert times(log10_lr) == words


def test_the_sentence_names_family_and_alternative():
    said = english(say(4, "F12"))
    assert said == (
        "The profile is 10,000 times more probable if these remains are the missing member of family F12 than if they "
        "are unrelated to family F12."
    )
    assert english(say(-2, "F12")).startswith("The profile is 100 times more probable if they are unrelated to family")
    assert "full sibling" in english(say(3, "F12", SIBLING))
    assert "cannot be explained" in english(say(-math.inf, "F12"))
    assert "not compared" in english(say(math.nan, "F12"))
    assert "equally probable" in english(say(0.0, "F12"))


def test_no_sentence_says_match_or_a_percentage():
    for text in TEXTS.values():
        assert "match" not in text.lower()
        assert "%" not in text
        assert "percent" not in text.lower()


def test_a_posterior_names_its_prior_and_reason():
    prior = one_in(10_000, "listed", "10,000 persons are looked for")
    said = english(say_posterior(posterior_odds(math.log10(770_000), prior), "F1", prior))
    assert "listed" in said
    assert "10,000 persons are looked for" in said
    assert "77 to 1 for" in said


def test_a_great_ratio_is_little_where_many_are_missing():
    """99.99987 % at even odds is a ratio near 770,000; at 1 in 10,000 it is 98.7 %, at 1 in 70,000 91.7 %."""
    ratio = math.log10(770_000)
    for number, share in ((10_000, 0.987), (70_000, 0.917)):
        odds = 10 ** posterior_odds(ratio, one_in(number, "p", "r"))
        assert odds / (1 + odds) == pytest.approx(share, abs=5e-4)


def weighing(**more):
    first, second = (
        make_locus(name, ["1", "2", "3"], shares, mutation=equal(0.001))
        for name, shares in (("vWA", [0.2, 0.3, 0.5]), ("D12S391", [0.1, 0.6, 0.3]))
    )
    other = [make_locus(locus.name, locus.alleles, [0.4, 0.3, 0.3], mutation=equal(0.001)) for locus in (first, second)]
    persons = [Person("F", sex=Sex.MALE), Person("M", sex=Sex.FEMALE), Person("A", "F", "M"), Person("B", "F", "M")]
    relatives = {"A": make_profile("A", {"vWA": ["1", "2"], "D12S391": ["1", "1"]})}
    family = make_family("f", make_pedigree("f", persons), relatives, ["B"])
    remains = make_profile("R", {"vWA": ["1", "2"], "D12S391": ["1", "3"]})
    populations = {"north": [first, second], "south": other}
    return weigh_pair(family, "B", remains, populations, **more), family, remains, populations


def test_every_alternative_population_and_locus_is_weighed_together():
    weighed, family, remains, populations = weighing(linked=())
    assert [one.population for one in weighed.populations] == ["north", "south"]
    assert weighed.lowest.unrelated == min(one.unrelated for one in weighed.populations)
    assert set(weighed.populations[0].loci) == {"vWA", "D12S391"}
    assert weighed.compared == 2
    loci = populations["north"]
    assert weighed.populations[0].unrelated == pytest.approx(
        float(lr_matrix(make_tables([family], loci), [remains])[0, 0])
    )
    sibling = float(lr_matrix(make_tables([family], loci, relation="sibling"), [remains])[0, 0])
    assert weighed.populations[0].sibling == pytest.approx(weighed.populations[0].unrelated - sibling)


def test_a_linked_pair_counts_as_one_entry():
    free, *_ = weighing(linked=())
    linked, *_ = weighing()
    assert list(linked.populations[0].loci) == ["vWA + D12S391"]
    assert linked.populations[0].unrelated != pytest.approx(free.populations[0].unrelated)


def test_three_priors_are_said_beside_the_ratio():
    weighed, *_ = weighing(priors=three_priors(100, 6000, 70_000), pairs_searched=(6000, 10_000))
    said = [english(sentence) for sentence in weighed.sentences]
    assert len(said) == 5
    assert sum("prior" in sentence for sentence in said) == 3


def test_a_full_sibling_of_the_missing_is_no_stranger_to_the_family():
    """Where only a sibling was typed, the missing person and another sibling are the same to the DNA."""
    weighed, *_ = weighing(linked=())
    assert weighed.populations[0].sibling == pytest.approx(0, abs=1e-9)

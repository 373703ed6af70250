"""Invariants of kinship: against brute force over every allele of everybody, and identities of any family."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allforall.kinship import (
    Ancestors,
    Conventions,
    Inheritance,
    Person,
    Sex,
    ThetaRule,
    best_assignments,
    blocks,
    combine,
    custom,
    equal,
    extended_stepwise,
    family_ways,
    genotype_chances,
    log_likelihood,
    log_likelihood_linked,
    lr_matrix,
    make_family,
    make_locus,
    make_pedigree,
    make_profile,
    make_tables,
    no_mutation,
    one_in,
    placing,
    posterior,
    proportional,
    sample_assignments,
    single,
    stepwise,
)
from allforall.kinship.joint import _level_by_level
from allforall.kinship.matrix import LOG10
from allforall.kinship.placing import log_alone, log_ways, lump
from allforall.kinship.profiles import observation_weights
from allforall.kinship.urn import _partitions

calm = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
few = settings(calm, max_examples=20)


NEVER = st.just(0.0)


@st.composite
def loci(draw, x=False, silent=False):
    count = draw(st.integers(2, 3))
    shares = np.array(draw(st.lists(st.integers(1, 9), min_size=count, max_size=count)), dtype=float)
    models = []
    for _ in range(2):
        rows = np.array(
            [draw(st.lists(st.integers(0, 5), min_size=count, max_size=count)) for _ in range(count)], dtype=float
        ) + 8 * np.eye(count)
        models.append(custom(rows / rows.sum(axis=1, keepdims=True)) if draw(st.booleans()) else no_mutation())
    names = [str(10 + n) for n in range(count)]
    return make_locus(
        "L",
        names,
        shares / shares.sum(),
        mutation=models[0],
        female_mutation=models[1],
        inheritance=Inheritance.X if x else Inheritance.AUTOSOMAL,
        silent=names[-1] if silent else None,
    )


@st.composite
def pedigrees(draw, most=4):
    """Returns any small pedigree: loops, half families, parents of whom one is unknown."""
    persons = []
    for number in range(draw(st.integers(1, most))):
        fathers = [p.label for p in persons if p.sex is Sex.MALE]
        mothers = [p.label for p in persons if p.sex is Sex.FEMALE]
        sex = draw(st.sampled_from([Sex.MALE, Sex.FEMALE]))
        father = draw(st.sampled_from(["", *fathers]))
        mother = draw(st.sampled_from(["", *mothers]))
        persons.append(Person(f"P{number}", father, mother, sex))
    return make_pedigree("f", persons)


@st.composite
def profiles_for(draw, pedigree, locus, loss=NEVER, gain=NEVER):
    shown = [a for a in locus.alleles if a != locus.silent]
    found = {}
    for person in pedigree.persons:
        if draw(st.booleans()):
            most = 1 if locus.inheritance is Inheritance.X and person.sex is Sex.MALE else 2
            alleles = draw(st.lists(st.sampled_from(shown), min_size=1, max_size=most))
            found[person.label] = make_profile(
                person.label, {"L": alleles}, person.sex, dropout=draw(loss), dropin=draw(gain)
            )
    return found


def brute(pedigree, profiles, locus, theta=0.0):
    """Returns the likelihood by summing over every allele of everybody: slow, plain, independent of the rest."""
    x = locus.inheritance is Inheritance.X
    slots = []
    for person in pedigree.persons:
        for side, parent in (("f", person.father), ("m", person.mother)):
            if not (x and person.sex is Sex.MALE and side == "f"):
                slots.append((person, side, parent))
    place = {(person.label, side): n for n, (person, side, _) in enumerate(slots)}
    total = 0.0
    for alleles in itertools.product(range(len(locus.alleles)), repeat=len(slots)):
        chance = 1.0
        drawn = []
        for n, (_, side, parent) in enumerate(slots):
            if not parent:
                same = drawn.count(alleles[n])
                share = locus.frequencies[alleles[n]]
                chance *= (same * theta + (1 - theta) * share) / (1 + (len(drawn) - 1) * theta)
                drawn.append(alleles[n])
                continue
            own = [alleles[place[parent, s]] for s in ("f", "m") if (parent, s) in place]
            matrix = locus.male if side == "f" else locus.female
            chance *= sum(matrix[a, alleles[n]] for a in own) / len(own)
            if chance == 0:
                break
        if chance == 0:
            continue
        for label, profile in profiles.items():
            own = [alleles[place[label, s]] for s in ("f", "m") if (label, s) in place]
            seen = {locus.allele_index(a, label) for a in profile.genotypes["L"]}
            chance *= seen_chance(locus, own, seen, *profile.losses("L"))
        total += chance
    return total


def seen_chance(locus, own, seen, loss, gain):
    """Returns the chance of seeing exactly these alleles, by listing what is lost and what drops in."""
    total = 0.0
    for lost in itertools.product((False, True), repeat=len(own)):
        kept = {a for a, gone in zip(own, lost, strict=True) if not gone and a != locus.silent_index}
        chance = math.prod(loss if gone else 1 - loss for gone in lost)
        total += chance * (1 - gain) * (kept == seen)
        total += chance * gain * sum(locus.frequencies[x] for x in seen if kept | {x} == seen)
    return total


def same(ours, theirs, relative=1e-9):
    return math.isclose(math.exp(ours), theirs, rel_tol=relative, abs_tol=1e-300)


@calm
@given(st.data())
def test_any_small_pedigree_has_the_likelihood_that_brute_force_gives(data):
    pedigree, locus = data.draw(pedigrees()), data.draw(loci())
    profiles = data.draw(profiles_for(pedigree, locus))
    assert same(log_likelihood(pedigree, profiles, locus), brute(pedigree, profiles, locus))


@calm
@given(st.data())
def test_dropout_and_drop_in_have_the_likelihood_that_brute_force_gives(data):
    pedigree, locus = data.draw(pedigrees(most=3)), data.draw(loci(silent=data.draw(st.booleans())))
    profiles = data.draw(profiles_for(pedigree, locus, st.sampled_from([0.0, 0.2]), st.sampled_from([0.0, 0.05])))
    assert same(log_likelihood(pedigree, profiles, locus), brute(pedigree, profiles, locus))


@calm
@given(st.data())
def test_x_loci_have_the_likelihood_that_brute_force_gives(data):
    pedigree, locus = data.draw(pedigrees()), data.draw(loci(x=True, silent=data.draw(st.booleans())))
    profiles = data.draw(profiles_for(pedigree, locus, st.sampled_from([0.0, 0.2])))
    assert same(log_likelihood(pedigree, profiles, locus), brute(pedigree, profiles, locus))


@few
@given(st.data())
def test_theta_with_any_mutation_has_the_likelihood_that_brute_force_gives(data):
    pedigree = data.draw(pedigrees(most=3))
    locus = data.draw(loci(x=data.draw(st.booleans()), silent=data.draw(st.booleans())))
    profiles = data.draw(profiles_for(pedigree, locus, st.sampled_from([0.0, 0.2])))
    theta = data.draw(st.sampled_from([0.01, 0.03, 0.3]))
    ours = log_likelihood(pedigree, profiles, locus, Conventions(theta=theta))
    assert same(ours, brute(pedigree, profiles, locus, theta))


@calm
@given(st.integers(1, 7), st.floats(0, 0.9))
def test_the_ways_in_which_founder_alleles_are_copies_make_one(count, theta):
    assert math.isclose(sum(weight for _, weight in _partitions(count, theta)), 1, rel_tol=1e-12)


@calm
@given(st.data())
def test_the_order_of_persons_and_their_labels_change_nothing(data):
    pedigree, locus = data.draw(pedigrees(most=5)), data.draw(loci())
    profiles = data.draw(profiles_for(pedigree, locus))
    shuffled = data.draw(st.permutations(pedigree.persons))
    new = {person.label: f"Z{9 - n}" for n, person in enumerate(pedigree.persons)} | {"": ""}
    renamed = make_pedigree("g", [Person(new[p.label], new[p.father], new[p.mother], p.sex) for p in shuffled])
    again = {new[label]: profile for label, profile in profiles.items()}
    first, second = log_likelihood(pedigree, profiles, locus), log_likelihood(renamed, again, locus)
    assert first == second or math.isclose(first, second, rel_tol=1e-12)


@calm
@given(st.data())
def test_monozygotic_twins_are_one_person_seen_twice(data):
    locus = data.draw(loci())
    profile = data.draw(profiles_for(make_pedigree("x", [Person("A")]), locus))
    parents = [Person("F", sex=Sex.MALE), Person("M", sex=Sex.FEMALE)]
    twins = [Person("A", "F", "M", Sex.MALE), Person("B", "F", "M", Sex.MALE)]
    both = make_pedigree("t", [*parents, *twins], [("A", "B")])
    one = make_pedigree("o", [*parents, twins[0]])
    twice = {label: p for label in ("A", "B") for p in profile.values()}
    assert math.isclose(log_likelihood(both, twice, locus), log_likelihood(one, profile, locus), abs_tol=1e-12)


@calm
@given(st.data())
def test_every_observation_of_a_genotype_together_has_the_chance_one(data):
    locus = data.draw(loci(silent=data.draw(st.booleans())))
    loss, gain = data.draw(st.floats(0, 0.9)), data.draw(st.floats(0, 0.5))
    count = len(locus.alleles)
    seen = [places for size in range(4) for places in itertools.combinations(range(count), size)]
    shown = [places for places in seen if locus.silent_index not in places]
    three = [places for places in shown if len(places) == 3]
    total = sum(observation_weights(locus, places, loss, gain) for places in shown if len(places) < 3)
    for places in three:
        for a, b in itertools.product(range(count), repeat=2):
            total[a, b] += seen_chance(locus, [a, b], set(places), loss, gain)
    if locus.silent_index is None:
        np.testing.assert_allclose(total, 1, rtol=1e-12)


KINDS = {
    "parents": ("F,, M,, MP,F,M", "F M"),
    "mother": ("F,, M,, MP,F,M", "M"),
    "child and partner": ("MP,, W,, C,MP,W", "W C"),
    "sibling": ("F,, M,, MP,F,M S,F,M", "S"),
    "uncle, aunt, mother": ("GF,, GM,, F,GF,GM U,GF,GM A,GF,GM M,, MP,F,M", "U A M"),
    "half sibling": ("F,, M,, G,, MP,F,M H,G,M", "H"),
    "child of cousins": ("A,, B,, C,A,B D,A,B E,, G,, H,C,E I,D,G MP,H,I", "H"),
}
MODELS = {
    "none": no_mutation(),
    "equal": equal(0.01),
    "proportional": proportional(0.01),
    "stepwise": stepwise(0.01),
    "extended": extended_stepwise(0.01, 0.001),
}


@few
@given(st.data())
def test_ratios_weighed_by_the_population_make_one_for_every_family_and_model(data):
    """The sum over genotypes of P(g) LR(g) is one within 1e-12: the mean ratio of unrelated remains."""
    text, typed = KINDS[data.draw(st.sampled_from(sorted(KINDS)))]
    names = [str(n) for n in range(5, 17)] + ["9.3", "10.3"]
    shares = np.array(data.draw(st.lists(st.integers(1, 50), min_size=14, max_size=14)), dtype=float)
    model = MODELS[data.draw(st.sampled_from(sorted(MODELS)))]
    locus = make_locus("L", names, shares / shares.sum(), mutation=model)
    theta = data.draw(st.sampled_from([0.0, 0.0, 0.02])) if len(text.split()) <= 4 else 0.0
    fathers = {part.split(",")[1] for part in text.split()}
    persons = [
        Person(label, father, mother, Sex.MALE if label in fathers else Sex.UNKNOWN)
        for label, father, mother in (part.split(",") for part in text.split())
    ]
    pedigree = make_pedigree("f", persons)
    seen = {
        label: make_profile(label, {"L": data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=2))})
        for label in typed.split()
    }
    if model.model == "none" and not math.isfinite(log_likelihood(pedigree, seen, locus)):
        return
    tables = make_tables([make_family("f", pedigree, seen, ["MP"])], [locus], Conventions(theta=theta))
    remains = [make_profile(f"{a} {b}", {"L": [names[a], names[b]]}) for a in range(14) for b in range(a, 14)]
    ratios = 10 ** lr_matrix(tables, remains)[:, 0]
    chances = tables.loci[0].given_none[0]
    assert abs(float(np.dot(chances, ratios)) - 1) < 1e-12
    if theta == 0:
        np.testing.assert_allclose(chances, genotype_chances(locus))
        placed = log_likelihood(pedigree, {**seen, "MP": remains[7]}, locus) - log_likelihood(pedigree, seen, locus)
        alone = math.log(genotype_chances(locus)[7])
        assert ratios[7] == 0 or math.isclose(math.log(ratios[7]), placed - alone, rel_tol=1e-9, abs_tol=1e-9)


@calm
@given(st.data())
def test_lumping_alleles_that_nobody_shows_changes_nothing(data):
    pedigree = data.draw(pedigrees())
    shares = np.array(data.draw(st.lists(st.integers(1, 9), min_size=6, max_size=6)), dtype=float)
    model = MODELS[data.draw(st.sampled_from(["none", "equal", "proportional", "stepwise"]))]
    locus = make_locus("L", list("123456"), shares / shares.sum(), mutation=model)
    small = make_locus("L", ["1", "2"], [0.5, 0.5])
    profiles = data.draw(profiles_for(pedigree, small))
    lumped = lump(locus, {a for p in profiles.values() for a in p.genotypes["L"]})
    assert len(lumped.alleles) < 6 or model.model == "stepwise"
    first, second = log_likelihood(pedigree, profiles, locus), log_likelihood(pedigree, profiles, lumped)
    assert first == second or math.isclose(first, second, rel_tol=1e-10)


@calm
@given(st.data())
def test_pruning_untyped_founders_changes_nothing_where_the_model_keeps_frequencies(data):
    pedigree = data.draw(pedigrees(most=5))
    locus = make_locus("L", ["1", "2", "3"], [0.2, 0.3, 0.5], mutation=proportional(0.05))
    profiles = data.draw(profiles_for(pedigree, locus))
    kept = log_likelihood(pedigree, profiles, locus)
    pruned = log_likelihood(pedigree, profiles, locus, Conventions(ancestors=Ancestors.PRUNE))
    assert math.isclose(kept, pruned, rel_tol=1e-12, abs_tol=1e-12)


@calm
@given(st.data())
def test_loci_that_recombine_freely_are_independent(data):
    pedigree = data.draw(pedigrees())
    first, second = (
        make_locus(name, ["1", "2", "3"], [0.2, 0.3, 0.5], mutation=data.draw(st.sampled_from(list(MODELS.values()))))
        for name in ("A", "B")
    )
    profiles = {}
    for person in pedigree.persons:
        typed = {
            name: data.draw(st.lists(st.sampled_from("123"), min_size=1, max_size=2))
            for name in ("A", "B")
            if data.draw(st.booleans())
        }
        if typed:
            profiles[person.label] = make_profile(person.label, typed, person.sex)
    apart = sum(log_likelihood(pedigree, profiles, locus) for locus in (first, second))
    together = log_likelihood_linked(pedigree, profiles, (first, second), 0.5)
    assert apart == together or math.isclose(apart, together, rel_tol=1e-10, abs_tol=1e-10)


def invented(seed, families, remains, **losses):
    """Returns a small search: families that miss a father or two brothers, remains of whom some are theirs."""
    dice = np.random.default_rng(seed)
    made = [make_locus(f"L{n}", list("12345"), dice.dirichlet(np.ones(5) * 4), mutation=equal(0.01)) for n in range(4)]

    def anybody(name):
        genotypes = {locus.name: [str(1 + a) for a in dice.choice(5, 2, p=locus.frequencies)] for locus in made}
        return make_profile(name, genotypes, Sex.MALE)

    found = []
    for n in range(families):
        if n % 2:
            persons = [Person("F", sex=Sex.MALE), Person("W", sex=Sex.FEMALE), Person("C", "F", "W", Sex.MALE)]
            found.append(make_family(f"f{n}", make_pedigree(f"f{n}", persons), {"C": anybody(f"c{n}")}, ["F"]))
        else:
            persons = [Person("F", sex=Sex.MALE), Person("W", sex=Sex.FEMALE)]
            persons += [Person(label, "F", "W", Sex.MALE) for label in ("A", "B")]
            found.append(make_family(f"f{n}", make_pedigree(f"f{n}", persons), {"F": anybody(f"p{n}")}, ["A", "B"]))
    samples = [anybody(f"R{n}") for n in range(remains)]
    return found, [make_profile(p.sample, p.genotypes, p.sex, **losses) for p in samples], made


def test_the_best_assignments_are_the_head_of_the_whole_table():
    for seed in range(6):
        families, remains, made = invented(seed, 4, 4)
        ways = [family_ways(family, remains, made) for family in families]
        whole = combine(ways, remains)
        best = best_assignments(ways, remains, 40)
        np.testing.assert_allclose(best.log_lr, whole.log_lr[:40], rtol=1e-12)
        prior = one_in(50, "p", "invented")
        exact = posterior(whole, prior).assignments
        ours = best_assignments(ways, remains, 10, prior)
        places = {tuple(row): n for n, row in enumerate(whole.assigned.tolist())}
        found = [exact[places[tuple(row)]] for row in ours.assigned.tolist()]
        np.testing.assert_allclose(found, np.sort(exact)[::-1][:10], rtol=1e-9)


def test_sampling_agrees_with_the_whole_table():
    for seed in range(2):
        families, remains, made = invented(seed, 4, 4)
        ways = [family_ways(family, remains, made) for family in families]
        prior = one_in(8, "p", "invented")
        exact = posterior(combine(ways, remains), prior).pairs
        ours = sample_assignments(ways, remains, prior, seed=seed, draws=1200)
        assert np.abs(ours.pairs - exact).max() < 0.03
        assert np.abs(ours.pairs.sum(axis=1) - 1).max() < 1e-12


@pytest.mark.parametrize("most", [60_000_000, 40])
def test_weighing_a_family_in_one_piece_or_way_by_way_gives_the_same(most, monkeypatch):
    monkeypatch.setattr(placing, "MAX_CHOICE_CELLS", most)
    families, remains, made = invented(3, 2, 4)
    alone = log_alone(remains, made)
    for family in families:
        whole = family_ways(family, remains, made)
        base = float(log_ways(family.pedigree, family.profiles, [], np.empty((1, 0), int), remains, made)[0])
        choices = [list(range(4)) for _ in family.missing]
        apart = _level_by_level(family, choices, remains, made, Conventions(), alone, base)
        first = {tuple(w): v for w, v in zip(whole.ways.tolist(), whole.log_lr.tolist(), strict=True)}
        second = {tuple(w): v for w, v in zip(apart.ways.tolist(), apart.log_lr.tolist(), strict=True)}
        assert set(first) == set(second)
        assert all(math.isclose(first[way], second[way], rel_tol=1e-9, abs_tol=1e-9) for way in first)


@few
@given(st.integers(1, 9), st.integers(0, 7), st.integers(0, 3))
def test_blocks_of_any_size_and_a_search_taken_up_again_give_the_same_matrix(size, start, seed):
    families, remains, made = invented(seed, 6, 5)
    tables = make_tables(families, made)
    whole = lr_matrix(tables, remains)
    parts = list(blocks(tables, remains, start=start, families=size))
    assert parts[0].start == start
    assert parts[-1].stop == whole.shape[1]
    np.testing.assert_array_equal(np.concatenate([part.log10_lr for part in parts], axis=1), whole[:, start:])
    alone = lr_matrix(tables, remains[2:3])
    np.testing.assert_allclose(alone[0], whole[2], rtol=1e-12)


@pytest.mark.parametrize(
    ("losses", "conventions"),
    [
        ({}, Conventions()),
        ({"dropout": 0.1, "dropin": 0.02}, Conventions()),
        ({}, Conventions(theta=0.02, theta_rule=ThetaRule.PER_COMPONENT)),
    ],
)
def test_a_pair_in_the_joint_table_of_one_is_the_pair_of_the_matrix(losses, conventions):
    families, remains, made = invented(1, 3, 2, **losses)
    whole = lr_matrix(make_tables(families, made, conventions), remains) * LOG10
    column = 0
    for family in families:
        ways = family_ways(family, remains, made, conventions)
        for k, label in enumerate(family.missing):
            for row, profile in enumerate(remains):
                wanted = [-1] * len(family.missing)
                wanted[k] = row
                place = ways.ways.tolist().index(wanted)
                assert math.isclose(ways.log_lr[place], whole[row, column], rel_tol=1e-9, abs_tol=1e-9)
                direct = 0.0
                for locus in made:
                    direct += log_likelihood(family.pedigree, {**family.profiles, label: profile}, locus, conventions)
                    direct -= log_likelihood(family.pedigree, family.profiles, locus, conventions)
                    direct -= log_likelihood(single("x"), {"x": profile}, locus, conventions)
                assert math.isclose(direct, whole[row, column], rel_tol=1e-9, abs_tol=1e-9)
            column += 1

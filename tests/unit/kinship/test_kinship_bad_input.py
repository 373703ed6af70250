"""Bad input is an error that names person and locus, or a stated rule; never a silent number."""

import pytest

from allforall.errors import GateError, InputError
from allforall.kinship import (
    EVEN,
    Conventions,
    Inheritance,
    LinkedPair,
    Person,
    Sex,
    add_alleles,
    associate,
    check_evidence,
    check_prior,
    check_references,
    compare_lines,
    consensus,
    custom,
    equal,
    graph,
    joint_table,
    log_likelihood,
    log_likelihood_linked,
    lr_matrix,
    make_family,
    make_locus,
    make_pedigree,
    make_profile,
    make_tables,
    one_in,
    pairs_among,
    proportional,
    refuse_mixture,
    rescale,
    resolve,
    single,
    stepwise,
    three_priors,
    weigh_pair,
)
from allforall.kinship.lineage import Line

L = make_locus("L", ["1", "2", "3"], [0.2, 0.3, 0.5])
K = make_locus("K", ["1", "2", "3"], [0.2, 0.3, 0.5])
X = make_locus("DX1", ["1", "2"], [0.4, 0.6], inheritance=Inheritance.X)
DUO = make_pedigree("f", [Person("F", sex=Sex.MALE), Person("C", "F", sex=Sex.MALE)])
FATHER = make_profile("F", {"L": ["1", "2"]})
FAMILY = make_family("f", DUO, {"F": FATHER}, ["C"])
WIDE = make_pedigree("w", [person for n in range(4) for person in (Person(f"F{n}"), Person(f"P{n}", f"F{n}"))])


def seen(*alleles, sample="S", **more):
    return make_profile(sample, {"L": alleles}, **more)


def circle():
    return [Person("A", "B"), Person("B", "C"), Person("C", "A"), Person("D", "A")]


CASES = [
    ("kinship:allele:unknown", lambda: log_likelihood(single("S"), {"S": seen("9")}, L), {"locus": "L", "person": "S"}),
    (
        "kinship:profile:three_alleles",
        lambda: log_likelihood(single("S"), {"S": seen("1", "2", "3")}, L),
        {"locus": "L"},
    ),
    (
        "kinship:profile:two_x",
        lambda: log_likelihood(single("S", Sex.MALE), {"S": make_profile("S", {"DX1": ["1", "2"]})}, X),
        {"sample": "S", "locus": "DX1"},
    ),
    (
        "kinship:person:sex",
        lambda: log_likelihood(single("S"), {"S": make_profile("S", {"DX1": ["1"]})}, X),
        {"person": "S"},
    ),
    (
        "kinship:profile:sex",
        lambda: lr_matrix(
            make_tables([make_family("f", DUO, {"F": make_profile("F", {"DX1": ["1"]})}, ["C"])], [X]),
            [make_profile("R", {"DX1": ["1"]})],
        ),
        {"sample": "R"},
    ),
    ("kinship:profile:empty", lambda: make_profile("S", {"L": []}), {"sample": "S"}),
    ("kinship:profile:rate", lambda: seen("1", dropout=1.5), {"sample": "S", "parameter": "dropout"}),
    ("kinship:sex:differs", lambda: log_likelihood(DUO, {"F": seen("1", sex=Sex.FEMALE)}, L), {"person": "F"}),
    ("kinship:person:own_ancestor", lambda: make_pedigree("f", circle()), {"family": "f"}),
    ("kinship:person:own_ancestor", lambda: make_pedigree("f", [Person("A", "A")]), {"person": "A"}),
    ("kinship:person:twice", lambda: make_pedigree("f", [Person("A"), Person("A")]), {"person": "A"}),
    ("kinship:person:label", lambda: make_pedigree("f", [Person("")]), {"family": "f"}),
    ("kinship:person:unknown", lambda: log_likelihood(DUO, {"Z": seen("1")}, L), {"person": "Z"}),
    ("kinship:person:not_missing", lambda: weigh_pair(FAMILY, "F", seen("1"), {"p": [L]}), {"person": "F"}),
    ("kinship:parent:unknown", lambda: make_pedigree("f", [Person("A", "B")]), {"person": "A", "found": "B"}),
    (
        "kinship:parent:sex",
        lambda: make_pedigree("f", [Person("B", sex=Sex.FEMALE), Person("A", "B")]),
        {"person": "A"},
    ),
    ("kinship:parent:same", lambda: make_pedigree("f", [Person("B"), Person("A", "B", "B")]), {"person": "A"}),
    (
        "kinship:parent:younger",
        lambda: make_pedigree("f", [Person("B", birth_year=1990), Person("A", "B", birth_year=1980)]),
        {"person": "A", "year_of_parent": "1990"},
    ),
    (
        "kinship:twins:parents",
        lambda: make_pedigree("f", [Person("F"), Person("A", "F"), Person("B")], [("A", "B")]),
        {},
    ),
    ("kinship:twins:twice", lambda: make_pedigree("f", [Person("A"), Person("B")], [("A", "B"), ("B", "A")]), {}),
    ("kinship:pedigree:size", lambda: make_pedigree("f", []), {"family": "f"}),
    ("kinship:family:nobody_missing", lambda: make_family("f", DUO, {"F": FATHER}, []), {"family": "f"}),
    (
        "kinship:family:untyped",
        lambda: make_family(
            "f", make_pedigree("f", [Person("F"), Person("C", "F"), Person("Z")]), {"Z": seen("1")}, ["C"]
        ),
        {"person": "C"},
    ),
    ("kinship:family:missing_typed", lambda: make_family("f", DUO, {"C": FATHER}, ["C"]), {"person": "C"}),
    ("kinship:family:twice", lambda: make_tables([FAMILY, FAMILY], [L]), {"family": "f"}),
    (
        "kinship:family:impossible",
        lambda: joint_table(
            [
                make_family(
                    "f",
                    make_pedigree("f", [Person("F"), Person("C", "F"), Person("D", "F")]),
                    {"F": seen("1"), "C": seen("2", sample="T")},
                    ["D"],
                )
            ],
            [seen("1", sample="R")],
            [L],
        ),
        {"family": "f"},
    ),
    ("kinship:sample:twice", lambda: lr_matrix(make_tables([FAMILY], [L]), [seen("1"), seen("2")]), {"sample": "S"}),
    ("kinship:sample:twice", lambda: associate([seen("1"), seen("2")], [L], 1), {"sample": "S"}),
    ("kinship:locus:alleles", lambda: make_locus("L", [], []), {"locus": "L"}),
    ("kinship:locus:allele_twice", lambda: make_locus("L", ["1", "1"], [0.5, 0.5]), {"locus": "L", "found": "1"}),
    ("kinship:locus:frequencies", lambda: make_locus("L", ["1", "2"], [1.0]), {"locus": "L"}),
    ("kinship:locus:silent", lambda: make_locus("L", ["1", "2"], [0.5, 0.5], silent="0"), {"locus": "L"}),
    ("kinship:frequency:sum", lambda: make_locus("L", ["1", "2"], [0.5, 0.4]), {"locus": "L"}),
    ("kinship:frequency:value", lambda: make_locus("L", ["1", "2"], [1.5, -0.5]), {"locus": "L", "allele": "1"}),
    ("kinship:frequency:value", lambda: make_locus("L", ["1", "2"], [float("nan"), 1]), {"locus": "L", "allele": "1"}),
    ("kinship:frequency:zero", lambda: make_locus("L", ["1", "2"], [1.0, 0.0]), {"locus": "L", "allele": "2"}),
    ("kinship:frequency:minimum", lambda: add_alleles(["1"], [1.0], ["2"], 0), {}),
    (
        "kinship:mutation:row",
        lambda: make_locus("L", ["1", "2"], [0.5, 0.5], mutation=custom([[1, 0], [0.5, 0.4]])),
        {"locus": "L", "allele": "2"},
    ),
    ("kinship:mutation:shape", lambda: make_locus("L", ["1", "2"], [0.5, 0.5], mutation=custom([[1]])), {"locus": "L"}),
    ("kinship:mutation:rate", lambda: make_locus("L", ["1", "2"], [0.5, 0.5], mutation=equal(2)), {"locus": "L"}),
    ("kinship:mutation:rate", lambda: make_locus("L", ["1", "2"], [0.9, 0.1], mutation=proportional(0.5)), {}),
    ("kinship:mutation:rate", lambda: make_locus("L", ["1", "2"], [0.9, 0.1], mutation=stepwise(0.1, 0)), {}),
    (
        "kinship:profile:silent",
        lambda: log_likelihood(single("S"), {"S": seen("3")}, make_locus("L", ["1", "3"], [0.5, 0.5], silent="3")),
        {"sample": "S"},
    ),
    ("kinship:theta:value", lambda: Conventions(theta=1.0), {}),
    (
        "kinship:theta:founders",
        lambda: log_likelihood(
            WIDE, {f"P{n}": seen("1", sample=f"P{n}") for n in range(4)}, L, Conventions(theta=0.01)
        ),
        {"locus": "L"},
    ),
    ("kinship:joint:theta", lambda: joint_table([FAMILY], [seen("1")], [L], Conventions(theta=0.01)), {}),
    ("kinship:linkage:rate", lambda: log_likelihood_linked(DUO, {"F": FATHER}, (L, K), 0.7), {"locus": "L"}),
    ("kinship:linkage:rate", lambda: pairs_among([L, K], [LinkedPair("L", "K", 0.9, "")]), {"locus": "L"}),
    (
        "kinship:linkage:theta",
        lambda: log_likelihood_linked(DUO, {"F": FATHER}, (L, K), 0.1, Conventions(theta=0.01)),
        {"locus": "L"},
    ),
    ("kinship:linkage:inheritance", lambda: log_likelihood_linked(DUO, {"F": FATHER}, (L, X), 0.1), {"locus": "L"}),
    ("kinship:marker:twice", lambda: resolve(["TH01", "THO1"], ["TH01"]), {"found": "THO1"}),
    ("kinship:prior:even", lambda: check_prior(EVEN, 5, 5), {"prior": "even"}),
    ("kinship:prior:number", lambda: one_in(1, "p", "r"), {}),
    ("kinship:prior:numbers", lambda: three_priors(100, 50, 200), {}),
    (
        "kinship:prior:twice",
        lambda: check_evidence(one_in(9, "p", "r", ["place"]), ["age", "place"]),
        {"found": "place"},
    ),
    ("kinship:population:none", lambda: weigh_pair(FAMILY, "C", seen("1"), {}), {"family": "f"}),
    (
        "kinship:profile:mixture",
        lambda: refuse_mixture(make_profile("S", {"L": ["1", "2", "3"], "K": ["1", "2", "3"]}), [L, K]),
        {"sample": "S", "locus": "L, K"},
    ),
    ("kinship:consensus:typings", lambda: consensus("S", [seen("1")]), {"sample": "S"}),
    ("kinship:consensus:sexes", lambda: consensus("S", [seen("1", sex=Sex.MALE), seen("1", sex=Sex.FEMALE)]), {}),
    ("kinship:line:database", lambda: compare_lines(Line.PATERNAL, {}, {}, seen=5, database=3), {}),
]


@pytest.mark.parametrize(("code", "call", "named"), CASES, ids=[f"{n}-{case[0]}" for n, case in enumerate(CASES)])
def test_bad_input_is_an_error_that_names_what_where(code, call, named):
    with pytest.raises(InputError) as refused:
        call()
    assert refused.value.code == code
    for key, value in named.items():
        assert refused.value.params[key] == value


def test_a_family_that_would_not_fit_into_memory_is_refused_and_names_the_locus(monkeypatch):
    monkeypatch.setattr(graph, "MAX_WIDEST", 2)
    with pytest.raises(InputError) as refused:
        log_likelihood(DUO, {"C": seen("1")}, L)
    assert (refused.value.code, refused.value.params["locus"]) == ("kinship:pedigree:wide", "L")


def test_findings_about_a_familys_own_references_open_for_a_geneticist_alone():
    pedigree = make_pedigree("f", [Person("F"), Person("C", "F"), Person("D", "F")])
    family = make_family("f", pedigree, {"F": seen("1", sample="a"), "C": seen("2", sample="b")}, ["D"])
    check = check_references(family, [L])
    assert not check.stands
    assert "impossible" not in repr(check)
    with pytest.raises(GateError):
        check.open_as("clerk")
    opened = {finding.person: finding for finding in check.open_as("geneticist")}
    assert opened["C"].impossible == ("L",)


def test_a_familys_references_that_fit_stand():
    pedigree = make_pedigree("f", [Person("F"), Person("C", "F"), Person("D", "F")])
    family = make_family("f", pedigree, {"F": seen("1", sample="a"), "C": seen("1", "2", sample="b")}, ["D"])
    assert check_references(family, [L]).stands


def test_an_allele_that_the_table_lacks_has_a_stated_rule():
    alleles, shares = add_alleles(["1", "2", "4"], [0.5, 0.5, 0.0], ["2", "3", "3"], 0.01)
    assert alleles == ("1", "2", "4", "3")
    assert shares.tolist() == pytest.approx([0.49, 0.49, 0.01, 0.01])
    assert rescale([2, 2]).tolist() == [0.5, 0.5]


def test_a_prior_of_even_odds_is_refused_in_a_search_and_named_priors_are_not():
    check_prior(EVEN, 1, 1)
    for prior in three_priors(1000, 6000, 70_000):
        check_prior(prior, 6000, 10_000)

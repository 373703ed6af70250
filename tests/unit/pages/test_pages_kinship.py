"""The pages of `kinship`: heat map and pedigrees say the same as their tables, in the light, in the dark, on paper."""

import itertools
import math
import re
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_checks import Page

from allforall.kinship import Person, Sex, make_family, make_pedigree, make_profile, say
from allforall.kinship.wording import SIBLING
from allforall.pages.drawing import in_lines, shortened
from allforall.pages.family_layout import laid_out, related
from allforall.pages.family_tree import family_drawing
from allforall.pages.heat import band, heat_map
from allforall.pages.html.kinship import KinshipPage, Section, kinship_page
from allforall.pages.kinship_words import in_many, log10, odds, ratio, sentence
from allforall.pages.pdf.document import Styles, _cell
from allforall.pages.pdf.fonts import register
from allforall.pages.pdf.kinship import kinship_pdf
from allforall.pages.tables import Cell
from allforall.pages.words import LANGUAGES, words

EN = words("en")
M, F, U = Sex.MALE, Sex.FEMALE, Sex.UNKNOWN
NOBODY = math.nan
COUSINS = [
    Person("GF", sex=M),
    Person("GM", sex=F),
    Person("U1", "GF", "GM", M),
    Person("U2", "GF", "GM", F),
    Person("W", sex=F),
    Person("H", sex=M),
    Person("K1", "U1", "W", M),
    Person("K2", "H", "U2", F),
    Person("T1", "K1", "K2", F),
    Person("T2", "K1", "K2", F),
    Person("S", "K1", "K2", U),
]


def family(persons=None, typed=("GM", "K2"), missing=("T1",), twins=(("T1", "T2"),), name="cousins"):
    profiles = {label: make_profile(label, {"A": ["1", "2"]}) for label in typed}
    return make_family(name, make_pedigree(name, persons or COUSINS, twins), profiles, missing)


def page_of(*drawings, lang="en"):
    sections = [Section(drawing.title, ["said"], [drawing]) for drawing in drawings]
    return kinship_page(KinshipPage("a title", "2025-06-02", ["lead"], sections), words(lang)).decode()


HEAT = heat_map(
    ["V1", "V2"],
    [("F1", "M1"), ("F1", "M2"), ("F2", "M3")],
    [[6.33, 4.04, NOBODY], [-math.inf, 1.31, -2.5]],
    4.0,
    EN,
)


def test_every_cell_of_a_heat_map_carries_its_figure_and_its_shade():
    texts = [shape.text for shape in HEAT.shapes if shape.kind == "text"]
    for figure in ("+6.3", "+4.0", "−∞", "+1.3", "−2.5", "V1", "V2", "F1/M1", "F2/M3"):
        assert figure in texts
    cells = [s.style for s in HEAT.shapes if s.kind == "box" and s.points[2] == 46.0]
    assert cells == ["h4", "h3", "hx", "h0", "h1", "h0"]
    assert sum(shape.style == "frame" and shape.points[2] == 44.0 for shape in HEAT.shapes) == 2
    assert HEAT.sentence == "2 cells reach the threshold of 10\u202f000 times."


@pytest.mark.parametrize(
    ("value", "style"),
    [
        (NOBODY, "hx"),
        (-0.01, "h0"),
        (0.0, "h1"),
        (2.0, "h2"),
        (4.0, "h3"),
        (6.0, "h4"),
        (math.inf, "h4"),
        (-math.inf, "h0"),
    ],
)
def test_a_shade_is_a_step_of_two(value, style):
    assert band(value) == style


def test_a_large_heat_map_keeps_its_figures_within_its_cells():
    count = 50
    values = [[7.0 if r == c else -20.0 for c in range(count)] for r in range(count)]
    drawn = heat_map([f"R{n}" for n in range(count)], [(f"F{n}", f"M{n}") for n in range(count)], values, 4.0, EN)
    sizes = {s.points[2] for s in drawn.shapes if s.kind == "box" and s.style in {"h0", "h4"} and s.points[2] > 14}
    assert sizes == {20.0}
    assert sum(shape.text == "7" for shape in drawn.shapes) == count
    assert drawn.width < 1400


def test_long_names_are_shortened_in_the_drawing_and_whole_in_its_sentence():
    long = "Вигаданенко-Примірчук Іван Петрович, справа 2025/06-0017"
    persons = [Person("R", sex=F), Person(long, "", "R", M)]
    drawn = family_drawing(family(persons, ["R"], [long], ()), EN)
    assert all(len(shape.text) <= 16 for shape in drawn.shapes if shape.style.startswith("name"))
    assert long in drawn.sentence
    assert shortened("abcdefghij", 5) == "ab…ij"
    assert in_lines("SK1-180069_LT58-195077", 14, 2) == ("SK1-180069_", "LT58-195077")
    assert in_lines(long, 14, 2)[-1].endswith("06-0017")


def test_a_pedigree_shows_everybody_with_the_usual_symbols():
    drawn = family_drawing(family(), EN)
    styles = [(shape.kind, shape.style) for shape in drawn.shapes if shape.style in {"person", "typed", "sought"}]
    legend = 5
    assert len(styles) == len(COUSINS) + legend
    assert styles.count(("circle", "sought")) == 1
    assert styles.count(("circle", "typed")) == 2
    assert styles.count(("diamond", "person")) == 1 + 1  # the sibling, and the legend
    assert [shape.text for shape in drawn.shapes if shape.style == "name strong"] == ["T1"]
    assert [shape.text for shape in drawn.shapes if shape.style == "mark"] == ["?", "?"]


def lines_of(drawn):
    return [shape.points for shape in drawn.shapes if shape.kind == "line"]


def test_partners_who_are_related_have_two_lines_and_others_one():
    def across(drawn):
        return [p for p in lines_of(drawn) if p[1] == p[3] and p[0] != p[2]]

    apart = [Person("A", sex=M), Person("B", sex=F), Person("C", "A", "B", M)]
    assert len(across(family_drawing(family(apart, ["A"], ["C"], ()), EN))) == 1
    loop = across(family_drawing(family(twins=()), EN))
    pairs = [(a, b) for a, b in itertools.combinations(loop, 2) if a[0] == b[0] and abs(a[1] - b[1]) == 5]
    assert len(pairs) == 1
    pedigree = make_pedigree("f", COUSINS)
    assert related(pedigree, "K1", "K2")
    assert not related(pedigree, "U1", "W")


def test_monozygotic_twins_hang_on_one_fork():
    plain, twins = (family_drawing(family(twins=given), EN) for given in ((), (("T1", "T2"),)))

    def slanted(drawn):
        return [p for p in lines_of(drawn) if p[0] != p[2] and p[1] != p[3]]

    assert len(slanted(plain)) == 0
    assert len(slanted(twins)) == 2
    first, second = slanted(twins)
    assert first[:2] == second[:2]


@st.composite
def pedigrees(draw):
    persons = []
    for number in range(draw(st.integers(2, 14))):
        men = [p.label for p in persons if p.sex is M]
        women = [p.label for p in persons if p.sex is F]
        father = draw(st.sampled_from(["", *men]))
        mother = draw(st.sampled_from(["", *women]))
        persons.append(Person(f"p{number}", father, mother, draw(st.sampled_from([M, F]))))
    return make_pedigree("f", persons)


@settings(max_examples=150, deadline=None)
@given(pedigrees())
def test_of_any_pedigree_no_two_persons_overlap_and_children_stand_below_their_parents(pedigree):
    """Whatever the loops: everybody has a place, one row apart from parents, one unit from the next in the row."""
    places = laid_out(pedigree)
    assert set(places) == set(pedigree.labels)
    rows = {}
    for label, place in places.items():
        rows.setdefault(place.row, []).append(place.x)
        person = pedigree.person(label)
        for parent in (person.father, person.mother):
            if parent:
                assert places[parent].row < place.row
    for xs in rows.values():
        assert all(b - a > 1 - 1e-6 for a, b in itertools.pairwise(sorted(xs)))
    assert min(place.x for place in places.values()) >= -1e-9


HOSTILE = '<script>alert(1)</script>"&\u202e'


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_is_well_formed_closed_to_scripts_and_says_itself_in_words(lang):
    persons = [Person(HOSTILE, sex=F), Person("lost", "", HOSTILE, M)]
    drawn = family_drawing(family(persons, [HOSTILE], ["lost"], (), name=HOSTILE), words(lang))
    picture = heat_map([HOSTILE], [(HOSTILE, "lost")], [[7.0]], 4.0, words(lang))
    text = page_of(drawn, picture, family_drawing(family(), words(lang)), HEAT, lang=lang)
    page = Page(text)
    assert not page.faults, page.faults
    assert len(page.ids) == len(set(page.ids))
    assert "default-src 'none'" in text
    assert not page.having("script")
    assert "\u202e" not in text
    for svg in page.having("svg"):
        assert svg["role"] == "img"
        assert set(svg["aria-labelledby"].split()) <= set(page.ids)
    assert not re.search(r"url\((?!#)", text), "nothing outside the page is fetched"
    assert {link for link in page.links if link.startswith("#")} <= {f"#{name}" for name in page.ids} | {"#main"}


def colours(scheme):
    """Returns the variables of a scheme: those of the light one, with those of the dark one in their place."""
    found = {}
    for name in ("page.css", "kinship.css"):
        text = (files("allforall.pages") / "templates" / name).read_text()
        light, _, rest = text.partition("@media (prefers-color-scheme:dark)")
        found |= dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})", light))
        if scheme == "dark":
            found |= dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})", rest.split("}}")[0]))
    return found


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_figures_stand_out_from_their_cells_and_lines_from_the_page(scheme):
    """WCAG 2.2, 1.4.3 and 1.4.11: 4.5 to 1 for text, 3 to 1 for what a drawing is made of."""
    of = colours(scheme)
    for step in range(5):
        assert contrast(of[f"h{step}"], of[f"h{step}-ink"]) >= 4.5, step
    for name in ("kin", "frame"):
        assert contrast(of[name], of["sheet"]) >= 3, name
    shades = [luminance(of[f"h{step}"]) for step in range(5)]
    assert shades == sorted(shades, reverse=scheme == "light")


def test_what_stands_small_below_a_cell_stands_on_paper_too():
    """The runner-up of a remains is such a note."""
    register()
    assert "the next" in _cell(Cell("the likeliest", note="the next"), Styles()).text


def test_the_same_drawings_stand_on_paper():
    page = KinshipPage("a title", "2025-06-02", ["lead"], [Section("part", [], [HEAT, family_drawing(family(), EN)])])
    first, second = kinship_pdf(page, EN), kinship_pdf(page, EN)
    assert first.startswith(b"%PDF")
    assert first == second


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (math.log10(2140000), "2\u202f140\u202f000"),
        (-2, "1/100"),
        (0, "1"),
        (math.inf, "∞"),
        (-math.inf, "0"),
        (math.nan, "–"),
    ],
)
def test_ratios_are_written_in_times(value, said):
    assert ratio(value) == said


def test_odds_and_rates_are_no_percentages():
    assert odds(EN, 0.99) == "99 to 1 for"
    assert odds(EN, 0.001) == "999 to 1 against"
    assert odds(EN, 0.5) == "1 to 1"
    assert odds(EN, 0.0) == "impossible"
    assert odds(EN, 1.0) == "more than 10^15 to 1 for"
    assert odds(EN, 1e-17) == "more than 10^15 to 1 against"
    assert in_many(1 / 45_000_000) == "1/45\u202f000\u202f000"
    assert log10(-0.001) == "0.00"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sentence_names_family_and_alternative_in_every_language(lang):
    for value, other in (
        (4.0, None),
        (-4.0, None),
        (0.0, None),
        (math.inf, SIBLING),
        (-math.inf, None),
        (4.0, SIBLING),
    ):
        said = sentence(words(lang), say(value, "F12", *([other] if other else [])))
        assert "F12" in said
        assert "{" not in said
        assert not said.startswith("kinship:")
        if lang != "en":
            assert "remains" not in said

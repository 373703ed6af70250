"""The HTML pages: well formed, self-contained, without script, every link leading somewhere."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from page_checks import Page, pages_of
from sample_report import HOSTILE, NAMES, hostile_report, sample_report

from allforall.account.report import AnswerLine, Figure, NodeReport, Tally
from allforall.pages import LANGUAGES
from allforall.pages.html import PAIRS_PER_PAGE, ROWS_PER_PAGE

REPORTS = {"sample": sample_report, "hostile": hostile_report}


@pytest.fixture(scope="module", params=[(name, names) for name in REPORTS for names in (False, True)], ids=str)
def pages(request):
    which, show_names = request.param
    return pages_of(REPORTS[which](), "uk", show_names=show_names)


def test_every_page_is_well_formed(pages):
    for name, text in pages.items():
        page = Page(text)
        assert not page.faults, (name, page.faults)
        assert len(page.ids) == len(set(page.ids)), f"{name} has an id twice"


def test_no_page_has_a_script_or_an_address_outside_itself(pages):
    for name, text in pages.items():
        page = Page(text)
        assert not page.having("script"), name
        assert "<script" not in text.casefold(), name
        attributes = [(key, value) for _tag, values in page.tags for key, value in values.items()]
        assert not [key for key, _value in attributes if key.startswith("on")], name
        assert not [key for key, _value in attributes if key in {"src", "srcset", "action", "style", "xlink:href"}]
        assert all(re.fullmatch(r"[a-z0-9-]+\.html(#\S+)?|#\S+", link) for link in page.links), name
        style = text[text.index("<style>") : text.index("</style>")]
        assert "url(" not in style.replace("url(#", "")
        assert "@import" not in style
        assert not re.search(r"https?:|//[a-z]", text), name


def test_every_page_forbids_by_itself_whatever_it_does_not_need(pages):
    for text in pages.values():
        policies = [values["content"] for values in Page(text).having("meta") if "http-equiv" in values]
        assert policies == ["default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"]


def test_every_link_leads_to_a_place_that_exists(pages):
    places = {name: {"", *Page(text).ids} for name, text in pages.items()}
    for name, text in pages.items():
        for link in Page(text).links:
            page, _hash, place = link.partition("#")
            assert place in places[page or name], f"{name} leads to {link}, which is not there"


def test_every_figure_leads_to_as_many_rows_as_it_counts():
    report = sample_report(0.3)
    pages = pages_of(report)
    start = Page(pages["index.html"])
    figures = re.findall(r'<td class="n"><a href="([^"#]+)#([^"]+)">([^<]+)</a>', pages["index.html"])
    counted = [figure for tally in (*report.tallies, *report.eligibility) for figure in tally.figures if figure.count]
    assert len(figures) == len(counted)
    assert start.having("svg")
    for (page, place, shown), figure in zip(figures, counted, strict=True):
        assert shown == str(figure.count)
        text = pages[page]
        group = text[text.index(f'id="{place}"') :]
        group = group[: group.index("</section>")]
        keys = {key for key in figure.keys if f">{key}</th>" in group}
        assert keys == set(figure.keys), (figure.code, place)


def test_every_chart_has_its_table_beside_it_with_the_same_figures():
    for name in ("index.html", "eligibility.html"):
        text = pages_of(sample_report(0.1))[name]
        sections = re.findall(r'<section class="tally".*?</section>', text, re.DOTALL)
        assert len(sections) == text.count("<svg") > 0
        for section in sections:
            chart, table = section.split("</svg>")
            shares = re.findall(r'<text class="figure"[^>]*>(\S+) · ', chart)
            cells = re.findall(r'<td class="n">(?:<a [^>]*>)?([^<%]+)(?:</a>)?</td>', table)
            assert shares
            assert shares == [cell for cell in cells if not cell.endswith("%")]
            assert "<title" in chart
            assert "<desc" in chart


def test_every_table_has_a_caption_and_scoped_heads(pages):
    for text in pages.values():
        for table in re.findall(r"<table>.*?</table>", text, re.DOTALL):
            assert re.search(r"<caption>[^<]+</caption>", table)
            heads = re.findall(r"<th\b([^>]*)>", table)
            assert heads
            assert all("scope=" in head for head in heads)


def test_headings_never_skip_a_level(pages):
    for name, text in pages.items():
        levels = [int(tag[1]) for tag, _values in Page(text).tags if re.fullmatch(r"h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        for before, after in pairwise(levels):
            assert after <= before + 1, (name, levels)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_language_is_said_and_names_are_announced(lang):
    for show_names in (False, True):
        for text in pages_of(sample_report(0.05), lang, show_names=show_names).values():
            page = Page(text)
            assert page.having("html")[0]["lang"] == lang
            banner = [values for values in page.having("p") if values.get("class") == "names"]
            assert bool(banner) is show_names


def test_names_and_values_stand_in_no_page_unless_asked_for():
    report = sample_report(0.2)
    without = "".join(pages_of(report).values())
    named = "".join(pages_of(report, show_names=True).values())
    for value in (*NAMES, "Yasenko", "Мирон", "1999-04-03", "Верхня Ясна", "31.02.1990"):
        assert value not in without
        assert value in named


def test_what_was_found_in_a_file_is_shown_by_its_shape():
    assert ">00.00.0000<" in pages_of(sample_report(0.1))["lists.html"]


def test_hostile_texts_are_shown_as_text():
    text = "".join(pages_of(hostile_report(), show_names=True).values())
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "{% include &#x27;x&#x27; %} {n}" in text
    assert "[U+202E]" in text
    for char in ("\u202e", "\u202c", "\u2066", "\u2069", "\x00", "\x1b"):
        assert char not in text
    assert HOSTILE[4] in text


def test_a_tally_that_does_not_add_up_is_loud():
    report = sample_report(0.1)
    wrong = Tally("answers", "sought-b", 10, (Figure("held", ("a:1", "a:2", "a:2")),))
    page = Page(pages_of(replace(report, tallies=(wrong,)))["index.html"])
    assert "DOES NOT ADD UP: 3 rows in the figures, 10 rows on the list, 1 counted more than once." in page.text
    assert any(values.get("role") == "alert" for values in page.having("p"))
    assert not any(values.get("role") == "alert" for values in Page(pages_of(report)["index.html"]).having("p"))


def test_a_list_whose_rows_are_not_all_accounted_for_is_loud():
    report = sample_report(0.1)
    short = replace(report.lists[0], rows_read=report.lists[0].rows_read - 1)
    page = Page(pages_of(replace(report, lists=(short,)))["lists.html"])
    assert "DOES NOT ADD UP: rows read and rows left out do not make up the rows of the file." in page.text


def _many(count):
    return tuple(
        AnswerLine(f"s:{number}", "", "held" if number % 2 else "no_answer", "confirmed", "", None, "", None, "", ())
        for number in range(count)
    )


def test_long_tables_go_on_on_further_pages_and_lose_no_row():
    count = 2 * ROWS_PER_PAGE + 500
    report = replace(sample_report(0.05), answers=_many(count), received=(), tallies=())
    pages = {name: text for name, text in pages_of(report).items() if name.startswith("answers")}
    assert sorted(pages) == ["answers-2.html", "answers-3.html", "answers.html"]
    rows = [re.findall(r'<th scope="row" class="k">(s:\d+)</th>', text) for text in pages.values()]
    assert all(len(part) <= ROWS_PER_PAGE for part in rows)
    assert sorted(key for part in rows for key in part) == sorted(f"s:{number}" for number in range(count))
    assert f"at most {ROWS_PER_PAGE // 1000}\u202f000 rows each" in pages["answers.html"]
    assert 'rel="next" href="answers-2.html"' in pages["answers.html"]
    assert 'rel="prev" href="answers-2.html"' in pages["answers-3.html"]
    assert all(len(text) < 1_000_000 for text in pages.values())


def test_many_pairs_go_on_on_further_pages():
    report = sample_report(0.05)
    pairs = tuple(replace(report.pairs[0], left=f"a:{number}") for number in range(PAIRS_PER_PAGE + 1))
    pages = pages_of(replace(report, pairs=pairs, duplicates=()))
    assert pages["review.html"].count("<article") == PAIRS_PER_PAGE
    assert pages["review-2.html"].count("<article") == 1


def test_the_not_traded_track_says_nothing_of_parity_figures():
    text = pages_of(sample_report(0.1))["eligibility.html"]
    track = text[text.index('id="not-traded"') :]
    track = track[: track.index("</section>")]
    assert "No parity applies to them" in track
    assert 'class="n"' not in track.split("</h2>")[1]


def test_a_pair_shows_what_made_its_score():
    page = Page(pages_of(sample_report(0.1))["review.html"])
    for word in (
        "+13.2 bits",
        "\u221210.4 bits",
        "held-2025-06:100",
        "+2.1 bits",
        "= agrees",
        "≠ conflicts",
        "? unknown",
    ):
        assert word in page.text


def test_both_wordings_stand_beside_each_person_whom_they_divide():
    page = Page(pages_of(sample_report(0.1))["eligibility.html"])
    assert "Party A: eligible" in page.text
    assert "Party B: not eligible" in page.text


def test_an_empty_report_is_a_page_that_says_so():
    pages = pages_of(NodeReport("party_b", sample_report(0.05).made_on, ""))
    assert set(pages) == {
        f"{name}.html" for name in ("index", "lists", "answers", "review", "eligibility", "disclosed")
    }
    assert "No list has been imported yet." in Page(pages["index.html"]).text
    assert "There is nothing here yet." in Page(pages["answers.html"]).text


def test_both_parties_are_drawn_alike():
    report = sample_report(0.1)
    other = replace(report, party="party_b")
    swapped = {
        name: text.replace("Party A ·", "Party B ·").replace("· Party A", "· Party B")
        for name, text in pages_of(report).items()
    }
    assert swapped == pages_of(other)


def test_what_is_only_proposed_says_so():
    report = sample_report(0.1)
    keys = ("sought-b:2", "sought-b:3")
    proposed = Tally("answers", "sought-b", 2, (Figure("proposed:held", keys[:1]), Figure("held", keys[1:])))
    pages = pages_of(replace(report, tallies=(proposed,)))
    assert "held (proposed)" in Page(pages["index.html"]).text
    for text in pages.values():
        assert "a proposal is not an answer until it is confirmed" in Page(text).text

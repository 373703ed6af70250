"""No name of a person and no value of a pair ever stands in what is drawn without names."""

import sys
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit" / "pages"))
from page_checks import Page, pages_of
from sample_report import sample_report

from allforall.pages import summary_text

#: Long enough that no word of the pages is such a name by chance.
NAMES = st.text(st.characters(categories=["L"], max_codepoint=0x24FF), min_size=9, max_size=40)
LANGS = st.sampled_from(["en", "uk", "ru", "tr"])
REPORT = sample_report(0.01)


def named(name):
    return replace(
        REPORT,
        lists=tuple(
            replace(line, problems=tuple(replace(problem, found=name) for problem in line.problems))
            for line in REPORT.lists
        ),
        answers=tuple(replace(line, name=name, by=name, particulars=(("grave", name),)) for line in REPORT.answers),
        received=tuple(replace(line, name=name, particulars=(("grave", name),)) for line in REPORT.received),
        pairs=tuple(
            replace(
                pair,
                left_name=name,
                right_name=name,
                fields=tuple(replace(line, left=name, right=name) for line in pair.fields),
            )
            for pair in (*REPORT.pairs, *REPORT.duplicates)
        ),
        findings=tuple(replace(line, name=name) for line in REPORT.findings),
        divided=tuple(replace(line, name=name) for line in REPORT.divided),
        not_traded=tuple(replace(line, name=name) for line in REPORT.not_traded),
        disclosed=tuple(replace(line, name=name, by=name) for line in REPORT.disclosed),
    )


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(name=NAMES, lang=LANGS)
def test_no_name_stands_in_a_page_made_without_names(name, lang):
    report = named(name)
    for text in pages_of(report, lang).values():
        assert name not in Page(text).text
        assert name not in text
    assert name not in summary_text(report, lang, 400)


@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(name=NAMES, lang=LANGS)
def test_every_page_that_may_carry_names_carries_them_when_asked(name, lang):
    """The test above would pass on pages that show nobody; here there is somebody to show."""
    pages = pages_of(named(name), lang, show_names=True)
    for page in ("lists.html", "answers.html", "review.html", "eligibility.html", "disclosed.html"):
        assert name in Page(pages[page]).text, page

"""The record's pages in a real Chromium, as the other pages: nothing refused, nothing that axe finds, no line off the
screen, and what is folded can be opened by keyboard.
"""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit" / "pages"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from sample_record import quiet_account, troubled_account
from test_e2e_pages import _every_page, _open, axe, browser  # noqa: F401 - fixtures

from allforall.pages import LANGUAGES
from allforall.pages.html.record import write_record_pages

PLACES = [*LANGUAGES, "troubled"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("record")
    accounts = {lang: (lang, quiet_account(), False) for lang in LANGUAGES}
    accounts["troubled"] = ("en", troubled_account(), True)
    for place, (lang, account, names) in accounts.items():
        (root / place).mkdir()
        write_record_pages(
            account,
            lang,
            show_names=names,
            out=lambda name, page, place=place: (root / place / name).write_bytes(page),
        )
    return root


@pytest.mark.parametrize("place", PLACES)
def test_the_browser_has_nothing_to_complain_about(browser, folder, place):  # noqa: F811
    for name, page, faults in _every_page(browser, folder / place):
        assert page.locator("main h1").count() == 1
        assert not faults, (name, faults)


@pytest.mark.parametrize(
    ("place", "scheme"), [("en", "dark"), ("ru", "light"), ("troubled", "light"), ("troubled", "dark")]
)
def test_axe_finds_nothing_folded_or_opened(browser, folder, axe, place, scheme):  # noqa: F811
    for name, page, _faults in _every_page(browser, folder / place, color_scheme=scheme):
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        told = [(each["id"], [node["html"][:200] for node in each["nodes"][:3]]) for each in found["violations"]]
        assert not told, (name, scheme, told)


@pytest.mark.parametrize("place", PLACES)
def test_no_page_is_wider_than_a_telephone(browser, folder, place):  # noqa: F811
    for name, page, _faults in _every_page(browser, folder / place, viewport={"width": 320, "height": 640}):
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, (name, wide)


def test_a_hash_opens_by_keyboard_and_shows_the_whole(browser, folder):  # noqa: F811
    context, page, _faults = _open(browser, folder / "en" / "entry-party_a-3.html")
    summary = page.locator("details.whole summary").first
    summary.focus()
    page.keyboard.press("Enter")
    whole = page.locator("details.whole pre").first
    assert whole.is_visible()
    assert whole.inner_text().startswith(summary.inner_text().strip().removesuffix("…"))
    assert len(whole.inner_text()) == 64
    context.close()


def test_an_objection_leads_to_what_it_is_about_and_back(browser, folder):  # noqa: F811
    context, page, _faults = _open(browser, folder / "en" / "entry-party_a-2.html")
    page.locator(".contested a", has_text="Party B").first.click()
    assert page.url.endswith("entry-party_b-4.html")
    page.locator("section.narrow a", has_text="Party A").first.click()
    assert page.url.endswith("entry-party_a-2.html")
    context.close()


def test_a_printed_entry_holds_its_hashes_its_text_and_its_proof_unfolded(browser, folder):  # noqa: F811
    context, page, _faults = _open(
        browser, folder / "en" / "entry-party_a-4.html", viewport={"width": 690, "height": 900}
    )
    whole = page.locator("dd details.whole pre").first
    assert not whole.is_visible()
    page.emulate_media(media="print")
    assert whole.is_visible()
    assert page.locator(".folded pre", has_text="c2sp.org/tlog-proof").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 690
    context.close()


def test_the_printed_overview_holds_the_logs_side_by_side(browser, folder):  # noqa: F811
    context, page, _faults = _open(browser, folder / "uk" / "record.html", viewport={"width": 690, "height": 900})
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 690
    tops = page.evaluate("[...document.querySelectorAll('.log')].map(each => each.getBoundingClientRect().top)")
    assert len(set(tops)) == 1
    context.close()

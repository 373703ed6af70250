"""The pages in a real Chromium: nothing refused by their own policy, nothing that axe finds, no line off the screen."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit" / "pages"))
from sample_report import hostile_report, sample_report
from test_pages_notices import HOSTILE, notice, notices

from allforall.answers.entries import Addressee
from allforall.pages import LANGUAGES, write_pages
from allforall.pages.html.notices import write_notice_page

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
IN_CI = os.environ.get("CI") == "true"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def _missing(what):
    if IN_CI:
        pytest.fail(f"{what} is missing, and in CI the pages have to be seen")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM.exists():
        _missing("Chromium (Debian: apt-get install chromium)")
    if find_spec("playwright") is None:
        _missing("playwright (requirements/test.txt)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def axe():
    if find_spec("axe_playwright_python") is None:
        _missing("axe-playwright-python (requirements/test.txt)")
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Writes the pages of every language, and the hostile report with names."""
    root = tmp_path_factory.mktemp("pages")
    for lang in LANGUAGES:
        (root / lang).mkdir()
        write_pages(sample_report(0.03), lang, out=lambda name, page, lang=lang: (root / lang / name).write_bytes(page))
    (root / "hostile").mkdir()
    write_pages(
        hostile_report(), "en", show_names=True, out=lambda name, page: (root / "hostile" / name).write_bytes(page)
    )
    (root / "notices").mkdir()
    for lang in LANGUAGES:
        for surname in ("Вигаданенко", HOSTILE):
            page = write_notice_page(notices(notice(surname=surname)), Addressee.BUREAU, lang, rehearsal=True)
            (root / "notices" / f"{lang}-{len(surname)}.html").write_bytes(page)
    return root


def _open(browser, path, **options):
    context = browser.new_context(**options)
    page = context.new_page()
    faults = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith("file:") else faults.append(request.url))
    page.goto(path.as_uri())
    return context, page, faults


def _every_page(browser, folder, **options):
    """Yields each page of a folder in one tab, with what the browser had to say about it."""
    first, *rest = sorted(folder.glob("*.html"))
    context, page, faults = _open(browser, first, **options)
    yield first.name, page, faults
    for path in rest:
        faults.clear()
        page.goto(path.as_uri())
        yield path.name, page, faults
    context.close()


PLACES = [*LANGUAGES, "hostile", "notices"]


@pytest.mark.parametrize("place", PLACES)
def test_the_browser_has_nothing_to_complain_about(browser, folder, place):
    for name, page, faults in _every_page(browser, folder / place):
        assert page.locator("main h1").count() == 1
        assert not faults, (name, faults)


@pytest.mark.parametrize(
    ("place", "scheme"),
    [("en", "dark"), ("uk", "light"), ("hostile", "light"), ("notices", "dark"), ("notices", "light")],
)
def test_axe_finds_nothing(browser, folder, axe, place, scheme):
    for name, page, _faults in _every_page(browser, folder / place, color_scheme=scheme):
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        told = [(each["id"], [node["html"][:200] for node in each["nodes"][:3]]) for each in found["violations"]]
        assert not told, (name, scheme, told)


@pytest.mark.parametrize("place", PLACES)
def test_no_page_is_wider_than_a_telephone(browser, folder, place):
    for name, page, _faults in _every_page(browser, folder / place, viewport={"width": 320, "height": 640}):
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, (name, wide)


def test_the_first_tab_goes_to_the_contents_and_can_be_seen(browser, folder):
    context, page, _faults = _open(browser, folder / "en" / "index.html")
    page.keyboard.press("Tab")
    focused = page.evaluate("[document.activeElement.className, document.activeElement.getBoundingClientRect().left]")
    assert focused[0] == "skip"
    assert focused[1] >= 0
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    context.close()


def test_a_printed_page_leaves_the_navigation_out_and_repeats_the_heads_of_its_tables(browser, folder):
    context, page, _faults = _open(browser, folder / "en" / "answers.html")
    page.emulate_media(media="print")
    assert not page.locator("header nav").is_visible()
    display = page.evaluate("getComputedStyle(document.querySelector('thead')).display")
    assert display == "table-header-group"
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    context.close()


def test_a_figure_can_be_followed_to_its_rows(browser, folder):
    context, page, faults = _open(browser, folder / "en" / "index.html")
    link = page.locator(".tally table a").first
    count = int(link.inner_text())
    link.click()
    place = page.url.partition("#")[2]
    assert page.locator(f"#{place} tbody tr").count() == count
    assert not faults
    context.close()

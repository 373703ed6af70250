"""The pages of `kinship` in a real Chromium: light, dark, on a telephone; and a search that somebody stops."""

import json
import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit" / "cli"))
from kinship_shell import PRIORS, Kinship, line, profiles
from test_e2e_pages import _every_page, axe, browser  # noqa: F401 - fixtures

from allforall.kinship import Person, Sex, make_family, make_pedigree, make_profile
from allforall.pages.family_tree import family_drawing
from allforall.pages.heat import heat_map
from allforall.pages.html.kinship import KinshipPage, Section, kinship_page
from allforall.pages.words import words

LONG = "Вигаданенко-Примірчук Іван Петрович, справа 2025/06-0017"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Writes the pages of a small case, and one with long names, a map of 50 by 50 and a pedigree with twins."""
    root = tmp_path_factory.mktemp("kinship")
    kinship = Kinship(root)
    for act, more in (("matrix", ()), ("joint", PRIORS), ("lr", ("--sample", "V1"))):
        assert kinship.run(act, *more, "--html", root / "pages" / act) in {0, 6}
        (root / "pages" / act / "index.html").rename(root / "pages" / f"{act}.html")
    persons = [Person("R", sex=Sex.FEMALE), Person(LONG, "", "R", Sex.MALE), Person("twin", "", "R", Sex.MALE)]
    family = make_family(
        LONG, make_pedigree(LONG, persons, [(LONG, "twin")]), {"R": make_profile("R", {"A": ["1", "2"]})}, [LONG]
    )
    in_words = words("uk")
    values = [
        [[7.0, -3.0, math.nan, 1.5, -math.inf][(row + 3 * column) % 5] for column in range(50)] for row in range(50)
    ]
    large = heat_map(
        [f"{LONG} {n}" for n in range(50)], [(f"{LONG} {n}", "M") for n in range(50)], values, 4.0, in_words
    )
    drawings = [large, family_drawing(family, in_words)]
    page = KinshipPage(
        LONG, "2025-06-02", [LONG], [Section(f"{n} {LONG}", [LONG], [one]) for n, one in enumerate(drawings)]
    )
    (root / "pages" / "long.html").write_bytes(kinship_page(page, in_words))
    return root / "pages"


def test_the_browser_has_nothing_to_complain_about(browser, folder):  # noqa: F811 - fixtures
    names = []
    for name, page, faults in _every_page(browser, folder):
        names.append(name)
        assert page.locator("svg.drawing").count() >= 1
        assert not faults, (name, faults)
    assert names == ["joint.html", "long.html", "lr.html", "matrix.html"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, folder, axe, scheme):  # noqa: F811 - fixtures
    for name, page, _faults in _every_page(browser, folder, color_scheme=scheme):
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        told = [(each["id"], [node["html"][:200] for node in each["nodes"][:3]]) for each in found["violations"]]
        assert not told, (name, scheme, told)


def test_no_page_is_wider_than_a_telephone(browser, folder):  # noqa: F811 - fixtures
    for name, page, _faults in _every_page(browser, folder, viewport={"width": 320, "height": 640}):
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, (name, wide)


def test_no_text_of_a_drawing_runs_out_of_it_or_over_another(browser, folder):  # noqa: F811 - fixtures
    """Labels of a map and names of a pedigree as the browser really sets them."""
    script = """() => [...document.querySelectorAll('svg.drawing')].map(svg => {
        const outer = svg.getBoundingClientRect();
        const names = [...svg.querySelectorAll('text.name, text.name.strong, text.mark')];
        const boxes = names.map(text => text.getBoundingClientRect());
        const out = [...svg.querySelectorAll('text')].filter(text => {
            const box = text.getBoundingClientRect();
            return box.left < outer.left - 1 || box.right > outer.right + 1 || box.top < outer.top - 1;
        }).map(text => text.textContent);
        const over = boxes.flatMap((a, i) => boxes.slice(i + 1).filter(b =>
            a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4));
        return [out, over.length];
    })"""
    for name, page, _faults in _every_page(browser, folder):
        for out, over in page.evaluate(script):
            assert not out, (name, out)
            assert over == 0, (name, over)


@pytest.mark.disk
def test_a_search_that_somebody_stops_leaves_no_traceback_and_goes_on(tmp_path):
    """A real process, a real Ctrl-C: at whatever moment it comes the next run ends with the same pairs."""
    kinship = Kinship(tmp_path)
    count = 3000
    kinship.write(
        "remains.csv", profiles(*(line(f"V{n}", "?", *([f"1{n % 4}/1{n // 4 % 4}"] * 6)) for n in range(count)))
    )
    kinship.write(
        "families.csv",
        "family,id,father,mother,sex,missing\n"
        + "".join(f"F{n},r{n},,,M,0\nF{n},m{n},r{n},,?,1\n" for n in range(count)),
    )
    kinship.write("relatives.csv", profiles(*(line(f"r{n}", "M", f"1{n % 4}/1{n % 4}") for n in range(count))))

    def command(to):
        words_ = ["kinship", "matrix", *kinship.files(), "--mutation", "none", "--threshold", "1e7", "--to", str(to)]
        return [sys.executable, "-m", "allforall", "--json", *words_]

    whole, broken = tmp_path / "whole", tmp_path / "broken"
    subprocess.run(command(whole), check=True, capture_output=True, env=os.environ)
    # Where the tests run in the background SIGINT is ignored, and a child would inherit that.
    process = subprocess.Popen(
        command(broken),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads run here
    )
    end = time.monotonic() + 120
    while not (broken / "search.json").exists() and process.poll() is None and time.monotonic() < end:
        os.sched_yield()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in err
    assert process.returncode in {0, 130}
    if process.returncode == 130:
        assert json.loads(out.splitlines()[-1])["exit_code"] == 130
        assert not (broken / "pairs.csv").exists()
        subprocess.run(command(broken), check=True, capture_output=True, env=os.environ)
    assert (broken / "pairs.csv").read_text() == (whole / "pairs.csv").read_text()

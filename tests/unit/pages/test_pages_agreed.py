"""What was agreed on 2 June 2025: the README and the demonstration's first page say the same, and it is true."""

import re
from pathlib import Path

import pytest

from allforall.cli.commands import COMMANDS
from allforall.pages import LANGUAGES, words
from allforall.pages.agreed import AGREED, STANDS, STATUS, AgreedLine, Stands, carried_by, today
from allforall.pages.html.agreed import agreed_page

README = (Path(__file__).resolve().parents[3] / "README.md").read_text(encoding="utf-8")


def _readme_row(line: AgreedLine) -> str:
    stands, sign, note = today(line, words("en")).partition(":")
    commands = ", ".join(f"`{command}`" for command in carried_by(line))
    return f"| {line.said} | {commands} | *{stands}*{sign}{note} |".replace("|  |", "| |")


def test_the_readme_says_of_every_line_what_the_table_says_and_in_its_order():
    table = README.partition("| on 2 June 2025 |")[2].partition("\n\n")[0].splitlines()[2:]
    assert table == [_readme_row(line) for line in AGREED]
    assert STATUS in README


@pytest.mark.parametrize("line", AGREED, ids=lambda line: line.said)
def test_a_line_that_is_carried_names_commands_and_one_that_is_not_names_none_that_exists(line):
    assert line.commands
    if line.stands is Stands.NOT_YET:
        there = [one for one in COMMANDS for word in line.commands if one == word or one.startswith(f"{word} ")]
        assert not there, "this line is carried now: say how far"
        assert not line.note
    else:
        assert all(COMMANDS[command].module for command in line.commands)
    assert bool(line.note) == (line.stands is Stands.PART), "a part says which part"


def test_the_first_screen_of_the_readme_has_the_lines_the_status_and_four_doors():
    screen = README.partition("## Try it")[0].splitlines()[:40]
    assert sum(line.startswith("| ") for line in screen) == len(AGREED) + 1
    doors = re.findall(r"^\*\*([^*]+)\.\*\* .+\n.+\n\n", "\n".join(screen) + "\n\n", re.MULTILINE)
    assert doors == ["Own spreadsheets", "A laboratory", "A bundle in the hand", "Two parties"]


@pytest.mark.parametrize("lang", list(LANGUAGES))
def test_the_first_page_draws_every_line_in_the_readers_language(lang):
    spoken = words(lang)
    page = agreed_page(spoken, made_on="2025-06-02", links=[("pages/party_a/index.html", "A")]).decode()
    assert f'<html lang="{lang}">' in page
    assert page.count("<tr>") == len(AGREED) + 1
    for line in AGREED:
        assert spoken.text(line.said) in page
        assert today(line, spoken) in page
        assert all(command in page for command in carried_by(line))
    assert spoken.text(STATUS) in page
    assert 'href="pages/party_a/index.html"' in page
    if lang != "en":
        assert all(english not in page for english in STANDS.values() if len(english) > 4)

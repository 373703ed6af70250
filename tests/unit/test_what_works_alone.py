"""What serves alone needs no package of an extra and nothing that only POSIX has: each in a process without them."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tests.unit.cli.kinship_shell import PRIORS, Kinship
from tests.unit.record.whole_records import short_story

from allforall.errors import EXTRAS
from allforall.pages import LANGUAGES
from allforall.pages.code_texts import ERRORS

ROOT = Path(__file__).resolve().parents[2]

#: In a process that begins with this, what an extra installs and what Windows lacks cannot be imported.
WITHOUT = """
import os, sys
LACKING = set(sys.argv.pop(1).split(","))

class Lacking:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in LACKING:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

for name in LACKING & set(sys.modules):  # Python itself has loaded some before
    del sys.modules[name]
sys.meta_path.insert(0, Lacking)
for name in (
    "fchmod", "fork", "getegid", "geteuid", "getgid", "getuid", "O_DIRECTORY", "O_NOFOLLOW", "pwrite", "statvfs"
):
    if "fcntl" in LACKING:
        delattr(os, name)
"""
POSIX = {"fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty"}

NAMES = """
from allforall.people.names import fold
from allforall.people.names.whole_names import compare_full_names
assert fold("Шевченко") == fold("Shevchenko")
assert compare_full_names("Іваненко Петро", "Petro Ivanenko").likeness > 0.5
"""
LISTS = """
import io
from datetime import date
from allforall.people.columns import find_mapping
from allforall.people.fields import Basis
from allforall.people.reading import read_people
from allforall.people.tables import open_table
from allforall.reconcile import compare_lists

def rows(key, text):
    table = open_table(io.BytesIO(text.encode()), file_name="list.csv")
    made = read_people(table, find_mapping(table), list_key=key, as_of=date(2025, 6, 2), basis=Basis.OWN_SIDE)
    return [row for row in made if hasattr(row, "readings")]

linking = compare_lists(
    rows("S", "ПІБ;Дата народження\\nВигаданенко Петро Іванович;1990-02-01\\nВигаданенко Павло Іванович;1990-02-01\\n"),
    rows("H", "Name;Born\\nVyhadanenko Pavlo Ivanovych;1990-02-01\\nVyhadanenko Petro Ivanovych;1990-02-01\\n"),
)
assert {(link.pair.left, link.pair.right) for link in linking.links} == {("S:2", "H:3"), ("S:3", "H:2")}
"""
CALLED = """
from allforall.cli import main
sys.exit(main(sys.argv[1:]))
"""


def _run(program, *words, lacking=frozenset(EXTRAS) | POSIX):
    return subprocess.run(
        [sys.executable, "-c", WITHOUT + program, ",".join(sorted(lacking)), *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("program", [NAMES, LISTS], ids=["names", "lists"])
def test_a_part_that_is_used_alone_runs_without_extras_and_without_posix(program):
    done = _run(program)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_bundle_is_verified_without_extras_and_without_posix(tmp_path):
    bundle = tmp_path / "a.bundle"
    bundle.write_bytes(short_story().bundle().data)
    done = _run(CALLED, "--lang", "uk", "verify", bundle)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("verify", "--help")])
def test_help_is_printed_without_extras_and_without_posix(words):
    done = _run(CALLED, *words)
    assert (done.returncode, done.stderr) == (0, "")


def test_dna_is_weighed_without_extras_and_without_posix_where_nothing_was_lost(tmp_path):
    done = _run(
        CALLED,
        "kinship",
        "lr",
        "--sample",
        "V1",
        "--family",
        "F",
        *PRIORS,
        *Kinship(tmp_path).files(),
        "--mutation",
        "none",
    )
    assert (done.returncode, done.stderr) == (0, "")


def _names_the_extra(done, extra):
    assert done.returncode == 4
    (line,) = done.stderr.splitlines()
    assert f"'allforall[{extra}]'" in line


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_command_on_a_node_without_django_names_the_extra_in_one_sentence(tmp_path, lang):
    done = _run(
        CALLED, "--lang", lang, "init", tmp_path / "n", "--party", "party_a", "--title", "T", lacking={"django"}
    )
    _names_the_extra(done, "node")
    assert not (tmp_path / "n").exists()


def test_weighing_with_loss_without_scipy_names_the_extra(tmp_path):
    asked = ("kinship", "lr", "--sample", "V1", "--family", "F", "--dropout", "0.1", *PRIORS)
    _names_the_extra(
        _run(CALLED, *asked, *Kinship(tmp_path).files(), "--mutation", "none", lacking={"scipy"}), "kinship"
    )


def test_a_report_on_paper_without_reportlab_names_the_extra_and_writes_nothing(tmp_path):
    node = ("--node", tmp_path / "n")
    made = _run(CALLED, "init", tmp_path / "n", "--party", "party_a", "--title", "T", lacking={"reportlab"})
    assert made.returncode == 0
    _names_the_extra(_run(CALLED, *node, "report", "--pdf", "--to", tmp_path / "p", lacking={"reportlab"}), "pdf")
    assert not (tmp_path / "p").exists()
    assert _run(CALLED, *node, "report", "--to", tmp_path / "p", lacking={"reportlab"}).returncode == 0


def test_every_extra_that_a_package_is_looked_for_in_can_be_installed():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    for package, extra in EXTRAS.items():
        names = {re.split(r"[<>=\[]", wanted)[0].lower() for wanted in extras[extra]}
        assert package in names, (package, extra)
    assert "install:extra:missing" in ERRORS

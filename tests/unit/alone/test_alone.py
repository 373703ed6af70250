"""The room without a node: what it does on a machine that is no POSIX system and has no database."""

import subprocess
import sys

import pytest
from tests.unit.cli.kinship_shell import Kinship
from tests.unit.record.whole_records import short_story

#: A child process in which these modules cannot be imported, as on Windows and without the extra `node`.
WITHOUT = """
import sys

class Blocked:
    names = {"fcntl", "pwd", "grp", "termios", "resource", "django", "sqlite3", "allforall.store", "allforall.node"}
    asked = set()

    def find_spec(self, name, path=None, target=None):
        if name in self.names:
            self.asked.add(name)
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None

for name in Blocked.names:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Blocked())
"""
RUN = WITHOUT + "from allforall.cli import main; sys.exit(main(sys.argv[1:]))"


def _run(program, *words):
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, words)], capture_output=True, text=True, check=False
    )


def test_a_whole_bundle_is_verified_without_posix_and_without_a_database(tmp_path):
    path = tmp_path / "a.bundle"
    path.write_bytes(short_story().bundle().data)
    done = _run(RUN, "--lang", "en", "verify", path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Valid, and cosigned by everyone asked." in done.stdout


def test_a_pair_is_weighed_without_posix_and_without_a_database(tmp_path):
    files = Kinship(tmp_path).files()
    done = _run(RUN, "--lang", "en", "kinship", "lr", *files, "--mutation", "none", "--sample", "V1", "--family", "F")
    assert (done.returncode, done.stderr) == (0, "")
    assert "more probable if these remains are the missing member of family F" in done.stdout


def test_a_search_writes_its_files_without_posix(tmp_path):
    files = Kinship(tmp_path).files()
    words = ("--mutation", "none", "--threshold", "2", "--to", tmp_path / "out", "--whole")
    done = _run(RUN, "--lang", "en", "kinship", "matrix", *files, *words)
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["matrix.csv", "pairs.csv"]


@pytest.mark.parametrize("module", ["fcntl", "django", "allforall.store"])
def test_the_block_bites(module):
    done = _run(WITHOUT + f"import {module}")
    assert done.returncode == 1
    assert "ModuleNotFoundError" in done.stderr


def test_the_use_cases_load_no_argument_parser_no_words_and_no_page():
    """They know no language and no terminal: whoever draws what they give brings those."""
    program = (
        "import sys, pkgutil, importlib, allforall.alone as room\n"
        "for one in pkgutil.walk_packages(room.__path__, 'allforall.alone.'): importlib.import_module(one.name)\n"
        "faces = {'allforall.cli', 'allforall.pages', 'allforall.node', 'allforall.store', 'django'}\n"
        "sys.exit(str(sorted(faces & set(sys.modules))) if faces & set(sys.modules) else 0)"
    )
    done = _run(program)
    assert (done.returncode, done.stderr) == (0, "")

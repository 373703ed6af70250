"""`dev.py stick`: one folder of wheels, installed where there is no network at all."""

import contextlib
import hashlib
import importlib.util
import io
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IN_CI = os.environ.get("CI") == "true"


def _skip(reason):
    assert not IN_CI, reason
    pytest.skip(reason)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder, made by this interpreter's pip from what it can reach, and what was said when it was made."""
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    dev = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(dev)
    dev.PYTHON = Path(sys.executable)
    folder = tmp_path_factory.mktemp("stick")
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            dev.stick(folder)
    except SystemExit as error:
        _skip(f"no package registry can be reached to fill a stick: exit code {error.code}")
    return folder, said.getvalue()


@pytest.fixture(scope="module")
def stick(made):
    return made[0]


@pytest.fixture(scope="module")
def alone():
    """The words in front of a command that has no network, not even loopback."""
    cut_off = [shutil.which("unshare") or "unshare", "--map-root-user", "--net"]
    try:
        tried = subprocess.run([*cut_off, "true"], capture_output=True, text=True, check=False)
    except OSError as error:
        _skip(f"no empty network namespace: {error}")
    if tried.returncode:
        _skip(f"no empty network namespace: {tried.stderr.strip()}")
    return cut_off


def _run(*words, **more):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_stick_installs_and_makes_a_node_where_there_is_no_network(stick, alone, tmp_path):
    clean = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    commands = [line.strip() for line in (stick / "README.txt").read_text().splitlines() if line.startswith("    ")]
    assert len(commands) == 2
    place = tmp_path / "stick"
    shutil.copytree(stick, place)
    for command in commands:
        words = [sys.executable if word == "python3" else word for word in shlex.split(command)]
        _run(*alone, *words, cwd=place, env=clean)
    allforall = tmp_path / "allforall" / "bin" / "allforall"
    assert _run(*alone, allforall, "--version", env=clean).startswith("allforall ")
    made = [allforall, "--lang", "uk", "init", tmp_path / "node", "--party", "party_a", "--title", "Headquarters"]
    # Ukrainian: the catalogues are in the wheel, compiled
    assert any("а" <= letter <= "я" for letter in _run(*alone, *made, env=clean))


def test_a_file_that_was_changed_on_the_stick_is_not_installed(stick, tmp_path):
    place = tmp_path / "stick"
    shutil.copytree(stick, place)
    wheel = next(place.glob("rfc8785-*.whl"))
    wheel.write_bytes(wheel.read_bytes() + b"x")
    pip = [sys.executable, "-m", "pip", "install", "--no-index", "--find-links", place, "--require-hashes"]
    done = subprocess.run(
        [*map(str, pip), "--target", str(tmp_path / "out"), "--no-deps", "-r", str(place / "requirements.txt")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "HASHES" in done.stderr.upper()
    assert not (tmp_path / "out").exists()


def test_the_digest_of_the_list_of_hashes_is_told_to_whoever_makes_the_stick(made):
    stick, said = made
    assert hashlib.sha256((stick / "requirements.txt").read_bytes()).hexdigest() in said


def test_no_address_stands_on_the_stick(stick):
    for text in ("requirements.txt", "README.txt"):
        assert "://" not in (stick / text).read_text()

"""The README's commands, as a new user types them, each in a process of its own."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PASSPHRASES = '"First Officer" = "a first long passphrase"\n"Second Officer" = "a second long passphrase"\n'


def _block() -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```\n(allforall init .*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    return [words for line in block.splitlines() if (words := line.split(" #")[0].strip())]


class User:
    """Somebody at a shell: a folder, an environment, commands."""

    def __init__(self, folder: Path, passphrases: Path) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ALLFORALL")}
        self.env = {**kept, "ALLFORALL_PASSPHRASES": str(passphrases), "PYTHONIOENCODING": "utf-8"}

    def run(self, line: str, *, program: bool = False) -> str:
        words = shlex.split(line)
        if words[0] == "cd":
            self.folder = self.folder / words[1]
            return ""
        if words[0] == "export":
            name, _, value = words[1].partition("=")
            self.env[name] = value
            return ""
        assert words[0] == "allforall"
        command = [sys.executable, "-m", "allforall", *(["--json"] if program else []), *words[1:]]
        done = subprocess.run(command, cwd=self.folder, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode in {0, 6}, f"{line}\n{done.stdout}\n{done.stderr}"
        assert done.stdout.strip(), line
        return done.stdout

    def ask(self, line: str):
        return json.loads(self.run(line, program=True))


@pytest.fixture
def passphrases(tmp_path):
    path = tmp_path / "passphrases.toml"
    path.write_text(PASSPHRASES)
    path.chmod(0o600)
    return path


def _other_side(folder: Path, passphrases: Path, files: dict[str, Path]) -> User:
    user = User(folder, passphrases)
    user.run("allforall init theirs --party party_b")
    user.run("cd theirs")
    user.run('allforall officer add "First Officer"')
    user.run('allforall --officer "First Officer" officer add "Second Officer"')
    user.run('export ALLFORALL_OFFICER="First Officer"')
    user.run('export ALLFORALL_SECOND="Second Officer"')
    for kind in ("sought", "held"):
        user.run(f"allforall list import {shlex.quote(str(files[kind]))} --kind {kind} --as-of 2025-06-02")
    return user


def test_every_command_of_the_readme_works_in_order(tmp_path, passphrases):
    User(tmp_path, passphrases).run("allforall exercise --to rehearsal --persons 120 --seed 11")
    lists = {
        (path.stem.rsplit("_", 1)[0], path.stem.rsplit("_", 1)[1]): path for path in tmp_path.glob("rehearsal/*/*_*.*")
    }
    theirs = _other_side(tmp_path, passphrases, {kind: lists["party_b", kind] for kind in ("sought", "held")})
    user = User(tmp_path, passphrases)
    done = []
    for line in _block():
        if line == "cd hq":
            user.run(line)
            for kind in ("sought", "held"):
                line_file = next(word for word in " ".join(_block()).split() if word.startswith(f"{kind}."))
                (user.folder / line_file).write_bytes(lists["party_a", kind].read_bytes())
            continue
        if "theirs.json" in line:
            sent = theirs.ask("allforall disclose export SB1")["file"]
            (user.folder / "theirs.json").write_bytes((theirs.folder / sent).read_bytes())
            ours = next((user.folder / "outbox").glob("disclosed-SA1-*.json"))
            theirs.run(f"allforall disclose import {shlex.quote(str(ours))}")
            for step in ("reconcile --within SA1", "reconcile", "answers confirm --clear"):
                theirs.run(f"allforall {step}")
        if "answers-from-them.json" in line:
            sent = theirs.ask("allforall answers export")["file"]
            (user.folder / "answers-from-them.json").write_bytes((theirs.folder / sent).read_bytes())
        if "SB1:12 HA1:40" in line:
            pair = user.ask("allforall review list")["pairs"][0]
            line = line.replace("SB1:12 HA1:40", f"{pair['left']} {pair['right']}")  # noqa: PLW2901
        user.run(line)
        done.append(line)
    assert len(done) > 15
    report = user.ask("allforall report")
    assert all(tally["adds_up"] for tally in report["tallies"])
    assert Path(user.folder / report["first"]).is_file()


def test_the_demo_ends_with_pages_of_both_sides_that_add_up(tmp_path, passphrases):
    user = User(tmp_path, passphrases)
    told = user.ask("allforall demo here --persons 60")
    for party in ("party_a", "party_b"):
        assert Path(tmp_path / told[party]["first"]).is_file()
        assert all(tally["adds_up"] for tally in told[party]["tallies"])
        assert told[party]["links"]["findable"] > 10
        assert told[party]["links"]["right"] > told[party]["links"]["wrong"]
    record = told["record"]
    # both parties said as much, the witness nothing; everybody cosigned everybody to the last entry
    sizes = {log["author"]: log["size"] for log in record["logs"]}
    assert sizes == {"party_a": 7, "party_b": 7, "witness": 1}
    assert all(set(log["cosigned"].values()) == {log["size"]} and len(log["cosigned"]) == 2 for log in record["logs"])
    assert [one["clause"] for one in record["agreed"][0]["differences"]] == ["category.young.title"]
    for made in record["notices"].values():
        assert {Path(file).suffix for one in made for file in one["files"]} == {".json", ".html", ".pdf"}
    # every attempt to alter what was said is found, and says how
    assert [one["code"] for one in record["altered"]] == [
        "record:bundle:form",
        "record:log:false_signature",
        "record:log:damaged",
    ]
    # and whoever holds the whole record and the digest needs nothing else
    checked = user.ask(f"allforall verify {record['bundles']['witness']} --genesis-digest {record['genesis']}")
    assert checked["stands"]


def test_the_demo_leaves_a_folder_alone_that_is_not_its_own(tmp_path, passphrases):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    done = subprocess.run(
        [sys.executable, "-m", "allforall", "demo", "mine"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert (tmp_path / "mine" / "letter.txt").read_text() == "mine"


def test_pages_are_in_the_nodes_language_unless_another_is_asked_for(tmp_path, passphrases):
    user = User(tmp_path, passphrases)
    user.run("allforall init hq --party party_a --language tr")
    for asked, found in (("", "tr"), ("--lang uk ", "uk")):
        told = user.ask(f"allforall {asked}--node hq report --to pages-{found}")
        page = Path(tmp_path / told["first"]).read_text(encoding="utf-8")
        assert f'<html lang="{found}"' in page

"""The README's commands, as a new user types them, each in a process of its own."""

import contextlib
import json
import os
import pty
import re
import select
import shlex
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import pytest
from conftest_shell import HEADINGS, ROWS

from allforall.cli.demo.sides import OFFICERS, Table, run_apart, run_here, start_side, write_passphrases

ROOT = Path(__file__).resolve().parent.parent.parent
PASSPHRASES = "".join(
    f'"{name}" = "a long passphrase of {name}"\n'
    for name in ("First Officer", "Second Officer", "log", "first", "second")
)


def _block() -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```\n(allforall init .*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    return [words for line in block.splitlines() if (words := f" {line}".split(" #")[0].strip())]


class User:
    """Somebody at a shell: a folder, an environment, commands."""

    def __init__(self, folder: Path, passphrases: Path) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ALLFORALL")}
        self.env = {**kept, "ALLFORALL_PASSPHRASES": str(passphrases), "PYTHONIOENCODING": "utf-8"}

    def run(self, line: str, *, program: bool = False) -> str:
        line = re.sub(r"\$\((.*?)\)", lambda inner: self.run(inner[1]).strip(), line)
        line = re.sub(r"\$([A-Z]+)", lambda name: self.env[name[1]], line)
        words = shlex.split(line)
        if words[0] == "cd":
            self.folder = self.folder / words[1]
            return ""
        if words[0] == "export":
            name, _, value = words[1].partition("=")
            self.env[name] = value
            return ""
        if words[0] == "echo":
            text, sign, name = words[1:]
            with (self.folder / name).open({">": "w", ">>": "a"}[sign]) as stream:
                stream.write(f"{text}\n")
            return ""
        assert words[0] == "allforall"
        command = [sys.executable, "-m", "allforall", *(["--json"] if program else []), *words[1:]]
        code, out, err = self.call(command)
        assert code in {0, 6}, f"{line}\n{out}\n{err}"
        assert out.strip(), line
        return out

    def call(self, command: list[str]) -> tuple[int, str, str]:
        done = subprocess.run(command, cwd=self.folder, env=self.env, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    def ask(self, line: str) -> Any:
        return json.loads(self.run(line, program=True))


class Typist(User):
    """Somebody at a terminal who is asked for passphrases: `asked` is for whose, one for each that was typed."""

    def __init__(self, folder: Path, passphrases: Path) -> None:
        super().__init__(folder, passphrases)
        self.known = tomllib.loads(self.env.pop("ALLFORALL_PASSPHRASES") and passphrases.read_text())
        self.asked: list[str] = []
        self.typed: list[list[str]] = []  # what had been asked by the end of each command

    def call(self, command: list[str]) -> tuple[int, str, str]:
        keyboard, terminal = pty.openpty()
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            process = subprocess.Popen(
                [sys.executable, "-c", _AT_A_TERMINAL, *command[1:]],
                cwd=self.folder,
                env=self.env,
                stdin=terminal,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
            os.close(terminal)
            seen = ""
            while process.poll() is None:
                if select.select([keyboard], [], [], 0.05)[0]:
                    seen = self._type(keyboard, seen)
            os.close(keyboard)
            told = []
            for stream in (out, err):
                stream.seek(0)
                told.append(stream.read().decode())
        return process.returncode, told[0], told[1]

    def _type(self, keyboard: int, seen: str) -> str:
        with contextlib.suppress(OSError):  # the command has ended
            seen += os.read(keyboard, 4096).decode()
        while asked := re.search(r"Passphrase of (.*?): |(Repeat: )", seen):
            name = asked[1] or self.asked[-1]
            self.asked.append(name)
            os.write(keyboard, self.known[name].encode() + b"\n")
            seen = seen[asked.end() :]
        return seen


#: Runs the program with the terminal that it was given as its controlling one, which is where passphrases are typed.
_AT_A_TERMINAL = """
import fcntl, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from allforall.cli.program import main
sys.exit(main(sys.argv[3:]))
"""


@pytest.fixture
def passphrases(tmp_path):
    path = tmp_path / "passphrases.toml"
    path.write_text(PASSPHRASES)
    path.chmod(0o600)
    return path


class Others:
    """The other party and the witness, at their own machines; they answer every bundle that they are brought."""

    def __init__(self, folder: Path, user: User, lists: dict[str, Path]) -> None:
        self.table, self.user, self.lists, self.bundles = Table(folder / "others", "en"), user, lists, 0
        self.public: dict[str, list[str]] = {}
        places = [self.table.place(author) for author in ("party_b", "witness")]
        for place in places:
            write_passphrases(place)
            run_apart([["init", str(place.node), "--party", place.author]], "en")
            run_apart([["keys", "new", "--node", str(place.node), "--passphrases", str(place.passphrases)]], "en")
            self.public[place.author] = [
                self.here("keys", "new", "--officer", name, "--to", str(path), place=place)["vkey"]
                for name, path in zip(place.key_names, place.keys, strict=True)
            ]
            self.table.sides[place.author] = start_side(place, "en")
            for name in OFFICERS:
                self.ask(place.author, "officer", "add", name)

    @staticmethod
    def here(*words, place):
        code, told = run_here([*words, "--passphrases", str(place.passphrases)], "en")
        assert code == 0, told
        return told

    def ask(self, author, *words):
        return self.table.each(lambda _: list(words), [author])[author]

    def describe(self):
        """Their descriptions come to the user's folder."""
        for author, keys in self.public.items():
            given = [word for key in keys for word in ("--officer-key", key)]
            file = self.ask(author, "record", "genesis", "describe", "--case", "c-1", *given)["file"]
            (self.user.folder / f"keys-{author}.json").write_bytes(Path(file).read_bytes())

    def sign(self):
        """Each signs a copy of the genesis; their copies come back, and they begin their logs with the user's."""
        copies = {}
        for author in self.public:
            place = self.table.place(author)
            copies[author] = self.user.folder / f"genesis-from-{author}"
            copies[author].write_bytes((self.user.folder / "genesis").read_bytes())
            self.here(
                "record",
                "genesis",
                "sign",
                str(copies[author]),
                "--node",
                str(place.node),
                *self.table.sides[author].signing,
                place=place,
            )
        for author in self.public:
            files = [str(self.user.folder / "genesis"), *map(str, copies.values())]
            self.ask(author, "record", "genesis", "adopt", *files, *self.table.sides[author].signing)

    def answer(self):
        """They take in the user's latest bundle, do what it asks for, and send theirs."""
        ours = max(
            (self.user.folder / "outbox").glob("record-*-to-party_b-*.bundle"), key=lambda path: path.stat().st_mtime
        )
        self.ask("party_b", "record", "import", str(ours))
        signing = self.table.sides["party_b"].signing
        self.bundles += 1
        if self.bundles == 1:
            self.ask("party_b", "arrangement", "accept", *signing)
            for kind in ("sought", "held"):
                self.ask("party_b", "list", "import", str(self.lists[kind]), "--kind", kind, "--as-of", "2025-06-02")
        elif self.bundles == 2:
            self.ask("party_b", "disclose", "declare", "SB1", *signing)
            self.ask("party_b", "disclose", "export", "SB1", *signing)
        else:
            self.ask("party_b", "disclose", "import")
            for words in (["reconcile", "--within", "SA1"], ["reconcile"], ["answers", "confirm", "--clear"]):
                self.ask("party_b", *words)
            self.ask("party_b", "answers", "sign", *signing)
        sent = self.ask("party_b", "record", "export", "--to", "party_a")["file"]
        (self.user.folder / "from-them.bundle").write_bytes(Path(sent).read_bytes())

    def close(self):
        self.table.close()


def test_every_command_of_the_readme_works_in_order(tmp_path, passphrases):
    User(tmp_path, passphrases).run("allforall exercise --to rehearsal --persons 120 --seed 11")
    lists = {
        (path.stem.rsplit("_", 1)[0], path.stem.rsplit("_", 1)[1]): path for path in tmp_path.glob("rehearsal/*/*_*.*")
    }
    user = Typist(tmp_path, passphrases)
    others = Others(tmp_path, user, {kind: lists["party_b", kind] for kind in ("sought", "held")})
    try:
        done = _follow(user, others, {kind: lists["party_a", kind] for kind in ("sought", "held")})
    finally:
        others.close()
    assert len(done) > 30
    morning = next(place for place, line in enumerate(done) if "unlock" in line)
    assert (
        len(user.typed[morning - 1]) == 11
    )  # five passphrases are chosen, each typed twice; the first adds the second
    # the figure: how many a day takes, from its morning on. Nobody types the node's twice, nor the first officer's
    day = user.asked[len(user.typed[morning - 1]) :]
    assert len(day) <= 10, day
    assert sorted(set(day)) == ["First Officer", "Second Officer", "first", "log", "second"]
    assert [day.count(name) for name in ("First Officer", "first", "log")] == [1, 1, 1]
    report = user.ask("allforall report")
    assert all(tally["adds_up"] for tally in report["tallies"])
    assert Path(user.folder / report["first"]).is_file()
    assert list((user.folder / "outbox" / "notices").glob("notice-bureau-*.pdf"))


def _follow(user: Typist, others: Others, lists: dict[str, Path]) -> list[str]:
    done = []
    for line in _block():
        line = line.replace("/media/", f"{others.table.folder.parent}/media/")  # noqa: PLW2901
        if line == "cd hq":
            user.run(line)
            for kind in ("sought", "held"):
                line_file = next(word for word in " ".join(_block()).split() if word.startswith(f"{kind}."))
                (user.folder / line_file).write_bytes(lists[kind].read_bytes())
            for name in ("first", "second"):
                (others.table.folder.parent / "media" / name).mkdir(parents=True)
            continue
        if "genesis draft" in line:
            others.describe()
        if "genesis adopt" in line:
            others.sign()
        if "record import" in line:
            others.answer()
        if "SB1:12 HA1:40" in line:
            pair = user.ask("allforall review list")["pairs"][0]
            line = line.replace("SB1:12 HA1:40", f"{pair['left']} {pair['right']}")  # noqa: PLW2901
        user.run(line)
        user.typed.append(list(user.asked))
        done.append(line)
    return done


def test_without_a_record_the_files_travel_loose_and_say_that_nobody_signed_them(tmp_path, passphrases):
    user = User(tmp_path, passphrases)
    user.run("allforall init hq --party party_a")
    user.run("cd hq")
    user.run('allforall officer add "First Officer"')
    user.run('allforall --officer "First Officer" officer add "Second Officer"')
    user.run('export ALLFORALL_OFFICER="First Officer"')
    (user.folder / "sought.csv").write_text(HEADINGS + ROWS, encoding="utf-8")
    user.run("allforall list import sought.csv --kind sought --as-of 2025-06-02")
    sent = user.ask('allforall --second "Second Officer" disclose export SA1')
    assert sent["signed"] is False
    assert b'"signed":false' in (user.folder / sent["file"]).read_bytes()


def test_the_demo_ends_with_pages_of_both_sides_that_add_up(tmp_path, passphrases):
    user = User(tmp_path, passphrases)
    told = user.ask("allforall demo here --persons 60")
    for party in ("party_a", "party_b"):
        assert Path(tmp_path / told[party]["first"]).is_file()
        assert all(tally["adds_up"] for tally in told[party]["tallies"])
        assert told[party]["links"]["findable"] > 10
        assert told[party]["links"]["right"] > told[party]["links"]["wrong"]
    first = (tmp_path / told["first"]).read_text(encoding="utf-8")
    assert all(line["said"] in first for line in told["agreed"])
    for party in ("party_a", "party_b"):
        assert f'href="pages/{party}/index.html"' in first
    record = told["record"]
    # both parties said as much, the witness the outcomes; everybody cosigned everybody to the last entry
    sizes = {log["author"]: log["size"] for log in record["logs"]}
    assert sizes == {"party_a": 13, "party_b": 13, "witness": 3}
    assert all(set(log["cosigned"].values()) == {log["size"]} and len(log["cosigned"]) == 2 for log in record["logs"])
    assert [one["clause"] for one in record["agreed"][0]["differences"]] == ["category.young.title"]
    for made in record["notices"].values():
        assert {Path(file).suffix for one in made for file in one["files"]} == {".json", ".html", ".pdf"}
    # both sides hold the same outcomes of both offers, and may act on them
    assert record["offers"]["party_a"] == record["offers"]["party_b"]
    assert [(one["state"], one["may_dispatch"]) for one in record["offers"]["party_a"]] == [("accepted", True)] * 2
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

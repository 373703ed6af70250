"""The command line in this process: a node with two officers, calls, and what they print."""

import contextlib
import io
import json
import shutil
from pathlib import Path

from allforall.cli import main

PASSPHRASES = '"First Officer" = "a first long passphrase"\n"Second Officer" = "a second long passphrase"\n'
HEADINGS = "№;Прізвище;Ім'я;По батькові;Дата народження\n"
ROWS = "1;Вигаданенко;Іван;Петрович;01.02.1990\n2;Примірчук;Остап;Іванович;03.04.1985\n"


class Shell:
    """Somebody who types commands at one node; `told` is the JSON, `said` what stood on standard error."""

    def __init__(self, folder: Path, node: str = "node") -> None:
        self.folder = folder
        self.node = folder / node
        self.passphrases = folder / "passphrases.toml"
        self.told: dict = {}
        self.said = ""

    def run(self, *words: object, second: bool = False, officer: bool = True) -> int:
        """Returns the exit code; whatever happened, standard output held JSON and no traceback was seen."""
        call = ["--node", str(self.node), "--json"]
        if officer:
            call += ["--officer", "First Officer", "--passphrases", str(self.passphrases)]
        if second:
            call += ["--second", "Second Officer"]
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([*call, *map(str, words)])
        assert out.getvalue().strip(), (words, err.getvalue())
        self.told = json.loads(out.getvalue().splitlines()[-1])
        self.said = err.getvalue()
        assert self.told["exit_code"] == code
        assert "Traceback" not in self.said
        assert self.code != "program:fault", self.told
        return code

    def good(self, *words: object, second: bool = False) -> dict:
        """Returns what a call printed that has to succeed."""
        assert self.run(*words, second=second) in {0, 6}, self.told
        return self.told

    @property
    def code(self) -> str:
        """The code of the error, if there was one."""
        return self.told.get("error", {}).get("code", "")

    @property
    def text(self) -> str:
        """The sentence of the error."""
        return self.told.get("error", {}).get("text", "")

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def read(self, path: Path, kind: str = "held", *more: object) -> int:
        return self.run("list", "import", path, "--kind", kind, "--as-of", "2025-06-02", *more)

    def is_sound(self) -> bool:
        """Whether the doctor finds the node sound; a fresh one lacks only a backup."""
        found = self.good("node", "doctor")["checks"]
        return all(one["good"] for one in found if one["code"] not in {"doctor:backup:present", "doctor:disk:room"})

    def lists(self) -> list:
        return self.good("list", "show")["lists"]


def new_node(folder: Path, name: str, party: str) -> Shell:
    """Returns a shell at a new node with two officers."""
    shell = Shell(folder, name)
    if not shell.passphrases.exists():
        shell.passphrases.write_text(PASSPHRASES)
        shell.passphrases.chmod(0o600)
    assert shell.run("init", shell.node, "--party", party, officer=False) == 0
    shell.good("officer", "add", "First Officer")
    shell.good("officer", "add", "Second Officer")
    return shell


def copied(template: Path, folder: Path, node: str = "node") -> Shell:
    """Returns a shell at a copy of a node: making one takes a while, and every test needs its own."""
    shutil.copytree(template, folder, dirs_exist_ok=True)
    return Shell(folder, node)

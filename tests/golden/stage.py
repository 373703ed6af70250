"""Desks at which commands are typed, and each of their outputs kept as a readable file.

An output's name is the desk and the command's words (`party_a/record show #2.txt`): a step more or less renames no
other one. Refused commands are kept separately (`refused record show.txt`).
"""

import contextlib
import io
import json
import re
import shutil
from pathlib import Path

from commands import command_of
from conftest_shell import Shell
from sitecustomize import reseed
from tests import made_before

from allforall.cli import main

LANGUAGES = ("en", "uk", "ru", "tr")
FIRST, SECOND = "First Officer", "Second Officer"
#: Everybody's passphrase files have the same content: the name says what they open.
NAMES = (FIRST, SECOND, "Third Officer", "a-4", "log", *(f"{author}-{n}" for author in "abw" for n in (1, 2, 3)))
PASSPHRASES = "".join(f'"{name}" = "a long passphrase of {name}"\n' for name in NAMES)
GOOD = {0, 6}
#: SQLite's files and the archives that hold them: their bytes differ by SQLite's version.
_OTHERS_BYTES = {".sqlite", ".sqlite-wal", ".sqlite-shm", ".zip"}
#: What differs by inode, moment or machine: where a node's record is, and a lock.
_MACHINES_OWN = {"place", "lock"}
#: What is in the bundles too, and copies of files from elsewhere.
_COPIES = {"blobs", "record", "carried", "altered"}
#: How long a step took.
_SECONDS = re.compile(r'("seconds": )[0-9.]+')


made_before.put_in_place()


def rounded(told):
    """Returns a value with its numbers to nine figures: further ones depend on processor and library."""
    if isinstance(told, float):
        return float(f"{told:.9g}")
    if isinstance(told, dict):
        return {name: rounded(value) for name, value in told.items()}
    return [rounded(value) for value in told] if isinstance(told, list) else told


class Stage:
    """One story: the folder it is played in, which is the current one, and where its outputs are kept."""

    def __init__(self, kept: Path) -> None:
        self.kept = kept
        self._counts: dict[str, int] = {}
        self.here = str(Path.cwd())
        Path("passphrases.toml").write_text(PASSPHRASES, encoding="utf-8")
        Path("passphrases.toml").chmod(0o600)

    def label(self, name: str) -> str:
        """Returns a name that no output has yet."""
        self._counts[name] = number = self._counts.get(name, 0) + 1
        return name if number == 1 else f"{name} #{number}"

    def keep(self, label: str, text: str) -> None:
        """Keeps an output, without the folder's own path."""
        path = self.kept / f"{label}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_SECONDS.sub(r"\1_", text.replace(self.here, "HERE")), encoding="utf-8")

    def keep_files(self) -> None:
        """Keeps every file that is there at the end, byte for byte."""
        for path in sorted(Path().rglob("*")):
            ours = path.suffix not in _OTHERS_BYTES and path.name not in _MACHINES_OWN
            if path.is_file() and ours and not _COPIES & set(path.parts):
                target = self.kept / "files" / path
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)

    def see(self, label: str, *words: object, lang: str = "en") -> int:
        """Types a call as a person would; keeps what they would read."""
        out, err = io.StringIO(), io.StringIO()
        typed = ["--lang", lang, *map(str, words)]
        reseed([label])
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = main(typed)
            except SystemExit as left:
                code = left.code
        self.keep(label, f"exit {code}\n{out.getvalue()}{err.getvalue()}")
        return code


class Desk(Shell):
    """Somebody who types commands at one node: `good` has to succeed, `refused` must not."""

    def __init__(self, stage: Stage, name: str, keys: tuple[str, ...] = ()) -> None:
        super().__init__(Path(), name)
        self.stage, self.name = stage, name
        self.signing = [word for path in keys for word in ("--key", path)]

    def run(self, *words, second=False, officer=True):
        words = tuple(map(str, words))
        label = f"{self.name}/{' '.join(command_of(words)) or 'call'}"
        reseed([label, str(self.stage._counts.get(label))])
        code = super().run(*words, second=second, officer=officer)
        label = label if code in GOOD else label.replace("/", "/refused ", 1)
        told = json.dumps(rounded(self.told), ensure_ascii=False, indent=1, sort_keys=True)
        self.stage.keep(self.stage.label(label), f"{' '.join(words)}\n{told}\n{self.said}")
        return code

    def signed(self, *words, keys=2):
        """A call that has to succeed, with officers' keys."""
        return self.good(*words, *self.signing[: 2 * keys], second=True)

    def refused(self, *words, second=False):
        """A call that must not succeed."""
        assert self.run(*words, second=second) not in GOOD, self.told

    def look(self, *words, langs=LANGUAGES, acts=False):
        """A call that may be repeated: for programs, and as people read it in each language.

        Only a call that `acts` is given passphrases: what merely shows something has to do without.
        """
        self.good(*words)
        typed = ("--node", self.node, "--officer", FIRST, *(("--passphrases", self.passphrases) if acts else ()))
        for lang in langs:
            label = self.stage.label(f"{self.name}/{' '.join(command_of(tuple(map(str, words))))} ({lang})")
            assert self.stage.see(label, *typed, *words, lang=lang) in GOOD
        return self.told

"""The demonstration's machines: a process for each node, officers' own machines, and a courier between them.

Nothing here does what a user cannot do. Each node's process runs `batch -`; what needs no node (an officer's key on a
stick, signing a genesis, verifying a bundle) runs separately, as on an officer's own machine.
"""

import contextlib
import io
import json
import os
import secrets
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allforall.cli.call import NEEDS_A_LOOK
from allforall.errors import AllforallError, Word
from allforall.node.folder import AUTHORS
from allforall.people.persons import Party

OFFICERS = ("Officer One", "Officer Two")  # invented
#: The authors of the record: the two parties and the witness.
EVERYBODY = AUTHORS
PARTIES = tuple(party.value for party in Party)


class DemoError(AllforallError):
    """A step of the demonstration failed; the side's own message was printed before."""


@dataclass(frozen=True, slots=True)
class Place:
    """One author's files: the node, the officers' sticks, the passphrases that only its people know."""

    author: str
    folder: Path

    @property
    def node(self) -> Path:
        """The node's folder."""
        return self.folder / "nodes" / self.author

    @property
    def keys(self) -> tuple[Path, ...]:
        """The officers' key files, each on a stick of its own."""
        return tuple(self.folder / "sticks" / self.author / f"{name}.key" for name in ("first", "second"))

    @property
    def key_names(self) -> tuple[str, ...]:
        """The names of the officers' keys."""
        return tuple(f"{self.author}-{name}" for name in ("first", "second"))

    @property
    def passphrases(self) -> Path:
        """The file with this side's passphrases."""
        return self.folder / "sticks" / self.author / "passphrases.toml"

    @property
    def carried(self) -> Path:
        """What couriers have brought to this side."""
        return self.folder / "carried" / self.author


def write_passphrases(place: Place) -> None:
    """Writes invented passphrases for one side's officers and keys, readable by their owner alone."""
    place.passphrases.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(place.passphrases, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        for name in (*OFFICERS, "log", *place.key_names):
            stream.write(f'"{name}" = "{secrets.token_urlsafe(24)}"\n')


def _program(lang: str) -> list[str]:
    return [sys.executable, "-m", "allforall", "--lang", lang, "--json"]


def run_apart(calls: Iterable[Sequence[str]], lang: str) -> list[dict[str, Any]]:
    """Returns the output of several calls, each in its own process, two at a time.

    Raises:
        DemoError: one of them failed.

    """
    calls = list(calls)
    with ThreadPoolExecutor(max_workers=2) as pool:
        done = list(pool.map(lambda call: run_once(call, lang), calls))
    for call, (code, told) in zip(calls, done, strict=True):
        if code:
            raise DemoError(
                "demo:side:failed", party=Word("author", call[0]), found=told.get("error", {}).get("code", code)
            )
    return [told for _, told in done]


def run_once(call: Sequence[str], lang: str) -> tuple[int, dict[str, Any]]:
    """Returns the exit code and output of a call in its own process."""
    done = subprocess.run([*_program(lang), *call], capture_output=True, text=True, check=False, encoding="utf-8")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else {}
    return done.returncode, told


def run_here(call: Sequence[str], lang: str) -> tuple[int, dict[str, Any]]:
    """Returns the exit code and output of a call that needs no node."""
    from allforall.cli.program import main  # noqa: PLC0415 - the program that is running now

    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(io.StringIO()):
        code = main(["--lang", lang, "--json", *call])
    value: dict[str, Any] = json.loads(told.getvalue().splitlines()[-1])
    return code, value


@dataclass(slots=True)
class Side:
    """One author's process."""

    place: Place
    process: "subprocess.Popen[str]"

    @property
    def author(self) -> str:
        """Whose it is."""
        return self.place.author

    @property
    def party(self) -> Party:
        """Which party it serves."""
        return Party(self.author)

    @property
    def signing(self) -> list[str]:
        """The words that name both officers' keys."""
        return [word for path in self.place.keys for word in ("--key", str(path))]

    def say(self, *words: str) -> None:
        """Types a command without waiting for its result."""
        assert self.process.stdin is not None
        self.process.stdin.write(shlex.join(words) + "\n")
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """Returns the result of the oldest command that has not been answered yet."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            raise DemoError("demo:side:failed", party=Word("author", self.author), found=self.process.returncode)
        told: dict[str, Any] = json.loads(line)
        if "error" in told or told["exit_code"] not in {0, NEEDS_A_LOOK}:
            refused = [told.get("error", {}).get("code", ""), *(one["code"] for one in told.get("blocked", ()))]
            raise DemoError(
                "demo:side:failed", party=Word("author", self.author), found=" ".join(filter(None, refused))
            )
        return told

    def close(self) -> None:
        """Ends the process as a person would, by closing its input."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.process.wait(timeout=60)


def start_side(place: Place, lang: str) -> Side:
    """Starts the process that serves a node."""
    process = subprocess.Popen(
        [
            *_program(lang),
            "--node",
            str(place.node),
            "--officer",
            OFFICERS[0],
            "--second",
            OFFICERS[1],
            "--passphrases",
            str(place.passphrases),
            "batch",
            "-",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    return Side(place, process)


Told = Mapping[str, dict[str, Any]]


@dataclass(slots=True)
class Table:
    """The sides at the table: all who take part in a step do it at the same time."""

    folder: Path
    lang: str
    sides: dict[str, Side] = field(default_factory=dict)

    def place(self, author: str) -> Place:
        """Returns the place of an author's files."""
        return Place(author, self.folder)

    def each(self, command: Callable[[Side], list[str]], who: Sequence[str] = PARTIES) -> Told:
        """Types one command to each side, then listens to all."""
        for author in who:
            self.sides[author].say(*command(self.sides[author]))
        return {author: self.sides[author].hear() for author in who}

    def carry(self, source: Path, to: str) -> Path:
        """Carries a file to a side, byte for byte; returns its new path."""
        target = self.place(to).carried / source.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        return target

    def carry_bundles(self, who: Sequence[str] = PARTIES) -> None:
        """Each of these exports a bundle for every other one and imports the bundles it receives."""
        brought: dict[str, list[str]] = {author: [] for author in who}
        for step in range(1, len(who)):
            to = {author: who[(who.index(author) + step) % len(who)] for author in who}
            told = self.each(lambda side, to=to: ["record", "export", "--to", to[side.author]], who)  # type: ignore[misc]  # to is bound now
            for author in who:
                brought[to[author]].append(str(self.carry(Path(told[author]["file"]), to[author])))
        self.each(lambda side: ["record", "import", *brought[side.author]], who)

    def close(self) -> None:
        """Ends every process."""
        for side in self.sides.values():
            side.close()

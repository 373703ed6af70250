"""The demonstration: two invented parties, a process for each, files carried between them, pages at the end.

It uses nothing but the commands that any user has. Each side's process runs `batch -` on its own node; this program
types the commands, as a person at each headquarters would, and carries the files, as a courier would.
"""

import json
import os
import secrets
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allforall.errors import AllforallError, CallError
from allforall.exercise import Exercise, LinkScore, score_links, truth_csv, usual_format, write_list
from allforall.people.persons import ListKind, Party

MARKER = ".allforall-demo"
_OFFICERS = ("Officer One", "Officer Two")  # invented


class DemoError(AllforallError):
    """A step of the demonstration failed; the side's own message stands above."""


def prepare_folder(folder: Path) -> None:
    """Makes the demonstration's folder anew; a folder that is not one of its own is never touched."""
    if folder.exists():
        if not (folder / MARKER).is_file():
            raise CallError("demo:folder:not-ours", path=str(folder))
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / MARKER).touch()


def write_arrivals(exercise: Exercise, folder: Path) -> dict[tuple[Party, ListKind], Path]:
    """Writes what would really arrive, and the truth in a folder of its own; returns where each list lies."""
    written = {}
    for one in exercise.lists:
        file_format = usual_format(one)
        path = folder / one.party.value / f"{one.name}.{file_format.suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(write_list(one, file_format))
        written[one.party, one.kind] = path
    truth = folder / "truth"
    truth.mkdir(exist_ok=True)
    (truth / "truth.csv").write_bytes(truth_csv(exercise.truth))
    return written


@dataclass(slots=True)
class Side:
    """One party's process."""

    party: Party
    folder: Path
    process: "subprocess.Popen[str]"

    def say(self, *words: str) -> None:
        """Types a command, without waiting for what comes of it."""
        assert self.process.stdin is not None
        self.process.stdin.write(shlex.join(words) + "\n")
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """Returns what came of the oldest command that has not been answered yet."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            raise DemoError("demo:side:failed", party=self.party.value, found=self.process.returncode)
        told: dict[str, Any] = json.loads(line)
        if "error" in told:
            raise DemoError("demo:side:failed", party=self.party.value, found=told["error"]["code"])
        return told

    def close(self) -> None:
        """Ends the process as a person would: no further commands."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.process.wait(timeout=60)


def start_side(party: Party, folder: Path, passphrases: Path, lang: str) -> Side:
    """Makes a node for a party and starts the process that serves it."""
    program = [sys.executable, "-m", "allforall", "--lang", lang]
    subprocess.run(
        [*program, "--json", "init", str(folder), "--party", party.value, "--rehearsal"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    process = subprocess.Popen(
        [*program, "--json", "--node", str(folder), "--officer", _OFFICERS[0], "--second", _OFFICERS[1],
         "--passphrases", str(passphrases), "batch", "-"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    return Side(party, folder, process)


def write_passphrases(path: Path) -> None:
    """Writes invented passphrases for the rehearsal's officers, readable by their owner alone."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        for name in _OFFICERS:
            stream.write(f'"{name}" = "{secrets.token_urlsafe(24)}"\n')


@dataclass(frozen=True, slots=True)
class Told:
    """What the two sides told in one step, in the order of the parties."""

    party_a: dict[str, Any]
    party_b: dict[str, Any]

    def __getitem__(self, party: Party) -> dict[str, Any]:
        return self.party_a if party is Party.PARTY_A else self.party_b


@dataclass(frozen=True, slots=True)
class Linked:
    """Links as pairs of the lists' own row numbers: of the asker's list, of the holder's list."""

    pairs: tuple[tuple[str, str], ...]


class Table:
    """The two sides at the table: every step is done by both, at the same time."""

    def __init__(self, sides: dict[Party, Side]) -> None:
        self.sides = sides

    def both(self, command: Callable[[Side], list[str]]) -> Told:
        """Types one command to each side, then listens to both."""
        for side in self.sides.values():
            side.say(*command(side))
        told = {party: side.hear() for party, side in self.sides.items()}
        return Told(told[Party.PARTY_A], told[Party.PARTY_B])


def carry(told: Told, sides: dict[Party, Side], key: str = "file") -> dict[Party, Path]:
    """Carries each side's file to the other side's doorstep, byte for byte; returns where each side finds it."""
    found = {}
    for party in Party:
        source = Path(told[party][key])
        target = sides[party.other].folder.parent / "carried" / party.other.value / source.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        found[party.other] = target
    return found


def hold_exchange(
    folder: Path,
    arrivals: dict[tuple[Party, ListKind], Path],
    *,
    as_of: str,
    lang: str,
    say: Callable[[str], None],
) -> tuple[Told, dict[Party, Linked]]:
    """Runs the whole exchange of lists between two nodes under `folder`.

    Returns the two reports, and for each party that seeks how its names were linked. `say` is told each step's code.
    """
    passphrases = folder / "officers.toml"
    write_passphrases(passphrases)
    sides: dict[Party, Side] = {}
    try:
        say("demo:step:nodes")
        for party in Party:
            sides[party] = start_side(party, folder / "nodes" / party.value, passphrases, lang)
        table = Table(sides)
        for name in _OFFICERS:
            table.both(lambda _, name=name: ["officer", "add", name, "--role", "coordination"])  # type: ignore[misc]  # name is bound now
        table.both(lambda _: ["arrangement", "adopt", "istanbul"])
        say("demo:step:import")
        for kind in ListKind:
            table.both(
                lambda side, kind=kind: [  # type: ignore[misc]  # kind is bound now
                    *("list", "import", str(arrivals[side.party, kind]), "--kind", kind.value, "--as-of", as_of)
                ]
            )
        say("demo:step:disclose")
        sent = table.both(lambda side: ["disclose", "export", f"S{side.party.value[-1].upper()}1"])
        carried = carry(sent, sides)
        table.both(lambda side: ["disclose", "import", str(carried[side.party])])
        say("demo:step:reconcile")
        table.both(lambda side: ["reconcile", "--within", f"S{side.party.other.value[-1].upper()}1"])
        table.both(lambda side: ["reconcile", "--within", f"H{side.party.value[-1].upper()}1"])
        table.both(lambda _: ["reconcile"])
        say("demo:step:answers")
        table.both(lambda _: ["answers", "propose"])
        table.both(lambda _: ["answers", "confirm", "--clear"])
        sent = table.both(lambda _: ["answers", "export"])
        carried = carry(sent, sides)
        table.both(lambda side: ["answers", "import", str(carried[side.party])])
        say("demo:step:eligible")
        table.both(lambda _: ["eligible"])
        say("demo:step:report")
        told = table.both(lambda side: ["report", "--pdf", "--to", str(folder / "pages" / side.party.value)])
        linked = {party: read_links(sides[party], sides[party.other]) for party in Party}
        return told, linked
    finally:
        for side in sides.values():
            side.close()


def score(exercise: Exercise, asker: Party, told: Linked) -> LinkScore:
    """Returns how the links of the names that a party seeks stand against the truth."""
    return score_links(exercise.truth, told.pairs, party=asker).whole


def read_links(asker: Side, holder: Side) -> Linked:
    """Returns which row the holder linked to which name, asked of both sides by their own commands.

    The asker knows which reference stands for which of its rows; the holder which reference it linked to which row.
    """
    asker.say("disclose", "list")
    own = {line["reference"]: line["row"] for line in asker.hear()["disclosed"]}
    asker.say("list", "rows", f"S{asker.party.value[-1].upper()}1")
    sought = {row["row"]: row["row_id"] for row in asker.hear()["rows"]}
    holder.say("list", "rows", f"H{holder.party.value[-1].upper()}1")
    held = {row["row"]: row["row_id"] for row in holder.hear()["rows"]}
    holder.say("answers", "links")
    links = holder.hear()["links"]
    return Linked(tuple((sought[own[link["reference"]]], held[link["held"]]) for link in links))

"""The demonstration: two invented parties and a witness, a process for each, bundles carried between them, pages at the
end.

It uses only commands that any user has (`sides`). This program types the commands, as a person at each
headquarters would, and carries the files, as a courier would. Both parties do the same at the same time, except that
one proposes a text and the other accepts it.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from allforall.cli.demo.altering import Attempt, alter_copies
from allforall.cli.demo.record import agree, begin, close_ranks, found, hand_over, trade
from allforall.cli.demo.sides import PARTIES, Side, Table, Told
from allforall.errors import CallError
from allforall.exercise import Exercise, LinkScore, score_links, truth_csv, usual_format, write_list
from allforall.people.persons import ListKind, Party

MARKER = ".allforall-demo"
#: The text that the parties agree on: the example that ships with the program.
TEXT = "istanbul"


def prepare_folder(folder: Path) -> None:
    """Makes the demonstration's folder anew; a folder that it did not make is never touched."""
    if folder.exists():
        if not (folder / MARKER).is_file():
            raise CallError("demo:folder:not-ours", path=str(folder))
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / MARKER).touch()


def write_arrivals(exercise: Exercise, folder: Path) -> dict[tuple[Party, ListKind], Path]:
    """Writes the files that would really arrive, and the truth in a separate folder; returns the path of each list."""
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


@dataclass(frozen=True, slots=True)
class Linked:
    """Links as pairs of the lists' own row numbers: of the asker's list, of the holder's list."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """The results of the whole exchange."""

    digest: str  # of the genesis
    arrangement: Told
    answers: Told
    offers: Told
    logs: Told
    reports: Told
    linked: Mapping[Party, Linked]
    bundles: Mapping[str, Path]
    attempts: tuple[Attempt, ...]


def _sought(party: Party) -> str:
    return f"S{party.value[-1].upper()}1"


def _held(party: Party) -> str:
    return f"H{party.value[-1].upper()}1"


def hold_exchange(
    folder: Path,
    arrivals: Mapping[tuple[Party, ListKind], Path],
    *,
    as_of: str,
    lang: str,
    say: Callable[[str], None],
) -> Held:
    """Runs the whole exchange of lists between two nodes and a witness under `folder`.

    `say` is called with each step's code.
    """
    table = Table(folder, lang)
    try:
        say("demo:step:nodes")
        public = begin(table)
        say("demo:step:genesis")
        digest = found(table, public)
        say("demo:step:arrangement")
        arrangement = agree(table, TEXT)
        say("demo:step:papers")
        hand_over(table)
        say("demo:step:import")
        for kind in ListKind:
            table.each(
                lambda side, kind=kind: [  # type: ignore[misc]  # kind is bound now
                    *("list", "import", str(arrivals[side.party, kind]), "--kind", kind.value, "--as-of", as_of)
                ]
            )
        say("demo:step:declare")
        table.each(lambda side: ["disclose", "declare", _sought(side.party), *side.signing])
        say("demo:step:disclose")
        table.each(lambda side: ["disclose", "export", _sought(side.party), *side.signing])
        table.carry_bundles()
        table.each(lambda _: ["disclose", "import"])
        say("demo:step:reconcile")
        table.each(lambda side: ["reconcile", "--within", _sought(side.party.other)])
        table.each(lambda side: ["reconcile", "--within", _held(side.party)])
        table.each(lambda _: ["reconcile"])
        say("demo:step:answers")
        table.each(lambda _: ["answers", "propose"])
        table.each(lambda _: ["answers", "confirm", "--clear"])
        answers = table.each(lambda side: ["answers", "sign", *side.signing])
        table.carry_bundles()
        table.each(lambda _: ["answers", "import"])
        say("demo:step:offer")
        trade(table)
        say("demo:step:eligible")
        table.each(lambda _: ["eligibility", "show"])
        say("demo:step:cosign")
        bundles = close_ranks(table, folder / "pages")
        logs = table.each(lambda _: ["record", "show"])
        offers = table.each(lambda _: ["offer", "list"])
        say("demo:step:alter")
        attempts = alter_copies(table, bundles[PARTIES[0]], digest, folder / "altered")
        say("demo:step:report")
        reports = table.each(lambda side: ["report", "--pdf", "--to", str(folder / "pages" / side.author)])
        linked = {party: read_links(table.sides[party], table.sides[party.other]) for party in Party}
        return Held(
            digest=digest,
            arrangement=arrangement,
            answers=answers,
            offers=offers,
            logs=logs,
            reports=reports,
            linked=linked,
            bundles=bundles,
            attempts=tuple(attempts),
        )
    finally:
        table.close()


def score(exercise: Exercise, asker: Party, told: Linked) -> LinkScore:
    """Returns the score of a party's links, compared with the truth."""
    return score_links(exercise.truth, told.pairs, party=asker).whole


def read_links(asker: Side, holder: Side) -> Linked:
    """Returns which row the holder linked to which name, asked of both sides by their own commands.

    The asker knows the row behind each reference; the holder knows the row it linked to each reference.
    """
    asker.say("disclose", "list")
    own = {line["reference"]: line["row"] for line in asker.hear()["disclosed"]}
    asker.say("list", "rows", _sought(asker.party))
    sought = {row["row"]: row["row_id"] for row in asker.hear()["rows"]}
    holder.say("list", "rows", _held(holder.party))
    held = {row["row"]: row["row_id"] for row in holder.hear()["rows"]}
    holder.say("answers", "links")
    links = holder.hear()["links"]
    return Linked(tuple((sought[own[link["reference"]]], held[link["held"]]) for link in links))

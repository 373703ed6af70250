"""The truth of an exercise: which sought row is which held row, and how well a linking found it.

It is kept apart from the lists. Rows are named by their own reference in the list (`Field.ROW_ID`), so that the truth
applies to every file format of a list.
"""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from allforall.errors import InputError
from allforall.people.persons import Party


@dataclass(frozen=True, slots=True)
class RowTruth:
    """One row of a list: its reference, script, the language whose form it has, its romanisation, its defects."""

    row_id: str
    script: str
    language: str
    romanisation: str
    defects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TruthLine:
    """One invented person of a party: the rows on that party's sought list and on the other party's held
    list.

    `state` is a member of `people.Custody`, or ``not_held`` (sought, but not held by the other party), or
    ``fictitious`` (nobody: the name was made up).
    """

    party: Party
    person: str
    origin: str
    state: str
    status: str
    sex: str
    birth_date: str
    name: str  # in the language of the sought list, correctly written
    relation: str
    relative: str
    sought: tuple[RowTruth, ...]
    held: tuple[RowTruth, ...]


@dataclass(frozen=True, slots=True)
class LinkScore:
    """How well links found the truth: right and wrong links, persons on both lists, and those of them
    found.
    """

    right: int
    wrong: int
    findable: int
    found: int

    @property
    def precision(self) -> float:
        """The share of the links that are right; 1 if there are none."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of the persons on both lists that were found; 1 if nobody is on both."""
        return self.found / self.findable if self.findable else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        added = self.precision + self.recall
        return 2 * self.precision * self.recall / added if added else 0.0


@dataclass(frozen=True, slots=True)
class LinkScores:
    """The score of a linking, as a whole and by the origin of the names."""

    whole: LinkScore
    by_origin: dict[str, LinkScore]


def score_links(truth: Iterable[TruthLine], links: Iterable[tuple[str, str]], *, party: Party) -> LinkScores:
    """Returns how right these links are between the sought list of a party and the held list of the other.

    A link is the references of a sought and a held row. It is right if both rows are of one person, even duplicates; a
    person is found by one right link or more. A wrong link counts under the origin of its sought row's person; a
    reference that is on no list makes a link wrong, under the origin ``unknown``.
    """
    sought: dict[str, TruthLine] = {}
    held: dict[str, TruthLine] = {}
    findable: dict[str, int] = {}
    for line in truth:
        if line.party is not party:
            continue
        sought.update((row.row_id, line) for row in line.sought)
        held.update((row.row_id, line) for row in line.held)
        if line.sought and line.held:
            findable[line.origin] = findable.get(line.origin, 0) + 1
    right: dict[str, int] = {}
    wrong: dict[str, int] = {}
    found: dict[str, set[str]] = {}
    for left, row in set(links):
        line_left, line_right = sought.get(left), held.get(row)
        if line_left is not None and line_left is line_right:
            right[line_left.origin] = right.get(line_left.origin, 0) + 1
            found.setdefault(line_left.origin, set()).add(line_left.person)
        else:
            origin = line_left.origin if line_left is not None else "unknown"
            wrong[origin] = wrong.get(origin, 0) + 1
    by_origin = {
        origin: LinkScore(
            right=right.get(origin, 0),
            wrong=wrong.get(origin, 0),
            findable=findable.get(origin, 0),
            found=len(found.get(origin, ())),
        )
        for origin in sorted({*findable, *wrong})
    }
    whole = LinkScore(
        right=sum(right.values()),
        wrong=sum(wrong.values()),
        findable=sum(findable.values()),
        found=sum(len(persons) for persons in found.values()),
    )
    return LinkScores(whole, by_origin)


_COLUMNS = (
    "party",
    "person",
    "origin",
    "state",
    "status",
    "sex",
    "birth_date",
    "name",
    "relation",
    "relative",
    "sought_rows",
    "held_rows",
    "sought_defects",
    "held_defects",
    "held_scripts",
    "romanisations",
)


def truth_csv(truth: Iterable[TruthLine]) -> bytes:
    """Returns the truth as a CSV file in UTF-8, one line per person; several rows or defects are separated by spaces
    and bars.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for line in truth:
        writer.writerow(
            (
                line.party,
                line.person,
                line.origin,
                line.state,
                line.status,
                line.sex,
                line.birth_date,
                line.name,
                line.relation,
                line.relative,
                " ".join(row.row_id for row in line.sought),
                " ".join(row.row_id for row in line.held),
                _defects(line.sought),
                _defects(line.held),
                " ".join(row.script for row in line.held),
                " ".join(row.romanisation or "-" for row in line.held),
            )
        )
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def _defects(rows: tuple[RowTruth, ...]) -> str:
    return " | ".join(" ".join(row.defects) or "-" for row in rows)


_FORMAT = "allforall-exercise-truth-1"


def truth_json(truth: Iterable[TruthLine]) -> bytes:
    """Returns the truth as a JSON file that `read_truth` reads."""
    lines = [json.dumps(asdict(line), ensure_ascii=False, separators=(",", ":")) for line in truth]
    return (f'{{"format":"{_FORMAT}","lines":[\n' + ",\n".join(lines) + "\n]}\n").encode("utf-8")


def read_truth(content: bytes) -> tuple[TruthLine, ...]:
    """Returns the truth that `truth_json` wrote.

    Errors:
        InputError: the file is not the truth of an exercise, or is of another version.
    """
    try:
        stored = json.loads(content)
        if stored["format"] != _FORMAT:
            raise InputError("exercise:truth:format", expected=_FORMAT, found=str(stored["format"])[:80])
        return tuple(_line(line) for line in stored["lines"])
    except (ValueError, KeyError, TypeError) as fault:
        raise InputError("exercise:truth:unreadable", expected=_FORMAT, found=type(fault).__name__) from fault


def _line(stored: dict[str, Any]) -> TruthLine:
    """A line of the file; an unknown or missing key is a TypeError."""
    rows = {
        side: tuple(RowTruth(**{**row, "defects": tuple(row["defects"])}) for row in stored[side])
        for side in ("sought", "held")
    }
    return TruthLine(**{**stored, "party": Party(stored["party"]), **rows})

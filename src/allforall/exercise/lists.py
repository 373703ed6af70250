"""The lists of an exercise as values: headings and rows of cell texts, in the words of one language."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from allforall.people.fields import Field
from allforall.people.persons import ListKind, Party


@dataclass(frozen=True, slots=True)
class ExerciseList:
    """One list as a party would deliver it: every row has one text per heading, empty if nothing is stated."""

    party: Party
    kind: ListKind
    language: str  # of headings and codes: ukrainian or russian
    as_of: date
    title: str
    headings: tuple[tuple[Field, str], ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def name(self) -> str:
        """The name of the file without its ending, such as ``party_a_sought``."""
        return f"{self.party}_{self.kind}"

    def column(self, field: Field) -> int:
        """Returns the position of a field's column, -1 if the list has none."""
        for place, (known, _) in enumerate(self.headings):
            if known is field:
                return place
        return -1

    def cells(self) -> Iterator[dict[Field, str]]:
        """Yields the texts of each row by field, without the empty ones."""
        fields = [field for field, _ in self.headings]
        for row in self.rows:
            yield {field: text for field, text in zip(fields, row, strict=True) if text}


@cache
def words() -> dict[str, Any]:
    """Returns the words of the lists, as read from the package's table."""
    return tomllib.loads((files("allforall.exercise") / "words.toml").read_text("utf-8"))


_SIDE = {Party.PARTY_A: "А", Party.PARTY_B: "Б"}


def title(party: Party, kind: ListKind, language: str, as_of: date) -> str:
    """Returns the title line above the headings of a list."""
    text: str = words()["titles"][language][kind]
    return text.format(party=_SIDE[party], date=as_of.strftime("%d.%m.%Y"))


def heading(field: Field, language: str) -> str:
    """Returns a column's heading."""
    text: str = words()["headings"][language][field]
    return text

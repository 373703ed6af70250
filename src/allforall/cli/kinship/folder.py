"""The folder of a search: what it found so far, so that a search that was stopped goes on where it was.

While the work lasts the folder holds `pairs.part`, `matrix.part` and `search.json`; each block is on the disk before
`search.json` counts it, and whatever stands behind the counted bytes is cut off when the search goes on. At the end
`pairs.csv` and `matrix.csv` stand whole in their place.
"""

import csv
import io
import json
import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from allforall.cli.kinship.case import Case
from allforall.cli.kinship.siblings import Named
from allforall.errors import CallError, InputError, NodeError
from allforall.kinship import Block, Candidate, Tables

Pair = tuple[Candidate, tuple[str, float]]

#: Pairs that a search keeps (assumption: some hundred megabytes); a threshold that lets more through shows nothing.
MOST_PAIRS = 1_000_000
_STATE, _PAIRS, _MATRIX = "search.json", "pairs.part", "matrix.part"


def write_file(path: Path, text: str) -> None:
    """Writes a text under its name only when all of it is on the disk; the folder is made where it is not there."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Writes a file under its name only when all of it is on the disk; nobody but its owner reads it."""
    staged = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        staged.write_bytes(content)
        staged.chmod(0o600)
        staged.rename(path)
    except OSError as error:
        staged.unlink(missing_ok=True)
        raise NodeError("file:not-written", path=str(path), found=error.strerror or "") from None


@dataclass(slots=True)
class Search:
    """A search in progress: how many columns are done, the pairs found, and where it is kept, if anywhere."""

    folder: Path | None
    digest: str
    samples: list[str]
    tables: Tables
    populations: list[str]
    whole: bool
    done: int = 0
    pairs: list[Pair] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    _kept: int = 0

    @classmethod
    def opened(cls, folder: Path | None, case: Case, tables: Tables, *, whole: bool) -> "Search":
        """Returns the search, at the column that it had reached in this folder; another search's folder is refused."""
        samples = [profile.sample for profile in case.remains]
        made = cls(folder, f"{case.digest}:{whole}", samples, tables, list(case.populations), whole)
        if folder is None:
            if whole:
                raise CallError("kinship:call:folder")
            return made
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            made._resume()
        except OSError as error:
            raise NodeError("file:not-written", path=str(folder), found=error.strerror or "") from None
        return made

    def _resume(self) -> None:
        folder = self.folder or Path()
        state_file = folder / _STATE
        if not state_file.exists():
            (folder / _PAIRS).write_bytes(b"")
            if self.whole:
                (folder / _MATRIX).write_text(_row(["family", "missing", *self.samples]), encoding="utf-8")
            self._keep()
            return
        state = _read_state(state_file)
        if state["digest"] != self.digest:
            raise CallError("kinship:call:other_search", path=str(folder))
        for name in (_PAIRS, _MATRIX):
            if name in state["bytes"]:
                if (folder / name).stat().st_size < state["bytes"][name]:
                    raise InputError("kinship:call:search_damaged", path=str(folder / name))
                os.truncate(folder / name, state["bytes"][name])
        for line in (folder / _PAIRS).read_text(encoding="utf-8").splitlines():
            sample, family, missing, value, population, low = json.loads(line)
            self.pairs.append((Candidate(sample, family, missing, value), (population, low)))
        self._kept = len(self.pairs)
        self.done = state["done"]

    def add(self, parts: Sequence[Block], threshold: float) -> None:
        """Adds one block of every population: pairs that reach the threshold in any of them, with the lowest ratio."""
        first = parts[0]
        stacked = np.stack([part.log10_lr for part in parts])
        with np.errstate(invalid="ignore"):
            rows, places = np.nonzero((stacked >= threshold).any(axis=0))
        if len(self.pairs) + len(rows) > MOST_PAIRS:
            raise CallError("kinship:call:many_hits", expected=MOST_PAIRS)
        for row, place in zip(rows.tolist(), places.tolist(), strict=True):
            column = self.tables.columns[first.start + place]
            values = stacked[:, row, place]
            lowest = int(np.nanargmin(values))
            candidate = Candidate(self.samples[row], column.family, column.missing, float(first.log10_lr[row, place]))
            self.pairs.append((candidate, (self.populations[lowest], float(values[lowest]))))
        if self.folder is not None and self.whole:
            self._write_matrix(first)
        self.done = first.stop
        self._keep()

    def _write_matrix(self, block: Block) -> None:
        with ((self.folder or Path()) / _MATRIX).open("a", encoding="utf-8") as file:
            for place in range(block.stop - block.start):
                column = self.tables.columns[block.start + place]
                values = block.log10_lr[:, place].tolist()
                file.write(_row([column.family, column.missing], [number_text(value) for value in values]))

    def _keep(self) -> None:
        """Brings what was found to the disk, and only then counts it."""
        if self.folder is None:
            return
        with (self.folder / _PAIRS).open("a", encoding="utf-8") as file:
            for one, low in self.pairs[self._kept :]:
                entry = [one.sample, one.family, one.missing, one.log10_lr, *low]
                file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self._kept = len(self.pairs)
        names = [_PAIRS, *([_MATRIX] if self.whole else [])]
        state = {
            "digest": self.digest,
            "done": self.done,
            "bytes": {name: (self.folder / name).stat().st_size for name in names},
        }
        write_file(self.folder / _STATE, json.dumps(state))

    def ranked(self) -> list[Pair]:
        """Returns the pairs, the strongest first."""
        self.pairs.sort(key=lambda pair: (-pair[0].log10_lr, pair[0].sample, pair[0].family, pair[0].missing))
        return self.pairs

    def finish(self, siblings: Mapping[Named, float]) -> None:
        """Puts the files whole in their place, with what the pairs weigh against a full sibling."""
        if self.folder is not None:
            write_file(self.folder / "pairs.csv", pairs_csv(self.ranked(), siblings))
            self.files.append(self.folder / "pairs.csv")
            if self.whole:
                (self.folder / _MATRIX).rename(self.folder / "matrix.csv")
                self.files.append(self.folder / "matrix.csv")
            (self.folder / _PAIRS).unlink()
            (self.folder / _STATE).unlink()


def _read_state(path: Path) -> dict[str, Any]:
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
        return {"digest": str(state["digest"]), "done": int(state["done"]), "bytes": dict(state["bytes"])}
    except (ValueError, KeyError, TypeError):
        raise InputError("kinship:call:search_damaged", path=str(path)) from None


def _row(texts: Sequence[str], numbers: Sequence[str] = ()) -> str:
    """Returns a line of CSV; only texts may need quotes."""
    quoted = ['"' + text.replace('"', '""') + '"' if set(text) & set(',"\n\r') else text for text in texts]
    return ",".join([*quoted, *numbers]) + "\n"


def number_text(value: float) -> str:
    """Returns a number for a table of others' programs; nothing where there is none."""
    return "" if math.isnan(value) else f"{value:.12g}"


def pairs_csv(pairs: Sequence[Pair], siblings: Mapping[Named, float]) -> str:
    """Returns the pairs as CSV, in their order."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        [
            "sample",
            "family",
            "missing",
            "log10_lr",
            "log10_lr_against_sibling",
            "lowest_log10_lr",
            "lowest_population",
        ]
    )
    for one, low in pairs:
        named = (one.sample, one.family, one.missing)
        numbers = (one.log10_lr, siblings.get(named, math.nan), low[1])
        writer.writerow([*named, *map(number_text, numbers), low[0]])
    return out.getvalue()

"""All remains against all families, and the folder that keeps the results, so that a search can resume.

During the work the folder has `pairs.part`, `matrix.part` and `search.json`; each block is on the disk before
`search.json` counts it, and anything after the counted bytes is cut off when the search resumes. At the end they are
replaced by the complete `pairs.csv` and `matrix.csv`.
"""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from allforall.alone.weighing.sheets import number_text, pairs_csv
from allforall.alone.weighing.siblings import against_siblings
from allforall.durable import put_durably, write_file
from allforall.errors import CallError, InputError, NodeError
from allforall.kinship import Block, Candidate, Tables, blocks
from allforall.kinship.case import Case
from allforall.kinship.outcomes import Hits, Pair, expect

#: The most pairs that a search keeps (assumption: some hundred megabytes); a threshold that admits more is refused.
MOST_PAIRS = 1_000_000
_STATE, _PAIRS, _MATRIX = "search.json", "pairs.part", "matrix.part"


@dataclass(slots=True)
class Search:
    """A search in progress: tables by population, the number of columns done, the pairs found, its folder."""

    case: Case
    every: Sequence[Tables]
    folder: Path | None
    whole: bool
    done: int = 0
    pairs: list[Pair] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    _kept: int = 0

    @classmethod
    def opened(cls, folder: Path | None, case: Case, every: Sequence[Tables], *, whole: bool) -> "Search":
        """Returns the search, at the column it had reached in this folder; another search's folder is refused."""
        made = cls(case, every, folder, whole)
        if folder is None:
            if whole:
                raise CallError("kinship:call:folder")
            return made
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            made._resume(folder)
        except OSError as error:
            raise NodeError("file:not-written", path=str(folder), found=error.strerror or "") from None
        return made

    @property
    def tables(self) -> Tables:
        """Returns the tables of the first population."""
        return self.every[0]

    @property
    def _digest(self) -> str:
        return f"{self.case.digest}:{self.whole}"

    def _resume(self, folder: Path) -> None:
        state_file = folder / _STATE
        if not state_file.exists():
            write_file(folder / _PAIRS, b"")
            if self.whole:
                head = _row(["family", "missing", *(profile.sample for profile in self.case.remains)])
                write_file(folder / _MATRIX, head)
            self._keep()
            return
        state = _read_state(state_file)
        if state["digest"] != self._digest:
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

    def run(self, threshold: float, progress: Callable[[int, int], None]) -> None:
        """Compares from the current column to the end; stopping it loses at most one block."""
        columns = len(self.tables.columns)
        progress(self.done, columns)
        streams = [blocks(tables, self.case.remains, start=self.done) for tables in self.every]
        for parts in zip(*streams, strict=True):
            self.add(parts, threshold)
            progress(self.done, columns)

    def add(self, parts: Sequence[Block], threshold: float) -> None:
        """Adds one block of every population: pairs that reach the threshold in any of them, with the lowest ratio."""
        first = parts[0]
        names = list(self.case.populations)
        stacked = np.stack([part.log10_lr for part in parts])
        with np.errstate(invalid="ignore"):
            rows, places = np.nonzero((stacked >= threshold).any(axis=0))
        if len(self.pairs) + len(rows) > MOST_PAIRS:
            raise CallError("kinship:call:many_hits", expected=MOST_PAIRS)
        for row, place in zip(rows.tolist(), places.tolist(), strict=True):
            column = self.tables.columns[first.start + place]
            values = stacked[:, row, place]
            lowest = int(np.nanargmin(values))
            sample, ratio = self.case.remains[row].sample, float(first.log10_lr[row, place])
            candidate = Candidate(sample, column.family, column.missing, ratio)
            self.pairs.append((candidate, (names[lowest], float(values[lowest]))))
        if self.folder is not None and self.whole:
            lines = []
            for place in range(first.stop - first.start):
                column = self.tables.columns[first.start + place]
                values = first.log10_lr[:, place].tolist()
                lines.append(_row([column.family, column.missing], [number_text(value) for value in values]))
            _append(self.folder / _MATRIX, lines)
        self.done = first.stop
        self._keep()

    def _keep(self) -> None:
        """Writes the results to the disk, and only then counts them."""
        if self.folder is None:
            return
        entries = ([one.sample, one.family, one.missing, one.log10_lr, *low] for one, low in self.pairs[self._kept :])
        _append(self.folder / _PAIRS, [json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries])
        self._kept = len(self.pairs)
        names = [_PAIRS, *([_MATRIX] if self.whole else [])]
        state = {
            "digest": self._digest,
            "done": self.done,
            "bytes": {name: (self.folder / name).stat().st_size for name in names},
        }
        write_file(self.folder / _STATE, json.dumps(state))

    def finish(self, threshold: float, seed: int) -> Hits:
        """Returns the pairs, strongest first, with their ratio against a full sibling; the requested files are then
        complete.
        """
        self.pairs.sort(key=lambda pair: (-pair[0].log10_lr, pair[0].sample, pair[0].family, pair[0].missing))
        siblings = against_siblings(self.case, (one for one, _ in self.pairs))
        hits = Hits(self.case, self.tables, self.pairs, siblings, expect(self.tables, self.case, threshold, seed))
        if self.folder is not None:
            self.files.append(write_file(self.folder / "pairs.csv", pairs_csv(hits)))
            if self.whole:
                self.files.append(put_durably(self.folder / _MATRIX, self.folder / "matrix.csv"))
            (self.folder / _PAIRS).unlink()
            (self.folder / _STATE).unlink()
        return hits


def _append(path: Path, lines: Sequence[str]) -> None:
    """Adds lines to a file and syncs them to the disk."""
    with path.open("ab") as stream:
        stream.write("".join(lines).encode())
        stream.flush()
        os.fsync(stream.fileno())


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

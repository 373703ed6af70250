"""The demonstration's attempt to alter the record: one word changed, on copies, and the result of each check.

Three attempts, each by someone who can do more than the one before: a courier changes a word in a bundle; a courier who
knows the format also recomputes every outer digest and signs the bundle with a key of his own; someone at party B's
machine changes the word in that node's mirror of party A's log.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allforall.cli.demo.sides import Table, run_here, run_once
from allforall.record.bundles import make_bundle, read_bundle
from allforall.record.genesis import origin_of
from allforall.record.signatures import SEED_BYTES, SigningKey

#: Words of the arrangement as party A wrote them, and a forger's replacement of the same length.
SAID, FORGED = b"aged 18 to 25", b"aged 18 to 52"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: its code, the copy that was altered, and what the check said."""

    code: str
    path: Path
    exit_code: int
    said: dict[str, Any]

    @property
    def was_found(self) -> bool:
        """Whether it was found."""
        return self.exit_code != 0

    @property
    def how(self) -> str:
        """The code of what was found: the error, or the first thing that is wrong with the log."""
        error = self.said.get("error", {}).get("code", "")
        problems = [problem["code"] for log in self.said.get("logs", ()) for problem in log.get("problems", ())]
        return str(error or (problems or [""])[0])


def alter_copies(table: Table, bundle: Path, digest: str, target: Path) -> list[Attempt]:
    """Returns the attempts, each on a copy, with their results. The sides' own data is not touched."""
    target.mkdir(parents=True, exist_ok=True)
    changed = bundle.read_bytes().replace(SAID, FORGED)
    return [
        _bundle(table, "demo:altered:bundle", target / "word-changed.bundle", changed, digest),
        _bundle(table, "demo:altered:hull", target / "hull-mended.bundle", _mended(bundle), digest),
        _log(table, target / "party_b"),
    ]


def _bundle(table: Table, code: str, path: Path, data: bytes, digest: str) -> Attempt:
    path.write_bytes(data)
    exit_code, said = run_here(["verify", str(path), "--genesis-digest", digest], table.lang)
    return Attempt(code, path, exit_code, said)


def _mended(bundle: Path) -> bytes:
    """The bundle with the word changed, all outer digests recomputed and signed with the forger's own key."""
    whole = read_bundle(bundle.read_bytes())
    files = {name: data.replace(SAID, FORGED) for name, data in whole.files.items()}
    key = SigningKey(os.urandom(SEED_BYTES))
    return make_bundle(whole.case, whole.sender, files, origin_of(whole.case, whole.sender), key).data


def _log(table: Table, copy: Path) -> Attempt:
    """Party B's mirror of party A's log with the word changed, in a copy of the node."""
    place = table.place("party_b")
    shutil.copytree(place.node, copy, ignore=shutil.ignore_patterns("lock", "backups", "inbox", "outbox", "pages"))
    entries = copy / "record" / "logs" / "party_a" / "entries.log"
    entries.write_bytes(entries.read_bytes().replace(SAID, FORGED))
    exit_code, said = run_once(["--node", str(copy), "record", "verify"], table.lang)
    return Attempt("demo:altered:log", entries, exit_code, said)

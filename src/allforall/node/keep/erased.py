"""What was erased here and is here again, because somebody restored an older backup.

The journal is restored with the database, so it loses the later erasures. So each erasure is also written
into `erased` in the node's folder, which no restore touches: the digest of the list's file and the lines, the names of
payloads, and no word of a person. The doctor reports it; `allforall erase again` erases it again. On another machine
that file is missing; then only the receipts in the record and the expiry days of the backups can be used.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from allforall.durable import write_durably
from allforall.errors import NodeError
from allforall.node.folder import Node
from allforall.store.erasure import Erased, unerased
from allforall.store.people.models import StoredList
from allforall.store.record.payload_files import held_payloads

LEDGER = "erased"


@dataclass(frozen=True, slots=True)
class Returned:
    """Rows and payloads that were erased on this node and are here again."""

    rows: tuple[str, ...]
    payloads: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether anything is there that should not be."""
        return bool(self.rows or self.payloads)


def remember(node: Node, erased: Erased, payloads: Iterable[str], on: date) -> None:
    """Writes an erasure into the node's own ledger; writing the same one twice changes nothing."""
    rows = [
        {"kind": stored.kind, "lines": list(lines), "party": stored.party, "sha256": stored.sha256}
        for stored, lines in erased.lines
    ]
    line = json.dumps({"on": on.isoformat(), "payloads": sorted(payloads), "rows": rows}, sort_keys=True)
    before = _text(node)
    if line not in before.splitlines():
        write_durably(node.path / LEDGER, (before + line + "\n").encode("ascii"))


def _text(node: Node) -> str:
    path = node.path / LEDGER
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise NodeError("erase:mark:damaged", path=str(path), found=type(error).__name__) from None


def _entries(node: Node) -> Iterator[tuple[list[dict[str, Any]], list[str]]]:
    for line in _text(node).splitlines():
        try:
            value = json.loads(line)
            yield list(value["rows"]), [str(name) for name in value["payloads"]]
        except (ValueError, KeyError, TypeError) as error:
            raise NodeError("erase:mark:damaged", path=str(node.path / LEDGER), found=type(error).__name__) from None


def erased_payloads(node: Node) -> set[str]:
    """Returns the payloads that this node's own ledger lists as erased, with a receipt or without."""
    return {name for _, names in _entries(node) for name in names}


def find_returned(node: Node) -> Returned:
    """Returns what was erased on this node and is here again; the database must be open."""
    rows, payloads = set[str](), set[str]()
    held = set(held_payloads(node.path / "blobs"))
    for lists, names in _entries(node):
        payloads.update(held.intersection(names))
        for one in lists:
            lines = [int(line) for line in one["lines"]]
            for stored in StoredList.every.filter(sha256=one["sha256"], kind=one["kind"], party=one["party"]):
                rows.update(f"{stored.key}:{line}" for line in unerased(stored, lines))
    return Returned(tuple(sorted(rows)), tuple(sorted(payloads)))

"""Expiry of backups: how long each is kept, which are past their day, and their destruction.

What was erased on a node remains in every earlier backup. So each backup states in its manifest until when
it is kept, the doctor names those past their day, a command destroys them, and a receipt for an erasure states the
last of these days. A backup copied elsewhere has the same day, but no program can reach it.
"""

import json
import re
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from allforall.errors import CallError
from allforall.node.folder import Node
from allforall.node.lock import acting, holding
from allforall.node.officers import ActKind, Desk, journal
from allforall.store.destroying import destroy_file, destroy_folder

#: How long a backup is kept by default. An assumption: one season of an exchange.
KEEP_DAYS = 90
#: Present in the node's folder while an erasure is unfinished (`acts.erasure`).
ERASING = "erasing"
_LONGEST_DAYS = 3_660
_STAMP = re.compile(r"(\d{8}T\d{6}Z)")
_MANIFEST_LIMIT = 1 << 16


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A backup in the node's folder, or data that a restore set aside there, and the last day on which it is kept."""

    path: Path
    keep_until: date

    def is_expired(self, today: date) -> bool:
        """Whether its day is past."""
        return today > self.keep_until


def check_days(days: int) -> int:
    """Returns a number of days for which a backup may be kept."""
    if not 1 <= days <= _LONGEST_DAYS:
        raise CallError("backup:days:wrong", expected=_LONGEST_DAYS, found=str(days)[:20])
    return days


def keep_until(made: datetime, days: int = KEEP_DAYS) -> str:
    """Returns the last day on which a backup made then is kept, as written in its manifest."""
    return (made.date() + timedelta(days=check_days(days))).isoformat()


def find_backups(node: Node) -> tuple[KeptBackup, ...]:
    """Returns every backup in the node's folder with its day, in order; an unfinished one has expired already."""
    folder = node.path / "backups"
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return tuple(KeptBackup(path, _day_of(path, node)) for path in found)


def _day_of(path: Path, node: Node) -> date:
    if path.name.startswith("."):
        return node.now.date() - timedelta(days=1)
    if path.is_file() and path.suffix == ".zip":
        stated = _stated(path)
        if stated is not None:
            return stated
    return date.fromisoformat(keep_until(_made(path)))


def _made(path: Path) -> datetime:
    """When a backup was made, by its name; where that gives no time, by the file's own."""
    stamp = _STAMP.search(path.name)
    if stamp:
        with suppress(ValueError):
            return datetime.strptime(stamp[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return datetime.fromtimestamp(path.lstat().st_mtime, UTC)


def _stated(path: Path) -> date | None:
    """The day in a backup's manifest; None where it states none (an older program made it) or cannot be read."""
    try:
        with zipfile.ZipFile(path) as pack:
            if pack.getinfo("manifest.json").file_size > _MANIFEST_LIMIT:
                return None
            return date.fromisoformat(json.loads(pack.read("manifest.json"))["keep_until"])
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, RecursionError, RuntimeError, EOFError):
        return None


def expired(node: Node) -> tuple[KeptBackup, ...]:
    """Returns the backups whose day is past."""
    return tuple(one for one in find_backups(node) if one.is_expired(node.now.date()))


def last_day(node: Node) -> date | None:
    """Returns the last day on which a backup of this node is kept; None where there is none."""
    return max((one.keep_until for one in find_backups(node)), default=None)


def destroy_expired(node: Node, desk: Desk) -> tuple[KeptBackup, ...]:
    """Returns the backups that were destroyed because their day is past."""
    with holding(node):
        found = expired(node)
        if found:
            with acting(node):
                journal(node, desk, ActKind.BACKUPS_DESTROY, details={"backups": [one.path.name for one in found]})
            destroy_backups(found)
    return found


def destroy_backups(backups: Sequence[KeptBackup]) -> None:
    """Destroys backups, whatever their day; the caller checks who may ask for it."""
    for one in backups:
        if one.path.is_dir() and not one.path.is_symlink():
            destroy_folder(one.path)
        else:
            destroy_file(one.path)

"""A node is a folder: creating one, and opening one for a process that has it to itself.

```
my-node/
  node.toml     whose node this is (party_a, party_b or witness), its database, its language
  keys/         this node's own keys, encrypted by passphrase (`keyring`); officers keep their own keys
  node.sqlite   private working data
  record/       the parties' logs (`node.record`): the genesis, this node's log, mirrors of the others'
  blobs/        encrypted payloads, named by hash
  erased        which rows and payloads were erased, by digest and name (`keep.erased`); `erasing` during an erasure
  inbox/        files from the other side that were read
  outbox/       files for the other side, marked as unsigned
  pages/        reports
  backups/
  lock          held during each act by the process that writes (`lock`)
```
"""

import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError

from allforall import store
from allforall.disclosure.cells import is_plain_text
from allforall.durable import sync_folder, write_durably
from allforall.errors import CallError, GateError, NodeError
from allforall.node.lock import locked
from allforall.people.persons import Party
from allforall.store.connection import explain_failure, unknown_migrations

#: The version of the folder's own layout, apart from the database's migrations. 2: with keys, record and payloads,
#: which a program that knows only 1 would leave out of a backup.
FOLDER_FORMAT = 2
LANGUAGES = ("en", "uk", "ru", "tr")
#: The maximum length of an authority's name in a file of answers.
MAX_TITLE = 100
_FOLDERS = ("keys", "record", "blobs", "inbox", "outbox", "pages", "backups")
#: Who can have a node. A witness writes a log, mirrors the others and decides on offers; it has no lists and no names.
WITNESS = "witness"
AUTHORS = (*(party.value for party in Party), WITNESS)

#: How long an act waits its turn. Assumption: an act takes milliseconds, and a list of 100,000 rows less than this.
PATIENCE_SECONDS = 20.0

Clock = Callable[[], datetime]


def read_clock() -> datetime:
    """Returns the present moment in UTC; the only place where the program asks for it."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Node:
    """One installation: where it is, whose it is (the author of its log), and its clock."""

    path: Path
    author: str
    title: str
    lang: str
    database: str
    rehearsal: bool  # invented people only; every page says so
    format: int = FOLDER_FORMAT
    clock: Clock = read_clock
    patience: float = PATIENCE_SECONDS  # how long an act waits its turn

    @property
    def party(self) -> Party:
        """The party that this node serves.

        Raises:
            GateError: on the witness's node, which sees no lists and no answers.

        """
        if self.author == WITNESS:
            raise GateError("node:witness:no-party")
        return Party(self.author)

    @property
    def now(self) -> datetime:
        """The present moment by this node's clock."""
        return self.clock()


def _toml_text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _check_title(title: str) -> None:
    """Checks the title: it is in every file for the other side, which refuses hidden characters and long texts."""
    if not title.strip() or len(title) > MAX_TITLE or not is_plain_text(title):
        raise CallError("node:title:unusable", expected=MAX_TITLE, found=len(title))


def create_node(
    path: Path,
    *,
    party: str,
    title: str,
    lang: str = "en",
    database: str = "",
    rehearsal: bool = False,
    clock: Clock = read_clock,
) -> Node:
    """Returns a new node in a folder that must not exist or must be empty; leaves nothing behind if it fails.

    `party` is whose node it is, the witness's too.
    """
    if party not in AUTHORS:
        raise CallError("node:author:unknown", expected=", ".join(AUTHORS), found=party[:40])
    if lang not in LANGUAGES:
        raise CallError("call:language:unknown", found=lang, expected=", ".join(LANGUAGES))
    _check_title(title)
    place = path.resolve()  # the present folder has no name of its own
    staged = place.with_name(f".{place.name}.new")
    try:
        _check_free(path, place, staged)
        staged.mkdir(mode=0o700, parents=True)
    except OSError as error:
        raise NodeError("node:folder:not-made", path=str(path), found=error.strerror or "") from None
    try:
        for name in _FOLDERS:
            (staged / name).mkdir(mode=0o700)
        lines = [
            "# This node. Change it only while no command runs on it.",
            f"format = {FOLDER_FORMAT}",
            f'party = "{party}"',
            f"title = {_toml_text(title)}",
            f'language = "{lang}"',
            f"database = {_toml_text(database or 'sqlite:///node.sqlite')}",
            f"rehearsal = {'true' if rehearsal else 'false'}",
        ]
        write_durably(staged / "node.toml", ("\n".join(lines) + "\n").encode())
        with connected(_database_url(staged, database or "sqlite:///node.sqlite")):
            store.migrate()
        _put_in_place(staged, place)
    except OSError as error:
        _remove_folder(staged)
        raise NodeError("node:folder:not-made", path=str(path), found=error.strerror or "") from None
    except BaseException:
        _remove_folder(staged)
        raise
    return read_node(path, clock=clock)


def _check_free(path: Path, place: Path, staged: Path) -> None:
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise NodeError("node:folder:not-empty", path=str(path))
    if staged.exists():
        raise NodeError("node:folder:unfinished", path=str(staged))


def _put_in_place(staged: Path, place: Path) -> None:
    sync_folder(staged)
    if not place.exists():
        staged.rename(place)
        sync_folder(place.parent)
        return
    # An empty folder is filled, not replaced: it may be a shell's current one. The description comes last: without it
    # there is no node.
    place.chmod(0o700)
    for child in sorted(staged.iterdir(), key=lambda one: one.name == "node.toml"):
        child.rename(place / child.name)
    staged.rmdir()
    sync_folder(place)


def _remove_folder(path: Path) -> None:
    for child in sorted(path.rglob("*"), reverse=True):
        child.rmdir() if child.is_dir() else child.unlink()
    if path.exists():
        path.rmdir()


def _database_url(path: Path, written: str) -> str:
    if written.startswith("sqlite:///") and not written.startswith("sqlite:////"):
        return f"sqlite:///{path.resolve() / written.removeprefix('sqlite:///')}"
    return written


def _check_description(words: dict[str, Any]) -> None:
    if words["party"] not in AUTHORS:
        raise ValueError(f"party {words['party']!r}"[:60])
    if words["language"] not in LANGUAGES:
        raise ValueError(f"language {words['language']!r}"[:60])
    if not str(words["database"]).isprintable():
        raise ValueError("database")


def read_node(path: Path, *, clock: Clock = read_clock, patience: float = PATIENCE_SECONDS) -> Node:
    """Returns the node in this folder; its database is not opened yet."""
    try:
        text = (path / "node.toml").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NodeError("node:folder:missing", path=str(path)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise NodeError("node:toml:unreadable", path=str(path / "node.toml"), found=type(error).__name__) from None
    try:
        words = tomllib.loads(text)
        found = words["format"]
        if isinstance(found, bool) or not isinstance(found, int) or not 1 <= found <= FOLDER_FORMAT:
            raise NodeError("node:format:newer", found=str(found)[:20], expected=FOLDER_FORMAT)
        _check_description(words)
        return Node(
            path=path,
            author=str(words["party"]),
            title=str(words["title"]),
            lang=str(words["language"]),
            database=_database_url(path, str(words["database"])),
            rehearsal=words["rehearsal"] is True,
            format=found,
            clock=clock,
            patience=patience,
        )
    except (KeyError, ValueError) as error:  # a TOMLDecodeError is a ValueError, and so is a number of 5,000 digits
        found = str(error.args[0])[:100] if error.args else ""
        raise NodeError("node:toml:wrong", path=str(path / "node.toml"), found=found) from None
    except RecursionError:
        raise NodeError("node:toml:wrong", path=str(path / "node.toml"), found="[[[") from None


@contextmanager
def connected(url: str) -> Iterator[None]:
    """Opens the database of a node for this process."""
    store.connect(url)
    try:
        yield
    except DatabaseError as error:
        raise explain_failure(error) from error
    finally:
        store.disconnect()


def raise_format(node: Node) -> bool:
    """Returns whether a folder of an older layout was upgraded to this program's."""
    if node.format == FOLDER_FORMAT:
        return False
    for name in _FOLDERS:
        (node.path / name).mkdir(mode=0o700, exist_ok=True)
    path = node.path / "node.toml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join(f"format = {FOLDER_FORMAT}\n" if line.startswith("format") else line for line in lines)
    write_durably(path, text.encode(), mode=path.stat().st_mode & 0o777)
    return True


def check_database(node: Node) -> None:
    """Refuses a node whose database is missing: a new, empty one would look like a node that knows nobody."""
    if node.database.startswith("sqlite:///"):
        file = Path(node.database.removeprefix("sqlite:///"))
        if not file.is_file() or not file.stat().st_size:
            raise NodeError("store:database:missing", path=str(file))


def check_version(node: Node) -> None:
    """Refuses a node whose database or folder is of another program's version."""
    newer = unknown_migrations()
    if newer:
        raise NodeError("node:version:newer", found=newer[-1])
    if store.unapplied() or node.format < FOLDER_FORMAT:
        raise NodeError("node:version:older", path=str(node.path))


@contextmanager
def opened(
    path: Path, *, clock: Clock = read_clock, patience: float = 0.0, any_version: bool = False
) -> Iterator[Node]:
    """Opens a node for a process that has it to itself throughout; `session.Session` is for those that share it.

    `any_version` is for `node doctor` and `node upgrade` alone.
    """
    node = read_node(path, clock=clock)
    check_database(node)
    with locked(path, patience=patience), connected(node.database):
        if not any_version:
            check_version(node)
        yield node

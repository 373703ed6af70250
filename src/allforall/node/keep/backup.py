"""Backup of a node, restoring it, and the upgrade that makes a backup first.

A backup is one file: a zip of `node.toml`, a consistent snapshot of the database (SQLite's online backup), the record
with its payloads and the encrypted keys (`folders`), and a manifest of sizes and SHA-256 digests. It holds personal
data and belongs on an encrypted disk. What the node keeps of lists for comparing (`prepared_lists`) is in the
database and so in every backup; it is verified before it is used.

A node restored from a backup is read-only until the other authors have answered it (`recovery`): continuing from
yesterday's end of its log, it would write a second entry with a number already used.
"""

import hashlib
import json
import lzma
import os
import shutil
import sqlite3
import zipfile
import zlib
from contextlib import closing
from pathlib import Path

from allforall import __version__, store
from allforall.durable import put_durably
from allforall.errors import InputError, NodeError
from allforall.node.folder import (
    FOLDER_FORMAT,
    Clock,
    Node,
    opened,
    raise_format,
    read_clock,
    read_node,
)
from allforall.node.keep import expiry
from allforall.node.keep.folders import pack_folders, put_folders_back, unpack_folders
from allforall.node.lock import holding, locked
from allforall.store.connection import unknown_migrations

#: 2: with keys, record and payloads.
BACKUP_FORMAT = 2
_DATABASE, _FOLDERS = "node.sqlite", "folders.zip"
_MEMBERS = {1: ("manifest.json", "node.toml", _DATABASE), 2: ("manifest.json", "node.toml", _DATABASE, _FOLDERS)}
_CHUNK = 1 << 20
#: A backup's members are a few megabytes to a few gigabytes; a manifest is small. Assumption, against zip bombs.
_MANIFEST_LIMIT = 1 << 16


def _sqlite_path(node: Node) -> Path:
    if not node.database.startswith("sqlite:///"):
        raise NodeError("node:backup:not-sqlite")
    path = Path(node.database.removeprefix("sqlite:///"))
    if path != node.path.resolve() / _DATABASE:
        raise NodeError("node:backup:not-sqlite")
    return path


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_CHUNK):
            digest.update(block)
    return digest.hexdigest()


def back_up(node: Node, target: Path | None = None, *, keep_days: int = expiry.KEEP_DAYS) -> Path:
    """Returns the path of a new backup of an opened node; a backup that could not be finished is removed.

    Its manifest states until when it is kept: data erased on the node remain in it until then.
    """
    with holding(node):
        return _back_up(node, target, expiry.keep_until(node.now, keep_days))


def _back_up(node: Node, target: Path | None, kept_until: str) -> Path:
    stamp = node.now.strftime("%Y%m%dT%H%M%SZ")
    target = target or node.path / "backups" / f"{stamp}.zip"
    if target.exists():
        raise NodeError("node:backup:exists", path=str(target))
    staged = target.with_name(f".{target.name}.new")
    snapshot, folders = target.with_name(f".{target.name}.sqlite"), target.with_name(f".{target.name}.folders")
    source = _sqlite_path(node)
    try:
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(snapshot)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        pack_folders(node, folders)
        files = {"node.toml": node.path / "node.toml", _DATABASE: snapshot, _FOLDERS: folders}
        manifest = {
            "format": BACKUP_FORMAT,
            "folder_format": FOLDER_FORMAT,
            "program": __version__,
            "made_at": node.now.isoformat(),
            "keep_until": kept_until,
            "party": node.author,
            "files": {name: {"sha256": _sha256(path), "size": path.stat().st_size} for name, path in files.items()},
        }
        descriptor = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as pack:
            pack.writestr("manifest.json", json.dumps(manifest, indent=1, sort_keys=True))
            for name, path in files.items():
                pack.write(path, name)
        put_durably(staged, target)
    except (OSError, sqlite3.Error) as error:
        raise NodeError("node:backup:failed", path=str(target), found=str(error)) from error
    finally:
        staged.unlink(missing_ok=True)
        snapshot.unlink(missing_ok=True)
        folders.unlink(missing_ok=True)
    return target


def _unpack(pack: zipfile.ZipFile, into: Path) -> None:
    names = sorted(info.filename for info in pack.infolist())
    if names not in [sorted(members) for members in _MEMBERS.values()]:
        raise InputError("node:restore:members", expected=", ".join(_MEMBERS[2]), found=", ".join(names)[:200])
    if pack.getinfo("manifest.json").file_size > _MANIFEST_LIMIT:
        raise InputError("node:restore:manifest")
    try:
        manifest = json.loads(pack.read("manifest.json"))
        made_by, files = manifest["format"], manifest["files"]
        members = _MEMBERS.get(made_by, ("manifest.json",))
        expected = {name: (files[name]["sha256"], files[name]["size"]) for name in members[1:]}
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError("node:restore:manifest") from None
    if names != sorted(members) or manifest.get("folder_format") not in range(1, FOLDER_FORMAT + 1):
        raise InputError("node:restore:format", expected=BACKUP_FORMAT, found=str(made_by)[:20])
    # The folders exist twice for a moment: packed and unpacked.
    room = shutil.disk_usage(into).free
    if sum(pack.getinfo(name).file_size * (1 + (name == _FOLDERS)) for name in expected) > room:
        raise NodeError("store:disk:full")
    for name, (sha256, size) in expected.items():
        if pack.getinfo(name).file_size != size:
            raise InputError("node:restore:damaged", file=name)
        with pack.open(name) as member, (into / name).open("wb") as stream:
            shutil.copyfileobj(member, stream, _CHUNK)
        if _sha256(into / name) != sha256:
            raise InputError("node:restore:damaged", file=name)
    if (into / _FOLDERS).exists():
        unpack_folders(into / _FOLDERS, into)


def restore(path: Path, backup: Path, *, clock: Clock = read_clock) -> Path | None:
    """Restores a backup over the node in `path` and returns where the replaced data are (None: there were none).

    The backup is unpacked and verified beside the node first; the node's own files are renamed, never overwritten. The
    description is removed first and restored last: without it there is no node, whatever a crash in between leaves.
    """
    stamp = clock().strftime("%Y%m%dT%H%M%SZ")
    place = path.resolve()
    staged = place.parent / f".{place.name}.restore-{stamp}-{os.getpid()}"
    try:
        staged.mkdir(mode=0o700, parents=True)
        _read_backup(backup, staged)
        kept = None
        path.mkdir(mode=0o700, exist_ok=True)
        with locked(path):
            for name in ("keys", "record", "blobs", "inbox", "outbox", "pages", "backups"):
                (path / name).mkdir(mode=0o700, exist_ok=True)
            current = [path / name for name in ("node.toml", _DATABASE, f"{_DATABASE}-wal", f"{_DATABASE}-shm")]
            if any(file.exists() for file in current):
                kept = _new_folder(path / "backups" / f"replaced-{stamp}")
                for file in current:
                    if file.exists():
                        file.rename(kept / file.name)
            if (staged / _FOLDERS).exists():
                put_folders_back(staged, path, kept)
            for name in (_DATABASE, "node.toml"):
                (staged / name).chmod(0o600)
                (staged / name).rename(path / name)
            os.sync()
    except OSError as error:
        raise NodeError("node:restore:failed", path=str(path), found=error.strerror or "") from error
    else:
        return kept
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _new_folder(wanted: Path) -> Path:
    """Returns a path of this name that does not exist yet, with a number appended if needed."""
    path, number = wanted, 2
    while path.exists():
        path, number = wanted.with_name(f"{wanted.name}-{number}"), number + 1
    path.mkdir(mode=0o700)
    return path


def _read_backup(backup: Path, into: Path) -> None:
    """Unpacks a backup and verifies that what it holds is a node."""
    try:
        with zipfile.ZipFile(backup) as pack:
            _unpack(pack, into)
    except FileNotFoundError:
        raise InputError("node:restore:missing", path=str(backup)) from None
    except (IsADirectoryError, PermissionError) as error:
        raise InputError("list:file:unreadable", path=str(backup), found=error.strerror or "") from None
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError):
        # RuntimeError: a member is encrypted. NotImplementedError: packed in a way that backups never are.
        raise InputError("node:restore:damaged", file=backup.name) from None
    try:
        described = read_node(into)
    except NodeError as error:
        if error.code == "node:format:newer":
            raise
        raise InputError("node:restore:damaged", file="node.toml") from None
    if Path(described.database.removeprefix("sqlite:///")) != (into / _DATABASE).resolve():
        # It would be restored and could never be opened.
        raise InputError("node:restore:damaged", file="node.toml")
    try:
        with closing(sqlite3.connect(into / _DATABASE)) as copy:
            whole = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            whole = whole and bool(copy.execute("SELECT count(*) FROM django_migrations").fetchone()[0])
    except sqlite3.DatabaseError:
        whole = False
    if not whole:
        raise InputError("node:restore:damaged", file=_DATABASE)


def upgrade(
    path: Path, *, backed_up: bool = False, clock: Clock = read_clock, patience: float = 0.0
) -> tuple[list[str], Path | None]:
    """Returns the migrations applied and the backup made before them (nothing to do: none, and no backup).

    A database on a server is backed up by the server's own tools; `backed_up` says that this was done.
    """
    with opened(path, clock=clock, patience=patience, any_version=True) as node:
        newer = unknown_migrations()
        if newer:
            raise NodeError("node:version:newer", found=newer[-1])
        wanted = [*store.unapplied(), *(["folder"] if node.format < FOLDER_FORMAT else [])]
        if not wanted:
            return [], None
        on_server = not node.database.startswith("sqlite:///")
        if on_server and not backed_up:
            raise NodeError("node:upgrade:back-up-first")
        kept = None if on_server else back_up(node)
        store.migrate()
        raise_format(node)
        return wanted, kept

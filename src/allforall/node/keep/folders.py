"""The node's own folders in one file of a backup: keys, record and payloads, as they are on the disk.

Keys are in it only as files encrypted under a passphrase. The files that say where the node is (`record/place`) and
why it is read-only are left out: a restored node is not where it was, and asks the others first
(`recovery`). Derived files are left out too.
"""

import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

from allforall.durable import write_durably
from allforall.errors import InputError
from allforall.node.folder import Node
from allforall.node.keys.keyring import destroyed_epochs
from allforall.node.record.place import Closed, begin_recovery

#: The parts of a node's folder that go into a backup unchanged.
FOLDERS = ("keys", "record", "blobs")
_LEFT_OUT = re.compile(r"record/(?:place|recovering|staged/.*|logs/[a-z0-9_]+/state)")
_NAME = re.compile(r"(?:keys|record|blobs)(?:/[a-z0-9_][a-z0-9_.-]*)+")
_MOST_FILES = 1_000_000
_DATE = (1980, 1, 1, 0, 0, 0)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for name in FOLDERS:
        for path in sorted((folder / name).rglob("*")):
            inside = path.relative_to(folder).as_posix()
            hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
            if path.is_file() and not path.is_symlink() and not hidden and not _LEFT_OUT.fullmatch(inside):
                yield inside, path


def pack_folders(node: Node, target: Path) -> None:
    """Writes the node's own folders into one file, the same bytes for the same content."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as pack:
        for name, path in _files(node.path):
            described = zipfile.ZipInfo(name, _DATE)
            described.create_system, described.external_attr = 3, 0o600 << 16
            with path.open("rb") as stream, pack.open(described, "w", force_zip64=True) as member:
                shutil.copyfileobj(stream, member)
    target.chmod(0o600)


def unpack_folders(source: Path, into: Path) -> None:
    """Unpacks what `pack_folders` wrote, beside everything else; a record in it is read-only from the start.

    Raises:
        InputError: if it holds anything else.

    """
    for name in FOLDERS:
        (into / name).mkdir(mode=0o700, exist_ok=True)
    with zipfile.ZipFile(source) as pack:
        described = pack.infolist()
        names = [one.filename for one in described]
        wrong = next((name for name in names if not _NAME.fullmatch(name) or ".." in name), "")
        stored = all(one.compress_type == zipfile.ZIP_STORED for one in described)
        if wrong or not stored or len(set(names)) != len(names) or len(names) > _MOST_FILES:
            raise InputError("node:restore:members", expected=", ".join(FOLDERS), found=wrong[:200])
        for one in described:
            path = into / one.filename
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with pack.open(one) as member, path.open("xb") as stream:
                shutil.copyfileobj(member, stream)
            path.chmod(0o600)
    if (into / "record" / "genesis").exists():
        begin_recovery(into / "record", Closed.RESTORED, "")


def put_folders_back(staged: Path, node: Path, kept: Path | None) -> None:
    """Replaces the node's folders by unpacked ones and sets the old ones aside; a destroyed key stays destroyed."""
    gone = destroyed_epochs(node)
    for name in FOLDERS:
        if any((node / name).iterdir()) and kept is not None:
            (node / name).rename(kept / name)
        else:
            shutil.rmtree(node / name)
        (staged / name).rename(node / name)
    for number in gone:
        (node / "keys" / f"epoch-{number}.key").unlink(missing_ok=True)
    if gone:
        lines = sorted({*gone, *destroyed_epochs(node)})
        write_durably(node / "keys" / "destroyed", "".join(f"{one}\n" for one in lines).encode())
    os.sync()

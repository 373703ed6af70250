"""Files that are on the disk when it is said so: written beside, synced, renamed into place, the folder synced.

One way for every room that writes a file whole. It stands beside `errors`, since those who have no node and no database
write files too. What is only appended (a log, a key file's epoch) syncs where it is written.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from allforall.errors import NodeError

PRIVATE = 0o600
_BINARY = getattr(os, "O_BINARY", 0)  # Windows would change the ends of lines
Write = Callable[[Path, bytes], None]


def write_all(handle: int, data: bytes, at: int = 0) -> None:
    """Writes every byte from `at` on; a short write is followed by the rest, as the system is free to take less."""
    left = memoryview(data)
    while left:
        done = os.pwrite(handle, left, at) if hasattr(os, "pwrite") else _write_at(handle, left, at)
        left, at = left[done:], at + done


def _write_at(handle: int, data: memoryview, at: int) -> int:
    """What `pwrite` does, for Windows, which has none."""
    os.lseek(handle, at, os.SEEK_SET)
    return os.write(handle, data)


def sync_folder(path: Path) -> None:
    """Returns when what was made, renamed or removed in a folder is on the disk."""
    if not hasattr(os, "O_DIRECTORY"):
        return  # Windows opens no folder; its file system keeps names by itself
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(path: Path) -> None:
    """Makes a folder, private, with every folder above it that is missing; they are on the disk."""
    missing = []
    while not path.exists():
        missing.append(path)
        path = path.parent
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)


def _sync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_durably(staged: Path, path: Path) -> Path:
    """Returns the path of a file that was written beside it and now lies there; it and its name are on the disk."""
    _sync_file(staged)
    staged.replace(path)
    sync_folder(path.parent)
    return path


@contextmanager
def writing_durably(*, mode: int = PRIVATE) -> Iterator[Write]:
    """Gives what writes files that belong together. They appear at the end, when all are written; each is whole or not
    there, and all are on the disk when the context is left. Folders are synced once and not once per file.
    """
    staged: dict[Path, Path] = {}

    def write(path: Path, data: bytes) -> None:
        make_folder(path.parent)
        staged[path] = path.with_name(f".{path.name}.new")
        handle = os.open(staged[path], os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, mode)
        try:
            write_all(handle, data)
        finally:
            os.close(handle)

    try:
        yield write
        for beside in staged.values():
            _sync_file(beside)
        for path, beside in staged.items():
            beside.replace(path)
        for folder in {path.parent for path in staged}:
            sync_folder(folder)
    except BaseException:
        for beside in staged.values():
            with suppress(OSError):
                beside.unlink(missing_ok=True)
        raise


def write_durably(path: Path, data: bytes, *, mode: int = PRIVATE) -> None:
    """Writes one file whole or not at all.

    Raises:
        OSError: if it could not be written; the file of that name is as it was.

    """
    with writing_durably(mode=mode) as write:
        write(path, data)


def write_file(path: Path, content: bytes | str) -> Path:
    """Returns the path once all of the file is on the disk under its name; nobody but its owner reads it.

    Raises:
        NodeError: if it could not be written.

    """
    try:
        write_durably(path, content if isinstance(content, bytes) else content.encode())
    except OSError as error:
        raise NodeError("file:not-written", path=str(path), found=error.strerror or "") from None
    return path

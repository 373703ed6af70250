"""Input files, read with a size limit, and output files, reported only once they are on the disk."""

import os
from pathlib import Path

from allforall.errors import CallError, InputError, NodeError


def read_limited(path: str, most: int) -> bytes:
    """Returns a file's bytes, up to a limit.

    Raises:
        CallError: it cannot be read.
        InputError: it is larger.

    """
    try:
        with Path(path).open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            data = stream.read(most + 1) if size <= most else b""
    except OSError as error:
        raise CallError("call:file:unreadable", path=path, found=error.strerror or "") from None
    if max(size, len(data)) > most:
        raise InputError("file:too-large", path=path, expected=most, found=max(size, len(data)))
    return data


def decoded(path: str, content: bytes) -> str:
    """Returns the text of a file in UTF-8, or in UTF-16 with its mark; anything else is an error, never guessed."""
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError("kinship:file:encoding", path=path, line=line, expected="UTF-8") from None


def refuse_existing(*paths: str) -> None:
    """Raises an error if one of the files exists already: it is not overwritten."""
    there = next((path for path in paths if Path(path).exists()), None)
    if there is not None:
        raise CallError("call:file:exists", path=there)


def write_file(path: Path, content: bytes | str) -> Path:
    """Returns the path once the whole file is on the disk under its name, readable by its owner only. The folder is
    created if needed.
    """
    staged = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with staged.open("wb") as stream:
            stream.write(content if isinstance(content, bytes) else content.encode())
            stream.flush()
            os.fsync(stream.fileno())
        staged.chmod(0o600)
        staged.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        staged.unlink(missing_ok=True)
        raise NodeError("file:not-written", path=str(path), found=error.strerror or "") from None
    return path


def _sync_folder(folder: Path) -> None:
    """Syncs a folder's names to the disk, if the machine lets a folder be opened: Windows does not."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

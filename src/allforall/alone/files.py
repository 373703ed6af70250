"""Input files, read with a size limit; no file is overwritten."""

import os
from pathlib import Path

from allforall.errors import CallError, InputError


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

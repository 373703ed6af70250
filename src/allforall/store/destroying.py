"""Destroying what was written: files overwritten and removed, the database's free pages and its log emptied.

What this can do: after it, no file of the node holds the bytes, and on a plain disk with a file system that writes in
place the blocks are overwritten too. What it cannot do: a flash disk writes elsewhere and keeps the old block until it
sees fit; so do file systems that copy on write (btrfs, ZFS, APFS) or keep a journal of data; snapshots, the machine's
swap and the disk's own spare blocks are out of reach. Only an encrypted disk whose key is destroyed covers those
(`docs/erasure.md`).
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.db import connection

from allforall.durable import sync_folder
from allforall.errors import NodeError

_CHUNK = 1 << 20


def destroy_file(path: Path) -> bool:
    """Returns whether a file existed and is now destroyed: overwritten, synced, removed, its folder synced.

    A symbolic link is removed and its target left alone: that is outside the node and not ours.

    Raises:
        NodeError: if it could not be done; what is left is named.

    """
    try:
        if path.is_symlink():
            path.unlink()
        else:
            _overwrite(path)
            path.unlink()
        sync_folder(path.parent)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise NodeError("erase:file:left", path=str(path), found=error.strerror or "") from None
    return True


def _overwrite(path: Path) -> None:
    # Random bytes: file systems that compress or leave holes may not write zeroes at all.
    handle = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
    try:
        left, at = os.fstat(handle).st_size, 0
        while left > 0:
            done = os.pwrite(handle, os.urandom(min(left, _CHUNK)), at)
            left, at = left - done, at + done
        os.fsync(handle)
    finally:
        os.close(handle)


def destroy_folder(path: Path) -> int:
    """Returns how many files of a folder were destroyed; the folder is removed too."""
    if path.is_symlink():
        return int(destroy_file(path))
    done = 0
    for child in sorted(path.iterdir()) if path.is_dir() else ():
        done += destroy_folder(child) if child.is_dir() and not child.is_symlink() else destroy_file(child)
    with suppress(FileNotFoundError):
        path.rmdir()
    return done


def compact(tables: Iterator[str] | tuple[str, ...] = ()) -> None:
    """Removes deleted data from the database file: free pages, gaps in pages, and the write-ahead log.

    SQLite: the deleted bytes were zeroed when they were deleted (`secure_delete`); the database is rewritten without
    gaps, over the frames of its log from the start, and the log is then emptied. The copy made for this stays
    in memory, since a temporary file might be on another disk. PostgreSQL: the tables are rewritten
    (`VACUUM FULL`); its own log, replicas and archives are the server's.

    Raises:
        NodeError: if another program is reading the database, so that its log could not be emptied.

    """
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            for table in tables:
                cursor.execute(f'VACUUM (FULL) "{table}"')
            return
        cursor.execute("PRAGMA wal_checkpoint(RESTART)")
        cursor.execute("PRAGMA temp_store=MEMORY")
        try:
            cursor.execute("VACUUM")
        finally:
            cursor.execute("PRAGMA temp_store=DEFAULT")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_ = cursor.fetchone()
        if busy:
            raise NodeError("erase:database:held")

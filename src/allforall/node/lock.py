"""The node's lock: one writer at a time, writers wait their turn, and readers take no lock.

Rules kept here:

- inside a process threads are served in order of arrival, so that none starves; between processes the lock is the
  kernel's (flock), which a killed process releases;
- an act holds the lock for its own transaction and not while it computes, reads files or waits for a passphrase;
- what an act read before it had the lock is checked once it has it: if the journal has grown by an act that
  the reading depends on, nothing is written and `MovedOnError` is raised. `session.Session.run` then repeats the act.
"""

import fcntl
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from allforall import store
from allforall.errors import NodeError
from allforall.store import snapshots
from allforall.store.node.journal import has_moved, last_line

if TYPE_CHECKING:
    from allforall.node.folder import Node

#: How often a lock that another process holds is tried.
_LOOK_AGAIN_SECONDS = 0.005

Wait = Callable[[float], None]


class MovedOnError(NodeError):
    """What an act had read has changed. Nothing was written; the act has to read again."""


class _Turns:
    """Whose turn it is inside this process: first come, first served."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()

    def take(self, patience: float) -> bool:
        """Returns whether this thread's turn came before its patience ran out."""
        turn = threading.Event()
        with self._guard:
            self._waiting.append(turn)
            if self._waiting[0] is turn:
                turn.set()
        if turn.wait(patience):
            return True
        with self._guard:
            if turn.is_set():
                return True
            self._waiting.remove(turn)
            return False

    def give(self) -> None:
        """Ends this thread's turn."""
        with self._guard:
            self._waiting.popleft()
            if self._waiting:
                self._waiting[0].set()


class _Mine(threading.local):
    """What this thread holds, and the journal's last line when it began to read."""

    def __init__(self) -> None:
        self.held: set[Path] = set()
        self.since: int | None = None


_turns: dict[Path, _Turns] = {}
_turns_guard = threading.Lock()
_mine = _Mine()


def _turns_of(folder: Path) -> _Turns:
    with _turns_guard:
        return _turns.setdefault(folder, _Turns())


@contextmanager
def locked(path: Path, *, patience: float = 0.0, wait: Wait = time.sleep) -> Iterator[None]:
    """Holds the lock of the node in a folder.

    Raises:
        NodeError: ``node:lock:held`` if somebody else holds it for longer than the waiting time.

    """
    folder = path.resolve()
    turns, began = _turns_of(folder), time.monotonic()
    if not turns.take(patience):
        raise NodeError("node:lock:held", path=str(path))
    try:
        handle = _flocked(path, patience - (time.monotonic() - began), wait)
    except BaseException:
        turns.give()
        raise
    _mine.held.add(folder)
    try:
        yield
    finally:
        _mine.held.discard(folder)
        os.close(handle)  # closing releases the lock, also when the process is killed
        turns.give()


def _flocked(path: Path, patience: float, wait: Wait) -> int:
    try:
        handle = os.open(path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise NodeError("node:folder:not-writable", path=str(path), found=error.strerror or "") from None
    waited = 0.0
    try:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if waited >= patience:
                    raise NodeError("node:lock:held", path=str(path)) from None
            else:
                return handle
            wait(_LOOK_AGAIN_SECONDS)
            waited += _LOOK_AGAIN_SECONDS
    except BaseException:
        os.close(handle)
        raise


@contextmanager
def looking() -> Iterator[None]:
    """Lets reads inside see the node as it was at one moment, until this thread's first act takes the lock."""
    snapshots.begin()
    _mine.since = last_line()
    try:
        yield
    finally:
        snapshots.end()
        _mine.since = None


@contextmanager
def holding(node: "Node", *, rests_on: Collection[str] | None = None) -> Iterator[None]:
    """Holds the node's lock for an act; inside another act the lock is not taken again.

    `rests_on` are the kinds of acts that change what was read before: all by default, none where it is empty.

    Raises:
        NodeError: ``node:lock:held`` if this act's turn does not come in time.
        MovedOnError: if what was read has changed.

    """
    if node.path.resolve() in _mine.held:
        yield
        return
    since, _mine.since = _mine.since, None
    snapshots.end()
    with locked(node.path, patience=node.patience):
        if since is not None and has_moved(since, rests_on):
            raise MovedOnError("node:moved")
        yield


@contextmanager
def acting(node: "Node", *, rests_on: Collection[str] | None = None) -> Iterator[None]:
    """Holds the node's lock, and everything inside is stored as a whole or not at all."""
    with holding(node, rests_on=rests_on), store.writing():
        yield

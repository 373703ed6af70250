"""Reading the database as it was at one moment, while others write: nothing inside can change it.

SQLite in WAL mode gives a reader the state at its first read, whatever is written meanwhile; PostgreSQL does so in a
transaction of isolation level REPEATABLE READ. Either refuses a write inside, so that no reader writes by mistake.
"""

import threading
from contextlib import ExitStack

from django.db import connection, connections, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper


class _Open(threading.local):
    def __init__(self) -> None:
        self.stack: ExitStack | None = None


_open = _Open()


def begin() -> None:
    """Begins a snapshot in this thread, or continues one that is already open."""
    if _open.stack is not None:
        return
    connection.ensure_connection()
    stack = ExitStack()
    used = connections["default"]
    if isinstance(used, DatabaseWrapper):
        # an IMMEDIATE transaction, as writers have, would wait for them
        usual = used.transaction_mode  # type: ignore[attr-defined]  # Django 5.1 and later have it, its stubs do not
        used.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]  # as above
        try:
            stack.enter_context(transaction.atomic())
        finally:
            used.transaction_mode = usual  # type: ignore[attr-defined]  # as above
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only=ON")
            cursor.execute("SELECT count(*) FROM sqlite_master")  # the first read fixes what is seen
            cursor.fetchall()
    else:
        stack.enter_context(transaction.atomic())
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT 1")
            cursor.fetchall()
    _open.stack = stack


def end() -> None:
    """Ends the snapshot of this thread, if there is one."""
    stack, _open.stack = _open.stack, None
    if stack is None:
        return
    stack.close()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only=OFF")

"""What every test makes anew and what is the same every time: an empty database.

Nine tenths of the time in which a node was made went into Django's migrations. The database is made by the program's
own code, once per process, and copied from then on.
"""

import os
import sqlite3

from allforall import store

_migrate = store.migrate
_template = sqlite3.connect(":memory:", check_same_thread=False)


def _is_about_migrations() -> bool:
    return "tests/contract/" in os.environ.get("PYTEST_CURRENT_TEST", "")


def _copied_database() -> None:
    """Brings an empty SQLite database to this program's version by copying one; any other as the program does it."""
    from django.db import connection

    fresh = connection.vendor == "sqlite" and not connection.introspection.table_names()
    if not fresh or _is_about_migrations():
        _migrate()
    elif _template.execute("select count(*) from sqlite_master").fetchone()[0]:
        connection.ensure_connection()
        _template.backup(connection.connection)
    else:
        _migrate()
        connection.connection.backup(_template)


def put_in_place() -> None:
    """Makes the program take it."""
    store.migrate = _copied_database

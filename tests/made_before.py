"""What every test makes anew and what is the same every time: an empty database, and the command line's parser.

Nine tenths of the time in which a node was made went into Django's migrations, and half of the time of a small command
into its parser. Both are made by the program's own code, once per process, and copied from then on.
"""

import os
import sqlite3

from allforall import store
from allforall.cli import program

_migrate, _make_parser = store.migrate, program.make_parser
_template = sqlite3.connect(":memory:", check_same_thread=False)
_parsers = {}


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


def _kept_parser(text, rooms=program._ROOMS):
    told = {name: value for name, value in os.environ.items() if name.startswith(("ALLFORALL", "LANGUAGE"))}
    key = text.lang, tuple(rooms), str(sorted(told.items()))
    if key not in _parsers:
        _parsers[key] = _make_parser(text, rooms)
    return _parsers[key]


def put_in_place() -> None:
    """Makes the program take them."""
    store.migrate, program.make_parser = _copied_database, _kept_parser

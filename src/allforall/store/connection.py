"""One process, one database: opening it, and what a migration still has to do."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import django
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction

from allforall.errors import CallError, NodeError

# Models cannot be imported before Django has read its settings, and all users of the store import models.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allforall.store.settings")
django.setup()

#: The table in which Django records applied migrations.
_MIGRATIONS = "django_migrations"
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",  # a writer waits at the start, never in the middle
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
    ),
}


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError:
        return None
    return parts


def _database(url: str) -> dict[str, Any]:
    if url.startswith("sqlite:///"):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.removeprefix("sqlite:///"),
            "OPTIONS": _SQLITE_OPTIONS,
        }
    parts = _parts(url)
    if parts is not None and parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
        }
    raise CallError("store:database:unknown", found=url.split(":", 1)[0], expected="sqlite:///, postgresql://")


_connected: list[str] = []


def connect(url: str) -> None:
    """Opens the database at `url`; a process that has another one open is refused (settings are per process)."""
    if _connected:
        if _connected[0] == url:
            return
        raise NodeError("store:database:other-open")
    database = _database(url)
    settings.DATABASES["default"] = database
    # A process that has closed one node may open another: tests and rehearsals do.
    connections["default"].close()
    connections.settings = connections.configure_settings(settings.DATABASES)
    del connections["default"]
    _connected.append(url)


def disconnect() -> None:
    """Closes the database; the write-ahead log is folded back into it."""
    if _connected:
        connections["default"].close()
        _connected.clear()


# A node is opened for every command: the migrations are compared by name. Django's own executor imports each of them
# and builds their graph, which takes longer than most commands.
def _known() -> list[tuple[str, str]]:
    """Returns application and name of every migration of this program, oldest first."""
    found = []
    for application in settings.INSTALLED_APPS:
        names = (one.name for one in (files(application) / "migrations").iterdir())
        steps = sorted(name.removesuffix(".py") for name in names if name.endswith(".py") and name[0].isdigit())
        found += [(application.rpartition(".")[2], step) for step in steps]
    return found


def _applied() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        if _MIGRATIONS not in connection.introspection.table_names(cursor):
            return set()
        cursor.execute(f"SELECT app, name FROM {_MIGRATIONS}")  # noqa: S608 - a constant
        return set(cursor.fetchall())


def unapplied() -> list[str]:
    """Returns the names of the migrations that this database still needs, oldest first."""
    applied = _applied()
    return [f"{application}.{step}" for application, step in _known() if (application, step) not in applied]


def unknown_migrations() -> list[str]:
    """Returns the migrations that this database has and this program does not know: a newer program made them."""
    known = set(_known())
    ours = {application for application, _ in known}
    return sorted(f"{application}.{step}" for application, step in _applied() - known if application in ours)


def is_current() -> bool:
    """Whether the database has exactly the migrations of this program."""
    return not unapplied() and not unknown_migrations()


def migrate() -> None:
    """Brings the database to this program's version."""
    from django.core.management import call_command  # noqa: PLC0415 - few commands migrate, and it takes a tenth of a second

    call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def writing() -> Iterator[None]:
    """Everything inside is stored as a whole or not at all; a full disk or a damaged file is a `NodeError`."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        raise explain_failure(error) from error


def explain_failure(error: DatabaseError) -> NodeError:
    """Returns the error that explains a failure of the database to the user."""
    cause = error.__cause__
    name = getattr(cause, "sqlite_errorname", "") if isinstance(cause, sqlite3.Error) else ""
    if name in {"SQLITE_FULL", "SQLITE_IOERR_SHMSIZE"} or ("disk" in str(error) and "full" in str(error)):
        return NodeError("store:disk:full")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return NodeError("store:database:busy")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return NodeError("store:database:damaged", found=name)
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return NodeError("store:database:closed", found=name)
    return NodeError("store:database:failed", found=f"{type(error).__name__} {name}".strip())

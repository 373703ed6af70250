"""One suite for both databases: what is stored comes back as it was."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import pytest

from allforall import store
from allforall.people.fields import Basis, Field
from allforall.people.persons import Mark, PersonRow, Problem, Reading

IN_CI = os.environ.get("CI") == "true"
NOW = datetime(2025, 6, 10, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres():
    """The URL of an empty database that no other of the processes among which tests are spread uses."""
    url, worker = os.environ.get("ALLFORALL_TEST_POSTGRES", ""), os.environ.get("PYTEST_XDIST_WORKER", "")
    if url and worker:
        import psycopg

        name = f"allforall_{worker}"
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"drop database if exists {name}")
            server.execute(f"create database {name}")
        url = urlsplit(url)._replace(path=f"/{name}").geturl()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path, postgres):
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    if request.param == "postgresql":
        url = postgres
        if not url:
            assert not IN_CI, "ALLFORALL_TEST_POSTGRES must name a PostgreSQL in CI"
            pytest.skip("no PostgreSQL: set ALLFORALL_TEST_POSTGRES to an empty database's URL")
    store.connect(url)
    from django.db import connection

    if request.param == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("drop schema public cascade; create schema public")
    store.migrate()
    yield request.param
    store.disconnect()


def _list(key_party="party_a", **more):
    from allforall.store.people.rows import create_list

    facts = {
        "kind": "held",
        "party": key_party,
        "title": "list",
        "as_of": date(2025, 6, 2),
        "file_name": "x.csv",
        "sha256": "0" * 64,
        "file_format": "csv",
        "encoding": "utf-8",
        "headings": ["a", "b"],
        "mapping": {},
        "basis": Basis.OBSERVED,
        "imported_at": NOW,
        "imported_by": "Officer One",
    }
    return create_list(**{**facts, **more})


ROWS = [
    PersonRow(
        "HA1:2",
        2,
        ("Вигаданий  Олег\u202e", '=1+1 "x", \\ \n', ""),
        (
            Reading(Field.SURNAME, "Вигаданий  Олег\u202e", "Вигаданий", (Mark.HIDDEN_CHARACTERS,), 1),
            Reading(Field.BIRTH_DATE, "3/4/1995", "[1995-04-03,1995-03-04]", (Mark.DAY_MONTH_AMBIGUOUS,), 2),
        ),
        Basis.OBSERVED,
    ),
    PersonRow("HA1:3", 3, ("", "", ""), (), Basis.OBSERVED),
]
PROBLEM = Problem(4, 1, "ПІБ", "row:no-name", "a name", "\x07", refused=True)


def test_rows_come_back_as_they_were_read(database):
    from allforall.store.people.rows import load_row, load_rows, store_people

    with store.writing():
        stored = _list()
        store_people(stored, [ROWS[0], PROBLEM, ROWS[1]], batch=1)
    assert list(load_rows(stored)) == ROWS
    assert load_row("HA1:3") == ROWS[1]
    assert load_row("HA1:99") is None
    assert load_row("nothing") is None
    assert (stored.rows_in_file, stored.rows_read, stored.rows_refused, stored.problem_count) == (3, 2, 1, 1)


def test_a_row_that_is_refused_for_two_reasons_is_one_row(database):
    from allforall.store.people.rows import store_people

    with store.writing():
        stored = _list()
        store_people(stored, [ROWS[0], PROBLEM, replace(PROBLEM, column=2)], batch=1)
    assert (stored.rows_in_file, stored.rows_read, stored.rows_refused, stored.problem_count) == (2, 1, 1, 2)


def test_what_fails_in_the_middle_stores_nothing(database):
    from allforall.store.people.models import StoredList, StoredRow
    from allforall.store.people.rows import store_people

    def stream():
        yield ROWS[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), store.writing():
        store_people(_list(), stream(), batch=1)
    assert StoredList.objects.count() == StoredRow.objects.count() == 0


def test_the_same_rows_have_the_same_content_digest_whatever_the_file(database):
    from allforall.store.people.rows import store_people

    with store.writing():
        first, second = _list(), _list(sha256="1" * 64)
        store_people(first, ROWS, batch=1)
        store_people(second, ROWS, batch=2000)
    assert (first.key, second.key) == ("HA1", "HA2")
    assert first.content_digest == second.content_digest


def test_erasure_leaves_the_line_and_the_act_but_no_text(database):
    from allforall.store.node.models import Act
    from allforall.store.people.models import StoredRow
    from allforall.store.people.rows import erase_rows, load_rows, store_people

    with store.writing():
        stored = _list()
        store_people(stored, ROWS)
        act = Act.objects.create(at=NOW, kind="list:erase", officers=["x", "y"], details={})
        assert erase_rows(stored, [2], act) == 1
        assert erase_rows(stored, [2], act) == 0
    assert [row.key for row in load_rows(stored)] == ["HA1:3"]
    erased = StoredRow.objects.get(list=stored, line=2)
    assert (erased.cells, erased.readings, erased.erased_by) == ("[]", "[]", act)


def test_migrations_go_forward_on_filled_tables_and_are_complete(database):
    from django.core.management import call_command

    from allforall.store.people.rows import store_people

    with store.writing():
        store_people(_list(), ROWS)
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    assert store.is_current()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_node_on_a_database_server_is_upgraded_only_after_the_servers_own_backup(tmp_path, database, postgres):
    from allforall.errors import NodeError
    from allforall.node.folder import create_node
    from allforall.node.keep.backup import upgrade
    from allforall.people.persons import Party

    store.disconnect()
    create_node(tmp_path / "node", party=Party.PARTY_A, title="A", database=postgres)
    assert upgrade(tmp_path / "node") == ([], None)
    store.connect(postgres)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("drop table arrangement_storedarrangement")
        cursor.execute("delete from django_migrations where app = 'arrangement'")
    store.disconnect()
    with pytest.raises(NodeError) as refused:
        upgrade(tmp_path / "node")
    assert refused.value.code == "node:upgrade:back-up-first"
    assert upgrade(tmp_path / "node", backed_up=True) == (["arrangement.0001_initial"], None)


def _stored_bytes(tmp_path):
    """What the database has written: SQLite's files, or of PostgreSQL those of the tables that an erasure touches."""
    from django.db import connection

    from allforall.store.erasure import TABLES

    if connection.vendor == "sqlite":
        return b"".join(path.read_bytes() for path in tmp_path.glob("store.sqlite*"))
    with connection.cursor() as cursor:
        cursor.execute("checkpoint")
        cursor.execute(
            "select pg_read_binary_file(pg_relation_filepath(oid)) from pg_class where relname = any(%s) or oid in "
            "(select reltoastrelid from pg_class where relname = any(%s))",
            [list(TABLES), list(TABLES)],
        )
        return b"".join(bytes(content) for (content,) in cursor.fetchall())


def test_what_was_forgotten_is_in_no_byte_of_the_tables_once_they_are_written_anew(database, tmp_path):
    from allforall.store.destroying import compact
    from allforall.store.erasure import TABLES, Erased, forget_rows, unerased
    from allforall.store.node.models import Act
    from allforall.store.people.models import StoredProblem
    from allforall.store.people.rows import store_people

    words = [word.encode() for word in ("Вигаданий", "1995-04-03", "Нечитайло")]
    with store.writing():
        stored = _list()
        store_people(stored, [*ROWS, PROBLEM])
        StoredProblem.objects.filter(line=4).update(found="Нечитайло")
        act = Act.objects.create(at=NOW, kind="list:erase", officers=["x", "y"], details={})
    assert unerased(stored, [1, 2, 3, 4, 5]) == {2, 3, 4}
    assert all(word in _stored_bytes(tmp_path) for word in words)
    with store.writing():
        forget_rows(Erased(((stored, (2, 4)),), frozenset()), act)
    compact(TABLES)
    assert unerased(stored, [1, 2, 3, 4, 5]) == {3}
    assert not any(word in _stored_bytes(tmp_path) for word in words)

"""Many hands at one node, on both databases: nobody refused, no act lost, none doubled; and the journal's migration."""

import json
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime

import pytest

from allforall import store
from allforall.node.folder import create_node
from allforall.node.lock import acting
from allforall.node.officers import ActKind, Desk, add_officer, authenticate, journal
from allforall.node.session import opened_session
from allforall.store.node.journal import Once, check_chain
from allforall.store.node.models import Act

IN_CI = os.environ.get("CI") == "true"
OFFICER = ("Officer One", "one long passphrase")
THREADS, ACTS = 6, 4


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request):
    if request.param == "sqlite":
        return ""
    url = os.environ.get("ALLFORALL_TEST_POSTGRES", "")
    if not url:
        assert not IN_CI, "ALLFORALL_TEST_POSTGRES must name a PostgreSQL in CI"
        pytest.skip("no PostgreSQL: set ALLFORALL_TEST_POSTGRES to an empty database's URL")
    store.connect(url)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("drop schema public cascade; create schema public")
    store.disconnect()
    return url


@pytest.fixture
def folder(tmp_path, url):
    path = tmp_path / "node"
    create_node(path, party="party_a", title="A", database=url)
    with opened_session(path) as session:
        add_officer(session.node, None, name=OFFICER[0], role="coordination", passphrase=OFFICER[1])
    return path


def _act(node, desk, number):
    """An act that rests on what it counts: two that counted the same would have overwritten one another."""
    counted = Act.objects.filter(kind=ActKind.REVIEW).count()
    with acting(node):
        return journal(node, desk, ActKind.REVIEW, details={"counted": counted, "number": number}).pk


def test_of_many_threads_no_act_is_lost_and_none_is_done_twice(folder):
    failed = []
    with opened_session(folder) as session:
        desk_of = authenticate(*OFFICER)

        def work(thread):
            try:
                for number in range(ACTS):
                    desk = Desk(desk_of, once=Once(f"{thread}-{number}", "asked"))
                    session.run(lambda node, desk=desk: _act(node, desk, f"{thread}-{number}"))  # noqa: B023 - run now
            except BaseException as error:  # noqa: BLE001 - told by the test
                failed.append(error)
            finally:
                session.leave()

        threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        acts = list(Act.objects.filter(kind=ActKind.REVIEW).order_by("id"))
        assert failed == []
        assert [one.details["counted"] for one in acts] == list(range(THREADS * ACTS))
        assert len({one.nonce for one in acts}) == THREADS * ACTS
        assert check_chain().broken is None


_HAND = """
import json, sys
from pathlib import Path
from allforall.node.lock import acting
from allforall.node.officers import ActKind, Desk, authenticate, journal
from allforall.node.session import opened_session
from allforall.store.node.models import Act
from allforall.store.node.journal import check_chain

def act(node, desk):
    counted = Act.objects.filter(kind="review:decide").count()
    with acting(node):
        return journal(node, desk, ActKind.REVIEW, details={"counted": counted}).pk

kind, folder, name, passphrase = sys.argv[1:]
told = []
for _ in range(5):
    with opened_session(Path(folder)) as session:
        if kind == "reads":
            told.append(session.run(lambda _: check_chain().broken))
        else:
            desk = Desk(authenticate(name, passphrase))
            told.append(session.run(lambda node: act(node, desk)))
print(json.dumps(told))
"""


def test_six_readers_and_two_writers_at_once_are_none_of_them_refused(folder):
    hands = [
        subprocess.Popen(
            [sys.executable, "-c", _HAND, kind, str(folder), *OFFICER],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for kind in ["reads"] * 6 + ["acts"] * 2
    ]
    told = [hand.communicate(timeout=300) for hand in hands]
    assert [hand.returncode for hand in hands] == [0] * 8, told
    assert all(json.loads(out) == [None] * 5 for out, _ in told[:6])
    written = [number for out, _ in told[6:] for number in json.loads(out)]
    assert len(set(written)) == 10
    with opened_session(folder):
        acts = Act.objects.filter(kind=ActKind.REVIEW).order_by("id")
        assert [one.details["counted"] for one in acts] == list(range(10))


def test_a_journal_from_before_becomes_a_chain_and_officers_without_a_role_coordinate(folder):
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    with opened_session(folder):
        executor = MigrationExecutor(connection)
        executor.migrate([("node", "0001_initial")])
        before = executor.loader.project_state([("node", "0001_initial")]).apps
        at = datetime(2025, 6, 2, 9, 0, 0, 123456, tzinfo=UTC)
        for number in range(3):
            before.get_model("node", "Act").objects.create(
                at=at,
                kind="review:decide",
                officers=["Officer One"],
                why="seen" * number,
                details={"я": number},
            )
        for name, role in (("No Role", ""), ("Other Role", "head of staff")):
            before.get_model("node", "Officer").objects.create(name=name, role=role, passphrase="x$y", added_at=at)
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
        checked = check_chain()
        assert (checked.lines, checked.broken) == (4, None)
        from allforall.store.node.models import Officer

        roles = dict(Officer.objects.values_list("name", "role"))
        assert (roles["No Role"], roles["Other Role"]) == ("coordination", "head of staff")

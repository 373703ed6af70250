"""One node and many hands: who waits, who does not, and what an act rests on."""

import threading
from contextlib import contextmanager

import pytest
from conftest_exchange import Table, rows
from conftest_node import ONE

from allforall import store
from allforall.errors import NodeError
from allforall.node.folder import create_node
from allforall.node.lock import acting, locked
from allforall.node.officers import ActKind, journal
from allforall.node.session import opened_session
from allforall.node.views.lists import latest_list
from allforall.people.persons import ListKind, Party
from allforall.store.node.models import Act, Officer

A = Party.PARTY_A


@pytest.fixture
def table(tmp_path, clock):
    made = Table(tmp_path, clock)
    with made.at(A) as node:
        made.read(node, rows(range(3)), ListKind.HELD)
    return made


@contextmanager
def _session(table, patience=5.0):
    with opened_session(table.folder / "party_a", clock=table.clock, patience=patience) as session:
        yield session


@contextmanager
def _elsewhere(table):
    """Somebody else has the lock, in another thread."""
    taken, done = threading.Event(), threading.Event()

    def hold():
        with locked(table.folder / "party_a", patience=5.0):
            taken.set()
            done.wait(30)

    thread = threading.Thread(target=hold)
    thread.start()
    assert taken.wait(10)
    try:
        yield done
    finally:
        done.set()
        thread.join()


def _review(node, details):
    with acting(node):
        return journal(node, ONE, ActKind.REVIEW, details=details)


def _in_thread(act):
    """Does something in a thread with a database connection of its own, and gives what it returned or raised."""
    came = []

    def run():
        try:
            came.append(act())
        except BaseException as error:  # noqa: BLE001 - given to whoever asked for it
            came.append(error)
        finally:
            from django.db import connection

            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(60)
    return came[0]


def test_a_reader_waits_for_nobody(table):
    with _session(table, patience=0.0) as session, _elsewhere(table):
        assert session.run(lambda node: latest_list(ListKind.HELD, node.party).key) == "HA1"


def test_a_reader_never_writes(table):
    with _session(table) as session, pytest.raises(NodeError) as refused:
        session.run(lambda _: Officer.objects.update(role="medical"))
    assert refused.value.code == "store:database:closed"


def test_a_reader_sees_one_moment_whoever_writes_meanwhile(table):
    with _session(table) as session:

        def read(_node):
            before = Act.objects.count()
            written = _in_thread(lambda: session.run(lambda node: _review(node, {"left": "HA1:1"})))
            return before, Act.objects.count(), written.pk

        first, second, written = session.run(read)
        assert first == second
        assert session.run(lambda _: Act.objects.filter(pk=written).count()) == 1


def test_an_act_waits_its_turn_and_says_so_when_that_does_not_come(table):
    with _session(table, patience=0.05) as session, _elsewhere(table), pytest.raises(NodeError) as refused:
        session.run(lambda node: _review(node, {}))
    assert refused.value.code == "node:lock:held"
    with _session(table) as session, _elsewhere(table) as done:
        threading.Timer(0.2, done.set).start()
        assert session.run(lambda node: _review(node, {})).kind == ActKind.REVIEW


def test_an_act_whose_ground_has_moved_reads_again_before_it_is_done(table):
    counted = []
    with _session(table) as session:

        def act(node):
            counted.append(Act.objects.filter(kind=ActKind.REVIEW).count())
            if len(counted) == 1:
                assert _in_thread(lambda: session.run(lambda one: _review(one, {"by": "another"}))).pk
            return _review(node, {"counted": counted[-1]})

        done = session.run(act)
        assert counted == [0, 1]
        assert done.details == {"counted": 1}
        assert session.run(lambda _: Act.objects.filter(kind=ActKind.REVIEW).count()) == 2


def test_what_an_act_does_not_rest_on_may_move(table):
    counted = []
    with _session(table) as session:

        def act(node):
            counted.append(1)
            assert _in_thread(lambda: session.run(lambda one: _review(one, {}))).pk
            with acting(node, rests_on={ActKind.LIST_WITHDRAW}):
                return journal(node, ONE, ActKind.RECONCILE)

        assert session.run(act).kind == ActKind.RECONCILE
        assert counted == [1]


def test_whoever_came_first_is_served_first(table):
    order, ready = [], []
    with _elsewhere(table) as done:

        def wait(number):
            ready.append(number)
            with locked(table.folder / "party_a", patience=30.0):
                order.append(number)

        threads = []
        for number in range(6):
            threads.append(threading.Thread(target=wait, args=(number,)))
            threads[-1].start()
            while len(ready) <= number:
                pass
            threading.Event().wait(0.02)  # it queues before the next one is started
        done.set()
        for thread in threads:
            thread.join(30)
    assert order == list(range(6))


def test_what_an_act_wrote_before_it_failed_is_gone_and_the_lock_is_free(table):
    def fail(node):
        with acting(node):
            journal(node, ONE, ActKind.REVIEW)
            raise KeyboardInterrupt

    with _session(table) as session:
        before = session.run(lambda _: Act.objects.count())
        with pytest.raises(KeyboardInterrupt):
            session.run(fail)
        assert session.run(lambda _: Act.objects.count()) == before
        assert session.run(lambda node: _review(node, {})).pk


def test_a_node_of_another_version_is_not_opened(tmp_path, clock):
    create_node(tmp_path / "node", party=A, title="A", clock=clock)
    with opened_session(tmp_path / "node", clock=clock), store.writing():
        from django.db.migrations.recorder import MigrationRecorder

        MigrationRecorder.Migration.objects.filter(app="node", name="0002_journal_chain").delete()
    with pytest.raises(NodeError, match="node:version:older"), opened_session(tmp_path / "node", clock=clock):
        pass

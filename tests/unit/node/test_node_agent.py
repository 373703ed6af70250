"""The agent holds what unlock opened until its time is over, and answers nobody else."""

import fcntl
import json
import socket
import threading
import time
from contextlib import closing

import pytest
from conftest_node import FIRST, here

from allforall.errors import CallError, GateError, NodeError
from allforall.node.keys import agent
from allforall.node.keys.agent import end_agent, find_agent, start_agent
from allforall.node.keys.agent_process import read_line
from allforall.node.keys.key_files import Cost, make_officer_key, read_officer_key
from allforall.node.keys.keyring import is_under, make_log_key, new_epoch, unlock, unlock_by

CHEAP = Cost(n=1 << 4)
PASSPHRASE = "a passphrase of the log"


@pytest.fixture
def keyring(node):
    made = make_log_key(node, PASSPHRASE, cost=CHEAP)
    yield made
    end_agent(node.path)


@pytest.fixture
def officer_key():
    return read_officer_key(make_officer_key("first", "a passphrase of first", cost=CHEAP), "a passphrase of first")


def test_a_caller_that_sends_a_byte_now_and_then_holds_nobody_up():
    one, other = socket.socketpair()
    with one, other:
        sending = threading.Thread(target=lambda: [other.send(b"x") or time.sleep(0.02) for _ in range(20)])
        sending.start()
        with pytest.raises(TimeoutError):
            read_line(one, 0.1)
        sending.join()


def _start(node, keyring, key=None, seconds=60, officer=None):
    return start_agent(node, seconds=seconds, lock=keyring.lock, officer=officer, key=key)


def _say(node, data):
    """What the agent answers to these bytes."""
    with closing(socket.socket(socket.AF_UNIX)) as connection:
        connection.settimeout(10)
        connection.connect(str(agent._socket_path(node.path)))
        connection.sendall(data)
        return json.loads(connection.makefile().readline())


def test_it_gives_the_keys_that_were_opened_until_it_is_locked(node, keyring, officer_key):
    assert find_agent(node.path) is None
    _start(node, keyring, officer_key, officer=here(FIRST))
    held = find_agent(node.path)
    assert (held.who, held.key) == (FIRST.name, officer_key)
    assert held.officer().name == FIRST.name
    assert held.officer().by_agent
    assert unlock_by(node, held.lock).log == keyring.log
    assert end_agent(node.path)
    assert find_agent(node.path) is None
    assert not end_agent(node.path)


def test_a_key_that_the_node_made_since_is_opened_too(node, keyring):
    _start(node, keyring)
    new_epoch(keyring)
    held = find_agent(node.path)
    assert is_under(node, held.lock)
    assert unlock_by(node, held.lock).current_epoch == unlock(node, PASSPHRASE).current_epoch == 2


def test_where_others_reach_the_machine_it_holds_the_nodes_keys_alone(node, keyring):
    _start(node, keyring)
    held = find_agent(node.path)
    assert (held.who, held.evidence, held.key) == ("", "", None)


def test_its_socket_is_of_its_user_alone_and_nothing_of_it_is_in_a_file(node, keyring, officer_key):
    _start(node, keyring, officer_key)
    path = agent._socket_path(node.path)
    assert path.stat().st_mode & 0o777 == 0o600
    for file in node.path.rglob("*"):
        if file.is_file():
            assert officer_key.key.seed.hex().encode() not in file.read_bytes()


def test_its_time_is_over(node, keyring):
    _start(node, keyring, seconds=1)
    deadline = time.monotonic() + 20
    while find_agent(node.path) is not None:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    _start(node, keyring)
    assert find_agent(node.path) is not None


def test_it_ends_with_its_socket(node, keyring):
    _start(node, keyring)
    agent._socket_path(node.path).unlink()
    guard = agent._socket_path(node.path).with_suffix(".held").open("rb+")
    deadline = time.monotonic() + 20
    with guard:
        while True:
            try:
                fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                assert time.monotonic() < deadline
                time.sleep(0.1)
            else:
                break


@pytest.mark.parametrize("seconds", [0, -1, 12 * 3600 + 1])
def test_it_holds_nothing_for_ever(node, keyring, seconds):
    with pytest.raises(CallError, match="agent:for"):
        _start(node, keyring, seconds=seconds)


def test_a_second_one_is_refused_and_the_first_goes_on(node, keyring, officer_key):
    _start(node, keyring, officer_key)
    with pytest.raises(GateError, match="agent:there"):
        _start(node, keyring)
    assert find_agent(node.path).key == officer_key


def test_a_socket_that_was_left_behind_is_no_agent_and_is_replaced(node, keyring):
    with closing(socket.socket(socket.AF_UNIX)) as left:
        left.bind(str(agent._socket_path(node.path)))
    assert find_agent(node.path) is None
    _start(node, keyring)
    assert find_agent(node.path) is not None


def test_the_agent_of_another_node_gives_nothing(node, keyring, monkeypatch):
    _start(node, keyring)
    asked = {"ask": "keys", "node": "/elsewhere"}
    assert _say(node, json.dumps(asked).encode() + b"\n") == {"error": "node"}
    other = agent._socket_path(node.path)
    (node.path / "other").mkdir()
    monkeypatch.setattr(agent, "_socket_path", lambda _: other)
    with pytest.raises(GateError, match="agent:other-node"):
        find_agent(node.path / "other")


@pytest.mark.parametrize(
    "garbage", [b"\n", b"\xff\xfe\n", b"[]\n", b"[" * 60_000 + b"\n", b'{"ask": "keys"}\n', b"{}\n"]
)
def test_garbage_is_answered_as_such_and_the_agent_goes_on(node, keyring, garbage):
    _start(node, keyring)
    assert _say(node, garbage) == {"error": "form"}
    assert find_agent(node.path) is not None


@pytest.mark.parametrize("answer", [b"", b"garbage\n", b"[]\n", b"{}\n", b'{"error": "form"}\n'])
def test_whatever_answers_that_is_no_agent_is_named(node, keyring, answer):
    import threading

    path = agent._socket_path(node.path)
    with closing(socket.socket(socket.AF_UNIX)) as server:
        server.bind(str(path))
        server.listen(1)

        def serve():
            connection, _ = server.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(NodeError, match="agent:answer"):
            find_agent(node.path)
        thread.join(10)
    path.unlink()

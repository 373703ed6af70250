"""Nodes in processes of their own that carry the record over loopback, as an operator types it."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest
from tests.record_making import PASSPHRASE, Table

from allforall.node.lock import locked

WAIT = 60


@pytest.fixture
def table(tmp_path, clock):
    made = Table(tmp_path, clock, database=False)
    words = tmp_path / "passphrases.toml"
    words.write_text(f'log = "{PASSPHRASE}"\n', encoding="utf-8")
    words.chmod(0o600)
    return made


def _command(table, author, *words):
    shared = ["--node", str(table.path(author)), "--passphrases", str(table.folder / "passphrases.toml")]
    return [sys.executable, "-m", "allforall", *shared, "--lang", "en", "--json", *map(str, words)]


def _run(table, author, *words):
    done = subprocess.run(
        _command(table, author, *words), capture_output=True, text=True, timeout=WAIT, check=False, cwd=table.folder
    )
    assert "Traceback" not in done.stderr, done.stderr
    told = json.loads(done.stdout)
    assert told["exit_code"] == done.returncode
    return done.returncode, told


@contextmanager
def _serving(table, author):
    """A node that serves on a free port; gives the process and the port."""
    process = subprocess.Popen(
        _command(table, author, "record", "serve", "--port", 0),
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        line = process.stderr.readline()
        found = re.search(r"port (\d+)", line)
        assert found, line + process.stderr.read()
        yield process, int(found[1])
    finally:
        process.kill()
        process.communicate()


def _knows(table, author, **ports):
    path = table.path(author) / "node.toml"
    before = path.read_text(encoding="utf-8").partition("\n[peers]")[0]
    lines = [f'{peer} = "http://127.0.0.1:{port}"' for peer, port in ports.items()]
    path.write_text("\n".join([before, "[peers]", *lines, ""]), encoding="utf-8")


def _sizes(table, author):
    with table.at(author, keys=False) as record:
        return {name: held.size for name, held in record.held.items()}


def test_a_sync_brings_both_sides_to_the_same_and_a_second_one_brings_nothing(table):
    with table.at("party_a") as record:
        table.fill(record, 40)
    with _serving(table, "party_b") as (_, port):
        _knows(table, "party_a", party_b=port)
        code, told = _run(table, "party_a", "record", "sync")
        assert code == 0
        assert told["peers"][0]["rounds"][0]["taken"] == {"party_b": [0, 1]}
        code, told = _run(table, "party_a", "record", "sync", "party_b")
        assert code == 0
        assert told["peers"][0]["rounds"] == [told["peers"][0]["rounds"][0]]
        assert not told["peers"][0]["rounds"][0]["taken"]
    assert _sizes(table, "party_a") == _sizes(table, "party_b") == {"party_a": 41, "party_b": 1, "witness": 0}


def test_three_nodes_that_all_serve_and_all_call_end_with_one_record(table):
    """Each serves and calls the two others at the same time, several times over; nobody waits for ever."""
    for author in ("party_a", "party_b"):
        with table.at(author) as record:
            table.fill(record, 10)
    with (
        _serving(table, "party_a") as (_, a),
        _serving(table, "party_b") as (_, b),
        _serving(table, "witness") as (_, w),
    ):
        _knows(table, "party_a", party_b=b, witness=w)
        _knows(table, "party_b", party_a=a, witness=w)
        _knows(table, "witness", party_a=a, party_b=b)
        codes = []

        def call(author):
            codes.extend(_run(table, author, "record", "sync")[0] for _ in range(2))

        callers = [threading.Thread(target=call, args=(author,)) for author in ("party_a", "party_b", "witness")]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join(3 * WAIT)
        assert len(codes) == 6
        assert set(codes) <= {0, 6}
        for author in ("party_a", "party_b", "witness"):
            assert _run(table, author, "record", "sync")[0] == 0
    assert _sizes(table, "party_a") == _sizes(table, "party_b") == _sizes(table, "witness")
    assert _sizes(table, "witness") == {"party_a": 11, "party_b": 11, "witness": 1}


def test_an_officer_works_on_while_the_node_serves(table):
    with _serving(table, "party_b") as (_, port), table.at("party_b") as record:
        table.say(record)  # the lock is free
        _knows(table, "party_a", party_b=port)
    with _serving(table, "party_b") as (_, port):
        _knows(table, "party_a", party_b=port)
        assert _run(table, "party_a", "record", "sync")[0] == 0
    assert _sizes(table, "party_a")["party_b"] == 2


def test_a_caller_waits_for_an_officer_who_has_the_node_and_comes_through(table):
    with _serving(table, "party_b") as (_, port):
        _knows(table, "party_a", party_b=port)
        with locked(table.path("party_b")):
            caller = subprocess.Popen(
                _command(table, "party_a", "record", "sync"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
            with pytest.raises(subprocess.TimeoutExpired):
                caller.wait(2)
        out, _ = caller.communicate(timeout=WAIT)
        assert caller.returncode == 0, out
    assert _sizes(table, "party_b")["party_a"] == 1


@pytest.mark.disk
def test_a_server_that_is_killed_while_it_takes_in_loses_nothing(table):
    with table.at("party_a") as record:
        table.fill(record, 2_000)
    for moment in (0.2, 0.5, 1.0):
        with _serving(table, "party_b") as (process, port):
            _knows(table, "party_a", party_b=port)
            caller = subprocess.Popen(
                _command(table, "party_a", "record", "sync"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
            with pytest.raises(subprocess.TimeoutExpired):
                caller.wait(moment)
            process.kill()
            caller.kill()
            caller.communicate()
        assert _sizes(table, "party_b")["party_a"] in {0, 2_001}
    with _serving(table, "party_b") as (_, port):
        _knows(table, "party_a", party_b=port)
        assert _run(table, "party_a", "record", "sync")[0] == 0
    assert _sizes(table, "party_b")["party_a"] == 2_001


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_server_that_is_asked_to_stop_stops(table, number):
    with _serving(table, "party_b") as (process, _port):
        os.kill(process.pid, number)
        out, _ = process.communicate(timeout=WAIT)
        assert process.returncode == 0
        assert json.loads(out)["served"]


def test_a_peer_that_is_away_is_said_and_the_others_are_called_all_the_same(table):
    with _serving(table, "party_b") as (_, port):
        _knows(table, "party_a", witness=1, party_b=port)
        table_path = table.path("party_a") / "node.toml"
        assert "witness" in table_path.read_text(encoding="utf-8")
        code, told = _run(table, "party_a", "record", "sync")
    assert code == 6
    by_peer = {one["peer"]: one for one in told["peers"]}
    assert by_peer["witness"]["error"] == "desk:line"
    assert by_peer["party_b"]["rounds"]


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("record", "sync"), 2, "desk:nowhere"),
        (("record", "sync", "party_b"), 2, "desk:nowhere"),
        (("record", "serve", "--port", "0", "--host", "0.0.0.0"), 2, "desk:host"),
        (("record", "prove", "party_b:0", "--to", "x"), 2, "record:prove:none"),
        (("record", "prove", "12", "--to", "x"), 2, "record:prove:entry"),
    ],
)
def test_what_cannot_be_is_said_in_words(table, words, code, error):
    found, told = _run(table, "party_a", *words)
    assert (found, told["error"]["code"]) == (code, error)
    assert told["error"]["text"]


def test_one_entry_is_proved_to_somebody_who_has_no_node(table, tmp_path):
    with table.at("party_a") as record:
        table.say(record)
    table.carry_round()
    code, told = _run(table, "party_a", "record", "prove", "party_a:1", "--to", tmp_path / "given")
    assert code == 0
    words = ["verify", told["proof"], "--entry", told["entry"], "--keys", told["genesis"]]
    command = [sys.executable, "-m", "allforall", "--json", *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=WAIT, check=False)
    found = json.loads(done.stdout)
    assert (done.returncode, found["stands"], found["author"]) == (0, True, "party_a")
    assert {one["by"] for one in found["cosigned"]} == {"party_b", "witness"}

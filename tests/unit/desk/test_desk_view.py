"""The desk's one address: who has not shown a pass gets nothing, and who has gets the bundle that is its own."""

import hashlib
import io
import json
from dataclasses import replace

import pytest
from tests.record_making import PASSPHRASE, Table

from allforall.desk.wire.passes import Pass, read_pass, sign_pass
from allforall.desk.wire.view import BUNDLE_TYPE, PATH, Desk
from allforall.node.bundles.exchange import Holder, identify, pack_bundle, unpack_answer
from allforall.node.lock import locked
from allforall.record.bundles import read_bundle


class Caller:
    """Somebody who calls a desk within this process, as a WSGI server would."""

    def __init__(self, desk, holder):
        self.desk, self.holder = desk, holder

    def call(self, body=b"", shown="", *, path=PATH, method="POST", length=None, **more):
        environ = {
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "REQUEST_METHOD": method,
            "CONTENT_LENGTH": str(len(body)) if length is None else length,
            "wsgi.input": io.BytesIO(body),
            **more,
        }
        if shown:
            environ["HTTP_ALLFORALL_PASS"] = shown
        answered = []
        parts = self.desk(environ, lambda status, heads: answered.append((status, dict(heads))))
        self.heads = answered[0][1]
        self.left = environ["wsgi.input"].tell()
        return int(answered[0][0][:3]), b"".join(parts)

    def challenge(self):
        status, body = self.call()
        assert status == 401
        return json.loads(body)["challenge"]

    def shown(self, data, **changed):
        identity = identify(self.holder)
        plain = Pass(
            identity.case,
            identity.own,
            "party_b",
            self.challenge(),
            hashlib.sha256(data).hexdigest(),
            len(data),
        )
        return sign_pass(replace(plain, **changed), identity.origin, identity.key)


@pytest.fixture
def table(tmp_path, clock):
    return Table(tmp_path, clock, database=False)


def _holder(table, author, **more):
    return Holder(table.path(author), PASSPHRASE, table.clock, **more)


@pytest.fixture
def told():
    return []


@pytest.fixture
def caller(table, told):
    desk = Desk(_holder(table, "party_b", patience=0.0), told=told.append, clock=lambda: 1000.0)
    return Caller(desk, _holder(table, "party_a"))


def _code(body):
    return json.loads(body)["code"]


def test_a_bundle_is_taken_in_and_answered_with_the_callers_own(table, caller, told):
    with table.at("party_a") as record:
        read = table.say(record)
    data, _ = pack_bundle(caller.holder, "party_b")
    status, body = caller.call(data, caller.shown(data))
    assert status == 200
    assert caller.heads["Content-Type"] == BUNDLE_TYPE
    assert read_bundle(body).sender == "party_b"
    assert [one.author for one in told] == ["party_a"]
    with table.at("party_b") as record:
        assert record.held["party_a"].leaf(read.index) == read.leaf
    intake = unpack_answer(caller.holder, "party_b", body)
    assert intake.taken["party_b"][1] == 1
    assert intake.cosignatures >= 1


def test_whoever_shows_nothing_is_given_a_challenge_and_no_byte_is_read(caller):
    status, body = caller.call(b"x" * 1000)
    assert (status, _code(body)) == (401, "desk:challenge")
    assert caller.left == 0


def test_a_bundle_without_a_pass_is_worth_nothing(table, caller):
    """A stick that was found: a true bundle of party A, in the hands of somebody without its key."""
    data, _ = pack_bundle(caller.holder, "party_b")
    assert caller.call(data)[0] == 401
    old = caller.shown(data)
    assert caller.call(data, old)[0] == 200
    status, _ = caller.call(data, old)  # the same pass again
    assert status in {401, 403}
    assert caller.left == 0


@pytest.mark.parametrize(
    "changed",
    [{"case": "another"}, {"to": "witness"}, {"sender": "party_b"}, {"sender": "witness"}, {"sender": "nobody"}],
)
def test_a_pass_that_is_not_for_here_is_one_and_the_same_refusal(caller, changed):
    data = b"a bundle"
    assert caller.call(data, caller.shown(data, **changed)) == (403, b'{"code": "desk:pass"}')
    assert caller.left == 0


def test_a_false_signature_is_the_same_refusal(table, caller):
    data = b"a bundle"
    shown = caller.shown(data)
    plain, _ = read_pass(shown)
    forged = sign_pass(plain, identify(caller.holder).origin, identify(_holder(table, "witness")).key)
    assert caller.call(data, forged) == (403, b'{"code": "desk:pass"}')
    assert caller.call(data, "nonsense") == (403, b'{"code": "desk:pass"}')


def test_an_old_challenge_is_answered_with_a_new_one(table, caller):
    data, _ = pack_bundle(caller.holder, "party_b")
    shown = caller.shown(data)
    caller.desk.clock = lambda: 2000.0
    status, body = caller.call(data, shown)
    assert (status, _code(body)) == (401, "desk:challenge")
    assert caller.left == 0


def test_another_bundle_than_the_pass_names_is_refused(caller):
    data, _ = pack_bundle(caller.holder, "party_b")
    other = data[:-1] + bytes([data[-1] ^ 1])
    assert caller.call(other, caller.shown(data)) == (400, b'{"code": "desk:body"}')


def test_a_bundle_of_a_third_author_is_not_taken_from_a_caller(table, caller, told):
    with table.at("witness") as record:
        table.say(record)
    data = table.export("witness", "party_b")
    status, body = caller.call(data, caller.shown(data))
    assert (status, _code(body)) == (422, "peer:other_sender")
    assert told[-1].error.code == "peer:other_sender"
    with table.at("party_b") as record:
        assert record.held["witness"].size == 0


def test_a_bundle_that_is_damaged_changes_nothing_and_is_told_by_its_code(table, caller):
    data = b"PK not a bundle"
    status, body = caller.call(data, caller.shown(data))
    assert (status, _code(body)) == (422, "record:bundle:form")


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"length": ""}, 411),
        ({"length": "-1"}, 411),
        ({"length": "1e3"}, 411),
        ({"length": "٣"}, 411),
        ({"length": "9" * 40}, 413),
        ({"length": str(1 << 30)}, 413),
        ({"length": "7"}, 400),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, 411),
    ],
)
def test_a_length_is_stated_bounded_and_as_the_pass_has_it(caller, more, status):
    data = b"a bundle"
    assert caller.call(data, caller.shown(data), **more)[0] == status
    assert caller.left == 0


def test_a_body_that_ends_early_or_never_is_given_up(table, caller):
    data, _ = pack_bundle(caller.holder, "party_b")
    shown = caller.shown(data)
    assert caller.call(data[:100], shown, length=str(len(data))) == (408, b'{"code": "desk:body"}')
    ticks = iter(range(0, 10_000_000, 50))
    caller.desk.timer = lambda: float(next(ticks))
    slow = type("Slow", (), {"read1": lambda self, n: b"x", "read": None, "tell": lambda self: 0})()
    status, body = caller.call(data, caller.shown(data), **{"wsgi.input": slow})
    assert (status, _code(body)) == (408, "desk:body")


@pytest.mark.parametrize("path", ["/", "/record", "/record/bundle/", "/record/../record/bundle", "/admin", ""])
def test_there_is_nothing_at_any_other_address(caller, path):
    assert caller.call(path=path) == (404, b'{"code": "desk:nothing_here"}')


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "OPTIONS", "DELETE", "TRACE"])
def test_there_is_nothing_to_look_at(caller, method):
    assert caller.call(method=method) == (405, b'{"code": "desk:method"}')


def test_a_node_that_an_officer_has_is_busy_and_says_nothing_more(table, caller):
    data, _ = pack_bundle(caller.holder, "party_b")
    shown = caller.shown(data)
    with locked(table.path("party_b")):
        status, body = caller.call(data, shown)
    assert (status, body) == (503, b'{"code": "desk:busy"}')
    assert "Retry-After" in caller.heads
    assert caller.call(data, caller.shown(data))[0] == 200


def test_two_calls_of_one_author_do_not_run_at_once(caller):
    data, _ = pack_bundle(caller.holder, "party_b")
    caller.desk._busy.add("party_a")
    assert caller.call(data, caller.shown(data)) == (503, b'{"code": "desk:busy"}')


def test_a_key_that_was_changed_and_taken_in_from_a_stick_is_known_without_a_restart(table, caller, monkeypatch):
    """The desk looks again when it does not know a key, but no oftener than every ten seconds."""
    looked = []
    monkeypatch.setattr("allforall.desk.wire.view.identify", lambda holder: looked.append(1) or identify(holder))
    now = [0.0]
    caller.desk.timer = lambda: now[0]
    data = b"a bundle"
    stranger = sign_pass(read_pass(caller.shown(data))[0], "x", identify(caller.holder).key)
    for second in range(40):
        now[0] = float(second)
        assert caller.call(data, stranger)[0] == 403
    assert 2 <= len(looked) <= 5

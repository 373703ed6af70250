"""The desk over real sockets on loopback: a server of its own threads, callers that are slow, rude or someone else."""

import http.server
import json
import socket
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.record_making import PASSPHRASE, Table

from allforall.desk.wire import client
from allforall.desk.wire import server as server_acts
from allforall.desk.wire.client import Broken, hand_over
from allforall.desk.wire.server import MOST_CALLS, Place, bind
from allforall.desk.wire.view import Desk
from allforall.errors import NodeError
from allforall.node.bundles.exchange import Holder, pack_bundle, unpack_answer
from allforall.node.bundles.peers import Peer
from allforall.node.record.key_changes import Change, rotate_keys


@pytest.fixture
def table(tmp_path, clock):
    return Table(tmp_path, clock, database=False)


def _holder(table, author):
    return Holder(table.path(author), PASSPHRASE, table.clock)


@contextmanager
def _running(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


@contextmanager
def _served(table, author="party_b", tls=None):
    server = bind(Desk(_holder(table, author)), Place("127.0.0.1", 0))
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    with _running(server) as port:
        yield Peer(author, "127.0.0.1", port, is_encrypted=bool(tls))


def _exchange(table, author, peer):
    holder = _holder(table, author)
    data, identity = pack_bundle(holder, peer.author)
    return unpack_answer(holder, peer.author, hand_over(peer, data, identity))


def _sizes(table, author):
    with table.at(author, keys=False) as record:
        return {name: held.size for name, held in record.held.items()}


def test_two_nodes_hold_the_same_after_one_call(table):
    for author in ("party_a", "party_b"):
        with table.at(author) as record:
            table.say(record)
            table.fill(record, 300)
    with _served(table) as peer:
        intake = _exchange(table, "party_a", peer)
        assert intake.taken["party_b"] == (0, 302)
        assert not _exchange(table, "party_a", peer).taken
    assert _sizes(table, "party_a") == _sizes(table, "party_b")


def test_two_nodes_that_call_each_other_at_once_do_not_wait_for_each_other(table):
    """The lock is held while a bundle is made or taken in and never while one travels."""
    with _served(table, "party_a") as at_a, _served(table, "party_b") as at_b, _served(table, "witness") as at_witness:
        peers = {"party_a": at_a, "party_b": at_b, "witness": at_witness}
        failed = []

        def call_everybody(author):
            for _ in range(4):
                for name, peer in peers.items():
                    if name != author:
                        try:
                            _exchange(table, author, peer)
                        except NodeError as error:
                            if error.code != "desk:busy":
                                failed.append((author, name, error))

        callers = [threading.Thread(target=call_everybody, args=(author,), daemon=True) for author in peers]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join(120)
        assert not [caller for caller in callers if caller.is_alive()], "somebody waits for ever"
        assert not failed
        for author in peers:
            for name, peer in peers.items():
                if name != author:
                    _exchange(table, author, peer)
    assert _sizes(table, "party_a") == _sizes(table, "party_b") == _sizes(table, "witness")
    assert all(size == 1 for size in _sizes(table, "witness").values())


def test_callers_who_say_nothing_keep_nobody_out(table):
    with _served(table) as peer:
        silent = [socket.create_connection((peer.host, peer.port)) for _ in range(MOST_CALLS - 2)]
        for each in silent:
            each.sendall(b"POST /rec")
        assert _exchange(table, "party_a", peer).taken
        for each in silent:
            each.close()


def test_beyond_so_many_calls_a_further_one_is_closed_and_those_that_end_make_room(table):
    with _served(table) as peer:
        silent = [socket.create_connection((peer.host, peer.port)) for _ in range(MOST_CALLS)]
        for each in silent:
            each.sendall(b"POST /rec")
        with socket.create_connection((peer.host, peer.port), timeout=10) as further:
            assert further.recv(100) == b""
        for each in silent:
            each.close()
        assert any(_comes_through(table, peer) for _ in range(100)), "no room was made"


def _comes_through(table, peer):
    try:
        return bool(_exchange(table, "party_a", peer).taken)
    except NodeError as error:
        if error.code != "desk:line":
            raise
        return False


def test_a_silent_caller_is_hung_up_on(table, monkeypatch):
    monkeypatch.setattr(server_acts._Request, "timeout", 0.2)
    with _served(table) as peer, socket.create_connection((peer.host, peer.port), timeout=10) as caller:
        caller.sendall(b"POST /record/bundle HTTP/1.1\r\nContent-Le")
        assert caller.recv(100) == b""


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"404"),
        (b"POST /record/bundle HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", b"401"),
        (b"POST /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", b"414"),
        (b"POST /record/bundle HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n", b"431"),
        (b"nonsense\r\n\r\n", b"400"),
    ],
)
def test_what_is_no_request_of_ours_gets_a_number_and_nothing_about_us(table, sent, status):
    with _served(table) as peer, socket.create_connection((peer.host, peer.port), timeout=10) as caller:
        caller.sendall(sent)
        answer = b""
        while part := caller.recv(65_536):
            answer += part
    head = answer.partition(b"\r\n\r\n")[0]
    assert status in answer.split(b"\r\n")[0] or status == b"400"
    for told in (b"Python", b"WSGI", b"party_b", b"exercise"):
        assert told not in answer
    assert not [line for line in head.split(b"\r\n") if line.lower().startswith(b"server:") and line[7:].strip()]


def test_a_refusal_before_the_body_was_read_still_arrives(table):
    """A large bundle is refused by its head; the answer must not be lost in what is still arriving."""
    server = bind(Desk(_holder(table, "party_b"), most=1000), Place("127.0.0.1", 0))
    with table.at("party_a") as record:
        table.fill(record, 600)
    with _running(server) as port, pytest.raises(NodeError) as caught:
        _exchange(table, "party_a", Peer("party_b", "127.0.0.1", port, is_encrypted=False))
    assert caught.value.code == "desk:too_long"


def test_a_port_that_is_taken_is_said(table):
    with _served(table) as peer, pytest.raises(NodeError) as caught:
        bind(Desk(_holder(table, "party_a")), Place("127.0.0.1", peer.port))
    assert caught.value.code == "desk:port"


# the side that calls


def test_a_peer_that_is_not_there_is_said_with_its_address(table):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NodeError) as caught:
        _exchange(table, "party_a", Peer("party_b", "127.0.0.1", port, is_encrypted=False))
    assert caught.value.code == "desk:line"
    assert caught.value.params["port"] == port


class _Odd(http.server.BaseHTTPRequestHandler):
    answer = (200, {}, b"")

    def do_POST(self):
        status, heads, body = self.answer
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(status)
        for name, value in heads.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((200, {}, b"<html>hello</html>"), "desk:not_a_node"),
        ((302, {"Location": "http://127.0.0.1:1/"}, b""), "desk:not_a_node"),
        ((401, {}, b'{"code": "desk:challenge"}'), "desk:challenge"),
        ((401, {}, b'{"code": 7, "challenge": "00"}'), "desk:not_a_node"),
        ((401, {}, b'{"code": "<b>\\u202e", "challenge": "00"}'), "desk:not_a_node"),
        ((401, {}, b"[" * 4000), "desk:not_a_node"),
        ((500, {}, b"x" * 100_000), "desk:answer_too_long"),
        ((404, {}, json.dumps({"code": "desk:nothing_here"}).encode()), "desk:nothing_here"),
        ((503, {}, json.dumps({"code": "record:bundle:form"}).encode()), "desk:refused"),
        ((401, {"Content-Length": "5000000000"}, b"x"), "desk:answer_too_long"),
        ((401, {"Content-Length": "100"}, b"{"), "desk:line"),
    ],
)
def test_what_does_not_answer_like_a_desk_is_said(table, answer, code):
    odd = type("Odd", (_Odd,), {"answer": answer})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), odd)
    with _running(server) as port, pytest.raises(NodeError) as caught:
        _exchange(table, "party_a", Peer("party_b", "127.0.0.1", port, is_encrypted=False))
    assert caught.value.code == code


def test_an_endless_answer_is_given_up(table, monkeypatch):
    monkeypatch.setattr(client, "_MOST_TOLD", 100)
    odd = type("Odd", (_Odd,), {"answer": (401, {}, b"x" * 10_000)})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), odd)
    with _running(server) as port, pytest.raises(NodeError) as caught:
        _exchange(table, "party_a", Peer("party_b", "127.0.0.1", port, is_encrypted=False))
    assert caught.value.code == "desk:answer_too_long"


def test_an_answer_that_is_not_the_peers_own_is_not_taken_in(table):
    """The line was led elsewhere: to another author's desk, which answers well."""
    with _served(table, "witness") as peer, pytest.raises(NodeError) as caught:
        _exchange(table, "party_a", Peer("party_b", peer.host, peer.port, is_encrypted=False))
    assert caught.value.code == "desk:pass"


def test_a_node_whose_log_key_was_changed_is_known_by_the_entry_that_says_so(table):
    with _served(table) as peer:
        _exchange(table, "party_a", peer)
        with table.at("party_a") as record:
            before = record.log_key().public
            rotate_keys(record, table.officers["party_a"][:2], Change(new_log=True))
            assert record.log_key().public != before
        assert _exchange(table, "party_a", peer).sender == "party_b"
        assert _exchange(table, "party_a", peer).sender == "party_b"  # now by its log alone
    with table.at("party_b", keys=False) as record:
        assert record.states["party_a"].keys.log.key != before


def test_a_restored_node_recovers_its_log_over_the_line(table):
    table.carry_round()
    double = table.copy("party_a", "restored")
    with table.at("party_a") as record:
        table.fill(record, 5)
    for peer in ("party_b", "witness"):
        table.carry("party_a", peer)
    with double.at("party_a") as record:
        assert record.closed
    with _served(table, "party_b") as first, _served(table, "witness") as second:
        for _ in range(2):
            for peer in (first, second):
                _exchange(double, "party_a", peer)
    with double.at("party_a") as record:
        assert not record.closed
        assert record.held["party_a"].size == 6


class _CuttingLine:
    """A line between two nodes that breaks after so many bytes in one direction, as often as it is told to."""

    def __init__(self, port, *, up=None, down=None, times=0):
        self.port, self.limits, self.left = port, {"up": up, "down": down}, times
        self.carried = {"up": 0, "down": 0}
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.port))
            ways = [
                threading.Thread(target=self._carry, args=(near, far, "up"), daemon=True),
                threading.Thread(target=self._carry, args=(far, near, "down"), daemon=True),
            ]
            for way in ways:
                way.start()
            for way in ways:
                way.join()
            near.close()
            far.close()

    def _carry(self, here, there, way):
        done = 0
        try:
            while part := here.recv(1 << 14):
                there.sendall(part)
                done += len(part)
                self.carried[way] += len(part)
                if self.left and self.limits[way] is not None and done > self.limits[way]:
                    self.left -= 1
                    here.shutdown(socket.SHUT_RDWR)
                    there.shutdown(socket.SHUT_RDWR)
                    return
            there.shutdown(socket.SHUT_WR)
        except OSError:
            return

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(10)


def _until_through(table, author, peer, attempts):
    holder = _holder(table, author)
    data, identity = pack_bundle(holder, peer.author)
    broken, breaks = Broken(), 0
    for _ in range(attempts):
        try:
            answer = hand_over(peer, data, identity, broken=broken)
        except NodeError as error:
            if error.code not in client.PASSING:
                raise
            breaks += 1
        else:
            return unpack_answer(holder, peer.author, answer), len(data), len(answer), breaks
    pytest.fail("the line never held")


def test_a_bundle_goes_on_from_where_the_line_broke(table):
    with table.at("party_a") as record:
        table.fill(record, 3_000)
    with _served(table) as peer:
        line = _CuttingLine(peer.port, up=250_000, times=3)
        through = Peer("party_b", "127.0.0.1", line.address, is_encrypted=False)
        intake, sent, _, breaks = _until_through(table, "party_a", through, 8)
        line.close()
    assert breaks == 3
    assert sent > 800_000
    assert line.carried["up"] < 1.3 * sent
    assert intake.taken["party_b"] == (0, 1)
    assert _sizes(table, "party_b")["party_a"] == 3_001


def test_an_answer_goes_on_from_where_the_line_broke_and_what_was_sent_is_not_sent_again(table):
    with table.at("party_b") as record:
        table.fill(record, 3_000)
    with _served(table) as peer:
        line = _CuttingLine(peer.port, down=250_000, times=3)
        through = Peer("party_b", "127.0.0.1", line.address, is_encrypted=False)
        intake, _, answered, breaks = _until_through(table, "party_a", through, 8)
        line.close()
    assert breaks == 3
    assert answered > 800_000
    assert line.carried["down"] < 1.3 * answered
    assert intake.taken["party_b"] == (0, 3_001)


def test_what_was_said_since_goes_along_when_a_large_bundle_is_handed_in_once_more(table):
    """The desk has that bundle and does not read it again; its answer is made anew all the same."""
    with table.at("party_a") as record:
        table.fill(record, 1_000)
    holder = _holder(table, "party_a")
    data, identity = pack_bundle(holder, "party_b")
    with _served(table) as peer:
        hand_over(peer, data, identity)
        with table.at("party_b") as record:
            table.say(record)
        answer = hand_over(peer, data, identity)
    assert unpack_answer(holder, "party_b", answer).taken["party_b"] == (0, 2)


def _certificate(tmp_path, name):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    start = datetime(2020, 1, 1, tzinfo=UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=40_000))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    )
    if name == "b.example":
        made = made.add_extension(names, critical=False)
    signed = made.sign(key, hashes.SHA256())
    path = tmp_path / f"{name}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


def _context(path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def test_a_certificate_is_checked_and_nothing_is_sent_where_that_fails(table, tmp_path):
    good, other = _certificate(tmp_path, "b.example"), _certificate(tmp_path, "other.example")
    with _served(table, tls=_context(good)) as peer:
        for ca in (None, other):
            with pytest.raises(NodeError) as caught:
                _exchange(table, "party_a", Peer("party_b", peer.host, peer.port, is_encrypted=True, ca=ca))
            assert caught.value.code == "desk:certificate"
        assert _sizes(table, "party_b")["party_a"] == 0
        assert _exchange(table, "party_a", Peer("party_b", peer.host, peer.port, is_encrypted=True, ca=good)).taken
    with _served(table, tls=_context(other)) as peer, pytest.raises(NodeError) as caught:
        # its authority is believed, and it is not the host that was asked for
        _exchange(table, "party_a", Peer("party_b", peer.host, peer.port, is_encrypted=True, ca=other))
    assert caught.value.code == "desk:certificate"


def test_an_authority_that_cannot_be_read_is_said(table, tmp_path):
    with pytest.raises(NodeError) as caught:
        _exchange(table, "party_a", Peer("party_b", "127.0.0.1", 1, is_encrypted=True, ca=tmp_path / "none.pem"))
    assert caught.value.code == "desk:authority"


def test_an_encrypted_call_to_a_plain_server_sends_nothing(table):
    with _served(table) as peer, pytest.raises(NodeError) as caught:
        _exchange(table, "party_a", Peer("party_b", peer.host, peer.port, is_encrypted=True))
    assert caught.value.code in {"desk:tls", "desk:line"}
    assert _sizes(table, "party_b")["party_a"] == 0

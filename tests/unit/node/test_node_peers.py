"""Where the other nodes are: encrypted, or said out loud that it is not."""

from pathlib import Path

import pytest

from allforall.errors import CallError, NodeError
from allforall.node.bundles.peers import find_peer, is_loopback, read_peers


def _read(tmp_path: Path, table: str):
    (tmp_path / "node.toml").write_text(f"format = 1\n[peers]\n{table}\n", encoding="utf-8")
    return read_peers(tmp_path)


def test_an_address_or_a_table_of_one_are_read(tmp_path):
    peers = _read(
        tmp_path,
        'party_b = "https://b.example:8443/desk/"\n'
        'witness = { address = "http://10.8.0.3:8300", plain_http = true, ca = "ca.pem" }',
    )
    one, other = peers["party_b"], peers["witness"]
    assert (one.host, one.port, one.is_encrypted, one.base) == ("b.example", 8443, True, "/desk")
    assert (other.host, other.port, other.is_encrypted, other.ca) == ("10.8.0.3", 8300, False, tmp_path / "ca.pem")
    assert find_peer(peers, "witness") is other
    with pytest.raises(CallError) as caught:
        find_peer(peers, "party_c")
    assert caught.value.params["expected"] == "party_b, witness"


def test_a_folder_without_peers_has_none(tmp_path):
    (tmp_path / "node.toml").write_text("format = 1\n", encoding="utf-8")
    assert read_peers(tmp_path) == {}


@pytest.mark.parametrize("host", ["127.0.0.1:8300", "localhost:8300", "[::1]:8300"])
def test_plain_http_is_taken_to_this_machine_itself(tmp_path, host):
    assert not _read(tmp_path, f'party_b = "http://{host}"')["party_b"].is_encrypted


@pytest.mark.parametrize("host", ["10.0.0.2", "b.example", "127.0.0.1.example", "localhost.example", "0.0.0.0"])
def test_plain_http_to_anybody_else_is_refused_unless_the_operator_says_so(tmp_path, host):
    with pytest.raises(NodeError) as caught:
        _read(tmp_path, f'party_b = "http://{host}"')
    assert caught.value.code == "peer:plain_http"
    assert _read(tmp_path, f'party_b = {{ address = "http://{host}", plain_http = true }}')


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ('party_b = "ftp://b.example"', "peer:address"),
        ('party_b = "b.example"', "peer:address"),
        ('party_b = "https://user:secret@b.example"', "peer:address"),
        ('party_b = "https://b.example/?to=x"', "peer:address"),
        ('party_b = "https://b.example:99999"', "peer:address"),
        ('party_b = "https://б.example"', "peer:address"),
        ("party_b = 7", "peer:form"),
        ("party_b = { plain_http = true }", "peer:form"),
        ('party_b = { address = "https://b.example", verify = false }', "peer:form"),
        ('"Party B" = "https://b.example"', "peer:form"),
    ],
)
def test_what_is_no_address_is_refused(tmp_path, table, code):
    with pytest.raises(NodeError) as caught:
        _read(tmp_path, table)
    assert caught.value.code == code


def test_a_name_is_loopback_only_if_it_is_localhost():
    assert [is_loopback(name) for name in ("localhost", "127.8.9.1", "::1", "loopback", "")] == [True] * 3 + [False] * 2

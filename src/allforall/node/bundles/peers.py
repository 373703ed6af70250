"""Where the other nodes of a case are reached: the table `[peers]` of `node.toml`.

```toml
[peers]
party_b = "https://b.example:8443"
witness = { address = "http://10.8.0.3:8300", plain_http = true, ca = "witness-ca.pem" }
```

Plain HTTP hides nothing and proves nothing about who answers. The record is signed anyway, but onlookers see when
who sends how much. So it is refused, except to this machine itself (a tunnel, a proxy), unless the operator allows it.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from allforall.errors import CallError, NodeError

_AUTHOR = re.compile(r"[a-z][a-z0-9_]{0,39}")
_KEYS = frozenset({"address", "ca", "plain_http"})


@dataclass(frozen=True, slots=True)
class Peer:
    """One other node: whose it is, its address, and the file of the authority that its certificate is checked with
    where that is none that this machine knows.
    """

    author: str
    host: str
    port: int
    is_encrypted: bool
    base: str = ""  # the prefix of the path, where a proxy serves more than this
    ca: Path | None = None


def read_peers(path: Path) -> dict[str, Peer]:
    """Returns the peers that a node's folder names, by author.

    Raises:
        NodeError: if the table cannot be read, or an address is refused.

    """
    file = path / "node.toml"
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8")).get("peers", {})
    except (OSError, ValueError, RecursionError) as error:
        raise NodeError("node:toml:unreadable", path=str(file), found=type(error).__name__) from None
    if not isinstance(table, Mapping):
        raise NodeError("peer:form", path=str(file), found="peers")
    return {author: _peer(file, author, value) for author, value in table.items()}


def find_peer(peers: Mapping[str, Peer], author: str) -> Peer:
    """Returns the peer of an author; CallError where the folder names none."""
    if author not in peers:
        raise CallError("peer:unknown", found=author, expected=", ".join(sorted(peers)) or "-")
    return peers[author]


def _peer(file: Path, author: str, value: object) -> Peer:
    described = {"address": value} if isinstance(value, str) else value
    if not _AUTHOR.fullmatch(author) or not isinstance(described, Mapping) or not described.keys() <= _KEYS:
        raise NodeError("peer:form", path=str(file), found=author[:60])
    address, ca, plain = described.get("address"), described.get("ca", ""), described.get("plain_http", False)
    if not isinstance(address, str) or not isinstance(ca, str) or not isinstance(plain, bool):
        raise NodeError("peer:form", path=str(file), found=author)
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NodeError("peer:address", path=str(file), found=address[:100]) from None
    odd = parts.username or parts.password or parts.query or parts.fragment or not address.isascii()
    if parts.scheme not in {"http", "https"} or not host or odd:
        raise NodeError("peer:address", path=str(file), found=address[:100])
    encrypted = parts.scheme == "https"
    if not encrypted and not plain and not is_loopback(host):
        raise NodeError("peer:plain_http", path=str(file), found=address[:100])
    authority = (file.parent / ca) if ca else None
    return Peer(author, host, port or (443 if encrypted else 80), encrypted, parts.path.rstrip("/"), authority)


def is_loopback(host: str) -> bool:
    """Returns whether a host is this machine, by its address; a name other than localhost is not trusted."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

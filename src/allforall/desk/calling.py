"""The side that calls: a bundle handed to another node, and the bundle that it answers with.

The certificate is checked as browsers check it; nothing is sent where that fails. No redirect is followed and no proxy
of the environment is used: the bundle goes to the address that the operator wrote, or nowhere. A call that breaks off
is made again from the beginning: a bundle taken in twice changes nothing.
"""

import hashlib
import http.client
import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from allforall.desk.passes import Pass, sign_pass
from allforall.desk.view import BUNDLE_TYPE, PASS_HEAD, PATH
from allforall.errors import NodeError
from allforall.node.exchanging import Identity
from allforall.node.peers import Peer
from allforall.record.bundles import MOST_BUNDLE_BYTES

#: How long a line may be silent. The other node may be at work on our bundle, or wait for an officer's command.
SILENT_SECONDS = 120.0
_CHUNK = 1 << 16
#: What an answer that is no bundle may hold.
_MOST_TOLD = 4_096
#: What a desk says of itself.
_SAID = frozenset(
    {
        "desk:body", "desk:busy", "desk:challenge", "desk:closed", "desk:length", "desk:method", "desk:nothing_here",
        "desk:pass", "desk:too_long",
    }
)  # fmt: skip
#: What a call may meet that will have passed when it is made again.
PASSING = frozenset({"desk:busy", "desk:line", "desk:challenge"})

Progress = Callable[[int, int], None]


def _nobody(_done: int, _total: int) -> None:
    return


@dataclass(frozen=True, slots=True)
class _Told:
    status: int
    body: bytes


def hand_over(peer: Peer, data: bytes, identity: Identity, progress: Progress = _nobody) -> bytes:
    """Returns the bundle that a peer answers with. Nothing of it is checked here.

    Raises:
        NodeError: if the peer cannot be reached, is not who it should be, or refuses; the code says which.

    """
    challenge = _ask_challenge(peer)
    digest = hashlib.sha256(data).hexdigest()
    shown = Pass(identity.case, identity.own, peer.author, challenge, digest, len(data))
    heads = {
        PASS_HEAD: sign_pass(shown, identity.origin, identity.key),
        "Content-Type": BUNDLE_TYPE,
        "Content-Length": str(len(data)),
    }
    told = _call(peer, heads, data, progress)
    if told.status != 200:
        raise _refused(peer, told, _read_told(peer, told)[0])
    return told.body


def _ask_challenge(peer: Peer) -> str:
    told = _call(peer, {"Content-Length": "0"}, b"", _nobody)
    code, challenge = _read_told(peer, told)
    if told.status != 401 or not challenge:
        raise _refused(peer, told, code)
    return challenge


def _refused(peer: Peer, told: _Told, code: str) -> NodeError:
    if code in _SAID:
        return NodeError(code, peer=peer.author, status=told.status)
    # what the peer found wrong with the bundle: in its words, which are ours
    return NodeError("desk:refused", peer=peer.author, reason=code)


def _read_told(peer: Peer, told: _Told) -> tuple[str, str]:
    """The code and the challenge of an answer that is no bundle."""
    try:
        value = json.loads(told.body)
        code, challenge = value["code"], value.get("challenge", "")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NodeError("desk:not_a_node", peer=peer.author, status=told.status) from None
    good = isinstance(code, str) and isinstance(challenge, str) and len(code) < 100 and code.isascii()
    if not good or not code.replace(":", "").replace("_", "").isalnum():
        raise NodeError("desk:not_a_node", peer=peer.author, status=told.status)
    return code, challenge


def _call(peer: Peer, heads: dict[str, str], data: bytes, progress: Progress) -> _Told:
    connection = _connection(peer)
    total = len(data)

    def parts() -> Iterator[bytes]:
        for at in range(0, total, _CHUNK):
            yield data[at : at + _CHUNK]
            progress(min(at + _CHUNK, total), total)

    try:
        with suppress(BrokenPipeError, ConnectionResetError):
            # a peer that refuses may do so before it has read everything; its answer says why
            connection.request("POST", f"{peer.base}{PATH}", body=parts() if data else None, headers=heads)
        with connection.getresponse() as answer:
            most = MOST_BUNDLE_BYTES if answer.status == 200 else _MOST_TOLD
            return _Told(answer.status, _read(peer, answer, most, progress))
    except ssl.SSLCertVerificationError as error:
        raise NodeError("desk:certificate", peer=peer.author, host=peer.host, found=error.verify_message) from None
    except ssl.SSLError as error:
        raise NodeError("desk:tls", peer=peer.author, host=peer.host, found=error.reason or "") from None
    except (OSError, http.client.HTTPException) as error:
        found = getattr(error, "strerror", None) or type(error).__name__
        raise NodeError("desk:line", peer=peer.author, host=peer.host, port=peer.port, found=found) from None
    finally:
        connection.close()


def _connection(peer: Peer) -> http.client.HTTPConnection:
    if not peer.is_encrypted:
        return http.client.HTTPConnection(peer.host, peer.port, timeout=SILENT_SECONDS)
    try:
        context = ssl.create_default_context(cafile=str(peer.ca) if peer.ca else None)
    except (OSError, ssl.SSLError):
        raise NodeError("desk:authority", peer=peer.author, path=str(peer.ca)) from None
    return http.client.HTTPSConnection(peer.host, peer.port, timeout=SILENT_SECONDS, context=context)


def _read(peer: Peer, answer: http.client.HTTPResponse, most: int, progress: Progress) -> bytes:
    stated = answer.length or 0
    if stated > most:
        raise NodeError("desk:answer_too_long", peer=peer.author, expected=most, found=stated)
    parts, done = [], 0
    while part := answer.read(_CHUNK):
        done += len(part)
        if done > most:
            raise NodeError("desk:answer_too_long", peer=peer.author, expected=most, found=done)
        parts.append(part)
        if answer.status == 200:
            progress(done, max(stated, done))
    if stated and done != stated:
        raise NodeError("desk:line", peer=peer.author, host=peer.host, port=peer.port, found="IncompleteRead")
    return b"".join(parts)

"""The calling side: sends a bundle to another node and receives the bundle it answers with.

The certificate is checked as browsers check it; nothing is sent where that fails. No redirect is followed and no proxy
of the environment is used: the bundle goes to the address that the operator wrote, or nowhere. An interrupted call
resumes where it broke off, if the server is the same and nothing was appended meanwhile; otherwise it starts again, and
applying a bundle twice changes nothing.
"""

import hashlib
import http.client
import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from allforall.desk.wire.passes import Pass, sign_pass
from allforall.desk.wire.view import ANSWER_HEAD, BUNDLE_TYPE, KEYS_HEAD, PASS_HEAD, PATH
from allforall.errors import NodeError, Word
from allforall.node.bundles.exchange import Identity
from allforall.node.bundles.peers import Peer
from allforall.record.bundles import MOST_BUNDLE_BYTES
from allforall.record.notes import encode_base64

#: The longest silence on a line. The other node may be working on our bundle, or waiting for an officer's command.
SILENT_SECONDS = 120.0
_CHUNK = 1 << 16
#: The size limit of an answer that is not a bundle.
_MOST_TOLD = 4_096
#: What a desk reports about itself.
_SAID = frozenset(
    {
        "desk:body",
        "desk:busy",
        "desk:challenge",
        "desk:closed",
        "desk:length",
        "desk:method",
        "desk:nothing_here",
        "desk:pass",
        "desk:too_long",
    }
)
#: Temporary failures: the same call may succeed later.
PASSING = frozenset({"desk:body", "desk:busy", "desk:challenge", "desk:line"})
#: A bundle shorter than this is sent without asking how much of it has arrived before.
_WORTH_ASKING = 1 << 18
#: Ask, learn where to resume, send; once more if another call came in between.
_TURNS = 4
_DIGEST_SIGNS = 64

Progress = Callable[[int, int], None]


def _nobody(_done: int, _total: int) -> None:
    return


@dataclass(frozen=True, slots=True)
class _Told:
    status: int
    body: bytes
    answer: str = ""  # the digest of the whole answer


@dataclass(slots=True)
class Broken:
    """What remains of interrupted calls: whether there was one, and how much of which answer arrived."""

    is_again: bool = False
    answer: str = ""
    arrived: bytearray = field(default_factory=bytearray)


def hand_over(
    peer: Peer, data: bytes, identity: Identity, progress: Progress = _nobody, broken: Broken | None = None
) -> bytes:
    """Returns the bundle that a peer answers with. Only its completeness is checked here.

    `broken` is kept by the caller between calls with the same bundle.

    Raises:
        NodeError: if the peer cannot be reached, is not who it should be, or refuses; the code says which.

    """
    broken = broken if broken is not None else Broken()
    # if part of it may have arrived, ask before sending: with a call that claims all of it did
    at = len(data) if broken.is_again or len(data) > _WORTH_ASKING else 0
    broken.is_again = True
    for _ in range(_TURNS):
        told = _one_call(peer, data, at, identity, progress, broken)
        if told.status == 409:
            at = _go_on_at(peer, told, len(data))
            continue
        if told.status not in {200, 206}:
            raise _refused(peer, told, _read_told(peer, told)["code"])
        return _whole(peer, told, broken)
    raise NodeError("desk:body", peer=Word("author", peer.author))


def _one_call(peer: Peer, data: bytes, at: int, identity: Identity, progress: Progress, broken: Broken) -> _Told:
    shown = Pass(
        case=identity.case,
        sender=identity.own,
        to=peer.author,
        challenge=_ask_challenge(peer),
        bundle=hashlib.sha256(data).hexdigest(),
        size=len(data),
        at=at,
        answer=broken.answer,
        answer_at=len(broken.arrived),
    )
    heads = {
        PASS_HEAD: sign_pass(shown, identity.origin, identity.key),
        "Content-Type": BUNDLE_TYPE,
        "Content-Length": str(len(data) - at),
    }
    if identity.announced:
        heads[KEYS_HEAD] = encode_base64(identity.announced)
    return _call(peer, heads, memoryview(data)[at:], progress, broken)


def _go_on_at(peer: Peer, told: _Told, size: int) -> int:
    at = _read_told(peer, told).get("at")
    if not isinstance(at, int) or isinstance(at, bool) or not 0 <= at < size:
        raise NodeError("desk:not_a_node", peer=Word("author", peer.author), status=told.status)
    return at


def _whole(peer: Peer, told: _Told, broken: Broken) -> bytes:
    """The whole answer, whose beginning may have come with an earlier call."""
    body = bytes(broken.arrived) + told.body if told.status == 206 else told.body
    broken.answer, broken.arrived = "", bytearray()
    if hashlib.sha256(body).hexdigest() != told.answer:
        raise NodeError("desk:line", peer=Word("author", peer.author), host=peer.host, port=peer.port, found="SHA-256")
    return body


def _ask_challenge(peer: Peer) -> str:
    told = _call(peer, {"Content-Length": "0"}, memoryview(b""), _nobody, Broken())
    said = _read_told(peer, told)
    challenge = said.get("challenge", "")
    if told.status != 401 or not challenge or not isinstance(challenge, str):
        raise _refused(peer, told, said["code"])
    return challenge


def _refused(peer: Peer, told: _Told, code: str) -> NodeError:
    if code in _SAID:
        return NodeError(code, peer=Word("author", peer.author), status=told.status)
    # what the peer found wrong with the bundle, as one of our own codes
    return NodeError("desk:refused", peer=Word("author", peer.author), reason=Word("reason", code))


def _read_told(peer: Peer, told: _Told) -> dict[str, Any]:
    """Returns the code, with its parameters, of an answer that is not a bundle."""
    try:
        value = json.loads(told.body)
        code = value["code"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise NodeError("desk:not_a_node", peer=Word("author", peer.author), status=told.status) from None
    good = isinstance(value, dict) and isinstance(code, str) and len(code) < 100 and code.isascii()
    if not good or not code.replace(":", "").replace("_", "").isalnum():
        raise NodeError("desk:not_a_node", peer=Word("author", peer.author), status=told.status)
    return dict(value)


def _call(peer: Peer, heads: dict[str, str], data: memoryview, progress: Progress, broken: Broken) -> _Told:
    connection = _connection(peer)
    total = len(data)

    def parts() -> Iterator[memoryview]:
        for at in range(0, total, _CHUNK):
            yield data[at : at + _CHUNK]
            progress(min(at + _CHUNK, total), total)

    try:
        with suppress(BrokenPipeError, ConnectionResetError):
            # a peer may refuse before it has read everything; its answer says why
            connection.request("POST", f"{peer.base}{PATH}", body=parts() if total else None, headers=heads)
        with connection.getresponse() as answer:
            return _read(peer, answer, progress, broken)
    except ssl.SSLCertVerificationError as error:
        raise NodeError(
            "desk:certificate", peer=Word("author", peer.author), host=peer.host, found=error.verify_message
        ) from None
    except ssl.SSLError as error:
        raise NodeError(
            "desk:tls", peer=Word("author", peer.author), host=peer.host, found=error.reason or ""
        ) from None
    except (OSError, http.client.HTTPException) as error:
        found = getattr(error, "strerror", None) or type(error).__name__
        raise NodeError(
            "desk:line", peer=Word("author", peer.author), host=peer.host, port=peer.port, found=found
        ) from None
    finally:
        connection.close()


def _connection(peer: Peer) -> http.client.HTTPConnection:
    if not peer.is_encrypted:
        return http.client.HTTPConnection(peer.host, peer.port, timeout=SILENT_SECONDS)
    try:
        context = ssl.create_default_context(cafile=str(peer.ca) if peer.ca else None)
    except (OSError, ssl.SSLError):
        raise NodeError("desk:authority", peer=Word("author", peer.author), path=str(peer.ca)) from None
    return http.client.HTTPSConnection(peer.host, peer.port, timeout=SILENT_SECONDS, context=context)


def _read(peer: Peer, answer: http.client.HTTPResponse, progress: Progress, broken: Broken) -> _Told:
    is_bundle = answer.status in {200, 206}
    most = MOST_BUNDLE_BYTES if is_bundle else _MOST_TOLD
    digest = answer.headers.get(ANSWER_HEAD, "")
    stated = answer.length or 0
    if stated > most:
        raise NodeError("desk:answer_too_long", peer=Word("author", peer.author), expected=most, found=stated)
    body = bytearray()
    try:
        while part := answer.read1(_CHUNK):
            body += part
            if len(body) > most:
                raise NodeError(
                    "desk:answer_too_long", peer=Word("author", peer.author), expected=most, found=len(body)
                )
            if is_bundle:
                progress(len(body), max(stated, len(body)))
        if stated and len(body) != stated:
            raise http.client.IncompleteRead(bytes(body))
    except (OSError, http.client.HTTPException):
        if is_bundle and len(digest) == _DIGEST_SIGNS:
            if answer.status == 200:
                broken.arrived = bytearray()
            broken.answer = digest
            broken.arrived += body
        raise
    return _Told(answer.status, bytes(body), digest)

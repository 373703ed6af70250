"""The one address of a node: `POST /record/bundle` takes a bundle and answers with the bundle for its sender.

A WSGI application (PEP 3333), so that an operator may run it under another server. Rules kept here:

- without a valid pass (`passes`) in the head nothing of the body is read;
- an unreadable pass, one of another case or for another node, and a false signature all get the same answer: the caller
  learns only that there is a desk here;
- the length is stated in advance and limited, and so is the time for reading a body;
- what arrived before a line broke is kept, one bundle and one answer per author, so that a call can resume;
- one request per author at a time; an answer that is not a bundle is a short code and nothing more.
"""

import hashlib
import json
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from allforall.desk.wire.passes import NONCE_BYTES, SECRET_BYTES, Challenges, Pass, is_signed_pass, read_pass
from allforall.errors import AllforallError, InputError
from allforall.node.bundles.exchange import Exchanged, Holder, Identity, answer_again, answer_bundle, identify
from allforall.node.bundles.transfer import Intake
from allforall.record.notes import decode_base64

PATH = "/record/bundle"
PASS_HEAD = "Allforall-Pass"  # noqa: S105 - the name of a head, and no password
#: The entry that changed the caller's log key, where the desk may not have it yet (base64).
KEYS_HEAD = "Allforall-Keys"
_MOST_KEYS = 1 << 15
#: The digest of the whole answer, by which a caller resumes an interrupted one.
ANSWER_HEAD = "Allforall-Answer"
BUNDLE_TYPE = "application/vnd.allforall.bundle"
#: The most bytes of a body that are read, unless the operator says otherwise.
MOST_BODY = 1 << 26
#: Time limit for a body: a minute, and then no slower than this. Assumption: on a slower line, sticks are better.
GRACE_SECONDS, LEAST_BYTES_A_SECOND = 60.0, 1_000
_CHUNK = 1 << 16
#: How often a changed key of another author, imported from a stick meanwhile, is looked for at most.
_LOOK_AGAIN_SECONDS = 10.0

T = TypeVar("T")
StartResponse = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Happened:
    """What the operator is told: an author's bundle was applied, or why not."""

    author: str
    intake: Intake | None = None
    error: AllforallError | None = None


def _head(environ: dict[str, Any], name: str) -> str:
    return str(environ.get("HTTP_" + name.upper().replace("-", "_"), ""))


def _tell_nobody(_: Happened) -> None:
    return


class _Refused(Exception):  # noqa: N818 - an answer, which is no error of the program
    def __init__(self, status: str, code: str, **more: str | int) -> None:
        super().__init__(code)
        self.status, self.told = status, {"code": code, **more}


@dataclass(slots=True)
class _Kept:
    """What is kept of one author's call: its bundle as far as it arrived or, once that was applied, the answer."""

    bundle: str
    size: int
    data: bytearray = field(default_factory=bytearray)
    is_done: bool = False
    answer: bytes = b""

    @property
    def have(self) -> int:
        return self.size if self.is_done else len(self.data)


@dataclass(slots=True)
class Desk:
    """The application. `told` is called with the outcome of each authenticated request."""

    holder: Holder
    most: int = MOST_BODY
    told: Callable[[Happened], None] = _tell_nobody
    clock: Callable[[], float] = time.time
    timer: Callable[[], float] = time.monotonic
    random: Callable[[int], bytes] = os.urandom
    _identity: Identity | None = None
    _known_at: float = 0.0
    _challenges: Challenges | None = None
    _busy: set[str] = field(default_factory=set)
    _kept: dict[str, _Kept] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _looking: threading.Lock = field(default_factory=threading.Lock)
    _one_writer: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answers one request."""
        heads = [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]
        try:
            body, digest, is_rest = self._answer(environ)
            kind, status = BUNDLE_TYPE, "206 Partial Content" if is_rest else "200 OK"
            heads.append((ANSWER_HEAD, digest))
        except _Refused as refused:
            body, kind, status = json.dumps(refused.told).encode(), "application/json", refused.status
        heads += [("Content-Type", kind), ("Content-Length", str(len(body)))]
        if status.startswith("405"):
            heads.append(("Allow", "POST"))
        if status.startswith("503"):
            heads.append(("Retry-After", "5"))
        start_response(status, heads)
        return [body]

    def settle(self, seconds: float = 30.0) -> None:
        """Waits until bundles being applied are done, so that stopping a server interrupts nothing."""
        if self._one_writer.acquire(timeout=seconds):
            self._one_writer.release()

    def _answer(self, environ: dict[str, Any]) -> tuple[bytes, str, bool]:
        """Returns the bundle for the caller, the digest of the whole of it, and whether only its rest is sent."""
        if environ.get("PATH_INFO") != PATH or environ.get("QUERY_STRING"):
            raise _Refused("404 Not Found", "desk:nothing_here")
        if environ.get("REQUEST_METHOD") != "POST":
            raise _Refused("405 Method Not Allowed", "desk:method")
        text = _head(environ, PASS_HEAD)
        if not text:
            raise self._challenge()
        shown = self._check_pass(text, _head(environ, KEYS_HEAD))
        length = self._length(environ)
        if shown.size > self.most:
            raise _Refused("413 Content Too Large", "desk:too_long")
        if length != shown.size - shown.at:
            raise _Refused("400 Bad Request", "desk:length")
        with self._alone(shown):
            kept = self._keep(shown)
            if not kept.is_done:
                self._read(environ["wsgi.input"], kept)
                if hashlib.sha256(kept.data).hexdigest() != shown.bundle:
                    del self._kept[shown.sender]
                    raise _Refused("400 Bad Request", "desk:body")
                self._exchange(shown.sender, kept)
            elif hashlib.sha256(kept.answer).hexdigest() != shown.answer:
                # applied before; later entries are included
                kept.answer = self._at_node(shown.sender, lambda: answer_again(self.holder, shown.sender))
            digest = hashlib.sha256(kept.answer).hexdigest()
            is_rest = digest == shown.answer and 0 < shown.answer_at <= len(kept.answer)
            return (kept.answer[shown.answer_at :] if is_rest else kept.answer), digest, is_rest

    def _keep(self, shown: Pass) -> _Kept:
        """Returns what is here of the bundle that the pass names, up to where the caller resumes."""
        kept = self._kept.get(shown.sender)
        if kept is None or (kept.bundle, kept.size) != (shown.bundle, shown.size):
            kept = _Kept(shown.bundle, shown.size)
        if shown.at > kept.have:
            raise _Refused("409 Conflict", "desk:resume", at=kept.have)
        if shown.at < kept.have:
            kept = _Kept(shown.bundle, shown.size, kept.data[: shown.at])
        if kept.have < shown.at:  # it was applied before, and is sent again from the middle
            raise _Refused("409 Conflict", "desk:resume", at=0)
        self._kept[shown.sender] = kept
        return kept

    def _challenge(self) -> _Refused:
        with self._guard:
            if self._challenges is None:
                self._challenges = Challenges(self.random(SECRET_BYTES))
            challenge = self._challenges.make(self.clock(), self.random(NONCE_BYTES))
        return _Refused("401 Unauthorized", "desk:challenge", challenge=challenge)

    def _check_pass(self, text: str, keys: str) -> Pass:
        refused = _Refused("403 Forbidden", "desk:pass")
        read = read_pass(text)
        announced = (decode_base64(keys) or b"") if keys.isascii() and len(keys) <= _MOST_KEYS else b""
        if read is None:
            raise refused
        shown, envelope = read
        for again in (False, True):
            identity = self._known(again=again)
            meant = (shown.case, shown.to) == (identity.case, identity.own) and shown.sender != identity.own
            if not meant or shown.sender not in identity.states:
                raise refused
            if is_signed_pass(envelope, identity.keys_of(shown.sender, announced)):
                break
        else:
            raise refused
        # Only now: a caller without a key of the case must not learn whether a challenge is valid.
        if self._challenges is None or not self._challenges.is_good(shown.challenge, self.clock()):
            raise self._challenge()
        return shown

    def _known(self, *, again: bool) -> Identity:
        """This node's identity and the keys it trusts; looked up again for an unknown key, but not often."""
        with self._looking:
            old = self.timer() - self._known_at > _LOOK_AGAIN_SECONDS
            if self._identity is None or (again and old):
                self._identity = self._at_node("", lambda: identify(self.holder))
                self._known_at = self.timer()
            return self._identity

    def _length(self, environ: dict[str, Any]) -> int:
        stated = environ.get("CONTENT_LENGTH", "")
        if environ.get("HTTP_TRANSFER_ENCODING") or not (stated.isascii() and stated.isdecimal()):
            raise _Refused("411 Length Required", "desk:length")
        if len(stated) > 12 or int(stated) > self.most:
            raise _Refused("413 Content Too Large", "desk:too_long")
        return int(stated)

    @contextmanager
    def _alone(self, shown: Pass) -> Iterator[None]:
        with self._guard:
            if shown.sender in self._busy:
                raise _Refused("503 Service Unavailable", "desk:busy")
            if self._challenges is None or not self._challenges.is_good(shown.challenge, self.clock()):
                raise _Refused("403 Forbidden", "desk:pass")  # another request used it a moment ago
            self._challenges.use(shown.challenge, self.clock())
            self._busy.add(shown.sender)
        try:
            yield
        finally:
            with self._guard:
                self._busy.discard(shown.sender)

    def _read(self, stream: Any, kept: _Kept) -> None:
        left = kept.size - len(kept.data)
        until = self.timer() + GRACE_SECONDS + left / LEAST_BYTES_A_SECOND
        # reads what has arrived, not as much as was asked for: else one byte a minute could hold us for ever
        read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
        while left:
            try:
                part = read(min(left, _CHUNK))
            except OSError:
                part = b""
            if not part or self.timer() > until:
                raise _Refused("408 Request Timeout", "desk:body")
            kept.data += part
            left -= len(part)

    def _exchange(self, sender: str, kept: _Kept) -> None:
        def exchange() -> Exchanged:
            with self._one_writer:
                return answer_bundle(self.holder, sender, bytes(kept.data))

        try:
            done = self._at_node(sender, exchange)
        except _Refused as refused:
            if refused.status.startswith("422"):
                del self._kept[sender]  # sent again, it would be refused again
            raise
        kept.is_done, kept.data, kept.answer = True, bytearray(), done.answer
        with self._looking:
            self._identity, self._known_at = done.identity, self.timer()
        self.told(Happened(sender, done.intake))

    def _at_node(self, author: str, act: Callable[[], T]) -> T:
        """Runs an act at the node. The caller gets a code for what it can act on, the operator the whole error."""
        try:
            return act()
        except AllforallError as error:
            if author:
                self.told(Happened(author, error=error))
            if isinstance(error, InputError):
                raise _Refused("422 Unprocessable Content", error.code) from error
            busy = error.code in {"node:lock:held", "record:log:held"}
            raise _Refused("503 Service Unavailable", "desk:busy" if busy else "desk:closed") from error

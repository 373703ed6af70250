"""A small server for the desk: the standard library's WSGI server, with the protection a handful of known peers needs.

Bounded threads, a limit on how long a socket may be silent, no banner, no name look-ups, no log of addresses. It is
meant to run on loopback behind the operator's TLS proxy (docs/decisions/0074).
"""

import socket
import threading
from dataclasses import dataclass
from socketserver import ThreadingMixIn
from typing import IO, Any, cast
from wsgiref.handlers import SimpleHandler
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from allforall.desk.wire.view import Desk
from allforall.errors import NodeError

#: A handful of peers with one call each, and room for as many unknown callers. Assumption.
MOST_CALLS = 16
SILENT_SECONDS = 30
_MOST_LINE = 1 << 16
_LINGER_SECONDS, _MOST_LINGER = 2, 1 << 22


class _Answering(SimpleHandler):
    server_software = ""  # callers need not know which software answers
    http_version = "1.0"

    def log_exception(self, exc_info: Any) -> None:
        """Logs nothing: a traceback could quote a request."""


class _Request(WSGIRequestHandler):
    timeout = SILENT_SECONDS

    def address_string(self) -> str:
        return str(self.client_address[0])  # no look-up of names

    def log_message(self, *_: Any) -> None:
        """Logs nothing: callers are not logged; the desk reports what was exchanged."""

    def version_string(self) -> str:
        return ""

    def handle(self) -> None:
        try:
            self.raw_requestline = self.rfile.readline(_MOST_LINE + 1)
            if len(self.raw_requestline) > _MOST_LINE:
                self.requestline = self.request_version = self.command = ""
                self.send_error(414)
                return
            if not self.parse_request():
                return
            stdin, stdout = cast("IO[bytes]", self.rfile), cast("IO[bytes]", self.wfile)
            handler = _Answering(stdin, stdout, self.get_stderr(), self.get_environ(), multithread=True)
            handler.run(self.server.get_app())  # type: ignore[attr-defined]  # the server is ours, below
            self._let_it_be_read()
        except OSError:
            return  # the caller is gone, or was silent for too long

    def _let_it_be_read(self) -> None:
        """Waits until the answer can be read: closing while a body arrives would reset the line and lose the answer."""
        self.connection.shutdown(socket.SHUT_WR)
        self.connection.settimeout(_LINGER_SECONDS)
        for _ in range(_MOST_LINGER // _MOST_LINE):
            if not self.connection.recv(_MOST_LINE):
                return


class DeskServer(ThreadingMixIn, WSGIServer):
    """Serves the desk until it is shut down, with one thread per call and a limit on threads."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 2 * MOST_CALLS

    def __init__(self, address: tuple[str, int], desk: Desk) -> None:
        self._free = threading.BoundedSemaphore(MOST_CALLS)
        if ":" in address[0]:
            self.address_family = socket.AF_INET6
        super().__init__(address, _Request)
        self.set_app(desk)

    def server_bind(self) -> None:
        """Binds without asking a name server for this machine's name."""
        socket.socket.bind(self.socket, self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])
        self.setup_environ()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Gives a call to a thread; if none is free, the call is closed and the caller tries again."""
        if not self._free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answers one call."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Logs nothing: the call ends, and the desk has reported what matters."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a desk is served."""

    host: str
    port: int


def bind(desk: Desk, place: Place) -> DeskServer:
    """Returns a server bound to its port; `serve_forever` starts answering.

    Raises:
        NodeError: the port is not available.

    """
    try:
        return DeskServer((place.host, place.port), desk)
    except (OSError, OverflowError) as error:
        found = getattr(error, "strerror", None) or str(error)
        raise NodeError("desk:port", host=place.host, port=place.port, found=found) from None

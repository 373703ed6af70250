"""The agent: a process that holds opened keys behind a socket until its time is over. Standard library only.

`agent.start` starts it and passes it the keys as one line of JSON on standard input, so that nothing of them is in
an argument, an environment or a file. It answers one line with one line:

```
{"ask": "keys", "node": "/srv/hq"}   ->  what it holds
{"ask": "who", "node": "/srv/hq"}    ->  whose keys it holds, and until when
{"ask": "lock", "node": "/srv/hq"}   ->  {"locked": true}, and it ends
anything else                        ->  {"error": "form"}; of another node {"error": "node"}
```

It answers only processes of its own user, cannot be traced or dumped where the system allows that, and ends when its
time is over, when told to, when its socket is removed, or when the session that it was started from has ended. A
lock file that it holds while it runs shows whether a socket belongs to a running agent: the kernel releases it whatever
happens.
"""

import contextlib
import ctypes
import fcntl
import json
import os
import resource
import signal
import socket
import struct
import sys
import time
from pathlib import Path
from typing import Any

MOST_LINE = 65_536
_PR_SET_DUMPABLE = 4
_ANSWER_SECONDS = 2.0
_LOOK_SECONDS = 1.0


def boot_time() -> float:
    """Returns the seconds since the machine was started, including sleep where the system counts it."""
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(clock)


def peer_user(connection: socket.socket) -> int | None:
    """Returns the user whose process is at the other end; None where the system does not tell."""
    option = getattr(socket, "SO_PEERCRED", None)
    if option is None:
        return None
    _, user, _ = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, option, struct.calcsize("3i")))
    return int(user)


def read_line(connection: socket.socket, seconds: float) -> bytes:
    """Returns the input up to the end of a line, cut at the maximum length.

    Raises:
        TimeoutError: if the whole of it took longer; a caller that sends a byte now and then must hold nobody up.

    """
    data, ends = b"", time.monotonic() + seconds
    while not data.endswith(b"\n") and len(data) < MOST_LINE:
        left = ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        connection.settimeout(left)
        more = connection.recv(4096)
        if not more:
            break
        data += more
    return data


def _harden() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, AttributeError):  # Linux alone has it
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _end(_number: int, _frame: object) -> None:
    raise SystemExit


def _reply(held: dict[str, Any], line: bytes) -> tuple[dict[str, Any], bool]:
    """Returns the answer to a line, and whether the agent ends with it."""
    try:
        asked = json.loads(line)
        ask, node = asked["ask"], asked["node"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {"error": "form"}, False
    if node != held["node"]:
        return {"error": "node"}, False
    if ask == "keys":
        return held, False
    if ask == "who":
        return {name: held[name] for name in ("node", "who", "until")}, False
    if ask == "lock":
        return {"locked": True}, True
    return {"error": "form"}, False


def _serve(server: socket.socket, path: Path, held: dict[str, Any], watched: int) -> None:
    ends = boot_time() + held["seconds"]
    server.settimeout(_LOOK_SECONDS)
    while boot_time() < ends and _lives(watched) and path.exists():  # without its socket nobody could end it
        try:
            connection, _ = server.accept()
        except TimeoutError:
            continue
        with connection, contextlib.suppress(OSError):
            connection.settimeout(_ANSWER_SECONDS)
            if peer_user(connection) not in {None, os.getuid()}:
                continue
            line = read_line(connection, _ANSWER_SECONDS)
            answer, over = _reply(held, line) if boot_time() < ends else ({"error": "expired"}, True)
            connection.sendall(json.dumps(answer).encode() + b"\n")
            if over:
                return


def _lives(process: int) -> bool:
    if not process:
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def main() -> None:
    """Holds what came on standard input; prints ``ready`` or ``there`` on standard output and closes both."""
    _harden()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _end)
    held = json.loads(sys.stdin.buffer.readline())
    path, watched = Path(held.pop("socket")), int(held.pop("watched"))
    guard = os.open(path.with_suffix(".held"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("there", flush=True)  # noqa: T201 - to the process that started it
        return
    path.unlink(missing_ok=True)  # no agent is running, so it was left behind
    os.umask(0o177)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen(16)
        print("ready", flush=True)  # noqa: T201 - as above
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        try:
            _serve(server, path, held, watched)
        finally:
            path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()

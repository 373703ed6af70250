"""Asking the agent (`agent_process`) for opened keys, and starting and stopping it.

It holds what opens this node's key files, and for one officer their signing key and that their passphrase was right. It
gives them to any command of the same user that asks, for that command's short life: no key is written anywhere.
Never two officers' keys: an act that takes two officers must be done by two people.
"""

import json
import os
import select
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from allforall.errors import CallError, GateError, NodeError
from allforall.node.folder import Node
from allforall.node.keys import agent_process
from allforall.node.keys.agent_process import peer_user, read_line
from allforall.node.keys.key_files import Cost, Lock, OfficerKey
from allforall.node.officers import Authenticated, resume
from allforall.record.signatures import SEED_BYTES, SigningKey

#: How long it holds keys by default, and at most. Assumption: a working day.
SECONDS, MOST_SECONDS = 30 * 60, 12 * 60 * 60
#: The longest socket path that every system allows.
_MOST_PATH = 100
_ANSWER_SECONDS = 5.0
_START_SECONDS = 20.0


@dataclass(frozen=True, slots=True, repr=False)
class Unlocked:
    """What an agent holds of one node: `who` is the officer's name, empty where it holds the node's keys alone."""

    until: datetime
    who: str
    evidence: str
    lock: Lock | None
    key: OfficerKey | None

    def officer(self) -> Authenticated:
        """Returns the officer who typed their passphrase for this agent."""
        return resume(self.who, self.evidence)


def _socket_path(node: Path) -> Path:
    """Returns where a node's agent listens: in the node's folder, or in a private one if that path is too long."""
    folder = node.resolve()
    own = folder / "agent.sock"
    if len(os.fsencode(own)) <= _MOST_PATH:
        return own
    base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / f"allforall-{os.getuid()}"
    base.mkdir(mode=0o700, exist_ok=True)
    found = base.lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise NodeError("agent:folder", path=str(base))
    return base / f"{sha256(os.fsencode(folder)).hexdigest()[:16]}.sock"


def _ask(node: Path, ask: str) -> dict[str, Any] | None:
    """Returns what the agent of a node answers, or None where there is none."""
    path = _socket_path(node)
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(_ANSWER_SECONDS)
        try:
            connection.connect(str(path))
            if peer_user(connection) not in {None, os.getuid()}:
                raise NodeError("agent:user", path=str(path))
            connection.sendall(json.dumps({"ask": ask, "node": str(node.resolve())}).encode() + b"\n")
            line = read_line(connection, _ANSWER_SECONDS)
        except (FileNotFoundError, ConnectionError):
            return None  # none, or one that ended and left its socket behind
        except OSError as error:
            raise NodeError("agent:answer", path=str(path), found=error.strerror or type(error).__name__) from None
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise NodeError("agent:answer", path=str(path), found=str(len(line)))
    if value.get("error") == "expired":
        return None
    if value.get("error") == "node":
        raise GateError("agent:other-node", path=str(path))
    if "error" in value:
        raise NodeError("agent:answer", path=str(path), found=str(value["error"])[:20])
    return value


def find_agent(node: Path) -> Unlocked | None:
    """Returns what the agent of a node holds, or None where there is none.

    Raises:
        NodeError: what answers is not an agent of this user's.
        GateError: it is another node's.

    """
    value = _ask(node, "keys")
    if value is None:
        return None
    try:
        lock, key = value["lock"], value["key"]
        return Unlocked(
            until=datetime.fromisoformat(value["until"]),
            who=str(value["who"]),
            evidence=str(value["evidence"]),
            lock=Lock(Cost(**lock["cost"]), bytes.fromhex(lock["salt"]), bytes.fromhex(lock["key"])) if lock else None,
            key=OfficerKey(str(key["name"]), SigningKey(bytes.fromhex(key["seed"]))) if key else None,
        )
    except (KeyError, TypeError, ValueError):
        raise NodeError("agent:answer", path=str(_socket_path(node)), found="keys") from None


def end_agent(node: Path) -> bool:
    """Returns whether there was an agent; it has now forgotten everything."""
    return _ask(node, "lock") is not None


def start_agent(
    node: Node, *, seconds: int, lock: Lock | None, officer: Authenticated | None, key: OfficerKey | None
) -> Unlocked:
    """Returns what an agent holds from now on, for so many seconds.

    Raises:
        CallError: for longer than it may.
        GateError: there is one already; its keys are not changed.
        NodeError: it did not start.

    """
    if not 0 < seconds <= MOST_SECONDS:
        raise CallError("agent:for", expected=f"1m-{MOST_SECONDS // 3600}h", found=seconds)
    there = find_agent(node.path)
    if there is not None:
        raise GateError("agent:there", until=there.until.isoformat(timespec="minutes"))
    until = datetime.now(UTC) + timedelta(seconds=seconds)
    leader = os.getsid(0)
    held = {
        "node": str(node.path.resolve()),
        "socket": str(_socket_path(node.path)),
        "watched": 0 if leader == os.getpid() else leader,  # a command that is its own session ends at once
        "seconds": seconds,
        "until": until.isoformat(),
        "who": officer.name if officer else "",
        "evidence": officer.evidence if officer else "",
        "lock": _lock_as_data(lock),
        "key": {"name": key.name, "seed": key.key.seed.hex()} if key else None,
    }
    said = _start(json.dumps(held).encode() + b"\n")
    if said == "there":
        raise GateError("agent:there", until="")
    if said != "ready":
        raise NodeError("agent:start")
    return Unlocked(until, str(held["who"]), str(held["evidence"]), lock, key)


def _lock_as_data(lock: Lock | None) -> dict[str, Any] | None:
    if lock is None or len(lock.key) != SEED_BYTES:
        return None
    cost = {"n": lock.cost.n, "r": lock.cost.r, "p": lock.cost.p}
    return {"cost": cost, "salt": lock.salt.hex(), "key": lock.key.hex()}


def _start(line: bytes) -> str:
    """Returns the first line that the new process prints. Its file runs by itself: it needs nothing of this package."""
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own file
        [sys.executable, "-I", agent_process.__file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={},
        start_new_session=True,
    )
    if process.stdin is None or process.stdout is None:
        raise NodeError("agent:start")
    with process.stdin as given, process.stdout as told:
        try:
            given.write(line)
            given.close()
        except BrokenPipeError:
            return ""
        if not select.select([told], [], [], _START_SECONDS)[0]:
            process.kill()
            return ""
        said = told.readline().decode(errors="replace").strip()
    process.returncode = 0  # it continues after this process has ended
    return said

"""What every test relies on: no network but loopback, where ground truth lies, nodes to work with."""

import os
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI") == "true"


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch):
    real = socket.socket.connect

    def connect(self, address):
        local = self.family == socket.AF_UNIX or address[0] in {"127.0.0.1", "::1", "localhost"}
        assert local, f"a test reached for {address!r}"
        return real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(scope="session")
def ground_truth() -> Path:
    """The folder of data that nobody here wrote; where it is absent a test skips and says so, in CI never."""
    folder = Path(os.environ.get("ALLFORALL_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        assert not IN_CI, f"ground truth is missing in CI: {folder}"
        pytest.skip(f"ground truth is not here: {folder} (set ALLFORALL_DATA)")
    return folder


class SteppingClock:
    """A clock that stands where it was set."""

    def __init__(self) -> None:
        self.moment = datetime(2025, 6, 10, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()

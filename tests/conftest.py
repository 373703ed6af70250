"""What every test relies on: no network but loopback, where ground truth lies, nodes to work with."""

import os
import socket
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from tests import made_before

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI") == "true"
#: What outlives a restart is no memory (Filesystem Hierarchy Standard 3.0, section 5.15).
DISK = Path("/var/tmp")

made_before.put_in_place()
if "PYTEST_XDIST_WORKER" in os.environ:
    # How long an example takes says nothing where as many tests run at a time as there are processors.
    settings.register_profile("spread", settings.default, deadline=None)
    settings.load_profile("spread")


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch):
    real = socket.socket.connect

    def connect(self, address):
        local = self.family == socket.AF_UNIX or address[0] in {"127.0.0.1", "::1", "localhost"}
        assert local, f"a test reached for {address!r}"
        return real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture
def tmp_path(request, tmp_path):
    """A folder of the test's own: in memory where `dev.py` put pytest's, but on the disk where the test is about what a
    crash or a fault leaves there (`tests/contract`, and whatever is marked `disk`).
    """
    about_the_disk = "contract" in request.path.parts or request.node.get_closest_marker("disk")
    if not about_the_disk or not DISK.is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(prefix="allforall-", dir=DISK, ignore_cleanup_errors=True) as folder:
        yield Path(folder).resolve()


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

"""The campaigns of faults and bad input in their small modes; the full ones' results are in docs/record-faults.md."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def place(tmp_path):
    """In memory where there is such a place: the faults are made here, and the syncs of a busy disk take minutes."""
    memory = Path("/dev/shm")
    if not memory.is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


def run(mode, count, folder, seed=7):
    command = [sys.executable, "tools/record_faults.py", mode, "--count", str(count), "--seed", str(seed)]
    return subprocess.run([*command, "--folder", str(folder)], cwd=ROOT, check=False, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("mode", "count", "reached"),
    [
        ("kills", 12, ["written between two kills"]),
        ("calls", 40, ["in fsync", "in pwrite", "in open", "short write", "disk full for good"]),
        ("cuts", 6, ["cuts", "shorter than its index"]),
        ("bits", 400, ["bits flipped"]),
        (
            "forks",
            150,
            ["fork, with entries, longer", "fork, a checkpoint alone", "replay with entries", "honest growth"],
        ),
        ("hostile", 40, ["taken in", "refused"]),
        ("mutants", 4_000, ["entry: read", "checkpoint: read", "proof: read", "fork: read", "policy: read"]),
    ],
)
def test_a_small_campaign_finds_nothing_and_reaches_what_it_is_for(place, mode, count, reached):
    done = run(mode, count, place)
    assert not done.returncode, done.stdout + done.stderr
    for what in reached:
        assert what in done.stdout, done.stdout


_SABOTAGE = """
import sys
sys.path.insert(0, "tools")
import {module} as campaign
{sabotage}
met, failures = campaign.{mode}({count}, 7, __import__("pathlib").Path({folder!r}))
sys.exit(1 if failures else 0)
"""


# each takes one guard away, and the campaign has to find it
_NOTES, _LOG = "import allforall.record.notes as part; ", "import allforall.store.record.log_file as part; "
_BRANCHES = "import allforall.node.bundles.branches as part; "
SABOTAGE = {
    "the last byte of a bundle does not count": (
        ("bytes", "bits", 3_000),
        "campaign.read_bundle = lambda data, real=campaign.read_bundle: real(data[:-1] + bytes([0]))",
    ),
    "base64 is read in any form": (
        ("bytes", "mutants", 6_000),
        _NOTES + "part.decode_base64 = lambda text: __import__('base64').b64decode(text.encode() + b'==')",
    ),
    "every signature is good": (("bytes", "mutants", 6_000), _NOTES + "part.is_signed = lambda *_: True"),
    "JSON is read in any form": (
        ("bytes", "mutants", 6_000),
        "import allforall.record.canonical as part; from unittest.mock import ANY; part._written = lambda value: ANY",
    ),
    "a short write is taken for a whole one": (
        ("disk", "calls", 60),
        _LOG + "part.write_all = lambda handle, data, at=0: part.os.pwrite(handle, data, at)",
    ),
    "a log goes on after a failed write": (
        ("disk", "calls", 60),
        _LOG + "part.LogFile.broken = property(lambda self: False, lambda self, value: None)",
    ),
    "a frame that was cut stays": (("disk", "cuts", 20), _LOG + "part._write_again = lambda *_: None"),
    "no two views contradict each other": (
        ("views", "forks", 150),
        _BRANCHES + "part._contradicts = lambda *_: False",
    ),
    "evidence has no proof": (("views", "forks", 150), _BRANCHES + "part.Branch.path = lambda self, size: ()"),
}


@pytest.mark.parametrize("guard", SABOTAGE)
def test_a_campaign_finds_a_guard_that_was_taken_away(place, guard):
    (part, mode, count), sabotage = SABOTAGE[guard]
    program = _SABOTAGE.format(
        module=f"record_faults_{part}", mode=mode, count=count, sabotage=sabotage, folder=str(place)
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr, done.stderr

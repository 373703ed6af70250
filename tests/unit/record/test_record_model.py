"""The models of offer and outcome, in their small bounds: with all rules no violation, without each rule one."""

import os
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tools"))
import check_model  # noqa: E402  the command stands in tools

MISSING = [program for program in ("spin", "gcc") if not shutil.which(program)]
SMALL = [run for run in check_model.RUNS if run.small]


@pytest.mark.skipif(bool(MISSING) and os.environ.get("CI") != "true", reason=f"not installed: {' '.join(MISSING)}")
@pytest.mark.parametrize("run", SMALL, ids=lambda run: run.name)
def test_the_model_finds_what_it_must_and_nothing_else(run):
    assert not MISSING, MISSING
    assert check_model.fault(run, check_model.check(run, limit=300)) == ""


def test_each_rule_has_a_run_without_it_and_the_naive_protocol_is_among_them():
    broken = [run for run in SMALL if run.violated]
    assert len(broken) == 6
    assert "naive" in {run.name for run in broken}


def test_a_run_that_found_nothing_or_reached_too_little_is_a_fault():
    found = check_model.Found(0, 10, 0.1, complete=True, reached={1: 3})
    assert check_model.fault(check_model.Run("a", "", violated=True), found)
    assert check_model.fault(check_model.Run("a", "", reaches=(1, 2)), found)
    assert not check_model.fault(check_model.Run("a", "", reaches=(1,)), found)
    cut = check_model.Found(0, 10, 0.1, complete=False, reached={1: 3})
    assert check_model.fault(check_model.Run("a", ""), cut)

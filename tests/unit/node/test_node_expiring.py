"""Backups end on a stated day."""

import json
import os
import zipfile
from datetime import date, timedelta

import pytest
from conftest_node import NOBODY, ONE

from allforall.errors import CallError, GateError
from allforall.node.keep.backup import back_up
from allforall.node.keep.doctor import _examine
from allforall.node.keep.expiry import KEEP_DAYS, destroy_expired, expired, find_backups, last_day
from allforall.store.node.models import Act


def _doctor(node):
    return next(check for check in _examine(node) if check.code == "doctor:backup:none-expired")


def test_a_backup_says_until_when_it_is_kept(node, clock):
    path = back_up(node, keep_days=30)
    with zipfile.ZipFile(path) as pack:
        assert json.loads(pack.read("manifest.json"))["keep_until"] == "2025-07-10"
    assert [(one.path, one.keep_until) for one in find_backups(node)] == [(path, date(2025, 7, 10))]
    assert last_day(node) == date(2025, 7, 10)


@pytest.mark.parametrize("days", [0, -1, 100_000])
def test_a_backup_without_a_sensible_end_is_not_made(node, days):
    with pytest.raises(CallError) as refused:
        back_up(node, keep_days=days)
    assert refused.value.code == "backup:days:wrong"
    assert find_backups(node) == ()


def test_the_doctor_names_what_is_kept_beyond_its_day_and_a_command_destroys_it(node, clock):
    first = back_up(node, keep_days=30)
    clock.moment += timedelta(days=30)
    second = back_up(node)
    assert _doctor(node).good
    assert destroy_expired(node, ONE) == ()
    clock.moment += timedelta(days=1)
    check = _doctor(node)
    assert (check.good, check.found) == (False, first.name)
    with pytest.raises(GateError):
        destroy_expired(node, NOBODY)
    assert first.exists()
    assert [one.path for one in destroy_expired(node, ONE)] == [first]
    assert (first.exists(), second.exists(), _doctor(node).good) == (False, True, True)
    assert Act.objects.get(kind="backups:destroy").details == {"backups": [first.name]}


def test_what_an_older_program_or_a_restore_left_ends_too(node, clock):
    folder = node.path / "backups"
    old = back_up(node)
    with zipfile.ZipFile(old) as pack:
        manifest = json.loads(pack.read("manifest.json"))
    del manifest["keep_until"]
    (folder / "20250101T000000Z.zip").write_bytes(b"")  # cut off: it cannot be read any more
    with zipfile.ZipFile(folder / "20250201T000000Z.zip", "w") as pack:
        pack.writestr("manifest.json", json.dumps(manifest))
    (folder / "replaced-20250301T000000Z").mkdir()
    (folder / "replaced-20250301T000000Z" / "node.sqlite").write_bytes(b"rows")
    (folder / "99999999T999999Z.zip").write_bytes(b"")
    os.utime(folder / "99999999T999999Z.zip", (0, 0))
    (folder / ".20250601T000000Z.zip.sqlite").write_bytes(b"half a backup")
    days = {one.path.name: one.keep_until for one in find_backups(node)}
    made = {
        "20250101T000000Z.zip": date(2025, 1, 1),
        "20250201T000000Z.zip": date(2025, 2, 1),
        "replaced-20250301T000000Z": date(2025, 3, 1),
        "99999999T999999Z.zip": date(1970, 1, 1),
        old.name: clock().date(),
    }
    for name, day in made.items():
        assert days[name] == day + timedelta(days=KEEP_DAYS), name
    gone = {one.path.name for one in expired(node)}
    assert gone == set(days) - {old.name}
    destroy_expired(node, ONE)
    assert [path.name for path in folder.iterdir()] == [old.name]

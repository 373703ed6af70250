"""Payloads under random histories of two nodes: sealed, carried, rotated, erased, kept on sticks, in any order."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from tests.record_making import Table

from allforall.errors import CallError, GateError
from allforall.node.record import payload_erasure, payloads
from allforall.node.record.held import look_ahead
from allforall.node.record.payload_erasure import erase_payloads
from allforall.node.record.payloads import (
    blobs_folder,
    bundle_files,
    end_old_epochs,
    open_payload,
    rewrap,
    rotate_epoch,
    seal_for,
    take_payloads,
)
from allforall.record.erasures import Reason
from allforall.record.payloads import domain_of
from allforall.record.sealing import unwrap
from allforall.store.record.payload_files import held_keys, held_payloads

A, B = "party_a", "party_b"
KIND = "test:sealed"
ACTS = {"seal": 4, "carry": 6, "old_stick": 4, "rotate": 2, "wait": 2, "erase": 3}
STEPS = 24


class History:
    """One history; every node is opened for one act at a time, and looked at after each act."""

    def __init__(self, folder, seed):
        self.dice = random.Random(seed)
        self.moment = datetime(2025, 6, 10, 9, 0, tzinfo=UTC)
        self.table = Table(folder, lambda: self.moment, database=False)
        self.content: dict[str, bytes] = {}
        self.author: dict[str, str] = {}
        self.erased: dict[str, set[str]] = {A: set(), B: set()}
        self.sticks: list[tuple[str, dict[str, bytes]]] = []
        self.reached: Counter[str] = Counter()

    def run(self):
        for _ in range(STEPS):
            act = self.dice.choices([*ACTS], weights=[*ACTS.values()])[0]
            getattr(self, act)(self.dice.choice((A, B)))
            for author in (A, B):
                with self.table.at(author) as record:
                    self.look(record)

    def seal(self, author):
        content = self.dice.randbytes(32)
        with self.table.at(author) as record:
            sealed = seal_for(record, content, domain_of(KIND), [B if author == A else A])
            self.table.say(record, KIND, {"payload": sealed.name}, commitments=[sealed.commitment])
        self.content[sealed.name], self.author[sealed.name] = content, author

    def carry(self, sender):
        reader = B if sender == A else A
        with self.table.at(sender) as record:
            files = bundle_files(record, reader, again=True)
            entries = record.held[sender].file.entries(0, record.held[sender].size)
        self.sticks.append((reader, files))
        with self.table.at(reader) as record:
            held = record.held[sender]
            new = entries[held.size :]
            held.take(new, look_ahead(held.state, new))
            take_payloads(record, files)
            rewrap(record)

    def old_stick(self, _author):
        """One that holds something that was erased since, where there is one."""
        gone = [one for one in self.sticks if any(f"payloads/{name}" in one[1] for name in self.erased[one[0]])]
        if gone or self.sticks:
            reader, files = self.dice.choice(gone or self.sticks)
            with self.table.at(reader) as record:
                take_payloads(record, files)
            self.reached["an old stick with something erased"] += bool(gone)

    def rotate(self, author):
        with self.table.at(author) as record:
            ends = self.moment.date() + timedelta(days=self.dice.randrange(3))
            rotate_epoch(record, self.table.officers[author][:2], old_ends=ends)

    def wait(self, _author):
        self.moment += timedelta(days=1)
        for author in (A, B):
            with self.table.at(author) as record:
                end_old_epochs(record)

    def erase(self, author):
        with self.table.at(author) as record:
            held = {*held_payloads(blobs_folder(record))}
            known = [name for name in self.content if name in held]  # in their order: names are drawn anew every time
            if known:
                name = self.dice.choice(known)
                erase_payloads(record, [name], self.table.officers[author][:2], Reason.PERSON_ASKED)
                self.erased[author].add(name)
                self.reached["erased"] += 1

    def look(self, record):
        """Nobody holds or opens what it erased, the author opens all the rest, and nobody opens anything else."""
        me, folder = record.own, blobs_folder(record)
        there = {*held_payloads(folder), *(one.payload for one in held_keys(folder))}
        assert not there & self.erased[me]
        for name, content in self.content.items():
            try:
                found = open_payload(record, name).content
            except (GateError, CallError):
                # Of the other side's it may not have arrived, or be wrapped to an epoch that has ended.
                mine = self.author[name] == me and name not in self.erased[me]
                found = b"lost" if mine else None
            if name in self.erased[me]:
                assert found is None
            elif found is not None:
                assert found == content
                self.reached["opened after a rotation"] += record.states[me].keys.epoch[0] > 1
        for reader, files in self.sticks:
            for path, wrapped in files.items() if reader == me else ():
                name = path.removeprefix("wrapped/").partition(".")[0]
                if path.startswith("wrapped/") and name in self.erased[me]:
                    keys = record.keyring.epochs
                    opens = [unwrap(wrapped, record.keyring.epoch_key(n), keys[n], name) for n in keys]
                    assert opens == [None] * len(keys)
                    self.reached["a stick that opens no more"] += 1


def test_no_history_brings_an_erased_payload_back_and_none_loses_another(tmp_path):
    reached = Counter()
    for seed in range(8):
        history = History(tmp_path / str(seed), seed)
        history.run()
        reached += history.reached
    assert len(reached) == 4
    assert min(reached.values()) >= 8, reached


def _histories(folder):
    for seed in range(8):
        History(folder / str(seed), seed).run()


@pytest.mark.parametrize(
    ("room", "guard", "instead"),
    [
        (payloads, "erased_here", {}),
        (payload_erasure, "end_old_epochs", ()),
        (payload_erasure, "destroy_payload", 0),
    ],
)
def test_without_its_guard_a_history_fails_soon(tmp_path, monkeypatch, room, guard, instead):
    monkeypatch.setattr(room, guard, lambda *_args: instead)
    if guard == "end_old_epochs":
        monkeypatch.setattr(payloads, guard, lambda *_args: instead)
    with pytest.raises((AssertionError, CallError)):
        _histories(tmp_path)

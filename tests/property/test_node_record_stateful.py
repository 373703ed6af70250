"""Three nodes, one of them lying, in any order of what can happen: nothing honest is lost, and every lie is proved.

Party A lies: its folder is doubled, and both doubles write in its one log, rotate its key, and hand bundles to whom
they like. Party B and the witness are honest. Bundles lie about: any of them arrives at any time, again, in another
order, or never. Honest nodes crash at any write, rotate their keys, are put back from old backups and are copied.

What must hold at every moment:

- no honest log is ever frozen, or differs between any two nodes that hold it;
- what an honest node acknowledged is in its log; after a backup was put back, so is all that another honest node held;
- an honest node takes what an honest node hands it, and comes through whatever a liar hands it;
- of two versions of the lying log that met, the log is frozen, and the evidence stands by the log's keys alone;
- no honest node cosigned two versions, as far as it or another honest node knows what it cosigned;
- a node that was put back or copied writes nothing before every other author has answered it.

A bundle that was on its way while its sender was put back from an older backup is called back here: nobody else can
know of it (docs/record-faults.md, limits).
"""

import os
import shutil
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from tests.record_making import AUTHORS, Table

from allforall.errors import AllforallError, GateError
from allforall.node.bundles import branches
from allforall.node.bundles.transfer import import_bundle, make_export
from allforall.node.record import record as record_module
from allforall.node.record.cosignatures import cosignatures, cosigned
from allforall.node.record.key_changes import Change, rotate_keys
from allforall.record.forks import is_fork, read_fork

LIAR, HONEST = "party_a", ("party_b", "witness")
#: A full campaign: ALLFORALL_EXAMPLES=2000 pytest tests/property/test_node_record_stateful.py
EXAMPLES = int(os.environ.get("ALLFORALL_EXAMPLES", "25"))
REACHED: Counter[str] = Counter()
_WRITES = ("pwrite", "fsync", "rename", "unlink", "ftruncate")


class _Crash(BaseException):
    pass


class _Power:
    """The system, which stops at the write with this number."""

    def __init__(self, at):
        self.left, self.went = at, False

    def __enter__(self):
        self.real = {name: getattr(os, name) for name in _WRITES}
        if self.left is not None:
            for name in _WRITES:
                setattr(os, name, self._wrap(self.real[name]))
        return self

    def _wrap(self, real):
        def call(*arguments, **named):
            if not self.left:
                self.went = True
                raise _Crash
            self.left -= 1
            return real(*arguments, **named)

        return call

    def __exit__(self, *_):
        for name, real in self.real.items():
            setattr(os, name, real)


def _clock():
    return datetime(2026, 6, 10, 9, 0, tzinfo=UTC)


class ThreeNodes(RuleBasedStateMachine):
    """The tables: `tables[0]` is where everybody lives; in `tables[1]` party A lives a second time."""

    def __init__(self):
        super().__init__()
        memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
        self.folder = Path(tempfile.mkdtemp(dir=memory))
        self.tables = [Table(self.folder, _clock, database=False)]
        self.keys = {self.tables[0].genesis.authors[LIAR].log}
        self.bundles = []  # (number, sender, to, bytes)
        self.number = 0
        self.acknowledged = {author: self._leaves(author, 1) for author in HONEST}
        self.versions = [set(), set()]  # the (size, root) that each double of the liar ever had
        self.backups = {author: [] for author in HONEST}  # (number of the next bundle, folder)
        self.roots = {author: {} for author in HONEST}  # what each honest log was at each size, wherever it was seen
        self.unsure = set()  # honest nodes that were put back and have not recovered
        self.cosigned = {author: set() for author in HONEST}
        self.put_back = 0

    def teardown(self):
        try:
            self._settle()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    # What can happen

    @rule(author=st.sampled_from(HONEST), crash=st.none() | st.integers(0, 12))
    def say(self, author, crash):
        with self.tables[0].at(author) as record:
            if record.closed or not record.can_sign:
                with pytest.raises(GateError):
                    self.tables[0].say(record)
                REACHED["a node that is not sure of itself was refused"] += 1
                return
            with _Power(crash):
                try:
                    read = self.tables[0].say(record)
                except _Crash:
                    self._forget(record)
                    REACHED["a crash while saying"] += 1
                    return
            assert author not in self.unsure, "a node that has not recovered has written"
            self.acknowledged[author][read.index] = read.leaf
            REACHED["said"] += 1

    @rule(which=st.integers(0, 1), count=st.sampled_from([1, 1, 2, 3]))
    def lie(self, which, count):
        self._lie(which, count)

    def _lie(self, which, count):
        table = self._double(which)
        with table.at(LIAR) as record:
            for number in range(count):
                table.say(record, body={"count": 100 * which + number})
            self._note_version(which, record)

    @rule(which=st.integers(0, 1))
    def rotate_the_lying_key(self, which):
        table = self._double(which)
        with table.at(LIAR) as record:
            rotate_keys(record, table.officers[LIAR][:2], Change(new_log=True))
            self.keys.add(record.states[LIAR].keys.log)
            self._note_version(which, record)
            REACHED["the liar's key rotated"] += 1

    @rule(author=st.sampled_from(HONEST))
    def rotate(self, author):
        with self.tables[0].at(author) as record:
            if record.closed or not record.can_sign:
                if not record.closed:
                    return  # its key is an older one: officers may name a new one, which `recover` tries elsewhere
                with pytest.raises(GateError):
                    rotate_keys(record, self.tables[0].officers[author][:2], Change(new_log=True))
                return
            read = rotate_keys(record, self.tables[0].officers[author][:2], Change(new_log=True))
            self.acknowledged[author][read.index] = read.leaf
            REACHED["an honest key rotated"] += 1

    @rule(sender=st.sampled_from(AUTHORS), place=st.integers(0, 1), which=st.integers(0, 1), whole=st.booleans())
    def send(self, sender, place, which, whole):
        to = [author for author in AUTHORS if author != sender][place]
        data = self._export(sender, "" if whole else to, which)
        if data is not None:
            self.bundles.append((self.number, sender, to, data))
            self.number += 1

    @precondition(lambda self: self.bundles)
    @rule(
        picks=st.lists(st.integers(0, 1 << 20), min_size=1, max_size=4),
        which=st.integers(0, 1),
        keep=st.booleans(),
        crash=st.none() | st.integers(0, 40),
    )
    def arrive(self, picks, which, keep, crash):
        for pick in picks:
            if self.bundles:
                self._arrive(pick % len(self.bundles), which, keep, crash)

    def _arrive(self, place, which, keep, crash):
        _, sender, to, data = self.bundles[place] if keep else self.bundles.pop(place)
        REACHED["a bundle that may come again"] += keep
        REACHED["a bundle that overtook another"] += place > 0
        self._take(sender, to, data, which, crash)

    @rule(sender=st.sampled_from(AUTHORS), place=st.integers(0, 1), which=st.integers(0, 1), crash=st.integers(0, 60))
    def hand_over(self, sender, place, which, crash):
        to = [author for author in AUTHORS if author != sender][place]
        self._hand_over(sender, to, which, crash if crash < 40 else None)

    @rule(who=st.sampled_from([(0, 1), (1, 0), (0, 0), (1, 1)]))
    def meet(self, who):
        """Each honest node gets a double of the liar to see, the same or the other one; then they meet."""
        one, other = who
        if one != other:
            self._lie(one, 1)
            self._lie(other, 2)
        self._hand_over(LIAR, HONEST[0], one)
        self._hand_over(LIAR, HONEST[1], other)
        self._hand_over(*HONEST)
        self._hand_over(*HONEST[::-1])

    @rule(which=st.integers(0, 1), crash=st.none() | st.integers(0, 40))
    def ask_everyone(self, which, crash):
        """Whoever is not sure of itself asks the others, and they answer."""
        for author in [name for name in HONEST if name in self.unsure] or HONEST[:1]:
            self._ask_everyone(author, which, crash)

    def _ask_everyone(self, author, which, crash=None):
        for other in AUTHORS:
            if other != author:
                self._hand_over(author, other, which)
                self._hand_over(other, author, which, crash)

    @precondition(lambda self: self.bundles)
    @rule(pick=st.integers(0, 1 << 20))
    def get_lost(self, pick):
        self.bundles.pop(pick % len(self.bundles))
        REACHED["a bundle that never came"] += 1

    @rule(author=st.sampled_from(HONEST))
    def back_up(self, author):
        self._back_up(author)

    def _back_up(self, author):
        folder = self.folder / f"backup-{author}-{len(self.backups[author])}"
        shutil.copytree(self.tables[0].path(author), folder)
        self.backups[author].append((self.number, folder))

    @rule(author=st.sampled_from(HONEST), pick=st.integers(0, 1 << 20), asks=st.booleans(), which=st.integers(0, 1))
    def put_back(self, author, pick, asks, which):
        """A backup is put back; the node may go on asking at once, or later, or never."""
        if not self.backups[author]:
            self._back_up(author)
            self._hand_over(LIAR, author, which)
        self._put_back(author, pick)
        if asks:
            self._ask_everyone(author, which)

    def _put_back(self, author, pick):
        number, backup = self.backups[author][pick % len(self.backups[author])]
        self.put_back += 1
        folder = self.folder / f"{author}-{self.put_back}"
        shutil.copytree(backup, folder)
        shutil.rmtree(self.tables[0].path(author))
        for table in self.tables:
            table.paths[author] = folder
        self.bundles = [one for one in self.bundles if one[1] != author or one[0] < number]
        self.unsure.add(author)
        with self.tables[0].at(author) as record:
            assert record.closed, "a backup that was put back believes that it may write"
            with pytest.raises(GateError):
                self.tables[0].say(record)
            REACHED["a node that is not sure of itself was refused"] += 1
            held = record.held[author].size
        other = next(name for name in HONEST if name != author)
        with self.tables[0].at(other, keys=False) as record:
            known = max(record.held[author].size, held)
            theirs = cosignatures(record, LIAR).get(author)
        lost = [index for index in self.acknowledged[author] if index >= known]
        for index in lost:  # nobody has it any more: it was never handed to an honest node
            del self.acknowledged[author][index]
        # what it cosigned since then it knows only from another honest node
        kept = [theirs] if theirs else []
        self.cosigned[author] = {(one.checkpoint.size, one.checkpoint.root) for one in kept}
        self.roots[author] = {size: root for size, root in self.roots[author].items() if size <= known}
        REACHED["a backup put back"] += 1
        REACHED["a backup that lacked what others hold"] += known > held
        REACHED["a backup that lost what nobody holds"] += bool(lost)

    @rule(author=st.sampled_from(HONEST))
    def copy(self, author):
        double = self.tables[0].copy(author, f"copy-{author}-{self.number}-{self.put_back}-{REACHED['a copy refused']}")
        with double.at(author) as record:
            assert record.closed
            with pytest.raises(GateError):
                double.say(record)
        shutil.rmtree(double.path(author))
        REACHED["a copy refused"] += 1

    # How it is done

    def _double(self, which):
        if which and len(self.tables) == 1:
            self.tables.append(self.tables[0].copy(LIAR, "double"))
            self.tables[1].paths.update({name: self.tables[0].path(name) for name in HONEST})
            self.tables[1].believe(LIAR)
            self.versions[1] = set(self.versions[0])
            REACHED["a liar doubled"] += 1
        # whatever it was shown, a liar goes on
        self.tables[which].believe(LIAR)
        (self.tables[which].path(LIAR) / f"record/frozen/{LIAR}.fork.json").unlink(missing_ok=True)
        return self.tables[which]

    def _note_version(self, which, record):
        held = record.held[LIAR]
        self.versions[which] |= {(size, held.root_at(size)) for size in range(held.size + 1)}

    def _leaves(self, author, size):
        with self.tables[0].at(author, keys=False) as record:
            return {index: record.held[author].leaf(index) for index in range(size)}

    def _forget(self, record):
        """After a crash nothing more is written, not even what closing would keep."""
        for held in record.held.values():
            held.kept = held.file.size

    def _hand_over(self, sender, to, which=0, crash=None):
        data = self._export(sender, to, which)
        if data is not None:
            self._take(sender, to, data, which, crash)

    def _export(self, sender, to, which):
        table = self._double(which) if sender == LIAR else self.tables[0]
        with table.at(sender) as record:
            if not record.can_sign:
                return None
            data = make_export(record, to).data
            if sender == LIAR:
                self._note_version(which, record)
        return data

    def _take(self, sender, to, data, which=0, crash=None):
        table = self._double(which) if to == LIAR else self.tables[0]
        with table.at(to) as record:
            frozen = set(record.frozen)
            with _Power(crash if to in HONEST else None):
                try:
                    intake = import_bundle(record, data)
                except _Crash:
                    self._forget(record)
                    REACHED["a crash while taking in"] += 1
                    return
                except AllforallError:
                    if LIAR not in {sender, to}:
                        raise  # an honest bundle was refused
                    REACHED["a liar's bundle refused"] += 1
                    return
            REACHED["taken in"] += 1
            REACHED["nothing new in it"] += not intake.is_new
            if intake.recovered:
                REACHED["recovered"] += 1
                self.unsure.discard(to)
            if to in HONEST:
                REACHED["a fork found"] += len(intake.forks)
                REACHED["evidence of others taken up"] += bool(set(record.frozen) - frozen - set(intake.forks))

    # What must hold

    @invariant()
    def honest_logs_are_one_wherever_they_are_held(self):
        for author in HONEST:
            with self.tables[0].at(author, keys=False) as record:
                assert set(record.frozen) <= {LIAR}, record.frozen
                self._check_evidence(record)
                self._check_cosigned(author, record)
                for log in HONEST:
                    self._check_one_log(log, record.held[log])
                own = record.held[author]
                if author not in self.unsure:
                    for index, leaf in self.acknowledged[author].items():
                        assert index < own.size, f"{author} has lost entry {index}, which it acknowledged"
                        assert own.leaf(index) == leaf
                else:
                    assert record.closed or not record.can_sign or self._all_back(author, own)

    def _all_back(self, author, own):
        """A crash may have come after a recovery was written down and before it was told."""
        self.unsure.discard(author)
        return all(index < own.size and own.leaf(index) == leaf for index, leaf in self.acknowledged[author].items())

    def _check_one_log(self, log, held):
        known = self.roots[log]
        for size in range(held.size + 1):
            root = held.root_at(size)
            assert known.setdefault(size, root) == root, f"two versions of the log of {log} at size {size}"

    def _check_evidence(self, record):
        for author, path in record.frozen.items():
            evidence = read_fork(path.read_bytes())
            assert is_fork(evidence, tuple(self.keys)), author
            both = [(one.checkpoint.size, one.checkpoint.root) for one in (evidence.first, evidence.second)]
            assert any(both[0] in one and both[1] in other for one, other in (self.versions, self.versions[::-1]))

    def _check_cosigned(self, author, record):
        """Everything that a node ever cosigned of the lying log lies in one version."""
        mine = [cosigned(record, LIAR), cosignatures(record, LIAR).get(author)]
        for one in filter(None, mine):
            self.cosigned[author].add((one.checkpoint.size, one.checkpoint.root))
        assert any(self.cosigned[author] <= version for version in self.versions), "two versions cosigned"

    def _settle(self):
        """Honest nodes hand each other everything: then both have frozen what both have two versions of."""
        for _ in range(3):
            for sender, to in (HONEST, HONEST[::-1]):
                self._hand_over(sender, to, 0)
        held = []
        for author in HONEST:
            with self.tables[0].at(author, keys=False) as record:
                log = record.held[LIAR]
                roots = {log.root_at(size) for size in range(log.size + 1)}
                held.append((log.size, log.root, roots, LIAR in record.frozen))
        if any(author in self.unsure for author in HONEST):
            return  # who is not sure of itself cosigns and may sign nothing
        (one_size, one_root, ones, one_frozen), (other_size, other_root, others, other_frozen) = held
        apart = (one_root not in others) if one_size <= other_size else (other_root not in ones)
        if apart:
            REACHED["two versions held in the end"] += 1
            assert one_frozen, "two versions are held, and one node has not frozen the log"
            assert other_frozen, "two versions are held, and one node has not frozen the log"
        self.honest_logs_are_one_wherever_they_are_held()


@pytest.fixture
def no_syncs(monkeypatch):
    """Crashes are made here and not by the machine: nothing has to reach a disk."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)


#: About a quarter of what 25 histories reach.
WANTED = {
    "said": 15,
    "a crash while saying": 5,
    "a node that is not sure of itself was refused": 15,
    "a liar doubled": 10,
    "the liar's key rotated": 8,
    "an honest key rotated": 5,
    "a bundle that overtook another": 4,
    "a bundle that may come again": 4,
    "a bundle that never came": 2,
    "a crash while taking in": 10,
    "a backup put back": 15,
    "a backup that lacked what others hold": 2,
    "recovered": 10,
    "a copy refused": 10,
    "a fork found": 7,
    "two versions held in the end": 1,
    "nothing new in it": 80,
}


def _run(examples, phases):
    REACHED.clear()
    run_state_machine_as_test(
        ThreeNodes,
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            deadline=None,
            derandomize="ALLFORALL_EXAMPLES" not in os.environ,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=phases,
        ),
    )


def test_in_any_order_of_events_nothing_honest_is_lost_and_every_lie_that_met_is_proved(no_syncs):
    _run(EXAMPLES, (Phase.generate, Phase.shrink))
    print(dict(REACHED))  # noqa: T201  with -s it tells what was reached
    missing = {what: REACHED[what] for what, least in WANTED.items() if REACHED[what] < least}
    assert not missing, f"a random history should have met this more often: {missing}"


GUARDS = {
    "a node knows its place": (record_module, "is_in_place", lambda *_: True),
    "two views that contradict each other are a fork": (branches, "_contradicts", lambda *_: False),
}


@pytest.mark.parametrize("guard", GUARDS)
def test_with_a_guard_removed_a_random_history_fails_soon(no_syncs, monkeypatch, guard):
    module, name, instead = GUARDS[guard]
    monkeypatch.setattr(module, name, instead)
    with pytest.raises((AssertionError, AllforallError, BaseExceptionGroup)):
        _run(EXAMPLES, (Phase.generate,))

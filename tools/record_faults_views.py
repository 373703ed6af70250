"""Two views of one log compared: forks, replays, honest growth, bundles of a liar. For `record_faults.py`."""
# ruff: noqa: S311  a seed is to do the same again

import random
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from record_faults_bytes import mutate
from record_faults_made import CASE, MadeLog, entry_of, keys_of, make_genesis, make_log, signed

from allforall.account.entry_types import ENTRY_TYPES
from allforall.errors import AllforallError, InputError
from allforall.node.bundles.branches import Branch, Judged, judge, read_branch, start_file
from allforall.node.bundles.transfer import import_bundle, make_export
from allforall.node.record.held import Held, look_ahead, open_held
from allforall.record.bundles import make_bundle, read_bundle
from allforall.record.checkpoints import Checkpoint, SignedCheckpoint, sign_checkpoint
from allforall.record.entries import Entry
from allforall.record.forks import is_fork, read_fork
from allforall.record.genesis import Genesis, origin_of
from allforall.record.key_entries import KEYS_ROTATED, ROTATED, Rotated
from allforall.record.verification import log_folder

Campaign = tuple[Counter[str], list[str]]
LIAR, OTHER_KEY = "party_b", " another"
#: This many views are compared with a held one before another is made.
_PER_VIEW, _MOST = 25, 600

# forks


@dataclass(frozen=True, slots=True)
class View:
    """A log of the liar as somebody holds it, with the version that it is the beginning of."""

    version: MadeLog
    held: Held
    ours: SignedCheckpoint


def forks(count: int, seed: int, folder: Path) -> Campaign:
    """Compares random second views of a log with a held one. A fork is found as soon as they overlap, and proved with
    the log's key alone; a replay changes nothing; honest growth is applied.
    """
    chosen, met, failures = random.Random(seed), Counter(), []
    genesis = make_genesis()
    view: View | None = None
    for number in range(count):
        if number % _PER_VIEW == 0:
            if view:
                view.held.close()
            view = _make_view(genesis, chosen, folder / f"view-{number}")
        assert view is not None
        what, branch, expected = _second_view(genesis, view, chosen)
        met[what] += 1
        failure = _meet(genesis, view, branch, expected)
        if failure:
            failures.append(f"view {number} ({what}; holds {view.held.size}, comes with {branch.size}): {failure}")
    if view:
        view.held.close()
    met["views that met"] = count
    return met, failures


def _make_view(genesis: Genesis, chosen: random.Random, folder: Path) -> View:
    version = make_log(genesis, LIAR, chosen.choice((2, 3, 20, 255, 256, 257, 300, 512, 513, _MOST)))
    size = chosen.choice((version.size, chosen.randint(1, version.size), chosen.randint(1, version.size)))
    held = open_held(folder, genesis, LIAR, ENTRY_TYPES)
    held.take(version.entries[:size], look_ahead(held.state, version.entries[:size]))
    known = chosen.choice((size, size, chosen.randint(1, size)))  # the latest checkpoint may lag behind the entries
    return View(version, held, version.checkpoint(known))


def _second_view(genesis: Genesis, view: View, chosen: random.Random) -> tuple[str, Branch, str]:
    """Returns a name, a branch, and its expected result: fork, nothing, taken, lacks or refused."""
    size, known = view.held.size, view.ours.checkpoint.size
    match chosen.randrange(4):
        case 0:
            return _replay(genesis, view, chosen)
        case 1:
            other = view.version
            came = chosen.randint(size, other.size)
            start = _start(size, chosen)
            branch = _branch(genesis, other, came, start)
            return ("honest growth", branch, "taken") if came > size else ("the same again", branch, "nothing")
    fork = chosen.randint(1, size)
    changed = chosen.random() < 0.2
    other = MadeLog(LIAR)
    for data in view.version.entries[:fork]:
        other.add(data)
    came = chosen.choice((fork + 1, size, size + 1, known, chosen.randint(fork + 1, fork + 300)))
    came = max(came, fork + 1)
    key = OTHER_KEY if changed else ""
    if changed:
        body = KEYS_ROTATED.body(Rotated(keys_of(LIAR, log=OTHER_KEY).value))
        other.add(signed(Entry(CASE, LIAR, fork, ROTATED, body), (1, 2)).data)
    while other.size < came:
        other.add(entry_of(LIAR, other.size, "!").data)
    alone = chosen.random() < 0.3
    if alone and not changed:
        branch = Branch(LIAR, other.checkpoint(came), 0, (), {})
    else:
        alone = False
        branch = _branch(genesis, other, came, _start(min(size, came), chosen), key)
    what, branch, expected = _fork_expected(view, fork, came, alone=alone, branch=branch)
    if changed and expected == "fork" and branch.start:
        # only the whole version shows whose key it is: it is requested, and until it comes nothing is applied
        return "fork, under a key that the beginning would tell", branch, "lacks"
    return what, branch, expected


def _fork_expected(view: View, fork: int, came: int, *, alone: bool, branch: Branch) -> tuple[str, Branch, str]:
    """The expected result for a second version that differs from entry `fork` on.

    `known` is the size of the latest checkpoint: two signed checkpoints are proof, entries that no checkpoint of the
    log covers are none. Where only those differ, the branch is refused; where one version begins as the other, it may
    still be honest.
    """
    size, known = view.held.size, view.ours.checkpoint.size
    what = f"fork, {'a checkpoint alone' if alone else 'with entries'}"
    if came <= known:
        return f"{what}, shorter or as long", branch, "fork"
    if alone:
        if came <= size:
            return f"{what}, within what no checkpoint covers", branch, "refused"
        return f"{what}, longer: they do not meet yet", branch, "lacks"
    if fork < known and branch.start <= known:
        return f"{what}, longer", branch, "fork"
    if fork < size:
        return f"{what}, within what no checkpoint covers", branch, "refused"
    return "the first that was seen of two versions", branch, "taken"


def _replay(genesis: Genesis, view: View, chosen: random.Random) -> tuple[str, Branch, str]:
    came = chosen.randint(1, view.held.size)
    if chosen.random() < 0.3:
        return "replay of a checkpoint", Branch(LIAR, view.version.checkpoint(came), 0, (), {}), "nothing"
    return "replay with entries", _branch(genesis, view.version, came, _start(came, chosen)), "nothing"


def _start(most: int, chosen: random.Random) -> int:
    return 256 * chosen.randint(0, most // 256)


def _branch(genesis: Genesis, log: MadeLog, size: int, start: int, key_of: str = "") -> Branch:
    """Returns a branch as it is read from the files of a bundle."""
    files = log.files(size, start if start < size else 0, log=key_of)
    if 0 < start < size:
        files[f"{log_folder(LIAR)}/start"] = start_file(log.frontiers[start])
    branch = read_branch(files, LIAR, genesis.origin(LIAR))
    assert branch is not None
    return branch


def _meet(genesis: Genesis, view: View, branch: Branch, expected: str) -> str:
    try:
        judged = judge(branch, view.held, view.ours)
    except InputError as error:
        return "" if expected == "refused" else f"refused ({error}) where {expected} was expected"
    found = "fork" if judged.fork else "taken" if judged.new else "lacks" if judged.lacks is not None else "nothing"
    if found != expected:
        return f"{found} where {expected} was expected"
    if expected == "nothing" and judged.is_newer != (branch.size > view.ours.checkpoint.size):
        return "an older checkpoint would be kept"
    return _evidence(genesis, judged) if judged.fork else ""


def _evidence(genesis: Genesis, judged: Judged) -> str:
    """What is wrong with evidence: it must be valid by its bytes and the log's keys alone, and against no one else."""
    assert judged.fork is not None
    evidence = read_fork(judged.fork.data)
    own = (keys_of(LIAR).log, keys_of(LIAR, log=OTHER_KEY).log)
    if not is_fork(evidence, own):
        return "the evidence does not verify"
    if any(is_fork(evidence, (keys.log,)) for name, keys in genesis.authors.items() if name != LIAR):
        return "the evidence verifies against another"
    return ""


# hostile


def _clock() -> datetime:
    return datetime(2026, 6, 10, 9, 0, tzinfo=UTC)


def hostile(count: int, seed: int, folder: Path) -> Campaign:
    """Gives a node bundles that a lying party changed inside and signed again with its real key.

    Each is refused, or leaves what others wrote untouched; only the program's own errors are raised.
    """
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from tests.record_making import Table  # noqa: PLC0415  the tests' three nodes

    chosen, met, failures = random.Random(seed), Counter(), []
    for first in range(0, count, 200):
        table = Table(folder / f"table-{first}", _clock, database=False)
        for author, entries in (("party_a", 5), ("party_b", 270), ("witness", 3)):
            with table.at(author) as record:
                table.fill(record, entries)
        table.carry_round(1)
        with table.at("party_b") as liar:
            table.fill(liar, 5)
            bundle, own = make_export(liar, "party_a"), liar.log_key()
            whole = make_export(liar, "")
            liar_log = origin_of(bundle.case, LIAR)
        with table.at("party_a") as record:
            honest = {name: (held.size, held.root) for name, held in record.held.items() if name != LIAR}
            for number in range(first, min(first + 200, count)):
                files = dict(chosen.choice((bundle, whole)).files)
                change = _lie(files, record.genesis, own, chosen)
                data = make_bundle(bundle.case, LIAR, files, liar_log, own).data
                read_bundle(data)
                met["bundles"] += 1
                failure = _take_lie(record, data, honest, met)
                if failure:
                    failures.append(f"bundle {number}, {change}: {failure}")
                for path in record.frozen.values():
                    path.unlink(missing_ok=True)
                record.frozen.clear()
    return met, failures


def _lie(files: dict[str, bytes], genesis: Genesis, own: object, chosen: random.Random) -> str:
    names = sorted(files)
    name = chosen.choice(names)
    match chosen.randrange(7):
        case 0:
            del files[name]
            return f"without {name}"
        case 1:
            files[name] = files[chosen.choice(names)]
            return f"another file as {name}"
        case 2:
            new = mutate(name.encode(), [other.encode() for other in names], chosen).decode("ascii", "ignore").lower()
            if new and not new.startswith(("/", ".")) and ".." not in new and "//" not in new:
                try:
                    make_bundle("x", "x", {new: b""}, "x", own)
                except InputError:
                    return "no other name"
                files[new] = files.pop(name)
            return f"{name} as {new}"
        case 3:
            size = chosen.choice((0, 1, 2, 255, 256, 257, 270, 275, 276, 277, 2**53 - 1, chosen.randrange(1000)))
            root = chosen.randbytes(32)
            signed_one = sign_checkpoint(Checkpoint(genesis.origin(LIAR), size, root), own)
            files[f"logs/{LIAR}/checkpoint"] = signed_one.note.data
            return f"a checkpoint of its own at size {size}"
        case _:
            files[name] = mutate(files[name], [files[other] for other in names], chosen)
            return f"{name} changed"


def _take_lie(record: object, data: bytes, honest: dict[str, tuple[int, bytes]], met: Counter[str]) -> str:
    try:
        intake = import_bundle(record, data)
    except AllforallError as error:
        met[f"refused: {error.code}"] += 1
    except Exception as error:  # noqa: BLE001  any other error is what is looked for
        return f"crashed with {error!r}"
    else:
        met["taken in: a fork was found" if intake.forks else "taken in"] += 1
        for author, path in intake.forks.items():
            if author != LIAR:
                return f"{author} is said to have written twice over"
            if not is_fork(read_fork(path.read_bytes()), (record.genesis.authors[LIAR].log,)):
                return "the evidence does not verify"
    for name, (size, root) in honest.items():
        held = record.held[name]
        if held.size != size or held.root != root:
            return f"the log of {name} is another"
    if record.closed:
        return f"the node is closed: {record.closed}"
    return ""

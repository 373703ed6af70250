"""Bundles: what this node sends to another, over a network or on a stick, and applying what it receives.

Everything in a bundle is verified before anything is stored (`plan`). Then the bundle itself is put on the disk
(`staged/`), its parts are stored, and it is deleted; a crash in between leaves it there, and it is applied again.
Applying the same bundle twice changes nothing. A fork freezes that log and leaves one file of evidence.

```
genesis                          policy/<author>
logs/<author>/checkpoint         with the cosignatures on it
logs/<author>/start              the frontier where the entries begin, if they do not begin with the first
logs/<author>/tile/...           entries, and in a whole bundle hashes
logs/<author>/cosigned/<name>    an older checkpoint, with the latest cosignature of that author
frozen/<author>                  evidence of a fork
recovery/ask, recovery/answers/  `recovery`
payloads/, wrapped/              `payloads`
```
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from allforall.durable import sync_folder, write_durably
from allforall.errors import AllforallError, InputError, NodeError
from allforall.node.bundles.branches import Branch, Judged, judge, start_file
from allforall.node.bundles.forks import freeze, read_evidence
from allforall.node.bundles.plan import Plan, plan_intake
from allforall.node.record import payloads
from allforall.node.record.cosignatures import (
    cosign,
    cosignatures,
    log_keys,
    take_cosignatures,
    with_cosignatures,
)
from allforall.node.record.place import Closed
from allforall.node.record.record import Record, checkpoint_path, latest_checkpoint
from allforall.node.record.recovery import (
    ASK,
    answer_file,
    asked_by,
    close_record,
    end_if_answered,
    keep_ask,
    make_ask,
    read_ask,
    take_answer,
)
from allforall.record.bundles import MOST_BUNDLE_BYTES, Bundle, make_bundle, sent_by
from allforall.record.canonical import read_json, write_json
from allforall.record.checkpoints import SignedCheckpoint
from allforall.record.logs import Problem
from allforall.record.tiles import TILE_WIDTH, bundle_path, bundles_of, pack_entries, tile_path, tiles_of
from allforall.record.verification import log_folder, policy_of

#: Precedes an author's name in what is known of another node: it has evidence against that log.
_FORK_KNOWN = "frozen/"


@dataclass(frozen=True, slots=True)
class Intake:
    """What a bundle brought. `taken` gives (from, to) sizes per log; `lacking` the size from which a log should have
    come; `problems` what is wrong with entries that were nevertheless applied.
    """

    sender: str
    taken: Mapping[str, tuple[int, int]]
    cosignatures: int
    cosigned: tuple[str, ...]
    payloads: int
    forks: Mapping[str, Path]
    lacking: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[tuple[str, Problem], ...] = ()
    recovered: bool = False

    @property
    def is_new(self) -> bool:
        """Whether it changed anything."""
        return bool(self.taken or self.cosignatures or self.cosigned or self.payloads or self.forks or self.recovered)


# Exporting


def held_by(record: Record, author: str) -> dict[str, int]:
    """Returns how much of each log an author held when last heard from."""
    try:
        value = read_json((record.folder / "held_by" / author).read_bytes())
    except (OSError, AllforallError):
        return {}
    return {str(log): int(size) for log, size in value.items()} if isinstance(value, dict) else {}


def make_export(record: Record, to: str = "", since: Mapping[str, int] | None = None) -> Bundle:
    """Returns the bundle for an author: what it is not known to hold. Without an author it is the whole record.

    The same record makes the same bytes.

    Raises:
        GateError: if the node's key, which signs the manifest, is not open.
        NodeError: if it would be longer than a bundle may be.

    """
    key = record.carrying_key()
    if record.can_sign:
        cosign(record)
    known = since if since is not None else held_by(record, to) if to else {}
    ask = asked_by(record, to) if to else None
    files: dict[str, bytes] = {"genesis": record.genesis.data}
    for author in record.authors:
        start = known.get(author, 0)
        if to and author in record.frozen:
            # a node that has not shown that it knows of the fork is sent this version from its first entry
            start = record.held[author].size if _FORK_KNOWN + author in known else 0
        elif author == to and since is None:
            # an author's own log goes back to it only if it asked, and until it has shown that it holds it
            start = known.get(author, ask.size) if ask else record.held[author].size
        files |= _log_files(record, author, start, whole=not to)
        if not to:
            files[f"policy/{author}"] = policy_of(record.genesis, author).text.encode()
    for author, path in record.frozen.items():
        files[f"frozen/{author}"] = path.read_bytes()
    if to:
        lost = ask is not None and known.get(to, 0) < record.held[to].size
        files |= payloads.bundle_files(record, to, again=lost or since is not None)
        if ask is not None:
            files[answer_file(to)] = ask.envelope.data
        own_ask = make_ask(record)
        if own_ask is not None:
            files[ASK] = own_ask
    length = sum(len(data) + 2 * len(name) + 200 for name, data in files.items())
    if length > MOST_BUNDLE_BYTES:
        raise NodeError("record:export:too_long", expected=MOST_BUNDLE_BYTES, found=length)
    return make_bundle(record.genesis.case, record.own, files, record.genesis.origin(record.own), key)


def _log_files(record: Record, author: str, since: int, *, whole: bool) -> Iterator[tuple[str, bytes]]:
    held, signed = record.held[author], latest_checkpoint(record, author)
    if signed is None:
        return
    folder, size = log_folder(author), min(signed.checkpoint.size, held.size)
    yield f"{folder}/checkpoint", with_cosignatures(record, author, signed).note.data
    for name, one in cosignatures(record, author).items():
        if one.note.text != signed.note.text:
            yield f"{folder}/cosigned/{name}", one.note.data
    if size != signed.checkpoint.size or since >= size:
        return
    start = since - since % TILE_WIDTH
    if start:
        yield f"{folder}/start", start_file(held.frontier_at(start))
    for index, width in bundles_of(size, start // TILE_WIDTH):
        first = index * TILE_WIDTH
        yield f"{folder}/{bundle_path(index, width)}", pack_entries(held.file.entries(first, first + width))
    if whole:
        for level, index, width in tiles_of(size):
            yield f"{folder}/{tile_path(level, index, width)}", held.file.tile(level, index, width)


def export_bundle(
    record: Record, to: str = "", since: Mapping[str, int] | None = None, path: Path | None = None
) -> Path:
    """Returns the path of a bundle for an author (`make_export`), in the outbox where no path is named."""
    bundle = make_export(record, to, since)
    data = bundle.data
    if path is None:
        digest = hashlib.sha256(data).hexdigest()[:12]
        path = record.node.path / "outbox" / f"record-{record.own}-to-{to or 'all'}-{digest}.bundle"
    try:
        write_durably(path, data)
    except OSError as error:
        raise NodeError("record:export:not_written", path=str(path), found=error.strerror or "") from None
    return path


# Applying


def import_bundle(record: Record, source: Path | bytes) -> Intake:
    """Returns what a bundle brought; a second time it brings nothing.

    Raises:
        InputError: if anything in it is not as it must be. Then nothing of it was stored.
        NodeError: if it could not be stored as a whole; the next import finishes it.

    """
    finish_staged(record)
    data = source if isinstance(source, bytes) else _read(source)
    plan = plan_intake(record, data)
    staged = record.folder / "staged" / f"{hashlib.sha256(data).hexdigest()}.bundle"
    try:
        write_durably(staged, data)
        intake = _apply(record, plan)
        staged.unlink()
        sync_folder(staged.parent)
    except OSError as error:
        raise NodeError("record:log:not_written", path=str(staged), found=error.strerror or "") from None
    return intake


def finish_staged(record: Record) -> int:
    """Returns how many bundles, interrupted by a crash, were now fully applied.

    Each was verified before it was staged. What its own first part has changed since (it froze its sender's log, and
    the key that signed it is that of the version that is not held) must not block every later bundle.
    """
    done = 0
    for path in sorted((record.folder / "staged").glob("*.bundle")):
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() == path.stem:
            with suppress(InputError):
                _apply(record, plan_intake(record, data, was_verified=True))
                done += 1
        path.unlink()
        sync_folder(path.parent)
    return done


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BUNDLE_BYTES + 1)
    except OSError as error:
        raise InputError("record:import:unreadable", path=str(path), found=error.strerror or "") from None
    return data


def _apply(record: Record, plan: Plan) -> Intake:
    bundle, files, own = plan.bundle, plan.bundle.files, record.own
    forks = {author: path for author, one in plan.judged.items() if (path := _freeze(record, author, one))}
    for author, data in plan.evidence.items():
        fork = read_evidence(record, author, data)
        if fork is not None and author not in record.frozen:
            forks[author] = freeze(record, author, fork)
    taken, problems = {}, []
    for author, one in plan.judged.items():
        if author in record.frozen:
            continue
        if author == own and one.is_signed and one.branch.size > record.held[own].size:
            close_record(record, Closed.BEHIND)
        if one.followed is not None:
            before = record.held[author].size
            record.held[author].take(one.new, one.followed)
            taken[author] = (before, record.held[author].size)
            problems += [(author, problem) for problem in one.followed.problems]
        if one.is_newer:
            write_durably(checkpoint_path(record, author), _log_only(one, record).note.data)
    count, more = _take_cosignatures(record, plan)
    forks |= more
    brought = payloads.take_payloads(record, files)
    _keep_held_by(record, plan)
    if ASK in files:
        keep_ask(record, files[ASK])
    if answer_file(own) in files:
        whole = _is_whole_answer(record, plan)
        take_answer(record, bundle.sender, files[answer_file(own)], bundle.manifest.data, whole=whole)
    recovered = end_if_answered(record) if record.keyring is not None else False
    if record.keyring is not None:
        payloads.rewrap(record)
    cosigned = cosign(record) if record.can_sign else ()
    lacking = {
        author: one.lacks
        for author, one in plan.judged.items()
        if one.lacks is not None and one.branch.size > record.held[author].size
    }
    return Intake(bundle.sender, taken, count, cosigned, brought, forks, lacking, tuple(problems), recovered)


def _is_whole_answer(record: Record, plan: Plan) -> bool:
    """Whether the sender's mirror of the own log was read to its end, as far as the sender states where that is, and
    its current log key signed the bundle.
    """
    own, sender = record.own, plan.bundle.sender
    judged = plan.judged.get(own)
    if judged is not None and judged.lacks is not None:
        return False
    state = record.states[sender]
    if sent_by(plan.bundle, (state.keys.log,)) is None:
        return False
    seen = state.seen.get(own)
    cosigned = cosignatures(record, own).get(sender)
    known = max(seen.size if seen else 0, cosigned.checkpoint.size if cosigned else 0)
    return known <= record.held[own].size


def _freeze(record: Record, author: str, judged: Judged) -> Path | None:
    return freeze(record, author, judged.fork) if judged.fork else None


def _log_only(judged: Judged, record: Record) -> SignedCheckpoint:
    """The checkpoint with only its log's own signature; cosignatures are kept separately."""
    origin = record.genesis.origin(judged.branch.author)
    state = record.held[judged.branch.author].state
    key = state.keys_at(judged.branch.size).log
    note = judged.branch.signed.note
    kept = tuple(one for one in note.signatures if (one.name, one.key_id) == (origin, key.key_id))
    return SignedCheckpoint(judged.branch.signed.checkpoint, type(note)(note.text, kept[:1]))


def _take_cosignatures(record: Record, plan: Plan) -> tuple[int, dict[str, Path]]:
    """Stores cosignatures; a checkpoint that others cosigned and that the log here cannot have is a fork."""
    count, forks = 0, {}
    for author, one in plan.judged.items():
        good = [one.branch.signed]
        for signed in plan.older[author]:
            if author in record.frozen:
                break
            try:
                further = judge(
                    Branch(author, signed, 0, (), {}), record.held[author], latest_checkpoint(record, author)
                )
            except InputError:
                continue  # not signed by the log: it proves nothing
            if further.fork:
                forks[author] = freeze(record, author, further.fork)
            elif further.lacks is None:
                good.append(signed)
        if author not in record.frozen and one.lacks is None:
            count += take_cosignatures(record, author, good)
    return count, forks


def _keep_held_by(record: Record, plan: Plan) -> None:
    sizes = {}
    for author, one in plan.judged.items():
        if one.fork is None and one.lacks is None:
            sizes[author] = one.branch.size
        elif one.lacks is not None:
            sizes[author] = one.lacks  # it holds more than this node or another version: send it all of this one
    sizes |= {_FORK_KNOWN + author: 1 for author in plan.evidence}
    ask = read_ask(plan.bundle.files.get(ASK, b""), record.genesis.case, log_keys(record))
    if ask is not None and ask.author == plan.bundle.sender:
        sizes[ask.author] = ask.size  # its checkpoint may name more than it still holds
    path = record.folder / "held_by" / plan.bundle.sender
    if sizes != held_by(record, plan.bundle.sender):
        write_durably(path, write_json(sizes))

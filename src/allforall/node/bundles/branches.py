"""What a bundle holds of one log, and whether it is consistent with what is held: nothing is stored here.

A bundle carries a log from some size on, with the frontier of the tree at that size. Frontier and entries together
make the root that the log's own key signed, so the frontier cannot be false; and they give the root at every size from
there on, with its proof. So where the two views meet, they either agree or make evidence of a fork that anyone can
check with the keys alone (`record.forks`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from allforall.errors import InputError, Param, Word
from allforall.node.record.held import Followed, Held, look_ahead
from allforall.record.canonical import read_json, write_json
from allforall.record.checkpoints import SignedCheckpoint, check_checkpoint, read_checkpoint
from allforall.record.forks import Fork
from allforall.record.logs import begin
from allforall.record.merkle import (
    EMPTY_ROOT,
    HASH_BYTES,
    Frontier,
    consistency_proof,
    frontier_of,
    leaf_hash,
)
from allforall.record.notes import Verifier, decode_base64, encode_base64
from allforall.record.tiles import TILE_WIDTH, bundle_path, bundles_of, unpack_entries
from allforall.record.verification import log_folder


@dataclass(frozen=True, slots=True)
class Branch:
    """A log as a bundle holds it: from `start` up to a checkpoint. Without entries it is the checkpoint alone."""

    author: str
    signed: SignedCheckpoint
    start: int
    entries: tuple[bytes, ...]
    made: Mapping[tuple[int, int], bytes]

    @property
    def size(self) -> int:
        """The size that the checkpoint names."""
        return self.signed.checkpoint.size

    @property
    def has_entries(self) -> bool:
        """Whether it holds the entries from `start` to its checkpoint."""
        return self.start + len(self.entries) == self.size

    def root_at(self, size: int) -> bytes:
        """Returns the root at a size from `start` on."""
        return frontier_of(size, self._perfect).root if size else EMPTY_ROOT

    def path(self, size: int) -> tuple[bytes, ...]:
        """Returns the consistency proof from a size to that of the checkpoint."""
        return consistency_proof(size, self.size, self._perfect)

    def _perfect(self, level: int, index: int) -> bytes:
        return self.made[level, index]


def _refuse(code: str, **params: Param) -> InputError:
    return InputError(f"record:import:{code}", **params)


def start_file(frontier: Frontier) -> bytes:
    """Returns the frontier of a log in a bundle, where it does not begin with the first entry."""
    return write_json({"peaks": [encode_base64(peak) for peak in frontier.peaks], "size": frontier.size})


def _read_start(data: bytes, author: str) -> Frontier:
    value = read_json(data)
    if not isinstance(value, dict) or value.keys() != {"peaks", "size"} or not isinstance(value["peaks"], list):
        raise _refuse("start", where=Word("author", author))
    size = value["size"]
    peaks = [decode_base64(peak) if isinstance(peak, str) and peak.isascii() else None for peak in value["peaks"]]
    if not isinstance(size, int) or isinstance(size, bool) or size < 0 or size % TILE_WIDTH:
        raise _refuse("start", where=Word("author", author))
    hashes = tuple(peak for peak in peaks if peak is not None and len(peak) == HASH_BYTES)
    if len(hashes) != len(peaks) or len(hashes) != size.bit_count():
        raise _refuse("start", where=Word("author", author))
    return Frontier(size, hashes)


def read_branch(files: Mapping[str, bytes], author: str, origin: str) -> Branch | None:
    """Returns what a bundle holds of one log, or None where it holds nothing. Its root is that of its checkpoint; who
    signed that is checked separately (`judge`).

    Raises:
        InputError: if it is not consistent in itself.

    """
    folder = log_folder(author)
    if f"{folder}/checkpoint" not in files:
        return None
    signed = read_checkpoint(files[f"{folder}/checkpoint"])
    size = signed.checkpoint.size
    if signed.checkpoint.origin != origin:
        raise _refuse("origin", expected=origin, found=signed.checkpoint.origin[:100])
    frontier = _read_start(files[f"{folder}/start"], author) if f"{folder}/start" in files else Frontier()
    if frontier.size > size:
        raise _refuse("start", where=Word("author", author))
    carried = {name for name in files if name.startswith(f"{folder}/tile/entries/")}
    if size == 0 and signed.checkpoint.root != EMPTY_ROOT:
        raise _refuse("root", where=Word("author", author))
    if not carried:
        # It may only show how much its sender holds: then it has no entries to apply.
        if frontier.size:
            raise _refuse("start", where=Word("author", author))
        return Branch(author, signed, 0, (), {})
    first = frontier.size // TILE_WIDTH
    if -(-size // TILE_WIDTH) - first > len(carried):
        # Counted before any name is built: a checkpoint may name any size, and all its names could fill the memory.
        raise _refuse("missing", where=f"{folder}/tile/entries")
    wanted = [(f"{folder}/{bundle_path(index, width)}", width) for index, width in bundles_of(size, first)]
    surplus = carried - {name for name, _ in wanted}
    if surplus:
        raise _refuse("file", found=min(surplus))
    entries = _entries(files, wanted)
    made = _peaks_by_place(frontier)
    start = frontier.size
    for data in entries:
        frontier, completed = frontier.extended(leaf_hash(data))
        made.update({(level, index): node for level, index, node in completed})
    if frontier.root != signed.checkpoint.root:
        raise _refuse("root", where=Word("author", author))
    return Branch(author, signed, start, entries, made)


def _peaks_by_place(frontier: Frontier) -> dict[tuple[int, int], bytes]:
    made, at = {}, 0
    levels = [level for level in reversed(range(frontier.size.bit_length())) if frontier.size >> level & 1]
    for level, peak in zip(levels, frontier.peaks, strict=True):
        made[level, at >> level] = peak
        at += 1 << level
    return made


def _entries(files: Mapping[str, bytes], wanted: list[tuple[str, int]]) -> tuple[bytes, ...]:
    result: list[bytes] = []
    for name, width in wanted:
        if name not in files:
            raise _refuse("missing", where=name)
        entries = unpack_entries(files[name])
        if len(entries) != width:
            raise _refuse("entries", where=name, expected=width, found=len(entries))
        result += entries
    return tuple(result)


@dataclass(frozen=True, slots=True)
class Judged:
    """The result of comparing a branch with a held log: entries to apply, or a fork, or why none can be applied.

    `is_newer`: its checkpoint is to be kept; `lacks` is the size from which it should have begun.
    """

    branch: Branch
    new: tuple[bytes, ...] = ()
    followed: Followed | None = None
    fork: Fork | None = None
    is_newer: bool = False
    lacks: int | None = None
    is_signed: bool = True


def judge(branch: Branch, held: Held, ours: SignedCheckpoint | None) -> Judged:
    """Returns the result of comparing a branch with a held log, whose latest signed checkpoint is `ours`.

    Raises:
        InputError: if its checkpoint is not signed by its log.

    """
    known = ours.checkpoint.size if ours else 0
    if ours is not None and _contradicts(branch, held, ours):
        fork = _fork(branch, held, ours)
        return Judged(branch, fork=fork) if fork else Judged(branch, lacks=0, is_signed=False)
    if branch.size <= held.size:
        _check_agrees(branch, held, branch.size)
        _check_signed(branch, held.state.keys_at(branch.size).log)
        return Judged(branch, is_newer=branch.size > known)
    if not branch.has_entries or branch.start > held.size:
        # The key in force at that size may be named in entries that are not here: that is no reason to refuse.
        known_key = held.state.keys_at(branch.size).log
        return Judged(branch, lacks=held.size, is_signed=_is_signed(branch, known_key))
    _check_agrees(branch, held, held.size)
    new = branch.entries[held.size - branch.start :]
    followed = look_ahead(held.state, new)
    _check_signed(branch, followed.state.keys_at(branch.size).log)
    return Judged(branch, new, followed, is_newer=branch.size > known)


def _check_agrees(branch: Branch, held: Held, size: int) -> None:
    """Refuses a difference in entries held beyond the latest checkpoint; only a crash and a fork together cause one."""
    if branch.has_entries and size >= branch.start:
        theirs = branch.root_at(size)
    elif size == branch.size:
        theirs = branch.signed.checkpoint.root
    else:
        return
    if theirs != held.root_at(size):
        raise _refuse("conflict", where=Word("author", branch.author), size=size)


def _contradicts(branch: Branch, held: Held, ours: SignedCheckpoint) -> bool:
    """Whether no single log can have both checkpoints, as far as the two views overlap."""
    size, known = branch.size, ours.checkpoint.size
    if size == known:
        return branch.signed.checkpoint.root != ours.checkpoint.root
    if size < known:
        return size <= held.size and held.root_at(size) != branch.signed.checkpoint.root
    return branch.has_entries and branch.start <= known and branch.root_at(known) != ours.checkpoint.root


def _fork(branch: Branch, held: Held, ours: SignedCheckpoint) -> Fork | None:
    """The evidence, if the branch's checkpoint is signed by a key that the log had in one of the two versions; None
    where the entries that would show the key of the other version are not in the bundle.
    """
    size, known = branch.size, ours.checkpoint.size
    mine, theirs = held.state.keys_at(known).log, _signer(branch, held)
    if theirs is None:
        return None
    keys = tuple(dict.fromkeys((mine, theirs)))
    if size < known:
        return Fork(branch.signed, ours, held.root_at(size), _held_path(held, size, known), keys)
    if size == known:
        return Fork(ours, branch.signed, branch.signed.checkpoint.root, (), keys)
    return Fork(ours, branch.signed, branch.root_at(known), branch.path(known), keys)


def _held_path(held: Held, old: int, new: int) -> tuple[bytes, ...]:
    if new > held.size:
        raise _refuse(
            "conflict", where=Word("author", held.author), size=old
        )  # this log's own entries are lost: no proof can be made
    return consistency_proof(old, new, held.file.perfect())


def _signer(branch: Branch, held: Held) -> Verifier | None:
    known = held.state.keys_at(branch.size).log
    if _is_signed(branch, known):
        return known
    # The other version may have changed its key: its entries are replayed from the first one. From a later one on
    # nobody knows where the two versions part, and a checkpoint alone shows nothing: then the whole log is requested.
    if not branch.has_entries or branch.start:
        return None
    log = (
        look_ahead(begin(held.state.genesis, held.author, held.state.types), branch.entries)
        .state.keys_at(branch.size)
        .log
    )
    _check_signed(branch, log)
    return log


def _is_signed(branch: Branch, log: Verifier) -> bool:
    return check_checkpoint(branch.signed, log, ()).is_accepted


def _check_signed(branch: Branch, log: Verifier) -> None:
    if not _is_signed(branch, log):
        raise _refuse("checkpoint", where=Word("author", branch.author))

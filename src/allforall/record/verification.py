"""A whole record checked from its bytes and its genesis alone: no node, no database, no trust in who sent it.

Every log is replayed from its first entry; its root must be that of its checkpoint, which its own log key signed and
the others cosigned; what each author claims to have `seen` must match the other's log at that size. The result
is a value that says what is valid, what is wrong with each entry, and whose cosignatures are missing of how many.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from allforall.errors import InputError, Word
from allforall.record.bundles import Bundle
from allforall.record.checkpoints import SignedCheckpoint, check_checkpoint, read_checkpoint
from allforall.record.entries import Seen
from allforall.record.entry_types import EntryTypes, Find, Fit, Named, fit_of
from allforall.record.genesis import Genesis, Lacking, lacking, read_genesis
from allforall.record.logs import LogState, Problem, begin, follow
from allforall.record.merkle import EMPTY_ROOT, frontier_of
from allforall.record.notes import KeyKind, Verifier
from allforall.record.policies import Group, Policy
from allforall.record.tiles import TILE_HEIGHT, TILE_WIDTH, bundle_path, bundles_of, tile_path, tiles_of, unpack_entries

Progress = Callable[[int, int], None]


def log_folder(author: str) -> str:
    """Returns where an author's log is in a bundle."""
    return f"logs/{author}"


def cosigner(log: Verifier) -> Verifier:
    """Returns a log key as a cosigner of others' checkpoints: the same key for another kind of signature, which the
    first line of what is signed keeps apart.
    """
    return Verifier(log.name, log.key, KeyKind.COSIGNATURE)


def policy_of(genesis: Genesis, author: str) -> Policy:
    """Returns the C2SP policy for one author's log: all the others cosign it."""
    witnesses = tuple((name, cosigner(keys.log)) for name, keys in genesis.authors.items() if name != author)
    everyone = Group("everyone", len(witnesses), tuple(name for name, _ in witnesses))
    return Policy((genesis.authors[author].log,), witnesses, (everyone,), everyone.name)


@dataclass(frozen=True, slots=True)
class LogReport:
    """The result of verifying one log. `cosigned` gives who cosigned its checkpoint and when, `missing` who did not;
    `log_keys` every key that has signed for the log, for further checks; `waiting` the entries that name
    an entry that is not here yet, and `unknown` those of a type that the reader does not know.
    """

    author: str
    size: int
    root: bytes
    checkpoint: SignedCheckpoint | None
    signed_by_log: bool
    cosigned: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]
    problems: tuple[Problem, ...]
    log_keys: tuple[Verifier, ...] = ()
    waiting: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether the log is valid and signed. Missing cosignatures and entries that bind nobody are listed but do not
        make it invalid: otherwise one author could spoil what the others appended.
        """
        return self.signed_by_log and all(problem.is_void for problem in self.problems)

    @property
    def void(self) -> tuple[int, ...]:
        """The entries that bind nobody, while the log stays valid."""
        return tuple(dict.fromkeys(problem.index for problem in self.problems if problem.is_void))

    @property
    def is_absent(self) -> bool:
        """Whether nothing of a log is here: its author may not have begun. Others' claims about it are checked."""
        return self.checkpoint is None and not self.problems


@dataclass(frozen=True, slots=True)
class RecordReport:
    """The result of verifying a whole record."""

    case: str
    sender: str
    logs: tuple[LogReport, ...]
    unsigned: tuple[Lacking, ...]  # authors whose officers have not signed the genesis

    @property
    def entries(self) -> int:
        """How many entries there are in all logs."""
        return sum(log.size for log in self.logs)

    @property
    def stands(self) -> bool:
        """Whether everything in it verifies."""
        return not self.unsigned and all(log.stands for log in self.logs)

    @property
    def what_is_here_stands(self) -> bool:
        """Whether everything verifies except absent logs; a log that is here and invalid makes the whole invalid."""
        return not self.unsigned and all(log.stands or log.is_absent for log in self.logs)

    @property
    def has_void(self) -> bool:
        """Whether any entry binds nobody, while its log stays valid."""
        return any(log.void for log in self.logs)

    @property
    def lacks_cosignatures(self) -> bool:
        """Whether an author who should cosign a log has not."""
        return any(log.missing for log in self.logs)


@dataclass(slots=True)
class _Walk:
    """One log being replayed, and what its entries claim about the others, to be checked once those are replayed."""

    state: LogState
    rows: list[list[bytes]] = field(default_factory=lambda: [[]])  # the hashes of all perfect subtrees, by level
    claims: list[tuple[int, str, Seen]] = field(default_factory=list)
    types: list[str] = field(default_factory=list)  # of each entry; empty where it is invalid
    answering: list[tuple[int, str, tuple[bytes, ...]]] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    roots: dict[int, bytes] = field(default_factory=dict)  # several entries name one size

    def add(self, made: tuple[tuple[int, int, bytes], ...]) -> None:
        for level, _, node in made:
            if level == len(self.rows):
                self.rows.append([])
            self.rows[level].append(node)

    def root(self, size: int) -> bytes:
        """The root of the log as it was at a size."""
        if size not in self.roots:
            self.roots[size] = frontier_of(size, lambda level, index: self.rows[level][index]).root
        return self.roots[size]


def verify_bundle(
    bundle: Bundle, types: EntryTypes, *, trusted: bytes | None = None, progress: Progress | None = None
) -> RecordReport:
    """Returns the result of verifying a bundle of whole logs, for a reader with these types.

    `trusted` is the digest of the genesis that the reader knows to be the right one; without it the bundle's own is
    trusted, and the reader has to compare the digest that is shown.

    Raises:
        InputError: if a part is missing, or the genesis is another.

    """
    files = bundle.files
    genesis = read_genesis(_file(files, "genesis"))
    if genesis.case != bundle.case or bundle.sender not in genesis.authors:
        raise InputError("record:verify:other_case", expected=genesis.case, found=bundle.case)
    if trusted is not None and genesis.digest != trusted:
        raise InputError("record:verify:other_genesis", expected=trusted.hex(), found=genesis.digest.hex())
    signed = {author: _checkpoint(files, author) for author in genesis.authors}
    total = sum(one.checkpoint.size for one in signed.values() if one)
    walks, done = {}, 0
    for author, one in signed.items():
        size = one.checkpoint.size if one else 0
        walks[author] = _walk(begin(genesis, author, types), _entries(files, author, size), progress, done, total)
        _check_tiles(files, author, walks[author])
        done += size
    find = _finder(walks)
    reports = tuple(_report(author, signed[author], walks, find) for author in genesis.authors)
    return RecordReport(bundle.case, bundle.sender, reports, lacking(genesis))


def _file(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise InputError("record:verify:missing", where=name)
    return files[name]


def _checkpoint(files: Mapping[str, bytes], author: str) -> SignedCheckpoint | None:
    name = f"{log_folder(author)}/checkpoint"
    return read_checkpoint(files[name]) if name in files else None


def _entries(files: Mapping[str, bytes], author: str, size: int) -> Iterator[bytes]:
    for index, width in bundles_of(size):
        entries = unpack_entries(_file(files, f"{log_folder(author)}/{bundle_path(index, width)}"))
        if len(entries) != width:
            raise InputError("record:verify:entries", where=Word("author", author), expected=width, found=len(entries))
        yield from entries


def _walk(state: LogState, entries: Iterable[bytes], progress: Progress | None, done: int, total: int) -> _Walk:
    walk = _Walk(state)
    for data in entries:
        walk.state, read, problems, made = follow(walk.state, data)
        walk.add(made)
        walk.problems.extend(problems)
        if read is None or problems:
            walk.types.append("")
        else:
            entry = read.entry
            walk.types.append(sys.intern(entry.type))
            walk.claims.extend((read.index, log, seen) for log, seen in entry.seen.items())
            if entry.type not in state.types:
                walk.unknown.append(read.index)
            elif entry.re:
                walk.answering.append((read.index, walk.types[-1], entry.re))
        if progress and walk.state.size % 1000 == 0:
            progress(done + walk.state.size, total)
    return walk


def _finder(walks: Mapping[str, _Walk]) -> Find:
    """Returns a lookup by leaf hash, of those entries that some entry names: all of them would fill the memory."""
    wanted = {leaf for walk in walks.values() for _, _, named in walk.answering for leaf in named}
    found = {
        leaf: Named(author, walk.types[index])
        for author, walk in walks.items()
        for index, leaf in enumerate(walk.rows[0])
        if leaf in wanted
    }
    return found.get


def _check_tiles(files: Mapping[str, bytes], author: str, walk: _Walk) -> None:
    """Checks tiles, which are there for other tools, against the entries."""
    for level, index, width in tiles_of(walk.state.size):
        name = f"{log_folder(author)}/{tile_path(level, index, width)}"
        made = walk.rows[TILE_HEIGHT * level][TILE_WIDTH * index : TILE_WIDTH * index + width]
        if name in files and files[name] != b"".join(made):
            walk.problems.append(Problem(walk.state.size, "record:verify:tile", found=name))


def _report(author: str, signed: SignedCheckpoint | None, walks: Mapping[str, _Walk], find: Find) -> LogReport:
    walk = walks[author]
    state, problems = walk.state, list(walk.problems)
    fits = [
        (index, kind, fit_of(state.types[kind].answers, author, named, find)) for index, kind, named in walk.answering
    ]
    problems += [
        Problem(index, "record:entry:does_not_fit", kind) for index, kind, how in fits if how is Fit.DOES_NOT_FIT
    ]
    waiting = tuple(index for index, _, how in fits if how is Fit.NOT_HERE)
    for index, log, seen in walk.claims:
        other = walks[log]
        if seen.size > other.state.size:
            problems.append(Problem(index, "record:verify:seen_more", str(other.state.size), str(seen.size)))
        elif other.root(seen.size) != seen.root:
            problems.append(Problem(index, "record:verify:seen_another", log, str(seen.size)))
    others = [name for name in walks if name != author]
    log_keys = tuple(dict.fromkeys(of.log for _, of in state.keys_from))
    if signed is None:
        return LogReport(
            author,
            0,
            EMPTY_ROOT,
            None,
            signed_by_log=False,
            cosigned=(),
            missing=tuple(others),
            problems=tuple(problems),
            log_keys=log_keys,
            waiting=waiting,
            unknown=tuple(walk.unknown),
        )
    keys = {cosigner(of.log): name for name in others for _, of in walks[name].state.keys_from}
    check = check_checkpoint(signed, state.keys_at(signed.checkpoint.size).log, keys)
    if signed.checkpoint.root != state.frontier.root:
        problems.append(Problem(state.size, "record:verify:root"))
    if check.verified.false:
        problems.append(Problem(state.size, "record:verify:false_signature", found=check.verified.false[0]))
    cosigned = tuple((keys[verifier], time) for verifier, time in check.cosigners)
    missing = tuple(name for name in others if name not in dict(cosigned))
    own = check.signed_by_log
    root = state.frontier.root
    return LogReport(
        author,
        state.size,
        root,
        signed,
        own,
        cosigned,
        missing,
        tuple(problems),
        log_keys=log_keys,
        waiting=waiting,
        unknown=tuple(walk.unknown),
    )

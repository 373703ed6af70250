"""The record of a node, opened: reading it, and appending entries to this node's own log.

```
record/
  genesis                  who writes, with which keys; adopted once, never changed
  logs/<author>/           this node's own log and mirrors of the others' (`store.record`, `held`)
  cosigned/<author>        the latest checkpoint of a log that this node cosigned, written before the cosignature exists
  cosignatures/<author>    the others' cosignatures on a log, as they arrived
  frozen/<author>.fork.json  evidence that a log forked (`forks`)
  place, recovering        the place where this node last trusted its state, and why it does not (`recovery`)
```

Rules kept here:

- an entry is checked by `follow` before it is appended: what the others would find invalid is never appended;
- nothing is appended while the node is read-only, its log is frozen, or its key is not the one that the log names;
- an entry is on the disk before a checkpoint names its size, and a checkpoint is on the disk before anyone gets it;
- a log that is shorter than a checkpoint that this node signed has lost entries, and the node is read-only.

Entry first, database last (docs/decisions/0073): `say` is the last step inside the caller's transaction and writes
the act into the journal; what a crash leaves out of the database is recovered from the log (`take_up`).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from allforall.account.entry_types import ENTRY_TYPES
from allforall.durable import write_durably
from allforall.errors import GateError, NodeError, Word
from allforall.node.folder import Node
from allforall.node.keys.keyring import Keyring, OfficerKey, settle_log_key
from allforall.node.record.entry_index import row_of
from allforall.node.record.held import Followed, Held, open_held
from allforall.node.record.journal import Journal, journal_said, note_sending
from allforall.node.record.place import Closed, begin_recovery, has_place, is_in_place, read_recovering, set_place
from allforall.record.checkpoints import Checkpoint, SignedCheckpoint, read_checkpoint, sign_checkpoint
from allforall.record.entries import Entry, Seen, SignedEntry, make_entry
from allforall.record.entry_types import EntryType, Fit, Named, fit
from allforall.record.forms import Body
from allforall.record.genesis import Genesis, lacking, read_genesis
from allforall.record.key_entries import LOG_BEGUN, Begun
from allforall.record.logs import LogState, Read, follow
from allforall.record.notes import Note, Signature, encode_base64, sign_text
from allforall.record.signatures import SigningKey
from allforall.store.node.journal import Once
from allforall.store.record.log_file import LogFile

T = TypeVar("T")


@dataclass(slots=True)
class Record:
    """An opened record; a context that closes itself. Without a keyring it is for reading."""

    node: Node
    genesis: Genesis
    keyring: Keyring | None
    held: dict[str, Held]
    journal: Journal | None = None
    #: Why this node may not write now: the code of a `GateError`, or empty.
    closed: str = ""
    frozen: dict[str, Path] = field(default_factory=dict)
    #: The signed checkpoint of each log as it was when the record was opened to be read; None for an act.
    looked_at: Mapping[str, SignedCheckpoint | None] | None = None
    #: The nonce of the act that has this record open, or None.
    once: Once | None = None

    @property
    def own(self) -> str:
        """The author whose node this is."""
        return self.node.author

    @property
    def folder(self) -> Path:
        """The folder of the record."""
        return record_folder(self.node)

    @property
    def authors(self) -> tuple[str, ...]:
        """Every author of the case."""
        return tuple(self.genesis.authors)

    @property
    def others(self) -> tuple[str, ...]:
        """Every author but this node's own."""
        return tuple(name for name in self.genesis.authors if name != self.own)

    @property
    def logs(self) -> Mapping[str, LogFile]:
        """The log files by author."""
        return {name: held.file for name, held in self.held.items()}

    @property
    def states(self) -> Mapping[str, LogState]:
        """The state at the end of each log."""
        return {name: held.state for name, held in self.held.items()}

    def reads(self, author: str, types: Collection[str] = (), since: int = 0) -> Iterator[Read]:
        """Yields the valid entries of a log, of these types or of all."""
        return self.held[author].reads(types, since)

    def find(self, leaf: bytes) -> Read | None:
        """Returns the valid entry with this leaf hash, in any log, or None."""
        for held in self.held.values():
            index = held.find(leaf)
            if index is not None:
                return held.read(index)
        return None

    def named(self, leaf: bytes) -> Named | None:
        """Returns whose entry has this leaf hash, and of which type; None where it is not here."""
        for held in self.held.values():
            index = held.find(leaf)
            if index is not None:
                return held.named(index)
        return None

    def fit(self, entry: Entry) -> Fit:
        """Returns whether the entries that an entry names are held, and whether it may name them."""
        return fit(entry, ENTRY_TYPES, self.named)

    @property
    def can_sign(self) -> bool:
        """Whether the key that the own log names is open."""
        named = self.held[self.own].state.keys.log
        return self.keyring is not None and self.keyring.log_key_of(named.key) is not None

    def log_key(self) -> SigningKey:
        """Returns the key that signs this node's checkpoints.

        Raises:
            GateError: if the keys were not opened, or the log names another key.

        """
        if self.keyring is None:
            raise GateError("keys:locked")
        named = self.held[self.own].state.keys.log
        key = self.keyring.log_key_of(named.key)
        if key is None:
            raise GateError("keys:log:another", expected=named.vkey)
        return key

    def carrying_key(self) -> SigningKey:
        """Returns the key that signs this node's bundles: the one that the log names, or while the node is recovering
        one that it named before, since a backup may hold no newer one.

        Raises:
            GateError: if none of them is open.

        """
        if self.closed and self.keyring is not None and not self.can_sign:
            for _, keys in reversed(self.held[self.own].state.keys_from):
                key = self.keyring.log_key_of(keys.log.key)
                if key is not None:
                    return key
        return self.log_key()

    def close(self) -> None:
        """Closes the logs."""
        for held in self.held.values():
            held.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def record_folder(node: Node) -> Path:
    """Returns the folder of a node's record."""
    return node.path / "record"


def has_record(node: Node) -> bool:
    """Returns whether a node has adopted a genesis."""
    return (record_folder(node) / "genesis").exists()


def read_adopted(node: Node) -> Genesis:
    """Returns the genesis that a node has adopted.

    Raises:
        GateError: if it has none.

    """
    path = record_folder(node) / "genesis"
    try:
        return read_genesis(path.read_bytes())
    except FileNotFoundError:
        raise GateError("record:none") from None
    except OSError as error:
        raise NodeError("record:log:not_opened", path=str(path), found=error.strerror or "") from None


def open_record(
    node: Node, keyring: Keyring | None = None, *, journal: Journal | None = journal_said, looking: bool = False
) -> Record:
    """Returns the record of a node whose lock this thread holds (`lock.holding`), or for `looking` of any.

    With a keyring, what a crash may have left unfinished is finished: the own checkpoint is signed again if the log is
    longer, and a new log key that the log names replaces the old. `journal` is None for a record that is kept without a
    database, as tests of the record alone do. `looking` takes no lock and writes nothing, even where the node is
    in another place: the own log up to its last signed checkpoint, then the mirrors, so that what it saw is there.

    Raises:
        GateError: if the node has no record yet.
        NodeError: if a log is damaged.

    """
    genesis = read_adopted(node)
    logs, held = record_folder(node) / "logs", dict[str, Held]()
    signed: dict[str, SignedCheckpoint | None] = {}
    try:
        for author in sorted(genesis.authors, key=lambda name: name != node.author):
            # the checkpoint before the log: then the log already has what it names
            named = signed[author] = _read_signed(logs / author / "checkpoint")
            until = named.checkpoint.size if named and author == node.author else None
            held[author] = open_held(logs, genesis, author, ENTRY_TYPES, reading=looking, most=until)
        held = {author: held[author] for author in genesis.authors}
        record = Record(node, genesis, keyring, held, journal)
        if looking:
            record.looked_at = signed
            _look(record, signed[node.author])
        else:
            _settle(record)
    except BaseException:
        for one in held.values():
            one.close()
        raise
    return record


def _frozen(record: Record) -> dict[str, Path]:
    frozen = record.folder / "frozen"
    return {name: path for name in record.authors if (path := frozen / f"{name}.fork.json").exists()}


def _is_shorter(record: Record, signed: SignedCheckpoint | None) -> bool:
    """Whether the own log is missing entries covered by a checkpoint that this node signed."""
    own = record.held[record.own]
    if signed is None:
        return False
    return signed.checkpoint.size > own.size or own.root_at(signed.checkpoint.size) != signed.checkpoint.root


def _look(record: Record, signed: SignedCheckpoint | None) -> None:
    """Says why this node may not write now, as far as can be seen; the next act writes it down."""
    record.frozen = _frozen(record)
    recovering = read_recovering(record.folder)
    if record.own in record.frozen:
        record.closed = Closed.FROZEN.value
    elif recovering is not None:
        record.closed = recovering.why.value
    elif (signed or record.held[record.own].size) and not is_in_place(record.folder, record.own):
        record.closed = Closed.COPIED.value
    elif _is_shorter(record, signed):
        record.closed = Closed.LOST.value


def _settle(record: Record) -> None:
    record.frozen = _frozen(record)
    own = record.held[record.own]
    signed = latest_checkpoint(record, record.own)
    if not own.size and signed is None and not has_place(record.folder):
        set_place(record.folder, record.own)
    _close_if_unsure(record, signed)
    if record.keyring is None or record.closed:
        return
    record.keyring = settle_log_key(record.keyring, own.state.keys.log.key)
    lags = own.size > (signed.checkpoint.size if signed else 0)
    if lags and record.can_sign:
        sign_own(record)


def _close_if_unsure(record: Record, signed: SignedCheckpoint | None) -> None:
    since = record.node.now.isoformat()
    recovering = read_recovering(record.folder)
    if recovering is None and not is_in_place(record.folder, record.own):
        recovering = begin_recovery(record.folder, Closed.COPIED, since)
    if _is_shorter(record, signed):
        recovering = begin_recovery(record.folder, Closed.LOST, since)
    if recovering is not None:
        record.closed = recovering.why.value
    if record.own in record.frozen:
        record.closed = Closed.FROZEN.value


def checkpoint_path(record: Record, author: str) -> Path:
    """Returns the path of the latest signed checkpoint of a log."""
    return record.held[author].file.path / "checkpoint"


def latest_checkpoint(record: Record, author: str) -> SignedCheckpoint | None:
    """Returns the latest checkpoint of a log that its author signed, as it is held here; None where there is none."""
    if record.looked_at is not None:
        return record.looked_at[author]
    return _read_signed(checkpoint_path(record, author))


def _read_signed(path: Path) -> SignedCheckpoint | None:
    try:
        return read_checkpoint(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise NodeError("record:log:not_opened", path=str(path), found=error.strerror or "") from None


def sign_own(record: Record) -> SignedCheckpoint:
    """Returns a new checkpoint of the own log as far as it is on the disk; the checkpoint is on the disk too."""
    own = record.held[record.own]
    checkpoint = Checkpoint(record.genesis.origin(record.own), own.size, own.root)
    signed = sign_checkpoint(checkpoint, record.log_key())
    try:
        write_durably(checkpoint_path(record, record.own), signed.note.data)
    except OSError as error:
        raise NodeError("record:log:not_written", path=str(own.file.path), found=error.strerror or "") from None
    return signed


def check_may_say(record: Record) -> None:
    """Refuses if this node may not write in its own log now.

    Raises:
        GateError: saying why.

    """
    if record.closed:
        raise GateError(record.closed)
    if record.keyring is None:
        raise GateError("keys:locked")


def draft(
    record: Record,
    kind: str,
    body: Body,
    *,
    answers: Sequence[bytes] = (),
    commitments: Sequence[bytes] = (),
    expires: str = "",
) -> Entry:
    """Returns the next entry of the own log, unsigned: its number, and how far the other logs have been read."""
    seen = {name: Seen(one.size, one.root) for name in record.others if (one := record.held[name]).size}
    return Entry(
        case=record.genesis.case,
        author=record.own,
        seq=record.held[record.own].size,
        type=kind,
        body=body,
        re=tuple(answers),
        seen=seen,
        expires=expires,
        commitments=tuple(commitments),
    )


def say(
    record: Record,
    signers: Sequence[OfficerKey],
    kind: EntryType[T],
    said: T,
    *,
    answers: Sequence[bytes] = (),
    commitments: Sequence[bytes] = (),
) -> Read:
    """Returns the entry that this node has now appended to its own log, on the disk, under a new checkpoint.

    Raises:
        GateError: if it may not be appended: the node is read-only, officers are missing, or `follow` finds a problem.

    """
    check_may_say(record)
    expires = getattr(said, kind.deadline) if kind.deadline else ""
    entry = draft(record, kind.name, kind.body(said), answers=answers, commitments=commitments, expires=expires)
    return append_signed(record, make_entry(entry, sign_by(entry.text, signers)))


def sign_by(text: str, signers: Sequence[OfficerKey]) -> tuple[Signature, ...]:
    """Returns the officers' signatures on a text, each key once."""
    by_key = {officer.key.public: officer for officer in signers}
    return tuple(sign_text(text, officer.name, officer.key) for officer in by_key.values())


def append_signed(record: Record, signed: SignedEntry) -> Read:
    """Returns an entry that officers signed elsewhere, now appended, if the log has not grown since it was drafted.

    Raises:
        GateError: if it may not be appended.

    """
    check_may_say(record)
    own = record.held[record.own]
    state, read, problems, _ = follow(own.state, signed.data)
    if problems or read is None:
        first = problems[0]
        expected = Word("entry_type", first.expected) if first.expected in own.state.types else first.expected
        found = Word("said_by", first.found) if first.code == "record:entry:not_by" else first.found
        raise GateError(first.code, expected=expected, found=found)
    how = record.fit(signed.entry)
    if how is not Fit.FITS:
        raise GateError(f"record:entry:{how}", expected=Word("entry_type", signed.entry.type))
    # the entry itself may name the key that signs the checkpoint over it
    if record.keyring is not None and record.keyring.log_key_of(state.keys.log.key) is None:
        raise GateError("keys:log:another", expected=state.keys.log.vkey)
    for log, seen in signed.entry.seen.items():
        other = record.held[log]
        if seen.size > other.size or other.root_at(seen.size) != seen.root:
            raise GateError("record:say:seen", log=Word("author", log), expected=other.size, found=seen.size)
    if record.once is not None:
        note_sending(record, read.leaf)
    own.take([signed.data], Followed(state, (row_of(signed.entry),), ()))
    sign_own(record)
    if record.journal is not None:
        record.journal(record.node, read, officer_names(record, read), record.once)
    return read


def officer_names(record: Record, read: Read) -> list[str]:
    """Returns the names of the keys that signed an own entry."""
    officers = record.held[record.own].state.keys_at(read.index).officers
    return [officer.name for officer in officers if officer.key in read.officers]


def adopt(
    node: Node,
    keyring: Keyring,
    data: bytes,
    signers: Sequence[OfficerKey],
    *,
    journal: Journal | None = journal_said,
) -> Record:
    """Returns the record that begins with this genesis; its first entry is in the own log.

    A second call with the same genesis finishes what a crash left.

    Raises:
        GateError: if not everyone has signed it, this node's keys are not in it, or another one was adopted.

    """
    genesis = read_genesis(data)
    missing = lacking(genesis)
    if missing:
        first = missing[0]
        raise GateError(
            "record:genesis:unsigned", where=Word("author", first.author), expected=first.asked, found=first.signed
        )
    mine = genesis.authors.get(node.author)
    if mine is None or mine.log.key != keyring.log.public:
        raise GateError("record:genesis:not_mine", where=Word("author", node.author))
    number, key = mine.epoch
    if number not in keyring.epochs or encode_base64(keyring.epoch_key(number).raw) != key:
        raise GateError("record:genesis:not_mine", where=Word("author", node.author))
    if has_record(node):
        if read_adopted(node).digest != genesis.digest:
            raise GateError("record:genesis:another")
    else:
        _begin(node, genesis)
    record = open_record(node, keyring, journal=journal)
    try:
        if not record.held[record.own].size:
            say(record, signers, LOG_BEGUN, Begun(genesis.digest))
    except BaseException:
        record.close()
        raise
    return record


def _begin(node: Node, genesis: Genesis) -> None:
    try:
        write_durably(record_folder(node) / "genesis", genesis.data)
    except OSError as error:
        raise NodeError("record:log:not_written", path=str(node.path), found=error.strerror or "") from None


def unsigned(text: str) -> bytes:
    """Returns a text as a file that officers can sign: a note without signatures."""
    return Note(text, ()).data

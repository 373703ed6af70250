"""One author's log, replayed from its first entry: what its keys were at each size, and what is wrong with it.

Pure replay: `begin` makes the state of an empty log from the genesis, and `follow` adds one entry and
reports everything that is wrong with it. Rules kept here:

- entry 0 names the genesis; entry n has the number n, and the log's case and author;
- an entry counts only with the signatures of as many distinct officers as its type requires, under the keys in force
  just before it; one false signature by a known key invalidates it;
- keys change by an entry signed by enough of the old officers and enough of the new ones;
- after a revocation at size n, the revoked key counts for no entry from n on, and entries that thereby have too few
  signatures are reported;
- an entry that its author may not append, or whose body does not match its type, binds nobody (`entry_types`); one of
  a type that the reader does not know is kept and proved, and has no effect;
- `seen` never decreases, and an expired entry still exists: expiry is checked where entries are answered.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from allforall.errors import InputError
from allforall.record.entries import Entry, Seen, SignedEntry, read_entry
from allforall.record.entry_types import EntryTypes
from allforall.record.foreign import read_foreign
from allforall.record.genesis import GENESIS, Genesis, Keys, officers_who_signed
from allforall.record.key_entries import KEY_REVOKED, KEYS_ROTATED, REVOKED, ROTATED, Revoked, Rotated
from allforall.record.merkle import Frontier, leaf_hash
from allforall.record.notes import encode_base64
from allforall.record.signatures import PublicKey

#: With such a problem an entry shows that this is not the log that its author signed from the first entry on. With any
#: other problem the entry binds nobody and its log stays valid: one author's invalid entry must not affect what the
#: others appended.
_FELLS = frozenset({f"record:log:{what}" for what in ("case", "author", "sequence", "first_entry", "genesis")})
_FELLS_TOO = "record:verify:"  # what only shows beside the other logs
#: A number, a hash or a yes: never a name.
_PLAIN = re.compile(r"[0-9]{1,16}|True|False|[A-Za-z0-9+/]{43}=")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one entry: a code of the kind ``record:log:sequence``, what was expected and found."""

    index: int
    code: str
    expected: str = ""
    found: str = ""

    @property
    def is_void(self) -> bool:
        """Whether the entry binds nobody, while its log stays valid."""
        return self.code not in _FELLS and not self.code.startswith(_FELLS_TOO)


@dataclass(frozen=True, slots=True)
class Read:
    """An entry of a log with its position, its leaf hash and who signed."""

    index: int
    leaf: bytes
    signed: SignedEntry
    officers: tuple[PublicKey, ...]

    @property
    def entry(self) -> Entry:
        """The entry itself."""
        return self.signed.entry


@dataclass(frozen=True, slots=True)
class LogState:
    """A log up to some size, as read with these `types`. `keys_from` gives the keys in force from each
    size at which they changed.
    """

    genesis: Genesis
    author: str
    types: EntryTypes
    frontier: Frontier
    keys: Keys
    seen: Mapping[str, Seen] = field(default_factory=dict)
    revoked: Mapping[PublicKey, int] = field(default_factory=dict)
    keys_from: tuple[tuple[int, Keys], ...] = ()

    @property
    def size(self) -> int:
        """How many entries were replayed."""
        return self.frontier.size

    def keys_at(self, size: int) -> Keys:
        """Returns the keys that sign a checkpoint of this size."""
        return next(keys for since, keys in reversed(self.keys_from) if since <= size)

    def asked(self, kind: str, keys: Keys | None = None) -> int | None:
        """Returns how many officers must sign an entry of a type under these keys, or under those in force; None where
        the author may not write it.
        """
        if kind == GENESIS:
            return 1
        ruled, known = (keys or self.keys).asked(kind), self.types.get(kind)
        return ruled if ruled is None or known is None else max(ruled, known.signers)


def begin(genesis: Genesis, author: str, types: EntryTypes) -> LogState:
    """Returns the state of an author's log before its first entry, for a reader with these types."""
    keys = genesis.authors[author]
    return LogState(genesis, author, types, Frontier(), keys, keys_from=((0, keys),))


Made = tuple[tuple[int, int, bytes], ...]


def follow(state: LogState, data: bytes) -> tuple[LogState, Read | None, tuple[Problem, ...], Made]:
    """Returns the state after one more entry, the entry if it can be read, its problems, and the perfect
    subtrees that it completed.

    The tree always grows, since the log did; but an invalid entry changes no keys and proves nothing.
    """
    index = state.size
    signed = read_foreign(lambda: read_entry(data))
    if isinstance(signed, InputError):
        frontier, made = state.frontier.extended(leaf_hash(data))
        return replace(state, frontier=frontier), None, (Problem(index, signed.code),), made
    leaf = leaf_hash(data)
    frontier, made = state.frontier.extended(leaf)
    officers, problems = _signed_by(state, signed)
    problems += _in_place(state, signed.entry)
    kind = state.types.get(signed.entry.type)
    refused = kind.wrong_with(signed.entry, state.genesis) if kind else None
    if refused is not None:
        problems.append(Problem(index, refused.code, refused.expected, refused.found))
    seen = {**state.seen, **signed.entry.seen} if signed.entry.seen else state.seen
    grown = replace(state, frontier=frontier, seen=state.seen if problems else seen)
    if not problems and signed.entry.type in {ROTATED, REVOKED}:
        changed, problems = _changed(grown, signed)
        grown = replace(grown, seen=state.seen) if problems else changed
    return grown, Read(index, leaf, signed, officers), tuple(problems), made


def _signed_by(state: LogState, signed: SignedEntry) -> tuple[tuple[PublicKey, ...], list[Problem]]:
    index, kind = state.size, signed.entry.type
    trusted = [officer for officer in state.keys.officers if state.revoked.get(officer.key, index + 1) > index]
    who, false = officers_who_signed(signed.note, trusted)
    problems = [Problem(index, "record:log:false_signature")] if false else []
    asked = state.asked(kind)
    if asked is None:
        told = kind if kind in state.types else f"({len(kind)})"
        problems.append(Problem(index, "record:log:type_not_allowed", found=told))
    elif len(who) < asked:
        problems.append(Problem(index, "record:log:signatures", str(asked), str(len(who))))
    return tuple(officer.key for officer in who), problems


def _in_place(state: LogState, entry: Entry) -> list[Problem]:
    index, genesis = state.size, state.genesis
    checks = [
        ("record:log:case", genesis.case, entry.case),
        ("record:log:author", state.author, entry.author),
        ("record:log:sequence", str(index), str(entry.seq)),
        ("record:log:first_entry", str(index == 0), str(entry.type == GENESIS)),
    ]
    if index == 0:
        checks.append(("record:log:genesis", encode_base64(genesis.digest), str(entry.body.get("genesis"))))
    problems = [
        Problem(index, code, expected, _told(found, genesis)) for code, expected, found in checks if expected != found
    ]
    for log, seen in entry.seen.items():
        before = state.seen.get(log)
        if log not in genesis.authors:
            problems.append(Problem(index, "record:log:seen_unknown", found=_told(log, genesis)))
        elif before and (seen.size < before.size or (seen.size == before.size and seen.root != before.root)):
            problems.append(Problem(index, "record:log:seen_went_back", str(before.size), str(seen.size)))
    return problems


def _told(found: str, genesis: Genesis) -> str:
    """What was found, unless it could be a person's name: problems are shown on pages without names too."""
    return found if found in genesis.authors or _PLAIN.fullmatch(found) else f"({len(found)})"


def _changed(state: LogState, signed: SignedEntry) -> tuple[LogState, list[Problem]]:
    """The state after an entry that changes keys. `state` has grown by it already."""
    if signed.entry.type == ROTATED:
        return _rotated(state, signed, KEYS_ROTATED.read(signed.entry))
    return _revoked(state, signed, KEY_REVOKED.read(signed.entry))


def _enough(state: LogState, signed: SignedEntry, keys: Keys, which: str) -> list[Problem]:
    index = state.size - 1
    trusted = [officer for officer in keys.officers if officer.key not in state.revoked]
    who, false = officers_who_signed(signed.note, trusted)
    if false or len(who) < keys.rotation:
        return [Problem(index, f"record:log:rotation_{which}", str(keys.rotation), str(len(who)))]
    return []


def _rotated(state: LogState, signed: SignedEntry, said: Rotated) -> tuple[LogState, list[Problem]]:
    new = said.read_keys(state.genesis.case, state.author)
    problems = _enough(state, signed, state.keys, "old") + _enough(state, signed, new, "new")
    back = [key.vkey for key in (new.log, *new.officers) if key.key in state.revoked]
    if back:
        problems.append(Problem(state.size - 1, "record:log:revoked_key_back"))
    if new.epoch[0] < state.keys.epoch[0] or (new.epoch[0] == state.keys.epoch[0] and new.epoch != state.keys.epoch):
        problems.append(Problem(state.size - 1, "record:log:epoch", str(state.keys.epoch[0]), str(new.epoch[0])))
    if problems:
        return state, problems
    return replace(state, keys=new, keys_from=(*state.keys_from, (state.size, new))), []


def _revoked(state: LogState, signed: SignedEntry, said: Revoked) -> tuple[LogState, list[Problem]]:
    index, key, last = state.size - 1, said.key, said.last_trusted
    if last > index:
        return state, [Problem(index, "record:log:last_trusted", str(index), str(last))]
    left = tuple(officer for officer in state.keys.officers if officer.key != key.key)
    if len(left) == len(state.keys.officers):
        return state, [Problem(index, "record:log:not_an_officer")]
    # The revoked officer does not count as a signer, and as many of the others are needed as for any change of keys:
    # otherwise one officer of two could remove the other and remain alone.
    trusted = [officer for officer in left if officer.key not in state.revoked]
    who, _ = officers_who_signed(signed.note, trusted)
    if len(who) < state.keys.rotation:
        return state, [Problem(index, "record:log:rotation_old", str(state.keys.rotation), str(len(who)))]
    least = min(state.revoked.get(key.key, last), last)
    return replace(state, revoked={**state.revoked, key.key: least}), []


def lost_by_revocation(state: LogState, entries: tuple[Read, ...]) -> tuple[int, ...]:
    """Returns the entries that had enough signatures when replayed, but have too few without a key that was revoked
    from an earlier size on. They are reported for people to look at; answers to them are not undone, or a
    party could go back on its word by revoking its own officer.
    """
    lost = []
    for read in entries:
        asked = state.asked(read.entry.type, state.keys_at(read.index))
        left = [key for key in read.officers if state.revoked.get(key, read.index + 1) > read.index]
        if asked is not None and len(left) < asked <= len(read.officers):
            lost.append(read.index)
    return tuple(lost)


def replay(
    genesis: Genesis, author: str, types: EntryTypes, entries: list[bytes]
) -> tuple[LogState, list[Read], list[Problem]]:
    """Returns a whole log replayed from the beginning."""
    state = begin(genesis, author, types)
    reads: list[Read] = []
    problems: list[Problem] = []
    for data in entries:
        state, read, wrong, _ = follow(state, data)
        problems.extend(wrong)
        if read is not None:
            reads.append(read)
    return state, reads, problems

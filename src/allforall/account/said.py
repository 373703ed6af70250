"""The record as a node shows it: its logs side by side, its entries with everything attached to them, and the state of
offers.

Plain values, made from entries and keys alone. Nothing is left out for being wrong: an entry with a problem keeps its
place, with the problem beside it. A long log is shown from a stated number on; the entries before are counted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from allforall.account.content import FieldSaid, content_of
from allforall.errors import InputError
from allforall.record.checkpoints import SignedCheckpoint, check_checkpoint
from allforall.record.entries import Entry, SignedEntry, read_entry
from allforall.record.entry_types import Fit, Named, fit
from allforall.record.foreign import read_foreign
from allforall.record.genesis import ANY_TYPE, Genesis, lacking, officers_who_signed
from allforall.record.logs import LogState, Problem
from allforall.record.merkle import Perfect, inclusion_proof, leaf_hash
from allforall.record.notes import KeyKind, Verifier
from allforall.record.proofs import Proof
from allforall.record.remarks import CORRECTION, OBJECTION


@dataclass(frozen=True, slots=True)
class Ref:
    """An entry by its log and its number in it."""

    author: str
    index: int
    type: str = ""


class Reading(StrEnum):
    """How far this program could read an entry."""

    READ = "read"
    NOT_VALID = "not_valid"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class LogHeld:
    """A node's copy of one log: its entries from number `first` on, the state at its end, its hashes, the latest
    checkpoint with every cosignature received, and whether it is frozen.
    """

    state: LogState
    entries: Sequence[bytes]
    first: int
    perfect: Perfect
    checkpoint: SignedCheckpoint | None
    problems: tuple[Problem, ...] = ()
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class LogLine:
    """One log: its length, the checkpoint that its author signed, who cosigned that and when, and who has not."""

    author: str
    size: int
    root: bytes
    signed_size: int | None
    cosigned: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]
    problems: tuple[Problem, ...]
    frozen: bool
    shown_from: int

    @property
    def asked(self) -> int:
        """How many are asked to cosign."""
        return len(self.cosigned) + len(self.missing)


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry with everything known about it. `entry` is None if its bytes are not an entry.

    `officers` are the keys that signed, by name and mark; `answers` the entries it refers to, None if not on this node;
    `answered_by` the entries that refer to it; `reading` whether a reader understood it: unread text is shown only with
    names. `fit` says whether the entries it refers to are here and fit, and `contested_by` are objections to it and its
    author's corrections of it.
    """

    ref: Ref
    leaf: bytes
    entry: Entry | None
    officers: tuple[Verifier, ...]
    asked: int | None
    answers: tuple[tuple[bytes, Ref | None], ...]
    answered_by: tuple[Ref, ...]
    problems: tuple[Problem, ...]
    text: str
    signature_lines: tuple[str, ...]
    proof: bytes | None  # C2SP tlog-proof, if a signed checkpoint covers the entry
    reading: Reading
    fit: Fit
    contested_by: tuple[Ref, ...] = ()
    content: tuple[FieldSaid, ...] = ()  # of what was read

    @property
    def waits(self) -> bool:
        """Whether an entry that it refers to has not arrived yet."""
        return self.fit is Fit.NOT_HERE

    @property
    def lost_signatures(self) -> bool:
        """Whether it was valid when appended and lacks signatures now, since a key was revoked from an earlier entry
        on. Replies to it are not undone; people have to review it.
        """
        return self.asked is not None and not self.problems and len(self.officers) < self.asked


@dataclass(frozen=True, slots=True)
class OfferLine:
    """The state of one offer, with every reason and the entry it is about. `accepted` is the acceptance, `in_time` the
    time when the decider saw it, if that was before the deadline; `twice` names earlier offers of the same author that
    give places of the same category and are not decided.
    """

    ref: Ref
    to: str
    expires: str
    state: str
    outcome: Ref | None
    reasons: tuple[tuple[str, Ref | None], ...]
    accepted: Ref | None = None
    in_time: str = ""
    twice: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class AuthorLine:
    """An author as in the genesis: keys, and how many officers sign which entries.

    `rules` are by type of entry, `otherwise` is for every other type, None if it may write no other. `lacks` is how
    many officers signed the genesis, if fewer than a change of keys needs (`rotation`), else None.
    """

    author: str
    log_key: str
    epoch: int
    officers: tuple[Verifier, ...]
    rules: tuple[tuple[str, int], ...]
    otherwise: int | None
    rotation: int
    lacks: int | None


@dataclass(frozen=True, slots=True)
class RecordAccount:
    """Everything that the pages of a record draw. `closed` is the code of why this node may not append, or empty;
    `recovering` says who has answered when asked for this node's own log, and who has not; `explanations` are those of
    objections and corrections, if names were asked for and the keys were available.
    """

    own: str
    made_on: str
    rehearsal: bool
    genesis: Genesis
    logs: tuple[LogLine, ...]
    entries: tuple[EntryLine, ...]
    offers: tuple[OfferLine, ...] = ()
    closed: str = ""
    recovering: tuple[tuple[str, bool], ...] = ()
    explanations: Mapping[tuple[str, int], str] = field(default_factory=dict)

    @property
    def authors(self) -> tuple[AuthorLine, ...]:
        """The authors with their keys and rules, in the order of the genesis."""
        unsigned = {one.author: one.signed for one in lacking(self.genesis)}
        return tuple(
            AuthorLine(
                author=name,
                log_key=keys.log.vkey,
                epoch=keys.epoch[0],
                officers=keys.officers,
                rules=tuple((kind, count) for kind, count in sorted(keys.rules.items()) if kind != ANY_TYPE),
                otherwise=keys.rules.get(ANY_TYPE),
                rotation=keys.rotation,
                lacks=unsigned.get(name),
            )
            for name, keys in self.genesis.authors.items()
        )


Find = Callable[[bytes], Ref | None]


def _nowhere(_: bytes) -> Ref | None:
    return None


def log_lines(logs: Mapping[str, LogHeld]) -> tuple[LogLine, ...]:
    """Returns one line per log."""
    return tuple(_log_line(author, held, logs) for author, held in logs.items())


def _log_line(author: str, held: LogHeld, logs: Mapping[str, LogHeld]) -> LogLine:
    state = held.state
    others = [name for name in logs if name != author]
    cosigned: dict[str, int] = {}
    if held.checkpoint is not None:
        keys = {
            replace(of.log, kind=KeyKind.COSIGNATURE): name for name in others for _, of in logs[name].state.keys_from
        }
        log = state.keys_at(min(held.checkpoint.checkpoint.size, state.size)).log
        for verifier, time in check_checkpoint(held.checkpoint, log, keys).cosigners:
            cosigned.setdefault(keys[verifier], time)
    return LogLine(
        author,
        state.size,
        state.frontier.root,
        held.checkpoint.checkpoint.size if held.checkpoint else None,
        tuple(cosigned.items()),
        tuple(name for name in others if name not in cosigned),
        held.problems,
        held.frozen,
        held.first,
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """One entry as read, with the problems found when replaying its log."""

    ref: Ref
    data: bytes
    leaf: bytes
    signed: SignedEntry | None
    problems: tuple[Problem, ...]


def entry_lines(logs: Mapping[str, LogHeld], find: Find = _nowhere) -> tuple[EntryLine, ...]:
    """Returns every entry on this node, log by log, with references in both directions.

    `find` looks up a referenced entry that comes before the given ones; its type is empty if it is invalid.
    """
    shown = [
        _read(Ref(author, held.first + place), data, held)
        for author, held in logs.items()
        for place, data in enumerate(held.entries)
    ]
    refs = {each.leaf: each.ref for each in shown}
    wrong = {each.leaf for each in shown if each.problems}

    def found(leaf: bytes) -> Ref | None:
        return refs.get(leaf) or find(leaf)

    def named(leaf: bytes) -> Named | None:
        ref = found(leaf)
        return Named(ref.author, "" if leaf in wrong else ref.type) if ref else None

    answered: dict[bytes, list[Ref]] = {}
    contested: dict[bytes, list[Ref]] = {}
    fits: dict[bytes, Fit] = {}
    for each in shown:
        if each.signed is None:
            continue
        entry = each.signed.entry
        fits[each.leaf] = how = fit(entry, logs[each.ref.author].state.types, named)
        for leaf in entry.re:
            answered.setdefault(leaf, []).append(each.ref)
        if entry.type in {OBJECTION, CORRECTION} and not each.problems and how is Fit.FITS:
            contested.setdefault(entry.re[0], []).append(each.ref)
    return tuple(
        _entry_line(logs[each.ref.author], each, found, answered, contested, fits.get(each.leaf, Fit.FITS))
        for each in shown
    )


def _read(ref: Ref, data: bytes, held: LogHeld) -> _Shown:
    signed = read_foreign(lambda: read_entry(data))
    problems = tuple(problem for problem in held.problems if problem.index == ref.index)
    if isinstance(signed, InputError):
        return _Shown(ref, data, leaf_hash(data), None, problems)
    return _Shown(replace(ref, type=signed.entry.type), data, leaf_hash(data), signed, problems)


def _entry_line(
    held: LogHeld,
    each: _Shown,
    find: Find,
    answered: Mapping[bytes, list[Ref]],
    contested: Mapping[bytes, list[Ref]],
    how: Fit,
) -> EntryLine:
    signed, leaf = each.signed, each.leaf
    problems = each.problems
    if how is Fit.DOES_NOT_FIT:
        problems = (*problems, Problem(each.ref.index, "record:entry:does_not_fit", each.ref.type))
    known = signed is not None and signed.entry.type in held.state.types
    keys = held.state.keys_at(each.ref.index)
    return EntryLine(
        ref=each.ref,
        leaf=leaf,
        entry=signed.entry if signed else None,
        officers=_officers(held.state, each.ref.index, signed) if signed else (),
        asked=held.state.asked(signed.entry.type, keys) if signed else None,
        answers=tuple((leaf, find(leaf)) for leaf in signed.entry.re) if signed else (),
        answered_by=tuple(answered.get(leaf, ())),
        problems=problems,
        text=signed.note.text if signed else each.data.decode("utf-8", "replace"),
        signature_lines=tuple(signature.line for signature in signed.note.signatures) if signed else (),
        proof=_proof(held, each.ref.index),
        reading=Reading.NOT_VALID if problems else Reading.READ if known else Reading.UNKNOWN,
        fit=how,
        contested_by=tuple(contested.get(leaf, ())),
        content=content_of(signed.entry.type, signed.entry.body) if signed and known and not problems else (),
    )


def _officers(state: LogState, index: int, signed: SignedEntry) -> tuple[Verifier, ...]:
    trusted = [key for key in state.keys_at(index).officers if state.revoked.get(key.key, index + 1) > index]
    who, _ = officers_who_signed(signed.note, trusted)
    return who


def _proof(held: LogHeld, index: int) -> bytes | None:
    signed = held.checkpoint
    if signed is None or not index < signed.checkpoint.size <= held.state.size:
        return None
    return Proof(index, inclusion_proof(index, signed.checkpoint.size, held.perfect), signed).data

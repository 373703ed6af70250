"""One proof or piece of evidence checked by itself, with keys that the reader has from elsewhere.

The keys are those of a genesis (the first ones of every author), of a policy, or of a whole bundle, whose logs also
show how keys changed. The results are values that say what is valid, and what could not be checked for lack of a key.
"""

from dataclasses import dataclass, replace

from allforall.errors import InputError
from allforall.record.bundles import Bundle
from allforall.record.checkpoints import check_checkpoint, read_checkpoint
from allforall.record.entries import read_entry
from allforall.record.foreign import read_foreign
from allforall.record.forks import Fork, is_fork
from allforall.record.genesis import Genesis, officers_who_signed
from allforall.record.key_entries import KEYS_ROTATED, ROTATED
from allforall.record.logs import LogState
from allforall.record.merkle import HASH_BYTES
from allforall.record.notes import KeyKind, Verifier
from allforall.record.policies import Policy
from allforall.record.proofs import Proof, proves
from allforall.record.tiles import TILE_WIDTH, bundle_path
from allforall.record.verification import RecordReport


@dataclass(frozen=True, slots=True)
class Known:
    """Trusted keys: of each log by its author, and of cosigners, each as (author, key)."""

    logs: tuple[tuple[str, Verifier], ...] = ()
    cosigners: tuple[tuple[str, Verifier], ...] = ()

    def logs_named(self, origin: str) -> tuple[Verifier, ...]:
        """Returns the keys that sign checkpoints of this origin."""
        return tuple(key for _, key in self.logs if key.name == origin)

    def author_of(self, origin: str) -> str:
        """Returns whose log has this origin, or nothing."""
        return next((author for author, key in self.logs if key.name == origin), "")


def known_from_genesis(genesis: Genesis) -> Known:
    """Returns the first keys of every author; later ones are in the logs."""
    logs = tuple((author, keys.log) for author, keys in genesis.authors.items())
    return _as_cosigners(logs)


def known_from_report(report: RecordReport) -> Known:
    """Returns every log key that was ever in force in a record that was verified."""
    return _as_cosigners(tuple((log.author, key) for log in report.logs for key in log.log_keys))


def known_from_policy(policy: Policy) -> Known:
    """Returns the keys of a policy; a log is known by its origin."""
    return Known(tuple((log.name, log) for log in policy.logs), policy.witnesses)


def _as_cosigners(logs: tuple[tuple[str, Verifier], ...]) -> Known:
    return Known(logs, tuple((author, replace(key, kind=KeyKind.COSIGNATURE)) for author, key in logs))


@dataclass(frozen=True, slots=True)
class ProofReport:
    """The result of checking a proof of one entry. `leads`: whether the path leads from it to the signed root."""

    author: str
    origin: str
    index: int
    size: int
    root: bytes
    leads: bool
    signed_by_log: bool
    cosigned: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]
    false: tuple[str, ...]
    key_known: bool

    @property
    def stands(self) -> bool:
        """Whether the entry is in the log, by a checkpoint that its log signed; cosignatures are checked separately."""
        return self.leads and self.signed_by_log and not self.false


def check_proof(proof: Proof, entry: bytes, known: Known) -> ProofReport:
    """Returns the result of checking a proof for these bytes of an entry."""
    signed = proof.signed
    checkpoint = signed.checkpoint
    author = known.author_of(checkpoint.origin)
    others = {key: name for name, key in known.cosigners if name != author}
    logs = known.logs_named(checkpoint.origin)
    checks = [check_checkpoint(signed, log, others) for log in logs]
    best = next((check for check in checks if check.signed_by_log), checks[0] if checks else None)
    cosigned = tuple((others[key], time) for key, time in best.cosigners) if best else ()
    return ProofReport(
        author,
        checkpoint.origin,
        proof.index,
        checkpoint.size,
        checkpoint.root,
        leads=proves(proof, entry),
        signed_by_log=bool(best and best.signed_by_log),
        cosigned=cosigned,
        missing=tuple(name for name in dict.fromkeys(others.values()) if name not in dict(cosigned)),
        false=best.verified.false if best else (),
        key_known=bool(logs),
    )


@dataclass(frozen=True, slots=True)
class ForkReport:
    """The result of checking evidence. `stands`: valid by its own keys; `is_known`: whether those are trusted."""

    author: str
    origin: str
    sizes: tuple[int, int]
    roots: tuple[bytes, bytes]
    implied: bytes  # what the larger tree implies at the smaller size
    keys: tuple[Verifier, ...]
    stands: bool
    is_known: bool

    @property
    def proves(self) -> bool:
        """Whether it proves that the author of a known key forked its log."""
        return self.stands and self.is_known


def check_fork(fork: Fork, known: Known) -> ForkReport:
    """Returns the result of checking evidence, and whether the keys that it depends on are trusted."""
    first, second = fork.first.checkpoint, fork.second.checkpoint
    logs = known.logs_named(first.origin)
    return ForkReport(
        known.author_of(first.origin),
        first.origin,
        (first.size, second.size),
        (first.root, second.root),
        fork.root if first.size != second.size else second.root,
        fork.keys,
        stands=is_fork(fork, fork.keys),
        is_known=is_fork(fork, logs),
    )


def begins_later(bundle: Bundle) -> str:
    """Returns the author of a log whose beginning is not in a bundle, or nothing where every log is whole.

    A bundle for one node begins where that node's copy ends; without the beginning nobody can check the rest.
    """
    for name, data in bundle.files.items():
        folder, _, file = name.rpartition("/")
        if not folder.startswith("logs/") or file not in {"start", "checkpoint"}:
            continue
        size = read_checkpoint(data).checkpoint.size if file == "checkpoint" else 0
        first = f"{folder}/{bundle_path(0, min(size, TILE_WIDTH))}" if size else ""
        if file == "start" or (first and first not in bundle.files):
            return folder.removeprefix("logs/")
    return ""


def announced_key(state: LogState, data: bytes) -> Verifier | None:
    """Returns an author's new log key, if this entry announces one beyond what is held of its log: a change of
    keys signed by enough of the known officers and of the new ones; else None.

    It serves to recognise a caller. The entry itself is applied with its log, where everything is checked.
    """
    signed = read_foreign(lambda: read_entry(data))
    if isinstance(signed, InputError):
        return None
    entry = signed.entry
    mine = (entry.type, entry.case, entry.author) == (ROTATED, state.genesis.case, state.author)
    if not mine or entry.seq < state.size or KEYS_ROTATED.wrong_with(entry, state.genesis) is not None:
        return None
    new = KEYS_ROTATED.read(entry).read_keys(entry.case, entry.author)
    for keys in (state.keys, new):
        trusted = [officer for officer in keys.officers if officer.key not in state.revoked]
        who, false = officers_who_signed(signed.note, trusted)
        if false or len(who) < keys.rotation:
            return None
    return new.log


def is_digest(text: str) -> bool:
    """Returns whether a text is a SHA-256 in hexadecimal."""
    try:
        return len(bytes.fromhex(text)) == HASH_BYTES
    except ValueError:
        return False

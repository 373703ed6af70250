"""Verifies a piece of the record, for anyone who was given it and trusts nobody: a bundle, a proof of one entry, or
evidence of a fork.

Takes files, and keys and a digest that the reader has from elsewhere; returns a value that states what is valid, what
is not, and what is missing of how many.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from allforall.account.entry_types import ENTRY_TYPES
from allforall.alone.files import read_limited
from allforall.errors import CallError, InputError, Word
from allforall.record.bundles import MOST_BUNDLE_BYTES, read_bundle, sent_by
from allforall.record.forks import read_fork
from allforall.record.genesis import TYPE_LINE as GENESIS_LINE
from allforall.record.genesis import read_genesis
from allforall.record.logs import Problem
from allforall.record.policies import read_policy
from allforall.record.proofs import HEADER, read_proof
from allforall.record.trust import (
    ForkReport,
    Known,
    ProofReport,
    begins_later,
    check_fork,
    check_proof,
    is_digest,
    known_from_genesis,
    known_from_policy,
    known_from_report,
)
from allforall.record.verification import LogReport, RecordReport, verify_bundle

#: The size limit of the small files; a bundle has its own limit.
_MOST_SMALL = 1 << 20
_ZIP = b"PK"
#: The name of evidence against a log in a bundle.
_FROZEN = "frozen/"

Progress = Callable[[int, int], None]
#: Words a problem of a log in the reader's language.
Say = Callable[[LogReport, Problem], str]


@dataclass(frozen=True, slots=True)
class VerifiedForks:
    """The result for pieces of evidence, each by the name of its file."""

    forks: tuple[tuple[str, ForkReport], ...]

    @property
    def stands(self) -> bool:
        """Whether all of it proves what it claims."""
        return all(fork.stands for _, fork in self.forks)

    @property
    def needs_a_look(self) -> bool:
        """Whether the owner of some key is unknown."""
        return not all(fork.proves for _, fork in self.forks)

    def as_data(self) -> dict[str, Any]:
        """Returns the same for programs."""
        return {"kind": "fork", "forks": self.list_data()}

    def list_data(self) -> list[dict[str, Any]]:
        """Returns each piece of evidence for programs."""
        return [
            {
                "path": path,
                "author": fork.author,
                "origin": fork.origin,
                "sizes": list(fork.sizes),
                "roots": [root.hex() for root in fork.roots],
                "implied_root": fork.implied.hex(),
                "keys": [key.vkey for key in fork.keys],
                "stands": fork.stands,
                "key_known": fork.is_known,
            }
            for path, fork in self.forks
        ]


@dataclass(frozen=True, slots=True)
class VerifiedBundle:
    """The result for a bundle: its logs, its genesis and whether that was compared, evidence against logs."""

    report: RecordReport
    genesis: str
    is_compared: bool
    is_signed: bool
    evidence: VerifiedForks

    @property
    def stands(self) -> bool:
        """Whether everything in it is valid, and its sender signed it."""
        return self.report.what_is_here_stands and self.is_signed

    @property
    def needs_a_look(self) -> bool:
        """Whether a person has to look although it is valid."""
        return (
            self.report.lacks_cosignatures
            or self.report.has_void
            or any(fork.stands for _, fork in self.evidence.forks)
        )

    def as_data(self, say: Say) -> dict[str, Any]:
        """Returns the same for programs."""
        return {
            "kind": "bundle",
            "case": self.report.case,
            "sender": self.report.sender,
            "signed_by_sender": self.is_signed,
            "genesis": self.genesis,
            "genesis_compared": self.is_compared,
            "entries": self.report.entries,
            "logs": [log_data(log, say) for log in self.report.logs],
            "unsigned": [
                {"author": one.author, "signed": one.signed, "asked": one.asked, "false": one.false}
                for one in self.report.unsigned
            ],
            "forks": self.evidence.list_data(),
            "stands": self.stands,
        }


@dataclass(frozen=True, slots=True)
class VerifiedProof:
    """The result for a proof of one entry."""

    report: ProofReport

    @property
    def stands(self) -> bool:
        """Whether nothing in it is false: it leads to the root, and no known key contradicts it."""
        return self.report.leads and (self.report.stands or not self.report.key_known)

    @property
    def needs_a_look(self) -> bool:
        """Whether a key or a cosignature is missing."""
        return not self.report.stands or bool(self.report.missing)

    def as_data(self) -> dict[str, Any]:
        """Returns the same for programs."""
        report = self.report
        return {
            "kind": "proof",
            "author": report.author,
            "origin": report.origin,
            "entry": report.index,
            "size": report.size,
            "root": report.root.hex(),
            "leads": report.leads,
            "key_known": report.key_known,
            "signed_by_log": report.signed_by_log,
            "cosigned": _cosigned_data(report.cosigned),
            "missing": list(report.missing),
            "false": list(report.false),
            "stands": report.stands,
        }


def _cosigned_data(cosigned: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    return [{"by": name, "at": time} for name, time in cosigned]


def log_data(log: LogReport, say: Say) -> dict[str, Any]:
    """Returns the result for one log, for programs."""
    return {
        "author": log.author,
        "size": log.size,
        "root": log.root.hex(),
        "signed_by_log": log.signed_by_log,
        "cosigned": _cosigned_data(log.cosigned),
        "missing": list(log.missing),
        "asked": len(log.cosigned) + len(log.missing),
        "problems": [
            {
                "entry": problem.index if problem.index < log.size else None,
                "code": problem.code,
                "expected": problem.expected,
                "found": problem.found,
                "text": say(log, problem),
            }
            for problem in log.problems
        ],
        "void": list(log.void),
        "unknown": list(log.unknown),
        "waiting": list(log.waiting),
        "stands": log.stands,
    }


def read_trusted(typed: str) -> bytes | None:
    """Returns the genesis digest that the reader typed, as given by all sides, or None."""
    digest = typed.replace(" ", "").lower()
    if digest and not is_digest(digest):
        raise CallError("record:verify:digest", found=typed[:80])
    return bytes.fromhex(digest) if digest else None


def verify(
    path: str,
    *,
    trusted: bytes | None = None,
    keys: str = "",
    entry: str = "",
    evidence: Sequence[str] = (),
    progress: Progress | None = None,
) -> VerifiedBundle | VerifiedProof | VerifiedForks:
    """Returns the result for a file of any kind. Other files are read only if this kind needs them: keys for a proof or
    evidence, the entry for a proof, evidence for a bundle.

    Raises:
        InputError: it is none of these, or cannot be read as what it claims to be.

    """
    data = read_limited(path, MOST_BUNDLE_BYTES)
    if data.startswith(_ZIP):
        return verify_bundle_bytes(data, trusted=trusted, evidence=evidence, progress=progress)
    if data.startswith(HEADER.encode()):
        proof = read_proof(data)
        said = read_limited(entry, _MOST_SMALL) if entry else proof.extra
        if said is None:
            raise CallError("record:verify:entry_missing")
        return VerifiedProof(check_proof(proof, said, known_keys(keys, trusted)))
    if data.startswith(b"{"):
        known = known_keys(keys, trusted)
        return VerifiedForks(((path, check_fork(read_fork(data), known)),))
    if data.startswith(GENESIS_LINE.encode()):
        raise CallError("record:verify:kind", path=path)
    raise InputError("record:verify:kind", path=path)


def verify_bundle_bytes(
    data: bytes, *, trusted: bytes | None = None, evidence: Sequence[str] = (), progress: Progress | None = None
) -> VerifiedBundle:
    """Returns the result for a bundle, with the evidence in it and in these files."""
    bundle = read_bundle(data)
    cut = begins_later(bundle)
    if cut:
        raise InputError("record:verify:partial", where=Word("author", cut))
    report = verify_bundle(bundle, ENTRY_TYPES, trusted=trusted, progress=progress)
    known = known_from_report(report)
    found = [(name, content) for name, content in bundle.files.items() if name.startswith(_FROZEN)]
    forks = [(name, check_fork(read_fork(content), known)) for name, content in found]
    forks += [(path, check_fork(read_fork(read_limited(path, _MOST_SMALL)), known)) for path in evidence]
    keys = [key for author, key in known.logs if author == report.sender]
    return VerifiedBundle(
        report=report,
        genesis=read_genesis(bundle.files["genesis"]).digest.hex(),
        is_compared=trusted is not None,
        is_signed=sent_by(bundle, keys) is not None,
        evidence=VerifiedForks(tuple(forks)),
    )


def known_keys(path: str, trusted: bytes | None = None) -> Known:
    """Returns the keys in a file: a genesis, a policy, or a valid bundle; without a file none."""
    if not path:
        return Known()
    data = read_limited(path, MOST_BUNDLE_BYTES)
    if data.startswith(_ZIP):
        report = verify_bundle(read_bundle(data), ENTRY_TYPES, trusted=trusted)
        if not report.stands:
            raise InputError("record:verify:keys", path=path)
        return known_from_report(report)
    if data.startswith(GENESIS_LINE.encode()):
        genesis = read_genesis(data)
        if trusted is not None and genesis.digest != trusted:
            raise InputError("record:verify:other_genesis", expected=trusted.hex(), found=genesis.digest.hex())
        return known_from_genesis(genesis)
    if len(data) > _MOST_SMALL:
        raise InputError("record:verify:keys", path=path)
    return known_from_policy(read_policy(data))

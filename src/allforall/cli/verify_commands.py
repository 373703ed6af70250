"""The command that needs no node: `verify`, for whoever was handed a piece of the record and trusts nobody.

It takes a bundle, a proof of one entry or evidence of a fork, and keys that the reader has from elsewhere. Nothing
is opened but the files that the call names; no database is loaded.
"""

from pathlib import Path
from typing import Any

from allforall.account.entry_types import ENTRY_TYPES
from allforall.cli.call import NEEDS_A_LOOK, Call, Outcome
from allforall.errors import N_, CallError, InputError, Word
from allforall.pages.entry_words import problem_said
from allforall.pages.words import Words
from allforall.pages.writing import moment, spoken, written
from allforall.record.bundles import MOST_BUNDLE_BYTES, read_bundle, sent_by
from allforall.record.forks import read_fork
from allforall.record.genesis import TYPE_LINE as GENESIS_LINE
from allforall.record.genesis import Lacking, read_genesis
from allforall.record.logs import Problem
from allforall.record.policies import read_policy
from allforall.record.proofs import HEADER, Proof, read_proof
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

#: It does not stand: the same code as any other file that cannot be used.
FALLS = InputError.exit_code
_ZIP = b"PK"
#: What fits into any of the small files; a bundle has a bound of its own.
_MOST_SMALL = 1 << 20
#: Where a bundle carries evidence against a log.
_FROZEN = "frozen/"


def register(commands: Any, text: Words) -> None:
    """Adds this command to the parser."""
    verify = commands.add_parser(
        "verify", help=text.text("check a bundle, a proof or evidence of a fork, without a node and trusting nobody")
    )
    verify.add_argument("file", help=text.text("a bundle, a proof of one entry, or evidence of a fork"))
    verify.add_argument(
        "--genesis-digest",
        default="",
        metavar="HEX",
        help=text.text("the digest of the genesis as you have it from all sides; another one is refused"),
    )
    verify.add_argument(
        "--keys",
        default="",
        metavar="FILE",
        help=text.text("whose keys a proof or evidence is checked with: a genesis, a policy, or a bundle"),
    )
    verify.add_argument("--entry", default="", metavar="FILE", help=text.text("the entry that a proof is of"))
    verify.add_argument(
        "--evidence",
        action="append",
        default=[],
        metavar="FILE",
        help=text.text("evidence of a fork, to be checked with the keys of the bundle"),
    )
    verify.set_defaults(handler=_verify, needs_node=False)


def _read(path: str, most: int) -> bytes:
    """Returns a file's bytes, and never more than are wanted of it."""
    try:
        with Path(path).open("rb") as stream:
            data = stream.read(most + 1)
    except OSError as error:
        raise CallError("call:file:unreadable", path=path, found=error.strerror or "") from None
    if len(data) > most:
        raise InputError("file:too-large", path=path, expected=most, found=len(data))
    return data


def _verify(call: Call) -> Outcome:
    args = call.arguments
    digest = args.genesis_digest.replace(" ", "").lower()
    if digest and not is_digest(digest):
        raise CallError("record:verify:digest", found=args.genesis_digest[:80])
    data = _read(args.file, MOST_BUNDLE_BYTES)
    if data.startswith(_ZIP):
        return _bundle(call, data, digest)
    if data.startswith(HEADER.encode()):
        return _proof(call, read_proof(data), digest)
    if data.startswith(b"{"):
        known = _known(args.keys, digest) if args.keys else Known()
        return _evidence(call, [(args.file, check_fork(read_fork(data), known))])
    if data.startswith(GENESIS_LINE.encode()):
        raise CallError("record:verify:kind", path=args.file)
    raise InputError("record:verify:kind", path=args.file)


def _known(path: str, digest: str) -> Known:
    """Returns the keys of a file: a genesis, a policy, or a bundle that stands."""
    data = _read(path, MOST_BUNDLE_BYTES)
    trusted = bytes.fromhex(digest) if digest else None
    if data.startswith(_ZIP):
        bundle = read_bundle(data)
        report = verify_bundle(bundle, ENTRY_TYPES, trusted=trusted)
        if not report.stands:
            raise InputError("record:verify:keys", path=path)
        return known_from_report(report)
    if data.startswith(GENESIS_LINE.encode()):
        genesis = read_genesis(data)
        if trusted is not None and genesis.digest != trusted:
            raise InputError("record:verify:other_genesis", expected=digest, found=genesis.digest.hex())
        return known_from_genesis(genesis)
    if len(data) > _MOST_SMALL:
        raise InputError("record:verify:keys", path=path)
    return known_from_policy(read_policy(data))


# a bundle


def _bundle(call: Call, data: bytes, digest: str) -> Outcome:
    bundle = read_bundle(data)
    cut = begins_later(bundle)
    if cut:
        raise InputError("record:verify:partial", where=Word("author", cut))
    del data  # a large bundle is not kept twice
    trusted = bytes.fromhex(digest) if digest else None
    with call.counting(call.text("Entries"), call.text("entries")) as counting:
        report = verify_bundle(bundle, ENTRY_TYPES, trusted=trusted, progress=counting.of)
    known = known_from_report(report)
    carried = [
        (name, check_fork(read_fork(content), known))
        for name, content in bundle.files.items()
        if name.startswith(_FROZEN)
    ]
    carried += [(path, check_fork(read_fork(_read(path, _MOST_SMALL)), known)) for path in call.arguments.evidence]
    keys = [key for author, key in known.logs if author == report.sender]
    signed = sent_by(bundle, keys) is not None
    genesis = read_genesis(bundle.files["genesis"]).digest.hex()
    logs_stand = all(log.stands or _is_absent(log) for log in report.logs)
    stands = logs_stand and not report.unsigned and signed
    lines = [*_head(call, report, genesis, compared=bool(digest), signed=signed)]
    for log in report.logs:
        lines += ["", *log_lines(call, log)]
    if carried:
        lines += ["", *(line for path, fork in carried for line in _fork_lines(call, path, fork))]
    lines += ["", _verdict(call, report, stands=stands, forked=any(fork.proves for _, fork in carried))]
    told = {
        "kind": "bundle",
        "case": report.case,
        "sender": report.sender,
        "signed_by_sender": signed,
        "genesis": genesis,
        "genesis_compared": bool(digest),
        "entries": report.entries,
        "logs": [log_data(call, log) for log in report.logs],
        "unsigned": [_lacking_data(one) for one in report.unsigned],
        "forks": [_fork_data(path, fork) for path, fork in carried],
        "stands": stands,
    }
    return Outcome(told, lines, _exit(report, carried, stands=stands))


def _is_absent(log: LogReport) -> bool:
    """Whether nothing of a log is here: its author may not have begun. What others say of it was checked still."""
    return log.checkpoint is None and not log.problems


def _exit(report: RecordReport, carried: list[tuple[str, ForkReport]], *, stands: bool) -> int:
    if not stands:
        return FALLS
    look = any(log.missing or log.void for log in report.logs) or any(fork.stands for _, fork in carried)
    return NEEDS_A_LOOK if look else 0


def _within(text: str, digest: bytes | None = None) -> str:
    """A line that belongs to the one above it, with a digest where one is shown."""
    return f"    {text}  {digest.hex()}" if digest is not None else f"    {text}"


def _author(call: Call, author: str) -> str:
    return call.words.code("author", author)


def _head(call: Call, report: RecordReport, genesis: str, *, compared: bool, signed: bool) -> list[str]:
    lines = [call.text("Case {case}; bundle of {author}", case=report.case, author=_author(call, report.sender))]
    if not signed:
        lines.append(
            call.text("THE BUNDLE IS NOT SIGNED by a log key of {author}.", author=_author(call, report.sender))
        )
    lines.append(
        call.text("The genesis is the one that you named:")
        if compared
        else call.text("The genesis. Compare it by voice with what every side reads out:")
    )
    lines += [f"    {line}" for line in spoken(genesis)]
    for one in report.unsigned:
        lines.append(
            call.text(
                "NOT SIGNED: officers of {author} signed the genesis {signed} of {asked}.",
                author=_author(call, one.author),
                signed=one.signed,
                asked=one.asked,
            )
        )
        if one.false:
            lines.append(call.text("A signature under the genesis is false."))
    return lines


def log_lines(call: Call, log: LogReport) -> list[str]:
    """Returns what one log comes to, for people."""
    lines = [
        call.text(
            "{author}: {size}",
            author=_author(call, log.author),
            size=call.words.plural("{n} entry", "{n} entries", log.size),
        ),
        _within(call.text("root"), log.root),
    ]
    if _is_absent(log):
        lines.append(_within(call.text("Nothing of this log is in the bundle.")))
    elif not log.signed_by_log:
        lines.append(_within(call.text("NO CHECKPOINT that this log signed.")))
    lines.append(f"    {_cosigned(call, log.cosigned, log.missing)}")
    lines += [f"    {_problem_text(call, log, problem)}" for problem in log.problems]
    for told, entries in (
        (N_("of an unknown type: {entries}"), log.unknown),
        (N_("waiting for what they answer: {entries}"), log.waiting),
    ):
        if entries:
            lines.append(_within(call.text(told, entries=", ".join(map(str, entries)))))
    return lines


def _cosigned(call: Call, cosigned: tuple[tuple[str, int], ...], missing: tuple[str, ...]) -> str:
    asked = len(cosigned) + len(missing)
    parts = [call.text("cosigned: {found} of {expected}", found=len(cosigned), expected=asked)]
    parts += [f"{_author(call, name)} ({moment(time)})" for name, time in cosigned]
    if missing:
        parts.append(call.text("missing: {names}", names=", ".join(_author(call, name) for name in missing)))
    return "; ".join(parts)


def _problem_text(call: Call, log: LogReport, problem: Problem) -> str:
    said = problem_said(call.words, problem)
    # what is wrong with the log as a whole bears its size in place of an entry's number
    if problem.index < log.size:
        if problem.is_void:
            return call.text("ENTRY {entry} IS NOT VALID and binds nobody: {said}", entry=str(problem.index), said=said)
        return call.text("ENTRY {entry}: {said}", entry=str(problem.index), said=said)
    return call.text("THE LOG: {said}", said=said)


def log_data(call: Call, log: LogReport) -> dict[str, Any]:
    """Returns what one log comes to, for programs."""
    return {
        "author": log.author,
        "size": log.size,
        "root": log.root.hex(),
        "signed_by_log": log.signed_by_log,
        "cosigned": [{"by": name, "at": time} for name, time in log.cosigned],
        "missing": list(log.missing),
        "asked": len(log.cosigned) + len(log.missing),
        "problems": [
            {
                "entry": problem.index if problem.index < log.size else None,
                "code": problem.code,
                "expected": problem.expected,
                "found": problem.found,
                "text": _problem_text(call, log, problem),
            }
            for problem in log.problems
        ],
        "void": list(log.void),
        "unknown": list(log.unknown),
        "waiting": list(log.waiting),
        "stands": log.stands,
    }


def _lacking_data(one: Lacking) -> dict[str, Any]:
    return {"author": one.author, "signed": one.signed, "asked": one.asked, "false": one.false}


def _verdict(call: Call, report: RecordReport, *, stands: bool, forked: bool) -> str:
    if not stands:
        return call.text("IT DOES NOT STAND. Rely on nothing in it; keep the file, it may be evidence.")
    if forked:
        return call.text("What is here stands by itself, but a log in it exists in TWO VERSIONS: see the evidence.")
    if any(log.missing for log in report.logs):
        return call.text(
            "It stands. Cosignatures are missing: whoever has not cosigned may have been shown another version."
        )
    return call.text("It stands, and everybody asked has cosigned.")


# a proof of one entry


def _proof(call: Call, proof: Proof, digest: str) -> Outcome:
    args = call.arguments
    entry = _read(args.entry, _MOST_SMALL) if args.entry else proof.extra
    if entry is None:
        raise CallError("record:verify:entry_missing")
    report = check_proof(proof, entry, _known(args.keys, digest) if args.keys else Known())
    name = _author(call, report.author) if report.author else written(report.origin)
    lines = [
        call.text(
            "{author}: entry {entry} of {size}",
            author=name,
            entry=str(report.index),
            size=call.words.plural("{n} entry", "{n} entries", report.size),
        ),
        _within(call.text("root"), report.root),
    ]
    if not report.leads:
        lines.append(_within(call.text("THE PROOF IS NOT OF THIS ENTRY, or one of both was changed.")))
    lines += [f"    {line}" for line in _signed_lines(call, report)]
    told = {
        "kind": "proof",
        "author": report.author,
        "origin": report.origin,
        "entry": report.index,
        "size": report.size,
        "root": report.root.hex(),
        "leads": report.leads,
        "key_known": report.key_known,
        "signed_by_log": report.signed_by_log,
        "cosigned": [{"by": name, "at": time} for name, time in report.cosigned],
        "missing": list(report.missing),
        "false": list(report.false),
        "stands": report.stands,
    }
    return Outcome(told, [*lines, *_proof_verdict(call, report)], _proof_exit(report))


def _signed_lines(call: Call, report: ProofReport) -> list[str]:
    if not report.key_known:
        return [call.text("No key of this log was named, so nobody's signature was checked: --keys FILE.")]
    lines = [
        call.text("signed by its log") if report.signed_by_log else call.text("NO CHECKPOINT that this log signed."),
        _cosigned(call, report.cosigned, report.missing),
    ]
    return lines + [call.text("FALSE SIGNATURE in the name of {name}.", name=written(name)) for name in report.false]


def _proof_exit(report: ProofReport) -> int:
    if not report.leads or (report.key_known and not report.stands):
        return FALLS
    return 0 if report.stands and not report.missing else NEEDS_A_LOOK


def _proof_verdict(call: Call, report: ProofReport) -> list[str]:
    code = _proof_exit(report)
    if code == FALLS:
        return [call.text("IT DOES NOT STAND.")]
    if not report.key_known:
        return [call.text("The entry leads to this root. Whether the root is that of the log is not known yet.")]
    return [call.text("The entry stands in this log.")]


# evidence of a fork


def _evidence(call: Call, found: list[tuple[str, ForkReport]]) -> Outcome:
    lines = [line for path, fork in found for line in _fork_lines(call, path, fork)]
    told = {"kind": "fork", "forks": [_fork_data(path, fork) for path, fork in found]}
    if not all(fork.stands for _, fork in found):
        return Outcome(told, lines, FALLS)
    return Outcome(told, lines, 0 if all(fork.proves for _, fork in found) else NEEDS_A_LOOK)


def _fork_lines(call: Call, path: str, fork: ForkReport) -> list[str]:
    name = _author(call, fork.author) if fork.author else written(fork.origin)
    first, second = fork.sizes
    lines = [call.text("Evidence {path}: the log of {author}", path=path, author=name)]
    lines += [
        _within(call.text("at {size} it signed", size=str(first)), fork.roots[0]),
        _within(call.text("and at {size}", size=str(second)), fork.roots[1]),
    ]
    if first != second:
        lines.append(_within(call.text("which at {size} was", size=str(first)), fork.implied))
    if not fork.stands:
        lines.append(_within(call.text("IT PROVES NOTHING: the signatures or the roots do not bear it out.")))
    elif not fork.is_known:
        keys = ", ".join(written(key.vkey) for key in fork.keys)
        lines.append(
            _within(call.text("Two versions under these keys; whose they are is not known here: {keys}", keys=keys))
        )
    else:
        lines.append(_within(call.text("PROVEN: this log was written in two versions under its own key.")))
    return lines


def _fork_data(path: str, fork: ForkReport) -> dict[str, Any]:
    return {
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

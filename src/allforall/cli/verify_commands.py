"""`verify`, the command that needs no node: for anyone who was given a piece of the record and trusts nobody.

It opens only the files that the call names and loads no database.
"""

from collections.abc import Callable

from allforall.alone.verify import (
    VerifiedBundle,
    VerifiedForks,
    VerifiedProof,
    read_trusted,
    verify,
)
from allforall.cli.call import NEEDS_A_LOOK, Call, Outcome
from allforall.cli.commands import Adder
from allforall.errors import N_, InputError
from allforall.pages.entry_words import problem_said
from allforall.pages.words import Words
from allforall.pages.writing import moment, spoken, written
from allforall.record.logs import Problem
from allforall.record.trust import ForkReport, ProofReport
from allforall.record.verification import LogReport

#: Invalid: the same code as for any other unusable file.
FALLS = InputError.exit_code


def register(add: Adder, text: Words) -> None:
    """Adds this command to the parser."""
    verify = add("verify", _verify, needs_node=False)
    verify.add_argument("file", help=text.text("a bundle, a proof of one entry, or evidence of a fork"))
    verify.add_argument(
        "--genesis-digest",
        default="",
        metavar="HEX",
        help=text.text("the genesis digest that all sides gave you; any other is refused"),
    )
    verify.add_argument(
        "--keys",
        default="",
        metavar="FILE",
        help=text.text("the keys to check a proof or evidence with: a genesis, a policy or a bundle"),
    )
    verify.add_argument("--entry", default="", metavar="FILE", help=text.text("the entry that the proof is for"))
    verify.add_argument(
        "--evidence",
        action="append",
        default=[],
        metavar="FILE",
        help=text.text("evidence of a fork, to be checked with the keys of the bundle"),
    )


def _verify(call: Call) -> Outcome:
    args = call.arguments
    trusted = read_trusted(args.genesis_digest)
    with call.counting(call.text("Entries"), call.text("entries")) as counting:
        found = verify(
            args.file,
            trusted=trusted,
            keys=args.keys,
            entry=args.entry,
            evidence=args.evidence,
            progress=counting.of,
        )
    if isinstance(found, VerifiedBundle):
        data, lines = found.as_data(say_problem(call)), _bundle_lines(call, found)
    elif isinstance(found, VerifiedProof):
        data, lines = found.as_data(), _proof_lines(call, found)
    else:
        data, lines = found.as_data(), _forks_lines(call, found)
    return Outcome(data, lines, FALLS if not found.stands else NEEDS_A_LOOK if found.needs_a_look else 0)


# a bundle


def _bundle_lines(call: Call, found: VerifiedBundle) -> list[str]:
    lines = _head(call, found)
    for log in found.report.logs:
        lines += ["", *log_lines(call, log)]
    if found.evidence.forks:
        lines += ["", *_forks_lines(call, found.evidence)]
    return [*lines, "", _verdict(call, found)]


def _within(text: str, digest: bytes | None = None) -> str:
    """A line that belongs to the one above it, with a digest where one is shown."""
    return f"    {text}  {digest.hex()}" if digest is not None else f"    {text}"


def _author(call: Call, author: str) -> str:
    return call.words.code("author", author)


def _head(call: Call, found: VerifiedBundle) -> list[str]:
    report = found.report
    lines = [call.text("Case {case}; bundle of {author}", case=report.case, author=_author(call, report.sender))]
    if not found.is_signed:
        lines.append(
            call.text("THE BUNDLE IS NOT SIGNED by a log key of {author}.", author=_author(call, report.sender))
        )
    lines.append(
        call.text("The genesis is the one you gave:")
        if found.is_compared
        else call.text("The genesis. Compare it by voice with what every side reads out:")
    )
    lines += [f"    {line}" for line in spoken(found.genesis)]
    for one in report.unsigned:
        lines.append(
            call.text(
                "NOT SIGNED: the genesis has {signed} of the {asked} signatures it needs from officers of {author}.",
                author=_author(call, one.author),
                signed=one.signed,
                asked=one.asked,
            )
        )
        if one.false:
            lines.append(call.text("A signature on the genesis is false."))
    return lines


def log_lines(call: Call, log: LogReport) -> list[str]:
    """Returns the result for one log, for people."""
    lines = [
        call.text(
            "{author}: {size}",
            author=_author(call, log.author),
            size=call.words.plural("{n} entry", "{n} entries", log.size),
        ),
        _within(call.text("root"), log.root),
    ]
    if log.is_absent:
        lines.append(_within(call.text("The bundle contains nothing of this log.")))
    elif not log.signed_by_log:
        lines.append(_within(call.text("NO CHECKPOINT signed by this log.")))
    lines.append(f"    {_cosigned(call, log.cosigned, log.missing)}")
    say = say_problem(call)
    lines += [f"    {say(log, problem)}" for problem in log.problems]
    for told, entries in (
        (N_("of an unknown type: {entries}"), log.unknown),
        (N_("waiting for the entries they answer: {entries}"), log.waiting),
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


def say_problem(call: Call) -> Callable[[LogReport, Problem], str]:
    """Returns a function that words a problem of a log in the reader's language."""

    def say(log: LogReport, problem: Problem) -> str:
        said = problem_said(call.words, problem.code, problem.expected, problem.found)
        # a problem of the whole log has the log's size as its entry number
        if problem.index < log.size:
            if problem.is_void:
                return call.text(
                    "ENTRY {entry} IS NOT VALID and binds nobody: {said}", entry=str(problem.index), said=said
                )
            return call.text("ENTRY {entry}: {said}", entry=str(problem.index), said=said)
        return call.text("THE LOG: {said}", said=said)

    return say


def _verdict(call: Call, found: VerifiedBundle) -> str:
    if not found.stands:
        return call.text("INVALID. Do not rely on any part of it; keep the file, it may be evidence.")
    if any(fork.proves for _, fork in found.evidence.forks):
        return call.text("Valid in itself, but one of its logs exists in TWO VERSIONS: see the evidence.")
    if found.report.lacks_cosignatures:
        return call.text(
            "Valid. Cosignatures are missing: anyone who has not cosigned may have been shown another version."
        )
    if found.report.has_void:
        return call.text("Valid, except for entries that bind nobody: see above.")
    return call.text("Valid, and cosigned by everyone asked.")


# a proof of one entry


def _proof_lines(call: Call, found: VerifiedProof) -> list[str]:
    report = found.report
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
        lines.append(_within(call.text("THE PROOF IS NOT FOR THIS ENTRY, or one of the two was changed.")))
    lines += [f"    {line}" for line in _signed_lines(call, report)]
    if not found.stands:
        verdict = call.text("INVALID.")
    elif not report.key_known:
        verdict = call.text(
            "The proof leads from the entry to this root. Whether this is the log's root is not known yet."
        )
    else:
        verdict = call.text("The entry is in this log.")
    return [*lines, verdict]


def _signed_lines(call: Call, report: ProofReport) -> list[str]:
    if not report.key_known:
        return [call.text("No key of this log was given, so no signature was checked: --keys FILE.")]
    lines = [
        call.text("signed by its log") if report.signed_by_log else call.text("NO CHECKPOINT signed by this log."),
        _cosigned(call, report.cosigned, report.missing),
    ]
    return lines + [call.text("FALSE SIGNATURE in the name of {name}.", name=written(name)) for name in report.false]


# evidence of a fork


def _forks_lines(call: Call, found: VerifiedForks) -> list[str]:
    return [line for path, fork in found.forks for line in _fork_lines(call, path, fork)]


def _fork_lines(call: Call, path: str, fork: ForkReport) -> list[str]:
    name = _author(call, fork.author) if fork.author else written(fork.origin)
    first, second = fork.sizes
    lines = [call.text("Evidence {path}: the log of {author}", path=path, author=name)]
    lines += [
        _within(call.text("signed at size {size}", size=str(first)), fork.roots[0]),
        _within(call.text("and at size {size}", size=str(second)), fork.roots[1]),
    ]
    if first != second:
        lines.append(_within(call.text("whose root at size {size} was", size=str(first)), fork.implied))
    if not fork.stands:
        lines.append(_within(call.text("IT PROVES NOTHING: the signatures or roots do not support it.")))
    elif not fork.is_known:
        keys = ", ".join(written(key.vkey) for key in fork.keys)
        lines.append(
            _within(call.text("Two versions under these keys, whose owners are not known here: {keys}", keys=keys))
        )
    else:
        lines.append(_within(call.text("PROVEN: this log was written in two versions under its own key.")))
    return lines

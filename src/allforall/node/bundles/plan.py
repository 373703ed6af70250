"""A bundle verified as a whole before anything of it is stored (`transfer` stores it).

Checked are names and sizes, the sender's signature, the genesis, each log's tree and checkpoint against what is held
here, cosignatures, and the payloads' hashes. If any check fails, nothing is applied.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from allforall.errors import InputError, Param, Word
from allforall.node.bundles.branches import Judged, judge, read_branch
from allforall.node.record import payloads
from allforall.node.record.cosignatures import cosigner_keys
from allforall.node.record.record import Record, latest_checkpoint
from allforall.record.bundles import Bundle, read_bundle, sent_by
from allforall.record.checkpoints import SignedCheckpoint, check_checkpoint, read_checkpoint
from allforall.record.notes import Verifier
from allforall.record.verification import log_folder

_PART = re.compile(
    r"genesis|policy/[a-z0-9_]+|recovery/(?:ask|answers/[a-z0-9_]+)|frozen/[a-z0-9_]+"
    r"|logs/[a-z0-9_]+/(?:checkpoint|start|tile/[a-z0-9./]+|cosigned/[a-z0-9_]+)|(?:payloads|wrapped)/[a-z0-9_.]+"
)


def _refuse(code: str, **params: Param) -> InputError:
    return InputError(f"record:import:{code}", **params)


@dataclass(frozen=True, slots=True)
class Plan:
    """A bundle that was verified as a whole: the result of comparing each of its logs with what is held here, the older
    checkpoints with cosignatures, and evidence of forks.
    """

    bundle: Bundle
    judged: Mapping[str, Judged]
    older: Mapping[str, tuple[SignedCheckpoint, ...]]
    evidence: Mapping[str, bytes]


def plan_intake(record: Record, data: bytes, *, was_verified: bool = False) -> Plan:
    """Returns the result of verifying a bundle: everything in it is checked, nothing is stored.

    `was_verified` is for a bundle that this node has staged: its sender was checked before.

    Raises:
        InputError: if anything in it is not as it must be.

    """
    bundle = read_bundle(data)
    files, genesis = bundle.files, record.genesis
    if bundle.case != genesis.case or bundle.sender not in genesis.authors:
        raise _refuse("other_case", expected=genesis.case, found=bundle.case)
    if files.get("genesis") != genesis.data:
        raise _refuse("other_genesis")
    _check_names(record, files)
    payloads.check_bundle_files(record, files)
    evidence = {author: files[name] for author in record.authors if (name := f"frozen/{author}") in files}
    judged, older = {}, {}
    for author in record.authors:
        branch = read_branch(files, author, genesis.origin(author))
        if branch is None or author in record.frozen:
            continue
        judged[author] = judge(branch, record.held[author], latest_checkpoint(record, author))
        older[author] = tuple(_older(record, files, author))
    keys = _keys_with(record, judged)
    if not was_verified and sent_by(bundle, keys[bundle.sender]) is None:
        raise _refuse("not_signed", found=bundle.sender)
    for author, one in judged.items():
        _check_cosignatures(record, author, one, keys)
    return Plan(bundle, judged, older, evidence)


def _check_names(record: Record, files: Mapping[str, bytes]) -> None:
    for name in files:
        parts = name.split("/")
        of = {"logs": 1, "policy": 1, "frozen": 1}.get(parts[0])
        known = _PART.fullmatch(name) and (of is None or parts[of] in record.genesis.authors)
        if not known:
            raise _refuse("file", found=name)


def _older(record: Record, files: Mapping[str, bytes], author: str) -> Iterator[SignedCheckpoint]:
    for name in record.authors:
        data = files.get(f"{log_folder(author)}/cosigned/{name}")
        if data is not None:
            signed = read_checkpoint(data)
            if signed.checkpoint.origin != record.genesis.origin(author):
                raise _refuse("origin", expected=record.genesis.origin(author), found=signed.checkpoint.origin[:100])
            yield signed


def _keys_with(record: Record, judged: Mapping[str, Judged]) -> dict[str, tuple[Verifier, ...]]:
    """The keys that each log has had, including those that came in this bundle."""
    keys = {}
    for author, held in record.held.items():
        one = judged.get(author)
        state = one.followed.state if one and one.followed else held.state
        forked = one.fork.keys if one and one.fork else ()
        keys[author] = tuple(dict.fromkeys([*(of.log for _, of in state.keys_from), *forked]))
    return keys


def _check_cosignatures(record: Record, author: str, judged: Judged, keys: Mapping[str, tuple[Verifier, ...]]) -> None:
    signed = judged.branch.signed
    if judged.lacks is not None:
        return
    check = check_checkpoint(signed, keys[author][-1], cosigner_keys(record, author, keys))
    false = [name for name in check.verified.false if name != record.genesis.origin(author)]
    if false:
        raise _refuse("false_cosignature", where=Word("author", author), found=false[0][:100])

"""Which logs are trusted, and whose cosignatures make a checkpoint valid (C2SP tlog-policy)."""

from collections.abc import Iterable
from dataclasses import dataclass

from allforall.errors import InputError
from allforall.record.checkpoints import CheckpointCheck, SignedCheckpoint, check_checkpoint
from allforall.record.notes import KeyKind, Verifier, read_vkey

NO_QUORUM = "none"
#: The specification asks for at least 32 of each.
MOST_LINES = 1_000
MOST_POLICY_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class Group:
    """A group that has witnessed a checkpoint when at least `least` of its members have."""

    name: str
    least: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """Logs, witnesses by their name in the policy, groups in order, and the name of the quorum."""

    logs: tuple[Verifier, ...]
    witnesses: tuple[tuple[str, Verifier], ...]
    groups: tuple[Group, ...]
    quorum: str

    @property
    def text(self) -> str:
        """The policy as a file."""
        lines = [f"log {log.vkey}" for log in self.logs]
        lines += [f"witness {name} {witness.vkey}" for name, witness in self.witnesses]
        lines += [f"group {group.name} {group.least} {' '.join(group.members)}" for group in self.groups]
        return "".join(f"{line}\n" for line in [*lines, f"quorum {self.quorum}"])


def _refuse(code: str, line: int, **params: str | int) -> InputError:
    return InputError(f"record:policy:{code}", line=line, **params)


def read_policy(data: bytes) -> Policy:
    """Returns the policy of a file.

    Raises:
        InputError: naming the line, if the file is not a policy.

    """
    if len(data) > MOST_POLICY_BYTES:
        raise InputError("record:policy:too_long", expected=MOST_POLICY_BYTES, found=len(data))
    if any((sign < 0x20 and sign not in b"\t\n") or sign == 0x7F for sign in data):
        raise InputError("record:policy:control_character")
    # names are octets in the specification; surrogates keep them distinct without decoding them
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    logs: list[Verifier] = []
    witnesses: dict[str, Verifier] = {}
    groups: dict[str, Group] = {}
    members: set[str] = set()
    quorum: str | None = None
    for number, line in enumerate(lines, 1):
        words = [word for word in line.replace("\t", " ").split(" ") if word]
        if not words or words[0].startswith("#"):
            continue
        if number > MOST_LINES:
            raise _refuse("too_long", number, expected=MOST_LINES, found=len(lines))
        match words:
            case ["log", vkey, *rest] if len(rest) < 2:
                log = _key(vkey, number, {KeyKind.ED25519})
                if any(log.key == other.key for other in logs):
                    raise _refuse("duplicate_key", number)
                logs.append(log)
            case ["witness", name, vkey, *rest] if len(rest) < 2:
                _new_name(name, witnesses, groups, number)
                witness = _key(vkey, number, {KeyKind.COSIGNATURE})
                if any(witness.key == other.key for other in witnesses.values()):
                    raise _refuse("duplicate_key", number)
                witnesses[name] = witness
            case ["group", name, least, *of] if of:
                _new_name(name, witnesses, groups, number)
                groups[name] = _group(name, least, of, {*witnesses, *groups}, members, number)
                members.update(of)
            case ["quorum", name] if quorum is None:
                if name != NO_QUORUM and name not in witnesses and name not in groups:
                    raise _refuse("unknown_name", number, found=name)
                quorum = name
            case ["quorum", _]:
                raise _refuse("second_quorum", number)
            case _:
                raise _refuse("line", number, found=line[:100])
    if quorum is None:
        raise InputError("record:policy:no_quorum")
    return Policy(tuple(logs), tuple(witnesses.items()), tuple(groups.values()), quorum)


def _key(vkey: str, line: int, kinds: set[KeyKind]) -> Verifier:
    try:
        verifier = read_vkey(vkey)
    except InputError as error:
        raise _refuse("key", line, why=error.code) from None
    if verifier.kind not in kinds:
        raise _refuse("kind_of_key", line, found=int(verifier.kind))
    return verifier


def _new_name(name: str, witnesses: Iterable[str], groups: Iterable[str], line: int) -> None:
    if name == NO_QUORUM or name in witnesses or name in groups:
        raise _refuse("name_taken", line, found=name)


def _group(name: str, least: str, of: list[str], known: set[str], members: set[str], line: int) -> Group:
    for member in of:
        if member not in known:
            raise _refuse("unknown_name", line, found=member)
        if member in members or of.count(member) > 1:
            raise _refuse("member_twice", line, found=member)
    if least in {"any", "all"}:
        return Group(name, 1 if least == "any" else len(of), tuple(of))
    plain = least.isascii() and least.isdecimal() and not least.startswith("0")
    if not plain or not 1 <= int(least) <= len(of):
        raise _refuse("threshold", line, expected=len(of), found=least[:20])
    return Group(name, int(least), tuple(of))


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a checkpoint is valid under a policy, and who is missing: per name how many of how many."""

    check: CheckpointCheck | None
    has_quorum: bool
    missing: tuple[tuple[str, int, int], ...]

    @property
    def is_accepted(self) -> bool:
        """Whether a listed log signed it, no signature on it is false, and the quorum is met."""
        return self.check is not None and self.check.is_accepted and self.has_quorum


def judge(signed: SignedCheckpoint, policy: Policy) -> Standing:
    """Returns how a checkpoint fares under a policy. `missing` gives (name, signed, required) where too few signed."""
    log = next((log for log in policy.logs if log.name == signed.checkpoint.origin), None)
    if log is None:
        return Standing(None, has_quorum=False, missing=())
    check = check_checkpoint(signed, log, [witness for _, witness in policy.witnesses])
    signers = {verifier for verifier, _ in check.cosigners}
    has = {name: witness in signers for name, witness in policy.witnesses} | {NO_QUORUM: True}
    missing = [(name, 0, 1) for name, _ in policy.witnesses if not has[name]]
    for group in policy.groups:
        count = sum(has[member] for member in group.members)
        has[group.name] = count >= group.least
        if not has[group.name]:
            missing.append((group.name, count, group.least))
    return Standing(check, has[policy.quorum], tuple(missing) if not has[policy.quorum] else ())

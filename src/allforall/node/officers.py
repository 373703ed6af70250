"""Who may act on this node, how they are authenticated, and the journal of what they did.

An officer has a name, a role and a passphrase, of which a salted scrypt digest is kept (RFC 7914). An act takes a
`Desk` of one or two `Authenticated` officers: values that only a right passphrase makes, or an agent that was given one
(a constructor elsewhere is refused by the type checker and at run time). What an officer may do is looked
up in one table (`permits`) under the lock, by the officer's role at that moment. What goes to the other side is signed
with keys that the officers keep (`keys.key_files`), and two signatures need two distinct keys.
"""

import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, final

from allforall.errors import CallError, GateError, Word
from allforall.node.folder import Node
from allforall.node.lock import acting
from allforall.node.permits import NEEDS_TWO, ActKind, Permit, Role, permit_of
from allforall.store.node.journal import NAMES_READ, Once, append_act, find_once
from allforall.store.node.models import Act, Officer

__all__ = ["NEEDS_TWO", "ActKind", "Once", "Role"]

_SCRYPT = {"n": 2**14, "r": 8, "p": 1}  # RFC 7914 section 2: interactive log-in; 16 MiB
MIN_PASSPHRASE = 12  # assumption: a short phrase typed by a person
MOST_NONCE = 64


@final
class _Door:
    """The token needed to make an `Authenticated`; only this module has one."""


_DOOR: Final = _Door()


@final
class Authenticated:
    """An officer who has been authenticated. Only `authenticate` and `resume` make one.

    `evidence` is the stored digest that their passphrase was compared with: an officer who was retired and added anew
    is another one. `by_agent` means that the passphrase was typed once, for an agent that is still unlocked.
    """

    __slots__ = ("by_agent", "evidence", "name")

    def __init__(self, door: _Door, name: str, evidence: str, *, by_agent: bool) -> None:
        if door is not _DOOR:
            raise TypeError("an officer is authenticated by a passphrase")
        self.name: Final = name
        self.evidence: Final = evidence
        self.by_agent: Final = by_agent


@dataclass(frozen=True, slots=True)
class Desk:
    """Who is at the desk for one act, the act's nonce, and what its officer had looked at."""

    first: Authenticated
    second: Authenticated | None = None
    once: Once | None = None
    seen: str = ""


class ActRepeatedError(GateError):
    """The act was sent before under the same nonce: it is not repeated, and `act` is what was done then."""

    def __init__(self, act: Act) -> None:
        super().__init__("act:repeated", number=act.pk, on=act.at.date().isoformat())
        self.act = act


def check_passphrase(passphrase: str, stored: str) -> bool:
    """Returns whether a passphrase matches a stored digest."""
    salt, _, digest = stored.partition("$")
    return hmac.compare_digest(_digest(passphrase, bytes.fromhex(salt)).hex(), digest)


def _digest(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(passphrase.encode(), salt=salt, dklen=32, **_SCRYPT)


def _store_passphrase(passphrase: str) -> str:
    salt = os.urandom(16)
    return f"{salt.hex()}${_digest(passphrase, salt).hex()}"


def _active(name: str) -> Officer:
    officer = Officer.objects.filter(name=name, retired_at=None).first()
    if officer is None:
        raise GateError("officer:unknown")
    return officer


def check_known(name: str) -> None:
    """Refuses a name under which no officer may act, so that nobody is asked for a passphrase in vain."""
    _active(name)


def authenticate(name: str, passphrase: str) -> Authenticated:
    """Returns the officer of this name, if the passphrase is theirs.

    Raises:
        GateError: there is no such officer, or the passphrase is wrong.

    """
    officer = _active(name)
    if not check_passphrase(passphrase, officer.passphrase):
        raise GateError("officer:passphrase:wrong")
    return Authenticated(_DOOR, officer.name, officer.passphrase, by_agent=False)


def resume(name: str, evidence: str) -> Authenticated:
    """Returns an officer who typed their passphrase for an agent: `evidence` is the digest it was compared with.

    Raises:
        GateError: there is no such officer any more.

    """
    officer = _active(name)
    if not hmac.compare_digest(officer.passphrase, evidence):
        raise GateError("officer:unknown")
    return Authenticated(_DOOR, officer.name, officer.passphrase, by_agent=True)


def count_officers() -> int:
    """Returns how many officers this node has now."""
    return Officer.objects.filter(retired_at=None).count()


def _check_role(role: str) -> Role:
    try:
        return Role(role)
    except ValueError:
        raise CallError("officer:role:unknown", expected=", ".join(Role), found=role[:40]) from None


def add_officer(node: Node, desk: Desk | None, *, name: str, role: str, passphrase: str) -> None:
    """Adds an officer. The first adds themself, the first adds the second, and from then on it takes two.

    Otherwise one officer could invent the second one that another act requires.
    """
    name = " ".join(name.split())
    if not name or len(name) > 120 or not name.isprintable():
        raise CallError("officer:name:unusable", expected="1-120", found=len(name))
    if len(passphrase) < MIN_PASSPHRASE:
        raise CallError("officer:passphrase:short", expected=MIN_PASSPHRASE, found=len(passphrase))
    role = _check_role(role)
    digest = _store_passphrase(passphrase)
    with acting(node):
        if Officer.objects.filter(name=name).exists():
            raise CallError("officer:name:taken")
        active = count_officers()
        if not active:
            by = [name]
            if role is not Role.COORDINATION:
                raise CallError("officer:role:first", expected=Role.COORDINATION, found=role)
        else:
            by = _at_desk(desk, ActKind.OFFICER_ADD, two=active > 1)
        Officer.objects.create(name=name, role=role.value, passphrase=digest, added_at=node.now)
        details = {"added": name, "role": role.value}
        append_act(
            at=node.now, kind=ActKind.OFFICER_ADD, officers=by, details=details, once=desk.once if desk else None
        )


def retire_officer(node: Node, desk: Desk, *, name: str, why: str) -> None:
    """Retires an officer from now on; what they did stays under their name."""
    with acting(node):
        officer = _named(name)
        journal(node, desk, ActKind.OFFICER_RETIRE, why=why, details={"retired": name})
        officer.retired_at = node.now
        officer.save()


def change_role(node: Node, desk: Desk, *, name: str, role: str, why: str) -> None:
    """Gives an officer another role; takes two officers of coordination.

    Where there are not two of them (an older node knew no roles, or one has left), any two officers will do: otherwise
    a node could get into a state that nobody may get it out of.
    """
    wanted = _check_role(role)
    with acting(node):
        officer = _named(name)
        details = {"officer": name, "from": officer.role, "to": wanted.value}
        if Officer.objects.filter(retired_at=None, role=Role.COORDINATION.value).count() > 1:
            journal(node, desk, ActKind.OFFICER_ROLE, why=why, details=details)
        else:
            find_repeated(desk.once)
            by = _two(desk, ActKind.OFFICER_ROLE)
            append_act(at=node.now, kind=ActKind.OFFICER_ROLE, officers=by, why=why, details=details, once=desk.once)
        officer.role = wanted.value
        officer.save()


def _named(name: str) -> Officer:
    officer = Officer.objects.filter(name=name, retired_at=None).first()
    if officer is None:
        raise CallError("officer:name:unknown")
    return officer


def list_officers() -> list[dict[str, Any]]:
    """Returns every officer with role and dates, retired ones too."""
    return [
        {"name": one.name, "role": one.role, "added": one.added_at, "retired": one.retired_at}
        for one in Officer.objects.order_by("id")
    ]


def _here(officer: Authenticated) -> Officer:
    """Returns an officer as they are now, and refuses one who was retired since."""
    found = _active(officer.name)
    if not hmac.compare_digest(found.passphrase, officer.evidence):
        raise GateError("officer:unknown")
    return found


def _check_may(officer: Officer, kind: ActKind) -> None:
    if permit_of(kind, officer.role) is Permit.NO:
        expected = ", ".join(role for role in Role if permit_of(kind, role) is not Permit.NO)
        raise GateError("officer:role:not", act=Word("act", kind.value), expected=expected, found=officer.role)


def _two(desk: Desk, kind: ActKind) -> list[str]:
    if desk.second is None:
        raise GateError("officer:second-needed", act=Word("act", kind.value))
    first, second = _here(desk.first), _here(desk.second)
    if second == first:
        raise GateError("officer:second-is-first", act=Word("act", kind.value))
    return [first.name, second.name]


def _at_desk(desk: Desk | None, kind: ActKind, *, two: bool) -> list[str]:
    if desk is None:
        raise GateError("officer:needed")
    by = _two(desk, kind) if two else [_here(desk.first).name]
    for name in by:
        _check_may(_active(name), kind)
    return by


def check_gate(desk: Desk, kind: ActKind) -> list[str]:
    """Returns the officers for this act, or refuses: two where two are needed. Nothing is written."""
    return _at_desk(desk, kind, two=kind in NEEDS_TWO)


def find_repeated(once: Once | None) -> None:
    """Raises `ActRepeatedError` where this act was done before under its nonce.

    Raises:
        CallError: the nonce has another form.
        GateError: another act was done under this nonce.

    """
    if once is None or once.spent:
        return
    if not 0 < len(once.nonce) <= MOST_NONCE or not once.nonce.isascii() or not once.nonce.isprintable():
        raise CallError("act:nonce:unusable", expected=MOST_NONCE, found=len(once.nonce))
    before = find_once(once.nonce)
    if before is None:
        return
    if before.asked != once.asked:
        raise GateError("act:nonce:used", number=before.pk, act=Word("act", before.kind))
    raise ActRepeatedError(before)


def journal(node: Node, desk: Desk, kind: ActKind, *, why: str = "", details: Mapping[str, Any] | None = None) -> Act:
    """Writes an act into the journal and returns it; refuses if these officers may not do it, or two are needed.

    The caller holds the transaction, so that the act and what it did are stored together or not at all. An act of one
    command that journals several lines has its nonce at the first.

    Raises:
        ActRepeatedError: it was done before under its nonce.

    """
    by = check_gate(desk, kind)
    find_repeated(desk.once)
    said = dict(details or {})
    unlocked = [one.name for one in (desk.first, desk.second) if one is not None and one.by_agent]
    if unlocked:
        said["by_agent"] = unlocked
    return append_act(at=node.now, kind=kind, officers=by, why=why, details=said, once=desk.once)


def journal_read(node: Node, reader: Authenticated | None, *, named: str, what: str, count: int) -> None:
    """Writes into the journal that names of persons are shown, before they are, and to whom, where known.

    `named` is who the call says is reading: without a passphrase or an agent it is recorded as a claim.
    """
    known = [reader.name] if reader is not None else []
    details: dict[str, Any] = {"what": what, "count": count}
    if reader is None:
        details["named"] = named
    elif reader.by_agent:
        details["by_agent"] = known
    with acting(node, rests_on=()):
        append_act(at=node.now, kind=NAMES_READ, officers=known, details=details)

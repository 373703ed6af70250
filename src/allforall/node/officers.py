"""Who may act on this node, and the acts that need two of them.

An officer has a name, a role and a passphrase, of which a salted scrypt digest is kept (RFC 7914): on the node's own
acts that is what makes the second officer a second person. What goes to the other side is signed with keys that live
with the officers (`keys.key_files`), and two signatures need two distinct keys.
"""

import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from allforall import store
from allforall.errors import CallError, GateError, Word
from allforall.node.folder import Node
from allforall.store.node.models import Act, Officer

_SCRYPT = {"n": 2**14, "r": 8, "p": 1}  # RFC 7914 section 2: interactive log-in; 16 MiB
MIN_PASSPHRASE = 12  # assumption: a short phrase typed by a person


class ActKind(StrEnum):
    """What can be done on a node. A word before the colon is the room that it concerns."""

    OFFICER_ADD = "officer:add"
    OFFICER_RETIRE = "officer:retire"
    ARRANGEMENT_ADOPT = "arrangement:adopt"
    LIST_IMPORT = "list:import"
    LIST_WITHDRAW = "list:withdraw"
    LIST_ERASE = "list:erase"
    PAYLOAD_ERASE = "payload:erase"
    BACKUPS_DESTROY = "backups:destroy"
    RECONCILE = "reconcile:compare"
    REVIEW = "review:decide"
    REVIEW_WITHDRAW = "review:withdraw"
    MERGE = "merge:make"
    MERGE_DEAD = "merge:make-dead"
    MERGE_UNDO = "merge:undo"
    ANSWERS_PROPOSE = "answers:propose"
    ANSWERS_CONFIRM = "answers:confirm"
    ANSWERS_CONFIRM_DEAD = "answers:confirm-dead"
    ANSWERS_WITHDRAW = "answers:withdraw"
    ANSWERS_EXPORT = "answers:export"
    ANSWERS_IMPORT = "answers:import"
    DISCLOSURE_DECIDE = "disclosure:decide"
    DISCLOSURE_DECIDE_NEVER = "disclosure:decide-never"
    DISCLOSURE_DECLARE = "disclosure:declare"
    DISCLOSURE_EXPORT = "disclosure:export"
    REPORT_NAMES = "report:names"
    RECORD_SAY = "record:say"
    RECORD_TAKE_IN = "record:take-in"


#: What leaves the node, and what declares or joins the dead, needs two people.
NEEDS_TWO = frozenset(
    {
        ActKind.OFFICER_RETIRE,
        ActKind.LIST_ERASE,
        ActKind.PAYLOAD_ERASE,
        ActKind.MERGE_DEAD,
        ActKind.ANSWERS_CONFIRM_DEAD,
        ActKind.ANSWERS_EXPORT,
        ActKind.DISCLOSURE_DECIDE_NEVER,
        ActKind.DISCLOSURE_DECLARE,
        ActKind.DISCLOSURE_EXPORT,
    }
)


@dataclass(frozen=True, slots=True)
class Signature:
    """An officer's name, and the passphrase where the act asks for it."""

    name: str
    passphrase: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who is at the desk: one officer, or two."""

    first: Signature | None = None
    second: Signature | None = None


def _digest(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(passphrase.encode(), salt=salt, **_SCRYPT)


def _store_passphrase(passphrase: str) -> str:
    salt = os.urandom(16)
    return f"{salt.hex()}:{_digest(passphrase, salt).hex()}"


def _is_right(stored: str, passphrase: str) -> bool:
    salt, _, digest = stored.partition(":")
    return hmac.compare_digest(_digest(passphrase, bytes.fromhex(salt)).hex(), digest)


def add_officer(node: Node, desk: Desk, *, name: str, role: str, passphrase: str) -> None:
    """Adds an officer. The first adds themself, the first adds the second, and from then on it takes two.

    Otherwise one officer could invent the second one whom another act asks for.
    """
    name = " ".join(name.split())
    if not name or len(name) > 120 or not name.isprintable():
        raise CallError("officer:name:unusable", expected="1-120", found=len(name))
    if len(passphrase) < MIN_PASSPHRASE:
        raise CallError("officer:passphrase:short", expected=MIN_PASSPHRASE, found=len(passphrase))
    if Officer.objects.filter(name=name).exists():
        raise CallError("officer:name:taken")
    with store.writing():
        active = Officer.objects.filter(retired_at=None).count()
        by = [name]
        if active == 1:
            by = _check(desk.first, with_passphrase=True)
        elif active > 1:
            by = _check_two(desk, ActKind.OFFICER_ADD)
        Officer.objects.create(name=name, role=role, passphrase=_store_passphrase(passphrase), added_at=node.now)
        Act.objects.create(
            at=node.now, kind=ActKind.OFFICER_ADD, officers=by, why="", details={"added": name, "role": role}
        )


def retire_officer(node: Node, desk: Desk, *, name: str, why: str) -> None:
    """Ends an officer's acts from now on; what they did stays theirs."""
    officer = Officer.objects.filter(name=name, retired_at=None).first()
    if officer is None:
        raise CallError("officer:name:unknown")
    with store.writing():
        journal(node, desk, ActKind.OFFICER_RETIRE, why=why, details={"retired": name})
        officer.retired_at = node.now
        officer.save()


def list_officers() -> list[dict[str, Any]]:
    """Returns every officer with role and dates, retired ones too."""
    return [
        {"name": one.name, "role": one.role, "added": one.added_at, "retired": one.retired_at}
        for one in Officer.objects.order_by("id")
    ]


def _check(signature: Signature | None, *, with_passphrase: bool) -> list[str]:
    if signature is None or not signature.name:
        raise GateError("officer:needed")
    officer = Officer.objects.filter(name=signature.name, retired_at=None).first()
    if officer is None:
        raise GateError("officer:unknown")
    if with_passphrase and not _is_right(officer.passphrase, signature.passphrase):
        raise GateError("officer:passphrase:wrong")
    return [officer.name]


def _check_two(desk: Desk, kind: ActKind) -> list[str]:
    # Who is missing comes before whose passphrase is wrong: nobody is asked for one while the second is not named.
    _check(desk.first, with_passphrase=False)
    if desk.second is None or not desk.second.name:
        raise GateError("officer:second-needed", act=Word("act", kind.value))
    first = _check(desk.first, with_passphrase=True)
    second = _check(desk.second, with_passphrase=True)
    if second == first:
        raise GateError("officer:second-is-first", act=Word("act", kind.value))
    return [*first, *second]


def check_gate(desk: Desk, kind: ActKind) -> list[str]:
    """Returns who may do this act, or closes the gate: two where two are needed. Nothing is written."""
    return _check_two(desk, kind) if kind in NEEDS_TWO else _check(desk.first, with_passphrase=False)


def journal(node: Node, desk: Desk, kind: ActKind, *, why: str = "", details: Mapping[str, Any] | None = None) -> Act:
    """Writes an act into the journal and returns it, or closes the gate: who may, and two where two are needed.

    The caller holds the transaction, so that the act and what it did are stored together or not at all.
    """
    by = check_gate(desk, kind)
    return Act.objects.create(at=node.now, kind=kind, officers=by, why=why, details=dict(details or {}))

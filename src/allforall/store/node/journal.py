"""The journal of a node's acts: lines are appended in a hash chain (`chain`) and never changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allforall.store.node.chain import line_hash, make_reason, reason_hash
from allforall.store.node.models import Act

#: A line that says that names were shown; it changes nothing that an act could depend on.
NAMES_READ = "names:read"


@dataclass(slots=True)
class Once:
    """An act that is sent with a nonce, so that it is done once: `asked` is the hash of what it asks.

    The first line that the act writes has the nonce; `spent` says that it was written.
    """

    nonce: str
    asked: str
    spent: bool = False


def append_act(
    *,
    at: datetime,
    kind: str,
    officers: Sequence[str],
    why: str = "",
    details: Mapping[str, Any],
    once: Once | None = None,
) -> Act:
    """Returns the new last line of the journal; the caller holds the node's lock and the transaction."""
    salt, reason = make_reason(why)
    nonce, asked = (once.nonce, once.asked) if once and not once.spent else ("", "")
    line = line_hash(
        before=_tip(),
        at=at,
        kind=kind,
        officers=officers,
        details=details,
        nonce=nonce,
        asked=asked,
        reason=reason,
    )
    if once:
        once.spent = True
    return Act.objects.create(
        at=at,
        kind=kind,
        officers=list(officers),
        why=why,
        why_salt=salt,
        why_hash=reason,
        details=dict(details),
        nonce=nonce or None,
        asked=asked,
        line=line,
    )


def _tip() -> str:
    return Act.objects.order_by("-id").values_list("line", flat=True).first() or ""


def find_once(nonce: str) -> Act | None:
    """Returns the act that was done under a nonce, or None."""
    return Act.objects.filter(nonce=nonce).first()


def last_line() -> int:
    """Returns the number of the journal's last line; 0 where it is empty."""
    return Act.objects.order_by("-id").values_list("id", flat=True).first() or 0


def has_moved(since: int, rests_on: Collection[str] | None) -> bool:
    """Returns whether an act of these kinds was done after a line: of any kind that changes anything, where None."""
    later = Act.objects.filter(id__gt=since).exclude(kind=NAMES_READ)
    return later.exists() if rests_on is None else later.filter(kind__in=list(rests_on)).exists()


@dataclass(frozen=True, slots=True)
class ChainChecked:
    """How many lines the journal has, the hash of the last one, and the number of the first that was altered."""

    lines: int
    last: str
    broken: int | None


def check_chain() -> ChainChecked:
    """Returns whether every line of the journal is as it was written and none is missing before the last."""
    before, count = "", 0
    for act in Act.objects.order_by("id").iterator():
        count += 1
        expected = line_hash(
            before=before,
            at=act.at,
            kind=act.kind,
            officers=act.officers,
            details=act.details,
            nonce=act.nonce or "",
            asked=act.asked,
            reason=act.why_hash,
        )
        # an erased reason has neither text nor salt; its hash stays
        whole = reason_hash(act.why, act.why_salt) == act.why_hash if act.why_salt else not act.why
        if act.line != expected or not whole:
            return ChainChecked(count, act.line, act.pk)
        before = act.line
    return ChainChecked(count, before, None)

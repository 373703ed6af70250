"""Takeovers: where the decider has fallen silent, all others cut its log at one size, and the deputy decides the rest.

Each author signs at the end of the decider's log as it holds it. Sizes only grow in one author's log, and none counts
below what its author had read (`seen`) of the decider's. So what can still be signed is known from the logs, and so is
which of the decider's entries no takeover can cut off any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from allforall.errors import InputError
from allforall.offers.entries import TAKEOVER, read_takeover
from allforall.record.genesis import Genesis
from allforall.record.held import Log, Logs


@dataclass(frozen=True, slots=True)
class Takeovers:
    """What one author's log says of the decider's: the roots by size at which it signed takeovers that count, the
    place of each, and the least size at which it could still sign one.
    """

    roots: Mapping[int, bytes] = field(default_factory=dict)
    places: Mapping[int, int] = field(default_factory=dict)
    least: int = 0

    def could_name(self, size: int) -> bool:
        """Returns whether this author signed a takeover at a size, or still can."""
        return size in self.roots or self.least <= size


def takeovers_of(genesis: Genesis, log: Log | None) -> Takeovers:
    """Returns what an author's log says of the decider's. A takeover below what its author had read, or not above
    an earlier one of its own, counts for nothing.
    """
    roots: dict[int, bytes] = {}
    places: dict[int, int] = {}
    least = 0
    for read in log.reads if log else ():
        seen = read.entry.seen.get(genesis.decider)
        least = max(least, seen.size if seen else 0)
        if read.entry.type != TAKEOVER:
            continue
        try:
            basis = read_takeover(read.entry, genesis.origin(genesis.decider))
        except InputError:
            continue
        if basis.size >= least:
            roots[basis.size], places[basis.size] = basis.root, read.index
            least = basis.size + 1
    return Takeovers(roots, places, least)


def _others(genesis: Genesis, logs: Logs) -> dict[str, Takeovers]:
    """Every author who would have to sign a takeover; nobody where the arrangement knows no deputy."""
    if not genesis.decider or not genesis.deputy:
        return {}
    return {author: takeovers_of(genesis, logs.get(author)) for author in genesis.authors if author != genesis.decider}


@dataclass(frozen=True, slots=True)
class Cut:
    """A takeover that all have signed: at which size and root of the decider's log, and from where on in its own log
    the deputy decides.
    """

    size: int
    root: bytes
    deputy_from: int


def takeover(genesis: Genesis, logs: Logs) -> Cut | None:
    """Returns the takeover, once every author but the decider has signed one naming the same; None before.

    The smallest size counts. As sizes only grow in each log, none below can be added to those that are held.
    """
    signed = _others(genesis, logs)
    if not signed:
        return None
    first, *rest = signed.values()
    for size in sorted(first.roots):
        if all(other.roots.get(size) == first.roots[size] for other in rest):
            return Cut(size, first.roots[size], signed[genesis.deputy].places[size])
    return None


def is_beyond_takeovers(genesis: Genesis, logs: Logs, index: int) -> bool:
    """Returns whether no takeover can be signed any more that cuts off what the decider wrote at an index."""
    signed = _others(genesis, logs)
    if not signed:
        return True
    sizes = {size for other in signed.values() for size in other.roots if size <= index}
    sizes.add(max(other.least for other in signed.values()))
    return not any(size <= index and all(other.could_name(size) for other in signed.values()) for size in sizes)


def why_no_takeover(genesis: Genesis, logs: Logs, author: str) -> tuple[str, ...]:
    """Returns why an author may not sign a takeover at the end of the decider's log as it holds it; nothing where it
    may. It names exactly what it holds: less would cut off what it has read, more it could not have checked.
    """
    reasons = []
    if not genesis.decider:
        reasons.append("takeover:no_decider")
    elif not genesis.deputy:
        reasons.append("takeover:no_deputy")
    elif author == genesis.decider:
        reasons.append("takeover:by_decider")
    else:
        own, decider = takeovers_of(genesis, logs.get(author)), logs.get(genesis.decider)
        held = decider.size if decider else 0
        if held in own.roots:
            reasons.append("takeover:signed_before")
        elif held < own.least:
            reasons.append("takeover:below_what_was_read")
        if takeover(genesis, logs):
            reasons.append("takeover:complete")
    return tuple(reasons)

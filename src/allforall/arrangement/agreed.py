"""Which text both parties agreed to, according to their entries in the record.

A proposal of one party and an acceptance by the other make an agreement. A later proposal that names an agreement in
its `re` replaces it once accepted; until then the earlier one is in force. If two agreements are in force and neither
replaces the other, nobody can say which one applies: both are returned, and the gate stays closed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from allforall.arrangement.entries import (
    ACCEPTED,
    ENTRY_TYPES,
    PROPOSED,
    TEXT_ACCEPTED,
    TEXT_PROPOSED,
    Accepted,
    Proposed,
    check_clauses,
    clauses_of,
)
from allforall.errors import InputError
from allforall.record.entry_types import Fit, Named, fit, fold
from allforall.record.logs import Read

_TYPES = fold(ENTRY_TYPES)


@dataclass(frozen=True, slots=True)
class Difference:
    """A clause in two wordings: that of the text (empty if it is a whole table), and that of `by`."""

    clause: str
    proposed: str
    by: str
    accepted: str


@dataclass(frozen=True, slots=True)
class Offered:
    """A proposed text: where, by whom, its content, and which agreements it would replace."""

    read: Read
    by: str
    proposed: Proposed
    replaces: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Agreed:
    """A text that both parties accepted, with their differences in wording."""

    offered: Offered
    acceptance: Read
    by: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """An invalid entry about the arrangement, and why."""

    read: Read
    code: str


@dataclass(frozen=True, slots=True)
class Texts:
    """Entries about the arrangement: texts proposed and not answered, agreed and in force, replaced, and invalid."""

    open: tuple[Offered, ...]
    standing: tuple[Agreed, ...]
    replaced: tuple[Agreed, ...]
    passed: tuple[Passed, ...]


def read_texts(reads: Iterable[Read]) -> Texts:
    """Returns the state of the arrangement, from both parties' entries about it."""
    every = list(reads)
    passed: list[Passed] = []
    offered = {
        read.leaf: Offered(read, read.entry.author, TEXT_PROPOSED.read(read.entry), read.entry.re)
        for read in every
        if read.entry.type == PROPOSED
    }
    here = {read.leaf: Named(read.entry.author, read.entry.type) for read in every}
    agreed: dict[bytes, Agreed] = {}
    for read in every:
        if read.entry.type != ACCEPTED:
            continue
        how = fit(read.entry, _TYPES, here.get)
        if how is not Fit.FITS:
            passed.append(Passed(read, f"record:entry:{how}"))
            continue
        try:
            found = _agreed(read, offered[read.entry.re[0]])
        except InputError as error:
            passed.append(Passed(read, error.code))
            continue
        agreed.setdefault(found.offered.read.leaf, found)
    gone = {leaf for one in agreed.values() for leaf in one.offered.replaces}
    return Texts(
        open=tuple(one for leaf, one in offered.items() if leaf not in agreed),
        standing=tuple(one for one in agreed.values() if one.acceptance.leaf not in gone),
        replaced=tuple(one for one in agreed.values() if one.acceptance.leaf in gone),
        passed=tuple(passed),
    )


def _agreed(read: Read, to: Offered) -> Agreed:
    accepted = TEXT_ACCEPTED.read(read.entry)
    check_clauses(to.proposed, accepted)
    return Agreed(to, read, read.entry.author, _differences(to.proposed, accepted, read.entry.author))


def _differences(proposed: Proposed, accepted: Accepted, by: str) -> tuple[Difference, ...]:
    said = clauses_of(proposed.text)
    return tuple(
        Difference(clause=one.clause, proposed=said[one.clause], by=by, accepted=one.text) for one in accepted.wordings
    )

"""Which text both parties agreed to, according to their entries in the record.

A proposal of one party and an acceptance by the other make an agreement. A later proposal that names an agreement in
its `re` replaces it once accepted; until then the earlier one is in force. If two agreements are in force and neither
replaces the other, nobody can say which one applies: both are returned, and the gate stays closed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from allforall.arrangement.entries import (
    ACCEPTED,
    PROPOSED,
    Accepted,
    Proposed,
    check_clauses,
    clauses_of,
    read_accepted,
    read_proposed,
)
from allforall.errors import InputError
from allforall.record.logs import Read


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


def read_texts(reads: Iterable[Read], parties: Iterable[str]) -> Texts:
    """Returns the state of the arrangement; only entries of `parties` count, and nobody accepts their own text."""
    every, between = list(reads), tuple(parties)
    passed: list[Passed] = []
    offered = _offered(every, between, passed)
    agreed: dict[bytes, Agreed] = {}
    for read in every:
        if read.entry.type != ACCEPTED:
            continue
        try:
            found = _agreed(read, offered, between)
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


def _offered(reads: Iterable[Read], parties: tuple[str, ...], passed: list[Passed]) -> dict[bytes, Offered]:
    found: dict[bytes, Offered] = {}
    for read in reads:
        if read.entry.type != PROPOSED:
            continue
        if read.entry.author not in parties:
            passed.append(Passed(read, "arrangement:entry:not_a_party"))
            continue
        try:
            proposed = read_proposed(read.entry.body)
        except InputError as error:
            passed.append(Passed(read, error.code))
            continue
        found[read.leaf] = Offered(read, read.entry.author, proposed, read.entry.re)
    return found


def _agreed(read: Read, offered: Mapping[bytes, Offered], parties: tuple[str, ...]) -> Agreed:
    accepted = read_accepted(read.entry.body)
    answered = [offered[leaf] for leaf in read.entry.re if leaf in offered]
    if len(answered) != 1 or len(read.entry.re) != 1:
        raise InputError("arrangement:entry:no_proposal")
    to, by = answered[0], read.entry.author
    if by not in parties or by == to.by:
        raise InputError("arrangement:entry:not_the_other")
    check_clauses(to.proposed, accepted)
    return Agreed(to, read, by, _differences(to.proposed, accepted, by))


def _differences(proposed: Proposed, accepted: Accepted, by: str) -> tuple[Difference, ...]:
    said = clauses_of(proposed.text)
    return tuple(
        Difference(clause=one.clause, proposed=said[one.clause], by=by, accepted=one.text) for one in accepted.wordings
    )

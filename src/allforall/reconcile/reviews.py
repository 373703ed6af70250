"""People's reviews of pairs: same, different, unsure; by whom, why, when, and on what evidence.

A review is separate from the score. A pair that was called different stays rejected until what was compared changes: a
review has a digest of it (`evidence_of`). A pair that was called same stays linked, whatever the score. If people
contradict each other, or one row was called the same as two, nobody is overruled: it goes back to a person.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from allforall.people.fields import Field
from allforall.people.persons import PersonRow
from allforall.reconcile.levels import COMPARED

#: The fields that a comparison uses; a change elsewhere in a row is not new evidence of identity.
_LOOKED_AT = frozenset({compared.field for compared in COMPARED} | {Field.FATHER_NAME, Field.AGE})


class Verdict(StrEnum):
    """A person's verdict about two rows."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Review:
    """One person's review of two rows. `evidence` is `evidence_of` the rows on that day."""

    left: str
    right: str
    verdict: Verdict
    by: str
    why: str
    on: date
    evidence: str


def evidence_of(left: PersonRow, right: PersonRow) -> str:
    """Returns a digest of what was compared in two rows; it does not depend on their order, keys or other
    cells.
    """
    parts = sorted(_digest(row) for row in (left, right))
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def _digest(row: PersonRow) -> str:
    seen = sorted(
        (reading.field.value, reading.value, reading.written) for reading in row.readings if reading.field in _LOOKED_AT
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Standpoint:
    """All reviews of one pair, combined."""

    same: bool = False
    different: bool = False
    unsure: bool = False
    outdated: bool = False  # a review is based on evidence that has changed since
    contradicted: bool = False


def standpoints(
    reviews: Iterable[Review],
    left: dict[str, PersonRow],
    right: dict[str, PersonRow],
    *,
    one_list: bool = False,
) -> dict[tuple[str, str], Standpoint]:
    """Returns the combined reviews by pair; reviews of rows on neither list are left out.

    A person's later review replaces that person's earlier one; among reviews of one day the last one counts.
    """
    words: dict[tuple[str, str], dict[str, Review]] = defaultdict(dict)
    for review in sorted(reviews, key=lambda review: review.on):
        pair = (review.left, review.right)
        if one_list:
            pair = (min(pair), max(pair))
        elif pair[0] not in left and pair[1] in left and pair[0] in right:
            pair = (pair[1], pair[0])
        if pair[0] in left and pair[1] in right:
            words[pair][review.by] = review
    found = {pair: _together(said.values(), evidence_of(left[pair[0]], right[pair[1]])) for pair, said in words.items()}
    return found if one_list else _one_to_one(found)


def _together(said: Iterable[Review], evidence: str) -> Standpoint:
    said = list(said)
    same = any(review.verdict is Verdict.SAME for review in said)
    current = [review for review in said if review.verdict is Verdict.DIFFERENT and review.evidence == evidence]
    outdated = any(review.evidence != evidence for review in said)
    if same and any(review.verdict is Verdict.DIFFERENT for review in said):
        return Standpoint(contradicted=True, outdated=outdated)
    return Standpoint(
        same=same,
        different=bool(current),
        unsure=any(review.verdict is Verdict.UNSURE for review in said),
        outdated=outdated,
    )


def _one_to_one(found: dict[tuple[str, str], Standpoint]) -> dict[tuple[str, str], Standpoint]:
    """Marks pairs called same that share a row with another such pair."""
    pinned: dict[tuple[int, str], list[tuple[str, str]]] = defaultdict(list)
    for pair, said in found.items():
        if said.same:
            pinned[0, pair[0]].append(pair)
            pinned[1, pair[1]].append(pair)
    for pairs in pinned.values():
        if len(pairs) > 1:
            for pair in pairs:
                found[pair] = Standpoint(contradicted=True, outdated=found[pair].outdated)
    return found

"""Counts that may be shown to anyone: no keys, no small cell, and no suppressed cell that the others reveal.

Complementary suppression in one table whose total is known (the problem is that of statistical offices;
the rule here is our own and is checked by trying every small table): a suppressed small cell may have any value from
one to the threshold minus one, whatever else is shown. If no other cell is large enough to hide it, no cell is shown at
all, not even their names. Several tables about the same persons are not protected against each other; publish one of
them.
"""

from dataclasses import dataclass

from allforall.account.report import Tally
from allforall.errors import CallError

#: Ten is a usual smallest cell of published tables; an assumption, to be set by who publishes.
SMALL_CELL_ASSUMED = 10


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """A count, or None if it is suppressed."""

    code: str
    count: int | None


@dataclass(frozen=True, slots=True)
class PublicTally:
    """A tally without keys; `total` is None if it is itself too small. No figures: all are suppressed."""

    code: str
    of: str
    total: int | None
    figures: tuple[PublicFigure, ...]
    threshold: int


def suppress(tally: Tally, threshold: int = SMALL_CELL_ASSUMED) -> PublicTally:
    """Returns the tally in a form that may be shown to anyone.

    Raises:
        CallError: the threshold hides nothing, or the tally does not add up.
    """
    if threshold < 3:  # with a threshold of two, a suppressed cell can only be one
        raise CallError("account:threshold:too_small", expected=3, found=threshold)
    if not tally.adds_up:
        raise CallError("account:tally:does_not_add_up", where=tally.code, expected=tally.total, found=0)
    counted = [figure for figure in tally.figures if figure.count]
    hidden = hide([figure.count for figure in counted], threshold)
    figures = (
        tuple(
            PublicFigure(figure.code, None if place in hidden else figure.count) for place, figure in enumerate(counted)
        )
        if hidden is not None
        else ()
    )
    total = tally.total if tally.total >= threshold or tally.total == 0 else None
    return PublicTally(tally.code, tally.of, total, figures, threshold)


def hide(counts: list[int], threshold: int) -> frozenset[int] | None:
    """Returns the positions to suppress in a table whose total is known; None if nothing can be shown.

    With k small cells and one large cell hidden, the hidden sum S is known. If S >= k (t - 1) + t, every
    small cell can be anything from 1 to t - 1 while the large one stays at t or more. The large cell is the first that
    is large enough after the first small one, wrapping around; among those large enough, size does not matter.
    """
    small = [place for place, count in enumerate(counts) if 0 < count < threshold]
    if not small:
        return frozenset()
    around = [(small[0] + step) % len(counts) for step in range(1, len(counts))]
    large = [place for place in around if counts[place] >= threshold]
    if not large:
        return None
    hidden = frozenset((*small, large[0]))
    needed = len(small) * (threshold - 1) + threshold
    return hidden if sum(counts[place] for place in hidden) >= needed else None

"""Pairs of rows and what made their scores, as values that every face shows alike."""

from allforall.account.lines import pair_line
from allforall.account.report import PairLine
from allforall.node.acts.links import find_link, pairs_to_review
from allforall.store.people.models import StoredList


def waiting_pairs(left: StoredList, *right: StoredList) -> tuple[PairLine, ...]:
    """Returns the pairs that a person has to look at, most certain first."""
    return tuple(map(pair_line, pairs_to_review(left, *right)))


def one_pair(left: str, right: str) -> PairLine:
    """Returns a pair by the keys of its rows."""
    return pair_line(find_link(left, right))

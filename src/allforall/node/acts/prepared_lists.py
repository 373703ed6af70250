"""Lists prepared for comparison: kept in the node, reused while they match their rows, prepared again where not.

What is kept is derived from the rows and holds persons' values, so it is in the node's database beside them: it
is written and erased in the same transactions, it is in every backup of the database, and the doctor checks it.
Nothing depends on it: where it is missing, damaged, or no longer agrees with the rows, the rows are read again.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from allforall.node.folder import Node
from allforall.people.persons import ListKind
from allforall.reconcile import Learnt, Prepared, Verdict, is_usable, prepare, read_learnt
from allforall.store.answers.models import StoredAnswer
from allforall.store.people.models import StoredList
from allforall.store.people.rows import load_rows
from allforall.store.reconcile.models import StoredLinking, StoredReview
from allforall.store.reconcile.prepared import Kept, keep, look

#: Lists of fewer rows are read again each time: that takes no longer than looking them up. An assumption.
WORTH_KEEPING = 2_000


@dataclass(frozen=True, slots=True)
class Ready:
    """A list prepared for comparison, and the state of its kept form."""

    stored: StoredList
    prepared: Prepared
    kept: Kept
    is_new: bool = False  # just read from the rows, and worth keeping


def make_ready(stored: StoredList) -> Ready:
    """Returns a list prepared for comparison: as kept, or read again."""
    if stored.rows_read < WORTH_KEEPING:
        return Ready(stored, prepare(load_rows(stored)), Kept.NONE)
    kept, prepared = look(stored)
    if prepared is None:
        return Ready(stored, prepare(load_rows(stored)), kept, is_new=True)
    return Ready(stored, prepared, kept)


def keep_ready(node: Node, ready: Iterable[Ready]) -> None:
    """Keeps what was just read; the caller holds the transaction."""
    for one in ready:
        if one.is_new:
            keep(one.stored, one.prepared, node.now)


def find_learnt(held: Iterable[StoredList], *, rows: int) -> tuple[Learnt | None, str]:
    """Returns the weights learned by the longest comparison with these held lists, and which lists those were.

    None where this comparison, whose shorter list has `rows` rows, is long enough to learn from.
    """
    keys = {one.key for one in held}
    best: tuple[Learnt | None, str] = (None, "")
    for linking in StoredLinking.objects.filter(right_list__in=held).exclude(weights={}).order_by("-id"):
        source = f"{linking.left_list.key} {linking.among}"
        if linking.left_list.key in keys or not keys.issuperset(linking.among.split()):
            continue
        if linking.weights_from != source:
            continue  # it used another comparison's weights, which are listed themselves
        learnt = read_learnt(linking.weights)
        if is_usable(learnt) and learnt.size > max(rows, best[0].size if best[0] else 0):
            best = (learnt, source)
    return best


def confirmed_before(sought: StoredList, held: Iterable[StoredList]) -> dict[str, set[str]]:
    """Returns for held rows the rows of other sought lists that they were confirmed for: reviewed or answered."""
    found: dict[str, set[str]] = {}
    others = {
        one.key for one in StoredList.objects.filter(kind=ListKind.SOUGHT.value, party=sought.party) if one != sought
    }
    for one in held:
        words: dict[tuple[str, str], dict[str, str]] = {}
        reviews = StoredReview.objects.filter(right__startswith=f"{one.key}:", withdrawn=False).order_by("on", "id")
        for left, right, by, verdict in reviews.values_list("left", "right", "by", "verdict"):
            words.setdefault((left, right), {})[by] = verdict
        for (left, right), said in words.items():
            if left.rpartition(":")[0] in others and set(said.values()) == {Verdict.SAME.value}:
                found.setdefault(right, set()).add(left)
        acts = StoredAnswer.objects.filter(list__key__in=others).order_by("id")
        latest = dict(acts.values_list("sought_key", "held_key"))  # the last act of a name counts
        for sought_key, held_key in latest.items():
            if held_key.startswith(f"{one.key}:"):
                found.setdefault(held_key, set()).add(sought_key)
    return found


def same_sought(sought: StoredList) -> list[tuple[str, str]]:
    """Returns pairs of rows of this sought list and of another one that a person reviewed as one person."""
    words: dict[tuple[str, str], dict[str, str]] = {}
    mine = f"{sought.key}:"
    for side in ("left", "right"):
        reviews = StoredReview.objects.filter(**{f"{side}__startswith": mine}, withdrawn=False).order_by("on", "id")
        for left, right, by, verdict in reviews.values_list("left", "right", "by", "verdict"):
            words.setdefault((left, right), {})[by] = verdict
    kinds = dict(StoredList.objects.values_list("key", "kind"))
    return [
        pair
        for pair, said in words.items()
        if set(said.values()) == {Verdict.SAME.value}
        and all(kinds.get(key.rpartition(":")[0]) == ListKind.SOUGHT.value for key in pair)
    ]

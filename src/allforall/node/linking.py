"""Which row of their list is which row of ours: the comparison, and what people decide about it."""

from collections.abc import Callable
from dataclasses import dataclass

from allforall import store
from allforall.errors import CallError, GateError
from allforall.node.folder import Node
from allforall.node.lists import find_list
from allforall.node.officers import ActKind, Desk, journal
from allforall.people.fields import Custody, Field
from allforall.people.persons import ListKind, PersonRow
from allforall.reconcile import Link, Standing, Verdict, compare_lists, evidence_of, find_duplicates
from allforall.store.people.models import StoredList
from allforall.store.people.rows import load_row, load_rows
from allforall.store.reconcile.links import latest_linking, load_links, load_reviews, store_links
from allforall.store.reconcile.models import StoredLink, StoredLinking, StoredMerge, StoredReview


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison found: how many rows on either side, and the links by their standing."""

    left: str
    right: str
    left_rows: int
    right_rows: int
    standings: dict[str, int]


Progress = Callable[[int, int], None]


def compare(
    node: Node, desk: Desk, *, sought: StoredList, held: StoredList, progress: Progress | None = None
) -> Compared:
    """Links the sought rows to the held rows, with the reviews made so far, and stores what was proposed and why."""
    if sought.kind != ListKind.SOUGHT.value or held.kind != ListKind.HELD.value:
        raise CallError("reconcile:kinds", expected="sought, held", found=f"{sought.kind}, {held.kind}")
    if sought.party == held.party:
        raise CallError("reconcile:same-party", found=sought.party)
    linking = compare_lists(
        load_rows(sought), load_rows(held), reviews=load_reviews(sought, held), progress=progress
    )
    return _keep(node, desk, sought, held, linking.links)


def compare_within(
    node: Node, desk: Desk, *, stored: StoredList, progress: Progress | None = None
) -> Compared:
    """Finds the rows of one list that may be one person, and stores what was proposed and why."""
    links = find_duplicates(load_rows(stored), reviews=load_reviews(stored, stored), progress=progress)
    return _keep(node, desk, stored, stored, links)


def _keep(node: Node, desk: Desk, left: StoredList, right: StoredList, links: tuple[Link, ...]) -> Compared:
    standings: dict[str, int] = {standing.value: 0 for standing in Standing}
    for link in links:
        standings[link.standing.value] += 1
    with store.writing():
        act = journal(
            node, desk, ActKind.RECONCILE, details={"left": left.key, "right": right.key, "links": len(links)}
        )
        StoredLinking.objects.filter(left_list=left, right_list=right).delete()
        linking = StoredLinking.objects.create(left_list=left, right_list=right, made_at=node.now, act=act)
        store_links(linking, links)
    return Compared(left.key, right.key, left.rows_read, right.rows_read, standings)


def pairs_to_review(left: StoredList, right: StoredList) -> list[Link]:
    """Returns the links that a person has to look at, most certain first."""
    linking = latest_linking(left, right)
    if linking is None:
        raise GateError("reconcile:not-compared", left=left.key, right=right.key)
    waiting = (Standing.TO_REVIEW.value, Standing.UNSURE.value)
    query = load_links(linking)
    return [link for link in query if link.standing.value in waiting]


def _rows(left: str, right: str) -> tuple[PersonRow, PersonRow]:
    found = []
    for key in (left, right):
        row = load_row(key)
        if row is None:
            raise CallError("row:key:unknown", found=key)
        found.append(row)
    return found[0], found[1]


def review(node: Node, desk: Desk, *, left: str, right: str, verdict: Verdict, why: str) -> None:
    """Stores what an officer decided about a pair; it holds until new evidence, a later review or its withdrawal."""
    if left == right:
        raise CallError("review:same-row", found=left)
    if not why.strip():
        raise CallError("act:why:missing")
    left_row, right_row = _rows(left, right)
    with store.writing():
        act = journal(
            node, desk, ActKind.REVIEW, why=why, details={"left": left, "right": right, "verdict": verdict.value}
        )
        StoredReview.objects.create(
            left=left, right=right, verdict=verdict.value, by=act.officers[0], why=why, on=node.now.date(),
            evidence=evidence_of(left_row, right_row), act=act,
        )


def withdraw_review(node: Node, desk: Desk, *, left: str, right: str, why: str) -> int:
    """Returns how many reviews of this pair were withdrawn; they stay in the journal."""
    found = StoredReview.objects.filter(left=left, right=right, withdrawn=False)
    if not found.exists():
        raise CallError("review:none", left=left, right=right)
    with store.writing():
        journal(node, desk, ActKind.REVIEW_WITHDRAW, why=why, details={"left": left, "right": right})
        return found.update(withdrawn=True)


def list_reviews() -> list[StoredReview]:
    """Returns every review that counts, oldest first."""
    return list(StoredReview.objects.filter(withdrawn=False).order_by("id"))


def merge(node: Node, desk: Desk, *, keys: list[str], why: str) -> StoredMerge:
    """Says that rows of one list are one person: an overlay that can be undone; of persons reported dead by two officers."""
    wanted = sorted(set(keys))
    if len(wanted) < 2 or len({key.rpartition(":")[0] for key in wanted}) != 1:
        raise CallError("merge:keys", expected="2+", found=", ".join(keys)[:200])
    rows = [_rows(key, key)[0] for key in wanted]
    taken = [key for one in StoredMerge.objects.filter(undone_by=None) for key in one.keys if key in wanted]
    if taken:
        raise CallError("merge:taken", found=", ".join(taken))
    dead = any(row.value(Field.CUSTODY) == Custody.DIED or row.value(Field.DEATH_DATE) for row in rows)
    with store.writing():
        kind = ActKind.MERGE_DEAD if dead else ActKind.MERGE
        act = journal(node, desk, kind, why=why, details={"keys": wanted})
        return StoredMerge.objects.create(keys=wanted, act=act)


def undo_merge(node: Node, desk: Desk, *, keys: list[str], why: str) -> None:
    """Takes a merge back; the rows are what they were, since they never changed."""
    wanted = sorted(set(keys))
    for one in StoredMerge.objects.filter(undone_by=None):
        if one.keys == wanted:
            with store.writing():
                act = journal(node, desk, ActKind.MERGE_UNDO, why=why, details={"keys": wanted})
                one.undone_by = act
                one.save()
            return
    raise CallError("merge:unknown", found=", ".join(wanted)[:200])


def find_link(left: str, right: str) -> StoredLink:
    """Returns the stored link of a pair, with everything that made its score."""
    found = StoredLink.objects.filter(left=left, right=right).order_by("-id").first()
    if found is None:
        raise CallError("review:pair:unknown", left=left, right=right)
    return found


def linked_lists() -> list[tuple[StoredList, StoredList]]:
    """Returns the pairs of lists that have been compared."""
    return [(find_list(one.left_list.key), find_list(one.right_list.key)) for one in StoredLinking.objects.all()]

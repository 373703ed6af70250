"""Which row of their list is which row of ours: the comparison, and what people decide about it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from allforall.answers.lists import group
from allforall.errors import CallError, GateError, Word
from allforall.node.acts.prepared_lists import (
    WORTH_KEEPING,
    Ready,
    confirmed_before,
    find_learnt,
    keep_ready,
    make_ready,
    same_sought,
)
from allforall.node.folder import Node
from allforall.node.lock import acting
from allforall.node.officers import ActKind, Desk, find_repeated, journal
from allforall.node.views.lists import find_list, latest_list
from allforall.people.persons import ListKind, PersonRow
from allforall.reconcile import (
    Learnt,
    Link,
    Pair,
    Reason,
    Standing,
    Verdict,
    compare_prepared,
    evidence_of,
    find_duplicates,
    is_reported_dead,
    learnt_as_data,
    undo,
    unite,
)
from allforall.reconcile import merge as merge_rows
from allforall.store.people.models import StoredList, StoredRow
from allforall.store.people.rows import load_row, load_rows
from allforall.store.reconcile.links import (
    among,
    decode_link,
    decode_pair,
    latest_linking,
    load_candidates,
    load_links,
    load_overlay,
    load_reviews,
    merged_links,
    store_candidates,
    store_links,
)
from allforall.store.reconcile.models import (
    StoredCandidate,
    StoredLink,
    StoredLinking,
    StoredMerge,
    StoredReview,
)


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison found: how many rows on either side, and the links by status.

    `right` names every held list that was searched. `weights_from` are the lists that the weights were learned from;
    `kept` gives for each list worth keeping the state of its kept form.
    """

    left: str
    right: str
    left_rows: int
    right_rows: int
    standings: dict[str, int]
    notes: tuple[str, ...] = ()
    weights_from: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    confirmed_for_another: int = 0


Progress = Callable[[int, int], None]


def choose_lists(
    node: Node, *, sought: str = "", held: Iterable[str] = (), within: str = ""
) -> tuple[StoredList, list[StoredList]]:
    """Returns the lists to compare by key, the latest ones where none are named; `within` is one list alone."""
    if within:
        return find_list(within), [find_list(within)]
    left = find_list(sought) if sought else latest_list(ListKind.SOUGHT, node.party.other)
    return left, [find_list(key) for key in dict.fromkeys(held)] or [latest_list(ListKind.HELD, node.party)]


def compare(
    node: Node,
    desk: Desk,
    *,
    sought: StoredList,
    held: StoredList | Sequence[StoredList],
    progress: Progress | None = None,
) -> Compared:
    """Links the sought rows to the held rows, with the reviews made so far, and stores what was proposed and why.

    Several held lists are searched as one. A list that was prepared before is not read again, and a list too
    short to learn from is weighed with the weights of the longest comparison with the same held lists.
    """
    looked_through = sorted([held] if isinstance(held, StoredList) else set(held), key=lambda one: one.pk)
    for one in looked_through:
        if sought.kind != ListKind.SOUGHT.value or one.kind != ListKind.HELD.value:
            raise CallError("reconcile:kinds", expected="sought, held", found=f"{sought.kind}, {one.kind}")
        if sought.party == one.party:
            raise CallError("reconcile:same-party", found=Word("party", sought.party))
    ready = [make_ready(one) for one in (sought, *looked_through)]
    left, right = ready[0].prepared, unite([one.prepared for one in ready[1:]])
    learnt, taught_by = find_learnt(looked_through, rows=min(len(left), len(right)))
    linking = compare_prepared(
        left,
        right,
        reviews=[review for one in looked_through for review in load_reviews(sought, one)],
        one_person=[*_groups(sought), *(pair for one in looked_through for pair in _groups(one)), *same_sought(sought)],
        confirmed=confirmed_before(sought, looked_through),
        learnt=learnt,
        progress=progress,
    )
    unlinked = set(linking.unlinked)
    waiting = tuple(pair for pair in linking.candidates if pair.left in unlinked)
    own = f"{sought.key} {among(looked_through)}"
    found = _Found((*linking.links, *linking.disputed), waiting, linking.learnt, taught_by or own, tuple(ready))
    done = _keep(node, desk, sought, looked_through, found)
    return replace(done, notes=linking.notes, kept=_kept(ready))


def _kept(ready: Iterable[Ready]) -> tuple[tuple[str, str], ...]:
    return tuple((one.stored.key, one.kept.value) for one in ready if one.stored.rows_read >= WORTH_KEEPING)


def _groups(stored: StoredList) -> Iterable[tuple[str, ...]]:
    """Returns the rows of a list that are certainly one person: clear duplicates, reviews, merges."""
    linking = latest_linking(stored, stored)
    links = [*(load_links(linking, with_fields=False) if linking else ()), *merged_links(stored)]
    if not links:
        return ()
    lines = StoredRow.objects.filter(list=stored, erased_by=None).order_by("line").values_list("line", flat=True)
    keys = [f"{stored.key}:{line}" for line in lines]
    return group(keys, links, load_reviews(stored, stored)).members.values()


def compare_within(node: Node, desk: Desk, *, stored: StoredList, progress: Progress | None = None) -> Compared:
    """Finds the rows of one list that may be one person, and stores what was proposed and why."""
    links = find_duplicates(load_rows(stored), reviews=load_reviews(stored, stored), progress=progress)
    return _keep(node, desk, stored, [stored], _Found(links))


@dataclass(frozen=True, slots=True)
class _Found:
    """What is stored of a comparison."""

    links: tuple[Link, ...]
    candidates: tuple[Pair, ...] = ()
    learnt: Learnt | None = None
    weights_from: str = ""
    ready: tuple[Ready, ...] = ()


#: What a comparison depends on. A decision made while it ran counts as made after it: at once, wherever it is read.
_RESTS_ON = frozenset({ActKind.LIST_WITHDRAW, ActKind.LIST_ERASE})


def _keep(node: Node, desk: Desk, left: StoredList, right: Sequence[StoredList], found: _Found) -> Compared:
    standings: dict[str, int] = {standing.value: 0 for standing in Standing}
    for link in found.links:
        standings[link.standing.value] += 1
    lists = among(right)
    with acting(node, rests_on=_RESTS_ON):
        keep_ready(node, found.ready)
        act = journal(
            node, desk, ActKind.RECONCILE, details={"left": left.key, "right": lists, "links": len(found.links)}
        )
        StoredLinking.objects.filter(left_list=left, among=lists).delete()
        linking = StoredLinking.objects.create(
            left_list=left,
            right_list=right[0],
            among=lists,
            weights=learnt_as_data(found.learnt) if found.learnt else {},
            weights_from=found.weights_from if found.learnt else "",
            made_at=node.now,
            act=act,
        )
        store_links(linking, found.links)
        store_candidates(linking, found.candidates)
    return Compared(
        left.key,
        lists.replace(" ", ", "),
        left.rows_read,
        sum(one.rows_read for one in right),
        standings,
        weights_from=linking.weights_from,
        confirmed_for_another=sum(Reason.CONFIRMED_FOR_ANOTHER in link.reasons for link in found.links),
    )


def pairs_to_review(left: StoredList, *right: StoredList) -> list[Link]:
    """Returns the links that a person has to look at, most certain first."""
    linking = latest_linking(left, *right)
    if linking is None:
        raise GateError("reconcile:not-compared", left=left.key, right=", ".join(one.key for one in right))
    waiting = (Standing.TO_REVIEW, Standing.UNSURE)
    links = list(load_links(linking))
    found = [link for link in links if link.standing in waiting]
    taken = {link.pair.right: link for link in links}
    # A sought name without a link may still have pairs worth a look; until somebody has looked, it has no answer.
    confirmed = confirmed_before(left, right) if left not in right else {}
    found += [
        _waiting(pair, tuple(sorted(confirmed.get(pair.right, ()))), taken.get(pair.right))
        for pair in load_candidates(linking)
    ]
    return sorted(found, key=lambda link: -link.pair.bits)


def _waiting(pair: Pair, confirmed_for: tuple[str, ...] = (), better: Link | None = None) -> Link:
    """A pair worth a look whose sought row has no link; `better` is the link that has its held row."""
    reasons = (Reason.CONFIRMED_FOR_ANOTHER,) if confirmed_for else ()
    if better is None:
        return Link(pair, Standing.TO_REVIEW, reasons, confirmed_for=confirmed_for)
    reasons = (*reasons, Reason.LINKED_TO_ANOTHER)
    margin = pair.bits - better.pair.bits
    return Link(pair, Standing.TO_REVIEW, reasons, better.pair.left, margin, confirmed_for)


def _row(key: str) -> PersonRow:
    row = load_row(key)
    if row is None:
        raise CallError("row:key:unknown", found=key)
    return row


def _in_order(left: str, right: str) -> tuple[str, str]:
    """Returns a pair with the sought row first, or rows of one list in the list's order, however it was typed."""

    def place(key: str) -> tuple[bool, int]:
        list_key, _, line = key.rpartition(":")
        return find_list(list_key).kind != ListKind.SOUGHT.value, int(line) if line.isdecimal() else 0

    first, second = sorted((left, right), key=place)
    return first, second


def seen_pair(left: str, right: str) -> str:
    """Returns a token for the current state of a pair: its rows, and the latest decision about it that counts.

    An officer who decides passes it in, so that nobody overwrites a decision that they have not seen.
    """
    left, right = _in_order(left, right)
    return _seen(_latest_review(left, right), evidence_of(_row(left), _row(right)))


def _seen(latest: StoredReview | None, evidence: str) -> str:
    return f"{latest.pk if latest else 0}-{evidence[:12]}"


def _latest_review(left: str, right: str) -> StoredReview | None:
    return StoredReview.objects.filter(left=left, right=right, withdrawn=False).order_by("-id").first()


def _check_seen(desk: Desk, latest: StoredReview | None, evidence: str, *, replaces: bool) -> None:
    """Refuses to replace a decision that the officer has not seen; the error says what has changed since."""
    now = _seen(latest, evidence)
    if desk.seen and desk.seen != now:
        same_rows = desk.seen.rpartition("-")[2] == evidence[:12]
        if same_rows and latest is not None:
            raise GateError(
                "review:seen:decided", verdict=Word("verdict", latest.verdict), on=latest.on.isoformat(), expected=now
            )
        raise GateError("review:seen:withdrawn" if same_rows else "review:seen:rows", expected=now)
    if replaces and not desk.seen and latest is not None:
        raise GateError("review:seen:needed", verdict=Word("verdict", latest.verdict), on=latest.on.isoformat())


def review(node: Node, desk: Desk, *, left: str, right: str, verdict: Verdict, why: str) -> None:
    """Stores what an officer decided about a pair; it holds until new evidence, a later review or its withdrawal.

    Raises:
        GateError: it differs from a decision that counts and that the officer has not seen (`Desk.seen`).

    """
    if left == right:
        raise CallError("review:same-row", found=left)
    if not why.strip():
        raise CallError("act:why:missing")
    with acting(node):
        find_repeated(desk.once)
        left, right = _in_order(left, right)
        evidence = evidence_of(_row(left), _row(right))
        latest = _latest_review(left, right)
        _check_seen(desk, latest, evidence, replaces=latest is not None and latest.verdict != verdict.value)
        act = journal(
            node,
            desk,
            ActKind.REVIEW,
            why=why,
            details={"left": left, "right": right, "verdict": verdict.value},
        )
        StoredReview.objects.create(
            left=left,
            right=right,
            verdict=verdict.value,
            by=act.officers[0],
            why=why,
            on=node.now.date(),
            evidence=evidence,
            act=act,
        )


def withdraw_review(node: Node, desk: Desk, *, left: str, right: str, why: str) -> int:
    """Returns how many reviews of this pair were withdrawn; they stay in the journal."""
    with acting(node):
        find_repeated(desk.once)
        left, right = _in_order(left, right)
        found = StoredReview.objects.filter(left=left, right=right, withdrawn=False)
        if not found.exists():
            raise CallError("review:none", left=left, right=right)
        _check_seen(desk, _latest_review(left, right), evidence_of(_row(left), _row(right)), replaces=True)
        journal(node, desk, ActKind.REVIEW_WITHDRAW, why=why, details={"left": left, "right": right})
        return found.update(withdrawn=True)


def list_reviews() -> list[StoredReview]:
    """Returns every review that counts, oldest first."""
    return list(StoredReview.objects.filter(withdrawn=False).order_by("id"))


def merge(node: Node, desk: Desk, *, keys: list[str], why: str) -> tuple[str, ...]:
    """Returns the rows of one list that are one person from now on: an overlay that can be undone.

    Persons reported dead are merged by two officers.
    """
    wanted = sorted(set(keys))
    if len({key.rpartition(":")[0] for key in wanted}) != 1:
        raise CallError("merge:keys", found=", ".join(keys)[:200])
    if not why.strip():
        raise CallError("act:why:missing")
    with acting(node):
        find_repeated(desk.once)
        rows = [_row(key) for key in wanted]
        kind = ActKind.MERGE_DEAD if any(map(is_reported_dead, rows)) else ActKind.MERGE
        act = journal(node, desk, kind, why=why, details={"keys": wanted})
        by, second_by = [*act.officers, ""][:2]
        overlay = merge_rows(load_overlay(), rows, by=by, why=why, on=node.now.date(), second_by=second_by)
        made = overlay.merges[-1]
        StoredMerge.objects.create(number=made.number, keys=list(made.keys), act=act)
    return made.keys


def undo_merge(node: Node, desk: Desk, *, keys: list[str], why: str) -> None:
    """Undoes a merge; the rows are what they were, since they never changed."""
    wanted = tuple(sorted(set(keys)))
    with acting(node):
        find_repeated(desk.once)
        overlay = load_overlay()
        number = next((one.number for one in overlay.standing if one.keys == wanted), None)
        if number is None:
            raise CallError("merge:unknown", found=", ".join(wanted)[:200])
        act = journal(node, desk, ActKind.MERGE_UNDO, why=why, details={"keys": list(wanted)})
        undo(overlay, number, by=act.officers[0], why=why, on=node.now.date())
        StoredMerge.objects.filter(number=number).update(undone_by=act)


def find_link(left: str, right: str) -> Link:
    """Returns the link of a pair, with everything that made its score."""
    left, right = _in_order(left, right)
    found = StoredLink.objects.filter(left=left, right=right).order_by("-id").first()
    if found is not None:
        return decode_link(found)
    candidate = StoredCandidate.objects.filter(left=left, right=right).order_by("-id").first()
    if candidate is None:
        raise CallError("review:pair:unknown", left=left, right=right)
    better = StoredLink.objects.filter(linking=candidate.linking, right=right).first()
    return _waiting(decode_pair(candidate), better=decode_link(better) if better else None)

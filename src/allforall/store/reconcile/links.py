"""Links, reviews and merges between the values of `reconcile` and the tables."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice

from allforall.reconcile import (
    Agreement,
    FieldComparison,
    Link,
    Merge,
    Overlay,
    Pair,
    Reason,
    Review,
    Standing,
    Undoing,
    Verdict,
)
from allforall.store.people.models import StoredList
from allforall.store.reconcile.models import (
    StoredCandidate,
    StoredLink,
    StoredLinking,
    StoredMerge,
    StoredReview,
)

_BATCH = 2_000


def store_links(linking: StoredLinking, links: Iterable[Link]) -> int:
    """Returns how many links were stored; the caller holds the transaction."""
    count = 0
    stream = iter(links)
    while chunk := list(islice(stream, _BATCH)):
        StoredLink.objects.bulk_create(
            StoredLink(
                linking=linking,
                left=link.pair.left,
                right=link.pair.right,
                bits=link.pair.bits,
                prior_bits=link.pair.prior_bits,
                standing=link.standing.value,
                reasons=list(link.reasons),
                runner_up=link.runner_up,
                margin_bits=link.margin_bits,
                fields=_encode(link.pair.fields),
            )
            for link in chunk
        )
        count += len(chunk)
    return count


def _encode(fields: Iterable[FieldComparison]) -> str:
    return json.dumps(
        [[one.field, one.level, one.agreement.value, one.left, one.right, one.bits] for one in fields],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _decode(fields: str) -> tuple[FieldComparison, ...]:
    return tuple(
        FieldComparison(field, level, Agreement(agreement), left, right, bits)
        for field, level, agreement, left, right, bits in json.loads(fields)
    )


def latest_linking(left: StoredList, right: StoredList) -> StoredLinking | None:
    """Returns the latest comparison of these two lists, or None."""
    return StoredLinking.objects.filter(left_list=left, right_list=right).order_by("-id").first()


def decode_link(stored: StoredLink) -> Link:
    """Returns the link as it was proposed."""
    return Link(
        pair=Pair(stored.left, stored.right, _decode(stored.fields), stored.prior_bits, stored.bits),
        standing=Standing(stored.standing),
        reasons=tuple(map(Reason, stored.reasons)),
        runner_up=stored.runner_up,
        margin_bits=stored.margin_bits,
    )


def load_links(linking: StoredLinking, *, with_fields: bool = True) -> Iterator[Link]:
    """Yields the links of a comparison, best first; without their fields where only who and how sure is asked."""
    query = StoredLink.objects.filter(linking=linking).order_by("-bits", "left", "right")
    if with_fields:
        yield from map(decode_link, query.iterator(chunk_size=_BATCH))
        return
    names = ("left", "right", "bits", "prior_bits", "standing", "reasons", "runner_up", "margin_bits")
    for left, right, bits, prior, standing, reasons, runner_up, margin in query.values_list(*names).iterator(
        chunk_size=_BATCH
    ):
        pair = Pair(left, right, (), prior, bits)
        yield Link(pair, Standing(standing), tuple(map(Reason, reasons)), runner_up, margin)


def load_reviews(left: StoredList, right: StoredList) -> list[Review]:
    """Returns what people decided about pairs of these lists, oldest first, without what was withdrawn."""
    query = StoredReview.objects.filter(
        left__startswith=f"{left.key}:", right__startswith=f"{right.key}:", withdrawn=False
    ).order_by("id")
    return [Review(one.left, one.right, Verdict(one.verdict), one.by, one.why, one.on, one.evidence) for one in query]


def store_candidates(linking: StoredLinking, pairs: Iterable[Pair]) -> None:
    """Keeps pairs that are worth a look and were not linked; the caller holds the transaction."""
    StoredCandidate.objects.bulk_create(
        (
            StoredCandidate(
                linking=linking, left=pair.left, right=pair.right, bits=pair.bits, prior_bits=pair.prior_bits,
                fields=_encode(pair.fields),
            )
            for pair in pairs
        ),
        batch_size=_BATCH,
    )  # fmt: skip


def load_candidates(linking: StoredLinking, *, with_fields: bool = True) -> Iterator[Pair]:
    """Yields the pairs worth a look that were not linked, best first."""
    query = StoredCandidate.objects.filter(linking=linking).order_by("-bits", "left", "right")
    if with_fields:
        yield from map(decode_pair, query.iterator(chunk_size=_BATCH))
        return
    for left, right, bits, prior in query.values_list("left", "right", "bits", "prior_bits").iterator(
        chunk_size=_BATCH
    ):
        yield Pair(left, right, (), prior, bits)


def decode_pair(stored: StoredCandidate) -> Pair:
    """Returns the pair as it was compared."""
    return Pair(stored.left, stored.right, _decode(stored.fields), stored.prior_bits, stored.bits)


def load_overlay() -> Overlay:
    """Returns every merge and undoing so far, in order."""
    stored = list(StoredMerge.objects.select_related("act", "undone_by").order_by("number"))
    return Overlay(
        tuple(
            Merge(
                one.number, tuple(one.keys), one.act.officers[0], one.act.why, one.act.at.date(),
                needs_two_officers=len(one.act.officers) > 1, second_by="".join(one.act.officers[1:2]),
            )
            for one in stored
        ),
        tuple(
            Undoing(one.number, one.undone_by.officers[0], one.undone_by.why, one.undone_by.at.date())
            for one in stored
            if one.undone_by is not None
        ),
    )  # fmt: skip


def merged_links(stored: StoredList) -> list[Link]:
    """Returns the merges of a list that count, as links that a person made."""
    return [
        Link(Pair(merge.keys[0], other, (), 0.0, 0.0), Standing.REVIEWED_SAME, (Reason.REVIEW_SAME,))
        for merge in load_overlay().standing
        if merge.keys[0].startswith(f"{stored.key}:")
        for other in merge.keys[1:]
    ]

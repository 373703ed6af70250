"""Links, reviews and merges between the values of `reconcile` and the tables."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice

from allforall.reconcile import Agreement, FieldComparison, Link, Pair, Review, Standing, Verdict
from allforall.store.people.models import StoredList
from allforall.store.reconcile.models import StoredLink, StoredLinking, StoredReview

_BATCH = 2_000


def store_links(linking: StoredLinking, links: Iterable[Link]) -> int:
    """Returns how many links were stored; the caller holds the transaction."""
    count = 0
    stream = iter(links)
    while chunk := list(islice(stream, _BATCH)):
        StoredLink.objects.bulk_create(
            StoredLink(
                linking=linking, left=link.pair.left, right=link.pair.right, bits=link.pair.bits,
                prior_bits=link.pair.prior_bits, standing=link.standing.value, reasons=list(link.reasons),
                runner_up=link.runner_up, margin_bits=link.margin_bits, fields=_encode(link.pair.fields),
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


def latest_linking(left: StoredList, right: StoredList) -> StoredLinking | None:
    """Returns the latest comparison of these two lists, or None."""
    return StoredLinking.objects.filter(left_list=left, right_list=right).order_by("-id").first()


def decode_link(stored: StoredLink) -> Link:
    """Returns the link as it was proposed."""
    fields = tuple(
        FieldComparison(field, level, Agreement(agreement), left, right, bits)
        for field, level, agreement, left, right, bits in json.loads(stored.fields)
    )
    return Link(
        pair=Pair(stored.left, stored.right, fields, stored.prior_bits, stored.bits),
        standing=Standing(stored.standing),
        reasons=tuple(stored.reasons),
        runner_up=stored.runner_up,
        margin_bits=stored.margin_bits,
    )


def load_links(linking: StoredLinking, **where: str) -> Iterator[Link]:
    """Yields the links of a comparison, best first."""
    query = StoredLink.objects.filter(linking=linking, **where).order_by("-bits", "left", "right")
    yield from map(decode_link, query.iterator(chunk_size=_BATCH))


def load_reviews(left: StoredList, right: StoredList) -> list[Review]:
    """Returns what people decided about pairs of these lists, oldest first, without what was withdrawn."""
    query = StoredReview.objects.filter(
        left__startswith=f"{left.key}:", right__startswith=f"{right.key}:", withdrawn=False
    ).order_by("id")
    return [
        Review(one.left, one.right, Verdict(one.verdict), one.by, one.why, one.on, one.evidence) for one in query
    ]

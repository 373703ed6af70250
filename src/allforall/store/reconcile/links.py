"""Links, reviews and merges between the values of `reconcile` and the tables."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from allforall.reconcile import (
    Agreement,
    FieldComparison,
    LevelWeight,
    Link,
    Merge,
    Overlay,
    Pair,
    Reason,
    Review,
    Standing,
    Undoing,
    Verdict,
    read_learnt,
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
                probability=link.pair.probability,
                confirmed_for=list(link.confirmed_for),
                fields=_encode(link.pair.fields),
            )
            for link in chunk
        )
        count += len(chunk)
    return count


def _encode(fields: Iterable[FieldComparison]) -> str:
    return json.dumps(
        [
            [
                one.field,
                one.level,
                one.agreement.value,
                one.left,
                one.right,
                one.bits,
                one.left_reading,
                one.right_reading,
                one.group,
            ]
            for one in fields
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


class _Fields:
    """Makes comparisons of what was stored; a level's weight is stored once for the whole linking."""

    def __init__(self, linking: StoredLinking) -> None:
        self._levels: Mapping[str, Mapping[str, LevelWeight]] = (
            read_learnt(linking.weights).levels if linking.weights else {}
        )

    def decode(self, fields: str) -> tuple[FieldComparison, ...]:
        found = []
        for field, level, agreement, left, right, bits, left_reading, right_reading, group in json.loads(fields):
            weight = self._levels.get(field, {}).get(level)
            found.append(
                FieldComparison(
                    field=field,
                    level=level,
                    agreement=Agreement(agreement),
                    left=left,
                    right=right,
                    bits=bits,
                    left_reading=left_reading,
                    right_reading=right_reading,
                    group=group,
                    log_m=weight.log_m if weight else None,
                    by_frequency=weight.by_frequency if weight else False,
                )
            )
        return tuple(found)

    def link(self, stored: StoredLink) -> Link:
        return Link(
            pair=self.pair(stored),
            standing=Standing(stored.standing),
            reasons=tuple(map(Reason, stored.reasons)),
            runner_up=stored.runner_up,
            margin_bits=stored.margin_bits,
            confirmed_for=tuple(stored.confirmed_for),
        )

    def pair(self, stored: StoredLink | StoredCandidate) -> Pair:
        fields = self.decode(stored.fields)
        return Pair(stored.left, stored.right, fields, stored.prior_bits, stored.bits, stored.probability)


def latest_linking(left: StoredList, *right: StoredList) -> StoredLinking | None:
    """Returns the latest comparison of exactly these lists, or None."""
    return StoredLinking.objects.filter(left_list=left, among=among(right)).order_by("-id").first()


def among(lists: Iterable[StoredList]) -> str:
    """Returns the keys of lists that were searched together, as they are stored."""
    return " ".join(one.key for one in sorted(lists, key=lambda one: one.pk))


def decode_link(stored: StoredLink) -> Link:
    """Returns the link as it was proposed."""
    return _Fields(stored.linking).link(stored)


def load_links(linking: StoredLinking, *, with_fields: bool = True) -> Iterator[Link]:
    """Yields the links of a comparison, best first; without their fields if only pairs and scores are needed."""
    query = StoredLink.objects.filter(linking=linking).order_by("-bits", "left", "right")
    if with_fields:
        yield from map(_Fields(linking).link, query.iterator(chunk_size=_BATCH))
        return
    names = (
        "left",
        "right",
        "bits",
        "prior_bits",
        "probability",
        "standing",
        "reasons",
        "runner_up",
        "margin_bits",
        "confirmed_for",
    )
    for left, right, bits, prior, probability, standing, reasons, runner_up, margin, others in query.values_list(
        *names
    ).iterator(chunk_size=_BATCH):
        pair = Pair(left, right, (), prior, bits, probability)
        yield Link(pair, Standing(standing), tuple(map(Reason, reasons)), runner_up, margin, tuple(others))


def load_reviews(left: StoredList, right: StoredList) -> list[Review]:
    """Returns what people decided about pairs of these lists, oldest first, without what was withdrawn."""
    query = StoredReview.objects.filter(
        left__startswith=f"{left.key}:", right__startswith=f"{right.key}:", withdrawn=False
    ).order_by("id")
    return [
        Review(
            left=one.left,
            right=one.right,
            verdict=Verdict(one.verdict),
            by=one.by,
            why=one.why,
            on=one.on,
            evidence=one.evidence,
        )
        for one in query
    ]


def store_candidates(linking: StoredLinking, pairs: Iterable[Pair]) -> None:
    """Keeps pairs that are worth a look and were not linked; the caller holds the transaction."""
    StoredCandidate.objects.bulk_create(
        (
            StoredCandidate(
                linking=linking,
                left=pair.left,
                right=pair.right,
                bits=pair.bits,
                prior_bits=pair.prior_bits,
                probability=pair.probability,
                fields=_encode(pair.fields),
            )
            for pair in pairs
        ),
        batch_size=_BATCH,
    )


def load_candidates(linking: StoredLinking, *, with_fields: bool = True) -> Iterator[Pair]:
    """Yields the pairs worth a look that were not linked, best first."""
    query = StoredCandidate.objects.filter(linking=linking).order_by("-bits", "left", "right")
    if with_fields:
        yield from map(_Fields(linking).pair, query.iterator(chunk_size=_BATCH))
        return
    for left, right, bits, prior in query.values_list("left", "right", "bits", "prior_bits").iterator(
        chunk_size=_BATCH
    ):
        yield Pair(left, right, (), prior, bits)


def decode_pair(stored: StoredCandidate) -> Pair:
    """Returns the pair as it was compared."""
    return _Fields(stored.linking).pair(stored)


def load_overlay() -> Overlay:
    """Returns every merge and undo so far, in order."""
    stored = list(StoredMerge.objects.select_related("act", "undone_by").order_by("number"))
    return Overlay(
        tuple(
            Merge(
                one.number,
                tuple(one.keys),
                one.act.officers[0],
                one.act.why,
                one.act.at.date(),
                needs_two_officers=len(one.act.officers) > 1,
                second_by="".join(one.act.officers[1:2]),
            )
            for one in stored
        ),
        tuple(
            Undoing(one.number, one.undone_by.officers[0], one.undone_by.why, one.undone_by.at.date())
            for one in stored
            if one.undone_by is not None
        ),
    )


def merged_links(stored: StoredList) -> list[Link]:
    """Returns the merges of a list that count, as links that a person made."""
    return [
        Link(Pair(merge.keys[0], other, (), 0.0, 0.0), Standing.REVIEWED_SAME, (Reason.REVIEW_SAME,))
        for merge in load_overlay().standing
        if merge.keys[0].startswith(f"{stored.key}:")
        for other in merge.keys[1:]
    ]

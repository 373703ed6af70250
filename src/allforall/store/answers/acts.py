"""Confirmed and received answers between the values of `answers` and the tables."""

from collections.abc import Iterable, Iterator

from allforall.answers import Answer, AnswerKind, Received
from allforall.store.answers.models import StoredAnswer, StoredReceived
from allforall.store.node.models import Act
from allforall.store.people.models import StoredList
from allforall.store.people.rows import erased_keys

_BATCH = 2_000


def _pairs(particulars: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, text) for name, text in particulars)


def store_answers(stored: StoredList, answers: Iterable[Answer], act: Act) -> None:
    """Adds acts of answering; the caller holds the transaction."""
    StoredAnswer.objects.bulk_create(
        (
            StoredAnswer(
                list=stored,
                sought_key=one.sought_key,
                kind=one.kind.value,
                by=list(one.by),
                on=one.on,
                why=one.why,
                held_key=one.held_key,
                duplicate_of=one.duplicate_of,
                list_key=one.list_key,
                list_date=one.list_date,
                particulars=[list(pair) for pair in one.particulars],
                in_batch=one.in_batch,
                act=act,
            )
            for one in answers
        ),
        batch_size=_BATCH,
    )


def load_answers(stored: StoredList) -> Iterator[Answer]:
    """Yields every act about names of a list, oldest first."""
    for one in StoredAnswer.objects.filter(list=stored).order_by("id").iterator(chunk_size=_BATCH):
        yield Answer(
            sought_key=one.sought_key,
            kind=AnswerKind(one.kind),
            by=tuple(one.by),
            on=one.on,
            why=one.why,
            held_key=one.held_key,
            duplicate_of=one.duplicate_of,
            list_key=one.list_key,
            list_date=one.list_date,
            particulars=_pairs(one.particulars),
            in_batch=one.in_batch,
        )


def store_received(stored: StoredList, received: Iterable[Received], act: Act) -> None:
    """Adds the other side's answers (for an erased row only the kind of answer); the caller holds the transaction."""
    erased = erased_keys(stored)
    StoredReceived.objects.bulk_create(
        (
            StoredReceived(
                list=stored,
                sought_key=one.sought_key,
                ref=one.ref,
                kind=one.kind.value,
                on=one.on,
                duplicate_of=one.duplicate_of,
                particulars=[list(pair) for pair in one.particulars if one.sought_key not in erased],
                authority=one.authority,
                compared_list=one.compared_list,
                compared_as_of=one.compared_as_of,
                answered_on=one.answered_on,
                received_on=one.received_on,
                file_sha256=one.file_sha256,
                act=act,
            )
            for one in received
        ),
        batch_size=_BATCH,
    )


def load_received(stored: StoredList) -> list[Received]:
    """Returns what the other side answered about names of a list, oldest first."""
    return [
        Received(
            sought_key=one.sought_key,
            ref=one.ref,
            kind=AnswerKind(one.kind),
            on=one.on,
            duplicate_of=one.duplicate_of,
            particulars=_pairs(one.particulars),
            authority=one.authority,
            compared_list=one.compared_list,
            compared_as_of=one.compared_as_of,
            answered_on=one.answered_on,
            received_on=one.received_on,
            file_sha256=one.file_sha256,
        )
        for one in StoredReceived.objects.filter(list=stored).order_by("id").iterator(chunk_size=_BATCH)
    ]

"""Decisions and the ledger between the values of `disclosure` and the tables."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

from allforall.disclosure import Decision, Disclosed, Made
from allforall.disclosure.lists import SALT_BYTES
from allforall.people.fields import Field
from allforall.people.persons import Party
from allforall.store.disclosure.models import StoredDecision, StoredDisclosedRow, StoredDisclosure, StoredSalt
from allforall.store.node.models import Act
from allforall.store.people.models import StoredList

_BATCH = 2_000


def reference_salt() -> bytes:
    """Returns this node's secret for references, made once."""
    stored = StoredSalt.objects.first() or StoredSalt.objects.create(salt=os.urandom(SALT_BYTES))
    return bytes(stored.salt)


def store_decision(decision: Decision, act: Act) -> None:
    """Appends a decision; earlier ones stay, the later one counts."""
    StoredDecision.objects.create(
        row_key=decision.row_key,
        field=decision.field.value if decision.field else "",
        to=decision.to.value,
        allow=decision.allow,
        by=list(decision.by),
        why=decision.why,
        on=decision.on,
        act=act,
    )


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision with its number on this node."""

    number: int
    decision: Decision


def load_decided() -> Iterator[Decided]:
    """Yields every decision with its number, in the order in which it was made."""
    for one in StoredDecision.objects.order_by("id").iterator():
        yield Decided(one.pk, _decision(one))


def latest_decision(row_key: str, field: Field | None, to: Party) -> Decided | None:
    """Returns the decision that counts about exactly this row or list and field, or None."""
    wanted = StoredDecision.objects.filter(row_key=row_key, field=field.value if field else "", to=to.value)
    found = wanted.order_by("-id").first()
    return Decided(found.pk, _decision(found)) if found else None


def _decision(one: StoredDecision) -> Decision:
    field = Field(one.field) if one.field else None
    return Decision(one.row_key, field, Party(one.to), one.allow, tuple(one.by), one.why, one.on)


def load_decisions() -> Iterator[Decision]:
    """Yields every decision in the order in which it was made."""
    return (one.decision for one in load_decided())


def store_disclosure(stored: StoredList, made: Made, *, file_name: str, sha256: str, act: Act) -> None:
    """Adds an outgoing file to the ledger; the caller holds the transaction."""
    disclosure = StoredDisclosure.objects.create(
        list=stored,
        to=made.disclosed.to.value,
        on=made.disclosed.disclosed_on,
        by=list(made.by),
        file_name=file_name,
        sha256=sha256,
        act=act,
    )
    StoredDisclosedRow.objects.bulk_create(
        (
            StoredDisclosedRow(
                disclosure=disclosure,
                row_key=line.row_key,
                ref=line.ref,
                fields=[field.value for field in line.fields],
            )
            for line in made.ledger(sha256)
        ),
        batch_size=_BATCH,
    )


def load_ledger() -> Iterator[tuple[Disclosed, str]]:
    """Yields every line of the ledger with the name of its file, oldest first."""
    query = StoredDisclosedRow.objects.select_related("disclosure").order_by("disclosure_id", "row_key")
    for one in query.iterator(chunk_size=_BATCH):
        file = one.disclosure
        fields = tuple(map(Field, one.fields))
        yield (
            Disclosed(one.row_key, one.ref, fields, Party(file.to), file.on, tuple(file.by), file.sha256),
            file.file_name,
        )


def keys_by_ref(to: Party) -> dict[str, str]:
    """Returns the row of ours behind a reference that was given to this party."""
    return dict(StoredDisclosedRow.objects.filter(disclosure__to=to.value).values_list("ref", "row_key"))

"""Payloads that were sealed for an entry which then was not said: they do not stay.

A payload lies on the disk before the entry that names it is said. If officers are missing or the gate is closed, no
entry names it; an erasure, which looks for a person in what entries name, would pass it over. So it is destroyed at
once; and what a crash left behind is destroyed by `sweep_unsaid`, which an erasure calls.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allforall.node.record.payloads import Sealed, blobs_folder, naming, seal_for
from allforall.node.record.record import Record
from allforall.record.entry_types import EntryType
from allforall.record.payloads import domain_of
from allforall.store.record.payload_files import destroy_payload


@contextmanager
def sealing(record: Record, kind: EntryType[Any], content: bytes) -> Iterator[Sealed]:
    """Gives a payload sealed for whom an entry of this type has as readers; it is gone again if it was not said."""
    assert kind.payload is not None
    sealed = seal_for(record, content, domain_of(kind.name), kind.payload.readers(record.own))
    try:
        yield sealed
    except BaseException:
        # What failed may have failed after the entry was on the disk: then the payload is named, and stays.
        if naming(record, sealed.name) is None:
            destroy_payload(blobs_folder(record), sealed.name)
        raise

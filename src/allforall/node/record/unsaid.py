"""Payloads sealed for an entry that was then not appended: they are destroyed.

A payload is on the disk before the entry that names it is appended. If officers are missing or the entry is refused, no
entry names it; an erasure, which searches what entries name for a person, would miss it. So it is destroyed at
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
    """Yields a payload sealed for the readers of this entry type; deleted if the entry could not be appended."""
    assert kind.payload is not None
    sealed = seal_for(record, content, domain_of(kind.name), kind.payload.readers(record.own))
    try:
        yield sealed
    except BaseException:
        # The failure may have come after the entry was on the disk: then the payload is named, and stays.
        if naming(record, sealed.name) is None:
            destroy_payload(blobs_folder(record), sealed.name)
        raise

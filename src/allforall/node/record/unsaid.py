"""Payloads that were sealed for an entry which then was not said: they do not stay.

A payload lies on the disk before the entry that names it is said. If officers are missing or the gate is closed, no
entry names it; an erasure, which looks for a person in what entries name, would pass it over. So it is destroyed at
once; and what a crash left behind is destroyed by `sweep_unsaid`, which an erasure calls.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from allforall.node.record.payloads import Sealed, blobs_folder, naming, seal_for
from allforall.node.record.record import Record
from allforall.record.payloads import domain_of
from allforall.store.record.payload_files import destroy_payload


@contextmanager
def sealing(record: Record, kind: str, content: bytes, readers: Collection[str]) -> Iterator[Sealed]:
    """Gives a payload sealed for an entry of this type; it is gone again if the entry was not said."""
    sealed = seal_for(record, content, domain_of(kind), readers)
    try:
        yield sealed
    except BaseException:
        # What failed may have failed after the entry was on the disk: then the payload is named, and stays.
        if naming(record, sealed.name) is None:
            destroy_payload(blobs_folder(record), sealed.name)
        raise

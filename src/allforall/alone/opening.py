"""The proof of one row or answer verified against a whole record in a bundle."""

from dataclasses import dataclass

from allforall.disclosure.opening import Opened, check_in_bundle
from allforall.record.bundles import read_bundle
from allforall.record.entries import Entry


@dataclass(frozen=True, slots=True)
class VerifiedOpening:
    """The entry whose root an opened row or answer is under; somebody has to look where cosignatures are missing."""

    entry: Entry
    needs_a_look: bool


def verify_opening(opened: Opened, bundle: bytes, trusted: bytes | None = None) -> VerifiedOpening:
    """Returns where an opened row or answer is found in a whole record; `trusted` is the digest of the genesis.

    Raises:
        InputError: the record does not stand, holds no such entry, or the item is not under its root.

    """
    entry, report = check_in_bundle(read_bundle(bundle), opened, trusted)
    return VerifiedOpening(entry, any(log.missing for log in report.logs))

"""The record of a node checked as an outsider would, from its first entry, ignoring any state kept beside it."""

from collections.abc import Iterator, Mapping

from allforall.account.entry_types import ENTRY_TYPES
from allforall.node.record.cosignatures import with_cosignatures
from allforall.node.record.record import Record, latest_checkpoint
from allforall.record.bundles import Bundle
from allforall.record.envelopes import Envelope
from allforall.record.tiles import TILE_WIDTH, bundle_path, bundles_of, pack_entries, tile_path, tiles_of
from allforall.record.verification import Progress, RecordReport, log_folder, verify_bundle


class _Files(Mapping[str, bytes]):
    """The files that a whole bundle would have, each read when it is needed."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._entries: dict[str, tuple[str, int, int]] = {}
        self._tiles: dict[str, tuple[str, int, int, int]] = {}
        for author in record.authors:
            signed = latest_checkpoint(record, author)
            size = min(signed.checkpoint.size, record.held[author].size) if signed else 0
            folder = log_folder(author)
            for index, width in bundles_of(size):
                self._entries[f"{folder}/{bundle_path(index, width)}"] = (author, index, width)
            for level, index, width in tiles_of(size):
                self._tiles[f"{folder}/{tile_path(level, index, width)}"] = (author, level, index, width)
        self._small = {"genesis": record.genesis.data}
        for author in record.authors:
            signed = latest_checkpoint(record, author)
            if signed is not None:
                noted = with_cosignatures(record, author, signed)
                self._small[f"{log_folder(author)}/checkpoint"] = noted.note.data

    def __getitem__(self, name: str) -> bytes:
        if name in self._small:
            return self._small[name]
        if name in self._entries:
            author, index, width = self._entries[name]
            first = index * TILE_WIDTH
            return pack_entries(self._record.held[author].file.entries(first, first + width))
        author, level, index, width = self._tiles[name]
        return self._record.held[author].file.tile(level, index, width)

    def __iter__(self) -> Iterator[str]:
        yield from (*self._small, *self._entries, *self._tiles)

    def __len__(self) -> int:
        return len(self._small) + len(self._entries) + len(self._tiles)


def verify_own(record: Record, progress: Progress | None = None) -> RecordReport:
    """Returns the result of verifying this node's whole record, with every signature and hash checked again."""
    bundle = Bundle(record.genesis.case, record.own, _Files(record), Envelope("", b"", ()))
    return verify_bundle(bundle, ENTRY_TYPES, trusted=record.genesis.digest, progress=progress)

"""Where a log's hashes and entries are stored: tiles of 256 hashes and bundles of 256 entries (C2SP tlog-tiles v1).

Paths and bytes only; the files themselves are `store`'s. A tile at level 0 holds leaf hashes, and one at level n
the roots of full tiles of level n - 1.
"""

from collections.abc import Callable, Iterator, Sequence

from allforall.errors import InputError
from allforall.record.merkle import HASH_BYTES, Perfect, node_hash

TILE_WIDTH, TILE_HEIGHT = 256, 8
MOST_ENTRY_BYTES = 65_535


def _index_path(index: int) -> str:
    digits = f"{index:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    return "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])


def tile_path(level: int, index: int, width: int = TILE_WIDTH) -> str:
    """Returns the path of a tile of hashes; a narrower one is partial."""
    return f"tile/{level}/{_index_path(index)}{_partial(width)}"


def bundle_path(index: int, width: int = TILE_WIDTH) -> str:
    """Returns the path of a bundle of entries."""
    return f"tile/entries/{_index_path(index)}{_partial(width)}"


def _partial(width: int) -> str:
    if not 1 <= width <= TILE_WIDTH:
        raise ValueError(f"no tile is {width} wide")
    return "" if width == TILE_WIDTH else f".p/{width}"


def tiles_of(size: int) -> Iterator[tuple[int, int, int]]:
    """Gives every tile of hashes of a tree as (level, index, width), partial ones with their width."""
    level, hashes = 0, size
    while hashes:
        full, partial = divmod(hashes, TILE_WIDTH)
        for index in range(full):
            yield level, index, TILE_WIDTH
        if partial:
            yield level, full, partial
        level, hashes = level + 1, full


def bundles_of(size: int, first: int = 0) -> Iterator[tuple[int, int]]:
    """Gives every bundle of entries of a log from index `first` on, as (index, width)."""
    full, partial = divmod(size, TILE_WIDTH)
    for index in range(first, full):
        yield index, TILE_WIDTH
    if partial:
        yield full, partial


def pack_entries(entries: Sequence[bytes]) -> bytes:
    """Returns a bundle: each entry after its length in two bytes, big-endian."""
    for entry in entries:
        if len(entry) > MOST_ENTRY_BYTES:
            raise InputError("record:entry:too_long", expected=MOST_ENTRY_BYTES, found=len(entry))
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unpack_entries(bundle: bytes) -> tuple[bytes, ...]:
    """Returns the entries of a bundle.

    Raises:
        InputError: if it ends within an entry or holds more than 256.

    """
    entries, at = [], 0
    while at < len(bundle):
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        if at + 2 > len(bundle) or end > len(bundle):
            raise InputError("record:bundle:cut", where=at, found=len(bundle))
        entries.append(bundle[at + 2 : end])
        at = end
    if len(entries) > TILE_WIDTH:
        raise InputError("record:bundle:too_many", expected=TILE_WIDTH, found=len(entries))
    return tuple(entries)


def perfect_from(read_tile: Callable[[int, int, int], bytes], size: int) -> Perfect:
    """Returns the hashes of perfect subtrees of a tree of `size` leaves, read from its tiles.

    `read_tile(level, index, width)` gives a tile's bytes. Each tile is read once.
    """
    tiles: dict[tuple[int, int], bytes] = {}

    def perfect(level: int, index: int) -> bytes:
        tile_level, inside = divmod(level, TILE_HEIGHT)
        first = index << inside
        tile_index, offset = divmod(first, TILE_WIDTH)
        key = (tile_level, tile_index)
        if key not in tiles:
            width = min(TILE_WIDTH, (size >> TILE_HEIGHT * tile_level) - tile_index * TILE_WIDTH)
            tiles[key] = read_tile(tile_level, tile_index, width)
            if len(tiles[key]) != width * HASH_BYTES:
                raise InputError("record:tile:length", expected=width * HASH_BYTES, found=len(tiles[key]))
        tile = tiles[key]
        nodes = [tile[HASH_BYTES * i : HASH_BYTES * (i + 1)] for i in range(offset, offset + (1 << inside))]
        while len(nodes) > 1:
            nodes = [node_hash(nodes[i], nodes[i + 1]) for i in range(0, len(nodes), 2)]
        return nodes[0]

    return perfect

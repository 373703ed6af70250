"""One root over many items about persons, and the proof that opens a single one of them.

Each item has a salted commitment; the root of the Merkle tree over these is in an entry. Later one item can be shown
with its salt and the path to the root, while the others stay closed. The tree itself reveals nothing: the commitments
are in the order of their values, unrelated to the list's order, and the tree is filled with random values to a power of
two of at least `LEAST_LEAVES`, so that a path reveals only the order of magnitude of the number of items. Once its salt
is erased, a commitment reveals nothing.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from allforall.errors import InputError
from allforall.record.bundles import Bundle
from allforall.record.canonical import read_json, write_json
from allforall.record.commitments import SALT_BYTES, commit, make_commitment
from allforall.record.entries import Entry, read_entry
from allforall.record.entry_types import EntryTypes
from allforall.record.merkle import HASH_BYTES, includes, inclusion_proof, leaf_hash, root_of
from allforall.record.notes import decode_base64, encode_base64
from allforall.record.tiles import bundle_path, bundles_of, unpack_entries
from allforall.record.verification import RecordReport, log_folder, verify_bundle

#: Assumption: fewer leaves would reveal how short a short list is.
LEAST_LEAVES = 1_024
MOST_LEAVES = 1 << 21
FORMAT = "allforall-opening/1"
_KEYS = frozenset({"format", "domain", "entry", "index", "item", "path", "salt"})

Random = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Rooted:
    """The commitments under one root, in their order, and the salt of each item by its name."""

    domain: str
    leaves: tuple[bytes, ...]
    salts: Mapping[str, bytes]

    @property
    def root(self) -> bytes:
        """The root, as in the entry."""
        return root_of(map(leaf_hash, self.leaves))


@dataclass(frozen=True, slots=True)
class Opened:
    """One item with everything needed to check it, including the leaf hash of the entry that has its root."""

    domain: str
    entry: bytes
    item: bytes
    salt: bytes
    index: int
    path: tuple[bytes, ...]

    @property
    def data(self) -> bytes:
        """The opening as a file."""
        return write_json(
            {
                "format": FORMAT,
                "domain": self.domain,
                "entry": encode_base64(self.entry),
                "index": self.index,
                "item": encode_base64(self.item),
                "path": [encode_base64(node) for node in self.path],
                "salt": encode_base64(self.salt),
            }
        )


def root_items(items: Mapping[str, bytes], domain: str, random: Random) -> Rooted:
    """Returns the commitments to items by name under one root; `random` returns the given number of unpredictable
    bytes.

    Raises:
        InputError: there are more items than a tree may hold.

    """
    made = {name: make_commitment(domain, item, random) for name, item in items.items()}
    leaves = [commitment for commitment, _ in made.values()]
    size = max(LEAST_LEAVES, 1 << math.ceil(math.log2(len(leaves) or 1)))
    if size > MOST_LEAVES:
        raise InputError("opening:too_many", expected=MOST_LEAVES, found=len(leaves))
    leaves += [random(HASH_BYTES) for _ in range(size - len(leaves))]
    return Rooted(domain, tuple(sorted(leaves)), {name: opening.salt for name, (_, opening) in made.items()})


def check_rooted(rooted: Rooted, root: bytes, items: Mapping[str, bytes]) -> None:
    """Refuses items unless every one of them is under the root of the entry.

    Raises:
        InputError: the commitments have another root, or an item has no salt or is not among them.

    """
    size = len(rooted.leaves)
    if (
        not LEAST_LEAVES <= size <= MOST_LEAVES
        or size & (size - 1)
        or list(rooted.leaves) != sorted(set(rooted.leaves))
    ):
        raise InputError("opening:form", expected=LEAST_LEAVES, found=size)
    if rooted.root != root:
        raise InputError("opening:other_root")
    known = frozenset(rooted.leaves)
    for place, (name, item) in enumerate(items.items()):
        salt = rooted.salts.get(name, b"")
        if len(salt) != SALT_BYTES or commit(rooted.domain, salt, item) not in known:
            raise InputError("opening:not_declared", where=place)


def open_item(rooted: Rooted, name: str, item: bytes, entry: bytes) -> Opened:
    """Returns one item with the path that leads from it to the root of an entry.

    Raises:
        InputError: the item is not the one committed to under this name, or its salt was erased.

    """
    salt = rooted.salts.get(name, b"")
    if len(salt) != SALT_BYTES:
        raise InputError("opening:no_salt")
    commitment = commit(rooted.domain, salt, item)
    if commitment not in rooted.leaves:
        raise InputError("opening:not_declared", where=0)
    index, hashes = rooted.leaves.index(commitment), [leaf_hash(leaf) for leaf in rooted.leaves]

    def perfect(level: int, place: int) -> bytes:
        return root_of(hashes[place << level : (place + 1) << level])

    return Opened(rooted.domain, entry, item, salt, index, inclusion_proof(index, len(hashes), perfect))


def is_opened(opened: Opened, root: bytes) -> bool:
    """Returns whether an opened item is under a root. The tree is full, so the path's length is its height."""
    if len(opened.salt) != SALT_BYTES or not 0 <= opened.index < 1 << len(opened.path):
        return False
    leaf = leaf_hash(commit(opened.domain, opened.salt, opened.item))
    return includes(opened.index, 1 << len(opened.path), leaf, opened.path, root)


def opens_under(entry: Entry, opened: Opened) -> bool:
    """Returns whether an opened item is under the root in the body of an entry, and was made for its type."""
    found = entry.body.get("root")
    root = decode_base64(found) if isinstance(found, str) and found.isascii() else None
    return root is not None and opened.domain.startswith(f"{entry.type}/") and is_opened(opened, root)


def check_in_bundle(
    bundle: Bundle, types: EntryTypes, opened: Opened, trusted: bytes | None = None
) -> tuple[Entry, RecordReport]:
    """Returns the entry of a whole record whose root covers an opened item, and the verification report of that record;
    no node needed. `types` and `trusted`, the digest of the genesis, are as for `verify_bundle`.

    Raises:
        InputError: the record is invalid or has no such entry, or the item is not under its root.

    """
    report = verify_bundle(bundle, types, trusted=trusted)
    if report.unsigned:
        raise InputError("opening:record_falls")
    for log in report.logs:
        for index, width in bundles_of(log.size):
            for data in unpack_entries(bundle.files[f"{log_folder(log.author)}/{bundle_path(index, width)}"]):
                if leaf_hash(data) == opened.entry:
                    if not log.stands:  # of the other logs nothing is asked: no author can spoil another's proof
                        raise InputError("opening:record_falls")
                    entry = read_entry(data).entry
                    if entry.seq in log.void or entry.type not in types:
                        raise InputError("opening:entry:void", found=opened.entry.hex()[:16])
                    if not opens_under(entry, opened):
                        raise InputError("opening:other_root")
                    return entry, report
    raise InputError("opening:entry:not-in-bundle", found=opened.entry.hex()[:16])


def read_opened(data: bytes) -> Opened:
    """Returns the opening in a file, unverified.

    Raises:
        InputError: it is not such a file.

    """
    value = read_json(data)
    if not isinstance(value, dict) or value.keys() != _KEYS or value["format"] != FORMAT:
        raise InputError("opening:file")
    domain, index, path = value["domain"], value["index"], value["path"]
    texts = [value["entry"], value["item"], value["salt"], *(path if isinstance(path, list) else [None])]
    known = [decode_base64(text) if isinstance(text, str) and text.isascii() else None for text in texts]
    parts = [part for part in known if part is not None]
    whole = isinstance(domain, str) and isinstance(index, int) and not isinstance(index, bool) and index >= 0
    if not whole or len(parts) < len(texts) or len(parts) > MOST_LEAVES.bit_length() + 3:
        raise InputError("opening:file")
    entry, item, salt, *nodes = parts
    if any(len(node) != HASH_BYTES for node in (entry, *nodes)) or len(salt) != SALT_BYTES:
        raise InputError("opening:file")
    return Opened(domain, entry, item, salt, index, tuple(nodes))


def rooted_value(rooted: Rooted, names: Iterable[str]) -> dict[str, object]:
    """Returns what a reader of these items gets besides them: all commitments, and the items' salts."""
    return {
        "domain": rooted.domain,
        "leaves": [encode_base64(leaf) for leaf in rooted.leaves],
        "salts": {name: encode_base64(rooted.salts[name]) for name in names},
    }


def read_rooted(value: object) -> Rooted:
    """Returns the commitments and salts in a payload; `check_rooted` checks them.

    Raises:
        InputError: they have another form.

    """
    if not isinstance(value, dict) or value.keys() != {"domain", "leaves", "salts"}:
        raise InputError("opening:file")
    leaves, salts = value["leaves"], value["salts"]
    if not isinstance(value["domain"], str) or not isinstance(leaves, list) or not isinstance(salts, dict):
        raise InputError("opening:file")
    if len(leaves) > MOST_LEAVES:
        raise InputError("opening:too_many", expected=MOST_LEAVES, found=len(leaves))
    return Rooted(value["domain"], tuple(map(_bytes, leaves)), {name: _bytes(salt) for name, salt in salts.items()})


def _bytes(text: object) -> bytes:
    data = decode_base64(text) if isinstance(text, str) and text.isascii() else None
    if data is None or len(data) != HASH_BYTES:
        raise InputError("opening:file")
    return data

"""The Merkle tree of a log: roots, inclusion and consistency proofs, and their verification.

Hashing is that of RFC 6962 section 2.1 with SHA-256. Proofs are made as in its sections 2.1.1 and 2.1.2 and
verified as in RFC 9162 sections 2.1.3.2 and 2.1.4.2. A proof is made from `perfect`, a function that gives the
hash of the perfect subtree of 2**level leaves at an index: a log keeps these in tiles, so that nothing is ever
hashed twice.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

HASH_BYTES = 32
#: No proof in a tree of fewer than 2**63 leaves is longer.
MOST_PROOF = 64
EMPTY_ROOT = hashlib.sha256(b"").digest()

#: The hash of the perfect subtree of 2**level leaves that is number `index` of its level.
Perfect = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """Returns the hash of one entry as a leaf."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Returns the hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """What a tree of `size` leaves must keep in order to grow: its perfect subtrees from left to right."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def extended(self, leaf: bytes) -> tuple["Frontier", tuple[tuple[int, int, bytes], ...]]:
        """Returns the tree with one more leaf hash, and the perfect subtrees that it completed as (level, index,
        hash), the leaf itself first.
        """
        made = [(0, self.size, leaf)]
        peaks, node, level, index = list(self.peaks), leaf, 0, self.size
        while index & 1:
            node = node_hash(peaks.pop(), node)
            level, index = level + 1, index >> 1
            made.append((level, index, node))
        return Frontier(self.size + 1, (*peaks, node)), tuple(made)

    @property
    def root(self) -> bytes:
        """The root of the tree."""
        if not self.peaks:
            return EMPTY_ROOT
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = node_hash(peak, node)
        return node


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Returns the root over leaf hashes, in order."""
    frontier = Frontier()
    for leaf in leaves:
        frontier, _ = frontier.extended(leaf)
    return frontier.root


def frontier_of(size: int, perfect: Perfect) -> Frontier:
    """Returns the frontier of a tree whose perfect subtrees are known."""
    peaks, start = [], 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            peaks.append(perfect(level, start >> level))
            start += 1 << level
    return Frontier(size, tuple(peaks))


def _split(size: int) -> int:
    """The largest power of two below a size of at least 2."""
    return 1 << (size - 1).bit_length() - 1


def _range(start: int, end: int, perfect: Perfect) -> bytes:
    """MTH(D[start:end]) of RFC 6962, for a start that is a multiple of the power of two at or above its size."""
    size = end - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return perfect(level, start >> level)
    left = _split(size)
    return node_hash(_range(start, start + left, perfect), _range(start + left, end, perfect))


def inclusion_proof(index: int, size: int, perfect: Perfect) -> tuple[bytes, ...]:
    """Returns PATH(index, D[size]), from the leaf's sibling to the root's child."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    path = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range(middle, end, perfect))
            end = middle
        else:
            path.append(_range(start, middle, perfect))
            start = middle
    return tuple(reversed(path))


def consistency_proof(old: int, new: int, perfect: Perfect) -> tuple[bytes, ...]:
    """Returns PROOF(old, D[new]); it is empty for equal sizes and from the empty tree."""
    if not 0 <= old <= new:
        raise ValueError(f"no proof from size {old} to {new}")
    if old in {0, new}:
        return ()
    path = []
    start, end, whole = 0, new, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_range(middle, end, perfect))
            end = middle
        else:
            path.append(_range(start, middle, perfect))
            start, whole = middle, False
    if not whole:
        path.append(_range(start, end, perfect))
    return tuple(reversed(path))


def includes(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Returns whether a proof shows that `leaf` is number `index` of the tree of `size` leaves under `root`."""
    if not 0 <= index < size or not _all_hashes(leaf, root, *proof):
        return False
    node, last = leaf, size - 1
    for sibling in proof:
        if last == 0:
            return False
        if index & 1 or index == last:
            node = node_hash(sibling, node)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        index, last = index >> 1, last >> 1
    return last == 0 and node == root


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Returns whether a proof shows that the tree of `old` leaves is the beginning of the tree of `new` leaves.

    From size 0 the proof is empty and the old root that of the empty tree, as a C2SP witness has it; RFC 9162
    has no such proof, and other verifiers refuse it (docs/decisions/0071-empty-tree.md).
    """
    if not 0 <= old <= new or not _all_hashes(old_root, new_root, *proof):
        return False
    if old == new:
        return not proof and old_root == new_root and (old > 0 or old_root == EMPTY_ROOT)
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    if not proof:
        return False
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    index, last = old - 1, new - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if index & 1 or index == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        index, last = index >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


def _all_hashes(*hashes: bytes) -> bool:
    return all(len(value) == HASH_BYTES for value in hashes)

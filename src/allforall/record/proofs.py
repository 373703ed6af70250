"""A proof that an entry is in a log, in one text that is checked offline (C2SP tlog-proof v1)."""

from dataclasses import dataclass

from allforall.errors import InputError
from allforall.record.checkpoints import SignedCheckpoint, read_checkpoint, read_number
from allforall.record.merkle import HASH_BYTES, includes, leaf_hash
from allforall.record.notes import decode_base64, encode_base64

HEADER = "c2sp.org/tlog-proof@v1"
#: A tree of 2**63 leaves has paths of 63 hashes.
MOST_HASHES = 63
MOST_PROOF_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Proof:
    """Which entry, the path from it to the root, and the checkpoint with that root. `extra` proves nothing."""

    index: int
    path: tuple[bytes, ...]
    signed: SignedCheckpoint
    extra: bytes | None = None

    @property
    def data(self) -> bytes:
        """The proof as it is stored and sent."""
        lines = [HEADER]
        if self.extra is not None:
            lines.append(f"extra {encode_base64(self.extra)}")
        lines += [f"index {self.index}", *map(encode_base64, self.path), ""]
        return "".join(f"{line}\n" for line in lines).encode() + self.signed.note.data


def read_proof(data: bytes) -> Proof:
    """Returns the proof of these bytes; nothing is verified.

    Raises:
        InputError: if they are not a proof.

    """
    if len(data) > MOST_PROOF_BYTES:
        raise InputError("record:proof:form", expected=MOST_PROOF_BYTES, found=len(data))
    head, blank, rest = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise InputError("record:proof:encoding", where=error.start) from None
    if lines[0] != HEADER or not blank:
        raise InputError("record:proof:header", expected=HEADER, found=lines[0][:60])
    extra = None
    if len(lines) > 1 and lines[1].startswith("extra "):
        extra = decode_base64(lines.pop(1).removeprefix("extra "))
        if extra is None:
            raise InputError("record:proof:extra")
    index = read_number(lines[1].removeprefix("index ")) if len(lines) > 1 and lines[1].startswith("index ") else None
    if index is None:
        raise InputError("record:proof:index")
    path = [decode_base64(line) for line in lines[2:]]
    if len(path) > MOST_HASHES or any(node is None or len(node) != HASH_BYTES for node in path):
        raise InputError("record:proof:path", expected=MOST_HASHES, found=len(path))
    return Proof(index, tuple(node for node in path if node is not None), read_checkpoint(rest), extra)


def proves(proof: Proof, entry: bytes) -> bool:
    """Returns whether the path leads from the entry to the checkpoint's root; who signed that is checked separately."""
    checkpoint = proof.signed.checkpoint
    return includes(proof.index, checkpoint.size, leaf_hash(entry), proof.path, checkpoint.root)

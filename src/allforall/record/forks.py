"""Evidence that a log forked: two of its own signed checkpoints that no single log can have.

The evidence is one small value that verifies with the public key alone. For two checkpoints of unequal size it
holds what the larger one implies at the smaller's size: another root, with the proof that leads from there to the
larger root. Since a root fixes every earlier one, both cannot be true of one log.
"""

from dataclasses import dataclass

from allforall.errors import InputError
from allforall.record.canonical import read_json, write_json
from allforall.record.checkpoints import SignedCheckpoint, check_checkpoint, read_checkpoint
from allforall.record.merkle import MOST_PROOF, is_consistent
from allforall.record.notes import Verifier, decode_base64, encode_base64, read_vkey

FORMAT = "allforall-fork/v1"
_KEYS = frozenset({"first", "format", "keys", "path", "root", "second"})


@dataclass(frozen=True, slots=True)
class Fork:
    """Two checkpoints of one log. `root` is the root that `second` implies at the size of `first`."""

    first: SignedCheckpoint
    second: SignedCheckpoint
    root: bytes
    path: tuple[bytes, ...]
    keys: tuple[Verifier, ...]

    @property
    def data(self) -> bytes:
        """The evidence as one file, the same bytes for the same evidence."""
        return write_json(
            {
                "first": self.first.note.data.decode(),
                "format": FORMAT,
                "keys": [key.vkey for key in self.keys],
                "path": [encode_base64(node) for node in self.path],
                "root": encode_base64(self.root),
                "second": self.second.note.data.decode(),
            }
        )


def read_fork(data: bytes) -> Fork:
    """Returns the evidence in a file; it proves nothing until `is_fork` confirms it.

    Raises:
        InputError: if the file has another form.

    """
    value = read_json(data)
    if not isinstance(value, dict) or value.keys() != _KEYS or value["format"] != FORMAT:
        raise InputError("record:fork:form", expected=FORMAT)
    texts = [value["first"], value["second"], value["root"]]
    if not all(isinstance(text, str) for text in texts) or not isinstance(value["path"], list):
        raise InputError("record:fork:form", expected=FORMAT)
    nodes = [decode_base64(node) if isinstance(node, str) else None for node in [value["root"], *value["path"]]]
    keys = value["keys"]
    if None in nodes or len(nodes) > MOST_PROOF or not isinstance(keys, list) or len(keys) > 2:
        raise InputError("record:fork:form", expected=FORMAT)
    root, *path = [node for node in nodes if node is not None]
    return Fork(
        read_checkpoint(value["first"].encode()),
        read_checkpoint(value["second"].encode()),
        root,
        tuple(path),
        tuple(read_vkey(str(key)) for key in keys),
    )


def is_fork(fork: Fork, trusted: tuple[Verifier, ...]) -> bool:
    """Returns whether the evidence is valid: both checkpoints are signed by trusted keys of the log, and
    no single log can have both.
    """
    first, second = fork.first.checkpoint, fork.second.checkpoint
    if first.origin != second.origin or first.size > second.size:
        return False
    for signed in (fork.first, fork.second):
        if not any(check_checkpoint(signed, key, ()).signed_by_log for key in trusted if key in fork.keys):
            return False
    if first.size == second.size:
        return first.root != second.root
    return fork.root != first.root and is_consistent(first.size, second.size, fork.root, second.root, fork.path)

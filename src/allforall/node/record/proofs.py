"""One entry exported from the record with all that is needed to check it: its bytes, its proof and the keys."""

from dataclasses import dataclass, replace
from pathlib import Path

from allforall.durable import write_durably
from allforall.errors import CallError, GateError, NodeError
from allforall.node.folder import Node
from allforall.node.record.cosignatures import with_cosignatures
from allforall.node.record.record import latest_checkpoint, open_record
from allforall.record.merkle import inclusion_proof
from allforall.record.proofs import Proof
from allforall.record.verification import policy_of


@dataclass(frozen=True, slots=True)
class Written:
    """Where an entry, its proof and the keys were written. `genesis` is a policy where the log has changed its key."""

    entry: Path
    proof: Path
    genesis: Path


def prove_entry(node: Node, author: str, index: int, folder: Path) -> Written:
    """Returns the files that prove an entry, written into a folder.

    Raises:
        CallError: if no such entry is held here.
        GateError: if no checkpoint covers it yet.

    """
    with open_record(node) as record:
        if author not in record.held or index >= record.held[author].size:
            raise CallError("record:prove:none", found=f"{author}:{index}")
        held, signed = record.held[author], latest_checkpoint(record, author)
        if signed is None or index >= signed.checkpoint.size:
            raise GateError("record:prove:no_checkpoint", found=f"{author}:{index}")
        path = inclusion_proof(index, signed.checkpoint.size, held.file.perfect())
        proof = Proof(index, path, with_cosignatures(record, author, signed))
        stem = f"{author}-{index}"
        files = {f"{stem}.entry": held.file.entry(index), f"{stem}.tlog-proof": proof.data}
        keys = "genesis" if all(len(state.keys_from) == 1 for state in record.states.values()) else "policy"
        # the keys now in force signed the latest checkpoints
        present = {name: state.keys for name, state in record.states.items()}
        present[author] = record.states[author].keys_at(signed.checkpoint.size)
        policy = policy_of(replace(record.genesis, authors=present), author)
        files[keys] = record.genesis.data if keys == "genesis" else policy.text.encode()
    try:
        for name, data in files.items():
            write_durably(folder / name, data)
    except OSError as error:
        raise NodeError("file:not-written", path=str(folder), found=error.strerror or "") from None
    return Written(folder / f"{stem}.entry", folder / f"{stem}.tlog-proof", folder / keys)

"""Invented records for the benchmarks of the record: three logs that grow side by side and see each other."""

import hashlib
from dataclasses import dataclass, field, replace

from allforall.record.checkpoints import Checkpoint, SignedCheckpoint, sign_checkpoint
from allforall.record.entries import Entry, Seen, make_entry
from allforall.record.genesis import GENESIS, Genesis, Keys, origin_of
from allforall.record.merkle import Frontier, Perfect, leaf_hash
from allforall.record.notes import Verifier, cosign_text, encode_base64, sign_text, with_signatures
from allforall.record.signatures import SigningKey
from allforall.record.tiles import TILE_WIDTH, bundle_path, bundles_of, pack_entries
from allforall.record.verification import log_folder

CASE, AUTHORS = "benchmark", ("party_a", "party_b", "witness")
MOMENT = 1_750_000_000


def key(name: str) -> SigningKey:
    return SigningKey(hashlib.sha256(name.encode()).digest())


def officers(author: str, count: int) -> list[str]:
    return [f"{CASE}/{author}/officer-{number}" for number in range(count)]


def make_genesis(count: int) -> Genesis:
    keys = {}
    for author in AUTHORS:
        log = Verifier(origin_of(CASE, author), key(origin_of(CASE, author)).public)
        named = tuple(Verifier(name, key(name).public) for name in officers(author, count))
        keys[author] = Keys(log, named, {"*": count}, count, (1, encode_base64(bytes(32))))
    genesis = Genesis(CASE, keys, "witness")
    signed = [sign_text(genesis.text, name, key(name)) for author in AUTHORS for name in officers(author, count)]
    return replace(genesis, signatures=tuple(signed))


@dataclass(slots=True)
class MadeLog:
    """One log: its entries, its frontier, and the hashes of its perfect subtrees by level."""

    entries: list[bytes] = field(default_factory=list)
    frontier: Frontier = field(default_factory=Frontier)
    rows: list[list[bytes]] = field(default_factory=lambda: [[]])

    def add(self, data: bytes) -> None:
        self.entries.append(data)
        self.frontier, made = self.frontier.extended(leaf_hash(data))
        for level, _, node in made:
            if level == len(self.rows):
                self.rows.append([])
            self.rows[level].append(node)

    def perfect(self) -> Perfect:
        return lambda level, index: self.rows[level][index]


def entry_bytes(genesis: Genesis, author: str, number: int, seen: dict[str, Seen], count: int) -> bytes:
    """Returns one entry, an objection with a payload: a body, what it answers, what was seen, `count` signatures."""
    body = {"code": "objection:incomplete", "payload": hashlib.sha256(b"%d" % number).hexdigest()}
    entry = Entry(CASE, author, number, "objection:raised", body, (hashlib.sha256(b"re%d" % number).digest(),), seen)
    if number == 0:
        entry = Entry(CASE, author, 0, GENESIS, {"genesis": encode_base64(genesis.digest)})
    names = officers(author, count)
    return make_entry(entry, tuple(sign_text(entry.text, name, key(name)) for name in names)).data


def make_logs(genesis: Genesis, size: int, count: int) -> dict[str, MadeLog]:
    """Returns three logs of a size that grow in turn, each entry naming what its author had seen of the others."""
    logs = {author: MadeLog() for author in AUTHORS}
    for number in range(size):
        for author, log in logs.items():
            others = {name: other for name, other in logs.items() if name != author and number}
            seen = {name: Seen(other.frontier.size, other.frontier.root) for name, other in others.items()}
            log.add(entry_bytes(genesis, author, number, seen, count))
    return logs


def cosigned_checkpoint(author: str, log: MadeLog) -> SignedCheckpoint:
    """Returns the checkpoint of a log as it is when both others have cosigned it."""
    origin = origin_of(CASE, author)
    signed = sign_checkpoint(Checkpoint(origin, log.frontier.size, log.frontier.root), key(origin))
    others = [origin_of(CASE, other) for other in AUTHORS if other != author]
    cosigned = [cosign_text(signed.checkpoint.text, other, key(other), MOMENT) for other in others]
    return replace(signed, note=with_signatures(signed.note, cosigned))


def files_of(genesis: Genesis, logs: dict[str, MadeLog]) -> dict[str, bytes]:
    """Returns the files of a bundle of whole logs, without the tiles of hashes, which a reader makes himself."""
    files = {"genesis": genesis.data}
    for author, log in logs.items():
        files[f"{log_folder(author)}/checkpoint"] = cosigned_checkpoint(author, log).note.data
        for index, width in bundles_of(log.frontier.size):
            entries = log.entries[index * TILE_WIDTH :][:width]
            files[f"{log_folder(author)}/{bundle_path(index, width)}"] = pack_entries(entries)
    return files

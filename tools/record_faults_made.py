"""A small record of two invented parties and a witness, with keys derived from their names. For `record_faults.py`."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from allforall.record.checkpoints import Checkpoint, SignedCheckpoint, sign_checkpoint
from allforall.record.entries import Entry, Seen, SignedEntry, make_entry
from allforall.record.genesis import GENESIS, Genesis, Keys, origin_of
from allforall.record.merkle import Frontier, Perfect, leaf_hash
from allforall.record.notes import Verifier, cosign_text, encode_base64, sign_text, with_signatures
from allforall.record.signatures import SigningKey
from allforall.record.tiles import TILE_WIDTH, bundle_path, bundles_of, pack_entries
from allforall.record.verification import log_folder

CASE, AUTHORS = "faults", ("party_a", "party_b", "witness")
MOMENT = 1_750_000_000
RULES = {"*": 1, "offer:made": 2, "record:keys_rotated": 2, "record:key_revoked": 2}


def key(name: str) -> SigningKey:
    return SigningKey(hashlib.sha256(name.encode()).digest())


def officer(author: str, number: int) -> str:
    return f"{author}/{number}"


def keys_of(author: str, *, log: str = "", epoch: int = 1) -> Keys:
    """Returns the keys of an author; `log` makes another log key of the same name."""
    origin = origin_of(CASE, author)
    return Keys(
        Verifier(origin, key(origin + log).public),
        tuple(Verifier(officer(author, number), key(officer(author, number)).public) for number in (1, 2)),
        RULES,
        2,
        (epoch, encode_base64(hashlib.sha256(f"{author} {epoch}".encode()).digest())),
    )


def make_genesis() -> Genesis:
    genesis = Genesis(CASE, {author: keys_of(author) for author in AUTHORS}, "witness", "party_b")
    names = [officer(author, number) for author in AUTHORS for number in (1, 2)]
    return replace(genesis, signatures=tuple(sign_text(genesis.text, name, key(name)) for name in names))


def signed(entry: Entry, officers: Sequence[int] = (1,)) -> SignedEntry:
    names = [officer(entry.author, number) for number in officers]
    return make_entry(entry, tuple(sign_text(entry.text, name, key(name)) for name in names))


def first_entry(genesis: Genesis, author: str) -> SignedEntry:
    return signed(Entry(CASE, author, 0, GENESIS, {"genesis": encode_base64(genesis.digest)}))


def entry_of(author: str, number: int, what: str = "", seen: dict[str, Seen] | None = None) -> SignedEntry:
    body = {"list": f"{author}-{number}{what}", "count": number % 7 * 1000, "text": "слово"}
    answered = hashlib.sha256(b"%d" % number).digest()
    return signed(Entry(CASE, author, number, "test:said", body, (answered,), seen or {}, commitments=(answered,)))


@dataclass(slots=True)
class MadeLog:
    """A log: its entries, its frontier at each size, and the hashes of its perfect subtrees."""

    author: str
    entries: list[bytes] = field(default_factory=list)
    frontiers: list[Frontier] = field(default_factory=lambda: [Frontier()])
    made: dict[tuple[int, int], bytes] = field(default_factory=dict)

    def add(self, data: bytes) -> None:
        frontier, made = self.frontiers[-1].extended(leaf_hash(data))
        self.entries.append(data)
        self.frontiers.append(frontier)
        self.made.update({(level, index): node for level, index, node in made})

    @property
    def size(self) -> int:
        return len(self.entries)

    def perfect(self) -> Perfect:
        return lambda level, index: self.made[level, index]

    def checkpoint(self, size: int, *, log: str = "", cosigners: Sequence[str] = ()) -> SignedCheckpoint:
        """Returns the checkpoint at a size, signed by the log's key and cosigned by others."""
        origin = origin_of(CASE, self.author)
        one = sign_checkpoint(Checkpoint(origin, size, self.frontiers[size].root), key(origin + log))
        names = [origin_of(CASE, name) for name in cosigners]
        more = [cosign_text(one.checkpoint.text, name, key(name), MOMENT) for name in names]
        return replace(one, note=with_signatures(one.note, more))

    def files(self, size: int, start: int = 0, *, log: str = "", cosigners: Sequence[str] = ()) -> dict[str, bytes]:
        """Returns the log's files in a bundle, with entries from the tile of `start` on."""
        folder = log_folder(self.author)
        files = {f"{folder}/checkpoint": self.checkpoint(size, log=log, cosigners=cosigners).note.data}
        for index, width in bundles_of(size):
            if index >= start // TILE_WIDTH:
                entries = self.entries[index * TILE_WIDTH :][:width]
                files[f"{folder}/{bundle_path(index, width)}"] = pack_entries(entries)
        return files


def make_log(genesis: Genesis, author: str, size: int) -> MadeLog:
    log = MadeLog(author)
    log.add(first_entry(genesis, author).data)
    for number in range(1, size):
        log.add(entry_of(author, number).data)
    return log


def make_files(genesis: Genesis, sizes: dict[str, int]) -> dict[str, bytes]:
    """Returns the files of a bundle of whole logs."""
    files = {"genesis": genesis.data}
    for author, size in sizes.items():
        others = [name for name in AUTHORS if name != author]
        files |= make_log(genesis, author, size).files(size, cosigners=others)
    return files

"""A small invented record, said entry by entry in memory, and the bundle, proofs and evidence that come of it."""

from dataclasses import replace

from tests.unit.record.parties import AUTHORS, CASE, first_entry, key, make_genesis, signed

from allforall.account.entry_types import ENTRY_TYPES
from allforall.arrangement import digest_of, istanbul
from allforall.record.bundles import Bundle, make_bundle
from allforall.record.checkpoints import Checkpoint, SignedCheckpoint, sign_checkpoint
from allforall.record.entries import Entry, Seen, SignedEntry
from allforall.record.forks import Fork
from allforall.record.genesis import Genesis, origin_of
from allforall.record.logs import LogState, begin, follow
from allforall.record.merkle import consistency_proof, inclusion_proof
from allforall.record.notes import cosign_text, with_signatures
from allforall.record.proofs import Proof
from allforall.record.tiles import TILE_WIDTH, bundle_path, bundles_of, pack_entries
from allforall.record.verification import log_folder

MOMENT = 1_749_546_000  # 2025-06-10 09:00 UTC


def log_key(author, name="log"):
    return key(f"{origin_of(CASE, author)}/{name}")


class Story:
    """Three logs that grow as their authors speak; everything in it is signed as it must be unless a test says not."""

    def __init__(self, genesis: Genesis | None = None, authors=AUTHORS) -> None:
        self.genesis = genesis or make_genesis()
        self.entries: dict[str, list[SignedEntry]] = {author: [] for author in authors}
        self.states: dict[str, LogState] = {author: begin(self.genesis, author, ENTRY_TYPES) for author in authors}
        self.rows: dict[str, list[list[bytes]]] = {author: [[]] for author in authors}
        for author in authors:
            self.add(author, first_entry(self.genesis, author))

    def add(self, author: str, entry: SignedEntry) -> SignedEntry:
        """Puts an entry at the end of a log, whatever is wrong with it."""
        self.states[author], _, _, made = follow(self.states[author], entry.data)
        for level, _, node in made:
            if level == len(self.rows[author]):
                self.rows[author].append([])
            self.rows[author][level].append(node)
        self.entries[author].append(entry)
        return entry

    def say(self, author: str, kind: str, body: dict, *, re=(), officers=(1, 2), expires="", commitments=(), see=True):
        """Returns an entry that its author appended, having seen all that the others said so far."""
        seen = {
            name: Seen(state.size, state.frontier.root) for name, state in self.states.items() if name != author and see
        }
        place = len(self.entries[author])
        leaves = tuple(answered.leaf for answered in re)
        entry = Entry(CASE, author, place, kind, body, leaves, seen, expires, tuple(commitments))
        return self.add(author, signed(entry, *officers))

    def perfect(self, author: str):
        return lambda level, index: self.rows[author][level][index]

    def checkpoint(self, author: str, cosigners=None, *, name="log") -> SignedCheckpoint:
        """Returns the checkpoint of a log, cosigned by all others or by those named."""
        state = self.states[author]
        at = Checkpoint(origin_of(CASE, author), state.size, state.frontier.root)
        made = sign_checkpoint(at, log_key(author, name))
        others = [other for other in self.states if other != author] if cosigners is None else cosigners
        lines = [cosign_text(at.text, origin_of(CASE, other), log_key(other), MOMENT) for other in others]
        return replace(made, note=with_signatures(made.note, lines))

    def files(self, cosigners: dict | None = None) -> dict[str, bytes]:
        files = {"genesis": self.genesis.data}
        for author, entries in self.entries.items():
            asked = (cosigners or {}).get(author)
            files[f"{log_folder(author)}/checkpoint"] = self.checkpoint(author, asked).note.data
            for index, width in bundles_of(len(entries)):
                part = [entry.data for entry in entries[index * TILE_WIDTH :][:width]]
                files[f"{log_folder(author)}/{bundle_path(index, width)}"] = pack_entries(part)
        return files

    def bundle(self, sender="party_a", cosigners: dict | None = None, more: dict | None = None) -> Bundle:
        files = {**self.files(cosigners), **(more or {})}
        return make_bundle(CASE, sender, files, origin_of(CASE, sender), log_key(sender))

    def proof(self, author: str, index: int, *, cosigners=None, extra: bytes | None = None) -> Proof:
        path = inclusion_proof(index, self.states[author].size, self.perfect(author))
        return Proof(index, path, self.checkpoint(author, cosigners), extra)

    def fork(self, author: str, other: "Story") -> Fork:
        """Returns evidence: this story's checkpoint of a log against another story's longer one."""
        first, second = self.checkpoint(author, ()), other.checkpoint(author, ())
        old, new = first.checkpoint.size, second.checkpoint.size
        path = consistency_proof(old, new, other.perfect(author))
        implied = begin(other.genesis, author, ENTRY_TYPES)
        for entry in other.entries[author][:old]:
            implied, _, _, _ = follow(implied, entry.data)
        return Fork(first, second, implied.frontier.root, path, (self.genesis.authors[author].log,))


def short_story() -> Story:
    """Returns a record of a few entries of every kind of act."""
    story = Story()
    proposal = {"digest": digest_of(istanbul()), "text": istanbul()}
    proposed = story.say("party_a", "arrangement:proposed", proposal)
    story.say("party_b", "arrangement:accepted", {"digest": proposal["digest"], "wordings": []}, re=[proposed])
    root = "A" * 42 + "A="
    body = {"as_of": "2025-06-01", "count": None, "kind": "sought", "list": "SA1", "payload": "2e" * 32, "root": root}
    declared = story.say("party_a", "list:declared", body)
    said = {"code": "objection:incomplete", "payload": None}
    story.say("party_b", "objection:raised", said, re=[declared], officers=(1,))
    return story

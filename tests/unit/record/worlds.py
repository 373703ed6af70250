"""A small world of logs that grow, of which a node holds a cut of each: for the tests of what became of an offer."""

from dataclasses import replace

from tests.unit.record.parties import CASE, first_entry, key, signed

from allforall.account.entry_types import ENTRY_TYPES
from allforall.offers.entries import (
    ACCEPTED,
    OFFER,
    OFFER_DECIDED,
    OFFER_MADE,
    OUTCOME,
    Basis,
    Decision,
    Line,
    Offer,
    Outcome,
)
from allforall.offers.outcomes import standing_of
from allforall.record.checkpoints import Checkpoint, sign_checkpoint
from allforall.record.entries import Entry, Seen
from allforall.record.genesis import Genesis, origin_of
from allforall.record.held import Log, log_of
from allforall.record.logs import begin, follow
from allforall.record.merkle import EMPTY_ROOT

DEADLINE, LATER = "2026-07-01T12:00:00Z", "2026-07-01T12:30:00Z"
TEN_YOUNG = Offer("party_b", DEADLINE, (Line("young", 10),))


class World:
    """Logs that grow; what a node holds is a cut of each."""

    def __init__(self, genesis: Genesis) -> None:
        self.genesis = genesis
        self.states = {author: [begin(genesis, author, ENTRY_TYPES)] for author in genesis.authors}
        self.reads = {author: [] for author in genesis.authors}
        self.leaves = {author: [] for author in genesis.authors}
        for author in genesis.authors:
            self._add(author, first_entry(genesis, author))

    def copy(self) -> "World":
        """A world that goes on otherwise: what a fork is."""
        other = object.__new__(World)
        other.genesis = self.genesis
        other.states = {author: list(states) for author, states in self.states.items()}
        other.reads = {author: list(reads) for author, reads in self.reads.items()}
        other.leaves = {author: list(leaves) for author, leaves in self.leaves.items()}
        return other

    def share(self, author, other: "World") -> None:
        """Makes this author's log the same one here and in another world, whichever of them it grows in."""
        for logs, theirs in ((self.states, other.states), (self.reads, other.reads), (self.leaves, other.leaves)):
            logs[author] = theirs[author]

    def _add(self, author, made):
        """Appends an entry; one that binds nobody is in the log, and in what its readers read it is not."""
        state, read, problems, _ = follow(self.states[author][-1], made.data)
        assert all(problem.is_void for problem in problems), problems
        self.states[author].append(state)
        self.reads[author].append(None if problems else read)
        self.leaves[author].append(made.leaf)
        return read

    def size(self, author) -> int:
        return len(self.states[author]) - 1

    def root(self, author, size) -> bytes:
        return self.states[author][size].frontier.root if size else EMPTY_ROOT

    def say(self, author, kind, body, *re, seen=None, expires=""):
        sizes = seen or {}
        seen = {log: Seen(size, self.root(log, min(size, self.size(log)))) for log, size in sizes.items()}
        entry = Entry(CASE, author, self.size(author), kind, body, tuple(re), seen, expires)
        return self._add(author, signed(entry, 1, 2))

    def basis(self, author, size, *, root=None, signer="log") -> Basis:
        if not size:
            return Basis()
        origin = origin_of(CASE, author)
        checkpoint = Checkpoint(origin, size, root or self.root(author, min(size, self.size(author))))
        return Basis(sign_checkpoint(checkpoint, key(f"{origin}/{signer}")))

    def offer(self, author="party_a", offer=TEN_YOUNG, **more):
        return self.say(author, OFFER, OFFER_MADE.body(offer), expires=offer.deadline, **more)

    def accept(self, author, offer, **more):
        return self.say(author, ACCEPTED, {}, offer.leaf, **more)

    def outcome(self, author, offer, what, size, acceptor="party_b", *, seen=None, **lie):
        outcome = Outcome(Decision(what), LATER, self.basis(acceptor, size, **lie))
        return self.say(author, OUTCOME, OFFER_DECIDED.body(outcome), offer.leaf, seen=seen)

    def note(self, author, *, seen=None):
        """Something else that an author says, and with it how far it has read the others' logs."""
        return self.say(author, "test:said", {}, seen=seen)

    def held(self, **cut):
        return {author: self.log(author, cut.get(author, self.size(author))) for author in self.reads}

    def log(self, author, size) -> Log:
        state = self.states[author][size]
        return log_of(
            [*filter(None, self.reads[author][:size])],
            size,
            lambda at: self.root(author, at),
            lambda at: state.keys_at(at).log,
        )

    def standing(self, offer, *, late=True, **cut):
        return standing_of(offer, OFFER_MADE.read(offer.entry), self.genesis, self.held(**cut), deadline_passed=late)


def with_root(log: Log, size: int, root: bytes) -> Log:
    """The same log with another root at one size: what a node holds that was shown another branch."""
    return replace(log, root_at=lambda at: root if at == size else log.root_at(at))

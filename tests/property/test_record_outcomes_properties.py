"""What became of an offer is the same for all who hold the same logs, and is never taken back.

Random histories: honest authors follow the rules of `record/outcomes.py`, one liar writes what it likes into two
branches of its log, and bundles are delayed, lost, doubled and stale. After every step:

- what a node holds of the offer it holds for ever;
- two honest nodes that hold different outcomes have two signed checkpoints that prove the liar's fork with the public
  key alone;
- nobody holds "accepted" without holding the acceptance.

How often the states that matter are reached is counted, and with each rule taken away a history soon breaks.
"""

import random
from collections import Counter
from dataclasses import dataclass, field, replace

import pytest
from tests.unit.record.parties import make_genesis
from tests.unit.record.worlds import DEADLINE, World

from allforall.offers import outcomes
from allforall.offers.entries import OFFER_MADE
from allforall.offers.outcomes import State, acceptances, standing_of, why_no_decision
from allforall.record.checkpoints import check_checkpoint
from allforall.record.forks import Fork, is_fork
from allforall.record.merkle import consistency_proof, root_of

OFFERER, ACCEPTOR = "party_a", "party_b"
STEPS, HISTORIES = 45, 60


class ViolatedError(AssertionError):
    """Two honest nodes hold what cannot both be, and nobody can be shown to have lied."""


class Branches:
    """A world in which the liar's log exists twice; all other logs are the same in both."""

    def __init__(self, genesis, liar):
        first = World(genesis)
        self.offer = first.offer()
        second = first.copy()
        for author in genesis.authors:
            if author != liar:
                second.share(author, first)
        self.worlds, self.liar, self.genesis = (first, second), liar, genesis


@dataclass
class Node:
    """An honest node: which branch it was shown, and how far it holds each log. A reader writes nothing."""

    name: str
    world: World
    sizes: dict = field(default_factory=dict)
    held: State | None = None

    def logs(self):
        own = {self.name: self.world.size(self.name)} if self.name in self.world.reads else {}
        return self.world.held(**dict.fromkeys(self.world.reads, 0) | self.sizes | own)

    def seen(self):
        return {author: size for author, size in self.sizes.items() if size and author != self.name}


class History:
    """One random history and what was reached in it."""

    def __init__(self, seed, *, liar, decider="witness"):
        self.dice = random.Random(seed)
        authors = (OFFERER, ACCEPTOR, "witness") if decider else (OFFERER, ACCEPTOR)
        self.genesis = make_genesis(decider=decider, authors=authors)
        self.both = Branches(self.genesis, liar)
        self.liar, self.offer, self.terms = liar, self.both.offer, OFFER_MADE.read(self.both.offer.entry)
        self.decider = decider or OFFERER
        honest = [*(name for name in authors if name != liar), "reader"]
        self.nodes = [Node(name, self.dice.choice(self.both.worlds)) for name in honest]
        for node in self.nodes:
            node.sizes[OFFERER] = min(2, node.world.size(OFFERER))
        self.reached = Counter()

    def run(self):
        if self.liar == ACCEPTOR and self.dice.random() < 0.5:
            for world in self.both.worlds:
                world.accept(ACCEPTOR, self.offer)
        for _ in range(STEPS):
            if self.liar and self.dice.random() < 0.3:
                self.lie()
                continue
            node = self.dice.choice(self.nodes)
            if node.name == "reader" or self.dice.random() < 0.6:
                self.deliver(node)
            else:
                self.act(node)
            self.look(node)
        for _ in range(10):
            self.late_reader()
        return self.reached

    def late_reader(self):
        """Somebody who comes at the end and is handed any beginning of any log."""
        world = self.dice.choice(self.both.worlds)
        sizes = {}
        for author in world.reads:
            full = world.size(author)
            sizes[author] = self.dice.choice([full, full, self.dice.randint(0, full)])
        self.nodes.append(Node("reader", world, sizes))
        self.look(self.nodes[-1])

    def deliver(self, node):
        authors = [name for name in node.world.reads if name != node.name]
        author = self.dice.choice(authors)
        size = self.dice.randint(0, node.world.size(author))
        node.sizes[author] = max(node.sizes.get(author, 0), size)  # what is stale changes nothing

    def act(self, node):
        world, logs, name = node.world, node.logs(), node.name
        may = ["note"] if self.dice.random() < 0.2 else []
        if name == ACCEPTOR and not acceptances(self.offer, logs[ACCEPTOR]) and logs[OFFERER].size > self.offer.index:
            may += ["accept"] * 2
        if logs[OFFERER].size > self.offer.index and not why_no_decision(self.offer, self.genesis, logs, name):
            may += ["decide"] * 3
        match self.dice.choice(may) if may else "":
            case "note":
                world.note(name, seen=node.seen())
            case "accept":
                world.accept(name, self.offer, seen=node.seen())
            case "decide":
                held = logs[ACCEPTOR].size
                word = "accepted" if acceptances(self.offer, logs[ACCEPTOR]) else "lapsed"
                world.outcome(name, self.offer, word, held, seen=node.seen())
                self.reached["decided"] += 1

    def lie(self):
        world, liar, dice = self.dice.choice(self.both.worlds), self.liar, self.dice
        seen = {
            author: dice.randint(1, world.size(author) + 1)
            for author in world.reads
            if author != liar and dice.random() < 0.4
        }
        before = world.states[liar][-1].seen
        seen = {author: max(size, before[author].size if author in before else 0) for author, size in seen.items()}
        copy = world.copy()
        try:
            self._lie(copy, seen)
        except AssertionError:
            return  # it would not be a log of the liar's any more
        world.share(liar, copy)
        self.reached["an entry of the liar that binds nobody"] += world.reads[liar][-1] is None

    def could_accept(self, world):
        return self.liar == ACCEPTOR and not acceptances(self.offer, world.held()[ACCEPTOR])

    def _lie(self, world, seen):
        liar, dice = self.liar, self.dice
        kinds = ["note", "outcome", "outcome"] + ["accept"] * 4 * self.could_accept(world)
        match dice.choice(kinds):
            case "note":
                world.note(liar, seen=seen)
            case "accept":
                world.accept(liar, self.offer, seen=seen)
            case "outcome":
                size = dice.randint(0, world.size(ACCEPTOR) + 1)
                forged = size > world.size(ACCEPTOR) and liar != ACCEPTOR
                lie = {"root": bytes(31) + b"\x01", "signer": "other"} if forged else {}
                within = any(one.index < size for one in acceptances(self.offer, world.held()[ACCEPTOR]))
                words = ["accepted", "lapsed"] if dice.random() < 0.3 else ["accepted" if within else "lapsed"]
                world.outcome(liar, self.offer, dice.choice(words), size, seen=seen, **lie)

    def look(self, node):
        logs = node.logs()
        if logs[OFFERER].size <= self.offer.index:
            return
        standing = standing_of(self.offer, self.terms, self.genesis, logs, deadline_passed=True)
        self.reached.update(why.value for why, _ in standing.reasons)
        if standing.outcome is None:
            if node.held:
                raise ViolatedError(f"{node.name} held {node.held} and holds nothing any more")
            return
        self.reached[standing.state] += 1
        if standing.state is State.ACCEPTED and not acceptances(self.offer, logs[ACCEPTOR]):
            raise ViolatedError(f"{node.name} would send on no acceptance")
        if node.held not in {None, standing.state}:
            raise ViolatedError(f"{node.name} held {node.held} and holds {standing.state}")
        node.held = standing.state
        for other in self.nodes:
            if other.held and other.held is not standing.state:
                if not self.is_evidence(node, other):
                    raise ViolatedError(f"{node.name} holds {node.held}, {other.name} {other.held}")
                self.reached["different outcomes, with evidence"] += 1

    def is_evidence(self, one, other):
        """Whether the two nodes have what proves a fork of the liar's log to somebody with the genesis alone."""
        if one.world is other.world:
            return False
        small, large = sorted((one, other), key=lambda node: node.sizes.get(self.liar, 0))
        first, second = small.sizes.get(self.liar, 0), large.sizes.get(self.liar, 0)
        if not first:
            return False
        leaves = large.world.leaves[self.liar][:second]
        path = consistency_proof(first, second, lambda level, at: root_of(leaves[at << level : (at + 1) << level]))
        key = self.genesis.authors[self.liar].log
        signed = (small.world.basis(self.liar, first), large.world.basis(self.liar, second))
        fork = Fork(signed[0].checkpoint, signed[1].checkpoint, large.world.root(self.liar, first), path, (key,))
        assert all(check_checkpoint(one.checkpoint, key, ()).signed_by_log for one in signed)
        return is_fork(fork, (key,))


CASES = {
    "honest, no witness": {"liar": "", "decider": ""},
    "the offerer lies, no witness": {"liar": OFFERER, "decider": ""},
    "the acceptor lies, no witness": {"liar": ACCEPTOR, "decider": ""},
    "honest": {"liar": ""},
    "the witness lies": {"liar": "witness"},
    "the offerer lies": {"liar": OFFERER},
    "the acceptor lies": {"liar": ACCEPTOR},
}


def run(case, histories=HISTORIES):
    reached = Counter()
    for seed in range(histories):
        reached += History(f"{case} {seed}", **CASES[case]).run()
    return reached


@pytest.mark.parametrize("case", CASES)
def test_no_two_honest_nodes_hold_different_outcomes_without_evidence(case):
    reached = run(case)
    assert reached[State.ACCEPTED] > 5, reached
    assert reached[State.LAPSED] > 20, reached
    if CASES[case]["liar"] not in {"", CASES[case].get("decider", "witness") or OFFERER}:
        assert reached["an entry of the liar that binds nobody"] > 20, reached
    if case in {"the witness lies", "the offerer lies, no witness"}:
        assert reached["different outcomes, with evidence"] > 5, reached
        assert reached["outcome:acceptor_log_not_held"] > 20, reached


WITHOUT = {
    "holding back": ("the witness lies", "WAITS", frozenset()),
    "checking the acceptor's log": ("the witness lies", "_against_log", lambda *_: None),
}


@pytest.mark.parametrize("rule", WITHOUT)
def test_without_a_rule_a_history_soon_breaks(rule, monkeypatch):
    case, name, instead = WITHOUT[rule]
    monkeypatch.setattr(outcomes, name, instead)
    with pytest.raises(ViolatedError):
        run(case, 20 * HISTORIES)


def test_the_first_outcome_that_counts_is_not_the_last(monkeypatch):
    """With the order turned round, what a node holds changes under it."""
    real = outcomes._outcomes
    monkeypatch.setattr(outcomes, "_outcomes", lambda offer, log: real(offer, log)[::-1])
    with pytest.raises(ViolatedError):
        run("the witness lies", 20 * HISTORIES)


def test_an_offer_is_never_open_again():
    """The deadline alone tells open from undecided."""
    history = History("open", liar="")
    (reader,) = [node for node in history.nodes if node.name == "reader"]
    logs = reader.logs()
    for late in (False, True):
        standing = standing_of(history.offer, history.terms, history.genesis, logs, deadline_passed=late)
        assert (standing.state is State.OPEN) == (not late)
    assert replace(history.terms, deadline=DEADLINE) == history.terms

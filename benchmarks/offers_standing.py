"""Where offers are: what a list of them and the gates cost in a long record, and reading every entry for it.

    python benchmarks/offers_standing.py [--entries 100000] [--offers 300] [--seed 1] [--naive 2000]

Three logs of invented entries in which offers lie at random: nine of ten are accepted, the witness has decided all but
the last tenth, and both sides hold everything. Two ratios in the same run: the list through the index against the same
rules over every entry read (the reading of so many entries is timed and multiplied; all where `--naive 0`), and with
the record already open against opening it too. The gates are those of a new offer, of an acceptance and of an outcome.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.record_making import AUTHORS, Table

from allforall.arrangement import istanbul
from allforall.arrangement.entries import TEXT_ACCEPTED, TEXT_PROPOSED, propose
from allforall.arrangement.entries import accept as accept_text
from allforall.node.acts import offers
from allforall.node.record.held import Followed, look_ahead
from allforall.node.record.record import Record, sign_by, sign_own
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
from allforall.offers.outcomes import State
from allforall.record.checkpoints import Checkpoint, SignedCheckpoint, sign_checkpoint
from allforall.record.entries import Entry, Seen, make_entry
from allforall.record.held import Log, log_of
from allforall.record.merkle import EMPTY_ROOT

START = datetime(2026, 6, 30, 9, tzinfo=UTC)
DEADLINE, AT = "2026-06-29T12:00:00Z", "2026-06-29T13:00:00Z"
LATER = "2026-07-30T12:00:00Z"


def timed(act: Callable[[], object], times: int = 3) -> float:
    """Returns the least of some measured seconds."""
    least = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        act()
        least = min(least, time.perf_counter() - start)
    return least


class Maker:
    """Puts many entries into the three logs, each as its author would say it, and lets every node hold them."""

    def __init__(self, table: Table, dice: random.Random) -> None:
        self.table, self.dice = table, dice
        self.entries: dict[str, list[bytes]] = {author: [] for author in AUTHORS}
        self.states = {}
        self.keys = {}
        self.rows: dict[str, list] = {author: [] for author in AUTHORS}
        for author in AUTHORS:
            with table.at(author) as record:
                self.states[author] = record.held[author].state
                self.keys[author] = record.log_key()

    def say(self, author: str, kind: str, body: dict, *re: bytes, expires: str = "", officers: int = 2) -> bytes:
        """Returns the leaf of one more entry of an author, which has read the other logs as they are."""
        state = self.states[author]
        seen = {
            name: Seen(other.size, other.frontier.root)
            for name, other in self.states.items()
            if name != author and other.size
        }
        entry = Entry(state.genesis.case, author, state.size, kind, body, re, seen, expires)
        made = make_entry(entry, sign_by(entry.text, self.table.officers[author][:officers]))
        followed = look_ahead(state, [made.data])
        assert not followed.problems, followed.problems
        self.states[author] = followed.state
        self.entries[author].append(made.data)
        self.rows[author] += followed.rows
        return made.leaf

    def checkpoint(self, author: str) -> SignedCheckpoint:
        """Returns a signed checkpoint of an author's log as it is."""
        state = self.states[author]
        root = state.frontier.root if state.size else EMPTY_ROOT
        return sign_checkpoint(Checkpoint(state.genesis.origin(author), state.size, root), self.keys[author])

    def hold(self) -> None:
        """Every node takes everything in, as a bundle would have brought it."""
        for author in AUTHORS:
            with self.table.at(author) as record:
                for name, entries in self.entries.items():
                    held = record.held[name]
                    held.take(entries, Followed(self.states[name], tuple(self.rows[name]), ()))
                sign_own(record)


def fill(table: Table, entries: int, count: int, dice: random.Random) -> list[str]:
    """Returns the names of the offers, spread over so many entries."""
    maker, open_offers, names = Maker(table, dice), [], []
    places = sorted(dice.sample(range(entries - 4 * count), count))
    total, made, undecided = 0, 0, count - max(1, count // 10)
    while total < entries:
        if made < count and places[made] <= total:
            offer = Offer("party_b", DEADLINE if made < undecided else LATER, (Line("young", 10),))
            names.append(f"party_a:{maker.states['party_a'].size}")
            open_offers.append((made, maker.say("party_a", OFFER, OFFER_MADE.body(offer), expires=offer.deadline)))
            made, total = made + 1, total + 1
        elif open_offers and dice.random() < 0.5:
            number, leaf = open_offers.pop(0)
            accepted = dice.random() < 0.9
            if accepted:
                maker.say("party_b", ACCEPTED, {}, leaf)
                total += 1
            if number < undecided:
                what = Decision.ACCEPTED if accepted else Decision.LAPSED
                outcome = Outcome(what, AT, Basis(maker.checkpoint("party_b")))
                maker.say("witness", OUTCOME, OFFER_DECIDED.body(outcome), leaf)
                total += 1
        else:
            maker.say(dice.choice(AUTHORS), "made:up", {"count": dice.randrange(1000)}, officers=1)
            total += 1
    maker.hold()
    return names


def whole_reads(record: Record, limit: int) -> tuple[dict[str, Log], float]:
    """Returns the logs with every entry read, and the seconds that this takes (of so many, multiplied)."""
    logs, seconds = {}, 0.0
    for author, held in record.held.items():
        start, reads, every = time.perf_counter(), [], held.reads()
        for read in every:
            reads.append(read)
            if limit and len(reads) == limit:
                break
        taken = time.perf_counter() - start
        seconds += taken * held.size / len(reads)
        logs[author] = log_of(reads, held.size, held.root_at, lambda size, held=held: held.state.keys_at(size).log)
    return logs, seconds


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--offers", type=int, default=300)
    parser.add_argument("--naive", type=int, default=2_000, help="entries of each log that the naive way reads; 0: all")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print(f"seed {asked.seed}, {asked.entries:,} entries in three logs, {asked.offers:,} offers")
    with tempfile.TemporaryDirectory() as folder:
        table = Table(Path(folder), lambda: START, database=False)
        proposed = propose(istanbul())
        with table.at("party_a") as record:
            leaf = table.say(record, "arrangement:proposed", TEXT_PROPOSED.body(proposed)).leaf
        table.carry("party_a", "party_b")
        with table.at("party_b") as record:
            table.say(record, "arrangement:accepted", TEXT_ACCEPTED.body(accept_text(proposed)), answers=[leaf])
        table.carry_round(1)
        names = fill(table, asked.entries, asked.offers, random.Random(asked.seed))

        def opened() -> None:
            with table.at("party_b", keys=False) as record:
                offers.where_offers_stand(record)

        with table.at("party_b") as record:
            start = time.perf_counter()
            found = offers.where_offers_stand(record)
            print(f"the first time, before any root was kept: {time.perf_counter() - start:.3f} s")
            states = {state.value: sum(one.standing.state is state for one in found) for state in State}
            print(f"    sizes {[held.size for held in record.held.values()]}; {states}")
            listed = timed(lambda: offers.where_offers_stand(record))
            shown = timed(lambda: offers.find_offer(record, names[-1], offers.held_logs(record)))
            accepting = timed(lambda: offers.accept(record, (), names[0]))
            _, naive = whole_reads(record, asked.naive)
        with table.at("party_a") as record:
            offering = timed(lambda: offers.why_not_offer(record, Offer("party_b", LATER, (Line("young", 1),))))
        with table.at("witness") as record:
            deciding = timed(lambda: offers.decide(record, (), names[0]))
        print(f"all offers: {listed:.3f} s with the record open, {timed(opened):.3f} s with opening it")
        print(f"    reading every entry: {naive:.1f} s; ratio {naive / listed:.0f}")
        print(f"one offer: {shown:.3f} s; gates: new offer {offering:.3f} s, accept {accepting:.3f} s, ", end="")
        print(f"decide {deciding:.3f} s")


if __name__ == "__main__":
    main()

"""Many hands at one node in one process: threads that decide about pairs and threads that sign entries of the record.

    python benchmarks/many_hands.py [--threads 50] [--acts 25] [--seed 1] [--database postgresql://...]

Every thread does its acts one after the other, each under a nonce of its own, half of them sent twice. It prints how
many acts were done, lost and doubled, how long they waited at the median and at most, and the same acts done by one
thread in the same run, which is what the many are compared with.
"""

import argparse
import random
import statistics
import tempfile
import threading
import time
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from allforall.arrangement import istanbul
from allforall.node.acts.arrangement import propose_text
from allforall.node.acts.links import review
from allforall.node.acts.lists import import_list
from allforall.node.acts.remarks import correct
from allforall.node.folder import Node, create_node
from allforall.node.keys.key_files import Cost, OfficerKey, make_officer_key, read_officer_key
from allforall.node.keys.keyring import Keyring, make_log_key
from allforall.node.lock import holding
from allforall.node.officers import ActRepeatedError, Authenticated, Desk, add_officer, authenticate
from allforall.node.record.genesis import Description, describe, draw_up, sign_genesis
from allforall.node.record.record import adopt
from allforall.node.session import Session, opened_session, recorded
from allforall.people.persons import ListKind
from allforall.reconcile import Verdict
from allforall.record.remarks import CorrectionCode
from allforall.store.node.journal import Once, check_chain
from allforall.store.node.models import Act
from allforall.store.reconcile.models import StoredReview

_CHEAP = Cost(n=1 << 10)
_PASSPHRASE = "an invented passphrase"
_HEADINGS = "№;Прізвище;Ім'я;По батькові;Дата народження\n"


@dataclass
class Table:
    """The node, who acts on it, and what came of every act."""

    session: Session
    officer: Authenticated
    keyring: Keyring
    keys: list[OfficerKey]
    seed: int
    waited: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    repeated: int = 0

    def act(self, thread: int, number: int) -> None:
        """One act of a thread: a review, or for every second thread an entry of the record."""
        once = Once(f"{self.seed}-{thread}-{number}", f"{thread}-{number}")
        began = time.monotonic()
        try:
            if thread % 2:
                with recorded(self.session.node, self.keyring, once) as record:
                    correct(record, self.keys, "party_a:1", CorrectionCode.CLERICAL)
            else:
                desk = Desk(self.officer, once=once)
                pair = {"left": f"HA1:{thread + 2}", "right": f"HA1:{1000 + number}"}
                self.session.run(lambda node: review(node, desk, **pair, verdict=Verdict.DIFFERENT, why="two men"))
        except ActRepeatedError:
            self.repeated += 1
        except Exception as error:  # noqa: BLE001 - counted and told
            self.failed.append(f"{type(error).__name__} {error}"[:200])
        self.waited.append(time.monotonic() - began)

    def work(self, thread: int, acts: int) -> None:
        """All acts of one thread; half of them are sent a second time."""
        chance = random.Random(f"{self.seed}-{thread}")
        for number in range(acts):
            self.act(thread, number)
            if chance.random() < 0.5:
                self.act(thread, number)
        self.session.leave()


def _rows(count: int) -> str:
    names = ("Шевченко", "Коваль", "Бондар", "Гнатюк")
    return _HEADINGS + "".join(
        f"{n};{names[n % 4]};Іван;Олегович;{1 + n % 28:02}.{1 + n % 12:02}.{1960 + n % 40}\n" for n in range(1, count)
    )


def _keys(author: str) -> list[OfficerKey]:
    files = [make_officer_key(f"{author}-{number}", _PASSPHRASE, cost=_CHEAP) for number in (1, 2)]
    return [read_officer_key(file, _PASSPHRASE) for file in files]


def _table(session: Session, folder: Path, seed: int) -> Table:
    node = session.node
    add_officer(node, None, name="Officer", role="coordination", passphrase=_PASSPHRASE)
    officer = authenticate("Officer", _PASSPHRASE)
    path = folder / "held.csv"
    path.write_text(_rows(1100), encoding="utf-8")
    session.run(lambda one: import_list(one, Desk(officer), path, kind=ListKind.HELD, as_of=date(2025, 6, 2)))
    keys = _keys("party_a")
    keyring = make_log_key(node, _PASSPHRASE, cost=_CHEAP)
    described = describe(node, keyring, "c-1", [key.verifier for key in keys])
    _adopt(node, folder, keyring, described, keys)
    with recorded(node, keyring) as record:
        propose_text(record, keys, istanbul())
    return Table(session, officer, keyring, keys, seed)


def _adopt(node: Node, folder: Path, keyring: Keyring, mine: Description, keys: list[OfficerKey]) -> None:
    """The genesis of three authors; of the other two there is no more than their keys."""
    signing = [(mine, keys)]
    for author in ("party_b", "witness"):
        (folder / author / "keys").mkdir(parents=True)
        other = replace(node, path=folder / author, author=author)
        theirs = _keys(author)
        made = make_log_key(other, _PASSPHRASE, cost=_CHEAP)
        signing.append((describe(other, made, "c-1", [key.verifier for key in theirs]), theirs))
    data = draw_up([one for one, _ in signing], "witness")
    for one, officers in signing:
        data = sign_genesis(data, one, officers).data
    with holding(node):
        adopt(node, keyring, data, keys).close()


def _measure(table: Table, threads: int, acts: int) -> None:
    reviews, entries = StoredReview.objects.count(), Act.objects.filter(kind="record:say").count()
    table.waited.clear()
    began = time.monotonic()
    hands = [threading.Thread(target=table.work, args=(number, acts)) for number in range(threads)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    took = time.monotonic() - began
    done = StoredReview.objects.count() - reviews + Act.objects.filter(kind="record:say").count() - entries
    print(
        f"{threads} threads x {acts} acts, seed {table.seed}: {done} done of {threads * acts} asked for, "
        f"{table.repeated} sent again and done once, {len(table.failed)} failed; {took:.1f} s, "
        f"waited {statistics.median(table.waited):.3f} s at the median, {max(table.waited):.2f} s at most"
    )
    for why in sorted(set(table.failed))[:5]:
        print("   ", why)
    table.failed.clear()
    table.repeated, table.seed = 0, table.seed + 1


def main() -> None:
    """Does the acts of one thread, then those of many, and prints both; then whether the journal is whole."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=50)
    parser.add_argument("--acts", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        create_node(folder / "node", party="party_a", title="A", database=asked.database)
        with opened_session(folder / "node") as session:
            table = _table(session, folder, asked.seed)
            _measure(table, 1, asked.acts)
            _measure(table, asked.threads, asked.acts)
            checked = check_chain()
            print(f"the journal: {checked.lines} lines, {'whole' if checked.broken is None else 'BROKEN'}")


if __name__ == "__main__":
    main()

"""Three nodes in folders with keys and an adopted genesis, for tests of what the record carries.

    with making(tmp_path, clock) as table:            # genesis adopted by all three
        with table.at("party_a") as record:           # opens node, database and record; closes them
            table.say(record, "test:said", {"count": 20})
        table.carry("party_a", "party_b")             # a bundle from one to the other

Key files cost almost nothing to open here (`CHEAP`): a parameter that no command can give.
"""

import copy
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from allforall.node.bundles.transfer import import_bundle, make_export
from allforall.node.folder import create_node, opened, read_node
from allforall.node.keys.key_files import Cost
from allforall.node.keys.keyring import Keyring, make_log_key, make_officer_key, read_officer_key, unlock
from allforall.node.lock import locked
from allforall.node.record.held import look_ahead
from allforall.node.record.place import end_recovery
from allforall.node.record.record import Record, adopt, append_signed, draft, open_record, sign_by, sign_own
from allforall.record.entries import Entry, make_entry
from allforall.record.genesis import Genesis, Keys, origin_of
from allforall.record.notes import Verifier, encode_base64, sign_text

CASE = "exercise-1"
AUTHORS = ("party_a", "party_b", "witness")
CHEAP = Cost(n=2, r=1, p=1)
PASSPHRASE = "a passphrase for tests"
RULES = {"*": 1, "test:two": 2, "offer:made": 2, "offer:accepted": 2, "record:keys_rotated": 2, "record:key_revoked": 2}
OFFICERS = 3


def force(record: Record, officers, kind, body, **more) -> int:
    """Appends an entry as a hostile node would: signed as it must be, and nothing else is asked. Gives its number."""
    entry = draft(record, kind, body, **more)
    data = make_entry(entry, sign_by(entry.text, officers)).data
    held = record.held[record.own]
    held.take([data], look_ahead(held.state, [data]))
    sign_own(record)
    return held.size - 1


class Table:
    """Three nodes under one folder; `at` opens one of them. Settings are per process, so that one is open at a time."""

    def __init__(self, folder: Path, clock, *, database=True, rules=None, decider="witness"):
        self.folder, self.clock, self.database = folder, clock, database
        self.rules = rules or RULES
        self.paths: dict[str, Path] = {}
        self.officers = {
            author: tuple(
                read_officer_key(make_officer_key(f"{author}-officer-{n}", PASSPHRASE, cost=CHEAP), PASSPHRASE)
                for n in range(1, OFFICERS + 1)
            )
            for author in AUTHORS
        }
        described = {}
        for author in AUTHORS:
            if database:
                create_node(self.path(author), party=author, title=author, rehearsal=True, clock=clock)
            else:
                _bare_folder(self.path(author), author)
            node = read_node(self.path(author), clock=clock)
            described[author] = self._keys(author, make_log_key(node, PASSPHRASE, cost=CHEAP))
        genesis = Genesis(CASE, described, decider)
        signatures = tuple(
            sign_text(genesis.text, officer.name, officer.key)
            for author in AUTHORS
            for officer in self.officers[author][:2]
        )
        self.genesis = replace(genesis, signatures=signatures)
        for author in AUTHORS:
            with self.node(author) as node:
                adopt(
                    node, unlock(node, PASSPHRASE), self.genesis.data, self.officers[author][:1], **self._journal()
                ).close()

    def _keys(self, author, keyring: Keyring) -> Keys:
        origin = origin_of(CASE, author)
        return Keys(
            log=Verifier(origin, keyring.log.public),
            officers=tuple(officer.verifier for officer in self.officers[author]),
            rules=self.rules,
            rotation=2,
            epoch=(1, encode_base64(keyring.epoch_key(1).raw)),
        )

    def _journal(self):
        return {} if self.database else {"journal": None}

    def path(self, author) -> Path:
        return self.paths.get(author, self.folder / author)

    @contextmanager
    def node(self, author):
        if self.database:
            with opened(self.path(author), clock=self.clock) as node:
                yield node
        else:
            with locked(self.path(author)):
                yield read_node(self.path(author), clock=self.clock)

    @contextmanager
    def at(self, author, *, keys=True) -> Iterator[Record]:
        with self.node(author) as node:
            keyring = unlock(node, PASSPHRASE) if keys else None
            with open_record(node, keyring, **self._journal()) as record:
                yield record

    def say(self, record, kind="test:said", body=None, *, officers=2, **more):
        """Says an entry of whatever type and body, signed by so many officers."""
        entry = draft(record, kind, {"count": 20} if body is None else body, **more)
        return append_signed(record, make_entry(entry, sign_by(entry.text, self.officers[record.own][:officers])))

    def force(self, record, kind, body, *, officers=2, **more):
        """Appends an entry as a hostile node would; gives its number."""
        return force(record, self.officers[record.own][:officers], kind, body, **more)

    def fill(self, record, count):
        """Puts so many entries into the own log at once, every third of another type."""
        made, state = [], record.held[record.own].state
        for number in range(count):
            kind = "test:said" if number % 3 else "test:other"
            entry = Entry(CASE, record.own, state.size + number, kind, {"count": number})
            made.append(make_entry(entry, sign_by(entry.text, self.officers[record.own][:1])).data)
        record.held[record.own].take(made, look_ahead(state, made))
        sign_own(record)

    def export(self, author, to="", **more) -> bytes:
        with self.at(author) as record:
            return make_export(record, to, **more).data

    def carry(self, author, to, data=None):
        """A bundle from one node to another; gives what it brought."""
        data = data if data is not None else self.export(author, to)
        with self.at(to) as record:
            return import_bundle(record, data)

    def carry_round(self, rounds=2):
        """Bundles from each to each, so that everybody holds and has cosigned everything."""
        for _ in range(rounds):
            for author in AUTHORS:
                for to in AUTHORS:
                    if to != author:
                        self.carry(author, to)

    def copy(self, author, name) -> "Table":
        """The same table with this author's folder copied: what is done there is done by its double."""
        shutil.copytree(self.path(author), self.folder / name)
        double = copy.copy(self)
        double.paths = {**self.paths, author: self.folder / name}
        return double

    def believe(self, author):
        """Makes a copied or restored node believe that it is in its place, as a liar would."""
        end_recovery(self.path(author) / "record", author)


def _bare_folder(path, author):
    """A node without a database, for tests that open thousands of times."""
    for name in ("keys", "record", "blobs", "outbox"):
        (path / name).mkdir(mode=0o700, parents=True)
    text = (
        f'format = 2\nparty = "{author}"\ntitle = "{author}"\nlanguage = "en"\n'
        'database = "sqlite:///node.sqlite"\nrehearsal = true\n'
    )
    (path / "node.toml").write_text(text, encoding="utf-8")


@contextmanager
def making(folder: Path, clock, **more) -> Iterator[Table]:
    """A table of three nodes."""
    yield Table(folder, clock, **more)

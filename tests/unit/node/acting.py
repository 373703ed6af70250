"""Three nodes with a record, officers at the desk, and small invented lists, for tests of the acts on top of it."""

import copy
import shutil

from conftest_exchange import AS_OF, rows
from conftest_node import BOTH, FIRST, ONE, SECOND
from tests.record_making import AUTHORS, Table

from allforall.node.acts.answers import confirm_clear, look_up
from allforall.node.acts.declared_lists import declare_list, disclose_declared, take_in_lists
from allforall.node.acts.links import compare, compare_within
from allforall.node.acts.lists import import_list
from allforall.node.bundles.transfer import export_bundle, import_bundle
from allforall.node.officers import add_officer
from allforall.node.views.lists import latest_list
from allforall.people.persons import ListKind, Party

SOUGHT, HELD = range(1, 13), range(7, 19)


class Acting(Table):
    """The table with officers and lists: A seeks 1 to 12, B holds 7 to 18."""

    def __init__(self, folder, clock, **more):
        super().__init__(folder, clock, **more)
        for party in Party:
            with self.node(party.value) as node:
                add_officer(node, None, name=FIRST.name, role="coordination", passphrase=FIRST.passphrase)
                add_officer(node, ONE, name=SECOND.name, role="coordination", passphrase=SECOND.passphrase)

    def copied(self, folder):
        """The same table in another folder, its nodes in their places there: making one takes a while."""
        shutil.copytree(self.folder, folder / "table")
        other = copy.copy(self)
        other.folder, other.paths = folder / "table", {}
        for author in AUTHORS:
            other.believe(author)
        return other

    def signers(self, record, number=2):
        return self.officers[record.own][:number]

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def read(self, author, text, kind, name="list.csv"):
        with self.node(author) as node:
            return import_list(node, ONE, self.write(name, text), kind=kind, as_of=AS_OF).stored.key

    def carry(self, sender, reader):
        """A bundle from one to the other; returns what it brought."""
        with self.at(sender) as record:
            path = export_bundle(record, reader)
        with self.at(reader) as record:
            return import_bundle(record, path)

    def disclose(self, sender="party_a", key="SA1", **more):
        with self.at(sender) as record:
            declare_list(record, BOTH, self.signers(record), list_key=key, **more)
            return disclose_declared(record, BOTH, self.signers(record), list_key=key)

    def ask(self, sought=SOUGHT, held=HELD, custody=None):
        """A's list is declared, disclosed, carried, read by B and compared; B's clear answers are confirmed."""
        self.read("party_a", rows(sought), ListKind.SOUGHT, "sought.csv")
        self.read("party_b", rows(held, custody), ListKind.HELD, "held.csv")
        self.disclose()
        self.carry("party_a", "party_b")
        with self.at("party_b") as record:
            done, failed = take_in_lists(record, ONE)
            assert (len(done), failed) == (1, [])
            self.compare(record.node)
            confirm_clear(record.node, ONE, look_up(record.node))

    @staticmethod
    def compare(node):
        sought, held = latest_list(ListKind.SOUGHT, node.party.other), latest_list(ListKind.HELD, node.party)
        compare_within(node, ONE, stored=sought)
        compare_within(node, ONE, stored=held)
        compare(node, ONE, sought=sought, held=held)

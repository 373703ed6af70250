"""A node with two officers, opened as one process would."""

import pytest
from conftest_node import FIRST, ONE, SECOND

from allforall.node.folder import create_node, opened
from allforall.node.officers import add_officer
from allforall.people.persons import Party


@pytest.fixture
def folder(tmp_path, clock):
    create_node(tmp_path / "node", party=Party.PARTY_A, title="A", rehearsal=True, clock=clock)
    return tmp_path / "node"


@pytest.fixture
def node(folder, clock):
    with opened(folder, clock=clock) as one:
        add_officer(one, None, name=FIRST.name, role="coordination", passphrase=FIRST.passphrase)
        add_officer(one, ONE, name=SECOND.name, role="coordination", passphrase=SECOND.passphrase)
        yield one

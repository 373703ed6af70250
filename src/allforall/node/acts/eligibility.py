"""Who falls under which agreed category: computed anew from the rows and the arrangement, never stored."""

from collections.abc import Iterator

from allforall.arrangement import Arrangement
from allforall.eligibility import FIELDS_LOOKED_AT, Finding, find_categories
from allforall.node.acts.arrangement import current
from allforall.node.folder import Node
from allforall.node.views.lists import latest_list
from allforall.people.persons import ListKind, Party
from allforall.store.people.models import StoredList
from allforall.store.people.rows import load_rows


def holder_of(stored: StoredList) -> Party:
    """Returns who holds the persons of a list: its author if it lists persons held, else the other side."""
    party = Party(stored.party)
    return party if stored.kind == ListKind.HELD.value else party.other


def find_all(node: Node, stored: StoredList | None = None) -> tuple[Arrangement, StoredList, Iterator[Finding]]:
    """Returns the arrangement, the list, and for each of its persons and each category the finding, in turn."""
    arrangement = current()
    rows_of = stored or latest_list(ListKind.HELD, node.party)
    holder = holder_of(rows_of)
    findings = (
        finding
        for row in load_rows(rows_of, fields=FIELDS_LOOKED_AT)
        for finding in find_categories(row, arrangement, held_by=holder)
    )
    return arrangement, rows_of, findings

"""The arrangement that this node works under."""

from allforall.arrangement import Arrangement, read_arrangement
from allforall.errors import GateError
from allforall.node.folder import Node
from allforall.node.lock import acting
from allforall.node.officers import ActKind, Desk, journal
from allforall.store.arrangement.models import StoredArrangement
from allforall.store.node.journal import append_act


def adopt(node: Node, desk: Desk, text: str, *, why: str = "") -> Arrangement:
    """Returns the arrangement of this text, from now on the one that counts on this node."""
    arrangement = read_arrangement(text)
    with acting(node):
        act = journal(node, desk, ActKind.ARRANGEMENT_ADOPT, why=why, details={"digest": arrangement.digest})
        StoredArrangement.objects.create(text=text, digest=arrangement.digest, adopted_at=node.now, act=act)
    return arrangement


def store_adopted(node: Node, text: str, officers: list[str]) -> None:
    """Makes an arrangement the one that counts on this node, on the word of officers who signed for it in the record;
    the caller holds the transaction.
    """
    arrangement = read_arrangement(text)
    details = {"digest": arrangement.digest, "again": True}
    act = append_act(at=node.now, kind=ActKind.ARRANGEMENT_ADOPT, officers=officers, details=details)
    StoredArrangement.objects.create(text=text, digest=arrangement.digest, adopted_at=node.now, act=act)


def current() -> Arrangement:
    """Returns the arrangement adopted last; without one nothing that depends on a category can be computed."""
    stored = StoredArrangement.objects.order_by("-id").first()
    if stored is None:
        raise GateError("arrangement:none-adopted")
    return read_arrangement(stored.text)

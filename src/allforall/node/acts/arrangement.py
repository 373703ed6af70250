"""What the parties agree in the record: a text proposed and accepted, and the arrangement that this node works under.

Which text is agreed is read from both logs every time (`arrangement.agreed`); nothing is stored beside them. An
accepted text is adopted with its acceptance; a node without a record adopts one by itself.
"""

from collections.abc import Mapping, Sequence

from allforall.arrangement import Arrangement, read_arrangement
from allforall.arrangement.agreed import Agreed, Texts, read_texts
from allforall.arrangement.entries import ACCEPTED, PROPOSED, TEXT_ACCEPTED, TEXT_PROPOSED, accept, propose
from allforall.errors import CallError, GateError
from allforall.node.folder import Node
from allforall.node.keys.keyring import OfficerKey
from allforall.node.lock import acting
from allforall.node.officers import ActKind, Desk, journal
from allforall.node.record.entry_names import find_entry, name_of, other_party, parties_of
from allforall.node.record.record import Record, officer_names, say
from allforall.record.entries import MOST_ANSWERED
from allforall.record.logs import Read
from allforall.store.arrangement.models import StoredArrangement
from allforall.store.node.journal import append_act


def read_arrangements(record: Record) -> Texts:
    """Returns every entry about the arrangement, and which text both parties agreed to."""
    reads = [read for author in parties_of(record) for read in record.reads(author, [PROPOSED, ACCEPTED])]
    return read_texts(reads)


def agreed_text(record: Record) -> Agreed:
    """Returns the one text that both parties agreed to.

    Raises:
        GateError: there is none, or there are two of which neither replaces the other.

    """
    standing = read_arrangements(record).standing
    if len(standing) != 1:
        raise GateError("arrangement:none-agreed" if not standing else "arrangement:two-agreed", found=len(standing))
    return standing[0]


def propose_text(record: Record, signers: Sequence[OfficerKey], text: str) -> Read:
    """Returns the proposal of a text, now appended. Once accepted, it replaces what was agreed before."""
    proposed = propose(text)
    other_party(record)  # the witness proposes nothing
    replaces = [one.acceptance.leaf for one in read_arrangements(record).standing][:MOST_ANSWERED]
    with acting(record.node):
        return say(record, signers, TEXT_PROPOSED, proposed, answers=replaces)


def accept_text(
    record: Record,
    desk: Desk,
    signers: Sequence[OfficerKey],
    *,
    entry: str = "",
    wordings: Mapping[str, str] | None = None,
) -> tuple[Read, Agreed]:
    """Returns the acceptance of a proposal of the other party, with this side's own wording of some clauses, and what
    is agreed by it. The node works under that text from now on.

    `entry` names the proposal; without it the only one that is open is meant.

    Raises:
        CallError: none is open, several are and none is named, or it is not an open proposal of the other party.

    """
    theirs = other_party(record)
    waiting = {one.read.leaf: one for one in read_arrangements(record).open if one.by == theirs}
    if entry:
        offered = waiting.get(find_entry(record, entry).leaf)
    else:
        offered = next(iter(waiting.values())) if len(waiting) == 1 else None
    if offered is None:
        known = ", ".join(name_of(record, leaf) for leaf in waiting) or "-"
        raise CallError("arrangement:proposal:which", found=entry[:80] or "-", expected=known)
    accepted = accept(offered.proposed, wordings)
    with acting(record.node):
        adopt(record.node, desk, offered.proposed.text)
        read = say(record, signers, TEXT_ACCEPTED, accepted, answers=[offered.read.leaf])
    agreed = next(one for one in read_arrangements(record).standing if one.acceptance.leaf == read.leaf)
    return read, agreed


def accepted_again(record: Record, read: Read) -> None:
    """Makes the node work under a text whose acceptance was appended but, because of a crash, not stored."""
    agreed = next((one for one in read_arrangements(record).standing if one.acceptance.leaf == read.leaf), None)
    if agreed is not None:
        store_adopted(record.node, agreed.offered.proposed.text, officer_names(record, read))


def adopt(node: Node, desk: Desk, text: str, *, why: str = "") -> Arrangement:
    """Returns the arrangement of this text, which is from now on the one in force on this node."""
    arrangement = read_arrangement(text)
    with acting(node):
        act = journal(node, desk, ActKind.ARRANGEMENT_ADOPT, why=why, details={"digest": arrangement.digest})
        StoredArrangement.objects.create(text=text, digest=arrangement.digest, adopted_at=node.now, act=act)
    return arrangement


def store_adopted(node: Node, text: str, officers: list[str]) -> None:
    """Makes an arrangement the one in force on this node, on the authority of officers who signed for it in the record;
    the caller holds the transaction.
    """
    arrangement = read_arrangement(text)
    details = {"digest": arrangement.digest, "again": True}
    act = append_act(at=node.now, kind=ActKind.ARRANGEMENT_ADOPT, officers=officers, details=details)
    StoredArrangement.objects.create(text=text, digest=arrangement.digest, adopted_at=node.now, act=act)


def current() -> Arrangement:
    """Returns the arrangement adopted last; without one, nothing that depends on a category can be computed."""
    stored = StoredArrangement.objects.order_by("-id").first()
    if stored is None:
        raise GateError("arrangement:none-adopted")
    return read_arrangement(stored.text)

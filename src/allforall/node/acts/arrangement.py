"""What the parties agree in the record: a text proposed and accepted; objections to what was said, and corrections.

Each of these acts is one entry and changes nothing else, but for an accepted text, under which the node works from
then on. Which text stands is read from both logs every time (`arrangement.agreed`); nothing is stored beside them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from allforall.arrangement.agreed import Agreed, Texts, read_texts
from allforall.arrangement.entries import ACCEPTED, PROPOSED, accept, propose
from allforall.errors import CallError, GateError
from allforall.node.acts.adopted import adopt, store_adopted
from allforall.node.keys.keyring import OfficerKey
from allforall.node.lock import acting
from allforall.node.officers import Desk
from allforall.node.record.record import Record, officer_names, say
from allforall.node.record.unsaid import sealing
from allforall.people.persons import Party
from allforall.record.entries import MOST_ANSWERED
from allforall.record.logs import Read
from allforall.record.remarks import (
    CORRECTION,
    OBJECTION,
    Correction,
    CorrectionCode,
    Objection,
    ObjectionCode,
    Remark,
    check_answered,
    remarks_by_entry,
)

_LEAST_DIGITS = 8
#: Assumption: an explanation is a page of text; what is longer is a document of its own.
MOST_EXPLANATION = 4_000


def parties_of(record: Record) -> tuple[str, ...]:
    """Returns the two parties among the authors of a record."""
    return tuple(name for name in record.authors if name in tuple(Party))


def other_party(record: Record) -> str:
    """Returns the other party's name as an author.

    Raises:
        GateError: on the witness's node.

    """
    return record.node.party.other.value


def check_two_signers(signers: Sequence[OfficerKey]) -> None:
    """Closes the gate where fewer than two different keys would sign what leaves with names in it, whatever the genesis
    asks for.

    Raises:
        GateError: saying how many there are.

    """
    found = len({officer.key.public for officer in signers})
    if found < 2:
        raise GateError("record:signers:two", expected=2, found=found)


def find_entry(record: Record, named: str) -> Read:
    """Returns the entry that a person names: by its log and number (``party_b:5``), or by the first digits of its hash.

    Raises:
        CallError: none is held under that name, or several are.

    """
    author, sign, number = named.partition(":")
    if sign and author in record.authors and number.isascii() and number.isdecimal():
        held = record.held[author]
        found = [held.read(int(number))] if len(number) < 16 and int(number) < held.size else []
    else:
        found = _by_digits(record, named.lower())
    reads = [read for read in found if read is not None]
    if len(reads) != 1:
        raise CallError("record:entry:unknown", found=named[:80], expected="party_a:0")
    return reads[0]


def _by_digits(record: Record, digits: str) -> list[Read | None]:
    if len(digits) < _LEAST_DIGITS or any(sign not in "0123456789abcdef" for sign in digits):
        return []
    return [
        held.read(index)
        for held in record.held.values()
        for index in range(held.size)
        if held.leaf(index).hex().startswith(digits)
    ]


def name_of(record: Record, leaf: bytes) -> str:
    """Returns how a person names an entry: its log and number; a few digits of its hash where it is not held."""
    for author, held in record.held.items():
        index = held.find(leaf)
        if index is not None:
            return f"{author}:{index}"
    return leaf.hex()[: 2 * _LEAST_DIGITS]


# --------------------------------------------------------------------------------------------------- the arrangement


def read_arrangements(record: Record) -> Texts:
    """Returns everything that was said about the arrangement, and which text both parties agreed to."""
    reads = [read for author in parties_of(record) for read in record.reads(author, [PROPOSED, ACCEPTED])]
    return read_texts(reads, parties_of(record))


def agreed_text(record: Record) -> Agreed:
    """Returns the one text that both parties agreed to.

    Raises:
        GateError: there is none, or two stand of which neither takes the other's place.

    """
    standing = read_arrangements(record).standing
    if len(standing) != 1:
        raise GateError("arrangement:none-agreed" if not standing else "arrangement:two-agreed", found=len(standing))
    return standing[0]


def propose_text(record: Record, signers: Sequence[OfficerKey], text: str) -> Read:
    """Returns the proposal of a text, now said. Once accepted, it takes the place of what was agreed before."""
    proposed = propose(text)
    other_party(record)  # the witness proposes nothing
    replaces = [one.acceptance.leaf for one in read_arrangements(record).standing][:MOST_ANSWERED]
    with acting(record.node):
        return say(record, signers, PROPOSED, proposed.body, answers=replaces)


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
        CallError: none is open, several are and none is named, or it is not an open one of the other party.

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
        read = say(record, signers, ACCEPTED, accepted.body, answers=[offered.read.leaf])
    agreed = next(one for one in read_arrangements(record).standing if one.acceptance.leaf == read.leaf)
    return read, agreed


def accepted_again(record: Record, read: Read) -> None:
    """Makes the node work under a text whose acceptance was said and, through a crash, not stored."""
    agreed = next((one for one in read_arrangements(record).standing if one.acceptance.leaf == read.leaf), None)
    if agreed is not None:
        store_adopted(record.node, agreed.offered.proposed.text, officer_names(record, read))


# ------------------------------------------------------------------------------------------- objection and correction


def _say_about(
    record: Record,
    signers: Sequence[OfficerKey],
    kind: str,
    body_with: Callable[[str], Mapping[str, object]],
    about: Sequence[Read],
    explanation: str,
) -> Read:
    """A remark, and what has to be explained, sealed for the parties; `body_with` takes the name of that payload."""
    check_answered(kind, record.own, about)
    answers = [one.leaf for one in about]
    if not explanation.strip():
        with acting(record.node):
            return say(record, signers, kind, body_with(""), answers=answers)
    if len(explanation) > MOST_EXPLANATION:
        raise CallError("record:explanation:too_long", expected=MOST_EXPLANATION, found=len(explanation))
    readers = [name for name in parties_of(record) if name != record.own]
    with acting(record.node), sealing(record, kind, explanation.encode(), readers) as sealed:
        body = body_with(sealed.name)
        return say(record, signers, kind, body, answers=answers, commitments=[sealed.commitment])


def object_to(
    record: Record, signers: Sequence[OfficerKey], entry: str, code: ObjectionCode, explanation: str = ""
) -> Read:
    """Returns the objection to another author's entry, now said; what has to be explained is sealed for the parties."""
    about = [find_entry(record, entry)]
    return _say_about(record, signers, OBJECTION, lambda name: Objection(code, name).body, about, explanation)


def correct(
    record: Record,
    signers: Sequence[OfficerKey],
    entry: str,
    code: CorrectionCode,
    *,
    instead: str = "",
    explanation: str = "",
) -> Read:
    """Returns the correction of an own entry, now said; both stay, and `instead` names the entry that counts now."""
    about = [find_entry(record, named) for named in (entry, instead) if named]
    return _say_about(record, signers, CORRECTION, lambda name: Correction(code, name).body, about, explanation)


def remarks(record: Record) -> dict[bytes, tuple[Remark, ...]]:
    """Returns the objections and corrections that are held, by the leaf hash of the entry that they are about."""
    return remarks_by_entry(_with_what_they_are_about(record))


def _with_what_they_are_about(record: Record) -> Iterator[Read]:
    for author in record.authors:
        for read in record.reads(author, [OBJECTION, CORRECTION]):
            yield read
            yield from filter(None, map(record.find, read.entry.re))

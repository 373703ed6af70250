"""What the parties agree in the record: a text proposed and accepted; objections to what was said, and corrections.

Each of these acts is one entry and changes nothing else, but for an accepted text, under which the node works from
then on. Which text stands is read from both logs every time (`arrangement.agreed`); nothing is stored beside them.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from allforall.arrangement.agreed import Agreed, Texts, read_texts
from allforall.arrangement.entries import ACCEPTED, PROPOSED, TEXT_ACCEPTED, TEXT_PROPOSED, accept, propose
from allforall.errors import CallError, GateError, InputError
from allforall.node.acts.adopted import adopt, store_adopted
from allforall.node.keys.keyring import OfficerKey
from allforall.node.lock import acting
from allforall.node.officers import Desk
from allforall.node.record.held import Held
from allforall.node.record.payloads import open_payload
from allforall.node.record.record import Record, officer_names, say
from allforall.node.record.unsaid import sealing
from allforall.people.persons import Party
from allforall.record.entries import MOST_ANSWERED
from allforall.record.entry_types import EntryType
from allforall.record.logs import Read
from allforall.record.remarks import (
    CORRECTION,
    CORRECTION_MADE,
    OBJECTION,
    OBJECTION_RAISED,
    Correction,
    CorrectionCode,
    Objection,
    ObjectionCode,
    Remark,
    remark_of,
    remarks_by_entry,
)

T = TypeVar("T")
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


def find_place(record: Record, named: str) -> tuple[Held, int]:
    """Returns the log and the number of the entry that a person names: by its log and number (``party_b:5``), or by the
    first digits of its hash; also of one that binds nobody.

    Raises:
        CallError: none is held under that name, or several are.

    """
    author, sign, number = named.partition(":")
    if sign and author in record.authors and number.isascii() and number.isdecimal():
        held = record.held[author]
        found = [(held, int(number))] if len(number) < 16 and int(number) < held.size else []
    else:
        found = _by_digits(record, named.lower())
    if len(found) != 1:
        raise CallError("record:entry:unknown", found=named[:80], expected="party_a:0")
    return found[0]


def find_entry(record: Record, named: str) -> Read:
    """Returns the entry that a person names (`find_place`).

    Raises:
        CallError: none is held under that name, several are, or it binds nobody.

    """
    held, index = find_place(record, named)
    read = held.read(index)
    if read is None:
        raise CallError("record:entry:void", found=named[:80])
    return read


def _by_digits(record: Record, digits: str) -> list[tuple[Held, int]]:
    if len(digits) < _LEAST_DIGITS or any(sign not in "0123456789abcdef" for sign in digits):
        return []
    return [
        (held, index)
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
    return read_texts(reads)


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
        read = say(record, signers, TEXT_ACCEPTED, accepted, answers=[offered.read.leaf])
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
    kind: EntryType[T],
    said_with: Callable[[str], T],
    about: Sequence[Read],
    explanation: str,
) -> Read:
    """A remark, and what has to be explained, sealed for the parties; `said_with` takes the name of that payload."""
    answers = [one.leaf for one in about]
    if not explanation.strip():
        with acting(record.node):
            return say(record, signers, kind, said_with(""), answers=answers)
    if len(explanation) > MOST_EXPLANATION:
        raise CallError("record:explanation:too_long", expected=MOST_EXPLANATION, found=len(explanation))
    with acting(record.node), sealing(record, kind, explanation.encode()) as sealed:
        return say(record, signers, kind, said_with(sealed.name), answers=answers, commitments=[sealed.commitment])


def object_to(
    record: Record, signers: Sequence[OfficerKey], entry: str, code: ObjectionCode, explanation: str = ""
) -> Read:
    """Returns the objection to another author's entry, now said; what has to be explained is sealed for the parties."""
    about = [find_entry(record, entry)]
    return _say_about(record, signers, OBJECTION_RAISED, lambda name: Objection(code, name), about, explanation)


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
    return _say_about(record, signers, CORRECTION_MADE, lambda name: Correction(code, name), about, explanation)


def remarks(record: Record) -> dict[bytes, tuple[Remark, ...]]:
    """Returns the objections and corrections that are held, by the leaf hash of the entry that they are about."""
    reads = (read for author in record.authors for read in record.reads(author, [OBJECTION, CORRECTION]))
    return remarks_by_entry(reads, record.named)


def read_explanation(record: Record, read: Read) -> str:
    """Returns the explanation of an objection or a correction, for whom it was sealed; empty where there is none.

    Raises:
        GateError: it was erased, is not held, or no key of ours opens it.
        InputError: it is not what its entry committed to, or no text.

    """
    said = remark_of(read.entry)
    name = said.payload if said is not None else ""
    if not name:
        return ""
    try:
        return open_payload(record, name).content.decode()
    except UnicodeDecodeError:
        raise InputError("record:explanation:form", found=name) from None

"""How a person names an entry, and who is on which side of a record."""

from collections.abc import Sequence

from allforall.errors import CallError, GateError
from allforall.node.keys.keyring import OfficerKey
from allforall.node.record.held import Held
from allforall.node.record.record import Record
from allforall.people.persons import Party
from allforall.record.logs import Read

_LEAST_DIGITS = 8


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
    """Refuses where fewer than two different keys would sign what leaves with names in it, whatever the genesis
    asks for.

    Raises:
        GateError: saying how many there are.

    """
    found = len({officer.key.public for officer in signers})
    if found < 2:
        raise GateError("record:signers:two", expected=2, found=found)


def find_place(record: Record, named: str) -> tuple[Held, int]:
    """Returns the log and the number of the entry that a person names: by its log and number (``party_b:5``), or by the
    first digits of its hash; also for one that binds nobody.

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

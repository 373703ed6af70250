"""What a node adds to the table of types: what an own entry changes in the database, what may be appended from a draft.

An entry of an unknown type is kept, shown and proved like any other, and has no effect.
"""

from collections.abc import Mapping

from allforall.account.entry_types import ENTRY_TYPES
from allforall.errors import AllforallError, GateError, InputError
from allforall.node.acts.arrangement import accepted_again
from allforall.node.acts.declared_lists import disclosed_again
from allforall.node.acts.signed_answers import signed_again
from allforall.node.record.journal import Again
from allforall.record.entries import Entry
from allforall.record.entry_types import Redo
from allforall.record.foreign import read_foreign

#: The function for each `Redo`.
_BOUND: Mapping[Redo, Again] = {
    Redo.WORK_UNDER_TEXT: accepted_again,
    Redo.ENTER_DISCLOSURE: disclosed_again,
    Redo.ENTER_ANSWERS: signed_again,
}

#: What a crash may have left out of the database after an own entry, and what restores it (`journal.take_up`).
AGAIN: Mapping[str, Again] = {kind.name: _BOUND[kind.redo] for kind in ENTRY_TYPES.values() if kind.redo is not None}


def why_no_draft(entry: Entry) -> AllforallError | None:
    """Returns why an entry may not be appended from a draft, or None. Drafts must not bypass a check that a command
    enforces, and a body that nobody reads might hold a name.

    A type may be drafted if all its rules can be checked on the entry itself. All other acts enforce rules
    that read or change more (the text in force, payloads, lists, places, keys) and have their own commands.
    """
    kind = ENTRY_TYPES.get(entry.type)
    if kind is None or not kind.drafted:
        drafted = ", ".join(sorted(name for name, each in ENTRY_TYPES.items() if each.drafted))
        return GateError("record:draft:by_act", found=entry.type, expected=drafted)
    said = read_foreign(lambda: kind.read(entry))
    return said if isinstance(said, InputError) else None

"""Which entry types there are, who reads their bodies, and what an own entry changes in the database.

Each room reads its own bodies; here they are put together. An entry of a type that nobody knows is kept, shown and
proved like any other, and nothing is done because of it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from allforall.answers.entries import NOTICE, SIGNED, read_notice_made, read_signed
from allforall.arrangement.entries import ACCEPTED, PROPOSED, read_accepted, read_proposed
from allforall.disclosure.entries import DECLARED, DISCLOSED, read_declared, read_shown
from allforall.errors import AllforallError, GateError, InputError
from allforall.node.acts.arrangement import accepted_again
from allforall.node.acts.declared_lists import disclosed_again
from allforall.node.acts.signed_answers import signed_again
from allforall.node.record.journal import Again
from allforall.record.entries import Entry
from allforall.record.erasures import ASKED, ERASED, read_asked, read_erased
from allforall.record.remarks import CORRECTION, OBJECTION, read_correction, read_objection

#: Reads a body strictly, or raises InputError.
READERS: Mapping[str, Callable[[object], Any]] = {
    PROPOSED: read_proposed,
    ACCEPTED: read_accepted,
    DECLARED: read_declared,
    DISCLOSED: read_shown,
    SIGNED: read_signed,
    NOTICE: read_notice_made,
    OBJECTION: read_objection,
    CORRECTION: read_correction,
    ASKED: read_asked,
    ERASED: read_erased,
}

#: What a crash may have left out of the database after an own entry, and who puts it in (`said.take_up`).
AGAIN: Mapping[str, Again] = {ACCEPTED: accepted_again, DISCLOSED: disclosed_again, SIGNED: signed_again}


#: What may be said from a draft: everything that these types must keep to stands in the entry itself. All other acts
#: keep rules that read or change more (the text in force, payloads, lists, places, keys) and are said by their own
#: commands alone.
DRAFTED = frozenset({PROPOSED, OBJECTION, CORRECTION})


def why_no_draft(entry: Entry) -> AllforallError | None:
    """Returns why an entry may not be said from a draft, or None. A draft must open no gate that an act keeps shut,
    and a body that nobody reads might hold a name.
    """
    if entry.type not in DRAFTED:
        return GateError("record:draft:by_act", found=entry.type, expected=", ".join(sorted(DRAFTED)))
    return wrong_with(entry)


def wrong_with(entry: Entry) -> InputError | None:
    """Returns why the body of an entry counts for nothing, or None: it says what its type says, or nobody knows it."""
    reader = READERS.get(entry.type)
    if reader is None:
        return None
    try:
        reader(entry.body)
    except InputError as error:
        return error
    return None

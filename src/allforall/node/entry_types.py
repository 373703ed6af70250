"""Which entry types there are, who reads their bodies, and what an own entry changes in the database.

Each room reads its own bodies; here they are put together. An entry of a type that nobody knows is kept, shown and
proved like any other, and nothing is done because of it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from allforall.answers.entries import NOTICE, SIGNED, read_notice_made, read_signed
from allforall.arrangement.entries import ACCEPTED, PROPOSED, read_accepted, read_proposed
from allforall.disclosure.entries import DECLARED, DISCLOSED, read_declared, read_shown
from allforall.errors import InputError
from allforall.node.agreeing import accepted_again
from allforall.node.declaring import disclosed_again
from allforall.node.said import Again
from allforall.node.signing import signed_again
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

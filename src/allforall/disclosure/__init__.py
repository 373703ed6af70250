"""What one party tells the other about the persons on its lists: a decision per person and field.

Takes person rows and officers' decisions; gives verdicts with their reasons, the disclosed list with what
was held back, the ledger of what went to whom, and the file in which a list travels, written and read
strictly. It knows nothing of answers or of the other side's rows. It is beside `arrangement`
(`docs/decisions/0050-disclosure-is-a-room.md`).
"""

from allforall.disclosure.canonical import digest
from allforall.disclosure.cells import HeldBack, Told, disclosed_row, tell
from allforall.disclosure.decisions import (
    EVERY_ROW,
    Decision,
    Decisions,
    Verdict,
    decide,
    different_officers,
    gather,
    has_consented,
    is_at_liberty,
    is_withheld,
    lacking,
    list_of,
    may_disclose,
    may_list,
    whole_list,
)
from allforall.disclosure.files import FORMAT, read_disclosed, write_disclosed
from allforall.disclosure.lists import (
    Disclosed,
    DisclosedList,
    DisclosedRow,
    Made,
    NotListed,
    list_disclosed,
    make_disclosed,
    refer,
)

__all__ = [
    "EVERY_ROW",
    "FORMAT",
    "Decision",
    "Decisions",
    "Disclosed",
    "DisclosedList",
    "DisclosedRow",
    "HeldBack",
    "Made",
    "NotListed",
    "Told",
    "Verdict",
    "decide",
    "different_officers",
    "digest",
    "disclosed_row",
    "gather",
    "has_consented",
    "is_at_liberty",
    "is_withheld",
    "lacking",
    "list_disclosed",
    "list_of",
    "make_disclosed",
    "may_disclose",
    "may_list",
    "read_disclosed",
    "refer",
    "tell",
    "whole_list",
    "write_disclosed",
]

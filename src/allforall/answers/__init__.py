"""One answer for every name that the other side looks for: the machine proposes, the holder's officers
confirm.

Takes the other side's disclosed sought list, the holder's own held list, the links that `reconcile` found
and people reviewed, and the officers' acts; gives exactly one answer per sought name, one place per held row, and the
file in which confirmed answers travel. A failed linkage never becomes "not held", death is never inferred, and a person
at liberty who has not consented cannot be distinguished from a name without an answer.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from allforall.answers.confirming import (
        Answer,
        Batch,
        Left,
        confirm,
        confirm_batch,
        latest,
        refuse,
        withdraw,
    )
    from allforall.answers.files import FORMAT, read_answers, write_answers
    from allforall.answers.kinds import ART_120, ART_122, FIELDS_LOOKED_AT, AnswerKind
    from allforall.answers.lists import HeldList, SoughtList, gather_held, gather_sought, reference
    from allforall.answers.naming import (
        OUTWARD_PLACES,
        AnswerState,
        HeldPlace,
        HeldRow,
        NameAnswer,
        answer_names,
        held_not_asked_for,
        place_held,
    )
    from allforall.answers.outgoing import AnswerEntry, AnswersFile, Cover, make_outgoing
    from allforall.answers.proposals import Proposal, propose_answers
    from allforall.answers.received import Change, Intake, Received, receive, standing_received

__all__ = [
    "ART_120",
    "ART_122",
    "FIELDS_LOOKED_AT",
    "FORMAT",
    "OUTWARD_PLACES",
    "Answer",
    "AnswerEntry",
    "AnswerKind",
    "AnswerState",
    "AnswersFile",
    "Batch",
    "Change",
    "Cover",
    "HeldList",
    "HeldPlace",
    "HeldRow",
    "Intake",
    "Left",
    "NameAnswer",
    "Proposal",
    "Received",
    "SoughtList",
    "answer_names",
    "confirm",
    "confirm_batch",
    "gather_held",
    "gather_sought",
    "held_not_asked_for",
    "latest",
    "make_outgoing",
    "place_held",
    "propose_answers",
    "read_answers",
    "receive",
    "reference",
    "refuse",
    "standing_received",
    "withdraw",
    "write_answers",
]

#: Loaded on first use: code that only needs the entry types loads no numpy.
_MODULES = ("confirming", "files", "kinds", "lists", "naming", "outgoing", "proposals", "received")


def __getattr__(name: str) -> Any:
    """Returns a public name of this room."""
    if name in __all__:
        for module in _MODULES:
            found = import_module(f"{__name__}.{module}")
            if name in vars(found):
                return vars(found)[name]
    raise AttributeError(name)

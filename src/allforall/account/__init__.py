"""Promised against delivered, asked against answered: computes, draws nothing.

Takes the rows, answers, findings, links and reviews of the rooms below; gives the values of `report`, in
which every figure carries the keys that made it, and for the public counts without keys and without small
cells.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from allforall.account.lines import (
        Names,
        answer_lines,
        disclosed_lines,
        finding_lines,
        list_line,
        names_of,
        no_names,
        pair_lines,
        problem_lines,
        received_lines,
    )
    from allforall.account.public import SMALL_CELL_ASSUMED, PublicFigure, PublicTally, suppress
    from allforall.account.summary import Summary, SummaryLine, summarise
    from allforall.account.tallies import (
        standing,
        tally,
        tally_answers,
        tally_eligibility,
        tally_held,
        tally_held_outward,
        tally_outgoing,
        tally_received,
        tally_rows,
    )

__all__ = [
    "SMALL_CELL_ASSUMED",
    "Names",
    "PublicFigure",
    "PublicTally",
    "Summary",
    "SummaryLine",
    "answer_lines",
    "disclosed_lines",
    "finding_lines",
    "list_line",
    "names_of",
    "no_names",
    "pair_lines",
    "problem_lines",
    "received_lines",
    "standing",
    "summarise",
    "suppress",
    "tally",
    "tally_answers",
    "tally_eligibility",
    "tally_held",
    "tally_held_outward",
    "tally_outgoing",
    "tally_received",
    "tally_rows",
]

#: Loaded when a name of theirs is first asked for: whoever needs the entry types alone loads no numpy.
_MODULES = ("lines", "public", "summary", "tallies")


def __getattr__(name: str) -> Any:
    """Returns a public name of this room."""
    if name in __all__:
        for module in _MODULES:
            found = import_module(f"{__name__}.{module}")
            if name in vars(found):
                return vars(found)[name]
    raise AttributeError(name)

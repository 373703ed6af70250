"""Promised against delivered, asked against answered: computes, draws nothing.

Takes the rows, answers, findings, links and reviews of the rooms below; gives the values of `report`, in
which every figure carries the keys that made it, and for the public counts without keys and without small
cells.
"""

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

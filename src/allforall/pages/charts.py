"""Horizontal bar charts as geometry, from which the page draws SVG and the PDF its bars.

Every bar carries its label and its figure as text, and an open state (nobody answered, cannot be decided) is
hatched as well as lighter: nothing is shown by colour alone. The full width is the whole of the tally, so that
bars are shares.
"""

import textwrap
from dataclasses import dataclass

from allforall.account.report import Tally
from allforall.pages.labels import figure_label, tally_title
from allforall.pages.words import Words
from allforall.pages.writing import grouped, share

WIDTH = 360
_LINE = 19
_BAR = 12
_GAP = 16
#: Assumption: at 14 units a letter of a system font is about 7.6 wide on average, and the figure needs
#: room for 11 letters.
_LETTERS_PER_LINE = 31

#: Figures of something still open.
_OPEN = frozenset({"no_answer", "cannot_be_decided", "perhaps_asked_for", "to_review", "unsure", "proposed"})


def is_open(code: str) -> bool:
    """Whether a figure counts what nobody has decided yet."""
    return code in _OPEN or code.startswith("proposed:")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its words, its figure, and its position."""

    lines: tuple[tuple[str, int], ...]  # text and its baseline
    figure: str
    figure_y: int
    bar_y: int
    width: float
    is_open: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its title and a sentence that says the same in words."""

    title: str
    sentence: str
    width: int
    height: int
    bar_height: int
    bars: tuple[Bar, ...]


def chart_of(tally: Tally, words: Words) -> Chart:
    """Returns the chart of a tally: one bar per figure, in the tally's order."""
    bars = []
    top = 0
    told = []
    for figure in tally.figures:
        label = figure_label(words, figure.code)
        told.append(f"{label}: {grouped(figure.count)}")
        wrapped = textwrap.wrap(label, _LETTERS_PER_LINE) or [""]
        lines = tuple((text, top + 14 + number * _LINE) for number, text in enumerate(wrapped))
        bar_y = top + len(wrapped) * _LINE + 1
        whole = max(tally.total, sum(other.count for other in tally.figures), 1)
        bars.append(
            Bar(
                lines=lines,
                figure=f"{grouped(figure.count)} · {share(figure.count, tally.total)}",
                figure_y=top + 14,
                bar_y=bar_y,
                width=round(WIDTH * figure.count / whole, 2),
                is_open=is_open(figure.code),
            )
        )
        top = bar_y + _BAR + _GAP
    return Chart(
        title=tally_title(words, tally),
        sentence="; ".join(told),
        width=WIDTH,
        height=max(top - _GAP + 2, 1),
        bar_height=_BAR,
        bars=tuple(bars),
    )

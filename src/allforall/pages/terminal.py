"""The summary in a terminal: the same figures as the first page, in plain text."""

import textwrap
import unicodedata

from allforall.account.report import NodeReport, Tally
from allforall.pages.labels import figure_label, made_by, party_label, tally_title
from allforall.pages.summary import not_signed, notes, waiting
from allforall.pages.tables import adds_up
from allforall.pages.words import Words, words
from allforall.pages.writing import day, grouped, share, written

_NARROWEST = 40
_BAR = 16


def _columns(text: str) -> int:
    """Returns how many columns a terminal needs for the text: marks none, wide letters two."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - _columns(text))


def summary_text(report: NodeReport, lang: str, width: int) -> str:
    """Returns the summary of a report as lines of at most `width` columns (at least 40), without any name."""
    in_words = words(lang)
    _ = in_words.text
    width = max(width, _NARROWEST)
    lines = textwrap.wrap(made_by(in_words, report), width)
    lines.append("")
    lines += _title(_("Lists"))
    for line in report.lists:
        lines += textwrap.wrap(
            _(
                "{title} ({party}, {kind}, {day}): rows {rows}, read {read}, left out {refused}, problems {problems}",
                title=written(line.title or line.key),
                party=party_label(in_words, line.party),
                kind=in_words.code("list_kind", line.kind),
                day=day(line.as_of),
                rows=line.rows_in_file,
                read=line.rows_read,
                refused=line.rows_refused,
                problems=line.problem_count,
            ),
            width,
            initial_indent="  ",
            subsequent_indent="    ",
        )
    for tally in (*report.tallies, *report.eligibility):
        lines.append("")
        lines += _tally(tally, in_words, width)
    open_entries = waiting(report, in_words)
    lines.append("")
    lines += _title(_("Waiting for a decision"))
    if not open_entries:
        lines.append("  " + _("Nothing is waiting."))
    room = max((len(count) for count, _text, _href in open_entries), default=0)
    for count, text, _href in open_entries:
        head = f"  {count:>{room}}  "
        lines += textwrap.wrap(text, width, initial_indent=head, subsequent_indent=" " * len(head))
    for note in notes(report, in_words):
        lines += ["", *textwrap.wrap(note, width)]
    lines += ["", *textwrap.wrap(not_signed(in_words), width)]
    return "\n".join(lines) + "\n"


def _title(text: str) -> list[str]:
    return [text, "-" * _columns(text)]


def _tally(tally: Tally, in_words: Words, width: int) -> list[str]:
    title = tally_title(in_words, tally)
    lines = textwrap.wrap(f"{title}: {written(tally.of)}" if tally.of else title, width)
    lines.append("-" * min(width, max(_columns(line) for line in lines)))
    labels = [figure_label(in_words, figure.code) for figure in tally.figures]
    figures = [f"{grouped(figure.count)}  {share(figure.count, tally.total):>7}" for figure in tally.figures]
    figure_room = max((len(figure) for figure in figures), default=0)
    # On a narrow terminal the bar is dropped first: the words and the figure suffice.
    bar = _BAR if width >= _NARROWEST + 2 * _BAR else 0
    label_room = max(12, min(max((_columns(label) for label in labels), default=0), width - figure_room - bar - 5))
    for figure, label, text in zip(tally.figures, labels, figures, strict=True):
        wrapped = textwrap.wrap(label, label_room) or [""]
        filled = round(bar * figure.count / max(tally.total, 1))
        drawn = f" {'#' * min(filled, bar)}" if bar and filled else ""
        lines.append(f"  {_padded(wrapped[0], label_room)} {text:>{figure_room}}{drawn}")
        lines += [f"    {rest}" for rest in wrapped[1:]]
    mark = "  " if tally.adds_up else "!! "
    lines += textwrap.wrap(f"{mark}{adds_up(tally, in_words)}", width, initial_indent="", subsequent_indent="   ")
    if tally.adds_up:
        lines[-1] = f"  {lines[-1].strip()}"
    return lines

"""Which lines of a report belong together, and to which of them a figure links."""

from collections.abc import Iterable, Sequence
from typing import Any

from allforall.account.report import AnswerLine, DisclosedLine, FindingLine, NodeReport, Tally
from allforall.pages.html.paging import Group
from allforall.pages.labels import category_label, figure_label, heading, party_label, tally_title
from allforall.pages.tables import (
    Cell,
    Column,
    Row,
    Table,
    anchor,
    answers_table,
    disclosed_table,
    findings_table,
)
from allforall.pages.words import Words
from allforall.pages.writing import day, written

#: Held persons whom the other side did not ask for: a figure with rows of its own.
UNASKED = "held_not_asked_for"


def _sorted_by(lines: Iterable[Any], of: Any) -> dict[Any, list[Any]]:
    grouped: dict[Any, list[Any]] = {}
    for line in lines:
        grouped.setdefault(of(line), []).append(line)
    return grouped


def _answers(
    answers: Sequence[AnswerLine], section: str, prefix: str, words: Words, *, show_names: bool
) -> list[Group]:
    groups = []
    for kind, lines in _sorted_by(answers, lambda line: line.kind).items():
        title = heading(words, words.code("answer_kind", kind))

        def table(part: Sequence[AnswerLine], title: str = title) -> Table:
            return answers_table(part, title, f"{prefix}-row", words, show_names=show_names, own=prefix == "own")

        groups.append(
            Group(
                section=section,
                anchor=anchor(prefix, kind),
                title=title,
                note="",
                lines=lines,
                keys=tuple(line.key for line in lines),
                table=table,
            )
        )
    return groups


def _keys_only(section: str, place: str, title: str, keys: tuple[str, ...], words: Words) -> Group:
    def table(part: Sequence[str]) -> Table:
        rows = [Row((Cell(written(key), "k"),)) for key in part]
        return Table(title, (Column(words.text("Row"), "k"),), rows)

    return Group(section=section, anchor=place, title=title, note="", lines=keys, keys=keys, table=table)


def answer_groups(report: NodeReport, words: Words, *, show_names: bool) -> list[Group]:
    """Returns own answers by kind, received answers by kind, and whom nobody asked for."""
    _ = words.text
    groups = _answers(report.answers, _("Our answers to the other side"), "own", words, show_names=show_names)
    groups += _answers(report.received, _("Answers received from the other side"), "got", words, show_names=show_names)
    for tally in report.tallies:
        for figure in tally.figures:
            if figure.code == UNASKED and figure.keys:
                groups.append(
                    _keys_only(
                        _("Held, but nobody asked for them"),
                        anchor("unasked", tally.code + tally.of),
                        heading(words, f"{figure_label(words, figure.code)}: {written(tally.of)}"),
                        figure.keys,
                        words,
                    )
                )
    return groups


def finding_groups(report: NodeReport, words: Words, *, show_names: bool) -> list[Group]:
    """Returns the divided persons, the track that is not traded, then findings by category and outcome."""
    _ = words.text
    groups = []
    if report.divided:
        title = _("The wordings divide these persons")

        def divided(part: Sequence[FindingLine]) -> Table:
            return findings_table(part, title, "divided", words, show_names=show_names, with_category=True)

        note = _(
            "The two sides word the rule differently. Each wording is applied literally; neither is preferred here."
        )
        keys = tuple(line.key for line in report.divided)
        groups.append(
            Group(
                section=title, anchor="divided", title=title, note=note, lines=report.divided, keys=keys, table=divided
            )
        )
    if report.not_traded:
        apart = _("Not traded: a separate track")

        def not_traded(part: Sequence[FindingLine]) -> Table:
            return findings_table(part, apart, "apart", words, show_names=show_names, with_category=True)

        note = _(
            "These persons are never counted against anyone. No parity applies to them and nobody is substituted for "
            "them."
        )
        keys = tuple(line.key for line in report.not_traded)
        groups.append(
            Group(
                section=apart,
                anchor="not-traded",
                title=apart,
                note=note,
                lines=report.not_traded,
                keys=keys,
                table=not_traded,
            )
        )
    section = _("Every person by category and outcome")
    for (category, outcome), lines in _sorted_by(report.findings, lambda line: (line.category, line.outcome)).items():
        title_of = f"{category_label(words, category)}: {words.code('outcome', outcome)}"

        def table(part: Sequence[FindingLine], title: str = title_of) -> Table:
            return findings_table(part, title, "person", words, show_names=show_names)

        groups.append(
            Group(
                section=section,
                anchor=anchor("found", f"{category} {outcome}"),
                title=title_of,
                note="",
                lines=lines,
                keys=tuple(line.key for line in lines),
                table=table,
            )
        )
    return groups


def disclosed_groups(report: NodeReport, words: Words, *, show_names: bool) -> list[Group]:
    """Returns what was disclosed, by recipient, day and file."""
    groups = []
    for number, ((to, on, file_name), lines) in enumerate(
        _sorted_by(report.disclosed, lambda line: (line.to, line.on, line.file_name)).items(), 1
    ):
        title = words.text("To {to} on {on}", to=party_label(words, to), on=day(on))
        place = f"handed-{number}"

        def table(part: Sequence[DisclosedLine], title: str = title, place: str = place) -> Table:
            return disclosed_table(part, title, f"{place}-row", words, show_names=show_names)

        note = words.text("File: {file}", file=file_name) if file_name else ""
        groups.append(
            Group(
                section="",
                anchor=place,
                title=title,
                note=note,
                lines=lines,
                keys=tuple(line.key for line in lines),
                table=table,
            )
        )
    return groups


class FigureLinks:
    """Where each figure of each tally links to: the lines that have exactly its keys, else a list of keys."""

    def __init__(self, groups: Sequence[tuple[Group, str]], words: Words) -> None:
        self._by_size: dict[int, list[tuple[Group, str]]] = {}
        for group, href in groups:
            self._by_size.setdefault(len(group.keys), []).append((group, href))
        self._words = words
        self.left_over: list[Group] = []

    def link(self, tally: Tally, number: int) -> dict[str, str]:
        """Returns the address for each figure's code of a tally; `number` tells tallies of one code apart."""
        return {
            figure.code: self._href(tally, number, figure.code, figure.keys) for figure in tally.figures if figure.keys
        }

    def _href(self, tally: Tally, number: int, code: str, keys: tuple[str, ...]) -> str:
        wanted = frozenset(keys)
        label, about = figure_label(self._words, code), tally_title(self._words, tally)
        # The same persons may be in two groups; a figure links to the lines that match it.
        same = [
            (about in group.title, href)
            for group, href in self._by_size.get(len(keys), ())
            if label.casefold() in group.title.casefold() and wanted.issuperset(group.keys)
        ]
        if same:
            return max(same)[1]
        place = anchor("rows", f"{number} {code}")
        title = f"{about}: {label}"
        self.left_over.append(_keys_only(self._words.text("Rows behind the figures"), place, title, keys, self._words))
        return place  # the page is known once all are gathered

"""A summary of a node's report for the terminal: counts by code, and whether they add up."""

from dataclasses import dataclass

from allforall.account.report import NodeReport, Tally


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One count: `section` names the tally and `of` the list; `of_total` is that list's length."""

    section: str
    of: str
    code: str
    count: int
    of_total: int


@dataclass(frozen=True, slots=True)
class Summary:
    """All counts of a report in the order of its pages, and the tallies that do not add up (there should be none)."""

    lines: tuple[SummaryLine, ...]
    not_adding_up: tuple[str, ...]

    @property
    def adds_up(self) -> bool:
        """Whether every tally adds up to its list."""
        return not self.not_adding_up


def summarise(report: NodeReport) -> Summary:
    """Returns the counts of a report and whether they add up to the lists' lengths."""
    tallies = (*report.tallies, *report.eligibility)
    lines = [
        SummaryLine("lists", each.key, code, count, each.rows_in_file)
        for each in report.lists
        for code, count in (("rows_read", each.rows_read), ("rows_refused", each.rows_refused))
    ]
    for tally in tallies:
        lines.extend(_lines(tally))
    for section, found in (
        ("to_review", len(report.pairs)),
        ("duplicates", len(report.duplicates)),
        ("divided", len(report.divided)),
        ("not_traded", len({each.key for each in report.not_traded})),
        ("disclosed", len({each.key for each in report.disclosed})),
    ):
        lines.append(SummaryLine(section, "", section, found, found))
    wrong = [f"{tally.code}:{tally.of}" for tally in tallies if not tally.adds_up]
    wrong.extend(f"rows:{each.key}" for each in report.lists if each.rows_read + each.rows_refused != each.rows_in_file)
    return Summary(tuple(lines), tuple(wrong))


def _lines(tally: Tally) -> list[SummaryLine]:
    return [SummaryLine(tally.code, tally.of, figure.code, figure.count, tally.total) for figure in tally.figures]

"""The contents of a summary, for the page, the PDF and the terminal alike."""

from collections import Counter

from allforall.account.report import ListLine, NodeReport
from allforall.pages.labels import category_label, party_label, reason_label
from allforall.pages.tables import Cell, Column, Row, Table
from allforall.pages.words import Words
from allforall.pages.writing import day, grouped, written


def waiting(report: NodeReport, words: Words) -> list[tuple[str, str, str]]:
    """Returns what is waiting for a decision: a figure, its words, and the page."""
    n = words.plural
    proposed = sum(1 for line in report.answers if line.state == "proposed")
    open_facts = sum(1 for line in report.findings if line.outcome == "cannot_be_decided")
    off = sum(1 for tally in (*report.tallies, *report.eligibility) if not tally.adds_up)
    problems = sum(line.problem_count for line in report.lists)
    entries = (
        (off, n("tally that does not add up", "tallies that do not add up", off), "index.html"),
        (len(report.pairs), n("pair to review", "pairs to review", len(report.pairs)), "review.html"),
        (
            len(report.duplicates),
            n("possible duplicate", "possible duplicates", len(report.duplicates)),
            "review.html",
        ),
        (proposed, n("answer to confirm", "answers to confirm", proposed), "answers.html"),
        (
            open_facts,
            n("finding with a missing fact", "findings with a missing fact", open_facts),
            "eligibility.html",
        ),
        (
            len(report.divided),
            n("person divided by the wordings", "persons divided by the wordings", len(report.divided)),
            "eligibility.html",
        ),
        (problems, n("problem in the lists", "problems in the lists", problems), "lists.html"),
    )
    return [(grouped(count), text, href) for count, text, href in entries if count]


def facts(line: ListLine, words: Words) -> list[tuple[str, str, str]]:
    """Returns the particulars of one list as label, text and kind."""
    _ = words.text
    return [
        (_("Party"), party_label(words, line.party), ""),
        (_("Contents"), words.code("list_kind", line.kind), ""),
        (_("As of"), day(line.as_of), "k"),
        (_("Rows in the file"), grouped(line.rows_in_file), "n"),
        (_("Read"), grouped(line.rows_read), "n"),
        (_("Left out"), grouped(line.rows_refused), "n"),
        (_("Problems"), grouped(line.problem_count), "n"),
        (_("File"), written(line.file_name), "wide"),
        (_("SHA-256 of the file"), written(line.sha256), "wide"),
    ]


def counts_table(report: NodeReport, words: Words, *, of: str) -> Table | None:
    """Returns how often each missing fact (`of` is “missing”) or reason decides; None where there is none."""
    _ = words.text
    counts: Counter[tuple[str, str, str]] = Counter()
    for line in report.findings:
        for code in line.missing if of == "missing" else line.reasons:
            counts[line.category, line.outcome, code] += 1
    if not counts:
        return None
    order = sorted(counts.items(), key=lambda item: (item[0][0], item[0][1], -item[1], item[0][2]))
    rows = [
        Row(
            (
                Cell(category_label(words, category)),
                Cell(words.code("outcome", outcome)),
                Cell(words.code("field", code) if of == "missing" else reason_label(words, code)),
                Cell(grouped(count), "n"),
            )
        )
        for (category, outcome, code), count in order
    ]
    caption, what = (_("Missing facts"), _("Missing fact")) if of == "missing" else (_("Reasons"), _("Reason"))
    columns = (Column(_("Category")), Column(_("Outcome")), Column(what), Column(_("Persons"), "n"))
    return Table(caption, columns, rows)


def notes(report: NodeReport, words: Words) -> list[str]:
    """Returns the notes of the account in words."""
    return [words.code("note", note) for note in report.notes]


def not_signed(words: Words) -> str:
    """Returns the disclaimer for these pages."""
    return words.text(
        "Nothing on these pages is signed. They show what this node holds on this day; a proposal is not an "
        "answer until it is confirmed."
    )

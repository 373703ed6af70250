"""The PDF: the summary of a report, its lists, its tallies with their charts, and who falls under which
category.

One answer per name is on the pages, not on paper: a hundred thousand rows do not make a document. The bytes
depend only on the report, the language and `show_names` (reportlab's invariant mode), so that two copies can be
compared.
"""

import io
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    LongTable,
    PageTemplate,
    Paragraph,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Table as SmallTable

from allforall.account.report import NodeReport, Tally
from allforall.pages.charts import is_open
from allforall.pages.labels import made_by, party_label, tally_title
from allforall.pages.pdf.bars import INK, LINE, SOFT, Bar
from allforall.pages.pdf.fonts import BOLD, REGULAR, printable, register
from allforall.pages.summary import counts_table, facts, not_signed, notes, waiting
from allforall.pages.tables import (
    Cell,
    Column,
    Table,
    adds_up,
    disclosed_table,
    findings_table,
    lists_table,
    problems_table,
    tally_table,
)
from allforall.pages.words import Words, words
from allforall.pages.writing import day, written

MARGIN = 18 * mm
WIDTH = A4[0] - 2 * MARGIN
#: Assumption: a cell longer than this would not fit on a page of its own; it is cut and marked as cut.
_LONGEST_CELL = 1200
_PADDING = 7.0
_WIDEST_CELL = 190.0
_SAMPLED_ROWS = 200
_LOOK = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
    ("LINEBELOW", (0, 0), (-1, 0), 0.8, SOFT),
    ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
    ("LEFTPADDING", (0, 0), (-1, -1), 3),
    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ("TOPPADDING", (0, 0), (-1, -1), 2.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
]


def _style(name: str, size: float, **more: Any) -> ParagraphStyle:
    values: dict[str, Any] = {
        "fontName": REGULAR,
        "fontSize": size,
        "leading": size * 1.35,
        "textColor": INK,
        # Long words of a file must not run out of their column.
        "splitLongWords": 1,
        **more,
    }
    return ParagraphStyle(name, **values)


class Styles:
    def __init__(self) -> None:
        self.title = _style("title", 20, fontName=BOLD, leading=25, spaceAfter=4)
        self.under = _style("under", 10, textColor=SOFT, spaceAfter=10)
        self.h1 = _style("h1", 14, fontName=BOLD, spaceBefore=14, spaceAfter=6, keepWithNext=1)
        self.h2 = _style("h2", 11, fontName=BOLD, spaceBefore=10, spaceAfter=4, keepWithNext=1)
        self.body = _style("body", 9.5, spaceAfter=4)
        self.small = _style("small", 8.5, textColor=SOFT, spaceAfter=4)
        self.alarm = _style(
            "alarm",
            10,
            fontName=BOLD,
            borderColor=INK,
            borderWidth=1.5,
            borderPadding=6,
            spaceBefore=8,
            spaceAfter=10,
        )
        self.cell = _style("cell", 8)
        self.number = _style("number", 8, alignment=TA_RIGHT)
        self.head = _style("head", 7.5, fontName=BOLD, textColor=SOFT)
        self.number_head = _style("number_head", 7.5, fontName=BOLD, textColor=SOFT, alignment=TA_RIGHT)


class _Document(BaseDocTemplate):  # type: ignore[misc, unused-ignore]  # reportlab has no types
    def __init__(self, stream: io.BytesIO, report: NodeReport, in_words: Words, *, show_names: bool) -> None:
        party = party_label(in_words, report.party)
        stand = in_words.text("Current state")
        title = f"{stand} · {party} · {day(report.made_on)}"
        super().__init__(
            stream,
            pagesize=A4,
            title=printable(title),
            author=printable(party),
            subject=printable(written(report.arrangement_title)),
            creator="allforall",
            lang=in_words.lang,
            invariant=1,
            displayDocTitle=True,
        )
        frame = Frame(
            MARGIN,
            20 * mm,
            WIDTH,
            A4[1] - 40 * mm,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        self.addPageTemplates([PageTemplate(id="page", frames=[frame])])
        self.running = printable(made_by(in_words, report))
        self.in_words = in_words
        self.show_names = show_names


def _canvas_of(document: _Document) -> type[Canvas]:
    class Numbered(Canvas):  # type: ignore[misc, unused-ignore]  # reportlab has no types
        """Keeps every page until the last is known, then writes “n of m” on each."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._kept: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's name
            self._kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            total = len(self._kept)
            for number, state in enumerate(self._kept, 1):
                self.__dict__.update(state)
                self._furniture(number, total)
                super().showPage()
            super().save()

        def _furniture(self, number: int, total: int) -> None:
            self.setFont(REGULAR, 8)
            self.setFillColor(SOFT)
            page = document.in_words.text("Page {number} of {total}", number=number, total=total)
            self.drawRightString(A4[0] - MARGIN, 12 * mm, printable(page))
            room = WIDTH - self.stringWidth(page, REGULAR, 8) - 8 * mm
            running = document.running
            while running and self.stringWidth(running, REGULAR, 8) > room:
                running = running[:-2].rstrip() + "…"
            self.drawString(MARGIN, 12 * mm, running)
            if document.show_names:
                self.setFont(BOLD, 9)
                self.setFillColor(INK)
                self.drawString(
                    MARGIN,
                    A4[1] - 13 * mm,
                    printable(document.in_words.text("This document contains names of persons.")),
                )

    return Numbered


def write_pdf(report: NodeReport, lang: str, *, show_names: bool = False) -> bytes:
    """Returns the PDF of a report. It contains names and values of persons only with `show_names`."""
    register()
    stream = io.BytesIO()
    document = _Document(stream, report, words(lang), show_names=show_names)
    document.build(_story(report, words(lang), show_names=show_names), canvasmaker=_canvas_of(document))
    return stream.getvalue()


def paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(printable(text)).replace("\n", "<br/>"), style)


#: A longer table does not suit paper; the pages have all of it. Assumption: some forty sheets.
_MOST_ROWS = 1_000


def _story(report: NodeReport, in_words: Words, *, show_names: bool) -> list[Flowable]:
    _ = in_words.text
    styles = Styles()
    story: list[Flowable] = [
        paragraph(_("Current state"), styles.title),
        paragraph(made_by(in_words, report), styles.under),
        paragraph(not_signed(in_words), styles.small),
    ]
    if not show_names:
        story.append(
            paragraph(
                _("This page shows no name and no value of any person; rows are identified by list and line."),
                styles.small,
            )
        )
    story.append(paragraph(_("Waiting for a decision"), styles.h1))
    entries = waiting(report, in_words)
    story += [paragraph(f"{count}  {text}", styles.body) for count, text, _href in entries] or [
        paragraph(_("Nothing is waiting."), styles.body)
    ]
    story.append(paragraph(_("Lists"), styles.h1))
    story += _table(lists_table(report.lists, in_words), styles) or [
        paragraph(_("No list has been imported yet."), styles.body)
    ]
    for title, tallies in (
        (_("Every row accounted for"), report.tallies),
        (_("Eligibility by category"), report.eligibility),
    ):
        if tallies:
            for number, tally in enumerate(tallies):
                # A heading stays with its first tally, and a tally on one page.
                head = [paragraph(title, styles.h1)] if number == 0 else []
                story.append(KeepTogether([*head, *_tally(tally, in_words, styles)]))
    for of in ("missing", "reasons"):
        table = counts_table(report, in_words, of=of)
        if table is not None:
            story += titled(table, styles)
    story += _persons(report, in_words, styles, show_names=show_names)
    for line in report.lists:
        story.append(CondPageBreak(50 * mm))
        story.append(paragraph(written(line.title or line.key), styles.h1))
        story.append(_particulars(facts(line, in_words), styles))
        if line.problems:
            if len(line.problems) < line.problem_count:
                shown = _(
                    "The first {shown} of {count} problems:",
                    shown=len(line.problems),
                    count=line.problem_count,
                )
                story.append(paragraph(shown, styles.small))
            story += titled(problems_table(line.problems, in_words, show_names=show_names), styles, styles.h2)
    if report.notes:
        story.append(paragraph(_("Notes"), styles.h1))
        story += [paragraph(note, styles.body) for note in notes(report, in_words)]
    return story


def _persons(report: NodeReport, in_words: Words, styles: Styles, *, show_names: bool) -> list[Flowable]:
    _ = in_words.text
    story: list[Flowable] = []
    for lines, title in (
        (report.divided, _("The wordings divide these persons")),
        (report.not_traded, _("Not traded: a separate track")),
    ):
        if lines:
            table = findings_table(lines[:_MOST_ROWS], title, "", in_words, show_names=show_names, with_category=True)
            story += titled(table, styles) + _cut(len(lines), in_words, styles)
    if report.disclosed:
        story.append(CondPageBreak(60 * mm))
        story.append(paragraph(_("What has been disclosed to whom"), styles.h1))
        for to, on, file_name in dict.fromkeys((line.to, line.on, line.file_name) for line in report.disclosed):
            lines_of = [line for line in report.disclosed if (line.to, line.on, line.file_name) == (to, on, file_name)]
            heading = _("To {to} on {on}", to=party_label(in_words, to), on=day(on))
            table = disclosed_table(lines_of[:_MOST_ROWS], heading, "", in_words, show_names=show_names)
            story += titled(table, styles, styles.h2) + _cut(len(lines_of), in_words, styles)
    return story


def _cut(count: int, in_words: Words, styles: Styles) -> list[Flowable]:
    """Returns the sentence that a table is cut, where it is."""
    if count <= _MOST_ROWS:
        return []
    text = in_words.text(
        "The first {shown} of {count} rows; all of them are on the pages.", shown=_MOST_ROWS, count=count
    )
    return [paragraph(text, styles.small)]


def titled(table: Table, styles: Styles, heading: ParagraphStyle | None = None) -> list[Flowable]:
    return [
        CondPageBreak(40 * mm),
        paragraph(table.caption, heading or styles.h1),
        *_table(table, styles),
        Spacer(0, 4 * mm),
    ]


def _tally(tally: Tally, in_words: Words, styles: Styles) -> list[Flowable]:
    title = tally_title(in_words, tally)
    head = paragraph(f"{title}: {written(tally.of)}" if tally.of else title, styles.h2)
    table = tally_table(tally, title, in_words)
    width = WIDTH * 0.34
    body: list[list[Flowable | str]] = [
        [_head(table.columns[0], styles), "", *(_head(column, styles) for column in table.columns[1:])]
    ]
    whole = max(tally.total, sum(figure.count for figure in tally.figures), 1)
    for figure, row in zip(tally.figures, table.rows, strict=True):
        bar = Bar(figure.count / whole, width - 12, is_open=is_open(figure.code))
        label, *figures = (_cell(cell, styles) for cell in row.cells)
        body.append([label, bar, *figures])
    rest = WIDTH - width
    drawn = SmallTable(body, colWidths=[rest * 0.56, width, rest * 0.22, rest * 0.22], repeatRows=1)
    drawn.setStyle(TableStyle([*_LOOK, ("VALIGN", (1, 1), (1, -1), "MIDDLE")]))
    sum_line = paragraph(adds_up(tally, in_words), styles.small if tally.adds_up else styles.alarm)
    return [head, drawn, Spacer(0, 1.5 * mm), sum_line, Spacer(0, 2 * mm)]


def _widths(table: Table, width: float) -> list[float]:
    """Returns column widths: no heading is broken inside a word; the rest follows their contents."""
    least, wants = [], []
    for number, column in enumerate(table.columns):
        texts = [printable(row.cells[number].text) for row in table.rows[:_SAMPLED_ROWS]]
        word = max((stringWidth(word, BOLD, 7.5) for word in column.title.split()), default=0.0)
        lines = [stringWidth(line, REGULAR, 8) for text in texts for line in text.split("\n")]
        unbroken = max(lines, default=0.0) if column.kind in {"n", "d"} else 0.0
        least.append(min(max(word, unbroken) + _PADDING, width / len(table.columns) * 1.6))
        title = stringWidth(column.title, BOLD, 7.5)
        wants.append(max(min(max(lines, default=0.0), _WIDEST_CELL), min(title, 70.0)) + _PADDING)
    room = max(0.0, width - sum(least))
    surplus = [max(0.0, want - own) for want, own in zip(wants, least, strict=True)]
    scale = room / (sum(surplus) or 1.0)
    widths = [own + more * scale for own, more in zip(least, surplus, strict=True)]
    # Where every column gets its preferred width, or none can, the widths are scaled to the page's.
    return [column * width / sum(widths) for column in widths]


def _head(column: Column, styles: Styles) -> Paragraph:
    return paragraph(column.title, styles.number_head if column.kind == "n" else styles.head)


def _cell(cell: Cell, styles: Styles) -> Paragraph:
    text = f"{cell.text}\n{cell.note}" if cell.note else cell.text
    text = text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]} […]"
    return paragraph(text, styles.number if cell.kind == "n" else styles.cell)


def _table(table: Table, styles: Styles) -> list[Flowable]:
    if not table.rows:
        return []
    body = [[_head(column, styles) for column in table.columns]]
    body += [[_cell(cell, styles) for cell in row.cells] for row in table.rows]
    drawn = LongTable(body, colWidths=_widths(table, WIDTH), repeatRows=1)
    drawn.setStyle(TableStyle(_LOOK))
    return [drawn]


def _particulars(pairs: Sequence[tuple[str, str, str]], styles: Styles) -> Flowable:
    body = [[paragraph(label, styles.head), paragraph(text, styles.cell)] for label, text, _kind in pairs]
    drawn = SmallTable(body, colWidths=[WIDTH * 0.26, WIDTH * 0.74], hAlign="LEFT")
    drawn.setStyle(
        TableStyle(
            [
                *_LOOK[:1],
                *_LOOK[4:],
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
            ]
        )
    )
    return drawn

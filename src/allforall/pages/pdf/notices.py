"""The notices of a reply for paper: the page's content, one sheet per person, and room for signature and seal."""

import io
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus import Table as SmallTable

from allforall.answers.entries import Addressee
from allforall.answers.notices import Notices
from allforall.pages.html.notices import notice_head, notice_lines, notice_title
from allforall.pages.labels import heading
from allforall.pages.pdf.bars import INK, LINE, SOFT
from allforall.pages.pdf.fonts import BOLD, REGULAR, printable, register
from allforall.pages.words import words

_MARGIN = 18 * mm
_WIDTH = A4[0] - 2 * _MARGIN
_LABEL = 55 * mm


def _style(name: str, size: float, **more: Any) -> ParagraphStyle:
    values: dict[str, Any] = {"fontName": REGULAR, "fontSize": size, "leading": size * 1.35, "textColor": INK, **more}
    return ParagraphStyle(name, splitLongWords=1, **values)


_TITLE = _style("title", 17, fontName=BOLD, spaceAfter=6)
_SHEET = _style("sheet", 11, fontName=BOLD, spaceBefore=8, spaceAfter=3)
_BODY = _style("body", 9)
_SOFT = _style("soft", 8.5, textColor=SOFT, spaceBefore=4, spaceAfter=4)
_ALARM = _style("alarm", 9.5, fontName=BOLD, borderColor=INK, borderWidth=1.2, borderPadding=5, spaceAfter=10)


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(printable(text)).replace("\n", "<br/>"), style)


def _lines(lines: tuple[tuple[str, str], ...]) -> SmallTable:
    body = [[_paragraph(label, _SOFT), _paragraph(text, _BODY)] for label, text in lines]
    table = SmallTable(body, colWidths=[_LABEL, _WIDTH - _LABEL])
    look = [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE)]
    pads = [(f"{side}PADDING", (0, 0), (-1, -1), 1.5) for side in ("TOP", "BOTTOM", "LEFT", "RIGHT")]
    table.setStyle(TableStyle([*look, *pads]))
    return table


def write_notice_pdf(notices: Notices, to: Addressee, lang: str, *, rehearsal: bool = False) -> bytes:
    """Returns the PDF; the same notices give the same bytes."""
    register()
    in_words = words(lang)
    _, title = in_words.text, notice_title(to, in_words)
    warnings = [_("This page contains names of persons."), _("Give it to the addressee only.")]
    if rehearsal:
        warnings.append(_("A rehearsal: every person in it is invented."))
    rests = _(
        "GC III art. 122 and 123: the bureau passes this on through the Protecting Power and the Central Tracing "
        "Agency. Anything not given is unknown here or was not released."
    )
    story: list[Flowable] = [
        _paragraph(" ".join(warnings), _ALARM),
        _paragraph(title, _TITLE),
        _lines(notice_head(notices, to, in_words)),
        _paragraph(rests, _SOFT),
    ]
    for one in notices.notices:
        above = f"{one.ref}  {heading(in_words, in_words.code('', one.ground.value))}"
        story.append(KeepTogether([_paragraph(above, _SHEET), _lines(notice_lines(one, in_words))]))
    seal = SmallTable(
        [[_paragraph(_("Signature"), _SOFT), "", _paragraph(_("Seal"), _SOFT)]],
        colWidths=[_WIDTH * 0.45, _WIDTH * 0.1, _WIDTH * 0.45],
    )
    seal.setStyle(TableStyle([("LINEABOVE", (0, 0), (0, 0), 0.6, SOFT), ("LINEABOVE", (2, 0), (2, 0), 0.6, SOFT)]))
    foot = _(
        "Authenticated by a signature or a seal (GC III art. 122 para. 8); the answers themselves are signed in the "
        "record."
    )
    story.append(KeepTogether([Spacer(0, 22 * mm), seal, _paragraph(foot, _SOFT)]))
    stream = io.BytesIO()
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=20 * mm,
        title=printable(title),
        author=printable(notices.authority),
        creator="allforall",
        lang=in_words.lang,
        invariant=1,
    )

    def number(canvas: Canvas, shown: SimpleDocTemplate) -> None:
        canvas.setFont(REGULAR, 8)
        canvas.setFillColor(SOFT)
        canvas.drawRightString(A4[0] - _MARGIN, 12 * mm, printable(str(shown.page)))

    document.build(story, onFirstPage=number, onLaterPages=number)
    return stream.getvalue()

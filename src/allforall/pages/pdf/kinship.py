"""The page of a weighing of DNA on paper: its sentences, drawings and tables."""

import io
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, PageTemplate, Spacer

from allforall.pages.html.kinship import KinshipPage
from allforall.pages.pdf.bars import SOFT
from allforall.pages.pdf.document import MARGIN, WIDTH, Styles, paragraph, titled
from allforall.pages.pdf.drawings import Picture
from allforall.pages.pdf.fonts import REGULAR, printable, register
from allforall.pages.words import Words

_HEIGHT = A4[1] - 40 * mm


def kinship_pdf(page: KinshipPage, words: Words) -> bytes:
    """Returns the page as a PDF; the bytes depend only on the page and the language."""
    register()
    stream = io.BytesIO()
    document = BaseDocTemplate(
        stream,
        pagesize=A4,
        title=printable(f"{page.title} · {page.made_on}"),
        creator="allforall",
        lang=words.lang,
        invariant=1,
        displayDocTitle=True,
    )
    frame = Frame(MARGIN, 20 * mm, WIDTH, _HEIGHT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)

    def foot(canvas: Any, _document: Any) -> None:
        canvas.setFont(REGULAR, 8)
        canvas.setFillColor(SOFT)
        canvas.drawString(MARGIN, 12 * mm, printable(f"{page.title} · {page.made_on}"))
        canvas.drawRightString(A4[0] - MARGIN, 12 * mm, str(canvas.getPageNumber()))

    document.addPageTemplates([PageTemplate(id="page", frames=[frame], onPage=foot)])
    document.build(_story(page, words))
    return stream.getvalue()


def _story(page: KinshipPage, words: Words) -> list[Flowable]:
    styles = Styles()
    story: list[Flowable] = [paragraph(page.title, styles.title), paragraph(page.made_on, styles.under)]
    story += [paragraph(line, styles.body) for line in page.lead]
    story.append(
        paragraph(
            words.text(
                "Nothing on this page is signed. It does not identify anyone: a board does, using evidence that is not "
                "only genetic."
            ),
            styles.small,
        )
    )
    for section in page.sections:
        story += [CondPageBreak(50 * mm), paragraph(section.title, styles.h1)]
        story += [paragraph(line, styles.body) for line in section.lines]
        for drawing in section.drawings:
            picture = Picture(drawing, WIDTH, _HEIGHT - 30 * mm)
            story += [picture, Spacer(0, 2 * mm), paragraph(drawing.sentence, styles.small)]
        for table in section.tables:
            if table.rows:
                story += titled(table, styles, styles.h2)
    return story

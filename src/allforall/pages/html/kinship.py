"""The page of a weighing of DNA: what was found in words, drawings, and beside each a table that says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from allforall.pages.drawing import Drawing
from allforall.pages.html.engine import render
from allforall.pages.tables import Table
from allforall.pages.words import Words


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page: a title, sentences, drawings, and tables."""

    title: str
    lines: Sequence[str] = ()
    drawings: Sequence[Drawing] = ()
    tables: Sequence[Table] = ()


@dataclass(frozen=True, slots=True)
class KinshipPage:
    """A page: its title, the day, the sentences at its top, and its parts."""

    title: str
    made_on: str
    lead: Sequence[str]
    sections: Sequence[Section]


#: A page with more parts than this begins with a table of contents.
_CONTENTS_FROM = 4


def kinship_page(page: KinshipPage, words: Words) -> bytes:
    """Returns the page as bytes: no script, one style, everything in the file itself."""
    sections = [
        {
            "anchor": f"part-{number}",
            "title": section.title,
            "lines": section.lines,
            "pictures": [
                {"anchor": f"picture-{number}-{place}", "drawing": drawing}
                for place, drawing in enumerate(section.drawings, 1)
            ],
            "tables": section.tables,
        }
        for number, section in enumerate(page.sections, 1)
    ]
    return render(
        "kinship.html",
        words,
        {
            "title": page.title,
            "made_by": page.made_on,
            "party": "",
            "made_on": page.made_on,
            "show_names": False,
            "nav": [],
            "lead": page.lead,
            "sections": sections,
            "contents": len(sections) >= _CONTENTS_FROM,
        },
    )

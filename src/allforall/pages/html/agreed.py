"""The first page of the demonstration: what was agreed, line by line, what of it is carried, and whose pages follow."""

from collections.abc import Sequence

from allforall.pages.agreed import STATUS, TITLE, agreed_table
from allforall.pages.html.engine import render
from allforall.pages.words import Words


def agreed_page(words: Words, *, made_on: str, links: Sequence[tuple[str, str]]) -> bytes:
    """Returns the page; `links` are the pages that follow, each by its address and its name."""
    _ = words.text
    return render(
        "agreed.html",
        words,
        {
            "title": _(TITLE),
            "made_by": _("A demonstration with invented people"),
            "party": "",
            "made_on": made_on,
            "show_names": False,
            "nav": [],
            "status": _(STATUS),
            "table": agreed_table(words),
            "follow": _("The pages of the demonstration"),
            "links": links,
        },
    )

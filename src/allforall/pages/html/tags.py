"""The template tags of the pages: words in the reader's language."""

from html import escape
from typing import Any

from django.template import Context, Library
from django.utils.safestring import SafeString

from allforall.pages.tables import Cell, Table
from allforall.pages.writing import grouped

register = Library()


@register.simple_tag(takes_context=True)
def t(context: Context, msgid: str, **params: Any) -> str:
    """Returns the text in the page's language; it is escaped like every other value."""
    return str(context["words"].text(msgid, **params))


@register.simple_tag(takes_context=True)
def n(context: Context, singular: str, plural: str, number: int, **params: Any) -> str:
    """Returns the form of a text that goes with a number."""
    return str(context["words"].plural(singular, plural, number, **params))


@register.filter
def figure(number: int) -> str:
    """Returns a whole number with its thousands parted."""
    return grouped(number)


@register.simple_tag
def rows(table: Table) -> SafeString:
    """Returns the body of a table; drawn here, since a loop in the template takes six times as long."""
    drawn = []
    for cells, place in table.rows:
        row_id = f' id="{escape(place)}"' if place else ""
        head, *rest = cells
        body = "".join(f"<td{_attributes(cell)}>{_contents(cell)}</td>" for cell in rest)
        drawn.append(f'<tr{row_id}><th scope="row"{_attributes(head)}>{_contents(head)}</th>{body}</tr>')
    # Every text above went through `escape`; nothing else may be put here.
    return SafeString("\n".join(drawn))


def _attributes(cell: Cell) -> str:
    if not cell.kind:
        return ""
    return f' class="{escape(cell.kind)}" dir="auto"' if cell.kind == "w" else f' class="{escape(cell.kind)}"'


def _contents(cell: Cell) -> str:
    text = escape(cell.text)
    if cell.href:
        text = f'<a href="{escape(cell.href)}">{text}</a>'
    return f'{text}<small class="note" dir="auto">{escape(cell.note)}</small>' if cell.note else text

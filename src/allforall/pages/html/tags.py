"""The template tags of the pages: words in the reader's language."""

from typing import Any

from django.template import Context, Library

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

"""The template engine of the pages: Jinja2, with everything escaped that is not a page's own markup."""

from functools import lru_cache
from html import escape
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from allforall.pages.html.drawn import drawing, one_cell, rows
from allforall.pages.words import Words
from allforall.pages.writing import grouped


def _escaped(value: object) -> Markup:
    """Returns a value as markup: one that is markup already as it is, any other escaped.

    Jinja would escape it too, but write a quotation mark in another way than the cells of tables (`drawn`) do.
    """
    return value if isinstance(value, Markup) else Markup(escape(str(value)))  # noqa: S704 - it was escaped


@lru_cache(maxsize=1)
def _engine() -> Environment:
    engine = Environment(
        loader=PackageLoader("allforall.pages"),
        autoescape=True,
        finalize=_escaped,
        undefined=StrictUndefined,  # a name misspelt in a template is a fault, not an empty place
        keep_trailing_newline=True,
        auto_reload=False,
    )
    engine.globals |= {"rows": rows, "cell": one_cell, "drawing": drawing}
    engine.filters["figure"] = grouped
    return engine


def render(template: str, words: Words, values: dict[str, Any]) -> bytes:
    """Returns a page as bytes of UTF-8. In the template `t` and `n` are the texts of the reader's language."""
    said = {"t": words.text, "n": words.plural, "lang": words.lang}
    return _engine().get_template(template).render(said, **values).encode("utf-8", "replace")

"""Everything that a person reads: HTML pages, their charts, the PDF, the terminal summary, in four languages.

Takes an `account.report.NodeReport` and a language; gives bytes and text. It computes nothing that is not in
the report, and no name or value of a person is drawn unless the caller asks for names. The texts of all codes
and errors live here.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from allforall.errors import naming_the_extra
from allforall.pages.words import LANGUAGES, Words, words

if TYPE_CHECKING:
    from allforall.pages.html import write_pages
    from allforall.pages.pdf import write_pdf
    from allforall.pages.terminal import summary_text

__all__ = ["LANGUAGES", "Words", "summary_text", "words", "write_pages", "write_pdf"]

#: Drawing needs a template engine and a PDF library (an extra); code that only needs words does not load them.
_LOADED_WHEN_ASKED = {"write_pages": "html", "write_pdf": "pdf", "summary_text": "terminal"}


def __getattr__(name: str) -> Any:
    """Returns a drawing function, loaded on first use."""
    if name not in _LOADED_WHEN_ASKED:
        raise AttributeError(name)
    with naming_the_extra():
        return getattr(import_module(f"{__name__}.{_LOADED_WHEN_ASKED[name]}"), name)

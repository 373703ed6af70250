"""Everything that a person reads: HTML pages, their charts, the PDF, the terminal summary, in four
languages.

Takes an `account.report.NodeReport` and a language; gives bytes and text. It computes nothing that is not
in the report, and no name or value of a person is drawn unless the caller asks for names. The texts of all
codes and errors stand here.
"""

from allforall.pages.code_texts import N_
from allforall.pages.html import write_pages
from allforall.pages.pdf import write_pdf
from allforall.pages.terminal import summary_text
from allforall.pages.words import LANGUAGES, Words, words

__all__ = ["LANGUAGES", "N_", "Words", "summary_text", "words", "write_pages", "write_pdf"]

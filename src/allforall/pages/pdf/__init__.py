"""The account as a PDF for paper: summary, lists, tallies, eligibility."""

from allforall.pages.pdf.document import write_pdf

__all__ = ["write_pdf"]

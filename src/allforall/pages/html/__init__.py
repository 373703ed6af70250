"""The HTML pages of a node: no script, one style, everything in the file itself."""

from allforall.pages.html.writer import PAIRS_PER_PAGE, ROWS_PER_PAGE, Out, write_pages

__all__ = ["PAIRS_PER_PAGE", "ROWS_PER_PAGE", "Out", "write_pages"]

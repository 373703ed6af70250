"""The bundled fonts and what they can print."""

import io
from functools import lru_cache
from importlib.resources import files

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from allforall.pages.writing import MINUS, written

REGULAR, BOLD = "AllforallSans", "AllforallSans-Bold"

#: Characters missing from the fonts, with ordinary substitutes.
_STAND_INS = {MINUS: "\u2013", "≈": "~", "≠": "≠"}


@lru_cache(maxsize=1)
def _printable() -> frozenset[int]:
    """Registers both fonts with reportlab, and returns the characters that both have."""
    folder = files("allforall.pages") / "fonts"
    known: list[frozenset[int]] = []
    for name, file_name in ((REGULAR, "NotoSans-Regular.ttf"), (BOLD, "NotoSans-Bold.ttf")):
        font = TTFont(name, io.BytesIO((folder / file_name).read_bytes()))
        pdfmetrics.registerFont(font)
        known.append(frozenset(font.face.charToGlyph))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
    return frozenset.intersection(*known)


def register() -> None:
    """Makes the fonts known to reportlab; a second call does nothing."""
    _printable()


def printable(text: str) -> str:
    """Returns the text with every character that is missing from the fonts or hidden shown by its number."""
    known = _printable()
    return "".join(
        char if ord(char) in known or char == "\n" else _STAND_INS.get(char, f"[U+{ord(char):04X}]")
        for part in text.split("\n")
        for char in (*written(part), "\n")
    )[:-1]

"""A cell's text without invisible characters: the first step of every reading.

Control and bidirectional characters can make what a person sees differ from what a program compares (Unicode Technical
Report 36). A cell is kept as written; the reading leaves them out and is marked.
"""

import unicodedata

#: Letters of the surrogate, private and unassigned areas carry no text either.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
#: Line ends and tabs are spacing, not hidden characters.
_SPACING = frozenset("\t\n\r\x0b\x0c\x85")


def visible(text: str) -> tuple[str, bool]:
    """Returns the text in NFC, single-spaced, without hidden characters, and whether there were any."""
    hidden = False
    if not text.isprintable():
        kept: list[str] = []
        for letter in text:
            if letter in _SPACING:
                kept.append(" ")
            elif unicodedata.category(letter) in _HIDDEN:
                hidden = True
            else:
                kept.append(letter)
        text = "".join(kept)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split()), hidden

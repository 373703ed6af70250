"""A cell's text without what cannot be seen in it: the first step of every reading.

Control and bidirectional characters can turn what a person sees into something else than what a program
compares (Unicode Technical Report 36). A cell is kept as written; the reading leaves them out and says so.
"""

import unicodedata

#: Letters of the surrogate, private and unassigned areas carry no text either.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
#: Line ends and tabs are spacing, not something hidden.
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

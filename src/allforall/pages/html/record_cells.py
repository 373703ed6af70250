"""Entries, hashes and keys as the pages of the record write them."""

from allforall.account.said import Ref
from allforall.pages.entry_words import author_label
from allforall.pages.tables import Cell
from allforall.pages.words import Words
from allforall.pages.writing import written

#: A hash is shown by its first signs; two that agree in 48 bits by chance are not met.
_SHORT = 12


def ref_label(words: Words, ref: Ref) -> str:
    """Returns how an entry is called: whose, and which."""
    number = str(ref.index)
    text = words.text("{author}, entry {entry}", author=author_label(words, ref.author), entry=number)
    return text.replace(f" {number}", f"\u00a0{number}")  # the number does not stand alone on the next line


def entry_file(ref: Ref) -> str:
    """Returns the name of an entry's page."""
    return f"entry-{ref.author}-{ref.index}.html"


def log_file(author: str) -> str:
    """Returns the stem of the pages of a log."""
    return f"record-{author}"


def hash_cell(data: bytes) -> Cell:
    """Returns a hash by its first signs; the whole opens on demand."""
    whole = data.hex()
    return Cell(f"{whole[:_SHORT]}…", "h", whole=whole)


def lines_of(text: str) -> str:
    """Returns a text of several lines with hidden characters shown by their number, and its lines kept."""
    return "\n".join(written(line) for line in text.split("\n"))


def key_cell(vkey: str) -> Cell:
    """Returns a public key by the mark that is made of it; whose it is by its name, which opens with the whole."""
    _, mark, _ = vkey.split("+", 2)
    return Cell(mark, "h", whole=written(vkey))

"""Authors, entries, hashes and keys as the pages of the record write them."""

from allforall.account.entry_types import ENTRY_TYPES
from allforall.account.said import Ref
from allforall.pages.code_texts import GROUPS
from allforall.pages.labels import heading
from allforall.pages.tables import Cell
from allforall.pages.words import Words
from allforall.pages.writing import written

#: A hash is shown by its first signs; two that agree in 48 bits by chance are not met.
_SHORT = 12


def author_label(words: Words, author: str) -> str:
    """Returns the words for an author of the record."""
    return words.code("author", author) if author in GROUPS["author"] else written(author)


def type_label(words: Words, kind: str) -> str:
    """Returns an entry's type in words. One that this program does not know is not repeated: it may be anything."""
    return words.text(ENTRY_TYPES[kind].label) if kind in ENTRY_TYPES else words.text("an entry of an unknown type")


def type_heading(words: Words, kind: str) -> str:
    """Returns an entry's type as a heading."""
    return heading(words, type_label(words, kind))


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

"""What an entry says, as tables: each field in words.

Only what a reader has read is drawn. The words of an entry that is not valid, or of a type that nobody knows here, may
be anybody's name: they are folded away, and shown where names are asked for.
"""

from collections.abc import Sequence

from allforall.account.content import Draw, FieldSaid, Value
from allforall.account.said import EntryLine
from allforall.pages.entry_words import label_said, value_said
from allforall.pages.html.record_cells import hash_cell, key_cell, lines_of
from allforall.pages.labels import heading
from allforall.pages.tables import Cell, Column, Row, Table
from allforall.pages.words import Words
from allforall.pages.writing import NOTHING

#: A text longer than this opens on demand.
_LONG = 160


def body_tables(words: Words, line: EntryLine) -> list[Table]:
    """Returns the body: one table of single values, and one for each list of like things in it."""
    single = [
        Row((Cell(heading(words, label_said(words, said)), "w"), _cell(words, said.values)))
        for said in line.content
        if not said.rows
    ]
    tables = [_list_table(words, said) for said in line.content if said.rows]
    if single:
        columns = (Column(words.text("Field")), Column(words.text("Value")))
        tables.insert(0, Table(words.text("Content of the entry"), columns, single))
    return tables


def _list_table(words: Words, said: FieldSaid) -> Table:
    columns = tuple(
        Column(heading(words, label_said(words, part)), "n" if part.values[0].draw is Draw.COUNT else "")
        for part in said.rows[0]
    )
    rows = [Row(tuple(_cell(words, part.values) for part in row)) for row in said.rows]
    return Table(heading(words, label_said(words, said)), columns, rows)


def _cell(words: Words, values: Sequence[Value]) -> Cell:
    cells = [value_cell(words, value) for value in values]
    if len(cells) == 1:
        return cells[0]
    whole = "\n".join(cell.whole or cell.text for cell in cells) if any(cell.whole for cell in cells) else ""
    return Cell("\n".join(cell.text for cell in cells) or NOTHING, "w", whole=whole)


def value_cell(words: Words, value: Value) -> Cell:
    """Returns a value in words: codes as their words, hashes shortened, long texts folded."""
    if value.draw is Draw.HASH:
        return hash_cell(value.data)
    if value.draw is Draw.KEY:
        return key_cell(value.text)
    if value.draw is Draw.TEXT:
        return _text_cell(value.text)
    return Cell(value_said(words, value), "n" if value.draw is Draw.COUNT else "")


def _text_cell(value: str) -> Cell:
    text = lines_of(value)
    if "\n" in text.strip() or len(text) > _LONG:
        first = next((line for line in text.split("\n") if line.strip()), "")[:60]
        return Cell(f"{first}…", "w", whole=text)
    return Cell(text, "w")

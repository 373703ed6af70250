"""What an entry says, as tables: each field in words, by the form that its type gives it.

Only what a reader has read is drawn. The words of an entry that is not valid, or of a type that nobody knows here, may
be anybody's name: they are folded away, and shown where names are asked for.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from allforall.account.entry_types import ENTRY_TYPES
from allforall.account.said import EntryLine, Reading
from allforall.offers.entries import BasisText, Category
from allforall.pages.code_texts import GROUPS
from allforall.pages.entry_words import type_label, value_said
from allforall.pages.html.record_cells import hash_cell, key_cell, lines_of
from allforall.pages.labels import category_label, heading
from allforall.pages.tables import Cell, Column, Row, Table
from allforall.pages.words import Words
from allforall.pages.writing import NOTHING, grouped
from allforall.record.forms import Count, Day, Field, Form, Hash, Many, Maybe, Parts, Sha256, Text
from allforall.record.key_entries import KeysOfAuthor, PublicKeyText
from allforall.record.notes import decode_base64

#: A text longer than this opens on demand.
_LONG = 160


def body_tables(words: Words, line: EntryLine) -> list[Table]:
    """Returns the body: one table of single values, and one for each list of like things in it."""
    if line.entry is None or line.reading is not Reading.READ:
        return []
    single: list[Row] = []
    tables: list[Table] = []
    body = line.entry.body
    for field in ENTRY_TYPES[line.entry.type].fields:
        form, value, label = field.form, body[field.key], words.text(field.label)
        if isinstance(form, Many) and isinstance(form.form, Parts) and value:
            tables.append(_list_table(words, label, form.form.fields, value))
        elif isinstance(form, KeysOfAuthor):
            single += [_row(words, name, cell) for name, cell in _keys(words, value)]
        else:
            single.append(_row(words, label, value_cell(words, form, value)))
    if single:
        columns = (Column(words.text("Field")), Column(words.text("Value")))
        tables.insert(0, Table(words.text("Content of the entry"), columns, single))
    return tables


def _row(words: Words, label: str, cell: Cell) -> Row:
    return Row((Cell(heading(words, label), "w"), cell))


def _list_table(words: Words, title: str, fields: Sequence[Field], items: Sequence[Mapping[str, Any]]) -> Table:
    columns = tuple(
        Column(heading(words, words.text(field.label)), "n" if isinstance(field.form, Count) else "")
        for field in fields
    )
    rows = [Row(tuple(value_cell(words, field.form, item[field.key]) for field in fields)) for item in items]
    return Table(heading(words, title), columns, rows)


def _keys(words: Words, keys: Mapping[str, Any], way: tuple[str, ...] = ()) -> list[tuple[str, Cell]]:
    """Keys that are changed to, one row each."""
    rows: list[tuple[str, Cell]] = []
    for key, value in keys.items():
        label = words.text(KeysOfAuthor.labels[key]) if key in KeysOfAuthor.labels else type_label(words, key)
        within = (*way, label)
        if isinstance(value, Mapping):
            rows += _keys(words, value, within)
        elif isinstance(value, list):
            cells = [key_cell(each) for each in value]
            whole = "\n".join(cell.whole for cell in cells)
            rows.append((": ".join(within), Cell("\n".join(cell.text for cell in cells), "w", whole=whole)))
        elif isinstance(value, int):
            rows.append((": ".join(within), Cell(grouped(value))))
        else:
            data = decode_base64(value)
            rows.append((": ".join(within), hash_cell(data) if data is not None else key_cell(value)))
    return rows


def value_cell(words: Words, form: Form[Any], value: Any) -> Cell:
    """Returns a value of a body in words: codes as their words, hashes shortened, long texts folded."""
    if isinstance(form, Maybe) and value is not None:
        return value_cell(words, form.form, value)
    if isinstance(form, Maybe) and not isinstance(form.form, Count | Day):
        return Cell(NOTHING)
    if isinstance(form, Many):
        cells = [value_cell(words, form.form, item) for item in value]
        whole = "\n".join(cell.whole or cell.text for cell in cells) if any(cell.whole for cell in cells) else ""
        return Cell("\n".join(cell.text for cell in cells) or NOTHING, "w", whole=whole)
    if isinstance(form, Hash):
        return hash_cell(decode_base64(value) or b"")
    if isinstance(form, Sha256):
        return hash_cell(bytes.fromhex(value))
    if isinstance(form, PublicKeyText):
        return key_cell(value)
    if isinstance(form, Category) and value in GROUPS["category"]:
        return Cell(category_label(words, value))
    if isinstance(form, Text | BasisText):
        return _text_cell(value)
    return Cell(value_said(words, form, value), "n" if isinstance(form, Count) else "")


def _text_cell(value: str) -> Cell:
    text = lines_of(value)
    if "\n" in text.strip() or len(text) > _LONG:
        first = next((line for line in text.split("\n") if line.strip()), "")[:60]
        return Cell(f"{first}…", "w", whole=text)
    return Cell(text or NOTHING, "w")

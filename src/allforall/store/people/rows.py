"""Lists and rows between the values of `people` and the tables."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import connection

from allforall.errors import Word
from allforall.people.fields import Basis, Field
from allforall.people.persons import Mark, PersonRow, Problem, Reading
from allforall.store.node.models import Act
from allforall.store.people.models import StoredList, StoredProblem, StoredRow

_BATCH = 2_000
#: No list has a line number of more than nine digits.
_LINE_DIGITS = 9
_INSERT_ROW = "INSERT INTO people_storedrow (list_id, line, cells, readings) VALUES (%s, %s, %s, %s)"


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def encode_readings(row: PersonRow) -> str:
    """Returns the readings as compact JSON: field, text as written, value, column, marks."""
    return _encode([(one.field, one.written, one.value, one.column, *one.marks) for one in row.readings])


def encode_cells(cells: Iterable[str]) -> str:
    """Returns the cells as written, as compact JSON."""
    return _encode(list(cells))


_FIELDS = {field.value: field for field in Field}
_MARKS = {mark.value: mark for mark in Mark}


class _Decoder:
    """Makes rows of what was stored. Texts, fields and marks that many rows share are kept once: lists are long."""

    def __init__(self, list_key: str, basis: Basis, fields: Collection[Field] | None) -> None:
        self._list_key = list_key
        self._basis = basis
        self._fields = _FIELDS if fields is None else {field.value: field for field in fields}
        self._with_cells = fields is None
        self._texts: dict[str, str] = {}
        self._marks: dict[tuple[str, ...], tuple[Mark, ...]] = {}

    def row(self, line: int, cells: str, readings: str) -> PersonRow:
        once, fields = self._texts.setdefault, self._fields
        return PersonRow(
            f"{self._list_key}:{line}",
            line,
            tuple([once(cell, cell) if cell else cell for cell in json.loads(cells)]) if self._with_cells else (),
            tuple(
                [
                    Reading(fields[name], once(written, written), once(value, value), self._marks_of(marks), column)
                    for name, written, value, column, *marks in json.loads(readings)
                    if name in fields
                ]
            ),
            self._basis,
        )

    def _marks_of(self, marks: list[str]) -> tuple[Mark, ...]:
        if not marks:
            return ()
        key = tuple(marks)
        found = self._marks.get(key)
        if found is None:
            found = self._marks[key] = tuple(_MARKS[mark] for mark in key)
        return found


def next_list_key(kind: str, party: str) -> str:
    """Returns a short key that no list of this node has: ``SA1`` is the first list of persons whom party A seeks."""
    stem = f"{kind[0].upper()}{party[-1].upper()}"
    return f"{stem}{StoredList.every.filter(kind=kind, party=party).count() + 1}"


def store_people(stored: StoredList, read: Iterable[PersonRow | Problem], *, batch: int = _BATCH) -> None:
    """Stores rows and problems as they come, in batches, and the counts and the content digest of the list.

    The caller holds the transaction.
    """
    digest = hashlib.sha256()
    rows = problems = 0
    refused: set[int] = set()  # a row may be refused for two reasons
    stream = iter(read)
    while chunk := list(islice(stream, batch)):
        people = [one for one in chunk if isinstance(one, PersonRow)]
        issues = [one for one in chunk if isinstance(one, Problem)]
        cells = [encode_cells(one.cells) for one in people]
        for text in cells:
            digest.update(text.encode() + b"\n")
        with connection.cursor() as cursor:
            # There are many rows, and they need no methods; a model object for each would cost as much as reading.
            cursor.executemany(
                _INSERT_ROW,
                [(stored.pk, one.line, text, encode_readings(one)) for one, text in zip(people, cells, strict=True)],
            )
        StoredProblem.objects.bulk_create(
            StoredProblem(
                list=stored,
                line=one.line,
                column=one.column,
                heading=one.heading[:300],
                code=one.code,
                expected=one.expected[:200],
                expected_group=one.expected.group if isinstance(one.expected, Word) else "",
                found=one.found[:400],
                refused=one.refused,
            )
            for one in issues
        )
        rows += len(people)
        problems += len(issues)
        refused.update(one.line for one in issues if one.refused)
    stored.rows_read, stored.rows_refused, stored.problem_count = rows, len(refused), problems
    stored.rows_in_file = rows + len(refused)
    stored.content_digest = digest.hexdigest()
    stored.save()


def read_problem(stored: StoredProblem) -> Problem:
    """Returns a problem as it was found."""
    expected = Word(stored.expected_group, stored.expected) if stored.expected_group else stored.expected
    return Problem(
        line=stored.line,
        column=stored.column,
        heading=stored.heading,
        code=stored.code,
        expected=expected,
        found=stored.found,
        refused=stored.refused,
    )


def load_rows(
    stored: StoredList, lines: Iterable[int] | None = None, *, fields: Collection[Field] | None = None
) -> Iterator[PersonRow]:
    """Yields the rows of a list in the file's order, a batch at a time; erased rows are left out.

    With `fields`, the rows have these readings and no cells: for rooms that say which fields they look at.
    """
    decoder = _Decoder(stored.key, Basis(stored.basis), fields)
    query = StoredRow.objects.filter(list=stored, erased_by=None).order_by("line")
    if lines is not None:
        query = query.filter(line__in=list(lines))
    for line, cells, readings in query.values_list("line", "cells", "readings").iterator(chunk_size=_BATCH):
        yield decoder.row(line, cells, readings)


def load_row(key: str) -> PersonRow | None:
    """Returns the row with this key, or None if there is none or it was erased."""
    list_key, _, line = key.rpartition(":")
    stored = StoredList.objects.filter(key=list_key).first()
    if stored is None or not line.isascii() or not line.isdecimal() or len(line) > _LINE_DIGITS:
        return None
    return next(load_rows(stored, [int(line)]), None)


def create_list(
    *,
    kind: str,
    party: str,
    title: str,
    as_of: date,
    file_name: str,
    sha256: str,
    file_format: str,
    encoding: str,
    headings: Iterable[str],
    mapping: Mapping[str, Any],
    basis: Basis,
    imported_at: datetime,
    imported_by: str,
    disclosure_digest: str = "",
    their_key: str = "",
) -> StoredList:
    """Returns the stored list, still without rows."""
    return StoredList.objects.create(
        key=next_list_key(kind, party),
        kind=kind,
        party=party,
        title=title,
        as_of=as_of,
        file_name=file_name,
        sha256=sha256,
        format=file_format,
        encoding=encoding,
        headings=list(headings),
        mapping=dict(mapping),
        basis=basis.value,
        imported_at=imported_at,
        imported_by=imported_by,
        disclosure_digest=disclosure_digest,
        their_key=their_key,
    )


def erase_rows(stored: StoredList, lines: Iterable[int], act: Act) -> int:
    """Empties rows for good: no cell and no reading is left; the line and the act stay. Returns how many."""
    return StoredRow.objects.filter(list=stored, line__in=list(lines), erased_by=None).update(
        cells="[]", readings="[]", erased_by=act
    )


def erased_keys(stored: StoredList) -> set[str]:
    """Returns the keys of the rows of a list that were erased."""
    gone = StoredRow.objects.filter(list=stored).exclude(erased_by=None).values_list("line", flat=True)
    return {f"{stored.key}:{line}" for line in gone}

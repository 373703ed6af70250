"""What holds for every table of texts, whatever they are."""

import csv
import io
import json
from datetime import date

import openpyxl
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from allforall.errors import AllforallError, InputError
from allforall.people.fields import Basis, Field
from allforall.people.mapping import ColumnMapping, draft_mapping, find_mapping, read_mapping
from allforall.people.persons import PersonRow, Problem
from allforall.people.reading import read_people
from allforall.people.tables import open_table
from allforall.people.tables.delimited import read_delimited
from allforall.people.tables.encodings import TextEncoding

HEADINGS = ("№", "Прізвище", "Примітки")
#: Letters and signs of the lists, with everything that quoting has to survive.
CYRILLIC = st.text("абвіїєґ АБВІЇЄҐ'-.,;|\t\n\r\"=0123456789xyz№«»", max_size=12)
ANYTHING = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12)


#: A row of a person: it has a name, and no cell that would make it a line of totals or the header once more.
def rows_of(cells):
    return st.lists(st.tuples(st.integers(0, 10**6).map(str), cells.map(lambda text: "Лис " + text), cells), max_size=8)


def written(rows, delimiter, *, everything):
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if everything else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows(rows)
    return out.getvalue()


def opened(data, mapping=None):
    return open_table(io.BytesIO(data), file_name="list", mapping=mapping)


@settings(max_examples=50, deadline=None)
@given(
    rows=rows_of(CYRILLIC),
    delimiter=st.sampled_from(";,\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"]),
    everything=st.booleans(),
)
def test_a_table_written_as_csv_in_any_encoding_and_delimiter_reads_back_cell_for_cell(
    rows, delimiter, encoding, everything
):
    text = written(rows, delimiter, everything=everything)
    try:
        table = opened(text.encode(encoding))
    except InputError as error:
        # Letters at random may read like names in no encoding; then it is asked for, never guessed.
        assume(encoding == "cp1251" and error.code in {"list:encoding:unknown", "list:encoding:unsupported"})
        table = opened(text.encode(encoding), ColumnMapping(encoding=encoding))
    read = list(table.rows())
    assert table.headings == HEADINGS
    assert table.delimiter == delimiter
    assert [cells for _, cells in read] == rows
    # The line of each row is the one on which it starts.
    starts = text.splitlines(keepends=True)
    assert not rows or all(table.headings != cells for _, cells in read)
    assert [line for line, _ in read] == sorted({line for line, _ in read})
    assert all(line <= len(starts) for line, _ in read)


@settings(max_examples=30, deadline=None)
@given(rows=rows_of(ANYTHING), delimiter=st.sampled_from(";,\t|"), encoding=st.sampled_from(["utf-8", "utf-16"]))
def test_any_unicode_text_reads_back_or_its_row_is_refused(rows, delimiter, encoding):
    table = opened(written(rows, delimiter, everything=True).encode(encoding))
    read = [cells for _, cells in table.rows()]
    refused = [problem for problem in table.problems if problem.refused]
    assert all(problem.code == "list:line:doubled_encoding" for problem in refused)
    if not refused:
        assert read == rows


@settings(max_examples=100, deadline=None)
@given(lines=st.lists(st.text('абв;;;"" x1', max_size=14), max_size=12), width=st.integers(0, 4))
def test_every_line_of_a_broken_file_belongs_to_one_row_or_to_one_refusal(lines, width):
    text = "\n".join(["№;Прізвище;Ім'я", *lines])
    covered = []
    for entry in read_delimited(io.BytesIO(text.encode()), TextEncoding("utf-8"), ";", expected_width=width):
        if isinstance(entry, Problem):
            covered += [entry.line] if entry.refused else []
        else:
            covered += range(entry[0], entry[0] + "".join(entry[1]).count("\n") + 1)
    # A last line without anything in it is no line.
    assert covered == list(range(1, len(lines) + 2 - text.endswith("\n")))


@settings(max_examples=100, deadline=None)
@given(lines=st.lists(st.text("абв;;; x1", max_size=14), max_size=12))
def test_every_line_below_the_header_is_a_row_a_refusal_or_blank(lines):
    table = opened("\n".join(["№;Прізвище;Ім'я", *lines]).encode())
    rows, refused = [], []
    for entry in table.entries():
        if not isinstance(entry, Problem):
            rows.append(entry[0])
        elif entry.refused:
            refused.append(entry.line)
    filled = [number for number, line in enumerate(lines, start=2) if line.replace(";", "").strip()]
    assert sorted(rows + refused) == filled


@settings(max_examples=10, deadline=None)
@given(rows=rows_of(st.text("абвіїєґ xyz.,'-0123456789", max_size=12)))
def test_one_table_gives_the_same_readings_from_csv_xlsx_and_json(rows):
    assume(rows)
    rows = [tuple(cell.strip() for cell in row) for row in rows]
    book = openpyxl.Workbook()
    for row in (HEADINGS, *rows):
        book.active.append(row)
    xlsx = io.BytesIO()
    book.save(xlsx)
    jsoned = json.dumps([dict(zip(HEADINGS, row, strict=True)) for row in rows], ensure_ascii=False).encode()
    results = []
    for data in (written(rows, ";", everything=True).encode("utf-16"), xlsx.getvalue(), jsoned):
        table = opened(data)
        people = read_people(table, find_mapping(table), list_key="L", as_of=date(2025, 6, 2), basis=Basis.NOT_STATED)
        results.append([person.readings for person in people if isinstance(person, PersonRow)])
    assert len(results[0]) == len(rows)
    assert results[0] == results[1] == results[2]


@settings(max_examples=120, deadline=None)
@given(data=st.binary(max_size=300) | st.binary(max_size=60).map(lambda b: "ПІБ;Вік\n".encode() + b))
def test_any_bytes_give_rows_or_a_clear_error(data):
    try:
        table = opened(data)
        mapping = find_mapping(table)
        list(read_people(table, mapping, list_key="L", as_of=date(2025, 6, 2), basis=Basis.NOT_STATED))
    except AllforallError as error:
        code = error.code
    else:
        code = "list:read"
    assert code.startswith("list:")


@settings(max_examples=20, deadline=None)
@given(headings=st.lists(ANYTHING, min_size=1, max_size=5), cell=ANYTHING)
def test_the_draft_of_a_mapping_can_always_be_read_and_used(headings, cell):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows(
        [["ПІБ", *headings], ["Лис", *[cell] * len(headings)]]
    )
    data = out.getvalue().encode()
    try:
        table = opened(data)
        expected = find_mapping(table)
    except AllforallError:
        assume(False)
    stated = read_mapping(draft_mapping(table))
    again = opened(data, stated)
    assert find_mapping(again, stated=stated).columns == expected.columns


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=30), field=st.sampled_from(list(Field)))
def test_a_reading_keeps_the_text_as_written_and_an_unread_one_is_reported(text, field):
    out = json.dumps([{"surname": "Лис", field.value: text}], ensure_ascii=False)
    assume(field is not Field.SURNAME)
    table = opened(out.encode("utf-8", "surrogatepass") if text.isprintable() else out.encode("utf-8", "replace"))
    entries = list(
        read_people(table, find_mapping(table), list_key="L", as_of=date(2025, 6, 2), basis=Basis.NOT_STATED)
    )
    for row in entries:
        if isinstance(row, PersonRow):
            own = [reading for reading in row.readings if reading.column == 2]
            assert all(reading.written == row.cells[1] for reading in own)
            unread = [reading for reading in own if not reading.value]
            reported = [entry for entry in entries if isinstance(entry, Problem) and entry.column == 2]
            assert bool(unread) == bool(reported)

import io
import re
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from allforall.errors import InputError
from allforall.people.persons import Problem
from allforall.people.tables import TableFormat, limits, open_table
from allforall.people.tables import xlsx as xlsx_module

HEADER = ["№", "Прізвище", "Ім'я", "Дата народження", "Особистий номер"]


def book(*rows, title="Аркуш1", change=None):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if change:
        change(workbook, sheet)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def repacked(data, change):
    """The package with some of its parts changed, added or removed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()}
        for name, content in change(parts).items():
            new.writestr(name, content)
    return out.getvalue()


def opened(data, **kwargs):
    return open_table(io.BytesIO(data), file_name="list.xlsx", **kwargs)


def read(data):
    table = opened(data)
    rows = list(table.rows())
    return rows, table.problems


def codes(problems):
    return [(p.line, p.column, p.code, p.refused) for p in problems]


def error(data):
    with pytest.raises(InputError) as caught:
        list(opened(data).rows())
    return caught.value


SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_shared_texts(data, surname="<t>Лис</t>", before=""):
    """The package as Excel itself writes it: the surname of the first person stands in the table of shared texts."""

    def change(parts):
        cell = '<c r="B2" t="inlineStr"><is><t>Лис</t></is></c>'.encode()
        assert cell in parts[SHEET]
        kinds = parts["[Content_Types].xml"].replace(
            b"</Types>", f'<Override PartName="/{STRINGS}" ContentType="{_TYPE}"/></Types>'.encode()
        )
        strings = f'<?xml version="1.0"?>{before}<sst xmlns="{_SPACE}"><si><t>x</t></si><si>{surname}</si></sst>'
        return parts | {
            SHEET: parts[SHEET].replace(cell, b'<c r="B2" t="s"><v>1</v></c>'),
            "[Content_Types].xml": kinds,
            STRINGS: strings.encode(),
        }

    return repacked(data, change)


def test_a_sheet_is_read_below_its_titles_with_the_lines_that_excel_shows():
    data = book(["Список зниклих"], [], HEADER, [1, "Шевченко", "Тарас", "1990", "007"], [], [2, "Лис", "Юрій"])
    table = opened(data)
    assert (table.format, table.sheet, table.header_line, table.titles) == (
        TableFormat.XLSX,
        "Аркуш1",
        3,
        ("Список зниклих",),
    )
    assert list(table.rows()) == [(4, ("1", "Шевченко", "Тарас", "1990", "007")), (6, ("2", "Лис", "Юрій"))]


def test_a_real_date_is_written_in_iso_form_and_a_note_says_so():
    rows, problems = read(
        book(
            HEADER,
            [1, "Лис", "Юрій", date(1990, 3, 9)],
            [
                2,
                "Кіт",
                "Іван",
                datetime(1990, 3, 9, 14, 30),  # noqa: DTZ001 - a sheet knows no time zones
            ],
        )
    )
    assert [cells[3] for _, cells in rows] == ["1990-03-09", "1990-03-09 14:30"]
    (note,) = problems
    assert (note.code, note.column, note.heading, note.found) == ("list:xlsx:dates_as_iso", 4, "Дата народження", "2")


def test_a_date_in_the_1904_system_is_the_same_day():
    def change(workbook, _):
        workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    rows, _ = read(book(HEADER, [1, "Лис", "Юрій", date(1990, 3, 9)], change=change))
    assert rows[0][1][3] == "1990-03-09"


def test_a_number_without_a_date_format_stays_a_number():
    rows, _ = read(book(HEADER, [1.0, "Лис", "Юрій", 34792, 123456.0], [2, "Кіт", "Іван", 34792.5, 1.5e3]))
    assert [cells[0] for _, cells in rows] == ["1", "2"]
    assert [cells[3:] for _, cells in rows] == [("34792", "123456"), ("34792.5", "1500")]


def test_leading_zeros_that_a_format_shows_are_kept():
    def change(_, sheet):
        sheet["E2"].number_format = "000000"

    rows, _ = read(book(HEADER, [1, "Лис", "Юрій", "", 421], change=change))
    assert rows[0][1][4] == "000421"


def test_a_number_with_more_digits_than_excel_keeps_is_reported():
    _, problems = read(book(HEADER, [1, "Лис", "Юрій", "", 12345678901234567]))
    assert codes(problems) == [(2, 5, "list:xlsx:digits_lost", False)]


def test_a_formula_is_text_and_its_stored_result_is_not_taken():
    def change(_, sheet):
        sheet["B2"] = '=HYPERLINK("http://example.org";"Лис")'
        sheet["C2"] = ArrayFormula("C2:C3", "=A1:A2")

    data = book(HEADER, [1, "", "", "1990"], change=change)
    data = repacked(
        data,
        lambda parts: parts | {SHEET: parts[SHEET].replace(b"<v></v>", b"<v>7</v>").replace(b"<v />", b"<v>7</v>")},
    )
    rows, _ = read(data)
    assert rows[0][1] == ("1", '=HYPERLINK("http://example.org";"Лис")', "=A1:A2", "1990")


def test_a_cell_that_shares_a_formula_is_a_formula_too():
    data = repacked(
        book(HEADER, [1, "Лис", "Юрій", 5]),
        lambda parts: (
            parts
            | {
                SHEET: parts[SHEET].replace(
                    b'<c r="D2" t="n"><v>5</v></c>', b'<c r="D2"><f t="shared" si="0"/><v>5</v></c>'
                )
            }
        ),
    )
    assert read(data)[0][0][1][3].startswith("=")


def test_merged_cells_among_the_rows_are_reported_with_their_range():
    def change(_, sheet):
        sheet.merge_cells("A1:E1")
        sheet.merge_cells("B3:B5")

    data = book(["Список"], HEADER, [1, "Лис", "Юрій"], [2, None, "Іван"], [3, None, "Олег"], change=change)
    rows, problems = read(data)
    assert [line for line, _ in rows] == [3, 4, 5]
    assert codes(problems) == [(3, 2, "list:xlsx:merged_cells", False)]
    assert problems[0].found == "B3:B5"


def test_a_line_merged_across_the_table_is_a_section_and_no_person():
    def change(_, sheet):
        sheet.merge_cells("A3:E3")

    rows, problems = read(book(HEADER, [1, "Лис", "Юрій"], ["2 батальйон"], [2, "Кіт", "Іван"], change=change))
    assert [line for line, _ in rows] == [2, 4]
    assert codes(problems) == [(3, 1, "list:row:section", True)]


def test_hidden_rows_count_and_are_reported():
    def change(_, sheet):
        sheet.row_dimensions[2].hidden = True
        sheet.row_dimensions[4].hidden = True

    rows, problems = read(book(HEADER, [1, "Лис", "Юрій"], [2, "Кіт", "Іван"], [3, "Бойко", "Олег"], change=change))
    assert len(rows) == 3
    assert codes(problems) == [(2, 0, "list:xlsx:hidden_rows", False)]
    assert problems[0].found == "2"


def test_the_one_sheet_whose_header_is_understood_is_read_and_the_others_are_named():
    def change(workbook, _):
        workbook.create_sheet("Довідник").append(["код", "значення"])
        workbook.create_sheet("Порожній")

    table = opened(book(HEADER, [1, "Лис", "Юрій"], change=change))
    assert table.sheet == "Аркуш1"
    assert [(p.code, p.found) for p in table.problems] == [("list:sheet:not_read", "Довідник")]


def test_two_sheets_of_persons_are_not_chosen_between():
    def change(workbook, _):
        workbook.create_sheet("Другий").append(HEADER)

    data = book(HEADER, [1, "Лис", "Юрій"], change=change)
    caught = error(data)
    assert (caught.code, caught.params["found"]) == ("list:sheet:several", "Аркуш1, Другий")
    from allforall.people.mapping import ColumnMapping

    table = opened(data, mapping=ColumnMapping(sheet="Аркуш1"))
    assert len(list(table.rows())) == 1
    with pytest.raises(InputError) as unknown:
        opened(data, mapping=ColumnMapping(sheet="Третій"))
    assert unknown.value.code == "list:sheet:unknown"


def test_sheets_of_which_none_is_understood_are_named():
    def change(workbook, _):
        workbook.create_sheet("Б").append(["w", "z"])

    caught = error(book(["x", "y"], title="А", change=change))
    assert (caught.code, caught.params["found"]) == ("list:sheet:none", "А, Б")


def test_a_row_with_texts_beyond_the_headings_is_kept_and_reported():
    rows, problems = read(book(HEADER, [1, "Лис", "Юрій", "", "", "", "ще"]))
    assert rows == [(2, ("1", "Лис", "Юрій", "", "", "", "ще"))]
    assert codes(problems) == [(2, 6, "list:cell:no_heading", False)]


def test_a_stray_cell_at_the_far_edge_refuses_its_row_alone():
    def change(_, sheet):
        sheet["XFD2"] = "x"

    rows, problems = read(book(HEADER, [1, "Лис", "Юрій"], [2, "Кіт", "Іван"], change=change))
    assert [line for line, _ in rows] == [3]
    assert codes(problems) == [(2, 0, "list:row:too_many_cells", True)]


def test_rich_text_and_escaped_characters_are_read_as_text():
    rich = "<r><t>Ли</t></r><r><t xml:space='preserve'>с_x0041_</t></r><rPh sb='0' eb='1'><t>x</t></rPh>"
    data = with_shared_texts(book(HEADER, [1, "Лис", "Юрій_x000A_"]), rich)
    assert read(data)[0][0][1][1:3] == ("ЛисA", "Юрій\n")


def test_a_boolean_and_a_failed_formula_are_shown_as_excel_shows_them():
    def change(_, sheet):
        sheet["D2"] = True
        sheet["E2"].data_type = "e"
        sheet["E2"]._value = "#N/A"

    assert read(book(HEADER, [1, "Лис", "Юрій", None, ""], change=change))[0][0][1][3:] == ("TRUE", "#N/A")


def test_an_empty_workbook_is_an_error():
    assert error(book()).code == "list:file:blank"


def test_a_list_with_a_header_and_no_rows_says_so():
    rows, problems = read(book(["Список"], HEADER))
    assert rows == []
    assert codes(problems) == [(2, 0, "list:rows:none", False)]


def test_a_csv_with_the_name_of_a_workbook_is_read_as_what_it_is():
    assert opened("ПІБ;Вік\nЛис Юрій;40\n".encode()).format is TableFormat.CSV


@pytest.mark.parametrize(
    ("name", "found"), [("word/document.xml", "docx"), ("content.xml", "ods"), ("photo.png", "zip")]
)
def test_another_kind_of_package_is_named(name, found):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype" if found == "ods" else "[Content_Types].xml" if found == "docx" else "x", "x")
        package.writestr(name, "x")
    assert error(out.getvalue()).params["found"] == found


def test_an_entity_declaration_is_refused_in_every_part_that_is_read():
    evil = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    for name in (SHEET, STRINGS, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"):

        def change(parts, name=name):
            return parts | {name: re.sub(rb"^(<\?xml[^>]*\?>)?", lambda m: m.group() + evil, parts[name], count=1)}

        data = repacked(with_shared_texts(book(HEADER, [1, "Лис", "Юрій"])), change)
        assert error(data).code in {"list:xlsx:doctype", "list:xlsx:damaged"}, name


def test_a_file_outside_is_never_fetched(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    evil = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    data = with_shared_texts(book(HEADER, [1, "Лис", "Юрій"]), "<t>&e;</t>", evil)
    assert error(data).code == "list:xlsx:doctype"


def test_a_zip_bomb_is_refused_before_anything_is_unpacked(monkeypatch):
    zeros = b" " * (3 * 2**20)
    data = repacked(book(HEADER, [1, "Лис", "Юрій"]), lambda parts: parts | {SHEET: parts[SHEET] + zeros})
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_a, **_k: pytest.fail("something was unpacked"))
    caught = error(data)
    assert (caught.code, caught.params["limit"]) == ("list:xlsx:bomb", "ratio")


@pytest.mark.parametrize(
    ("limit", "name", "said"),
    [
        ("MAX_SHEET_BYTES", SHEET, "size"),
        ("MAX_STRINGS_BYTES", "xl/sharedStrings.xml", "size"),
        ("MAX_PART_BYTES", "xl/styles.xml", "size"),
        ("MAX_ZIP_ENTRIES", None, "entries"),
    ],
)
def test_each_limit_of_a_package_is_kept(monkeypatch, limit, name, said):
    data = with_shared_texts(book(HEADER, [1, "Лис", "Юрій"]))
    assert getattr(limits, limit) > 1000
    monkeypatch.setattr(xlsx_module, limit, 5 if name is None else 100)
    caught = error(data)
    assert (caught.code, caught.params["limit"]) == ("list:xlsx:bomb", said)


def test_a_package_that_understates_a_size_is_damaged_and_not_read_further():
    data = book(HEADER, *([n, "Лис", "Юрій"] for n in range(500)))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        size = package.getinfo(SHEET).file_size
    data = data.replace(size.to_bytes(4, "little"), (size // 2).to_bytes(4, "little"))
    assert error(data).code == "list:xlsx:damaged"


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9, 0.99])
def test_a_workbook_cut_off_is_an_error(keep):
    data = book(HEADER, *([n, "Лис", "Юрій"] for n in range(50)))
    assert error(data[: int(len(data) * keep)]).params.get("found") == "damaged_zip"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<row r="3"', b'<row r="1"'),
        (b'<row r="3"', b'<row r="x"'),
        (b'r="B2"', b'r="??"'),
        (b"</sheetData>", b""),
        (b'r="B2"', b'r="A2"'),
        (b'<c r="B2" t="s"><v>1</v>', b'<c r="B2" t="s"><v>999999</v>'),
    ],
)
def test_a_damaged_sheet_is_a_clear_error(old, new):
    data = with_shared_texts(book(HEADER, [1, "Лис", "Юрій"], [2, "Кіт", "Іван"]))
    changed = repacked(data, lambda parts: parts | {SHEET: parts[SHEET].replace(old, new)})
    with zipfile.ZipFile(io.BytesIO(changed)) as package:
        assert new in package.read(SHEET)
    assert error(changed).code.startswith("list:xlsx:")


def test_a_part_that_is_missing_is_a_clear_error():
    data = repacked(
        book(HEADER, [1, "Лис", "Юрій"]), lambda parts: {k: v for k, v in parts.items() if k != "xl/styles.xml"}
    )
    assert opened(data).headings == tuple(HEADER)
    data = repacked(
        book(HEADER, [1, "Лис", "Юрій"]), lambda parts: {k: v for k, v in parts.items() if k != "xl/workbook.xml"}
    )
    assert error(data).code == "list:xlsx:damaged"


def test_a_list_of_many_rows_is_read_in_constant_memory():
    import tracemalloc

    data = book(HEADER, *([n, "Лис", "Юрій", "1990", "А-1"] for n in range(6000)))
    table = opened(data)
    next(iter(table.rows()))
    tracemalloc.start()
    count = sum(1 for entry in table.entries() if not isinstance(entry, Problem))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 6000
    # 6,000 rows kept would be above 3 MB.
    assert peak < 2.5 * 2**20

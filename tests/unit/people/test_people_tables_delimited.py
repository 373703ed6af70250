import io
from datetime import date

import pytest

from allforall.errors import CallError, InputError
from allforall.people.persons import Problem
from allforall.people.tables import Table, TableFormat, open_table
from allforall.people.tables.limits import MAX_CELL_CHARS, MAX_COLUMNS, MAX_LINE_CHARS, MAX_LINES_IN_CELL

TODAY = date(2025, 6, 2)


def opened(text, encoding="utf-8", mapping=None):
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return open_table(io.BytesIO(data), file_name="list.csv", mapping=mapping)


def read(text, **kwargs):
    table: Table = opened(text, **kwargs)
    rows = list(table.rows())
    return rows, [(p.line, p.code, p.refused) for p in table.problems]


def error(text, **kwargs):
    with pytest.raises(InputError) as caught:
        list(opened(text, **kwargs).rows())
    return caught.value


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_each_delimiter_is_found_by_itself(delimiter):
    text = "Прізвище;Ім'я;Дата народження\nШевченко;Тарас;09.03.1994\n".replace(";", delimiter)
    table = opened(text)
    assert table.delimiter == delimiter
    assert table.headings == ("Прізвище", "Ім'я", "Дата народження")
    assert list(table.rows()) == [(2, ("Шевченко", "Тарас", "09.03.1994"))]


def test_commas_inside_cells_do_not_win_over_the_delimiter_that_the_headings_use():
    text = "ФИО;Место рождения\nИванов Иван;г. Чита, обл., ул. Мира, 1\nПетров Пётр;г. Омск, обл., ул. Лесная, 2\n"
    assert opened(text).delimiter == ";"


def test_the_first_line_of_a_spreadsheet_that_names_the_delimiter_is_believed_and_is_no_row():
    table = opened("sep=|\nsurname|given name\nShevchenko|Taras\n")
    assert (table.delimiter, table.header_line, table.titles) == ("|", 2, ())
    assert list(table.rows()) == [(3, ("Shevchenko", "Taras"))]


def test_titles_and_blank_lines_above_the_header_are_kept_apart():
    table = opened(
        "Список зниклих безвісти;;\n;;\nстаном на 02.06.2025;;\n№;ПІБ;Дата народження\n1;Шевченко Тарас;1990\n"
    )
    assert table.header_line == 4
    assert table.titles == ("Список зниклих безвісти", "станом на 02.06.2025")
    assert list(table.rows()) == [(5, ("1", "Шевченко Тарас", "1990"))]


def test_rows_above_the_header_that_look_like_rows_are_reported():
    table = opened("Хто;Коли;Де\nЛис Юрій;1990;Суми\nПІБ;Дата народження;Місце народження\nКіт Іван;1991;Київ\n")
    assert table.header_line == 3
    assert [(p.line, p.code, p.found) for p in table.problems] == [(1, "list:header:rows_above", "2")]


def test_one_heading_for_the_whole_name_is_enough_for_a_header():
    table = opened("ПІБ;Щось;Ще щось\nЛис Юрій;1;2\n")
    assert (table.header_line, table.headings) == (1, ("ПІБ", "Щось", "Ще щось"))


def test_a_second_header_row_names_the_parts_of_the_first():
    table = opened("№;ПІБ;;;Дата народження\n;Прізвище;Ім'я;По батькові;\n1;Шевченко;Тарас;Григорович;1990\n")
    assert table.headings == ("№", "Прізвище", "Ім'я", "По батькові", "Дата народження")
    assert [line for line, _ in table.rows()] == [3]


def test_a_row_of_data_below_the_header_is_no_second_header():
    table = opened("Прізвище;Ім'я\nКоваленко;Дитина\nМати;Звання\n")
    assert [line for line, _ in table.rows()] == [2, 3]


def test_lines_are_counted_as_an_editor_shows_them_also_after_a_cell_with_line_breaks():
    text = 'ПІБ;Примітки\r\nШевченко Тарас;"перший\r\nдругий"\r\nКоваленко Іван;ні\r\n'
    assert [line for line, _ in opened(text).rows()] == [2, 4]
    assert next(opened(text).rows())[1][1] == "перший\r\nдругий"


def test_a_doubled_quote_is_one_quote_and_a_delimiter_in_quotes_is_text():
    rows, problems = read('ПІБ;Частина\nІваненко Іван;"в/ч ""Беркут""; 2 рота"\n')
    assert rows == [(2, ("Іваненко Іван", 'в/ч "Беркут"; 2 рота'))]
    assert problems == []


def test_a_quote_inside_a_cell_is_kept_as_written():
    rows, problems = read('ПІБ;Частина\nІваненко Іван "Бук";ТОВ "Зоря"\n')
    assert rows == [(2, ('Іваненко Іван "Бук"', 'ТОВ "Зоря"'))]
    assert problems == []


def test_text_after_a_closing_quote_is_kept_as_written_and_reported():
    rows, problems = read('Позивний;ПІБ\n"Бук" старий;Іваненко Іван\n')
    assert rows == [(2, ('"Бук" старий', "Іваненко Іван"))]
    assert problems == [(2, "list:row:stray_quote", False)]


@pytest.mark.parametrize(
    "later",
    ["3;Бойко;Олег", '3;"Бойко";Олег', '3;Бойко;"Олег"', '3;"Бойко, молодший";""', '3;Бойко;Ол"ег', '3;Бойко;Олег"'],
)
def test_a_quote_that_is_never_closed_swallows_no_row(later):
    rows, problems = read(f"№;Прізвище;Ім'я\n1;Шевченко;Тарас\n2;\"Коваленко;Іван\n{later}\n4;Лис;Юрій\n")
    assert [line for line, _ in rows] == [2, 3, 4, 5]
    assert rows[1] == (3, ("2", '"Коваленко', "Іван"))
    assert (3, "list:row:unclosed_quote", False) in problems


def test_text_after_a_quoted_cell_of_two_lines_is_kept_where_the_row_then_fits():
    rows, problems = read('№;Прізвище;Ім\'я\n1;"Шев\nченко"x;Тарас\n2;Лис;Юрій\n')
    assert rows == [(2, ("1", '"Шев\nченко"x', "Тарас")), (4, ("2", "Лис", "Юрій"))]
    assert problems == [(2, "list:row:stray_quote", False)]


def test_a_quote_closed_in_a_later_row_is_not_one_long_cell_though_the_width_fits():
    rows, problems = read('Прізвище;Ім\'я\n"Шевченко;Тарас\n"Лис" старший;Юрій\nКіт;Іван\n')
    assert [line for line, _ in rows] == [2, 3, 4]
    assert [(line, code) for line, code, _ in problems] == [
        (2, "list:row:unclosed_quote"),
        (3, "list:row:stray_quote"),
    ]


def test_lines_that_are_each_a_row_are_not_joined_where_their_quotes_are_not_in_order():
    rows, problems = read('Прізвище;Ім\'я\n"Лис;Юрій\nКіт";"Іван"ко\n')
    assert rows == [(2, ('"Лис', "Юрій")), (3, ('Кіт"', '"Іван"ко'))]
    assert problems == [(2, "list:row:unclosed_quote", False), (3, "list:row:stray_quote", False)]


def test_a_line_with_an_open_quote_and_too_few_cells_is_refused_and_the_next_line_is_read():
    rows, problems = read("№;Прізвище;Ім'я\n1;\"Шевченко;Тарас;x;y\n2;Коваленко;Іван\n")
    assert [line for line, _ in rows] == [3]
    assert problems == [(2, "list:row:unclosed_quote", True)]


def test_an_open_quote_at_the_end_of_the_file_is_reported():
    rows, problems = read('ПІБ;Вік\nІваненко Іван;"35')
    assert rows == [(2, ("Іваненко Іван", '"35'))]
    assert problems == [(2, "list:row:unclosed_quote", False)]


def test_a_quoted_cell_that_holds_what_looks_like_rows_is_reported():
    rows, problems = read('Прізвище;Ім\'я\nШевченко;"Тарас\nКоваленко;Іван"\nЛис;Юрій\n')
    assert rows[0] == (2, ("Шевченко", "Тарас\nКоваленко;Іван"))
    assert problems == [(2, "list:row:rows_in_quotes", False)]


def test_a_quoted_cell_of_several_lines_in_a_row_of_the_wrong_width_is_reported():
    rows, problems = read('№;Прізвище;Ім\'я\n2;"Коваленко;Іван\n3;Бойко;Олег;x"\n4;Лис;Юрій\n')
    assert [line for line, _ in rows] == [2, 4]
    assert problems == [(2, "list:row:too_few_cells", False), (2, "list:row:rows_in_quotes", False)]


def test_a_quoted_cell_may_have_many_lines_but_not_endlessly_many():
    fine = "\n".join("x" * 3 for _ in range(MAX_LINES_IN_CELL - 1))
    rows, problems = read(f'ПІБ;Примітки\nІваненко Іван;"{fine}"\nБойко Олег;\n')
    assert [line for line, _ in rows] == [2, 1 + MAX_LINES_IN_CELL]
    assert problems == []
    much = "\n".join("x" * 3 for _ in range(MAX_LINES_IN_CELL + 5))
    rows, problems = read(f'ПІБ;Примітки\nІваненко Іван;"{much}"\nБойко Олег;\n')
    assert problems[0] == (2, "list:row:unclosed_quote", False)
    assert rows[-1] == (MAX_LINES_IN_CELL + 7, ("Бойко Олег", ""))
    long = "\n".join("Бойко Олег;" for _ in range(3 * MAX_LINES_IN_CELL))
    rows, problems = read(f'ПІБ;Примітки\nІваненко Іван;"{long}\n')
    assert len(rows) == 3 * MAX_LINES_IN_CELL - 1
    assert problems == [(2, "list:row:unclosed_quote", True)]


def test_a_row_with_too_few_cells_is_kept_and_reported():
    rows, problems = read("№;Прізвище;Ім'я;Вік\n1;Шевченко;Тарас\n2;Лис;Юрій;40\n")
    assert rows[0] == (2, ("1", "Шевченко", "Тарас"))
    assert problems == [(2, "list:row:too_few_cells", False)]


def test_rows_with_too_few_cells_that_are_one_row_broken_into_lines_are_refused_together():
    rows, problems = read(
        "Прізвище;Ім'я;Адреса перебування;Вік\nШевченко;Тарас;вул. Садова\nбуд. 5;40\nЛис;Юрій;Суми;30\n"
    )
    assert rows == [(4, ("Лис", "Юрій", "Суми", "30"))]
    assert problems == [(2, "list:row:broken_by_line_break", True), (3, "list:row:broken_by_line_break", True)]


def test_numbered_rows_that_only_lack_cells_are_not_taken_for_one_broken_row():
    rows, _ = read("№;Прізвище;Ім'я;Вік;Стать\n1;Шевченко;Тарас\n2;Лис;Юрій\n")
    assert [line for line, _ in rows] == [2, 3]


def test_a_row_with_too_many_cells_is_refused_since_its_cells_may_have_moved():
    rows, problems = read("Прізвище;Ім'я\nШевченко;Тарас;1990\nЛис;Юрій;;\n")
    assert rows == [(3, ("Лис", "Юрій", "", ""))]
    assert problems == [(2, "list:row:too_many_cells", True)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Всього: 2 особи;;", "list:row:totals"),
        ("Итого;2;", "list:row:totals"),
        ("Прізвище; Ім'я;Вік", "list:row:header_again"),
        ("1;2;3", "list:row:column_numbers"),
    ],
)
def test_a_line_that_is_no_person_is_refused_with_its_reason(line, code):
    rows, problems = read(f"Прізвище;Ім'я;Вік\nШевченко;Тарас;40\n{line}\nЛис;Юрій;30\n")
    assert [number for number, _ in rows] == [2, 4]
    assert problems == [(3, code, True)]


def test_a_person_whose_surname_begins_like_a_word_for_totals_is_a_person():
    rows, problems = read("Прізвище;Ім'я;Вік;Стать\nРазумовський;Кирило;40;ч\nВсеволодов;Іван;;\n")
    assert len(rows) == 2
    assert problems == []


def test_a_list_with_a_header_and_no_rows_says_so():
    rows, problems = read("Прізвище;Ім'я\n\n;\n")
    assert rows == []
    assert problems == [(1, "list:rows:none", False)]


def test_a_cell_longer_than_a_spreadsheet_can_hold_refuses_its_row():
    rows, problems = read(f"Прізвище;Примітки\nЛис;{'x' * (MAX_CELL_CHARS + 1)}\nБойко;{'x' * MAX_CELL_CHARS}\n")
    assert [line for line, _ in rows] == [3]
    assert problems == [(2, "list:cell:too_long", True)]


def test_an_endless_line_is_refused_and_the_next_one_is_read():
    rows, problems = read(f"Прізвище;Примітки\nЛис;{'x' * (3 * MAX_LINE_CHARS)}\nБойко;так\n")
    assert rows == [(3, ("Бойко", "так"))]
    assert problems == [(2, "list:line:too_long", True)]


def test_a_header_wider_than_any_list_is_an_error():
    wide = ";".join(["ПІБ"] + ["x"] * MAX_COLUMNS)
    assert error(f"{wide}\n{wide}\n").code == "list:header:too_wide"


@pytest.mark.parametrize("text", ["", b"\xef\xbb\xbf", "\n\n", ";;;\n;;;\n", "   \n\t\n"])
def test_a_file_without_any_text_is_an_error(text):
    assert error(text).code in {"list:file:empty", "list:file:blank"}


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted_xlsx"),
        ("<html><table><tr><td>ПІБ".encode(), "html"),
        (b"\xef\xbb\xbf <!DOCTYPE HTML><p>", "html"),
        ('<?xml version="1.0"?><Workbook/>'.encode("utf-16"), "xml"),
        (b"{\\rtf1 list", "rtf"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"PK\x03\x04 not really", "damaged_zip"),
    ],
)
def test_a_file_of_another_kind_is_named_whatever_it_is_called(data, found):
    caught = error(data)
    assert (caught.code, caught.params["found"]) == ("list:format:unsupported", found)
    assert caught.params["file"] == "list.csv"


def test_bytes_that_are_no_text_are_an_error_with_the_line():
    caught = error("ПІБ\nІван\n".encode() + bytes(range(256)) * 4)
    assert (caught.code, caught.params["line"]) == ("list:text:nul", 3)


def test_a_stream_that_cannot_be_read_twice_is_refused():
    class Pipe(io.BytesIO):
        def seekable(self):
            return False

    with pytest.raises(CallError) as caught:
        open_table(Pipe(b"x"), file_name="list.csv")
    assert caught.value.code == "list:stream:not_seekable"


def test_a_table_can_be_read_twice_with_the_same_result():
    table = opened('ПІБ;Вік\n"Лис Юрій";40;x\nБойко Олег;30\n')
    first, problems = list(table.rows()), list(table.problems)
    assert list(table.rows()) == first
    assert table.problems == problems
    assert table.format is TableFormat.CSV


def test_every_line_below_the_header_is_a_row_a_refusal_or_blank():
    text = 'ПІБ;Вік\nЛис Юрій;40\n\n"Бойко Олег;30;1\nа;б;в;г\nВсього: 2\nКіт Іван\n'
    table = opened(text)
    entries = list(table.entries())
    rows = {entry[0] for entry in entries if not isinstance(entry, Problem)}
    refused = {entry.line for entry in entries if isinstance(entry, Problem) and entry.refused}
    assert rows | refused == {2, 4, 5, 6, 7}
    assert not rows & refused

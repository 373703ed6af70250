"""Lists as they really arrive: untidy and legitimate. What is read must be exactly right, row by row."""

import datetime as dt
import json

import openpyxl
import pytest
from conftest_shell import new_node
from openpyxl.comments import Comment

from allforall.node.folder import opened
from allforall.node.views.lists import find_list
from allforall.store.people.rows import load_rows


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    return new_node(tmp_path_factory.mktemp("lists"), "node", "party_a")


def read(shell, path, *more):
    """Returns the readings of each line as `{line: {field: value}}`, the marks alike, and the problems."""
    assert shell.read(path, "held", *more) in {0, 6}, shell.told
    told = shell.told["list"]
    problems = {(one["line"], one["code"]) for one in shell.good("list", "problems", told["key"])["problems"]}
    with opened(shell.node):
        rows = list(load_rows(find_list(told["key"])))
    values = {row.line: {one.field.value: one.value for one in row.readings if one.value} for row in rows}
    marks = {
        (row.line, one.field.value): {mark.value for mark in one.marks}
        for row in rows
        for one in row.readings
        if one.marks
    }
    assert told["rows_read"] == len(values)
    assert told["rows_in_file"] == told["rows_read"] + told["rows_refused"]
    return values, marks, problems


def _workbook(path):
    """A merged title, the day, an empty line, headings over two lines, hidden and empty rows, a total, two sheets."""
    book = openpyxl.Workbook()
    book.active.title = "Пояснення"
    book.active["A1"] = "Список підготовлено відділом обліку"
    sheet = book.create_sheet("Список осіб")
    sheet.merge_cells("A1:H1")
    sheet["A1"] = "СПИСОК військовослужбовців"
    sheet["A2"] = "станом на 02.06.2025"
    upper = ["№ з/п", "ПІБ", None, None, "Дата народження", "Особистий номер", "Військове звання", "Примітка"]
    lower = [None, "Прізвище", "Ім'я", "По батькові", None, None, None, None]
    rows = {
        4: upper,
        5: lower,
        6: [1, "Вигаданенко", "Іван", "Петрович", dt.date(1990, 2, 1), "0012345", "солдат", "x"],
        7: ["2", " ПРИМІРЧУК ", "остап", "Іванович", "03.04.1985", 12345, "старший солдат", None],
        9: [3, "Зразковський", "Лука", "Остапович", 33000, "АБ-123456", "сержант", "=1+1"],
        10: [4, "O’Коннелл-Вигадко", "Дем'ян", None, "1 січня 1980 р.", None, "майор", '=HYPERLINK("http://x","y")'],
        11: [5, "Неiснуюк", "Cемен", "Лукич", "близько 1995", None, None, None],
        12: ["Всього: 5 осіб"],
    }
    for line, cells in rows.items():
        for column, value in enumerate(cells, start=1):
            sheet.cell(line, column, value)
    sheet.merge_cells("B4:D4")
    sheet["B6"].hyperlink = "http://example.invalid/"
    sheet["C6"].comment = Comment("перевірити", "діловод")
    sheet.row_dimensions[7].hidden = True
    book.save(path)
    return path


def test_an_untidy_ukrainian_workbook_is_read_to_the_letter(shell):
    values, marks, problems = read(shell, _workbook(shell.folder / "список.xlsx"))
    assert set(values) == {6, 7, 9, 10, 11}
    wanted = ("row_id", "surname", "given_name", "patronymic", "birth_date", "service_number", "rank")
    assert [tuple(values[line].get(name, "") for name in wanted) for line in values] == [
        ("1", "Вигаданенко", "Іван", "Петрович", "1990-02-01", "0012345", "private"),
        ("2", "Примірчук", "Остап", "Іванович", "1985-04-03", "12345", "senior_private"),
        ("3", "Зразковський", "Лука", "Остапович", "1990-05-07", "АБ-123456", "sergeant"),
        ("4", "О'Коннелл-Вигадко", "Дем'ян", "", "1980-01-01", "", "major"),
        ("5", "Неіснуюк", "Семен", "Лукич", "1995~", "", ""),
    ]
    assert marks[9, "birth_date"] == {"excel_serial"}
    assert marks[10, "birth_date"] == {"placeholder_date"}
    assert marks[11, "surname"] == marks[11, "given_name"] == {"lookalike_letters"}
    assert "formula" in marks[9, "remarks"] & marks[10, "remarks"]
    assert {(12, "list:row:totals"), (7, "list:xlsx:hidden_rows"), (0, "list:sheet:not_read")} <= problems


def test_a_russian_csv_as_excel_saves_it_is_read_to_the_letter(shell):
    text = (
        "Список разыскиваемых;;;;;\r\n№;Фамилия;Имя;Отчество;Дата рождения;Звание\r\n"
        '1;"Выдуманов ""Бук""";Иван;Петрович;01.02.1990;рядовой\r\n'
        '2;Примерова;Анна;Сергеевна;1985;"сержант; запаса"\r\n;;;;;\r\nИтого: 2;;;;;\r\n'
    )
    values, marks, problems = read(shell, shell.write("ru.csv", text.encode("cp1251")))
    assert set(values) == {3, 4}
    assert values[3]["surname"] == 'Выдуманов "Бук"'
    assert (values[3]["patronymic"], values[3]["birth_date"], values[3]["rank"]) == (
        "Петрович",
        "1990-02-01",
        "private",
    )
    assert (values[4]["birth_date"], values[4]["rank"]) == ("1985", "сержант; запаса")
    assert marks[4, "rank"] == {"not_in_table"}
    assert problems == {(6, "list:row:totals")}


def test_unicode_text_with_turkish_headings_is_read_to_the_letter(shell):
    text = (
        "No\tSoyadı\tAdı\tDoğum tarihi\tRütbe\r\n1\tÖrnekoğlu\tİbrahim\t05.06.1988\ter\r\n2\tHayalî\tAyşe\t1991\ter\r\n"
    )
    values, _, problems = read(shell, shell.write("tr.txt", text.encode("utf-16")))
    assert values == {
        2: {
            "row_id": "1",
            "surname": "Örnekoğlu",
            "given_name": "İbrahim",
            "birth_date": "1988-06-05",
            "rank": "private",
        },
        3: {"row_id": "2", "surname": "Hayalî", "given_name": "Ayşe", "birth_date": "1991", "rank": "private"},
    }
    assert not problems


def test_an_english_csv_with_impossible_dates_and_numbers_that_stand_twice_keeps_every_row(shell):
    text = (
        "\ufeffID,Surname,First name,Patronymic,Date of birth,Place of birth\r\n"
        'A-1,Vyhadanenko,Ivan,Petrovych,1990-02-01,"Lviv, Ukraine"\r\nA-1,Prymirchuk,Ostap,,04/13/1985,\r\n'
        f"A-3,X,Y,,12/31/2099,\r\nA-4,{'Q' * 300},Bob,,0000-00-00,\r\n"
    )
    values, marks, problems = read(shell, shell.write("en.csv", text))
    assert [values[line].get("birth_date") for line in (2, 3, 4, 5)] == ["1990-02-01", "1985-04-13", None, None]
    assert values[2]["birth_place"] == "lviv"
    assert (marks[4, "surname"], marks[5, "surname"]) == ({"one_letter"}, {"very_long"})
    assert len(values[5]["surname"]) == 300
    assert {
        (2, "list:row_id:twice"),
        (3, "list:row_id:twice"),
        (4, "list:cell:unread"),
        (5, "list:cell:unread"),
    } == problems


def test_json_of_a_web_application_is_read_to_the_letter(shell):
    rows = [
        {"id": 7, "fullName": "Вигаданенко Іван Петрович", "birthDate": "1990-02-01", "rank": None},
        {"id": 8, "fullName": "Ghbvshxer Jcnfg", "birthDate": "13.04.1985"},
        {"id": 9, "fullName": "Зpaзкoвcький Лука", "birthDate": None, "extra": {"a": 1}},
    ]
    path = shell.write("app.json", json.dumps({"exported": "2025-06-02", "rows": rows}, ensure_ascii=False))
    values, marks, problems = read(shell, path)
    assert [(one["row_id"], one["surname"], one["given_name"]) for one in values.values()] == [
        ("7", "Вигаданенко", "Іван"),
        ("8", "Примірчук", "Остап"),
        ("9", "Зразковський", "Лука"),
    ]
    assert marks[2, "full_name"] == {"wrong_keyboard"}
    assert marks[3, "full_name"] == {"lookalike_letters"}
    assert (3, "list:json:nested") in problems


def test_hidden_letters_and_formulas_are_marked_and_never_part_of_a_name(shell):
    text = (
        "№;Прізвище;Ім'я;Дата народження\n1;Вига\u202eданенко\u200b;Ів\u0007ан;01.02.1990\n"
        "2;Р;Л;32.13.1990\n3;=cmd|calc;Лука;01.01.1990\n"
    )
    values, marks, problems = read(shell, shell.write("bidi.csv", text))
    assert (values[2]["surname"], values[2]["given_name"]) == ("Вигаданенко", "Іван")
    assert marks[2, "surname"] == marks[2, "given_name"] == {"hidden_characters"}
    assert "birth_date" not in values[3]
    assert "surname" not in values[4]
    assert {(3, "list:cell:unread"), (4, "list:cell:formula")} <= problems


def test_columns_that_nobody_knows_are_read_with_a_mapping_that_a_person_completed(shell):
    path = shell.write("own.csv", "Хто;Коли\nВигаданенко Іван;01.02.1990\n")
    assert shell.read(path) == 3
    assert shell.code == "list:header:unknown"
    mapping = shell.write("own.toml", '[columns]\n"Хто" = "full_name"\n"Коли" = "birth_date"\n')
    values, _, _ = read(shell, path, "--mapping", mapping)
    assert (values[2]["surname"], values[2]["birth_date"]) == ("Вигаданенко", "1990-02-01")

import io
from datetime import date

import pytest

from allforall.people.fields import Basis, Field
from allforall.people.mapping import find_mapping, read_mapping
from allforall.people.persons import Mark, PersonRow, Problem
from allforall.people.reading import read_people
from allforall.people.tables import open_table

AS_OF = date(2025, 6, 2)


def read(text, mapping="", basis=Basis.OWN_SIDE, encoding="utf-8"):
    stated = read_mapping(mapping) if mapping else None
    table = open_table(io.BytesIO(text.encode(encoding)), file_name="list.csv", mapping=stated)
    found = find_mapping(table, stated=stated)
    entries = list(read_people(table, found, list_key="L1", as_of=AS_OF, basis=basis))
    rows = [entry for entry in entries if isinstance(entry, PersonRow)]
    return rows, [entry for entry in entries if isinstance(entry, Problem)]


def one(text, **kwargs):
    rows, problems = read(text, **kwargs)
    assert len(rows) == 1
    return rows[0], problems


def codes(problems):
    return [(p.line, p.column, p.code, p.refused) for p in problems]


def test_a_row_keeps_its_cells_as_written_and_has_its_readings_beside():
    row, problems = one(
        "№;ПІБ;Дата народження;Звання;Стан утримання\n 1 ;  ШЕВЧЕНКО  Тарас Григорович;09.03.1994;солдат;у полоні\n"
    )
    assert row.key == "L1:2"
    assert row.cells == (" 1 ", "  ШЕВЧЕНКО  Тарас Григорович", "09.03.1994", "солдат", "у полоні")
    assert {r.field: r.value for r in row.readings} == {
        Field.ROW_ID: "1",
        Field.FULL_NAME: "Шевченко Тарас Григорович",
        Field.SURNAME: "Шевченко",
        Field.GIVEN_NAME: "Тарас",
        Field.PATRONYMIC: "Григорович",
        Field.FATHER_NAME: "Григорій",
        Field.BIRTH_DATE: "1994-03-09",
        Field.RANK: "private",
        Field.CUSTODY: "held",
    }
    assert row.reading(Field.SURNAME).column == 2
    assert Mark.SPLIT_FROM_FULL_NAME in row.reading(Field.SURNAME).marks
    assert row.reading(Field.FATHER_NAME).column == 0
    assert row.basis is Basis.OWN_SIDE
    assert problems == []


def test_a_column_of_its_own_goes_before_a_part_of_the_full_name():
    row, _ = one("ПІБ;Прізвище\nШевченко Тарас;Шевченко-Лис\n")
    assert [(r.value, r.column) for r in row.readings if r.field is Field.SURNAME] == [("Шевченко-Лис", 2)]
    assert row.value(Field.GIVEN_NAME) == "Тарас"


def test_a_birth_date_is_read_from_an_age_only_where_no_date_stands():
    rows, problems = read("ПІБ;Вік;Дата народження\nЛис Юрій;40;\nКіт Іван;40;09.03.1985\nБойко Олег;40;осінь\n")
    assert rows[0].value(Field.BIRTH_DATE) == "1984-06-03/1985-06-02"
    assert Mark.FROM_AGE in rows[0].reading(Field.BIRTH_DATE).marks
    assert rows[1].value(Field.BIRTH_DATE) == "1985-03-09"
    assert rows[2].value(Field.BIRTH_DATE) == "1984-06-03/1985-06-02"
    assert [r.value for r in rows[2].readings if r.field is Field.BIRTH_DATE] == ["1984-06-03/1985-06-02", ""]
    assert codes(problems) == [(4, 3, "list:cell:unread", False)]


def test_an_age_that_contradicts_the_birth_date_is_reported():
    _, problems = read("ПІБ;Вік;Дата народження\nЛис Юрій;40;1995\nКіт Іван;30;1995\n")
    (found,) = problems
    assert (found.line, found.code, found.expected, found.found) == (
        2,
        "list:row:age_contradicts_birth_date",
        "29-30",
        "40",
    )


@pytest.mark.parametrize("text", [";1990;солдат", "н/д;1990;", "-;;", "=A1;1990;"])
def test_a_row_that_says_nobody_is_refused_alone(text):
    rows, problems = read(f"ПІБ;Дата народження;Звання\nЛис Юрій;1990;\n{text}\n")
    assert len(rows) == 1
    assert codes(problems) == ([(3, 0, "list:row:nobody", True)])


@pytest.mark.parametrize(
    "heading", ["Особистий номер", "Номер полоненого", "Паспорт", "Позивний", "Ім'я", "Інші імена"]
)
def test_a_row_with_a_number_or_any_name_is_a_person(heading):
    rows, _ = read(f"ПІБ;{heading}\n;Бук\n")
    assert len(rows) == 1


def test_a_text_that_cannot_be_read_stays_empty_with_line_column_heading_expected_and_found():
    row, problems = one("ПІБ;Дата народження\nЛис Юрій;31.02.1990\n")
    reading = row.reading(Field.BIRTH_DATE)
    assert (reading.written, reading.value, Mark.UNREAD in reading.marks) == ("31.02.1990", "", True)
    assert problems == [
        Problem(2, 2, "Дата народження", "list:cell:unread", "date:day_that_exists", "31.02.1990", refused=False)
    ]


@pytest.mark.parametrize("text", ["1 січня 0000", "2099", "01.01.0000", "03.06.2025", "32.13.1990"])
def test_an_impossible_date_is_no_date_and_reported(text):
    row, problems = one(f"ПІБ;Дата народження\nЛис Юрій;{text}\n")
    assert row.value(Field.BIRTH_DATE) == ""
    assert codes(problems) == [(2, 2, "list:cell:unread", False)]


def test_a_formula_is_neither_run_nor_read():
    row, problems = one("ПІБ;Дата народження;Примітки\nЛис Юрій;=TODAY();\"=cmd|'/c calc'!A1\"\n")
    assert row.cells[1:] == ("=TODAY()", "=cmd|'/c calc'!A1")
    assert row.reading(Field.BIRTH_DATE).marks == (Mark.FORMULA, Mark.UNREAD)
    assert row.value(Field.REMARKS) == ""
    assert codes(problems) == [(2, 2, "list:cell:formula", False), (2, 3, "list:cell:formula", False)]


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#ЗНАЧ!", "#Н/Д", "#ІМ'Я?"])
def test_a_failed_formula_is_no_name(text):
    rows, problems = read(f"ПІБ;Звання\nЛис Юрій;{text}\n{text};солдат\n")
    assert len(rows) == 1
    assert codes(problems) == [(2, 2, "list:cell:excel_error", False), (3, 0, "list:row:nobody", True)]


def test_a_number_that_a_spreadsheet_rounded_is_not_a_number():
    row, problems = one("ПІБ;Особистий номер;Паспорт\nЛис Юрій;1,23457E+11;123456.0\n")
    assert row.value(Field.SERVICE_NUMBER) == ""
    assert row.value(Field.DOCUMENT_NUMBER) == "123456"
    assert codes(problems) == [(2, 2, "list:cell:digits_lost", False)]


def test_words_for_codes_are_read_in_four_languages_and_unknown_ones_reported():
    text = "ПІБ;Стать;Статус особи;Стан здоров'я;Вагітна\n"
    text += "Лис Юрій;erkek;гражданский;seriously wounded;ні\nКіт Іван;?;хтось;;\n"
    rows, problems = read(text)
    assert [rows[0].value(f) for f in (Field.SEX, Field.PERSON_STATUS, Field.HEALTH, Field.PREGNANT_OR_INFANT)] == [
        "m",
        "civilian",
        "seriously_wounded",
        "no",
    ]
    assert rows[1].reading(Field.SEX) is None
    assert rows[1].reading(Field.PERSON_STATUS).marks == (Mark.UNREAD,)
    assert [(p.line, p.column, p.expected.split(":")[0], p.found) for p in problems] == [
        (3, 3, "person_status", "хтось")
    ]


def test_a_mapping_file_says_what_a_list_means_by_its_own_words():
    mapping = '[values.custody]\n"СІЗО-2" = "judicial_detention"\n"полон" = ""\n'
    rows, problems = read("ПІБ;Стан утримання\nЛис Юрій;сізо - 2\nКіт Іван;полон\n", mapping=mapping)
    assert rows[0].value(Field.CUSTODY) == "judicial_detention"
    assert rows[1].reading(Field.CUSTODY) is None
    assert problems == []


def test_the_order_of_day_and_month_can_be_stated():
    text = "ПІБ;Дата народження\nЛис Юрій;03/04/1995\n"
    assert one(text)[0].value(Field.BIRTH_DATE) == "[1995-04-03,1995-03-04]"
    assert one(text, mapping='[file]\ndate_order = "mdy"\n')[0].value(Field.BIRTH_DATE) == "1995-03-04"
    assert one(text, mapping='[file]\ndate_order = "dmy"\n')[0].value(Field.BIRTH_DATE) == "1995-04-03"


def test_the_source_that_a_row_states_goes_before_that_of_the_list():
    rows, _ = read("ПІБ;Джерело\nЛис Юрій;зі слів\nКіт Іван;\n")
    assert [row.basis for row in rows] == [Basis.VOLUNTEERED, Basis.OWN_SIDE]


def test_rows_with_one_number_are_both_kept_and_both_reported():
    rows, problems = read("№;ПІБ\n7;Лис Юрій\n8;Кіт Іван\n7;Бойко Олег\n7;Їжак Яр\n")
    assert len(rows) == 4
    assert [(p.line, p.code, p.expected, p.found) for p in problems] == [
        (2, "list:row_id:twice", "4", "7"),
        (4, "list:row_id:twice", "2", "7"),
        (5, "list:row_id:twice", "2", "7"),
    ]


def test_hidden_and_bidirectional_characters_are_kept_in_the_cell_and_marked_in_the_reading():
    row, _ = one("ПІБ;Особистий номер\nЛи\u200bс\u202e Юрій;А\u200f-1\n")
    assert row.cells[0] == "Ли\u200bс\u202e Юрій"
    assert row.value(Field.SURNAME) == "Лис"
    assert row.value(Field.SERVICE_NUMBER) == "А-1"
    assert all(
        Mark.HIDDEN_CHARACTERS in row.reading(f).marks for f in (Field.FULL_NAME, Field.SURNAME, Field.SERVICE_NUMBER)
    )


def test_a_name_of_one_letter_and_a_name_of_three_hundred_are_kept_and_marked():
    rows, _ = read(f"Прізвище;Ім'я\nЙ;Юрій\n{'Лис' * 100};Іван\n")
    assert Mark.ONE_LETTER in rows[0].reading(Field.SURNAME).marks
    assert Mark.VERY_LONG in rows[1].reading(Field.SURNAME).marks
    assert rows[1].cells[0] == "Лис" * 100


def test_capitals_tell_the_surname_and_mended_letters_are_split_after_mending():
    rows, _ = read("ПІБ\nТарас ШЕВЧЕНКО\nШевчeнко Тарас Григорович\nItdxtyrj Nfhfc\n")
    assert [row.value(Field.SURNAME) for row in rows] == ["Шевченко", "Шевченко", "Шевченко"]
    assert Mark.LOOKALIKE_LETTERS in rows[1].reading(Field.SURNAME).marks
    assert Mark.WRONG_KEYBOARD in rows[2].reading(Field.SURNAME).marks


def test_a_stray_quote_is_no_part_of_a_name():
    rows, problems = read("Прізвище;Ім'я\n\"Лис;Юрій\n")
    assert rows[0].value(Field.SURNAME) == "Лис"
    assert rows[0].cells[0] == '"Лис'
    assert codes(problems) == [(2, 0, "list:row:unclosed_quote", False)]


def test_what_stands_beside_a_full_name_is_read_too():
    row, _ = one("ПІБ\nЛис (Вовк) Юрій «Бук»\n")
    assert row.value(Field.OTHER_NAMES) == "Вовк"
    assert row.value(Field.CALL_SIGN) == "Бук"


def test_problems_of_the_headings_come_first_and_those_of_a_row_after_it():
    table = open_table(io.BytesIO("ПІБ;Дата\nЛис;1\nКіт;2;3\n".encode()), file_name="list.csv")
    mapping = find_mapping(table)
    entries = list(read_people(table, mapping, list_key="L", as_of=AS_OF, basis=Basis.NOT_STATED))
    assert [type(entry).__name__ for entry in entries] == ["Problem", "PersonRow", "Problem"]
    assert [entry.line for entry in entries] == [1, 2, 3]


def test_reading_the_same_file_twice_gives_the_same_rows():
    text = "№;ПІБ;Вік\n" + "".join(f"{n};Лис Юрій {n};{n % 90}\n" for n in range(200))
    assert read(text) == read(text)


def test_a_text_is_read_the_same_whether_it_is_remembered_or_not(monkeypatch):
    text = "№;ПІБ;Вік\n" + "".join(f"{n};Лис{n % 7} Юрій;{n % 90}\n" for n in range(200))
    remembered = read(text)
    monkeypatch.setattr("allforall.people.reading._REMEMBERED", 1)
    assert read(text) == remembered

import io
import tomllib

import pytest

from allforall.errors import InputError
from allforall.people.dates import DateOrder
from allforall.people.fields import Field
from allforall.people.mapping import ColumnMapping, draft_mapping, find_mapping, read_mapping
from allforall.people.tables import open_table


def opened(text, mapping=None):
    return open_table(io.BytesIO(text.encode()), file_name="list.csv", mapping=mapping)


def error(act):
    with pytest.raises(InputError) as caught:
        act()
    return caught.value


def test_headings_are_mapped_by_themselves_and_unknown_ones_are_listed():
    table = opened("№;ПІБ;Код справи;Звання\n1;Лис Юрій;7;солдат\n")
    mapping = find_mapping(table)
    assert mapping.columns == (Field.ROW_ID, Field.FULL_NAME, None, Field.RANK)
    assert mapping.unmapped == ((3, "Код справи"),)
    assert [(p.line, p.column, p.code) for p in mapping.problems(table.header_line)] == [(1, 3, "list:heading:unknown")]


def test_a_list_whose_headings_say_nobody_is_an_error_that_shows_them():
    caught = error(lambda: find_mapping(opened("а;б\n1;2\n")))
    assert (caught.code, caught.params["found"]) == ("list:header:unknown", "а | б")


def test_two_columns_for_a_name_are_an_error_that_names_both():
    caught = error(lambda: find_mapping(opened("Прізвище;Фамилия;Ім'я\nЛис;Лис;Юрій\n")))
    assert (caught.code, caught.params["expected"]) == ("list:heading:ambiguous", "surname")
    assert caught.params["found"] == "#1 Прізвище, #2 Фамилия"


def test_two_columns_for_another_field_stay_unread_and_are_reported():
    table = opened("ПІБ;Телефон;Тел.\nЛис Юрій;1;2\n")
    mapping = find_mapping(table)
    assert mapping.columns == (Field.FULL_NAME, None, None)
    assert [(p.column, p.code, p.expected) for p in mapping.problems(1)] == [
        (2, "list:heading:ambiguous", "telephone"),
        (3, "list:heading:ambiguous", "telephone"),
    ]


def test_a_mapping_file_settles_what_the_headings_do_not():
    text = """
[file]
date_order = "dmy"

[columns]
"боєць" = "full_name"
"#3" = "birth_date"
"Телефон" = ""
"""
    stated = read_mapping(text)
    table = opened("№;Боєць;Дата;Телефон;Тел.\n1;Лис Юрій;1990;5;6\n", stated)
    mapping = find_mapping(table, stated=stated)
    assert mapping.columns == (Field.ROW_ID, Field.FULL_NAME, Field.BIRTH_DATE, None, Field.TELEPHONE)
    assert mapping.date_order is DateOrder.DAY_FIRST
    assert mapping.unmapped == ()


def test_a_field_that_the_mapping_gives_to_one_column_is_taken_from_another():
    stated = read_mapping('[columns]\n"Фамилия" = "surname"\n')
    table = opened("Прізвище;Фамилия;Ім'я\nЛис;Лис;Юрій\n")
    assert find_mapping(table, stated=stated).columns == (None, Field.SURNAME, Field.GIVEN_NAME)


def test_a_mapping_file_states_what_cannot_be_found_out():
    stated = read_mapping('[file]\nencoding="CP866"\ndelimiter="tab"\nsheet="А"\nheader_line=0\n')
    assert stated == ColumnMapping(encoding="cp866", delimiter="\t", sheet="А", header_line=0)


def test_a_list_without_headings_is_read_by_the_numbers_of_its_columns():
    stated = read_mapping('[file]\nheader_line = 0\n[columns]\n"#1" = "surname"\n"#2" = "given_name"\n')
    table = opened("Лис;Юрій\nКіт;Іван\n", stated)
    assert find_mapping(table, stated=stated).columns == (Field.SURNAME, Field.GIVEN_NAME)
    assert [line for line, _ in table.rows()] == [1, 2]


def test_the_line_of_the_headings_can_be_stated():
    stated = read_mapping("[file]\nheader_line = 2\n")
    table = opened("ПІБ;Звання\nПрізвище;Вік\nЛис;40\n", stated)
    assert table.headings == ("Прізвище", "Вік")
    assert [line for line, _ in table.rows()] == [3]
    assert (
        error(lambda: opened("ПІБ\nЛис\n", read_mapping("[file]\nheader_line = 9\n"))).code
        == "list:header:no_such_line"
    )


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("[file\n", "mapping:syntax", 1),
        ('[columns]\n"a" = surname\n', "mapping:syntax", 2),
        ("[columns\n]\n", "mapping:syntax", 1),
        ('[columns]\n"a" = "x"\n"a" = "y"\n', "mapping:syntax", 3),
        ("\n[colums]\n", "mapping:key:unknown", 2),
        ('\n\n[file]\nencodng = "x"\n', "mapping:key:unknown", 4),
        ("columns = 5\n", "mapping:value:wrong", 1),
        ('[file]\n# ...\nencoding = "ebcdic"\n', "mapping:value:wrong", 3),
        ('[file]\ndelimiter = "::"\n', "mapping:value:wrong", 2),
        ('[file]\nheader_line = "first"\n', "mapping:value:wrong", 2),
        ("[file]\nheader_line = -1\n", "mapping:value:wrong", 2),
        ("[file]\nheader_line = true\n", "mapping:value:wrong", 2),
        ("[file]\nsheet = 1\n", "mapping:value:wrong", 2),
        ('[file]\ndate_order = "ymd"\n', "mapping:value:wrong", 2),
        ('[columns]\n"ПІБ" = "full_name"\n"x" = "fullname"\n', "mapping:field:unknown", 3),
        ('[columns]\nx = ["surname"]\n', "mapping:field:unknown", 2),
        ('[values.rank]\n"a" = "b"\n', "mapping:field:unknown", 1),
        ('[values.custody]\n"у СІЗО" = "held"\n"вдома" = "home"\n', "mapping:code:unknown", 3),
        ("[values]\ncustody = 1\n", "mapping:value:wrong", 2),
    ],
)
def test_a_mistake_in_a_mapping_file_is_named_with_its_line(text, code, line):
    caught = error(lambda: read_mapping(text))
    assert (caught.code, caught.params["line"]) == (code, line)


@pytest.mark.parametrize(
    ("lines", "code", "line"),
    [
        ('"Боєць" = "full_name"', "mapping:column:unknown", 2),
        ('"ПІБ" = "full_name"\n"#9" = "rank"', "mapping:column:unknown", 3),
        ('"#0" = "rank"', "mapping:column:unknown", 2),
        ('"ПІБ" = "full_name"\n"#2" = "surname"', "mapping:column:twice", 3),
        ('"ПІБ" = "full_name"\n"Звання" = "full_name"', "mapping:field:twice", 3),
        ('"Дата" = "birth_date"', "mapping:column:ambiguous", 2),
    ],
)
def test_a_mapping_that_does_not_fit_the_list_is_an_error_with_its_line(lines, code, line):
    table = opened("№;ПІБ;Звання;Дата;дата\n1;Лис Юрій;солдат;1990;2020\n")
    caught = error(lambda: find_mapping(table, stated=read_mapping(f"[columns]\n{lines}\n")))
    assert (caught.code, caught.params["line"]) == (code, line)


def test_the_draft_of_a_mapping_is_a_mapping_that_reads_the_list_the_same_way():
    table = opened('№;ПІБ;Код "А"\\;Дата;Дата;\n1;Лис Юрій;"x\ny";1990;5;6\n')
    draft = draft_mapping(table)
    stated = read_mapping(draft)
    assert (stated.encoding, stated.delimiter, stated.header_line) == ("utf-8", ";", 1)
    again = find_mapping(opened('№;ПІБ;Код "А"\\;Дата;Дата;\n1;Лис Юрій;"x\ny";1990;5;6\n', stated), stated=stated)
    assert again.columns == find_mapping(table).columns
    assert again.unmapped == ()
    assert tomllib.loads(draft)["columns"] == {
        "№": "row_id",
        "ПІБ": "full_name",
        'Код "А"\\': "",
        "#4": "",
        "#5": "",
    }


def test_the_draft_shows_texts_of_each_column_and_all_words_and_nothing_breaks_out_of_its_comments():
    table = opened('ПІБ;Хто\n"Лис\n[file]\nencoding = ""x""";солдат\u202e\x07\n')
    draft = draft_mapping(table)
    read_mapping(draft)
    assert "солдат" in draft
    assert "\u202e" not in draft
    assert "\x07" not in draft
    assert all(f"#   {field.value}" in draft for field in Field)


def test_the_draft_of_a_list_whose_headings_are_not_understood_can_be_completed():
    text = "Дані про осіб;;\nХто;Коли народився;Чин\nЛис Юрій;1990;солдат\n"
    draft = draft_mapping(opened(text))
    assert "header_line = 2" in draft
    completed = draft.replace('"Хто" = ""', '"Хто" = "full_name"').replace('"Чин" = ""', '"Чин" = "rank"')
    stated = read_mapping(completed)
    assert find_mapping(opened(text, stated), stated=stated).columns == (Field.FULL_NAME, None, Field.RANK)


def test_the_draft_leaves_a_field_that_two_columns_claim_to_a_person():
    table = opened("ПІБ;Телефон;Тел.\nЛис Юрій;1;2\n")
    draft = draft_mapping(table)
    assert tomllib.loads(draft)["columns"] == {"ПІБ": "full_name", "Телефон": "", "Тел.": ""}
    assert draft.count("more than one column could be telephone") == 2


def test_own_words_of_a_list_are_folded_like_its_cells():
    stated = read_mapping('[values.custody]\n"  СІЗО-2 " = "judicial_detention"\n')
    assert stated.values == ((Field.CUSTODY, "сізо2", "judicial_detention"),)

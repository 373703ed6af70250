import io
import json

import pytest

from allforall.errors import InputError
from allforall.people.tables import TableFormat, json_rows, open_table


def opened(text, encoding="utf-8"):
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return open_table(io.BytesIO(data), file_name="list.json")


def read(text):
    table = opened(text)
    rows = list(table.rows())
    return table, rows, [(p.line, p.column, p.code, p.refused) for p in table.problems]


def error(text):
    with pytest.raises(InputError) as caught:
        list(opened(text).rows())
    return caught.value


def test_an_array_of_objects_gives_one_row_each_counted_by_place():
    table, rows, problems = read('[{"surname": "Лис", "age": 40}, {"surname": "Кіт", "rank": null, "age": 1.50}]')
    assert (table.format, table.headings) == (TableFormat.JSON, ("surname", "age", "rank"))
    assert rows == [(1, ("Лис", "40", "")), (2, ("Кіт", "1.50", ""))]
    assert problems == []


def test_an_object_with_rows_is_read_whatever_stands_beside_them():
    _, rows, _ = read('{"of": {"a": [1]}, "rows": [{"surname": "Лис"}], "count": 1}\n')
    assert rows == [(1, ("Лис",))]


def test_numbers_keep_the_digits_that_were_written():
    _, rows, _ = read('[{"service number": 12345678901234567890123, "x": 1e5, "y": true, "surname": "Лис"}]')
    assert rows[0][1] == ("12345678901234567890123", "1e5", "true", "Лис")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_json_in_any_unicode_encoding_is_recognised_by_its_content(encoding):
    text = json.dumps([{"surname": f"Їжак{n}"} for n in range(30)], ensure_ascii=False)
    assert len(list(opened(text, encoding).rows())) == 30


def test_a_key_twice_in_one_object_refuses_that_row_alone():
    _, rows, problems = read('[{"surname": "Лис", "surname": "Кіт"}, {"surname": "Бойко"}]')
    assert rows == [(2, ("Бойко",))]
    assert problems == [(1, 0, "list:json:duplicate_key", True)]


def test_a_nested_value_is_kept_as_text_and_reported():
    _, rows, problems = read('[{"surname": "Лис", "kin": [{"name": "Ольга"}]}]')
    assert rows == [(1, ("Лис", '[{"name": "Ольга"}]'))]
    assert problems == [(1, 2, "list:json:nested", False)]


@pytest.mark.parametrize(
    ("item", "code"), [("5", "list:json:no_object"), ("{}", "list:row:empty"), ('["Лис"]', "list:json:no_object")]
)
def test_an_element_that_is_no_person_is_refused(item, code):
    _, rows, problems = read(f'[{{"surname": "Лис"}}, {item}]')
    assert len(rows) == 1
    assert problems == [(2, 0, code, True)]


def test_half_a_character_refuses_its_row():
    _, rows, problems = read('[{"surname": "\\ud800"}, {"surname": "Лис\\u0000"}, {"surname": "Кіт"}]')
    assert rows == [(3, ("Кіт",))]
    assert problems == [(1, 0, "list:line:encoding", True), (2, 0, "list:row:nul", True)]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('[{"surname": "Лис"},\n {"surname" "Кіт"}]', 2, 13),
        ('[{"surname": "Лис"}\n {"surname": "Кіт"}]', 2, 2),
        ('[{"surname": "Лис"}', 1, 20),
        ('[{"surname": "Лис"}] []', 1, 22),
        ('{"rows": [{"surname": "Лис"}]', 1, 30),
        ('[{"surname": NaN}]', 1, 1),
    ],
)
def test_a_mistake_in_the_syntax_is_an_error_with_line_and_column(text, line, column):
    caught = error(text)
    assert (caught.code, caught.params["line"], caught.params["column"]) == ("list:json:syntax", line, column)


@pytest.mark.parametrize("text", ['{"people": []}', '{"rows": {}}', '{"rows": 5}', "{}"])
def test_another_shape_is_an_error(text):
    assert error(text).code == "list:json:shape"


def test_an_empty_array_says_that_there_are_no_rows():
    table, rows, problems = read("[]")
    assert (table.headings, rows, problems) == ((), [], [(0, 0, "list:rows:none", False)])


def test_endless_nesting_is_an_error():
    assert error('[{"a":' + "[" * 100_000).code == "list:json:too_deep"


def test_a_file_larger_than_the_limit_is_an_error(monkeypatch):
    monkeypatch.setattr(json_rows, "MAX_JSON_BYTES", 100)
    assert error('[{"surname": "Лис"},' + '{"surname": "Кіт"},' * 20 + "{}]").code == "list:json:too_large"


def test_a_csv_that_begins_with_a_bracket_is_still_csv():
    assert opened("[№];ПІБ\n1;Лис Юрій\n").format is TableFormat.CSV

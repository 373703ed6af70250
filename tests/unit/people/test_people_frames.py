"""Tables in memory as person rows: read as a file is, keyed by a column of their own."""

from datetime import date, datetime

import pytest

from allforall.errors import CallError
from allforall.people.fields import Field
from allforall.people.frames import rows_of_table

TABLE = {
    "id": ["a1", "a2", "a3"],
    "last": ["Шевченко", "Бондар", None],
    "first": ["Тарас", "Ivdtz", None],
    "dob": ["09.03.1990", datetime(1991, 4, 5, 12, 0), None],  # noqa: DTZ001  as a table has it
    "number": [1001.0, float("nan"), 7.0],
    "note": ["x", "y", "z"],
}
FIELDS = {"last": "surname", "first": Field.GIVEN_NAME, "dob": "birth_date", "number": "service_number"}
AS_OF = date(2025, 6, 2)


def _rows(table=TABLE, **changes):
    return list(rows_of_table(table, FIELDS | changes, key="id", as_of=AS_OF))


def test_cells_are_read_as_those_of_a_file():
    first, second, third = _rows()
    assert (first.key, first.value(Field.SURNAME), first.value(Field.BIRTH_DATE)) == ("a1", "Шевченко", "1990-03-09")
    assert first.value(Field.SERVICE_NUMBER) == "1001"
    assert second.value(Field.BIRTH_DATE) == "1991-04-05"
    assert second.value(Field.SERVICE_NUMBER) == ""
    assert third.key == "a3"


def test_a_row_that_says_nobody_is_left_out_and_the_others_keep_their_keys():
    table = TABLE | {"number": [None, None, None], "last": [None, "Бондар", None], "first": [None, None, None]}
    assert [row.key for row in _rows(table)] == ["a2"]


def test_a_full_name_is_split():
    table = {"id": [1], "name": ["Шевченко Тарас Григорович"]}
    (row,) = rows_of_table(table, {"name": "full_name"}, key="id", as_of=AS_OF)
    assert (row.key, row.value(Field.SURNAME), row.value(Field.PATRONYMIC)) == ("1", "Шевченко", "Григорович")


@pytest.mark.parametrize(
    ("table", "fields", "code"),
    [
        (TABLE, {"name": "surname"}, "people:table:no_such_column"),
        (TABLE, {"last": "family_name"}, "people:table:no_such_field"),
        (TABLE | {"id": ["a1", None, "a3"]}, {"last": "surname"}, "people:table:no_key"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_reason(table, fields, code):
    with pytest.raises(CallError) as raised:
        list(rows_of_table(table, fields, key="id", as_of=AS_OF))
    assert raised.value.code == code


def test_pandas_and_arrow_tables_say_the_same_as_a_mapping():
    pd = pytest.importorskip("pandas", reason="pandas is not installed: its tables were not tested")
    pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed: its tables were not tested")
    columns = {name: TABLE[name] for name in ("id", "last", "first", "number")}
    fields = {"last": "surname", "first": "given_name", "number": "service_number"}
    plain, *others = (
        [(row.key, row.readings) for row in rows_of_table(table, fields, key="id", as_of=AS_OF)]
        for table in (columns, pd.DataFrame(columns), pa.Table.from_pandas(pd.DataFrame(columns)))
    )
    assert others == [plain, plain]

"""What goes of rows that were read from a real file, and what the other side reads of them."""

import io
from datetime import date

from allforall.disclosure import Decision, gather, make_disclosed, read_disclosed, write_disclosed
from allforall.people.fields import Basis, Field
from allforall.people.mapping import find_mapping
from allforall.people.persons import ListKind, Party, PersonRow
from allforall.people.reading import read_people
from allforall.people.tables import open_table

AS_OF = date(2025, 6, 1)
FILE = """№;ПІБ;Дата народження;Звання;Особовий номер;Телефон;Примітки
1;Абвгденко Еней Єгорович;03.04.1995;солдат;АБ-123456;050 123 45 67;вдома буває мати
2;Бобренко Остап Лукич (дезертир);34 роки;сержант;ВГ-654321;050 765 43 21;див. лист
3;Вигаданко Тарас;близько 1995;старший солдат;;;
"""


def read(content: bytes, name: str, list_key: str) -> list[PersonRow]:
    table = open_table(io.BytesIO(content), file_name=name)
    found = read_people(table, find_mapping(table), list_key=list_key, as_of=AS_OF, basis=Basis.OWN_SIDE)
    return [each for each in found if isinstance(each, PersonRow)]


def test_a_list_read_from_a_file_goes_out_without_what_is_not_to_go_and_is_read_on_the_other_side():
    rows = read(FILE.encode(), "list.csv", "a")
    assert len(rows) == 3
    decided = gather([Decision("a:*", Field.RANK, Party.PARTY_B, True, ("one",), "", AS_OF)])
    made = make_disclosed(
        rows,
        decided,
        list_key="a",
        kind=ListKind.SOUGHT,
        party=Party.PARTY_A,
        as_of=AS_OF,
        disclosed_on=AS_OF,
        salt=bytes(32),
        by=("one", "two"),
    )
    content = write_disclosed(made.disclosed)
    text = content.decode()
    for secret in ("дезертир", "мати", "123 45 67", "лист", "АБ-123456", "a:2"):
        assert secret not in text
    for known in ("Абвгденко Еней Єгорович", "03.04.1995", "солдат", "Бобренко", "Вигаданко Тарас", "1995~"):
        assert known in text
    assert read_disclosed(content) == made.disclosed
    theirs = read(content, "disclosed.json", "b")
    by_ref = {row.reading(Field.ROW_ID).written: row for row in theirs}
    assert set(by_ref) == set(made.keys)
    for ref, key in made.keys.items():
        ours = next(row for row in rows if row.key == key)
        for field in (Field.SURNAME, Field.GIVEN_NAME, Field.PATRONYMIC, Field.BIRTH_DATE, Field.RANK):
            assert by_ref[ref].value(field) == ours.value(field), (field, by_ref[ref].readings)

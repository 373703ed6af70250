import io

import pytest

from allforall.errors import InputError
from allforall.people.mapping import ColumnMapping
from allforall.people.tables import open_table
from allforall.people.tables.encodings import weigh_single_byte

UKRAINIAN = "№;ПІБ;Дата народження;Звання\n1;Ґалаґан Їжак Євгенович;09.03.1994;солдат\n2;Шевченко Тарас;1990;сержант\n"
RUSSIAN = "№;ФИО;Дата рождения;Звание\n1;Щёголев Юрий Эдуардович;09.03.1994;рядовой\n2;ИВАНОВ ИВАН;1990;майор\n"
LATIN = "No;Full name;Date of birth\n1;Shevchenko Taras;1994-03-09\n2;Yılmaz Şükrü;1990\n"


def opened(data, mapping=None):
    return open_table(io.BytesIO(data), file_name="list.csv", mapping=mapping)


def error(data, mapping=None):
    with pytest.raises(InputError) as caught:
        list(opened(data, mapping).rows())
    return caught.value


def cells(text):
    return [tuple(line.split(";")) for line in text.splitlines()[1:]]


@pytest.mark.parametrize("text", [UKRAINIAN, RUSSIAN, LATIN], ids=["uk", "ru", "latin"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_unicode_encoding_is_found_by_itself(text, encoding):
    table = opened(text.encode(encoding))
    assert [row for _, row in table.rows()] == cells(text)
    assert table.encoding.replace("-", "").startswith(encoding.replace("-sig", "").replace("-", "")[:5])


@pytest.mark.parametrize("text", [UKRAINIAN, RUSSIAN], ids=["uk", "ru"])
def test_cp1251_is_found_by_itself(text):
    table = opened(text.encode("cp1251"))
    assert table.encoding == "cp1251"
    assert [row for _, row in table.rows()] == cells(text)


def test_a_list_in_latin_script_whose_only_foreign_letters_are_in_a_cp1251_header_is_read():
    text = "№;ФИО;Дата рождения\n1;Shevchenko Taras;1994-03-09\n"
    table = opened(text.encode("cp1251"))
    assert (table.encoding, table.headings[1]) == ("cp1251", "ФИО")


@pytest.mark.parametrize("encoding", ["koi8-u", "cp866", "iso8859-5", "mac-cyrillic"])
def test_another_cyrillic_encoding_is_named_and_never_read_as_cp1251(encoding):
    data = RUSSIAN.replace("№", "N").encode(encoding)
    caught = error(data)
    assert (caught.code, caught.params["found"]) == ("list:encoding:unsupported", encoding)
    table = opened(data, ColumnMapping(encoding=encoding))
    assert next(table.rows())[1][1] == "Щёголев Юрий Эдуардович"


@pytest.mark.parametrize("encoding", ["cp1254", "iso8859-9"])
def test_a_turkish_encoding_is_not_taken_for_cyrillic(encoding):
    data = "Soyadı;Adı\nYılmaz;Şükrü\nÖztürk;Ayşegül\nÇağlar;Işık\n".encode(encoding)
    assert error(data).code == "list:encoding:unknown"
    assert next(opened(data, ColumnMapping(encoding=encoding)).rows())[1] == ("Yılmaz", "Şükrü")


def test_a_mark_of_utf_8_before_cp1251_text_is_an_error_with_line_and_bytes():
    caught = error(b"\xef\xbb\xbf" + RUSSIAN.encode("cp1251"))
    assert caught.code == "list:encoding:broken"
    assert (caught.params["line"], caught.params["expected"]) == (1, "utf-8")


def test_a_file_put_together_from_two_encodings_is_an_error_with_the_first_line_that_differs():
    data = UKRAINIAN.encode() + "\n".join(RUSSIAN.splitlines()[1:]).encode("cp1251")
    caught = error(data)
    assert (caught.code, caught.params["line"]) == ("list:encoding:mixed", 4)


def test_a_single_line_in_another_encoding_is_refused_and_the_others_are_read():
    lines = ["ПІБ;Вік", *[f"Коваленко Іван {n};30" for n in range(20)]]
    data = [line.encode() for line in lines]
    data[7] = "Шевченко Тарас;40".encode("cp1251")
    table = opened(b"\n".join(data))
    rows = list(table.rows())
    assert [line for line, _ in rows] == [n for n in range(2, 22) if n != 8]
    (found,) = table.problems
    assert (found.line, found.code, found.refused) == (8, "list:line:encoding", True)
    assert "\ufffd" in found.found


def test_a_file_cut_off_in_the_middle_of_a_letter_loses_that_line_alone():
    data = ("ПІБ;Вік\n" + "Коваленко Іван;30\n" * 10 + "Шевченко Тарас").encode()[:-1]
    table = opened(data)
    assert len(list(table.rows())) == 10
    assert [(p.line, p.code) for p in table.problems] == [(12, "list:line:encoding")]


@pytest.mark.parametrize("wrong", ["cp1251", "cp1252", "latin-1"])
def test_text_that_was_saved_in_the_wrong_encoding_before_is_an_error(wrong):
    doubled = "\n".join(f"Іваненко;Петро;солдат {n}" for n in range(5))
    data = doubled.encode().decode(wrong, errors="replace").encode()
    assert error(b"surname;given name;rank\n" + data).code == "list:encoding:doubled"


def test_a_single_line_that_was_saved_in_the_wrong_encoding_is_refused():
    lines = ["surname;given name", *["Бойко;Олег"] * 9, "Петренко;Іван".encode().decode("cp1251", errors="replace")]
    table = opened("\n".join(lines).encode())
    assert len(list(table.rows())) == 9
    assert [(p.line, p.code, p.refused) for p in table.problems] == [(11, "list:line:doubled_encoding", True)]


@pytest.mark.parametrize(
    "word", ["РОССІЯ", "СРСР", "«Русь»", "С. Р. Іваненко", "РЁВА", "Сєров", "Рїд", "Ñandú", "Ðorđe"]
)
def test_real_words_are_not_taken_for_text_saved_in_the_wrong_encoding(word):
    table = opened(f"ПІБ;Вік\n{word} Іван;30\n".encode())
    assert len(list(table.rows())) == 1


def test_half_a_letter_of_utf_16_is_an_error_with_the_line():
    caught = error(UKRAINIAN.encode("utf-16-le") + b"\x41")
    assert caught.code in {"list:encoding:broken", "list:text:nul"}
    caught = error(b"\xff\xfe" + UKRAINIAN.encode("utf-16-le") + b"\x00\xd8\n\x00")
    assert (caught.code, caught.params["line"]) == ("list:encoding:broken", 4)


def test_a_zero_character_in_a_text_is_an_error_with_the_line():
    caught = error("ПІБ;Вік\nІваненко Іван;3\x000\n".encode())
    assert (caught.code, caught.params["line"]) == ("list:text:nul", 2)


def test_utf_32_is_refused_by_name():
    assert error(UKRAINIAN.encode("utf-32")).params["found"] == "utf-32"


def test_an_encoding_that_a_mapping_states_is_not_believed_against_the_file():
    caught = error(UKRAINIAN.encode("utf-16"), ColumnMapping(encoding="cp1251"))
    assert caught.code == "list:encoding:contradicted"
    caught = error(UKRAINIAN.encode("cp1251"), ColumnMapping(encoding="utf-8"))
    assert caught.code == "list:encoding:broken"


def test_nothing_foreign_is_no_evidence_for_any_encoding():
    assert weigh_single_byte(b"plain") == ("cp1251", False)

import tomllib
from importlib.resources import files

import pytest

from allforall.people.codes import is_not_known, members, read_code
from allforall.people.fields import CODES, SPEC, Field, Kind
from allforall.people.headings import begins_totals, find_field, find_fields, fold_words


def test_every_field_has_wordings_in_four_languages():
    stored = tomllib.loads((files("allforall.people") / "headings.toml").read_text(encoding="utf-8"))
    for field in Field:
        assert set(stored[field.value]) == {"uk", "ru", "en", "tr"}, field
        assert all(stored[field.value].values()), field


def test_every_wording_of_the_table_is_found_again_as_its_field():
    stored = tomllib.loads((files("allforall.people") / "headings.toml").read_text(encoding="utf-8"))
    for section, languages in stored.items():
        if section in {"name_of_some_kind", "totals"}:
            continue
        for wording in (word for words in languages.values() for word in words):
            for written in (wording, wording.upper(), f"  {wording}: ", f"3. {wording}"):
                if "№" in wording and written.startswith("3."):
                    continue
                assert find_field(written) == section, written


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("П.І.Б.", Field.FULL_NAME),
        ("ПIБ", Field.FULL_NAME),  # the Latin letter I
        ("Iм`я", Field.GIVEN_NAME),
        ("ІМ’Я", Field.GIVEN_NAME),
        ("по-батькові", Field.PATRONYMIC),
        ("д.н.", Field.BIRTH_DATE),
        ("Дата народження (дд.мм.рррр)", Field.BIRTH_DATE),
        ("3) Дата рождения", Field.BIRTH_DATE),
        ("г.р.", Field.BIRTH_DATE),
        ("Военское звание", None),
        ("ВОИНСКОЕ ЗВАНИЕ", Field.RANK),
        ("В / Ч", Field.UNIT),
        ("в/ч\n(підрозділ)", Field.UNIT),
        ("Прізвище / Surname", Field.SURNAME),
        ("Фамилия - Surname", Field.SURNAME),
        ("Прізвище / Ім'я", Field.FULL_NAME),
        ("Особистий №", Field.SERVICE_NUMBER),
        ("DOĞUM TARİHİ", Field.BIRTH_DATE),
        ("SOYADI", Field.SURNAME),
        ("birth_date", Field.BIRTH_DATE),
        ("Дата", None),
        ("Прізвище / Звання", None),
        ("Статус", None),
        ("", None),
        ("Список осіб, зниклих безвісти " * 10, None),
    ],
)
def test_a_heading_of_a_real_list_is_understood_or_left_alone(heading, field):
    assert find_field(heading) is field


def test_name_alone_is_the_whole_name_and_beside_a_surname_nobody_knows():
    assert find_fields(["No", "Name", "DOB"])[1] is Field.FULL_NAME
    assert find_fields(["Name", "Surname"])[0] is None


def test_folding_makes_one_word_of_what_people_write_in_many_ways():
    assert fold_words("Зам. Командира!") == fold_words("замкомандира")
    assert fold_words("Ёлка") == fold_words("ЕЛКА")
    assert fold_words("№ 5") == "№5"


@pytest.mark.parametrize("text", ["Всього", "ВСЬОГО: 12", "Итого 5", "Усього осіб", "Total", "Toplam: 3"])
def test_a_line_of_totals_is_recognised(text):
    assert begins_totals(text)


@pytest.mark.parametrize("text", ["Всеволод", "Разумовський", "Тотальний", "", "Sumarokov", "Итоговый"])
def test_a_name_is_no_line_of_totals(text):
    assert not begins_totals(text)


def test_every_code_of_every_closed_set_is_in_the_table_with_four_languages():
    stored = tomllib.loads((files("allforall.people") / "codes.toml").read_text(encoding="utf-8"))
    for field, codes in CODES.items():
        assert set(stored[field.value]) == set(codes)
    assert set(stored["sex"]) == {"m", "f"}
    assert set(stored["yes_no"]) == {"yes", "no"}
    for codes in stored.values():
        for languages in codes.values():
            assert set(languages) == {"uk", "ru", "en", "tr"}


@pytest.mark.parametrize("field", [f for f in Field if SPEC[f].kind in {Kind.CODE, Kind.YES_NO, Kind.SEX}])
def test_each_code_reads_as_itself(field):
    assert members(field)
    for code in members(field):
        assert read_code(field, code.upper()) == code


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        (Field.CUSTODY, "У полоні", "held"),
        (Field.CUSTODY, "В плену", "held"),
        (Field.CUSTODY, "ОБМІНЯНИЙ", "released"),
        (Field.CUSTODY, "öldü", "died"),
        (Field.CUSTODY, "у СІЗО", "judicial_detention"),
        (Field.CUSTODY, "десь там", None),
        (Field.CUSTODY, "невідомо", ""),
        (Field.CUSTODY, "-", ""),
        (Field.PERSON_STATUS, "цив.", "civilian"),
        (Field.HEALTH, "тяжелораненый", "seriously_wounded"),
        (Field.HEALTH, "поранений", None),  # slightly or seriously: the list does not say
        (Field.SEX, "чол.", "m"),
        (Field.SEX, "Ж", "f"),
        (Field.SEX, "ч", "m"),
        (Field.LIBERTY_CONSENT, "так", "yes"),
        (Field.LIBERTY_CONSENT, "нет", "no"),
        (Field.LIBERTY_CONSENT, "+", "yes"),
        (Field.LIBERTY_CONSENT, "мабуть", None),
    ],
)
def test_a_word_is_read_as_its_code_or_not_at_all(field, text, code):
    assert read_code(field, text) == code


@pytest.mark.parametrize("text", ["н/д", "Невідомо", " - ", "???", "n/a", "нет данных", "НЕ ВКАЗАНО."])
def test_words_for_not_known_are_known(text):
    assert is_not_known(text)


@pytest.mark.parametrize("text", ["Невідомський", "На", "Na", "Ні", "0"])
def test_a_name_is_not_taken_for_not_known(text):
    assert not is_not_known(text)

"""Full names told apart, patronymics, and names mended."""

import pytest

from allforall.people.names.parts import (
    NameParts,
    PatronymicKind,
    father_from_patronymic,
    mend_name,
    patronymic_kind,
    split_full_name,
)
from allforall.people.persons import Mark

TARAS = NameParts("Шевченко", "Тарас", "Григорович")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Шевченко Тарас Григорович", TARAS),
        ("Тарас Григорович Шевченко", TARAS),
        ("Шевченко, Тарас Григорович", TARAS),
        ("  Шевченко   Тарас\tГригорович ", TARAS),
        ("SHEVCHENKO Taras Hryhorovych", NameParts("SHEVCHENKO", "Taras", "Hryhorovych")),
        ("Taras Hryhorovych Shevchenko", NameParts("Shevchenko", "Taras", "Hryhorovych")),
        ("Shevchenko, Taras", NameParts("Shevchenko", "Taras")),
        ("Taras SHEVCHENKO", NameParts("SHEVCHENKO", "Taras")),
        ("Тарас Шевченко", NameParts("Шевченко", "Тарас")),
        ("Шевченко Тарас", NameParts("Шевченко", "Тарас")),
        ("Шевченко Т.Г.", NameParts("Шевченко", "Т.", "Г.")),
        ("Т. Г. Шевченко", NameParts("Шевченко", "Т.", "Г.")),
        ("Т.Г.Шевченко", NameParts("Шевченко", "Т.", "Г.")),
        ("Шевченко Т.", NameParts("Шевченко", "Т.")),
        ("Шевченко Т", NameParts("Шевченко", "Т")),
        ("Шевченко Тарас Г.", NameParts("Шевченко", "Тарас", "Г.")),
        ("Мамедов Гасан Али оглы", NameParts("Мамедов", "Гасан", "Али оглы")),
        ("Гасан Али оглы Мамедов", NameParts("Мамедов", "Гасан", "Али оглы")),
        ("Мамедов Гасан Али-оглы", NameParts("Мамедов", "Гасан", "Али-оглы")),
        ("Алієва Лейла Гасан кизи", NameParts("Алієва", "Лейла", "Гасан кизи")),
        ("Mammadov Hasan Ali oğlu", NameParts("Mammadov", "Hasan", "Ali oğlu")),
        ("Тагі-заде Рамін", NameParts("Тагі-заде", "Рамін")),
        ("Ковальчук-Мельник Анна Олександрівна", NameParts("Ковальчук-Мельник", "Анна", "Олександрівна")),
        ("Ковальчук - Мельник Анна", NameParts("Ковальчук-Мельник", "Анна")),
        ("фон Берг Карл Іванович", NameParts("фон Берг", "Карл", "Іванович")),
        ("Карл Іванович фон Берг", NameParts("фон Берг", "Карл", "Іванович")),
        ("Мицкевич Іван Петрович", NameParts("Мицкевич", "Іван", "Петрович")),
        ("Іван Петрович Мицкевич", NameParts("Мицкевич", "Іван", "Петрович")),
        ("Адам Мицкевич", NameParts("Мицкевич", "Адам")),
        ("Петрович Іван", NameParts("Петрович", "Іван")),
        ("Іван Петрович", NameParts("", "Іван", "Петрович")),
        ("Иванова Анна Ильинична", NameParts("Иванова", "Анна", "Ильинична")),
        ("Петренко (Іваненко) Оксана", NameParts("Петренко", "Оксана", other="Іваненко")),
        ("Петренко Оксана, уроджена Іваненко", NameParts("Петренко", "Оксана", other="Іваненко", about="уроджена")),
        ("Сидоренко Петро «Беркут»", NameParts("Сидоренко", "Петро", call_sign="Беркут")),
        ('Сидоренко Петро Іванович "Беркут"', NameParts("Сидоренко", "Петро", "Іванович", call_sign="Беркут")),
        ("Сидоренко Петро позивний Беркут", NameParts("Сидоренко", "Петро", call_sign="Беркут", about="позивний")),
        ("Меметов Сервер Рустем", NameParts("Меметов", "Сервер", other="Рустем")),
        ("Шевченко", NameParts("Шевченко")),
        ("", NameParts()),
        ("- ?", NameParts()),
        ("()", NameParts()),
    ],
)
def test_a_full_name_falls_into_its_parts(text, parts):
    assert split_full_name(text) == parts


@pytest.mark.parametrize(
    ("patronymic", "father"),
    [
        ("Григорович", "Григорій"),
        ("Григорьевич", "Григорий"),
        ("Миколайович", "Микола"),
        ("Миколаївна", "Микола"),
        ("Николаевна", "Николай"),
        ("Ілліч", "Ілля"),
        ("Іллівна", "Ілля"),
        ("Ильинична", "Илья"),
        ("Яківна", "Яків"),
        ("Яковлевич", "Яков"),
        ("Львович", "Лев"),
        ("Олексіївна", "Олексій"),
        ("Алексеевич", "Алексей"),
        ("Сергійович", "Сергій"),
        ("Сергіївна", "Сергій"),
        ("Сергеевич", "Сергей"),
        ("Игоревич", "Игорь"),
        ("Ігорівна", "Ігор"),
        ("Петрівна", "Петро"),
        ("Васильович", "Василь"),
        ("Василівна", "Василь"),
        ("Васильевич", "Василий"),
        ("Лукич", "Лука"),
        ("Никитична", "Никита"),
        ("Рустамович", "Рустам"),
        ("Юріївна", "Юрій"),
        ("Юрьевна", "Юрий"),
        ("ІВАНОВИЧ", "Іван"),
        ("Лук’янович", "Лук'ян"),
        ("Али оглы", "Али"),
        ("Гасан кизи", "Гасан"),
        ("Мамед-оглы", "Мамед"),
    ],
)
def test_the_fathers_name_follows_from_the_patronymic(patronymic, father):
    assert father in father_from_patronymic(patronymic)
    assert patronymic_kind(patronymic) is not PatronymicKind.NONE


@pytest.mark.parametrize("text", ["Шевченко", "Іван", "", "оглы", "Mickiewicz", "Мицкевич", "вич"])
def test_no_father_is_made_up_where_the_word_gives_none(text):
    assert father_from_patronymic(text) == ()


def test_a_surname_in_ovych_is_told_from_a_sure_patronymic():
    assert patronymic_kind("Мицкевич") is PatronymicKind.LIKE_A_SURNAME
    assert patronymic_kind("Сергійович") is PatronymicKind.SON
    assert patronymic_kind("Іванівна") is PatronymicKind.DAUGHTER
    assert patronymic_kind("Ivanovna") is PatronymicKind.DAUGHTER
    assert patronymic_kind("Коваленко") is PatronymicKind.NONE


L, K, H = Mark.LOOKALIKE_LETTERS, Mark.WRONG_KEYBOARD, Mark.HIDDEN_CHARACTERS


@pytest.mark.parametrize(
    ("text", "value", "marks"),
    [
        ("Шевченко", "Шевченко", ()),
        ("ШЕВЧЕНКО", "Шевченко", ()),
        ("шевченко тарас", "Шевченко Тарас", ()),
        ("  Шевченко   Тарас ", "Шевченко Тарас", ()),
        ("McDonald", "McDonald", ()),
        ("О'КОННОР", "О'Коннор", ()),
        ("ЛУК`ЯНЕНКО", "Лук'яненко", ()),
        ("Лук’яненко", "Лук'яненко", ()),
        ("Лук*яненко", "Лук'яненко", ()),
        ("КОВАЛЬЧУК – МЕЛЬНИК", "Ковальчук-Мельник", ()),
        ("МАМЕДОВ АЛИ ОГЛЫ", "Мамедов Али оглы", ()),
        ("Т.Г.", "Т.Г.", ()),
        ("IŞIK", "Işık", ()),
        ("İBRAHİM", "İbrahim", ()),
        ("И\u0306осип", "Йосип", ()),
        ("Шевченкo", "Шевченко", (L,)),
        ("Шeвчeнкo Tapac", "Шевченко Тарас", (L,)),
        ("TAPAC Шевченко", "Тарас Шевченко", (L,)),
        ("Ivanоv", "Ivanov", (L,)),
        ("Shevchenkо Taras", "Shevchenko Taras", (L,)),
        ("Шевченк0", "Шевченко", (L,)),
        ("Шwевченко", "Шwевченко", (L,)),
        ("Itdxtyrj", "Шевченко", (K,)),
        ("Itdxtyrj Nfhfc", "Шевченко Тарас", (K,)),
        ("itdxtyrj", "Шевченко", (K,)),
        ("Ырумсрутлщ", "Shevchenko", (K,)),
        (";bnjvbhcmrbq", "Житомирський", (K,)),
        ("Ujke,", "Голуб", (K,)),
        (":erjd", "Жуков", (K,)),
        ("Itdxtyrj Тарас", "Шевченко Тарас", (K,)),
        # half a cell, half a word; a given name of few letters
        ("Шевченко Nfhfc Uhbujhjdbx", "Шевченко Тарас Григорович", (K,)),
        ("Shevchenko Ефкфы", "Shevchenko Taras", (K,)),
        ("Шевxtyrj", "Шевченко", (K,)),
        ("Shevсрутлщ", "Shevchenko", (K,)),
        ("Ktcz", "Леся", (K,)),
        ("Jktu", "Олег", (K,)),
        ("Шмфт", "Ivan", (K,)),
        # look-alikes, letters of italics, digits, strokes
        ("B'ячеслав", "В'ячеслав", (L,)),
        ("Петренkо", "Петренко", (L,)),
        ("Ceprей", "Сергей", (L,)),
        ("Tapac", "Тарас", (L,)),
        ("OKCAHA", "Оксана", (L,)),
        ("IIIевченко", "Шевченко", (L,)),
        ("Б0ндаренко", "Бондаренко", (L,)),
        ("Петр0в", "Петров", (L,)),
        ("Kuzm1n", "Kuzmin", (L,)),
        ("3ахаренко", "Захаренко", (L,)),
        ("6ондаренко", "Бондаренко", (L,)),
        ("Ковальчук 0лег", "Ковальчук Олег", (L,)),
        ("Кова1ьчук", "Ковальчук", (L,)),
        ("Koval1nko", "Kovalinko", (L,)),
        ("5hevchenko", "Shevchenko", (L,)),
        ("Shev4enko", "Shevchenko", (L,)),
        ("KovaIenko", "Kovalenko", (L,)),
        ("Rornan", "Roman", (L,)),
        # letters apart, words together
        ("П е т р е н к о", "Петренко", ()),
        ("П Е Т Р Е Н К О Іван", "Петренко Іван", ()),
        ("ПетренкоІван", "Петренко Іван", ()),
        ("ПетренкоІванПетрович", "Петренко Іван Петрович", ()),
        ("Шевченко_Тарас", "Шевченко Тарас", ()),
        ("\u202eШев\u200bченко", "Шевченко", (H,)),
        ("Шев\u00adченко", "Шевченко", (H,)),
        ("А", "А", (Mark.ONE_LETTER,)),
        ("Т.", "Т.", (Mark.ONE_LETTER,)),
        ("а" * 300, "А" + "а" * 299, (Mark.VERY_LONG,)),
        ("", "", ()),
        ("\u200b", "", (H,)),
        ("Тарас Shevchenko", "Тарас Shevchenko", ()),
    ],
)
def test_a_name_is_mended_and_what_was_wrong_is_marked(text, value, marks):
    assert mend_name(text) == (value, marks)


@pytest.mark.parametrize(
    "name",
    [
        "Кущ",
        "Jwan",
        "Abdulrahmanov",
        "Gheorghe",
        "Wojciechowski",
        "Аметов",
        "Джафаров",
        "Юсуф",
        "Leif",
        "Ulf",
        "Ян",
        "МакДональд",
        "FitzGerald",
        "McDonald",
        "Cope",
        "Pope",
        "Kopa",
        "Barnes",
        "Arnett",
        "Bernard",
        "Ким",
        "Лі",
        "Воут",
        "Ролф",
        "Нуну",
        "Nnamdi",
        "Nguyen",
        "Çelik",
        "Şahin",
        "Özdemir",
        "Əliyev",
        "Ţurcan",
        "Đorđe",
        "Nagy",
        "Szűcs",
        "Т. Г. Шевченко",
        "Іваненко 2",
    ],
)
def test_right_names_of_any_people_are_left_alone(name):
    assert mend_name(name) == (name, ())

"""Full names of many peoples, in every order, with what stands beside them."""

import pytest

from allforall.people.names.parts import NameParts, split_full_name

P = NameParts
TARAS = ("Шевченко", "Тарас", "Григорович")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        # two surnames, one surname of two words
        ("Нечуй-Левицький Іван Семенович", P("Нечуй-Левицький", "Іван", "Семенович")),
        ("Нечуй Левицький Іван", P("Нечуй Левицький", "Іван")),
        ("Іван Семенович Нечуй-Левицький", P("Нечуй-Левицький", "Іван", "Семенович")),
        ("Тарас Бульба-Боровець", P("Бульба-Боровець", "Тарас")),
        ("Петренко-Іваненко Оксана Петрівна", P("Петренко-Іваненко", "Оксана", "Петрівна")),
        # the given name first
        ("Оксана Коваленко", P("Коваленко", "Оксана")),
        ("Саша Мельник", P("Мельник", "Саша")),
        ("Анна-Марія Ковач", P("Ковач", "Анна-Марія")),
        ("Марія Анна Ковач", P("Ковач", "Марія", other="Анна")),
        ("Оксана Іванівна", P("", "Оксана", "Іванівна")),
        ("Іван", P("", "Іван")),
        ("Бондаренко", P("Бондаренко")),
        # a diminutive that is a surname as well
        ("Петрик Богдан", P("Петрик", "Богдан")),
        # Georgian, Armenian
        ("Гиоргадзе Гиорги", P("Гиоргадзе", "Гиорги")),
        ("Гіві Капанадзе", P("Капанадзе", "Гіві")),
        ("Тер-Петросян Левон Акопович", P("Тер-Петросян", "Левон", "Акопович")),
        ("Тер Петросян Левон", P("Тер Петросян", "Левон")),
        ("Levon Ter-Petrosyan", P("Ter-Petrosyan", "Levon")),
        # Turkic: the word after the father's name, apart, joined, with a hyphen
        ("Гасанов Али Мамед оглы", P("Гасанов", "Али", "Мамед оглы")),
        ("Гасанов Алі Мамед-огли", P("Гасанов", "Алі", "Мамед-огли")),
        ("Гасанова Лейла Мамед гызы", P("Гасанова", "Лейла", "Мамед гызы")),
        ("Исмаилов Бакыт Асан уулу", P("Исмаилов", "Бакыт", "Асан уулу")),
        ("Асан уулу Бакыт", P("", "Бакыт", "Асан уулу")),
        ("Бакыт Асан уулу", P("", "Бакыт", "Асан уулу")),
        ("Айгуль Асан кызы", P("", "Айгуль", "Асан кызы")),
        ("Ахметов Нурлан Серикулы", P("Ахметов", "Нурлан", "Серикулы")),
        ("Нұрлан Серікұлы Ахметов", P("Ахметов", "Нұрлан", "Серікұлы")),
        ("Karimov Jasur Bakhtiyor o‘g‘li", P("Karimov", "Jasur", "Bakhtiyor o‘g‘li")),
        ("Karimov Jasur Bakhtiyor o'g'li", P("Karimov", "Jasur", "Bakhtiyor o'g'li")),
        ("Каримова Нигора Бахтиёр қизи", P("Каримова", "Нигора", "Бахтиёр қизи")),
        ("Тагизаде Рамин Али оглы", P("Тагизаде", "Рамин", "Али оглы")),
        ("Аблаев Рефат Рустемович", P("Аблаев", "Рефат", "Рустемович")),
        ("Аблаев Рефат Рустем", P("Аблаев", "Рефат", other="Рустем")),
        ("Магомедов Магомед Магомедович", P("Магомедов", "Магомед", "Магомедович")),
        ("Магомед Магомедов", P("Магомедов", "Магомед")),
        # Buryat, Tuvan
        ("Доржиев Баир Бадмаевич", P("Доржиев", "Баир", "Бадмаевич")),
        ("Баир Доржиев", P("Доржиев", "Баир")),
        ("Ооржак Ай-Херел Кан-оолович", P("Ооржак", "Ай-Херел", "Кан-оолович")),
        ("Ооржак Кан-оол", P("Ооржак", "Кан-оол")),
        # Hungarian, Romanian
        ("Nagy László", P("Nagy", "László")),
        ("László Nagy", P("Nagy", "László")),
        ("Kovács István János", P("Kovács", "István", other="János")),
        ("Надь Ласло Йожефович", P("Надь", "Ласло", "Йожефович")),
        ("Ion Popescu", P("Popescu", "Ion")),
        ("Попеску Ион Васильевич", P("Попеску", "Ион", "Васильевич")),
        # Polish, Serbian: -owicz and -ović may be the surname
        ("Войцех Ковальский", P("Ковальский", "Войцех")),
        ("Драган Йованович", P("Йованович", "Драган")),
        ("Adam Mickiewicz", P("Mickiewicz", "Adam")),
        ("Ян Рустамович Марцинкевич", P("Марцинкевич", "Ян", "Рустамович")),
        # Spanish, Portuguese
        ("García Márquez José Antonio", P("García Márquez", "José", other="Antonio")),
        ("José Antonio García Márquez", P("García Márquez", "José", other="Antonio")),
        ("Juan Carlos Rodríguez Pérez", P("Rodríguez Pérez", "Juan", other="Carlos")),
        ("Диас Мендоса Хавьер", P("Диас Мендоса", "Хавьер")),
        ("Soto Paredes Fabián", P("Soto Paredes", "Fabián")),
        ("de la Cruz Juan", P("de la Cruz", "Juan")),
        ("Мария де лос Анхелес", P("де лос Анхелес", "Мария")),
        ("Dos Santos Silva João", P("Dos Santos Silva", "João")),
        # German, Dutch, English
        ("фон дер Гольц Карл", P("фон дер Гольц", "Карл")),
        ("Jan van der Berg", P("van der Berg", "Jan")),
        ("John Michael Smith", P("Smith", "John", other="Michael")),
        ("Smith, John M.", P("Smith", "John", "M.")),
        ("О'Коннор Джон", P("О'Коннор", "Джон")),
        # Arabic
        ("Омар аль-Хасан", P("аль-Хасан", "Омар")),
        ("аль-Хасан Омар", P("аль-Хасан", "Омар")),
        ("Мохаммед бин Салман", P("бин Салман", "Мохаммед")),
        # Nepali
        ("Рам Бахадур Тапа", P("Тапа", "Рам", other="Бахадур")),
        # Korean, Chinese, Vietnamese
        ("Ким Чен Ын", P("Ким", "Чен Ын")),
        ("Kim Jong-un", P("Kim", "Jong-un")),
        ("Пак Сон-Хо", P("Пак", "Сон-Хо")),
        ("Цой Виктор Робертович", P("Цой", "Виктор", "Робертович")),
        ("Ли Виктор Петрович", P("Ли", "Виктор", "Петрович")),
        ("Ван Вэй", P("Ван", "Вэй")),
        ("Чжан Вэй Мин", P("Чжан", "Вэй Мин")),
        ("Нгуен Ван Минь", P("Нгуен", "Ван Минь")),
        ("У Вэй", P("У", "Вэй")),
        # a lone letter says neither
        ("Т.", P(other="Т.")),
        ("А", P(other="А")),
        # initials
        ("Коваленко О П", P("Коваленко", "О", "П")),
        ("Коваленко ОП", P("Коваленко", "О", "П")),
        ("О.П. Коваленко", P("Коваленко", "О.", "П.")),
        ("Ivanov G. Iu.", P("Ivanov", "G.", "Iu.")),
        ("Смит Дж.", P("Смит", "Дж.")),
        ("Иванов. Юрий. Алексеевич", P("Иванов", "Юрий", "Алексеевич")),
        # romanised patronymics of few letters
        ("Savych Hryhorii Savych", P("Savych", "Hryhorii", "Savych")),
        ("Illich Petro Illich", P("Illich", "Petro", "Illich")),
    ],
)
def test_a_name_of_any_people_falls_into_its_parts(text, parts):
    found = split_full_name(text)
    assert found == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Шевченко Тарас Григорович «Сармат»", P(*TARAS, call_sign="Сармат")),
        ("Шевченко Тарас Григорович (позивний «Сармат»)", P(*TARAS, call_sign="Сармат", about="позивний")),
        ("Шевченко Тарас Григорович (позивний Сармат)", P(*TARAS, call_sign="Сармат", about="позивний")),
        ("Шевченко Тарас Григорович позывной Сармат", P(*TARAS, call_sign="Сармат", about="позывной")),
        ('Шевченко Тарас Григорович, позивний "Сармат"', P(*TARAS, call_sign="Сармат", about="позивний")),
        ("Шевченко Тарас Григорович п-ий Сармат", P(*TARAS, call_sign="Сармат", about="п-ий")),
        ("Shevchenko Taras, call sign Sarmat", P("Shevchenko", "Taras", call_sign="Sarmat", about="call sign")),
        ("Сармат (Шевченко Тарас)", P("Шевченко", "Тарас", call_sign="Сармат")),
        ("позивний «Сармат»", P(call_sign="Сармат", about="позивний")),
        ("«Сармат»", P(call_sign="Сармат")),
        ("Шевченко 'Сармат' Тарас", P("Шевченко", "Тарас", call_sign="Сармат")),
        ("Петренко Оксана (дів. Іваненко)", P("Петренко", "Оксана", other="Іваненко", about="дів.")),
        ("Петренко Оксана, в девичестве Иваненко", P("Петренко", "Оксана", other="Иваненко", about="в девичестве")),
        ("Petrenko Oksana née Ivanenko", P("Petrenko", "Oksana", other="Ivanenko", about="née")),
        ("Петренко Іван, він же Сидоренко Петро", P("Петренко", "Іван", other="Сидоренко Петро", about="він же")),
        ("Петренко (Іваненко) Оксана Петрівна", P("Петренко", "Оксана", "Петрівна", other="Іваненко")),
        ("солдат Шевченко Тарас Григорович", P(*TARAS, about="солдат")),
        ("ст. сержант Шевченко Тарас Григорович", P(*TARAS, about="ст. сержант")),
        ("к-н Шевченко Т.Г.", P("Шевченко", "Т.", "Г.", about="к-н")),
        ("Старший солдат Шевченко Тарас", P("Шевченко", "Тарас", about="Старший солдат")),
        ("СЕРЖАНТ ШЕВЧЕНКО ТАРАС ГРИГОРОВИЧ", P("ШЕВЧЕНКО", "ТАРАС", "ГРИГОРОВИЧ", about="СЕРЖАНТ")),
        ("Шевченко Тарас Григорович солдат", P(*TARAS, about="солдат")),
        ("Шевченко Тарас Григорович, ст. сержант", P(*TARAS, about="ст. сержант")),
        ("Шевченко Тарас Григорович (сержант)", P(*TARAS, about="сержант")),
        ("капітан Мельник", P("Мельник", about="капітан")),
        ("Шевченко Тарас Григорович 1985 р.н.", P(*TARAS, about="1985 р.н.")),
        ("Шевченко Тарас Григорович 1985 г.р.", P(*TARAS, about="1985 г.р.")),
        ("Шевченко Тарас Григорович, 12.03.1985", P(*TARAS, about="12.03.1985")),
        ("Шевченко Тарас Григорович (1985)", P(*TARAS, about="1985")),
        ("Шевченко Тарас Григорович, 1985 року народження", P(*TARAS, about="1985 року народження")),
        ("Shevchenko Taras b. 1985", P("Shevchenko", "Taras", about="b. 1985")),
        ("гр. Шевченко Тарас Григорович", P(*TARAS, about="гр.")),
        ("пан Шевченко Тарас", P("Шевченко", "Тарас", about="пан")),
        ("Mr. John Smith", P("Smith", "John", about="Mr.")),
        ("Бульба Тарас б/б", P("Бульба", "Тарас", about="б/б")),
        ("1. Шевченко Тарас Григорович", P(*TARAS)),
        ("№12 Шевченко Тарас", P("Шевченко", "Тарас")),
    ],
)
def test_what_stands_beside_a_name_is_taken_out_and_kept(text, parts):
    assert split_full_name(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Капітан Іван Петрович", P("Капітан", "Іван", "Петрович")),
        ("Сержант Іван", P("Сержант", "Іван")),
        ("Майор Тарас Григорович", P("Майор", "Тарас", "Григорович")),
        ("Козак Іван Петрович", P("Козак", "Іван", "Петрович")),
        ("Пан Нестор", P("Пан", "Нестор")),
        ("Тарас Григорович Сержант", P("Сержант", "Тарас", "Григорович")),
        ("Ряд Іван Петрович", P("Ряд", "Іван", "Петрович")),
        ("Родін Б. Р.", P("Родін", "Б.", "Р.")),
    ],
)
def test_surnames_that_are_ranks_or_titles_stay_surnames(text, parts):
    assert split_full_name(text) == parts


SURNAMES = [
    "Бондаренко",
    "Кравець",
    "Магомедов",
    "Цыренов",
    "Капанадзе",
    "Саркисян",
    "Ахметов",
    "Надь",
    "Попеску",
    "Ооржак",
]
GIVEN = ["Олексій", "Наталія", "Магомед", "Баир", "Гиви", "Акоп", "Ильдар", "Ласло", "Ион", "Шолбан"]


@pytest.mark.parametrize("surname", SURNAMES)
@pytest.mark.parametrize("given", GIVEN)
def test_every_order_gives_the_same_parts(surname, given):
    for patronymic in ("Сергійович", "Сергеевна"):
        whole = P(surname, given, patronymic)
        assert split_full_name(f"{surname} {given} {patronymic}") == whole
        assert split_full_name(f"{given} {patronymic} {surname}") == whole
        assert split_full_name(f"{surname}, {given} {patronymic}") == whole
        assert split_full_name(f"{surname.upper()} {given} {patronymic}") == P(surname.upper(), given, patronymic)
    assert split_full_name(f"{surname} {given}") == P(surname, given)
    assert split_full_name(f"{given} {surname}") == P(surname, given)
    assert split_full_name(f"{given} {surname.upper()}") == P(surname.upper(), given)
    assert split_full_name(f"{surname} {given[0]}.") == P(surname, f"{given[0]}.")

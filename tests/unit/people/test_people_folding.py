import pytest

from allforall.people.names.folding import coarse, fold, fold_all, folds, folds_all, masculine, skeleton, stem
from allforall.people.names.given import given_names


@pytest.mark.parametrize(
    "forms",
    [
        "Шевченко Shevchenko Szewczenko Schewtschenko Ševčenko Şevçenko ШЕВЧЕНКО shevchenko",
        "Щербань Shcherban Szczerban Schtscherban Chtcherban Ŝerban' Shherban",
        "Гнатюк Hnatiuk Hnatyuk Gnatyuk Gnatiuk Gnatjuk Hnat'uk",
        "Дяченко Дьяченко Diachenko Dyachenko Djačenko Dâčenko",
        "Цвіркун Цвиркун Tsvirkun Cvirkun Tzvirkun",
        "Зеленський Зеленский Zelenskyi Zelenskyy Zelenskiy Zelensky Zelenskij Zelenskii Zelenśkyj",
        "Юрій Юрий Yurii Iurii Jurij Yuriy Jurii",
        "Харченко Kharchenko Harčenko",
        "Жуков Zhukov Žukov Żukow Zhukow Zhukoff",
        "Кам'яненко Кам’яненко Камяненко Kamianenko Kam'yanenko",
        "Марія Мария Mariia Mariya Maria",
        "Анна Ана Anna Ana",
    ],
)
def test_spellings_of_one_name_have_one_fold(forms: str):
    assert len({fold(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Соловйов", "Solovyov"),
        ("Соловьёв", "Solovyov"),
        ("Харченко", "Charczenko"),  # Polish
        ("Шевченко", "Chevtchenko"),  # French
        ("Джемілєв", "Cemilev"),  # Turkish
        ("Джемилев", "Djemilev"),
        ("Хоменко", "Xomenko"),  # GOST 7.79 B
        ("Жуков", "Joukov"),  # French
    ],
)
def test_an_ambiguous_spelling_has_the_right_reading_among_its_readings(cyrillic: str, latin: str):
    assert set(folds(cyrillic)) & set(folds(latin))


@pytest.mark.parametrize(
    ("one", "other"), [("Бондар", "Гончар"), ("Петренко", "Петрук"), ("Іван", "Ігор"), ("Лис", "Ліщ")]
)
def test_different_names_have_different_folds(one: str, other: str):
    assert not set(folds(one)) & set(folds(other))


def test_names_written_by_ear_share_a_coarse_key():
    assert coarse(fold("Корова")) == coarse(fold("Карова"))
    assert coarse(fold("Sevcenko")) == coarse(fold("Шевченко"))
    assert skeleton(fold("Олександр")) == skeleton(fold("Aleksandr"))


def test_a_patronymic_meets_the_fathers_name():
    for patronymic, father in (
        ("Миколайович", "Миколай"),
        ("Сергійович", "Сергій"),
        ("Сергеевич", "Сергей"),
        ("Sergeyevich", "Сергей"),
        ("Іванівна", "Іван"),
        ("Petrowitsch", "Петро"),
        ("Дмитриевна", "Дмитрий"),
        ("Алієвич", "Алі"),
        ("Anar oglu", "Анар"),
    ):
        assert stem(fold(patronymic)) == stem(fold(father)), patronymic


def test_irregular_patronymics_meet_the_fathers_name_in_the_table():
    table = given_names()
    for patronymic, father in (
        ("Львович", "Лев"),
        ("Яковлевич", "Яків"),
        ("Ильич", "Ілля"),
        ("Миколайович", "Николай"),
    ):
        assert table.father(fold(patronymic)) & table.father(fold(father)), patronymic


@pytest.mark.parametrize(
    "forms",
    [
        "Микола Николай Mykola Nikolai Nikolay Nicholas",
        "Олександр Александр Oleksandr Aleksandr Alexander",
        "Євген Евгений Yevhen Evgeny Evgenii Eugene",
        "Дмитро Дмитрий Dmytro Dmitry Dmitriy",
        "Володимир Владимир Volodymyr Vladimir Wladimir",
        "Михайло Михаил Mykhailo Mikhail Michael",
        "Сергій Сергей Serhii Sergey Sergei",
    ],
)
def test_forms_of_one_given_name_are_one_group(forms: str):
    table = given_names()
    assert frozenset.intersection(*(table.groups(fold(form)) for form in forms.split()))


def test_a_diminutive_may_be_short_for_several_names():
    table = given_names()
    sasha = table.short_for(fold("Sasha"))
    assert sasha & table.groups(fold("Олександр"))
    assert sasha & table.groups(fold("Олександра"))
    assert not sasha & table.groups(fold("Іван"))


def test_endings_that_differ_by_sex_are_put_aside():
    assert masculine(fold("Іванова")) == masculine(fold("Іванов"))
    assert masculine(fold("Зеленська")) == masculine(fold("Zelenskyi")) == masculine(fold("Зеленская"))
    assert masculine(fold("Шевченко")) == fold("Шевченко")


def test_what_is_no_name_has_an_empty_fold():
    assert [fold(text) for text in ("", "  ", "'", "123", "李", "\n")] == [""] * 6


def test_a_column_folds_as_its_names_do():
    names = ["Шевченко", "", "Anna\nMaria", "D'Artagnan", "Solovyov", "X", "a\u2028b", "Щ" * 300]
    assert fold_all(names) == [fold(name) for name in names]
    assert folds_all(names) == [folds(name) for name in names]
    assert fold_all([]) == []
    assert folds_all([]) == []

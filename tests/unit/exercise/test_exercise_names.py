import re

import pytest

from allforall.exercise import Language, Scheme, romanise
from allforall.exercise.letters import feminine, to_russian, to_ukrainian
from allforall.exercise.patronymics import russian_patronymic, ukrainian_patronymic
from allforall.exercise.pools import pools
from allforall.exercise.romanise import schemes_for

UK, RU = Language.UKRAINIAN, Language.RUSSIAN


@pytest.mark.parametrize(
    ("father", "son", "daughter"),
    [
        ("Сергій", "Сергійович", "Сергіївна"),
        ("Андрій", "Андрійович", "Андріївна"),
        ("Олександр", "Олександрович", "Олександрівна"),
        ("Павло", "Павлович", "Павлівна"),
        ("Ігор", "Ігорович", "Ігорівна"),
    ],
)
def test_ukrainian_patronymics_follow_the_school_rules(father, son, daughter):
    assert ukrainian_patronymic(father) == (son, daughter)


@pytest.mark.parametrize(
    ("father", "son", "daughter"),
    [
        ("Сергей", "Сергеевич", "Сергеевна"),
        ("Василий", "Васильевич", "Васильевна"),
        ("Георгий", "Георгиевич", "Георгиевна"),
        ("Игорь", "Игоревич", "Игоревна"),
        ("Иван", "Иванович", "Ивановна"),
        ("Муса", "Мусаевич", "Мусаевна"),
        ("Мераб", "Мерабович", "Мерабовна"),
    ],
)
def test_russian_patronymics_follow_the_school_rules(father, son, daughter):
    assert russian_patronymic(father) == (son, daughter)


@pytest.mark.parametrize(
    ("origin", "given", "son"),
    [
        ("ukrainian", "Микола", ("Миколайович", "Николаевич")),
        ("ukrainian", "Ілля", ("Ілліч", "Ильич")),
        ("ukrainian", "Григорій", ("Григорович", "Григорьевич")),
        ("ukrainian", "Лев", ("Левович", "Львович")),
        ("azerbaijani", "Намік", ("Намік огли", "Намик оглы")),
        ("foreign", "Джон", ("", "")),
    ],
)
def test_exceptions_and_the_customs_of_minorities_stand_in_the_tables(origin, given, son):
    found = [name for name in pools()[origin].male if name.ukrainian == given]
    assert found
    assert found[0].son == son


@pytest.mark.parametrize(
    ("ukrainian", "russian"),
    [
        ("Коваленко", "Коваленко"),
        ("Вишневський", "Вишневский"),
        ("Задорожний", "Задорожный"),
        ("Єрьоменко", "Ерёменко"),
    ],
)
def test_a_ukrainian_surname_is_carried_into_russian_letters(ukrainian, russian):
    assert to_russian(ukrainian) == russian


@pytest.mark.parametrize(
    ("russian", "ukrainian"),
    [
        ("Иванов", "Іванов"),
        ("Киселёв", "Кісельов"),
        ("Муравьёв", "Муравйов"),
        ("Ефимов", "Єфімов"),
        ("Щукин", "Щукін"),
        ("Достоевский", "Достоєвський"),
    ],
)
def test_a_russian_surname_is_carried_into_ukrainian_letters(russian, ukrainian):
    assert to_ukrainian(russian) == ukrainian


def test_women_bear_the_feminine_form_where_there_is_one():
    assert feminine("Вишневський", russian=False) == "Вишневська"
    assert feminine("Иванов", russian=True) == "Иванова"
    assert feminine("Коваленко", russian=True) == "Коваленко"


@pytest.mark.parametrize(
    ("scheme", "language", "name", "latin"),
    [
        # KMU 2010, resolution 55, its own examples
        (Scheme.KMU_2010, UK, "Згурський", "Zghurskyi"),
        (Scheme.KMU_2010, UK, "Єнакієве", "Yenakiieve"),
        (Scheme.KMU_2010, UK, "Їжакевич", "Yizhakevych"),
        (Scheme.KMU_2010, UK, "Кадиївка", "Kadyivka"),
        (Scheme.KMU_2010, UK, "Знам'янка", "Znamianka"),
        (Scheme.KMU_2010, UK, "Щербухи", "Shcherbukhy"),
        (Scheme.ICAO, RU, "Подъездной", "Podieezdnoi"),
        (Scheme.ICAO, RU, "Юлия", "Iuliia"),
        (Scheme.BGN_PCGN, RU, "Ефремов", "Yefremov"),
        (Scheme.BGN_PCGN, RU, "Алексеев", "Alekseyev"),
        (Scheme.GOST_52535, RU, "Царёв", "Tcarev"),
        (Scheme.ISO_9, RU, "Щукин", "Ŝukin"),
        (Scheme.POLISH, UK, "Шевчук", "Szewczuk"),
        (Scheme.GERMAN, RU, "Жуков", "Schukow"),
        (Scheme.FRENCH, RU, "Пушкин", "Pouchkin"),
        (Scheme.TURKISH, RU, "Чистяков", "Çistyakov"),
    ],
)
def test_each_scheme_writes_latin_letters_in_its_own_way(scheme, language, name, latin):
    assert romanise(name, scheme, language) == latin


def test_no_scheme_leaves_a_cyrillic_letter_in_any_name_of_the_pools():
    words = {surname.ukrainian[0] for surname in pools()["ukrainian"].surnames[:500]}
    words |= {name.ukrainian for pool in pools().values() for name in (*pool.male, *pool.female)}
    for scheme in schemes_for(UK):
        for turn in range(3):
            for word in words:
                assert not re.search("[Ѐ-ӿ]", romanise(word, scheme, UK, turn)), (scheme, word)


def test_capitals_stay_capitals():
    assert romanise("ЩУКИН", Scheme.ICAO, RU) == "SHCHUKIN"
    assert romanise("Щукин-Жуков", Scheme.ICAO, RU) == "Shchukin-Zhukov"


def test_there_are_more_than_twenty_thousand_surnames_and_no_two_are_alike_within_an_origin():
    for pool in pools().values():
        forms = [surname.russian[0] for surname in pool.surnames]
        assert len(forms) == len(set(forms)), pool.origin
    assert len({surname.ukrainian[0] for pool in pools().values() for surname in pool.surnames}) > 20_000


def test_every_surname_and_given_name_is_written_in_the_letters_of_its_language():
    for pool in pools().values():
        for surname in pool.surnames:
            for form in surname.ukrainian:
                assert re.fullmatch(r"[А-ЩЬЮЯЄІЇҐа-щьюяєіїґ' -]+", form), (pool.origin, form)
            for form in surname.russian:
                assert re.fullmatch(r"[А-ЯЁа-яё' -]+", form), (pool.origin, form)
        for given in (*pool.male, *pool.female):
            assert re.fullmatch(r"[А-ЩЬЮЯЄІЇҐа-щьюяєіїґ' -]+", given.ukrainian), given
            assert re.fullmatch(r"[А-ЯЁа-яё' -]+", given.russian), given


def test_the_commonest_surname_is_borne_by_a_few_in_a_thousand():
    for origin in ("ukrainian", "russian"):
        bounds = pools()[origin].surname_bounds
        assert 0.001 < bounds[0] < 0.006
        assert bounds[99] < 0.25


@pytest.mark.parametrize(
    ("origin", "given", "son"),
    [
        ("kazakh", "Нурлан", ("Нурланули", "Нурланулы")),
        ("uzbek", "Жасур", ("Жасур угли", "Жасур угли")),
        ("kyrgyz", "Манас", ("Манас уулу", "Манас уулу")),
        ("korean", "Чен-Ир", ("Чен-Ірович", "Чен-Ирович")),
        ("nepali", "Рам Бахадур", ("", "")),
    ],
)
def test_papers_of_every_people_carry_the_fathers_name_in_its_own_way(origin, given, son):
    assert [name.son for name in pools()[origin].male if name.russian == given] == [son]


def test_names_of_two_words_keep_both():
    surnames = {surname.russian[0] for surname in pools()["spanish"].surnames}
    assert "Гарсия Лопес" in surnames
    assert not any("_" in surname for surname in surnames)

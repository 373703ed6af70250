"""Ranks, units and places: many words, one key; what no table knows stays text."""

import pytest

from allforall.people.persons import Mark
from allforall.people.places import place_words, places, read_place
from allforall.people.ranks import LANGUAGES, is_officer, rank_steps_apart, rank_words, ranks, read_rank
from allforall.people.units import read_unit

NOT_IN_TABLE = (Mark.NOT_IN_TABLE,)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "private",
            ["солдат", "Рядовой", "private", "матрос", "seaman", "СОЛДАТ", "ряд.", "гв. рядовой", "er", "Pvt."],
        ),
        ("sergeant", ["с-т", "сержант", "Sgt", "Sgt.", "Serzhant", "сержант запасу", "старшина 1 статті"]),
        ("junior_sergeant", ["мл. серж.", "мл.сержант", "мол. сержант", "молодший  сержант", "junior sergeant"]),
        ("senior_sergeant", ["ст. сержант", "ст.серж.", "старший сержант", "гв. ст. сержант", "головний старшина"]),
        ("chief_sergeant", ["головний сержант", "старшина"]),
        ("shtab_sergeant", ["штаб-сержант", "штаб сержант"]),
        ("warrant_officer", ["прапорщик", "мічман", "мичман"]),
        ("lieutenant", ["лейтенант", "л-т", "Lt", "Lt.", "TEĞMEN"]),
        (
            "senior_lieutenant",
            ["ст. л-т", "старший лейтенант", "ст. лейтенант мед. служби (лікар)", "First Lieutenant"],
        ),
        ("captain", ["капітан", "к-н", "капитан-лейтенант"]),
        ("major", ["майор", "капітан 3 рангу", "Captain 3rd rank"]),
        ("major_general", ["генерал-майор", "контр-адмірал"]),
    ],
)
def test_words_for_one_step_of_seniority_give_one_code(code, words):
    for word in words:
        if "мед. служби" not in word:
            assert read_rank(word) == (code, ()), word


def test_a_rank_that_no_table_knows_stays_as_text():
    assert read_rank(" космонавт ") == ("космонавт", NOT_IN_TABLE)
    assert read_rank("") == ("", ())
    assert read_rank("\u200bсолдат") == ("private", (Mark.HIDDEN_CHARACTERS,))


def test_no_word_stands_for_two_ranks_and_every_code_reads_as_itself():
    seen: dict[str, str] = {}
    for rank in ranks().values():
        assert set(rank.words) == set(LANGUAGES)
        assert read_rank(rank.code) == (rank.code, ())
        for lang in LANGUAGES:
            assert read_rank(rank_words(rank.code, lang))[0] == rank.code
            for word in rank.words[lang]:
                assert seen.setdefault(word.replace("-", " "), rank.code) == rank.code, word


def test_ranks_are_in_order_of_seniority():
    orders = [rank.order for rank in ranks().values()]
    assert orders == sorted(set(orders))
    assert rank_steps_apart("private", "sergeant") == 3
    assert rank_steps_apart("private", "космонавт") is None
    assert is_officer("captain") is True
    assert is_officer("sergeant") is False
    assert is_officer("космонавт") is None


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ("mu A1234", ["в/ч А1234", "в/ч A1234", "військова частина А1234", "А1234", "v/ch A1234", "в.ч. А-1234"]),
        ("mu 12345", ["в/ч 12345", "войсковая часть 12345", "воинская часть № 12345"]),
        (
            "72 brigade mechanised",
            [
                "72 ОМБр",
                "72-а окрема механізована бригада",
                "72 omsbr",
                "72nd Mechanized Brigade",
                "72 омсбр",
                "72омбр",
            ],
        ),
        ("25 brigade airborne", ["25 ОПДБр", "25 окрема парашутно-десантна бригада"]),
        ("155 brigade naval_infantry", ["155 гв. обрмп", "155-я отдельная гвардейская бригада морской пехоты"]),
        ("102 brigade territorial_defence", ["102 обр ТрО", "102-га окрема бригада територіальної оборони"]),
        ("2 battalion / 72 brigade mechanised", ["2 батальйон 72 ОМБр", "2 батальон, 72 омсбр"]),
        ("123 regiment mechanised", ["123 мсп", "123-й мотострелковый полк"]),
    ],
)
def test_a_unit_has_one_form_in_every_script(value, texts):
    for text in texts:
        assert read_unit(text) == (value, ()), text


def test_a_unit_that_cannot_be_told_stays_as_text():
    assert read_unit("окремий загін") == ("окремий загін", NOT_IN_TABLE)
    assert read_unit("72") == ("72", NOT_IN_TABLE)
    assert read_unit("") == ("", ())


@pytest.mark.parametrize(
    ("key", "now", "former"),
    [
        (
            "dnipro",
            ["Дніпро", "Днепр", "Dnipro", "м. Дніпро", "г. Днепр", "м.Дніпро, Дніпропетровська обл."],
            ["Дніпропетровськ", "Dnepropetrovsk"],
        ),
        ("bakhmut", ["Бахмут", "BAKHMUT"], ["Артемівськ", "Артёмовск", "артемовск"]),
        ("kropyvnytskyi", ["Кропивницький"], ["Кіровоград", "Kirovograd", "Єлисаветград"]),
        ("kamianske", ["Кам'янське", "Кам’янське", "Камянське", "Каменское"], ["Дніпродзержинськ", "Днепродзержинск"]),
        ("saint_petersburg", ["Санкт-Петербург", "г. Санкт-Петербург", "St. Petersburg"], ["Ленинград"]),
        ("volgograd", ["Волгоград"], ["Сталинград"]),
        ("nizhny_novgorod", ["Нижний Новгород"], ["Горький", "г. Горький"]),
        ("samara", ["Самара"], ["Куйбышев"]),
        ("yekaterinburg", ["Екатеринбург", "Єкатеринбург"], ["Свердловск, Свердловская обл."]),
        ("kyiv", ["Київ", "Киев", "Kiev", "м.Київ, вул. Хрещатик, буд. 1", "Україна, Київ"], []),
        ("simferopol", ["Сімферополь", "Akmescit", "Симферополь"], []),
    ],
)
def test_old_and_new_names_of_a_place_lead_to_one_key(key, now, former):
    for name in now:
        assert read_place(name) == (key, ()), name
    for name in former:
        assert read_place(name) == (key, (Mark.OLD_PLACE_NAME,)), name


def test_a_name_that_two_places_share_leads_to_neither_without_a_region():
    assert read_place("Свердловск") == ("Свердловск", NOT_IN_TABLE)
    assert read_place("Владимир")[1] == NOT_IN_TABLE
    assert read_place("г. Свердловск, Луганская обл.") == ("dovzhansk", (Mark.OLD_PLACE_NAME,))
    assert read_place("Свердловск, Свердловская обл., Луганская обл.")[1] == NOT_IN_TABLE
    assert read_place("Белогорск, Амурская область") == ("belogorsk_amur", ())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("с. Іванівка, Донецька обл.", "Іванівка, Донецька обл"),
        ("с. Тарасівка, м. Суми", "Тарасівка, Суми"),
        ("смт. Велика Димерка", "Велика Димерка"),
        ("Дніпровський р-н", "Дніпровський р-н"),
        ("Київська область", "Київська область"),
    ],
)
def test_a_village_or_region_is_not_taken_for_the_town_in_its_name(text, value):
    assert read_place(text) == (value, NOT_IN_TABLE)


def test_look_alike_letters_in_a_place_are_mended_and_marked():
    assert read_place("Kиїв") == ("kyiv", (Mark.LOOKALIKE_LETTERS,))


def test_the_table_of_places_is_wide_enough_and_reads_its_own_names():
    table = places()
    assert len(table) >= 120
    ambiguous = 0
    for place in table.values():
        assert place_words(place.key, "uk") == place.names[0]
        assert place_words(place.key, "tr") == place_words(place.key, "en") == place.names[2]
        for name in (*place.names, *place.former):
            value, marks = read_place(name)
            if Mark.NOT_IN_TABLE in marks:
                ambiguous += 1
            else:
                assert value == place.key, name
    assert ambiguous < 60
    assert place_words("no such key", "uk") == "no such key"

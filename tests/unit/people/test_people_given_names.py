"""Given names of the peoples who serve in both armies: which forms are one name, which are related, which are not."""

from itertools import combinations

import pytest

from allforall.people.names.folding import fold, folds
from allforall.people.names.given import given_names


def whole(name: str) -> frozenset[int]:
    """As columns are coded: the groups of the first reading that the table knows."""
    table = given_names()
    return next((table.groups(code) for code in folds(name) if table.groups(code)), frozenset())


def one_name(a: str, b: str) -> bool:
    return bool(set(folds(a)) & set(folds(b)) or whole(a) & whole(b))


def short_or_related(a: str, b: str) -> bool:
    table = given_names()
    short_a, short_b = table.short_for(fold(a)), table.short_for(fold(b))
    return bool(short_a & whole(b) or whole(a) & short_b or short_a & short_b)


ONE_NAME = {
    "ukrainian_russian": [
        "Олександр Александр Oleksandr Aleksandr Alexander",
        "Микола Николай Mykola Nikolai Nikolay Nicholas",
        "Володимир Владимир Volodymyr Vladimir Wladimir",
        "Сергій Сергей Serhii Sergey Serge",
        "Євген Евгений Yevhen Evgenii Eugene",
        "Юрій Юрий Yurii Iurii Yuriy",
        "Олексій Алексей Oleksii Aleksey",
        "Дмитро Дмитрий Dmytro Dmitry",
        "Михайло Михаил Mykhailo Mikhail Michael",
        "Петро Пётр Петр Petro Pyotr",
        "Павло Павел Pavlo Pavel",
        "Василь Василий Vasyl Vasily Vasiliy",
        "Ігор Игорь Ihor Igor",
        "Олег Oleh Oleg",
        "Гліб Глеб Hlib Gleb",
        "Ілля Илья Illia Ilya",
        "Яків Яков Yakiv Yakov",
        "Опанас Афанасий Панас",
        "Пилип Филипп Pylyp Filipp",
        "Юхим Ефим Yukhym Yefim",
        "Охрім Ефрем Єфрем",
        "Микита Никита Нікіта Mykyta Nikita",
        "Тихін Тихон Tykhin Tikhon",
        "Олена Елена Olena Elena Yelena",
        "Ганна Анна Hanna Anna",
        "Марія Мария Mariia Maria",
        "Наталія Наталья Nataliia Natalya",
        "Дар'я Дарья Дарія Daria",
        "Тетяна Татьяна Tetiana Tatyana",
    ],
    "belarusian": ["Аляксандр Aliaksandr", "Сяргей Siarhei", "Рыгор Ryhor", "Уладзімір Uladzimir"],
    "polish": ["Войцех Wojciech", "Кшиштоф Krzysztof", "Анджей Andrzej", "Єжи Ежи Jerzy"],
    "crimean_tatar": [
        "Рефат Рифат",
        "Ескендер Эскендер Iskender",
        "Енвер Энвер Enver",
        "Айше Ayşe",
        "Сулейман Süleyman",
    ],
    "tatar_bashkir": [
        "Ільдар Ильдар Ildar",
        "Рафаель Рафаиль Rafael",
        "Фарід Фарит",
        "Лейсан Ляйсан",
        "Ахмед Ахмет Ahmet",
    ],
    "kazakh_uzbek_kyrgyz": [
        "Бауржан Бауыржан",
        "Улугбек Ulugbek",
        "Бахтійор Бахтиёр Bakhtiyor",
        "Кубаничбек Кубанычбек",
        "Юсуф Юсуп",
        "Мухаммад Мохаммед Mohammed Mohamed Muhammad",
    ],
    "azerbaijani": ["Ельчин Эльчин Elçin", "Рашад Rəşad", "Мамед Məmməd", "Севіндж Sevinc", "Алі Əli", "Гусейн Hüseyn"],
    "chechen_ingush": ["Зелімхан Зелимхан Zelimkhan", "Магомед Магомет Magomed", "Умар Омар", "Іса Иса Isa"],
    "dagestan": ["Гаджі Гаджи Хаджи", "Хабіб Хабиб", "Патімат Патимат", "Абдурахман Абдуррахман"],
    "ossetian": ["Таймураз Теймураз", "Эльбрус Ельбрус"],
    "georgian": ["Гіоргі Гиорги Giorgi", "Іраклій Ираклий Irakli", "Зураб Zurab"],
    "armenian": [
        "Акоп Hakob Агоп",
        "Ованес Hovhannes Оганес",
        "Грант Hrant",
        "Саркіс Саргис Sargis",
        "Вартан Вардан",
        "Арутюн Harutyun",
    ],
    "buryat_kalmyk": ["Баїр Баир Bair", "Циден Цыден Tsyden", "Очір Очир Ochir", "Ердені Эрдэни Ердни"],
    "tuvan": ["Айдис Айдыс Aidys", "Маадир Маадыр", "Эрес-оол Ерес-оол"],
    "yakut": ["Айаал Аяал", "Нюргун Ньургун"],
    "hungarian": [
        "Ласло László",
        "Іштван Иштван István",
        "Шандор Sándor",
        "Янош János",
        "Йожеф József",
        "Дьордь György",
        "Ержебет Эржебет Erzsébet",
    ],
    "romanian_moldovan": ["Іон Ion", "Георге Gheorghe", "Штефан Ștefan", "Мірча Мирча Mircea"],
    "greek_azov": ["Харлампій Харлампий Charalampos", "Одіссей Одиссей", "Лазар Лазарь"],
    "bulgarian_gagauz": ["Димитър Димитар", "Георги Georgi"],
    "jewish": ["Мойсей Моисей", "Хаїм Хаим Chaim", "Ісаак Исаак Isaac", "Рахіль Рахиль"],
    "foreign": ["Джон John", "Джеймс James", "Хуан Juan", "Хосе José", "Жан Jean", "Йоганн Johann", "Бікаш Bikash"],
}
RELATED = [
    ("Юрій", "Георгій"),
    ("Юрий", "Егор"),
    ("Єгор", "Георгий"),
    ("Іван", "Янош"),
    ("Степан", "Іштван"),
    ("Микола", "Міклош"),
    ("Іван", "Ованес"),
    ("Яків", "Акоп"),
    ("Іван", "John"),
    ("Остап", "Євстафій"),
    ("Оксана", "Ксенія"),
    ("Артем", "Артемій"),
    ("Леван", "Левон"),
    ("Магомед", "Мухаммад"),
    ("Рустам", "Рустем"),
    ("Саша", "Олександр"),
    ("Саша", "Олександра"),
    ("Вова", "Володимир"),
    ("Серёга", "Сергій"),
    ("Міша", "Михаил"),
    ("Женя", "Євгенія"),
    ("Женя", "Євген"),
    ("Гога", "Гіоргі"),
    ("Пішта", "Іштван"),
    ("Леся", "Олександра"),
    ("Славко", "Ярослав"),
    ("Sasha", "Oleksandr"),
    ("Kolya", "Микола"),
]
DIFFERENT = [
    "Марина Марія",
    "Олег Ольга",
    "Олександр Олександра",
    "Валентин Валентина",
    "Валерій Валерія",
    "Євген Євгенія",
    "Віталій Віталія",
    "Богдан Богдана",
    "Роман Рома́на Рамазан",
    "Юрій Ігор",
    "Максим Максиміліан",
    "Андрій Андріан",
    "Данило Давид",
    "Мирон Мирослав",
    "Ярослав Мирослав",
    "Станіслав Святослав",
    "Владислав Володимир",
    "Антон Антоніна",
    "Микола Микита",
    "Михайло Микита",
    "Айдар Айдер Хайдар",
    "Айнур Айнура",
    "Олена Галина Альона",
    "Ірина Інна",
    "Юлія Уляна",
    "Оксана Роксолана",
    "Іван Ян",
    "Юрій George",
    "Мойсей Муса",
    "Соломон Сулейман",
    "Абрам Ібрагім",
    "Асан Хасан",
    "Мурат Мурад",
    "Магомед Мамед",
    "Рамзан Рамазан",
    "Аслан Асланбек",
    "Дарія Дарина",
    "Назар Назарій",
    "Дорж Дмитро",
    "Батор Бато",
]


@pytest.mark.parametrize("forms", [forms for lines in ONE_NAME.values() for forms in lines])
def test_forms_of_one_name_are_one(forms):
    for one, other in combinations(forms.split(), 2):
        assert one_name(one, other), (one, other)


@pytest.mark.parametrize(("one", "other"), RELATED)
def test_diminutives_and_related_names_agree_less_than_one_name(one, other):
    assert short_or_related(one, other)
    assert not one_name(one, other)


@pytest.mark.parametrize("names", DIFFERENT)
def test_different_names_are_never_one(names):
    for one, other in combinations(names.split(), 2):
        assert not whole(one) & whole(other), (one, other)
        assert not set(folds(one)) & set(folds(other)), (one, other)


def test_no_mans_name_is_one_with_a_womans_by_a_line_of_the_table():
    table = given_names()
    for code, groups in table.whole.items():
        of = [table.lines[group] for group in groups]
        if len({line.sex for line in of}) > 1:
            # only names that sound alike in both sexes: Мішель, and folds that meet by themselves
            assert all(any(code in folds(form) for form in line.forms) for line in of), code


def test_every_form_of_the_table_is_spelled_in_one_script_and_has_a_sound():
    for line in given_names().lines:
        for form in (*line.forms, *line.short, *line.related, *line.fathers):
            letters = [letter for letter in form if letter.isalpha()]
            assert len({"Ѐ" <= letter <= "ԯ" for letter in letters}) == 1, form
            assert fold(form), form


def test_related_names_stand_on_lines_of_their_own():
    """A related name is a name besides: a form that is on the same line would be the same name."""
    for line in given_names().lines:
        assert not set(line.forms) & set(line.related), line.forms


def test_a_name_belongs_to_few_groups():
    """Columns keep eight groups of a name; a name of many lines would be one with everybody."""
    assert max(len(groups) for groups in given_names().whole.values()) <= 6


@pytest.mark.parametrize(
    ("patronymic", "father"),
    [
        ("Миколайович", "Микола"),
        ("Николаевна", "Микола"),
        ("Mykolaivna", "Николай"),
        ("Львовна", "Лев"),
        ("Львівна", "Лев"),
        ("Яковлевич", "Яків"),
        ("Якович", "Яков"),
        ("Ильинична", "Ілля"),
        ("Іллівна", "Илья"),
        ("Illich", "Ілля"),
        ("Лукинична", "Лука"),
        ("Кузьмич", "Кузьма"),
        ("Кузьмівна", "Кузьма"),
        ("Фомич", "Хома"),
        ("Хомівна", "Фома"),
        ("Никитич", "Микита"),
        ("Микитівна", "Никита"),
        ("Саввична", "Сава"),
        ("Савич", "Савва"),
        ("Григорович", "Григорий"),
        ("Григорьевна", "Григорій"),
        ("Павловна", "Павло"),
        ("Петрівна", "Пётр"),
        ("Федорович", "Фёдор"),
        ("Прокофьевич", "Прокофій"),
        ("Юрьевич", "Юрій"),
        ("Васильевна", "Василь"),
        ("Магомедович", "Магомед"),
        ("Ахмедівна", "Ахмед"),
        ("Рустамович", "Рустам"),
        ("Доржиевич", "Доржі"),
        ("Ласлович", "László"),
        ("Йожефівна", "József"),
        ("Гургенович", "Гурген"),
        ("Акопович", "Hakob"),
        ("Бадмаевна", "Бадма"),
        ("Мусаевич", "Муса"),
        ("Алиевич", "Алі"),
        ("Али оглы", "Əli"),
        ("Гасан кызы", "Həsən"),
    ],
)
def test_a_patronymic_and_the_fathers_name_meet(patronymic, father):
    from allforall.people.names.folding import stem

    table = given_names()
    stems = [{stem(code) for code in folds(name)} for name in (patronymic, father)]
    groups = [frozenset().union(*(table.fathers.get(code, frozenset()) for code in codes)) for codes in stems]
    assert stems[0] & stems[1] or groups[0] & groups[1]

"""Pairs of invented lists of another make than `allforall.exercise`: other names, other errors, other code.

Names are drawn from groups of spellings (`form, form, ... => id`, the Wikidata groups of ground truth): one list
has a Cyrillic form of a group, the other any Cyrillic or Latin form of it. Nobody's name is drawn as a whole: given
names and surnames are put together at random. Nothing of `allforall.exercise` is used, so that a linking that was
tuned to its errors shows it here. All rates are assumptions, and all are arguments.
"""

import gzip
import os
import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from allforall.people.columns import find_mapping
from allforall.people.fields import Basis
from allforall.people.persons import PersonRow, Problem
from allforall.people.reading import read_people
from allforall.people.tables.content import TableFormat
from allforall.people.tables.table import Table

AS_OF = date(2025, 6, 2)


def groups_file() -> Path:
    """Returns where the groups lie, by the environment's ALLFORALL_DATA or beside the project."""
    data = os.environ.get("ALLFORALL_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(data) / "linkage" / "wikidata_name_groups.txt.gz"


_CYRILLIC = re.compile(r"[а-яёіїєґ]{3,14}(?:['’-][а-яёіїєґ]{2,12})?")
_LATIN = re.compile(r"[a-zà-žɐ-ʯ]{3,16}(?:['’ʼʹ-][a-zà-ž]{1,14})?")
_NO_NAME = {"фамилия", "прізвище", "имя", "ім'я", "ім’я", "значения", "значення"}


@dataclass(frozen=True, slots=True)
class OtherRates:
    """How bad the two lists are; a pair of numbers is for the sought and for the held list."""

    overlap: float = 0.5  # of the shorter list
    slavic: float = 0.6  # of the surnames: with an ending that is common in Ukraine and Russia
    doubled: tuple[float, float] = (0.04, 0.02)
    related: float = 0.04  # persons with a relative's surname: brothers, father and son
    latin: tuple[float, float] = (0.0, 0.45)
    neighbour_key: tuple[float, float] = (0.02, 0.05)
    letter_dropped: tuple[float, float] = (0.01, 0.03)
    letter_doubled: tuple[float, float] = (0.01, 0.02)
    ocr: tuple[float, float] = (0.01, 0.03)
    truncated: tuple[float, float] = (0.01, 0.02)
    no_patronymic: tuple[float, float] = (0.08, 0.3)
    father_name: tuple[float, float] = (0.02, 0.15)
    initials: tuple[float, float] = (0.01, 0.03)
    crossed: tuple[float, float] = (0.005, 0.02)
    one_column: tuple[float, float] = (0.3, 0.5)  # of the lists: the whole name in one column
    no_date: tuple[float, float] = (0.04, 0.12)
    year_only: tuple[float, float] = (0.03, 0.1)
    age_only: tuple[float, float] = (0.02, 0.08)
    date_off: tuple[float, float] = (0.02, 0.06)  # by a day, a month, a decade, transposed, crossed
    no_place: tuple[float, float] = (0.15, 0.5)
    other_place: tuple[float, float] = (0.02, 0.1)  # where the person lived, not where born
    unit: tuple[float, float] = (0.7, 0.3)
    number: tuple[float, float] = (0.3, 0.2)
    number_off: tuple[float, float] = (0.02, 0.04)

    def times(self, factor: float) -> "OtherRates":
        """Returns the rates with every error so many times as frequent, none above 0.9."""

        def more(pair: tuple[float, float]) -> tuple[float, float]:
            return min(pair[0] * factor, 0.9), min(pair[1] * factor, 0.9)

        return replace(self, **{name: more(getattr(self, name)) for name in _ERRORS})


_ERRORS = (
    "neighbour_key",
    "letter_dropped",
    "letter_doubled",
    "ocr",
    "truncated",
    "no_patronymic",
    "father_name",
    "initials",
    "crossed",
    "no_date",
    "year_only",
    "age_only",
    "date_off",
    "no_place",
    "other_place",
    "number_off",
)


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of spellings: of each the Cyrillic and the Latin forms."""

    given: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    surnames: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


def read_groups(path: Path) -> Groups:
    """Returns the groups that have a Cyrillic and a Latin form.

    The file does not say which are given names: those written in many scripts are taken for given names, the
    others for surnames (an assumption that costs realism and nothing else).
    """
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
    given, surnames = [], []
    for line in text.splitlines():
        forms = [form.strip() for form in line.rpartition("=>")[0].split(",")]
        cyrillic = tuple(form for form in forms if _CYRILLIC.fullmatch(form) and form not in _NO_NAME)
        latin = tuple(form for form in forms if _LATIN.fullmatch(form))
        if not cyrillic or not latin:
            continue
        other_scripts = len(forms) - len(cyrillic) - len(latin)
        (given if other_scripts >= 4 and len(cyrillic[0]) <= 9 else surnames).append((cyrillic, latin))
    return Groups(tuple(given), tuple(surnames))


@dataclass(frozen=True, slots=True)
class _Person:
    surname: int
    given: int
    father: int
    birth: date
    place: int
    unit: int
    number: str


@dataclass(slots=True)
class OtherLists:
    """A sought and a held list as person rows, and which of their rows are of one person, by key."""

    sought: list[PersonRow]
    held: list[PersonRow]
    truth: set[tuple[str, str]] = field(default_factory=set)


def make_other_lists(groups: Groups, *, seed: int, sizes: tuple[int, int], rates: OtherRates) -> OtherLists:
    """Returns two lists of about these sizes; the same arguments give the same lists."""
    rng = np.random.default_rng([seed, 77])
    both = round(min(sizes) * rates.overlap)
    persons = _persons(groups, sizes[0] + sizes[1] - both, rates, rng)
    chosen = (list(range(sizes[0])), [*range(both), *range(sizes[0], len(persons))])
    made: list[tuple[list[PersonRow], dict[str, int]]] = []
    for side, (name, persons_on) in enumerate(zip(("s", "h"), chosen, strict=True)):
        again = rng.choice(persons_on, round(len(persons_on) * rates.doubled[side])).tolist()
        order = rng.permutation(np.array([*persons_on, *again])).tolist()
        made.append(_written(groups, [persons[i] for i in order], order, side, name, rates, rng))
    (sought, sought_of), (held, held_of) = made
    by_person: dict[int, list[str]] = {}
    for key, person in held_of.items():
        by_person.setdefault(person, []).append(key)
    truth = {(key, other) for key, person in sought_of.items() for other in by_person.get(person, ())}
    return OtherLists(sought, held, truth)


def _persons(groups: Groups, count: int, rates: OtherRates, rng: np.random.Generator) -> list[_Person]:
    # A pool that grows with the lists, as in life: the commonest surname is borne by about 4 in 1,000.
    wanted = max(300, min(count, 12_000))
    ending = np.array([forms[0][0].endswith(_ENDINGS) for forms in groups.surnames])
    slavic = rng.permutation(np.flatnonzero(ending))[: round(wanted * rates.slavic)]
    others = rng.permutation(np.flatnonzero(~ending))[: wanted - len(slavic)]
    pool = rng.permutation(np.concatenate([slavic, others]))
    names = rng.permutation(len(groups.given))[:250]
    surname = pool[_common(rng, len(pool), 30, count)]
    given, father = names[_common(rng, len(names), 4, count)], names[_common(rng, len(names), 4, count)]
    births = [date(1965, 1, 1) + timedelta(days=int(day)) for day in rng.triangular(0, 11_000, 15_400, count)]
    places = rng.integers(0, len(_PLACES), count)
    units = rng.integers(0, 160, count)
    numbers = rng.integers(1_000_000, 9_999_999, count)
    made = [
        _Person(int(s), int(g), int(f), b, int(p), int(u), str(n))
        for s, g, f, b, p, u, n in zip(surname, given, father, births, places, units, numbers, strict=True)
    ]
    for one in rng.choice(count, round(count * rates.related / 2), replace=False).tolist():
        other, kind = int(rng.integers(count)), rng.random()
        if one == other:
            continue
        first, second = made[one], made[other]
        if kind < 0.5:
            made[other] = replace(second, surname=first.surname, father=first.father, place=first.place)
        elif kind < 0.6:
            made[other] = replace(
                second, surname=first.surname, father=first.father, place=first.place, birth=first.birth
            )
        elif kind < 0.8:
            made[other] = replace(second, surname=first.surname, father=first.given, place=first.place)
        else:
            made[other] = replace(second, surname=first.surname, given=first.given)
    return made


_ENDINGS = (
    "енко",
    "єнко",
    "ук",
    "юк",
    "ко",
    "ов",
    "ев",
    "єв",
    "ін",
    "ин",
    "ський",
    "ский",
    "цький",
    "цкий",
    "як",
    "ич",
)


def _common(rng: np.random.Generator, size: int, shift: int, count: int) -> np.ndarray:
    weight = 1 / (np.arange(size) + shift)
    return rng.choice(size, count, p=weight / weight.sum())


class _Pen:
    """Writes the rows of one list."""

    def __init__(self, groups: Groups, side: int, rates: OtherRates, rng: np.random.Generator) -> None:
        self.groups, self.side, self.rng = groups, side, rng
        self.rate = {name: pair[side] for name in rates.__slots__ if isinstance(pair := getattr(rates, name), tuple)}

    def hits(self, name: str) -> bool:
        return bool(self.rng.random() < self.rate[name])

    def pick(self, choices: tuple[str, ...] | str) -> str:
        return choices[int(self.rng.integers(len(choices)))]

    def names(self, person: _Person) -> list[str]:
        """Surname, given name, patronymic as this row has them."""
        latin = self.hits("latin")
        surname = self._form(self.groups.surnames[person.surname], latin=latin)
        given = self._form(self.groups.given[person.given], latin=latin)
        father = self.groups.given[person.father][0][0]
        patronymic = father if self.hits("father_name") else _son_of(father)
        patronymic = "" if self.hits("no_patronymic") else _letters(patronymic) if latin else patronymic
        cells = [self._spoilt(text).title() for text in (surname, given, patronymic)]
        if self.hits("initials"):
            cells[1:] = [f"{text[:1]}." if text else "" for text in cells[1:]]
        if self.hits("crossed"):
            cells[0], cells[1] = cells[1], cells[0]
        return cells

    def _form(self, forms: tuple[tuple[str, ...], tuple[str, ...]], *, latin: bool) -> str:
        cyrillic, spelled = forms
        if latin:
            return self.pick(spelled)
        # the sought list writes the first form, the held one any
        return cyrillic[0] if self.side == 0 else self.pick(cyrillic)

    def _spoilt(self, text: str) -> str:
        if len(text) < 3:
            return text
        at = int(self.rng.integers(1, len(text)))
        if self.hits("neighbour_key"):
            text = text[:at] + self.pick(_neighbours(text[at])) + text[at + 1 :]
        if self.hits("letter_dropped"):
            text = text[:at] + text[at + 1 :]
        if self.hits("letter_doubled"):
            text = text[:at] + text[at - 1] + text[at:]
        if self.hits("ocr"):
            for seen, taken in _SEEN_AS:
                if seen in text[1:]:
                    text = text[0] + text[1:].replace(seen, taken, 1)
                    break
        if self.hits("truncated"):
            text = text[: max(4, len(text) - int(self.rng.integers(2, 5)))]
        return text

    def born(self, birth: date) -> tuple[str, str]:
        """The cells for the birth date and for the age."""
        if self.hits("no_date"):
            return "", ""
        if self.hits("age_only"):
            return "", str((AS_OF - birth).days * 4 // 1461)
        if self.hits("year_only"):
            return str(birth.year), ""
        day, month, year = birth.day, birth.month, birth.year
        if self.hits("date_off"):
            kind = int(self.rng.integers(6))
            if kind == 0:
                other = birth + timedelta(days=int(self.rng.choice([-1, 1, 10, -10])))
                day, month, year = other.day, other.month, other.year
            elif kind == 1:
                month = month % 12 + 1
            elif kind == 2:
                year += int(self.rng.choice([-10, 10, -1, 1]))
            elif kind == 3:
                year = int(str(year)[:2] + str(year)[3] + str(year)[2])
            elif kind == 4 and day <= 12:
                day, month = month, day
            else:
                day = int(f"{day:02d}"[::-1])
        day, year = min(max(day, 1), 28 if month == 2 else 30), min(max(year, 1930), 2007)
        return f"{day:02d}.{month:02d}.{year}", ""

    def row(self, number: int, person: _Person, *, one_column: bool) -> tuple[str, ...]:
        names = self.names(person)
        if one_column:
            names = [" ".join(text for text in names if text), "", ""]
        born, age = self.born(person.birth)
        place = int(self.rng.integers(len(_PLACES))) if self.hits("other_place") else person.place
        town = "" if self.hits("no_place") else self.pick(_PLACES[place])
        unit = _unit(person.unit, int(self.rng.integers(3))) if self.hits("unit") else ""
        identity = person.number if self.hits("number") else ""
        if identity and self.hits("number_off"):
            at = int(self.rng.integers(len(identity)))
            identity = identity[:at] + str(int(self.rng.integers(10))) + identity[at + 1 :]
        return (str(number), *names, born, age, town, unit, identity)


def _written(
    groups: Groups,
    persons: list[_Person],
    order: list[int],
    side: int,
    name: str,
    rates: OtherRates,
    rng: np.random.Generator,
) -> tuple[list[PersonRow], dict[str, int]]:
    pen = _Pen(groups, side, rates, rng)
    one_column = pen.hits("one_column")
    rows = [pen.row(i, person, one_column=one_column) for i, person in enumerate(persons, 1)]
    headings = _HEADINGS[side]
    if one_column:
        headings = (headings[0], _WHOLE[side], *headings[4:])
        rows = [(row[0], row[1], *row[4:]) for row in rows]
    table = Table(
        format=TableFormat.CSV,
        encoding="utf-8",
        delimiter=";",
        sheet="",
        headings=headings,
        header_line=1,
        titles=(),
        sample=(),
        source=lambda: iter(enumerate(rows, 2)),
    )
    read = read_people(table, find_mapping(table), list_key=name, as_of=AS_OF, basis=Basis.NOT_STATED)
    kept = [found for found in read if not isinstance(found, Problem)]
    return kept, {row.key: order[row.line - 2] for row in kept}


_HEADINGS = (
    (
        "№",
        "Прізвище",
        "Ім'я",
        "По батькові",
        "Дата народження",
        "Вік",
        "Місце народження",
        "Військова частина",
        "Особистий номер",
    ),
    ("№", "Фамилия", "Имя", "Отчество", "Дата рождения", "Возраст", "Место рождения", "Воинская часть", "Личный номер"),
)
_WHOLE = ("ПІБ", "ФИО")


def _son_of(father: str) -> str:
    """A patronymic by the plainest rule; what it does to a foreign name, clerks do too."""
    if father[-1] in "аяьо":
        return f"{father[:-1]}ович"
    if father[-1] in "йиіеэуюї":
        return f"{father[:-1]}евич"
    return f"{father}ович"


def _unit(number: int, way: int) -> str:
    """A unit with a number that no army uses, in one of three ways of writing."""
    brigade = 900 + number % 40
    return (f"{brigade} омбр", f"{brigade} ОМБр", f"{number % 4 + 1} батальйон {brigade} омбр")[way]


_KEYS = (
    ("йцукенгшщзх", "фывапролджэ", "ячсмитьбю"),
    ("йцукенгшщзхї", "фівапролджє", "ячсмитьбю"),
    ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
)


def _neighbours(letter: str) -> str:
    """The keys that touch a letter's key on its row and the row above or below; the letter itself where none is."""
    for rows in _KEYS:
        for level, keys in enumerate(rows):
            at = keys.find(letter)
            if at >= 0:
                above = rows[level - 1][at : at + 2] if level else ""
                return (keys[max(at - 1, 0) : at] + keys[at + 1 : at + 2] + above) or letter
    return letter


#: What a scanner takes a letter for: another list than the exercise's.
_SEEN_AS = (
    ("ш", "щ"),
    ("ц", "и"),
    ("и", "п"),
    ("л", "я"),
    ("б", "о"),
    ("ь", "ы"),
    ("в", "а"),
    ("д", "л"),
    ("к", "х"),
    ("rn", "m"),
    ("cl", "d"),
    ("h", "li"),
    ("u", "v"),
    ("t", "f"),
    ("g", "q"),
    ("i", "j"),
)

#: Plain letters for a patronymic, whose groups are few.
_PLAIN = dict(
    zip(
        "абвгґдеёжзиіїйклмнопрстуфхцчшщъыьэюяє",
        (
            "a",
            "b",
            "v",
            "h",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "i",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "sch",
            "",
            "y",
            "",
            "e",
            "yu",
            "ya",
            "ye",
        ),
        strict=True,
    )
)


def _letters(text: str) -> str:
    return "".join(_PLAIN.get(letter, letter) for letter in text)


#: Places as three clerks write them.
_PLACES: tuple[tuple[str, ...], ...] = tuple(
    tuple(line.split("|"))
    for line in (
        "Харків|Харьков|Kharkiv",
        "Полтава|Полтава|Poltava",
        "Суми|Сумы|Sumy",
        "Дніпро|Днепр|Dnipro",
        "Запоріжжя|Запорожье|Zaporizhzhia",
        "Вінниця|Винница|Vinnytsia",
        "Житомир|Житомир|Zhytomyr",
        "Черкаси|Черкассы|Cherkasy",
        "Чернігів|Чернигов|Chernihiv",
        "Львів|Львов|Lviv",
        "Луцьк|Луцк|Lutsk",
        "Рівне|Ровно|Rivne",
        "Тернопіль|Тернополь|Ternopil",
        "Хмельницький|Хмельницкий|Khmelnytskyi",
        "Умань|Умань|Uman",
        "Бердичів|Бердичев|Berdychiv",
        "Ніжин|Нежин|Nizhyn",
        "Миргород|Миргород|Myrhorod",
        "Лубни|Лубны|Lubny",
        "Ромни|Ромны|Romny",
        "Охтирка|Ахтырка|Okhtyrka",
        "Ізюм|Изюм|Izium",
        "Чугуїв|Чугуев|Chuhuiv",
        "Самара|Самара|Samara",
        "Саратов|Саратов|Saratov",
        "Воронеж|Воронеж|Voronezh",
        "Курськ|Курск|Kursk",
        "Тула|Тула|Tula",
        "Рязань|Рязань|Riazan",
        "Казань|Казань|Kazan",
        "Уфа|Уфа|Ufa",
        "Перм|Пермь|Perm",
        "Омськ|Омск|Omsk",
        "Томськ|Томск|Tomsk",
        "Чита|Чита|Chita",
        "Якутськ|Якутск|Yakutsk",
        "Кизил|Кызыл|Kyzyl",
        "Улан-Уде|Улан-Удэ|Ulan-Ude",
        "Псков|Псков|Pskov",
        "Твер|Тверь|Tver",
        "Кострома|Кострома|Kostroma",
        "Калуга|Калуга|Kaluga",
        "Орел|Орёл|Orel",
        "Тамбов|Тамбов|Tambov",
        "Пенза|Пенза|Penza",
        "Ужгород|Ужгород|Uzhhorod",
        "Мукачево|Мукачево|Mukachevo",
        "Ізмаїл|Измаил|Izmail",
        "Умет|Умёт|Umet",
        "Канів|Канев|Kaniv",
    )
)

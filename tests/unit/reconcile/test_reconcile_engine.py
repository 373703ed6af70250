"""The engine on lists of many kinds: which rows are compared, how they are read, what is learnt from them."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from allforall.exercise import make_exercise, person_rows, read_rates, row_ids
from allforall.people.fields import Field
from allforall.people.names.folding import coarse, folds_all, masculine, skeleton
from allforall.people.persons import Party, PersonRow, Reading
from allforall.reconcile import Standing, compare_lists, levels
from allforall.reconcile.candidates import find_candidates
from allforall.reconcile.columns import make_columns
from allforall.reconcile.run import default_weights
from allforall.reconcile.scoring import Comparer
from allforall.reconcile.spelling import PACKED, coarse_all, masculine_of, packed, skeleton_all, without_one
from allforall.reconcile.value_levels import Texts, date_levels, read_dates
from allforall.reconcile.weights import learn_weights, prior


def person(key: str, name: str = "", born: str = "", **more: str) -> PersonRow:
    parts = dict(zip((Field.SURNAME, Field.GIVEN_NAME, Field.PATRONYMIC), name.split("|"), strict=False))
    values = {field: value.strip() for field, value in parts.items() if value.strip()}
    if born:
        values[Field.BIRTH_DATE] = born
    values.update({Field(field): value for field, value in more.items()})
    return PersonRow(key, 1, tuple(values.values()), tuple(Reading(f, v, v) for f, v in values.items()))


SURNAMES = [
    a + b for a in ("Бондар", "Гончар", "Ткач", "Швець", "Коваль", "Кравець") for b in ("", "енко", "чук", "ський")
]
GIVEN = ["Іван", "Петро", "Олег", "Андрій", "Сергій", "Микола", "Тарас", "Богдан"]


def crowd(prefix: str, count: int) -> list[PersonRow]:
    """Strangers to everybody, and to one another."""
    return [
        person(
            f"{prefix}:x{i:04}",
            f"{SURNAMES[i % 24]}|{GIVEN[i // 24 % 8]}|{GIVEN[(i + 3) % 8]}ович",
            f"{1960 + i * 7 % 45}-{i * 5 % 12 + 1:02}-{i * 11 % 28 + 1:02}",
        )
        for i in range(count)
    ]


def compared(left: PersonRow, right: PersonRow) -> bool:
    """Whether the two rows are compared when each stands among strangers."""
    one, two = [left, *crowd("s", 100)], [right, *crowd("h", 100)]
    comparer = Comparer(make_columns([*one, *two]))
    lefts, rights = find_candidates(comparer.columns, comparer.dates, comparer.texts, len(one))
    return (0, len(one)) in set(zip(lefts.tolist(), rights.tolist(), strict=True))


# one row says so little that a slip leaves nothing else to meet by
LITTLE = [
    ("a slip in the surname", "Мартинюк|Семен|Мстиславович", "Martiiuk|Semen"),
    ("a letter lost", "Калмиков|Володимир|Сергійович", "Калыков|Владимир"),
    ("a letter doubled", "Доможушкін|Олександр|Андрійович", "Доможжушкин|Александр"),
    ("neighbours exchanged", "Басарабов|Олег|Ілліч", "Басабаров|Олег"),
    ("a short surname", "Ван|Девід|", "Vam|Devid"),
    ("crosswise", "Охріменко|Віктор|Емільович", "Viktor|Okhrimenko"),
    ("crosswise with a slip", "Охріменко|Віктор|Емільович", "Viktor|Oxrimeko"),
    ("crosswise, a name that no table knows", "Кривошапка|Згорян|", "Zhorian|Kryvoshapka"),
    ("crosswise in short form", "Лопухура|Григорій|Григорович", "Гриша|Лопухура"),
    ("an initial", "Казанбімов|Ескендер|", "Казанбинов|Е."),
    ("a surname alone, with a slip", "Казанбімов|Ескендер|", "Казанбинов"),
    ("known forms that sound unlike", "Уилсон|Омар|", "Wilson|Omar"),
    ("a given name with a slip", "Заболотний|Олександр|", "Zabolotnyi|Oleksndr"),
]


@pytest.mark.parametrize(("left", "right"), [case[1:] for case in LITTLE], ids=[case[0] for case in LITTLE])
def test_rows_that_say_little_are_compared_despite_a_slip(left: str, right: str):
    assert compared(person("s:1", left, "1990-05-14"), person("h:1", right))
    assert compared(person("s:1", right), person("h:1", left, "1990-05-14"))


# the name is of no use; something else must bring the rows together
OTHER_WAYS = [
    ("day and place", {"birth_place": "lutsk"}, {"birth_place": "lutsk"}),
    ("day and unit", {"unit": "93 омбр"}, {"unit": "93 омбр"}),
    ("service number", {"service_number": "AB123456"}, {"service_number": "ab-123 456"}),
]


@pytest.mark.parametrize(("said", "otherwise"), [case[1:] for case in OTHER_WAYS], ids=[case[0] for case in OTHER_WAYS])
def test_rows_of_quite_another_name_are_compared_by_what_else_they_say(said: dict, otherwise: dict):
    assert compared(
        person("s:1", "Острук|Олексій", "1999-04-25", **said), person("h:1", "Jchner|Xzw", "1999-04-25", **otherwise)
    )


def test_strangers_are_not_compared():
    assert not compared(person("s:1", "Острук|Олексій", "1999-04-25"), person("h:1", "Меметов|Рустем", "1971-02-03"))


def test_candidates_of_crowded_blocks_are_bounded_and_every_row_has_some():
    one = [person(f"s:{i:04}", "Іваненко|Іван|Іванович") for i in range(1500)]
    two = [person(f"h:{i:04}", "Иваненко|Иван|Иванович") for i in range(1500)]
    comparer = Comparer(make_columns([*one, *two]))
    left, _ = find_candidates(comparer.columns, comparer.dates, comparer.texts, 1500)
    assert len(set(left.tolist())) == 1500
    assert len(left) < 40 * 3000


CROSSED = [
    ("a slip in the given name", "Богданов|Володимир|Олегович", "Voodymyr|Bohdanov|Olehovych"),
    ("a diminutive that no table knows", "Щербак|Рудольф|Олексійович", "Рудлик|Щербак|Олексійович"),
    ("an initial", "Отамаш|Іван|Мирославович", "І.|Отамаш|Мирославович"),
]


@pytest.mark.parametrize(("left", "right"), [case[1:] for case in CROSSED], ids=[case[0] for case in CROSSED])
def test_names_are_read_crosswise_although_one_of_them_is_spoilt(left: str, right: str):
    link = compare_lists([person("s:1", left, "1986-08-27")], [person("h:1", right, "1986-08-27")]).links[0]
    said = {field.field: field for field in link.pair.fields}
    assert said["name_order"].level == "swapped"
    assert said["surname"].level == "same_sound"
    assert link.pair.bits > 5


def test_known_forms_of_a_surname_agree_though_they_sound_unlike():
    left, right = person("s:1", "Уилсон|Омар", "1999-06-28"), person("h:1", "Wilson|Omar", "1999-06-28")
    link = compare_lists([left], [right]).links[0]
    assert link.pair.fields[0].level == "same_name"
    assert link.pair.fields[0].bits > 0


def test_codes_of_whole_columns_are_those_of_single_names():
    names = [
        "Шевченко",
        "Ковальська",
        "Иванова",
        "Щ",
        "",
        "Юсупгаджиєв",
        "О'Ніл",
        "Мамедов оглы",
        "Анна Марія",
        "Аппель",
    ]
    codes = [code for readings in folds_all(names) for code in readings]
    assert coarse_all(codes) == [coarse(code) for code in codes]
    assert skeleton_all(codes) == [skeleton(code) for code in codes]
    assert [masculine_of(code) for code in codes] == [masculine(code) for code in codes]
    assert (coarse_all([]), skeleton_all([])) == ([], [])


def test_packed_texts_without_one_letter_are_the_texts_without_it_packed():
    texts = ["A", "KVL", "XEVQENKO", "A" * 30]
    length = np.array([min(len(text), PACKED) for text in texts])
    less = np.stack(without_one(packed(texts), length), axis=1)
    for text, numbers in zip(texts, less.tolist(), strict=True):
        cut = text[:PACKED]
        expected = packed([cut[:i] + cut[i + 1 :] for i in range(len(cut))]).tolist()
        assert sorted(number for number in numbers if number >= 0) == sorted(expected)


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("93 омбр, 2 бат.", "2 battalion, 93 brigade", 2),  # named from the small to the large
        ("988 омсбр, 1 бат., 4 рота", "988 brigade / 4 battalion / 1 company", 3),
        ("комендатура міста", "комендатура місяа", 2),
        ("93 омбр", "омбр", 3),
    ],
)
def test_units_are_near_by_the_order_of_their_numbers(left: str, right: str, level: int):
    texts = Texts(Field.UNIT, [left, right])
    assert texts.levels(np.array([0], dtype=np.int32), np.array([1], dtype=np.int32)).tolist() == [level]


def test_every_digit_of_a_day_counts():
    days = ["1990-05-14", "1990-05-24", "1980-05-14", "1991-05-14", "1990-12-23", "1968-01-30"]
    zero, others = np.zeros(6, dtype=np.int32), np.arange(6, dtype=np.int32)
    found = [levels.BIRTH_DATE.levels[i - 1].code for i in date_levels(read_dates(days), zero, others).tolist()]
    assert found == ["same_day", "one_digit", "one_digit", "year_off_by_one", "same_year", "different"]


RATES = """
overlap = {overlap}
siblings = 0.03
[sought]
typo = {typo}
no_patronymic = 0.1
no_date = 0.05
no_place = 0.2
no_unit = 0.2
[held]
script = {{ russian = 0.4, latin = 0.6 }}
latin_from_ukrainian = 0.5
typo = {typo}
ocr_slip = {ocr}
surname_and_given_swapped = {crossed}
no_patronymic = 0.3
no_date = 0.2
year_only = 0.1
date_digit = 0.05
no_place = 0.5
no_unit = 0.5
"""


def invented(overlap: float, *, persons: int = 700, typo: float = 0.08, ocr: float = 0.0, crossed: float = 0.02):
    """Two invented lists and which rows are of one person."""
    rates = read_rates(RATES.format(overlap=overlap, typo=typo, ocr=ocr, crossed=crossed))
    exercise = make_exercise(seed=23, persons=persons, rates=rates, as_of=date(2025, 6, 2))
    party = Party.PARTY_A
    sought = list(person_rows(exercise.sought[party], list_key="s"))
    held = list(person_rows(exercise.held[party.other], list_key="h"))
    of_sought = {row_id: key for key, row_id in row_ids(sought).items()}
    of_held = {row_id: key for key, row_id in row_ids(held).items()}
    truth = {
        (of_sought[a.row_id], of_held[b.row_id])
        for line in exercise.truth
        if line.party is party
        for a in line.sought
        for b in line.held
    }
    return sought, held, truth


def learnt(sought: list[PersonRow], held: list[PersonRow]):
    comparer = Comparer(make_columns([*sought, *held]))
    sizes = len(sought), len(held)
    left, right = find_candidates(comparer.columns, comparer.dates, comparer.texts, len(sought))
    scored = comparer.compare(left, right)
    weights = default_weights(comparer, prior(*sizes))
    bits = weights.pair_bits(weights.field_bits(scored, comparer), scored)
    return learn_weights(comparer, scored.take(bits > -14), *sizes)


@pytest.mark.parametrize("overlap", [0.02, 0.1, 0.5, 0.95])
def test_the_share_of_rows_on_both_lists_is_learnt_from_them(overlap: float):
    sought, held, _ = invented(overlap)
    odds = 2 ** learnt(sought, held).prior_bits
    share = odds / (1 + odds) * 1_000  # lists shorter than a thousand rows count as such
    rows = len(sought)
    # the assumed share counts for a hundred rows
    expected = (overlap * rows + 0.5 * 100) / (rows + 100)
    assert abs(share - expected) < 0.06


ODD = {
    "usual": {},
    "scanned": {"ocr": 0.3},
    "crosswise": {"crossed": 0.5},
    "spoilt": {"typo": 0.5},
    "hardly any overlap": {"overlap": 0.02},
    "tiny": {"persons": 12},
}
ORDERS = {
    "surname": ("same_sound", "near_sound", "similar", "partly_alike", "different"),
    "given_name": ("same_sound", "near_sound", "similar", "partly_alike", "different"),
    "patronymic": ("same_sound", "similar", "partly_alike", "different"),
    "birth_date": ("same_day", "one_digit", "same_year", "different"),
    "birth_place": ("same", "different"),
    "unit": ("same", "different"),
}


@pytest.mark.parametrize("kind", ODD)
def test_what_agrees_more_weighs_more_whatever_the_lists(kind: str):
    lists = invented(**{"overlap": 0.5, **ODD[kind]})
    weights = learnt(*lists[:2])
    for field, codes in ORDERS.items():
        column = levels.COLUMN[field]
        compared_field = levels.COMPARED[column]
        bits = weights.log_m[column] - weights.log_u[column]
        assert np.isfinite(bits).all()
        found = [float(bits[compared_field.number(code)]) for code in codes]
        assert found == sorted(found, reverse=True), (field, found)
        assert found[0] > 0 > found[-1]


@pytest.mark.parametrize("kind", ["usual", "scanned", "crosswise", "spoilt"])
def test_most_persons_are_found_and_none_wrongly_called_clear_on_odd_lists(kind: str):
    sought, held, truth = invented(0.5, **ODD[kind])
    linking = compare_lists(sought, held)
    links = {(link.pair.left, link.pair.right) for link in linking.links}
    clear = {(link.pair.left, link.pair.right) for link in linking.links if link.standing is Standing.CLEAR}
    assert len(links & truth) > (0.75 if kind == "spoilt" else 0.9) * len(truth)
    assert len(links & truth) > 0.95 * len(links)
    assert clear <= truth


def test_lists_with_nobody_in_common_have_hardly_a_link_and_none_that_is_clear():
    sought, held, truth = invented(0.5)
    on_both = {key for pair in truth for key in pair}
    linking = compare_lists(
        [row for row in sought if row.key not in on_both], [row for row in held if row.key not in on_both]
    )
    assert len(linking.links) <= 3
    assert all(link.standing is Standing.TO_REVIEW for link in linking.links)


def test_lists_of_the_same_persons_are_linked_whole():
    sought, held, truth = invented(0.5)
    on_both = {key for pair in truth for key in pair}
    linking = compare_lists([row for row in sought if row.key in on_both], [row for row in held if row.key in on_both])
    assert len({(link.pair.left, link.pair.right) for link in linking.links} & truth) > 0.97 * len(truth)


def test_a_list_of_five_finds_its_persons_among_many():
    sought, held, truth = invented(0.5)
    found = {a for a, _ in sorted(truth)[:5]}
    there = compare_lists([row for row in sought if row.key in found], held)
    assert {(link.pair.left, link.pair.right) for link in there.links} <= truth
    assert len(there.links) >= 4
    on_both = {a for a, _ in truth}
    strangers = [row for row in sought if row.key not in on_both][:5]
    assert not [link for link in compare_lists(strangers, held).links if link.standing is Standing.CLEAR]


def test_rows_that_stand_twice_do_not_spoil_what_is_learnt():
    sought, held, truth = invented(0.5)
    again = [replace(row, key=f"{row.key}b") for row in held[: len(held) * 3 // 10]]
    linking = compare_lists(sought, [*held, *again])
    right = [link for link in linking.links if (link.pair.left, link.pair.right.removesuffix("b")) in truth]
    assert len(right) > 0.95 * len(linking.links)
    assert len(right) > 0.9 * len(truth)

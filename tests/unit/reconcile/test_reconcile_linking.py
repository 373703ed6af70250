from datetime import date

import pytest

from allforall.errors import CallError
from allforall.people.fields import Field
from allforall.people.persons import Mark, PersonRow, Reading
from allforall.reconcile import (
    LINK_BITS,
    Agreement,
    Link,
    Linking,
    Pair,
    Reason,
    Review,
    Standing,
    Verdict,
    compare_lists,
    evidence_of,
    total_bits,
)


def person(key: str, name: str = "", born: str = "", *, marks: tuple[Mark, ...] = (), **more: str) -> PersonRow:
    parts = dict(zip((Field.SURNAME, Field.GIVEN_NAME, Field.PATRONYMIC), name.split(), strict=False))
    values = {field: value for field, value in parts.items() if value != "-"}
    if born:
        values[Field.BIRTH_DATE] = born
    values.update({Field(field): value for field, value in more.items()})
    readings = tuple(
        Reading(field, value, value, marks if field is Field.BIRTH_DATE else ()) for field, value in values.items()
    )
    return PersonRow(key, 1, tuple(values.values()), readings)


def only(linking: Linking) -> Link:
    assert len(linking.links) == 1, linking.links
    return linking.links[0]


def said(pair: Pair, field: str) -> tuple[str, Agreement]:
    found = next(f for f in pair.fields if f.field == field)
    return found.level, found.agreement


def test_a_name_in_two_scripts_with_its_date_and_father_is_a_clear_link():
    linking = compare_lists(
        [person("s:1", "Шевченко Микола Іванович", "1990-05-14")],
        [person("h:1", "Shevchenko Nikolay Ivanovich", "1990-05-14")],
    )
    link = only(linking)
    assert (link.pair.left, link.pair.right) == ("s:1", "h:1")
    assert link.standing is Standing.CLEAR
    assert said(link.pair, "surname") == ("same_sound", Agreement.AGREE)
    assert said(link.pair, "given_name") == ("same_name", Agreement.AGREE)
    assert said(link.pair, "patronymic") == ("same_sound", Agreement.AGREE)
    assert linking.unlinked == ()


def test_every_score_is_exactly_the_sum_of_what_it_shows():
    sought = [
        person(f"s:{i}", f"Коваль{i % 7} Іван{i % 3} Петрович", f"199{i % 10}-0{i % 9 + 1}-11") for i in range(40)
    ]
    held = [person(f"h:{i}", f"Koval{i % 5} Ivan Petrovich", f"199{i % 10}-0{i % 9 + 1}-12") for i in range(40)]
    linking = compare_lists(sought, held)
    assert len(linking.candidates) > 40
    for pair in linking.candidates:
        assert pair.bits == total_bits(pair.prior_bits, pair.fields)
        assert all(f.bits == 0 for f in pair.fields if f.agreement is Agreement.UNKNOWN)


def test_a_score_shows_both_values_as_they_are_written():
    row = PersonRow(
        "s:1",
        1,
        ("ШЕВЧЕНКО",),
        (
            Reading(Field.SURNAME, "  ШЕВЧЕНКО ", "Шевченко"),
            Reading(Field.GIVEN_NAME, "Іван", "Іван"),
            Reading(Field.BIRTH_DATE, "14.05.1990", "1990-05-14"),
        ),
    )
    link = only(compare_lists([row], [person("h:1", "Shevchenko Ivan", "1990-05-14")]))
    shown = {f.field: (f.left, f.right) for f in link.pair.fields}
    assert shown["surname"] == ("  ШЕВЧЕНКО ", "Shevchenko")
    assert shown["birth_date"] == ("14.05.1990", "1990-05-14")
    assert shown["patronymic"] == ("", "")


@pytest.mark.parametrize(
    ("left", "right", "levels"),
    [
        ("Іванова-Петрова Ольга", "Петрова Ольга", ("similar", "same_sound")),
        ("Бойко Степан", "Гамула-Бойко Степан", ("similar", "same_sound")),
        ("Аль-Хатіб Омар", "Hatib Omar", ("similar", "same_sound")),
        ("Кравчук Анна-Марія", "Krawtschuk Anna", ("same_sound", "short_form")),
        ("Кравчук Мария", "Krawtschuk Anna-Maria", ("same_sound", "short_form")),
        # what is common to many double names says nothing
        ("Абдель-Рахман Алі", "Абдель-Карім Алі", ("partly_alike", "same_sound")),
        ("Кравчук Анна-Марія", "Кравчук Олена", ("same_sound", "different")),
    ],
)
def test_of_a_double_name_either_may_stand_alone(left, right, levels):
    pair = only(compare_lists([person("s:1", left, "1990-05-14")], [person("h:1", right, "1990-05-14")])).pair
    assert (said(pair, "surname")[0], said(pair, "given_name")[0]) == levels


@pytest.mark.parametrize(("left", "right"), [("lutsk", "Luzk"), ("chernivtsi", "Czerniwci"), ("Ямпіль", "Jampil")])
def test_a_place_that_no_table_knows_is_read_in_other_ways_too(left, right):
    rows = [
        [person(key, "Шевченко Іван", "1990-05-14", birth_place=place)]
        for key, place in (("s:1", left), ("h:1", right))
    ]
    assert said(only(compare_lists(*rows)).pair, "birth_place")[1] is not Agreement.CONFLICT


@pytest.mark.parametrize("field", ["birth_date", "birth_place", "unit", "rank", "service_number", "sex"])
def test_a_blank_is_unknown_and_weighs_nothing(field: str):
    values = {
        "birth_date": "1990-05-14",
        "birth_place": "kyiv",
        "unit": "93",
        "rank": "private",
        "service_number": "AB123456",
        "sex": "m",
    }
    left = person("s:1", "Шевченко Іван Петрович", **values)
    right = person("h:1", "Шевченко Іван Петрович", **{k: v for k, v in values.items() if k != field})
    pair = only(compare_lists([left], [right])).pair
    assert said(pair, field) == ("unknown", Agreement.UNKNOWN)
    assert next(f.bits for f in pair.fields if f.field == field) == 0
    both = only(compare_lists([left], [person("h:1", "Шевченко Іван Петрович", **values)])).pair
    assert both.bits > pair.bits


def test_blanks_on_both_sides_are_no_agreement():
    linking = compare_lists([person("s:1"), person("s:2", "Шевченко")], [person("h:1"), person("h:2", "Шевченко")])
    assert all(link.standing is not Standing.CLEAR for link in linking.links)
    assert ("s:1", "h:1") not in {(pair.left, pair.right) for pair in linking.candidates}


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("1990-05-14", "1990-05-14", "same_day"),
        ("1990-05-04", "1990-04-05", "day_month_swapped"),
        ("1990-05-14", "1991-05-14", "year_off_by_one"),
        ("1990-05-14", "1990-05-24", "one_digit"),
        ("1990-05-14", "1990-11-23", "same_year"),
        ("1990-05-14", "1983-11-23", "different"),
        ("1990", "1990-05-14", "year_compatible"),
        ("1990", "1991-03-14", "year_near"),
        ("1990", "1983-05-14", "year_conflicts"),
        ("1990-05", "1990-05-14", "month_compatible"),
        ("1990-05", "1992-05-14", "month_conflicts"),
        ("1985/1994", "1990-05-14", "span_compatible"),
        ("1985/1988", "1990-05-14", "span_conflicts"),
        ("[1990-04-05,1990-05-04]", "1990-05-04", "same_day"),
    ],
)
def test_dates_agree_by_level_either_way_round(left: str, right: str, level: str):
    name = "Шевченко Іван Петрович"
    more = {"service_number": "AB123456", "birth_place": "kyiv"}
    for a, b in ((left, right), (right, left)):
        pair = only(compare_lists([person("s:1", name, a, **more)], [person("h:1", name, b, **more)])).pair
        assert said(pair, "birth_date")[0] == level


def test_a_placeholder_date_counts_as_its_year_alone():
    left = person("s:1", "Шевченко Іван Петрович", "1990-01-01", marks=(Mark.PLACEHOLDER_DATE,))
    pair = only(compare_lists([left], [person("h:1", "Шевченко Іван Петрович", "1990-01-01")])).pair
    assert said(pair, "birth_date") == ("year_compatible", Agreement.CLOSE)


def test_surname_and_given_name_in_each_others_column_are_seen_and_cost_something():
    straight = only(
        compare_lists(
            [person("s:1", "Шевченко Микола Іванович", "1990-05-14")],
            [person("h:1", "Шевченко Николай Иванович", "1990-05-14")],
        )
    ).pair
    crossed = only(
        compare_lists(
            [person("s:1", "Шевченко Микола Іванович", "1990-05-14")],
            [person("h:1", "Николай Шевченко Иванович", "1990-05-14")],
        )
    ).pair
    assert said(crossed, "name_order")[0] == "swapped"
    shown = {f.field: (f.left, f.right) for f in crossed.fields}
    assert shown["surname"] == ("Шевченко", "Шевченко")
    assert shown["given_name"] == ("Микола", "Николай")
    assert crossed.bits < straight.bits
    assert crossed.bits == total_bits(crossed.prior_bits, crossed.fields)


def test_a_short_form_a_slip_and_an_initial_have_levels_of_their_own():
    def given(name: str) -> str:
        born = {"born": "1990-05-14", "service_number": "AB123456"}
        pair = only(
            compare_lists([person("s:1", "Шевченко Олександр", **born)], [person("h:1", f"Shevchenko {name}", **born)])
        ).pair
        return said(pair, "given_name")[0]

    assert given("Sasha") == "short_form"
    assert given("Олексндр") == "near_sound"
    assert given("О.") == "initial_agrees"
    assert given("В.") == "initial_conflicts"
    assert given("Віктор") == "other_name"


def test_a_fathers_name_is_compared_with_a_patronymic():
    left = person("s:1", "Шевченко Іван Миколайович", "1990-05-14")
    right = person("h:1", "Shevchenko Ivan", "1990-05-14", father_name="Nikolai")
    assert said(only(compare_lists([left], [right])).pair, "patronymic") == ("same_name", Agreement.AGREE)


def test_numbers_are_compared_without_spaces_dashes_and_case():
    left = person("s:1", "Шевченко Іван", service_number="АВ 123-456")
    right = person("h:1", "Шевченко Іван", service_number="ав123456")
    assert said(only(compare_lists([left], [right])).pair, "service_number")[0] == "same"


def test_a_unit_of_another_number_is_another_unit():
    def level(a: str, b: str) -> str:
        left = person("s:1", "Шевченко Іван Петрович", "1990-05-14", unit=a)
        right = person("h:1", "Шевченко Іван Петрович", "1990-05-14", unit=b)
        return said(only(compare_lists([left], [right])).pair, "unit")[0]

    assert level("93 омбр", "92 омбр") == "different"
    assert level("93 омбр", "93 ombr") == "same"
    assert level("93 окрема бригада", "93 бригада") == "near"


def test_the_only_candidate_has_no_bonus_for_being_the_only_one():
    poor = compare_lists(
        [person("s:1", "Шевченко Іван", "1990-05-14")], [person("h:1", "Шевченко Петро", "1971-02-03")]
    )
    assert poor.links == ()
    assert poor.unlinked == ("s:1",)
    crowd = [
        person(f"h:{i}", f"Ткач{'абвгдежзик'[i % 10]}ук Олег", f"19{70 + i % 30}-03-0{i % 9 + 1}") for i in range(2, 60)
    ]
    good = person("h:1", "Шевченко Іван", "1990-05-14")
    alone = only(compare_lists([person("s:1", "Шевченко Іван", "1990-05-14")], [good])).pair.bits
    among = compare_lists([person("s:1", "Шевченко Іван", "1990-05-14")], [good, *crowd]).links[0].pair.bits
    assert abs(alone - among) < 3


def test_the_whole_is_assigned_best_even_where_a_row_must_take_its_second_choice():
    # both sought rows like h:1 best; s:2 has no other
    sought = [person("s:1", "Шевченко Іван Петрович", "1990-05-14"), person("s:2", "Шевченко Іван", "1990-05-14")]
    held = [person("h:1", "Шевченко Іван", "1990-05-14"), person("h:2", "Шевченко Іван Петрович", "1990-05-15")]
    links = {(link.pair.left, link.pair.right) for link in compare_lists(sought, held).links}
    assert len(links) == 2
    assert links == {("s:1", "h:2"), ("s:2", "h:1")}


def test_a_link_names_its_runner_up_and_margin():
    sought = [person("s:1", "Шевченко Іван Петрович", "1990-05-14")]
    held = [
        person("h:1", "Шевченко Іван Петрович", "1990-05-14"),
        person("h:2", "Шевченко Іван Петрович", "1990-05-24"),
    ]
    linking = compare_lists(sought, held)
    link = only(linking)
    assert link.pair.right == "h:1"
    assert link.runner_up == "h:2"
    bits = {pair.right: pair.bits for pair in linking.candidates}
    assert link.margin_bits == pytest.approx(bits["h:1"] - bits["h:2"])
    assert compare_lists(sought, held[:1]).links[0].margin_bits is None


def test_links_have_positive_bits_and_every_sought_row_is_linked_or_named():
    sought = [person(f"s:{i}", f"Коваль{'абв'[i % 3]} Іван", f"199{i % 10}-05-11") for i in range(30)]
    held = [person(f"h:{i}", f"Коваль{'абв'[i % 3]} Іван", f"199{i % 7}-05-11") for i in range(20)]
    linking = compare_lists(sought, held)
    assert all(link.pair.bits > LINK_BITS for link in linking.links)
    linked = [link.pair.left for link in linking.links]
    assert sorted([*linked, *linking.unlinked]) == sorted(row.key for row in sought)
    assert len({link.pair.right for link in linking.links}) == len(linking.links)


def test_progress_is_told_to_the_end():
    told: list[tuple[int, int]] = []
    compare_lists(
        [person("s:1", "А Б")], [person("h:1", "А Б")], progress=lambda done, total: told.append((done, total))
    )
    assert told[-1][0] == told[-1][1]
    assert told == sorted(told)


def test_an_empty_list_has_a_clear_answer():
    some = [person("s:1", "Шевченко Іван")]
    assert compare_lists([], []) == Linking((), (), (), notes=("lists:empty",))
    assert compare_lists(some, []).unlinked == ("s:1",)
    assert compare_lists(some, []).notes == ("lists:empty",)
    assert compare_lists([], some).notes == ("lists:empty",)


def test_two_lists_that_are_the_same_list_are_said_to_be():
    rows = [person(f"s:{i}", f"Коваль{'абвгд'[i]} Іван Петрович", f"199{i}-05-11") for i in range(5)]
    linking = compare_lists(rows, [PersonRow(row.key, row.line, row.cells, row.readings) for row in rows])
    assert linking.notes == ("lists:same_list",)
    assert {(link.pair.left, link.pair.right) for link in linking.links} == {(row.key, row.key) for row in rows}


def test_a_key_twice_in_one_list_is_refused():
    with pytest.raises(CallError) as raised:
        compare_lists([person("s:1", "А Б"), person("s:1", "В Г")], [person("h:1", "А Б")])
    assert raised.value.code == "reconcile:rows:same_key"


def test_names_of_one_letter_three_hundred_letters_or_of_signs_alone_do_no_harm():
    odd = ["А Б", "Я", f"{'Щ' * 300} {'X' * 300}", "- -", "' '", "李 明", "1 2"]
    sought = [person(f"s:{i}", name) for i, name in enumerate(odd)]
    held = [person(f"h:{i}", name) for i, name in enumerate(odd)]
    linking = compare_lists(sought, held)
    assert all(link.standing is not Standing.CLEAR for link in linking.links)


def test_lists_of_blank_rows_have_no_links():
    linking = compare_lists([person(f"s:{i}") for i in range(20)], [person(f"h:{i}") for i in range(20)])
    assert linking.links == ()
    assert len(linking.unlinked) == 20


def test_thousands_of_rows_of_one_name_do_not_explode():
    sought = [person(f"s:{i:05}", "Іваненко Іван Іванович") for i in range(3000)]
    held = [person(f"h:{i:05}", "Иваненко Иван Иванович") for i in range(3000)]
    linking = compare_lists(sought, held)
    assert len(linking.candidates) <= 10 * 3000  # the name says little, yet every row has its candidates
    assert {pair.left for pair in linking.candidates} == {row.key for row in sought}
    assert all(link.standing is Standing.TO_REVIEW for link in linking.links)


def test_a_name_alone_is_never_clear():
    link = compare_lists([person("s:1", "Шевченко Іван")], [person("h:1", "Шевченко Іван")]).links
    for found in link:
        assert found.standing is Standing.TO_REVIEW
        assert Reason.NAME_ALONE in found.reasons


TWICE = [
    person("s:1", "Коваль Іван Петрович", "1990-05-14"),
    person("s:2", "Коваль Іван Петрович", "1990-05-14"),
]
BROTHERS = [
    person("h:1", "Koval Ivan Petrovich", "1990-05-14"),
    person("h:2", "Koval Stepan Petrovich", "1994-08-30"),
]


def test_a_name_that_stands_twice_on_the_list_is_its_own_rival_unless_it_is_said_to_be_one_person():
    alone = only(compare_lists(TWICE, BROTHERS[:1]))
    assert Reason.NEAR_TIE in alone.reasons
    together = only(compare_lists(TWICE, BROTHERS[:1], one_person=[("s:1", "s:2")]))
    assert together.standing is Standing.CLEAR
    assert together.runner_up == ""


def test_a_person_on_the_list_twice_does_not_take_the_brother_as_well():
    linking = compare_lists(TWICE, BROTHERS, one_person=[("s:1", "s:2")])
    assert {link.pair.right for link in linking.links} == {"h:1"}


def test_two_rows_of_one_person_on_the_other_list_are_no_rivals_either():
    held = [BROTHERS[0], person("h:9", "Koval Ivan Petrovich", "1990-05-14")]
    together = only(compare_lists(TWICE[:1], held, one_person=[("h:1", "h:9")]))
    assert together.standing is Standing.CLEAR


def test_a_word_that_one_row_is_somebody_else_closes_the_whole_group_until_somebody_looks():
    review = Review(
        "s:2", "h:1", Verdict.DIFFERENT, "Officer", "seen", date(2025, 6, 2), evidence_of(TWICE[1], BROTHERS[0])
    )
    linking = compare_lists(TWICE, BROTHERS[:1], reviews=[review], one_person=[("s:1", "s:2")])
    assert linking.links == ()
    assert [(pair.left, pair.right) for pair in linking.candidates] == [("s:1", "h:1")]


def test_the_result_with_groups_does_not_depend_on_which_list_is_the_longer_one():
    more = [*BROTHERS, person("h:3", "Bondar Oleh Ivanovich", "1970-01-02")]
    one = compare_lists(TWICE, more, one_person=[("s:2", "s:1")])
    two = compare_lists(more, TWICE, one_person=[("s:1", "s:2")])
    assert {(link.pair.left, link.pair.right) for link in one.links} == {
        (link.pair.right, link.pair.left) for link in two.links
    }

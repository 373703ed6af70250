"""Relatives, namesakes and close ties always go to a person."""

import pytest

from allforall.people.fields import Field
from allforall.people.persons import Mark, PersonRow, Reading
from allforall.reconcile import CLEAR_BITS, MARGIN_BITS, Link, Reason, Standing, compare_lists, find_duplicates


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


# every other field agrees, so that the bits alone would make it clear
ALIKE = {"birth_place": "kyiv", "unit": "93 омбр", "service_number": "AB123456"}

IVAN, SHOLBAN, PETRO = "Шевченко Іван Петрович", "Кулар Шолбан Мергенович", "Шевченко Петро Олегович"
YOUNG, OLD = "1990-05-14", "1965-01-02"
RELATIVES = [
    ("brothers", IVAN, YOUNG, "Шевченко Олег Петрович", "1992-07-01", Reason.SIBLINGS),
    ("brothers, one in Latin", IVAN, YOUNG, "Shevchenko Oleg Petrovich", "1992-07-01", Reason.SIBLINGS),
    (
        "brothers of like names",
        "Шевченко Андрій Петрович",
        YOUNG,
        "Шевченко Адріан Петрович",
        "1992-07-01",
        Reason.SIBLINGS,
    ),
    ("twins", IVAN, YOUNG, "Шевченко Олег Петрович", YOUNG, Reason.TWINS),
    ("twins without a father's name", "Шевченко Іван -", YOUNG, "Шевченко Олег -", YOUNG, Reason.TWINS),
    ("father and son", IVAN, YOUNG, PETRO, OLD, Reason.FATHER_AND_SON),
    ("son and father", PETRO, OLD, "Shevchenko Ivan Petrovich", YOUNG, Reason.FATHER_AND_SON),
    ("father and son not in the table", SHOLBAN, YOUNG, "Кулар Мерген Ооржакович", OLD, Reason.FATHER_AND_SON),
]


@pytest.mark.parametrize(
    ("left", "born", "right", "other_born", "reason"),
    [case[1:] for case in RELATIVES],
    ids=[case[0] for case in RELATIVES],
)
def test_relatives_are_never_clear_however_much_else_agrees(left, born, right, other_born, reason):
    rows = [person("s:1", left, born, **ALIKE)], [person("h:1", right, other_born, **ALIKE)]
    links = compare_lists(*rows).links
    assert len(links) == 1
    assert links[0].pair.bits > 0
    assert links[0].standing is Standing.TO_REVIEW
    assert reason in links[0].reasons
    doubles = find_duplicates([*rows[0], *rows[1]])
    assert len(doubles) == 1
    assert doubles[0].standing is Standing.TO_REVIEW
    assert reason in doubles[0].reasons


def test_twins_on_the_list_go_to_a_person_even_where_the_given_names_agree():
    sought = [person("s:1", "Шевченко Іван Петрович", "1990-05-14", **ALIKE)]
    one = person("h:1", "Шевченко Іван Петрович", "1990-05-14", **ALIKE)
    twin = person("h:2", "Шевченко Олег Петрович", "1990-05-14")
    assert compare_lists(sought, [one]).links[0].standing is Standing.CLEAR
    link = compare_lists(sought, [one, twin]).links[0]
    assert link.pair.right == "h:1"
    assert link.standing is Standing.TO_REVIEW
    assert Reason.TWIN_ON_LIST in link.reasons


@pytest.mark.parametrize("born", ["1971-02-03", "1990-11-30", "1991", "1989"])
def test_namesakes_with_another_birth_date_go_to_a_person(born: str):
    alike = {"birth_place": "kyiv", "unit": "93 омбр"}
    left = person("s:1", "Шевченко Іван Петрович", "1990-05-14", **alike)
    links = compare_lists([left], [person("h:1", "Шевченко Іван Петрович", born, **alike)]).links
    assert len(links) == 1
    assert links[0].standing is Standing.TO_REVIEW
    assert Reason.NAMESAKE in links[0].reasons


def test_the_same_name_with_an_unknown_date_goes_to_a_person():
    alike = {"birth_place": "kyiv", "unit": "93 омбр"}
    left = person("s:1", "Шевченко Іван Петрович", "1990-05-14", **alike)
    link = compare_lists([left], [person("h:1", "Шевченко Іван Петрович", **alike)]).links[0]
    assert link.pair.bits > CLEAR_BITS
    assert link.standing is Standing.TO_REVIEW
    assert link.reasons == (Reason.DATE_UNKNOWN,)


def test_a_near_tie_goes_to_a_person():
    left = person("s:1", "Шевченко Іван", "1990-05-14", birth_place="kyiv")
    held = [
        person("h:1", "Шевченко Іван Петрович", "1990-05-14", birth_place="kyiv"),
        person("h:2", "Шевченко Іван Олегович", "1990-05-14", birth_place="kyiv"),
    ]
    link = compare_lists([left], held).links[0]
    assert link.margin_bits is not None
    assert link.margin_bits < MARGIN_BITS
    assert link.standing is Standing.TO_REVIEW
    assert Reason.NEAR_TIE in link.reasons


def test_a_link_whose_names_do_not_agree_is_never_clear():
    alike = {"born": "1990-05-14", **ALIKE}
    link = compare_lists([person("s:1", "Шевченко Іван", **alike)], [person("h:1", "Мельник Іван", **alike)]).links[0]
    assert link.standing is Standing.TO_REVIEW
    assert Reason.NAME_NOT_AGREED in link.reasons
    initial = compare_lists([person("s:1", "Шевченко Іван", **alike)], [person("h:1", "Шевченко І.", **alike)]).links[0]
    assert Reason.NAME_NOT_AGREED in initial.reasons


def test_rank_and_sex_support_no_name():
    alike = {"rank": "private", "sex": "m", "born": "1990"}
    left = person("s:1", "Шевченко-Заболотний Еразм", **alike)
    links = compare_lists([left], [person("h:1", "Шевченко-Заболотний Еразм", **alike)]).links
    assert links
    assert Reason.NAME_ALONE in links[0].reasons


def clear(links: tuple[Link, ...]) -> list[Link]:
    return [link for link in links if link.standing is Standing.CLEAR]


def test_rows_of_one_list_that_say_the_same_are_clear_duplicates():
    rows = [
        person("s:1", "Шевченко Іван Петрович", "1990-05-14", row_id="1"),
        person("s:2", "Шевченко Іван Петрович", "1990-05-14", row_id="2"),
        person("s:3", "Мельник Олег Петрович", "1990-05-14"),
    ]
    found = find_duplicates(rows)
    assert [(link.pair.left, link.pair.right, link.standing) for link in found] == [("s:1", "s:2", Standing.CLEAR)]
    assert Reason.IDENTICAL_ROWS in found[0].reasons


def test_rows_that_say_the_same_of_a_name_alone_go_to_a_person():
    found = find_duplicates([person("s:1", "Шевченко Іван Петрович"), person("s:2", "Шевченко Іван Петрович")])
    assert [link.standing for link in found] == [Standing.TO_REVIEW]
    assert Reason.IDENTICAL_ROWS in found[0].reasons


def test_duplicates_in_two_scripts_are_found():
    rows = [
        person("s:1", "Шевченко Микола Іванович", "1990-05-14"),
        person("s:2", "Shevchenko Nikolai Ivanovich", "1990-05-14"),
        person("s:3", "Shevchenko Nikolai Petrovich", "1985-01-10"),
    ]
    found = find_duplicates(rows)
    assert ("s:1", "s:2") in {(link.pair.left, link.pair.right) for link in clear(found)}
    assert not {("s:1", "s:3"), ("s:2", "s:3")} & {(link.pair.left, link.pair.right) for link in clear(found)}


def test_a_list_of_none_or_one_has_no_duplicates():
    assert find_duplicates([]) == ()
    assert find_duplicates([person("s:1", "Шевченко Іван")]) == ()


def test_a_row_pasted_many_times_is_found_each_time_and_goes_to_a_person():
    rows = [person(f"s:{i:04}", "Іваненко Іван Іванович", "1990-05-14", row_id=str(i)) for i in range(1000)]
    found = find_duplicates(rows)
    assert {link.pair.right for link in found if link.pair.left == "s:0000"} == {row.key for row in rows[1:]}
    assert len(found) <= 11 * 1000
    assert find_duplicates([person(f"s:{i}") for i in range(5)]) == ()


def test_a_list_of_one_name_has_bounded_duplicates_none_of_them_clear():
    found = find_duplicates([person(f"s:{i:05}", "Іваненко Іван Іванович") for i in range(2000)])
    assert 1999 <= len(found) <= 11 * 2000
    assert not clear(found)


@pytest.mark.parametrize(
    ("said", "otherwise"),
    [({"service_number": "AB123456"}, {"service_number": "CD777777"}), ({"sex": "m"}, {"sex": "f"})],
)
def test_a_contradicting_number_or_sex_goes_to_a_person(said, otherwise):
    left = person("s:1", "Шевченко Іван Петрович", "1990-05-14", **said)
    agreeing = person("h:1", "Шевченко Іван Петрович", "1990-05-14", **said)
    assert compare_lists([left], [agreeing]).links[0].reasons == (Reason.CLEAR,)
    link = compare_lists([left], [person("h:1", "Шевченко Іван Петрович", "1990-05-14", **otherwise)]).links[0]
    assert link.standing is Standing.TO_REVIEW
    assert Reason.CONFLICT in link.reasons


def test_another_fathers_name_goes_to_a_person():
    left = person("s:1", "Шевченко Іван Петрович", "1990-05-14", service_number="AB123456")
    right = person("h:1", "Шевченко Іван Олегович", "1990-05-14", service_number="AB123456")
    assert Reason.CONFLICT in compare_lists([left], [right]).links[0].reasons


@pytest.mark.parametrize("other", [{"birth_place": "lviv"}, {"unit": "92 омбр"}, {"born": "1990-05-24"}])
def test_duplicates_that_contradict_each_other_anywhere_go_to_a_person(other):
    values = {"birth_place": "kyiv", "unit": "93 омбр", "born": "1990-05-14"}
    one = person("s:1", "Шевченко-Заболотний Еразм Петрович", **values)
    two = person("s:2", "Шевченко-Заболотний Еразм Петрович", **{**values, **other})
    found = find_duplicates([one, two])
    assert [link.standing for link in found] == [Standing.TO_REVIEW]
    assert Reason.CONFLICT in found[0].reasons


@pytest.mark.parametrize("born", ["1990-05-04/1990-04-05", "1990-05-14/1990-05-24", "1990-05-14/1991-05-14"])
def test_a_birth_date_that_is_only_close_needs_the_fathers_name_to_be_clear(born):
    one, other = born.split("/")
    beside = {"birth_place": "kyiv", "unit": "93 омбр"}

    def link(name):
        sought, held = person("s:1", name, one, **beside), person("h:1", name, other, **beside)
        return compare_lists([sought], [held]).links[0]

    alone, with_father = link("Шевченко Іван -"), link("Шевченко Іван Петрович")
    assert Reason.NAMESAKE in alone.reasons
    assert alone.standing is Standing.TO_REVIEW
    assert with_father.standing is Standing.CLEAR

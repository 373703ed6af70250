"""What of a cell goes: as written if it holds its field and nothing else, else the reading, else nothing."""

from datetime import date

import pytest

from allforall.disclosure import Decision, disclosed_row, gather, tell
from allforall.people.fields import Field
from allforall.people.persons import Mark, Party, PersonRow, Reading

TO = Party.PARTY_B
SPLIT = (Mark.SPLIT_FROM_FULL_NAME,)


def row(cells, *readings: Reading) -> PersonRow:
    return PersonRow("a:2", 2, tuple(cells), readings)


def opened(*fields: Field, key: str = "a:*"):
    return gather(Decision(key, f, TO, True, ("officer one",), "", date(2025, 6, 2)) for f in fields)


def full_name(cell: str, surname="Абвгденко", given="Еней", patronymic="Єгорович", *extra: Reading) -> PersonRow:
    parts = ((Field.SURNAME, surname), (Field.GIVEN_NAME, given), (Field.PATRONYMIC, patronymic))
    return row((cell,), *(Reading(f, cell, v, SPLIT, 1) for f, v in parts if v), *extra)


def test_a_full_name_goes_as_written_so_that_the_other_side_splits_it_itself():
    assert disclosed_row(full_name("АБВГДЕНКО Еней  Єгорович"), gather(()), TO) == {
        Field.FULL_NAME: "АБВГДЕНКО Еней Єгорович"
    }


@pytest.mark.parametrize(
    "cell",
    [
        "Абвгденко Еней Єгорович (дезертир)",
        "Абвгденко Еней Єгорович, тел. 050 123 45 67",
        "Абвгденко Еней Єгорович вдома",
        "Абвгденко Еней Єгорович\u202e",
    ],
)
def test_a_full_name_cell_that_holds_more_gives_only_the_names_that_were_read(cell):
    assert disclosed_row(full_name(cell), gather(()), TO) == {
        Field.SURNAME: "Абвгденко",
        Field.GIVEN_NAME: "Еней",
        Field.PATRONYMIC: "Єгорович",
    }


def test_one_withheld_part_keeps_the_whole_name_cell_back():
    no_father = gather([Decision("a:2", Field.PATRONYMIC, TO, False, ("officer one",), "", date(2025, 6, 2))])
    told = tell(full_name("Абвгденко Еней Єгорович"), no_father, TO)
    assert dict(told.fields) == {Field.SURNAME: "Абвгденко", Field.GIVEN_NAME: "Еней"}
    assert [(h.field, h.reasons) for h in told.held_back] == [(Field.PATRONYMIC, ("field:withheld",))]


def test_words_left_over_in_a_name_cell_go_only_where_an_officer_looked_at_that_person():
    other = Reading(Field.OTHER_NAMES, "", "Сокіл", SPLIT, 1)
    person = full_name("Абвгденко Еней Єгорович Сокіл", "Абвгденко", "Еней", "Єгорович", other)
    assert Field.FULL_NAME not in disclosed_row(person, gather(()), TO)
    assert "Сокіл" not in " ".join(disclosed_row(person, gather(()), TO).values())
    assert "Сокіл" not in " ".join(disclosed_row(person, opened(Field.OTHER_NAMES), TO).values())
    assert disclosed_row(person, opened(Field.OTHER_NAMES, key="a:2"), TO) == {
        Field.FULL_NAME: "Абвгденко Еней Єгорович Сокіл"
    }


def test_a_full_name_beside_a_surname_column_is_covered_by_the_names_of_the_row():
    def person(cell):
        whole = Reading(Field.FULL_NAME, cell, cell, (), 1)
        given = Reading(Field.GIVEN_NAME, cell, "Еней", SPLIT, 1)
        return row((cell, "Абвгденко"), whole, given, Reading(Field.SURNAME, "Абвгденко", "Абвгденко", (), 2))

    assert Field.FULL_NAME in disclosed_row(person("Абвгденко Еней"), gather(()), TO)
    told = disclosed_row(person("Абвгденко Еней вдома"), gather(()), TO)
    assert told == {Field.GIVEN_NAME: "Еней", Field.SURNAME: "Абвгденко"}


def test_what_was_derived_from_another_field_does_not_go_by_itself():
    derived = Reading(Field.FATHER_NAME, "Єгорович", "Єгор", (Mark.FROM_PATRONYMIC,), 3)
    person = row(("Абвгденко", "Еней", "Єгорович"), Reading(Field.PATRONYMIC, "Єгорович", "Єгорович", (), 3), derived)
    assert disclosed_row(person, gather(()), TO) == {Field.PATRONYMIC: "Єгорович"}
    alone = row(("Єгорович",), Reading(Field.FATHER_NAME, "Єгорович", "Єгор", (Mark.FROM_PATRONYMIC,), 0))
    assert disclosed_row(alone, gather(()), TO) == {}


def test_an_age_goes_as_the_age_that_was_written():
    read = Reading(Field.BIRTH_DATE, "34", "1990-06-03/1991-06-02", (Mark.FROM_AGE,), 1)
    assert disclosed_row(row(("34",), read), gather(()), TO) == {Field.AGE: "34"}
    both = (Reading(Field.AGE, "34", "34", (), 1), read)
    assert disclosed_row(row(("34",), *both), gather(()), TO) == {Field.AGE: "34"}
    wordy = row(("34, ранен",), Reading(Field.AGE, "34, ранен", "34, ранен", (), 1), read)
    assert disclosed_row(wordy, gather(()), TO) == {Field.BIRTH_DATE: "1990-06-03/1991-06-02"}


def test_a_withheld_birth_date_takes_the_age_with_it():
    closed = gather([Decision("a:2", Field.BIRTH_DATE, TO, False, ("o",), "", date(2025, 6, 2))])
    read = Reading(Field.BIRTH_DATE, "34", "1990-06-03/1991-06-02", (Mark.FROM_AGE,), 1)
    assert disclosed_row(row(("34",), read), closed, TO) == {}


@pytest.mark.parametrize(
    ("field", "cell", "value", "marks", "goes"),
    [
        (
            Field.BIRTH_DATE,
            "03.04.1995",
            "[1995-03-04,1995-04-03]",
            (Mark.DAY_MONTH_AMBIGUOUS,),
            "03.04.1995",
        ),
        (Field.BIRTH_DATE, "1995-04-03 00:00:00", "1995-04-03", (), "1995-04-03"),
        (Field.BIRTH_DATE, "3 квітня 1995, Сурож", "1995-04-03", (), "1995-04-03"),
        (Field.BIRTH_DATE, "050 123 45 67", "", (Mark.UNREAD,), None),
        (Field.SERVICE_NUMBER, "АБ-123456", "АБ123456", (), "АБ-123456"),
        (
            Field.SERVICE_NUMBER,
            "АБ-123456 (мати: 050 123 45 67)",
            "АБ-123456 (мати: 050 123 45 67)",
            (),
            None,
        ),
        (Field.SURNAME, "Абвгденко", "Абвгденко", (), "Абвгденко"),
        (Field.SURNAME, "Абвгденко (вдома)", "Абвгденко (вдома)", (), None),
        (Field.SURNAME, "Абвгденко\u200b", "Абвгденко", (Mark.HIDDEN_CHARACTERS,), "Абвгденко"),
        (Field.SURNAME, "Я" * 300, "Я" * 300, (Mark.VERY_LONG,), None),
        (Field.CALL_SIGN, "Сокіл-2", "Сокіл-2", (), "Сокіл-2"),
        (Field.RANK, "старший солдат", "OR-3", (), "старший солдат"),
        (Field.RANK, "OR-4", "OR-4", (), "OR-4"),
        (Field.RANK, "солдат, в/ч А1234", "OR-1", (), "OR-1"),
        (Field.RANK, "солдат запасу вдома", "солдат запасу вдома", (Mark.NOT_IN_TABLE,), None),
        (Field.BIRTH_PLACE, "с. Вигаданівка", "с. Вигаданівка", (Mark.NOT_IN_TABLE,), "с. Вигаданівка"),
        (Field.BIRTH_PLACE, "вул. Тиха 5", "вул. Тиха 5", (Mark.NOT_IN_TABLE,), None),
        (Field.CUSTODY, "поранений, у лікарні в місті", "in_hospital", (), "in_hospital"),
        (Field.CUSTODY, "щось", "щось", (), None),
        (Field.SEX, "ч, одружений", "m", (), "m"),
        (Field.STATUS_DISPUTED, "так, див. лист", "yes", (), "yes"),
        (Field.LANGUAGES, "українська, турецька", "українська, турецька", (), "українська, турецька"),
        (Field.LANGUAGES, "пише на a@b.example", "пише на a@b.example", (), None),
        (Field.LANGUAGES, "+38 (050) 123-45-67", "+38 (050) 123-45-67", (), None),
    ],
)
def test_under_an_approval_for_a_whole_list_only_what_can_be_checked_goes(field, cell, value, marks, goes):
    told = tell(row((cell,), Reading(field, cell, value, marks, 1)), opened(field), TO)
    assert dict(told.fields).get(field) == goes
    assert (field in {h.field for h in told.held_back}) is (goes is None)


def test_an_officer_who_looked_at_the_one_cell_lets_it_go_as_written():
    cell = "Абвгденко (за матір'ю: Жук)"
    person = row((cell,), Reading(Field.SURNAME, cell, cell, (), 1))
    assert disclosed_row(person, gather(()), TO) == {}
    assert disclosed_row(person, opened(Field.SURNAME, key="a:2"), TO) == {Field.SURNAME: cell}


def test_hidden_characters_never_go_even_where_an_officer_looked():
    cell = "Абвгденко\u202eонвик"
    person = row((cell,), Reading(Field.SURNAME, cell, cell, (), 1))
    assert disclosed_row(person, opened(Field.SURNAME, key="a:2"), TO) == {}


def test_the_lists_own_row_number_does_not_go():
    person = row(
        ("17", "Абвгденко"),
        Reading(Field.ROW_ID, "17", "17", (), 1),
        Reading(Field.SURNAME, "", "Абвгденко", (), 2),
    )
    assert disclosed_row(person, gather(()), TO) == {Field.SURNAME: "Абвгденко"}


def test_a_cell_of_several_fields_gives_each_reading_that_may_go():
    cell = "03.04.1995, Сурож"
    both = (
        Reading(Field.BIRTH_DATE, cell, "1995-04-03", (), 1),
        Reading(Field.BIRTH_PLACE, cell, "Сурож", (), 1),
    )
    assert disclosed_row(row((cell,), *both), gather(()), TO) == {Field.BIRTH_DATE: "1995-04-03"}

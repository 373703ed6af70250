"""Dates and ages as lists write them."""

from datetime import date, timedelta

import pytest

from allforall.people.dates import DateOrder, date_of_serial, read_age, read_date
from allforall.people.persons import Mark

DAY = "1995-04-03"
BOTH = "[1995-04-03,1995-03-04]"
M = Mark


@pytest.mark.parametrize(
    "text",
    [
        *("03.04.1995", "3.4.1995", "03,04,1995", "1995-04-03", "1995.04.03", "1995/04/03", "19950403", "03041995"),
        *("3 апреля 1995 г.", "3 квітня 1995 року", "3 April 1995", "April 3, 1995", "3rd of April 1995"),
        *("3 Nisan 1995", "3 NİSAN 1995", "3 kvitnia 1995", "3-го квітня 1995", "3.IV.1995", "03-апр-1995"),
        *("1995-04-03 00:00:00", "1995-04-03T00:00:00", "03.04.1995 00:00", "1995-04-03T00:00:00Z"),
        *("03.04.1995 р.н.", "03.04.1995 г.р.", "03.04.1995 г. р.", "нар. 03.04.1995", "born 3 April 1995"),
        *("03.04.1995 року народження", "  03.04.1995  ", "03 . 04 . 1995", "03.04.1995г.", "3 Nisan 1995 doğumlu"),
    ],
)
def test_a_whole_date_is_read_without_a_mark(text):
    assert read_date(text) == read_date(DAY)
    assert read_date(text).value == DAY
    assert read_date(text).marks == ()


@pytest.mark.parametrize("text", ["3/4/1995", "3-4-1995", "03/04/1995", "03 04 1995", "03-04-1995 00:00:00"])
def test_slashes_and_dashes_leave_day_and_month_open(text):
    assert read_date(text).value == BOTH
    assert read_date(text).marks == (M.DAY_MONTH_AMBIGUOUS,)
    assert read_date(text, order=DateOrder.DAY_FIRST).value == DAY
    assert read_date(text, order=DateOrder.DAY_FIRST).marks == ()
    assert read_date(text, order=DateOrder.MONTH_FIRST).value == "1995-03-04"


def test_one_part_above_twelve_settles_the_order():
    assert read_date("25/4/1995").value == read_date("4/25/1995").value == "1995-04-25"
    assert read_date("4/4/1995").value == "1995-04-04"
    assert read_date("25/4/1995").marks == read_date("4/4/1995").marks == ()


def test_a_date_against_the_stated_order_is_read_and_marked():
    assert read_date("12.25.1995").value == "1995-12-25"
    assert read_date("12.25.1995").marks == (M.DAY_MONTH_AMBIGUOUS,)
    assert read_date("25/12/1995", order=DateOrder.MONTH_FIRST).marks == (M.DAY_MONTH_AMBIGUOUS,)


@pytest.mark.parametrize(
    ("text", "value", "marks"),
    [
        ("1995", "1995", (M.PARTIAL,)),
        ("1995 р.н.", "1995", (M.PARTIAL,)),
        ("1995 г.р.", "1995", (M.PARTIAL,)),
        ("1995p.", "1995", (M.PARTIAL,)),
        ("04.1995", "1995-04", (M.PARTIAL,)),
        ("квітень 1995", "1995-04", (M.PARTIAL,)),
        ("апр. 1995", "1995-04", (M.PARTIAL,)),
        ("00.00.1995", "1995", (M.PARTIAL,)),
        ("0.0.1995", "1995", (M.PARTIAL,)),
        ("??.04.1995", "1995-04", (M.PARTIAL,)),
        ("__.__.1995", "1995", (M.PARTIAL,)),
        ("03.00.1995", "1995-XX-03", (M.PARTIAL,)),
        ("1995-00-00", "1995", (M.PARTIAL,)),
        ("03.04.????", "XXXX-04-03", (M.PARTIAL,)),
        ("3 квітня", "XXXX-04-03", (M.PARTIAL,)),
        ("199?", "199X", (M.PARTIAL,)),
        ("199X", "199X", (M.PARTIAL,)),
        ("1990-х", "199X", (M.PARTIAL,)),
        ("90-х", "199X", (M.PARTIAL,)),
        ("1990-1991", "1990/1991", (M.PARTIAL,)),
        ("1990–1991", "1990/1991", (M.PARTIAL,)),
        ("1994/95", "1994/1995", (M.PARTIAL,)),
        ("з 1990 по 1992", "1990/1992", (M.PARTIAL,)),
        ("between 1990 and 1992", "1990/1992", (M.PARTIAL,)),
        ("1990 або 1991", "[1990,1991]", (M.PARTIAL,)),
        ("03.04.1995 - 05.04.1995", "1995-04-03/1995-04-05", (M.PARTIAL,)),
        ("до 1995", "../1995", (M.PARTIAL,)),
        ("після 1995", "1995/..", (M.PARTIAL,)),
        ("близько 1995", "1995~", (M.ABOUT, M.PARTIAL)),
        ("бл. 1995 р.н.", "1995~", (M.ABOUT, M.PARTIAL)),
        ("около 1995", "1995~", (M.ABOUT, M.PARTIAL)),
        ("ок. 1995", "1995~", (M.ABOUT, M.PARTIAL)),
        ("about 1995", "1995~", (M.ABOUT, M.PARTIAL)),
        ("c. 1995", "1995~", (M.ABOUT, M.PARTIAL)),
        ("~1995", "1995~", (M.ABOUT, M.PARTIAL)),
        ("yaklaşık 1995", "1995~", (M.ABOUT, M.PARTIAL)),
        ("1995 (приблизно)", "1995~", (M.ABOUT, M.PARTIAL)),
        ("1995?", "1995?", (M.ABOUT, M.PARTIAL)),
        ("около 1995?", "1995%", (M.ABOUT, M.PARTIAL)),
        ("03.04.1995?", "1995-04-03?", (M.ABOUT,)),
        ("01.01.1995", "1995-01-01", (M.PLACEHOLDER_DATE,)),
        ("1/1/1995", "1995-01-01", (M.PLACEHOLDER_DATE,)),
        ("03.04.95", "1995-04-03", (M.TWO_DIGIT_YEAR,)),
        ("34792", "1995-04-03", (M.EXCEL_SERIAL,)),
        ("34792.0", "1995-04-03", (M.EXCEL_SERIAL,)),
        ("34700", "1995-01-01", (M.PLACEHOLDER_DATE, M.EXCEL_SERIAL)),
        ("1995-04-02T21:00:00Z", "[1995-04-02,1995-04-03]", (M.PARTIAL,)),
        ("\u202e03.04.1995\u202c", "1995-04-03", (M.HIDDEN_CHARACTERS,)),
    ],
)
def test_what_is_partial_or_uncertain_is_kept_and_marked(text, value, marks):
    assert read_date(text).value == value
    assert set(read_date(text).marks) == set(marks)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31.02.1995", "date:day_that_exists"),
        ("29.02.1995", "date:day_that_exists"),
        ("13.13.1995", "date:day_that_exists"),
        ("32 April 1995", "date:day_that_exists"),
        ("03.04.0000", "date:plausible_year"),
        ("00.00.0000", "date:plausible_year"),
        ("0000-04-03", "date:plausible_year"),
        ("03.04.2099", "date:plausible_year"),
        ("2099", "date:plausible_year"),
        ("1095", "date:plausible_year"),
        ("03.04.1895", "date:plausible_year"),
        ("1991-1990", "date:first_before_last"),
        ("gibberish", "date:form"),
        ("0", "date:form"),
        ("-1995", "date:form"),
        ("999999", "date:form"),
        ("=A1+1", "date:form"),
        ("9" * 5000, "date:form"),
        ("03.04.1995 or 3/4/1996 or 1997", "date:form"),
    ],
)
def test_what_cannot_be_a_date_gives_no_value_and_says_what_was_expected(text, expected):
    reading = read_date(text)
    assert (reading.value, reading.marks, reading.expected) == ("", (M.UNREAD,), expected)


@pytest.mark.parametrize("text", ["", "  ", "-", "н/д", "невідомо", "нет данных", "unknown", "?", "..", "N/A"])
def test_not_known_is_no_value_and_no_failure(text):
    assert read_date(text).value == ""
    assert read_date(text).marks == ()


def test_a_date_after_the_list_is_not_read():
    assert read_date("03.06.2025", as_of=date(2025, 6, 2)).expected == "date:not_after_the_list"
    assert read_date("02.06.2025", as_of=date(2025, 6, 2)).value == "2025-06-02"
    assert read_date("2025", as_of=date(2025, 6, 2)).value == "2025"
    assert read_date("2026", as_of=date(2025, 6, 2)).value == ""


def test_two_digits_are_of_this_century_up_to_the_year_of_the_list():
    assert read_date("03.04.25", as_of=date(2025, 6, 2)).value == "2025-04-03"
    assert read_date("03.04.26", as_of=date(2025, 6, 2)).value == "1926-04-03"
    assert read_date("03.04.30").value == "2030-04-03"
    assert read_date("03.04.31").value == "1931-04-03"


def test_day_counts_of_excel_step_over_the_day_that_never_was():
    assert date_of_serial(1) == date(1900, 1, 1)
    assert date_of_serial(59) == date(1900, 2, 28)
    assert date_of_serial(60) is None
    assert date_of_serial(61) == date(1900, 3, 1)
    assert date_of_serial(34792) == date(1995, 4, 3)
    assert date_of_serial(73050) == date(2099, 12, 31)
    assert date_of_serial(0) is None
    assert date_of_serial(10**9) is None


@pytest.mark.parametrize(
    ("text", "first", "last", "marks"),
    [
        ("25", "1990-06-03", "1991-06-02", (M.FROM_AGE,)),
        ("25 років", "1990-06-03", "1991-06-02", (M.FROM_AGE,)),
        ("25 лет", "1990-06-03", "1991-06-02", (M.FROM_AGE,)),
        ("aged 25", "1990-06-03", "1991-06-02", (M.FROM_AGE,)),
        ("25.0", "1990-06-03", "1991-06-02", (M.FROM_AGE,)),
        ("25 yaşında", "1990-06-03", "1991-06-02", (M.FROM_AGE,)),
        ("25 y.o.", "1990-06-03", "1991-06-02", (M.FROM_AGE,)),
        ("25-30", "1985-06-03", "1991-06-02", (M.FROM_AGE,)),
        ("около 25", "1988-06-03", "1993-06-02", (M.ABOUT, M.FROM_AGE)),
        ("25?", "1988-06-03", "1993-06-02", (M.ABOUT, M.FROM_AGE)),
        ("0", "2015-06-03", "2016-06-02", (M.FROM_AGE,)),
        ("6 міс", "2015-11-03", "2015-12-02", (M.FROM_AGE,)),
    ],
)
def test_an_age_leaves_a_year_of_birthdays_open(text, first, last, marks):
    reading = read_age(text, as_of=date(2016, 6, 2))
    assert (reading.value, reading.marks) == (f"{first}/{last}", marks)


@pytest.mark.parametrize("text", ["200", "121", "-5", "abc", "30-25", "25 км", "40 міс", "9" * 4000])
def test_what_cannot_be_an_age_is_not_read(text):
    reading = read_age(text, as_of=date(2016, 6, 2))
    assert (reading.value, reading.marks, reading.expected) == ("", (M.UNREAD,), "age:years")


def test_every_day_of_a_century_is_read_back_from_its_dotted_form():
    day = date(1930, 1, 1)
    while day < date(2025, 1, 1):
        assert read_date(day.strftime("%d.%m.%Y")).value == day.isoformat()
        day += timedelta(days=17)

"""Days and ages that a partial date leaves possible."""

from datetime import date

import pytest

from allforall.errors import InputError
from allforall.people.edtf import (
    FIRST_YEAR,
    LAST_YEAR,
    ages_on,
    births_of_age,
    completed_years,
    parse_edtf,
    partial_date,
)
from allforall.people.persons import Mark


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "days"),
    [
        ("1995", "1995-01-01", "1995-12-31", 365),
        ("1995-04", "1995-04-01", "1995-04-30", 30),
        ("1996-02", "1996-02-01", "1996-02-29", 29),
        ("1995-04-03", "1995-04-03", "1995-04-03", 1),
        ("199X", "1990-01-01", "1999-12-31", 3652),
        ("19XX", "1900-01-01", "1999-12-31", 36524),
        ("1995-XX-03", "1995-01-03", "1995-12-03", 12),
        ("1995-XX-31", "1995-01-31", "1995-12-31", 7),
        ("1995-XX-XX", "1995-01-01", "1995-12-31", 365),
        ("1995-04-1X", "1995-04-10", "1995-04-19", 10),
        ("XXXX-02-29", "1904-02-29", "2096-02-29", 49),
        ("[1995-04-03,1995-03-04]", "1995-03-04", "1995-04-03", 2),
        ("[1990,1992]", "1990-01-01", "1992-12-31", 731),
        ("[1990..1992]", "1990-01-01", "1992-12-31", 1096),
        ("1990/1991", "1990-01-01", "1991-12-31", 730),
        ("1990-06-03/1991-06-02", "1990-06-03", "1991-06-02", 365),
        ("../1901", f"{FIRST_YEAR}-01-01", "1901-12-31", 730),
        ("2099/..", "2099-01-01", f"{LAST_YEAR}-12-31", 730),
    ],
)
def test_a_partial_date_leaves_these_days_possible(text, earliest, latest, days):
    parsed = parse_edtf(text)
    assert (parsed.earliest, parsed.latest) == (
        date.fromisoformat(earliest).toordinal(),
        date.fromisoformat(latest).toordinal(),
    )
    assert parsed.day_count() == days == len(list(parsed.days()))
    assert not parsed.approximate


@pytest.mark.parametrize("text", ["1995~", "1995?", "1995%"])
def test_about_a_year_reaches_two_years_on_either_side(text):
    parsed = parse_edtf(text)
    assert parsed.approximate
    assert date.fromordinal(parsed.earliest) == date(1993, 1, 1)
    assert date.fromordinal(parsed.latest) == date(1997, 12, 31)
    assert parsed.year == 1995


def test_about_a_day_reaches_a_month_and_not_a_year():
    parsed = parse_edtf("1995-04-03~")
    assert date.fromordinal(parsed.earliest) == date(1995, 3, 3)
    assert date.fromordinal(parsed.latest) == date(1995, 5, 4)


@pytest.mark.parametrize(
    "text",
    [
        *("", "0000", "95", "1995-13", "1995-02-30", "1995-02-29", "1995-04-31", "gibberish", "1995-4-3", "1995/1990"),
        *("[1995", "[]", "../..", "/", "1995-04-03T00:00:00", "{1995,1996}", "1995-21", "1995-XX-32", "XXXX-02-30"),
    ],
)
def test_what_no_calendar_has_is_refused_with_a_code(text):
    with pytest.raises(InputError) as refused:
        parse_edtf(text)
    assert refused.value.code == "date:edtf:bad"


def test_days_shared_by_two_dates_are_counted_over_the_gaps_of_a_set():
    open_order = parse_edtf("[1995-04-03,1995-03-04]")
    assert open_order.shared_days(parse_edtf("1995-03")) == 1
    assert open_order.shared_days(parse_edtf("1995")) == 2
    assert not open_order.matches(parse_edtf("1995-03-20"))
    assert date(1995, 3, 4).toordinal() in open_order
    assert date(1995, 3, 20).toordinal() not in open_order


def test_a_placeholder_opens_to_its_year_and_only_with_its_mark():
    marked = partial_date("1995-01-01", (Mark.PLACEHOLDER_DATE,))
    assert marked.day_count() == 365
    assert marked.matches(parse_edtf("1995-07-15"))
    assert partial_date("1995-01-01").is_day
    assert partial_date("1995-04", (Mark.PLACEHOLDER_DATE,)).day_count() == 30


@pytest.mark.parametrize(
    ("birth", "on", "years"),
    [
        ("2000-02-29", "2018-02-28", 17),
        ("2000-02-29", "2018-03-01", 18),
        ("2000-02-29", "2020-02-29", 20),
        ("2000-02-28", "2018-02-28", 18),
        ("2000-03-01", "2018-02-28", 17),
        ("1999-06-02", "2025-06-02", 26),
        ("1999-06-03", "2025-06-02", 25),
        ("2026-01-01", "2025-06-02", -1),
    ],
)
def test_a_year_of_age_is_completed_on_the_birthday(birth, on, years):
    assert completed_years(date.fromisoformat(birth), date.fromisoformat(on)) == years


def test_ages_of_a_year_of_birth_span_two_and_a_set_spans_both_readings():
    on = date(2025, 6, 2)
    assert ages_on(parse_edtf("1999"), on) == (25, 26)
    assert ages_on(parse_edtf("[1999-06-03,1999-03-06]"), on) == (25, 26)
    assert ages_on(parse_edtf("[1999-04-03,1999-03-04]"), on) == (26, 26)
    assert ages_on(parse_edtf("1999~"), on) == (23, 28)


@pytest.mark.parametrize("on", [date(2025, 6, 2), date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1)])
@pytest.mark.parametrize("age", [0, 17, 18, 25, 26, 80])
def test_the_days_of_birth_of_an_age_are_all_of_them_and_no_others(on, age):
    first, last = births_of_age(age, age, on)
    assert completed_years(first, on) == completed_years(last, on) == age
    assert completed_years(date.fromordinal(first.toordinal() - 1), on) == age + 1
    assert completed_years(date.fromordinal(last.toordinal() + 1), on) == age - 1

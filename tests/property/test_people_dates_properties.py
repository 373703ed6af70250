"""What holds for every date, in whatever form a list writes it."""

from datetime import date, timedelta

from edtf import parse_edtf as parse_with_peer
from hypothesis import given, settings
from hypothesis import strategies as st

from allforall.errors import InputError
from allforall.people.dates import DateOrder, read_age, read_date
from allforall.people.edtf import ages_on, births_of_age, completed_years, parse_edtf, partial_date
from allforall.people.persons import Mark

DAYS = st.dates(date(1900, 1, 1), date(2049, 12, 31))
FORMS = st.sampled_from(
    [
        *("{d:02}.{m:02}.{y}", "{d}/{m}/{y}", "{m}/{d}/{y}", "{d}-{m}-{y}", "{y}-{m:02}-{d:02}", "{y}", "{m:02}.{y}"),
        *("{d:02}.{m:02}.{t:02}", "близько {y}", "{y}?", "{y} р.н.", "00.{m:02}.{y}", "{d}.00.{y}", "??.??.{y}"),
        *("{y}-{n}", "{y} або {n}", "до {y}", "після {y}", "{d} квітня {y}", "{y}-{m:02}-{d:02}T21:00:00Z"),
        *("about {d}/{m}/{y}", "{d:02}.{m:02}.{y} - {d:02}.{m:02}.{n}", "{d:02}.{m:02}.????", "{m}/{y}?"),
    ]
)


def written(day: date, form: str) -> str:
    return form.format(d=day.day, m=day.month, y=day.year, n=day.year + 1, t=day.year % 100)


@given(DAYS, FORMS, st.sampled_from(DateOrder))
@settings(max_examples=400, deadline=None)
def test_whatever_is_read_is_edtf_with_the_first_possible_day_not_after_the_last(day, form, order):
    reading = read_date(written(day, form), order=order)
    if not reading.value:
        assert reading.marks == (Mark.UNREAD,)
        assert reading.expected
        return
    assert not reading.expected
    assert Mark.UNREAD not in reading.marks
    parsed = partial_date(reading.value, reading.marks)
    assert parsed.earliest <= parsed.latest
    assert parsed.earliest in parsed
    assert parsed.latest in parsed
    assert all(a <= b for a, b in parsed.spans)
    assert all(b + 1 < c for (_, b), (c, _) in zip(parsed.spans, parsed.spans[1:], strict=False))


TRUE_FORMS = st.sampled_from(
    [
        "{d:02}.{m:02}.{y}",
        "{d}/{m}/{y}",
        "{y}-{m:02}-{d:02}",
        "{y}",
        "{m:02}.{y}",
        "{d}.00.{y}",
        "близько {y}",
        "{y}-{n}",
    ]
)


@given(DAYS, TRUE_FORMS, st.sampled_from([DateOrder.UNKNOWN, DateOrder.DAY_FIRST]))
@settings(max_examples=400, deadline=None)
def test_the_day_that_was_meant_is_always_among_the_possible_ones(day, form, order):
    reading = read_date(written(day, form), order=order)
    assert day.toordinal() in partial_date(reading.value, reading.marks)


@given(st.text(max_size=40))
@settings(max_examples=400, deadline=None)
def test_no_text_breaks_the_reading_of_dates_and_ages(text):
    for reading in (read_date(text), read_age(text, as_of=date(2025, 6, 2))):
        if reading.value:
            assert parse_edtf(reading.value).earliest <= parse_edtf(reading.value).latest
        else:
            assert bool(reading.expected) == (Mark.UNREAD in reading.marks)


@given(st.text(alphabet="0123456789./-?~xX апрквіт", max_size=16), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
@settings(max_examples=400, deadline=None)
def test_no_date_after_the_list_is_read(text, as_of):
    reading = read_date(text, as_of=as_of)
    if reading.value:
        assert parse_edtf(reading.value).earliest <= as_of.toordinal()


@given(DAYS, TRUE_FORMS, DAYS)
@settings(max_examples=300, deadline=None)
def test_the_ages_bracket_the_true_age_and_both_ends_are_reached(day, form, on):
    reading = read_date(written(day, form))
    birth = partial_date(reading.value, reading.marks)
    youngest, oldest = ages_on(birth, on)
    assert youngest <= completed_years(day, on) <= oldest
    ages = {completed_years(date.fromordinal(o), on) for o in (birth.earliest, birth.latest)}
    assert {youngest, oldest} == ages


@given(DAYS, st.integers(0, 10_000))
@settings(max_examples=300, deadline=None)
def test_an_age_counted_from_a_birthday_leads_back_to_an_interval_that_holds_it(birth, later):
    as_of = birth + timedelta(days=later)
    age = completed_years(birth, as_of)
    reading = read_age(str(age), as_of=as_of)
    assert birth.toordinal() in parse_edtf(reading.value)
    assert ages_on(parse_edtf(reading.value), as_of) == (age, age)
    first, last = births_of_age(age, age, as_of)
    assert first <= birth <= last


@given(
    DAYS,
    st.sampled_from(["{y}", "{y}-{m:02}", "{y}-{m:02}-{d:02}", "{e}X", "{y}-XX", "{y}-{m:02}-XX", "{y}/{n}", "{c}XX"]),
)
@settings(max_examples=300, deadline=None)
def test_our_bounds_are_those_of_the_edtf_package(day, form):
    """The package `edtf` (MIT) is the peer; level 2 masks inside a date and sets it reads otherwise or not at all."""
    text = form.format(d=day.day, m=day.month, y=day.year, n=day.year + 1, e=day.year // 10, c=day.year // 100)
    ours, peer = parse_edtf(text), parse_with_peer(text)
    assert date.fromordinal(ours.earliest).timetuple()[:3] == peer.lower_strict()[:3]
    assert date.fromordinal(ours.latest).timetuple()[:3] == peer.upper_strict()[:3]


@given(st.text(alphabet="0123456789X-/~?%[],.", max_size=24))
@settings(max_examples=400, deadline=None)
def test_a_text_is_edtf_or_refused_and_never_breaks(text):
    try:
        parsed = parse_edtf(text)
    except InputError as refused:
        assert refused.code == "date:edtf:bad"  # noqa: PT017
    else:
        assert parsed.earliest <= parsed.latest
        assert parsed.stated

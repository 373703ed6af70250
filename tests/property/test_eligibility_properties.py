"""What holds for every person and every wording."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from allforall.arrangement import NOT_TRADED, istanbul, read_arrangement
from allforall.eligibility import FIELDS_LOOKED_AT, Outcome, Reason, find_care, find_categories
from allforall.people.fields import CODES, Basis, Field
from allforall.people.persons import Mark, Party, PersonRow, Reading

YES, NO, OPEN = Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE, Outcome.CANNOT_BE_DECIDED
SETTINGS = settings(deadline=None, max_examples=150, derandomize=True)
COUNTS_ON = date(2025, 6, 2)
ABLE_BODIED = (
    '[category.able_bodied]\nrule = "any_prisoner"\ntitle = "N for N"\nwho = "prisoners_of_war"\n'
    'format = "n_for_n"\nnumber = 1000\n'
)
TEXT = istanbul() + ABLE_BODIED
AGREED = read_arrangement(TEXT)
assert TEXT.count("from_birthday = 18      ") == 1
OPEN_WORDING = read_arrangement(TEXT.replace("from_birthday = 18      ", "# not said: "))


def years_ago(years):
    return COUNTS_ON.replace(year=COUNTS_ON.year - years)


# Days of birth around every birthday that some rule turns on, so that the borders are often met.
near_borders = st.builds(
    lambda years, days: years_ago(years) + timedelta(days=days),
    st.sampled_from([17, 18, 19, 24, 25, 26, 27]),
    st.integers(-3, 3),
)
anywhere = st.dates(date(1996, 1, 1), date(2010, 12, 31))
days = st.one_of(near_borders, anywhere)
statuses = st.sampled_from(["combatant", "accompanying", ""])


def row(birth, *others, basis=Basis.NOT_STATED):
    readings = [Reading(Field.BIRTH_DATE, birth, birth)] if birth else []
    return PersonRow("h:1", 1, (), (*readings, *others), basis)


def outcomes(person, agreed=AGREED, held_by=Party.PARTY_A):
    return {one.category: one for one in find_categories(person, agreed, held_by=held_by)}


def interval(first, last):
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def age(birth):
    """Completed years, counted the plain way."""
    years = COUNTS_ON.year - birth.year
    return years - 1 if (birth.month, birth.day) > (COUNTS_ON.month, COUNTS_ON.day) else years


@SETTINGS
@given(days)
def test_on_a_known_birthday_the_wordings_say_what_counting_on_fingers_says(birth):
    found = outcomes(row(birth.isoformat()))["young"]
    a, b = 18 <= age(birth) < 26, 18 <= age(birth) < 25
    assert found.readings == (("party_a", YES if a else NO), ("party_b", YES if b else NO))
    assert found.outcome == (YES if a and b else NO if not a and not b else OPEN)
    assert (Reason.READINGS_DIVIDE in found.reasons) == (a != b)
    assert (outcomes(row(birth.isoformat()))[NOT_TRADED].outcome is YES) == (age(birth) < 18)


@SETTINGS
@given(days, st.integers(0, 40))
def test_a_range_of_days_is_decided_exactly_where_each_of_its_days_decides_alike(first, length):
    last = first + timedelta(days=length)
    each = [outcomes(row((first + timedelta(days=n)).isoformat())) for n in range(length + 1)]
    whole = outcomes(row(interval(first, last)))
    for category in (NOT_TRADED, "able_bodied"):
        said = {one[category].outcome for one in each}
        assert whole[category].outcome is (said.pop() if len(said) == 1 else OPEN)
    for n in (0, 1):
        said = {one["young"].readings[n][1] for one in each}
        assert whole["young"].readings[n][1] is (said.pop() if len(said) == 1 else OPEN)
    divides = [Reason.READINGS_DIVIDE in one["young"].reasons for one in each]
    assert (Reason.READINGS_DIVIDE in whole["young"].reasons) == all(divides)
    assert (Reason.READINGS_MAY_DIVIDE in whole["young"].reasons) == (any(divides) and not all(divides))


@SETTINGS
@given(days, st.integers(0, 900), st.data(), statuses, st.sampled_from([AGREED, OPEN_WORDING]))
def test_a_more_exact_birth_date_never_turns_a_decided_outcome_round(first, length, data, status, agreed):
    last = first + timedelta(days=length)
    low = data.draw(st.integers(0, length))
    high = data.draw(st.integers(low, length))
    inner = interval(first + timedelta(days=low), first + timedelta(days=high))
    others = [Reading(Field.PERSON_STATUS, status, status)] if status else []
    wide = outcomes(row(interval(first, last), *others), agreed)
    narrow = outcomes(row(inner, *others), agreed)
    unknown = outcomes(row("", *others), agreed)
    for category, before in wide.items():
        if before.outcome is not OPEN:
            assert narrow[category].outcome is before.outcome
        if unknown[category].outcome is not OPEN:
            assert unknown[category].outcome is before.outcome


coded = st.sampled_from([Field.CUSTODY, Field.PERSON_STATUS, Field.HEALTH]).flatmap(
    lambda field: st.sampled_from(CODES[field]).map(lambda code: Reading(field, str(code), str(code)))
)
yes_or_no = st.builds(
    lambda field, word: Reading(field, word, word),
    st.sampled_from(
        [
            Field.ART110_ENTITLED,
            Field.AGREED_SEVERE,
            Field.FIT_TO_TRAVEL,
            Field.STATUS_DISPUTED,
            Field.PREGNANT_OR_INFANT,
            Field.PROSECUTION_RISK,
        ]
    ),
    st.sampled_from(["yes", "no"]),
)
texts = st.builds(
    lambda field, word: Reading(field, word, word),
    st.sampled_from([Field.MEDICAL_GROUND, Field.GRAVE, Field.DEATH_PLACE, Field.NATIONALITY, Field.SEX]),
    st.text(max_size=12),
)
births = st.builds(
    lambda text, marks: Reading(Field.BIRTH_DATE, text, text, tuple(marks)),
    st.one_of(
        days.map(date.isoformat),
        days.map(lambda day: day.isoformat()[:4]),
        days.map(lambda day: day.isoformat()[:7] + "~"),
        st.tuples(days, days).map(lambda two: f"[{two[0]},{two[1]}]"),
        st.just("no date at all"),
    ),
    st.sets(st.sampled_from(list(Mark)), max_size=2),
)
unread = st.sampled_from(list(Field)).map(lambda field: Reading(field, "???", "", (Mark.UNREAD,)))
persons = st.builds(
    lambda readings, basis: PersonRow("h:1", 1, (), tuple(readings), basis),
    st.lists(st.one_of(coded, yes_or_no, texts, births, unread), max_size=8),
    st.sampled_from(Basis),
)
parties = st.sampled_from(Party)


@SETTINGS
@given(persons, parties)
def test_every_finding_is_whole(person, held_by):
    """One per category; decided ones miss nothing; undecided ones say which fact is missing, or who is
    divided.
    """
    found = find_categories(person, AGREED, held_by=held_by)
    categories = [category.key for category in AGREED.categories()]
    assert [one.category for one in found] == [*categories, NOT_TRADED]
    for one in found:
        assert one.reasons
        assert len(set(one.reasons)) == len(one.reasons)
        if one.outcome is OPEN:
            assert one.missing or Reason.READINGS_DIVIDE in one.reasons
        else:
            assert not one.missing
        said = [outcome for _, outcome in one.readings]
        if said and one.category != "wounded_and_ill":  # there one wording is enough
            assert (one.outcome is YES) == (set(said) == {YES})
            assert (one.outcome is NO) == (set(said) == {NO})
    assert len(set(find_care(person, AGREED, held_by=held_by))) <= 6


@SETTINGS
@given(persons, parties)
def test_one_law_for_both_parties(person, held_by):
    """With the parties' names exchanged in the arrangement, the findings are the same but for whose wording
    it is.
    """
    swapped = read_arrangement(
        TEXT.replace("party_a", "party_x").replace("party_b", "party_a").replace("party_x", "party_b")
    )
    one = find_categories(person, AGREED, held_by=held_by)
    other = find_categories(person, swapped, held_by=held_by.other)
    names = {"party_a": "party_b", "party_b": "party_a"}
    for left, right in zip(one, other, strict=True):
        assert (left.category, left.outcome, set(left.missing)) == (
            right.category,
            right.outcome,
            set(right.missing),
        )
        assert set(left.reasons) == set(right.reasons)
        assert dict(left.readings) == {names.get(whose, whose): said for whose, said in right.readings}


FORMATS = [
    'format = "all_for_all"',
    'format = "n_for_n"\nnumber = 1',
    'format = "one_way"\nnumber = 1\ngiver = "party_a"',
]


@SETTINGS
@given(persons, parties, st.sampled_from(FORMATS), st.integers(1, 1200))
def test_no_format_and_no_ceiling_reaches_those_who_are_never_traded(person, held_by, exchange, ceiling):
    """The wounded and ill and the track that is never traded come out the same whatever is agreed on
    parity.
    """
    text = TEXT.replace('format = "all_for_all"', exchange).replace("at_least = 1000", "at_least = 1")
    other = read_arrangement(text.replace("at_most = 1200", f"at_most = {ceiling}"))
    before, after = outcomes(person, AGREED, held_by), outcomes(person, other, held_by)
    for category in ("wounded_and_ill", NOT_TRADED):
        assert before[category] == after[category]


@SETTINGS
@given(persons, parties)
def test_nobody_is_both_traded_and_never_traded(person, held_by):
    found = outcomes(person, AGREED, held_by)
    if found[NOT_TRADED].outcome is not NO:
        assert found["young"].outcome is not YES
        assert found["able_bodied"].outcome is not YES


@SETTINGS
@given(persons, parties)
def test_fitness_to_travel_never_changes_an_outcome(person, held_by):
    others = tuple(reading for reading in person.readings if reading.field is not Field.FIT_TO_TRAVEL)
    unfit = PersonRow("h:1", 1, (), (*others, Reading(Field.FIT_TO_TRAVEL, "no", "no")), person.basis)
    unsaid = PersonRow("h:1", 1, (), others, person.basis)
    for left, right in zip(
        find_categories(unfit, AGREED, held_by=held_by),
        find_categories(unsaid, AGREED, held_by=held_by),
        strict=True,
    ):
        assert left.outcome is right.outcome


@SETTINGS
@given(persons, parties)
def test_death_is_never_taken_from_a_blank(person, held_by):
    signs = {
        Field.CUSTODY,
        Field.DEATH_DATE,
        Field.DEATH_PLACE,
        Field.DEATH_CAUSE,
        Field.BURIAL_DATE,
        Field.BURIAL_PLACE,
        Field.GRAVE,
    }
    readings = tuple(reading for reading in person.readings if reading.field not in signs)
    found = outcomes(PersonRow("h:1", 1, (), readings, person.basis), AGREED, held_by)
    assert found["dead"].outcome is NO
    assert not any(Reason.REPORTED_DEAD in one.reasons for one in found.values())


def _anything(field):
    texts = ["", "yes", "no", "m", "f", "1999-05-06", "1999", "25", *CODES.get(field, ())]
    return st.builds(
        lambda value, marks: Reading(field, value or "?", value, marks),
        st.sampled_from(texts if field is not Field.BIRTH_DATE else ["", "1999-05-06", "1999", "2003/2005"]),
        st.sampled_from([(), (Mark.UNREAD,), (Mark.FROM_AGE,), (Mark.PLACEHOLDER_DATE,)]),
    )


@SETTINGS
@given(st.fixed_dictionaries({}, optional={field: _anything(field) for field in Field}))
def test_the_rules_look_at_no_other_fields_than_they_say(readings):
    whole = PersonRow("h:1", 1, ("x",), tuple(readings.values()))
    partial = PersonRow("h:1", 1, (), tuple(one for one in readings.values() if one.field in FIELDS_LOOKED_AT))
    for agreed in (AGREED, OPEN_WORDING):
        for party in Party:
            assert find_categories(whole, agreed, held_by=party) == find_categories(partial, agreed, held_by=party)

"""Who falls under which category: cases worked by hand, with the Istanbul arrangement's own wording.

Age counts on 2 June 2025. One side says "18 to 25" (25 lasts until the 26th birthday), the other "under 25".
"""

# ruff: noqa: E501 -- one case a line reads better than ten

import pytest

from allforall.arrangement import NOT_TRADED, istanbul, read_arrangement
from allforall.eligibility import Care, find_care, find_categories
from allforall.people.fields import Basis, Field
from allforall.people.persons import Mark, Party, PersonRow, Reading

YES, NO, OPEN = "eligible", "not_eligible", "cannot_be_decided"
ISTANBUL = read_arrangement(istanbul())
ABLE_BODIED = (
    '[category.able_bodied]\nrule = "any_prisoner"\ntitle = "N for N"\nwho = "prisoners_of_war"\n'
    'format = "n_for_n"\nnumber = 1000\n'
)


def row(*, marks=(), unread=(), basis=Basis.NOT_STATED, **values):
    readings = [
        Reading(Field(name), text, text, marks if name == "birth_date" else ()) for name, text in values.items()
    ]
    readings += [Reading(Field(name), "???", "", (Mark.UNREAD,)) for name in unread]
    return PersonRow("held:1", 1, (), tuple(readings), basis)


def find(person, category, *, arrangement=ISTANBUL, held_by=Party.PARTY_A):
    found = [one for one in find_categories(person, arrangement, held_by=held_by) if one.category == category]
    assert len(found) == 1
    return found[0]


def short(reasons):
    return {reason.removeprefix("eligibility:") for reason in reasons}


# birth date -> outcome, "18 to 25" alone, "under 25" alone, whether the wordings divide (yes, perhaps, no), reasons that must be there
AGES = {
    "1999-06-02": (NO, NO, NO, "no", {"age:too_old"}),  # 26 on that very day
    "1999-06-03": (OPEN, YES, NO, "yes", {"age:border_assumed"}),  # the last day of being 25
    "2000-06-02": (OPEN, YES, NO, "yes", {"age:border_assumed"}),  # 25 on that very day
    "2000-06-03": (YES, YES, YES, "no", {"age:within"}),  # the last day of being 24
    "2007-06-02": (YES, YES, YES, "no", {"age:within"}),  # 18 on that very day
    "2007-06-03": (NO, NO, NO, "no", {"age:too_young", "age:child"}),
    "2000-02-29": (OPEN, YES, NO, "yes", set()),
    "1995": (NO, NO, NO, "no", {"age:too_old"}),
    "1998": (NO, NO, NO, "no", {"age:too_old"}),  # 26 or 27
    "1999": (OPEN, OPEN, NO, "perhaps", {"birth_date:too_vague"}),  # 25 or 26
    "2000": (OPEN, YES, OPEN, "perhaps", {"birth_date:too_vague"}),  # 24 or 25
    "2001": (YES, YES, YES, "no", {"age:within"}),  # 23 or 24
    "2007": (OPEN, OPEN, OPEN, "no", {"age:perhaps_child"}),  # 17 or 18
    "2008": (NO, NO, NO, "no", {"age:child"}),
    "2000-05": (OPEN, YES, NO, "yes", set()),  # 25 whatever the day
    "2000-06": (OPEN, YES, OPEN, "perhaps", {"birth_date:too_vague"}),
    "1999-06": (OPEN, OPEN, NO, "perhaps", {"birth_date:too_vague"}),
    "200X": (OPEN, OPEN, OPEN, "perhaps", {"birth_date:too_vague", "age:perhaps_child"}),
    "2001-XX-15": (YES, YES, YES, "no", set()),
    "XXXX-04-03": (OPEN, OPEN, OPEN, "perhaps", {"birth_date:too_vague"}),
    "[2000-03-04,2000-04-03]": (OPEN, YES, NO, "yes", set()),  # day and month open, 25 both times
    "[2000-05-06,2000-06-05]": (OPEN, YES, OPEN, "perhaps", set()),  # 25 or 24
    "[1999-06-02,2000-06-03]": (OPEN, OPEN, OPEN, "no", {"birth_date:too_vague"}),  # 26 or 24: never divided
    "[1999-05-07,1999-07-05]": (OPEN, OPEN, NO, "perhaps", set()),
    "[1960-01-01,1961]": (NO, NO, NO, "no", set()),
    "[1960-01-01,2020-01-01]": (NO, NO, NO, "no", {"age:outside", "age:perhaps_child"}),  # whichever is right
    "1990/1991": (NO, NO, NO, "no", set()),
    "2001/2003": (YES, YES, YES, "no", set()),
    "1999-06-03/2000-06-02": (OPEN, YES, NO, "yes", set()),  # exactly those who are 25
    "1999-06-02/2000-06-03": (OPEN, OPEN, OPEN, "perhaps", set()),
    "../1995": (NO, NO, NO, "no", set()),
    "2002~": (OPEN, YES, OPEN, "perhaps", set()),  # about: two years to either side
    "1995~": (NO, NO, NO, "no", set()),
    "1997~": (OPEN, OPEN, NO, "perhaps", set()),
    "2026": (NO, NO, NO, "no", {"age:child"}),  # after the date on which age counts: a child, or misread
}


@pytest.mark.parametrize("birth", AGES)
def test_the_age_rule_follows_each_sides_wording(birth):
    outcome, a, b, divided, reasons = AGES[birth]
    found = find(row(birth_date=birth, person_status="combatant"), "young")
    assert found.readings == (("party_a", a), ("party_b", b))
    assert found.outcome == outcome
    assert ("wording:readings_divide" in short(found.reasons)) == (divided == "yes")
    assert ("wording:readings_may_divide" in short(found.reasons)) == (divided == "perhaps")
    assert reasons <= short(found.reasons)


def test_whoever_the_wordings_divide_for_certain_lacks_no_fact():
    found = find(row(birth_date="2000-03-01", person_status="combatant"), "young")
    assert (found.outcome, found.missing) == (OPEN, ())


def test_whoever_has_too_vague_a_birth_date_lacks_the_birth_date():
    found = find(row(birth_date="2000", person_status="combatant"), "young")
    assert (found.outcome, found.missing) == (OPEN, (Field.BIRTH_DATE,))


def test_a_person_may_be_divided_and_too_vague_at_once():
    # With "18 to 24" against "25 to 29", whoever is 24 or 25 is divided whatever the day, and undecided under each.
    text = istanbul().replace("until_birthday = 26", "until_birthday = 25")
    text = text.replace("from_birthday = 18                 #", "from_birthday = 25 #").replace(
        'until_birthday = 25\nuntil_birthday_is = "stated"',
        'until_birthday = 30\nuntil_birthday_is = "stated"',
    )
    found = find(row(birth_date="2000", person_status="combatant"), "young", arrangement=read_arrangement(text))
    assert {outcome for _, outcome in found.readings} == {OPEN}
    assert {"wording:readings_divide", "birth_date:too_vague"} <= short(found.reasons)


@pytest.mark.parametrize(
    ("birth", "on", "outcome"),
    [
        # born on 29 February: a year is completed on 1 March of a common year
        ("2000-02-29", "2025-02-28", YES),
        ("2000-02-29", "2025-03-01", OPEN),
        ("2000-02-28", "2025-02-28", OPEN),
        ("1999-03-01", "2025-02-28", OPEN),
        ("1999-02-28", "2025-02-28", NO),
        # counted on a 29 February
        ("2003-02-28", "2028-02-29", OPEN),
        ("2003-03-01", "2028-02-29", YES),
        ("2002-02-28", "2028-02-29", NO),
        ("2002-03-01", "2028-02-29", OPEN),
    ],
)
def test_birthdays_around_the_end_of_february(birth, on, outcome):
    agreed = read_arrangement(istanbul().replace("age_counts_on = 2025-06-02", f"age_counts_on = {on}"))
    assert find(row(birth_date=birth, person_status="combatant"), "young", arrangement=agreed).outcome == outcome


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, "birth_date:missing"),
        ({"unread": ("birth_date",)}, "birth_date:unread"),
        ({"birth_date": "31.02.2000"}, "birth_date:unread"),
    ],
)
def test_without_a_readable_birth_date_nothing_about_age_is_decided(values, reason):
    person = row(person_status="combatant", **values)
    for category in ("young", NOT_TRADED):
        found = find(person, category)
        assert (found.outcome, found.missing) == (OPEN, (Field.BIRTH_DATE,))
        assert reason in short(found.reasons)


def test_a_first_of_january_that_is_a_placeholder_stands_for_its_whole_year():
    known = find(row(birth_date="2000-01-01", person_status="combatant"), "young")
    placeholder = find(row(birth_date="2000-01-01", marks=(Mark.PLACEHOLDER_DATE,), person_status="combatant"), "young")
    assert known.readings == (("party_a", YES), ("party_b", NO))
    assert placeholder.readings == (("party_a", YES), ("party_b", OPEN))
    assert "birth_date:placeholder" in short(placeholder.reasons)


def test_what_is_uncertain_about_a_birth_date_is_told():
    marks = (Mark.FROM_AGE, Mark.TWO_DIGIT_YEAR, Mark.EXCEL_SERIAL, Mark.DAY_MONTH_AMBIGUOUS, Mark.ABOUT)
    found = find(row(birth_date="2001/2002", marks=marks, person_status="combatant"), "young")
    assert {
        f"birth_date:{word}" for word in ("from_age", "two_digit_year", "excel_serial", "day_or_month", "about")
    } <= short(found.reasons)


def test_a_wording_without_a_first_birthday_does_not_make_a_child_tradable():
    text = istanbul().replace("from_birthday = 18                 #", "# from_birthday: not said #")
    agreed = read_arrangement(text)
    child = find(row(birth_date="2008-01-01", person_status="combatant"), "young", arrangement=agreed)
    assert child.outcome == NO
    perhaps = find(row(birth_date="2007", person_status="combatant"), "young", arrangement=agreed)
    assert (perhaps.outcome, perhaps.missing) == (OPEN, (Field.BIRTH_DATE,))


@pytest.mark.parametrize(
    ("birth", "outcome"),
    [
        ("2005-06-02", YES),
        ("2005-06-03", NO),
        ("2005-06-02/2005-06-03", OPEN),
        ("2005", OPEN),
        ("2004", YES),
        ("2006", NO),
    ],
)
def test_the_first_birthday_of_a_wording_is_a_border_too(birth, outcome):
    agreed = read_arrangement(istanbul().replace("from_birthday = 18", "from_birthday = 20"))
    found = find(row(birth_date=birth, person_status="combatant"), "young", arrangement=agreed)
    assert found.outcome == outcome


def test_a_birth_after_the_date_on_which_age_counts_decides_nothing_under_an_open_wording():
    text = istanbul().replace("from_birthday = 18                 #", "# from_birthday: not said #")
    found = find(row(birth_date="2026", person_status="combatant"), "young", arrangement=read_arrangement(text))
    assert "birth_date:after_the_date" in short(found.by_wording[1].reasons)
    border = row(birth_date="2025-06-02/2025-06-03", person_status="combatant")
    found = find(border, "young", arrangement=read_arrangement(text))
    assert {"birth_date:after_the_date", "birth_date:too_vague"} <= short(found.by_wording[1].reasons)


# what the row says besides a birth date of 2001 -> young, not_traded, able_bodied, reasons of `young`
STATUS = [
    ({"person_status": "combatant"}, YES, NO, YES, {"status:soldier"}),
    ({}, YES, NO, YES, {"status:taken_as_soldier"}),
    ({"person_status": "civilian"}, NO, YES, NO, {"status:civilian"}),
    ({"person_status": "retained_medical"}, NO, YES, NO, {"status:retained_medical"}),
    ({"person_status": "retained_religious"}, NO, YES, NO, {"status:retained_religious"}),
    ({"person_status": "child"}, NO, YES, NO, {"status:child"}),
    ({"person_status": "accompanying"}, NO, NO, YES, {"status:not_a_soldier"}),
    ({"person_status": "combatant", "status_disputed": "yes"}, NO, YES, NO, {"status:disputed"}),
    ({"person_status": "combatant", "status_disputed": "no"}, YES, NO, YES, {"status:soldier"}),
    ({"person_status": "civilian", "status_disputed": "yes"}, NO, YES, NO, {"status:disputed", "status:civilian"}),
    ({"unread": ("person_status",)}, OPEN, OPEN, OPEN, {"status:unread"}),
    ({"person_status": "combatant", "unread": ("status_disputed",)}, OPEN, OPEN, OPEN, {"status:dispute_unread"}),
    ({"person_status": "civilian", "unread": ("status_disputed",)}, NO, YES, NO, {"status:civilian"}),
    ({"custody": "held"}, YES, NO, YES, {"custody:held"}),
    ({"custody": "in_hospital"}, YES, NO, YES, {"custody:in_hospital"}),
    ({"custody": "judicial_detention"}, YES, NO, YES, {"custody:judicial_detention"}),
    ({"custody": "transferred"}, YES, NO, YES, {"custody:transferred"}),
    ({"custody": "released"}, NO, NO, NO, {"custody:released"}),
    ({"custody": "escaped"}, NO, NO, NO, {"custody:escaped"}),
    ({"custody": "at_liberty"}, NO, NO, NO, {"custody:at_liberty"}),
    ({"custody": "died"}, NO, NO, NO, {"custody:reported_dead"}),
    ({"custody": "died", "person_status": "civilian"}, NO, NO, NO, {"custody:reported_dead", "status:civilian"}),
    ({"death_date": "2025-01"}, NO, NO, NO, {"custody:reported_dead"}),
    ({"custody": "held", "death_date": "2025-01"}, OPEN, NO, OPEN, {"custody:death_contradicted"}),
    ({"custody": "held", "grave": "row 4"}, OPEN, NO, OPEN, {"custody:signs_of_death"}),
    ({"burial_place": "somewhere"}, OPEN, NO, OPEN, {"custody:signs_of_death"}),
    ({"unread": ("custody",)}, OPEN, NO, OPEN, {"custody:unread"}),
    ({"unread": ("death_date",)}, NO, NO, NO, {"custody:reported_dead"}),
    ({"fit_to_travel": "no"}, YES, NO, YES, {"travel:not_fit_now"}),
]


@pytest.mark.parametrize("number", range(len(STATUS)))
def test_what_and_where_a_person_is_decides_before_age(number):
    values, young, never, able, reasons = STATUS[number]
    agreed = read_arrangement(istanbul() + ABLE_BODIED)
    person = row(birth_date="2001", **values)
    found = find(person, "young", arrangement=agreed)
    assert (
        found.outcome,
        find(person, NOT_TRADED, arrangement=agreed).outcome,
        find(person, "able_bodied", arrangement=agreed).outcome,
    ) == (young, never, able)
    assert reasons <= short(found.reasons)


def test_a_status_that_is_not_stated_can_be_left_undecided_by_the_arrangement():
    agreed = read_arrangement(istanbul().replace('= "taken_as_soldier"', '= "cannot_be_decided"'))
    for category in ("young", NOT_TRADED):
        found = find(row(birth_date="2001"), category, arrangement=agreed)
        assert (found.outcome, found.missing) == (OPEN, (Field.PERSON_STATUS,))
        assert "status:missing" in short(found.reasons)


def test_not_fit_to_travel_or_detained_by_a_court_is_not_now_and_never_no():
    person = row(birth_date="2001", art110_entitled="yes", custody="judicial_detention", fit_to_travel="no")
    for category in ("wounded_and_ill", "young"):
        found = find(person, category)
        assert found.outcome == YES
        assert short(found.not_now) == {"travel:not_fit_now", "custody:judicial_detention"}


def test_nobody_who_is_not_eligible_is_said_to_wait():
    assert find(row(birth_date="1960", fit_to_travel="no"), "young").not_now == ()


def test_every_reason_is_given_and_those_a_desk_can_mend_come_first():
    found = find(
        row(birth_date="1999", person_status="civilian", custody="released", unread=("status_disputed",)),
        "young",
    )
    assert found.outcome == NO
    assert {"custody:released", "status:civilian", "birth_date:too_vague"} <= short(found.reasons)
    assert found.missing == ()
    mendable = find(row(birth_date="2001", unread=("person_status",)), "young")
    assert mendable.reasons[0] == "eligibility:status:unread"


# facts -> outcome, by the law, by the arrangement, missing, reasons
WOUNDED = [
    (
        {},
        OPEN,
        OPEN,
        OPEN,
        {Field.ART110_ENTITLED, Field.AGREED_SEVERE},
        {"wounded:opinion_missing", "wounded:nothing_indicated"},
    ),
    (
        {"art110_entitled": "yes"},
        YES,
        YES,
        OPEN,
        set(),
        {"wounded:art110_stated", "wounded:ground_not_stated", "travel:fitness_not_stated"},
    ),
    (
        {"art110_entitled": "yes", "medical_ground": "I.A.2.g", "fit_to_travel": "yes"},
        YES,
        YES,
        OPEN,
        set(),
        {"wounded:art110_stated"},
    ),
    ({"art110_entitled": "yes", "medical_ground": "II(2)"}, YES, YES, OPEN, set(), {"wounded:no_commission_needed"}),
    (
        {"art110_entitled": "yes", "medical_ground": "annex I, II.2"},
        YES,
        YES,
        OPEN,
        set(),
        {"wounded:no_commission_needed"},
    ),
    ({"art110_entitled": "yes", "medical_ground": "I.A.1.a"}, YES, YES, OPEN, set(), {"wounded:no_commission_needed"}),
    ({"agreed_severe": "yes"}, YES, OPEN, YES, set(), {"wounded:agreed_severe_stated"}),
    ({"art110_entitled": "no", "agreed_severe": "yes"}, YES, NO, YES, set(), {"wounded:art110_denied"}),
    ({"art110_entitled": "yes", "agreed_severe": "no"}, YES, YES, NO, set(), {"wounded:agreed_severe_denied"}),
    (
        {"art110_entitled": "no", "agreed_severe": "no"},
        NO,
        NO,
        NO,
        set(),
        {"wounded:art110_denied", "wounded:agreed_severe_denied"},
    ),
    ({"art110_entitled": "no"}, OPEN, NO, OPEN, {Field.AGREED_SEVERE}, {"wounded:agreed_severe_missing"}),
    ({"agreed_severe": "no"}, OPEN, OPEN, NO, {Field.ART110_ENTITLED}, {"wounded:opinion_missing"}),
    (
        {"health": "seriously_wounded"},
        OPEN,
        OPEN,
        OPEN,
        {Field.ART110_ENTITLED, Field.MEDICAL_GROUND, Field.AGREED_SEVERE},
        {"wounded:card_seriously_wounded"},
    ),
    (
        {"health": "recovered"},
        OPEN,
        OPEN,
        OPEN,
        {Field.ART110_ENTITLED, Field.MEDICAL_GROUND, Field.AGREED_SEVERE},
        {"wounded:card_sick_or_wounded"},
    ),
    ({"health": "good"}, OPEN, OPEN, OPEN, {Field.ART110_ENTITLED, Field.AGREED_SEVERE}, {"wounded:card_well"}),
    (
        {"health": "seriously_wounded", "medical_ground": "II(2)"},
        OPEN,
        OPEN,
        OPEN,
        {Field.ART110_ENTITLED, Field.AGREED_SEVERE},
        {"wounded:no_commission_needed", "wounded:opinion_missing"},
    ),
    (
        {"medical_ground": "I.A.3.g"},
        OPEN,
        OPEN,
        OPEN,
        {Field.ART110_ENTITLED, Field.AGREED_SEVERE},
        {"wounded:ground_named"},
    ),
    (
        {"unread": ("art110_entitled",)},
        OPEN,
        OPEN,
        OPEN,
        {Field.ART110_ENTITLED, Field.AGREED_SEVERE},
        {"wounded:opinion_missing"},
    ),
    ({"art110_entitled": "yes", "person_status": "civilian"}, NO, NO, NO, set(), {"status:civilian"}),
    (
        {"art110_entitled": "yes", "person_status": "civilian", "status_disputed": "yes"},
        YES,
        YES,
        OPEN,
        set(),
        {"status:protected_while_disputed"},
    ),
    ({"art110_entitled": "yes", "person_status": "retained_medical"}, YES, YES, OPEN, set(), set()),
    ({"art110_entitled": "yes", "birth_date": "2009"}, YES, YES, OPEN, set(), set()),
    ({"art110_entitled": "yes", "custody": "died"}, NO, NO, NO, set(), {"custody:reported_dead"}),
    ({"art110_entitled": "yes", "custody": "escaped"}, NO, NO, NO, set(), {"custody:escaped"}),
    ({"art110_entitled": "yes", "basis": Basis.OWN_SIDE}, YES, YES, OPEN, set(), {"wounded:said_by_own_side"}),
]


@pytest.mark.parametrize("number", range(len(WOUNDED)))
def test_the_law_and_the_arrangement_are_two_facts_about_the_wounded(number):
    values, outcome, law, agreed, missing, reasons = WOUNDED[number]
    found = find(row(**values), "wounded_and_ill")
    assert found.readings == (("law", law), ("arrangement", agreed))
    assert found.outcome == outcome
    assert set(found.missing) == missing
    assert reasons <= short(found.reasons)


def test_an_arrangement_that_agrees_on_nothing_wider_asks_for_the_law_alone():
    agreed = read_arrangement(istanbul().replace("covers_agreed_severe = true", "covers_agreed_severe = false"))
    found = find(row(agreed_severe="yes", art110_entitled="no"), "wounded_and_ill", arrangement=agreed)
    assert (found.outcome, found.readings) == (NO, (("law", NO),))


def test_whoever_is_owed_in_any_case_is_told_so_where_the_person_could_be_traded():
    found = find(row(birth_date="2001", person_status="combatant", art110_entitled="yes"), "young")
    assert found.outcome == YES
    assert "wounded:owed_without_parity" in short(found.reasons)
    well = find(row(birth_date="2001", person_status="combatant", art110_entitled="no", agreed_severe="no"), "young")
    assert "wounded:owed_without_parity" not in short(well.reasons)


DEAD = [
    ({"custody": "died", "grave": "plot 3"}, Party.PARTY_B, YES, {"custody:reported_dead"}),
    ({"custody": "died"}, Party.PARTY_B, YES, {"dead:grave_not_stated"}),
    ({"custody": "died"}, Party.PARTY_A, OPEN, {"wording:readings_divide", "wording:other_side_gives"}),
    ({"death_date": "2025"}, Party.PARTY_B, YES, set()),
    ({"custody": "held"}, Party.PARTY_B, NO, {"dead:not_reported_dead"}),
    ({}, Party.PARTY_B, NO, {"dead:not_reported_dead"}),
    ({}, Party.PARTY_A, NO, {"dead:not_reported_dead"}),
    ({"custody": "released"}, Party.PARTY_B, NO, set()),
    ({"custody": "held", "death_date": "2025"}, Party.PARTY_B, OPEN, {"custody:death_contradicted"}),
    ({"grave": "plot 3"}, Party.PARTY_B, OPEN, {"custody:signs_of_death"}),
    ({"unread": ("custody",)}, Party.PARTY_B, OPEN, {"custody:unread"}),
]


@pytest.mark.parametrize("number", range(len(DEAD)))
def test_the_dead_are_those_whom_the_holder_reports_dead(number):
    values, held_by, outcome, reasons = DEAD[number]
    found = find(row(**values), "dead", held_by=held_by)
    assert found.outcome == outcome
    assert reasons <= short(found.reasons)


def test_a_format_in_which_one_side_gives_reaches_that_sides_prisoners_alone():
    text = istanbul() + ABLE_BODIED.replace('"n_for_n"', '"one_way"') + 'giver = "party_b"\n'
    agreed = read_arrangement(text)
    person = row(birth_date="1990", person_status="combatant")
    assert find(person, "able_bodied", arrangement=agreed, held_by=Party.PARTY_B).outcome == YES
    assert find(person, "able_bodied", arrangement=agreed, held_by=Party.PARTY_A).outcome == NO


@pytest.mark.parametrize(
    ("values", "marks"),
    [
        ({}, ()),
        ({"birth_date": "2009"}, (Care.UNDER_18,)),
        ({"birth_date": "2007"}, (Care.PERHAPS_UNDER_18,)),
        ({"birth_date": "2000", "sex": "f"}, (Care.WOMAN,)),
        ({"birth_date": "2000", "sex": "m"}, ()),
        ({"pregnant_or_infant": "yes"}, (Care.PREGNANT_OR_INFANT,)),
        ({"pregnant_or_infant": "no"}, ()),
        ({"prosecution_risk": "yes"}, (Care.PROSECUTION_RISK,)),
        ({"nationality": "Elsewhere"}, (Care.FOREIGN_NATIONAL,)),
        ({"nationality": "HOMELAND"}, ()),
    ],
)
def test_persons_are_marked_for_the_care_that_the_law_asks(values, marks):
    text = istanbul()
    assert text.count("nationals = []") == 2
    head, tail = text.rsplit("nationals = []", 1)
    agreed = read_arrangement(f'{head}nationals = ["Homeland"]{tail}')
    assert find_care(row(**values), agreed, held_by=Party.PARTY_A) == marks


def test_nationality_is_not_compared_where_the_arrangement_names_none():
    assert find_care(row(nationality="Elsewhere"), ISTANBUL, held_by=Party.PARTY_A) == ()


def test_the_first_of_two_readings_of_a_field_counts():
    first, second = (Reading(Field.CUSTODY, text, text) for text in ("held", "released"))
    found = find(PersonRow("held:1", 1, (), (first, second)), "young")
    assert "custody:held" in short(found.reasons)

"""Every rate of the shipped profile is found again in the lists, within binomial bounds, at 5,000 persons."""

from datetime import date
from math import sqrt

import pytest

from allforall.exercise import default_profile, make_exercise, read_rates
from allforall.exercise.letters import to_russian, to_ukrainian
from allforall.exercise.lists import words
from allforall.exercise.pools import SLAVIC, pools
from allforall.exercise.rates import DATE_DEFECTS
from allforall.people.fields import Field
from allforall.people.persons import ListKind

AS_OF = date(2025, 6, 2)
PERSONS = 5000
#: About 1 in 100,000 for each of some 120 comparisons, and the seed is fixed.
SIGMAS = 4.4
RATES = read_rates(default_profile().replace("full_name_in_one_column", "full_name_in_one_column = 0.0 #"))


def within(found, trials, rate, *, slack=0.0):
    """Whether so many of so many fit the rate; `slack` is the share of cases to which the slip cannot happen."""
    bound = SIGMAS * sqrt(trials * rate * (1 - rate)) + 1
    return -bound - slack * trials * rate <= found - trials * rate <= bound


class Written:
    """One row with the truth about it."""

    def __init__(self, line, row, cells):
        self.line = line
        self.befell = set(row.defects)
        self.script = row.script
        self.language = row.language
        self.scheme = row.romanisation
        self.cells = cells
        self.whole = "incomplete" not in self.befell
        self.military = line.status != "civilian"


@pytest.fixture(scope="module")
def exercise():
    return make_exercise(seed=20250602, persons=PERSONS, rates=RATES, as_of=AS_OF)


@pytest.fixture(scope="module")
def rows(exercise):
    found = {}
    for kind, lists in ((ListKind.SOUGHT, exercise.sought), (ListKind.HELD, exercise.held)):
        cells = {(party, row[Field.ROW_ID]): row for party, which in lists.items() for row in which.cells()}
        found[kind] = [
            Written(line, row, cells[line.party if kind is ListKind.SOUGHT else line.party.other, row.row_id])
            for line in exercise.truth
            for row in (line.sought if kind is ListKind.SOUGHT else line.held)
        ]
    return found


def side(kind):
    return RATES.sought if kind is ListKind.SOUGHT else RATES.held


BOTH = pytest.mark.parametrize("kind", list(ListKind))


@BOTH
@pytest.mark.parametrize(
    "name", ["no_patronymic", "surname_and_given_swapped", "surname_in_capitals", "stray_spaces", "hidden_characters"]
)
def test_what_may_befall_any_row_befalls_it_at_its_rate(rows, kind, name):
    count = sum(name in row.befell for row in rows[kind])
    assert within(count, len(rows[kind]), side(kind).rate(name))


@BOTH
@pytest.mark.parametrize("name", ["typo", "ocr_slip", "lookalike_letters", "wrong_keyboard"])
@pytest.mark.parametrize("field", ["surname", "given_name"])
def test_what_may_befall_a_name_field_befalls_it_at_its_rate(rows, kind, name, field):
    fit = [row for row in rows[kind] if field == "surname" or (row.whole and "initials" not in row.befell)]
    count = sum(f"{name}:{field}" in row.befell for row in fit)
    assert within(
        count, len(fit), side(kind).rate(name), slack=0.15 if name in {"ocr_slip", "lookalike_letters"} else 0
    )


@BOTH
def test_initials_short_forms_former_surnames_and_fathers_names_come_at_their_rates(rows, kind):
    rate = side(kind).rate
    plain = [row for row in rows[kind] if "native_spelling" not in row.befell]
    assert within(sum("initials" in row.befell for row in plain), len(plain), rate("initials"))
    with_short = [row for row in rows[kind] if row.line.origin in SLAVIC]
    assert within(sum("diminutive" in row.befell for row in with_short), len(with_short), rate("diminutive"))
    women = [row for row in rows[kind] if row.line.sex == "f"]
    assert within(sum("former_surname" in row.befell for row in women), len(women), rate("former_surname"))
    sons = [row for row in rows[kind] if row.line.origin != "foreign" and "no_patronymic" not in row.befell]
    assert within(sum("father_name_only" in row.befell for row in sons), len(sons), rate("father_name_only"))


@BOTH
@pytest.mark.parametrize("name", DATE_DEFECTS)
def test_each_defect_of_a_birth_date_comes_at_its_rate(rows, kind, name):
    fit = [row for row in rows[kind] if row.whole]
    assert within(sum(name in row.befell for row in fit), len(fit), side(kind).rate(name))


@BOTH
def test_at_most_one_thing_befalls_a_birth_date(rows, kind):
    assert all(len(row.befell & set(DATE_DEFECTS)) <= 1 for row in rows[kind])


@BOTH
def test_other_date_orders_places_and_units_come_at_their_rates(rows, kind):
    rate = side(kind).rate
    whole = [row for row in rows[kind] if row.whole]
    dated = [row for row in whole if not row.befell & set(DATE_DEFECTS)]
    assert within(sum("other_date_order" in row.befell for row in dated), len(dated), rate("other_date_order"))
    assert within(sum("no_place" in row.befell for row in whole), len(whole), rate("no_place"))
    assert sum(Field.BIRTH_PLACE not in row.cells for row in whole) == sum("no_place" in row.befell for row in whole)
    assert within(sum("no_unit" in row.befell for row in whole), len(whole), rate("no_unit"))


@BOTH
def test_columns_are_filled_at_their_rates(rows, kind):
    rate = side(kind).rate
    whole = [row for row in rows[kind] if row.whole]
    military = [row for row in whole if row.military]
    assert within(sum(Field.SEX in row.cells for row in whole), len(whole), rate("sex"))
    ranked = [row for row in military if Field.RANK in row.cells]
    assert within(len(ranked), len(military), rate("rank"))
    assert within(sum("rank_off_by_one" in row.befell for row in ranked), len(ranked), rate("rank_off_by_one"))
    numbered = [row for row in military if Field.SERVICE_NUMBER in row.cells]
    assert within(len(numbered), len(military), rate("service_number"))
    slipped = sum("service_number_slip" in row.befell for row in numbered)
    assert within(slipped, len(numbered), rate("service_number_slip"))
    when = Field.LAST_SEEN_DATE if kind is ListKind.SOUGHT else Field.CAPTURE_DATE
    captured = [row for row in whole if when in row.cells]
    assert within(len(captured), len(whole), rate("capture"))
    assert within(sum("capture_off" in row.befell for row in captured), len(captured), rate("capture_off"))


def test_both_parties_have_as_many_rows_of_each_kind(exercise):
    for lists in (exercise.sought, exercise.held):
        one, other = (which for which in lists.values())
        assert len(one.rows) == len(other.rows)
    assert {len(which.rows) for which in exercise.sought.values()} == {PERSONS}


def test_the_make_up_of_each_list_is_exactly_as_stated(exercise):
    for party in exercise.sought:
        lines = [line for line in exercise.truth if line.party is party]
        both = [line for line in lines if line.sought and line.held]
        assert len(both) == round(PERSONS * RATES.overlap)
        assert sum(line.state == "fictitious" for line in lines) == PERSONS * RATES.sought.rate("fictitious")
        assert sum(line.state == "released" for line in lines) == PERSONS * RATES.sought.rate("already_released")
        again = sum(len(line.sought) - 1 for line in lines if line.sought)
        assert again == PERSONS * RATES.sought.rate("duplicates")
        held_rows = len(exercise.held[party.other].rows)
        unasked = [line for line in lines if line.held and not line.sought]
        doubled = sum(len(line.held) - 1 for line in lines if line.held)
        assert abs(doubled - held_rows * RATES.held.rate("duplicates")) <= 1
        assert RATES.held.on_no_sought_list is not None
        assert abs(len(unasked) - held_rows * RATES.held.on_no_sought_list) <= 2


def test_incomplete_rows_say_nothing_but_a_name(rows):
    incomplete = [row for row in rows[ListKind.SOUGHT] if not row.whole]
    assert within(len(incomplete), len(rows[ListKind.SOUGHT]), RATES.sought.rate("incomplete"))
    assert all(set(row.cells) <= {Field.ROW_ID, Field.SURNAME, Field.GIVEN_NAME} for row in incomplete)


def test_relatives_and_namesakes_come_at_their_rates_and_are_what_they_are_called(exercise):
    people = {line.person: line for line in exercise.truth}
    words_of = {"siblings": "sibling_of", "twins": "twin_of", "namesakes": "namesake_of"}
    for name, word in words_of.items():
        found = [line for line in people.values() if line.relation == word]
        assert abs(len(found) - RATES.relations[name] * len(people)) <= 4
        for line in found:
            other = people[line.relative]
            assert other.relative == line.person
            assert line.birth_date != other.birth_date or name == "twins"
            same = line.name.split()[1:2] == other.name.split()[1:2]
            assert same is (name == "namesakes") or line.sex != other.sex
    fathers = [line for line in people.values() if line.relation == "father_of"]
    assert abs(2 * len(fathers) - RATES.relations["father_son"] * len(people)) <= 4
    for line in fathers:
        son = people[line.relative]
        assert son.relation == "son_of"
        assert int(son.birth_date[:4]) - int(line.birth_date[:4]) >= 18


def test_people_are_as_the_profile_says(exercise):
    lines = exercise.truth
    assert within(sum(line.sex == "f" for line in lines), len(lines), RATES.people["female"])
    for name, status in (
        ("civilians", "civilian"),
        ("retained_medical", "retained_medical"),
        ("retained_religious", "retained_religious"),
    ):
        assert within(sum(line.status == status for line in lines), len(lines), RATES.people[name])
    for origin, share in RATES.origins.items():
        assert within(sum(line.origin == origin for line in lines), len(lines), share), origin
    youngest, _, oldest = RATES.ages
    for line in lines:
        born = date.fromisoformat(line.birth_date)
        age = AS_OF.year - born.year - ((AS_OF.month, AS_OF.day) < (born.month, born.day))
        assert youngest <= age <= oldest


def test_registers_show_each_state_at_its_rate_and_the_truth_says_the_same(exercise, rows):
    held = [line for line in exercise.truth if line.held and line.state != "released"]
    for state in ("in_hospital", "judicial_detention", "transferred", "escaped", "died", "at_liberty"):
        assert within(sum(line.state == state for line in held), len(held), RATES.held.custody[state]), state
    for which in exercise.held.values():
        codes = words()["codes"][which.language]
        lines = {row.row_id: line for line in exercise.truth for row in line.held if line.party is which.party.other}
        for cells in which.cells():
            assert cells[Field.CUSTODY] == codes[lines[cells[Field.ROW_ID]].state]
    at_liberty = [row for row in rows[ListKind.HELD] if row.line.state == "at_liberty"]
    assert at_liberty
    assert all(Field.LIBERTY_CONSENT in row.cells for row in at_liberty)
    dead = [row for row in rows[ListKind.HELD] if row.line.state == "died"]
    given = sum(Field.DEATH_DATE in row.cells for row in dead)
    assert within(given, len(dead), RATES.held.custody["death_particulars"])
    assert not any(Field.HEALTH in row.cells for row in dead)


def test_the_wounded_and_ill_come_at_their_rates(exercise, rows):
    assert exercise.held
    examined = [row for row in rows[ListKind.HELD] if Field.HEALTH in row.cells]
    ill = [row for row in examined if Field.MEDICAL_GROUND in row.cells]
    assert within(len(ill), len(examined), RATES.held.medical["wounded_or_ill"])
    severe_words = {text for condition in words()["conditions"]["severe"] for text in condition[:2]}
    severe = [row for row in ill if row.cells[Field.MEDICAL_GROUND] in severe_words]
    assert within(len(severe), len(ill), RATES.held.medical["severe"])
    found = [row for row in severe if Field.ART110_ENTITLED in row.cells]
    assert within(len(severe) - len(found), len(severe), RATES.held.medical["not_examined"])
    for field, name in ((Field.ART110_ENTITLED, "art110_entitled"), (Field.AGREED_SEVERE, "agreed_severe")):
        yes = sum(row.cells[field] in {"так", "да"} for row in found)
        assert within(yes, len(found), RATES.held.medical[name])


def test_all_rows_of_a_person_tell_one_state_and_one_health(exercise):
    for which in exercise.held.values():
        by_id = {cells[Field.ROW_ID]: cells for cells in which.cells()}
        for line in exercise.truth:
            if line.party is which.party.other and len(line.held) > 1:
                kept = (Field.CUSTODY, Field.HEALTH, Field.MEDICAL_GROUND, Field.ART110_ENTITLED, Field.CUSTODY_DATE)
                facts = {tuple(by_id[row.row_id].get(field, "") for field in kept) for row in line.held}
                assert len(facts) == 1


def test_scripts_romanisations_and_ears_come_at_their_rates(exercise, rows):
    held = rows[ListKind.HELD]
    mirrored = next(iter(exercise.sought.values())).language == "russian"
    other = {"ukrainian": "russian", "russian": "ukrainian", "latin": "latin"}
    for script, share in RATES.held.script.items():
        seen = other[script] if mirrored else script
        assert within(sum(row.script == seen for row in held), len(held), share), script
    latin = [row for row in held if row.script == "latin"]
    assert all(row.scheme for row in latin)
    assert {row.scheme for row in latin} == {name for name, share in RATES.held.romanisation.items() if share > 0}
    assert all(row.script == next(iter(exercise.sought.values())).language for row in rows[ListKind.SOUGHT])
    sought_language = next(iter(exercise.sought.values())).language
    from_sought = sum(row.language == sought_language for row in latin)
    assert within(from_sought, len(latin), RATES.held.rate("latin_from_ukrainian"))
    names = {"hungarian", "foreign"}
    own = [row for row in latin if row.line.origin in names]
    assert within(sum("native_spelling" in row.befell for row in own), len(own), RATES.held.rate("native_spelling"))


def test_given_names_are_written_by_ear_at_the_rest_of_the_rate(exercise, rows):
    sought = next(iter(exercise.sought.values())).language
    holder, carry = ("russian", to_russian) if sought == "ukrainian" else ("ukrainian", to_ukrainian)
    heard_otherwise = {}
    for name in (*pools()["ukrainian"].male, *pools()["ukrainian"].female):
        own, other = getattr(name, sought), getattr(name, holder)
        heard_otherwise.setdefault(own, set()).add(carry(own) != other)
    fit = [
        row
        for row in rows[ListKind.HELD]
        if row.line.origin in SLAVIC and row.language == holder and heard_otherwise[row.line.name.split()[1]] == {True}
    ]
    count = sum("phonetic_given_name" in row.befell for row in fit)
    assert len(fit) > 300
    assert within(count, len(fit), 1 - RATES.held.rate("russian_given_name"))

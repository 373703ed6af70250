"""The profile behind the measured figures is read as it is, and its lists are what it says."""

from datetime import date
from math import sqrt

import pytest

from allforall.exercise import make_exercise, person_rows, read_rates
from allforall.people.fields import Field
from allforall.people.persons import ListKind, Party

PERSONS = 2000


@pytest.fixture(scope="module")
def rates(ground_truth):
    return read_rates((ground_truth / "linkage" / "rates.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def exercise(rates):
    return make_exercise(seed=3, persons=PERSONS, rates=rates, as_of=date(2025, 6, 2))


def test_lists_are_of_one_length_and_share_three_fifths(exercise):
    assert all(len(which.rows) == PERSONS for which in exercise.lists)
    for party in Party:
        both = [line for line in exercise.truth if line.party is party and line.sought and line.held]
        assert len(both) == 0.6 * PERSONS


def test_sought_lists_are_ukrainian_and_held_lists_mixed_as_stated(exercise, rates):
    assert {which.language for which in exercise.sought.values()} == {"ukrainian"}
    rows = [row for line in exercise.truth for row in line.held]
    for script, share in rates.held.script.items():
        bound = 4.4 * sqrt(len(rows) * share * (1 - share))
        assert abs(sum(row.script == script for row in rows) - share * len(rows)) <= bound
    assert {row.script for line in exercise.truth for row in line.sought} == {"ukrainian"}


def test_nothing_befalls_a_row_that_the_profile_does_not_name(exercise, rates):
    named = {
        ListKind.SOUGHT: {name for name, rate in rates.sought.rates.items() if rate},
        ListKind.HELD: {name for name, rate in rates.held.rates.items() if rate} | {"phonetic_given_name"},
    }
    for line in exercise.truth:
        for kind, rows in ((ListKind.SOUGHT, line.sought), (ListKind.HELD, line.held)):
            for row in rows:
                assert {name.partition(":")[0] for name in row.defects} <= named[kind]


def test_the_rows_carry_only_what_the_measured_lists_had(exercise):
    for which in exercise.lists:
        fields = {field for field, _ in which.headings}
        written = {Field.ROW_ID, Field.SURNAME, Field.GIVEN_NAME, Field.PATRONYMIC}
        written |= {Field.BIRTH_DATE, Field.BIRTH_PLACE, Field.UNIT}
        assert fields == written | ({Field.CUSTODY} if which.kind is ListKind.HELD else set())
        assert sum(1 for _ in person_rows(which)) == PERSONS

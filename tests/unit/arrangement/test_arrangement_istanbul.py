"""The shipped example says what the sources say, and nothing that would make a party wait or take a side."""

import dataclasses
import re
import tomllib
import typing
from datetime import date
from pathlib import Path

import pytest

from allforall.arrangement import (
    Border,
    Children,
    CommissionKind,
    CommissionState,
    CommitmentState,
    DeadCount,
    Format,
    FormatKind,
    Ground,
    NotTraded,
    NotTradedReason,
    State,
    StatusNotStated,
    Who,
    WoundedAndIll,
    digest_of,
    find_problems,
    istanbul,
    read_arrangement,
)
from allforall.people.persons import Party


@pytest.fixture(scope="module")
def agreed():
    return read_arrangement(istanbul())


def test_the_example_has_no_problem():
    assert find_problems(istanbul()) == ()


def test_the_three_categories_stand_in_it_the_owed_one_first(agreed):
    assert [category.key for category in agreed.categories()] == ["wounded_and_ill", "young", "dead"]


def test_both_wordings_of_the_age_rule_are_kept(agreed):
    (young,) = agreed.by_age
    a, b = young.readings
    assert (a.party, a.words, a.from_birthday, a.until_birthday) == (Party.PARTY_A, "aged 18 to 25", 18, 26)
    assert (b.party, b.words, b.until_birthday) == (Party.PARTY_B, "under 25", 25)
    assert (a.border, b.border) == (Border.ASSUMED, Border.STATED)
    assert a.counts_on == b.counts_on == date(2025, 6, 2)


def test_the_dead_are_counted_in_six_units_and_each_side_has_its_words(agreed):
    assert agreed.dead.counted_as == tuple(DeadCount)
    assert agreed.dead.number_counts is None
    a, b = (reading.format for reading in agreed.dead.readings)
    assert (a.kind, a.number) == (FormatKind.N_FOR_N, 6000)
    assert (b.kind, b.number, b.giver) == (FormatKind.ONE_WAY, 6000, Party.PARTY_B)


def test_what_else_the_talks_named_has_its_place(agreed):
    (may,) = agreed.earlier
    assert [stage.number for stage in may.format.stages] == [390, 307, 303]
    assert agreed.children.lists[0].names == 339
    assert [claim.words for claim in agreed.children.claims] == ["abducted", "rescued"]
    assert agreed.commission.state is CommissionState.NOT_CONSTITUTED
    (pause,) = agreed.pauses
    assert (pause.days_at_least, pause.days_at_most, pause.is_agreed) == (2, 3, False)
    (memorandum,) = agreed.commitments
    assert memorandum.due_on == date(2025, 6, 9)
    (meeting,) = agreed.meetings
    assert (meeting.from_day, meeting.to_day, meeting.is_tentative) == (
        date(2025, 6, 20),
        date(2025, 6, 30),
        True,
    )
    (ceiling,) = agreed.ceilings
    assert (ceiling.at_least, ceiling.at_most, ceiling.ground) == (1000, 1200, Ground.SAID_BY_ONE_SIDE)
    assert agreed.thresholds.identification_posterior is None
    assert agreed.neutral.witness is agreed.neutral.interviewer is None
    assert {deadline.key for deadline in agreed.deadlines} >= {"capture_card", "commission_decision"}


def test_nobody_who_is_never_traded_is_left_out(agreed):
    assert set(agreed.not_traded.who) == set(NotTradedReason)


def test_the_parties_are_not_named_after_countries():
    text = re.sub(r"istanbul|Istanbul", "", istanbul())
    assert not re.search(r"russia|ukrain|moscow|kyiv|medinsky|umerov", text, re.IGNORECASE)


def test_the_digest_is_that_of_the_text_whatever_line_ends_an_editor_wrote(agreed):
    assert agreed.digest == digest_of(istanbul())
    assert digest_of("\ufeff" + istanbul().replace("\n", "\r\n")) == agreed.digest
    assert digest_of(istanbul() + "# seen\n") != agreed.digest


def keys_of(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner)


NAMES = {"young", "next", "bodies", "study_memorandum", "may_2025", "persons_a_side", "capture_card", "health_report"}


def test_every_key_and_word_of_the_example_is_explained_in_the_documentation():
    manual = (Path(__file__).parents[3] / "docs" / "arrangement.md").read_text(encoding="utf-8")
    keys = {key for key in keys_of(tomllib.loads(istanbul())) if not key.startswith("commission_")}
    for key in keys - NAMES:
        assert re.search(rf'["`\[.]{key}["`\].]|{key} = ', manual), key
    codes = (CommissionKind, CommissionState, CommitmentState, DeadCount, FormatKind, Ground, NotTradedReason)
    for code in [word for words in (*codes, Border, State, StatusNotStated, Who) for word in words]:
        assert f"`{code}`" in manual, code


def types_within(kind, seen=None):
    """Every dataclass that a dataclass can hold, itself included."""
    seen = set() if seen is None else seen
    if kind in seen:
        return seen
    if dataclasses.is_dataclass(kind):
        seen.add(kind)
        hints = typing.get_type_hints(kind)
        for field in dataclasses.fields(kind):
            types_within(hints[field.name], seen)
    for inner in typing.get_args(kind):
        types_within(inner, seen)
    return seen


PARITY = re.compile(r"parity|format|ratio|recipro|ceiling|quota|in_return|exchange|counterpart|number|each|at_most")


@pytest.mark.parametrize("kind", [WoundedAndIll, NotTraded, Children])
def test_the_types_of_those_never_traded_hold_no_format_and_no_number_to_match(kind):
    held = types_within(kind)
    assert Format not in held
    for each in held:
        assert not [field.name for field in dataclasses.fields(each) if PARITY.search(field.name)]


def test_the_search_for_parity_finds_it_where_it_is():
    from allforall.arrangement import ByAge  # the positive control of the test above

    assert Format in types_within(ByAge)

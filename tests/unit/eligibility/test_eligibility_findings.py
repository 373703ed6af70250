"""What a finding holds, what it never holds, and how findings are listed."""

import dataclasses
import re
import typing

import pytest

from allforall import eligibility
from allforall.account.report import FindingLine
from allforall.arrangement import NOT_TRADED, Format, istanbul, read_arrangement
from allforall.eligibility import (
    Finding,
    Outcome,
    Reason,
    divided,
    find_all,
    find_care,
    find_categories,
    not_traded,
    perhaps_divided,
)
from allforall.eligibility.findings import all_of, any_of, opposite, part
from allforall.people.fields import Field
from allforall.people.persons import Party, PersonRow, Reading

YES, NO, OPEN = Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE, Outcome.CANNOT_BE_DECIDED


def rows():
    values = [
        {"birth_date": "2000-03-01"},  # divided
        {"birth_date": "2000"},  # perhaps divided
        {"birth_date": "2001", "person_status": "civilian"},  # never traded
        {"birth_date": "2007"},  # perhaps a child
        {"birth_date": "1980"},
    ]
    for line, texts in enumerate(values, start=1):
        readings = tuple(Reading(Field(name), text, text) for name, text in texts.items())
        yield PersonRow(f"h:{line}", line, (), readings)


@pytest.fixture(scope="module")
def findings():
    return tuple(find_all(rows(), read_arrangement(istanbul()), held_by=Party.PARTY_B))


def test_every_person_has_one_finding_for_every_category(findings):
    keys = {finding.key for finding in findings}
    for key in keys:
        assert [one.category for one in findings if one.key == key] == [
            "wounded_and_ill",
            "young",
            "dead",
            NOT_TRADED,
        ]


def test_the_divided_the_vague_and_the_never_traded_are_listed_apart(findings):
    assert [finding.key for finding in divided(findings)] == ["h:1"]
    assert [finding.key for finding in perhaps_divided(findings)] == ["h:2"]
    assert [finding.key for finding in not_traded(findings)] == ["h:3", "h:4"]


def test_a_finding_fits_the_line_of_the_report(findings):
    for one in findings:
        line = FindingLine(one.key, one.category, one.outcome, one.reasons, one.missing, one.readings)
        assert line.outcome in {"eligible", "not_eligible", "cannot_be_decided"}
        assert all(isinstance(whose, str) and isinstance(said, str) for whose, said in line.readings)


def test_findings_are_given_one_person_at_a_time():
    seen = []

    def watched():
        for row in rows():
            seen.append(row.key)
            yield row

    given = find_all(watched(), read_arrangement(istanbul()), held_by=Party.PARTY_A)
    next(given)
    assert seen == ["h:1"]


def test_no_type_of_this_room_holds_a_format_or_a_number_to_match():
    """The track that is never traded has no parity field anywhere, since no finding has one."""
    word = re.compile(r"parity|format|ratio|recipro|ceiling|quota|in_return|exchange|counterpart|number|rank|score")
    kinds = [kind for kind in vars(eligibility).values() if dataclasses.is_dataclass(kind)]
    assert Finding in kinds
    for kind in kinds:
        assert not [field.name for field in dataclasses.fields(kind) if word.search(field.name)]
        assert Format not in typing.get_type_hints(kind).values()


def test_a_finding_holds_no_mark_of_care():
    """Who might be prosecuted, or is of another nationality, never travels with a finding."""
    marked = (Reading(Field.PROSECUTION_RISK, "yes", "yes"), Reading(Field.NATIONALITY, "Elsewhere", "Elsewhere"))
    plain = PersonRow("h:1", 1, (), (Reading(Field.BIRTH_DATE, "2001", "2001"),))
    with_marks = PersonRow("h:1", 1, (), (*plain.readings, *marked))
    agreed = read_arrangement(istanbul().replace("nationals = []", 'nationals = ["Homeland"]'))
    assert find_care(with_marks, agreed, held_by=Party.PARTY_A)
    assert find_categories(with_marks, agreed, held_by=Party.PARTY_A) == find_categories(
        plain, agreed, held_by=Party.PARTY_A
    )


def test_every_reason_has_a_code_of_its_own_in_this_room():
    assert len({reason.value for reason in Reason}) == len(Reason)
    assert all(re.fullmatch(r"eligibility:[a-z0-9_]+:[a-z0-9_]+", reason) for reason in Reason)


A, B, C = (
    part(YES, (Reason.HELD,)),
    part(NO, (Reason.RELEASED,)),
    part(OPEN, (Reason.STATUS_MISSING,), (Field.PERSON_STATUS,)),
)


def test_a_condition_that_fails_decides_and_one_that_is_open_leaves_open():
    assert all_of(A, C, B) is part(NO, (Reason.STATUS_MISSING, Reason.RELEASED, Reason.HELD))
    assert all_of(A, C) is part(OPEN, (Reason.STATUS_MISSING, Reason.HELD), (Field.PERSON_STATUS,))
    assert all_of(A, A) is part(YES, (Reason.HELD,))
    assert any_of(A, C, B).outcome is YES
    assert any_of(C, B).outcome is OPEN
    assert any_of(B, B).outcome is NO
    assert opposite(B).outcome is YES
    assert opposite(C).outcome is OPEN

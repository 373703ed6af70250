"""What must hold for every row, every decision and every file."""

import json
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allforall.disclosure import (
    Decision,
    DisclosedList,
    DisclosedRow,
    different_officers,
    gather,
    make_disclosed,
    read_disclosed,
    write_disclosed,
)
from allforall.disclosure.canonical import write_canonical
from allforall.errors import InputError
from allforall.people.fields import SPEC, Default, Field, Kind
from allforall.people.persons import ListKind, Party, PersonRow, Reading

SALT = bytes(range(32))
NEVER = [field for field, spec in SPEC.items() if spec.disclosure is Default.NEVER]
KEYS = ("a:2", "a:3", "a:4", "a:*")
SECRET = "Секретна{number}Зоря"

officers = st.lists(st.sampled_from(("one", "two", "One ", "")), max_size=3).map(tuple)
any_decision = st.builds(
    Decision,
    row_key=st.sampled_from(KEYS),
    field=st.sampled_from([None, *NEVER, Field.SURNAME, Field.RANK]),
    to=st.sampled_from(Party),
    allow=st.booleans(),
    by=officers,
    why=st.sampled_from(("", " ", "asked for")),
    on=st.dates(date(2025, 1, 1), date(2025, 1, 5)),
)
complete = st.builds(
    Decision,
    row_key=st.sampled_from(KEYS[:3]),
    field=st.sampled_from(NEVER),
    to=st.just(Party.PARTY_B),
    allow=st.just(value=True),
    by=st.just(("one", "two")),
    why=st.just("asked for"),
    on=st.dates(date(2025, 1, 1), date(2025, 1, 5)),
)
decisions = st.lists(any_decision | complete, max_size=12)


def rows_with_secrets():
    """Three rows that know every field that never goes by default, each with a text of its own."""
    made = []
    for line in (2, 3, 4):
        readings, cells = [Reading(Field.SURNAME, "Абвгденко", "Абвгденко", (), 1)], ["Абвгденко"]
        for number, field in enumerate(NEVER):
            secret = "так" if SPEC[field].kind is Kind.YES_NO else f"{SECRET.format(number=number)}{line}"
            value = "yes" if SPEC[field].kind is Kind.YES_NO else secret
            cells.append(secret)
            readings.append(Reading(field, secret, value, (), len(cells)))
        made.append(PersonRow(f"a:{line}", line, tuple(cells), tuple(readings)))
    return made


def opened_by_two(made, field, key):
    """Whether somebody decided as the rule asks, told again without the room's own code."""
    return any(
        d.allow
        and d.field is field
        and d.row_key == key
        and d.to is Party.PARTY_B
        and d.why.strip()
        and len({" ".join(name.lower().split()) for name in d.by} - {""}) >= 2
        for d in made
    )


reached: Counter[str] = Counter()


@settings(deadline=None, max_examples=150)
@given(decisions)
def test_no_field_that_never_goes_is_in_the_bytes_without_two_officers_for_that_one_person(made):
    rows = rows_with_secrets()
    result = make_disclosed(
        rows,
        gather(made),
        list_key="a",
        kind=ListKind.SOUGHT,
        party=Party.PARTY_A,
        as_of=date(2025, 1, 1),
        disclosed_on=date(2025, 1, 9),
        salt=SALT,
        by=("one", "two"),
    )
    content = write_disclosed(result.disclosed).decode()
    listed = {result.keys[row.ref]: dict(row.fields) for row in result.disclosed.rows}
    for row in rows:
        for number, field in enumerate(NEVER):
            may = opened_by_two(made, field, row.key)
            gone = field in listed.get(row.key, {})
            reached["gone" if gone else "kept"] += 1
            assert may or not gone
            secret = f"{SECRET.format(number=number)}{row.line}"
            if not may and SPEC[field].kind is not Kind.YES_NO:
                assert secret not in content


def test_the_random_decisions_above_reach_both_outcomes():
    if reached:  # the property ran in this process
        assert reached["gone"] > 20
        assert reached["kept"] > 20


@settings(deadline=None, max_examples=100)
@given(officers)
def test_officers_are_counted_by_who_they_are(by):
    assert different_officers(by) == len({" ".join(name.lower().split()) for name in by} - {""})


texts = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=30).map(str.strip)
fields = st.dictionaries(
    st.sampled_from([field for field in Field if field is not Field.ROW_ID]), texts.filter(bool), max_size=4
)
refs = st.lists(
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=16, max_size=16).map("R".__add__),
    max_size=4,
    unique=True,
)
ORDER = {field: place for place, field in enumerate(SPEC)}


@st.composite
def lists(draw):
    rows = tuple(
        DisclosedRow(ref, tuple(sorted(draw(fields).items(), key=lambda item: ORDER[item[0]])))
        for ref in sorted(draw(refs))
    )
    party = draw(st.sampled_from(Party))
    return DisclosedList(
        draw(texts.filter(bool)),
        draw(st.sampled_from(ListKind)),
        party,
        party.other,
        draw(st.dates()),
        draw(st.dates()),
        rows,
        draw(st.none() | st.integers(len(rows), 10**6)),
    )


@settings(deadline=None, max_examples=80)
@given(lists())
def test_every_list_is_read_as_it_was_written_and_in_one_form(disclosed):
    content = write_disclosed(disclosed)
    assert read_disclosed(content, to=disclosed.to) == disclosed
    assert write_disclosed(read_disclosed(content)) == content


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(("party_a", "sought")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None, max_examples=150)
@given(lists(), st.data())
def test_no_file_however_mangled_gives_anything_but_a_list_or_a_clear_refusal(disclosed, data):
    value = json.loads(write_disclosed(disclosed))
    places = [value, *value["rows"]]
    place = data.draw(st.sampled_from(places))
    key = data.draw(st.sampled_from(sorted(place)) | st.text(max_size=5))
    if data.draw(st.booleans()):
        place.pop(key, None)
    else:
        place[key] = data.draw(json_values)
    content = write_canonical(value)
    try:
        read = read_disclosed(content)
    except InputError:
        return
    assert write_disclosed(read) == content


@settings(deadline=None, max_examples=150)
@given(lists(), st.data())
def test_bytes_cut_or_changed_anywhere_are_refused_or_are_another_list(disclosed, data):
    content = bytearray(write_disclosed(disclosed))
    at = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        content = content[:at]
    else:
        content[at] = data.draw(st.integers(0, 255))
    try:
        read = read_disclosed(bytes(content))
    except InputError:
        return
    assert write_disclosed(read) == bytes(content)


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=60))
def test_any_bytes_are_refused_clearly(content):
    with pytest.raises(InputError, match=r"^file:"):
        read_disclosed(content)

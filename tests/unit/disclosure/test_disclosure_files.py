"""The disclosed list and its file: references that say nothing, one form, and strict reading."""

import json
from datetime import date

import pytest

from allforall.disclosure import (
    Decision,
    gather,
    list_disclosed,
    make_disclosed,
    read_disclosed,
    refer,
    write_disclosed,
)
from allforall.disclosure.canonical import read_canonical, write_canonical
from allforall.errors import CallError, GateError, InputError
from allforall.people.fields import Field
from allforall.people.persons import ListKind, Party, PersonRow, Reading

SALT = bytes(range(32))
BY = ("officer one", "officer two")
NAMES = ("Абвгденко", "Бобренко", "Вигаданко", "Гайворон", "Ґудзик", "Дрізд")


def rows(names=NAMES, custody=None):
    custody = custody or {}
    return [
        PersonRow(
            f"a:{line}",
            line,
            (name, custody.get(line, "")),
            (
                Reading(Field.SURNAME, name, name, (), 1),
                *([Reading(Field.CUSTODY, custody[line], custody[line], (), 2)] if line in custody else ()),
            ),
        )
        for line, name in enumerate(names, 2)
    ]


def made(people=None, **changed):
    options = {
        "list_key": "a",
        "kind": ListKind.SOUGHT,
        "party": Party.PARTY_A,
        "as_of": date(2025, 6, 1),
        "disclosed_on": date(2025, 6, 2),
        "salt": SALT,
        "by": BY,
        **changed,
    }
    decisions = options.pop("decisions", gather(()))
    return make_disclosed(rows() if people is None else people, decisions, **options)


def test_a_list_goes_out_under_references_in_their_order():
    disclosed = made().disclosed
    refs = [row.ref for row in disclosed.rows]
    assert refs == sorted(refs)
    assert len(set(refs)) == len(NAMES)
    assert [dict(row.fields)[Field.SURNAME] for row in disclosed.rows] != list(NAMES)
    assert b"a:2" not in write_disclosed(disclosed)


def test_the_order_of_the_rows_on_the_node_does_not_show_in_the_file():
    assert write_disclosed(made(rows()).disclosed) == write_disclosed(made(rows()[::-1]).disclosed)


def test_a_row_has_the_same_reference_each_time_and_another_one_for_another_party_or_salt():
    assert refer("a:2", Party.PARTY_A, SALT) == refer("a:2", Party.PARTY_A, SALT)
    assert refer("a:2", Party.PARTY_A, SALT) != refer("a:2", Party.PARTY_B, SALT)
    assert refer("a:2", Party.PARTY_A, SALT) != refer("a:2", Party.PARTY_A, SALT[::-1])


def test_a_short_salt_is_refused():
    with pytest.raises(CallError, match="disclosure:salt:too_short"):
        refer("a:2", Party.PARTY_A, b"salt")


@pytest.mark.parametrize("by", [(), ("officer one",), ("officer one", "Officer  One ")])
def test_a_list_needs_two_different_officers_to_go_out(by):
    with pytest.raises(GateError, match="disclosure:export:two_officers_needed"):
        made(by=by)


def test_a_row_of_another_list_is_refused():
    with pytest.raises(CallError, match="disclosure:row:other_list"):
        made(list_key="b")


def test_a_row_given_twice_is_refused():
    with pytest.raises(InputError, match="disclosure:row:twice"):
        made(rows() + rows()[:1])


def test_persons_at_liberty_and_withheld_are_in_no_row_and_only_the_withheld_in_the_count():
    withheld = gather([Decision("a:3", None, Party.PARTY_B, False, ("officer one",), "", date(2025, 6, 1))])
    result = made(rows(custody={2: "at_liberty", 4: "held"}), kind=ListKind.HELD, decisions=withheld, with_count=True)
    assert {each.row_key: each.reasons for each in result.not_listed} == {
        "a:2": ("person:at_liberty",),
        "a:3": ("person:withheld",),
    }
    assert len(result.disclosed.rows) == len(NAMES) - 2
    assert result.disclosed.count == len(NAMES) - 1
    content = write_disclosed(result.disclosed).decode()
    assert NAMES[0] not in content
    assert NAMES[1] not in content


def test_a_list_with_a_person_at_liberty_is_the_same_file_as_one_that_never_had_him():
    with_him = made(rows(custody={7: "at_liberty"}), kind=ListKind.HELD, with_count=True)
    without = made(rows()[:-1], kind=ListKind.HELD, with_count=True)
    assert write_disclosed(with_him.disclosed) == write_disclosed(without.disclosed)


def test_the_count_is_told_only_if_asked_for():
    assert made().disclosed.count is None
    assert "count" not in json.loads(write_disclosed(made().disclosed))


def test_what_is_written_is_read_again():
    disclosed = made(with_count=True).disclosed
    assert read_disclosed(write_disclosed(disclosed), to=Party.PARTY_B) == disclosed


def test_an_empty_list_is_a_list():
    disclosed = made([]).disclosed
    assert read_disclosed(write_disclosed(disclosed)) == disclosed


def test_the_file_says_of_itself_that_it_is_unsigned_and_its_rows_are_a_json_table():
    value = json.loads(write_disclosed(made().disclosed))
    assert value["signed"] is False
    assert value["format"] == "allforall-disclosed-list/1"
    assert all(set(row) <= {field.value for field in Field} for row in value["rows"])


def test_the_ledger_says_what_of_whom_went_to_whom_and_when():
    lines = made().ledger("f" * 64)
    assert {line.row_key for line in lines} == {row.key for row in rows()}
    assert all(line.fields == (Field.SURNAME,) and line.by == BY for line in lines)
    assert list_disclosed(lines, to=Party.PARTY_A) == ()
    assert [line.row_key for line in list_disclosed(lines, row_key="a:3")] == ["a:3"]
    assert list_disclosed(lines, until=date(2025, 6, 1)) == ()
    assert len(list_disclosed(lines, until=date(2025, 6, 2))) == len(NAMES)


def changed(**changes) -> bytes:
    value = json.loads(write_disclosed(made(with_count=True).disclosed))
    for key, change in changes.items():
        if change is None:
            del value[key]
        else:
            value[key] = change(value[key]) if callable(change) else change
    return write_canonical(value)


def first_row(**changes):
    return lambda found: [{**found[0], **changes}, *found[1:]]


GOOD = write_disclosed(made(with_count=True).disclosed)

BAD = {
    "empty": (b"", "file:json:unreadable"),
    "not json": (b"{", "file:json:unreadable"),
    "an array": (b"[]\n", "file:json:not_object"),
    "not utf-8": (GOOD.decode().encode("utf-16"), "file:encoding:not_utf8"),
    "cp1251": (b'{"a":"\xc0"}\n', "file:encoding:not_utf8"),
    "with a mark at the start": (b"\xef\xbb\xbf" + GOOD, "file:json:unreadable"),
    "with spaces": (GOOD.replace(b'","', b'", "', 1), "file:form:not_canonical"),
    "without the last newline": (GOOD[:-1], "file:form:not_canonical"),
    "escaped": (GOOD.replace("А".encode(), b"\\u0410", 1), "file:form:not_canonical"),
    "lone surrogate": (GOOD.replace("А".encode(), b"\\ud800", 1), "file:form:not_canonical"),
    "a key twice": (GOOD.replace(b'{"as_of"', b'{"as_of":"2025-06-01","as_of"', 1), "file:json:key_twice"),
    "a fraction": (GOOD.replace(b'"count":6', b'"count":6.0', 1), "file:json:number"),
    "not a number": (GOOD.replace(b'"count":6', b'"count":NaN', 1), "file:json:number"),
    "a huge number": (GOOD.replace(b'"count":6', b'"count":' + b"9" * 5000, 1), "file:json:number"),
    "too deep": (b"[" * 200_000 + b"]" * 200_000, "file:json:too_deep"),
    "another format": (changed(format="allforall-answers/1"), "file:format:unknown"),
    "another version": (changed(format="allforall-disclosed-list/2"), "file:format:other_version"),
    "signed": (changed(signed=True), "file:signed:cannot_check"),
    "signed by a number": (changed(signed=0), "file:signed:cannot_check"),
    "an unknown key": (changed(note="x"), "file:key:unknown"),
    "a missing key": (changed(kind=None), "file:key:missing"),
    "an unknown kind": (changed(kind="dead"), "file:value:unexpected"),
    "an unknown party": (changed(party="party_c"), "file:value:unexpected"),
    "a party that is a list": (changed(party=["party_a"]), "file:value:unexpected"),
    "a kind that is a list": (changed(kind=["sought"]), "file:value:unexpected"),
    "one party": (changed(to="party_a"), "file:party:same"),
    "for the other party": (changed(party="party_b", to="party_a"), "file:party:not_for_us"),
    "no day": (changed(as_of="2025-02-30"), "file:value:unexpected"),
    "a week": (changed(as_of="2025-W01-1"), "file:value:unexpected"),
    "other digits": (changed(as_of="٢٠٢٥-01-01"), "file:value:unexpected"),
    "a list without a key": (changed(list=""), "file:value:unexpected"),
    "a key that turns the line": (changed(list="a\u202eb"), "file:value:unexpected"),
    "rows that are none": (changed(rows={}), "file:value:unexpected"),
    "a row that is none": (changed(rows=["x"] * 6), "file:value:unexpected"),
    "a count below the rows": (changed(count=5), "file:value:unexpected"),
    "a count that is true": (changed(count=True), "file:value:unexpected"),
    "rows in another order": (changed(rows=lambda found: found[::-1]), "file:ref:order"),
    "a reference twice": (changed(rows=lambda found: [found[0], *found[:-1]]), "file:ref:twice"),
    "a reference of another form": (changed(rows=first_row(row_id="17")), "file:value:unexpected"),
    "a reference with a newline": (
        changed(rows=first_row(row_id="R" + "A" * 16 + "\n")),
        "file:value:unexpected",
    ),
    "an unknown field": (changed(rows=first_row(wish="yes")), "file:key:unknown"),
    "a field that is empty": (changed(rows=first_row(rank="")), "file:value:unexpected"),
    "a field that is a number": (changed(rows=first_row(rank=1)), "file:value:unexpected"),
    "a field that is endless": (changed(rows=first_row(rank="x" * 2001)), "file:value:unexpected"),
    "a field with a bell": (changed(rows=first_row(rank="x\x07y")), "file:value:unexpected"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_is_not_as_we_write_it_is_refused(what):
    data, code = BAD[what]
    with pytest.raises(InputError) as caught:
        read_disclosed(data, to=Party.PARTY_B)
    assert caught.value.code == code


@pytest.mark.parametrize("what", BAD)
def test_a_refusal_names_no_person(what):
    with pytest.raises(InputError) as caught:
        read_disclosed(BAD[what][0], to=Party.PARTY_B)
    assert not any(name in str(caught.value) for name in NAMES)


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    with pytest.raises(InputError, match="file:size:too_large"):
        read_canonical(GOOD, limit=len(GOOD) - 1)

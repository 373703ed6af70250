"""One root over many commitments: a single item can be opened, no other can pass for it, and nothing else shows."""

import random as dice
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allforall.disclosure import DisclosedList, DisclosedRow, refer
from allforall.disclosure.entries import (
    declare,
    read_payload,
    root_rows,
    row_items,
    write_payload,
)
from allforall.disclosure.opening import (
    LEAST_LEAVES,
    MOST_LEAVES,
    Rooted,
    check_rooted,
    is_opened,
    open_item,
    read_opened,
    read_rooted,
    root_items,
    rooted_value,
)
from allforall.errors import InputError
from allforall.people.fields import Field
from allforall.people.persons import ListKind, Party

DAY = date(2025, 6, 2)
ENTRY, PAYLOAD = bytes(range(32)), "ab" * 32
SURNAMES = ("Вигаданенко", "Примірчук", "Зразковський", "Неіснуюк")

rows = st.dictionaries(
    st.integers(0, 10**6).map(lambda n: refer(f"theirs:{n}", Party.PARTY_A, bytes(32))),
    st.sampled_from(SURNAMES),
    min_size=1,
    max_size=12,
).map(lambda found: tuple(DisclosedRow(ref, ((Field.SURNAME, name),)) for ref, name in sorted(found.items())))
seeds = st.integers(0, 2**32)


def listed(of, count=None):
    return DisclosedList("SA1", ListKind.SOUGHT, Party.PARTY_A, Party.PARTY_B, DAY, DAY, of, count)


def made(of, seed):
    rooted = root_rows(listed(of), dice.Random(seed).randbytes)
    return declare(listed(of), rooted.root, PAYLOAD), rooted


@settings(max_examples=60)
@given(rows, seeds, st.data())
def test_a_single_row_opens_against_the_declared_root_and_no_other_row_does(of, seed, data):
    declared, rooted = made(of, seed)
    items = row_items(of)
    row = data.draw(st.sampled_from(of))
    opened = open_item(rooted, row.ref, items[row.ref], ENTRY)
    assert is_opened(opened, declared.root)
    assert read_opened(opened.data) == opened
    other = data.draw(st.sampled_from(SURNAMES))
    forged = row_items([DisclosedRow(row.ref, ((Field.SURNAME, other),))])[row.ref]
    assert is_opened(replace(opened, item=forged), declared.root) == (forged == items[row.ref])


@settings(max_examples=60)
@given(rows, seeds, st.data())
def test_an_opening_changed_anywhere_does_not_open(of, seed, data):
    declared, rooted = made(of, seed)
    row = of[0]
    opened = open_item(rooted, row.ref, row_items(of)[row.ref], ENTRY)
    place = data.draw(st.integers(0, len(opened.path) - 1))
    path = list(opened.path)
    path[place] = bytes([path[place][0] ^ 1]) + path[place][1:]
    wrong = [
        replace(opened, path=tuple(path)),
        replace(opened, path=opened.path[1:]),
        replace(opened, path=(*opened.path, bytes(32))),
        replace(opened, index=opened.index ^ 1),
        replace(opened, index=opened.index + len(rooted.leaves)),
        replace(opened, salt=bytes(32)),
        replace(opened, salt=b""),
        replace(opened, domain="answers:signed/answer"),
    ]
    assert not any(is_opened(one, declared.root) for one in wrong)
    assert not is_opened(opened, bytes(32))


@settings(max_examples=40)
@given(rows, seeds)
def test_whoever_is_given_commitments_and_salts_can_check_every_row(of, seed):
    declared, rooted = made(of, seed)
    items = row_items(of)
    read = read_rooted(rooted_value(rooted, items))
    check_rooted(read, declared.root, items)
    some = dict(list(items.items())[:1])
    file, read = read_payload(write_payload("Вигаданенко\n".encode(), rooted, some))
    check_rooted(read, declared.root, some)
    assert (file.decode(), read.salts.keys()) == ("Вигаданенко\n", some.keys())


@settings(max_examples=40)
@given(rows, seeds)
def test_a_row_that_was_not_declared_is_refused(of, seed):
    declared, rooted = made(of, seed)
    late = DisclosedRow(refer("theirs:late", Party.PARTY_A, bytes(32)), ((Field.SURNAME, "Уявленко"),))
    items = row_items([*of, late])
    salts = {**rooted.salts, late.ref: bytes(32)}
    with pytest.raises(InputError, match="opening:not_declared"):
        check_rooted(replace(rooted, salts=salts), declared.root, items)
    # nor can the commitments be exchanged for others that hold it
    more = root_items(items, rooted.domain, dice.Random(seed + 1).randbytes)
    with pytest.raises(InputError, match="opening:other_root"):
        check_rooted(more, declared.root, items)


@pytest.mark.parametrize("number", [1, 2, 1000, LEAST_LEAVES])
def test_a_path_tells_no_more_of_the_number_of_rows_than_its_order_of_magnitude(number):
    rooted = root_items({str(n): b"%d" % n for n in range(number)}, "x", dice.Random(1).randbytes)
    assert len(rooted.leaves) == LEAST_LEAVES
    assert len(root_items({str(n): b"" for n in range(LEAST_LEAVES + 1)}, "x", dice.Random(1).randbytes).leaves) == 2048


def test_the_order_of_the_commitments_is_not_that_of_the_rows():
    rooted = root_items({str(n): b"%d" % n for n in range(200)}, "x", dice.Random(5).randbytes)
    places = [open_item(rooted, str(n), b"%d" % n, ENTRY).index for n in range(200)]
    assert places != sorted(places)
    assert max(places) > 800  # spread over all the leaves, the random ones too


def test_the_same_rows_declared_twice_have_nothing_in_common():
    of = (DisclosedRow(refer("a:1", Party.PARTY_A, bytes(32)), ((Field.SURNAME, "Уявленко"),)),)
    first, second = made(of, 1), made(of, 2)
    assert first[0].root != second[0].root
    assert not set(first[1].leaves) & set(second[1].leaves)


def test_a_row_whose_salt_was_erased_cannot_be_opened():
    of = (DisclosedRow(refer("a:1", Party.PARTY_A, bytes(32)), ((Field.SURNAME, "Уявленко"),)),)
    _, rooted = made(of, 1)
    with pytest.raises(InputError, match="opening:no_salt"):
        open_item(replace(rooted, salts={}), of[0].ref, row_items(of)[of[0].ref], ENTRY)


@given(
    st.recursive(
        st.none() | st.integers() | st.text() | st.binary(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_whatever_comes_in_the_reader_gives_a_value_or_a_refusal(value):
    with pytest.raises(InputError):
        read_rooted(value)


@given(st.binary(max_size=300))
def test_bytes_that_are_no_opening_are_refused(data):
    for read in (read_opened, read_payload):
        with pytest.raises(InputError):
            read(data)


def test_more_items_than_a_tree_holds_are_refused():
    with pytest.raises(InputError, match="opening:too_many"):
        read_rooted({"domain": "x", "leaves": [""] * (MOST_LEAVES + 1), "salts": {}})
    with pytest.raises(InputError, match="opening:form"):
        check_rooted(Rooted("x", (bytes(32),) * LEAST_LEAVES, {}), bytes(32), {})

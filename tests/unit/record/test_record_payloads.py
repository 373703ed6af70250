"""What lies inside a payload, and what the record says about its erasure."""

import os
from dataclasses import replace

import pytest

from allforall.errors import InputError
from allforall.record.commitments import Opening, commit, open_commitment
from allforall.record.entries import Entry
from allforall.record.payloads import (
    LEAST_BYTES,
    MOST_CONTENT_BYTES,
    domain_of,
    padded_length,
    payloads_of,
    read_content,
    write_content,
)

SALT = bytes(range(32))
DOMAIN = domain_of("list:disclosed")
OPENING = Opening(DOMAIN, SALT, "Вигаданенко Іван".encode())
NAMES = tuple(f"{number:04x}" * 16 for number in range(0xA000, 0xA003))


@pytest.mark.parametrize("length", [0, 1, 500, 900, LEAST_BYTES, 5_000, 70_001])
def test_a_content_reads_back_and_opens_its_commitment(length):
    opening = replace(OPENING, plaintext=os.urandom(length))
    read = read_content(write_content(opening))
    assert read == opening
    assert open_commitment(commit(DOMAIN, SALT, opening.plaintext), read)
    assert not open_commitment(commit(domain_of("answers:signed"), SALT, opening.plaintext), read)


def test_the_size_tells_little_of_the_length_and_costs_at_most_an_eighth():
    lengths = [*range(1, 5_000), 100_000, 1_000_003, MOST_CONTENT_BYTES]
    for length in lengths:
        padded = padded_length(length)
        assert length <= padded <= max(LEAST_BYTES, length + length // 8)
        assert padded_length(padded) == padded
    # A list of 300 and one of 301 persons, 120 bytes each, and an answer for one or for three: no difference is seen.
    assert padded_length(300 * 120) == padded_length(301 * 120)
    assert padded_length(150) == padded_length(450)
    assert len({padded_length(length) for length in lengths[:4_999]}) < 40


WHOLE = write_content(OPENING)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"allforall", b"allforal1", "form"),
        (b"}\n", b"} ", "form"),
        (b'"length":', b'"lenght":', "form"),
        (b'"length":31', b'"length":9999', "length"),
        (b'"length":31', b'"length":31000000000', "length"),
        (b"\0" * 64, b"\0" * 63, "length"),
        (b"\0" * 64, b"\0" * 63 + b"\1", "length"),
        (b"list:disclosed/payload", b"list;disclosed/payload", "domain"),
        (b'"salt":"AAEC', b'"salt":"A!EC', "salt"),
    ],
)
def test_a_content_that_is_not_as_we_write_it_is_refused(old, new, code):
    changed = WHOLE.replace(old, new, 1)
    assert changed != WHOLE
    with pytest.raises(InputError) as refused:
        read_content(changed)
    assert refused.value.code == f"record:payload:{code}"


def test_a_content_that_no_bundle_could_carry_is_refused():
    with pytest.raises(InputError):
        write_content(replace(OPENING, plaintext=bytes(MOST_CONTENT_BYTES + 1)))
    with pytest.raises(InputError):
        write_content(replace(OPENING, domain="a list"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, ()),
        ({"payload": None}, ()),
        ({"payload": NAMES[0]}, (NAMES[0],)),
        ({"payloads": list(NAMES[1:3])}, NAMES[1:3]),
        ({"payload": NAMES[0], "payloads": [NAMES[1], 7, "../../etc"]}, NAMES[:2]),
        ({"payload": NAMES[0].upper()}, ()),
    ],
)
def test_the_payloads_of_an_entry_are_those_that_its_body_names(body, expected):
    assert payloads_of(Entry("case", "party_a", 1, "list:disclosed", body)) == expected

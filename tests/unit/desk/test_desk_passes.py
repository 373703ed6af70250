"""A pass: fresh, for one call, of one author, with one bundle."""

import hashlib

import pytest
from tests.unit.record.parties import CASE, key

from allforall.desk.wire.passes import (
    GOOD_FOR_SECONDS,
    NONCE_BYTES,
    Challenges,
    Pass,
    is_signed_pass,
    read_pass,
    sign_pass,
)
from allforall.record.canonical import write_json
from allforall.record.envelopes import sign_payload
from allforall.record.genesis import origin_of
from allforall.record.notes import Verifier, encode_base64

ORIGIN = origin_of(CASE, "party_a")
KEY = key(f"{ORIGIN}/log")
SHOWN = Pass(CASE, "party_a", "party_b", "00" * 56, hashlib.sha256(b"bundle").hexdigest(), 6)
NONCE = b"n" * NONCE_BYTES
TEXTS = ("answer", "bundle", "case", "challenge", "from", "to")
WHOLE = {**dict.fromkeys(TEXTS, ""), "answer_at": 0, "at": 0, "size": 1, "version": 1}


def test_a_pass_reads_back_as_what_was_signed():
    shown, envelope = read_pass(sign_pass(SHOWN, ORIGIN, KEY))
    assert shown == SHOWN
    assert is_signed_pass(envelope, [Verifier(ORIGIN, KEY.public)])
    assert not is_signed_pass(envelope, [Verifier(ORIGIN, key("another").public)])


def test_one_flipped_bit_anywhere_makes_it_no_pass_of_that_author():
    text = sign_pass(SHOWN, ORIGIN, KEY)
    trusted = [Verifier(ORIGIN, KEY.public)]
    for at in range(len(text)):
        for bit in (1, 2, 16):
            changed = text[:at] + chr(ord(text[at]) ^ bit) + text[at + 1 :]
            read = read_pass(changed)
            assert read is None or not is_signed_pass(read[1], trusted), (at, bit)


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        {"bundle": 1},
        {**WHOLE, "size": True},
        {**WHOLE, "size": -1},
        {**WHOLE, "at": 2},
        {**WHOLE, "answer_at": "0"},
        {**WHOLE, "version": 2},
        {**WHOLE, "case": 1},
        {**WHOLE, "more": 1},
        {key: value for key, value in WHOLE.items() if key != "at"},
    ],
)
def test_a_payload_of_another_form_is_no_pass(value):
    kind = "application/vnd.allforall.pass.v1+json"
    assert read_pass(encode_base64(sign_payload(kind, write_json(value), ORIGIN, KEY).data)) is None


def test_the_payload_that_the_others_are_made_from_is_one():
    kind = "application/vnd.allforall.pass.v1+json"
    assert read_pass(encode_base64(sign_payload(kind, write_json(WHOLE), ORIGIN, KEY).data)) is not None


def test_an_envelope_of_another_kind_is_no_pass():
    """What a log key signed for another purpose, such as the manifest of a bundle, opens no door."""
    assert read_pass(encode_base64(sign_payload("application/x", SHOWN.payload, ORIGIN, KEY).data)) is None


@pytest.mark.parametrize("text", ["", "x", "é", "AAAA", "A" * 20_000, encode_base64(b"{}")])
def test_what_is_no_pass_is_none_and_no_fault(text):
    assert read_pass(text) is None


def test_a_challenge_is_good_once_and_for_a_while():
    challenges = Challenges(b"s" * 32)
    one = challenges.make(1000.0, NONCE)
    assert challenges.is_good(one, 1000.0)
    assert challenges.is_good(one, 1000.0 + GOOD_FOR_SECONDS)
    assert not challenges.is_good(one, 1001.0 + GOOD_FOR_SECONDS)
    assert not challenges.is_good(one, 900.0)
    challenges.use(one, 1010.0)
    assert not challenges.is_good(one, 1020.0)


def test_a_challenge_of_another_server_or_a_changed_one_is_not_good():
    mine, other = Challenges(b"s" * 32), Challenges(b"t" * 32)
    one = mine.make(1000.0, NONCE)
    assert not other.is_good(one, 1000.0)
    for at in range(len(one)):
        changed = one[:at] + ("0" if one[at] != "0" else "1") + one[at + 1 :]
        assert not mine.is_good(changed, 1000.0), at
    assert not mine.is_good(one.upper(), 1000.0) or one.upper() == one
    assert not mine.is_good("", 1000.0)
    assert not mine.is_good("zz", 1000.0)


def test_used_challenges_do_not_pile_up():
    challenges = Challenges(b"s" * 32)
    for second in range(0, 10_000, 10):
        challenges.use(challenges.make(float(second), NONCE), float(second))
    assert len(challenges.used) <= 2 * GOOD_FOR_SECONDS / 10 + 1

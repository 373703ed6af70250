"""Verifying as a value: what stands, what needs a look, and the same for programs, without a terminal."""

import json

import pytest
from tests.unit.record.parties import CASE, signed
from tests.unit.record.whole_records import short_story

from allforall.alone.verify import VerifiedBundle, VerifiedProof, known_keys, read_trusted, verify, verify_bundle_bytes
from allforall.errors import CallError, InputError
from allforall.record.entries import Entry


@pytest.fixture
def story():
    return short_story()


@pytest.fixture
def put(tmp_path):
    def write(name, data):
        (tmp_path / name).write_bytes(data)
        return str(tmp_path / name)

    return write


def out_of_place(story):
    """Appends an entry with the number of another one: that fells the log, and not only itself."""
    story.add("party_a", signed(Entry(CASE, "party_a", 99, "test:said", {}), 1))


def _never(log, problem):
    raise AssertionError("there is no problem to say")


def test_a_whole_bundle_stands_and_its_data_are_plain_json(story, put):
    found = verify(put("a", story.bundle().data), trusted=story.genesis.digest)
    assert isinstance(found, VerifiedBundle)
    assert (found.stands, found.needs_a_look, found.is_compared) == (True, False, True)
    data = found.as_data(_never)
    assert json.loads(json.dumps(data)) == data
    assert data["genesis"] == story.genesis.digest.hex()


def test_a_cosignature_that_is_missing_needs_a_look(story):
    found = verify_bundle_bytes(story.bundle(cosigners={"party_b": ["party_a"]}).data)
    assert (found.stands, found.needs_a_look, found.report.lacks_cosignatures) == (True, True, True)


def test_a_problem_is_said_in_the_words_of_whoever_asks(story):
    out_of_place(story)
    found = verify_bundle_bytes(story.bundle().data)
    assert not found.stands
    assert _texts(found) == ["party_a!"]


def _texts(found):
    logs = found.as_data(lambda log, problem: f"{log.author}!")["logs"]
    return [one["text"] for log in logs for one in log["problems"]]


def test_an_entry_that_binds_nobody_needs_a_look_and_its_log_stands(story):
    story.say("party_a", "test:two", {}, officers=(1,))
    found = verify_bundle_bytes(story.bundle().data)
    assert (found.stands, found.needs_a_look) == (True, True)
    assert _texts(found) == ["party_a!"]


def test_another_genesis_than_the_trusted_one_is_refused(story):
    with pytest.raises(InputError):
        verify_bundle_bytes(story.bundle().data, trusted=bytes(32))


def test_a_digest_is_taken_as_it_was_read_out_and_nothing_else():
    assert read_trusted("") is None
    assert read_trusted("AB " * 32) == b"\xab" * 32
    with pytest.raises(CallError):
        read_trusted("zz")


def test_a_proof_stands_with_keys_and_needs_a_look_without(story, put):
    proof = put("p", story.proof("party_a", 1, extra=story.entries["party_a"][1].data).data)
    keys = put("b", story.bundle().data)
    known, unknown = verify(proof, keys=keys), verify(proof)
    assert isinstance(known, VerifiedProof)
    assert isinstance(unknown, VerifiedProof)
    assert (known.stands, known.report.key_known) == (True, True)
    assert (unknown.stands, unknown.needs_a_look, unknown.as_data()["stands"]) == (True, True, False)


def test_keys_of_a_bundle_that_does_not_stand_are_not_believed(story, put):
    out_of_place(story)
    with pytest.raises(InputError) as found:
        known_keys(put("b", story.bundle().data))
    assert found.value.code == "record:verify:keys"

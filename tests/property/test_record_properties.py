"""Invariants of the record's formats: whatever comes in, one reading or a refusal, and proofs that only truth has."""

import json
import unicodedata

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from allforall.errors import InputError
from allforall.record import merkle, tiles
from allforall.record.bundles import make_bundle, read_bundle, sent_by
from allforall.record.canonical import MOST_INTEGER, read_json, write_json
from allforall.record.checkpoints import Checkpoint, read_checkpoint, sign_checkpoint
from allforall.record.commitments import commit, make_commitment, open_commitment
from allforall.record.entries import read_entry
from allforall.record.envelopes import read_envelope
from allforall.record.forks import Fork, is_fork, read_fork
from allforall.record.genesis import read_genesis
from allforall.record.notes import Note, Verifier, cosign_text, read_note, read_vkey, sign_text, verify_note
from allforall.record.policies import read_policy
from allforall.record.proofs import Proof, proves, read_proof
from allforall.record.sealing import make_epoch_key, payload_name, seal, unseal, unwrap, wrap
from allforall.record.signatures import SigningKey

KEY, OTHER = SigningKey(bytes(range(32))), SigningKey(bytes(range(1, 33)))
LOG = Verifier("allforall/case/party_a", KEY.public)


def _leaves(count: int, fork: int | None = None) -> list[bytes]:
    return [merkle.leaf_hash(b"%d%s" % (i, b"x" if i == fork else b"")) for i in range(count)]


def _perfect(leaves):
    def perfect(level, index):
        return merkle.root_of(leaves[index << level : (index + 1) << level])

    return perfect


@pytest.mark.parametrize("size", range(1, 35))
def test_every_leaf_has_a_proof_that_holds_for_it_alone(size):
    leaves = _leaves(size)
    root = merkle.root_of(leaves)
    for index in range(size):
        proof = merkle.inclusion_proof(index, size, _perfect(leaves))
        assert merkle.includes(index, size, leaves[index], proof, root)
        for other in range(size):
            assert merkle.includes(other, size, leaves[index], proof, root) == (other == index)


@pytest.mark.parametrize("new", range(35))
def test_every_prefix_has_a_proof_that_holds_for_it_alone(new):
    leaves = _leaves(new)
    roots = [merkle.root_of(leaves[:size]) for size in range(new + 1)]
    for old in range(new + 1):
        proof = merkle.consistency_proof(old, new, _perfect(leaves))
        for claimed in range(new + 1):
            held = merkle.is_consistent(claimed, new, roots[old], roots[new], proof)
            assert held == (claimed == old)


@given(st.integers(1, 3000))
def test_a_tree_grows_as_its_tiles_say(size):
    leaves = _leaves(size)
    frontier, stored = merkle.Frontier(), {}
    for leaf in leaves:
        frontier, made = frontier.extended(leaf)
        stored.update({(level, index): node for level, index, node in made})

    def tile(level, index, width):
        at = tiles.TILE_HEIGHT * level
        return b"".join(stored[at, index * tiles.TILE_WIDTH + i] for i in range(width))

    perfect = tiles.perfect_from(tile, size)
    assert merkle.frontier_of(size, perfect) == frontier
    index = size * 7 // 11
    assert merkle.includes(index, size, leaves[index], merkle.inclusion_proof(index, size, perfect), frontier.root)
    assert sum(width for level, _, width in tiles.tiles_of(size) if level == 0) == size


@given(st.lists(st.binary(max_size=300), max_size=256))
def test_entries_come_out_of_a_bundle_as_they_went_in(entries):
    packed = tiles.pack_entries(entries)
    assert tiles.unpack_entries(packed) == tuple(entries)
    for cut in (1, 2, len(packed) // 2):
        if 0 < cut < len(packed):
            try:
                shorter = tiles.unpack_entries(packed[:-cut])
            except InputError:
                continue
            assert list(shorter) == entries[: len(shorter)]


@pytest.mark.parametrize(
    ("index", "width", "path"),
    [(0, 256, "tile/0/000"), (1234067, 256, "tile/0/x001/x234/067"), (273, 112, "tile/0/273.p/112")],
)
def test_tiles_lie_where_the_specification_says(index, width, path):
    assert tiles.tile_path(0, index, width) == path


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-MOST_INTEGER, MOST_INTEGER) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner),
    max_leaves=12,
)


@given(_JSON)
def test_json_has_one_form_and_is_read_from_no_other(value):
    if not unicodedata.is_normalized("NFC", json.dumps(value, ensure_ascii=False)):
        return
    data = write_json(value)
    assert data == rfc8785.dumps(value)
    assert read_json(data) == value
    for other in (b" " + data, data + b"\n", json.dumps(value, indent=1).encode()):
        if other != data:
            with pytest.raises(InputError):
                read_json(other)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"a":1,"a":1}', "key_twice"),
        (b'{"a":[{"b":1,"b":1}]}', "key_twice"),
        ('{"a":"\u00e9","a":1}'.encode(), "key_twice"),
        (b'{"\\u00e9":1}', "key_not_ascii"),
        (b'{"b":1,"a":1}', "not_canonical"),
        (b'{"a":1} ', "not_canonical"),
        (b'{"a":1}x', "not_canonical"),
        (b' {"a":1}', "form"),
        (b'"e\\u0301"', "not_canonical"),
        (b"1.0", "float"),
        (b"1e3", "float"),
        (b"NaN", "float"),
        (b"-0", "not_canonical"),
        (b"9007199254740992", "integer"),
        (b"9" * 5000, "integer"),
        (b'"\\ud800"', "surrogate"),
        ('"e\u0301"'.encode(), "not_nfc"),
        (b'"\\u0061"', "not_canonical"),
        (b"[" * 40 + b"]" * 40, "depth"),
        (b"[" * 60_000, "depth"),
        (b"\xff", "encoding"),
        (b"", "form"),
        ('{"é":1}'.encode(), "key_not_ascii"),
    ],
)
def test_json_that_could_be_read_in_two_ways_is_refused(data, code):
    with pytest.raises(InputError) as refused:
        read_json(data)
    assert refused.value.code == f"record:json:{code}"


_READERS = [
    read_json,
    read_note,
    read_checkpoint,
    read_proof,
    read_policy,
    read_entry,
    read_genesis,
    read_bundle,
    read_fork,
    tiles.unpack_entries,
    lambda data: read_vkey(data.decode("utf-8", "surrogateescape")),
    lambda data: read_envelope(data, "x"),
]


@pytest.mark.parametrize("reader", _READERS)
@given(data=st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")))
@settings(max_examples=60)
def test_rubbish_is_refused_and_breaks_nothing(reader, data):
    try:
        reader(data)
    except InputError:
        return


_TEXT = st.text(st.characters(codec="utf-8", min_codepoint=32), min_size=1).map(lambda text: text + "\n")


@given(_TEXT, st.integers(0, 2**62))
def test_a_note_verifies_as_it_was_signed_and_in_no_other_wording(text, timestamp):
    note = Note(text, (sign_text(text, LOG.name, KEY), cosign_text(text, "w", OTHER, timestamp)))
    assert read_note(note.data) == note
    assert verify_note(note, [LOG]).is_accepted
    other = Note("x" + text, note.signatures)
    assert not verify_note(other, [LOG]).is_accepted
    assert read_vkey(LOG.vkey) == LOG


@given(st.integers(1, 200), st.integers(0, 80), st.integers(0, 199))
@settings(max_examples=60)
def test_two_histories_of_one_log_are_proof_against_it_and_one_history_never_is(size, more, fork):
    fork = fork % size
    ours, theirs = _leaves(size), _leaves(size + more, fork)
    first = sign_checkpoint(Checkpoint(LOG.name, size, merkle.root_of(ours)), KEY)
    second = sign_checkpoint(Checkpoint(LOG.name, size + more, merkle.root_of(theirs)), KEY)
    path = merkle.consistency_proof(size, size + more, _perfect(theirs))
    evidence = Fork(first, second, merkle.root_of(theirs[:size]), path, (LOG,))
    assert is_fork(read_fork(evidence.data), (LOG,))
    assert not is_fork(evidence, (Verifier(LOG.name, OTHER.public),))
    honest = sign_checkpoint(Checkpoint(LOG.name, size + more, merkle.root_of(_leaves(size + more))), KEY)
    path = merkle.consistency_proof(size, size + more, _perfect(_leaves(size + more)))
    for root in (first.checkpoint.root, merkle.root_of(theirs[:size])):
        assert not is_fork(Fork(first, honest, root, path, (LOG,)), (LOG,))


@given(st.integers(1, 300), st.integers(0, 299))
@settings(max_examples=40)
def test_a_proof_file_proves_its_entry_and_no_other(size, index):
    index = index % size
    leaves = _leaves(size)
    signed = sign_checkpoint(Checkpoint(LOG.name, size, merkle.root_of(leaves)), KEY)
    proof = Proof(index, merkle.inclusion_proof(index, size, _perfect(leaves)), signed)
    assert read_proof(proof.data) == proof
    assert proves(read_proof(proof.data), b"%d" % index)
    assert not proves(proof, b"%d" % (index + 1))


def test_every_bit_of_a_bundle_counts():
    bundle = make_bundle("case", "party_a", {"genesis": b"x" * 30, "logs/party_a/checkpoint": b"y" * 90}, LOG.name, KEY)
    data = bundle.data
    assert read_bundle(data) == bundle
    assert sent_by(bundle, [LOG]) == LOG
    for bit in range(8 * len(data)):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            assert sent_by(read_bundle(bytes(flipped)), [LOG]) is None
        except InputError:
            continue


@pytest.mark.parametrize("name", ["../x", "/x", "a//b", "a/../b", "manifest.dsse.json", "A", "", "x" * 300, "a\\b"])
def test_a_file_name_that_leads_elsewhere_is_refused(name):
    with pytest.raises(InputError):
        make_bundle("case", "party_a", {name: b""}, LOG.name, KEY)


@given(st.binary(max_size=100), st.binary(max_size=100))
def test_a_commitment_opens_to_what_was_meant_alone(meant, other):
    commitment, opening = make_commitment("answer:name", meant, lambda size: b"\x07" * size)
    assert open_commitment(commitment, opening)
    assert (commit("answer:name", opening.salt, other) == commitment) == (other == meant)
    assert commit("answer:nam", opening.salt, b"e" + meant) != commitment


@given(st.binary(max_size=200), st.binary(min_size=32, max_size=32))
@settings(max_examples=30)
def test_a_payload_is_read_by_its_reader_in_its_epoch_alone(plaintext, private):
    item_key = bytes(range(32))
    payload = seal(item_key, plaintext, b"entry")
    own, other = make_epoch_key(private, "party_b", 1), make_epoch_key(private, "party_b", 2)
    name = payload_name(payload)
    wrapped = wrap(item_key, own, name)
    assert unwrap(wrapped, own, private, name) == item_key
    assert unwrap(wrapped, other, private, name) is None
    stranger = bytes([*private[:5], private[5] ^ 1, *private[6:]])
    assert unwrap(wrapped, own, stranger, name) is None
    assert unwrap(wrapped, own, private, payload_name(b"")) is None
    assert unseal(item_key, payload, b"entry") == plaintext
    assert unseal(item_key, payload, b"other") is None

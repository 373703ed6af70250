"""The standards' own vectors: Merkle proofs, RFC 8785, Ed25519's edge cases, notes, checkpoints, proofs, HPKE."""

import base64
import hashlib
import hmac
import json

import pytest
import rfc8785
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from allforall.errors import InputError
from allforall.record import merkle, points
from allforall.record.canonical import read_json, write_json
from allforall.record.checkpoints import check_checkpoint, read_checkpoint
from allforall.record.notes import KeyKind, Verifier, read_note, read_vkey, verify_note
from allforall.record.proofs import read_proof
from allforall.record.signatures import is_signed, public_key


@pytest.fixture(scope="module")
def vectors(ground_truth):
    return ground_truth / "vectors"


def _json(path):
    return json.loads(path.read_text(encoding="utf-8"))


def _verdict(key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        return is_signed(public_key(key), message, signature)
    except InputError:
        return False


def _by_hand(key: bytes, message: bytes, signature: bytes) -> bool:
    """The strict rule set once more, from the curve's arithmetic alone, with no library."""
    a, r = points.decode(key), points.decode(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or not points.has_prime_order(a) or points.is_identity(r) or s >= points.ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % points.ORDER
    base = points.decode((4 * pow(5, -1, points.P) % points.P).to_bytes(32, "little"))
    left = points.multiply(s, base)
    return points.encode(left) == points.encode(points.add(r, points.multiply(k, a)))


def test_each_of_914_edge_cases_has_one_verdict(vectors):
    cases = _json(vectors / "cctv-ed25519" / "ed25519vectors.json")
    assert len(cases) == 914
    accepted = 0
    for case in cases:
        key, signature, message = bytes.fromhex(case["key"]), bytes.fromhex(case["sig"]), case["msg"].encode()
        verdict = _verdict(key, message, signature)
        assert verdict == _by_hand(key, message, signature), case["number"]
        # every case here has a point of low order or with a part of low order, or an encoding that is not canonical
        flags = set(case["flags"] or ())
        assert verdict == (not flags), case
        accepted += verdict
    assert accepted == sum(not case["flags"] for case in cases)


def test_wycheproof_signatures(vectors):
    groups = _json(vectors / "wycheproof" / "ed25519_test.json")["testGroups"]
    for group in groups:
        key = bytes.fromhex(group["publicKey"]["pk"])
        for test in group["tests"]:
            verdict = _verdict(key, bytes.fromhex(test["msg"]), bytes.fromhex(test["sig"]))
            assert verdict == (test["result"] == "valid"), test


def _proofs(folder):
    files = sorted(folder.rglob("*.json"))
    assert files
    return [(path, _json(path)) for path in files]


def _bytes(text):
    return base64.b64decode(text or "")


def test_inclusion_proofs(vectors):
    for path, case in _proofs(vectors / "merkle" / "testdata" / "inclusion"):
        proof = [_bytes(node) for node in case["proof"] or ()]
        held = merkle.includes(case["leafIdx"], case["treeSize"], _bytes(case["leafHash"]), proof, _bytes(case["root"]))
        assert held == (not case["wantErr"]), path


def test_consistency_proofs_but_for_the_empty_tree(vectors):
    """Where the old tree is empty the vectors want an error and a C2SP witness an empty proof (decision 0071)."""
    from_empty, not_hashes = [], []
    for path, case in _proofs(vectors / "merkle" / "testdata" / "consistency"):
        proof = [_bytes(node) for node in case["proof"] or ()]
        held = merkle.is_consistent(case["size1"], case["size2"], _bytes(case["root1"]), _bytes(case["root2"]), proof)
        if case["size1"] == 0 and held:
            from_empty.append(path.name)
            assert not proof
            assert _bytes(case["root1"]) == merkle.EMPTY_ROOT
        elif not case["wantErr"] and len(_bytes(case["root1"])) != merkle.HASH_BYTES:
            not_hashes.append(path.name)  # equal sizes and equal roots that are no SHA-256 hashes: refused here
            assert not held
        else:
            assert held == (not case["wantErr"]), path
    assert (len(from_empty), sorted(not_hashes)) == (0, ["sizes-are-equal-one-and-proof-is-empty.json"])


def test_roots_of_the_reference_trees(vectors):
    constants = _json(vectors / "merkle" / "rfc6962_constants.json")
    leaves = [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in constants["leafInputs"]]
    assert [leaf.hex() for leaf in leaves] == constants["nodeHashes"][0]
    for size, root in enumerate(constants["rootHashes"]):
        assert merkle.root_of(leaves[:size]).hex() == root


def test_rfc8785(vectors):
    folder = vectors / "rfc8785" / "testdata"
    told = []
    for path in sorted((folder / "input").iterdir()):
        value = json.loads(path.read_text(encoding="utf-8"))
        expected = (folder / "output" / path.name).read_bytes()
        assert rfc8785.dumps(value) == expected
        try:
            assert write_json(value) == expected
            assert read_json(expected) == value
            told.append("written")
        except InputError as error:
            # our entries hold less than JSON: no floats, keys in ASCII, text in NFC
            told.append(error.code)
    assert dict(zip([path.name for path in sorted((folder / "input").iterdir())], told, strict=True)) == {
        "arrays.json": "written",
        "french.json": "record:json:key_not_ascii",
        "structures.json": "record:json:float",
        "unicode.json": "record:json:not_nfc",
        "values.json": "record:json:float",
        "weird.json": "record:json:key_not_ascii",
    }


def test_notes_of_go(vectors):
    data = _json(vectors / "note" / "go_note.json")
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    keys = [key for key in data["keys"] if "PRIVATE" not in key and "BADKEY" not in key and "c74f20a3" in key]
    verifier = read_vkey(keys[0])
    line = data["strings_with_signature_lines"][0]
    note = read_note(f"{text}\n{line}".encode())
    assert verify_note(note, [verifier]).is_accepted
    assert not verify_note(read_note(f"{text}x\n\n{line}".encode()), [verifier]).is_accepted
    for bad in ("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==", "", "a+b", "a+b+c"):
        with pytest.raises(InputError):
            read_vkey(bad)


def test_the_checkpoint_and_cosignature_of_c2sp_have_the_form_that_is_read(vectors):
    example = _json(vectors / "tlog" / "c2sp_examples.json")["tlog-cosignature"][0]
    signed = read_checkpoint(example.encode())
    assert (signed.checkpoint.origin, signed.checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert signed.note.data == example.encode()
    assert [signature.name for signature in signed.note.signatures] == [
        "example.com/behind-the-sofa",
        "witness.example.com/w1",
    ]
    timestamp = int.from_bytes(signed.note.signatures[1].signature[:8], "big")
    assert timestamp == 1679315147
    stranger = Verifier(
        "example.com/behind-the-sofa",
        public_key(bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")),
    )
    assert not check_checkpoint(signed, stranger, [Verifier("w", stranger.key, KeyKind.COSIGNATURE)]).is_accepted


@pytest.mark.parametrize(
    "text",
    [
        "wrong-header\nindex 0\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\nextra !!notbase64!!\nindex 0\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\n\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\nindex notanumber\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\nindex -5\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\nindex 0\n!!notbase64!!\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\nindex 0\n",
    ],
)
def test_proofs_that_others_refuse_are_refused(text):
    with pytest.raises(InputError):
        read_proof(text.encode())


def _hkdf_extract(salt, label, ikm, suite):
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + ikm, "sha256")


def _hkdf_expand(secret, label, info, length, suite):
    info = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return HKDFExpand(hashes.SHA256(), length, info).derive(secret)


def _key_and_nonce(enc: bytes, private: X25519PrivateKey, info: bytes) -> tuple[bytes, bytes]:
    """RFC 9180 by hand: base mode, X25519, HKDF-SHA256, ChaCha20-Poly1305."""
    kem, suite = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x03"
    shared = private.exchange(X25519PublicKey.from_public_bytes(enc))
    context = enc + private.public_key().public_bytes_raw()
    shared = _hkdf_expand(_hkdf_extract(b"", b"eae_prk", shared, kem), b"shared_secret", context, 32, kem)
    schedule = b"\x00" + _hkdf_extract(b"", b"psk_id_hash", b"", suite) + _hkdf_extract(b"", b"info_hash", info, suite)
    secret = _hkdf_extract(shared, b"secret", b"", suite)
    return _hkdf_expand(secret, b"key", schedule, 32, suite), _hkdf_expand(secret, b"base_nonce", schedule, 12, suite)


def test_hpke(vectors):
    """RFC 9180 by hand opens the vectors, and what the library seals: its one-shot form is the RFC's."""
    seen = 0
    for case in _json(vectors / "rfc9180" / "hpke_x25519_base_auth.json"):
        if (case["mode"], case["kem_id"], case["kdf_id"], case["aead_id"]) != (0, 32, 1, 3):
            continue
        private, info = X25519PrivateKey.from_private_bytes(bytes.fromhex(case["skRm"])), bytes.fromhex(case["info"])
        key, nonce = _key_and_nonce(bytes.fromhex(case["enc"]), private, info)
        assert (key.hex(), nonce.hex()) == (case["key"], case["base_nonce"])
        first = case["encryptions"][0]
        opened = ChaCha20Poly1305(key).decrypt(nonce, bytes.fromhex(first["ct"]), bytes.fromhex(first["aad"]))
        assert opened.hex() == first["pt"]
        sealed = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305).encrypt(b"x", private.public_key(), info)
        key, nonce = _key_and_nonce(sealed[:32], private, info)
        assert ChaCha20Poly1305(key).decrypt(nonce, sealed[32:], b"") == b"x"
        seen += 1
    assert seen

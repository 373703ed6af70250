"""Vectors of those whose formats and primitives the record takes: which apply and which do not, and what they say."""

import base64
import json

import pytest
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from allforall.errors import InputError
from allforall.record.checkpoints import Checkpoint, check_checkpoint, read_checkpoint, read_checkpoint_text
from allforall.record.envelopes import pre_authentication_encoding
from allforall.record.notes import KeyKind, Verifier, cosignature_message, read_note, read_vkey, verify_note
from allforall.record.policies import read_policy
from allforall.record.proofs import read_proof

#: Every file of vectors: where it is asked, or why it is not.
APPLICABLE = {
    "cctv-ed25519/ed25519vectors.json",
    "dsse/dsse.json",
    "merkle/rfc6962_constants.json",
    "merkle/testdata",
    "note/go_note.json",
    "rfc8785/testdata",
    "rfc9180/hpke_x25519_base_auth.json",
    "tlog/c2sp_examples.json",
    "tlog/sigsum_sigsum-go_literals.json",
    "tlog/transparency-dev_formats_literals.json",
    "wycheproof/chacha20_poly1305_test.json",
    "wycheproof/ed25519_test.json",
    "wycheproof/hkdf_sha256_test.json",
    "wycheproof/hmac_sha256_test.json",
    "wycheproof/x25519_test.json",
}
NOT_APPLICABLE = {
    "age/age": "payloads are sealed by HPKE, which names the epoch; no age file is read or written",
    "rfc9496/ristretto255.json": "ristretto255 serves the private joining of lists, which is no part of the record",
    "rfc9497/allVectors.json": "oblivious functions serve the private joining of lists, no part of the record",
    "wycheproof/aes_gcm_siv_test.json": "AES is used nowhere",
    "wycheproof/aes_gcm_test.json": "AES is used nowhere",
    "wycheproof/hkdf_sha512_test.json": "SHA-512 is used inside Ed25519 alone",
    "wycheproof/json_web_signature_test.json": "no JSON Web Signature is read or written",
    "wycheproof/mldsa_44_verify_test.json": "ML-DSA cosignatures (kind 6) are unknown signatures here and passed over",
    "wycheproof/xchacha20_poly1305_test.json": "nonces of 24 bytes are used nowhere: a key seals one payload",
}


@pytest.fixture(scope="module")
def vectors(ground_truth):
    return ground_truth / "vectors"


def _json(path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_every_file_of_vectors_is_asked_or_has_a_reason_not_to_be(vectors):
    words = {"README.md", "LICENSE", "LICENSE.md"}
    found = {f"{path.parent.name}/{path.name}" for path in vectors.glob("*/*") if path.name not in words}
    assert found == APPLICABLE | NOT_APPLICABLE.keys()


def test_the_encoding_that_dsse_signs(vectors):
    """Its example is signed with ECDSA, so that the library checks the signature over our encoding."""
    case = _json(vectors / "dsse" / "dsse.json")
    encoded = pre_authentication_encoding(case["payloadType"], case["payload"].encode())
    assert encoded == case["pae"].encode()
    key = ec.EllipticCurvePublicNumbers(int(case["X"]), int(case["Y"]), ec.SECP256R1()).public_key()
    raw = base64.b64decode(case["sig"])
    signature = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key.verify(signature, encoded, ec.ECDSA(hashes.SHA256()))
    other = pre_authentication_encoding(case["payloadType"] + "x", case["payload"].encode())
    with pytest.raises(InvalidSignature):
        key.verify(signature, other, ec.ECDSA(hashes.SHA256()))


def test_the_signed_note_of_c2sp_verifies(vectors):
    texts = _json(vectors / "tlog" / "c2sp_examples.json")["signed-note"]
    key = read_vkey(next(text for text in texts if text.startswith("\nexample.com/foo+")).strip())
    note = read_note(next(text for text in texts if text.startswith("This is an example message")).encode())
    assert verify_note(note, [key]).is_accepted
    other = read_note(note.data.replace(b"This is an", b"That is an"))
    assert verify_note(other, [key]).false == ("example.com/foo",)


def test_the_checkpoint_of_the_go_module_proxy_verifies(vectors):
    literals = _json(vectors / "tlog" / "sigsum_sigsum-go_literals.json")["pkg/checkpoint/checkpoint_test.go"]
    data = next(text for text in literals if text.startswith("go.sum database tree")).encode()
    key = read_vkey(next(text for text in literals if text.startswith("sum.golang.org+")))
    signed = read_checkpoint(data)
    assert signed.checkpoint.size == 30055305
    assert verify_note(signed.note, [key]).good == (key,)
    # its key does not bear the origin's name, which a log's own key does here
    assert not check_checkpoint(signed, key, ()).signed_by_log
    assert verify_note(read_note(data.replace(b"30055305", b"30055306")), [key]).false


def test_what_a_cosigner_signs_is_the_message_of_c2sp(vectors):
    texts = _json(vectors / "tlog" / "c2sp_examples.json")["tlog-cosignature"]
    message = next(text for text in texts if text.startswith("\ncosignature/v1")).lstrip("\n")
    signed = read_checkpoint(texts[0].encode())
    assert cosignature_message(signed.note.text, 1679315147) == message.encode()


def test_sigsum_checkpoints_have_the_form_that_is_read_and_their_mistakes_are_refused(vectors):
    literals = _json(vectors / "tlog" / "sigsum_sigsum-go_literals.json")["pkg/checkpoint/checkpoint_test.go"]
    good = [text for text in literals if "\n\n— " in text]
    assert len(good) == 3
    for text in good:
        assert read_checkpoint(text.encode()).note.data == text.encode()
    body = good[0].partition("\n\n")[0]
    short = [text for text in literals if text in {"— example.org/log DEAD", "— example.org/log DEADB"}]
    for line in short:
        with pytest.raises(InputError):
            read_checkpoint(f"{body}\n\n{line}\n".encode())
    assert len(short) == 2


def _go_text(literal):
    return literal.encode().decode("unicode_escape")


def test_checkpoints_of_the_transparency_formats(vectors):
    """Their roots are words and no hashes, which is refused; all else about the bodies is told apart as they do."""
    literals = _json(vectors / "tlog" / "transparency-dev_formats_literals.json")["log/checkpoint_test.go"]
    verdicts = {}
    for text in map(_go_text, literals):
        if text.count("\n") > 1:
            try:
                verdicts[text] = read_checkpoint_text(text)
            except InputError as error:
                verdicts[text] = error.code
    assert len(verdicts) > 8
    lines = {text.split("\n")[0] or "empty" for text in verdicts}
    assert {"Log", "Banana", "Moon Log", "empty"} <= lines
    assert set(map(str, verdicts.values())) == {f"record:checkpoint:{code}" for code in ("lines", "size", "root")}
    # with a hash in place of the word the good ones are read, extension lines and all
    root = base64.b64encode(bytes(32)).decode()
    for text, verdict in verdicts.items():
        first, size, _, *rest = text.split("\n")
        if verdict == "record:checkpoint:root" and rest[-1:] == [""]:
            read = read_checkpoint_text("\n".join([first, size, root, *rest]))
            assert read == Checkpoint(first, int(size), bytes(32), tuple(rest[:-1]))


def test_proofs_of_c2sp_are_cut_short_and_so_refused(vectors):
    example = _json(vectors / "tlog" / "c2sp_examples.json")["tlog-proof"][0]
    with pytest.raises(InputError, match="record:note:signature_line"):
        read_proof(example.encode())
    whole = "".join(line for line in example.splitlines(keepends=True) if "[...]" not in line)
    proof = read_proof(f"{whole}— example.com/fancylog {base64.b64encode(bytes(68)).decode()}\n".encode())
    assert (proof.index, len(proof.path), proof.signed.checkpoint.size) == (73894, 5, 109482)


def test_policies_of_c2sp_and_of_the_transparency_formats(vectors):
    """Theirs name witnesses by Ed25519 note keys and read these as cosigners; the specification asks for kind 4."""
    theirs = (
        "sigsum.org+e4ade967+AZuUY6B08pW3QVHu8uvsrxWPcAv9nykap2Nb4oxCee+r",
        "example.com+3753d3de+AebBhMcghIUoavZpjuDofa4sW6fYHyVn7gvwDBfvkvuM",
    )
    literals = _json(vectors / "tlog" / "transparency-dev_formats_literals.json")["witness/witness_policy_test.go"]
    refused = 0
    for text in literals:
        words = " ".join(text.split())
        if "witness w1 " in words and "quorum g1" in words:
            with pytest.raises(InputError, match="record:policy:kind_of_key"):
                read_policy(text.replace("    #comment", "").encode())
            refused += 1
    assert refused == 6
    spaced = next(text for text in literals if "# comment" in text)
    for vkey in theirs:
        named = read_vkey(vkey)
        spaced = spaced.replace(vkey, Verifier(named.name, named.key, KeyKind.COSIGNATURE).vkey)
    spaced = spaced.replace("    #comment", "")  # a comment behind words is no part of the specification
    policy = read_policy(spaced.encode())
    assert [(group.least, group.members) for group in policy.groups] == [(2, ("w1", "w2"))]
    example = _json(vectors / "tlog" / "c2sp_examples.json")["tlog-policy"][0]
    with pytest.raises(InputError, match="record:policy:key"):
        read_policy(example.encode())


def _groups(vectors, name):
    return [(group, test) for group in _json(vectors / "wycheproof" / name)["testGroups"] for test in group["tests"]]


def test_x25519_of_the_library(vectors):
    """Points of low order, which give a shared secret of nothing but zeroes, are refused by the library."""
    for _, test in _groups(vectors, "x25519_test.json"):
        private = X25519PrivateKey.from_private_bytes(bytes.fromhex(test["private"]))
        public = X25519PublicKey.from_public_bytes(bytes.fromhex(test["public"]))
        if "ZeroSharedSecret" in test["flags"]:
            with pytest.raises(ValueError, match=r"."):
                private.exchange(public)
        else:
            assert private.exchange(public).hex() == test["shared"], test["tcId"]


def test_chacha20_poly1305_of_the_library(vectors):
    for group, test in _groups(vectors, "chacha20_poly1305_test.json"):
        names = ("key", "iv", "aad", "msg", "ct", "tag")
        key, nonce, more, message, sealed, tag = (bytes.fromhex(test[name]) for name in names)
        if group["ivSize"] != 96:
            with pytest.raises(ValueError, match=r"[Nn]once"):
                ChaCha20Poly1305(key).decrypt(nonce, sealed + tag, more)
        elif test["result"] == "valid":
            assert ChaCha20Poly1305(key).encrypt(nonce, message, more) == sealed + tag
            assert ChaCha20Poly1305(key).decrypt(nonce, sealed + tag, more) == message
        else:
            with pytest.raises(InvalidTag):
                ChaCha20Poly1305(key).decrypt(nonce, sealed + tag, more)


def test_hkdf_and_hmac_of_the_library(vectors):
    for _, test in _groups(vectors, "hkdf_sha256_test.json"):
        salt, info, secret = (bytes.fromhex(test[name]) for name in ("salt", "info", "ikm"))
        if test["result"] == "valid":
            assert HKDF(hashes.SHA256(), test["size"], salt, info).derive(secret).hex() == test["okm"]
        else:
            with pytest.raises(ValueError, match=r"."):
                HKDF(hashes.SHA256(), test["size"], salt, info)
    for group, test in _groups(vectors, "hmac_sha256_test.json"):
        made = hmac.HMAC(bytes.fromhex(test["key"]), hashes.SHA256())
        made.update(bytes.fromhex(test["msg"]))
        assert (made.finalize()[: group["tagSize"] // 8].hex() == test["tag"]) == (test["result"] == "valid")

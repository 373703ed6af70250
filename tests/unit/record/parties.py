"""Two invented parties and a witness with keys made from their names, for the tests of the record."""

import hashlib
from dataclasses import replace

from allforall.record.entries import Entry, SignedEntry, make_entry
from allforall.record.genesis import GENESIS, Genesis, Keys, origin_of
from allforall.record.notes import Verifier, encode_base64, sign_text
from allforall.record.signatures import SigningKey

CASE = "exercise-1"
AUTHORS = ("party_a", "party_b", "witness")
RULES = {"*": 1, "test:two": 2, "offer:made": 2, "offer:accepted": 2, "record:keys_rotated": 2, "record:key_revoked": 2}


def key(name: str) -> SigningKey:
    return SigningKey(hashlib.sha256(name.encode()).digest())


def officer(author: str, number: int) -> str:
    return f"{CASE}/{author}/officer-{number}"


def keys_of(author: str, *, officers=(1, 2, 3), log="log", epoch=1) -> Keys:
    origin = origin_of(CASE, author)
    return Keys(
        log=Verifier(origin, key(f"{origin}/{log}").public),
        officers=tuple(Verifier(officer(author, n), key(officer(author, n)).public) for n in officers),
        rules=RULES,
        rotation=2,
        epoch=(epoch, encode_base64(hashlib.sha256(f"{author} epoch {epoch}".encode()).digest())),
    )


def make_genesis(*, decider="witness", authors=AUTHORS, sign=True) -> Genesis:
    genesis = Genesis(CASE, {author: keys_of(author) for author in authors}, decider)
    if not sign:
        return genesis
    signatures = tuple(
        sign_text(genesis.text, officer(author, n), key(officer(author, n))) for author in authors for n in (1, 2)
    )
    return replace(genesis, signatures=signatures)


def signed(entry: Entry, *officers: int) -> SignedEntry:
    names = [officer(entry.author, n) for n in officers]
    return make_entry(entry, tuple(sign_text(entry.text, name, key(name)) for name in names))


def first_entry(genesis: Genesis, author: str) -> SignedEntry:
    body = {"genesis": encode_base64(genesis.digest)}
    return signed(Entry(CASE, author, 0, GENESIS, body), 1)

"""Changed bytes: every bit of a bundle, and mutated inputs to every parser. For `record_faults.py`."""
# ruff: noqa: S311  a seed is to do the same again

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from record_faults_made import AUTHORS, CASE, MadeLog, entry_of, key, keys_of, make_files, make_genesis, make_log

from allforall.account.entry_types import ENTRY_TYPES
from allforall.errors import InputError
from allforall.record import merkle, tiles
from allforall.record.bundles import Bundle, make_bundle, read_bundle, sent_by
from allforall.record.canonical import read_json, write_json
from allforall.record.checkpoints import check_checkpoint, read_checkpoint
from allforall.record.entries import read_entry
from allforall.record.envelopes import read_envelope, sign_payload, signers
from allforall.record.forks import Fork, is_fork, read_fork
from allforall.record.genesis import lacking, officers_who_signed, origin_of, read_genesis
from allforall.record.notes import KeyKind, Verifier, read_note, read_vkey, verify_note
from allforall.record.policies import read_policy
from allforall.record.proofs import Proof, proves, read_proof
from allforall.record.verification import cosigner, policy_of, verify_bundle

Campaign = tuple[Counter[str], list[str]]
MOST_BITS_BYTES = 8_192
KIND = "application/vnd.allforall.faults+json"

# bits


def bits(count: int, _seed: int, _folder: Path) -> Campaign:
    """Flips every bit of a bundle with three cosigned logs; `count` limits how many are flipped (0: all)."""
    genesis = make_genesis()
    origin = origin_of(CASE, "party_a")
    bundle = make_bundle(CASE, "party_a", make_files(genesis, dict.fromkeys(AUTHORS, 1)), origin, key(origin))
    data, log = bundle.data, genesis.authors["party_a"].log
    report = verify_bundle(read_bundle(data), ENTRY_TYPES, trusted=genesis.digest)
    if len(data) > MOST_BITS_BYTES or not report.stands or sent_by(bundle, [log]) != log:
        raise SystemExit(f"the bundle is not one to begin with: {len(data)} bytes")
    met, failures = Counter({"bytes of the bundle": len(data)}), []
    step = max(1, 8 * len(data) // count) if count else 1
    # whatever the length, the last bit is among them
    for bit in range((8 * len(data) - 1) % step, 8 * len(data), step):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        met["bits flipped"] += 1
        try:
            other = read_bundle(bytes(flipped))
        except InputError as error:
            met[f"refused: {error.code}"] += 1
            continue
        if sent_by(other, [log]) is None:
            met["read, and its sender's signature is false"] += 1
        else:
            failures.append(f"bit {bit} of {len(data)} bytes was not found")
    return met, failures


# mutants


@dataclass(slots=True)
class Truth:
    """What was signed, so that anything else that verifies is a false acceptance."""

    texts: set[str] = field(default_factory=set)
    payloads: set[bytes] = field(default_factory=set)
    leaves: set[tuple[int, bytes]] = field(default_factory=set)
    trusted: tuple[Verifier, ...] = ()
    logs: tuple[Verifier, ...] = ()
    officers: tuple[Verifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A parser with good inputs, how a parsed value is written again, and what must not hold for a changed input."""

    samples: tuple[bytes, ...]
    read: Callable[[bytes], Any]
    write: Callable[[Any], bytes]
    false: Callable[[Any, bytes], str] = lambda _value, _data: ""
    weight: int = 10


def mutants(count: int, seed: int, _folder: Path) -> Campaign:
    """Sends changed inputs to every parser: each is refused with an `InputError`, or read as what its bytes say, and
    nothing verifies that was not signed.
    """
    chosen, met, failures = random.Random(seed), Counter(), []
    kinds = make_kinds()
    names = [name for name, kind in kinds.items() for _ in range(kind.weight)]
    everything = [sample for kind in kinds.values() for sample in kind.samples if len(sample) < 5_000]
    slowest = (0.0, "")
    for number in range(count):
        name = names[number % len(names)]
        kind = kinds[name]
        data = mutate(chosen.choice(kind.samples), everything, chosen)
        met[f"{name}: mutants"] += 1
        start = time.process_time()
        outcome, failure = _try(kind, data)
        slowest = max(slowest, (time.process_time() - start, name))
        if outcome:
            met[f"{name}: {outcome}"] += 1
        if failure:
            failures.append(f"{name}, mutant {number}: {failure}: {data[:300]!r}")
    met["mutants"] = count
    met[f"milliseconds for the slowest ({slowest[1]})"] = round(1000 * slowest[0])
    return met, failures


def _try(kind: Kind, data: bytes) -> tuple[str, str]:
    try:
        value = kind.read(data)
    except InputError:
        return "", ""
    except Exception as error:  # noqa: BLE001  any other error is what is looked for
        return "", f"crashed with {error!r}"
    if data in kind.samples:
        return "unchanged", ""
    try:
        written = kind.write(value)
        failure = kind.false(value, data)
    except Exception as error:  # noqa: BLE001  the same
        return "", f"crashed after reading with {error!r}"
    if written != data:
        return "read", f"reads as something that is written otherwise: {written[:300]!r}"
    return "read", failure


_WORDS = (
    b"\n",
    b"\n\n",
    b"\r\n",
    b"\x00",
    b" ",
    "— ".encode(),
    b"-",
    b"+",
    b"=",
    b"==",
    b"\xff",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    "é".encode(),
    "é".encode(),
    b"0",
    b"00",
    b"-0",
    b"1e3",
    b"1.0",
    b"9007199254740992",
    b"18446744073709551616",
    b"true",
    b"null",
    b"{}",
    b"[]",
    b'"',
    b"\\u0000",
    b"\\ud800",
    b"{" * 40,
    b"[" * 2000,
    b"allforall-entry/v1\n",
    b"A" * 44,
    b'"a":1,',
    b"PK\x01\x02",
    b"PK\x05\x06",
    b"\xff\xff\xff\xff",
)


def mutate(data: bytes, others: list[bytes], chosen: random.Random) -> bytes:
    """Returns the bytes with one to four changes of the kinds that parsers stumble over."""
    for _ in range(chosen.choice((1, 1, 1, 2, 4))):
        at = chosen.randrange(len(data) + 1)
        end = min(len(data), at + chosen.choice((1, 1, 2, 4, 16, 44, 100)))
        match chosen.randrange(11):
            case 0 if data:
                at = min(at, len(data) - 1)
                data = data[:at] + bytes([data[at] ^ 1 << chosen.randrange(8)]) + data[at + 1 :]
            case 1:
                data = data[:at] + bytes([chosen.randrange(256)]) + data[at + 1 :]
            case 2:
                data = data[:at] + data[end:]
            case 3:
                data = data[:end] + data[at:]
            case 4:
                data = data[:at] + chosen.choice(_WORDS) + data[at:]
            case 5:
                data = data[:at] + chosen.choice(_WORDS) + data[end:]
            case 6:
                other = chosen.choice(others)
                data = data[:at] + other[chosen.randrange(len(other)) :]
            case 7:
                lines = data.split(b"\n")
                one, two = chosen.randrange(len(lines)), chosen.randrange(len(lines))
                lines[one], lines[two] = lines[two], lines[one]
                data = b"\n".join(lines)
            case 8:
                lines = data.split(b"\n")
                lines.insert(chosen.randrange(len(lines) + 1), chosen.choice(chosen.choice(others).split(b"\n")))
                data = b"\n".join(lines)
            case 9:
                data = _other_number(data, chosen)
            case _:
                data = data[:at]
    return data


def _other_number(data: bytes, chosen: random.Random) -> bytes:
    digits = [at for at, sign in enumerate(data) if 0x30 <= sign <= 0x39]
    if not digits:
        return data
    at = chosen.choice(digits)
    return data[:at] + b"%d" % chosen.choice((0, 1, 9, 10, 2**53, 2**64)) + data[at + 1 :]


def make_kinds() -> Mapping[str, Kind]:
    """Returns every parser of the record with inputs that are good."""
    genesis, truth = make_genesis(), Truth()
    log = make_log(genesis, "party_b", 300)
    truth.logs = tuple(keys_of(author).log for author in AUTHORS)
    truth.officers = tuple(one for author in AUTHORS for one in keys_of(author).officers)
    truth.trusted = (*truth.logs, *map(cosigner, truth.logs), *truth.officers)
    entries = log.entries[:4]
    truth.texts = {read_note(data).text for data in log.entries} | {genesis.text}
    truth.leaves = {(index, merkle.leaf_hash(data)) for index, data in enumerate(log.entries)}
    sizes = (1, 7, 255, 300)
    checkpoints = [log.checkpoint(size, cosigners=("party_a", "witness")) for size in sizes]
    proofs = _proofs(log, checkpoints[-1])
    forks = _forks(genesis, checkpoints)
    truth.texts |= {one.note.text for one in checkpoints} | {fork.second.note.text for fork in forks}
    envelopes = [_envelope(write_json({"n": number})) for number in range(3)]
    truth.payloads = {envelope.payload for envelope in envelopes}
    bundles = [_bundle(make_files(genesis, sizes)) for sizes in ({"party_a": 1}, dict.fromkeys(AUTHORS, 2))]
    truth.payloads |= {bundle.manifest.payload for bundle in bundles}
    packed = [tiles.pack_entries(log.entries[:2]), tiles.pack_entries([b"", b"x" * 300, b"\xff" * 3])]
    policy = policy_of(genesis, "party_b").text
    commented = "# whose word counts\n\n" + policy.replace(" ", "\t", 1)
    vkeys = [one.vkey.encode() for one in truth.trusted]
    values = [{"a": [1, None, True, "слово", {"b": "\u007f"}], "z": -5}, [], "x", 0, [[[[["deep"]]]]]]
    return {
        "entry": Kind(tuple(entries), read_entry, lambda one: one.data, lambda one, _: _false_note(one.note, truth)),
        "note": Kind(tuple(entries), read_note, lambda one: one.data, lambda one, _: _false_note(one, truth)),
        "genesis": Kind((genesis.data,), read_genesis, lambda one: one.data, lambda one, _: _false_genesis(one, truth)),
        "checkpoint": Kind(
            tuple(one.note.data for one in checkpoints),
            read_checkpoint,
            lambda one: one.note.data,
            lambda one, _: _false_checkpoint(one, truth),
        ),
        "proof": Kind(tuple(proofs), read_proof, lambda one: one.data, lambda one, _: _false_proof(one, log, truth)),
        "policy": Kind((policy.encode(), commented.encode()), _read_policy, lambda one: one[1]),
        "fork": Kind(tuple(fork.data for fork in forks), read_fork, lambda one: one.data, _fork_check(truth)),
        "envelope": Kind(
            tuple(one.data for one in envelopes),
            lambda data: read_envelope(data, KIND),
            lambda one: one.data,
            lambda one, _: _false_envelope(one, truth),
        ),
        "entries of a tile": Kind(tuple(packed), tiles.unpack_entries, tiles.pack_entries),
        "key": Kind(tuple(vkeys), lambda data: read_vkey(data.decode("utf-8", "surrogateescape")), _vkey_bytes),
        "JSON": Kind(tuple(map(write_json, values)), read_json, write_json),
        "bundle": Kind(
            tuple(one.data for one in bundles),
            read_bundle,
            lambda one: one.data,
            lambda one, _: _false_bundle(one, truth),
            weight=4,
        ),
    }


def _vkey_bytes(verifier: Verifier) -> bytes:
    return verifier.vkey.encode("utf-8", "surrogateescape")


def _read_policy(data: bytes) -> tuple[object, bytes]:
    """A policy may hold comments and blanks: it is written again unchanged if its own text reads as the same."""
    policy = read_policy(data)
    same = read_policy(policy.text.encode("utf-8", "surrogateescape")) == policy
    return policy, data if same else policy.text.encode("utf-8", "surrogateescape")


def _envelope(payload: bytes) -> Any:
    origin = origin_of(CASE, "party_a")
    return sign_payload(KIND, payload, origin, key(origin))


def _bundle(files: dict[str, bytes]) -> Bundle:
    origin = origin_of(CASE, "party_a")
    return make_bundle(CASE, "party_a", files, origin, key(origin))


def _proofs(log: MadeLog, signed: Any) -> list[bytes]:
    size = signed.checkpoint.size
    made = []
    for index, extra in ((0, None), (200, b"more"), (299, b"")):
        made.append(Proof(index, merkle.inclusion_proof(index, size, log.perfect()), signed, extra).data)
    return made


def _forks(genesis: Any, checkpoints: list[Any]) -> list[Fork]:
    other = make_log(genesis, "party_b", 5)
    for number in range(5, 300):
        other.add(entry_of("party_b", number, "!").data)
    verifier = genesis.authors["party_b"].log
    second = other.checkpoint(300)
    path = merkle.consistency_proof(7, 300, other.perfect())
    same_size = Fork(checkpoints[-1], second, second.checkpoint.root, (), (verifier,))
    return [Fork(checkpoints[1], second, other.frontiers[7].root, path, (verifier,)), same_size]


def _false_note(note: Any, truth: Truth) -> str:
    verified = verify_note(note, truth.trusted)
    who, false = officers_who_signed(note, truth.officers)
    accepted = (verified.is_accepted or (who and not false)) and note.text not in truth.texts
    return f"{verified.good} signed another text" if accepted else ""


def _false_genesis(genesis: Any, truth: Truth) -> str:
    return "signed by all" if genesis.text not in truth.texts and not lacking(genesis) else ""


def _false_checkpoint(signed: Any, truth: Truth) -> str:
    cosigners = [one for one in truth.trusted if one.kind is KeyKind.COSIGNATURE]
    for log in truth.logs:
        check = check_checkpoint(signed, log, cosigners)
        if (check.signed_by_log or check.cosigners) and signed.note.text not in truth.texts:
            return "signed with another text"
    return ""


def _false_proof(proof: Proof, log: MadeLog, truth: Truth) -> str:
    failure = _false_checkpoint(proof.signed, truth)
    signed = any(check_checkpoint(proof.signed, one, ()).is_accepted for one in truth.logs)
    for index in {proof.index, 0, 200, 299} & set(range(log.size)):
        entry = log.entries[index]
        if signed and proves(proof, entry) and (proof.index, merkle.leaf_hash(entry)) not in truth.leaves:
            failure = f"entry {index} is proved at {proof.index}"
    return failure


def _fork_check(truth: Truth) -> Callable[[Fork, bytes], str]:
    def false(fork: Fork, _data: bytes) -> str:
        real = {fork.first.note.text, fork.second.note.text} <= truth.texts
        return "evidence of what was not signed" if is_fork(fork, truth.logs) and not real else ""

    return false


def _false_envelope(envelope: Any, truth: Truth) -> str:
    false = signers(envelope, truth.logs) and envelope.payload not in truth.payloads
    return "signed with another payload" if false else ""


def _false_bundle(bundle: Bundle, truth: Truth) -> str:
    false = sent_by(bundle, truth.logs) and bundle.manifest.payload not in truth.payloads
    return "sent with other files" if false else ""

"""Proofs of one log: bytes of an inclusion proof with checkpoint and three cosignatures, time to make and check one.

    python benchmarks/record_proofs.py [--entries 1000 100000 1000000]

The log lies on disk as `store` keeps it; a proof is made from its tiles and checked with the public keys alone: path,
checkpoint's signature, and a policy that asks for three cosigners. The baseline of the same run is those four bare
signature checks. Names are as long as those of a real case (`allforall/exercise-2026-1/party_a`).
"""

import argparse
import hashlib
import os
import random
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from allforall.record.checkpoints import Checkpoint, SignedCheckpoint, sign_checkpoint
from allforall.record.genesis import origin_of
from allforall.record.merkle import consistency_proof, inclusion_proof, is_consistent
from allforall.record.notes import KeyKind, Verifier, cosign_text, with_signatures
from allforall.record.policies import Group, Policy, judge
from allforall.record.proofs import Proof, proves, read_proof
from allforall.record.signatures import SigningKey, is_signed
from allforall.store.record import log_file
from allforall.store.record.log_file import LogFile, open_log

CASE = "exercise-2026-1"
ORIGIN = origin_of(CASE, "party_a")
COSIGNERS = (origin_of(CASE, "party_b"), origin_of(CASE, "witness"), "neutral.example/observer")
SEED, SAMPLE = 20261127, 300


def key(name: str) -> SigningKey:
    return SigningKey(hashlib.sha256(name.encode()).digest())


def policy() -> Policy:
    witnesses = tuple((name, Verifier(name, key(name).public, KeyKind.COSIGNATURE)) for name in COSIGNERS)
    every = Group("everyone", len(COSIGNERS), COSIGNERS)
    return Policy((Verifier(ORIGIN, key(ORIGIN).public),), witnesses, (every,), every.name)


def entry(number: int) -> bytes:
    return b"entry %d " % number * 40


def checkpoint(log: LogFile) -> SignedCheckpoint:
    signed = sign_checkpoint(Checkpoint(ORIGIN, log.size, log.root), key(ORIGIN))
    cosigned = [cosign_text(signed.checkpoint.text, name, key(name), 1_750_000_000) for name in COSIGNERS]
    return replace(signed, note=with_signatures(signed.note, cosigned))


def fill(log: LogFile, size: int) -> None:
    real = os.fsync
    log_file.os.fsync = lambda _handle: None  # filling it is no part of what is measured
    while log.size < size:
        log.append([entry(number) for number in range(log.size, min(log.size + 4096, size))])
    log_file.os.fsync = real


def microseconds(call, *arguments) -> float:
    start = time.perf_counter()
    call(*arguments)
    return 1e6 * (time.perf_counter() - start)


def measure(log: LogFile, old: int, old_root: bytes) -> None:
    signed, asked = checkpoint(log), policy()
    chosen = random.Random(SEED).sample(range(log.size), SAMPLE)
    made, checked, sizes = [], [], []
    for index in chosen:
        start = time.perf_counter()
        data = Proof(index, inclusion_proof(index, log.size, log.perfect()), signed).data
        made.append(1e6 * (time.perf_counter() - start))
        sizes.append(len(data))
        leaf = entry(index)
        start = time.perf_counter()
        proof = read_proof(data)
        assert proves(proof, leaf)
        assert judge(proof.signed, asked).is_accepted
        checked.append(1e6 * (time.perf_counter() - start))
    text, public, line = signed.checkpoint.text.encode(), key(ORIGIN).public, signed.note.signatures[0]
    bare = 4 * statistics.median(microseconds(is_signed, public, text, line.signature) for _ in range(SAMPLE))
    path = consistency_proof(old, log.size, log.perfect())
    assert is_consistent(old, log.size, old_root, log.root, path)
    print(
        f"{log.size:>9,} entries: a proof has at most {max(sizes):,} bytes; made in {statistics.median(made):,.0f} and "
        f"checked in {statistics.median(checked):,.0f} microseconds (four bare signature checks {bare:,.0f}, ratio "
        f"{bare / statistics.median(checked):.2f}); consistency from size {old:,}: {len(path)} hashes",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        log = open_log(Path(folder) / "log")
        fill(log, min(given.entries) * 2 // 3)
        for size in sorted(given.entries):
            old, old_root = log.size, log.root
            fill(log, size)
            measure(log, old, old_root)
        log.close()


if __name__ == "__main__":
    main()

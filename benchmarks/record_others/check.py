"""A log that this project wrote, checked by implementations of others that have no code in common with it.

    python benchmarks/record_others/check.py [--entries 70000]

- sigstore (PyPI, Apache-2.0): inclusion proofs and the signed checkpoint. `pip install --require-hashes -r
  requirements/bench-record.txt` in an environment of its own; Python 3.11.
- golang.org/x/mod/sumdb, note and tlog (BSD-3-Clause): the checkpoint's signature, every tile, inclusion and
  consistency proofs, which it also makes itself from the tiles. Debian: `apt-get install golang-go
  golang-golang-x-mod-dev`.

What does not install is said and left out; it ends with 1 if nothing checked or anything differs.
"""

import argparse
import base64
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from allforall.record.checkpoints import Checkpoint, SignedCheckpoint, sign_checkpoint
from allforall.record.merkle import consistency_proof, frontier_of, inclusion_proof
from allforall.record.notes import Verifier
from allforall.record.signatures import SigningKey
from allforall.record.tiles import tile_path, tiles_of
from allforall.store.record import log_file
from allforall.store.record.log_file import LogFile, open_log

ORIGIN = "allforall/exercise-1/party_a"
KEY = SigningKey(hashlib.sha256(b"a log checked by others").digest())
VERIFIER = Verifier(ORIGIN, KEY.public)
SEED, SAMPLE = 20261127, 200


def entry(number: int) -> bytes:
    return b"entry %d\n" % number * (1 + number % 5)


def make_log(folder: Path, size: int) -> LogFile:
    log, real = open_log(folder / "log"), os.fsync
    log_file.os.fsync = lambda _handle: None
    for start in range(0, size, 4096):
        log.append([entry(number) for number in range(start, min(start + 4096, size))])
    log_file.os.fsync = real
    return log


def check_with_sigstore(log: LogFile, signed: SignedCheckpoint, chosen: list[int]) -> bool:
    try:
        from sigstore._internal.merkle import verify_merkle_inclusion
        from sigstore._internal.rekor.checkpoint import SignedCheckpoint as TheirCheckpoint
        from sigstore.errors import VerificationError
    except ImportError:
        print("sigstore is not installed here")
        return False
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    theirs = TheirCheckpoint.from_text(signed.note.data.decode())
    assert (theirs.checkpoint.log_size, theirs.checkpoint.log_hash) == (log.size, log.root.hex())
    public = Ed25519PublicKey.from_public_bytes(KEY.public.raw)

    def verify(key_id: bytes, signature: bytes, data: bytes) -> None:
        assert key_id == VERIFIER.key_id
        public.verify(signature, data)

    theirs.signed_note.verify(SimpleNamespace(verify=verify), VERIFIER.key_id)
    root = bytes.fromhex(theirs.checkpoint.log_hash)
    for index in chosen:
        path = list(inclusion_proof(index, log.size, log.perfect()))
        for data, good in ((log.entry(index), True), (b"another", False)):
            proof = SimpleNamespace(log_index=index, tree_size=log.size, hashes=path, root_hash=root)
            one = SimpleNamespace(_inner=SimpleNamespace(inclusion_proof=proof, canonicalized_body=data))
            try:
                verify_merkle_inclusion(one)
            except VerificationError:
                assert not good, index
            else:
                assert good, index
    print(
        f"sigstore {version('sigstore')}: the checkpoint and {len(chosen)} inclusion proofs, Python {sys.version[:6]}"
    )
    return True


def check_with_go(folder: Path, log: LogFile, signed: SignedCheckpoint, chosen: list[int]) -> bool:
    if not shutil.which("go") or not Path("/usr/share/gocode/src/golang.org/x/mod/sumdb").is_dir():
        print("Go with golang.org/x/mod is not installed here")
        return False
    given = folder / "given"
    for level, index, width in tiles_of(log.size):
        path = given / tile_path(level, index, width)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(log.tile(level, index, width))
    (given / "vkey").write_text(f"{VERIFIER.vkey}\n", encoding="utf-8")
    (given / "checkpoint").write_bytes(signed.note.data)

    def text(hashes):
        return [base64.b64encode(one).decode() for one in hashes]

    perfect = log.perfect()
    proofs = {
        "Inclusion": [
            {
                "Index": index,
                "Entry": base64.b64encode(log.entry(index)).decode(),
                "Path": text(inclusion_proof(index, log.size, perfect)),
            }
            for index in chosen
        ],
        "Consistency": [
            {
                "Old": old,
                "Root": text([frontier_of(old, perfect).root])[0],
                "Path": text(consistency_proof(old, log.size, perfect)),
            }
            for old in sorted({1, 2, 255, 256, 257, *chosen} & set(range(1, log.size)))
        ],
    }
    (given / "proofs.json").write_text(json.dumps(proofs), encoding="utf-8")
    environment = {**os.environ, "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": "", "CGO_ENABLED": "0"}
    environment["GOCACHE"] = str(folder / "cache")
    program = Path(__file__).with_name("check.go")
    command = ["go", "run", str(program), str(given)]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    assert not done.returncode, done.stderr
    print(f"golang.org/x/mod/sumdb ({_go_version()}): the checkpoint, every tile that they need, {done.stdout.strip()}")
    return True


def _go_version() -> str:
    return subprocess.run(["go", "version"], check=True, capture_output=True, text=True).stdout.split()[2]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=70_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        log = make_log(folder, given.entries)
        signed = sign_checkpoint(Checkpoint(ORIGIN, log.size, log.root), KEY)
        chosen = sorted({0, log.size - 1, *random.Random(SEED).sample(range(log.size), min(SAMPLE, log.size))})
        checked = [check_with_sigstore(log, signed, chosen), check_with_go(folder, log, signed, chosen)]
        log.close()
    print(f"a log of {given.entries:,} entries, seed {SEED}; checked by {sum(checked)} of {len(checked)}")
    return 0 if any(checked) else 1


if __name__ == "__main__":
    sys.exit(main())

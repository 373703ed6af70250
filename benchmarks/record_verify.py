"""A whole record verified offline: entries a second on one core, peak memory, growth, and the size of a proof.

    python benchmarks/record_verify.py [--entries 1000 10000 100000] [--officers 1]

Three logs of invented entries are signed and cosigned, packed into one bundle and verified from its bytes with
`allforall.record` alone. Each size runs in a process of its own. The baseline of the same run is the library's bare
signature check on the same bytes: the ratio says what all else costs.
"""

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import time
from dataclasses import replace

from allforall.record.bundles import make_bundle, read_bundle
from allforall.record.checkpoints import Checkpoint, sign_checkpoint
from allforall.record.entries import Entry, make_entry, read_entry
from allforall.record.genesis import GENESIS, Genesis, Keys, origin_of
from allforall.record.merkle import Frontier, inclusion_proof, leaf_hash
from allforall.record.notes import Verifier, cosign_text, encode_base64, sign_text, with_signatures
from allforall.record.proofs import Proof
from allforall.record.signatures import SigningKey, is_signed
from allforall.record.tiles import TILE_WIDTH, bundle_path, bundles_of, pack_entries, perfect_from
from allforall.record.verification import cosigner, log_folder, verify_bundle

CASE, AUTHORS = "benchmark", ("party_a", "party_b", "witness")


def key(name: str) -> SigningKey:
    return SigningKey(hashlib.sha256(name.encode()).digest())


def officers(author: str, count: int) -> list[str]:
    return [f"{CASE}/{author}/officer-{number}" for number in range(count)]


def make_genesis(count: int) -> Genesis:
    keys = {}
    for author in AUTHORS:
        log = Verifier(origin_of(CASE, author), key(origin_of(CASE, author)).public)
        named = tuple(Verifier(name, key(name).public) for name in officers(author, count))
        keys[author] = Keys(log, named, {"*": count}, count, (1, encode_base64(bytes(32))))
    genesis = Genesis(CASE, keys, "witness")
    signed = [sign_text(genesis.text, name, key(name)) for author in AUTHORS for name in officers(author, count)]
    return replace(genesis, signatures=tuple(signed))


def make_log(genesis: Genesis, author: str, size: int, count: int) -> list[bytes]:
    entries = []
    names = officers(author, count)
    for number in range(size):
        body = {"list": f"list-{number}", "root": encode_base64(hashlib.sha256(b"%d" % number).digest()), "count": 20}
        entry = Entry(CASE, author, number, "list:declared", body, (hashlib.sha256(b"re%d" % number).digest(),))
        if number == 0:
            entry = Entry(CASE, author, 0, GENESIS, {"genesis": encode_base64(genesis.digest)})
        entries.append(make_entry(entry, tuple(sign_text(entry.text, name, key(name)) for name in names)).data)
    return entries


def tiles_and_root(entries: list[bytes]):
    rows, frontier = [[]], Frontier()
    for entry in entries:
        frontier, made = frontier.extended(leaf_hash(entry))
        for level, _, node in made:
            if level % 8 == 0:
                while len(rows) <= level // 8:
                    rows.append([])
                rows[level // 8].append(node)
    return frontier, lambda level, index, width: b"".join(rows[level][index * 256 : index * 256 + width])


def run(total: int, count: int) -> dict[str, float]:
    genesis = make_genesis(count)
    files, proof_bytes, sample = {"genesis": genesis.data}, 0, []
    for author in AUTHORS:
        entries = make_log(genesis, author, total // len(AUTHORS), count)
        frontier, tile = tiles_and_root(entries)
        origin = origin_of(CASE, author)
        signed = sign_checkpoint(Checkpoint(origin, len(entries), frontier.root), key(origin))
        others = [origin_of(CASE, other) for other in AUTHORS if other != author]
        cosigned = [cosign_text(signed.checkpoint.text, other, key(other), 1_750_000_000) for other in others]
        third = cosign_text(signed.checkpoint.text, "neutral.example/third", key("third"), 1_750_000_000)
        signed = replace(signed, note=with_signatures(signed.note, cosigned))
        files[f"{log_folder(author)}/checkpoint"] = signed.note.data
        for index, width in bundles_of(len(entries)):
            start = index * TILE_WIDTH
            files[f"{log_folder(author)}/{bundle_path(index, width)}"] = pack_entries(entries[start : start + width])
        full = replace(signed, note=with_signatures(signed.note, [third]))
        path = inclusion_proof(len(entries) // 3, len(entries), perfect_from(tile, len(entries)))
        proof_bytes = max(proof_bytes, len(Proof(len(entries) // 3, path, full).data))
        sample += entries[1:400]
    data = make_bundle(CASE, "party_a", files, origin_of(CASE, "party_a"), key(origin_of(CASE, "party_a"))).data
    files.clear()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    start = time.process_time()
    report = verify_bundle(read_bundle(data))
    seconds = time.process_time() - start
    assert report.stands
    assert all(not log.missing for log in report.logs)
    read = [read_entry(entry) for entry in sample]
    signatures = [
        (one.note.text.encode(), key(line.name).public, line.signature) for one in read for line in one.note.signatures
    ]
    start = time.process_time()
    assert all(is_signed(public, text, signature) for text, public, signature in signatures)
    bare = (time.process_time() - start) / len(signatures) * count
    return {
        "entries": report.entries,
        "per_second": report.entries / seconds,
        "bare_per_second": 1 / bare,
        "ratio": bare * report.entries / seconds,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "peak_mb_before": before,
        "bundle_mb": len(data) / 1e6,
        "proof_bytes": proof_bytes,
        "cosigner_key": len(cosigner(genesis.authors["witness"].log).vkey),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--officers", type=int, default=1)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(run(given.one, given.officers)))
        return
    for total in given.entries:
        command = [sys.executable, __file__, "--one", str(total), "--officers", str(given.officers)]
        got = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        print(
            f"{got['entries']:>9,.0f} entries, {given.officers} signature(s) each: {got['per_second']:,.0f} a second "
            f"({got['ratio']:.2f} of the bare signature checks, {got['bare_per_second']:,.0f}); "
            f"peak {got['peak_mb']:.0f} MB "
            f"(before {got['peak_mb_before']:.0f}), bundle {got['bundle_mb']:.1f} MB; "
            f"a proof with three cosignatures {got['proof_bytes']:.0f} bytes"
        )


if __name__ == "__main__":
    main()

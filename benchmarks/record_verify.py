"""A whole record verified offline: entries a second on one core, peak memory, and how both grow.

    python benchmarks/record_verify.py [--entries 1000 10000 100000] [--officers 1 2]

Three logs of invented entries that name what they have seen of each other are signed and cosigned, packed into one
bundle and verified from its bytes with `allforall.record` alone: form, canonical JSON, officers' signatures, sequence,
what was seen, roots, checkpoints, cosignatures. Making the record and verifying it are processes of their own, so that
the memory is that of the verifier. Rates are of processor time of one core. The baseline of the same run is the
library's bare signature check on the same bytes (OpenSSL): the ratio says what all else costs.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from record_made import AUTHORS, CASE, files_of, key, make_genesis, make_logs

from allforall.account.entry_types import ENTRY_TYPES
from allforall.record.bundles import make_bundle, read_bundle
from allforall.record.entries import read_entry
from allforall.record.genesis import origin_of, read_genesis
from allforall.record.signatures import _library_key
from allforall.record.tiles import unpack_entries
from allforall.record.verification import verify_bundle


def make(path: Path, total: int, count: int) -> None:
    genesis = make_genesis(count)
    files = files_of(genesis, make_logs(genesis, total // len(AUTHORS), count))
    path.write_bytes(
        make_bundle(CASE, "party_a", files, origin_of(CASE, "party_a"), key(origin_of(CASE, "party_a"))).data
    )


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def bare_seconds(path: Path) -> float:
    """Returns the processor time of one bare signature check, over a thousand of this record's."""
    files = read_bundle(path.read_bytes()).files
    genesis = read_genesis(files["genesis"])
    keys = {officer.name: officer.key for of in genesis.authors.values() for officer in of.officers}
    checks = []
    for name, data in files.items():
        if "tile/entries" in name and len(checks) < 1_000:
            notes = [read_entry(entry).note for entry in unpack_entries(data)]
            checks += [(keys[one.name], one.signature, note.text.encode()) for note in notes for one in note.signatures]
    library = [(_library_key(public.raw), signature, text) for public, signature, text in checks]
    start = time.process_time()
    for public, signature, text in library:
        public.verify(signature, text)
    return (time.process_time() - start) / len(library)


def verify(path: Path, count: int) -> dict[str, float]:
    before = bare_seconds(path)
    data = path.read_bytes()
    start, wall = time.process_time(), time.perf_counter()
    report = verify_bundle(read_bundle(data), ENTRY_TYPES)
    seconds, wall = time.process_time() - start, time.perf_counter() - wall
    assert report.stands
    assert all(not log.missing for log in report.logs)
    peak = peak_mb()
    bare = (before + bare_seconds(path)) / 2 * count
    return {
        "entries": report.entries,
        "per_second": report.entries / seconds,
        "per_second_wall": report.entries / wall,
        "bare_per_second": 1 / bare,
        "ratio": bare * report.entries / seconds,
        "peak_mb": peak,
        "bundle_mb": len(data) / 1e6,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--officers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--one", nargs=4, metavar=("MODE", "PATH", "ENTRIES", "OFFICERS"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        mode, path, total, count = given.one
        print(
            json.dumps(verify(Path(path), int(count)) if mode == "verify" else make(Path(path), int(total), int(count)))
        )
        return
    with tempfile.TemporaryDirectory() as folder:
        for count in given.officers:
            for total in given.entries:
                arguments = [sys.executable, __file__, "--one"]
                rest = [str(Path(folder) / "bundle"), str(total), str(count)]
                subprocess.run([*arguments, "make", *rest], check=True, capture_output=True)
                done = subprocess.run([*arguments, "verify", *rest], check=True, capture_output=True, text=True)
                got = json.loads(done.stdout)
                print(
                    f"{got['entries']:>9,.0f} entries, {count} signature(s) each: {got['per_second']:,.0f} a second of "
                    f"processor time, {got['per_second_wall']:,.0f} by the clock; bare signature checks "
                    f"{got['bare_per_second']:,.0f}, ratio {got['ratio']:.2f}; peak {got['peak_mb']:.0f} MB, "
                    f"bundle {got['bundle_mb']:.1f} MB",
                    flush=True,
                )


if __name__ == "__main__":
    main()

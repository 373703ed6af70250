"""What a node's record costs as it grows: opening it, saying one entry more, taking a long bundle in.

    python benchmarks/record_node.py [--entries 100000]

Ratios in the same run: opening with the kept state against following every entry; saying at the end of the long log
against saying at the end of one of 1,000; taking a bundle in against verifying the same bundle without a node.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.record_making import Table

from allforall.account.entry_types import ENTRY_TYPES
from allforall.node.bundles.transfer import import_bundle
from allforall.record.bundles import read_bundle
from allforall.record.verification import verify_bundle

SAID = 31


def timed(act: Callable[[], object]) -> float:
    """Returns how many seconds an act took."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def opening(table: Table) -> float:
    """Returns the seconds for opening a record, its keys left out."""

    def opened() -> None:
        with table.at("party_a", keys=False):
            pass

    return min(timed(opened) for _ in range(3))


def saying(table: Table) -> float:
    """Returns the median of seconds for one entry more."""
    with table.at("party_a") as record:
        return median(timed(lambda: table.say(record)) for _ in range(SAID))


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    count = parser.parse_args().entries
    moment = datetime(2025, 6, 10, 9, 0, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder:
        short = Table(Path(folder) / "short", lambda: moment, database=False)
        long = Table(Path(folder) / "long", lambda: moment, database=False)
        for table, size in ((short, 1_000), (long, count)):
            with table.at("party_a") as record:
                table.fill(record, size)
        said = saying(short), saying(long)
        print(f"saying one entry: {said[0] * 1e3:.1f} ms at 1,000, {said[1] * 1e3:.1f} ms at {count:,}")
        print(f"    ratio {said[1] / said[0]:.2f} (goal: 1)")
        kept = opening(long)
        (long.path("party_a") / "record/logs/party_a/state").unlink()
        followed = timed(lambda: opening_once(long))
        print(f"opening: {kept:.3f} s with the kept state, {followed:.1f} s following {count:,} entries")
        print(f"    ratio {followed / kept:.0f}")
        data = long.export("party_a", "")
        verified = timed(lambda: verify_bundle(read_bundle(data), ENTRY_TYPES))
        with long.at("party_b") as record:
            taken = timed(lambda: import_bundle(record, data))
        print(f"taking in {len(data) / 1e6:.0f} MB: {taken:.1f} s; verified without a node: {verified:.1f} s")
        print(f"    ratio {taken / verified:.2f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def opening_once(table: Table) -> None:
    """Opens a record once."""
    with table.at("party_a", keys=False):
        pass


if __name__ == "__main__":
    main()

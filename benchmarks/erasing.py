"""What it costs to erase one person from a long list, beside reading that list: seconds and megabytes.

    python benchmarks/erasing.py [ROWS]

One row is erased from a list of ROWS rows that was read into a new node, without a record. Nearly all of it is writing
the database anew (`VACUUM`), whose copy is held in memory. The base of the ratio is the import in the same run.
"""

import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

HEADINGS = "№;Прізвище;Ім'я;По батькові;Дата народження;Звання;Місце народження\n"


def row(number):
    born = f"{1 + number % 28:02}.{1 + number % 12:02}.{1960 + number % 45}"
    return f"{number};Вигаданенко{number % 997};Остап;Іванович;{born};солдат;Вигадане-{number % 211}\n"


def main(rows):
    from allforall.node.acts.erasure import STEPS, Wanted, erase
    from allforall.node.acts.lists import import_list
    from allforall.node.folder import create_node, opened
    from allforall.node.officers import Desk, add_officer, authenticate
    from allforall.people.persons import ListKind
    from allforall.record.erasures import Reason

    first, second = ("One", "one long passphrase"), ("Two", "two long passphrases")
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "list.csv"
        path.write_text(HEADINGS + "".join(map(row, range(1, rows + 1))), encoding="utf-8")
        create_node(Path(place) / "node", party="party_a", title="benchmark", rehearsal=True)
        with opened(Path(place) / "node") as node:
            add_officer(node, None, name=first[0], role="coordination", passphrase=first[1])
            add_officer(node, Desk(authenticate(*first)), name=second[0], role="coordination", passphrase=second[1])
            start = time.perf_counter()
            import_list(node, Desk(authenticate(*first)), path, kind=ListKind.HELD, as_of=date(2025, 6, 2))
            read = time.perf_counter() - start
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
            start = time.perf_counter()
            erase(
                node, Desk(authenticate(*first), authenticate(*second)), Wanted(Reason.PERSON_ASKED, rows=("HA1:100",))
            )
            gone = time.perf_counter() - start
            size = (node.path / "node.sqlite").stat().st_size / 1e6
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"{rows} rows, database {size:.0f} MB, {len(STEPS)} steps")
    print(f"read    {read:7.2f} s")
    print(f"erased  {gone:7.2f} s, {gone / read:.2f} of reading the list; peak {before:.0f} -> {peak:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)

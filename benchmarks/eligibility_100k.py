"""Prints how long (processor time) it takes to find the categories of 100,000 persons, and the memory it
takes.

The baseline of the ratio is one walk over the same rows that looks at every reading once and decides
nothing. The rows are invented and seeded; they are made one at a time, as a reader of a list gives them, so
that the peak is that of the rules. Usage: python benchmarks/eligibility_100k.py [persons] [seed]
"""

import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from allforall.arrangement import istanbul, read_arrangement
from allforall.eligibility import find_all
from allforall.people.fields import Custody, Field, Health, PersonStatus
from allforall.people.persons import Mark, Party, PersonRow, Reading


def make_rows(count: int, seed: int) -> Iterator[PersonRow]:
    """Gives invented rows: names, ranks and places as ballast, and the fields that the rules read, some of
    them blank.
    """
    chance = random.Random(seed)
    for line in range(1, count + 1):
        birth = date(1965, 1, 1) + timedelta(days=chance.randrange(42 * 365))
        texts = [
            birth.isoformat(),
            birth.isoformat()[:4],
            birth.isoformat()[:7],
            f"{birth.year}~",
            f"{birth.year}-01-01",
            "",
        ]
        kind = chance.choices(range(6), (80, 5, 3, 3, 4, 5))[0]
        marks = (Mark.PLACEHOLDER_DATE,) if kind == 4 else ()
        readings = [Reading(Field.BIRTH_DATE, texts[kind], texts[kind], marks, 3)]
        ballast = (
            Field.ROW_ID,
            Field.SURNAME,
            Field.GIVEN_NAME,
            Field.PATRONYMIC,
            Field.RANK,
            Field.CAMP,
            Field.BIRTH_PLACE,
            Field.SERVICE_NUMBER,
        )
        readings += [Reading(field, f"{field}{line}", f"{field}{line}") for field in ballast]
        for field, values, share in (
            (Field.PERSON_STATUS, list(PersonStatus), 0.3),
            (Field.CUSTODY, list(Custody), 0.5),
            (Field.HEALTH, list(Health), 0.4),
            (Field.ART110_ENTITLED, ["yes", "no"], 0.1),
            (Field.AGREED_SEVERE, ["yes", "no"], 0.1),
            (Field.FIT_TO_TRAVEL, ["yes", "no"], 0.1),
            (Field.STATUS_DISPUTED, ["yes", "no"], 0.05),
        ):
            if chance.random() < share:
                value = str(chance.choice(values))
                readings.append(Reading(field, value, value))
        yield PersonRow(f"held:{line}", line, (), tuple(readings))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    arrangement = read_arrangement(istanbul())
    outcomes: Counter[tuple[str, str]] = Counter()
    walk = rules = making = looked_at = 0.0
    rows = make_rows(count, seed)
    while True:
        # A thousand rows at a time, so that neither the making of rows nor a list of all of them is measured.
        start = time.process_time()
        batch = list(islice(rows, 1000))
        making += time.process_time() - start
        if not batch:
            break
        start = time.process_time()
        looked_at += sum(1 for row in batch for reading in row.readings if reading.value)
        walk += time.process_time() - start
        start = time.process_time()
        for finding in find_all(batch, arrangement, held_by=Party.PARTY_A):
            outcomes[finding.category, finding.outcome] += 1
        rules += time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for (category, outcome), number in sorted(outcomes.items()):
        print(f"{category:18} {outcome:18} {number:8}")
    print(f"persons {count}, readings {looked_at:.0f}, seed {seed}")
    print(f"making the rows {making:.2f} s (not counted below)")
    print(f"baseline, one walk over the readings {walk:.2f} s")
    print(f"categories found in {rules:.2f} s, {rules / count * 1e6:.0f} microseconds a person")
    print(f"ratio to the baseline {rules / max(walk, 1e-9):.1f}")
    print(f"peak memory of the whole process {peak:.0f} MB")


if __name__ == "__main__":
    main()

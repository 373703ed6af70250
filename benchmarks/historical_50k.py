"""50,578 records of historical persons with errors, deduplicated: pairs F1 beside Splink's own recommended model.

    python benchmarks/historical_50k.py [--file FILE] [--sample 1] [--errors 50] [--without-splink]

The file is that of Splink's public example (persons from Wikidata, each with 3 to 21 records; `cluster` is the truth);
Splink's settings, blocking rules and training are those of the example. Ours is the engine of `find_duplicates` as it
is. The fields are mapped to those of a list of persons: postcode to the unit, occupation to the rank (words outside
the table of ranks); a date that is no day keeps its year and month, or its year. Both are read at their best threshold
on the truth, which favours both alike: pairs as they are scored, and all pairs of the groups that pairs above a
threshold connect. `--sample 5` takes every fifth person. Each engine runs in a process of its own, so that its memory
is its own. It needs requirements/bench.txt.
"""

import argparse
import os
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
from peers import Pair, Scored, best_of, in_a_process, measures, report, with_memory

from allforall.people.fields import Field
from allforall.people.persons import PersonRow, Reading

FIELDS = {
    "surname": Field.SURNAME,
    "first_name": Field.GIVEN_NAME,
    "dob": Field.BIRTH_DATE,
    "birth_place": Field.BIRTH_PLACE,
    "postcode_fake": Field.UNIT,
    "occupation": Field.RANK,
}
SHOWN = ("full_name", "first_name", "surname", "dob", "birth_place", "postcode_fake", "occupation")


def default_file() -> Path:
    data = os.environ.get("ALLFORALL_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(data) / "linkage" / "historical_figures_with_errors_50k.parquet"


def load(file: Path, sample: int):
    import pyarrow.parquet as pq

    table = pq.read_table(file)
    clusters = table["cluster"].to_pylist()
    kept = set(sorted(set(clusters))[::sample])
    return table.take([i for i, cluster in enumerate(clusters) if cluster in kept])


def as_date(text: str) -> str:
    """The day, else the month, else the year of a text in ISO 8601, as EDTF."""
    for size, rest in ((10, ""), (7, "-01"), (4, "-01-01")):
        try:
            date.fromisoformat(text[:size] + rest)
        except ValueError:
            continue
        return text[:size]
    return ""


def person_rows(table) -> list[PersonRow]:
    rows = []
    for line, record in enumerate(table.to_pylist(), 1):
        said = [(field, record[name] or "") for name, field in FIELDS.items()]
        said = [(field, as_date(text) if field is Field.BIRTH_DATE else text.strip()) for field, text in said]
        readings = tuple(Reading(field, text, text) for field, text in said if text)
        rows.append(PersonRow(record["unique_id"], line, (), readings))
    return rows


def cluster_of(key: str) -> str:
    return key.rsplit("-", 1)[0]


def true_pairs(table) -> set[tuple[str, str]]:
    groups: dict[str, list[str]] = {}
    for key, cluster in zip(table["unique_id"].to_pylist(), table["cluster"].to_pylist(), strict=True):
        assert cluster_of(key) == cluster
        groups.setdefault(cluster, []).append(key)
    return {(a, b) for keys in groups.values() for i, a in enumerate(sorted(keys)) for b in sorted(keys)[i + 1 :]}


@with_memory
def ours(file: Path, sample: int) -> Scored:
    """Every pair that our engine scored."""
    from allforall.reconcile.prepared import prepare
    from allforall.reconcile.run import Run, no_progress

    work = Run(prepare(person_rows(load(file, sample))), None, np.zeros(0, dtype=np.int64), no_progress)
    keys = work.rows.keys
    scored = zip(work.scored.left.tolist(), work.scored.right.tolist(), work.bits.tolist(), strict=True)
    pairs = sorted(((keys[a], keys[b], bits) for a, b, bits in scored), key=lambda pair: -pair[2])
    return Scored([pair for pair in pairs if pair[2] > 0], pairs)


@with_memory
def splink(file: Path, sample: int) -> Scored:
    """Every pair that the model of Splink's example for this file scored."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("substr(first_name,1,3)", "substr(surname,1,4)"),
            block_on("surname", "dob"),
            block_on("first_name", "dob"),
            block_on("postcode_fake", "first_name"),
            block_on("postcode_fake", "surname"),
            block_on("dob", "birth_place"),
            block_on("substr(postcode_fake,1,3)", "dob"),
            block_on("substr(postcode_fake,1,3)", "first_name"),
            block_on("substr(postcode_fake,1,3)", "surname"),
            block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
        ],
        comparisons=[
            cl.ForenameSurnameComparison(
                "first_name", "surname", forename_surname_concat_col_name="first_name_surname_concat"
            ),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
        retain_matching_columns=False,
    )
    api = DuckDBAPI()
    table = load(file, sample)
    both = [
        f"{first} {last}" if first and last else None
        for first, last in zip(table["first_name"].to_pylist(), table["surname"].to_pylist(), strict=True)
    ]
    linker = Linker(api.register(table.append_column("first_name_surname_concat", [both])), settings, log_level=50)
    rules = [
        block_on("first_name", "surname", "dob"),
        block_on("substr(first_name,1,2)", "surname", "substr(postcode_fake,1,2)"),
        block_on("dob", "postcode_fake"),
    ]
    linker.training.estimate_probability_two_random_records_match(rules, recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
    for rule in (block_on("first_name", "surname"), block_on("dob")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, estimate_without_term_frequencies=True)
    found = linker.inference.predict(threshold_match_weight=-30).as_duckdbpyrelation()
    rows = found.project("unique_id_l, unique_id_r, match_weight").fetchall()
    pairs = sorted(((min(a, b), max(a, b), float(bits)) for a, b, bits in rows), key=lambda pair: -pair[2])
    return Scored([pair for pair in pairs if pair[2] > 0], pairs)


def best_groups(pairs: list[Pair], truth: int) -> tuple[float, float, float, float]:
    """The best pairs F1 of connected groups: (threshold, precision, recall, F1), thresholds a bit apart."""
    parent: dict[str, str] = {}
    members: dict[str, Counter] = {}
    together = right = 0
    best = (0.0, 0.0, 0.0, 0.0)

    def root(key: str) -> str:
        parent.setdefault(key, key)
        members.setdefault(key, Counter({cluster_of(key): 1}))
        while parent[key] != key:
            parent[key] = key = parent[parent[key]]
        return key

    step = None
    for a, b, bits in pairs:  # the best first, so that groups only grow
        if step is not None and int(np.floor(bits)) < step and together:
            f1 = 2 * right / (together + truth)
            best = max(best, (float(step), right / together, right / truth, f1), key=lambda found: found[3])
        step = int(np.floor(bits))
        one, two = sorted((root(a), root(b)), key=lambda key: members[key].total())
        if one != two:
            small, large = members.pop(one), members[two]
            together += small.total() * large.total()
            right += sum(count * large[cluster] for cluster, count in small.items())
            large.update(small)
            parent[one] = two
    return best


def show_errors(table, found: Scored, truth: set[tuple[str, str]], count: int) -> None:
    """Prints pairs that are wrong with the most bits, and true pairs with the fewest or none."""
    records = {record["unique_id"]: record for record in table.to_pylist()}
    bits = {(a, b): value for a, b, value in found.ordered}
    wrong = [(a, b, value) for a, b, value in found.links if (a, b) not in truth][: count // 2]
    missing = sorted((bits.get(pair, float("-inf")), pair) for pair in truth if bits.get(pair, -1.0) <= 0)
    step = max(len(missing) // max(count - len(wrong), 1), 1)
    for a, b, value in [*wrong, *((*pair, value) for value, pair in missing[::step])][:count]:
        print(f"  {'missing' if (a, b) in truth else 'wrong'} {a} {b} bits {value:.1f}")
        for key in (a, b):
            print("     ", " | ".join(str(records[key][name] or "") for name in SHOWN))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", type=Path, default=default_file())
    parser.add_argument("--sample", type=int, default=1)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--without-splink", action="store_true")
    given = parser.parse_args()
    table = load(given.file, given.sample)
    truth = true_pairs(table)
    print(f"{table.num_rows} records, {len(truth)} true pairs")
    figures, groups = {}, {}
    for name, engine in (("allforall", ours), ("Splink", splink)):
        if name == "Splink" and given.without_splink:
            continue
        found = in_a_process(engine, given.file, given.sample)
        figures[name] = best_of(found.ordered, truth)
        report(name, found, measures({(a, b) for a, b, _ in found.links}, truth), figures[name])
        scored = {(a, b) for a, b, _ in found.ordered}
        print(f"            pairs scored {len(scored)}, of the true pairs {len(scored & truth) / len(truth):.4f}")
        groups[name] = best_groups(found.ordered, len(truth))
        bits, precision, recall, f1 = groups[name]
        print(f"            as groups F1 {f1:.4f}  precision {precision:.4f}  recall {recall:.4f}  at {bits:.0f} bits")
        if name == "allforall" and given.errors:
            show_errors(table, found, truth, given.errors)
    if "Splink" in figures:
        print(
            f"difference  pairs F1 {figures['allforall'].f1 - figures['Splink'].f1:+.4f}, "
            f"as groups {groups['allforall'][3] - groups['Splink'][3]:+.4f}"
        )


if __name__ == "__main__":
    main()

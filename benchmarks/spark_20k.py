"""The same links by Splink on local Spark, with our levels and weights: the share of links that are the same.

    python benchmarks/spark_20k.py [--persons 20000] [--seed 1] [--rates FILE] [--engine spark|duckdb]
                                   [--tolerance 0.99] [--cores 2] [--memory 4g] [--errors N]

Both lists are invented (`allforall.exercise`). `compare_lists` links them on one machine; what it learnt is given to
Splink, which scores its own candidates by SQL; the best one-to-one assignment of these is compared with our links.
The share is twice the common links over all links of both. The program ends with an error where it is below
`--tolerance`. It needs requirements/bench-spark.txt and, for Spark, Java 17 (Debian: default-jre-headless).
"""

import argparse
import logging
import resource
import sys
import time
import warnings
from pathlib import Path

import numpy as np
from linking_20k import make_lists, measures, rates_file

from allforall.people.persons import PersonRow
from allforall.reconcile import Learnt, Linking, compare_lists
from allforall.reconcile.assignment import assign
from allforall.reconcile.splink import register_frequencies, splink_settings, splink_table
from allforall.reconcile.standing import CANDIDATE_BITS, LINK_BITS

Scores = dict[tuple[str, str], float]


def start_spark(cores: int, memory: str):
    """Returns Splink's interface to a Spark that runs in this machine alone."""
    from pyspark.sql import SparkSession
    from splink import SparkAPI
    from splink.backends.spark import similarity_jar_location

    options = {
        "spark.driver.memory": memory,
        "spark.jars": similarity_jar_location(),  # Splink's functions of similarity
        "spark.sql.shuffle.partitions": str(2 * cores),
        "spark.default.parallelism": str(2 * cores),
        "spark.sql.codegen.wholeStage": "false",  # the conditions are too long to be worth compiling
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }
    builder = SparkSession.builder.master(f"local[{cores}]")
    for name, value in options.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return SparkAPI(spark_session=spark, num_partitions_on_repartition=2 * cores, break_lineage_method="persist")


def score(api, dialect: str, sought: list[PersonRow], held: list[PersonRow], learnt: Learnt) -> Scores:
    """Returns the bits of every candidate pair (sought, held) that Splink scored."""
    from splink import Linker

    tables = [api.register(splink_table(rows)) for rows in (sought, held)]
    linker = Linker(tables, splink_settings(dialect, learnt=learnt), log_level=logging.ERROR)
    register_frequencies(linker, tables)
    found = linker.inference.predict(threshold_match_weight=CANDIDATE_BITS)
    if dialect == "spark":
        rows = found.as_spark_dataframe().select("unique_id_l", "unique_id_r", "match_weight").collect()
    else:
        columns = found.as_duckdbpyrelation().project("unique_id_l, unique_id_r, match_weight")
        rows = columns.fetchall()
    ours = {row.key for row in sought}
    return {((a, b) if a in ours else (b, a)): float(bits) for a, b, bits in rows}


def one_to_one(scores: Scores) -> set[tuple[str, str]]:
    """Returns the best one-to-one assignment of scored pairs."""
    pairs = sorted(scores)
    left = {key: i for i, key in enumerate(dict.fromkeys(a for a, _ in pairs))}
    right = {key: i + len(left) for i, key in enumerate(dict.fromkeys(b for _, b in pairs))}
    chosen = assign(
        np.array([left[a] for a, _ in pairs], dtype=np.int64),
        np.array([right[b] for _, b in pairs], dtype=np.int64),
        np.array([scores[pair] - LINK_BITS for pair in pairs]),
    )
    return {pair for pair, taken in zip(pairs, chosen.tolist(), strict=True) if taken}


def show_differences(linking: Linking, ours: set, theirs: set, scores: Scores, count: int) -> None:
    """Prints links that only one of the two has, field by field where ours says it."""
    shown = {(pair.left, pair.right): pair for pair in linking.candidates}
    apart = sorted(
        ours ^ theirs, key=lambda link: -max(scores.get(link, -99), shown[link].bits if link in shown else -99)
    )
    for link in apart[:count]:
        pair = shown.get(link)
        bits = f"ours {pair.bits:.1f}" if pair else "not among our candidates"
        theirs_said = f"Splink {scores[link]:.1f}" if link in scores else "not among Splink's"
        print(f"  {'ours' if link in ours else 'Splink'} alone: {link[0]} {link[1]}: {bits}, {theirs_said}")
        for field in pair.fields if pair else ():
            print(f"      {field.field:16} {field.level:16} {field.bits:+6.1f}  {field.left} | {field.right}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--persons", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rates", type=Path, default=rates_file())
    parser.add_argument("--engine", choices=("spark", "duckdb"), default="spark")
    parser.add_argument("--tolerance", type=float, default=0.99)
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--memory", default="4g")
    parser.add_argument("--errors", type=int, default=0)
    given = parser.parse_args()
    warnings.simplefilter("ignore", UserWarning)
    sought, held, truth = make_lists(given.persons, given.seed, given.rates)
    print(f"{len(sought)} x {len(held)} rows, {len(truth)} true pairs, seed {given.seed}, rates {given.rates.name}")
    start = time.perf_counter()
    linking = compare_lists(sought, held)
    seconds = time.perf_counter() - start
    ours = {(link.pair.left, link.pair.right) for link in linking.links}
    print(f"allforall         F1 {measures(ours, truth)[2]:.4f}  {len(ours)} links  {seconds:.1f} s")
    if linking.learnt is None:
        sys.exit("nothing was learnt: the lists are empty")
    start = time.perf_counter()
    if given.engine == "spark":
        api = start_spark(given.cores, given.memory)
    else:
        from splink import DuckDBAPI

        api = DuckDBAPI()
    up = time.perf_counter() - start
    start = time.perf_counter()
    scores = score(api, given.engine, sought, held, linking.learnt)
    theirs = one_to_one(scores)
    spent = time.perf_counter() - start
    print(
        f"Splink on {given.engine:7} F1 {measures(theirs, truth)[2]:.4f}  {len(theirs)} links  {spent:.1f} s"
        f"  (and {up:.1f} s to start; {spent / seconds:.1f} times ours)"
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory of this process {peak} MB; Spark's own is bounded by --memory {given.memory}")
    share = 2 * len(ours & theirs) / max(len(ours) + len(theirs), 1)
    bits = {(link.pair.left, link.pair.right): link.pair.bits for link in linking.links}
    equal = sum(abs(scores[pair] - value) < 0.01 for pair, value in bits.items() if pair in scores)
    print(f"of our links Splink scored {sum(pair in scores for pair in bits)}, {equal} of them the same to 0.01 bits")
    print(f"share of links the same {share:.4f}, tolerance {given.tolerance}")
    if given.errors:
        show_differences(linking, ours, theirs, scores, given.errors)
    if share < given.tolerance:
        sys.exit(1)


if __name__ == "__main__":
    main()

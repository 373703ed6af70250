"""Two lists linked on Spark with the levels and weights of `allforall.reconcile`; explained in docs/spark.md.

    python examples/link_on_spark.py SOUGHT.csv HELD.csv LINKS.csv [--learn 20000] [--as-of DATE]
                                      [--master local[2]] [--memory 4g]

The files are CSV in UTF-8 with a column `id` and columns named after the fields (`surname`, `given_name`,
`patronymic`, `birth_date`, `birth_place`, `unit`, `rank`, `service_number`, `document_number`, `sex`). Only the part
from which the weights are learnt and the pairs that were found come to this process; everything else stays in Spark,
whose master may be a cluster. It needs the extra `spark` and Java 17 (Debian: default-jre-headless).
"""

import argparse
import csv
import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from allforall.people.frames import rows_of_table
from allforall.reconcile import CANDIDATE_BITS, LINK_BITS, Learnt, compare_lists
from allforall.reconcile.assignment import assign

FIELDS = (
    "surname", "given_name", "patronymic", "birth_date", "birth_place", "unit", "rank",
    "service_number", "document_number", "sex",
)  # fmt: skip


def start_spark(master: str, memory: str) -> Any:
    """Starts Spark with Splink's functions of similarity."""
    from pyspark.sql import SparkSession
    from splink.backends.spark import similarity_jar_location

    builder = SparkSession.builder.master(master).appName("allforall")
    for name, value in (
        ("spark.driver.memory", memory),
        ("spark.jars", similarity_jar_location()),
        ("spark.sql.shuffle.partitions", "8"),  # a few per core; some hundreds on a cluster
        ("spark.sql.codegen.wholeStage", "false"),  # the conditions are too long to be worth compiling
        ("spark.ui.showConsoleProgress", "false"),
    ):
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def with_columns(lines: Any, as_of: date) -> Any:
    """Returns the columns for Splink, made by the workers, each of its own part of the list."""
    from allforall.reconcile.splink import spark_schema

    fields = {name: name for name in FIELDS if name in lines.columns}

    def make(parts: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa

        from allforall.reconcile.splink import splink_table

        for part in parts:
            rows = rows_of_table(pa.Table.from_batches([part]), fields, key="id", as_of=as_of)
            yield from splink_table(rows).to_batches()

    return lines.mapInArrow(make, spark_schema())


def learn(lists: list[Any], columns: list[Any], most: int, as_of: date) -> Learnt:
    """Returns the weights that a part of the lists teaches: everybody born on some days, so that both rows of a person
    are in it.
    """
    from pyspark.sql import functions

    share = min(most / max(*(lines.count() for lines in lists), 1), 1.0)
    parts = []
    for lines, table in zip(lists, columns, strict=True):
        part = lines
        if share < 1:
            drawn = functions.pmod(functions.hash("born_first"), functions.lit(1000)) < round(1000 * share)
            chosen = table.where(drawn).select(functions.col("unique_id").alias("id"))
            part = lines.join(chosen, "id", "left_semi")
        fields = {name: name for name in FIELDS if name in lines.columns}
        parts.append(list(rows_of_table(part.toArrow(), fields, key="id", as_of=as_of)))
    learnt = compare_lists(*parts).learnt
    if learnt is None:
        raise SystemExit("there is nothing to learn from: a list is empty, or says no date of birth")
    return learnt


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sought", type=Path)
    parser.add_argument("held", type=Path)
    parser.add_argument("links", type=Path)
    parser.add_argument("--learn", type=int, default=20_000)
    parser.add_argument("--as-of", type=date.fromisoformat, default=date.today())  # noqa: DTZ011  the day of the lists
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--memory", default="4g")
    given = parser.parse_args()
    spark = start_spark(given.master, given.memory)

    from splink import Linker, SparkAPI

    from allforall.reconcile.splink import register_frequencies, splink_settings

    lists = [spark.read.csv(str(path), header=True) for path in (given.sought, given.held)]
    columns = [with_columns(lines, given.as_of).persist() for lines in lists]
    learnt = learn(lists, columns, given.learn, given.as_of)
    api = SparkAPI(spark_session=spark, break_lineage_method="persist")
    tables = [api.register(table) for table in columns]
    settings = splink_settings("spark", learnt=learnt, rows=(lists[0].count(), lists[1].count()))
    linker = Linker(tables, settings, log_level=logging.ERROR)
    register_frequencies(linker, tables)
    found = linker.inference.predict(threshold_match_weight=CANDIDATE_BITS).as_spark_dataframe()
    pairs = found.select("unique_id_l", "unique_id_r", "match_weight").collect()

    # the best one-to-one assignment, of the pairs alone: a few bytes each
    sought_keys = {row.unique_id for row in columns[0].select("unique_id").collect()}
    pairs = [(a, b, bits) if a in sought_keys else (b, a, bits) for a, b, bits in pairs]
    left = {key: i for i, key in enumerate(dict.fromkeys(a for a, _, _ in pairs))}
    right = {key: i + len(left) for i, key in enumerate(dict.fromkeys(b for _, b, _ in pairs))}
    chosen = assign(
        np.array([left[a] for a, _, _ in pairs], dtype=np.int64),
        np.array([right[b] for _, b, _ in pairs], dtype=np.int64),
        np.array([bits - LINK_BITS for _, _, bits in pairs]),
    )
    with given.links.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("sought", "held", "bits"))
        links = sorted(pair for pair, taken in zip(pairs, chosen.tolist(), strict=True) if taken)
        writer.writerows((a, b, f"{bits:.2f}") for a, b, bits in links)
    print(f"{len(links)} links of {len(pairs)} candidates: {given.links}")
    spark.stop()


if __name__ == "__main__":
    main()

"""Splink 5 on DuckDB as most would set it up: plain transliteration, Jaro-Winkler, seven blocking rules.

Its speed is a goal; it is trained and measured as `splink_peer` is.
"""

import time
from dataclasses import replace

import pandas as pd
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from anyascii import anyascii
from splink import block_on
from splink_peer import Found, Truth, linked, stated

from allforall.people.fields import Field
from allforall.people.persons import PersonRow

#: Seven rules on plain transliteration.
PLAIN_RULES = (
    ("surname", "given_name"),
    ("surname", "birth_date"),
    ("surname", "patronymic"),
    ("given_name", "birth_date"),
    ("surname", "birth_year"),
    ("patronymic", "birth_date"),
    ("given_name", "patronymic", "birth_year"),
)


def _plain(text: str) -> str | None:
    return anyascii(text).lower().replace("'", "").strip() or None


def _plain_frame(rows: list[PersonRow]) -> pd.DataFrame:
    def line(row: PersonRow) -> dict[str, str | None]:
        born = row.value(Field.BIRTH_DATE)
        return {
            "unique_id": row.key,
            "surname": _plain(row.value(Field.SURNAME)),
            "given_name": _plain(row.value(Field.GIVEN_NAME)),
            "patronymic": _plain(row.value(Field.PATRONYMIC)),
            "birth_date": born if len(born) == 10 and born.replace("-", "").isdecimal() else None,
            "birth_year": born[:4] if born[:4].isdecimal() else None,
            "place": _plain(row.value(Field.BIRTH_PLACE)),
            "unit": _plain(row.value(Field.UNIT)),
            "service_number": row.value(Field.SERVICE_NUMBER) or None,
        }

    return pd.DataFrame([line(row) for row in rows])


def run_plain(sought: list[PersonRow], held: list[PersonRow], truth: Truth) -> Found:
    """Returns what Splink finds with plain transliteration and seven rules."""
    start = time.perf_counter()
    frames = _plain_frame(sought), _plain_frame(held)
    spent = time.perf_counter() - start
    dates = cl.CustomComparison(
        output_column_name="birth",
        comparison_levels=[
            cll.And(cll.NullLevel("birth_date"), cll.NullLevel("birth_year")).configure(is_null_level=True),
            cll.ExactMatchLevel("birth_date"),
            cll.LevenshteinLevel("birth_date", 1),
            cll.LevenshteinLevel("birth_date", 2),
            cll.ExactMatchLevel("birth_year"),
            cll.ElseLevel(),
        ],
    )
    comparisons = [
        cl.JaroWinklerAtThresholds("surname", [0.92, 0.8]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("given_name", [0.92, 0.8]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("patronymic", [0.92, 0.8]).configure(term_frequency_adjustments=True),
        dates,
        cl.JaroWinklerAtThresholds("place", [0.9]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("unit", [0.95]),
    ]
    if stated(*frames, "service_number"):
        comparisons.append(cl.LevenshteinAtThresholds("service_number", [1]))
    certain = [block_on("surname", "given_name", "birth_date"), block_on("surname", "given_name", "patronymic")]
    training = [block_on("surname", "given_name"), block_on("birth_date")]
    found = linked(frames, comparisons, [block_on(*parts) for parts in PLAIN_RULES], certain, training, truth)
    return replace(found, columns_seconds=spent)

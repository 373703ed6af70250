"""Splink 5 on DuckDB as the peer: plain transliteration, Jaro-Winkler, blocking rules, EM, greedy one-to-one."""

import logging

import pandas as pd
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from anyascii import anyascii
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from allforall.people.fields import Field
from allforall.people.persons import PersonRow

RULES = (
    ("surname", "given_name"),
    ("surname", "patronymic"),
    ("surname", "birth_date"),
    ("surname", "birth_year"),
    ("surname", "place"),
    ("surname", "unit"),
    ("given_name", "birth_date"),
    ("patronymic", "birth_date"),
    ("given_name", "patronymic", "birth_year"),
    ("given_name", "patronymic", "place"),
    ("given_name", "patronymic", "unit"),
    ("birth_date", "place"),
    ("birth_date", "unit"),
    ("substr(surname, 1, 4)", "birth_date"),
    ("substr(surname, 1, 3)", "substr(given_name, 1, 3)", "birth_year"),
    ("substr(surname, 1, 3)", "substr(given_name, 1, 3)", "substr(patronymic, 1, 3)"),
    ("substr(given_name, 1, 3)", "substr(patronymic, 1, 4)", "birth_year"),
)


def _plain(text: str) -> str | None:
    return anyascii(text).lower().replace("'", "").strip() or None


def _frame(rows: list[PersonRow]) -> pd.DataFrame:
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


def run_splink(sought: list[PersonRow], held: list[PersonRow]) -> list[tuple[str, str, float]]:
    """Returns the pairs of a greedy one-to-one assignment with their match weights, best first."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    left, right = _frame(sought), _frame(held)
    date_levels = cl.CustomComparison(
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
        date_levels,
        cl.JaroWinklerAtThresholds("place", [0.9]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("unit", [0.95]),
    ]
    if left["service_number"].notna().any() and right["service_number"].notna().any():
        comparisons.append(cl.LevenshteinAtThresholds("service_number", [1]))
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in RULES],
        retain_matching_columns=False,
    )
    database = DuckDBAPI()
    linker = Linker([database.register(left), database.register(right)], settings, log_level=logging.ERROR)
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("surname", "given_name", "birth_date"), block_on("surname", "given_name", "patronymic")],
        recall=0.4,
    )
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block_on("surname", "given_name"))
    training.estimate_parameters_using_expectation_maximisation(block_on("birth_date"))
    found = linker.inference.predict(threshold_match_weight=-12).as_pandas_dataframe()
    weight = next(name for name in ("match_weight", "mw", "mw_total") if name in found.columns)
    swap = found["unique_id_l"].iloc[0].startswith("h:") if len(found) else False
    sides = ("unique_id_r", "unique_id_l") if swap else ("unique_id_l", "unique_id_r")
    taken_left: set[str] = set()
    taken_right: set[str] = set()
    links = []
    for pair in found.sort_values([weight, *sides], ascending=[False, True, True]).itertuples(index=False):
        a, b = getattr(pair, sides[0]), getattr(pair, sides[1])
        if a not in taken_left and b not in taken_right:
            taken_left.add(a)
            taken_right.add(b)
            links.append((a, b, float(getattr(pair, weight))))
    return links

"""The comparison levels of this room as Splink settings, for DuckDB and for Spark, for lists too long for one machine.

Splink compares the columns of `splink_columns` by SQL. Its levels are those of `levels`, condition by condition, with
the same m, u and frequencies if learnt weights are given, so that its match weights are our bits; without them Splink
learns its own. What differs: slips of letters are counted by the Damerau-Levenshtein distance of the database, which in
rare cases is one less than ours (optimal string alignment); names read crosswise have two weights, not one per level;
and large blocks are taken whole. Splink is an optional extra: `pip install allforall[splink]` (or `[spark]`).
"""

import math
from collections.abc import Sequence
from typing import Any

from allforall.errors import CallError, naming_the_extra
from allforall.reconcile import levels as lv
from allforall.reconcile.learnt import Learnt
from allforall.reconcile.splink.conditions import Dialect, SplinkField, Sql, splink_fields
from allforall.reconcile.weights import ASSUMED_ROWS, LEAST_POPULATION, assumed_frequency

#: The level whose m and u weigh names read crosswise; its cost is counted once, with the surname.
_CROSSWISE = {"crosswise": "same_sound", "crosswise_close": "near_sound", "crosswise_apart": "different"}


def _share(learnt: Learnt | None, field: SplinkField, code: str) -> tuple[float, float]:
    """Returns m and u of a level: learnt, else assumed."""
    asked = _CROSSWISE.get(code, code)
    if learnt is not None:
        weight = learnt.levels[str(field.compared.field)][asked]
        m, u = 2.0**weight.log_m, 2.0**weight.log_u
    else:
        level = field.compared.levels[field.compared.number(asked) - 1]
        m, u = level.m, level.u
    if code in _CROSSWISE and field.compared is lv.SURNAME:
        m *= lv.SWAPPED_RATE
    return m, u


def _comparison(field: SplinkField, learnt: Learnt | None) -> Any:
    import splink.comparison_level_library as cll  # noqa: PLC0415  an optional extra
    import splink.comparison_library as cl  # noqa: PLC0415

    levels: list[Any] = [cll.NullLevel(field.column)]
    by_term = {level.code for level in field.compared.levels if level.by_term}
    asked = [*field.conditions, field.compared.levels[-1].code if field.column == "born" else "different"]
    for code in asked:
        condition = field.conditions.get(code)
        level = cll.ElseLevel() if condition is None else cll.CustomLevel(condition, label_for_charts=code)
        if _CROSSWISE.get(code, code) in by_term and condition is not None:
            level = level.configure(
                tf_adjustment_column=field.counted, tf_adjustment_weight=1.0, disable_tf_exact_match_detection=True
            )
        m, u = _share(learnt, field, code)
        fixed = learnt is not None
        level = level.configure(
            m_probability=m, u_probability=u, fix_m_probability=fixed, fix_u_probability=fixed, label_for_charts=code
        )
        levels.append(level)
    return cl.CustomComparison(output_column_name=str(field.compared.field), comparison_levels=levels)


def blocking_rules() -> list[Any]:
    """Returns Splink's blocking rules: two rows are compared if they share one of the `keys` of our candidates."""
    from splink import block_on  # noqa: PLC0415  an optional extra

    return [block_on("keys", arrays_to_explode=["keys"])]


def _prior_bits(learnt: Learnt, rows: tuple[int, int] | None) -> float:
    population = max(*learnt.rows, LEAST_POPULATION)
    return learnt.prior_bits - math.log2(max(*(rows or learnt.rows), LEAST_POPULATION) / population)


def splink_settings(
    dialect: str,
    *,
    learnt: Learnt | None = None,
    rows: tuple[int, int] | None = None,
    link_type: str = "link_only",
    distance: str = "damerau_levenshtein",
    rules: Sequence[Any] | None = None,
    without: Sequence[str] = (),
) -> Any:
    """Returns a Splink SettingsCreator with our levels over the columns of `splink_columns`.

    With `learnt` (of a `Linking`) Splink's match weights are our bits, once the frequencies are registered too
    (`register_frequencies`); without it they start from our assumptions, and the model is to be trained as usual,
    on some thousands of rows. `dialect` is ``duckdb`` or ``spark``;
    `distance` the database's function that counts slips, ``levenshtein`` if Spark has not loaded Splink's jar. `rows`
    are the lengths of the lists, if `learnt` comes from a part of them: among ten times as many rows, any two are one
    person ten times as rarely. `rules` replaces `blocking_rules`; `without` names fields (``rank``, ``sex``, ...) that
    are not compared.
    """
    with naming_the_extra():
        from splink import SettingsCreator  # noqa: PLC0415
    if dialect not in tuple(Dialect):
        raise CallError("reconcile:splink:dialect", found=str(dialect), expected=", ".join(Dialect))
    fields = [
        field
        for field in splink_fields(Sql(Dialect(dialect), distance))
        if str(field.compared.field) not in set(without)
    ]
    chance = None if learnt is None else 1 / (1 + 2.0 ** -_prior_bits(learnt, rows))
    return SettingsCreator(
        link_type=link_type,
        comparisons=[_comparison(field, learnt) for field in fields],
        blocking_rules_to_generate_predictions=list(blocking_rules() if rules is None else rules),
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
        **({} if chance is None else {"probability_two_random_records_match": chance}),
    )


def register_frequencies(linker: Any, tables: Sequence[Any], without: Sequence[str] = ()) -> None:
    """Registers the frequency of every value in these tables, counted and smoothed as `weights` does.

    `tables` are what the database's `register` returned: both lists, or the one that is searched for duplicates.
    Splink's own count would do as well, but then two rows that share a value with no others would confirm each other.
    """
    for field in splink_fields(Sql(Dialect.DUCKDB, "")):
        if str(field.compared.field) in set(without):
            continue
        column, assumed = field.counted, assumed_frequency(field.compared)
        rows = " UNION ALL ".join(
            f"SELECT {column} FROM {table.physical_name} WHERE {column} IS NOT NULL"  # noqa: S608
            for table in tables
        )
        least = f"least({assumed!r}, 1.0 / greatest(n, 1))"
        share = f"(greatest(met - 2, 0) + {ASSUMED_ROWS * assumed!r}) / (n + {ASSUMED_ROWS!r})"
        counted = tables[0].query_sql(
            f"SELECT {column}, cast(greatest({share}, {least}) AS double) AS tf_{column} FROM "  # noqa: S608
            f"(SELECT {column}, count(*) AS met, sum(count(*)) OVER () AS n FROM ({rows}) AS every GROUP BY {column}) "
            "AS counted"
        )
        linker.table_management.register_term_frequency_lookup(counted, column)

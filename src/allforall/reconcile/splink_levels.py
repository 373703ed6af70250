"""The comparison levels of this room as Splink settings, for DuckDB and for Spark, where a list is too long for one
machine.

Splink compares the columns of `splink_columns` by SQL. Its levels are those of `levels`, condition by condition, with
the same m, u and frequencies where learnt weights are given, so that its match weights are our bits; without them
Splink learns its own. What differs: slips of letters are counted by the Damerau-Levenshtein distance of the database,
which in rare cases is one less than ours (optimal string alignment); names read crosswise have two weights, not one
per level; and large blocks are taken whole. Splink is an optional extra: `pip install allforall[splink]` (or
`[spark]`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from allforall.errors import CallError
from allforall.reconcile import levels as lv
from allforall.reconcile.columns import READINGS
from allforall.reconcile.learnt import Learnt
from allforall.reconcile.name_levels import NEAR, PARTLY, SIMILAR
from allforall.reconcile.value_levels import MONTH_DAYS, NEAR_DAYS, NEAR_WORDS, YEAR_DAYS
from allforall.reconcile.weights import ASSUMED_ROWS, assumed_frequency

Conditions = dict[str, str]


class Dialect(StrEnum):
    """The databases whose SQL is written here."""

    DUCKDB = "duckdb"
    SPARK = "spark"


@dataclass(frozen=True, slots=True)
class _Sql:
    """The few words in which the dialects differ. `distance` is the function that counts slips of letters."""

    dialect: Dialect
    distance: str

    def overlap(self, a: str, b: str) -> str:
        """Whether two lists have a value in common."""
        if self.dialect is Dialect.SPARK:
            return f"arrays_overlap({a}, {b})"
        return f"list_has_any({a}, {b})"

    def within(self, a: str, b: str) -> str:
        """Whether the first list is not empty and all of it is in the second."""
        if self.dialect is Dialect.SPARK:
            return f"(size({a}) > 0 AND size(array_except({a}, {b})) = 0)"
        return f"(len({a}) > 0 AND list_has_all({b}, {a}))"

    def alike(self, a: str, b: str, least: float) -> str:
        """Whether two texts are as alike as that: 1 less the distance over the longer length."""
        longer = f"greatest(length({a}), length({b}))"
        # a millionth, since 1 - 0.84 is no number that a computer has
        slips = f"{self.distance}({a}, {b}) <= {1 - least:.2f} * {longer} + 0.000001"
        # the lengths alone decide most pairs, and cost nothing
        return f"({a} IS NOT NULL AND {b} IS NOT NULL AND {self._lengths(a, b, least)} AND {slips})"

    @staticmethod
    def _lengths(a: str, b: str, least: float) -> str:
        lengths = f"length({a}), length({b})"
        return f"greatest({lengths}) - least({lengths}) <= {1 - least:.2f} * greatest({lengths}) + 0.000001"


@dataclass(frozen=True, slots=True)
class _Name:
    """A name column of one side: `_Name("surname", "l")` speaks of surname_l, surname_fold_l, ..."""

    prefix: str
    side: str

    def __call__(self, code: str = "") -> str:
        return f"{self.prefix}_{code}_{self.side}" if code else f"{self.prefix}_{self.side}"


def _equal(a: str, b: str) -> str:
    return f"({a} IS NOT NULL AND {a} = {b})"


def _any(*conditions: str) -> str:
    return "(" + " OR ".join(conditions) + ")"


def _either(a: str, b: str) -> str:
    return f"(coalesce({a}, false) OR coalesce({b}, false))"


def _best_alike(sql: _Sql, a: _Name, b: _Name, least: float) -> str:
    """Whether any two readings are as alike as that; as `name_levels`, unlikely readings meet likely ones only."""
    pairs = [(i, j) for i in range(READINGS) for j in range(READINGS) if i + j <= 2]
    return _any(*(sql.alike(a(str(i)), b(str(j)), least) for i, j in pairs))


def _graded(sql: _Sql, a: _Name, b: _Name) -> Conditions:
    return {
        "near_sound": _any(_equal(a("coarse"), b("coarse")), _best_alike(sql, a, b, NEAR)),
        "similar": _best_alike(sql, a, b, SIMILAR),
        "partly_alike": _best_alike(sql, a, b, PARTLY),
    }


def _surname(sql: _Sql, a: _Name, b: _Name) -> Conditions:
    return {
        "same_sound": sql.overlap(a("readings"), b("readings")),
        "other_ending": _equal(a("family"), b("family")),
        **_graded(sql, a, b),
    }


def _known_name(sql: _Sql, a: _Name, b: _Name, *, short: bool) -> Conditions:
    conditions = {
        "same_sound": sql.overlap(a("readings"), b("readings")),
        "same_name": sql.overlap(a("whole"), b("whole")),
    }
    if short:
        pairs = (("short", "near"), ("near", "short"), ("short", "short"))
        conditions["short_form"] = _any(*(sql.overlap(a(x), b(y)) for x, y in pairs))
    length = "size" if sql.dialect is Dialect.SPARK else "len"
    conditions["other_name"] = f"({length}({a('whole')}) > 0 AND {length}({b('whole')}) > 0)"
    graded = _graded(sql, a, b)
    graded["near_sound"] = _any(sql.overlap(a("near"), b("near")), graded["near_sound"])
    return conditions | graded


def _good(conditions: Conditions) -> str:
    """Whether names agree well enough to be taken for one another, the level "similar" included."""
    if "other_name" not in conditions:
        return _any(*(conditions[code] for code in ("same_sound", "other_ending", "near_sound", "similar")))
    agree = [conditions[code] for code in ("same_sound", "same_name", "short_form")]
    return _any(*agree, f"(NOT {conditions['other_name']} AND {_any(conditions['near_sound'], conditions['similar'])})")


def _crosswise(sql: _Sql, *, of_surname: bool) -> Conditions:
    """Whether the names agree only with surname and given name in each other's place, and how well one of them does.

    As in `scoring`: the side whose surname column holds what the table knows as a given name has them crossed.
    """
    surname_l, surname_r, given_l, given_r = (_Name(x, side) for x in ("surname", "given") for side in ("l", "r"))
    left_crossed = f"({_known(sql, surname_l)} AND NOT {_known(sql, given_l)})"
    readings = (
        (left_crossed, _surname(sql, given_l, surname_r), _known_name(sql, surname_l, given_r, short=True)),
        (f"NOT {left_crossed}", _surname(sql, surname_l, given_r), _known_name(sql, given_l, surname_r, short=True)),
    )
    straight = [
        f"({_good(_surname(sql, surname_l, surname_r))} AND NOT {_initials(surname_l, surname_r)})",
        f"({_good(_known_name(sql, given_l, given_r, short=True))} AND NOT {_initials(given_l, given_r)})",
    ]
    names = (surname_l, surname_r, given_l, given_r)
    whole = " AND ".join(f"NOT coalesce({name('initial')}, false) AND {name()} IS NOT NULL" for name in names)
    same, close = [], []
    for when, surname, given in readings:
        agrees = surname["same_sound"] if of_surname else _any(given["same_sound"], given["same_name"])
        same.append(f"({when} AND {agrees} AND {_good(surname)} AND {_good(given)})")
        close.append(f"({when} AND {_good(surname)} AND {_good(given)})")
    poor = f"NOT {straight[0]} AND NOT {straight[1]}"
    return {
        "crosswise": f"({whole} AND {_any(*same)} AND {poor})",
        "crosswise_close": f"({whole} AND {_any(*close)} AND {poor})",
    }


def _known(sql: _Sql, name: _Name) -> str:
    length = "size" if sql.dialect is Dialect.SPARK else "len"
    return f"({length}({name('near')}) > 0)"


def _initials(a: _Name, b: _Name) -> str:
    return _either(a("initial"), b("initial"))


def _name_conditions(sql: _Sql, prefix: str) -> Conditions:
    """The conditions of a name field in the order in which they are asked."""
    a, b = _Name(prefix, "l"), _Name(prefix, "r")
    by_sound = _surname(sql, a, b) if prefix == "surname" else _known_name(sql, a, b, short=prefix == "given")
    initials = _initials(a, b)
    asked: Conditions = {}
    for code, condition in by_sound.items():
        if code in ("partly_alike", "other_name"):
            continue
        doubt = f" AND NOT {by_sound['other_name']}" if "other_name" in by_sound and code in _OF_UNKNOWN else ""
        asked[code] = f"NOT {initials}{doubt} AND {condition}"
    if prefix != "father":
        asked |= _crosswise(sql, of_surname=prefix == "surname")
    asked["initial_agrees"] = f"{initials} AND {_equal(a('first'), b('first'))}"
    asked["initial_conflicts"] = initials
    asked |= {code: by_sound[code] for code in ("other_name", "partly_alike") if code in by_sound}
    return asked


#: Levels of slips, which two names that the table tells apart never have.
_OF_UNKNOWN = ("near_sound", "similar")


def _digits_apart(a: str, b: str) -> str:
    digits = (f"(CASE WHEN substr({a}, {i}, 1) = substr({b}, {i}, 1) THEN 0 ELSE 1 END)" for i in range(1, 9))
    return f"{' + '.join(digits)} = 1"


def _same_digits(a: str, b: str, at: int, size: int, other: int = 0) -> str:
    return f"substr({a}, {at}, {size}) = substr({b}, {other or at}, {size})"


def _crossed(a: str, b: str) -> str:
    """Whether two days are one with day and month in each other's place."""
    parts = (_same_digits(a, b, 1, 4), _same_digits(a, b, 5, 2, 7), _same_digits(a, b, 7, 2, 5))
    return f"({' AND '.join(parts)})"


def _year_off(a: str, b: str) -> str:
    years = f"cast(substr({a}, 1, 4) as int) - cast(substr({b}, 1, 4) as int)"
    return f"(abs({years}) = 1 AND {_same_digits(a, b, 5, 4)})"


def _date_conditions() -> Conditions:
    # where a day-month doubt leaves two days open, the better one counts
    days = [(f"born_{x}_l", f"born_{y}_r") for x in ("first", "second") for y in ("first", "second")]
    whole = f"NOT {_either('born_partial_l', 'born_partial_r')}"
    widest = "greatest(born_latest_l - born_earliest_l, born_latest_r - born_earliest_r) + 1"
    gap = "(greatest(born_earliest_l, born_earliest_r) - least(born_latest_l, born_latest_r))"
    month, year = f"{widest} <= {MONTH_DAYS}", f"{widest} <= {YEAR_DAYS}"
    return {
        "same_day": f"{whole} AND {_any(*(f'{a} = {b}' for a, b in days))}",
        "day_month_swapped": f"{whole} AND {_any(*(_crossed(a, b) for a, b in days))}",
        "year_off_by_one": f"{whole} AND {_any(*(_year_off(a, b) for a, b in days))}",
        "one_digit": f"{whole} AND {_any(*(_digits_apart(a, b) for a, b in days))}",
        "same_year": f"{whole} AND {_any(*(_same_digits(a, b, 1, 4) for a, b in days))}",
        "different": whole,
        "month_compatible": f"{month} AND {gap} <= 0",
        "month_conflicts": month,
        "year_compatible": f"{year} AND {gap} <= 0",
        "year_near": f"{year} AND {gap} <= {NEAR_DAYS}",
        "year_conflicts": year,
        "span_compatible": f"{gap} <= 0",
    }


def _place_conditions(sql: _Sql) -> Conditions:
    words = ("birth_place_words_l", "birth_place_words_r")
    inside = _any(sql.within(*words), sql.within(*reversed(words)))
    return {
        "same": "birth_place_l = birth_place_r",
        "near": _any(sql.alike("birth_place_l", "birth_place_r", NEAR_WORDS), inside),
    }


def _unit_conditions(sql: _Sql) -> Conditions:
    silent = "(unit_numbers_l IS NULL AND unit_numbers_r IS NULL)"
    alike = sql.alike("unit_l", "unit_r", NEAR_WORDS)
    return {
        "same": "unit_l = unit_r",
        "near": _any("unit_numbers_l = unit_numbers_r", f"({silent} AND {alike})"),
    }


def _number_conditions(sql: _Sql, column: str) -> Conditions:
    a, b = f"{column}_l", f"{column}_r"
    long = f"greatest(length({a}), length({b})) >= 5"
    return {"same": f"{a} = {b}", "one_digit": f"({long} AND {sql.distance}({a}, {b}) <= 1)"}


@dataclass(frozen=True, slots=True)
class _Field:
    """A compared field: its column (also that of the value whose absence says "unknown") and the column counted."""

    compared: lv.Compared
    column: str
    counted: str
    conditions: Conditions


def _fields(sql: _Sql) -> tuple[_Field, ...]:
    rank = {"same": "rank_l = rank_r", "near": "abs(rank_order_l - rank_order_r) <= 1"}
    return (
        _Field(lv.SURNAME, "surname", "surname_family", _name_conditions(sql, "surname")),
        _Field(lv.GIVEN_NAME, "given", "given_term", _name_conditions(sql, "given")),
        _Field(lv.FATHER, "father", "father_term", _name_conditions(sql, "father")),
        _Field(lv.BIRTH_DATE, "born", "born", _date_conditions()),
        _Field(lv.BIRTH_PLACE, "birth_place", "birth_place", _place_conditions(sql)),
        _Field(lv.UNIT, "unit", "unit", _unit_conditions(sql)),
        _Field(lv.RANK, "rank", "rank", rank),
        _Field(lv.SERVICE_NUMBER, "service_number", "service_number", _number_conditions(sql, "service_number")),
        _Field(lv.DOCUMENT_NUMBER, "document_number", "document_number", _number_conditions(sql, "document_number")),
        _Field(lv.SEX, "sex", "sex", {"same": "sex_l = sex_r"}),
    )


#: The level by whose m and u names read crosswise are weighed; the price of it is paid once, with the surname.
_CROSSWISE = {"crosswise": "same_sound", "crosswise_close": "near_sound"}


def _share(learnt: Learnt, field: _Field, code: str) -> tuple[float, float]:
    """Returns m and u of a level."""
    weight = learnt.levels[str(field.compared.field)][_CROSSWISE.get(code, code)]
    m, u = 2.0**weight.log_m, 2.0**weight.log_u
    if code in _CROSSWISE and field.compared is lv.SURNAME:
        m *= lv.SWAPPED_RATE
    return m, u


def _comparison(field: _Field, learnt: Learnt | None) -> Any:
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
        if learnt is not None:
            m, u = _share(learnt, field, code)
            level = level.configure(m_probability=m, u_probability=u, fix_m_probability=True, fix_u_probability=True)
        levels.append(level.configure(label_for_charts=code))
    return cl.CustomComparison(output_column_name=str(field.compared.field), comparison_levels=levels)


#: What two rows must have in common to be compared, in the columns of `splink_columns`: keys as in `candidates`, but
#: for blocks that grow with the square of the lists (a surname alone), which a database would take whole.
RULES: tuple[tuple[str, ...], ...] = (
    ("surname_skeleton", "given_term"),
    ("surname_skeleton", "father_term"),
    ("surname_skeleton", "born_year"),
    ("surname_skeleton", "birth_place"),
    ("surname_skeleton", "unit"),
    ("given_term", "father_term", "born_year"),
    ("given_term", "father_term", "birth_place"),
    ("given_term", "father_term", "unit"),
    ("given_term", "father_term", "surname_head"),
    ("given_term", "father_term", "surname_tail"),
    ("given_term", "born_year", "surname_head"),
    ("given_term", "born_year", "surname_tail"),
    ("given_term", "born_first"),
    ("given_term", "birth_place"),
    ("given_term", "unit"),
    ("father_term", "born_first"),
    ("surname_head", "born_first"),
    ("surname_head", "unit"),
    ("born_first", "birth_place"),
    ("service_number",),
    ("document_number",),
)
#: The same with one column on the left and another on the right, both ways: a second reading, names crosswise, a day
#: and month in doubt.
CROSSED_RULES: tuple[tuple[tuple[str, str], ...], ...] = (
    (("surname_skeleton", "surname_skeleton_2"), ("given_term", "given_term")),
    (("surname_skeleton", "given_skeleton"), ("given_skeleton", "surname_skeleton")),
    (("surname_skeleton", "given_skeleton"), ("born_first", "born_first")),
    (("surname_skeleton", "given_skeleton"), ("birth_place", "birth_place")),
    (("surname_skeleton", "given_skeleton"), ("unit", "unit")),
    (("born_first", "born_second"), ("given_term", "given_term")),
)


def blocking_rules() -> list[str]:
    """Returns Splink's blocking rules: the conditions of which one must hold for two rows to be compared."""
    rules = [" AND ".join(f"l.{column} = r.{column}" for column in rule) for rule in RULES]
    for rule in CROSSED_RULES:
        ways = {tuple(sorted(way)) for way in (rule, [(b, a) for a, b in rule])}
        rules += sorted(" AND ".join(f"l.{a} = r.{b}" for a, b in way) for way in ways)
    return rules


def splink_settings(
    dialect: str,
    *,
    learnt: Learnt | None = None,
    link_type: str = "link_only",
    distance: str = "damerau_levenshtein",
    rules: Sequence[str] | None = None,
    without: Sequence[str] = (),
) -> Any:
    """Returns a Splink SettingsCreator with our levels over the columns of `splink_columns`.

    With `learnt` (of a `Linking`) Splink's match weights are our bits, once the frequencies are registered too
    (`register_frequencies`); without it the model is to be trained as usual. `dialect` is ``duckdb`` or ``spark``;
    `distance` the database's function that counts slips, ``levenshtein`` where Spark has not loaded Splink's jar.
    `rules` replaces `blocking_rules`; `without` names fields (``rank``, ``sex``, ...) that are not compared.
    """
    try:
        from splink import SettingsCreator  # noqa: PLC0415  an optional extra
    except ImportError as missing:
        raise CallError("reconcile:splink:not_installed", expected="pip install allforall[splink]") from missing
    if dialect not in tuple(Dialect):
        raise CallError("reconcile:splink:dialect", found=str(dialect), expected=", ".join(Dialect))
    fields = [
        field for field in _fields(_Sql(Dialect(dialect), distance)) if str(field.compared.field) not in set(without)
    ]
    chance = None if learnt is None else 1 / (1 + 2.0**-learnt.prior_bits)
    return SettingsCreator(
        link_type=link_type,
        comparisons=[_comparison(field, learnt) for field in fields],
        blocking_rules_to_generate_predictions=list(blocking_rules() if rules is None else rules),
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
        **({} if chance is None else {"probability_two_random_records_match": chance}),
    )


def register_frequencies(linker: Any, tables: Sequence[Any], without: Sequence[str] = ()) -> None:
    """Registers how often every value is met in these tables, counted and smoothed as `weights` does.

    `tables` are what the database's `register` returned: both lists, or the one that is searched for duplicates.
    Splink's own count would do as well, but two rows that have a value to themselves would vouch for each other.
    """
    for field in _fields(_Sql(Dialect.DUCKDB, "")):
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

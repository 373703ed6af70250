"""The conditions of every level as SQL, for DuckDB and for Spark: what `name_levels`, `value_levels` and `scoring`
decide about two rows, expressed on the columns of `splink_columns`.

A condition is tested only if those before it did not hold, so the order matters. Slips of letters are counted by a
function of the database.
"""

from dataclasses import dataclass
from enum import StrEnum

from allforall.reconcile import levels as lv
from allforall.reconcile.columns import READINGS
from allforall.reconcile.name_levels import NEAR, PARTLY, SIMILAR
from allforall.reconcile.value_levels import MONTH_DAYS, NEAR_DAYS, NEAR_WORDS, YEAR_DAYS

Conditions = dict[str, str]


class Dialect(StrEnum):
    """The databases whose SQL is written here."""

    DUCKDB = "duckdb"
    SPARK = "spark"


@dataclass(frozen=True, slots=True)
class Sql:
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

    def holds(self, a: str, value: str) -> str:
        """Whether a value is in a list."""
        name = "array_contains" if self.dialect is Dialect.SPARK else "list_contains"
        return f"coalesce({name}({a}, {value}), false)"

    def filled(self, column: str) -> str:
        """Whether a list is not empty."""
        return f"({'size' if self.dialect is Dialect.SPARK else 'len'}({column}) > 0)"

    def known(self, name: "_Name") -> str:
        """1 if the table of given names has a name or a form near it, else 0."""
        return f"(CASE WHEN {self.filled(name('near'))} OR {self.filled(name('short'))} THEN 1 ELSE 0 END)"

    def alike(self, a: str, b: str, least: float) -> str:
        """Whether two texts are at least this similar: 1 minus the distance over the longer length."""
        longer = f"greatest(length({a}), length({b}))"
        # a millionth, since 1 - 0.84 has no exact floating-point value
        slips = f"{self.distance}({a}, {b}) <= {1 - least:.2f} * {longer} + 0.000001"
        # the lengths alone decide most pairs, and cost nothing
        return f"({a} IS NOT NULL AND {b} IS NOT NULL AND {self._lengths(a, b, least)} AND {slips})"

    @staticmethod
    def _lengths(a: str, b: str, least: float) -> str:
        lengths = f"length({a}), length({b})"
        return f"greatest({lengths}) - least({lengths}) <= {1 - least:.2f} * greatest({lengths}) + 0.000001"


@dataclass(frozen=True, slots=True)
class _Name:
    """A name column of one side: `_Name("surname", "l")` means surname_l, surname_fold_l, ..."""

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


def _best_alike(sql: Sql, a: _Name, b: _Name, least: float, readings: int) -> str:
    """Whether any two readings are at least this similar; as in `name_levels`, unlikely readings are compared with
    likely ones only.
    """
    pairs = [(i, j) for i in range(readings) for j in range(readings - i)]
    return _any(*(sql.alike(a(str(i)), b(str(j)), least) for i, j in pairs))


def _graded(sql: Sql, a: _Name, b: _Name, readings: int) -> Conditions:
    return {
        "near_sound": _any(_equal(a("coarse"), b("coarse")), _best_alike(sql, a, b, NEAR, readings)),
        "similar": _best_alike(sql, a, b, SIMILAR, readings),
        "partly_alike": _best_alike(sql, a, b, PARTLY, readings),
    }


def _surname(sql: Sql, a: _Name, b: _Name, readings: int = READINGS) -> Conditions:
    graded = _graded(sql, a, b, readings)
    one_of_two = (sql.holds(one("parts"), other("family")) for one, other in ((a, b), (b, a)))
    graded["similar"] = _any(graded["similar"], *one_of_two)
    return {
        "same_sound": sql.overlap(a("readings"), b("readings")),
        "other_ending": _equal(a("family"), b("family")),
        "same_name": sql.overlap(a("known"), b("known")),
        **graded,
    }


def _known_name(sql: Sql, a: _Name, b: _Name, *, short: bool, readings: int = READINGS) -> Conditions:
    # names that are not in the table of given names may be forms of one in the table of known names
    strange = " AND ".join(f"NOT {sql.filled(name(code))}" for name in (a, b) for code in ("near", "short"))
    conditions = {
        "same_sound": sql.overlap(a("readings"), b("readings")),
        "same_name": _any(
            sql.overlap(a("whole"), b("whole")), f"({strange} AND {sql.overlap(a('known'), b('known'))})"
        ),
    }
    if short:
        pairs = (("short", "near"), ("near", "short"), ("short", "short"))
        conditions["short_form"] = _any(*(sql.overlap(a(x), b(y)) for x, y in pairs))
    conditions["other_name"] = f"({sql.filled(a('whole'))} AND {sql.filled(b('whole'))})"
    graded = _graded(sql, a, b, readings)
    graded["near_sound"] = _any(sql.overlap(a("near"), b("near")), graded["near_sound"])
    return conditions | graded


def _good(conditions: Conditions, *, similar: bool = True) -> str:
    """Whether names agree well enough to count as the same, with or without the level "similar"."""
    slips = ("near_sound", "similar") if similar else ("near_sound",)
    agree = [
        conditions[code] for code in ("same_sound", "same_name", "other_ending", "short_form") if code in conditions
    ]
    near = _any(*(conditions[code] for code in slips))
    if "other_name" in conditions:
        near = f"(NOT {conditions['other_name']} AND {near})"
    return _any(*agree, near)


def _crosswise(sql: Sql, *, of_surname: bool) -> Conditions:
    """Whether the names agree only with surname and given name swapped, and how well one of them does.

    As in `scoring`, but for two things that would make the conditions many times as long: slips are looked for in the
    usual reading alone, and weights are not compared if the names agree in part as written.
    """
    surname_l, surname_r, given_l, given_r = (_Name(x, side) for x in ("surname", "given") for side in ("l", "r"))

    def read(a: _Name, b: _Name, *, given: bool) -> Conditions:
        return _known_name(sql, a, b, short=True, readings=1) if given else _surname(sql, a, b, readings=1)

    crossed_l = f"({sql.known(surname_l)} + {sql.known(given_r)} > {sql.known(given_l)} + {sql.known(surname_r)})"
    ways = (
        (crossed_l, read(given_l, surname_r, given=False), read(surname_l, given_r, given=True)),
        (f"NOT {crossed_l}", read(surname_l, given_r, given=False), read(given_l, surname_r, given=True)),
    )
    names = (surname_l, surname_r, given_l, given_r)
    asked = [f"NOT coalesce({name('initial')}, false) AND {name()} IS NOT NULL" for name in names]
    straight = (read(surname_l, surname_r, given=False), read(given_l, given_r, given=True))
    asked += [f"NOT {_good(conditions)}" for conditions in straight]
    swapped, same, close = [], [], []
    for when, surname, given in ways:
        one = surname if of_surname else given
        swapped.append(f"({when} AND {_any(_good(surname, similar=False), _good(given, similar=False))})")
        same.append(f"({when} AND {_any(one['same_sound'], one['same_name'])})")
        close.append(f"({when} AND {_good(one)})")
    asked.append(_any(*swapped))
    whole = " AND ".join(asked)
    return {
        "crosswise": f"({whole} AND {_any(*same)})",
        "crosswise_close": f"({whole} AND {_any(*close)})",
        "crosswise_apart": f"({whole})",
    }


def _initials(a: _Name, b: _Name) -> str:
    return _either(a("initial"), b("initial"))


def _name_conditions(sql: Sql, prefix: str) -> Conditions:
    """The conditions of a name field in the order in which they are tested."""
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


#: Levels of slips, which two names that the table distinguishes never have.
_OF_UNKNOWN = ("near_sound", "similar")


def _digits_apart(a: str, b: str) -> str:
    digits = (f"(CASE WHEN substr({a}, {i}, 1) = substr({b}, {i}, 1) THEN 0 ELSE 1 END)" for i in range(1, 9))
    return f"{' + '.join(digits)} = 1"


def _same_digits(a: str, b: str, at: int, size: int, other: int = 0) -> str:
    return f"substr({a}, {at}, {size}) = substr({b}, {other or at}, {size})"


def _crossed(a: str, b: str) -> str:
    """Whether two days are the same with day and month swapped."""
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


def _place_conditions(sql: Sql) -> Conditions:
    words = ("birth_place_words_l", "birth_place_words_r")
    inside = _any(sql.within(*words), sql.within(*reversed(words)))
    return {
        "same": "birth_place_l = birth_place_r",
        "near": _any(
            sql.alike("birth_place_l", "birth_place_r", NEAR_WORDS),
            sql.overlap("birth_place_readings_l", "birth_place_readings_r"),
            inside,
        ),
    }


def _unit_conditions(sql: Sql) -> Conditions:
    silent = "(unit_numbers_l IS NULL AND unit_numbers_r IS NULL)"
    alike = sql.alike("unit_l", "unit_r", NEAR_WORDS)
    return {
        "same": "unit_l = unit_r",
        "near": _any("unit_numbers_l = unit_numbers_r", f"({silent} AND {alike})"),
    }


def _number_conditions(sql: Sql, column: str) -> Conditions:
    a, b = f"{column}_l", f"{column}_r"
    long = f"greatest(length({a}), length({b})) >= 5"
    return {"same": f"{a} = {b}", "one_digit": f"({long} AND {sql.distance}({a}, {b}) <= 1)"}


@dataclass(frozen=True, slots=True)
class SplinkField:
    """A compared field: its column (also that of the value whose absence says "unknown") and the column counted."""

    compared: lv.Compared
    column: str
    counted: str
    conditions: Conditions


def splink_fields(sql: Sql) -> tuple[SplinkField, ...]:
    rank = {"same": "rank_l = rank_r", "near": "abs(rank_order_l - rank_order_r) <= 1"}
    return (
        SplinkField(lv.SURNAME, "surname", "surname_family", _name_conditions(sql, "surname")),
        SplinkField(lv.GIVEN_NAME, "given", "given_term", _name_conditions(sql, "given")),
        SplinkField(lv.FATHER, "father", "father_term", _name_conditions(sql, "father")),
        SplinkField(lv.BIRTH_DATE, "born", "born", _date_conditions()),
        SplinkField(lv.BIRTH_PLACE, "birth_place", "birth_place", _place_conditions(sql)),
        SplinkField(lv.UNIT, "unit", "unit", _unit_conditions(sql)),
        SplinkField(lv.RANK, "rank", "rank", rank),
        SplinkField(lv.SERVICE_NUMBER, "service_number", "service_number", _number_conditions(sql, "service_number")),
        SplinkField(
            lv.DOCUMENT_NUMBER, "document_number", "document_number", _number_conditions(sql, "document_number")
        ),
        SplinkField(lv.SEX, "sex", "sex", {"same": "sex_l = sex_r"}),
    )

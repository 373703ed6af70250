"""The rates at which invented lists are filled and spoilt: one TOML file, read and checked.

A rate of a defect, of a relation or of an additional column that a file does not name is zero: a profile says everything
that it does. What describes the people themselves (origins, ages, share of women) falls back on the profile that ships
with the package, since there is no person without an age.
"""

import math
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from allforall.errors import InputError
from allforall.exercise.pools import pools
from allforall.exercise.romanise import Scheme

SCRIPTS = ("ukrainian", "russian", "latin")
LANGUAGES = ("ukrainian", "russian", "coin")

#: Defects of a row's text and columns that it may carry, in both kinds of list.
_LIST_RATES = (
    "typo", "no_patronymic", "diminutive", "surname_and_given_swapped", "lookalike_letters", "wrong_keyboard",
    "ocr_slip", "initials", "surname_in_capitals", "stray_spaces", "hidden_characters", "other_apostrophe",
    "father_name_only", "former_surname", "no_date", "year_only", "date_digit", "day_month_swapped",
    "year_off_by_one", "first_of_january", "age_instead", "about_year", "excel_serial", "two_digit_year",
    "other_date_order", "no_place", "old_place", "no_unit", "service_number", "service_number_slip", "rank",
    "rank_off_by_one", "sex", "capture", "capture_off", "full_name_in_one_column", "duplicates",
)  # fmt: skip
_SOUGHT_RATES = ("fictitious", "incomplete", "already_released")
_HELD_RATES = ("latin_from_ukrainian", "russian_given_name", "native_spelling", "status")
_RELATIONS = ("overlap", "siblings", "twins", "father_son", "namesakes")
_PEOPLE = ("female", "civilians", "retained_medical", "retained_religious", "status_disputed")
_CUSTODY = ("in_hospital", "judicial_detention", "transferred", "escaped", "died", "at_liberty")
_CUSTODY_MORE = ("liberty_consent", "death_particulars")
_MEDICAL = (
    "wounded_or_ill", "severe", "art110_entitled", "agreed_severe", "not_examined", "fit_to_travel",
    "pregnant_or_infant",
)  # fmt: skip
#: Of one birth date exactly one of these befalls it, so their rates add up to no more than 1.
DATE_DEFECTS = (
    "no_date", "year_only", "date_digit", "year_off_by_one", "first_of_january", "age_instead", "about_year",
    "excel_serial", "two_digit_year", "day_month_swapped",
)  # fmt: skip
#: Only a date with a day up to 12 that differs from the month can be swapped: 132 days of 365.
SWAPPABLE_DAYS = 132 / 365.2425


@dataclass(frozen=True, slots=True)
class ListRates:
    """The rates of one kind of list; `rate` is zero for what the file does not name."""

    rates: dict[str, float]
    language: str
    script: dict[str, float]
    romanisation: dict[str, float]
    custody: dict[str, float]
    medical: dict[str, float]
    on_no_sought_list: float | None

    def rate(self, name: str) -> float:
        """Returns the rate of a defect or column."""
        return self.rates.get(name, 0.0)


@dataclass(frozen=True, slots=True)
class Rates:
    """One profile: relations between the lists, the people, and the two kinds of list."""

    overlap: float
    relations: dict[str, float]
    people: dict[str, float]
    origins: dict[str, float]
    ages: tuple[int, int, int]  # youngest, typical, oldest: completed years
    sought: ListRates
    held: ListRates


@cache
def default_profile() -> str:
    """Returns the text of the profile that ships with the package."""
    return (files("allforall.exercise") / "rates.toml").read_text("utf-8")


def read_rates(text: str) -> Rates:
    """Returns the rates that a profile states.

    Errors:
        InputError: the text is no TOML, a key is unknown, a value is no rate, or rates that exclude one another add up
            to more than 1; `line` says where.
    """
    reader = _Reader(text)
    root = reader.root
    reader.known(root, "", {*_RELATIONS, "people", "sought", "held"})
    relations = {name: reader.rate(root, "", name) for name in _RELATIONS}
    if "overlap" not in root:
        raise InputError("exercise:rates:missing", line=0, key="overlap", expected="0..1")
    reader.at_most_one(
        "", "relations", {name: relations[name] for name in ("siblings", "twins", "father_son", "namesakes")}
    )
    people = reader.table(root, "", "people")
    reader.known(people, "people", {*_PEOPLE, "origins", "ages"})
    shipped = (
        _shipped_people()
        if "origins" not in people or "ages" not in people or "female" not in people
        else None
    )
    origins = reader.shares(people, "people", "origins", tuple(pools()))
    ages = reader.ages(people)
    person_rates = {name: reader.rate(people, "people", name) for name in _PEOPLE}
    reader.at_most_one(
        "people",
        "statuses",
        {name: person_rates[name] for name in ("civilians", "retained_medical", "retained_religious")},
    )
    if shipped is not None:
        origins = origins or shipped[0]
        ages = ages or shipped[1]
        if "female" not in people:
            person_rates["female"] = shipped[2]
    sought = reader.list_rates(root, "sought", _SOUGHT_RATES)
    held = reader.list_rates(root, "held", _HELD_RATES)
    made = sought.rate("fictitious") + sought.rate("duplicates") + relations["overlap"]
    if made > 1 + 1e-9:
        raise InputError(
            "exercise:rates:sum", line=reader.line("", "overlap"), key="overlap + sought.duplicates + sought.fictitious",
            expected="<= 1", found=round(made, 6),
        )  # fmt: skip
    if sought.rate("already_released") > relations["overlap"] + 1e-9:
        raise InputError(
            "exercise:rates:sum", line=reader.line("sought", "already_released"), key="sought.already_released",
            expected="<= overlap", found=sought.rate("already_released"),
        )  # fmt: skip
    if ages is None or not origins:
        raise InputError(
            "exercise:rates:missing",
            line=0,
            key="people.ages, people.origins",
            expected="in the shipped profile",
        )
    return Rates(relations["overlap"], relations, person_rates, origins, ages, sought, held)


@cache
def _shipped_people() -> tuple[dict[str, float], tuple[int, int, int] | None, float]:
    reader = _Reader(default_profile())
    people = reader.table(reader.root, "", "people")
    origins = reader.shares(people, "people", "origins", tuple(pools()))
    return origins, reader.ages(people), reader.rate(people, "people", "female")


class _Reader:
    """Takes values out of a parsed profile; every refusal says the line."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        try:
            self.root: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            raise InputError(
                "exercise:rates:not_toml", line=int(found[1]) if found else len(self._lines), found=str(error)
            ) from error

    def line(self, table: str, key: str) -> int:
        """Returns the line on which a key of a table stands, 0 where it cannot be told."""
        current = ""
        for number, line in enumerate(self._lines, 1):
            header = re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line)
            if header:
                current = header[1].replace(" ", "")
                if current == (f"{table}.{key}" if table else key):
                    return number
                continue
            if current == table and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", line):
                return number
            parent, _, inner = table.rpartition(".")
            if (
                inner
                and current == parent
                and re.match(rf"\s*{re.escape(inner)}\s*=.*\b{re.escape(key)}\b", line)
            ):
                return number
        return 0

    def known(self, table: dict[str, Any], path: str, keys: set[str]) -> None:
        """Refuses a key that nobody would read: it is a slip of the pen."""
        for key in table:
            if key not in keys:
                raise InputError(
                    "exercise:rates:unknown_key", line=self.line(path, key), key=f"{path}.{key}".strip("."),
                    expected=", ".join(sorted(keys)),
                )  # fmt: skip

    def table(self, parent: dict[str, Any], path: str, key: str) -> dict[str, Any]:
        """Returns a table, empty where it is absent."""
        found = parent.get(key, {})
        if not isinstance(found, dict):
            raise InputError(
                "exercise:rates:not_table", line=self.line(path, key), key=f"{path}.{key}".strip(".")
            )
        return found

    def rate(self, table: dict[str, Any], path: str, key: str) -> float:
        """Returns a number from 0 to 1, 0 where it is absent."""
        found = table.get(key, 0.0)
        highest = 0.3 if key == "day_month_swapped" else 1.0
        if (
            isinstance(found, bool)
            or not isinstance(found, int | float)
            or not 0 <= found <= highest
            or math.isnan(found)
        ):
            raise InputError(
                "exercise:rates:out_of_range", line=self.line(path, key), key=f"{path}.{key}".strip("."),
                expected=f"0..{highest:g}", found=str(found),
            )  # fmt: skip
        return float(found)

    def shares(self, table: dict[str, Any], path: str, key: str, names: tuple[str, ...]) -> dict[str, float]:
        """Returns shares that add up to 1, empty where they are absent."""
        found = self.table(table, path, key)
        if not found:
            return {}
        inner = f"{path}.{key}"
        self.known(found, inner, set(names))
        shares = {name: self.rate(found, inner, name) for name in names if name in found}
        total = sum(shares.values())
        if abs(total - 1) > 1e-6:
            raise InputError(
                "exercise:rates:sum",
                line=self.line(path, key),
                key=inner,
                expected="= 1",
                found=round(total, 6),
            )
        return shares

    def at_most_one(self, path: str, key: str, rates: dict[str, float]) -> None:
        """Refuses rates of things that exclude one another and add up to more than 1."""
        total = sum(rates.values())
        if total > 1 + 1e-9:
            highest = max(rates, key=lambda name: rates[name])
            raise InputError(
                "exercise:rates:sum", line=self.line(path, highest), key=f"{path}.{key}".strip("."), expected="<= 1",
                found=round(total, 6),
            )  # fmt: skip

    def ages(self, people: dict[str, Any]) -> tuple[int, int, int] | None:
        """Returns the youngest, the typical and the oldest age, None where they are absent."""
        found = self.table(people, "people", "ages")
        if not found:
            return None
        self.known(found, "people.ages", {"youngest", "typical", "oldest"})
        ages = tuple(found.get(key, -1) for key in ("youngest", "typical", "oldest"))
        if any(isinstance(age, bool) or not isinstance(age, int) for age in ages) or not (
            0 <= ages[0] <= ages[1] <= ages[2] <= 110
        ):
            raise InputError(
                "exercise:rates:ages", line=self.line("people", "ages"), key="people.ages",
                expected="0 <= youngest <= typical <= oldest <= 110", found=str(ages),
            )  # fmt: skip
        return ages[0], ages[1], ages[2]

    def list_rates(self, root: dict[str, Any], kind: str, own: tuple[str, ...]) -> ListRates:
        """Returns the rates of one kind of list."""
        table = self.table(root, "", kind)
        allowed = {*_LIST_RATES, *own}
        more = (
            {"language"}
            if kind == "sought"
            else {"script", "romanisation", "custody", "medical", "on_no_sought_list"}
        )
        self.known(table, kind, allowed | more)
        rates = {name: self.rate(table, kind, name) for name in (*_LIST_RATES, *own)}
        dates = {name: rates[name] for name in DATE_DEFECTS if name != "day_month_swapped"}
        dates["day_month_swapped"] = rates["day_month_swapped"] / SWAPPABLE_DAYS
        self.at_most_one(kind, "dates", dates)
        language = table.get("language", "ukrainian")
        if language not in LANGUAGES:
            raise InputError(
                "exercise:rates:unknown_value", line=self.line(kind, "language"), key=f"{kind}.language",
                expected=", ".join(LANGUAGES), found=str(language),
            )  # fmt: skip
        custody = self.table(table, kind, "custody")
        self.known(custody, f"{kind}.custody", {*_CUSTODY, *_CUSTODY_MORE})
        states = {name: self.rate(custody, f"{kind}.custody", name) for name in (*_CUSTODY, *_CUSTODY_MORE)}
        self.at_most_one(f"{kind}.custody", "states", {name: states[name] for name in _CUSTODY})
        medical = self.table(table, kind, "medical")
        self.known(medical, f"{kind}.medical", set(_MEDICAL))
        return ListRates(
            rates=rates,
            language=language,
            script=self.shares(table, kind, "script", SCRIPTS) or {"russian": 1.0},
            romanisation=self.shares(table, kind, "romanisation", tuple(Scheme)) or _ASSUMED_ROMANISATION,
            custody=states,
            medical={name: self.rate(medical, f"{kind}.medical", name) for name in _MEDICAL},
            on_no_sought_list=(
                self.rate(table, kind, "on_no_sought_list") if "on_no_sought_list" in table else None
            ),
        )


#: Where a profile names no romanisations: the official ones and the careless one, each as likely. An assumption.
_ASSUMED_ROMANISATION: dict[str, float] = {
    Scheme.KMU_2010: 1 / 7,
    Scheme.BGN_PCGN: 1 / 7,
    Scheme.ICAO: 1 / 7,
    Scheme.ISO_9: 1 / 7,
    Scheme.GOST_7_79_B: 1 / 7,
    Scheme.GOST_52535: 1 / 7,
    Scheme.CARELESS: 1 / 7,
}

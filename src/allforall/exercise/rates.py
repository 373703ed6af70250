"""The rates of columns and defects in invented lists: one TOML file, read and checked.

A rate of a defect, of a relation or of an additional column that a file does not name is zero: a profile states
everything it does. What describes the people themselves (origins, ages, share of women) defaults to the profile that
ships with the package, since every person has an age.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from allforall.errors import InputError
from allforall.exercise.pools import pools
from allforall.exercise.profile import Profile
from allforall.exercise.romanise import Scheme

SCRIPTS = ("ukrainian", "russian", "latin")
LANGUAGES = ("ukrainian", "russian", "coin")

#: Defects of a row's text and its optional columns, in both kinds of list.
_LIST_RATES = (
    "typo",
    "no_patronymic",
    "diminutive",
    "surname_and_given_swapped",
    "lookalike_letters",
    "wrong_keyboard",
    "ocr_slip",
    "initials",
    "surname_in_capitals",
    "stray_spaces",
    "hidden_characters",
    "other_apostrophe",
    "father_name_only",
    "former_surname",
    "no_date",
    "year_only",
    "date_digit",
    "day_month_swapped",
    "year_off_by_one",
    "first_of_january",
    "age_instead",
    "about_year",
    "excel_serial",
    "two_digit_year",
    "other_date_order",
    "no_place",
    "old_place",
    "no_unit",
    "service_number",
    "service_number_slip",
    "rank",
    "rank_off_by_one",
    "sex",
    "capture",
    "capture_off",
    "full_name_in_one_column",
    "duplicates",
)
_SOUGHT_RATES = ("fictitious", "incomplete", "already_released")
_HELD_RATES = ("latin_from_ukrainian", "russian_given_name", "native_spelling", "status")
_RELATIONS = ("overlap", "siblings", "twins", "father_son", "namesakes")
_PEOPLE = ("female", "civilians", "retained_medical", "retained_religious", "status_disputed")
_CUSTODY = ("in_hospital", "judicial_detention", "transferred", "escaped", "died", "at_liberty")
_CUSTODY_MORE = ("liberty_consent", "death_particulars")
_MEDICAL = (
    "wounded_or_ill",
    "severe",
    "art110_entitled",
    "agreed_severe",
    "not_examined",
    "fit_to_travel",
    "pregnant_or_infant",
)
#: A birth date has at most one of these defects, so their rates add up to no more than 1.
DATE_DEFECTS = (
    "no_date",
    "year_only",
    "date_digit",
    "year_off_by_one",
    "first_of_january",
    "age_instead",
    "about_year",
    "excel_serial",
    "two_digit_year",
    "day_month_swapped",
)
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
        """Returns the rate of a defect or column; zero if the profile or this kind of list has none."""
        return self.rates[name]


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
        InputError: the text is not TOML, a key is unknown, a value is not a rate, or mutually exclusive rates add up to
        more than 1; `line` says where.
    """
    reader = Profile(text)
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
    shipped = _shipped_people() if "origins" not in people or "ages" not in people or "female" not in people else None
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
    sought = _list_rates(reader, root, "sought", _SOUGHT_RATES)
    held = _list_rates(reader, root, "held", _HELD_RATES)
    made = sought.rate("fictitious") + sought.rate("duplicates") + relations["overlap"]
    if made > 1 + 1e-9:
        raise InputError(
            "exercise:rates:sum",
            line=reader.line("", "overlap"),
            key="overlap + sought.duplicates + sought.fictitious",
            expected="<= 1",
            found=round(made, 6),
        )
    if sought.rate("already_released") > relations["overlap"] + 1e-9:
        raise InputError(
            "exercise:rates:sum",
            line=reader.line("sought", "already_released"),
            key="sought.already_released",
            expected="<= overlap",
            found=sought.rate("already_released"),
        )
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
    reader = Profile(default_profile())
    people = reader.table(reader.root, "", "people")
    origins = reader.shares(people, "people", "origins", tuple(pools()))
    return origins, reader.ages(people), reader.rate(people, "people", "female")


def _list_rates(reader: Profile, root: dict[str, Any], kind: str, own: tuple[str, ...]) -> ListRates:
    """Returns the rates of one kind of list."""
    table = reader.table(root, "", kind)
    allowed = {*_LIST_RATES, *own}
    more = {"language"} if kind == "sought" else {"script", "romanisation", "custody", "medical", "on_no_sought_list"}
    reader.known(table, kind, allowed | more)
    rates = dict.fromkeys((*_SOUGHT_RATES, *_HELD_RATES), 0.0)
    rates |= {name: reader.rate(table, kind, name) for name in (*_LIST_RATES, *own)}
    dates = {name: rates[name] for name in DATE_DEFECTS if name != "day_month_swapped"}
    dates["day_month_swapped"] = rates["day_month_swapped"] / SWAPPABLE_DAYS
    reader.at_most_one(kind, "dates", dates)
    language = table.get("language", "ukrainian")
    if language not in LANGUAGES:
        raise InputError(
            "exercise:rates:unknown_value",
            line=reader.line(kind, "language"),
            key=f"{kind}.language",
            expected=", ".join(LANGUAGES),
            found=str(language),
        )
    custody = reader.table(table, kind, "custody")
    reader.known(custody, f"{kind}.custody", {*_CUSTODY, *_CUSTODY_MORE})
    states = {name: reader.rate(custody, f"{kind}.custody", name) for name in (*_CUSTODY, *_CUSTODY_MORE)}
    reader.at_most_one(f"{kind}.custody", "states", {name: states[name] for name in _CUSTODY})
    medical = reader.table(table, kind, "medical")
    reader.known(medical, f"{kind}.medical", set(_MEDICAL))
    return ListRates(
        rates=rates,
        language=language,
        script=reader.shares(table, kind, "script", SCRIPTS) or {"russian": 1.0},
        romanisation=reader.shares(table, kind, "romanisation", tuple(Scheme)) or _ASSUMED_ROMANISATION,
        custody=states,
        medical={name: reader.rate(medical, f"{kind}.medical", name) for name in _MEDICAL},
        on_no_sought_list=(reader.rate(table, kind, "on_no_sought_list") if "on_no_sought_list" in table else None),
    )


#: If a profile names no romanisations: the official ones and the careless one, equally likely. Assumption.
_ASSUMED_ROMANISATION: dict[str, float] = {
    Scheme.KMU_2010: 1 / 7,
    Scheme.BGN_PCGN: 1 / 7,
    Scheme.ICAO: 1 / 7,
    Scheme.ISO_9: 1 / 7,
    Scheme.GOST_7_79_B: 1 / 7,
    Scheme.GOST_52535: 1 / 7,
    Scheme.CARELESS: 1 / 7,
}

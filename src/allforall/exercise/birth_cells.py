"""How a birth date is written in a cell: right, shortened, with a slip, or not as a date at all."""

from dataclasses import dataclass
from datetime import date, timedelta

from allforall.exercise.dice import Dice
from allforall.exercise.rates import DATE_DEFECTS, SWAPPABLE_DAYS

#: Day 0 of the serial numbers of spreadsheets after February 1900 (ECMA-376 part 1, 18.17.4.1: the 1900
#: date base).
_EXCEL_ZERO = date(1899, 12, 30)
_ABOUT = {"ukrainian": "близько {} р.", "russian": "около {} г.", "latin": "ca. {}"}


@dataclass(frozen=True, slots=True)
class BirthCell:
    """The text of the date cell, that of the age cell, and the defect (empty if none)."""

    text: str
    age: str
    defect: str


def birth_cell(birth: date, rates: dict[str, float], dice: Dice, *, as_of: date, script: str) -> BirthCell:
    """Returns how this birth date is written in a list with these rates; it has at most one defect."""
    throw = dice.roll()
    for name in DATE_DEFECTS[:-1]:
        rate = rates[name]
        if throw < rate:
            return _spoilt(name, birth, dice, as_of=as_of, script=script)
        throw -= rate
    if birth.day <= 12 and birth.day != birth.month and throw < rates["day_month_swapped"] / SWAPPABLE_DAYS:
        return BirthCell(_written(date(birth.year, birth.day, birth.month)), "", "day_month_swapped")
    if dice.hits(rates["other_date_order"]):
        return BirthCell(dice.pick((birth.isoformat(), birth.strftime("%d/%m/%Y"))), "", "other_date_order")
    return BirthCell(_written(birth), "", "")


def _spoilt(name: str, birth: date, dice: Dice, *, as_of: date, script: str) -> BirthCell:
    match name:
        case "no_date":
            text = ""
        case "year_only":
            text = str(birth.year)
        case "date_digit":
            text = _slipped(birth, dice, as_of)
        case "year_off_by_one":
            year = birth.year + (1 if dice.roll() < 0.5 else -1)
            text = _written(_moved(birth, year))
        case "first_of_january":
            text = _written(date(birth.year, 1, 1))
        case "age_instead":
            had = as_of.year - birth.year - ((as_of.month, as_of.day) < (birth.month, birth.day))
            return BirthCell("", str(had), name)
        case "about_year":
            text = _ABOUT[script].format(birth.year + dice.below(3) - 1)
        case "excel_serial":
            text = str((birth - _EXCEL_ZERO).days)
        case _:
            text = birth.strftime("%d.%m.%y")
    return BirthCell(text, "", name)


def _written(day: date) -> str:
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


def _moved(birth: date, year: int) -> date:
    return date(year, birth.month, min(birth.day, 28) if birth.month == 2 else birth.day)


def _slipped(birth: date, dice: Dice, as_of: date) -> str:
    """A wrong digit that still gives a possible birth date of a living adult, as unnoticed slips do."""
    for _ in range(20):
        digits = [birth.strftime("%d%m%Y")[place] for place in range(8)]
        at = dice.pick((0, 1, 2, 3, 6, 7, 7))
        digits[at] = str((int(digits[at]) + 1 + dice.below(9)) % 10)
        text = "".join(digits)
        try:
            day = date(int(text[4:]), int(text[2:4]), int(text[:2]))
        except ValueError:
            continue
        if timedelta(days=16 * 365) < as_of - day < timedelta(days=80 * 365):
            return _written(day)
    return _written(birth + timedelta(days=1))

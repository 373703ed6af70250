"""Ages as lists give them, read into the days of birth that they leave possible."""

import calendar
import re
from datetime import date
from functools import lru_cache

from allforall.people.calendar_words import ABOUT_BEFORE, AGE_WORDS, NOT_KNOWN
from allforall.people.date_forms import DASHES, DateReading, in_order
from allforall.people.edtf import ABOUT_YEARS, births_of_age
from allforall.people.persons import Mark
from allforall.people.written import visible

#: Assumption: nobody on a list is older, and only small children's ages are given in months.
OLDEST, OLDEST_IN_MONTHS = 120, 36

#: What was expected where a text could not be read; `pages` has the words for it.
EXPECTED_AGE = "age:years"

_AGE = re.compile(
    r"(?P<a>\d{1,3})(?:\s*(?:-|/|to|до|або|или|or)\s*(?P<b>\d{1,3}))?(?P<unit>\s*[^\W\d]+(?:\.[^\W\d]+)*\.?)?"
)


@lru_cache(maxsize=1 << 14)
def read_age(text: str, *, as_of: date) -> DateReading:
    """Returns the possible days of birth for an age on a date, as an interval in EDTF with
    `Mark.FROM_AGE`.

    "About 25" is widened by `ABOUT_YEARS` on either side and marked; an age in months is read too (children).
    """
    seen, hidden = visible(text)
    marks = {Mark.FROM_AGE} | ({Mark.HIDDEN_CHARACTERS} if hidden else set())
    plain = seen.lower().translate(DASHES)
    if plain in NOT_KNOWN or not plain.strip("-?.,/ _"):
        return DateReading("", in_order(marks - {Mark.FROM_AGE}))
    core = ABOUT_BEFORE.sub("", plain).strip(" ,;:()")
    if core.endswith("?"):
        core = core.rstrip("? (")
    about = core != plain.strip(" ,;:()")
    core = re.sub(r"^(?:вік|возраст|aged?|yaş)\s*:?\s*", "", core)
    core = re.sub(r"[.,]0+$", "", core)
    match = _AGE.fullmatch(core)
    unread = DateReading("", in_order((marks - {Mark.FROM_AGE}) | {Mark.UNREAD}), EXPECTED_AGE)
    if match is None:
        return unread
    unit = AGE_WORDS.get((match["unit"] or "").strip(" ."), None) if match["unit"] else "years"
    youngest, oldest = int(match["a"]), int(match["b"] or match["a"])
    if unit is None or youngest > oldest:
        return unread
    if unit == "months":
        return _age_in_months(youngest, oldest, as_of, marks) if oldest <= OLDEST_IN_MONTHS else unread
    if oldest > OLDEST:
        return unread
    if about:
        marks.add(Mark.ABOUT)
        youngest, oldest = max(0, youngest - ABOUT_YEARS), oldest + ABOUT_YEARS
    first, last = births_of_age(youngest, oldest, as_of)
    return DateReading(f"{first.isoformat()}/{last.isoformat()}", in_order(marks))


def _age_in_months(youngest: int, oldest: int, as_of: date, marks: set[Mark]) -> DateReading:
    first = date.fromordinal(_months_before(as_of, oldest + 1).toordinal() + 1)
    last = _months_before(as_of, youngest)
    return DateReading(f"{first.isoformat()}/{last.isoformat()}", in_order(marks))


def _months_before(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

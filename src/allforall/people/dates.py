"""Dates as lists give them, read into EDTF, with their uncertainty marked.

Conventions, each an assumption about how such lists are written:

- Dots mean day, month, year (the written convention of Ukrainian, Russian and Turkish). So do commas, which a number
  pad types for dots. Slashes, dashes and spaces mean nothing by themselves: if both orders give a day, both are kept as
  a one-of set, unless the caller states the order.
- A two-digit year is in this century up to the year of `as_of` (without it up to `date_forms.PIVOT`),
  else in the last one.
- 1 January is read as written and marked: `edtf.partial_date` opens it to the whole year.
- A whole number from 10000 to 73050 in a date column is a day count of Excel's 1900 system.
- A year outside `date_forms.FIRST_READ_YEAR` to `LAST_READ_YEAR` is a mistake; so is a day after `as_of`, if given.
"""

import re
from datetime import date
from functools import lru_cache

from allforall.people.ages import read_age
from allforall.people.calendar_words import ABOUT_BEFORE, AROUND_DATE, NOT_KNOWN
from allforall.people.date_forms import (
    DASHES,
    EXPECTED_DATE,
    DateOrder,
    DateReading,
    Draft,
    UnreadError,
    date_in_numbers,
    date_of_serial,
    in_order,
    one_date,
)
from allforall.people.edtf import PartialDate, ages_on, births_of_age, completed_years, parse_edtf, partial_date
from allforall.people.persons import Mark
from allforall.people.written import visible

__all__ = [
    "DateOrder",
    "DateReading",
    "PartialDate",
    "ages_on",
    "births_of_age",
    "completed_years",
    "date_of_serial",
    "parse_edtf",
    "partial_date",
    "read_age",
    "read_date",
]

#: What was expected where a text could not be read; `pages` has the words for it.
EXPECTED_PAST = "date:not_after_the_list"
EXPECTED_ORDER = "date:first_before_last"

_YEARS = re.compile(r"(?P<a>\d{4})\s*[-/]\s*(?P<b>\d{4}|\d{2})")
_RANGE = re.compile(r"\s+-\s+|\s*\.{2,3}\s*|\s+(?:до|по|to|till|until|ile)\s+|\s*…\s*|(?<=\d{4})-(?=\d{1,2}[./]\d)")
_EITHER = re.compile(r"\s+(?:або|чи|или|либо|or|veya|ya da)\s+")
_BETWEEN = re.compile(r"(?:між|между|between)\s+(?P<a>.+?)\s+(?:і|й|та|и|and)\s+(?P<b>.+)")
_FROM = re.compile(r"(?:від|з|с|от|from)\s+(?=.*\s(?:до|по|to|till|until)\s)")
_BEFORE = re.compile(r"(?:до|раніше|не пізніше|раньше|ранее|не позднее|before|by|not after|önce)\s+")
_AFTER = re.compile(r"(?:після|не раніше|после|не ранее|не раньше|after|not before|since|sonra)\s+")


@lru_cache(maxsize=1 << 16)
def read_date(text: str, *, order: DateOrder = DateOrder.UNKNOWN, as_of: date | None = None) -> DateReading:
    """Returns the reading of a date as written, in EDTF, with its uncertainty.

    `order` is the known order of 03/04/1995. With `as_of` (the date of the list) a later date is not read. If there is
    no reading the value is empty, `Mark.UNREAD` is set and `expected` says what was expected.
    """
    seen, hidden = visible(text)
    draft = Draft(order, as_of, {Mark.HIDDEN_CHARACTERS} if hidden else set())
    plain = seen.lower().translate(DASHES)
    if plain in NOT_KNOWN or not plain.strip("-?.,/ _"):
        return DateReading("", in_order(draft.marks))
    try:
        value = _not_later(_whole(plain, draft), as_of)
    except UnreadError as unread:
        kept = draft.marks & {Mark.HIDDEN_CHARACTERS}
        return DateReading("", in_order(kept | {Mark.UNREAD}), unread.expected)
    return DateReading(value, in_order(draft.marks))


def _not_later(value: str, as_of: date | None) -> str:
    if as_of is not None and parse_edtf(value).earliest > as_of.toordinal():
        raise UnreadError(EXPECTED_PAST)
    return value


def _whole(plain: str, draft: Draft) -> str:
    """EDTF of a text that may be about, between, before, after, or one of two."""
    if (value := date_in_numbers(plain, draft)) is not None:
        return value
    about = False
    core = AROUND_DATE.sub("", plain).strip(" ,;:")
    while (stripped := ABOUT_BEFORE.sub("", core).strip(" ,;:()")) != core:
        about = about or bool(ABOUT_BEFORE.search(core))
        core = AROUND_DATE.sub("", stripped).strip(" ,;:")
    doubted = core.endswith("?") and re.fullmatch(r"\D*\d{3}\?|\d{2}\?\?", core) is None
    if doubted:
        core = AROUND_DATE.sub("", core.rstrip("? (")).strip(" ,;:")
    if not about and not doubted:
        return _between(core, draft)
    value = one_date(core, draft)
    draft.marks.add(Mark.ABOUT)
    sign = "%" if about and doubted else "~" if about else "?"
    if value.startswith("["):
        return "[" + ",".join(item + sign for item in value[1:-1].split(",")) + "]"
    return value + sign


def _between(core: str, draft: Draft) -> str:
    if match := _YEARS.fullmatch(core):
        first, last = match["a"], match["b"]
        if len(last) == 2 and int(last) > max(12, int(first[2:])):
            last = first[:2] + last
        if len(last) == 4:
            return _span(one_date(first, draft), one_date(last, draft), draft)
    if match := _BEFORE.match(core):
        return _open(f"../{_end(core[match.end() :], draft)}", draft)
    if match := _AFTER.match(core):
        return _open(f"{_end(core[match.end() :], draft)}/..", draft)
    if match := _BETWEEN.fullmatch(core):
        return _span(_end(match["a"], draft), _end(match["b"], draft), draft)
    sides = _RANGE.split(_FROM.sub("", core))
    if len(sides) == 2 and all(sides):
        return _span(_end(sides[0], draft), _end(sides[1], draft), draft)
    sides = _EITHER.split(core)
    if len(sides) == 2 and all(sides):
        draft.marks.add(Mark.PARTIAL)
        return f"[{_end(sides[0], draft)},{_end(sides[1], draft)}]"
    return one_date(core, draft)


def _end(text: str, draft: Draft) -> str:
    value = one_date(AROUND_DATE.sub("", text).strip(" ,;:"), draft)
    if value.startswith("["):
        raise UnreadError(EXPECTED_DATE)  # two open orders at once would mean nothing
    return value


def _open(value: str, draft: Draft) -> str:
    draft.marks.add(Mark.PARTIAL)
    return value


def _span(first: str, last: str, draft: Draft) -> str:
    if parse_edtf(first).earliest > parse_edtf(last).latest:
        raise UnreadError(EXPECTED_ORDER)
    draft.marks.add(Mark.PARTIAL)
    return f"{first}/{last}"

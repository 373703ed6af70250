"""English texts of the codes of what a cell was expected to hold."""

from allforall.pages.code_texts.marking import N_

GROUPS: dict[str, dict[str, str]] = {}

ERRORS: dict[str, str] = {
    "date:edtf:bad": N_("The date {found} is not valid: expected {expected}."),
    "date:form": N_("a date such as 03.04.1995, 1995-04-03, 04.1995, 1995 or about 1995"),
    "date:day_that_exists": N_("a day that exists in the calendar"),
    "date:plausible_year": N_("a year from 1900 to 2050"),
    "date:not_after_the_list": N_("a date not after the list's own"),
    "date:first_before_last": N_("an interval that does not end before it begins"),
    "age:years": N_("an age in completed years from 0 to 120, or in months up to 36"),
}
